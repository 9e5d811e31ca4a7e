"""The classifier: a linear model on the three feature groups, in numpy alone."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from classifier.artifact import Artifact, ModelError, default_model_path, load_artifact
from classifier.headline.signals import signals_of
from classifier.headline.style import NAMES, style_counts, style_hits
from classifier.prediction import CLICKBAIT, SUBSTANTIVE, HeadlineError, Prediction
from classifier.text.batch import Batch, Floats, read_batch
from classifier.text.character_classes import HAN
from classifier.text.tokenizer import Tokenizer, tokenizer
from classifier.text.vocabulary import GROUPS, Reading, Vocabulary

if TYPE_CHECKING:
    from classifier.page.roles import RoleModel

RETAINED = 24 << 20  # bytes; the largest array of a chunk is below
CHUNK = 2048  # headlines scored at once: their arrays stay in the processor's cache


def sigmoid(value: Floats) -> Floats:
    """1 / (1 + exp(-value)) without overflow."""
    return np.asarray(0.5 * np.tanh(0.5 * value) + 0.5)


class Classifier:
    """A loaded model. Safe to share between threads: prediction only reads."""

    def __init__(self, artifact: Artifact, engine: Tokenizer | None = None) -> None:
        """Raises ModelError when the arrays do not fit together."""
        _keep_freed_memory()
        self.manifest = artifact.manifest
        self.tokenizer = engine or tokenizer()
        self._roles: dict[str, RoleModel] = {}
        self._role_arrays = {name: array for name, array in artifact.arrays.items() if name.startswith("role_")}
        arrays = artifact.arrays
        try:
            self.threshold = float(self.manifest["threshold"])
            self._margin = float(self.manifest["uncertain_margin"])
            self._intercept = float(self.manifest["intercept"])
            self._slope = float(self.manifest["calibration"]["slope"])
            self._offset = float(self.manifest["calibration"]["intercept"])
            self.topics: list[str] = list(self.manifest["topics"])
            groups = list(self.manifest["groups"])
            if unknown := set(groups) - set(GROUPS):
                raise KeyError(*unknown)
            self._vocabulary = Vocabulary(groups, arrays, len(self.topics))
            self._style = arrays["style_weight"].astype(np.float64) if "style" in groups else None
            self._topic_intercept = arrays["topic_intercept"].astype(np.float64)
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(f"the model is incomplete ({error}): run 'clickbait train' to make a new one") from None
        if self._style is not None and len(self._style) != len(NAMES):
            raise ModelError("the model has other style features than this version: run 'clickbait train'")

    @property
    def name(self) -> str:
        return str(self.manifest.get("name", "clickbait-zh"))

    @property
    def version(self) -> str:
        """First 12 characters of a digest over corpus, settings and weights."""
        return str(self.manifest.get("version", "unknown"))

    def roles(self, mode: str) -> RoleModel:
        """The model of the roles of a page's lines, for ``html`` or ``text``. Raises ModelError when it has none."""
        if mode in self._roles:
            return self._roles[mode]
        from classifier.page.roles import RoleModel  # headlines alone need no parser of pages

        prefix = f"role_{mode}_"
        own = {name.removeprefix(prefix): a for name, a in self._role_arrays.items() if name.startswith(prefix)}
        try:
            self._roles[mode] = RoleModel(mode, own, self.manifest["roles"][mode]["facts"])
        except (KeyError, TypeError, ValueError, IndexError):
            raise ModelError(
                "the model knows no roles of page blocks: run 'clickbait train' to make a new one"
            ) from None
        return self._roles[mode]

    def scores(self, headlines: Sequence[str]) -> Floats:
        """Calibrated P(clickbait) of each headline, shape (len(headlines),)."""
        return self.calibrate(self.logits(headlines))

    def logits(self, headlines: Sequence[str]) -> Floats:
        """The linear model's value before calibration, shape (len(headlines),)."""
        parts = [self._logits(self._read(part)) for part in _chunks(headlines)]
        return np.concatenate(parts) if parts else np.empty(0)

    def calibrate(self, logits: Floats) -> Floats:
        """Platt scaling of the logit."""
        return sigmoid(self._slope * logits + self._offset)

    def predict(
        self, headlines: Sequence[str], *, explain: bool = False, threshold: float | None = None
    ) -> list[Prediction]:
        """Label, score and topic of each headline, in order; with ``explain`` the exact signals too.

        Raises TypeError for something else than strings, HeadlineError when headlines have no visible character,
        ValueError for a threshold outside 0-1.
        """
        cut = self.threshold if threshold is None else threshold
        if not 0 <= cut <= 1:
            raise ValueError(f"threshold {cut} is not between 0 and 1")
        if isinstance(headlines, str):
            raise TypeError("predict takes a list of headlines, not one string")
        if set(map(type, headlines)) - {str}:
            for number, headline in enumerate(headlines):
                if not isinstance(headline, str):
                    raise TypeError(f"headline {number} is {type(headline).__name__}, not str")
        answers: list[Prediction] = []
        empty: list[int] = []
        for number, part in enumerate(_chunks(headlines)):
            reading = self._read(part)
            if "\n\n" in reading.batch.text:
                empty += (np.flatnonzero(np.diff(reading.batch.feeds) == 1) + number * CHUNK).tolist()
            if not empty:
                answers += self._answer(reading, part, cut, explain)
        if empty:
            raise HeadlineError(headlines, empty)
        return answers

    def _read(self, headlines: Sequence[str]) -> Reading:
        batch = read_batch(headlines, self.tokenizer)
        terms = self._vocabulary.occurrences(batch)
        hits = None if self._style is None else style_hits(batch, terms.words)
        return Reading(batch, terms, self._vocabulary.norms(terms, batch.count), hits)

    def _logits(self, reading: Reading) -> Floats:
        total = self._vocabulary.logits(reading.terms, reading.norms)
        if self._style is not None and reading.hits:
            total += style_counts(reading.hits, len(total)).astype(np.float64).dot(self._style)
        total += self._intercept
        return total

    def _topics(self, reading: Reading) -> Floats:
        total = self._vocabulary.topic_scores(reading.terms, reading.norms)
        total += self._topic_intercept
        total -= total.max(axis=1, keepdims=True)
        odds = np.exp(total, out=total)
        odds /= odds.sum(axis=1, keepdims=True)
        return odds

    def _answer(self, reading: Reading, headlines: Sequence[str], cut: float, explain: bool) -> list[Prediction]:
        logits = self._logits(reading)
        scores = self.calibrate(logits)
        topics = self._topics(reading)
        best = topics.argmax(axis=1)
        uncertain = self._unsure(logits, cut) | ~_chinese(reading.batch)
        style = np.zeros(len(NAMES)) if self._style is None else self._style
        return list(
            map(
                Prediction,
                headlines,
                [CLICKBAIT if bait else SUBSTANTIVE for bait in (scores >= cut).tolist()],
                scores.tolist(),
                uncertain.tolist(),
                map(self.topics.__getitem__, best.tolist()),
                topics.max(axis=1).tolist(),
                logits.tolist(),
                repeat(self._intercept),
                signals_of(headlines, reading, self._vocabulary, style) if explain else repeat(()),
            )
        )

    def _unsure(self, logits: Floats, cut: float) -> NDArray[np.bool_]:
        # The logit of the threshold; 0 and 1 have none.
        middle = math.log(cut / (1 - cut)) if 0 < cut < 1 else math.copysign(math.inf, cut - 0.5)
        return np.asarray(np.abs(self._slope * logits + (self._offset - middle)) < self._margin)


def _keep_freed_memory() -> None:
    """Have the C library keep what a chunk frees for the next one.

    glibc gives large blocks back to the system when they are freed, and every chunk would fault its pages in again (a
    fifth of the time of ``predict``). It stops doing so for blocks up to the largest one that was ever freed, 32 MiB
    at most (mallopt(3), M_MMAP_THRESHOLD); this one is never written to, so it costs nothing. Elsewhere: no effect.
    """
    np.empty(RETAINED, np.uint8)


def _chunks(headlines: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(headlines), CHUNK):
        yield headlines[first : first + CHUNK]


def _chinese(batch: Batch) -> NDArray[np.bool_]:
    """Which headlines hold a Han character; the others are foreign to the model."""
    present = np.bitwise_or.reduceat(batch.kind, batch.feeds[:-1])
    return np.asarray(present & HAN > 0)


def load(path: str | Path | None = None, *, engine: str | None = None) -> Classifier:
    """Load a model folder (default: ``default_model_path()``); ``engine`` is ``rjieba`` or ``jieba``.

    Raises ModelError, whose message says what to do.
    """
    return Classifier(load_artifact(Path(path) if path else default_model_path()), tokenizer(engine))
