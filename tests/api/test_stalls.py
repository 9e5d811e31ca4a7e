"""One thing stands still and the rest goes on: the real server, with real databases and a real Redis that hang."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from api import keys
from api.storage import open_store
from benchmarks.running import Running, free_port, running, stop
from tests.conftest import HEADLINES
from tests.support.databases import PostgresServer
from tests.support.service import SERVE, post
from tests.support.stalls import SOON, deaf_port, locked, outcome, redis_server, stopped, watched

pytestmark = pytest.mark.slow

CALL = {"headlines": HEADLINES}
VOTE = {"headline": HEADLINES[0], "label": "clickbait"}
LONG = {"headlines": ["這款水果千萬別放冰箱，" * 90] * 40, "explain": True}  # 39,600 characters
WAIT = 1.5


@pytest.fixture
def environment(model_folder: Path, tmp_path: Path) -> dict[str, str]:
    return {
        "CLICKBAIT_MODEL": str(model_folder),
        "DATABASE_URL": f"sqlite:///{tmp_path}/feedback.sqlite3",
        "CLICKBAIT_DATABASE_TIMEOUT": str(WAIT),
        "CLICKBAIT_FEEDBACK_RATE_LIMIT": "off",
    }


@pytest.fixture
def server(environment: dict[str, str], tmp_path: Path) -> Iterator[Running]:
    with running(SERVE, environment, tmp_path / "log") as started:
        yield started


def vote(server: Running, key: str) -> tuple[int, float]:
    status, seconds, body = outcome(server.address, "/v1/feedback", VOTE, Idempotency_Key=key)
    if status == 503:
        assert int(body["retry"]) >= 1 and "same Idempotency-Key" in body["detail"]
    return status, seconds


def test_a_locked_database_holds_up_only_those_who_write_to_it(server: Running, tmp_path: Path) -> None:
    assert vote(server, "before")[0] == 200  # urllib takes 201 for 200
    with locked(tmp_path / "feedback.sqlite3"), watched(server.address), ThreadPoolExecutor(8) as pool:
        votes = [pool.submit(vote, server, f"meanwhile-{n}") for n in range(8)]
        for _ in range(5):
            status, seconds, _ = outcome(server.address, "/v1/predict", CALL)
            assert status == 200 and seconds < SOON
        for future in votes:
            status, seconds = future.result()
            assert status == 503 and seconds < WAIT + SOON
    assert vote(server, "meanwhile-0")[0] == 200
    assert "is locked by another program" in server.log


def test_a_postgresql_that_stands_still_holds_up_neither_scoring_nor_known_keys(
    environment: dict[str, str], postgres: PostgresServer, tmp_path: Path
) -> None:
    database = postgres.new_database()
    store = open_store(database)
    key = {"Authorization": f"Bearer {keys.create(store, 'newsroom')}"}
    store.close()
    with running(SERVE, {**environment, "DATABASE_URL": database}, tmp_path / "log") as server:
        assert vote(server, "before")[0] == 200
        assert outcome(server.address, "/v1/predict", CALL, **key)[0] == 200
        with stopped(postgres.pid), watched(server.address):
            assert vote(server, "meanwhile")[0] == 503
            assert outcome(server.address, "/v1/predict", CALL)[0] == 200
            # Its cache is over by now; it was valid a moment ago.
            assert outcome(server.address, "/v1/predict", CALL, **key)[0] == 200
            assert outcome(server.address, "/v1/predict", CALL, Authorization="Bearer cbz_" + "x" * 43)[0] == 503
        deadline = time.monotonic() + 20
        while vote(server, "meanwhile")[0] != 200:
            assert time.monotonic() < deadline


@pytest.mark.parametrize(("failure", "status"), [("closed", 503), ("open", 200)])
def test_a_redis_that_stands_still_is_waited_for_once(
    environment: dict[str, str], tmp_path: Path, failure: str, status: int
) -> None:
    with redis_server(tmp_path) as (url, redis):
        given = {**environment, "CLICKBAIT_RATE_LIMIT_STORAGE": url, "CLICKBAIT_RATE_LIMIT_FAILURE": failure}
        given["CLICKBAIT_RATE_LIMIT_TIMEOUT"] = str(2 * SOON)
        with running(SERVE, given, tmp_path / "log") as server:
            assert outcome(server.address, "/v1/predict", CALL)[0] == 200
            with stopped(redis.pid), watched(server.address):
                taken = []
                for _ in range(8):
                    found, seconds, body = outcome(server.address, "/v1/predict", CALL)
                    assert found == status and (status == 200 or int(body["retry"]) >= 1)
                    taken.append(seconds)
                assert max(taken) < 3 * SOON and sorted(taken)[4] < SOON
            deadline = time.monotonic() + 20
            while outcome(server.address, "/v1/predict", CALL)[0] != 200:
                assert time.monotonic() < deadline
        assert f"calls {'are refused' if failure == 'closed' else 'pass uncounted'}" in server.log


def test_a_storage_of_limits_that_never_answered_does_not_stop_the_start(
    environment: dict[str, str], tmp_path: Path
) -> None:
    with deaf_port() as port:
        given = {**environment, "CLICKBAIT_RATE_LIMIT_STORAGE": f"redis://127.0.0.1:{port}/0"}
        with running(SERVE, given, tmp_path / "log") as server, watched(server.address):
            assert outcome(server.address, "/v1/predict", CALL)[0] == 503


def test_long_explanations_let_short_calls_pass(server: Running) -> None:
    with watched(server.address), ThreadPoolExecutor(3) as pool:
        long = [pool.submit(outcome, server.address, "/v1/predict", LONG) for _ in range(3)]
        for _ in range(5):
            status, seconds, _ = outcome(server.address, "/v1/predict", CALL)
            assert status == 200 and seconds < 2 * SOON
        assert [future.result()[0] for future in long] == [200] * 3


def test_a_full_queue_refuses_at_once_and_loses_nobody(environment: dict[str, str], tmp_path: Path) -> None:
    with running(SERVE, {**environment, "CLICKBAIT_SCORING_QUEUE": "1"}, tmp_path / "log") as server:
        with watched(server.address), ThreadPoolExecutor(8) as pool:
            found = [f.result() for f in [pool.submit(outcome, server.address, "/v1/predict", LONG) for _ in range(8)]]
        refused = [(seconds, body) for status, seconds, body in found if status == 503]
        assert {status for status, _, _ in found} == {200, 503} and len(refused) >= 2
        assert all(body["retry"] == "1" for _, body in refused)
        assert min(seconds for seconds, _ in refused) < min(seconds for status, seconds, _ in found if status == 200)
        assert post(server.address, "/v1/predict", CALL)["predictions"]


def test_all_at_once(environment: dict[str, str], postgres: PostgresServer, tmp_path: Path) -> None:
    with ExitStack() as stack:
        url, redis = stack.enter_context(redis_server(tmp_path))
        given = {
            **environment, "DATABASE_URL": postgres.new_database(), "CLICKBAIT_RATE_LIMIT_STORAGE": url,
            "CLICKBAIT_RATE_LIMIT_FAILURE": "open",
        }  # fmt: skip
        server = stack.enter_context(running(SERVE, given, tmp_path / "log"))
        assert vote(server, "before")[0] == 200
        stack.enter_context(stopped(redis.pid))
        stack.enter_context(stopped(postgres.pid))
        with watched(server.address), ThreadPoolExecutor(8) as pool:
            votes = [pool.submit(vote, server, f"meanwhile-{n}") for n in range(5)]
            long = [pool.submit(outcome, server.address, "/v1/predict", LONG) for _ in range(2)]
            for _ in range(3):
                status, seconds, _ = outcome(server.address, "/v1/predict", CALL)
                assert status == 200 and seconds < 2 * SOON
            assert {future.result()[0] for future in votes} == {503}
            assert {future.result()[0] for future in long} == {200}
        assert stop(server.process) == 0  # threads that hang do not keep it


def test_a_log_that_nobody_reads_stops_nobody(environment: dict[str, str], tmp_path: Path) -> None:
    reading, writing = os.pipe()
    try:
        environment = {**os.environ, **environment, "CLICKBAIT_LOG_FORMAT": "json"}
        port = free_port()
        program = Path(sys.executable).with_name("clickbait")
        process = subprocess.Popen([program, "serve", "--port", str(port)], env=environment, stderr=writing)
        address = f"http://127.0.0.1:{port}"
        while outcome_or_none(address) != 200:
            assert process.poll() is None
            time.sleep(0.1)
        with watched(address):
            for _ in range(400):  # about 100 kB of lines; a pipe holds 64 kB
                assert outcome(address, "/v1/predict", {"headlines": ["標題"]})[0] == 200
        os.set_blocking(reading, False)
        assert len(os.read(reading, 1 << 20)) > 50_000
    finally:
        os.close(reading)
        os.close(writing)
        stop(process)


def outcome_or_none(address: str) -> int | None:
    try:
        return outcome(address, "/v1/predict", CALL)[0]
    except OSError:
        return None
