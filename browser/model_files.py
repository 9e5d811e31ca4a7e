"""The files that ``browser/classifier.js`` reads, from any artefact: ``clickbait export browser``.

model.json   format, what GET /v1/model says, heads with intercepts and calibration, sizes and SHA-256 of the others
lists.bin    tables of the normal form, names of outlets, classes of characters, names of style features
words.bin    the dictionary of the segmenter; words with a style class or a topical class
terms.bin    the terms of the artefact, in the order in which
weights.bin  has their inverse document frequencies and weights, of the artefact's own precision: nothing is rounded
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from browser.dictionary import dictionary, logarithms
from browser.lists import reading_lists
from browser.packing import bundle, varints
from browser.trie import Alphabet, pack
from browser.weights import term_tries, term_weights
from classifier import ModelError, load
from classifier.artifact import REMEDY, load_artifact, load_terms
from classifier.heads import Head
from classifier.prediction import LABELS
from classifier.text.lexicon import STYLE_CLASSES, TOPIC_CLASSES, styled, topical
from classifier.text.vocabulary import TFIDF

FORMAT = 1
MANIFEST = "model.json"
MARK = b'"format": '  # tells an older export from a folder of somebody else


def model_files(folder: Path) -> dict[str, bytes]:
    """Name and content of each file. Raises ModelError for an artefact that cannot be used, MissingExtraError."""
    classifier = load(folder)  # whatever would stop the server stops here
    artifact = load_artifact(folder)
    terms = {group: load_terms(folder, group) for group in TFIDF if group in artifact.manifest["groups"]}
    for group, known in terms.items():
        if len(known) != len(artifact.arrays[f"{group}_idf"]):
            raise ModelError(f"{folder} has {group}_terms.json of another vocabulary: {REMEDY}")
    alphabet = Alphabet((term for group in terms.values() for term in group), before=_alphabet())
    term_sections, orders = term_tries(terms, alphabet)
    weight_sections, layout = term_weights(artifact, orders)
    lists = {"alphabet": alphabet.characters, **reading_lists()}
    packed = {
        "lists.bin": {"lists": json.dumps(lists, separators=(",", ":")).encode()},
        "words.bin": _words(),
        "terms.bin": term_sections,
        "weights.bin": weight_sections,
    }
    files, entries = {}, {}
    for name, sections in packed.items():
        files[name], entries[name] = bundle(sections)
    manifest = {
        "format": FORMAT,
        "info": _info(classifier.manifest, classifier.topics),
        "margin": float(artifact.manifest["uncertain_margin"]),
        "heads": artifact.manifest["heads"],
        "total": math.log(dictionary().total),  # as the engines take it
        "layout": layout,
        "files": entries,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    return {MANIFEST: text.encode(), **files}


def _info(manifest: Mapping[str, Any], topics: list[str]) -> dict[str, Any]:
    """What GET /v1/model says; when a file was written is not known here."""
    heads = [Head.from_dict(entry) for entry in manifest["heads"]]
    corpus = manifest.get("corpus", {})
    return {
        "name": str(manifest.get("name", "clickbait-zh")),
        "version": str(manifest.get("version", "unknown")),
        "trained_at": None,
        "corpus": corpus.get("digest"),
        "rows": corpus.get("headlines", {}),
        "threshold": float(manifest["threshold"]),
        "cuts": manifest["cuts"],
        "topics": topics,
        "labels": LABELS,
        "heads": [{"name": h.name, "link": h.link, "classes": h.classes, "fields": h.fields} for h in heads],
        "metrics": manifest.get("metrics", {}),
        "engines": manifest.get("engines", {}),
        "reloads": 0,
        "problem": None,
    }


@cache
def _alphabet() -> Alphabet:
    """The characters of the words, which no artefact changes."""
    return Alphabet([*dictionary().frequencies, *styled(), *topical()])


@cache
def _words() -> dict[str, bytes]:
    frequencies, alphabet = dictionary().frequencies, _alphabet()
    distinct = sorted(set(frequencies.values()))
    number = {frequency: place for place, frequency in enumerate(distinct)}
    sections = _trie("words", list(frequencies), [number[f] for f in frequencies.values()], alphabet)
    sections["logarithms"] = np.array(logarithms(distinct), "<f8").tobytes()
    for name, words, classes in (("styled", styled(), STYLE_CLASSES), ("topical", topical(), TOPIC_CLASSES)):
        sections |= _trie(name, list(words), [classes.index(found) for found in words.values()], alphabet)
    return sections


def _trie(name: str, texts: Sequence[str], values: Sequence[int], alphabet: Alphabet) -> dict[str, bytes]:
    sections, order = pack(texts, alphabet)
    named = {f"{name}.{part}": data for part, data in sections.items()}
    return {**named, f"{name}.values": varints(values[place] for place in order)}
