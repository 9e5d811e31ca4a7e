"""Where the time of a call with one headline goes, part by part, in one process and without a network.

    python -m benchmarks.call [--seconds N]

Each part is run alone, again and again; the median of the rounds counts. What remains of a call over the network is
granian, the event loop, and the change of threads: ``python -m benchmarks.load`` has the whole.
"""

from __future__ import annotations

import argparse
import logging
import statistics
import sys
import time
from collections.abc import Callable, Sequence

from api.app import create_app
from api.bodies import JSON, dumped, parsed
from api.logs import TextFormatter, WithRequest
from api.observe import Observer
from api.proxies import Proxies
from api.schemas import PredictRequest
from api.settings import read_settings
from api.telemetry import Metrics
from benchmarks import machine
from benchmarks.paths import MODEL
from benchmarks.wrk import body_of
from classifier import load

ROUNDS = 5
TOGETHER = 16


def parts() -> dict[str, Callable[[], object]]:
    """Each part of a call, by what it does."""
    settings = read_settings(rate_limit="1000000000/minute", feedback=False)
    classifier = load(MODEL)
    app = create_app(settings, classifier)
    client = app.test_client()
    scoring, gate = app.extensions["scoring"], app.extensions["gate"]
    data = dumped(body_of(1))
    body = parsed(PredictRequest, data, JSON)
    bodies = [PredictRequest(headlines=[f"{body.headlines[0]} {n}"]) for n in range(TOGETHER)]
    quiet, loud = Observer(read_settings(access_log=False), Metrics()), Observer(settings, Metrics())
    proxies, none = Proxies(settings), lambda name: None
    (prediction,) = classifier.predict(body.headlines)
    call = loud.begin("POST", None)
    text = TextFormatter("%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s")
    logging.getLogger("api.access").addHandler(logging.NullHandler())
    record = logging.LogRecord("api.access", logging.INFO, "", 0, "%s %s %d", ("POST", "/v1/predict", 200), None)
    WithRequest().filter(record)

    def observed() -> None:
        quiet.end(quiet.begin("POST", None), 200)

    return {
        "JSON to the model of the request": lambda: parsed(PredictRequest, data, JSON),
        "address, rate limit": lambda: gate.limit.hit(gate.client(None, proxies.origin("127.0.0.1:1", none).address)),
        "scoring, alone": lambda: classifier.predict(body.headlines),
        f"scoring and answer, of {TOGETHER} together, one": lambda: scoring.predict_together(bodies),
        "answer to JSON": lambda: dumped(prediction.to_dict()),
        "request id, metrics": observed,
        "a line of the log, made": lambda: loud.end(call, 200),
        "a line of the log, written out": lambda: text.format(record),
        "the same call through Flask": lambda: client.post("/v1/predict", data=data, content_type=JSON),
    }


def microseconds(work: Callable[[], object], seconds: float) -> float:
    """The median time of a round."""
    found = []
    for _ in range(ROUNDS):
        count, start = 0, time.perf_counter()
        while (taken := time.perf_counter() - start) < seconds / ROUNDS:
            work()
            count += 1
        found.append(taken / count * 1e6)
    return statistics.median(found)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Where the time of a call with one headline goes.")
    parser.add_argument("--seconds", type=float, default=2, help="for each part (default 2)")
    args = parser.parse_args(argv)
    print(f"{machine.description()}\n\n{'part':<48}{'microseconds':>12}")
    for name, work in parts().items():
        divisor = TOGETHER if "together" in name else 1
        print(f"{name:<48}{microseconds(work, args.seconds) / divisor:>12.1f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
