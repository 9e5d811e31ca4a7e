"""Delimiter and quoting, from the first bytes of a table."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabular.dialect import Dialect, find_dialect, named_delimiter
from tabular.errors import TableError


@pytest.mark.parametrize(
    ("head", "delimiter"),
    [
        ("id,title\n", ","),
        ("id;title\n", ";"),
        ("id|title\n", "|"),
        ("id\ttitle\n", "\t"),
        ("標題\n", ","),
        ("a;b,c\n", ","),
        ("a;b|c;d\n", ";"),
    ],
)
def test_the_first_line_tells_the_delimiter(head: str, delimiter: str) -> None:
    assert find_dialect("csv", head.encode(), whole=True).delimiter == delimiter


@pytest.mark.parametrize(
    ("head", "quoted"),
    [
        ('id\ttitle\n1\t"他說\n', False),
        ('"id"\t"title"\n"1"\t"他說"\n', True),
        ('"id"\t"title"\n1\t"兩\n行"\n', True),
        ('"id"\t"title"\n1\t他說\n', False),
        ('"他說\t好"\n', False),
        ("", False),
    ],
)
def test_tsv_is_quoted_where_every_cell_shows_it(head: str, quoted: bool) -> None:
    assert find_dialect("tsv", head.encode(), whole=True) == Dialect("tsv", "\t", quoted)


@given(st.lists(st.lists(st.text('標題a"\t\n', max_size=6), min_size=2, max_size=2), min_size=1))
def test_what_is_quoted_throughout_is_seen_even_where_the_sample_ends(table: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter="\t", quoting=csv.QUOTE_ALL).writerows([["編號", "標題"], *table])
    assert find_dialect("tsv", out.getvalue().encode(), whole=True).quoted


def test_a_user_names_the_delimiter() -> None:
    assert [named_delimiter(name) for name in ("tab", "\\t", "\t", ";", "pipe")] == ["\t", "\t", "\t", ";", "|"]
    assert find_dialect("csv", b"a;b,c\n", whole=True, delimiter=";") == Dialect("csv", ";", True)
    for name in ("", "::", '"', "\n", "，"):
        with pytest.raises(TableError, match="is not one ASCII character"):
            named_delimiter(name)
