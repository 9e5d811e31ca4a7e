"""ES modules as one classic script: a page that is opened from a disk may not import any.

Each module becomes a function, after those that it imports from; what it exports is in a table by its file name. That
is all that modules of this project need. Anything else, such as a default export or a cycle, is an error, not a guess.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_IMPORT = re.compile(r'^import \{([^}]*)\} from "\.{1,2}/(?:[\w-]+/|\.\./)*([\w-]+\.js)";$', re.MULTILINE)
_PASSED_ON = re.compile(r'^export \{([^}]*)\} from "\.{1,2}/(?:[\w-]+/|\.\./)*([\w-]+\.js)";$', re.MULTILINE)
_DECLARED = re.compile(r"^export (?=(?:async function|function|class|const) (\w+))", re.MULTILINE)
_LEFT = re.compile(r"^(?:import|export)\b.*$|\bimport\.meta\b|\bimport\(", re.MULTILINE)


class ModuleError(ValueError):
    """A module that cannot become a part of one script; the message names it."""


def one_script(modules: Mapping[str, str], entry: str) -> str:
    """The script that does what importing ``entry`` does; ``modules`` are the sources by file name.

    Raises ModuleError for a module that is missing, imports itself by a detour, or uses other syntax of modules.
    """
    parts: list[str] = []
    _add(entry, modules, parts, done=set(), above=())
    return "\n".join(['"use strict";', "(() => {", "const modules = {};", *parts, "})();", ""])


def _add(name: str, modules: Mapping[str, str], parts: list[str], *, done: set[str], above: tuple[str, ...]) -> None:
    if name in done:
        return
    if name in above:
        raise ModuleError(f"{name} imports itself: {' > '.join((*above, name))}")
    if name not in modules:
        raise ModuleError(f"{above[-1] if above else 'the page'} imports {name}, which is not there")
    source = modules[name]
    for found in (*_IMPORT.finditer(source), *_PASSED_ON.finditer(source)):
        _add(found[2], modules, parts, done=done, above=(*above, name))
    done.add(name)
    parts.append(_function(name, source))


def _function(name: str, source: str) -> str:
    exports = {found[1]: found[1] for found in _DECLARED.finditer(source)}
    for found in _PASSED_ON.finditer(source):
        for inner, outer in _names(found[1]):
            exports[outer] = f'modules["{found[2]}"].{inner}'
    body = _PASSED_ON.sub("", _IMPORT.sub(_taken, source))
    body = _DECLARED.sub("", body)
    if left := _LEFT.search(body):
        raise ModuleError(f"{name} has what one script cannot: {left[0]}")
    table = ", ".join(outer if outer == inner else f"{outer}: {inner}" for outer, inner in exports.items())
    return f'(() => {{ // {name}\n{body.strip()}\nmodules["{name}"] = {{ {table} }};\n}})();'


def _taken(found: re.Match[str]) -> str:
    names = ", ".join(inner if inner == outer else f"{inner}: {outer}" for inner, outer in _names(found[1]))
    return f'const {{ {names} }} = modules["{found[2]}"];'


def _names(listed: str) -> list[tuple[str, str]]:
    """Pairs of a name and the name that it gets, of what stands in braces."""
    pairs = [part.strip().partition(" as ") for part in listed.split(",") if part.strip()]
    return [(inner, outer or inner) for inner, _, outer in pairs]
