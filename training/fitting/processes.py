"""Worker processes of training."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Any, TypeVar

from classifier.processes import process_pool
from training.corpus.format import CorpusError

Result = TypeVar("Result")


def training_pool(
    function: Callable[..., Result], calls: Iterable[tuple[Any, ...]], jobs: int
) -> AbstractContextManager[Iterator[Result]]:
    """``classifier.processes.process_pool`` with ordered results. Raises CorpusError when a process was killed."""
    killed = CorpusError("a training process was killed, perhaps for its memory: free some and train again")
    return process_pool(function, calls, jobs, killed=killed)
