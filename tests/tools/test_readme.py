"""What the READMEs name is there, and one says what the other says. Their commands: ``test_documents.py``."""

import re

import pytest

from console.cli import COMMANDS
from tests.conftest import ROOT
from tools.blocks import shown_commands
from tools.docs.languages import LANGUAGES, Language, readme

TEXTS = {language: readme(language).read_text(encoding="utf-8") for language in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_named_subcommand_exists_and_is_named(language: Language) -> None:
    named = set(re.findall(r"(?:`|\$ |bin/)clickbait (\w+)", TEXTS[language]))
    assert set(COMMANDS) <= named
    assert named - set(COMMANDS) <= {"predict", "clickbait"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_make_targets_exist(language: Language) -> None:
    makefile = (ROOT / "Makefile").read_text()
    for target in set(re.findall(r"make (\w+)", TEXTS[language])):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_both_show_the_same_commands_pictures_and_as_many_sections() -> None:
    english, chinese = TEXTS["en"], TEXTS["zh-TW"]
    assert [block.command for block in shown_commands(english)] == [block.command for block in shown_commands(chinese)]
    for pattern in (r"^##+ ", r"^!\[", r"^```\w+$"):
        assert len(re.findall(pattern, english, re.MULTILINE)) == len(re.findall(pattern, chinese, re.MULTILINE)), (
            pattern
        )
    targets = [
        {re.sub(r"docs/(?:zh-TW/)?", "docs/", link) for link in re.findall(r"\]\(([^)#]+)", text)}
        for text in TEXTS.values()
    ]
    assert {link for link in targets[0] ^ targets[1] if "README" not in link} == set()


def test_the_example_of_a_story_with_its_sidebar_comes_first() -> None:
    for text in TEXTS.values():
        assert shown_commands(text)[0].command.startswith("clickbait page api/static/example-page.txt")
        assert text.index("page.png") < text.index("make serve")
