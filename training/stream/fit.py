"""Train a model from files of any size: memory stays the same, the temporary folder holds the rest."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np

from classifier.artifact import Artifact
from training.assemble import check_classes, manifest_of, put_group, tune
from training.corpus import CorpusError, corpus_files, digest, line_count
from training.heads import Array, Settings
from training.pages import LabelledPage
from training.roles import add_roles, fitting_roles
from training.stream.chunks import check_space, temporary_folder
from training.stream.intake import Intake
from training.stream.learn import Trainer, calibrate
from training.stream.spool import Vectors, spool
from training.stream.vocabulary import Counters, Vocabulary, choose, spell

Report = Callable[[str], None]


@dataclass(frozen=True)
class StreamSettings:
    """What shapes a streamed model besides ``Settings``.

    ``max_features`` limits the terms of all groups together, ``sample`` the rows of validation and of test that are
    scored: each of the 200 resamples of their intervals sorts them anew.
    """

    max_features: int = 150_000
    sample: int = 20_000


@dataclass
class Meter:
    """Tells of a step how many rows are done, how fast, and how long the rest takes."""

    report: Report
    step: str
    total: int
    rows: int = 0
    started: float = field(default_factory=time.monotonic)

    def add(self, rows: int) -> None:
        self.rows += rows
        rate = self.rows / max(time.monotonic() - self.started, 1e-9)
        left = max(self.total - self.rows, 0) / rate
        self.report(f"{self.step}: {self.rows:,} of {self.total:,} rows, {rate:,.0f} rows/s, {left:,.0f} s left")


def fit_stream(
    paths: Sequence[Path],
    settings: Settings,
    stream: StreamSettings = StreamSettings(),  # noqa: B008  # frozen
    *,
    pages: Sequence[LabelledPage] = (),
    progress: Report = lambda _: None,
) -> Artifact:
    """The model of these files; ``classifier`` predicts with it as with any other.

    Platt scaling uses train families that nothing was fitted on; threshold and measures use samples of validation and
    test. Raises CorpusError for a bad row, a split that lacks a class, a full disk.
    """
    files = corpus_files(paths)
    with temporary_folder() as folder:
        check_space(folder, sum(path.stat().st_size for path in files))
        intake = Intake(folder, settings, stream.sample)
        vocabulary = _choose(intake, files, folder, settings, stream, progress)
        train = vocabulary.documents
        vectors = Vectors(vocabulary, settings.groups, settings.style_scale)
        shards = spool(
            intake.chunks, folder, vectors, vocabulary, settings.seed, Meter(progress, "matrices", train).add
        )
        terms = sum(map(len, vocabulary.keys.values()))
        trainer = Trainer(shards, terms, settings)
        trainer.run(Meter(progress, f"learning, {trainer.epochs} epochs", trainer.epochs * shards.rows).add)
        held_out = shards.held_out()
        bait, topics = trainer.bait(), trainer.topic_head(held_out)
        calibration = calibrate(bait, held_out, settings)
        progress("vocabulary")
        texts = spell(intake.chunks, vocabulary)
    arrays: dict[str, Array] = {"topic_intercept": topics.intercept.astype(np.float32)}
    start = 0
    for group in vectors.groups:
        if group == "style":
            arrays["style_weight"] = (bait.weight[start:] * settings.style_scale / vocabulary.style_scale).astype("f4")
            continue
        order = np.array(sorted(range(len(texts[group])), key=texts[group].__getitem__), np.int64)
        keys, idf = vocabulary.keys[group][order], vocabulary.idf(group)[order]
        put_group(arrays, group, keys, idf, bait.weight[start + order], topics.weight[start + order])
        texts[group] = [texts[group][place] for place in order]
        start += len(order)
    manifest = manifest_of(
        settings,
        topics=topics.topics,
        intercept=bait.intercept,
        calibration=calibration,
        corpus_digest=digest(files),
        headlines=intake.headlines,
    )
    manifest["stream"] = {**asdict(stream), "epochs": trainer.epochs}
    if pages:
        progress(f"roles of {sum(len(page.lines) for page in pages)} lines of pages")
        with fitting_roles(pages) as roles:
            add_roles(manifest, arrays, roles)
    progress("threshold and quality")
    tune(manifest, arrays, intake.held_out)
    return Artifact(manifest, arrays, texts)


def _choose(
    intake: Intake, files: Sequence[Path], folder: Path, settings: Settings, stream: StreamSettings, progress: Report
) -> Vocabulary:
    """Read the files, count, choose."""
    counters, meter = Counters(settings.groups), Meter(progress, "reading", line_count(files))
    before = 0
    for chunk in intake.read(files):
        counters.add(chunk.headlines)
        meter.add(sum(intake.headlines.values()) - before)
        before = sum(intake.headlines.values())
    if not before:
        raise CorpusError(f"{', '.join(map(str, files))}: no headlines")
    check_classes(intake.kinds)
    for group, candidates in counters.candidates(settings.min_df, stream.max_features).items():
        np.save(folder / f"{group}.npy", candidates)
    meter = Meter(progress, "counting", intake.headlines["train"])
    return choose(intake.chunks, folder, settings.groups, settings.min_df, stream.max_features, meter.add)
