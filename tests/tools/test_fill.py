import re
from pathlib import Path

import pytest

from tools import fill
from tools.blocks import COMMANDS, MEASURE, copied, measured, module_table, rerun, shown
from tools.docs.words import CARD
from tools.fill import main, run

PAGE = """before
<!-- [[[cog
from tools.blocks import measured
cog.out(measured("greeting", "tools.greeting", cog.previous))
]]] -->
```
old
```
<!-- [[[end]]] -->
after
"""


def test_the_documents_are_up_to_date() -> None:
    assert main(["--check"]) == 0, "run 'python -m tools.fill'"


def test_a_measured_block_keeps_its_output_until_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.md"
    text = PAGE.replace("tools.greeting", "tools.fill --help")
    page.write_text(text, encoding="utf-8")
    monkeypatch.setenv(MEASURE, "")
    assert run([page], check=False) == 0 and page.read_text(encoding="utf-8") == text
    assert run([page], check=False, measure="another") == 0 and page.read_text(encoding="utf-8") == text
    assert run([page], check=False, measure="greeting") == 0
    filled = page.read_text(encoding="utf-8")
    assert filled.startswith(text.partition("old")[0] + "usage: ") and filled.endswith(
        "```\n<!-- [[[end]]] -->\nafter\n"
    )


def test_a_program_that_fails_leaves_the_page_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE, encoding="utf-8")
    monkeypatch.setenv(MEASURE, "")
    assert run([page], check=False, measure="greeting") != 0
    assert page.read_text(encoding="utf-8") == PAGE


def test_a_program_that_prints_nothing_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MEASURE, "silent")
    with pytest.raises(ValueError, match="tools.__init__ printed nothing"):
        measured("silent", "tools.__init__", "old")


def test_a_name_that_no_block_has_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["nonsense"])
    assert "no block is named 'nonsense'" in capsys.readouterr().err


def test_a_page_that_is_not_up_to_date_fails_the_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.md"
    page.write_text('<!-- [[[cog cog.out("new") ]]] -->\nold\n<!-- [[[end]]] -->\n', encoding="utf-8")
    assert run([page], check=True) == 5
    assert "-old\n+new" in capsys.readouterr().out


def test_a_shown_command_gets_its_output_of_today() -> None:
    assert rerun("```console\n$ echo 新\n舊\n```\n") == "```console\n$ echo 新\n新\n```\n"


def test_the_module_table_takes_the_first_sentence_of_each_docstring() -> None:
    table = module_table("tools")
    assert "| `tools/fill.py` | Fill the generated blocks of the documents with cog |" in table
    assert "__init__" not in table
    assert len(fill.DOCS) > 5


def test_a_measured_block_is_copied_with_headings_in_another_language() -> None:
    block = copied("model-card.md", "card", CARD)
    assert "| 媒體 | 則數 | 釣魚 |" in block and "| 賣關子 | real_dev3 |" in block
    assert not re.findall(r"\| (?:headlines|outlet|withheld) \|", block)
    with pytest.raises(ValueError, match="no block 'nonsense'"):
        copied("model-card.md", "nonsense", {})


def test_a_command_that_a_page_shows_is_run_only_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MEASURE, "")
    assert shown("```console\n$ echo 新\n舊\n```\n") == "```console\n$ echo 新\n舊\n```\n"
    monkeypatch.setenv(MEASURE, COMMANDS)
    assert "\n新\n" in shown("```console\n$ echo 新\n舊\n```\n")
