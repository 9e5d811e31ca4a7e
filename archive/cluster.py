"""The Dask engine: every part is a partition of a Dask dataframe, which a worker scores and writes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import ExitStack
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any

import dask.dataframe as dd
import pandas as pd
from dask.distributed import Client, Future, KilledWorker, LocalCluster, Worker, WorkerPlugin, as_completed

from archive import score
from archive.formats import ArchiveError
from archive.job import Done, Job, Part
from archive.run import Engine
from classifier import Classifier
from classifier.artifact import Artifact, load_artifact

WAIT = 30  # seconds to wait for the scheduler, and then for its first worker
AHEAD = 4  # partitions submitted per thread of the cluster: enough to keep it busy, few enough to keep it small
_META = pd.DataFrame({name: pd.Series(dtype="int64") for name in ("number", "rows", "clickbait", "rejected")})


class ModelPlugin(WorkerPlugin):
    """Sends the model to every worker once, also to workers that join later or replace a lost one."""

    name = "clickbait-model"

    def __init__(self, artifact: Artifact) -> None:
        self._artifact = artifact

    def setup(self, worker: Worker) -> None:
        classifier = Classifier(self._artifact)
        score.sent[classifier.version] = classifier


def cluster(scheduler: str | None, workers: int, wait: float = WAIT) -> Engine:
    """The cluster of ``scheduler``, or where that is None, ``workers`` local processes on the loopback address.

    ``wait`` is the time limit, in seconds, for the scheduler to respond and then for its first worker.
    """

    def results(job: Job, parts: Iterable[Part]) -> Iterator[Done]:
        with ExitStack() as stack:
            client = _connect(stack, scheduler, workers, wait)
            client.register_plugin(ModelPlugin(load_artifact(Path(job.model))))
            _check_workers(client, job)
            try:
                yield from _scored(client, job, iter(parts))
            except KilledWorker as error:
                raise ArchiveError(
                    f"workers died repeatedly on the same part ({error}): continue with --resume"
                ) from None
            except (CancelledError, asyncio.CancelledError):
                raise ArchiveError("the scheduler is gone: continue with --resume when it is back") from None

    return results


def _connect(stack: ExitStack, scheduler: str | None, workers: int, wait: float) -> Client:
    if scheduler is None:
        scheduler = stack.enter_context(
            LocalCluster(
                n_workers=workers, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, silence_logs=50
            )
        )
    try:
        client: Client = stack.enter_context(Client(scheduler, timeout=wait, set_as_default=False))
    except (OSError, ValueError) as error:
        raise ArchiveError(f"no Dask scheduler responds at {scheduler} ({error}): check --scheduler") from None
    try:
        client.wait_for_workers(1, timeout=wait)
    except TimeoutError:
        raise ArchiveError(f"the scheduler has no workers: start some with 'dask worker {scheduler}'") from None
    return client


def _check_workers(client: Client, job: Job) -> None:
    """Raises ArchiveError when a worker has another version or cannot see the files."""
    own = version("clickbait-zh")
    for worker, (found, sees) in client.run(_version_and_access, str(job.staging)).items():
        if found != own:
            raise ArchiveError(
                f"worker {worker} has clickbait-zh {found}, not {own}: install the same version everywhere"
            )
        if not sees:
            raise ArchiveError(f"worker {worker} cannot see {job.staging}: IN and OUT must be on shared storage")


def _version_and_access(folder: str) -> tuple[str, bool]:
    return version("clickbait-zh"), Path(folder).is_dir()


def _scored(client: Client, job: Job, parts: Iterator[Part]) -> Iterator[Done]:
    """Results as they are ready.

    Only a few parts per thread of the cluster are submitted at a time. So the scheduler's memory does not grow with the
    input, and workers that join later get parts too.
    """
    running = as_completed(loop=client.loop, with_results=True)
    pending = 0
    while True:
        if wave := list(islice(parts, _room(client, pending))):
            running.update(_submit(client, job, wave))
            pending += len(wave)
        if not pending:
            return
        for _, frame in running.next_batch(block=True):
            pending -= 1
            for row in frame.to_dict("records"):
                yield Done(**{name: int(value) for name, value in row.items()})


def _room(client: Client, pending: int) -> int:
    threads: int = sum(client.nthreads().values())
    return max(AHEAD * max(threads, 1) - pending, 0)


def _submit(client: Client, job: Job, parts: list[Part]) -> list[Future[Any]]:
    frame = dd.from_map(_score_partition, parts, job=job, meta=_META, enforce_metadata=False)
    futures: list[Future[Any]] = client.compute(frame.to_delayed())
    return futures


def _score_partition(part: Part, job: Job) -> Any:
    done = score.score_part(job, part)
    return pd.DataFrame({name: [getattr(done, name)] for name in _META.columns})
