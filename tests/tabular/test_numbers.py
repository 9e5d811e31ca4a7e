"""JSON with exact numbers."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabular.numbers import Number, json_object, json_text

JSON = st.recursive(
    st.none() | st.booleans() | st.text() | st.integers() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), JSON))
def test_what_is_read_is_written_again(value: dict[str, object]) -> None:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    assert json_text(json_object(text)) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", 7), ("-9223372036854775808", -(2**63)), ("9223372036854775808", None), ("1.10", 1.1), ("1e3", 1000.0),
        ("1e400", None), ("Infinity", math.inf), ("0.12345678901234567890123", None),
        ("0.1234567890123456", 0.1234567890123456),
    ],
)  # fmt: skip
def test_a_number_has_a_value_where_a_type_holds_it(text: str, value: float | None) -> None:
    assert Number(text).value == value
    assert str(json_object(f'{{"n": {text}}}')["n"]) == text


def test_nan_is_nan() -> None:
    assert math.isnan(Number("NaN").value or 0)
