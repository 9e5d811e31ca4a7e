from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.page.dates import TAIPEI, read_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # ISO 8601
        ("2026-03-02", "2026-03-02"),
        ("2026-03-02T09:30:00+08:00", "2026-03-02T09:30:00+08:00"),
        ("2026-03-02T09:30:00+0800", "2026-03-02T09:30:00+08:00"),
        ("2026-03-02T09:30+08", "2026-03-02T09:30:00+08:00"),
        ("2026-03-02T09:30:15", "2026-03-02T09:30:15+08:00"),
        ("2026-03-02 09:30", "2026-03-02T09:30:00+08:00"),
        ("2026-03-02T09:30:15.123+08:00", "2026-03-02T09:30:15+08:00"),
        ("2026-03-02T09:30:00+09:00", "2026-03-02T09:30:00+09:00"),
        ("2026-03-02T09:30:00-05:00", "2026-03-02T09:30:00-05:00"),
        # UTC is told in Taiwan's time
        ("2026-03-02T01:30:00Z", "2026-03-02T09:30:00+08:00"),
        ("2026-03-02T01:30:00.000Z", "2026-03-02T09:30:00+08:00"),
        ("2026-03-02T01:30:00+00:00", "2026-03-02T09:30:00+08:00"),
        ("2026-03-02 01:30:00 UTC", "2026-03-02T09:30:00+08:00"),
        ("2026-03-01T18:30:00Z", "2026-03-02T02:30:00+08:00"),
        ("2025-12-31T16:00:00Z", "2026-01-01T00:00:00+08:00"),
        # Numbers
        ("2026/03/02", "2026-03-02"),
        ("2026/3/2 9:05", "2026-03-02T09:05:00+08:00"),
        ("2026.03.02", "2026-03-02"),
        ("2026.03.02 | 交通", "2026-03-02"),
        ("2026/03/02 (一) 09:30", "2026-03-02T09:30:00+08:00"),
        ("2026-03-02 週一 09:30", "2026-03-02T09:30:00+08:00"),
        ("2026/03/02 09:30:15", "2026-03-02T09:30:15+08:00"),
        ("2026-3-2 9:05", "2026-03-02T09:05:00+08:00"),
        ("發布時間：2026/03/02 09:30", "2026-03-02T09:30:00+08:00"),
        ("記者陳沐青／海風報導 2026-03-02 09:30", "2026-03-02T09:30:00+08:00"),
        # Chinese
        ("2026年3月2日", "2026-03-02"),
        ("2026年03月02日 09:30", "2026-03-02T09:30:00+08:00"),
        ("2026 年 3 月 2 日 9 時", "2026-03-02"),
        ("2026年3月2日星期一 09:30", "2026-03-02T09:30:00+08:00"),
        ("2026年3月2日 上午 9:30", "2026-03-02T09:30:00+08:00"),
        ("2026年3月2日 上午9:30", "2026-03-02T09:30:00+08:00"),
        ("2026年3月2日 下午 3:05", "2026-03-02T15:05:00+08:00"),
        ("2026年3月2日下午3時05分", "2026-03-02T15:05:00+08:00"),
        ("2026年3月2日 下午 15:05", "2026-03-02T15:05:00+08:00"),
        ("2026年3月2日 下午 12:05", "2026-03-02T12:05:00+08:00"),
        ("2026年3月2日 上午 12:05", "2026-03-02T00:05:00+08:00"),
        ("2026年3月2日 中午 12:05", "2026-03-02T12:05:00+08:00"),
        ("2026年3月2日 晚上 11:59", "2026-03-02T23:59:00+08:00"),
        ("2026年3月2日 傍晚 6:05", "2026-03-02T18:05:00+08:00"),
        ("２０２６年３月２日　０９：３０", "2026-03-02T09:30:00+08:00"),
        ("2026年3月2日 凌晨 2:15", "2026-03-02T02:15:00+08:00"),
        ("2026年3月2号 9点30分", "2026-03-02T09:30:00+08:00"),
        # Years of the Republic
        ("民國115年3月2日", "2026-03-02"),
        ("民國 115 年 3 月 2 日", "2026-03-02"),
        ("中華民國115年3月2日", "2026-03-02"),
        ("115年3月2日", "2026-03-02"),
        ("民國99年12月31日", "2010-12-31"),
        # Compact
        ("20260302", "2026-03-02"),
        ("202603020930", "2026-03-02T09:30:00+08:00"),
        ("20260302T013015Z", "2026-03-02T09:30:15+08:00"),
        ("20260302093015", "2026-03-02T09:30:15+08:00"),
        # English
        ("March 2, 2026", "2026-03-02"),
        ("Mar 2, 2026 9:30 AM", "2026-03-02T09:30:00+08:00"),
        ("Mar. 2, 2026, 3:05 p.m.", "2026-03-02T15:05:00+08:00"),
        ("2 March 2026", "2026-03-02"),
        ("2nd March 2026 15:05", "2026-03-02T15:05:00+08:00"),
        ("2026/03/02 03:05 PM", "2026-03-02T15:05:00+08:00"),
        ("2026/03/02 12:05 AM", "2026-03-02T00:05:00+08:00"),
        ("2026-03-02 03:05 PM", "2026-03-02T15:05:00+08:00"),
        ("2026-03-02 12:05 AM", "2026-03-02T00:05:00+08:00"),
        ("Mar 2, 2026 at 9:30 am", "2026-03-02T09:30:00+08:00"),
        # E-mail and feeds
        ("Mon, 02 Mar 2026 09:30:00 +0800", "2026-03-02T09:30:00+08:00"),
        ("Mon, 02 Mar 2026 01:30:00 GMT", "2026-03-02T09:30:00+08:00"),
        ("Mon, 2 Mar 2026 01:30:00 +0000", "2026-03-02T09:30:00+08:00"),
        # What is no time, and a day all the same
        ("2026-03-02 24:00", "2026-03-02"),
        ("2026/03/02 24:00", "2026-03-02"),
        ("2026-03-02T25:61", "2026-03-02"),
        ("2024-02-29", "2024-02-29"),
        # The first of several
        ("2026-03-02 09:30 更新：2026-03-03 10:00", "2026-03-02T09:30:00+08:00"),
    ],
)
def test_a_date_is_read(text: str, expected: str) -> None:
    assert read_date(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "昨天",
        "3小時前",
        "09:30",
        "3月2日",
        "2026",
        "2026年",
        "2026年3月",
        "March 2026",
        "2026-13-02",
        "2026-02-30",
        "2025-02-29",
        "1826-03-02",
        "9999-12-31",
        "0000-00-00",
        "0001-01-01T00:00:00Z",
        "02-5550-0100",
        "0912-345-678",
        "版本 10.2.3",
        "192.168.20.26",
        "海公網安備 11010502034662號",
        "NT$ 2026",
        "undefined",
        "Invalid Date",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert read_date(text) is None


def test_a_time_in_utc_is_never_a_day_off_what_readers_see() -> None:
    declared = "2026-03-01T18:30:00Z"
    assert read_date(declared, ["2026/03/02 02:30"]) == "2026-03-02T02:30:00+08:00"
    assert read_date(declared, ["2026年3月1日 18:30"]) == "2026-03-01T18:30:00+00:00"
    assert read_date(declared, ["2026/03/01", "2026/03/02"]) == "2026-03-02T02:30:00+08:00"
    assert read_date(declared, ["2025/12/24", "熱門"]) == "2026-03-02T02:30:00+08:00"


def test_what_is_shown_nearby_changes_no_time_that_has_a_zone_or_none() -> None:
    for text in ("2026-03-01T23:30:00+09:00", "2026-03-01T23:30:00-05:00"):
        assert read_date(text, ["2026/03/02"]) == text
    assert read_date("2026-03-01 23:30", ["2026/03/02"]) == "2026-03-01T23:30:00+08:00"


_MINUTES = st.datetimes(datetime(1990, 1, 2), datetime(2099, 12, 30)).map(
    lambda found: found.replace(second=0, microsecond=0)
)
_MONTHS = "January February March April May June July August September October November December".split()


@given(_MINUTES)
def test_one_time_written_in_many_ways_is_one_time(when: datetime) -> None:
    expected = when.replace(tzinfo=TAIPEI).isoformat()
    half = "下午" if when.hour >= 12 else "上午"
    english = "PM" if when.hour >= 12 else "AM"
    short = (when.hour - 1) % 12 + 1
    day, minute = f"{when.year}年{when.month}月{when.day}日", f"{when:%M}"
    for text in (
        expected,
        when.isoformat(),
        when.isoformat(" ", "minutes"),
        f"{when:%Y/%m/%d %H:%M}",
        f"{when:%Y.%m.%d %H:%M:%S}",
        f"{day} {when.hour}:{minute}",
        f"{day}{when.hour}時{minute}分",
        f"{day} {half} {short}:{minute}",
        f"民國{when.year - 1911}年{when.month}月{when.day}日 {when:%H:%M}",
        f"{_MONTHS[when.month - 1]} {when.day}, {when.year} {short}:{minute} {english}",
        f"{when:%Y-%m-%d} {short:02}:{minute} {english}",
        f"{when.day} {_MONTHS[when.month - 1][:3]} {when.year} {when:%H:%M}",
        format_datetime(when.replace(tzinfo=TAIPEI)),
        when.replace(tzinfo=TAIPEI).astimezone(UTC).isoformat().replace("+00:00", "Z"),
    ):
        assert read_date(text) == expected, text


@given(_MINUTES, st.integers(-12 * 4, 14 * 4).filter(bool))
def test_a_zone_that_is_given_is_kept(when: datetime, quarters: int) -> None:
    text = when.replace(tzinfo=timezone(timedelta(minutes=15 * quarters))).isoformat()
    assert read_date(text) == text


_PARTS = st.sampled_from(
    [
        "2026",
        "民國",
        "115",
        "年",
        "3",
        "月",
        "31",
        "日",
        "-",
        "/",
        "T",
        "24",
        ":",
        "60",
        "Z",
        "+99:99",
        "下午",
        "Mar ",
        " ",
    ]
)


@given(st.one_of(st.text(max_size=40), st.lists(_PARTS, max_size=14).map("".join)), st.lists(st.text(max_size=20)))
def test_any_text_is_a_date_or_none(text: str, near: list[str]) -> None:
    found = read_date(text, near)
    assert found is None or datetime.fromisoformat(found).year in range(1989, 2101)


def test_a_zone_that_cannot_be_is_no_error() -> None:
    assert read_date("2026-03-02T09:30:00+99:99") in (None, "2026-03-02", "2026-03-02T09:30:00+08:00")
    assert read_date("Mon, 02 Mar 2026 09:30:00 +9999") in (None, "2026-03-02", "2026-03-02T09:30:00+08:00")
    assert read_date("Mon, 02 Mar 1850 09:30:00 GMT") is None
    assert read_date("Mon, 02 Mar 9999 23:30:00 GMT") is None
