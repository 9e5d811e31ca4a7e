"""Translation at the border of the command, of text that is English where it arises and has its values in it already.

Errors of the layers below, of argparse and of pydantic, and the help of options, arrive as finished text. The catalogue
holds their templates ("no model at {folder}: ..."): the one that fits the text gives the values back, and the
translation takes them. So no layer knows of locales, and text that comes out of a worker process or that quotes another
error is translated too.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from console.messages.catalogue import Catalogue, catalogue_of
from console.messages.language import language

FIELD = re.compile(r"\{(\w+)[^{}]*\}")  # of a template; what stands behind the name says how a value is shown
_WORD = re.compile("[A-Za-z]{2}")
# Fields in which a message stands, and such in which names are joined.
_SAYING = frozenset(
    "closest default difference elsewhere error fact fault fix forms hint json_type known leak listed message names "
    "only place reason remedy short strerror told user what where why".split()
)
_LISTS = frozenset(("found", "kinds", "missing"))
_JOINTS = {": ": "：", "; ": "；"}  # between messages that were put together
_ANYTHING, _NO_JOINT = ".*?", "(?:(?!: ).)*?"


class Template(NamedTuple):
    """A message with fields, and its translation."""

    message: str
    translation: str

    @property
    def literals(self) -> list[str]:
        """The text around the fields."""
        return FIELD.split(self.message)[::2]

    def values(self, text: str, *, whole: bool) -> dict[str, str] | None:
        """The values of the fields, if the text is of this template. ``whole``: no field holds the place that an error
        was found at, and the error too.
        """
        if not all(part in text for part in self.literals):
            return None
        pattern, known = "", set[str]()
        for place, part in enumerate(FIELD.split(self.message)):
            if place % 2 == 0:
                pattern += re.escape(part)
            elif part in known:
                pattern += f"(?P={part})"
            else:
                known.add(part)
                pattern += f"(?P<{part}>{_NO_JOINT if whole and not _says(part) else _ANYTHING})"
        found = re.fullmatch(pattern, text, re.DOTALL)
        return found.groupdict() if found else None

    def filled(self, values: dict[str, str]) -> str:
        """The translation with these values."""
        return FIELD.sub(lambda field: values[field[1]], self.translation)


def translated(text: str) -> str:
    """The text in the reader's language; as it is where no template fits."""
    catalogue = catalogue_of(language())
    return _translated(text, catalogue) if catalogue else text


def _translated(text: str, catalogue: Catalogue) -> str:
    if text in catalogue.messages:
        return catalogue.messages[text]
    fault, joint, remedy = text.rpartition("; ")
    if joint and remedy in catalogue.messages:  # a remedy behind any other message
        return _translated(fault, catalogue) + _JOINTS[joint] + catalogue.messages[remedy]
    return (
        _filled(text, catalogue, whole=True)
        or _joined(text, catalogue)
        or _filled(text, catalogue, whole=False)
        or text
    )


def _filled(text: str, catalogue: Catalogue, *, whole: bool) -> str | None:
    """The translation of the template that fits; of several, the one that says most of the text itself."""
    for template in _templates(catalogue):
        if (values := template.values(text, whole=whole)) is not None:
            return template.filled({name: _value(name, value, catalogue) for name, value in values.items()})
    return None


def _value(name: str, value: str, catalogue: Catalogue) -> str:
    """What stands in a field. A path or a cell is the user's own, and a single word is a label: they stay."""
    if name in _LISTS:
        return value.replace(" and ", "、")
    return _translated(value, catalogue) if _says(name) and " " in value else value


def _says(name: str) -> bool:
    """Whether a message stands in a field."""
    return name.rstrip("23456789") in _SAYING


def _joined(text: str, catalogue: Catalogue) -> str | None:
    """The translations of messages that were put together, if the last of them has one."""
    for joint, mark in _JOINTS.items():
        first, found, rest = text.partition(joint)
        if found and (said := _translated(rest, catalogue)) != rest:
            return _translated(first, catalogue) + mark + said
    return None


@cache
def _templates(catalogue: Catalogue) -> list[Template]:
    found = [
        Template(message, said) for message, said in catalogue.messages.items() if _WORD.search(FIELD.sub("", message))
    ]
    return sorted(found, key=lambda template: -sum(map(len, template.literals)))
