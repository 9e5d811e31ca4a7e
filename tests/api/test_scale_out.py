"""Two API servers behind nginx with the configuration of deploy/, one Redis and one PostgreSQL: all of them real."""

from __future__ import annotations

import json
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import psutil
import psycopg
import pytest

from benchmarks.running import Running, free_port, running, stop
from tests.conftest import HEADLINES, ROOT
from tests.support.databases import PostgresServer
from tests.support.programs import program

pytestmark = pytest.mark.slow

LIMIT = 12


class Fleet(NamedTuple):
    """The proxy's address, the servers behind it, and the URL of their database."""

    address: str
    servers: list[Running]
    database: str


def configuration(folder: Path, port: int, servers: list[Running]) -> Path:
    """deploy/nginx.conf with these addresses for Docker's names; Debian's nginx is too old for ``resolve``."""
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    members = "\n".join(f"        server 127.0.0.1:{server.port};" for server in servers)
    for old, new in (
        ("events {}", f"pid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}"),
        ("    resolver 127.0.0.11 valid=5s;\n", f"    access_log {folder}/access.log;\n"),
        ("        server api:8000 resolve;", members),
        ("listen 8000;", f"listen 127.0.0.1:{port};"),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    path = folder / "nginx.conf"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def fleet(model_folder: Path, postgres: PostgresServer, tmp_path: Path) -> Iterator[Fleet]:
    nginx, redis = program("nginx"), program("redis-server")
    redis_port, port, database = free_port(), free_port(), postgres.new_database()
    environment = {
        "CLICKBAIT_MODEL": str(model_folder),
        "CLICKBAIT_PROXIES": "1",
        "CLICKBAIT_RATE_LIMIT": f"{LIMIT}/hour",
        "CLICKBAIT_RATE_LIMIT_STORAGE": f"redis://127.0.0.1:{redis_port}/0",
        "DATABASE_URL": database,
    }
    with ExitStack() as stack:

        def start(*command: str) -> None:
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=tmp_path)
            stack.callback(stop, process)

        start(str(redis), "--bind", "127.0.0.1", "--port", str(redis_port), "--save", "", "--appendonly", "no")
        serve = ["clickbait", "serve", "--port", "{port}"]
        servers = [stack.enter_context(running(serve, environment, tmp_path / f"{n}.log")) for n in range(2)]
        start(str(nginx), "-c", str(configuration(tmp_path, port, servers)), "-g", "daemon off;")
        address = f"http://127.0.0.1:{port}"
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{address}/readyz", timeout=5).close()
                break
            except OSError:
                time.sleep(0.05)
        yield Fleet(address, servers, database)


def status(address: str, path: str, document: object, client: str = "", **headers: str) -> int:
    given = {"Content-Type": "application/json", "X-Forwarded-For": client, **headers}
    request = urllib.request.Request(f"{address}{path}", json.dumps(document).encode(), given)
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def answered(server: Running) -> int:
    """Predictions that this server answered, by its own log."""
    return server.log.count("/v1/predict")


def test_many_servers_share_one_limit_and_one_database_and_one_may_die(fleet: Fleet) -> None:
    vote = {"headline": HEADLINES[0], "label": "clickbait", "client_id": "reader-1"}
    # The repeated one goes to the other server, which finds it in the database.
    assert [status(fleet.address, "/v1/feedback", vote, **{"Idempotency-Key": "one-vote"}) for _ in range(2)] == [
        201,
        200,
    ]
    with psycopg.connect(fleet.database) as connection:
        assert connection.execute("SELECT count(*) FROM feedback").fetchone() == (1,)

    call = {"headlines": HEADLINES}
    # A client cannot choose the address that it is counted under.
    found = [status(fleet.address, "/v1/predict", call, client=f"203.0.113.{n}") for n in range(LIMIT)]
    assert found == [200] * (LIMIT - 2) + [429] * 2
    assert all(answered(server) > 2 for server in fleet.servers)

    lost, left = fleet.servers
    (worker,) = psutil.Process(lost.process.pid).children()
    lost.process.kill()
    lost.process.wait()
    worker.wait(10)  # it ends with its server
    for _ in range(4):
        urllib.request.urlopen(f"{fleet.address}/readyz", timeout=10).close()
    assert left.process.poll() is None
