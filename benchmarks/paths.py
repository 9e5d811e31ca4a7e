"""Folders that the benchmarks use."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODEL = ROOT / "model"
SHARED = ROOT.parent / "shared"  # real headlines and pages, which are not part of the repository
