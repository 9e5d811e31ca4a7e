import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.page.decode import declared_encoding, decode_page

TAIWAN = "海風市公車新路線下週一上路，行經三所醫院，平日每十五分鐘一班。市府表示，首月刷卡免費，票價比照市區公車。"
CHINA = "海风市公交新线路下周一开通，途经三所医院，工作日每十五分钟一班。市政府表示，首月刷卡免费，票价不变。"


def page(text: str, declared: str = "") -> str:
    meta = f'<meta charset="{declared}">' if declared else ""
    return f"<html><head>{meta}<title>{text[:9]}</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        (TAIWAN, "big5", "big5"),
        (TAIWAN, "big5", "utf-8"),
        (TAIWAN, "big5", "iso-8859-1"),
        (TAIWAN, "big5", ""),
        (TAIWAN, "big5", "no-such-charset"),
        (CHINA, "gbk", "gb2312"),
        (CHINA, "gbk", "big5"),
        (CHINA, "gbk", "utf-8"),
        (CHINA, "gbk", ""),
        (TAIWAN, "utf-8", "big5"),
        (CHINA, "utf-8", "gbk"),
        (TAIWAN, "utf-8", ""),
    ],
)
def test_a_page_decodes_right_whatever_it_declares(text: str, encoding: str, declared: str) -> None:
    source = page(text, declared)
    assert decode_page(source.encode(encoding)) == source


def test_a_page_with_little_text_is_read() -> None:
    source = f'<html><head><meta charset="utf-8">{"<meta name=a content=b>" * 99}<title>海風市的新路線</title>'
    for encoding in ("big5", "gb18030"):
        assert decode_page(source.encode(encoding)) == source


def test_characters_that_were_added_to_big5_and_gb2312_later_are_read() -> None:
    source = page(TAIWAN + "堃着", "big5")
    assert decode_page(source.encode("big5hkscs")) == source
    source = page(CHINA + "镕\u3400", "gb2312")
    assert decode_page(source.encode("gb18030")) == source


def test_a_broken_byte_does_not_overrule_the_declaration() -> None:
    text = TAIWAN * 30
    data = page(text, "big5").encode("big5") + b"\xff"
    assert text in decode_page(data)


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")],
)
def test_a_byte_order_mark_wins_and_goes(mark: bytes, encoding: str) -> None:
    source = page(TAIWAN, "big5")
    assert decode_page(mark + source.encode(encoding)) == source
    assert decode_page(mark) == ""
    assert "\ufffd" in decode_page(mark + b"\xff\xd8\x41")  # an odd byte is no exception


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        (b'<meta charset="Big5">', "big5hkscs"),
        (b"<META http-equiv=Content-Type content='text/html; charset=GB2312'>", "gb18030"),
        (b"<meta charset = utf-8 >", "utf-8"),
        (b"<meta charset=klingon>", None),
        (b"<meta name=charset>", None),
        (b"", None),
    ],
)
def test_the_declaration_is_found(head: bytes, encoding: str | None) -> None:
    assert declared_encoding(head) == encoding


@given(st.binary(max_size=300))
def test_any_bytes_become_text(data: bytes) -> None:
    assert isinstance(decode_page(data), str)
