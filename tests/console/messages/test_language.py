import sys

import pytest

from console.messages.language import language, wording

VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def set_locale(monkeypatch: pytest.MonkeyPatch, **given: str) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "en"),
        ({"LANG": "zh_TW.UTF-8"}, "zh_TW"),
        ({"LANG": "zh_TW"}, "zh_TW"),
        ({"LANG": "zh_TW.Big5"}, "zh_TW"),
        ({"LANG": "zh_HK.UTF-8"}, "zh_TW"),
        ({"LANG": "zh_MO"}, "zh_TW"),
        ({"LANG": "zh"}, "zh_TW"),
        ({"LANG": "zh-Hant-HK"}, "zh_TW"),
        ({"LANG": "zh_Hant_CN"}, "zh_TW"),
        ({"LANG": "zh_CN.GB18030"}, "zh_CN"),
        ({"LANG": "zh_SG.UTF-8"}, "zh_CN"),
        ({"LANG": "zh-Hans"}, "zh_CN"),
        ({"LANG": "zh_CN.UTF-8@pinyin"}, "zh_CN"),
        ({"LANG": "zhx_TW"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        # the first variable that is set decides
        ({"LC_ALL": "en_US.UTF-8", "LANG": "zh_TW.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "zh_TW.UTF-8", "LANG": "en_US.UTF-8"}, "zh_TW"),
        ({"LC_MESSAGES": "en_GB.UTF-8", "LANG": "zh_TW.UTF-8"}, "en"),
        # LANGUAGE is a list, and comes before all of them
        ({"LANGUAGE": "zh_TW"}, "zh_TW"),
        ({"LANGUAGE": "zh_TW", "LANG": "C.UTF-8"}, "zh_TW"),
        ({"LANGUAGE": "zh_TW:en", "LANG": "en_US.UTF-8"}, "zh_TW"),
        ({"LANGUAGE": "en:zh_TW", "LANG": "zh_TW.UTF-8"}, "en"),
        ({"LANGUAGE": "ja:zh_HK:en"}, "zh_TW"),
        ({"LANGUAGE": "ja", "LANG": "zh_TW.UTF-8"}, "en"),
        ({"LANGUAGE": "", "LANG": "zh_TW.UTF-8"}, "zh_TW"),
        # but not where messages are to be as programs read them
        ({"LANGUAGE": "zh_TW", "LC_ALL": "C"}, "en"),
        ({"LANGUAGE": "zh_TW", "LANG": "POSIX"}, "en"),
        ({"LC_ALL": "C.UTF-8", "LANG": "zh_TW.UTF-8"}, "en"),
    ],
)
def test_the_environment_decides(monkeypatch: pytest.MonkeyPatch, given: dict[str, str], expected: str) -> None:
    set_locale(monkeypatch, **given)
    assert language() == expected
    assert wording() == ("en" if expected == "en" else "zh-TW")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Chinese (Traditional)_Taiwan", "zh_TW"),
        ("Chinese (Simplified)_China", "zh_CN"),
        ("Chinese_Taiwan", "zh_TW"),
        ("zh_CN", "zh_CN"),
        ("English_United States", "en"),
        (None, "en"),
    ],
)
@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_the_system_decides_where_the_environment_says_nothing(
    monkeypatch: pytest.MonkeyPatch, platform: str, name: str | None, expected: str
) -> None:
    set_locale(monkeypatch)
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr("locale.getlocale", lambda: (name, "950"))
    assert language() == expected
    set_locale(monkeypatch, LANG="zh_CN.UTF-8")
    assert language() == "zh_CN"
