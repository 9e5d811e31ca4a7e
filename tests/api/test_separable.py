"""Scoring needs no disk, no database and no /dev/shm: the real server where there are none."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from api.shared_memory import VARIABLE
from api.telemetry import Metrics
from benchmarks.running import Running, running
from tests.conftest import HEADLINES
from tests.support.commands import command
from tests.support.service import SERVE, post

CALL = {"headlines": HEADLINES}
VOTE = {"headline": HEADLINES[0], "label": "clickbait"}
READ_ONLY = """
mount --make-rprivate /
awk '{print $2}' /proc/mounts | while read -r place; do
  case $place in /proc*|/sys*) ;; *) mount -o remount,ro,bind "$place" 2>/dev/null ;; esac
done
touch /tmp/canary /dev/shm/canary 2>/dev/null && exit 9
exec "$@"
"""


def text(server: Running, path: str) -> str:
    with urllib.request.urlopen(f"{server.address}{path}", timeout=10) as response:
        return str(response.read().decode())


@contextmanager
def full_folder(place: Path) -> Iterator[Path]:
    """A file system of 64 kB, full. Skips where this user may not mount one."""
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(place)], capture_output=True)
    if mounted.returncode:
        pytest.skip("only root can mount a small file system")
    try:
        try:
            with (place / "filler").open("wb", buffering=0) as file:
                while file.write(b"x" * 1024):
                    pass
        except OSError:
            pass
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


@pytest.mark.slow
def test_a_full_temporary_folder_disturbs_nothing(model_folder: Path, tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/feedback.sqlite3"
    with full_folder(tmp_path / "full") as full:
        environment = {"CLICKBAIT_MODEL": str(model_folder), "DATABASE_URL": database, "TMPDIR": str(full)}
        with running([*SERVE, "--workers", "2"], environment, tmp_path / "log") as server:
            for n in range(20):
                assert len(post(server.address, "/v1/predict", CALL)["predictions"]) == len(HEADLINES)
                post(server.address, "/v1/feedback", VOTE, Idempotency_Key=str(n))
            assert "clickbait_metrics_complete 1.0" in text(server, "/metrics")
            assert 'route="/v1/predict",status="200"} 20.0' in text(server, "/metrics")
            server.process.send_signal(signal.SIGHUP)
            deadline = time.monotonic() + 10
            while "replaces" not in server.log:
                assert time.monotonic() < deadline
                time.sleep(0.05)
        assert "Unexpected exit" not in server.log


@pytest.mark.slow
def test_without_feedback_no_database_is_opened(model_folder: Path, tmp_path: Path) -> None:
    with full_folder(tmp_path / "full") as full:
        (full / "filler").unlink()
        environment = {"CLICKBAIT_MODEL": str(model_folder), "DATABASE_URL": f"sqlite:///{full}/f.sqlite3"}
        environment["CLICKBAIT_FEEDBACK"] = "off"  # so that it starts: no database is opened
        with running(SERVE, environment, tmp_path / "log") as server:
            with pytest.raises(urllib.error.HTTPError, match="404") as refused:
                post(server.address, "/v1/feedback", VOTE, Idempotency_Key="a")
            with refused.value:
                assert "takes no corrections" in json.load(refused.value)["detail"]
            assert post(server.address, "/v1/predict", CALL)["predictions"]
            assert "/v1/feedback" not in text(server, "/openapi.json")
        assert [path.name for path in full.iterdir()] == []


@pytest.mark.slow
def test_a_scoring_server_runs_where_nothing_can_be_written(model_folder: Path, tmp_path: Path) -> None:
    script = tmp_path / "read-only.sh"
    script.write_text(READ_ONLY, encoding="utf-8")
    unshare = ["unshare", "--mount", "bash", str(script)]
    if not shutil.which("unshare") or subprocess.run([*unshare, "true"], capture_output=True).returncode:
        pytest.skip("this user cannot make its file systems read-only")
    clickbait = Path(sys.executable).with_name("clickbait")
    program = clickbait.with_name("read-only-clickbait")  # running() starts programs beside this Python
    program.write_text(f'#!/bin/sh\nexec {" ".join(unshare)} {clickbait} "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    environment = {"CLICKBAIT_MODEL": str(model_folder), "CLICKBAIT_FEEDBACK": "off", "HOME": "/nonexistent"}
    try:
        with running([program.name, "serve", "--port", "{port}"], environment, tmp_path / "log") as server:
            assert post(server.address, "/v1/predict", CALL)["predictions"]
            assert "clickbait_metrics_complete 1.0" in text(server, "/metrics")
            with pytest.raises(urllib.error.HTTPError, match="401"):
                post(server.address, "/v1/predict", CALL, Authorization="Bearer cbz_unknown")
    finally:
        program.unlink()


def test_keys_need_a_database_and_a_server_that_asks_for_them_says_so(model_folder: Path, tmp_path: Path) -> None:
    environment = {"CLICKBAIT_MODEL": str(model_folder), "DATABASE_URL": f"sqlite:///{tmp_path}/none/f.sqlite3"}
    done = command("serve", "--port", "18998", "--no-feedback", "--require-key", **environment)
    assert done.returncode == 2 and "cannot be opened" in done.stderr and done.stderr.count("\n") == 1


@pytest.mark.slow
def test_a_model_that_is_copied_file_by_file_is_taken_when_it_is_whole(model_folder: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(model_folder, tmp_path / "model"))
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    newer = {**manifest, "threshold": 0.9, "files": dict(manifest["files"])}
    names = [name for name in newer["files"] if name.endswith(".npy")][:5]
    environment = {
        "CLICKBAIT_MODEL": str(folder), "CLICKBAIT_RELOAD_INTERVAL": "0.1",
        "DATABASE_URL": f"sqlite:///{tmp_path}/feedback.sqlite3",
    }  # fmt: skip
    contents = {name: (folder / name).read_bytes() for name in names}
    with running(SERVE, environment, tmp_path / "log") as server:
        for name in names:
            (folder / name).unlink()
        (folder / "manifest.json").write_text(json.dumps(newer), encoding="utf-8")
        for name in names:
            time.sleep(0.3)
            (folder / name).write_bytes(contents[name][: len(contents[name]) // 2])
            assert post(server.address, "/v1/predict", CALL)["threshold"] != 0.9
            (folder / name).write_bytes(contents[name])
        deadline = time.monotonic() + 10
        while post(server.address, "/v1/predict", CALL)["threshold"] != 0.9:
            assert time.monotonic() < deadline, server.log
            time.sleep(0.05)
        assert json.loads(text(server, "/v1/model"))["problem"] is None


def test_metrics_of_workers_without_shared_memory_say_that_parts_are_missing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(VARIABLE, f"/proc/{os.getpid()}/fd/9999:4")
    metrics = Metrics("shared")
    metrics.begin()
    metrics.end("/v1/predict", "POST", 200, 0.01)
    assert b"clickbait_metrics_complete 0.0" in metrics.text() and b'status="200"} 1.0' in metrics.text()
    assert "no shared memory" in caplog.text
