"""A local news site for the tests of the extension: invented headlines, and a strict content security policy."""

from __future__ import annotations

from flask import Flask, Response, render_template_string, request

OWN = "海風市公車新路線週一上路 行經三所醫院"
# (path, headline); none is a real one. Clear cases: a test checks that the model sees them so.
BAIT = [
    ("/life/2026030101", "睡前喝這杯千萬別加它！醫師示警：3種人快停"),
    ("/star/2026030102", "女星一句話讓全場傻眼 背後原因曝光"),
    ("/life/2026030103", "上班族午餐吃什麼最健康 營養師這樣說"),
    ("/city/2026030104", "通勤族注意！這條路線月底將大改 網友反應兩極"),
    ("/money/2026030105", "房貸族壓力大？銀行主管建議先做這件事"),
]
UNSURE = ("/society/2026030106", "早餐店老闆娘多找300元 他的回應暖哭眾人")  # bait, but near the threshold
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
NOT_HEADLINES = ["關於海風日報與聯絡方式", "隱私權政策與服務條款說明", "海風市政府交通局公告頁面", "生活消費健康醫療美食旅遊"]

STYLE = """
* { box-sizing: border-box; } body { margin: 0; font: 17px/1.8 "Noto Sans CJK TC", sans-serif; color: #222; background: #fff; }
a { color: inherit; text-decoration: none; } a:hover { text-decoration: underline; }
.top { position: sticky; top: 0; z-index: 9; background: #0b3d5c; color: #fff; }
.top div, .page { max-width: 1120px; margin: 0 auto; padding: 0 20px; } .top b { font-size: 23px; margin-right: 28px; }
.top nav a { margin-right: 18px; font-size: 15px; } .page { display: grid; grid-template-columns: 1fr 330px; gap: 44px; }
.crumbs { color: #777; font-size: 14px; margin: 16px 0 0; } h1 { font-size: 33px; line-height: 1.4; margin: 6px 0 10px; }
.by { color: #777; font-size: 14px; } .photo { width: 100%; border-radius: 4px; display: block; margin: 16px 0; }
article p a, .tags a { color: #0b5c8c; } h2 { font-size: 19px; border-left: 5px solid #0b3d5c; padding-left: 10px; line-height: 1.2; margin: 34px 0 12px; }
ul, ol { list-style: none; margin: 0; padding: 0; } .hot li { display: flex; gap: 12px; padding: 11px 0; border-bottom: 1px solid #e6e6e6; }
.hot img { width: 104px; height: 66px; object-fit: cover; border-radius: 3px; display: block; }
.hot h3 { margin: 0; flex: 1; font-size: 16px; line-height: 1.55; font-weight: 500; } .more li { padding: 7px 0; border-bottom: 1px dotted #ccc; }
.more time { float: right; color: #999; font-size: 13px; } .cards { display: grid; grid-template-columns: 1fr 1fr; gap: 18px; }
.card img { width: 100%; height: 150px; object-fit: cover; border-radius: 4px; display: block; }
.card .t { display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; font-weight: 600; margin-top: 7px; line-height: 1.5; }
.card .s { display: block; color: #777; font-size: 14px; line-height: 1.5; }
footer { background: #f1f1ef; color: #666; margin-top: 50px; font-size: 14px; padding: 22px 20px; text-align: center; } footer a { margin: 0 12px; }
body.night { background: #15181c; color: #e8e6e1; } .night .hot li { border-color: #30343a; } .night footer { background: #1d2126; }
"""

