"""From validated requests to the bytes of their answers: the limits of one call, and calls that are scored together."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from api.bodies import dumped
from api.errors import ProblemError, invalid, over_limit
from api.page_schemas import CONTENTS, PageRequest
from api.schemas import PredictRequest
from api.settings import ServerSettings
from api.telemetry import Metrics
from classifier import Classifier, HeadlineError
from classifier.page.analysis import PageError, analyze

# Characters that are scored at once, 5 to 10 ms: other threads get their turn in between.
PART, EXPLAINED_PART = 8192, 1024


class Scoring:
    """Answers calls of ``/v1/predict`` and ``/v1/page``. ``classifier`` gives the one in service, or ProblemError."""

    def __init__(self, settings: ServerSettings, classifier: Callable[[], Classifier], metrics: Metrics) -> None:
        self.settings, self._classifier, self._metrics = settings, classifier, metrics

    def predict(self, body: PredictRequest) -> bytes:
        """The answer of one call. Raises ProblemError (422, 503)."""
        classifier = self._classifier()
        self.check(body)
        cut = cut_of(classifier, body)
        answers: list[bytes] = []
        labels: list[str] = []
        empty: list[int] = []
        for start, part in _parts(body.headlines, EXPLAINED_PART if body.explain else PART):
            try:
                found = classifier.predict(part, explain=body.explain, threshold=cut)
            except HeadlineError as error:
                empty += [start + place for place in error.positions]
                continue
            # Written at once: the collector of garbage would walk over all signals of a long call.
            answers += [dumped(one.to_dict(explain=body.explain)) for one in found]
            labels += [one.label for one in found]
        if empty:
            raise invalid([{"pointer": f"/headlines/{i}", "detail": "No visible character."} for i in empty])
        return self._answer(classifier, cut, answers, labels)

    def predict_together(self, bodies: Sequence[PredictRequest]) -> list[bytes | Exception]:
        """The answers of several calls without ``explain``, scored as one batch, or the error of each."""
        results: list[bytes | Exception | None] = [None] * len(bodies)
        by_cut: dict[float, list[int]] = {}
        try:
            classifier = self._classifier()
        except ProblemError as error:
            return [error] * len(bodies)
        for place, body in enumerate(bodies):
            try:
                self.check(body)
                by_cut.setdefault(cut_of(classifier, body), []).append(place)
            except ProblemError as error:
                results[place] = error
        for cut, places in by_cut.items():
            try:
                found = iter(classifier.predict([text for i in places for text in bodies[i].headlines], threshold=cut))
            except HeadlineError:  # each for itself: only the ones at fault are refused
                for place in places:
                    results[place] = _outcome(self.predict, bodies[place])
                continue
            for place in places:
                own = [next(found) for _ in bodies[place].headlines]
                answers = [dumped(one.to_dict()) for one in own]
                results[place] = self._answer(classifier, cut, answers, [one.label for one in own])
        return [result for result in results if result is not None]

    def page(self, body: PageRequest) -> bytes:
        """The answer about a page. Raises ProblemError (422, 503)."""
        classifier = self._classifier()
        given = {name: value for name in CONTENTS if (value := getattr(body, name)) is not None}
        if "file" in given:
            given["file"] = b64decode(given["file"])
        for name, content in given.items():
            if len(content) > self.settings.max_page_length:
                raise over_limit(f"/{name}", "max_page_length", self.settings.max_page_length, len(content),
                                 "characters", "send the part that matters")  # fmt: skip
        cut = cut_of(classifier, body)
        try:
            found = analyze(**given, url=body.url, threshold=cut, classifier=classifier)
        except PageError as error:
            raise invalid([{"pointer": f"/{error.field}" if error.field else "", "detail": str(error)}]) from None
        self._metrics.scored(None, (block.label for block in found.blocks if block.label))
        return dumped({**_head(classifier, cut), **found.to_dict()})

    def check(self, body: PredictRequest) -> None:
        """Raises ProblemError (422) for more work than one call may ask for, before any of it is done."""
        limits, headlines = self.settings, body.headlines
        if len(headlines) > limits.max_headlines:
            raise over_limit("/headlines", "max_headlines", limits.max_headlines, len(headlines),
                             "headlines", "send them in several calls")  # fmt: skip
        longest = limits.max_headline_length
        lengths = [len(headline) for headline in headlines]
        if max(lengths) > longest:
            found = [{"pointer": f"/headlines/{i}", "detail": f"{length} characters, at most {longest}."}
                     for i, length in enumerate(lengths) if length > longest]  # fmt: skip
            raise invalid(found, {"name": "max_headline_length", "value": longest, "found": max(lengths)})
        name = "max_explained_characters" if body.explain else "max_characters"
        limit, total = getattr(limits, name), sum(lengths)
        if total > limit:
            how = "characters with explain" if body.explain else "characters"
            fix = "send them in several calls" + " or leave out explain" * body.explain
            raise over_limit("/headlines", name, limit, total, how, fix)

    def _answer(self, classifier: Classifier, cut: float, answers: list[bytes], labels: list[str]) -> bytes:
        self._metrics.scored(len(labels), labels)
        return dumped(_head(classifier, cut))[:-1] + b',"predictions":[' + b",".join(answers) + b"]}"


def _head(classifier: Classifier, cut: float) -> dict[str, Any]:
    """Which model answers, and the threshold that it answers with."""
    return {"model": {"name": classifier.name, "version": classifier.version}, "threshold": cut}


def cut_of(classifier: Classifier, body: PredictRequest | PageRequest) -> float:
    """The score from which a headline is clickbait. Raises ProblemError (422) for a threshold beside a sensitivity."""
    try:
        return classifier.cut_for(body.threshold, body.sensitivity)
    except ValueError as error:
        raise invalid([{"pointer": "/sensitivity", "detail": f"{error}."}]) from None


def _parts(headlines: Sequence[str], length: int) -> Iterator[tuple[int, Sequence[str]]]:
    """Runs of headlines of at most ``length`` characters (or of one headline), each with the place of its first one."""
    start = size = 0
    for place, headline in enumerate(headlines):
        if size and size + len(headline) > length:
            yield start, headlines[start:place]
            start, size = place, 0
        size += len(headline)
    yield start, headlines[start:]


def _outcome(work: Callable[[Any], bytes], body: Any) -> bytes | Exception:
    try:
        return work(body)
    except Exception as error:
        return error
