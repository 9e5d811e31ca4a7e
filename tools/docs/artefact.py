"""The reference of the model on disk: the fields of a manifest, and the files beside it, of a model that is there."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from classifier.artifact import read_manifest
from tools.docs.docstrings import docstring
from tools.docs.languages import Language

MEANINGS = {
    "format_version": ("version of this format; others are refused", "此格式的版本；版本不同即拒絕載入"),
    "name": ("name that answers of the service carry", "服務回應中的模型名稱"),
    "version": (
        "first 12 characters of a digest over corpus, settings and weights",
        "語料、設定、權重摘要值的前 12 碼",
    ),
    "corpus": ("digest of what was learned from, and its rows", "訓練語料的摘要值與列數"),
    "settings": ("settings of the training", "訓練設定"),
    "seed": ("seed of the solvers", "求解器的亂數種子"),
    "engines": ("versions of what shapes the features", "影響特徵的套件版本"),
    "lexicon": ("digest of the packaged word lists; a model fits those alone", "內建詞表的摘要值；模型只配這一份詞表"),
    "groups": ("feature groups that the model reads", "模型使用的特徵組"),
    "heads": ("what is predicted: family, classes, intercept, calibration", "各個輸出：類型、類別、截距與校準"),
    "roles": ("what the model of a page's lines reads", "判讀網頁各行角色的模型讀什麼"),
    "metrics": ("figures of the validation and test rows", "驗證集與測試集的數字"),
    "threshold": ("score from which a headline is clickbait", "達到此分數即判為釣魚標題"),
    "cuts": (
        "thresholds of strict, balanced, sensitive, with precision and recall",
        "嚴格、平衡、靈敏三種門檻及其精確率與召回率",
    ),
    "uncertain_margin": ("distance from the threshold within which a label is uncertain", "分數離門檻多近算「沒把握」"),
    "files": ("SHA-256 of every other file", "其他每個檔案的 SHA-256"),
}  # fmt: skip
_HEADS: dict[Language, tuple[str, str]] = {
    "en": ("| field of `manifest.json` | type | meaning |", "| file | type | shape | bytes |"),
    "zh-TW": ("| `manifest.json` 的欄位 | 型別 | 說明 |", "| 檔案 | 型別 | 形狀 | 位元組 |"),
}


def artefact(language: Language, folder: Path) -> str:
    """Layout, manifest and arrays of a model folder as Markdown. Raises ModelError when there is no model."""
    manifest = read_manifest(folder)
    fields, arrays = _HEADS[language]
    lines = [_layout(), "", fields, "|---|---|---|"]
    for name, value in manifest.items():
        meaning = MEANINGS.get(name, ("", ""))[0 if language == "en" else 1]
        lines.append(f"| `{name}` | {type(value).__name__} | {meaning} |")
    lines += ["", arrays, "|---|---|---|---|"]
    for path in sorted(folder.iterdir()):
        kind, shape = "", ""
        if path.suffix == ".npy":
            array = np.load(path, mmap_mode="r", allow_pickle=False)
            kind, shape = f"`{array.dtype}`", " × ".join(f"{size:,}" for size in array.shape)
        lines.append(f"| `{path.name}` | {kind} | {shape} | {path.stat().st_size:,} |")
    return "\n".join(lines) + "\n"


def _layout() -> str:
    _, _, layout = docstring("classifier.artifact").partition("\n\n")
    return f"```text\n{layout.strip()}\n```"
