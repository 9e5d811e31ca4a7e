"""``clickbait train``: corpus to model folder."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

import joblib
from rich.console import Console

from classifier.artifact import default_model_path, save
from training.corpus import bundled_corpus, digest, read_corpus
from training.fit import fit
from training.heads import Settings
from training.pages import read_pages

SUMMARY = ("precision", "recall", "f1", "roc_auc", "ece")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", nargs="+", type=Path, metavar="PATH", help="corpus files or folders")
    parser.add_argument("--out", type=Path, metavar="DIR", help="model folder (default: CLICKBAIT_MODEL, else ./model)")
    parser.add_argument("--pages", type=Path, metavar="DIR", help="labelled pages (default: the bundled ones)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="seed of the solvers (default 0)")
    parser.add_argument("--pipeline", type=Path, metavar="FILE", help="also save the scikit-learn pipeline (joblib)")


def run(args: argparse.Namespace) -> int:
    paths = args.data or [bundled_corpus()]
    out = args.out or default_model_path()
    rows, pages = read_corpus(paths), read_pages(args.pages)
    console = Console(stderr=True)
    with console.status("training") as status:
        shown = console.is_terminal

        def progress(message: str) -> None:
            status.update(f"training: {message}")
            if not shown:
                sys.stderr.write(f"training: {message}\n")

        settings = replace(Settings(), seed=args.seed)
        fitted = fit(rows, settings, corpus_digest=digest(paths), pages=pages, progress=progress)
        save(fitted.artifact, out)
        if args.pipeline:
            joblib.dump(fitted.pipeline, args.pipeline)
    manifest = fitted.artifact.manifest
    counts = manifest["corpus"]["headlines"]
    print(f"{sum(counts.values())} headlines: " + ", ".join(f"{n} {name}" for name, n in counts.items()))
    for split, found in manifest["metrics"].items():
        print(f"{split:<11}" + "  ".join(f"{name} {found[name][0]:.3f}" for name in SUMMARY))
    roles = manifest["roles"]["html"]
    print(f"roles      {roles['lines']} lines of {roles['pages']} pages")
    print(f"threshold  {manifest['threshold']:.3f}")
    print(f"model {manifest['version']} saved in {out}")
    if args.pipeline:
        print(f"scikit-learn pipeline saved in {args.pipeline}")
    return 0
