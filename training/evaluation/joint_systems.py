"""Systems that learn from written and real headlines together (``training.real.joint``): all of it, and without parts.

A tenth of the real headlines, by outlet, is learned by none of them: those of it that are a random sample calibrate and
choose thresholds. Vocabulary and document frequencies are those of all headlines whatever is learned, so that the
systems differ in what teaches them alone.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

import numpy as np
from scipy.sparse import csr_matrix

from classifier.heads import GROUPS, HEADS
from classifier.trained_head import sigmoid
from training.corpus.format import Row, split_of
from training.evaluation.baselines import Scorer
from training.fitting.heads import Array, labels
from training.fitting.pipeline import StyleVectorizer
from training.fitting.platt import platt
from training.real.build import SETTINGS, Builder
from training.real.joint import JointMatrix, fit_joint, joint_matrix
from training.real.vectors import WordVectors

COUNTS = (0, 250, 1000, 2000, 4000)  # of real headlines on the learning curve, before all of them
BAIT = HEADS[0]


class JointSystems:
    """Trains scorers of the bait head on chosen rows and columns."""

    def __init__(
        self, train: Sequence[Row], real: Sequence[Row], random: Set[str], other: Sequence[str], vectors: WordVectors
    ) -> None:
        """``train`` are written headlines, ``random`` ids of ``real`` rows that are a random sample, ``other``
        headlines without grades. Raises ValueError where the outlets of ``real`` leave either part of it empty or the
        held out one with one class."""
        self.validation = [row for row in real if split_of(row.outlet) == "validation" and row.id in random]
        self.real = [row for row in real if split_of(row.outlet) != "validation"]
        if not self.real or len({row.clickbait for row in self.validation}) < 2:
            raise ValueError("too few outlets of real headlines: a tenth of them must hold clickbait and plain news")
        self._vectors = vectors
        self._builder = Builder(train, self.real, random, other, vectors)
        self._matrices: dict[tuple[str, ...], JointMatrix] = {}  # several systems score the same sets

    @property
    def rows(self) -> list[Row]:
        """What a system learns from that is taught everything."""
        return self._builder.rows

    @property
    def counts(self) -> list[int]:
        """Numbers of real headlines for a learning curve."""
        return [count for count in COUNTS if count < len(self.real)] + [len(self.real)]

    def scorer(
        self,
        *,
        groups: Sequence[str] = GROUPS,
        vectors: bool = True,
        written: bool = True,
        real: int | None = None,
    ) -> Scorer:
        """Train on the written headlines and on so many real ones (None: all; fewer are among more), from some of the
        columns. The scores are calibrated on ``validation``."""
        builder, head = self._builder, replace(BAIT, groups=tuple(groups))
        order = builder.written + np.random.default_rng(0).permutation(len(self.real))[:real]
        rows = np.concatenate((np.arange(builder.written) if written else np.empty(0, np.int64), np.sort(order)))
        joint = builder.joint if vectors else without_vectors(builder.joint)
        model = fit_joint(joint, head, builder.targets[BAIT.name], builder.weights, SETTINGS, rows)

        def logits(texts: Sequence[str]) -> Array:
            matrix = self._matrix(texts) if vectors else without_vectors(self._matrix(texts))
            return model.logits(matrix.of(head))[:, 0]

        slope, offset = platt(logits([row.headline for row in self.validation]), labels(self.validation), SETTINGS)
        return lambda texts: sigmoid(slope * logits(texts) + offset)

    def _matrix(self, texts: Sequence[str]) -> JointMatrix:
        if (key := tuple(texts)) not in self._matrices:
            builder = self._builder
            parts = {group: found.transform(list(texts)) for group, found in builder.vectorizers.items()}
            parts["style"] = csr_matrix(StyleVectorizer().transform(texts) * builder.style_scale)
            self._matrices[key] = joint_matrix(parts, list(builder.vectorizers["word"].vocabulary_), self._vectors)
        return self._matrices[key]


def without_vectors(joint: JointMatrix) -> JointMatrix:
    """The same columns but for those of the word vectors, which are the last ones."""
    columns = {name: part for name, part in joint.columns.items() if name != "vector"}
    return JointMatrix(csr_matrix(joint.matrix[:, : joint.columns["vector"].start]), columns, joint.fold)


def parts(systems: JointSystems) -> dict[str, Scorer]:
    """What the joint model is made of: what teaches it, and each feature group taken away."""
    found = {
        "written headlines + word vectors": systems.scorer(real=0),
        "real headlines + word vectors": systems.scorer(written=False),
        "written and real headlines": systems.scorer(vectors=False),
        "written and real headlines + word vectors": systems.scorer(),
    }
    for group, name in (("word", "words and vectors"), ("char", "characters"), ("style", "style features")):
        found[f"… without {name}"] = systems.scorer(groups=[g for g in GROUPS if g != group])
    return found
