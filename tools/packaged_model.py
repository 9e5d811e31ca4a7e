"""Build hook of hatchling: the trained model goes into the wheel (``classifier/trained``) and the sdist (``model``).

It is ``model/`` of the source tree, or the folder that ``$CLICKBAIT_PACKAGED_MODEL`` names. Where there is none, the
wheel has none: ``pip install .`` and ``pip install --editable .`` work on a fresh clone. ``make wheel`` trains first.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VARIABLE = "CLICKBAIT_PACKAGED_MODEL"
PLACES = {"wheel": "classifier/trained", "sdist": "model"}


class PackagedModel(BuildHookInterface):
    """Adds the model to what is built, except to an editable install, which finds ``model/`` itself."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before each target is built. Raises FileNotFoundError when the variable names no model."""
        named = os.environ.get(VARIABLE)
        folder = Path(named) if named else Path(self.root) / "model"
        if version == "editable":
            return
        if (folder / "manifest.json").is_file():
            build_data["force_include"][str(folder)] = PLACES[self.target_name]
        elif named:
            raise FileNotFoundError(f"{VARIABLE}={named} is not a model folder: it has no manifest.json")
