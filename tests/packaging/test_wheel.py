"""The wheel, installed as a user installs it: into empty environments, with and without extras.

Everything is in this one file, so that the environments are made once (``--dist loadfile``).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from benchmarks.running import running
from classifier import ModelError, load
from classifier.artifact import MANIFEST, read_manifest
from tests.conftest import HEADLINES, ROOT
from tests.support.programs import program
from tools.install_sizes import Size, measure

pytestmark = pytest.mark.slow
EXTRAS = ("server", "archive", "train", "jieba,server")
MB = 2**20
SCRIPT = """import {{ Classifier }} from "{modules}/classifier.js";
import {{ readFileSync }} from "node:fs";
const found = await Classifier.load(async (name) => new Uint8Array(readFileSync("{model}/" + name)));
console.log(found.predict({texts}).map(({{ label }}) => label).join());"""


class Installed:
    """An environment with the wheel: runs its programs, away from the source tree and from the user's own model."""

    def __init__(self, folder: Path) -> None:
        self.bin, self.home = folder / "bin", folder / "home"
        self.home.mkdir()

    @property
    def environment(self) -> dict[str, str]:
        # As values, so that they take the place of what the test process has: an empty one counts as none.
        return {"CLICKBAIT_MODEL": "", "DATABASE_URL": "", "PYTHONPATH": "", "XDG_DATA_HOME": str(self.home)}

    def run(self, *arguments: object, **variables: str) -> subprocess.CompletedProcess[str]:
        command = [str(self.bin / str(arguments[0])), *map(str, arguments[1:])]
        environment = {**os.environ, **self.environment, **variables}
        return subprocess.run(command, capture_output=True, text=True, cwd=self.home, env=environment)

    def output(self, *arguments: object) -> str:
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def refuses(self, *arguments: object, extra: str, **variables: str) -> None:
        """It ends with 2 and one sentence that names the pip command; no traceback, nothing on stdout."""
        done = self.run(*arguments, **variables)
        assert (done.returncode, done.stdout) == (2, ""), done.stderr
        assert done.stderr.startswith("clickbait ") and done.stderr.count("\n") == 1
        assert done.stderr.endswith(f": pip install 'clickbait-zh[{extra}]'\n")


def pip(*arguments: object, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ, **variables})


