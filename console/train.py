"""``clickbait train``: corpus to model folder."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import joblib
from rich.console import Console

from classifier.artifact import check_folder, save, trained_model_path
from console.messages import _, translated
from console.options import add_table, table_options, told
from tabular.files import check_output
from training.corpus.format import bundled_corpus, corpus_files, digest, line_count, read_corpus
from training.corpus.labelled_pages import read_pages
from training.fitting.fit import fit
from training.fitting.heads import TrainingSettings
from training.fitting.streaming.fit import fit_stream
from training.fitting.streaming.prepare import StreamSettings
from training.real.prior import bundled_prior
from training.real.vectors import load_vectors

STREAM_ABOVE = 50_000  # above, training in memory takes several times as long (docs/performance.md)
INTERVAL = 10  # seconds between two lines of one step
SUMMARY = ("precision", "recall", "f1", "roc_auc", "ece")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", nargs="+", type=Path, metavar="PATH", help="tables or folders of them, or '-'")
    add_table(parser)
    default = "default: CLICKBAIT_MODEL, else model/ of a source checkout, else of the user's data directory"
    parser.add_argument("--out", type=Path, metavar="DIR", help=f"model folder ({default})")
    parser.add_argument("--pages", type=Path, metavar="DIR", help="labelled pages (default: the bundled ones)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="seed of the solvers (default 0)")
    parser.add_argument(
        "--stream-above", type=_rows, default=STREAM_ABOVE, metavar="N",
        help=f"train from disk, with the same memory for any size, above so many rows (default {STREAM_ABOVE:,})",
    )  # fmt: skip
    parser.add_argument(
        "--max-features", type=_rows, default=StreamSettings.max_features, metavar="N",
        help=f"terms of a model that is trained from disk (default {StreamSettings.max_features:,})",
    )  # fmt: skip
    parser.add_argument(
        "--no-real", action="store_true", help="learn from the corpus alone, not from what real headlines taught"
    )
    parser.add_argument(
        "--vectors", type=Path, metavar="FILE", help="word vectors of 'clickbait vectors'; needs --no-real"
    )
    parser.add_argument("--pipeline", type=Path, metavar="FILE", help="also save the scikit-learn pipeline (joblib)")


def _rows(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 up")
    return int(text)


def run(args: argparse.Namespace) -> int:
    out = args.out or trained_model_path()
    check_folder(out)
    if args.pipeline:
        check_output(args.pipeline, args.data or ())
    options = table_options(args)
    paths = corpus_files(args.data or [bundled_corpus()], told("train"))
    settings = replace(TrainingSettings(), seed=args.seed)
    stream = line_count(paths) > args.stream_above
    if stream and args.pipeline:
        raise ValueError("--pipeline needs the corpus in memory: pass --stream-above with more rows than it has")
    pages = read_pages(args.pages)
    notices: tuple[str, ...] = ()
    with _shown() as progress:
        if stream:
            limits = StreamSettings(max_features=args.max_features)
            artifact = fit_stream(paths, settings, limits, pages=pages, progress=progress, options=options)
        else:
            prior = None if args.no_real else bundled_prior()
            vectors = load_vectors(args.vectors) if args.vectors else None
            if prior:
                settings = replace(settings, temperature=1.0)
            fitted = fit(
                read_corpus(paths, options),
                settings,
                corpus_digest=digest(paths),
                pages=pages,
                prior=prior,
                vectors=vectors,
                progress=progress,
            )
            artifact, notices = fitted.artifact, fitted.notices
        save(artifact, out)
        if args.pipeline:
            joblib.dump(fitted.pipeline, args.pipeline)
    for notice in notices:
        sys.stderr.write(f"clickbait train: {translated(notice)}\n")
    manifest = artifact.manifest
    counts = manifest["corpus"]["headlines"]
    each = ", ".join(f"{n} {name}" for name, n in counts.items())
    print(_("{count} headlines: {each}").format(count=sum(counts.values()), each=each))
    for split, found in manifest["metrics"].items():
        print(f"{split:<11}" + " " * (len(split) > 10) + "  ".join(f"{name} {found[name][0]:.3f}" for name in SUMMARY))
    roles = manifest["roles"]["html"]
    print(_("roles      {lines} lines of {pages} pages").format(**roles))
    print(_("threshold  {threshold:.3f}").format(**manifest))
    print(_("model {version} saved in {out}").format(version=manifest["version"], out=out))
    if args.pipeline:
        print(_("scikit-learn pipeline saved in {file}").format(file=args.pipeline))
    return 0


@contextmanager
def _shown() -> Iterator[Callable[[str], None]]:
    """A status line in a terminal; elsewhere lines, those of one step (the words before the colon) now and then."""
    console = Console(stderr=True)
    step, last = "", 0.0

    def progress(message: str) -> None:
        nonlocal step, last
        status.update(said := translated(f"training: {message}"))
        found, now = message.partition(":")[0], time.monotonic()
        if not console.is_terminal and (found != step or now - last >= INTERVAL):
            step, last = found, now
            sys.stderr.write(f"{said}\n")

    with console.status(_("training")) as status:
        yield progress
