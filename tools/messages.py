"""The catalogues of the command: from the source to what the wheel ships.

python -m tools.messages           new messages into zh_TW/LC_MESSAGES/clickbait.po, and the catalogues compiled from it
python -m tools.messages --check   exit with 1 when a message has no translation or a catalogue is not up to date

zh_CN is made from zh_TW by OpenCC, with the words of the mainland.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterable
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from opencc import OpenCC

from console.messages.catalogue import FOLDER, mo_file
from console.messages.language import CHINA, TAIWAN
from tools.foreign_messages import FOREIGN
from tools.message_sources import SILENT, SOURCES, said

ROOT = Path(__file__).resolve().parent.parent
PO = Path(FOLDER) / TAIWAN / "LC_MESSAGES" / "clickbait.po"
_QUOTES = str.maketrans("「」『』", "“”‘’")
# Words that OpenCC has not, or takes for others.
_MAINLAND = {
    "儲存格": "单元格", "預設": "默认", "試算表": "电子表格", "門檻": "阈值", "位元組順序記號": "字节顺序标记",
    "定位字元": "制表符", "引數": "参数", "內附": "自带", "金鑰": "密钥", "副檔名": "扩展名", "分類頭": "分类头",
    "使用者": "用户", "布林值": "布尔值",
}  # fmt: skip


class _Plain(Catalog):
    """A catalogue whose header says nothing of times and versions: the same bytes from the same messages."""

    mime_headers = [("Content-Type", "text/plain; charset=utf-8")]  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__(fuzzy=False, header_comment="# What the command says, in Traditional Chinese as in Taiwan.\n#")


def extracted() -> Catalog:
    """All messages, with the modules that they are in."""
    found = _Plain()
    paths = {
        path
        for pattern in SOURCES
        for path in ROOT.glob(pattern.replace("/*", "/**/*") if pattern.endswith("*") else pattern)
    }
    for path in sorted(paths):
        name = path.relative_to(ROOT).as_posix()
        if path.suffix == ".py" and not name.startswith(SILENT):
            with path.open("rb") as file:
                for _, _, message, _ in said(file, (), (), {"path": name}):
                    found.add(message, locations=[(name, 0)])
    for message in FOREIGN:
        found.add(message, locations=[("tools/foreign_messages.py", 0)])
    return found


def translations(po: Path = PO) -> Catalog:
    """The translated messages."""
    with po.open("rb") as file:
        return read_po(file, locale=TAIWAN)


def merged(old: Catalog, messages: Catalog) -> Catalog:
    """The messages with the translations that there are; those of messages that are gone are left out."""
    new = _Plain()
    for message in sorted(_texts(messages), key=lambda item: (item.locations[0][0], str(item.id))):
        known = old.get(message.id)
        new.add(message.id, known.string if known else "", locations=message.locations)
    return new


def compiled(catalogue: Catalog, convert: OpenCC | None = None) -> bytes:
    """The catalogue as a .mo file."""
    plain = _Plain()
    for message in _texts(catalogue):
        if message.string:
            plain.add(message.id, mainland(message.string, convert) if convert else message.string)
    out = io.BytesIO()
    write_mo(out, plain)
    return out.getvalue()


def mainland(text: str, convert: OpenCC) -> str:
    """A translation as it is written in China."""
    for word, other in _MAINLAND.items():
        text = text.replace(word, other)
    converted: str = convert.convert(text)
    return converted.translate(_QUOTES)


def written(catalogue: Catalog) -> bytes:
    """The catalogue as a .po file."""
    out = io.BytesIO()
    write_po(out, catalogue, width=110, include_lineno=False)
    return out.getvalue()


def files() -> dict[Path, bytes]:
    """What the files should hold."""
    catalogue = merged(translations() if PO.exists() else Catalog(), extracted())
    return {
        PO: written(catalogue),
        Path(mo_file(TAIWAN)): compiled(catalogue),
        Path(mo_file(CHINA)): compiled(catalogue, OpenCC("tw2sp")),
    }


def untranslated(catalogue: Catalog) -> list[str]:
    """The messages that have no translation."""
    return [str(message.id) for message in _texts(catalogue) if not message.string]


def _texts(catalogue: Catalog) -> Iterable[Message]:
    return (message for message in catalogue if message.id)


def main() -> int:
    parser = argparse.ArgumentParser(description="Make the catalogues of the command.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 when something is missing")
    args = parser.parse_args()
    made = files()
    stale = [path for path, content in made.items() if not path.exists() or path.read_bytes() != content]
    if not args.check:
        for path in stale:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(made[path])
    missing = untranslated(read_po(io.BytesIO(made[PO])))
    for message in missing:
        sys.stderr.write(f"no translation: {message!r}\n")
    for path in stale:
        sys.stderr.write(f"{path.relative_to(ROOT)} {'is not up to date' if args.check else 'written'}\n")
    return 1 if missing or (args.check and stale) else 0


if __name__ == "__main__":
    sys.exit(main())
