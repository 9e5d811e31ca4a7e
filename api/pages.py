"""The playground."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template

from api.routes import current_classifier

pages = Blueprint("pages", __name__)
POLICY = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "img-src 'self' data:",
        "base-uri 'none'", "form-action 'none'",
    )
)  # fmt: skip
EXAMPLES = (
    "立院三讀修正托育條例 補助延長至6歲",
    "女星結束8年婚姻！好友曝離婚真相 網全傻眼",
    "睡前喝這杯千萬別加它　醫師示警：3種人快停",
    "颱風海棠估週四登陸 宜花4縣市停班課",
)


@pages.get("/")
def playground() -> Response:
    """Paste headlines, see scores and signals."""
    classifier = current_classifier()
    response = make_response(
        render_template(
            "playground.html",
            examples="\n".join(EXAMPLES),
            threshold=f"{classifier.threshold:.2f}",
            version=classifier.version,
        )
    )
    response.headers["Content-Security-Policy"] = POLICY
    return response
