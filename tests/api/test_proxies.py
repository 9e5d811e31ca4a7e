"""Whose address counts, and under which path the service is reached: by the headers of trusted proxies only."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import IPv6Address

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from api.proxies import Origin, Proxies, counted_as, stripped, without_port
from api.settings import SettingsError, read_settings
from tests.conftest import problem

Clients = Callable[..., FlaskClient]
BODY = {"headlines": ["立院三讀修正托育條例"]}


def origin(peer: str, headers: dict[str, str], **settings: object) -> Origin:
    return Proxies(read_settings(**settings)).origin(peer, headers.get)


@pytest.mark.parametrize(
    ("given_text", "address"),
    [
        ("1.2.3.4", "1.2.3.4"),
        ("1.2.3.4:5678", "1.2.3.4"),
        ("[2001:db8::1]:5678", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
        (" 1.2.3.4 ", "1.2.3.4"),
        ("", ""),
    ],
)
def test_a_port_is_not_part_of_an_address(given_text: str, address: str) -> None:
    assert without_port(given_text) == address


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unix", "unix"),
    ],
)
def test_calls_are_counted_by_address_and_ipv6_by_network(address: str, counted: str) -> None:
    assert counted_as(address) == counted


@given(st.ip_addresses(v=6), st.integers(0, 2**64 - 1))
def test_all_addresses_of_a_network_are_one(address: IPv6Address, low: int) -> None:
    other = IPv6Address((int(address) >> 64 << 64) | low)
    if not (address.ipv4_mapped or other.ipv4_mapped):
        assert counted_as(str(address)) == counted_as(str(other))


def test_without_proxies_and_from_a_stranger_headers_say_nothing() -> None:
    headers = {"x-forwarded-for": "192.0.2.1", "x-forwarded-proto": "https", "x-forwarded-prefix": "/evil"}
    assert origin("127.0.0.1:9", headers) == Origin("127.0.0.1", None, None)
    assert origin("198.51.100.7:9", headers, proxies=1) == Origin("198.51.100.7", None, None)
    assert origin("127.0.0.1:9", headers, proxies=1) == Origin("192.0.2.1", "https", "/evil")
    assert origin("198.51.100.7", headers, proxies=1, trusted_proxies="198.51.100.0/24").address == "192.0.2.1"
    assert origin("127.0.0.1", headers, proxies=1, trusted_proxies="198.51.100.0/24").address == "127.0.0.1"
    assert origin("", headers, proxies=1).address == "192.0.2.1"  # a Unix socket


def test_only_what_trusted_proxies_added_counts() -> None:
    headers = {"x-forwarded-for": "203.0.113.9, 192.0.2.1:4711, [2001:db8::7]:80"}
    assert origin("10.0.0.1", headers, proxies=1).address == "2001:db8::7"
    assert origin("10.0.0.1", headers, proxies=2).address == "192.0.2.1"
    assert origin("10.0.0.1", headers, proxies=4).address == "10.0.0.1"  # fewer entries than proxies


@pytest.mark.parametrize("strange", ["unknown", "_hidden", "", "1.2.3.4.5", "標題", "127.0.0.1; drop"])
def test_what_is_no_address_does_not_count(strange: str) -> None:
    assert origin("10.0.0.1", {"x-forwarded-for": strange}, proxies=1).address == "10.0.0.1"


@pytest.mark.parametrize("strange", ["//evil.example", "/a/../b c", "javascript:x", "/a\\b", "/%2e", "/a?b"])
def test_what_is_no_path_is_no_prefix(strange: str) -> None:
    assert origin("10.0.0.1", {"x-forwarded-prefix": strange}, proxies=1).prefix is None


def test_a_bad_prefix_or_network_is_refused_at_the_start() -> None:
    with pytest.raises(SettingsError, match="CLICKBAIT_PATH_PREFIX"):
        read_settings(path_prefix="clickbait")
    with pytest.raises(SettingsError, match="CLICKBAIT_TRUSTED_PROXIES"):
        read_settings(trusted_proxies="proxy.example")
    assert read_settings(path_prefix="/a/b/").path_prefix == "/a/b"


def test_a_prefix_is_removed_once_and_only_at_a_boundary() -> None:
    assert stripped("/news/v1/predict", "/news") == "/v1/predict"
    assert stripped("/v1/predict", "/news") == "/v1/predict"
    assert stripped("/newsroom", "/news") == "/newsroom"
    assert stripped("/news", "/news") == "/"
    assert stripped("/news/news/x", "/news") == "/news/x"


def test_one_network_is_one_client_and_a_port_no_new_one(client_of: Clients) -> None:
    client = client_of(rate_limit="2/minute", proxies=1)
    found = [
        client.post("/v1/predict", json=BODY, headers={"X-Forwarded-For": address}).status_code
        for address in ("[2001:db8::1]:1", "2001:db8::2", "2001:db8:0:0:ffff::3", "2001:db8:0:1::1", "192.0.2.1:1",
                        "192.0.2.1:2", "::ffff:192.0.2.1")
    ]  # fmt: skip
    assert found == [200, 200, 429, 200, 200, 200, 429]


def test_links_have_the_prefix_of_the_setting_or_of_the_proxy(client_of: Clients) -> None:
    for client, headers in (
        (client_of(path_prefix="/news"), {}),
        (client_of(proxies=1), {"X-Forwarded-Prefix": "/news/"}),
    ):
        for path in ("/", "/news/"):
            assert 'src="/news/static/playground.js"' in client.get(path, headers=headers).get_data(as_text=True)
        assert 'spec-url="/news/openapi.json"' in client.get("/docs", headers=headers).get_data(as_text=True)
        assert client.get("/openapi.json", headers=headers).get_json()["servers"] == [{"url": "/news"}]
        assert client.post("/news/v1/predict", json=BODY, headers=headers).status_code == 200
    stranger = client_of().get("/", headers={"X-Forwarded-Prefix": "/news"})
    assert "/news" not in stranger.get_data(as_text=True)
    problem(client_of().post("/news/v1/predict", json=BODY), 404)
