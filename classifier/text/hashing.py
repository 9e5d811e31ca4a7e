"""64-bit hashes of spans of text: polynomials over the code points, for every span from one running sum.

The hash of characters c_0 ... c_n-1 is the sum of mix(c_j) * BASE**(n-1-j) modulo 2**64. With the running sums of
mix(c_j) / BASE**(j+1) (the base is odd, so it has an inverse) the hash of any span is one subtraction and one product.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.text.normalize import codes_of
from classifier.text.terms import SIZES

Hashes = NDArray[np.uint64]

_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 2**64)
# Operands of the hot path are arrays of no dimension: numpy takes them twice as fast as its own or Python's scalars.
_PAIR = np.array(0xC2B2AE3D27D4EB4F, np.uint64)
_ONE = np.array(1, np.uint64)
_LAST = 0xFFFF
# The same characters as an n-gram, as a token and as a phrase are three keys of one table: added to the hashes.
SALTS = {
    "char": np.array(0, np.uint64),
    "word": np.array(0xD6E8FEB86659FD93, np.uint64),
    "phrase": np.array(0xA5A3564E27F8865B, np.uint64),
}


@cache
def _power_tables(bits: int) -> tuple[Hashes, Hashes]:
    """BASE**0, BASE**1, ... and the same of its inverse, 2**bits of each."""
    factors = np.full((2, 1 << bits), [[_BASE], [_INVERSE]], np.uint64)
    factors[:, 0] = 1
    power, inverse = np.cumprod(factors, axis=1, dtype=np.uint64)
    return power, inverse


def _mix(codes: NDArray[Any]) -> Hashes:
    """A random-looking 64-bit number for each code point (splitmix64, Steele et al. 2014)."""
    z = (codes.astype(np.uint64) + np.uint64(1)) * np.uint64(_BASE)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@cache
def _mix_table() -> Hashes:
    return _mix(np.arange(_LAST + 1))


def mix(codes: NDArray[np.uint32], above: bool) -> Hashes:
    """A random-looking 64-bit number for each code point; ``above`` when there may be some above 0xFFFF."""
    mixed = _mix_table().take(codes, mode="clip")
    if above:
        rest = (codes > _LAST).nonzero()[0]
        mixed[rest] = _mix(codes[rest])
    return mixed


def running_sums(mixed: Hashes) -> tuple[Hashes, Hashes]:
    """Sums of mix(c_j) / BASE**(j+1) before each position, and the powers that turn them into hashes.

    Both are longer than that by the longest n-gram, so that ``windows`` may look over the end.
    """
    size = len(mixed)
    power, inverse = _power_tables(max(10, (size + len(SIZES)).bit_length()))
    sums = np.zeros(size + len(SIZES), np.uint64)
    np.multiply(mixed, inverse[1 : size + 1], out=sums[1 : size + 1])
    inner = sums[1:]
    inner.cumsum(out=inner)
    return sums, power


def windows(values: Hashes, size: int) -> Hashes:
    """A view of shape (len(SIZES), size): row n - 1 holds what stands n places on."""
    step = values.itemsize
    return np.ndarray((len(SIZES), size), np.uint64, values, step, (step, step))


def pair_hash(first: Hashes, second: Hashes) -> Hashes:
    """Hash of a pair of tokens from the hashes of the two."""
    result: Hashes = first * _PAIR
    result += second
    result += _ONE
    return result


def hash_terms(terms: Sequence[str]) -> Hashes:
    """Hash of each term; shape (len(terms),). Equal to ``Batch.spans`` of the same characters."""
    end = np.cumsum([0, *map(len, terms)])
    sums, power = running_sums(mix(codes_of("".join(terms)), above=True))
    return np.asarray(power[end[1:]] * (sums[end[1:]] - sums[end[:-1]]))
