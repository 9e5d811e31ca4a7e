"""The headlines in files and on standard input, for ``clickbait predict``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from classifier.text.visible import is_visible
from console.cli import UsageError
from console.messages import _
from console.predict_arguments import checked, is_file
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
    as ``checked``.
    """
    if list(arguments) == [STANDARD]:
        return _lines(options)
    found: list[str] = []
    for number, argument in enumerate(arguments, 1):
        if not is_file(argument):
            found.append(checked(number, argument))
            continue
        kept = list(each_headline(Path(argument), options))
        if not kept:
            raise UsageError(f"{argument} holds no headline")
        found += kept
    return found


def _lines(options: TableOptions) -> list[str]:
    """One headline a line of standard input, or the column of a table where one is asked for."""
    path = standard_input(None if options.column or options.delimiter else "txt")
    kept = list(each_headline(path, options)) if options.column or options.delimiter else _visible(path, options)
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
                told = f"is {error}: name the encoding with --encoding"
                what = told if str(error).startswith("not ") else f"cannot be read: {error}"
                raise UsageError(f"line {record.line} of standard input {what}") from None
            yield record.line, text.rstrip("\r")


def _visible(path: Path, options: TableOptions) -> list[str]:
    """The lines that show anything; the others are counted on stderr, with their numbers."""
    kept, blank, written = [], [], False
    for number, text in _numbered(path, options):
        if is_visible(text):
            kept.append(text)
        else:
            blank.append(number)
            written = written or bool(text.strip())
    if written and not kept:
        raise UsageError("standard input has no visible character in any line")
    if blank and kept:
        shown = ", ".join(map(str, blank[:_SHOWN])) + (", ..." if len(blank) > _SHOWN else "")
        notice = _("{count} blank lines left out of standard input ({lines})").format(count=len(blank), lines=shown)
        sys.stderr.write(f"clickbait predict: {notice}\n")
    return kept
