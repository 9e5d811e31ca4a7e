"""The vocabulary of an artefact and its weights as planes of bytes, in the order of the trie's nodes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from browser.packing import planes
from browser.trie import Alphabet, pack
from classifier.artifact import Artifact
from classifier.headline.style_names import NAMES

Sections = dict[str, bytes]


def term_tries(terms: Mapping[str, Sequence[str]], alphabet: Alphabet) -> tuple[Sections, dict[str, list[int]]]:
    """The terms of each group as tries, and the row in the artefact of each term in the order of its trie."""
    found: Sections = {}
    orders = {}
    for group, texts in terms.items():
        sections, orders[group] = pack(texts, alphabet)
        found |= {f"{group}.{part}": data for part, data in sections.items()}
    return found, orders


def term_weights(artifact: Artifact, orders: Mapping[str, Sequence[int]]) -> tuple[Sections, dict[str, Any]]:
    """Inverse document frequencies and weights, and which there are: ``idf`` by group, ``heads`` by group and head.

    A document frequency is a small number, so that its inverse is one of a few thousand: ``idf`` holds the number of
    each in ``distinct``. The weights are of the artefact's own type (float16 or float32), one column an output.
    """
    found: Sections = {}
    idf: dict[str, Any] = {}
    for group, order in orders.items():
        values, places = np.unique(artifact.arrays[f"{group}_idf"].astype(np.float32)[order], return_inverse=True)
        kept = places.astype(np.uint16 if len(values) <= 1 << 16 else np.uint32)
        found |= {f"{group}.distinct": planes(values), f"{group}.idf": planes(kept)}
        idf[group] = {"terms": len(order), "distinct": len(values), "type": str(kept.dtype)}
    heads: dict[str, dict[str, str]] = {group: {} for group in artifact.manifest["groups"]}
    for head in artifact.manifest["heads"]:
        for group in heads:
            if group in head["groups"]:
                array = artifact.arrays[f"{group}_{head['name']}"]
                kept = array if array.dtype == np.float16 else array.astype(np.float32)
                rows = kept.reshape(len(NAMES) if group == "style" else len(orders[group]), -1)
                columns = rows[orders[group]] if group in orders else rows
                found[f"{group}.{head['name']}"] = planes(columns)
                heads[group][head["name"]] = str(kept.dtype)
    return found, {"idf": idf, "heads": heads}
