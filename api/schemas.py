"""What requests look like; pydantic reads and checks them."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Headline = Annotated[str, StringConstraints(min_length=1)]


class PredictRequest(BaseModel):
    """Body of ``POST /v1/predict``."""

    model_config = ConfigDict(extra="forbid", strict=True)

    headlines: list[Headline] = Field(min_length=1)
    explain: bool = False
    threshold: float | None = Field(default=None, ge=0, le=1)
