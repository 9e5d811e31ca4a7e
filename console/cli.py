"""The ``clickbait`` command: parsing and dispatch.

Each subcommand module has ``configure(parser)`` and ``run(args) -> exit code``. Exit codes: 0 done, 1 checked
and found wanting, 2 cannot do what was asked (one line on stderr says why).
"""

from __future__ import annotations

import argparse
import codecs
import importlib
import io
import os
import signal
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from console.messages import _, translated
from console.messages.language import ENGLISH, language

COMMANDS = {
    "predict": "score headlines given as arguments, in a file, or on standard input",
    "page": "tell the news from the bait on a whole page",
    "score": "score an archive: files of headlines, on one machine or a cluster",
    "train": "train a model from a corpus",
    "evaluate": "measure a model on labelled headlines",
    "data": "check a corpus, convert public ones, put text back to real grades",
    "vectors": "make word vectors from an archive of headlines",
    "serve": "run the prediction service",
    "export": "write the model for a browser, or a playground without a server",
    "feedback": "turn readers' feedback into training data",
    "keys": "make, list and revoke API keys",
}

SCORING = ("predict", "page", "score", "serve", "export")

# What a subcommand needs besides the base install; options and addresses ask for theirs where they are used.
EXTRAS = {
    "score": ("archive",),
    "train": ("train",),
    "evaluate": ("train",),
    "data": ("train",),
    "vectors": ("train",),
    "serve": ("server",),
    "export": ("jieba",),
    "feedback": ("server", "train"),
    "keys": ("server",),
}


class _Version(argparse.Action):
    """Print the version; looked up only when asked for."""

    def __init__(self, option_strings: Sequence[str], dest: str) -> None:
        super().__init__(option_strings, dest, nargs=0, help="show the version and exit")

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from importlib.metadata import version

        sys.stdout.write(f"clickbait-zh {version('clickbait-zh')}\n")
        parser.exit(0)


class UsageError(Exception):
    """The command cannot do what was asked; the message is one line for the user."""


class _Parser(argparse.ArgumentParser):
    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        if language() != ENGLISH:
            from console.messages.help_format import ChineseHelpFormatter

            self.formatter_class = ChineseHelpFormatter

    def error(self, message: str) -> NoReturn:
        """argparse would print the usage too; one line is enough."""
        said = _("{message} (see '{prog} --help')").format(message=translated(message), prog=self.prog)
        self.exit(2, f"{self.prog}: {said}\n")


def build_parser(command: str | None) -> argparse.ArgumentParser:
    """The parser; only the subcommand in use is imported and configured."""
    parser = _Parser(prog="clickbait", description="Tell substantive Chinese news headlines from clickbait.")
    parser.add_argument("--version", action=_Version)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)
    for name, text in COMMANDS.items():
        subparser = commands.add_parser(name, help=text, description=_sentence(text))
        if name == command:
            _check_extras(subparser, EXTRAS.get(name, ()))
            importlib.import_module(f"console.{name}").configure(subparser)
    return parser


def _sentence(text: str) -> str:
    """A subcommand's line of help as its description."""
    said = translated(text)
    return text[0].upper() + text[1:] + "." if said == text else said + "。"


def _check_extras(parser: argparse.ArgumentParser, extras: Sequence[str]) -> None:
    """End with the pip command where an extra is missing: before the subcommand's module is imported."""
    if extras:
        from classifier.extras import MissingExtraError, require  # brings numpy: not for the base commands' --help

        try:
            require("this command", *extras)
        except MissingExtraError as error:
            parser.exit(2, f"{parser.prog}: {translated(str(error))}\n")


def escape(error: UnicodeError) -> tuple[str, int]:
    """What the encoding of a terminal or pipe lacks, as JSON and Python write it: half an answer is none."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[i : i + 4]}" for i in range(0, len(units), 4)), error.end


def _print_everything() -> None:
    """A headline with an emoji is printed in any encoding: as an escape that is valid in JSON, too."""
    codecs.register_error("clickbait", escape)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors != "surrogateescape":
            stream.reconfigure(errors="clickbait")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    _print_everything()
    arguments = list(sys.argv[1:] if argv is None else argv)
    command = next((a for a in arguments if not a.startswith("-")), None)
    if command in SCORING:
        # Before numpy is imported: scoring has no large matrices, and starting a pool of threads takes 20 ms.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    args = build_parser(command).parse_args(arguments)
    from classifier import ModelError
    from classifier.extras import MissingExtraError

    if argv is None and args.command != "serve":  # the server has a handler of its own
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # leave by the way that clears temporary files
    try:
        return int(importlib.import_module(f"console.{args.command}").run(args))
    except (UsageError, MissingExtraError, ModelError, ValueError, OSError) as error:
        if isinstance(error, BrokenPipeError):  # the reader of our output went away, as 'head' does
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        message = translated(" ".join(str(error).split()))  # one line, whatever a file is called
        sys.stderr.write(f"clickbait {args.command}: {message}\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        return 130
