import pytest

from tools.fill import fill

PAGE = "before\n<!-- load -->\nold\n<!-- /load -->\nafter\n"


def test_output_goes_between_the_marks_and_nowhere_else() -> None:
    filled = fill(PAGE, "load", "new\n")
    assert filled == "before\n<!-- load -->\n```\nnew\n```\n<!-- /load -->\nafter\n"
    assert fill(filled, "load", "new\n") == filled


def test_a_page_without_the_mark_is_refused() -> None:
    with pytest.raises(ValueError, match="0 places"):
        fill(PAGE, "other", "new")
