"""What real headlines teach each head, as weights of terms: ``datasets/real/prior.npz``.

The weights are those of a model that was fitted on written and real headlines together (``training.real.build``), kept
for terms of at least ``LEAST_HEADLINES`` graded real headlines of ``LEAST_OUTLETS`` outlets, for words with a vector
(whose share of the vectors' weight is folded in) and for style features. Calibration, cuts and their measured precision
and recall come from out-of-fold logits of real headlines. ``clickbait train`` starts from it: what the prior says of a
headline is one feature, and the corpus teaches the terms that the prior does not know.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.text.vocabulary import TFIDF
from training.corpus.format import CorpusError
from training.real.dehydrated import real_folder
from training.real.keys import headline_key

LEAST_HEADLINES, LEAST_OUTLETS = 3, 2
Array = NDArray[Any]


@dataclass(frozen=True)
class PriorHead:
    """Weights by feature group, shape (terms, outputs), intercepts, and what a manifest says of the head."""

    weights: dict[str, Array]
    intercept: Array
    entry: dict[str, Any]  # classes, calibration, levels


@dataclass(frozen=True)
class Prior:
    """``terms`` and ``idf`` by TF-IDF group, counted over ``documents`` headlines; ``style_scale`` is the value of one
    hit of each style feature; ``cuts`` holds threshold, precision and recall by sensitivity."""

    terms: dict[str, list[str]]
    idf: dict[str, Array]
    style_scale: Array
    documents: int
    heads: dict[str, PriorHead]
    cuts: dict[str, dict[str, float]]
    uncertain_margin: float
    keys: Array  # of the headlines that it was fitted on, uint64: other rows are news to it

    def idf_of(self, group: str) -> dict[str, float]:
        """Inverse document frequency by term."""
        return dict(zip(self.terms[group], self.idf[group].tolist(), strict=True))


def key_numbers(headlines: Iterable[str]) -> Array:
    """The keys of headlines as numbers, uint64."""
    return np.array([int(headline_key(headline), 16) for headline in headlines], np.uint64)


def bundled_prior() -> Prior | None:
    """The prior that ships with the package, if it is there. Raises CorpusError for a damaged one."""
    path = real_folder() / "prior.npz"
    return load_prior(path) if path.is_file() else None


def save_prior(path: Path, prior: Prior) -> None:
    """Write it; the same content gives the same bytes. Weights are float16."""
    meta = {
        "documents": prior.documents,
        "cuts": prior.cuts,
        "uncertain_margin": prior.uncertain_margin,
        "heads": {name: {"intercept": h.intercept.tolist(), "entry": h.entry} for name, h in prior.heads.items()},
    }
    arrays: dict[str, Array] = {
        "meta": np.frombuffer(json.dumps(meta, ensure_ascii=False, sort_keys=True).encode(), np.uint8),
        "style_scale": prior.style_scale,
        "keys": prior.keys,
    }
    for group in TFIDF:
        text = "\n".join(term.replace("\n", "\x02") for term in prior.terms[group])
        arrays[f"{group}_terms"] = np.frombuffer(text.encode(), np.uint8)
        arrays[f"{group}_idf"] = prior.idf[group].astype(np.float32)
    for name, head in sorted(prior.heads.items()):  # an order of its own: one that was loaded is saved as it was built
        for group in (*TFIDF, "style"):
            if group in head.weights:
                arrays[f"{group}_{name}"] = head.weights[group].astype(np.float16)
    with path.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)


def load_prior(path: Path) -> Prior:
    """Read it again. Raises CorpusError for another file."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        meta = json.loads(arrays["meta"].tobytes())
        terms = {group: _terms(arrays[f"{group}_terms"]) for group in TFIDF}
        heads = {}
        for name, found in meta["heads"].items():
            groups = [group for group in (*TFIDF, "style") if f"{group}_{name}" in arrays]
            weights = {group: arrays[f"{group}_{name}"].astype(np.float64) for group in groups}
            heads[name] = PriorHead(weights, np.array(found["intercept"]), found["entry"])
        return Prior(
            terms, {group: arrays[f"{group}_idf"].astype(np.float64) for group in TFIDF}, arrays["style_scale"],
            int(meta["documents"]), heads, meta["cuts"], float(meta["uncertain_margin"]), arrays["keys"],
        )  # fmt: skip
    except (OSError, KeyError, ValueError) as error:
        raise CorpusError(f"{path} holds no prior ({error}): train with --no-real, or reinstall clickbait-zh") from None


def _terms(stored: Array) -> list[str]:
    return [term.replace("\x02", "\n") for term in stored.tobytes().decode().split("\n")]
