"""The table of targets: the aim, the measured value, and whether it reaches the aim."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_REACHES: dict[str, Callable[[float, float], bool]] = {">=": operator.ge, ">": operator.gt, "<=": operator.le}
_MOST_DIGITS = 6


@dataclass(frozen=True)
class Target:
    """A row. ``measured`` is None where it is not available. ``spread``: lowest and highest ratio within a round."""

    name: str
    relation: str  # one of >=, >, <=
    aim: float
    measured: float | None
    figures: str  # from which the value was computed
    unit: str = ""
    spread: tuple[float, float] | None = None

    @property
    def reached(self) -> bool | None:
        """Whether the unrounded value reaches the aim; None where there is no value."""
        return None if self.measured is None else _REACHES[self.relation](self.measured, self.aim)


def shown(target: Target) -> str:
    """The value, with enough digits for rounding not to move it to the other side of the aim."""
    if target.measured is None:
        return "-"
    digits = 1 if target.unit else 2 if target.measured >= 1 else 3
    text = f"{target.measured:.{digits}f}"
    while _REACHES[target.relation](float(text), target.aim) != target.reached and digits < _MOST_DIGITS:
        digits += 1
        text = f"{target.measured:.{digits}f}"
    return f"{text} {target.unit}".rstrip()


def ratio(
    name: str,
    relation: str,
    aim: float,
    ours: Sequence[float],
    theirs: Sequence[float],
    unit: str,
    best: Callable[[Sequence[float]], float],
) -> Target:
    """The ratio of our best round to their best one. Values are per round. Not measured where ``theirs`` is empty."""
    if not theirs:
        return Target(name, relation, aim, None, "not installed")
    rounds = [a / b for a, b in zip(ours, theirs, strict=True)]
    figures = f"{best(ours):,.0f} / {best(theirs):,.0f} {unit}"
    return Target(name, relation, aim, best(ours) / best(theirs), figures, spread=(min(rounds), max(rounds)))


def table(targets: Sequence[Target]) -> str:
    """The targets as a table."""
    lines = [f"{'target':<42}{'aim':>10}{'measured':>11}{'reached':>9}  {'from':<30}{'single rounds':>14}"]
    for target in targets:
        aim = f"{target.relation} {target.aim:g} {target.unit}".rstrip()
        reached = "-" if target.reached is None else "yes" if target.reached else "no"
        spread = "" if target.spread is None else f"{target.spread[0]:.3g}-{target.spread[1]:.3g}"
        row = f"{target.name:<42}{aim:>10}{shown(target):>11}{reached:>9}  {target.figures:<30}{spread:>14}"
        lines.append(row.rstrip())
    return "\n".join(lines)
