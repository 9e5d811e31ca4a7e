"""What is imported is declared in pyproject.toml, where it is used; what is declared is used."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from classifier.extras import MODULES, MissingExtraError, require
from console.cli import COMMANDS, EXTRAS
from tests.conftest import ROOT
from tools.imports import closure

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OPTIONAL = PROJECT["optional-dependencies"]
NAME = canonicalize_name(PROJECT["name"])
DISTRIBUTIONS = packages_distributions()

NOT_INSTALLED = {
    "fasttext": "fasttext-numpy2-wheel",
    "newspaper": "newspaper4k",
    "readability": "readability-lxml",
}  # by "dev"; "bench" does

# Imported by another distribution or named in a string, never by an import statement of ours.
USED_WITHOUT_IMPORT = {
    "flask-openapi3-rapidoc": "its files are served by api/reference.py",
    "python-json-logger": "named in the logging configuration of api/logs.py",
    "psycopg": "SQLAlchemy's driver for postgresql+psycopg",
    "rjieba": "loaded by classifier/text/tokenizer.py without the package around it",
}
# Imports of one module that only an optional argument reaches, with the extra that brings them.
ASKED_FOR = {
    "console.evaluate": {"report", "archive"},  # --report, Parquet
    "console.score": {"dask"},  # --engine dask
    "console.export": {"server"},  # playground
    **{f"console.{name}": {"archive"} for name in ("predict", "train", "data", "vectors", "feedback")},  # Parquet, XLSX
}


def requirements(*extras: str) -> dict[str, Requirement]:
    """Requirements of the base install and these extras, with the extras that they name, by distribution."""
    found: dict[str, Requirement] = {}
    pending = [PROJECT["dependencies"], *(OPTIONAL[extra] for extra in extras)]
    while pending:
        for requirement in map(Requirement, pending.pop()):
            if canonicalize_name(requirement.name) == NAME:
                pending.extend(OPTIONAL[extra] for extra in requirement.extras)
            else:
                name = canonicalize_name(requirement.name)
                if requirement.marker is None or requirement.marker.evaluate():
                    requirement.extras |= found[name].extras if name in found else set()
                    found[name] = requirement
    return found


def distributions(module: str) -> set[str]:
    """The distributions that bring a top-level module."""
    return {canonicalize_name(name) for name in DISTRIBUTIONS.get(module, [NOT_INSTALLED.get(module, module)])}


def undeclared(modules: list[str], *extras: str) -> dict[str, set[str]]:
    """Names that the modules import and that no requirement brings, each with who imports it."""
    declared = set(requirements(*extras))
    return {name: users for name, users in closure(modules).external.items() if not declared & distributions(name)}


def modules_of(package: str) -> list[str]:
    paths = (path.relative_to(ROOT).with_suffix("") for path in (ROOT / package).rglob("*.py"))
    return [".".join(path.parts).removesuffix(".__init__") for path in paths]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_imports_what_its_extras_bring(command: str) -> None:
    module = f"console.{command}"
    assert undeclared([module], "jieba", *EXTRAS.get(command, ()), *ASKED_FOR.get(module, ())) == {}


def test_scoring_and_page_analysis_need_the_base_install_alone() -> None:
    """jieba is asked for by name, or taken where there is no rjieba."""
    found = undeclared(["classifier", "classifier.page.analysis", "console.cli", "console.predict", "console.page"])
    asked = {name for name, users in found.items() if all(user.startswith("tabular.") for user in users)}
    assert asked == {"pyarrow", "python_calamine"}  # where predict is given such a file
    assert set(found) - asked <= {"jieba"}


@pytest.mark.parametrize(
    ("package", "extras"),
    [
        ("classifier", ("archive", "jieba")),
        ("tabular", ("archive", "jieba")),
        ("archive", ("dask", "jieba")),
        ("api", ("server", "jieba")),
        ("browser", ("archive", "jieba")),
        ("training", ("report", "bench")),
        ("console", ("all",)),
        ("tools", ("dev",)),
        ("benchmarks", ("bench",)),
        ("tests", ("dev",)),
    ],
)
def test_a_package_imports_what_is_declared_for_it(package: str, extras: tuple[str, ...]) -> None:
    found = undeclared(modules_of(package), *extras)
    own = {name: {user for user in users if user.split(".")[0] == package} for name, users in found.items()}
    elsewhere = {"hatchling"}  # the build hook runs where pip builds
    assert {name: users for name, users in own.items() if users and name not in elsewhere} == {}


def test_what_is_declared_is_imported() -> None:
    packages = ("classifier", "tabular", "training", "archive", "api", "console")
    used = closure([module for package in packages for module in modules_of(package)]).external
    imported = {found for name in used for found in distributions(name)}
    runtime = [extra for extra in OPTIONAL if extra not in ("dev", "docs", "bench")]
    assert set(requirements(*runtime)) - imported <= set(USED_WITHOUT_IMPORT)


@pytest.mark.parametrize("extra", MODULES)
def test_an_extra_is_recognised_by_modules_that_it_brings_and_the_base_does_not(extra: str) -> None:
    brought = {name: found for name, found in requirements(extra).items() if name not in requirements()}
    for requirement in list(brought.values()):  # distributed comes with dask[distributed], redis with limits[redis]
        brought |= {canonicalize_name(name): requirement for name in requirement.extras}
    for module in MODULES[extra]:
        assert distributions(module) & set(brought), module


def test_every_extra_is_known_and_everything_is_in_all() -> None:
    assert set(MODULES) == set(OPTIONAL) - {"all", "dev", "docs", "bench"}
    assert set(requirements("all")) == set(requirements(*MODULES))
    assert set(EXTRAS) <= set(COMMANDS) and {e for needed in EXTRAS.values() for e in needed} <= set(MODULES)


def test_what_is_installed_is_not_asked_for_and_what_is_missing_is_named() -> None:
    require("this", *MODULES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(MODULES, "train", ("sklearn_of_another_world",))
        patch.setitem(MODULES, "server", ("flask", "granian_of_another_world"))
        message = "this needs the extras server and train: pip install 'clickbait-zh[server,train]'"
        with pytest.raises(MissingExtraError, match=re.escape(message)):
            require("this", "server", "archive", "train")
