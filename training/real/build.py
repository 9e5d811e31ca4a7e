"""Make ``datasets/real``: word vectors and the prior, from real headlines that stay outside the repository.

    python -m training.real.build ../shared/data [--out datasets/real]

The folder holds ``real_unlabelled*.csv.gz`` (headlines without grades) and the files that the dehydrated grades of
``grades.csv`` came from. The same files give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

from classifier.heads import HEADS, SIGMOID
from classifier.trained_head import sigmoid
from training.corpus.duplicates import near_duplicates
from training.corpus.format import Row, bundled_corpus, read_corpus
from training.fitting.heads import Array, TrainingSettings, one_thread, row_weights
from training.fitting.pipeline import StyleVectorizer, char_terms, word_terms
from training.fitting.platt import fit_levels, platt
from training.fitting.term_vectorizer import TermVectorizer
from training.real.cuts import cuts_of, uncertain_margin
from training.real.dehydrated import RANDOM, GradedKey, read_graded_keys, real_folder
from training.real.hydrate import hydrate
from training.real.joint import REAL_WEIGHT, JointMatrix, fit_joint, joint_matrix, targets
from training.real.prior import LEAST_HEADLINES, LEAST_OUTLETS, Prior, PriorHead, key_numbers, save_prior
from training.real.vectors import WordVectors, learn_vectors, load_vectors, save_vectors

FOLDS = 5
SETTINGS = replace(TrainingSettings(), temperature=1.0)  # calibrated on real headlines: nothing to make up for


def unlabelled(folder: Path) -> Iterator[str]:
    """Headlines without grades, file by file."""
    for path in sorted(folder.glob("real_unlabelled*.csv.gz")):
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            for record in csv.DictReader(file):
                yield record["headline"]


def real_rows(folder: Path, graded: Mapping[str, GradedKey]) -> list[Row]:
    """The graded headlines with their text, in the order of their keys; the outlet is their group.

    Rows whose text is not in the folder are left out.
    """
    found = hydrate([folder], graded).headlines
    rows = []
    for key, headline in sorted(found.items()):
        g = graded[key]
        kinds = dict(zip(("withheld", "sensational", "push"), map(float, g.grades), strict=True))
        outlet = g.outlet or g.source
        rows.append(Row(key, headline, max(g.grades), g.topic, key, "train", outlet, targets=kinds, date=g.date))
    return rows


def supported(rows: Sequence[Row], terms_of: Any) -> set[str]:
    """Terms of at least LEAST_HEADLINES headlines of LEAST_OUTLETS outlets."""
    headlines: Counter[str] = Counter()
    outlets: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        for term in set(terms_of(row.headline)):
            headlines[term] += 1
            if len(outlets[term]) < LEAST_OUTLETS:
                outlets[term].add(row.outlet)
    return {t for t, n in headlines.items() if n >= LEAST_HEADLINES and len(outlets[t]) >= LEAST_OUTLETS}


def vectorizer(
    terms_of: Any, train: Sequence[Row], everything: Iterable[str], always: set[str], settings: TrainingSettings
) -> TermVectorizer:
    """The vocabulary of the written rows and ``always``; document frequencies over all headlines there are."""
    frequency: Counter[str] = Counter()
    documents = 0
    for headline in everything:
        frequency.update(set(terms_of(headline)))
        documents += 1
    own = Counter(term for row in train for term in set(terms_of(row.headline)))
    vocabulary = sorted({term for term, count in own.items() if count >= settings.min_df} | always)
    idf = {term: float(np.log((1 + documents) / (1 + frequency[term])) + 1) for term in vocabulary}
    return TermVectorizer(terms_of, min_df=sys.maxsize, always=vocabulary, idf=idf, documents=documents)


class Builder:
    """The joint model, its out-of-fold logits, and the prior that is made of them."""

    def __init__(
        self, train: Sequence[Row], real: Sequence[Row], random: Set[str], other: Sequence[str], vectors: WordVectors
    ) -> None:
        """``real`` rows whose id is in ``random`` calibrate: the others were chosen because a model was uncertain."""
        self.calibrates = np.array([row.id in random for row in real])
        self.rows = [*train, *real]
        self.written = len(train)
        texts = [row.headline for row in self.rows]
        everything = [*texts, *other]
        self.supported = {
            "word": supported(real, word_terms) | set(vectors.words), "char": supported(real, char_terms),
        }  # fmt: skip
        parts: dict[str, csr_matrix] = {}
        self.vectorizers = {}
        for group, terms_of in (("word", word_terms), ("char", char_terms)):
            found = vectorizer(terms_of, train, everything, self.supported[group], SETTINGS)
            parts[group] = found.fit_transform(texts)
            self.vectorizers[group] = found
        counts = StyleVectorizer().transform(texts)
        scaler = StandardScaler(with_mean=False).fit(counts[: self.written])
        self.style_scale = SETTINGS.style_scale / scaler.scale_
        parts["style"] = csr_matrix(counts * self.style_scale)
        names = list(self.vectorizers["word"].vocabulary_)
        self.joint: JointMatrix = joint_matrix(parts, names, vectors)
        weights = row_weights(self.rows, SETTINGS)
        weights[self.written :] *= REAL_WEIGHT
        self.weights = weights
        self.targets = {head.name: targets(head, self.rows) for head in HEADS}

    def folds(self) -> Iterator[tuple[Array, Array]]:
        """Rows to fit on, real rows to score: outlets stay together, no fitted headline resembles a scored one."""
        real = np.arange(self.written, len(self.rows))
        outlets = [self.rows[i].outlet for i in real]
        texts = [self.rows[i].headline for i in real]
        similar: defaultdict[int, set[int]] = defaultdict(set)
        for i, j, _ in near_duplicates(texts):
            similar[i].add(j)
            similar[j].add(i)
        for inner, outer in GroupKFold(FOLDS).split(real, groups=outlets):
            seen = {j for i in outer.tolist() for j in similar[i]}
            kept = np.array([i for i in inner.tolist() if i not in seen])
            yield np.concatenate((np.arange(self.written), real[kept])), real[outer]

    def out_of_fold(self) -> dict[str, Array]:
        """Logits of the sigmoid heads for each real row, by a model that saw neither its outlet nor its like."""
        size = len(self.rows) - self.written
        logits = {head.name: np.zeros(size) for head in HEADS if head.link == SIGMOID}
        for number, (inner, outer) in enumerate(self.folds(), 1):
            sys.stderr.write(f"fold {number} of {FOLDS}\n")
            for head in HEADS:
                if head.link == SIGMOID:
                    model = fit_joint(self.joint, head, self.targets[head.name], self.weights, SETTINGS, inner)
                    found = model.logits(self.joint.of(head, outer))[:, 0]
                    logits[head.name][outer - self.written] = found
        return logits

    def prior(self) -> Prior:
        """Fit, calibrate, and keep what real headlines support."""
        logits = self.out_of_fold()
        every = np.arange(len(self.rows))
        kept = {
            group: np.array([term in self.supported[group] for term in found.vocabulary_])
            for group, found in self.vectorizers.items()
        }
        heads = {}
        for head in HEADS:
            sys.stderr.write(f"{head.name} head\n")
            model = fit_joint(self.joint, head, self.targets[head.name], self.weights, SETTINGS, every)
            weights = self.joint.weights(head, model.weight)
            for group, mask in kept.items():
                weights[group] = weights[group][mask]
            entry: dict[str, Any] = {"classes": list(head.classes)}
            if head.link == SIGMOID:
                grades = self.targets[head.name][self.written :][self.calibrates]
                own = logits[head.name][self.calibrates]
                slope, offset = platt(own, grades >= 2, SETTINGS)
                entry["calibration"] = {"method": "platt", "slope": slope, "intercept": offset}
                if head.expected:
                    entry["levels"] = [list(level) for level in fit_levels(own, grades, SETTINGS)]
            heads[head.name] = PriorHead(weights, np.atleast_1d(model.intercept), entry)
        bait = HEADS[0].name
        slope, offset = (heads[bait].entry["calibration"][name] for name in ("slope", "intercept"))
        scores = sigmoid(slope * logits[bait][self.calibrates] + offset)
        truth = self.targets[bait][self.written :][self.calibrates] >= 2
        cuts = cuts_of(truth, scores)
        return Prior(
            {g: [t for t, k in zip(v.vocabulary_, kept[g], strict=True) if k] for g, v in self.vectorizers.items()},
            {g: v.idf_[kept[g]] for g, v in self.vectorizers.items()},
            self.style_scale, self.vectorizers["word"].documents, heads, cuts,
            uncertain_margin(scores, cuts["balanced"]["threshold"]),
            np.sort(key_numbers(row.headline for row in self.rows)),
        )  # fmt: skip


@one_thread
def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Make datasets/real from real headlines.")
    parser.add_argument("folder", type=Path, help="where the real headlines are (../shared/data)")
    parser.add_argument("--out", type=Path, help="where vectors.npz and prior.npz go (default: datasets/real)")
    parser.add_argument("--keep-vectors", action="store_true", help="use the vectors that are there")
    args = parser.parse_args(argv)
    out = args.out or real_folder()
    graded = read_graded_keys(real_folder() / "grades.csv")
    train = [row for row in read_corpus([bundled_corpus()]) if row.split == "train"]
    real = real_rows(args.folder, graded)
    sys.stderr.write(f"{len(real)} of {len(graded)} graded headlines found\n")
    other = list(unlabelled(args.folder))
    if not args.keep_vectors:
        save_vectors(out / "vectors.npz", learn_vectors(lambda: [*other, *(row.headline for row in train)]))
    random = {key for key, row in graded.items() if row.sample == RANDOM}
    builder = Builder(train, real, random, other, load_vectors(out / "vectors.npz"))
    save_prior(out / "prior.npz", builder.prior())
    return 0


if __name__ == "__main__":
    sys.exit(main())
