"""The classifier: linear heads on the three feature groups, in numpy alone."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.artifact import REMEDY, Artifact, ModelError, default_model_path, load_artifact
from classifier.cuts import Cuts
from classifier.headline.reading import Reader, Reading
from classifier.headline.signals import signals_of
from classifier.headline.single import SingleScorer
from classifier.headline.style import style_counts
from classifier.headline.style_names import NAMES
from classifier.headlines import headline_list
from classifier.heads import FAMILY, GROUPS, Head
from classifier.prediction import CLICKBAIT, SUBSTANTIVE, HeadlineError, Prediction
from classifier.text.batch import Batch, Floats
from classifier.text.character_classes import HAN
from classifier.text.term_table import TermTable
from classifier.text.tokenizer import Tokenizer, tokenizer
from classifier.trained_head import coherent, read_heads, sigmoid, term_weights, weights_of

RETAINED = 24 << 20  # bytes; the largest array of a chunk is below
_HAN = re.compile("[\u3400-\u9fff]")
SINGLE = 300  # characters of a headline that is scored by itself: numpy is faster with longer ones
CHUNK = 4096  # headlines scored at once: their arrays stay in the processor's cache


class Classifier:
    """A loaded model. Safe to share between threads (prediction only reads), and picklable for other processes.

    Headlines are any sequence, column or iterable of strings; TypeError for anything else (``classifier.headlines``).
    """

    def __init__(self, artifact: Artifact, engine: Tokenizer | None = None) -> None:
        """Raises ModelError when the arrays do not fit together."""
        _keep_freed_memory()
        self.manifest = artifact.manifest
        self.tokenizer = engine or tokenizer()
        # What the page analysis has in the artefact (classifier.page.roles); headlines do not need it.
        self.page_arrays = {name: array for name, array in artifact.arrays.items() if name.startswith("role_")}
        arrays = artifact.arrays
        try:
            self._cuts = Cuts(self.manifest)
            self.threshold, self.cuts = self._cuts.threshold, self._cuts.by_sensitivity
            self._margin = float(self.manifest["uncertain_margin"])
            trained = read_heads(self.manifest)
            self.heads: tuple[Head, ...] = tuple(found.head for found in trained)
            self._primary = trained[0]
            self._kinds = [found for found in trained[1:] if found.head.family == FAMILY]
            self._others = [found for found in trained[1:] if found.head.family != FAMILY]
            self._intercept = float(self._primary.intercept[0])
            groups = list(self.manifest["groups"])
            if unknown := set(groups) - set(GROUPS):
                raise KeyError(*unknown)
            outputs = sum(head.outputs for head in self.heads)
            styled = "style" in groups
            self._reader = Reader(term_weights(groups, arrays, self.heads), outputs, self.tokenizer, styled=styled)
            self._style = self._style_weights(arrays) if styled else np.zeros((len(NAMES), outputs))
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(f"the model is incomplete ({error}): {REMEDY}") from None
        self._styled_others = bool(self._style[:, 1:].any())
        self._single = SingleScorer(TermTable.sharing(self._reader.vocabulary), self._style, self.tokenizer)

    def __setstate__(self, state: dict[str, Any]) -> None:
        _keep_freed_memory()
        self.__dict__.update(state)

    def _style_weights(self, arrays: Mapping[str, NDArray[Any]]) -> Floats:
        rows = len(arrays[f"style_{self._primary.head.name}"])
        if rows != len(NAMES):
            raise ModelError(f"the model has other style features than this version: {REMEDY}")
        return weights_of("style", arrays, self.heads, rows).astype(np.float64)

    @property
    def name(self) -> str:
        return str(self.manifest.get("name", "clickbait-zh"))

    @property
    def version(self) -> str:
        """First 12 characters of a digest over corpus, settings and weights."""
        return str(self.manifest.get("version", "unknown"))

    @property
    def topics(self) -> list[str]:
        """The topics that the model tells apart."""
        return list(next((head.classes for head in self.heads if head.name == "topic"), ()))

    def cut_for(self, threshold: float | None = None, sensitivity: str | None = None) -> float:
        """The score from which a headline is clickbait. Raises ValueError as ``classifier.cuts.Cuts.choose``."""
        return self._cuts.choose(threshold, sensitivity)

    def scores(self, headlines: Iterable[str]) -> Floats:
        """Calibrated P(clickbait) of each headline, shape (n,)."""
        return self.calibrate(self.logits(headlines))

    def predict_proba(self, headlines: Iterable[str]) -> Floats:
        """P(substantive) and P(clickbait) of each headline, shape (n, 2): columns in the order of ``LABELS``."""
        scores = self.scores(headlines)
        return np.stack([1 - scores, scores], axis=1)

    def logits(self, headlines: Iterable[str]) -> Floats:
        """The primary head's value before calibration, shape (n,)."""
        headlines = headline_list(headlines)
        if _is_single(headlines):  # half the time of a batch of one
            return np.array([self._single.lead(self._single.read(headlines[0])) + self._intercept])
        parts = [self._logits(self._reader.read(part)) for part in _chunks(headlines)]
        return np.concatenate(parts) if parts else np.empty(0)

    def calibrate(self, logits: Floats) -> Floats:
        """Platt scaling of the logit."""
        return sigmoid(self._primary.slope * logits + self._primary.offset)

    def predict(
        self,
        headlines: Iterable[str],
        *,
        explain: bool = False,
        threshold: float | None = None,
        sensitivity: str | None = None,
    ) -> list[Prediction]:
        """Label, score and the other heads' answers for each headline, in order; with ``explain`` the signals too.

        Headlines are clickbait from ``threshold`` on, or from the model's own threshold for a ``sensitivity``
        (``cut_for``). Raises HeadlineError when headlines have no visible character, ValueError as ``cut_for``.
        """
        cut = self.cut_for(threshold, sensitivity)
        headlines = headline_list(headlines)
        if _is_single(headlines) and not explain:
            return [self._answer_one(headlines[0], cut)]
        answers: list[Prediction] = []
        empty: list[int] = []
        for number, part in enumerate(_chunks(headlines)):
            reading = self._reader.read(part)
            if "\n\n" in reading.batch.text:
                empty += (np.flatnonzero(np.diff(reading.batch.feeds) == 1) + number * CHUNK).tolist()
            if not empty:
                answers += self._answer(reading, part, cut, explain)
        if empty:
            raise HeadlineError(headlines, empty)
        return answers

    def _answer_one(self, headline: str, cut: float) -> Prediction:
        """What a batch of this headline alone gives. Raises HeadlineError."""
        reading = self._single.read(headline)
        if not reading.text:
            raise HeadlineError([headline], [0])
        logits = np.array([self._single.lead(reading) + self._intercept])
        scores = self.calibrate(logits)
        outputs = np.concatenate(([0.0], self._single.rest(reading)))[None, :]
        (kinds,), (answers,) = self._other_answers(outputs, scores)
        uncertain = bool(self._unsure(logits, cut)[0]) or not _HAN.search(reading.text)
        grade = float(self._primary.expected_grade(logits, scores)[0])
        score = float(scores[0])
        label = CLICKBAIT if score >= cut else SUBSTANTIVE
        return Prediction(headline, label, score, uncertain, grade, kinds, answers, float(logits[0]), self._intercept)

    def _logits(self, reading: Reading) -> Floats:
        total = self._reader.vocabulary.lead(reading.terms, reading.norms)
        if reading.hits:
            total += style_counts(reading.hits, len(total)).astype(np.float64).dot(self._style[:, 0])
        total += self._intercept
        return total

    def _outputs(self, reading: Reading) -> Floats:
        """The outputs of all heads without their intercepts, shape (count, outputs); the first one is left at 0."""
        outputs = np.zeros((reading.batch.count, self._style.shape[1]))
        outputs[:, 1:] = self._reader.vocabulary.rest(reading.terms, reading.norms)
        if reading.hits and self._styled_others:
            outputs[:, 1:] += style_counts(reading.hits, len(outputs)).astype(np.float64).dot(self._style[:, 1:])
        return outputs

    def _answer(self, reading: Reading, headlines: Sequence[str], cut: float, explain: bool) -> list[Prediction]:
        logits = self._logits(reading)
        scores = self.calibrate(logits)
        uncertain = self._unsure(logits, cut) | ~_chinese(reading.batch)
        return list(
            map(
                Prediction,
                headlines,
                [CLICKBAIT if bait else SUBSTANTIVE for bait in (scores >= cut).tolist()],
                scores.tolist(),
                uncertain.tolist(),
                self._primary.expected_grade(logits, scores).tolist(),
                *self._other_answers(self._outputs(reading), scores),
                logits.tolist(),
                repeat(self._intercept),
                signals_of(headlines, reading, self._reader.vocabulary, self._style[:, 0]) if explain else repeat(()),
            )
        )

    def _other_answers(self, outputs: Floats, scores: Floats) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """The kinds and the other answers of each headline."""
        kinds: list[dict[str, Any]] = [{} for _ in range(len(scores))]
        answers: list[dict[str, Any]] = [{} for _ in range(len(scores))]
        if self._kinds:
            names = [found.head.probability for found in self._kinds]
            apart = np.stack([kind.probabilities(outputs) for kind in self._kinds], axis=1)
            kinds = [dict(zip(names, values, strict=True)) for values in coherent(apart, scores).tolist()]
        if self._others:
            names = [name for found in self._others for name in found.head.fields]
            columns = [column for found in self._others for column in found.columns(outputs)]
            answers = [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]
        return kinds, answers

    def _unsure(self, logits: Floats, cut: float) -> NDArray[np.bool_]:
        # The logit of the threshold; 0 and 1 have none.
        middle = math.log(cut / (1 - cut)) if 0 < cut < 1 else math.copysign(math.inf, cut - 0.5)
        return np.asarray(np.abs(self._primary.slope * logits + (self._primary.offset - middle)) < self._margin)


def _keep_freed_memory() -> None:
    """Have the C library keep what a chunk frees for the next one.

    glibc gives large blocks back to the system when they are freed, and every chunk would fault its pages in again (a
    fifth of the time of ``predict``). It stops doing so for blocks up to the largest one that was ever freed, 32 MiB
    at most (mallopt(3), M_MMAP_THRESHOLD); this one is never written to, so it costs nothing. Elsewhere: no effect.
    """
    np.empty(RETAINED, np.uint8)


def _is_single(headlines: Sequence[str]) -> bool:
    return len(headlines) == 1 and len(headlines[0]) <= SINGLE


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
