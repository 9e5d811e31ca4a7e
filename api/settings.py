"""Settings of the service, from the environment (``CLICKBAIT_<NAME>``) or from arguments."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AliasChoices, Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from classifier.extras import require

METRICS_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"  # environment variable that prometheus-client reads when it is imported
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]+)?")  # no wildcard: it would allow every site to use this server
Names = Annotated[tuple[str, ...], NoDecode]


class SettingsError(ValueError):
    """A setting has an invalid value; the message names both."""


class ServerSettings(BaseSettings):
    """What an operator may change. docs/api.md describes each setting."""

    model_config = SettingsConfigDict(env_prefix="CLICKBAIT_", env_ignore_empty=True, frozen=True, extra="forbid")

    model: Path | None = None  # default: classifier.artifact.default_model_path()
    reload_interval: float = Field(1.0, gt=0)  # seconds between checks of the model folder

    max_body_bytes: int = Field(4 * 1024 * 1024, ge=1)
    max_headlines: int = Field(1000, ge=1)
    max_headline_length: int = Field(1000, ge=1)
    max_page_length: int = Field(1_000_000, ge=1)  # characters; parsing can be made slow by long pages
    body_timeout: float = Field(30.0, gt=0)  # seconds for a client to send its body

    require_key: bool = False  # for everything; the list of feedback always requires one
    cors_extensions: bool = True  # any browser extension may call, with the rights of any other client
    cors_origins: Names = ()  # sites that may call from their pages, as https://news.example.tw
    rate_limit: str = "6000/minute"  # per API key, else per address; empty: none
    feedback_rate_limit: str = "60/minute"
    rate_limit_storage: str = "memory://"  # or redis://host:port/db
    proxies: int = Field(0, ge=0)  # how many trusted proxies add X-Forwarded-For

    database_url: str | None = Field(None, validation_alias=AliasChoices("database_url", "DATABASE_URL"))

    log_format: Literal["text", "json"] = "text"
    access_log: bool = True
    run_folder: Path | None = None  # set by the server: metrics of all workers, reload requests

    @field_validator("cors_origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """Origins are separated by spaces or commas in the environment."""
        return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value

    @field_validator("cors_origins")
    @classmethod
    def _exact(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for origin in value:
            if not _ORIGIN.fullmatch(origin):
                raise ValueError(f"{origin!r} is not an origin: name each site, as https://news.example.tw")
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


def read_settings(**given: object) -> ServerSettings:
    """Settings from the environment, overridden by ``given``.

    Raises SettingsError, and MissingExtraError where a setting needs an extra that is not installed.
    """
    try:
        return ServerSettings(**given)  # type: ignore[arg-type]  # pydantic checks the types
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(map(str, first["loc"])).upper()
        shown = "DATABASE_URL" if name == "DATABASE_URL" else f"CLICKBAIT_{name}"
        message = first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"setting {shown} ({first['input']!r}): {message}") from None
