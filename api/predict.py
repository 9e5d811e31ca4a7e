"""``POST /v1/predict`` and ``POST /v1/page``."""

from __future__ import annotations

from flask import Response, current_app
from flask_openapi3 import APIBlueprint, Tag

from api.bodies import JSON, reads
from api.documented import BODY, OPTIONAL_KEY, problems
from api.page_schemas import PageRequest, PageResponse
from api.schemas import PredictRequest, PredictResponse
from api.scoring import Scoring

scoring = APIBlueprint(
    "scoring", __name__, abp_tags=[Tag(name="scoring", description="Headlines and pages.")], abp_security=OPTIONAL_KEY
)


def _scoring() -> Scoring:
    found: Scoring = current_app.extensions["scoring"]
    return found


@scoring.post("/v1/predict", summary="Score headlines", responses={200: PredictResponse, **problems(*BODY, 503)})
@reads
def predict(body: PredictRequest) -> Response:
    """Label, calibrated score and topic of each headline, in order; with ``explain`` the exact signals too."""
    return Response(_scoring().predict(body), mimetype=JSON)


@scoring.post("/v1/page", summary="Take a page apart", responses={200: PageResponse, **problems(*BODY, 503)})
@reads
def page(body: PageRequest) -> Response:
    """The article and the role of every block; headlines and recommendations get a score. Nothing is fetched."""
    return Response(_scoring().page(body), mimetype=JSON)
