import csv
import gzip
import itertools
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.text.lexicon import lexicon, respelled, words
from classifier.text.normalize import normalize, normalize_lines
from classifier.text.tokenizer import tokenizer
from training.corpus.format import Row


def test_both_engines_agree_on_the_whole_corpus(corpus: list[Row]) -> None:
    text = normalize_lines([row.headline for row in corpus])
    assert tokenizer("rjieba").cut(text) == tokenizer("jieba").cut(text)


def test_both_engines_agree_on_real_headlines(shared: Path) -> None:
    with gzip.open(shared / "data" / "real_unlabelled.csv.gz", "rt", encoding="utf-8-sig", newline="") as file:
        every_tenth = itertools.islice(csv.DictReader(file), 0, None, 10)
        text = normalize_lines([row["headline"] for row in every_tenth])
    assert tokenizer("rjieba").cut(text) == tokenizer("jieba").cut(text)


@given(st.text(max_size=80))
def test_no_character_is_lost(text: str) -> None:
    normal = normalize(text)
    assert "".join(tokenizer().cut(normal)) == normal


@given(st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_a_joined_text_is_cut_as_its_lines(texts: list[str]) -> None:
    lines = normalize_lines(texts).split("\n")
    tokens = [token for token in tokenizer().cut("\n".join(lines)) if token != "\n"]
    assert tokens == [token for line in lines for token in tokenizer().cut(line)]


def test_an_unknown_engine_is_named() -> None:
    with pytest.raises(ValueError, match="unknown tokenizer 'ltp'"):
        tokenizer("ltp")


def test_the_fallback_is_used_where_rjieba_is_missing() -> None:
    code = (
        "import sys, importlib.util as u; real = u.find_spec\n"
        "u.find_spec = lambda name, *a: None if name == 'rjieba' else real(name, *a)\n"
        "from classifier.text.tokenizer import tokenizer; print(tokenizer().name)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "jieba"


def test_the_lexicon_is_one_class_a_word_and_its_words_stay_whole() -> None:
    entries = [entry.word for entry in lexicon()]
    assert len(entries) == len(set(entries))
    whole = {e.word for e in words() if e.word.isalpha()} - {e.word for e in respelled()}  # jieba decides on those
    assert [word for word in whole if tokenizer().cut(word) != [word]] == []


@pytest.mark.parametrize("code", ["import rjieba; engine = RustJieba()", "engine = RustJieba(); import rjieba"])
def test_another_user_of_rjieba_keeps_an_engine_of_its_own(code: str) -> None:
    code = (
        f"from classifier.text.tokenizer import RustJieba; {code}; print(rjieba.cut('曝關鍵', False), engine.cut('曝'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("['曝']\n")


def test_the_package_of_rjieba_is_not_imported_for_its_engine() -> None:
    code = "import sys; from classifier.text.tokenizer import RustJieba; RustJieba(); print('rjieba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "False\n"
