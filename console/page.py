"""``clickbait page``: what a page reports, and what it pushes."""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path

from classifier import CLICKBAIT, load
from classifier.page.analysis import Block, Page, analyze
from console.answer_columns import AnswerColumns
from console.cli import UsageError
from console.options import add_model, probability

_MARKUP = re.compile(rb"<(!doctype|html|head|body|div|p|a|script|meta|table|article)\b", re.IGNORECASE)
_CONTROLS = re.compile("[\x7f-\x9f]")  # JSON lets them stand; a terminal obeys them
_HEAD = 8192  # bytes in which markup shows
_WIDTH = 100


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help="a saved page (HTML) or text copied from one; '-' for standard input")
    parser.add_argument("--url", help="the page's address; links are resolved against it, nothing is fetched")
    parser.add_argument("--json", action="store_true", help="article and blocks as one JSON object")
    parser.add_argument("--threshold", type=probability, help="call it clickbait from this score on (0-1)")
    add_model(parser)


def run(args: argparse.Namespace) -> int:
    data = sys.stdin.buffer.read() if args.file == "-" else _read(Path(args.file))
    classifier = load(args.model)
    options = {"url": args.url, "threshold": args.threshold, "classifier": classifier}
    if _MARKUP.search(data[:_HEAD]):
        page = analyze(html=data, **options)
    else:
        try:
            page = analyze(text=data.decode("utf-8-sig"), **options)
        except UnicodeDecodeError:
            raise UsageError(f"{args.file} is neither HTML nor text in UTF-8: convert it with iconv first") from None
    if not page.blocks:
        raise UsageError(f"{args.file} holds no text: save the page after it has loaded, or copy its text")
    if args.json:
        model = {"name": classifier.name, "version": classifier.version}
        document = json.dumps({"model": model, **page.to_dict()}, ensure_ascii=False)
        print(_CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", document))
    else:
        print("\n".join(report(page, AnswerColumns(classifier.heads))))
    return 0


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror})") from None


def report(page: Page, columns: AnswerColumns) -> list[str]:
    """The page as a person would sum it up: the article, what is pushed sorted by score, counts."""
    article = page.article
    lines = [article.headline or "(no article found on this page)"]
    if article.score is not None:
        lines.append(f"  {article.label}  {article.score:.3f}  {columns.words(article.answers)}")
    told = [part for part in (article.byline, article.published) if part]
    if told:
        lines.append("  " + "  ".join(told))
    if article.text:
        lines += ["", *(_cut(paragraph) for paragraph in article.text.split("\n"))]
    pushed = sorted(page.recommendations, key=lambda block: -(block.score or 0))
    if pushed:
        lines += ["", columns.header + "recommendation"]
        lines += [_row(block, columns) for block in pushed]
    lines += ["", _counts(page, pushed)]
    return ["".join(c if c.isprintable() else " " for c in line) for line in lines]


def _cut(text: str) -> str:
    return text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"


def _row(block: Block, columns: AnswerColumns) -> str:
    times = f"  (×{block.count})" if block.count > 1 else ""
    return columns.cells(block.label, block.score, block.answers) + block.text + times


def _counts(page: Page, pushed: list[Block]) -> str:
    bait = sum(block.label == CLICKBAIT for block in pushed)
    rest = sum(block.role == "boilerplate" for block in page.blocks)
    paragraphs = page.article.text.count("\n") + 1 if page.article.text else 0
    return (
        f"{paragraphs} paragraphs of the article, {len(pushed)} recommendations ({bait} clickbait), "
        f"{rest} other pieces of the page"
    )
