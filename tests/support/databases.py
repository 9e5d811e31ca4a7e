"""Fixtures with real databases: a new SQLite file, or a new database on a PostgreSQL server that the tests start."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from api.storage import Store, open_store
from benchmarks.running import free_port
from tests.support.programs import program

PASSWORD = "p@ss/wörd"  # characters that a URL must escape
START_SECONDS = 180  # after a crash it first syncs each file of each database, which a busy disk makes minutes of


class PostgresServer:
    """A PostgreSQL server on a loopback port, run by a user other than root and stopped by its PID."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs, self.folder = programs, folder
        self._user: int | None = None
        if os.geteuid() == 0:  # initdb and postgres refuse root
            owner = next(u for u in pwd.getpwall() if u.pw_name in ("postgres", "nobody"))
            self._user = owner.pw_uid
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        secret = folder / "password"
        secret.write_text(PASSWORD, encoding="utf-8")
        secret.chmod(0o644)
        command = [str(programs / "initdb"), f"--pgdata={folder / 'data'}", "--username=tester", f"--pwfile={secret}"]
        subprocess.run(
            [*command, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"],
            check=True, capture_output=True, cwd=folder, user=self._user,
        )  # fmt: skip
        self.port = free_port()
        self.start()

    def url(self, name: str = "postgres") -> str:
        return f"postgresql://tester:{quote(PASSWORD, safe='')}@127.0.0.1:{self.port}/{name}"

    @property
    def pid(self) -> int:
        """Of the process whose children the connections are."""
        return self._process.pid

    def start(self) -> None:
        options = ["-h", "127.0.0.1", "-p", str(self.port), "-k", str(self.folder)]
        self._log = (self.folder / "log").open("ab")
        self._process = subprocess.Popen(
            [str(self._programs / "postgres"), "-D", str(self.folder / "data"), *options],
            stdout=self._log, stderr=self._log, cwd=self.folder, user=self._user,
        )  # fmt: skip
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                psycopg.connect(self.url()).close()
                return
            except psycopg.OperationalError:
                if self._process.poll() is not None:
                    break
                time.sleep(0.1)
        raise RuntimeError("PostgreSQL does not start: " + (self.folder / "log").read_text())

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT is a fast shutdown, SIGQUIT an immediate one: no checkpoint, recovery at the next start."""
        self._process.send_signal(how)
        self._process.wait(timeout=60)
        self._log.close()

    def new_database(self) -> str:
        name = f"test_{time.monotonic_ns()}"
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self.url(name)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    programs = program("initdb").resolve().parent
    folder = Path(tempfile.mkdtemp(prefix="clickbait-pg-"))  # not pytest's: that one only its own user may enter
    server = None
    try:
        server = PostgresServer(programs, folder)
        yield server
    finally:
        if server:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, once for each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'feedback.sqlite3'}"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.new_database()


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    """A store on an empty database, once for each kind."""
    opened = open_store(database)
    yield opened
    opened.close()


def start_python(code: str, *arguments: str) -> subprocess.Popen[str]:
    """Another Python process that runs this code, with pipes."""
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-c", code, *arguments], stdin=pipe, stdout=pipe, stderr=pipe, text=True)
