"""The score from which a headline is clickbait."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Cuts:
    """The model's own threshold, and those for each sensitivity (``strict``, ``balanced``, ``sensitive``) with the
    precision and recall that were measured for them."""

    def __init__(self, manifest: Mapping[str, Any]) -> None:
        """Raises KeyError, TypeError or ValueError for a manifest without them."""
        self.threshold = float(manifest["threshold"])
        self.by_sensitivity: dict[str, dict[str, float]] = dict(manifest["cuts"])

    def choose(self, threshold: float | None, sensitivity: str | None) -> float:
        """``threshold`` itself, or the model's for a sensitivity; without either its own.

        Raises ValueError for both, for a threshold outside 0-1 and for an unknown sensitivity.
        """
        if threshold is not None:
            if sensitivity is not None:
                raise ValueError("give a threshold or a sensitivity, not both")
            if not 0 <= threshold <= 1:
                raise ValueError(f"threshold {threshold} is not between 0 and 1")
            return threshold
        if sensitivity is None:
            return self.threshold
        if sensitivity not in self.by_sensitivity:
            raise ValueError(f"unknown sensitivity {sensitivity!r}: use one of {', '.join(self.by_sensitivity)}")
        return float(self.by_sensitivity[sensitivity]["threshold"])
