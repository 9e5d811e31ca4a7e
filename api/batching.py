"""The lane of short calls: those that wait at the same time are scored as one batch.

A batch of 16 headlines takes three times as long as one headline. Nothing waits for a batch to fill (unless the setting
``batch_wait`` says so): what arrives while one batch is scored is the next one.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from api.bodies import JSON, parsed
from api.lanes import Bounds, Job, Lane, hand_over, request_id
from api.schemas import PredictRequest
from api.scoring import Scoring

CALL_BYTES = 16 * 1024  # of a body: what is longer, or asks for explanations, goes to the lane of long work
BATCH_CALLS = 64
BATCH_BYTES = 32 * 1024


def is_short(data: bytes, encoding: str | None) -> bool:
    """Whether the body of a call of ``/v1/predict`` means little work."""
    return len(data) <= CALL_BYTES and b"explain" not in data and encoding is None


@dataclass(frozen=True, slots=True)
class Ask:
    """A call of ``/v1/predict`` as bytes. Called, it is answered alone."""

    scoring: Scoring
    data: bytes
    mimetype: str

    def read(self) -> PredictRequest:
        """Raises ProblemError (400, 415, 422)."""
        return parsed(PredictRequest, self.data, self.mimetype)

    def __call__(self) -> bytes:
        return self.scoring.predict(self.read())


class BatchingLane(Lane):
    """One thread that takes all short calls which wait."""

    def __init__(self, scoring: Scoring, bounds: Bounds, *, wait: float) -> None:
        super().__init__("scoring", bounds, threads=1)
        self._scoring, self._wait = scoring, wait

    async def predict(self, data: bytes, mimetype: str = JSON) -> bytes:
        """The answer to a call. Raises ProblemError."""
        return await self.run(Ask(self._scoring, data, mimetype), len(data))

    def do(self, job: Job) -> None:
        if self._wait:
            time.sleep(self._wait)
        jobs = self._taken(job)
        if len(jobs) == 1:
            super().do(job)
            return
        outcomes = []
        asked = []
        for one in jobs:
            request_id.set(one.request_id)
            try:
                asked.append((one, one.run.read()))  # type: ignore[attr-defined]  # an Ask
            except Exception as error:
                outcomes.append((one, None, error))
        request_id.set(",".join(one.request_id for one, _ in asked[:3]) + ",…" * (len(asked) > 3))
        try:
            found = self._scoring.predict_together([body for _, body in asked])
        except Exception as error:
            found = [error] * len(asked)
        for (one, _), result in zip(asked, found, strict=True):
            failed = isinstance(result, Exception)
            outcomes.append((one, None, result) if failed else (one, result, None))  # type: ignore[arg-type]
        hand_over(outcomes)  # type: ignore[arg-type]

    def _taken(self, job: Job) -> list[Job]:
        jobs, size = [job], job.size
        while self._jobs and len(jobs) < BATCH_CALLS and size < BATCH_BYTES:
            try:
                jobs.append(self._jobs.popleft())
            except IndexError:  # taken back meanwhile
                break
            size += jobs[-1].size
        return jobs
