"""The playground page."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, make_response, render_template

from api.service import current_classifier
from api.settings import ServerSettings
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


@pages.get("/")
def playground() -> Response:
    """The page on which people paste headlines or a page and see scores and signals.

    Its scripts read the model's threshold, cuts and margin, the words for style features, the server's limits and
    whether it takes votes from the document, so that they can move the threshold, explain in words and split a long
    list without a request.
    """
    classifier = current_classifier()
    settings: ServerSettings = current_app.extensions["settings"]
    response = make_response(
        render_template(
            "playground.html",
            examples="\n".join(EXAMPLES),
            threshold=classifier.threshold,
            cuts=classifier.cuts,
            wording=wording(),
            margin=classifier.manifest["uncertain_margin"],
            max_headlines=settings.max_headlines,
            max_headline_length=settings.max_headline_length,
            max_explained_characters=settings.max_explained_characters,
            max_bytes=settings.max_body_bytes,
            feedback=settings.feedback,
            version=classifier.version,
        )
    )
    response.headers["Content-Security-Policy"] = POLICY
    return response
