"""The page corpus: ``datasets/pages/<layout>/<number>.html``, and the same page as text in ``<number>.txt``.

In the HTML an attribute ``data-role`` gives the role of an element and of its descendants up to the next such
attribute; ``data-kind`` of the root gives the page's kind. A line of the text file is ``role TAB text``. A layout
corresponds to a site: pages are split by layout, never individually.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from classifier.page.copied_text import text_lines
from classifier.page.lines import Line, html_lines
from classifier.page.metadata import Metadata, read_metadata
from classifier.page.page_kind import KINDS
from classifier.page.roles import MODES, ROLES
from training.corpus.format import bundled_corpus

ROLE_ATTRIBUTE = "data-role"
KIND_ATTRIBUTE = "data-kind"


class LabelledPageError(ValueError):
    """A page of the corpus is invalid; the message gives the file and the problem."""


@dataclass(frozen=True)
class LabelledPage:
    """A page in one mode (HTML or text): its kind, its lines and their roles, and what it declares (HTML only)."""

    layout: str
    name: str
    mode: str
    lines: list[Line]
    roles: list[str]
    metadata: Metadata
    kind: str

    @property
    def titles(self) -> tuple[str, ...]:
        return self.metadata.titles


@dataclass(frozen=True)
class PageFile:
    """A page on disk."""

    path: Path

    @property
    def layout(self) -> str:
        return self.path.parent.name

    @property
    def name(self) -> str:
        return f"{self.layout}/{self.path.stem}"

    @cached_property
    def _tree(self) -> LexborHTMLParser:
        return LexborHTMLParser(self.path.read_text(encoding="utf-8"))

    @property
    def metadata(self) -> Metadata:
        return read_metadata(self._tree)

    def html(self) -> LabelledPage:
        """The page as HTML. Raises LabelledPageError for an unknown or missing role."""
        lines = html_lines(self._tree, ROLE_ATTRIBUTE)
        roles = [self._known(line.mark, line.text) for line in lines]
        return LabelledPage(self.layout, self.name, "html", lines, roles, self.metadata, self._kind(roles))

    def text(self) -> LabelledPage:
        """The page as text. Raises LabelledPageError for a line without a known role."""
        roles, texts = [], []
        for number, row in enumerate(self.path.with_suffix(".txt").read_text(encoding="utf-8").splitlines(), 1):
            role, tab, text = row.partition("\t")
            if not tab:
                raise LabelledPageError(f"{self.name}.txt line {number}: expected 'role TAB text'")
            found = text_lines(text)
            roles += [self._known(role, text)] * len(found)  # a row of links is a line for each
            texts += found
        return LabelledPage(self.layout, self.name, "text", texts, roles, Metadata(), self._kind(roles))

    def _kind(self, roles: Sequence[str]) -> str:
        """The page's kind as its root says; else an article where it has a headline or text, a list where not."""
        root = self._tree.css_first("html")
        kind = root.attributes.get(KIND_ATTRIBUTE) if root else None
        if kind is None:
            return "article" if {"headline", "body"} & set(roles) else "list"
        if kind not in KINDS:
            raise LabelledPageError(f"{self.name}: the kind {kind!r}: use one of {', '.join(KINDS)}")
        return kind

    def _known(self, role: str | None, text: str) -> str:
        if role not in ROLES:
            raise LabelledPageError(f"{self.name}: {text[:30]!r} has the role {role!r}: use one of {', '.join(ROLES)}")
        return role


def bundled_pages() -> Path:
    """The page corpus that ships with the package."""
    return bundled_corpus().parent / "pages"


def page_files(folder: Path | None = None) -> list[PageFile]:
    """All pages of a folder, in the order of their names. Raises LabelledPageError when there is none."""
    folder = folder or bundled_pages()
    found = [PageFile(path) for path in sorted(folder.glob("*/*.html"))]
    if not found:
        raise LabelledPageError(f"no page in {folder}: expected <layout>/<number>.html")
    return found


def read_pages(folder: Path | None = None, modes: Sequence[str] = MODES) -> list[LabelledPage]:
    """Every page in each mode. Raises LabelledPageError for an invalid page."""
    return [getattr(file, mode)() for file in page_files(folder) for mode in modes]


def check_pages(folder: Path | None = None) -> tuple[list[str], Counter[str]]:
    """Problems of the corpus, and its numbers of pages, layouts and lines by role."""
    faults: list[str] = []
    counts: Counter[str] = Counter()
    seen: dict[str, str] = {}
    files = page_files(folder)
    counts["pages"], counts["layouts"] = len(files), len({file.layout for file in files})
    for file in files:
        try:
            html, text = file.html(), file.text()
        except (LabelledPageError, OSError, UnicodeDecodeError) as error:
            faults.append(str(error))
            continue
        counts.update(f"{page.mode} {role}" for page in (html, text) for role in page.roles)
        for page in (html, text):
            if not {"headline", "body"} & set(page.roles):  # a list of teasers: no article
                continue
            for role in ("headline", "body"):
                if role not in page.roles:
                    faults.append(f"{file.name} ({page.mode}): no line with the role {role}")
        known = {line.text.replace(" ", "") for line in html.lines}
        whole = "".join(line.text for line in html.lines).replace(" ", "")
        for line, role in zip(text.lines, text.roles, strict=True):
            bare = line.text.replace(" ", "")
            if role in ("headline", "body") and bare not in known and bare not in whole:
                faults.append(f"{file.name}.txt: {role} line {line.text[:30]!r} is not in the HTML")
        for line, role in zip(html.lines, html.roles, strict=True):
            if role == "body" and len(line.text) > 30 and seen.setdefault(line.text, file.name) != file.name:
                faults.append(f"{file.name}: body line {line.text[:30]!r} is also in {seen[line.text]}")
    return faults, counts
