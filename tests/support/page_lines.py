"""Lines of a page with their roles, made by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from classifier.page.roles import ROLES
from classifier.text.batch import Floats


def numbers(letters: str) -> NDArray[np.int64]:
    """Role numbers from the roles' first letters, as in ``hbbrx`` (x: boilerplate)."""
    return np.array(["hbrx".index(letter) for letter in letters], np.int64)


def letters(roles: NDArray[np.int64]) -> str:
    return "".join("hbrx"[number] for number in roles.tolist())


def probabilities(roles: str, sure: float | Sequence[float] = 0.9) -> Floats:
    """Shape (n, 4): each line its role with the probability ``sure``, the rest equally."""
    chances = np.broadcast_to(np.asarray(sure, float), (len(roles),))
    found = np.repeat(((1 - chances) / (len(ROLES) - 1))[:, None], len(ROLES), axis=1)
    found[np.arange(len(roles)), numbers(roles)] = chances
    return found
