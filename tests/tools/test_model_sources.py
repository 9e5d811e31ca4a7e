"""The rule for make names every file of the project that training reads: held to what it opens while it runs."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tools.model_sources import rule, sources

WATCHED = """
import sys
opened = set()
sys.addaudithook(lambda event, given: opened.add(str(given[0])) if event == "open" else None)
from console.train import configure, run
import argparse
parser = argparse.ArgumentParser()
configure(parser)
run(parser.parse_args(sys.argv[1:]))
files = {module.__file__ for module in list(sys.modules.values()) if getattr(module, "__file__", None)}
print("\\n".join(sorted(opened | files)), file=sys.stderr)
"""


@pytest.mark.slow
@pytest.mark.parametrize("trainer", [(), ("--stream-above", "10")], ids=["in memory", "from disk"])
def test_training_reads_no_file_of_the_project_that_is_not_listed(
    trainer: tuple[str, ...], small_csv: Path, few_pages: str, tmp_path: Path
) -> None:
    arguments = ["--data", str(small_csv), "--pages", few_pages, "--out", str(tmp_path / "model"), *trainer]
    command = [sys.executable, "-c", WATCHED, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    paths = [Path(line) for line in done.stderr.splitlines() if line.startswith(str(ROOT))]
    read = {path.relative_to(ROOT) for path in paths if path.suffix != ".pyc" and path.is_file()}
    read = {path for path in read if path.parts[0] not in (".venv", "build")}
    assert {path.as_posix() for path in read} <= set(sources())
    assert Path("classifier/text/lexicon.txt") in read and Path("training/fitting/pipeline.py") in read


def test_what_scores_serves_and_measures_is_not_listed() -> None:
    listed = sources()
    assert not [name for name in listed if name.split("/")[0] in ("api", "archive", "tests", "tools", "docs")]
    assert not {"console/predict.py", "training/evaluation/baseline.json", "training/evaluation/study.py"} & set(listed)


def test_a_file_is_a_prerequisite_and_may_be_deleted() -> None:
    assert rule(["model", "rule.mk"], ["a.py", "b.txt"]) == (
        "model rule.mk: \\\n  a.py \\\n  b.txt\n\na.py \\\n  b.txt:\n"
    )
