import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.page.byline import read_byline


def shown(*lines: str) -> str | None:
    return read_byline([], lines)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        # Taiwan
        ("記者陳沐青／台北報導", "陳沐青"),
        ("記者陳沐青/台北報導", "陳沐青"),
        ("記者 陳沐青 ／ 海風報導", "陳沐青"),
        ("記者陳沐青╱即時報導", "陳沐青"),
        ("記者陳沐青台北報導", "陳沐青"),
        ("記者陳沐青高雄15日電", "陳沐青"),
        ("［記者陳沐青／台中報導］", "陳沐青"),
        ("【記者陳沐青／台中報導】海風市府今天宣布，路燈全面換新。", "陳沐青"),
        ("〔記者陳沐青／台南報導〕海風市府今天宣布，路燈全面換新。", "陳沐青"),
        ("（白鷺社記者陳沐青海風2日電）市府今天宣布，路燈全面換新。", "陳沐青"),
        ("白鷺新聞網 記者陳沐青", "陳沐青"),
        ("特約記者陳沐青／花蓮報導", "陳沐青"),
        ("駐美特派員陳沐青／華盛頓專電", "陳沐青"),
        ("文／陳沐青", "陳沐青"),
        ("文／陳沐青　圖／林遠", "陳沐青"),
        ("文：陳沐青", "陳沐青"),
        ("圖文／陳沐青", "陳沐青"),
        ("圖、文／陳沐青", "陳沐青"),
        ("文、圖／陳沐青", "陳沐青"),
        ("報導／陳沐青", "陳沐青"),
        ("文字記者：陳沐青", "陳沐青"),
        ("記者／陳沐青 攝影／林遠", "陳沐青"),
        ("撰文／陳沐青", "陳沐青"),
        ("採訪撰文／陳沐青 攝影／林遠", "陳沐青"),
        ("採訪．撰文／陳沐青", "陳沐青"),
        ("作者：陳沐青", "陳沐青"),
        ("作者 陳沐青", "陳沐青"),
        ("作者／陳沐青", "陳沐青"),
        ("編譯陳沐青／綜合報導", "陳沐青"),
        ("編輯／陳沐青", "陳沐青"),
        ("生活中心／陳沐青報導", "陳沐青"),
        ("生活中心／陳沐青 綜合報導", "陳沐青"),
        ("陳沐青／台北報導", "陳沐青"),
        ("記者歐陽沐青／台北報導", "歐陽沐青"),
        ("記者林遠／基隆報導", "林遠"),
        # Hong Kong
        ("撰文：何朗晴", "何朗晴"),
        ("撰文：何朗晴 攝影：關一心", "何朗晴"),
        ("撰文：何朗晴 出版：2026-03-02 09:30 更新：2026-03-02 10:00", "何朗晴"),
        ("記者：何朗晴", "何朗晴"),
        ("文：何朗晴｜圖：關一心", "何朗晴"),
        # mainland
        ("记者 程亦帆", "程亦帆"),
        ("本报记者 程亦帆", "程亦帆"),
        ("海风日报记者 程亦帆", "程亦帆"),
        ("作者：程亦帆 责任编辑：顾小满", "程亦帆"),
        ("作者：程亦帆责任编辑：顾小满", "程亦帆"),
        ("2026-03-02 来源：海风网 作者：程亦帆", "程亦帆"),
        ("文｜程亦帆", "程亦帆"),
        ("文 | 程亦帆 编辑 | 顾小满", "程亦帆"),
        ("编辑：程亦帆", "程亦帆"),
        # foreign names
        ("By Mara Linden", "Mara Linden"),
        ("by Mara Linden", "Mara Linden"),
        ("By Mara O’Linden-Voss", "Mara O’Linden-Voss"),
        ("作者：瑪拉·林登", "瑪拉·林登"),
        ("文／瑪拉‧林登", "瑪拉‧林登"),
        ("Author: Mara Linden", "Mara Linden"),
    ],
)
def test_one_author(line: str, expected: str) -> None:
    assert shown(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("記者陳沐青、林遠／台北報導", "陳沐青、林遠"),
        ("記者陳沐青、林遠山、吳小舟／連線報導", "陳沐青、林遠山、吳小舟"),
        ("記者陳沐青、林遠山連線報導", "陳沐青、林遠山"),
        ("記者 陳沐青 林遠山／台北報導", "陳沐青、林遠山"),
        ("記者陳沐青和林遠山／台北報導", "陳沐青、林遠山"),
        ("記者陳沐青、實習記者林遠山／台北報導", "陳沐青、林遠山"),
        ("撰文：何朗晴 關一心", "何朗晴、關一心"),
        ("撰文：何朗晴, 關一心", "何朗晴、關一心"),
        ("记者 程亦帆 顾小满", "程亦帆、顾小满"),
        ("作者：程亦帆，顾小满", "程亦帆、顾小满"),
        ("By Mara Linden, Jon Vesper", "Mara Linden、Jon Vesper"),
        ("By Mara Linden & Jon Vesper", "Mara Linden、Jon Vesper"),
        ("By Mara Linden and Jon Vesper", "Mara Linden、Jon Vesper"),
    ],
)
def test_several_authors(line: str, expected: str) -> None:
    assert shown(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "局長在記者會中說明，路燈下月換新。",
        "記者會中說明",
        "記者會後，議員表示不滿。",
        "她向記者表示，路燈下月換新。",
        "有記者問到經費來源。",
        "記者從市府獲悉，路燈下月換新。",
        "多名記者採訪時被擋在門外。",
        "記者們在門外等候。",
        "記者節快樂",
        "字級",
        "字級： 大 中 小",
        "文字大小",
        "文字／大小",
        "2026-03-02 列印 文字大小",
        "作者：a10293",
        "作者：user_7",
        "作者：desk@heron.example",
        "name, email@heron.example",
        "作者：白鷺新聞網",
        "作者：白鷺日報",
        "来源：白鹭网",
        "来源：程亦帆工作室",
        "生活中心／綜合報導",
        "國際中心／綜合報導",
        "記者／綜合報導",
        "責任編輯：陳沐青",
        "责任编辑：程亦帆",
        "責編：陳沐青",
        "攝影：陳沐青",
        "記者陳沐青攝",
        "圖／陳沐青",
        "核稿編輯：陳沐青",
        "校對：陳沐青",
        "編輯部",
        "文／編輯部",
        "撰文：小編",
        "作者：佚名",
        "By Heron News Staff",
        "文：",
        "作者",
        "",
        "12",
    ],
)
def test_no_author(line: str) -> None:
    assert shown(line) is None


