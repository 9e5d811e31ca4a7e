"""Every message has a translation, and what is shipped is what is written."""

import argparse
import ast
import gettext
import inspect
import io
import re
import string

import pytest
from babel.messages.pofile import read_po

from console.messages.catalogue import FOLDER, catalogue_of
from console.messages.columns import width
from tools.foreign_messages import ARGPARSE
from tools.message_sources import said, template
from tools.messages import PO, extracted, files, translations, untranslated

FILES = files()
SIMPLIFIED_ONLY = set("个这们请没说处态设档读写签单类码词则号题数须输时间进区运让从为无发现结")


def test_every_message_is_translated_and_the_catalogues_are_made_from_the_written_one() -> None:
    stale = [path.name for path, content in FILES.items() if path.read_bytes() != content]
    assert (untranslated(translations()), stale) == ([], []), "run python -m tools.messages"


def test_nothing_in_it_is_fuzzy_or_gone() -> None:
    catalogue = translations()
    assert [message.id for message in catalogue if message.fuzzy] == []
    assert list(catalogue.obsolete) == []
    assert {m.id for m in catalogue if m.id} == {m.id for m in extracted() if m.id}


def test_a_translation_has_the_fields_of_its_message() -> None:
    def fields(text: str) -> list[tuple[str, str, str]]:
        found = string.Formatter().parse(text)
        return sorted({(name, spec or "", conversion or "") for _, name, spec, conversion in found if name})

    for message in translations():
        assert fields(str(message.string)) == fields(str(message.id)), message.id


def test_it_is_written_as_in_taiwan() -> None:
    for message in translations():
        if message.id:
            assert not SIMPLIFIED_ONLY & set(message.string.replace("标题", "")), message.string
            assert not re.search(r"[\u4e00-\u9fff][,:;?!(]|[,;?!)][\u4e00-\u9fff]", message.string), message.string


def test_mainland_readers_get_their_characters_and_words() -> None:
    catalogue = catalogue_of("zh_CN")
    assert catalogue is not None
    assert catalogue.messages.keys() == catalogue_of("zh_TW").messages.keys()  # type: ignore[union-attr]
    text = "".join(catalogue.messages.values())
    assert not set("個這們請沒說處態設檔讀寫簽單類碼詞則號題數須輸時間進區運讓從為無發現結") & set(text) - {
        "缺",
        "现",
    }
    assert "默认" in text and "文件夹" in text and "「" not in text and "保存格" not in text


@pytest.mark.parametrize("name", ["zh_TW", "zh_CN"])
def test_any_gettext_reads_it(name: str) -> None:
    found = gettext.translation("clickbait", FOLDER, [name])
    assert found.gettext("model folder") in ("模型資料夾", "模型文件夹")


def test_what_argparse_says_here_is_known() -> None:
    """Of this version of Python; what only a programmer can cause is left out."""
    marked = [
        node.args[: 1 + (node.func.id == "ngettext")]
        for node in ast.walk(ast.parse(inspect.getsource(argparse)))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext")
    ]
    known = {re.sub(r"\{\w+\}", "{}", message) for message in ARGPARSE}
    unknown = {
        text
        for arguments in marked
        for node in arguments
        if (text := re.sub(r"'?%(\(\w+\))?[rsd]'?", "{}", template(node) or "")) not in known
    }
    programmers = (
        "conflicting", "unknown parser",
        ".__call__()", "argument \"-\"", "cannot merge", "'required' is", "invalid option",
        "dest= is", "invalid conflict", "mutually exclusive", "cannot have multiple", "{} is not callable", "{}: error",
        "deprecated", "option '{}' is deprecated", "command '{}' is deprecated", "argument '{}' is deprecated",
    )  # fmt: skip
    assert [text for text in unknown if text and not text.startswith(programmers)] == []


def test_messages_are_found_where_they_arise() -> None:
    source = '''
"""A docstring is no message."""
def f(path, names, rows):
    raise TableError(f"{path}: no column but {', '.join(names)} in {len(rows)} rows") from None
print(_("{count:,} headlines").format(count=1))
progress("vocabulary")
key = "a value of a table"
'''
    given = io.BytesIO(source.encode())
    found = [message for _, _, message, _ in said(given, (), (), {"path": "classifier/x.py"})]
    assert sorted(found) == ["vocabulary", "{count:,} headlines", "{path}: no column but {names} in {count} rows"]


def test_the_po_file_is_what_translators_know() -> None:
    with PO.open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    assert all(message.locations for message in catalogue if message.id)
    assert all(width(str(message.string)) > 0 for message in catalogue if message.id)
