"""Put a program's output between the marks of a page: ``python -m benchmarks.load | python -m tools.fill load``.

The marks are ``<!-- NAME -->`` and ``<!-- /NAME -->`` in any page of ``docs/``; the output is shown, too.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tools.marked import between

DOCS = Path(__file__).resolve().parent.parent / "docs"


def fill(text: str, name: str, output: str) -> str:
    """The page with the output as a code block between the marks. Raises ValueError when it has no such marks."""
    return between(text, name, f"```\n{output.rstrip()}\n```\n")


def main() -> int:
    name, output = sys.argv[1], sys.stdin.read()
    sys.stdout.write(output)
    if not output.strip():
        sys.stderr.write("nothing to fill in: the program before printed nothing\n")
        return 2
    for path in sorted(DOCS.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        if f"<!-- {name} -->" in text:
            path.write_text(fill(text, name, output), encoding="utf-8")
            return 0
    sys.stderr.write(f"no page of {DOCS} has the mark {name!r}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
