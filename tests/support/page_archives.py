"""Page archives (MHTML) as browsers write them."""

from __future__ import annotations

import base64
import quopri
from textwrap import wrap

ADDRESS = "https://heron.example/life/1"
_BOUNDARY = "----MultipartBoundary--Qh3v0Kx8nT----"


def part(content: bytes, kind: str = "text/html", *, coding: str = "quoted-printable", **headers: str) -> str:
    """One part; the names of ``headers`` are written with hyphens."""
    if coding == "base64":
        written = "\r\n".join(wrap(base64.b64encode(content).decode(), 76))
    elif coding == "quoted-printable":
        written = quopri.encodestring(content).decode().replace("\n", "\r\n")
    else:
        written = content.decode()
    told = {"Content-Type": kind, "Content-Transfer-Encoding": coding}
    told |= {name.replace("_", "-"): value for name, value in headers.items()}
    return "\r\n".join([*(f"{name}: {value}" for name, value in told.items()), "", written])


def archive(*parts: str, address: str | None = ADDRESS, head: str = "") -> bytes:
    """The parts with the headers that Chrome writes; ``head`` are more lines of them."""
    lines = ["From: <Saved by Blink>"]
    if address:
        lines.append(f"Snapshot-Content-Location: {address}")
    lines += [
        "Subject: =?utf-8?Q?=E6=B5=B7=E9=A2=A8=E5=B8=82?=",
        "Date: Mon, 2 Mar 2026 09:30:00 +0800",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="{_BOUNDARY}"{head}',
        "",
        "",
    ]
    body = "".join(f"\r\n--{_BOUNDARY}\r\n{each}" for each in parts)
    return ("\r\n".join(lines) + body + f"\r\n--{_BOUNDARY}--\r\n").encode()


def saved_by_chrome(html: str, coding: str = "quoted-printable") -> bytes:
    """A page with a style sheet and a picture."""
    return archive(
        part(html.encode(), coding=coding, Content_ID="<frame-1@mhtml.blink>", Content_Location=ADDRESS),
        part(b"p { color: red }", "text/css", Content_Location="https://heron.example/a.css"),
        part(
            b"\x89PNG\r\n\x1a\n\x00\x01", "image/png", coding="base64", Content_Location="https://heron.example/1.png"
        ),
    )
