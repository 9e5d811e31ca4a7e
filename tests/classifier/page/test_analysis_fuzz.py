"""Any markup, any text and any bytes have a result."""

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classifier import Classifier
from classifier.page.analysis import analyze
from tests.support.page_examples import BAIT, HEADLINE, PLAIN, URL, check

TEXTS = st.one_of(
    st.text(max_size=12), st.sampled_from([HEADLINE, BAIT, PLAIN, "熱門文章", "記者林小漁", "他說：「好。」" * 9])
)
TAGS = st.sampled_from(
    "div p a h1 ul li b table tr td img script title svg form select option template ruby rt".split()
)
NAMES = st.sampled_from("class id href alt data-role property content name".split())


@st.composite
def elements(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    """An element that may lack its end, or have another's."""
    tag, values = draw(TAGS), draw(st.dictionaries(NAMES, TEXTS, max_size=2))
    quote = draw(st.sampled_from(["'", '"', ""]))
    attributes = "".join(f" {name}={quote}{value}{quote}" for name, value in values.items())
    end = draw(st.sampled_from([f"</{tag}>", f"</{tag}>", "", f"</{draw(TAGS)}>", "<!--", "]]>"]))
    return f"<{tag}{attributes}>{''.join(draw(st.lists(inner, max_size=4)))}{end}"


MARKUP = st.recursive(TEXTS, elements, max_leaves=25)
FUZZ = settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])


@FUZZ
@given(st.lists(MARKUP, max_size=4).map("".join), st.none() | st.just(URL))
def test_any_markup_has_a_result(classifier: Classifier, html: str, url: str | None) -> None:
    check(analyze(html=html, url=url, classifier=classifier))


@FUZZ
@given(st.lists(st.one_of(TEXTS, st.text(st.characters(codec=None), max_size=30)), max_size=12).map("\n".join))
def test_any_text_has_a_result(classifier: Classifier, text: str) -> None:
    page = analyze(text=text, classifier=classifier)
    check(page)
    shown = "".join(re.sub("[\x00\ud800-\udfff]", "", text).split())
    assert all("".join(line.split()) in shown for line in page.article.text.split("\n"))


@FUZZ
@given(st.binary(max_size=200))
def test_any_bytes_have_a_result(classifier: Classifier, data: bytes) -> None:
    check(analyze(html=data, classifier=classifier))
