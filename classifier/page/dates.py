"""Dates of an article, as pages write them: to ISO 8601, in the zone of the readers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

TAIPEI = timezone(timedelta(hours=8))  # also Hong Kong's and the mainland's; none of them changes its clocks
_YEARS = range(1990, 2100)
_FURTHEST = 14  # hours from UTC
_SEARCHED = 300  # characters in which a date is looked for
_REPUBLIC = 1911  # year 0 of the Republic of China
_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?(?:[.,]\d+)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)"
    r"(?![\d:])(?!\s?[AP]\.?M\b)",
    re.IGNORECASE,
)
_WEEKDAY = r"(?:[(（]?(?:星期|週|周|禮拜)?[一二三四五六日天][)）]?)?"
_CLOCK = (
    r"(?:[\sT,|·]{0,3}" + _WEEKDAY + r"[\s,|·]{0,3}(?:at\s)?"
    r"(?P<half>上午|下午|午後|傍晚|晚上|晚間|晚间|深夜|半夜|凌晨|清晨|早上|中午|AM|PM)?\s?(?P<hour>\d{1,2})[:時时點点]\s?"
    r"(?P<minute>\d\d)分?(?::(?P<second>\d\d))?\s?(?P<after>[AaPp]\.?[Mm]\b)?)?"
)
_NUMBERS = re.compile(
    r"(?<![\d.])(?P<year>(?:19|20)\d\d|民國\s?\d{2,3}|1[01]\d(?=\s?年))\s?(?:[-/.．]|年)\s?(?P<month>\d{1,2})\s?(?:[-/.．]|月)\s?(?P<day>\d{1,2})(?!\d)\s?[日號号]?"
    + _CLOCK,
    re.IGNORECASE,
)
_COMPACT = re.compile(
    r"(?<!\d)(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?:T?(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?P<second>[0-5]\d)?(?P<zone>Z)?)?(?!\d)"
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_NAMED = re.compile(
    r"(?:(?P<d1>\d{1,2})(?:st|nd|rd|th)?\s+)?(?P<month>"
    + "|".join(_MONTHS)
    + r")[a-z]*\.?\s+(?:(?P<d2>\d{1,2})(?:st|nd|rd|th)?,?\s+)?(?P<year>(?:19|20)\d\d)"
    + _CLOCK,
    re.IGNORECASE,
)
_MAIL = re.compile(r"\w{3}, \d{1,2} \w{3} \d{4} \d\d:\d\d(:\d\d)? \S+$")
_AFTERNOON = ("下午", "午後", "傍晚", "晚", "深夜", "pm", "中午")


def read_date(text: str, near: Sequence[str] = ()) -> str | None:
    """The first date in a text as ISO 8601, None without one.

    A time keeps its seconds where there are any. Without a zone it is Taiwan's; one that is given in UTC is told in
    Taiwan's, unless the texts ``near`` show the date of UTC and not that of Taiwan: never a day off what readers see.
    """
    found = next(_dates(text), None)
    if found is None or not isinstance(found, datetime):
        return found.isoformat() if found else None
    if found.tzinfo is None:
        return found.replace(tzinfo=TAIPEI).isoformat()
    if found.utcoffset():
        return found.isoformat()
    local = found.astimezone(TAIPEI)
    if local.date() != found.date():
        shown = {d.date() if isinstance(d, datetime) else d for line in near for d in _dates(line)}
        if found.date() in shown and local.date() not in shown:
            return found.isoformat()
    return local.isoformat()


def _dates(text: str) -> Iterator[date]:
    """Every date of a text, as ``datetime`` where it has a time; ISO's form first, then in the text's order."""
    text = unicodedata.normalize("NFKC", " ".join(text[:_SEARCHED].split()))
    if _MAIL.match(text):
        with suppress(ValueError):
            found = parsedate_to_datetime(text)
            if found.year in _YEARS:
                yield found
    for match in _ISO.finditer(text):
        year, month, day, hour, minute, second, zone = match.groups()
        yield from _made(year, month, day, hour, minute, second, _zone(zone))
    for match in sorted([*_NUMBERS.finditer(text), *_NAMED.finditer(text)], key=lambda match: match.start()):
        groups = match.groupdict()
        month = groups["month"]
        if not month.isdigit():
            month = str(_MONTHS.index(month[:3].lower()) + 1)
        year = groups["year"]
        if len(digits := re.sub(r"\D", "", year)) < 4:
            year = str(int(digits) + _REPUBLIC)
        hour, half = groups["hour"], (groups["half"] or groups["after"] or "").lower().replace(".", "")
        if hour and half.startswith(_AFTERNOON) and int(hour) < 12 and not (half == "中午" and int(hour) == 11):
            hour = str(int(hour) + 12)
        elif hour and half in ("am", "凌晨", "上午", "半夜") and hour == "12":
            hour = "0"
        day = groups.get("day") or groups.get("d1") or groups.get("d2")
        yield from _made(year, month, day, hour, groups["minute"], groups["second"], None)
    for match in _COMPACT.finditer(text):
        year, month, day, hour, minute, second, zone = match.groups()
        yield from _made(year, month, day, hour, minute, second, _zone(zone))


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text.upper() in ("Z", "UTC", "GMT"):
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:]) if len(text) > 3 else 0
    if hours > _FURTHEST or minutes > 59:  # no place on earth: as if it were not there
        return None
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if text[0] == "-" else offset)


def _made(
    year: str,
    month: str,
    day: str | None,
    hour: str | None,
    minute: str | None,
    second: str | None,
    zone: timezone | None,
) -> Iterator[date]:
    """The date of these numbers; none where they are no date."""
    try:
        if int(year) not in _YEARS or day is None:
            return
        if hour is None or minute is None:
            yield date(int(year), int(month), int(day))
        else:
            yield datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0), tzinfo=zone)
    except ValueError:  # a version, a phone number; of 24:00 the day is right
        if hour is not None:
            yield from _made(year, month, day, None, None, None, None)
