"""Interrupted runs: kill -9, Ctrl-C, and the moments in between."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from archive.formats import ArchiveError
from archive.job import Done, Job, Part
from archive.run import Options, local, score_archive
from archive.staging import Staging
from tests.conftest import HEADLINES
from tests.support.archives import write
from tests.support.commands import PROGRAM, command

COUNT = 30_000
PART = 300


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rows of which every thousandth has no headline."""
    rows = [{"id": n, "headline": f"{HEADLINES[n % 5]} {n}" if n % 1000 else ""} for n in range(COUNT)]
    return write(tmp_path_factory.mktemp("source") / "in.csv.gz", rows)


@pytest.fixture(scope="module")
def undisturbed(source: Path, model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of a run that nothing interrupted, by name."""
    folder = tmp_path_factory.mktemp("undisturbed")
    for name in ("out.csv", "out.parquet"):
        score_archive([str(source)], folder / name, local(1), Options(part_rows=PART), model=model_folder)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def start(source: Path, out: Path, model: Path, *more: str) -> subprocess.Popen[bytes]:
    fixed = [PROGRAM, "score", str(source), str(out), "--part-rows", str(PART), "--model", str(model)]
    with (out.parent / "log").open("wb") as log:  # a pipe would not end before the processes that a killed run leaves
        return subprocess.Popen([*fixed, *more], stdout=subprocess.DEVNULL, stderr=log)


def receipts(out: Path) -> list[Path]:
    return list(Path(f"{out}.partial").glob("done/part-*.json"))


def wait_for_parts(out: Path, count: int, process: subprocess.Popen[bytes]) -> None:
    while len(receipts(out)) < count:
        assert process.poll() is None, "it ended before it could be interrupted"
        time.sleep(0.002)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "jobs"), [("out.csv", "1"), ("out.parquet", "2")])
def test_a_run_killed_twice_and_resumed_gives_the_bytes_of_an_undisturbed_one(
    name: str, jobs: str, source: Path, undisturbed: dict[str, bytes], model_folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / name
    for number, parts in enumerate((10, 50)):
        process = start(source, out, model_folder, "--jobs", jobs, *["--resume"] * number)
        wait_for_parts(out, parts, process)
        process.kill()
        process.wait()
        assert not out.exists() and receipts(out)
    refused = command("score", source, out, "--part-rows", PART, "--model", model_folder)
    assert refused.returncode == 2 and "continue it with --resume, or delete it" in refused.stderr
    assert refused.stderr.count("\n") == 1
    kept = {path: path.stat().st_mtime_ns for path in receipts(out)}
    last = start(source, out, model_folder, "--jobs", jobs, "--resume")
    seen = {}
    while last.poll() is None:
        if out.exists():
            seen.setdefault("first", out.read_bytes())
        for path in kept:  # a part that is done is not done again
            try:
                assert path.stat().st_mtime_ns == kept[path]
            except FileNotFoundError:
                continue
        time.sleep(0.001)
    assert last.wait() == 0 and (tmp_path / "log").read_bytes() == b""
    assert {path.name: path.read_bytes() for path in tmp_path.glob("out.*") if path.is_file()} == {
        file: content for file, content in undisturbed.items() if file.startswith(name)
    }
    assert seen.get("first", undisturbed[name]) == undisturbed[name]
    assert not Path(f"{out}.partial").exists()


@pytest.mark.slow
def test_ctrl_c_keeps_what_is_done_and_says_how_to_go_on(source: Path, model_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "folder"
    process = start(source, out, model_folder, "--jobs", "2")
    wait_for_parts(out, 5, process)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 130
    told = (tmp_path / "log").read_text(encoding="utf-8")
    assert "--resume continues" in told and "Traceback" not in told
    parts = [tmp_path / "folder.partial" / "parts" / f"{path.stem}.csv.gz" for path in receipts(out)]
    before = {path.name: path.stat().st_mtime_ns for path in parts}
    assert len(before) >= 5
    done = command("score", source, out, "--part-rows", PART, "--model", model_folder, "--resume")
    assert f"{COUNT - COUNT // 1000} rows scored" in done.stdout and "in an earlier run" in done.stdout
    after = {path.name: path.stat().st_mtime_ns for path in out.iterdir()}
    assert len(after) == COUNT // PART
    assert {name: after[name] for name in before} == before


def stopping_after(count: int) -> object:
    """An engine that is interrupted when so many parts are done."""

    def results(job: Job, parts: Iterable[Part]) -> Iterator[Done]:
        for number, done in enumerate(local(1)(job, parts), 1):
            yield done
            if number == count:
                raise KeyboardInterrupt

    return results


@pytest.fixture
def interrupted(model_folder: Path, tmp_path: Path) -> Path:
    """Where 3 of 5 parts are done."""
    write(tmp_path / "in.csv", [{"headline": f"{HEADLINES[n % 5]} {n}"} for n in range(50)])
    with pytest.raises(KeyboardInterrupt):
        resume(tmp_path, model_folder, engine=stopping_after(3), resume=False)
    return tmp_path


def resume(folder: Path, model: Path, **changes: object) -> int:
    options = Options(part_rows=10, threshold=changes.pop("threshold", None))  # type: ignore[arg-type]
    given = {"engine": local(1), "resume": True, "options": options, **changes}
    return score_archive([str(folder / "in.csv")], folder / "out.csv", model=model, **given).rows  # type: ignore[arg-type]


def test_it_resumes_nothing_but_the_same_work(interrupted: Path, model_folder: Path) -> None:
    with pytest.raises(ArchiveError, match="started with --threshold None, not 0.5"):
        resume(interrupted, model_folder, threshold=0.5)
    other = interrupted / "other-model"
    shutil.copytree(model_folder, other)
    manifest = json.loads((other / "manifest.json").read_text(encoding="utf-8"))
    (other / "manifest.json").write_text(json.dumps({**manifest, "version": "0123456789ab"}), encoding="utf-8")
    with pytest.raises(ArchiveError, match=f"started with model {manifest['version']}, not 0123456789ab"):
        resume(interrupted, other)
    kept = (interrupted / "in.csv").read_bytes()
    stamps = (interrupted / "in.csv").stat()
    write(interrupted / "in.csv", [{"headline": HEADLINES[0]}])
    with pytest.raises(ArchiveError, match=r"another input \(.*in.csv is new, gone or changed"):
        resume(interrupted, model_folder)
    (interrupted / "in.csv").write_bytes(kept)
    os.utime(interrupted / "in.csv", ns=(stamps.st_atime_ns, stamps.st_mtime_ns))
    assert resume(interrupted, model_folder) == 50


def test_two_runs_do_not_write_one_output(interrupted: Path, model_folder: Path) -> None:
    with Staging(interrupted / "out.csv").locked(), pytest.raises(ArchiveError, match="another run is writing"):
        resume(interrupted, model_folder)
    assert resume(interrupted, model_folder) == 50


def test_a_run_that_ended_between_the_last_steps_is_finished(interrupted: Path, model_folder: Path) -> None:
    staging = interrupted / "out.csv.partial"
    with pytest.raises(KeyboardInterrupt):
        resume(interrupted, model_folder, engine=stopping_after(2))
    (staging / "whole").write_text("half of it")  # killed while it was put together
    shutil.copytree(staging, interrupted / "copy")
    assert resume(interrupted, model_folder) == 50
    whole = (interrupted / "out.csv").read_bytes()
    assert whole.count(b"\n") == 51

    shutil.copytree(interrupted / "copy", staging)  # killed when the output was in place, before the folder was gone
    (staging / "whole").unlink()
    manifest = json.loads((staging / "manifest.json").read_text(encoding="utf-8"))
    (staging / "manifest.json").write_text(json.dumps({**manifest, "state": "publishing"}), encoding="utf-8")
    assert resume(interrupted, model_folder) == 50
    assert (interrupted / "out.csv").read_bytes() == whole and not staging.exists()


def test_a_strange_or_damaged_staging_folder_is_left_alone(interrupted: Path, model_folder: Path) -> None:
    staging = interrupted / "out.csv.partial"
    (staging / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(ArchiveError, match="manifest.json is damaged"):
        resume(interrupted, model_folder)
    shutil.rmtree(staging)
    staging.mkdir()
    (staging / "mine.txt").write_text("mine")
    with pytest.raises(ArchiveError, match="is not the staging folder"):
        resume(interrupted, model_folder)
    assert (staging / "mine.txt").exists()


def test_resume_with_nothing_to_resume_starts_and_a_finished_output_is_not_touched(
    model_folder: Path, tmp_path: Path
) -> None:
    write(tmp_path / "in.csv", [{"headline": HEADLINES[0]}])
    assert resume(tmp_path, model_folder) == 1
    with pytest.raises(ArchiveError, match="exists already"):
        resume(tmp_path, model_folder)
    assert not (tmp_path / "out.csv.partial").exists()