@pytest.fixture(scope="session")
def registry(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("probe")
    small = ("download", "--no-deps", "--no-cache-dir", "--retries", 0, "--timeout", 20, "--dest", folder)
    done = pip(*small, "webencodings")
    if done.returncode:
        pytest.skip(f"no package registry can be reached: {done.stderr.strip().splitlines()[-1]}")


@pytest.fixture(scope="session")
def packed(request: pytest.FixtureRequest) -> Path:
    """The model for the wheel: that of the checkout if this version can read it, else the one of all tests."""
    try:
        load(ROOT / "model")
    except ModelError:
        return Path(request.getfixturevalue("full_model_folder"))
    return ROOT / "model"


def build(folder: Path, model: Path) -> Path:
    done = pip("wheel", "--no-deps", "--wheel-dir", folder, ROOT, CLICKBAIT_PACKAGED_MODEL=str(model))
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.iterdir()
    return wheel


@pytest.fixture(scope="session")
def wheel(registry: None, packed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("wheel"), packed)


def install(folder: Path, *what: object) -> Path:
    """An environment for tests: no pip of its own, and bytecode only of what is imported, because that is faster."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    done = pip("--python", folder, "install", "--no-compile", *what)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def sized(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Installed, Size]:
    """The base install as a user has it, and its size."""
    folder = tmp_path_factory.mktemp("environments") / "base"
    size = measure(folder, wheel)
    return Installed(folder), size


@pytest.fixture
def base(sized: tuple[Installed, Size]) -> Installed:
    return sized[0]


@pytest.fixture(scope="session")
def environments(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Installed]:
    folder = tmp_path_factory.mktemp("environments")
    with ThreadPoolExecutor(2) as pool:
        folders = list(pool.map(lambda extra: install(folder / extra, f"{wheel}[{extra}]"), EXTRAS))
    return dict(zip(EXTRAS, map(Installed, folders), strict=True))


def test_the_wheel_carries_the_model_and_is_the_same_each_time(wheel: Path, packed: Path, tmp_path: Path) -> None:
    assert wheel.stat().st_size <= 15 * MB
    names = zipfile.ZipFile(wheel).namelist()
    assert {f"classifier/trained/{path.name}" for path in packed.iterdir()} <= set(names)
    assert {"console/cli.py", "archive/run.py", "api/app.py", "training/datasets/headlines/start-1.csv"} <= set(names)
    assert {str(path.relative_to(ROOT)) for path in (ROOT / "browser").rglob("*.js")} <= set(names)
    assert not [name for name in names if name.split("/")[0] in ("tests", "tools", "benchmarks", "docs")]
    assert build(tmp_path, packed).read_bytes() == wheel.read_bytes()


def test_the_base_install_is_small(sized: tuple[Installed, Size]) -> None:
    assert sized[1].size <= 150 * MB


def test_the_base_install_predicts_explains_and_reads_pages(base: Installed, packed: Path) -> None:
    table = base.output("clickbait", "predict", "--explain", HEADLINES[0])
    assert "\nclickbait " in table and "intercept" in table
    page = json.loads(base.output("clickbait", "page", ROOT / "datasets/pages/community/01.html", "--json"))
    assert page["model"]["version"] == read_manifest(packed)["version"]
    assert {block["role"] for block in page["blocks"]} >= {"headline", "body", "recommendation"}
    code = "from classifier import load; p, = load().predict(['立院三讀'], explain=True); print(len(p.signals) > 0)"
    assert base.output("python", "-c", code) == "True\n"


def test_without_an_extra_a_command_names_it_and_the_others_work(base: Installed) -> None:
    source = ROOT / "datasets/headlines/start-1.csv"
    base.refuses("clickbait", "score", source, "out.csv", extra="archive")
    base.refuses("clickbait", "train", extra="train")
    base.refuses("clickbait", "evaluate", "--data", source, extra="train")
    base.refuses("clickbait", "data", "check", extra="train")
    base.refuses("clickbait", "serve", extra="server")
    base.refuses("clickbait", "keys", "list", extra="server")
    base.refuses("clickbait", "feedback", "export", "votes.csv", extra="server,train")
    assert "score an archive" in base.output("clickbait", "--help")
    done = base.run("python", "-c", "from classifier import load; load(engine='jieba')")
    assert done.stderr.endswith("needs the extra jieba: pip install 'clickbait-zh[jieba]'\n")
    for package, extra in (("api", "server"), ("archive", "archive")):
        done = base.run("python", "-c", f"import {package}")
        assert done.stderr.endswith(f"needs the extra {extra}: pip install 'clickbait-zh[{extra}]'\n")


def test_an_own_model_comes_before_the_packaged_one(base: Installed, tmp_path: Path) -> None:
    code = (
        "from classifier.artifact import default_model_path as d, trained_model_path as t; print(d(), t(), sep='\\n')"
    )
    data = base.home / "clickbait-zh" / "model"
    read, written = base.output("python", "-c", code).split()
    assert read.endswith(os.path.join("classifier", "trained")) and Path(written) == data
    data.mkdir(parents=True)
    (data / MANIFEST).write_text("{}")
    read, written = base.output("python", "-c", code).split()
    assert Path(read) == Path(written) == data
    found = base.run("python", "-c", code, CLICKBAIT_MODEL=str(tmp_path)).stdout.split()
    assert found == [str(tmp_path), str(tmp_path)]
    (data / MANIFEST).unlink()


def test_the_server_answers(environments: dict[str, Installed]) -> None:
    server = environments["server"]
    command = [str(server.bin / "clickbait"), "serve", "--port", "{port}"]
    with running(command, server.environment) as served:
        body = json.dumps({"headlines": HEADLINES[:2]}).encode()
        request = urllib.request.Request(f"{served.address}/v1/predict", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as response:
            labels = [found["label"] for found in json.load(response)["predictions"]]
        assert labels == ["clickbait", "substantive"]
    server.refuses("clickbait", "keys", "list", "--database", "postgresql://name@127.0.0.1/name", extra="postgres")
    storage = {"CLICKBAIT_RATE_LIMIT_STORAGE": "redis://127.0.0.1:6379/0"}
    server.refuses("clickbait", "serve", extra="redis", **storage)


def test_the_model_and_the_playground_for_a_browser_are_exported(
    environments: dict[str, Installed], packed: Path, tmp_path: Path
) -> None:
    both = environments["jieba,server"]
    both.output("clickbait", "export", "browser", tmp_path / "model")
    assert (
        json.loads((tmp_path / "model/model.json").read_bytes())["info"]["version"] == read_manifest(packed)["version"]
    )
    both.output("clickbait", "export", "playground", tmp_path / "page")
    assert (tmp_path / "page/index.html").is_file() and (tmp_path / "page/playground.js").is_file()
    (modules,) = both.bin.parent.glob("lib/python*/site-packages/browser")
    script = tmp_path / "script.mjs"
    script.write_text(
        SCRIPT.format(modules=modules.as_uri(), model=tmp_path / "model", texts=json.dumps(HEADLINES[:2]))
    )
    assert subprocess.check_output([program("node"), script], text=True) == "clickbait,substantive\n"
    environments["server"].refuses("clickbait", "export", "browser", tmp_path / "none", extra="jieba")
    environments["server"].refuses("clickbait", "export", "playground", tmp_path / "none", extra="jieba")


def test_an_archive_is_scored(environments: dict[str, Installed], tmp_path: Path) -> None:
    archive, out = environments["archive"], tmp_path / "scored.parquet"
    source = tmp_path / "in.csv"
    source.write_text("id,headline\n" + "".join(f"{n},{h}\n" for n, h in enumerate(HEADLINES)), encoding="utf-8")
    archive.output("clickbait", "score", source, out)
    table = pq.read_table(out).to_pydict()
    assert table["headline"] == HEADLINES and table["label"][:2] == ["clickbait", "substantive"]
    dask = tmp_path / "dask.csv"
    archive.refuses("clickbait", "score", source, dask, "--engine", "dask", extra="dask")


def test_a_small_corpus_is_trained_and_measured(
    environments: dict[str, Installed], small_csv: Path, few_pages: str, tmp_path: Path
) -> None:
    train = environments["train"]
    written = train.output("clickbait", "train", "--data", small_csv, "--pages", few_pages).splitlines()[-1]
    own = train.home / "clickbait-zh" / "model"
    assert written.endswith(f"saved in {own}")
    measured = json.loads(train.output("clickbait", "evaluate", "--data", small_csv, "--json"))
    assert measured["model"] == read_manifest(own)["version"]
    train.refuses("clickbait", "evaluate", "--data", small_csv, "--report", tmp_path / "report", extra="report")


def test_an_editable_install_needs_no_model(registry: None, clone: Path, tmp_path: Path) -> None:
    editable = Installed(install(tmp_path / "venv", "--no-deps", "--editable", clone))
    assert (
        editable.output("python", "-c", "import console.cli as cli; print(cli.__file__)") == f"{clone}/console/cli.py\n"
    )
    assert "score headlines" in editable.output("clickbait", "--help")
