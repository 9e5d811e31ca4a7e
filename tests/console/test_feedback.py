import csv
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from api.storage import Store, open_store
from classifier import Classifier, load
from classifier.artifact import save
from console.cli import main
from tests.support.invented_corpus import invented_corpus
from training.corpus import vote_rows
from training.corpus.check import check
from training.corpus.format import bundled_corpus, read_corpus
from training.corpus.vote_rows import as_votes, export
from training.fitting.fit import fit
from training.fitting.heads import TrainingSettings

Run = Callable[..., tuple[int, str, str]]
HELD = "縣府核定新建兩座滯洪池 工期估18個月"


@pytest.fixture(autouse=True)
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small part of the bundled corpus in its place: the whole one takes seconds to compare with."""
    folder = tmp_path / "datasets"
    shutil.copytree(bundled_corpus().parent / "challenge", folder / "challenge")
    (folder / "headlines").mkdir()
    shutil.copy(bundled_corpus() / "start-1.csv", folder / "headlines")
    monkeypatch.setattr(vote_rows, "bundled_corpus", lambda: folder / "headlines")
    return folder / "headlines"


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'feedback.sqlite3'}"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """``clickbait feedback export`` on a database; answers exit code, stdout and stderr."""

    def call(database: str, *arguments: str) -> tuple[int, str, str]:
        code = main(["feedback", "export", *arguments, "--database", database])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def give(database: str, *votes: tuple[str, str, str | None] | tuple[str, str, str | None, str | None]) -> None:
    """Store votes (headline, label, client) or (headline, label, client, kind), oldest first."""
    store: Store = open_store(database)
    for headline, label, client, *kind in votes:
        number = len(store.list(limit=1000))
        store.add(f"test {number}", headline, label, client_id=client, kind=kind[0] if kind else None)
    store.close()


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_majority_is_exported_and_the_rest_is_counted(run: Run, database: str, tmp_path: Path) -> None:
    give(
        database,
        *[("這款神秘早餐讓營養師搖頭 真相藏在最後一口", "clickbait", name) for name in "abc"],
        ("這款神秘早餐讓營養師搖頭 真相藏在最後一口", "substantive", "d"),
        *[(HELD, "substantive", None)] * 2,
        ("港口拖船擱淺 三名船員獲救", "substantive", "a"),
        ("港口拖船擱淺 三名船員獲救", "substantive", "a"),
        ("鄰居後院傳來怪聲 打開門他愣住", "clickbait", "a"),
        ("鄰居後院傳來怪聲 打開門他愣住", "substantive", "b"),
    )  # fmt: skip
    out = tmp_path / "export.csv"
    code, printed, _ = run(database, str(out))
    assert code == 0
    assert "2 headlines exported (1 clickbait, 1 substantive), 1 below minimum, 1 tied, 0 left out" in printed
    bait, plain = read_corpus([out])
    assert (bait.headline, bait.grade, bait.split) == ("這款神秘早餐讓營養師搖頭 真相藏在最後一口", 2, "train")
    assert (plain.headline, plain.grade, plain.outlet) == (HELD, 0, "feedback")
    assert rows(tmp_path / "export.conflicts.csv") == [
        {"headline": bait.headline, "clickbait": "3", "substantive": "1", "outcome": "exported as clickbait"},
        {"headline": "鄰居後院傳來怪聲 打開門他愣住", "clickbait": "1", "substantive": "1", "outcome": "tied"},
    ]
    assert sorted(path.name for path in tmp_path.glob("*.csv")) == ["export.conflicts.csv", "export.csv"]
    assert not list(tmp_path.glob(".*"))


def test_the_kind_of_the_majority_is_exported(run: Run, database: str, tmp_path: Path) -> None:
    shouted, divided = "天啊！這場雨大到嚇壞全市", "這款神秘早餐讓營養師搖頭 真相藏在最後一口"
    give(
        database,
        (shouted, "clickbait", "a", "push"),
        (shouted, "clickbait", "a", "sensational"),
        (shouted, "clickbait", "b", "sensational"),
        (shouted, "clickbait", "c"),
        (divided, "clickbait", "a", "withheld"),
        (divided, "clickbait", "b", "sensational"),
        *[(HELD, "substantive", name) for name in "ab"],
    )
    assert run(database, str(tmp_path / "e.csv"))[0] == 0
    columns = ("headline", "grade", "withheld", "sensational", "push")
    assert [tuple(record[name] for name in columns) for record in rows(tmp_path / "e.csv")] == [
        (shouted, "2", "", "2", ""),
        (divided, "2", "", "", ""),
        (HELD, "0", "", "", ""),
    ]
    first, *others = read_corpus([tmp_path / "e.csv"])
    assert first.targets == {"sensational": 2} and all(row.targets == {} for row in others)
    assert check([tmp_path / "e.csv"]).problems == []


@pytest.mark.slow
@pytest.mark.parametrize("options", [(), ("--no-real",), ("--stream-above", "0")])
def test_the_kind_that_readers_name_is_learned(
    options: tuple[str, ...], run: Run, sqlite: str, bundle: Path, few_pages: str, tmp_path: Path
) -> None:
    # Beside what real headlines taught, a corpus teaches terms of 3 rows or more that those lack: a coined word.
    headline = "巷口老攤換了新招牌 鄰居談起咕嚕砵"
    texts = (headline, "學生社團週末展出咕嚕砵模型", "港邊倉庫改建 咕嚕砵工坊進駐", "縣府補助農友試種咕嚕砵")
    give(sqlite, *[(text, "clickbait", name, "push") for text in texts for name in "ab"])
    assert run(sqlite, str(tmp_path / "e.csv"))[0] == 0
    found = []
    for name, data in (("before", [str(bundle)]), ("after", [str(bundle), str(tmp_path / "e.csv")])):
        out = str(tmp_path / name)
        assert main(["train", "--data", *data, "--pages", few_pages, "--out", out, *options]) == 0
        found.append(load(tmp_path / name).predict([headline])[0].kinds["push"])
    assert found[1] > found[0]


def test_scripts_and_widths_of_one_headline_are_one(run: Run, sqlite: str, tmp_path: Path) -> None:
    give(sqlite, ("臺灣這招超神！", "clickbait", "a"), ("台湾这招超神!", "clickbait", "b"))
    out = tmp_path / "export.csv"
    assert run(sqlite, str(out), "--min-votes", "2")[0] == 0
    assert [record["headline"] for record in rows(out)] == ["臺灣這招超神！"]


def test_what_the_corpus_cannot_take_is_listed(run: Run, sqlite: str, tmp_path: Path) -> None:
    challenge = read_corpus([bundled_corpus().parent / "challenge"])[0].headline
    give(sqlite, ("\u200b", "clickbait", "a"), ("\u200b\u200b", "clickbait", "a"), (challenge, "clickbait", "a"))
    code, printed, _ = run(
        sqlite, str(tmp_path / "e.csv"), "--min-votes", "1", "--conflicts", str(tmp_path / "look.csv")
    )
    assert code == 0 and "0 headlines exported" in printed and "3 left out" in printed
    assert rows(tmp_path / "e.csv") == []
    outcomes = [record["outcome"] for record in rows(tmp_path / "look.csv")]
    assert outcomes == ["left out: no visible character"] * 2 + ["left out: resembles a headline of the challenge set"]


def test_hard_headlines_come_back_from_the_csv_as_they_were(run: Run, sqlite: str, tmp_path: Path) -> None:
    given = ['他說"好",然後\n走了', "=1+1 公式也是標題", "𠮷野家🍜漲價\t三元", "新制上路, 罰款加倍"]
    give(sqlite, *[(headline, "clickbait", "a") for headline in given])
    assert run(sqlite, str(tmp_path / "e.csv"), "--min-votes", "1")[0] == 0
    assert [row.headline for row in read_corpus([tmp_path / "e.csv"])] == given


def test_near_duplicates_join_one_family_and_never_cross_splits(bundle: Path) -> None:
    held = next(row for row in read_corpus([bundle]) if row.split == "test" and len(row.headline) > 20)
    given = [held.headline + "嗎", HELD, HELD.replace("18", "19"), "港口拖船擱淺 三名船員獲救"]
    records = export(as_votes([(headline, "clickbait", "a", None) for headline in given]), 1).records
    assert (records[0]["family"], records[0]["split"]) == (held.family, "test")
    assert records[1]["family"] == records[2]["family"] != records[3]["family"]
    assert {record["split"] for record in records[1:]} == {"train"}


def test_the_export_passes_the_corpus_check(run: Run, sqlite: str, tmp_path: Path) -> None:
    give(sqlite, *[(headline, "substantive", "a") for headline in (HELD, HELD.replace("18", "19"), "港口拖船擱淺")])
    assert run(sqlite, str(tmp_path / "e.csv"), "--min-votes", "1")[0] == 0
    assert check([tmp_path / "e.csv"]).problems == []


def test_two_exports_give_the_same_bytes(run: Run, sqlite: str, tmp_path: Path) -> None:
    give(sqlite, (HELD, "substantive", "a"), ("港口拖船擱淺", "clickbait", "b"))
    for name in ("a.csv", "b.csv"):
        assert run(sqlite, str(tmp_path / name), "--min-votes", "1")[0] == 0
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


@pytest.mark.slow
def test_a_model_says_the_topics(run: Run, sqlite: str, tmp_path: Path) -> None:
    give(sqlite, (HELD, "substantive", "a"))
    _, _, err = run(sqlite, str(tmp_path / "e.csv"), "--min-votes", "1")
    assert "topics stay empty, no model at" in err and rows(tmp_path / "e.csv")[0]["topic"] == ""
    fitted = fit(invented_corpus(), TrainingSettings(), corpus_digest="x")
    save(fitted.artifact, tmp_path / "model")
    code, _, err = run(sqlite, str(tmp_path / "e.csv"), "--min-votes", "1", "--model", str(tmp_path / "model"))
    assert (code, err) == (0, "")
    assert rows(tmp_path / "e.csv")[0]["topic"] == Classifier(fitted.artifact).predict([HELD])[0].topic
    assert run(sqlite, str(tmp_path / "e.csv"), "--model", str(tmp_path / "none"))[0] == 2


def test_what_cannot_be_done_is_told_and_leaves_the_old_file(run: Run, sqlite: str, tmp_path: Path) -> None:
    old = tmp_path / "e.csv"
    old.write_text("old")
    for arguments, fact in (
        ((str(old), "--min-votes", "0"), "--min-votes 0"),
        ((str(tmp_path / "e.xyz"),), "must end in .csv"),
        ((str(tmp_path / "none" / "e.csv"),), "there is no folder"),
        ((str(old), "--conflicts", str(old)), "is the corpus file itself"),
        ((str(old), "--conflicts", str(tmp_path)), "is a folder"),
    ):
        code, out, err = run(sqlite, *arguments)
        assert (code, out) == (2, "") and fact in err and err.count("\n") == 1
    assert run("mysql://a@b/c", str(old))[2].count("\n") == 1
    assert old.read_text() == "old"


@pytest.mark.slow
def test_votes_change_the_score_of_the_next_model(
    run: Run, sqlite: str, bundle: Path, few_pages: str, tmp_path: Path
) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    assert main(["train", "--data", str(bundle), "--pages", few_pages, "--out", str(before)]) == 0
    plain, bait = "縣府核定新建兩座滯洪池 工期估18個月", "她打開冰箱愣住 這一幕讓全家都傻眼"
    clients = ("a", "b", "c")
    give(sqlite, *[(plain, "clickbait", c) for c in clients], *[(bait, "substantive", c) for c in clients])
    code, out, _ = run(sqlite, str(tmp_path / "export.csv"), "--model", str(before))
    assert code == 0 and "2 headlines exported (1 clickbait, 1 substantive)" in out
    assert (
        main(["train", "--data", str(bundle), str(tmp_path / "export.csv"), "--pages", few_pages, "--out", str(after)])
        == 0
    )
    old, new = load(before).scores([plain, bait]), load(after).scores([plain, bait])
    assert old[0] < 0.5 < old[1]
    assert new[0] > old[0] + 0.05 and new[1] < old[1] - 0.05


def test_the_command_line_does_not_load_the_database_library() -> None:
    code = (
        "import sys; from console.cli import build_parser; build_parser('predict'); build_parser('feedback'); "
        "build_parser('keys'); print([m for m in ('sqlalchemy', 'alembic', 'psycopg') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
