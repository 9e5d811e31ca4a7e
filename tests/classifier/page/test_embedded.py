import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from classifier.page.embedded import embedded_text
from classifier.page.metadata import read_metadata
from tests.support.fault_pages import LEAD, TEASERS, TEXT, TITLE, page, paragraphs

STORY = {"title": TITLE, "content": "\n".join(TEXT)}


def found(script: str, *, head: str | None = None) -> str | None:
    tree = LexborHTMLParser(page(f"<div id=app></div>{script}", head=head))
    return embedded_text(tree, read_metadata(tree))


def data(document: Any, before: str = "<script id=__NEXT_DATA__ type=application/json>") -> str:
    return before + json.dumps(document, ensure_ascii=False) + "</script>"


def linked(**fields: Any) -> str:
    return data({"@type": "NewsArticle", **fields}, "<script type=application/ld+json>")


@pytest.mark.parametrize(
    "before",
    [
        "<script id=__NEXT_DATA__ type=application/json>",
        "<script type=application/json>",
        "<script>window.__INITIAL_STATE__ = ",
        "<script>window.__NUXT__=",
        "<script>window['__DATA__'] = ",
        "<script>var pageData = ",
        "<script>const story = ",
        "<script>self.story = ",
        "<script>let other = 1; var pageData = ",
    ],
)
def test_the_article_stands_in_the_data_of_a_script(before: str) -> None:
    assert found(data({"props": {"pageProps": STORY}}, before)) == "\n".join(TEXT)


def test_what_follows_the_data_does_not_matter() -> None:
    script = data(STORY, "<script>window.__DATA__ = ").replace("</script>", ";window.other = 2;</script>")
    assert found(script) == "\n".join(TEXT)


@pytest.mark.parametrize(
    "story",
    [
        {"headline": TITLE, "body": paragraphs()},
        {"title": TITLE, "html": f"<div>{'<br>'.join(TEXT)}</div>"},
        {"title": TITLE, "content": [{"type": "p", "text": text} for text in TEXT]},
        {"title": TITLE, "content": TEXT},
        {"subject": TITLE, "blocks": [{"data": {"text": text}} for text in TEXT]},
        {"title": TITLE, "article": {"paragraphs": [{"value": text} for text in TEXT]}},
        {"name": TITLE, "body": {"children": [{"children": [{"text": text}]} for text in TEXT]}},
        {"title": f"{TITLE} - 晨霧新聞", "text": "\n\n".join(TEXT)},
        {"title": TITLE.replace(" ", "　"), "text": "\n".join(TEXT)},
    ],
)
def test_texts_are_read_in_whatever_shape(story: dict[str, Any]) -> None:
    assert found(data({"page": {"data": [story]}})) == "\n".join(TEXT)


def test_escaped_characters_are_read() -> None:
    script = "<script type=application/json>" + json.dumps(STORY, ensure_ascii=True) + "</script>"
    assert found(script) == "\n".join(TEXT)


@pytest.mark.parametrize(
    "more",
    [
        {"related": [{"title": title, "content": title * 9} for title in TEASERS]},
        {"author": {"name": "沈青禾", "text": "記者，主跑地方新聞。"}},
        {"image": {"text": "夜裡的路燈。", "caption": "夜裡的路燈。"}},
        {"seo": {"text": LEAD}, "description": LEAD, "summary": LEAD},
        {"comments": [{"content": "早就該換了，支持鎮公所的決定。"}]},
        {"tags": ["路燈", "青嶺"], "keywords": "路燈,青嶺"},
    ],
)
def test_what_surrounds_the_text_is_none_of_it(more: dict[str, Any]) -> None:
    assert found(data({"story": {**STORY, **more}})) == "\n".join(TEXT)
    assert found(data({"story": {**more, **STORY}})) == "\n".join(TEXT)


def test_of_several_articles_the_one_with_the_title_of_the_page_counts() -> None:
    other = {"title": TEASERS[0], "content": "白沙港務所昨天宣布，老碼頭整修完畢，本週末重新開放。" * 9}
    assert found(data({"list": [other, STORY, other]})) == "\n".join(TEXT)
    assert found(data({"list": [other]})) is None


def test_the_body_of_json_ld_comes_first() -> None:
    assert found(linked(headline=TITLE, articleBody="\n".join(TEXT)) + data({"title": TITLE, "text": LEAD * 9})) == (
        "\n".join(TEXT)
    )
    assert found(linked(headline=TITLE, articleBody=paragraphs())) == "\n".join(TEXT)


def test_a_paragraph_that_the_data_hold_twice_is_one() -> None:
    assert found(data({"title": TITLE, "content": [*TEXT, TEXT[0]]})) == "\n".join(TEXT)


@pytest.mark.parametrize(
    "script",
    [
        "",
        data({}),
        data([]),
        data(None),
        data({"title": TITLE, "content": "路燈換新。"}),
        data({"title": "青嶺", "content": "\n".join(TEXT)}),
        data({"content": "\n".join(TEXT)}),
        linked(headline=TITLE, articleBody="路燈換新。"),
        linked(headline=TITLE),
        f"<script>render('{TITLE}', '{LEAD}')</script>",
        f"<script type=application/json>{{title: '{TITLE}', content: '{LEAD}'}}</script>",
        f'<script type=application/json>{{"title": "{TITLE}", "content": "{LEAD}',
    ],
)
def test_data_without_the_article_give_nothing(script: str) -> None:
    assert found(script) is None


def test_a_page_without_a_title_has_no_embedded_article() -> None:
    tree = LexborHTMLParser(data(STORY))
    assert embedded_text(tree, read_metadata(tree)) is None


def test_deep_data_are_no_error() -> None:
    deep: Any = STORY
    for _ in range(30):
        deep = {"data": deep}
    assert found(data(deep)) == "\n".join(TEXT)
    script = "<script type=application/json>" + '{"data":' * 20_000 + f'"{LEAD}"' + "}" * 20_000 + "</script>"
    assert found(script) is None


_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=20), st.sampled_from([TITLE, LEAD])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(["title", "content", "name", "text", "url", "a"]), inner, max_size=4),
    ),
    max_leaves=12,
)


@given(_JSON)
def test_any_data_are_read(document: Any) -> None:
    text = found(data(document))
    assert text is None or text.strip()
