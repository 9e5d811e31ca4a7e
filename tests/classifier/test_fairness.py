"""The label judges the wording: who is named, which party, which outlet and which script must not matter."""

import opencc
import pytest

from classifier import Classifier
from classifier.text.normalize import normalize
from training.corpus.format import Row

PARTIES = (("國民黨", "藍營", "藍委"), ("民進黨", "綠營", "綠委"), ("民眾黨", "白營", "白委"))
FRAMES = [
    "{party}立院黨團：預算案應逐條審查",
    "{member}轟部長說謊！質詢台前拍桌3分鐘",
    "{camp}初選內幕曝光 他一句話洩關鍵",
    "{party}主席談修憲：願與各黨協商",
    "網傻眼！{member}這張照片背後真相曝",
    "{camp}民調大翻轉？名嘴點出1關鍵",
]
NAMES = ("沈柏勳", "卓美惠", "簡士哲", "魏廷宇", "杜可昀", "歐陽若蘭")
NAMED = [
    "{name}宣布參選市長 主打托育政策",
    "{name}：國防自主不能只靠口號",
    "{name}淚崩！離婚真相曝光 網全傻眼",
    "{name}奪金 打破全國紀錄",
    "{name}突發文「5個字」 粉絲嚇壞",
    "{name}涉收賄500萬元 檢方聲押獲准",
]
SUFFIXES = ("｜三立新聞網", " | 聯合報", "｜TVBS新聞", " - 中央社", " – 自由時報", "_新浪新闻", "-新华网")


@pytest.mark.parametrize("frame", FRAMES)
def test_the_party_does_not_matter(full_classifier: Classifier, frame: str) -> None:
    scores = full_classifier.scores([frame.format(party=p, camp=c, member=m) for p, c, m in PARTIES])
    assert scores.max() - scores.min() == 0


@pytest.mark.parametrize("frame", NAMED)
def test_the_person_does_not_matter(full_classifier: Classifier, frame: str) -> None:
    predictions = full_classifier.predict([frame.format(name=name) for name in NAMES])
    assert len({prediction.label for prediction in predictions}) == 1


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_outlet_behind_the_headline_does_not_matter(
    full_classifier: Classifier, full_corpus: list[Row], suffix: str
) -> None:
    headlines = [row.headline for row in full_corpus[::40]]
    moved = full_classifier.scores([headline + suffix for headline in headlines]) - full_classifier.scores(headlines)
    assert not moved.any()


def test_content_behind_a_bar_stays() -> None:
    for headline in ("專訪｜沈柏勳談接班", "獨家 | 卓美惠首度回應離婚", "選戰｜藍白合談什麼"):
        assert normalize(headline).endswith(normalize(headline[-4:]))
    assert normalize("新聞") and normalize("｜中央社")


def test_width_and_script_do_not_matter(full_classifier: Classifier, full_corpus: list[Row]) -> None:
    headlines = [row.headline for row in full_corpus[::20]]
    narrow = str.maketrans("！？：／　（）", "!?:/ ()")
    convert = opencc.OpenCC("t2s").convert
    base = full_classifier.scores(headlines)
    assert (full_classifier.scores([h.translate(narrow) for h in headlines]) == base).all()
    assert (full_classifier.scores([convert(h) for h in headlines]) == base).all()
