"""``clickbait predict``: score headlines."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from typing import IO

from classifier import CLICKBAIT, Classifier, Prediction, Signal, load
from classifier.headline.wording import describe
from console.answer_columns import AnswerColumns
from console.messages import _
from console.messages.language import wording
from console.options import add_cut, add_model, add_table, table_options
from console.predict_arguments import checked, is_file

SHOWN_SIGNALS = 8
BATCH = 4096
SPOOL = 1 << 26  # characters of output that are held in memory; more goes through a temporary file
_RED, _CYAN, _DIM, _RESET = "\x1b[31;1m", "\x1b[36m", "\x1b[2m", "\x1b[0m"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "headline", nargs="+",
        help="headlines; names of tables or text files that hold them; or '-' for one a line on standard input",
    )  # fmt: skip
    add_table(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--explain", action="store_true", help="show the signals behind each score")
    add_cut(parser)
    add_model(parser)


def run(args: argparse.Namespace) -> int:
    headlines = _headlines(args)
    classifier = load(args.model)
    # Nothing may be printed before the last headline is known to be good; signals of many headlines fill the memory.
    with tempfile.SpooledTemporaryFile(SPOOL, "w+", encoding="utf-8", newline="") as lines:
        _write(classifier, headlines, args, lines)
        lines.seek(0)
        shutil.copyfileobj(lines, sys.stdout)
    return 0


def _headlines(args: argparse.Namespace) -> list[str]:
    options = table_options(args)
    if args.headline == ["-"] or any(map(is_file, args.headline)):
        from console.predict_input import headlines_of  # brings the readers of tables: only where one is read

        return headlines_of(args.headline, options)
    return [checked(number, argument) for number, argument in enumerate(args.headline, 1)]


def _write(classifier: Classifier, headlines: list[str], args: argparse.Namespace, out: IO[str]) -> None:
    """Score the headlines and write the answers."""
    colour = sys.stdout.isatty() and not args.json
    columns = AnswerColumns(classifier.heads)
    cut = classifier.cut_for(args.threshold, args.sensitivity)
    if not args.json:
        print(columns.header + _("headline"), file=out)
    for first in range(0, len(headlines), BATCH):
        part = headlines[first : first + BATCH]
        for prediction in classifier.predict(part, explain=args.explain or colour, threshold=cut):
            if args.json:
                print(json.dumps(prediction.to_dict(explain=args.explain), ensure_ascii=False), file=out)
            else:
                print(format_row(prediction, columns, colour=colour), file=out)
                if args.explain:
                    print(format_signals(prediction), file=out)


def format_row(prediction: Prediction, columns: AnswerColumns, *, colour: bool = False) -> str:
    """One line of the table. An uncertain label carries a question mark."""
    label = prediction.label + ("?" if prediction.uncertain else "")
    headline = "".join(c if c.isprintable() or c == "\u3000" else "\ufffd" for c in prediction.headline)
    line = columns.cells(label, prediction.score, {**prediction.kinds, **prediction.answers})
    if not colour:
        return line + headline
    return (_RED if prediction.label == CLICKBAIT else _CYAN) + line + _RESET + _marked(headline, prediction.signals)


def _marked(headline: str, signals: tuple[Signal, ...]) -> str:
    """The headline with the characters coloured that weigh most, for bait (red) or against it (cyan)."""
    weights = [0.0] * len(headline)
    for signal in signals:
        size = signal.end - signal.start
        if size < len(headline):  # a whole-headline signal points nowhere
            for i in range(signal.start, signal.end):
                weights[i] += signal.weight / size
    limit = max(map(abs, weights), default=0.0) / 3
    shades = [(_RED if w > 0 else _CYAN) if abs(w) > limit > 0 else "" for w in weights]
    return "".join(shade + c + _RESET if shade else c for shade, c in zip(shades, headline, strict=True))


def format_signals(prediction: Prediction) -> str:
    """The strongest signals, the sum of the others, and how they make the score."""
    lines = []
    for signal in prediction.signals[:SHOWN_SIGNALS]:
        whole = signal.end - signal.start == len(prediction.headline)
        text = _("(whole headline)") if whole else signal.text
        name = ""
        if signal.group == "style":
            name = describe(signal.name, wording())
        elif signal.name.startswith("topic:"):
            name = signal.name
        lines.append(f"    {signal.weight:+.3f}  {signal.group:<6}{text}  {name}".rstrip())
    rest = prediction.signals[SHOWN_SIGNALS:]
    weaker = _("{count} weaker signals").format(count=len(rest))
    logit = _("logit, calibrated to the score {score:.3f}").format(score=prediction.score)
    lines.append(f"    {sum(s.weight for s in rest):+.3f}  {weaker}")
    lines.append(f"    {prediction.intercept:+.3f}  {_('intercept')}")
    lines.append(f"    {prediction.logit:+.3f}  {logit}")
    return "\n".join(lines)
