from collections.abc import Sequence

import pytest
from selectolax.lexbor import LexborHTMLParser

from classifier.page.copied_text import text_lines
from classifier.page.facts import structure
from classifier.page.lines import html_lines
from classifier.page.wording import bare

TITLE = "海風市公車新路線週一上路"
PROSE = "市府交通局今天宣布，新路線下週一上路，平日每十五分鐘一班，行經三所醫院，首月刷卡免費，歡迎民眾多加利用。"
HTML = f"""<nav class=menu><a href=/>首頁</a></nav><main class=story><h1>{TITLE}</h1>
<span>記者林小漁 2026-03-02 09:30</span><p>{PROSE}</p>
<p>局方表示，海風市民可在站牌掃碼查詢到站時間，沿線三十一站都裝了電子看板，長者可請駕駛協助上下車。</p></main>
<aside><h2>熱門文章</h2><ul><li><a href=/life/10234><img alt=鋒面週三通過北部降溫>鋒面週三通過北部降溫</a></li>
<li><a href=#>他只做一件事…</a></li></ul></aside>"""


@pytest.fixture(scope="module")
def facts() -> dict[str, set[str]]:
    """Facts of the page's lines; of equal lines, those of the last."""
    lines = html_lines(LexborHTMLParser(HTML))
    return {line.text: set(found) for line, found in zip(lines, structure(lines, [TITLE]), strict=True)}


def text_facts(lines: Sequence[str], titles: Sequence[str] = ()) -> list[set[str]]:
    return [set(found) for found in structure(text_lines("\n".join(lines)), titles)]


def test_a_line_tells_what_it_is_made_of(facts: dict[str, set[str]]) -> None:
    assert {"date", "clock", "reporter", "no link"} <= facts["記者林小漁 2026-03-02 09:30"]
    assert {"cut", "linked", "href nowhere"} <= facts["他只做一件事…"]
    assert {"sentences 1", "in p", "class content"} <= facts[PROSE]
    assert "href number" in facts["鋒面週三通過北部降溫"]


def test_the_page_says_which_line_is_its_title(facts: dict[str, set[str]]) -> None:
    assert {"title exact first", "title unlinked", "headline at", "in h1"} <= facts[TITLE]
    assert "headline before" in facts["首頁"]
    assert "headline after" in facts[PROSE]


def test_a_section_title_counts_for_what_is_under_it(facts: dict[str, set[str]]) -> None:
    assert "section title recommendations" in facts["熱門文章"]
    assert {"under recommendations", "before free"} & facts["鋒面週三通過北部降溫"]
    assert "under none" in facts[PROSE]


def test_what_holds_the_prose_is_the_main_part(facts: dict[str, set[str]]) -> None:
    assert "main inside" in facts[PROSE] and "main inside" in facts[TITLE]
    assert "main outside" in facts["熱門文章"]


def test_an_image_text_that_repeats_its_neighbour_is_told() -> None:
    lines = html_lines(LexborHTMLParser(HTML))
    image = next(found for line, found in zip(lines, structure(lines), strict=True) if line.alt)
    assert {"image text", "image text of a neighbour", "repeated"} <= set(image)


def test_the_wording_of_the_title_stands_in_the_article() -> None:
    found = text_facts([TITLE, PROSE, "他每天只做一件事一年後看傻了"])
    assert "most overlap" in found[0] and "most overlap" not in found[2]


def test_text_has_no_markup_to_tell_of() -> None:
    told = set().union(*text_facts([TITLE, PROSE, "熱門文章", "他只做一件事…"], [TITLE]))
    assert not [fact for fact in told if fact.startswith(("in ", "class ", "near ", "main ", "href ", "run "))]
    assert {"title exact first", "under recommendations", "cut"} <= told


def test_every_line_has_facts_and_no_line_has_none() -> None:
    assert structure([]) == []
    assert all(text_facts(["字", "1", "a"]))


def test_titles_are_compared_without_punctuation() -> None:
    assert bare(" 海風「公車」，上路！_") == "海風公車上路"
    assert "title exact first" in text_facts(["海風市公車 新路線 週一上路！"], [TITLE])[0]
    assert "title exact first" in text_facts([TITLE], [TITLE + "｜範例日報"])[0]
    assert "title part first" in text_facts([TITLE], [TITLE + "範例日報"])[0]
