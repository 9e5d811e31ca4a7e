"""What the command says, found in the source: an extraction method for Babel.

Besides the literals in ``_("...")`` it finds text that is said without a mark, because the console translates it at its
border (``console.messages.templates``): strings of several words in errors, help and notices. An f-string is a template
whose fields are named after what stands in them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from fnmatch import fnmatch
from typing import IO, Any

# Of these packages all prose is for the user; of the other sources what is raised is, and what is given to _SAYING.
_ALL_SAID = (
    "console/*", "tabular/*", "archive/*", "api/keys.py", "api/storage/errors.py", "classifier/extras.py",
    "classifier/artifact.py", "training/corpus/*", "training/fitting/*",
)  # fmt: skip
SOURCES = (
    *_ALL_SAID, "classifier/*.py", "classifier/page/*.py", "training/real/*.py", "training/evaluation/evaluate.py",
    "training/evaluation/metrics.py", "api/settings.py", "api/storage/*.py",
)  # fmt: skip
# What only the API says stays English, and so do programs of the maintainers and values of a table.
SILENT = (
    "api/storage/store.py", "training/corpus/adopt.py", "training/corpus/vote_rows.py", "training/real/build.py",
    "training/real/joint.py", "classifier/headlines.py", "console/messages/",
)  # fmt: skip
_EXACT = ("_", "translated", "progress")  # a single word counts, too
_SAYING = (*_EXACT, "told", "_said", "require")
_WORD = re.compile(r"[A-Za-z]{2,}")
_OWN = re.compile(r"\n?clickbait(-zh| [a-z]+:) ")  # the name of the command in front of a message
_PASSING = ("join", "map", "sorted", "min", "str", "set")  # calls that give a form to what they are given
_FIELD = re.compile(r"\{[^{}]*\}")

Found = tuple[int, str | None, str, list[str]]


def said(
    file: IO[bytes], keywords: Collection[str], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[Found]:
    """Babel's extraction method: line, function, message and comments of each message. ``options`` has the ``path``."""
    everything = any(fnmatch(options["path"], pattern) for pattern in _ALL_SAID)
    for node, exact in _spoken(ast.parse(file.read()), everything):
        message = template(node)
        if message and not _OWN.match(message) and (exact or _is_prose(message)):
            yield node.lineno, None, message, []


def _is_prose(message: str) -> bool:
    return " " in message and len(_WORD.findall(_FIELD.sub("", message))) > 1


def template(node: ast.expr) -> str | None:
    """A literal, or an f-string with named fields; None for another expression."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if not isinstance(node, ast.JoinedStr):
        return None
    names: dict[str, str] = {}
    text = ""
    for part in node.values:
        if isinstance(part, ast.Constant):
            text += str(part.value)
        elif isinstance(part, ast.FormattedValue):
            written = ast.unparse(part.value)
            if written not in names:
                name = _name(part.value)
                names[written] = name if name not in names.values() else f"{name}{len(names) + 1}"
            text += "{" + names[written] + "}"
    return text


def _name(value: ast.expr) -> str:
    if isinstance(value, ast.Name):
        return value.id.strip("_").lower()
    if isinstance(value, ast.Attribute):
        return value.attr.strip("_").lower()
    if isinstance(value, ast.Subscript):
        return _name(value.value)
    if isinstance(value, ast.BinOp):
        return _name(value.left)
    if isinstance(value, ast.BoolOp):
        return _name(value.values[-1])
    if isinstance(value, ast.Call):
        called = _called(value).strip("_")
        return _name(value.args[-1]) if called in _PASSING and value.args else {"len": "count"}.get(called, called)
    return "value"


def _spoken(tree: ast.Module, everything: bool) -> Iterator[tuple[ast.expr, bool]]:
    """String expressions that a user reads, and whether they are given to a call that says so."""
    silent = {id(part) for node in ast.walk(tree) for part in _silent(node)}
    marked = {
        id(node)
        for call in ast.walk(tree)
        if _called(call) in _EXACT
        for node in call.args + [k.value for k in call.keywords]
    }
    within: Iterable[ast.AST] = [tree] if everything else [node for node in ast.walk(tree) if _speaks(node)]
    seen: set[int] = set()
    for root in within:
        for node in ast.walk(root):
            if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in silent | seen:
                seen.add(id(node))
                yield node, id(node) in marked


def _silent(node: ast.AST) -> Iterator[ast.AST]:
    """Docstrings, and the pieces of f-strings."""
    if isinstance(node, ast.Expr):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield from (part for part in node.values if isinstance(part, ast.Constant))
        for part in node.values:
            if isinstance(part, ast.FormattedValue) and part.format_spec:
                yield from ast.walk(part.format_spec)


def _called(node: ast.AST) -> str:
    """The name of the function that is called; empty for what is no call."""
    if not isinstance(node, ast.Call):
        return ""
    return node.func.id if isinstance(node.func, ast.Name) else str(getattr(node.func, "attr", ""))


def _speaks(node: ast.AST) -> bool:
    """Whether what is said here reaches the user: an error that is raised or made, or a call that says."""
    if isinstance(node, ast.keyword):
        return node.arg == "description"
    return isinstance(node, ast.Raise) or _called(node) in _SAYING or _called(node).endswith("Error")
