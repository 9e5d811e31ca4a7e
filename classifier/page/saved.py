"""Pages as browsers save them: the HTML of an MHTML file (``.mhtml``, ``.mht``), or bytes in whatever encoding."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser
from typing import cast

from classifier.page.decode import decode_page

_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]*:")
_MARKUP = re.compile(r"<(!doctype|html|head|body|div|p|a|script|meta|table|article)\b", re.IGNORECASE)
_BLANK = b"\xef\xbb\xbf \t\r\n"  # a mark or white space that copying left before the headers
_HEAD = 8192  # bytes that hold the headers
_TYPES = ("text/html", "application/xhtml+xml")


class SavedPageError(ValueError):
    """A saved page cannot be read; the message says why."""


def is_mhtml(data: bytes) -> bool:
    """Whether the bytes are a page archive of Chrome, Edge or an older Internet Explorer."""
    head = data[:_HEAD].lstrip(_BLANK)
    if not _HEADER.match(head) or b"multipart/related" not in head.lower():
        return False
    return BytesHeaderParser().parsebytes(head).get_content_type() == "multipart/related"


def is_markup(text: str) -> bool:
    """Whether a text is a page's HTML, and not what was copied from one."""
    return bool(_MARKUP.search(text[:_HEAD]))


def read_saved(page: str | bytes) -> tuple[str, str | None]:
    """The page's HTML, and its address where an archive notes it. Raises SavedPageError for an archive without HTML."""
    if isinstance(page, str):
        if "multipart/related" not in page[:_HEAD].lower() or not is_mhtml(page[:_HEAD].encode("utf-8", "replace")):
            return page, None
        page = page.encode("utf-8", "surrogateescape")
    if not is_mhtml(page):
        return decode_page(page), None
    message = message_from_bytes(page.lstrip(_BLANK))  # the newer policy stumbles over headers that are none
    address = _header(message, "Snapshot-Content-Location") or _header(message, "Content-Location")
    start = message.get_param("start", header="content-type") or ""
    pages = [part for part in message.walk() if part.get_content_type() in _TYPES]
    own = next((part for part in pages if start and _header(part, "Content-ID") == start), None) or next(
        (part for part in pages if address and _header(part, "Content-Location") == address), None
    )
    part = own or next(iter(pages), None)
    if part is None:
        raise SavedPageError("this MHTML file holds no HTML: save the page again after it has loaded")
    data = cast(bytes, part.get_payload(decode=True) or b"")
    charset = part.get_content_charset()
    text = decode_page(data, charset)
    address = _header(part, "Content-Location") or address
    return text, address if address and address.startswith(("http://", "https://")) else None


def _header(part: Message, name: str) -> str | None:
    """A header as text: bytes that are no ASCII are replaced."""
    value = part.get(name)
    return None if value is None else str(value).strip()
