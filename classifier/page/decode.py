"""Bytes of a page to text, whatever its declaration says."""

from __future__ import annotations

import codecs
import re

import webencodings

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_HEAD = 4096  # bytes in which a declaration is looked for
_NULS = 0.1  # of the characters of UTF-16 that have one at least
_SAMPLE = 200_000  # bytes from which an encoding is guessed
_TOLERATED = 0.001  # share of undecodable characters that a declared encoding may have
# Pages say Big5 and GB2312 and use what was added later.
_WIDER = {"big5": "big5hkscs", "gbk": "gb18030", "gb2312": "gb18030"}
_CHINESE = ("big5hkscs", "gb18030")  # what is written in the one is often valid in the other, as rare characters
_COMMON = re.compile("[的一是在不有人了中大上年月日市新本電电會会為为國国時时這这來来個个們们後后與与對对]")


def declared_encoding(data: bytes) -> str | None:
    """The encoding that the page's ``<meta>`` names, as Python calls it; None without a known one."""
    if not (found := _DECLARED.search(data[:_HEAD])):
        return None
    return _known(found[1].decode("ascii"))


def _known(label: str) -> str | None:
    encoding = webencodings.lookup(label)
    if encoding is None:
        return None
    name = str(encoding.codec_info.name)
    return _WIDER.get(name, name)


def _utf_16(data: bytes) -> str | None:
    """UTF-16 without a mark: the spaces, tags and digits of a page have a NUL on one side."""
    head = data[:_HEAD]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < _NULS * len(head) / 2:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def decode_page(data: bytes, declared: str | None = None) -> str:
    """Text of a page: by its byte-order mark, as UTF-8, as declared, or as its bytes look (charset-normalizer).

    ``declared`` is what a header says; else what the page's ``<meta>`` does. Text with a NUL in every other byte is
    UTF-16.

    UTF-8 comes before the declaration because nothing else is valid UTF-8 by chance; a declaration that leaves many
    undecodable characters is not believed, nor any when Big5 or GBK gives more common characters.
    """
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(name, "replace")
    if wide := _utf_16(data):
        return data.decode(wide, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    candidates = []
    if named := (_known(declared) if declared else None) or declared_encoding(data):
        candidates.append(named)
    from charset_normalizer import from_bytes  # only for pages that need it

    if guessed := from_bytes(data[:_SAMPLE]).best():
        candidates.append(_WIDER.get(guessed.encoding, guessed.encoding))
    texts = []
    for name in (*candidates, *_CHINESE, "utf-8"):  # a page with little text leaves nothing to guess from
        texts.append(data.decode(name, "replace"))
        if _is_clean(texts[-1]):
            others = [data.decode(other, "replace") for other in _CHINESE if other != name]
            return max([texts[-1], *filter(_is_clean, others)], key=lambda text: len(_COMMON.findall(text)))
    return min(texts, key=lambda text: text.count("\ufffd"))


def _is_clean(text: str) -> bool:
    return text.count("\ufffd") <= _TOLERATED * len(text)
