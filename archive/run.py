"""Score an archive: plan the parts, run an engine on them, publish the output."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from archive.columns import columns_of
from archive.formats import ArchiveError, InputError, check_kind, input_files, output_format, refusing
from archive.job import Done, Job, Part, added_columns, further_fields
from archive.plan import parts_of
from archive.score import score_part
from archive.staging import Staging, check_place, rejects_of
from classifier.artifact import default_model_path, read_manifest
from classifier.processes import process_pool
from classifier.trained_head import read_heads
from tabular.files import kind_of
from tabular.formats import Format, format_of
from tabular.sheet import XLSX_ROWS

PART_ROWS = 50_000
Engine = Callable[[Job, Iterable[Part]], Iterator[Done]]


@dataclass(frozen=True)
class Options:
    """What the output depends on, besides input and model.

    ``column``, ``encoding`` and ``delimiter`` None are found by the content of the input. ``add`` names answers besides
    those that every scored table gets; ``excel`` asks for a CSV or TSV that a spreadsheet opens as it is.
    """

    column: str | None = None
    prefix: str = ""
    threshold: float | None = None
    part_rows: int = PART_ROWS
    add: tuple[str, ...] = ()
    excel: bool = False
    encoding: str | None = None
    delimiter: str | None = None


@dataclass
class Progress:
    """Progress of a run: bytes of the input on disk, rows scored and rejected. ``resumed`` rows are of earlier runs."""

    total: int
    read: int = 0
    rows: int = 0
    clickbait: int = 0
    rejected: int = 0
    resumed: int = 0
    seconds: float = 0.0
    model: str = ""

    def add(self, done: Done, share: int) -> None:
        self.read += share
        self.rows += done.rows
        self.clickbait += done.clickbait
        self.rejected += done.rejected


def local(jobs: int) -> Engine:
    """Processes of this machine, through joblib. One job runs in this process."""

    def results(job: Job, parts: Iterable[Part]) -> Iterator[Done]:
        killed = ArchiveError("a process was killed, perhaps for its memory: continue with --resume and fewer --jobs")
        calls = ((job, part) for part in parts)
        with process_pool(score_part, calls, jobs, killed=killed, ordered=False) as done:
            yield from done

    return results


def score_archive(
    names: Sequence[str],
    out: Path,
    engine: Engine,
    options: Options,
    *,
    model: Path | None = None,
    resume: bool = False,
    source: str | None = None,
    target: str | None = None,
    folder: bool = False,
    report: Callable[[Progress], object] = lambda _: None,
    told: Callable[[str], object] = lambda _: None,
) -> Progress:
    """Score files, folders or globs into ``out``. Rows that cannot be scored go to ``<out>.rejects``.

    ``source`` and ``target`` are the kinds of input and output where their names do not say them; with ``folder`` the
    output is a folder of parts whatever its name. ``told`` hears of files that are skipped.

    Raises ArchiveError, ModelError or OSError. Finished parts then stay in the staging folder, for ``resume``.
    """
    started = time.monotonic()
    out = Path(os.path.abspath(out))  # without dots: the files beside it have its name
    staging = Staging(out)
    with refusing():
        check_kind(source)
        check_kind(target)
        named = output_format(out, target, folder=folder)
        check_place(out)
        files = input_files(names, (out, staging.folder, rejects_of(out)), source, told)
        job = _job(files, source, named, staging.folder, options, (model or default_model_path()).absolute())
    with staging.locked():
        staging.check(resume)
        stats = [file.stat() for file in files]
        done = staging.begin(
            {
                "version": version("clickbait-zh"),
                "model": job.version,
                "options": asdict(options),
                "input": [[str(f.absolute()), s.st_size, s.st_mtime_ns] for f, s in zip(files, stats, strict=True)],
            }
        )
        progress = Progress(sum(stat.st_size for stat in stats), model=job.version)
        plan = _Plan(parts_of(files, job, options.part_rows, done), done, progress)
        report(progress)
        for result in engine(job, plan):
            progress.add(result, plan.shares.pop(result.number))
            report(progress)
            if job.target.kind == "xlsx" and progress.rows > XLSX_ROWS:
                staging.discard()
                raise ArchiveError(f"XLSX holds {XLSX_ROWS} rows and no more: write CSV or Parquet")
        try:
            plan.check()
        except InputError:
            staging.discard()  # the input has to change, so that nothing of it can be resumed
            raise
        staging.finish(job, plan.count)
    progress.read, progress.seconds = progress.total, time.monotonic() - started
    report(progress)
    return progress


def _job(
    files: Sequence[Path], kind: str | None, named: Format | None, staging: Path, options: Options, model: Path
) -> Job:
    source = kind or kind_of(files[0])
    target = named or _part_format(files[0], source)
    manifest = read_manifest(model)
    heads = tuple(trained.head for trained in read_heads(manifest))
    further = further_fields(heads, options.add)
    if options.excel and target.kind not in ("csv", "tsv"):
        raise ArchiveError(f"--excel is for CSV and TSV, not for {target.kind}")
    added = added_columns(heads, options.prefix, further)
    columns = columns_of(
        files, source, target, options.column, added, encoding=options.encoding, delimiter=options.delimiter
    )
    marked = columns.marked and target.kind in ("csv", "tsv")
    return Job(
        source, target, named is None, columns.column, options.prefix, columns.names, columns.schema,
        options.threshold, heads, str(model), str(manifest["version"]), staging, columns.dialect, further,
        options.excel, marked, options.encoding,
    )  # fmt: skip


def _part_format(file: Path, source: str) -> Format:
    """The format of the parts of a folder: that of the input, or CSV where a workbook is the input."""
    return Format("csv") if source == "xlsx" else format_of(file) or Format(source)


class _Plan:
    """The parts that remain to be scored. The engine iterates over them, perhaps in another thread.

    An error in the input ends the iteration. ``check`` raises it after the engine has finished, because joblib would
    wait forever if the iterator raised it.
    """

    def __init__(self, parts: Iterator[Part], done: dict[int, Done], progress: Progress) -> None:
        self.shares: dict[int, int] = {}
        self.count = 0
        self._parts, self._done, self._progress = parts, done, progress
        self._error: Exception | None = None

    def __iter__(self) -> Iterator[Part]:
        try:
            for part in self._parts:
                self.count += 1
                if known := self._done.get(part.number):
                    self._progress.add(known, part.share)
                    self._progress.resumed += known.rows + known.rejected
                    continue
                self.shares[part.number] = part.share
                yield part
        except Exception as error:
            self._error = error

    def check(self) -> None:
        """Raises the error that ended the iteration early."""
        if self._error:
            raise self._error