PAGE = """<!doctype html><html lang="zh-TW"><head><meta charset="utf-8"><title>{{ own }}｜海風日報</title>
<meta property="og:title" content="{{ own }}"><meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/style.css">
<script src="/late.js" defer></script></head><body{% if night %} class="night"{% endif %}>
<header class="top"><div><b>海風日報</b><nav><a href="/politics">政治</a><a href="/life">生活</a><a href="/list/2026">{{ not_headlines[3] }}</a></nav></div></header>
<div class="page"><main><p class="crumbs breadcrumb"><a href="/">首頁</a> ＞ <a href="/city/2026030001">{{ own }}</a></p>
<article><h1><a href="/city/2026030001">{{ own }}</a></h1><p class="by">記者林海樹／海風市報導　2026-03-02 09:30</p>
<img class="photo" src="/picture/0.svg" alt="" width="700" height="300">
<p>海風市交通局今天宣布，市公車 88 路將於週一上路，全長 12.4 公里，行經三所醫院，尖峰時段每 10 分鐘一班。
交通局表示，路線依<a href="/city/2026030901">去年底完成的市民乘車需求調查報告</a>規劃，試辦期為半年。</p>
<p>詳細時刻表可以在<a href="/city/2026030902">海風市政府交通局公告頁面</a>查詢，民眾也可撥打市民專線詢問轉乘方式與票價優惠。</p>
<p><a href="{{ bait[1][0] }}">{{ bait[1][1] }}</a></p></article>
<h2>你可能也想看</h2><div class="cards">{% for path, text in [bait[2], news[3], bait[3], news[4]] %}
<div class="card"><a href="{{ path }}"><img src="/picture/{{ loop.index }}.svg" alt="{{ text }}"></a><a class="t" href="{{ path }}">{{ text }}</a><span class="s">海風日報編輯部整理報導</span></div>{% endfor %}</div>
<h2>最新消息</h2><ul class="more"><li><time>10:05</time><a href="/city/2026030001?utm_source=latest">{{ own }}</a></li>
{% for path, text in news[:3] + bait[4:] %}<li><time>09:{{ 50 - loop.index }}</time><a href="{{ path }}">{{ text }}</a></li>{% endfor %}</ul></main>
<aside><h2>熱門新聞</h2><ol class="hot" id="hot">{% for path, text in [bait[0], news[0], unsure, news[1], bait[4], news[2]] %}
<li><a href="{{ path }}"><img src="/picture/{{ loop.index + 4 }}.svg" alt="{{ text }}"></a><h3><a href="{{ path }}">{{ text }}</a></h3></li>{% endfor %}</ol>
<button id="load" type="button">載入更多</button></aside></div>
<footer class="footer"><a href="/about">{{ not_headlines[0] }}</a><a href="/privacy/2026">{{ not_headlines[1] }}</a></footer></body></html>"""

MANY = """<!doctype html><html lang="zh-TW"><head><meta charset="utf-8"><title>新聞總覽</title><link rel="stylesheet" href="/style.css"></head>
<body><div class="page"><main><ul class="more">{% for text in texts %}<li><div class="row"><time>09:30</time><span class="k">生活</span>
<a href="/life/20260{{ 10000 + loop.index }}"><span class="title">{{ text }}</span></a></div></li>{% endfor %}</ul></main></div></body></html>"""

LATE_SCRIPT = """document.getElementById("load")?.addEventListener("click", () => {
  for (const [path, text] of %s) {
    const [item, title, link] = ["li", "h3", "a"].map((name) => document.createElement(name));
    link.href = path; link.textContent = text; title.append(link); item.append(title);
    document.getElementById("hot").append(item);
  }
});"""


def headlines(count: int) -> list[str]:
    """So many different headlines, bait and news by turns."""
    kinds = [BAIT, NEWS]
    return [f"{kinds[i % 2][i // 2 % 5][1]} 第{i + 1}則" for i in range(count)]


def make_site() -> Flask:
    """The site: an article at every path, ``/many`` with 500 links."""
    site = Flask(__name__)

    @site.after_request
    def strict(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'"
        return response

    @site.get("/style.css")
    def style() -> Response:
        return Response(STYLE, mimetype="text/css")

    @site.get("/late.js")
    def late() -> Response:
        return Response(LATE_SCRIPT % site.json.dumps(LATE), mimetype="text/javascript")

    @site.get("/picture/<int:number>.svg")
    def picture(number: int) -> Response:
        hue = number * 47 % 360
        hills = (
            f'<rect width="208" height="132" fill="hsl({hue} 45% 78%)"/><circle cx="{40 + number * 13}" cy="38" r="20" '
            f'fill="hsl({hue + 40} 70% 90%)"/><path d="M0 100q52-50 104-10t104-20v62H0z" fill="hsl({hue} 35% 55%)"/>'
        )
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 208 132" preserveAspectRatio="xMidYMid slice">{hills}</svg>'
        return Response(svg, mimetype="image/svg+xml")

    @site.get("/many")
    def many() -> str:
        return render_template_string(MANY, texts=headlines(int(request.args.get("links", "500"))))

    @site.get("/favicon.ico")
    def favicon() -> Response:
        return Response(status=204)

    @site.get("/", defaults={"path": ""})
    @site.get("/<path:path>")
    def article(path: str) -> str:
        night = "night" in request.args
        return render_template_string(PAGE, own=OWN, bait=BAIT, news=NEWS, unsure=UNSURE, not_headlines=NOT_HEADLINES, night=night)

    return site
