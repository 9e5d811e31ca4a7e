"""The Dask engine on a real scheduler and worker processes of loopback."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from archive.cluster import cluster as dask_engine
from archive.formats import ArchiveError
from archive.run import Options, local, score_archive
from benchmarks.running import free_port, stop
from tests.conftest import HEADLINES
from tests.support.commands import PROGRAM, command

pytestmark = pytest.mark.slow

DASK = str(Path(sys.executable).with_name("dask"))
COUNT, FILES, PART = 30_000, 6, 250


@pytest.fixture(scope="module")
def parquet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A partitioned set; every thousandth headline is missing."""
    folder = tmp_path_factory.mktemp("parquet")
    for file in range(FILES):
        ids = range(file * COUNT // FILES, (file + 1) * COUNT // FILES)
        headlines = [f"{HEADLINES[n % 5]} {n}" if n % 1000 else None for n in ids]
        pq.write_table(pa.table({"id": ids, "headline": headlines}), folder / f"day-{file}.parquet", row_group_size=700)
    return folder


class Cluster:
    """A scheduler and workers, each a process that is stopped by its own PID."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self.address = f"tcp://127.0.0.1:{free_port()}"
        self._stack, self._folder = stack, folder
        self.start("scheduler", "--host", "127.0.0.1", "--port", self.address.rsplit(":", 1)[1])

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        log = self._stack.enter_context((self._folder / "log").open("ab"))
        process = subprocess.Popen([DASK, *arguments, "--no-dashboard"], stdout=log, stderr=log, cwd=self._folder)
        self._stack.callback(stop, process)
        return process

    def worker(self) -> subprocess.Popen[bytes]:
        fixed = ("--no-nanny", "--nthreads", "1", "--host", "127.0.0.1", "--local-directory", str(self._folder))
        return self.start("worker", self.address, *fixed)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    folder = tmp_path / "dask"
    folder.mkdir()
    with ExitStack() as stack:
        yield Cluster(stack, folder)


def test_every_row_is_there_once_with_the_local_scores_though_a_worker_is_killed(
    cluster: Cluster, parquet: Path, model_folder: Path, tmp_path: Path
) -> None:
    lost, _ = cluster.worker(), cluster.worker()
    fixed = ["--part-rows", str(PART), "--model", str(model_folder), "--engine", "dask", "--scheduler", cluster.address]
    out = tmp_path / "out.parquet"
    run = subprocess.Popen(
        [PROGRAM, "score", parquet, out, *fixed], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    receipts = tmp_path / "out.parquet.partial" / "done"
    while len(list(receipts.glob("part-*"))) < 10:
        assert run.poll() is None, run.communicate()
        time.sleep(0.002)
    lost.kill()
    done = len(list(receipts.glob("part-*")))
    assert done < COUNT // PART // 2, f"{done} parts were done before the worker could be killed"
    told, errors = run.communicate(timeout=100)
    assert run.returncode == 0, errors
    assert told.startswith(f"{COUNT - COUNT // 1000} rows scored") and f"{COUNT // 1000} rejected" in told

    score_archive([str(parquet)], tmp_path / "local.parquet", local(1), Options(part_rows=PART), model=model_folder)
    ours = pq.read_table(out)
    assert ours.column("id").to_pylist() == [number for number in range(COUNT) if number % 1000]
    assert ours.equals(pq.read_table(tmp_path / "local.parquet"))
    assert out.read_bytes() == (tmp_path / "local.parquet").read_bytes()
    rejects = [(tmp_path / f"{name}.parquet.rejects").read_bytes() for name in ("out", "local")]
    assert rejects[0] == rejects[1] and rejects[0].count(b"\n") == COUNT // 1000


def test_a_local_run_goes_on_in_a_cluster_that_it_starts(parquet: Path, model_folder: Path, tmp_path: Path) -> None:
    arguments = ["score", parquet, tmp_path / "out", "--part-rows", PART, "--model", model_folder]
    begun = subprocess.Popen([PROGRAM, *map(str, arguments)], stdout=subprocess.DEVNULL)
    while len(list((tmp_path / "out.partial").glob("done/part-*"))) < 10:
        assert begun.poll() is None
        time.sleep(0.002)
    begun.kill()
    begun.wait()
    done = command(*arguments, "--resume", "--engine", "dask", "--jobs", 2)
    assert (done.returncode, done.stderr) == (0, "")
    assert "in an earlier run" in done.stdout
    parts = sorted((tmp_path / "out").iterdir())
    assert [n for part in parts for n in pq.read_table(part).column("id").to_pylist()] == [
        number for number in range(COUNT) if number % 1000
    ]


def test_a_cluster_that_does_not_answer_or_has_no_worker_is_a_clear_error(
    cluster: Cluster, model_folder: Path, tmp_path: Path
) -> None:
    source = tmp_path / "in.csv"
    source.write_text(f"headline\n{HEADLINES[0]}\n", encoding="utf-8")
    for address, message in (("nonsense://x", "check --scheduler"), (cluster.address, "has no workers")):
        with pytest.raises(ArchiveError, match=message):
            engine = dask_engine(address, 0, wait=3)
            score_archive([str(source)], tmp_path / "out.csv", engine, Options(), model=model_folder, resume=True)
    fixed = ["score", source, tmp_path / "out.csv", "--model", model_folder, "--engine", "dask"]
    both = command(*fixed, "--scheduler", cluster.address, "--jobs", 2)
    assert both.returncode == 2 and "give one of the two" in both.stderr


def test_without_dask_the_error_names_the_extra(model_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(f"headline\n{HEADLINES[0]}\n", encoding="utf-8")
    code = "import sys; sys.modules['dask'] = None; from console.cli import main; sys.exit(main(sys.argv[1:]))"
    arguments = ["score", tmp_path / "in.csv", tmp_path / "out.csv", "--engine", "dask", "--model", model_folder]
    found = subprocess.run([sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True)
    assert found.returncode == 2 and "pip install 'clickbait-zh[dask]'" in found.stderr
    assert found.stderr.count("\n") == 1
