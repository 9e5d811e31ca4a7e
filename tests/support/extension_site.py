"""A local news site for the tests of the extension: invented headlines, and a strict content security policy."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, Response, render_template, request, send_from_directory

FILES = Path(__file__).parent.parent / "extension/site"
OWN = "海風市公車新路線週一上路 行經三所醫院"
# (path, headline); none is a real one. Clear cases: a test checks that the model sees them so.
BAIT = [
    ("/life/2026030101", "睡前喝這杯千萬別加它！醫師示警：3種人快停"),
    ("/star/2026030102", "女星一句話讓全場傻眼 背後原因曝光"),
    ("/life/2026030103", "上班族午餐吃什麼最健康 營養師這樣說"),
    ("/city/2026030104", "通勤族注意！這條路線月底將大改 網友反應兩極"),
    ("/money/2026030105", "房貸族壓力大？銀行主管建議先做這件事"),
]
UNSURE = ("/society/2026030106", "早餐店老闆娘多找錢 客人送回 舉動暖心")  # bait, but near the threshold
NEWS = [
    ("/politics/2026030201", "立院三讀修正托育條例 補助延長至6歲"),
    ("/weather/2026030202", "颱風海棠估週四登陸 宜花4縣市停班課"),
    ("/money/2026030203", "央行理監事會議決議維持利率不變"),
    ("/city/2026030204", "海風港擴建工程動工 預計2029年完工"),
    ("/sports/2026030205", "女籃國手傷癒歸隊 亞洲盃12人名單出爐"),
]
LATE = [
    ("/star/2026030301", "她穿這件走紅毯全場看傻 下秒動作太驚人"),
    ("/politics/2026030302", "市議會三讀通過115年度總預算 刪減2億元"),
]
NOT_HEADLINES = [
    "關於海風日報與聯絡方式",
    "隱私權政策與服務條款說明",
    "海風市政府交通局公告頁面",
    "生活消費健康醫療美食旅遊",
]


def headlines(count: int) -> list[str]:
    """So many different headlines, bait and news by turns."""
    kinds = [BAIT, NEWS]
    return [f"{kinds[i % 2][i // 2 % 5][1]} 第{i + 1}則" for i in range(count)]


def make_site() -> Flask:
    """The site: an article at every path, ``/many`` with 500 links, ``/lonely`` with one,
    ``/kind/<name>`` for a file in kinds/.
    """
    site = Flask(__name__, template_folder=str(FILES))

    @site.after_request
    def strict(response: Response) -> Response:
        policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'"
        if request.path.startswith("/kind/"):  # each of these holds its style and script
            policy = "default-src 'self' 'unsafe-inline'; frame-src *"
        response.headers["Content-Security-Policy"] = policy
        return response

    @site.get("/style.css")
    def style() -> Response:
        return send_from_directory(FILES, "style.css")

    @site.get("/late.js")
    def late() -> Response:
        code = (FILES / "late.js").read_text(encoding="utf-8")
        return Response(f"const LATE = {site.json.dumps(LATE)};\n{code}", mimetype="text/javascript")

    @site.get("/picture/<int:number>.svg")
    def picture(number: int) -> Response:
        hue = number * 47 % 360
        hills = (
            f'<rect width="208" height="132" fill="hsl({hue} 45% 78%)"/><circle cx="{40 + number * 13}" cy="38" r="20" '
            f'fill="hsl({hue + 40} 70% 90%)"/><path d="M0 100q52-50 104-10t104-20v62H0z" fill="hsl({hue} 35% 55%)"/>'
        )
        head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 208 132" preserveAspectRatio="xMidYMid slice">'
        return Response(f"{head}{hills}</svg>", mimetype="image/svg+xml")

    @site.get("/many")
    def many() -> str:
        return render_template("many.html", texts=headlines(int(request.args.get("links", "500"))))

    @site.get("/lonely")
    def lonely() -> str:
        return render_template("lonely.html", own=OWN, bait=BAIT[0])

    @site.get("/kind/<name>")
    def kind(name: str) -> str:
        texts = headlines(int(request.args.get("links", "0")))
        return render_template(f"kinds/{name}.html", bait=BAIT, news=NEWS, texts=texts)

    @site.get("/favicon.ico")
    def favicon() -> Response:
        return Response(status=204)

    @site.get("/", defaults={"path": ""})
    @site.get("/<path:path>")
    def article(path: str) -> str:
        night = "night" in request.args
        return render_template(
            "article.html", own=OWN, bait=BAIT, news=NEWS, unsure=UNSURE, not_headlines=NOT_HEADLINES, night=night
        )

    return site
