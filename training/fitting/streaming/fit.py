"""Train a model from files of any size: memory stays the same, the temporary folder holds the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from classifier.artifact import Artifact
from tabular.options import TableOptions
from training.corpus.format import corpus_files, digest
from training.corpus.labelled_pages import LabelledPage
from training.fitting.assemble import manifest_of, put_terms, put_weights, tune
from training.fitting.fitted_head import FittedHead
from training.fitting.heads import Array, TrainingSettings, one_thread
from training.fitting.page_roles import add_roles, fitting_roles
from training.fitting.streaming.learn import Trainer
from training.fitting.streaming.prepare import Meter, Prepared, ProgressCallback, StreamSettings, prepared
from training.fitting.streaming.term_selection import spell

_FOUND = TableOptions()


@one_thread
def fit_stream(
    paths: Sequence[Path],
    settings: TrainingSettings,
    stream: StreamSettings | None = None,
    *,
    pages: Sequence[LabelledPage] = (),
    progress: ProgressCallback = lambda _: None,
    options: TableOptions = _FOUND,
) -> Artifact:
    """The model of these files; ``classifier`` predicts with it as with any other.

    Platt scaling uses train families that nothing was fitted on; threshold and measures use samples of validation and
    test. Raises CorpusError for a bad row, a split that lacks a class, a full disk.
    """
    files, stream = corpus_files(paths), stream or StreamSettings()
    with prepared(files, settings, stream, progress, options) as ready:
        trainer = Trainer(ready.spool, ready.vectors.columns, settings)
        trainer.run(Meter(progress, f"learning, {trainer.epochs} epochs", trainer.epochs * ready.spool.rows).add)
        fitted = trainer.fitted(ready.spool.held_out())
        progress("vocabulary")
        arrays, terms = export(ready, fitted)
    manifest = manifest_of(
        settings,
        heads=fitted,
        corpus_digest=digest(files),
        headlines=ready.intake.headlines,
    )
    manifest["stream"] = {**asdict(stream), "epochs": trainer.epochs}
    if pages:
        progress(f"roles of {sum(len(page.lines) for page in pages)} lines of pages")
        with fitting_roles(pages) as roles:
            add_roles(manifest, arrays, roles)
    progress("threshold and quality")
    tune(manifest, arrays, ready.intake.held_out)
    return Artifact(manifest, arrays, terms)


def export(ready: Prepared, fitted: Sequence[FittedHead]) -> tuple[dict[str, Array], dict[str, list[str]]]:
    """Arrays and terms of the artefact, terms in alphabetical order as ``training.fitting.fit`` has them."""
    terms = spell(ready.intake.chunks, ready.vocabulary)
    arrays: dict[str, Array] = {}
    for group, texts in terms.items():
        order = np.array(sorted(range(len(texts)), key=texts.__getitem__), np.int64)
        put_terms(arrays, group, ready.vocabulary.keys[group][order], ready.vocabulary.idf(group)[order])
        terms[group] = [texts[place] for place in order]
        for head in fitted:
            if group in head.weights:
                head.weights[group] = head.weights[group][order]
    put_weights(arrays, fitted, ready.vectors.style)
    return arrays, terms
