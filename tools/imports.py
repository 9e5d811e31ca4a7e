"""What a module imports, read from its source without running it.

Imports inside functions count, those under ``if TYPE_CHECKING`` do not. What no ``import`` statement says is not seen:
``importlib.import_module(name)``, ``"api.server:make_app"``.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Closure:
    """All that some modules import, directly or through each other.

    ``modules`` maps names of the project's modules to their files; ``external`` maps top-level names of other
    distributions (the standard library left out) to the project's modules that import them.
    """

    root: Path
    modules: dict[str, Path] = field(default_factory=dict)
    external: dict[str, set[str]] = field(default_factory=dict)

    def add(self, name: str) -> bool:
        """Add a module of the project, its packages and what they import. False when the project has none of it."""
        if name in self.modules:
            return True
        path = self._file(name)
        if path is None:
            return False
        self.modules[name] = path
        parent = name.rpartition(".")[0]
        if parent:
            self.add(parent)
        for found in imported_names(ast.parse(path.read_text(encoding="utf-8"))):
            top = found.partition(".")[0]
            if not self.add(found) and not self._is_own(top) and top not in sys.stdlib_module_names:
                self.external.setdefault(top, set()).add(name)
        return True

    def _file(self, name: str) -> Path | None:
        path = self.root.joinpath(*name.split("."))
        found = (path / "__init__.py", path.with_suffix(".py"))
        return next((file for file in found if file.is_file()), None)

    def _is_own(self, top: str) -> bool:
        return (self.root / top).is_dir() or self._file(top) is not None

    def data_files(self) -> list[Path]:
        """Files beside the modules that are no modules, and whose name one of the modules writes out."""
        named: set[str] = set()
        for path in self.modules.values():
            nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            named.update(n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str))
        folders = {path.parent for path in self.modules.values()}
        beside = (file for folder in folders for file in folder.iterdir() if file.is_file() and file.suffix != ".py")
        return sorted(file for file in beside if file.name in named)


def closure(names: Iterable[str], root: Path = ROOT) -> Closure:
    """What these modules of the project import. Raises ValueError for a name that is no module of the project."""
    found = Closure(root)
    for name in names:
        if not found.add(name):
            raise ValueError(f"{root} has no module {name}")
    return found


def imported_names(tree: ast.AST) -> set[str]:
    """Full names of what a module imports; after ``from a import b`` both ``a`` and ``a.b``, which may be a module."""
    names: set[str] = set()
    pending: list[ast.AST] = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.level or node.module is None:
                raise ValueError(f"line {node.lineno}: relative imports are not read")
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            pending.extend(node.orelse)
        else:
            pending.extend(ast.iter_child_nodes(node))
    return names