def test_a_label_on_its_own_line_names_who_stands_below() -> None:
    assert shown("2026-03-02", "撰文", "何朗晴", "生活") == "何朗晴"
    assert shown("作者：", "程亦帆") == "程亦帆"
    assert shown("作者", "分享") is None


def test_the_author_comes_before_the_editor() -> None:
    assert shown("編輯：吳小舟", "記者陳沐青／台北報導") == "陳沐青"
    assert shown("編譯：吳小舟", "文／陳沐青") == "陳沐青"
    assert shown("編輯 吳小舟") == "吳小舟"


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        (["陳沐青"], "陳沐青"),
        (["陳沐青、林遠山"], "陳沐青、林遠山"),
        (["記者陳沐青"], "陳沐青"),
        (["記者陳沐青／台北報導"], "陳沐青"),
        (["陳沐青 / 白鷺新聞網"], "陳沐青"),
        (["Mara Linden"], "Mara Linden"),
        (["白鷺新聞網", "陳沐青"], "陳沐青"),
        (["name, email@heron.example", "陳沐青"], "陳沐青"),
        (["https://heron.example/author/12"], None),
        (["desk@heron.example"], None),
        (["a10293"], None),
        (["編輯部"], None),
        (["生活中心"], None),
        (["undefined"], None),
        ([""], None),
    ],
)
def test_a_declared_author_counts_where_it_is_a_person(declared: list[str], expected: str | None) -> None:
    assert read_byline(declared, []) == expected


def test_what_is_declared_comes_before_what_is_shown() -> None:
    assert read_byline(["林遠山"], ["記者陳沐青／台北報導"]) == "林遠山"
    assert read_byline(["白鷺新聞網"], ["記者陳沐青／台北報導"]) == "陳沐青"


def test_the_body_counts_only_where_it_opens_with_a_dateline_or_ends_with_a_credit() -> None:
    assert read_byline([], [], ["（白鷺社記者陳沐青海風2日電）市府今天宣布，路燈全面換新。"]) == "陳沐青"
    assert read_byline([], [], ["路燈換新。", "（作者：陳沐青）"]) == "陳沐青"
    assert read_byline([], [], ["議員說，隨行記者林遠山當時也在場，可以作證。"]) is None


def test_a_bare_name_counts_where_the_markup_calls_it_a_byline() -> None:
    assert read_byline([], ["陳沐青"], named=["陳沐青"]) == "陳沐青"
    assert read_byline([], ["陳沐青"]) is None
    assert read_byline([], ["分享"], named=["分享", "2026-03-02"]) is None


_WORDS = st.sampled_from(
    [
        "記者",
        "文／",
        "撰文：",
        "作者：",
        "By ",
        "編輯",
        "陳沐青",
        "林遠",
        "Mara Linden",
        "、",
        "／",
        "台北報導",
        " ",
        "】",
    ]
)
_LINES = st.lists(st.one_of(st.text(max_size=30), st.lists(_WORDS, max_size=8).map("".join)), max_size=4)


@given(_LINES, _LINES, _LINES, _LINES)
def test_names_are_parts_of_what_was_read(
    declared: list[str], lines: list[str], lead: list[str], named: list[str]
) -> None:
    found = read_byline(declared, lines, lead, named)
    assert found is None or found
    for name in found.split("、") if found else []:
        assert name == name.strip() and any(name in text for text in [*declared, *lines, *lead, *named])


def test_a_long_line_takes_no_time_to_speak_of() -> None:
    assert shown("記者" * 50_000) is None
    assert shown("陳、" * 50_000) is None
