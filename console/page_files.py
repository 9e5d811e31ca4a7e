"""The pages that names and folders on the command line refer to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tqdm import tqdm

from console.cli import UsageError
from console.messages import _

SUFFIXES = frozenset((".html", ".htm", ".xhtml", ".shtml", ".mhtml", ".mht", ".txt", ".md"))
_PARTS = ("_files", ".files", "_archivos", "_fichiers")  # folders in which browsers save the parts of a page


@dataclass
class PageFiles:
    """Files in their order, how many of which kind a folder holds besides, and whether there may be several."""

    paths: list[Path] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    several: bool = False

    def skipped_text(self) -> str:
        """The kinds of files that were left out, the most frequent first."""
        return ", ".join(f"{count} {kind}" for kind, count in self.skipped.most_common(8))

    def progress(self) -> Iterator[Path]:
        """The paths, with a bar on a terminal where there are several."""
        yield from tqdm(self.paths, unit=_("page"), leave=False, disable=None if len(self.paths) > 1 else True)


def find_pages(names: Sequence[str]) -> PageFiles:
    """The pages of files and folders. Raises UsageError for a folder without any, and for a name that is not there."""
    found = PageFiles(several=len(names) > 1)
    for name in names:
        path = Path(name)
        if name == "-" or path.is_file():
            found.paths.append(path)
        elif path.is_dir():
            found.several = True
            _search(path, found)
        else:
            found.paths.append(path)  # to say why it cannot be read
    if not found.paths:
        raise UsageError(f"no page in {', '.join(names)}: expected {' '.join(sorted(SUFFIXES))}")
    if [str(path) for path in found.paths].count("-") > 1:
        raise UsageError("standard input can be read once: give '-' once")
    return found


def _search(folder: Path, found: PageFiles) -> None:
    for path in sorted(folder.rglob("*")):
        if path.is_dir() or any(part.endswith(_PARTS) for part in path.relative_to(folder).parts[:-1]):
            continue
        if path.suffix.lower() in SUFFIXES:
            found.paths.append(path)
        else:
            found.skipped[path.suffix.lower() or _("without a suffix")] += 1
