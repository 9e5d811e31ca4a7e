import pytest

from api.settings import SettingsError, read_settings


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLICKBAIT_MAX_HEADLINES", "7")
    monkeypatch.setenv("CLICKBAIT_CORS_ORIGINS", "https://a.example, https://b.example")
    monkeypatch.setenv("CLICKBAIT_RATE_LIMIT", "off")
    settings = read_settings()
    assert settings.max_headlines == 7 and settings.rate_limit == ""
    assert settings.cors_origins == ("https://a.example", "https://b.example")
    assert read_settings(max_headlines=8).max_headlines == 8


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("MAX_HEADLINES", "0", "greater than or equal to 1"),
        ("MAX_HEADLINES", "many", "valid integer"),
        ("RATE_LIMIT", "often", "600/minute"),
        ("CORS_ORIGINS", "*", "name each site"),
        ("CORS_ORIGINS", "https://*.example.tw", "name each site"),
        ("LOG_FORMAT", "xml", "json"),
    ],
)
def test_a_bad_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str) -> None:
    monkeypatch.setenv(f"CLICKBAIT_{name}", value)
    with pytest.raises(SettingsError, match=f"CLICKBAIT_{name}.*{told}"):
        read_settings()
