from pathlib import Path

import pytest

from tools.marked import write_between


def test_a_file_keeps_all_but_what_is_between_the_marks(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- study -->\nold\n<!-- /study -->\nafter\n", encoding="utf-8")
    write_between(page, "study", "新\n")
    assert page.read_text(encoding="utf-8") == "before\n<!-- study -->\n新\n<!-- /study -->\nafter\n"
    with pytest.raises(ValueError, match="0 places"):
        write_between(page, "other", "x")
