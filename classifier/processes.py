"""Worker processes for archives and training. It needs joblib, which only the extras that use it install."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from typing import Any, TypeVar

from joblib import Parallel, delayed
from joblib.externals.loky.process_executor import BrokenProcessPool

IDLE_SECONDS = 20  # after which a worker without work exits, also one whose parent process was killed
Result = TypeVar("Result")


@contextmanager
def process_pool(
    function: Callable[..., Result],
    calls: Iterable[tuple[Any, ...]],
    jobs: int,
    *,
    killed: Exception,
    ordered: bool = True,
) -> Iterator[Iterator[Result]]:
    """Results of ``function(*arguments)`` for each tuple of ``calls``, computed by ``jobs`` worker processes.

    The first calls start at once, before a result is asked for; at most ``2 * jobs`` are taken from ``calls`` ahead of
    the results. Results come in the order of the calls, or as they are ready where ``ordered`` is False. One job runs
    in this process. Leaving the block cancels what is left. Raises ``killed`` when a worker process was killed.
    """
    kind = "generator" if ordered else "generator_unordered"
    pool = Parallel(jobs, return_as=kind, pre_dispatch="2*n_jobs", batch_size=1, idle_worker_timeout=IDLE_SECONDS)
    try:
        with closing(pool(delayed(function)(*arguments) for arguments in calls)) as results:
            yield results
    except BrokenProcessPool:
        raise killed from None
