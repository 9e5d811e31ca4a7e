"""The playground page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Flask, Response, current_app, make_response, render_template

from api.service import current_classifier
from api.settings import ServerSettings
from classifier import Classifier
from classifier.headline.wording import wording

pages = Blueprint("pages", __name__)
POLICY = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "img-src 'self' data:",
        "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
    )
)  # fmt: skip
EXAMPLES = (
    "立院三讀修正托育條例 補助延長至6歲",
    "女星結束8年婚姻！好友曝離婚真相 網全傻眼",
    "睡前喝這杯千萬別加它　醫師示警：3種人快停",
    "颱風海棠估週四登陸 宜花4縣市停班課",
    "央行升息半碼 房貸族每月多繳多少？",
    "電費漲不漲？經濟部說話了",
)


LIMITS = ("max_headlines", "max_headline_length", "max_explained_characters")
AT_ONCE = 50  # headlines that a page without a server scores between two paintings


@pages.get("/")
def playground() -> Response:
    """The page on which people paste headlines or a page and see scores and signals."""
    settings: ServerSettings = current_app.extensions["settings"]
    limits = {name: getattr(settings, name) for name in LIMITS}
    page = _page(current_classifier(), max_bytes=settings.max_body_bytes, feedback=settings.feedback, **limits)
    response = make_response(page)
    response.headers["Content-Security-Policy"] = POLICY
    return response


def _page(classifier: Classifier, **values: Any) -> str:
    """The page as HTML.

    Its scripts read the model's threshold, cuts and margin, the words for style features, the server's limits and
    whether it takes votes from the document, so that they can move the threshold, explain in words and split a long
    list without a request.
    """
    return render_template(
        "playground.html",
        examples="\n".join(EXAMPLES),
        threshold=classifier.threshold,
        cuts=classifier.cuts,
        wording=wording(),
        margin=classifier.manifest["uncertain_margin"],
        version=classifier.version,
        **values,
    )


def standalone_page(classifier: Classifier, scripts: Sequence[str]) -> str:
    """The page without a server: these scripts, files beside it, the tab for headlines only, no votes.

    The limits are the server's own, by default.
    """
    fields = ServerSettings.model_fields
    limits = {name: fields[name].default for name in LIMITS} | {"max_headlines": AT_ONCE}
    with Flask("api").app_context():
        return _page(
            classifier,
            standalone=True,
            scripts=scripts,
            url_for=lambda _, filename="": filename,
            feedback=False,
            **limits,
        )
