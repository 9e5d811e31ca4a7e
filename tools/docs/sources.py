"""Puts the sources of the site together: pages and pictures of each language, and what is generated from the code.

A page holds ``<!-- generate NAME -->`` where a generated part goes (``GENERATORS``). Links between pages stay; links to
other files of the repository lead to its address; diagrams are part of the page, so that they follow its colours.
"""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path

from tools.docs.artefact import artefact
from tools.docs.commands import commands
from tools.docs.docstrings import docstring
from tools.docs.http import http
from tools.docs.languages import DOCS, LANGUAGES, Language, folder, pages
from tools.docs.playground import export, playground
from tools.docs.settings import settings
from tools.imports import ROOT

GENERATORS: dict[str, Callable[[Language], str]] = {
    "commands": commands,
    "http": http,
    "settings": settings,
    "artefact": lambda language: artefact(language, ROOT / "model"),
    "playground": playground,
    "corpus": lambda language: docstring("training.corpus.format"),
}
_MARKER = re.compile(r"<!-- generate ([a-z]+) -->")
_COG = re.compile(r"<!-- \[\[\[(?:cog.*?\]\]\]|end\]\]\]) -->\n?", re.DOTALL)
_NOT_RUN = re.compile(r"^ *<!-- not run: [^>]* -->\n", re.MULTILINE)
_DIAGRAM = re.compile(r"!\[[^\]]*\]\((?:\.\./)?(diagram-[a-z]+\.svg)\)")
_LINK = re.compile(r"(\]\()([^)\s#]+)([^)]*\))")
_FENCED = re.compile(r"(^```.*?^```$)", re.DOTALL | re.MULTILINE)


def repository() -> str:
    """The address of the repository."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["urls"]["Homepage"])


def assemble(target: Path) -> None:
    """Write the sources of the site into a folder, in a folder for each language; what was there goes."""
    shutil.rmtree(target, ignore_errors=True)
    for language in LANGUAGES:
        written = target / language
        written.mkdir(parents=True)
        for source in (DOCS, folder(language)):  # a language's own picture stands before the common one
            for picture in (*source.glob("*.png"), *source.glob("*.svg")):
                shutil.copy(picture, written)
        for page in pages(language):
            (written / page.name).write_text(site_page(page, language), encoding="utf-8")
    shutil.copytree(DOCS / "assets", target / "assets")
    export(target / "assets" / "playground")


def site_page(page: Path, language: Language) -> str:
    """The text of a page as the site's generator reads it. Raises KeyError for a marker of an unknown name."""
    text = _NOT_RUN.sub("", _COG.sub("", page.read_text(encoding="utf-8")))
    text = _DIAGRAM.sub(lambda m: _framed(folder(language) / m[1]), text)
    parts = _FENCED.split(text)
    parts[::2] = [_LINK.sub(lambda m: m[1] + _target(page, m[2], language) + m[3], part) for part in parts[::2]]
    return _MARKER.sub(lambda m: GENERATORS[m[1]](language), "".join(parts))


def _framed(diagram: Path) -> str:
    picture = diagram.read_text(encoding="utf-8").strip()
    return f'\n<div class="diagram-frame" tabindex="0">\n{picture}\n</div>\n'


def _target(page: Path, link: str, language: Language) -> str:
    if ":" in link:
        return link
    path = (page.parent / link).resolve()
    if (
        path.parent in (DOCS, folder(language))
        and (folder(language) / path.name).exists()
        or path.suffix in (".png", ".svg")
    ):
        return path.name
    kind = "tree" if path.is_dir() else "blob"
    return f"{repository()}/{kind}/main/{path.relative_to(ROOT).as_posix()}"
