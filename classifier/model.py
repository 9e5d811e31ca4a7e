"""The classifier: a linear model on the three feature groups, in numpy alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from classifier.artifact import Artifact, ModelError, default_model_path, load_artifact
from classifier.features import Floats, Occurrences, StyleGroup, TfidfGroup
from classifier.normalize import align
from classifier.prediction import CLICKBAIT, SUBSTANTIVE, HeadlineError, Prediction, Signal
from classifier.style import NAMES
from classifier.text import LINE_FEED, Batch, read_batch
from classifier.tokenizer import Tokenizer, tokenizer

CHUNK = 2048  # headlines scored at once: their arrays stay in the processor's cache
Group = TfidfGroup | StyleGroup


def sigmoid(value: Floats) -> Floats:
    """1 / (1 + exp(-value)) without overflow."""
    return np.exp(-np.logaddexp(0.0, -value))


class Classifier:
    """A loaded model. Safe to share between threads: prediction only reads."""

    def __init__(self, artifact: Artifact, engine: Tokenizer | None = None) -> None:
        """Raises ModelError when the arrays do not fit together."""
        self.manifest = artifact.manifest
        self._tokenizer = engine or tokenizer()
        arrays = artifact.arrays
        try:
            self.threshold = float(self.manifest["threshold"])
            self._margin = float(self.manifest["uncertain_margin"])
            self._intercept = float(self.manifest["intercept"])
            self._slope = float(self.manifest["calibration"]["slope"])
            self._offset = float(self.manifest["calibration"]["intercept"])
            self.topics: list[str] = list(self.manifest["topics"])
            self._groups: list[Group] = []
            for name in self.manifest["groups"]:
                own = {key.removeprefix(f"{name}_"): a for key, a in arrays.items() if key.startswith(f"{name}_")}
                self._groups.append(StyleGroup(own["weight"]) if name == "style" else TfidfGroup(name, own))
            self._topic_intercept = arrays["topic_intercept"].astype(np.float64)
            style_size = next((len(g.weight) for g in self._groups if isinstance(g, StyleGroup)), len(NAMES))
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(f"the model is incomplete ({error}): run 'clickbait train' to make a new one") from None
        if style_size != len(NAMES):
            raise ModelError("the model has other style features than this version: run 'clickbait train'")

    @property
    def name(self) -> str:
        return str(self.manifest.get("name", "clickbait-zh"))

    @property
    def version(self) -> str:
        """First 12 characters of a digest over corpus, settings and weights."""
        return str(self.manifest.get("version", "unknown"))

    def scores(self, headlines: Sequence[str]) -> Floats:
        """Calibrated P(clickbait) of each headline, shape (len(headlines),)."""
        return self.calibrate(self.logits(headlines))

    def logits(self, headlines: Sequence[str]) -> Floats:
        """The linear model's value before calibration, shape (len(headlines),)."""
        parts = [self._logits(batch, self._occurrences(batch)) for batch in self._batches(headlines)]
        return np.concatenate(parts) if parts else np.empty(0)

    def calibrate(self, logits: Floats) -> Floats:
        """Platt scaling of the logit."""
        return sigmoid(self._slope * logits + self._offset)

    def predict(
        self, headlines: Sequence[str], *, explain: bool = False, threshold: float | None = None
    ) -> list[Prediction]:
        """Label, score and topic of each headline, in order; with ``explain`` the exact signals too.

        Raises TypeError for something else than strings, ValueError for a headline with no visible character
        or a threshold outside 0-1.
        """
        cut = self.threshold if threshold is None else threshold
        if not 0 <= cut <= 1:
            raise ValueError(f"threshold {cut} is not between 0 and 1")
        if isinstance(headlines, str):
            raise TypeError("predict takes a list of headlines, not one string")
        for number, headline in enumerate(headlines):
            if not isinstance(headline, str):
                raise TypeError(f"headline {number} is {type(headline).__name__}, not str")
        answers: list[Prediction] = []
        for batch in self._batches(headlines):
            answers += self._answer(batch, headlines[len(answers) : len(answers) + batch.count], cut, explain)
        return answers

    def _batches(self, headlines: Sequence[str]) -> Iterator[Batch]:
        for first in range(0, len(headlines), CHUNK):
            yield read_batch(headlines[first : first + CHUNK], self._tokenizer)

    def _occurrences(self, batch: Batch) -> list[Occurrences]:
        return [group.occurrences(batch) for group in self._groups]

    def _logits(self, batch: Batch, found: list[Occurrences]) -> Floats:
        total = np.full(batch.count, self._intercept)
        for group, occurrences in zip(self._groups, found, strict=True):
            total += np.bincount(occurrences.row, group.shares(occurrences, batch.count), batch.count)
        return total

    def _topics(self, batch: Batch, found: list[Occurrences]) -> Floats:
        total = np.tile(self._topic_intercept, (batch.count, 1))
        for group, occurrences in zip(self._groups, found, strict=True):
            if isinstance(group, TfidfGroup) and group.topic is not None:
                total += group.topic_scores(occurrences, batch.count)
        odds = np.exp(total - total.max(axis=1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True))

    def _answer(self, batch: Batch, headlines: Sequence[str], cut: float, explain: bool) -> list[Prediction]:
        feeds = np.flatnonzero(batch.codes == LINE_FEED)
        empty = np.flatnonzero(np.diff(feeds) == 1)
        if len(empty):
            raise HeadlineError(empty.tolist(), f"headline {headlines[empty[0]]!r} has no visible character")
        found = self._occurrences(batch)
        logits = self._logits(batch, found)
        scores = self.calibrate(logits)
        topics = self._topics(batch, found)
        best = topics.argmax(axis=1)
        uncertain = self._unsure(logits, cut) | ~_chinese(batch)
        signals = self._signals(batch, headlines, found) if explain else [()] * batch.count
        return [
            Prediction(
                headline,
                CLICKBAIT if score >= cut else SUBSTANTIVE,
                float(score), bool(unsure), self.topics[k], float(row[k]), float(logit), self._intercept, evidence,
            )
            for headline, score, unsure, k, row, logit, evidence in zip(
                headlines, scores, uncertain, best, topics, logits, signals, strict=True
            )
        ]  # fmt: skip

    def _unsure(self, logits: Floats, cut: float) -> NDArray[np.bool_]:
        calibrated = self._slope * logits + self._offset
        with np.errstate(divide="ignore"):
            middle = np.log(cut) - np.log1p(-cut)
        return np.asarray(np.abs(calibrated - middle) < self._margin)

    def _signals(self, batch: Batch, headlines: Sequence[str], found: list[Occurrences]) -> list[tuple[Signal, ...]]:
        """Every part of the logit, largest first; spans lead back to the original characters."""
        opens = np.flatnonzero(batch.codes == LINE_FEED) + 1
        collected: list[list[Signal]] = [[] for _ in headlines]
        spans = [align(headline)[1] for headline in headlines]
        for group, occurrences in zip(self._groups, found, strict=True):
            shares = group.shares(occurrences, batch.count)
            for row, feature, first, last, weight in zip(
                occurrences.row, occurrences.feature, occurrences.start, occurrences.end, shares, strict=True
            ):
                start = spans[row][first - opens[row]][0]
                end = spans[row][last - opens[row] - 1][1]
                name = _name(group, int(feature)) or batch.text[first:last]
                text = headlines[row][start:end]
                collected[row].append(Signal(int(start), int(end), text, group.name, name, float(weight)))
        return [
            tuple(sorted(signals, key=lambda s: (-abs(s.weight), s.start, s.end, s.group))) for signals in collected
        ]


def _name(group: Group, feature: int) -> str | None:
    """What the feature is called where that is not its own text."""
    return NAMES[feature] if isinstance(group, StyleGroup) else group.class_names.get(feature)


def _strongest_first(signal: Signal) -> tuple[float, int, int, str]:
    return -abs(signal.weight), signal.start, signal.end, signal.group


def _chinese(batch: Batch) -> NDArray[np.bool_]:
    """Which headlines hold a Han character; the others are foreign to the model."""
    han = (batch.codes >= 0x3400) & (batch.codes <= 0x9FFF)
    return np.bincount(batch.row[han], minlength=batch.count)[: batch.count] > 0


def load(path: str | Path | None = None, *, engine: str | None = None) -> Classifier:
    """Load a model folder (default: ``default_model_path()``); ``engine`` is ``rjieba`` or ``jieba``.

    Raises ModelError, whose message says what to do.
    """
    return Classifier(load_artifact(Path(path) if path else default_model_path()), tokenizer(engine))
