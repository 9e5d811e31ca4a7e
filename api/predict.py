"""``POST /v1/predict`` and ``POST /v1/page``."""

from __future__ import annotations

from flask import Response, current_app, jsonify
from flask_openapi3 import APIBlueprint, Tag

from api.bodies import reads
from api.documented import BODY, OPTIONAL_KEY, problems
from api.errors import invalid
from api.page_schemas import PageRequest, PageResponse
from api.schemas import PredictRequest, PredictResponse
from api.service import current_classifier, metrics
from api.settings import ServerSettings
from classifier import CLICKBAIT, SUBSTANTIVE, Classifier, HeadlineError
from classifier.page.analysis import PageError, analyze

scoring = APIBlueprint(
    "scoring", __name__, abp_tags=[Tag(name="scoring", description="Headlines and pages.")], abp_security=OPTIONAL_KEY
)


@scoring.post("/v1/predict", summary="Score headlines", responses={200: PredictResponse, **problems(*BODY, 503)})
@reads
def predict(body: PredictRequest) -> Response:
    """Label, calibrated score and topic of each headline, in order; with ``explain`` the exact signals too."""
    classifier = current_classifier()
    check_lengths(body.headlines)
    cut = cut_of(classifier, body)
    try:
        predictions = classifier.predict(body.headlines, explain=body.explain, threshold=cut)
    except HeadlineError as error:
        empty = [{"pointer": f"/headlines/{i}", "detail": "No visible character."} for i in error.positions]
        raise invalid(empty) from None
    count = metrics()
    count.batch_size.observe(len(predictions))
    bait = sum(prediction.label == CLICKBAIT for prediction in predictions)
    count.predictions.labels(CLICKBAIT).inc(bait)
    count.predictions.labels(SUBSTANTIVE).inc(len(predictions) - bait)
    return _answer(
        classifier,
        cut,
        predictions=[prediction.to_dict(explain=body.explain) for prediction in predictions],
    )


@scoring.post("/v1/page", summary="Take a page apart", responses={200: PageResponse, **problems(*BODY, 503)})
@reads
def page(body: PageRequest) -> Response:
    """The article and the role of every block; headlines and recommendations get a score. Nothing is fetched."""
    classifier = current_classifier()
    settings: ServerSettings = current_app.extensions["settings"]
    field, size = ("text", len(body.text or "")) if body.html is None else ("html", len(body.html))
    if size > settings.max_page_length:
        detail = f"{size} characters, at most {settings.max_page_length}: send the part that matters."
        raise invalid([{"pointer": f"/{field}", "detail": detail}])
    cut = cut_of(classifier, body)
    try:
        found = analyze(html=body.html, text=body.text, url=body.url, threshold=cut, classifier=classifier)
    except PageError as error:
        raise invalid([{"pointer": f"/{error.field}" if error.field else "", "detail": str(error)}]) from None
    count = metrics()
    for block in found.blocks:
        if block.label:
            count.predictions.labels(block.label).inc()
    return _answer(classifier, cut, **found.to_dict())


def cut_of(classifier: Classifier, body: PredictRequest | PageRequest) -> float:
    """The score from which a headline is clickbait. Raises ProblemError (422) for a threshold beside a sensitivity."""
    try:
        return classifier.cut_for(body.threshold, body.sensitivity)
    except ValueError as error:
        raise invalid([{"pointer": "/sensitivity", "detail": f"{error}."}]) from None


def _answer(classifier: Classifier, threshold: float, **found: object) -> Response:
    """What was found, after the model and the threshold that it was found with."""
    return jsonify(
        model={"name": classifier.name, "version": classifier.version},
        threshold=threshold,
        **found,
    )


def check_lengths(headlines: list[str]) -> None:
    """Raises ProblemError (422) for more or longer headlines than the settings allow."""
    settings: ServerSettings = current_app.extensions["settings"]
    if len(headlines) > settings.max_headlines:
        detail = f"{len(headlines)} headlines, at most {settings.max_headlines} a call: send them in several calls."
        raise invalid([{"pointer": "/headlines", "detail": detail}])
    limit = settings.max_headline_length
    if len(max(headlines, key=len)) > limit:
        raise invalid(
            [
                {"pointer": f"/headlines/{i}", "detail": f"{len(headline)} characters, at most {limit}."}
                for i, headline in enumerate(headlines)
                if len(headline) > limit
            ]
        )
