"""Settings of the service, from the environment (``CLICKBAIT_<NAME>``) or from the options of ``clickbait serve``.

``clickbait serve --help`` and the table in docs/api.md are made from this class: each field has its description here.
"""

from __future__ import annotations

import re
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AliasChoices, Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from classifier.extras import require

_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]+)?")  # no wildcard: it would allow every site to use this server
_PREFIX = re.compile(r"(/[A-Za-z0-9._~-]+)*")
PRIVATE = ("127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fe80::/10")
Names = Annotated[tuple[str, ...], NoDecode]


class SettingsError(ValueError):
    """A setting has an invalid value; the message names both. ``name`` is the field, ``fault`` what is wrong."""

    def __init__(self, name: str, value: object, fault: str) -> None:
        super().__init__(f"setting {variable(name)} ({value!r}): {fault}")
        self.name, self.fault = name, fault


def _said(default: Any, description: str, **limits: Any) -> Any:
    return Field(default, description=description, **limits)


class ServerSettings(BaseSettings):
    """What an operator may change."""

    model_config = SettingsConfigDict(env_prefix="CLICKBAIT_", env_ignore_empty=True, frozen=True, extra="forbid")

    host: str = _said("127.0.0.1", "address or name to listen on; IPv6 too, as `::1`")
    port: int = _said(8000, "port to listen on", ge=1, le=65535)
    unix_socket: Path | None = _said(None, "listen on this Unix socket instead of host and port")
    workers: int = _said(1, "processes that answer", ge=1)
    public: bool = _said(False, "on another address than loopback: ask for no API key")
    path_prefix: str = _said("", "path under which a proxy offers the service, as `/clickbait`")
    proxies: int = _said(0, "number of proxies in front that add `X-Forwarded-For`", ge=0)
    trusted_proxies: Names = _said(PRIVATE, "networks from which forwarded headers are believed (with proxies above 0)")

    model: Path | None = _said(None, "model folder (default: your own, else the packaged one)")
    reload_interval: float = _said(1.0, "seconds between checks of the model folder", gt=0)

    feedback: bool = _said(True, "take corrections; `off`: no database is opened unless keys are required")
    database_url: str | None = Field(
        None, validation_alias=AliasChoices("database_url", "DATABASE_URL"),
        description="feedback and keys: `sqlite:////file` or `postgresql://…` (default: SQLite in the user's folder)",
    )  # fmt: skip
    database_timeout: float = _said(5.0, "seconds that a call waits for the database; 503 after", gt=0)
    database_queue: int = _said(64, "calls that may wait for the database; 503 above", ge=1)

    max_body_bytes: int = _said(4 * 1024 * 1024, "bytes of a request body, after decompression too; 413 above", ge=1)
    max_headlines: int = _said(1000, "headlines per call; 422 above", ge=1)
    max_headline_length: int = _said(1000, "characters of a headline; 422 above", ge=1)
    max_characters: int = _said(1_000_000, "characters of all headlines of a call; 422 above", ge=1)
    max_explained_characters: int = _said(
        50_000, "the same with `explain`, whose answer has 400 bytes per character; 422 above", ge=1
    )
    max_page_length: int = _said(1_000_000, "characters of a page; 422 above", ge=1)
    body_timeout: float = _said(30.0, "seconds for a client to send its body; 408 after", gt=0)

    scoring_queue: int = _said(256, "calls that may wait to be scored; 503 above", ge=1)
    scoring_timeout: float = _said(30.0, "seconds that a call waits to be scored; 503 after", gt=0)
    batch_wait: float = _said(
        0.0, "seconds that a call waits for others to be scored with; 0: with those that are there", ge=0, le=0.1
    )

    require_key: bool = _said(False, "require an API key on loopback too")
    rate_limit: str = _said("6000/minute", "calls per key, else per address (IPv6: per /64); or `off`")
    feedback_rate_limit: str = _said("60/minute", "additional limit for corrections")
    rate_limit_storage: str = _said(
        "memory://", "counts per worker, in its memory; `redis://host:6379/0` counts for all workers"
    )
    rate_limit_timeout: float = _said(0.5, "seconds that a call waits for this storage", gt=0, le=60)
    rate_limit_failure: Literal["closed", "open"] = _said(
        "closed", "when it does not answer: `closed` refuses with 503, `open` lets calls pass uncounted"
    )

    cors_origins: Names = _said((), "sites that may call from their pages: `https://news.example.tw …`")
    cors_extensions: bool = _said(True, "browser extensions may call, with the rights of any other client")

    metrics: Literal["shared", "memory", "off"] = _said(
        "shared", "summed over workers in memory that they share; `memory`: of one worker; or `off`"
    )
    log_format: Literal["text", "json"] = _said("text", "or `json`: an object per line")
    access_log: bool = _said(True, "log a line per request")

    @field_validator("cors_origins", "trusted_proxies", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """Names are separated by spaces or commas in the environment."""
        return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value

    @field_validator("cors_origins")
    @classmethod
    def _exact(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for origin in value:
            if not _ORIGIN.fullmatch(origin):
                raise ValueError(f"{origin!r} is not an origin: name each site, as https://news.example.tw")
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for network in value:
            try:
                ip_network(network)
            except ValueError:
                raise ValueError(f"{network!r} is not a network: write 10.0.0.0/8 or 2001:db8::1") from None
        return value

    @field_validator("path_prefix")
    @classmethod
    def _path(cls, value: str) -> str:
        value = value.rstrip("/")
        if not _PREFIX.fullmatch(value):
            raise ValueError("write it as /clickbait, of letters, digits and ._~-")
        return value

    @field_validator("rate_limit_storage")
    @classmethod
    def _installed(cls, value: str) -> str:
        if value.startswith("redis"):
            require("the setting CLICKBAIT_RATE_LIMIT_STORAGE", "redis")
        return value

    @field_validator("rate_limit", "feedback_rate_limit")
    @classmethod
    def _known_rate(cls, value: str) -> str:
        from limits import parse_many

        if value.strip().lower() in ("", "off", "none"):
            return ""
        try:
            parse_many(value)
        except ValueError:
            raise ValueError("write it as '600/minute' or '20/second', or 'off'") from None
        return value

    @property
    def uses_database(self) -> bool:
        """Whether any call may need the database."""
        return self.feedback or self.require_key


def variable(name: str) -> str:
    """The environment variable of a field."""
    return "DATABASE_URL" if name == "database_url" else f"CLICKBAIT_{name.upper()}"


def read_settings(**given: object) -> ServerSettings:
    """Settings from the environment, overridden by ``given``.

    Raises SettingsError, and MissingExtraError where a setting needs an extra that is not installed.
    """
    try:
        return ServerSettings(**given)  # type: ignore[arg-type]  # pydantic checks the types
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(map(str, first["loc"])).lower()
        raise SettingsError(name, first["input"], first["msg"].removeprefix("Value error, ")) from None
