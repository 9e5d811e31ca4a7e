"""What the model answers: the one place where an answer is declared.

A *head* is a linear model over some of the feature groups with a link function. Everything else derives from these
declarations: the columns of a corpus, what both trainers fit, the arrays of the artefact, the fields of a
``Prediction``, the API's schemas, the columns of a scored archive. A trained model carries the declarations of its own
heads in its manifest, so an artefact answers what it was trained to answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from classifier.prediction import LABELS, TOPICS

SIGMOID, SOFTMAX = "sigmoid", "softmax"
GROUPS = ("word", "char", "style")  # the feature groups
KINDS = ("withheld", "sensational", "push")  # of bait; each is a head, taught by grades 0-3
FAMILY, LEADING = "kinds", "kind"  # their field in an answer, and the field with the leading one
PRIMARY = "bait"  # the head whose probability is the score, and whose logit the signals add up to


@dataclass(frozen=True)
class Head:
    """One answer.

    ``link`` is ``sigmoid`` (two classes, the second one positive; taught by grades 0-3) or ``softmax`` (one of the
    classes; taught by their names). ``column`` is the corpus column that teaches it; ``probability`` is the field of
    the answer that holds P(second class) or P(class), ``choice`` the field with the name of the class, if there is one.
    ``archived`` names the fields that ``clickbait score`` adds to a table (default: all). A ``calibrated`` head
    passes through Platt scaling. Heads of one ``family`` answer together, under that name: the probabilities of the
    kinds of bait. ``expected`` is the field with the expected grade 0-3 of a graded head.
    """

    name: str
    classes: tuple[str, ...]
    link: str
    column: str
    probability: str
    choice: str | None = None
    groups: tuple[str, ...] = GROUPS
    calibrated: bool = False
    archived: tuple[str, ...] | None = None
    family: str | None = None
    expected: str | None = None

    @property
    def outputs(self) -> int:
        """Columns of its weights: one for a sigmoid, one a class for a softmax."""
        return 1 if self.link == SIGMOID else len(self.classes)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of the answer."""
        return (self.choice, self.probability) if self.choice else (self.probability,)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for the manifest."""
        return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(self).items()}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Head:
        """The head that ``to_dict`` described. Raises KeyError or TypeError for other values."""
        found: dict[str, Any] = {key: values[key] for key in cls.__dataclass_fields__}
        found = {key: tuple(value) if isinstance(value, list) else value for key, value in found.items()}
        return cls(**found)


HEADS: tuple[Head, ...] = (
    Head(
        PRIMARY, LABELS, SIGMOID, "grade", probability="score", choice="label", calibrated=True,
        archived=("label", "score", "grade"), expected="grade",
    ),
    *(Head(kind, ("no", "yes"), SIGMOID, kind, probability=kind, calibrated=True, family=FAMILY) for kind in KINDS),
    Head(
        "topic", TOPICS, SOFTMAX, "topic", probability="topic_score", choice="topic", groups=("word", "char"),
        archived=("topic",),
    ),
)  # fmt: skip


def secondary(heads: Iterable[Head]) -> list[Head]:
    """The heads besides the primary one."""
    return [head for head in heads if head.name != PRIMARY]


def archived_fields(heads: Iterable[Head]) -> tuple[str, ...]:
    """The fields that a scored table gets, in the order of the heads."""
    found: list[str] = []
    for head in heads:
        if head.family == FAMILY and LEADING not in found:
            found.append(LEADING)
        found += head.fields if head.archived is None else head.archived
    return tuple(found)


def nested_fields(heads: Iterable[Head]) -> tuple[str, ...]:
    """The members of a JSON answer besides label and score, where the kinds are one member: grade, kind, kinds, ..."""
    known = list(heads)
    expected = [head.expected for head in known if head.expected]
    families = [LEADING, FAMILY] if kinds_of(known) else []
    return (*expected, *families, *archived_fields(head for head in secondary(known) if not head.family))


def text_fields(heads: Iterable[Head]) -> set[str]:
    """The fields that hold a name; the others hold a number."""
    return {LEADING, *(head.choice for head in heads if head.choice)}


def kinds_of(heads: Iterable[Head]) -> tuple[str, ...]:
    """The names of the kinds of bait that these heads tell apart."""
    return tuple(head.probability for head in heads if head.family == FAMILY)
