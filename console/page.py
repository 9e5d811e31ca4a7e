"""``clickbait page``: what pages report, and what they push."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator

from classifier import CLICKBAIT, Classifier, load
from classifier.page.analysis import Block, Page, PageError, analyze
from console.answer_columns import AnswerColumns
from console.cli import UsageError
from console.messages import _, translated
from console.options import add_cut, add_model
from console.page_files import PageFiles, find_pages

_CONTROLS = re.compile("[\x7f-\x9f]")  # JSON lets them stand; a terminal obeys them
_WIDTH = 100


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", nargs="+", metavar="FILE",
        help="saved pages (HTML, MHTML), text copied from one, folders of them; '-' for standard input",
    )  # fmt: skip
    parser.add_argument("--url", help="the page's address; links are resolved against it, nothing is fetched")
    parser.add_argument(
        "--json", action="store_true", help="article and blocks as a JSON object, one a line for several"
    )
    add_cut(parser)
    add_model(parser)


def run(args: argparse.Namespace) -> int:
    found = find_pages(args.files)
    if args.url and len(found.paths) > 1:
        raise UsageError("--url is the address of one page: give one file")
    if found.skipped:
        left_out = _("left out what is no page: {kinds}").format(kinds=found.skipped_text())
        print(f"clickbait page: {left_out}", file=sys.stderr)
    classifier = load(args.model)
    threshold = classifier.cut_for(args.threshold, args.sensitivity)
    failed = 0
    for name, result in _analysed(found, classifier, args.url, threshold):
        if isinstance(result, str):
            if not found.several:
                raise UsageError(result)
            failed += 1
        if args.json:
            print(_line(name if found.several else None, result, classifier))
        elif isinstance(result, str):
            print(_printable(f"== {name}: {translated(result)}\n"))
        else:
            print(
                "\n".join(
                    [
                        *([_printable(f"== {name}")] if found.several else []),
                        *report(result, AnswerColumns(classifier.heads)),
                    ]
                )
            )
            if found.several:
                print()
    if failed:
        raise UsageError(f"{failed} of {len(found.paths)} files could not be read: each says why in the output")
    return 0


def _analysed(
    found: PageFiles, classifier: Classifier, url: str | None, threshold: float
) -> Iterator[tuple[str, Page | str]]:
    """The name of each file, and its page or why there is none."""
    for path in found.progress():
        name, told = str(path), "standard input" if str(path) == "-" else str(path)
        try:
            data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
            page = analyze(file=data, url=url, threshold=threshold, classifier=classifier)
        except OSError as error:
            yield name, f"{told} cannot be read ({error.strerror})"
        except PageError as error:
            if error.field == "url":
                raise UsageError(str(error)) from None
            yield name, f"{told}: {error}"
        else:
            yield (
                name,
                page if page.blocks else f"{told} holds no text: save the page after it has loaded, or copy its text",
            )


def _line(name: str | None, result: Page | str, classifier: Classifier) -> str:
    head = {"file": name} if name is not None else {}
    if isinstance(result, str):
        document = json.dumps({**head, "error": result}, ensure_ascii=False)
    else:
        model = {"name": classifier.name, "version": classifier.version}
        document = json.dumps({**head, "model": model, **result.to_dict()}, ensure_ascii=False)
    return _CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", document)


def report(page: Page, columns: AnswerColumns) -> list[str]:
    """The page as a person would sum it up: the article, what is pushed sorted by score, counts."""
    article = page.article
    lines = [article.headline or _("(no article on this page: {reason})").format(reason=_(_KINDS[page.page_kind]))]
    if article.score is not None:
        lines.append(f"  {article.label}  {article.score:.3f}  {columns.words(article.answers)}")
    updated = (
        _("(updated {time})").format(time=article.updated)
        if article.updated and article.updated != article.published
        else None
    )
    told = [part for part in (article.byline, article.published, updated) if part]
    if told:
        lines.append("  " + "  ".join(told))
    if article.text:
        lines += ["", *(_cut(paragraph) for paragraph in article.text.split("\n"))]
    if article.access == "teaser":
        lines.append(_("(the text breaks off here: the page shows a teaser)"))
    pushed = sorted(page.recommendations, key=lambda block: -(block.score or 0))
    if pushed:
        lines += ["", columns.header + _("recommendation")]
        lines += [_row(block, columns) for block in pushed]
    lines += ["", _counts(page, pushed)]
    return [_printable(line) for line in lines]


def _printable(line: str) -> str:
    return "".join(c if c.isprintable() else " " for c in line)


_KINDS = {"article": "its headline was not found", "list": "it is a list of teasers", "other": "it is something else"}


def _cut(text: str) -> str:
    return text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"


def _row(block: Block, columns: AnswerColumns) -> str:
    times = f"  (×{block.count})" if block.count > 1 else ""
    return columns.cells(block.label, block.score, block.answers) + block.text + times


def _counts(page: Page, pushed: list[Block]) -> str:
    bait = sum(block.label == CLICKBAIT for block in pushed)
    rest = sum(block.role == "boilerplate" for block in page.blocks)
    paragraphs = page.article.text.count("\n") + 1 if page.article.text else 0
    return _(
        "{paragraphs} paragraphs of the article, {pushed} recommendations ({bait} clickbait), "
        "{rest} other pieces of the page"
    ).format(paragraphs=paragraphs, pushed=len(pushed), bait=bait, rest=rest)
