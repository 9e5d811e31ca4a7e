"""``--help`` of every command in both languages, as a terminal of 80 columns shows it."""

import argparse
import re

import pytest
from rich.cells import cell_len

from console.cli import COMMANDS, build_parser
from console.messages.columns import padded, right, width, wrapped

PROSE = re.compile(r"\b[a-z]{2,} [a-z]{2,}\b")  # two English words


def parsers(command: str) -> dict[str, argparse.ArgumentParser]:
    """The parser of a command, and those of its actions, by name."""
    found: dict[str, argparse.ArgumentParser] = {}
    pending = [(command, _child(build_parser(command), command))]
    while pending:
        name, parser = pending.pop()
        found[name] = parser
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                pending += [(f"{name} {child}", _child(parser, child)) for child in action.choices]
    return found


def _child(parser: argparse.ArgumentParser, name: str) -> argparse.ArgumentParser:
    (commands,) = (action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    child: argparse.ArgumentParser = commands.choices[name]
    return child


@pytest.fixture(autouse=True)
def columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.mark.parametrize("command", ["", *COMMANDS])
@pytest.mark.parametrize("language", ["zh_TW", "zh_CN"])
def test_no_english_is_left_and_nothing_is_cut(command: str, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", language)
    pages = parsers(command) if command else {"": build_parser(None)}
    for name, parser in pages.items():
        text = parser.format_help()
        usage, _, rest = text.partition("\n\n")
        assert usage.startswith("用法：clickbait"), name
        prose = re.sub(r"(?m)「[^」]*」|“[^”]*”|^ +-.*?(  |$)", "", rest)  # without commands and options that it names
        assert not PROSE.search(prose), (name, PROSE.search(prose))
        assert re.search("[\u4e00-\u9fff]{4}", rest), name
        assert [line for line in rest.splitlines() if cell_len(line) > 80] == [], name
        assert [line for line in rest.splitlines() if line.lstrip()[:1] in "，。；：、）」”" and line.strip()] == [], (
            name
        )
        for action in parser._actions:
            if action.help and action.help != argparse.SUPPRESS:
                assert re.search("[\u4e00-\u9fff]", parser._get_formatter()._expand_help(action)), (name, action.help)


@pytest.mark.parametrize("command", COMMANDS)
def test_usage_is_as_wide_as_in_english(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """argparse leaves a group of options in one line, however long."""
    for name in parsers(command):
        monkeypatch.setenv("LANGUAGE", "en")
        longest = max(map(cell_len, parsers(command)[name].format_usage().splitlines()))
        monkeypatch.setenv("LANGUAGE", "zh_TW")
        assert max(map(cell_len, parsers(command)[name].format_usage().splitlines())) <= max(80, longest), name


@pytest.mark.parametrize("command", COMMANDS)
def test_english_is_what_argparse_makes_of_it(command: str) -> None:
    for parser in parsers(command).values():
        assert parser.formatter_class is argparse.HelpFormatter
        assert not re.search("[\u4e00-\u9fff]", parser.format_help().replace("標題", "").replace("标题", ""))


def test_lines_break_beside_chinese_characters_and_never_in_front_of_a_closing_mark() -> None:
    assert wrapped("讀取標題，寫出表格。", 8) == ["讀取標", "題，寫出", "表格。"]
    assert wrapped("用「sqlite」檔 clickbait-zh", 12) == ["用「sqlite」", "檔", "clickbait-zh"]
    assert wrapped("", 10) == wrapped("  ", 10) == []
    text = "標題所在的欄位（預設：headline、title、標題 ...）" * 5
    assert "".join(wrapped(text, 30)).replace(" ", "") == text.replace(" ", "")


def test_columns_line_up_by_what_a_terminal_shows() -> None:
    assert width("標題ab") == cell_len("標題ab") == 6
    assert padded("標題", 8) + "|" == "標題    |" and right("標題", 8) == "    標題"
    assert padded("a" * 9, 8) == "a" * 9
