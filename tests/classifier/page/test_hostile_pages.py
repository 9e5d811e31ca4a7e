"""Pages that are written to stop a reader: each is read in a process of its own, which may not hang."""

import subprocess
import sys

import pytest

from classifier import Classifier
from classifier.page.analysis import analyze
from classifier.page.dates import read_date
from tests.conftest import ROOT
from tests.support.fault_pages import TITLE, page, paragraphs

PATIENCE = 20  # seconds, where milliseconds are usual


@pytest.mark.parametrize(
    "call",
    [
        "saved.is_mhtml(b'A:' + (b'\\n' + b' ' * 20) * 300 + b'\\nx')",
        "saved.is_mhtml(b'A:' + b'\\n ' * 4000)",
        "saved.is_mhtml(b'A:b\\n' * 2000)",
        "saved.is_mhtml(b' ' * 8000)",
        "dates.read_date('2026-03-02' + ' ' * 9000 + 'x')",
        "dates.read_date('2026-03-02' + '\\uff5c' * 9000 + 'x')",
        "dates.read_date('2026-03-02' + ' ,' * 4500 + 'x')",
        "dates.read_date('2026年' * 3000)",
        "dates.read_date('12 jan ' * 1400)",
        "byline.read_byline(['Ab Cd ' * 1500], [])",
        "byline.read_byline([], ['Ab Cd ' * 9 + 'Abc'])",
        "byline.read_byline(['陳沐·青' * 2000], [])",
        "byline.read_byline(['作者：' + '陳沐青 ' * 2000], [])",
        "byline.read_byline([], ['文／' * 3000], ['（' + '記者' * 4000], ['陳、' * 3000])",
        "copied_text.text_lines('[a](' * 2500)",
        "copied_text.text_lines('**a ' * 2500)",
        "copied_text.text_lines('[](' + '(' * 9000)",
        "copied_text.text_lines('![a](b ' * 1400)",
        "decode.decode_page(b'<meta ' * 20000)",
    ],
)
def test_no_text_takes_the_reader_long(call: str) -> None:
    source = f"from classifier.page import byline, copied_text, dates, decode, saved\n{call}"
    subprocess.run([sys.executable, "-c", source], cwd=ROOT, timeout=PATIENCE, check=True)


@pytest.mark.parametrize(
    "date",
    [
        "2026-03-02T09:30:00+99:99",
        "2026-03-02T09:30:00-24:00",
        "Mon, 02 Mar 2026 09:30:00 +9999",
        "Fri, 31 Dec 9999 23:30:00 GMT",
        "Mon, 01 Jan 0001 00:30:00 +0900",
        "9999-12-31T23:59:59Z",
        "2026-03-02T09:30:00+08:60",
    ],
)
def test_a_date_that_cannot_be_is_no_error(classifier: Classifier, date: str) -> None:
    read_date(date)
    head = f'<meta property="article:published_time" content="{date}">'
    for html in (
        page(f"<h1>{TITLE}</h1>{paragraphs()}", head=head),
        page(f"<h1>{TITLE}</h1><div>{date}</div>{paragraphs()}"),
    ):
        assert analyze(html=html, classifier=classifier).blocks
