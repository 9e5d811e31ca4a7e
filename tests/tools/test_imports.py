import ast
from pathlib import Path

import pytest

from tools.imports import closure, imported_names

FILES = {
    "shop/__init__.py": "",
    "shop/till.py": "import os\nimport numpy as np\nfrom shop.stock import shelf\n",
    "shop/stock/__init__.py": "from shop import names\n",
    "shop/stock/shelf.py": "def load():\n    from flask import Flask\n    return open('goods.txt')\n",
    "shop/stock/goods.txt": "tea\n",
    "shop/stock/other.txt": "never named\n",
    "shop/names.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import shop.unused, pandas\n",
    "shop/unused.py": "import scipy\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_a_closure_has_packages_lazy_imports_and_named_data_but_not_what_is_for_types(project: Path) -> None:
    found = closure(["shop.till"], project)
    assert set(found.modules) == {"shop", "shop.till", "shop.stock", "shop.stock.shelf", "shop.names"}
    assert found.external == {"numpy": {"shop.till"}, "flask": {"shop.stock.shelf"}}
    assert found.data_files() == [project / "shop/stock/goods.txt"]


def test_an_unknown_module_is_refused(project: Path) -> None:
    with pytest.raises(ValueError, match="no module shop.door"):
        closure(["shop.door"], project)


def test_relative_imports_are_refused_because_their_names_are_not_known() -> None:
    with pytest.raises(ValueError, match="line 2"):
        imported_names(ast.parse("import os\nfrom . import till\n"))
