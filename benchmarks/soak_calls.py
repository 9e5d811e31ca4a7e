"""The calls of the soak, what must come back, and a client that sends them."""

from __future__ import annotations

import asyncio
import gzip
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from benchmarks.wrk import body_of
from classifier import Classifier
from classifier.page.analysis import analyze

PAGE = (
    "<h1>海風市公車新路線上路</h1><p>海風市交通局今天宣布，公車新路線週一上路，全長12公里，行經三所醫院。</p>"
    "<h3>熱門新聞</h3>" + "".join(f"<a href=/a/{n}>女星一句話讓全場傻眼 原因曝光 第{n}則</a>" for n in range(20))
)
TOLERANCE = 1e-9


@dataclass(frozen=True)
class Expected:
    """What each model says, by its version."""

    models: list[Classifier]

    def predictions(self, headlines: list[str]) -> dict[str, list[tuple[str, float]]]:
        """Label and score of each headline."""
        return {m.version: [(p.label, p.score) for p in m.predict(headlines)] for m in self.models}

    def blocks(self, html: str) -> dict[str, list[tuple[str, float]]]:
        """Label and score of each block that has them."""
        return {
            m.version: [(b.label, b.score) for b in analyze(html=html, classifier=m).blocks if b.label and b.score]
            for m in self.models
        }


@dataclass(frozen=True)
class Call:
    """A call, the statuses that are right, and the answers that are: by the version of the model."""

    kind: str
    method: str
    path: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    statuses: tuple[int, ...] = (200,)
    answers: Mapping[str, list[tuple[str, float]]] | None = None
    key: str = ""

    def numbered(self, number: str) -> Call:
        """The same with an idempotency key of its own, where it takes one."""
        return replace(self, key=number, headers={"Idempotency-Key": number}) if self.kind == "feedback" else self

    def fault(self, status: int, body: bytes) -> str | None:
        """What is wrong with an answer, or None."""
        if status not in self.statuses:
            return f"{self.kind}: {status} {body[:200].decode()}"
        document = json.loads(body)
        if status >= 400 and document.get("status") != status:
            return f"{self.kind}: no problem document"
        if self.answers is None or status != 200:
            return None
        found = [
            (item["label"], item["score"])
            for item in document.get("predictions") or document["blocks"]
            if item["label"]
        ]
        right = self.answers.get(document["model"]["version"])
        if right is None or len(right) != len(found):
            return f"{self.kind}: {len(found)} answers of model {document['model']['version']}"
        for (label, score), (wanted, exact) in zip(found, right, strict=True):
            if label != wanted or not math.isclose(score, exact, abs_tol=TOLERANCE):
                return f"{self.kind}: {label} {score} instead of {wanted} {exact}"
        return None


def make_calls(expected: Expected) -> list[Call]:
    """Each as often as it should be sent among the others."""

    def predict(kind: str, count: int, *, explain: bool = False, packed: bool = False) -> Call:
        document: dict[str, Any] = {**body_of(count), "explain": explain}
        if not explain:
            del document["explain"]
        data = json.dumps(document).encode()
        headers = {"Content-Encoding": "gzip"} if packed else {}
        answers = expected.predictions(document["headlines"])
        return Call(kind, "POST", "/v1/predict", gzip.compress(data) if packed else data, headers, answers=answers)

    half = json.dumps({"headlines": ["標題\ud83d", "好"]}).encode()
    bad = [b"{", b'{"headlines": []}', b'{"headlines": ["a", "\\u200b"]}', b"\xff", b'{"headlines": ["x"], "more": 1}']
    return [
        *[predict("1", 1)] * 30,
        *[predict("10", 10)] * 20,
        *[predict("100", 100)] * 5,
        predict("1000", 1000),
        *[predict("explain", 20, explain=True)] * 3,
        *[predict("gzip", 50, packed=True)] * 3,
        *[Call("page", "POST", "/v1/page", json.dumps({"html": PAGE}).encode(), answers=expected.blocks(PAGE))] * 3,
        *[Call("half emoji", "POST", "/v1/predict", half, answers=expected.predictions(["標題\ud83d", "好"]))] * 2,
        *[Call("feedback", "POST", "/v1/feedback", '{"headline": "標題", "label": "clickbait"}'.encode(),
               statuses=(200, 201))] * 6,
        *[Call("bad", "POST", "/v1/predict", data, statuses=(400, 422)) for data in bad],
        Call("bad", "POST", "/v1/predict", b"{}" * 3_000_000, statuses=(413,)),
        Call("bad", "GET", "/v1/nothing", statuses=(404,)),
        Call("bad", "POST", "/v1/predict", json.dumps({"headlines": ["長" * 1000] * 100, "explain": True}).encode(),
             statuses=(422,)),
    ]  # fmt: skip


class Client:
    """One connection to the service, opened when it is needed."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def send(self, call: Call) -> tuple[int, bytes]:
        """Status and body of the answer. Raises OSError and EOFError when the connection ends before it."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        lines = [f"{call.method} {call.path} HTTP/1.1", "Host: localhost", "Content-Type: application/json"]
        lines += [f"{name}: {value}" for name, value in call.headers.items()]
        lines += [f"Content-Length: {len(call.body)}", "", ""]
        writer.write("\r\n".join(lines).encode() + call.body)
        head = await reader.readuntil(b"\r\n\r\n")
        names = dict(line.split(b": ", 1) for line in head.lower().split(b"\r\n")[1:] if line)
        body = await reader.readexactly(int(names.get(b"content-length", b"0")))
        if len(call.body) > 4 << 20 or names.get(b"connection") == b"close":  # refused unread
            await self.close()
        return int(head.split(b" ", 2)[1]), body

    async def close(self) -> None:
        """Close the connection; the next call opens another one."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None
