"""What ``clickbait predict`` is given: headlines, files of them, or standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from classifier.text.normalize import normalize_lines
from console.cli import UsageError
from tabular.dialect import Dialect
from tabular.errors import RecordError
from tabular.files import STANDARD, standard_input
from tabular.headlines import each_headline
from tabular.options import TableOptions
from tabular.records import decoded, lines_of, records_of, without_bom
from tabular.streams import open_text, text_file

_SHOWN = 10  # numbers of lines in a message


def headlines_of(arguments: Sequence[str], options: TableOptions) -> list[str]:
    """The headlines; those with nothing visible among lines are left out and told.

    An argument that is the name of a file stands for the headlines in it. Raises UsageError where there are none, or
    one of the arguments is no headline.
    """
    if list(arguments) == [STANDARD]:
        return _lines(options)
    found: list[str] = []
    for number, argument in enumerate(arguments, 1):
        if len(argument) < 4096 and os.path.isfile(argument):
            kept = _visible(argument, enumerate(each_headline(Path(argument), options), 1), "headline")
            if not kept:
                raise UsageError(f"{argument} holds no headline")
            found += kept
            continue
        try:
            argument.encode("utf-8")
        except UnicodeEncodeError:
            raise UsageError(f"headline {number} is not valid UTF-8") from None
        if not normalize_lines([argument]):
            raise UsageError(f"headline {number} ({argument[:20]!r}) has no visible character")
        found.append(argument)
    return found


def _lines(options: TableOptions) -> list[str]:
    """One headline a line of standard input, or the column of a table where one is asked for."""
    path = standard_input(None if options.column or options.delimiter else "txt")
    if options.column or options.delimiter:
        numbered: Iterable[tuple[int, str]] = enumerate(each_headline(path, options), 1)
    else:
        numbered = _numbered(path, options)
    kept = _visible("standard input", numbered, "line")
    if not kept:
        raise UsageError("no headline on standard input: give one a line")
    return kept


def _numbered(path: Path, options: TableOptions) -> Iterable[tuple[int, str]]:
    file = text_file(path, "txt", options.encoding)
    with open_text(file)[0] as stream:
        for record in records_of(Dialect("txt"), lines_of(stream)):
            try:
                text = decoded(without_bom(record.raw) if record.line == 1 else record.raw, file.encoding)
            except RecordError as error:
                raise UsageError(
                    f"line {record.line} of standard input is {error}: name the encoding with --encoding"
                ) from None
            yield record.line, text.rstrip("\r")


def _visible(source: str, numbered: Iterable[tuple[int, str]], what: str) -> list[str]:
    """The headlines that show anything; the others are counted on stderr, with their numbers."""
    given = list(numbered)
    normal = normalize_lines([text for _, text in given]).split("\n") if given else []
    if not any(normal) and any(text.strip() for _, text in given):
        raise UsageError(f"{source} has no visible character in any {what}")
    blank = [number for (number, _), text in zip(given, normal, strict=True) if not text]
    if blank and len(blank) < len(given):
        shown = ", ".join(map(str, blank[:_SHOWN])) + (", ..." if len(blank) > _SHOWN else "")
        sys.stderr.write(f"clickbait predict: {len(blank)} blank {what}s left out of {source} ({shown})\n")
    return [headline for (_, headline), text in zip(given, normal, strict=True) if text]
