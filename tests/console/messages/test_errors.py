"""What each command refuses, in both languages: one line, and the same facts."""

import re
from pathlib import Path

import pytest

from tests.support.commands import Run, assert_refused, command

ENGLISH = re.compile(r"\b[a-z]{3,} [a-z]{2,} [a-z]{2,}\b")

REFUSED = [
    (("predict",), "the following arguments are required: headline", "缺少必要的引數：headline"),
    (("guess",), "argument COMMAND: invalid choice: 'guess'", "引數 COMMAND：選項值 'guess' 無效"),
    (("predict", "標題", "--threshold", "2"), "'2' is not a number from 0 to 1", "'2' 不是 0 到 1 的數字"),
    (("predict", "標題", "  "), "headline 2 (' ') has no visible character", "第 2 則標題（' '）沒有看得見的字元"),
    (("predict", "標題", "--model", "{tmp}"), "no model at", "沒有模型：請執行「clickbait train」訓練新的模型"),
    (("predict", "標題", "--encoding", "klingon"), "--encoding klingon is unknown", "不認得 --encoding klingon"),
    (("page", "{tmp}/none.html"), "cannot be read (No such file", "none.html（沒有這個檔案或資料夾）"),
    (("page", "{tmp}/empty.html"), "holds no text", "沒有文字：請在網頁載入完成後儲存"),
    (("score", "{tmp}/none.csv", "{tmp}/out.csv"), "no such file", "沒有這個檔案"),
    (("score", "{tmp}/quote.csv", "{tmp}/out.csv"), "does not end: close its quote", "但是沒有結束：請補上結尾的引號"),
    (("score", "{tmp}/names.csv", "{tmp}/out.csv"), "no column 'headline'", "沒有欄位 'headline'，只有 'name', 'x'"),
    (("score", "{tmp}/names.csv", "{tmp}/out.csv", "--jobs", "0"), "not a number from 1 on", "'0' 不是 1 以上的整數"),
    (("train", "--data", "{tmp}/label.csv", "--out", "{tmp}/m"), "label '9' is unknown", "label.csv:2：不認得標籤 '9'"),
    (("evaluate", "--data", "{tmp}/bait.csv"), "only clickbait headlines", "只有 clickbait 的標題"),
    (("evaluate", "--data", "{tmp}/bait.csv", "--report", "{tmp}/bait.csv"), "is a file: name", "是檔案：請指定資料夾"),
    (("data", "convert", "wcd", "{tmp}/names.csv", "{tmp}/o.csv"), "neither a header", "既不是含有標題與標籤的標題列"),
    (("data", "hydrate", "{tmp}/none", "--out", "{tmp}/o.csv"), "No such file or folder", "沒有這個檔案或資料夾"),
    (("vectors", "{tmp}/bait.csv", "--out", "{tmp}/v.txt"), "must end in .npz", "檔名必須以 .npz 結尾"),
    (("serve", "--port", "99999"), "--port 99999: Input should be less", "--port 99999：必須小於或等於 65535"),
    (("serve", "--metrics", "loud"), "should be 'shared', 'memory' or 'off'", "必須是 'shared', 'memory' 或 'off'"),
    (("feedback", "export", "{tmp}/o.csv", "--min-votes", "0"), "must be at least 1", "至少必須是 1"),
    (("keys", "revoke", "nobody"), "there is no valid key named 'nobody'", "沒有名為 'nobody' 的有效金鑰"),
    (("keys", "list", "--database", "mysql://h/n"), "are not supported", "不支援 'mysql' 類型的資料庫：請用"),
]  # fmt: skip


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "empty.html").touch()
    (tmp_path / "names.csv").write_text("name,x\n甲,乙\n", encoding="utf-8")
    (tmp_path / "quote.csv").write_text('headline\n"立院三讀\n', encoding="utf-8")
    (tmp_path / "label.csv").write_text("headline,label\n立院三讀,9\n", encoding="utf-8")
    (tmp_path / "bait.csv").write_text("headline,label\n她一句話,1\n全場傻眼,1\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("arguments", "english", "chinese"), REFUSED)
def test_it_is_told_in_the_language_of_the_reader(
    run: Run, monkeypatch: pytest.MonkeyPatch, files: Path, arguments: tuple[str, ...], english: str, chinese: str
) -> None:
    given = [argument.replace("{tmp}", str(files)) for argument in arguments]
    assert_refused(run(*given), english)
    monkeypatch.setenv("LC_ALL", "zh_TW.UTF-8")
    monkeypatch.delenv("LANGUAGE")
    answer = run(*given)
    assert_refused(answer, chinese)
    assert not ENGLISH.search(re.sub("「[^」]*」", "", answer[2])), answer[2]
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert_refused(run(*given))


def test_progress_and_summaries_are_told_too(
    run: Run, monkeypatch: pytest.MonkeyPatch, small_csv: Path, few_pages: str, tmp_path: Path
) -> None:
    monkeypatch.setenv("LANGUAGE", "zh_TW")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    code, out, err = run(
        "train", "--data", str(small_csv), "--pages", few_pages, "--out", str(tmp_path / "model"), "--no-real"
    )
    assert code == 0 and "訓練：" in err and "已儲存於" in out and "門檻" in out
    assert not ENGLISH.search(out + err), out + err
    code, out, _ = run("evaluate", "--data", str(small_csv), "--model", str(tmp_path / "model"))
    assert code == 0 and "混淆矩陣" in out and "最大的錯誤" in out and not ENGLISH.search(out)
    code, out, _ = run("score", str(small_csv), str(tmp_path / "out.csv"), "--prefix", "bait_")
    assert code == 0 and "已評分" in out and not ENGLISH.search(out)
    code, out, err = run("predict", "-", stdin="立院三讀\n\n".encode())
    assert out.split()[:3] == ["標籤", "分數", "賣關子"] and "略過標準輸入的 1 行空白" in err
    assert run("data", "check", str(small_csv))[1].count("headlines") == 0


@pytest.mark.parametrize(
    "arguments", [("predict", "立院三讀", "--json", "--explain"), ("evaluate", "--json", "--data")]
)
def test_what_machines_read_is_the_same_in_every_language(
    run: Run, monkeypatch: pytest.MonkeyPatch, small_csv: Path, arguments: tuple[str, ...]
) -> None:
    given = [*arguments, str(small_csv)] if arguments[-1] == "--data" else arguments
    english = run(*given)
    monkeypatch.setenv("LANGUAGE", "zh_TW")
    assert run(*given) == english


def test_rejects_and_scored_tables_are_the_same_in_every_language(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"headline": 1}\n{"headline": "立院三讀"}\n{\n', encoding="utf-8")
    for language in ("en", "zh_TW"):
        monkeypatch.setenv("LANGUAGE", language)
        assert run("score", str(source), str(tmp_path / f"{language}.jsonl"))[0] == 0
    for name in ("{}.jsonl", "{}.jsonl.rejects"):
        found = [(tmp_path / name.format(language)).read_bytes() for language in ("en", "zh_TW")]
        assert found[0] == found[1]


@pytest.mark.parametrize(
    ("encoding", "chinese"), [("utf-8", True), ("big5", True), ("cp950", True), ("ascii", False), ("latin-1", False)]
)
@pytest.mark.parametrize("arguments", [("score", "--help"), ("predict", "標題", "--model", "none")])
def test_a_terminal_that_has_no_chinese_gets_english(arguments: tuple[str, ...], encoding: str, chinese: bool) -> None:
    given = {"LANGUAGE": "zh_TW", "LC_ALL": "C.UTF-8", "PYTHONIOENCODING": f"{encoding}:strict", "PYTHONUTF8": "0"}
    done = command(*arguments, decoded=encoding, **given)
    text = done.stdout + done.stderr
    assert "Traceback" not in text and done.returncode == (0 if "--help" in arguments else 2)
    assert ("模型" in text) is chinese and ("model" in text.lower())


def test_start_up_imports_no_more_than_it_needs() -> None:
    """English asks for no catalogue; Babel and OpenCC make the catalogues and are for developers."""
    code = (
        "import sys; from console.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: print(*sorted(sys.modules), file=sys.stderr)"
    )
    for language, layout in (("en", False), ("zh_TW", True)):
        done = command("-c", code, program="python", LANGUAGE=language, LC_ALL="C.UTF-8")
        modules = set(done.stderr.split())
        assert ("console.messages.help_format" in modules) is layout
        assert not modules & {"babel", "opencc", "wcwidth", "numpy", "rich", "tools"}
