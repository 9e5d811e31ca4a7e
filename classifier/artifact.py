"""The model on disk: a folder with ``manifest.json`` and plain numpy arrays, never a pickle.

manifest.json   format, versions, corpus digest, seed, heads, metrics, threshold, SHA-256 of every other file
<group>_keys.npy, <group>_idf.npy            for word and char: the terms' hash keys and inverse document frequencies
<group>_<head>.npy                           weights of a head (classifier.heads), for each group that it reads
role_<mode>_*.npy                            the roles of a page's lines (classifier.page.roles)
<group>_terms.json    the vocabulary in the order of the arrays, for people and reports
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs
from numpy.typing import NDArray

FORMAT_VERSION = 2
MANIFEST = "manifest.json"
_PACKAGED = Path(__file__).resolve().parent / "trained"  # in wheels: tools/packaged_model.py puts it there
REMEDY = "run 'clickbait train' to make a new one"
_READING = ("lexicon.txt", "opencc.txt", "outlets.txt", "respelled.txt", "variants.txt")  # in classifier/text


class ModelError(Exception):
    """The model cannot be used; the message says what to do."""


@dataclass(frozen=True)
class Artifact:
    """A model in memory: the manifest and the arrays by file stem."""

    manifest: dict[str, Any]
    arrays: dict[str, NDArray[Any]]
    terms: dict[str, list[str]] = field(default_factory=dict)


def default_model_path() -> Path:
    """The folder of the model to load: ``$CLICKBAIT_MODEL``, else the first of these that holds one: ``model/`` of a
    source checkout, ``model/`` of the user's data directory, the model that came with the package.

    Where none does, the folder that ``trained_model_path`` names.
    """
    if path := os.environ.get("CLICKBAIT_MODEL"):
        return Path(path)
    folders = (*_own_folders(), _PACKAGED)
    return next((folder for folder in folders if (folder / MANIFEST).is_file()), folders[0])


def trained_model_path() -> Path:
    """The folder that ``clickbait train`` writes: as ``default_model_path``, but never the model of the package."""
    return Path(os.environ.get("CLICKBAIT_MODEL") or _own_folders()[0])


def _own_folders() -> tuple[Path, ...]:
    root = Path(__file__).resolve().parent.parent
    checkout = (root / "model",) if (root / "pyproject.toml").is_file() and (root / "datasets").is_dir() else ()
    return (*checkout, Path(platformdirs.user_data_dir("clickbait-zh")) / "model")


def engine_versions() -> dict[str, str]:
    """Versions of this package and of what shapes its features."""
    from importlib.metadata import PackageNotFoundError, version  # slow to import, needed in training only

    found = {}
    for name in ("clickbait-zh", "jieba", "rjieba", "numpy"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "absent"
    return found


def reading_digest() -> str:
    """SHA-256 of the packaged lists of words and characters: a model only fits those that it was trained with."""
    digest = hashlib.sha256()
    for name in _READING:
        digest.update(hashlib.sha256((files("classifier.text") / name).read_bytes()).digest())
    return digest.hexdigest()


def save(artifact: Artifact, folder: Path) -> None:
    """Write the artefact; the folder appears whole or not at all. Same content, same bytes."""
    folder = folder.resolve()
    check_folder(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    contents: dict[str, bytes] = {}
    for name, array in artifact.arrays.items():
        buffer = io.BytesIO()
        np.save(buffer, np.ascontiguousarray(array), allow_pickle=False)
        contents[f"{name}.npy"] = buffer.getvalue()
    for group, terms in artifact.terms.items():
        contents[f"{group}_terms.json"] = json.dumps(terms, ensure_ascii=False).encode()
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(contents.items())}
    manifest = {"format_version": FORMAT_VERSION, **artifact.manifest, "files": digests}
    contents[MANIFEST] = (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode()
    staging = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, data in contents.items():
            (staging / name).write_bytes(data)
        staging.chmod(0o755)
        _swap(staging, folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def check_folder(folder: Path) -> None:
    """Raises ModelError when no model can be saved there: a file, a folder with other files, no permission."""
    if folder.exists():
        if not folder.is_dir():
            raise ModelError(f"{folder} is a file: name a folder for the model")
        if not (folder / MANIFEST).is_file() and any(folder.iterdir()):
            raise ModelError(f"{folder} holds other files and no model: choose another folder")
    above = next(path for path in folder.absolute().parents if path.exists())
    if not above.is_dir() or not os.access(above, os.W_OK | os.X_OK):
        raise ModelError(f"{folder} cannot be written: {above} is no folder that may be written to")


def _swap(staging: Path, folder: Path) -> None:
    if not folder.exists():
        staging.rename(folder)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
    folder.rename(old / folder.name)
    staging.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a model folder. Raises ModelError when there is none that this version can read."""
    path = folder / MANIFEST
    if not path.is_file():
        here = Path("model")  # where 'clickbait train --out model' and a checkout have theirs; never taken unasked
        hint = ", such as ./model," if here.resolve() != folder.resolve() and (here / MANIFEST).is_file() else ""
        raise ModelError(f"no model at {folder}: {REMEDY}, or name one{hint} with --model or CLICKBAIT_MODEL")
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        found = manifest["format_version"]
    except (ValueError, KeyError, TypeError):
        raise ModelError(f"{path} is damaged: {REMEDY}") from None
    if found != FORMAT_VERSION:
        newer = isinstance(found, int) and found > FORMAT_VERSION
        remedy = "update clickbait-zh" if newer else _remedy(folder)
        raise ModelError(f"{folder} has model format {found}, this version reads {FORMAT_VERSION}: {remedy}")
    return dict(manifest)


def _remedy(folder: Path) -> str:
    """What to do about a model of another version. A model of the user's own hides the packaged one."""
    if folder in _own_folders() and (_PACKAGED / MANIFEST).is_file():
        return f"{REMEDY}, or delete that folder: then the model that came with the package is used"
    return REMEDY


def load_artifact(folder: Path) -> Artifact:
    """Read and verify a model. Raises ModelError for a missing, truncated, altered or foreign one."""
    manifest = read_manifest(folder)
    if manifest.get("lexicon") != reading_digest():
        raise ModelError(f"{folder} was trained with another lexicon or normal form than this one: {_remedy(folder)}")
    arrays: dict[str, NDArray[Any]] = {}
    digests: Mapping[str, str] = manifest.get("files", {})
    for name, digest in digests.items():
        if not name.endswith(".npy"):
            continue
        try:
            data = (folder / Path(name).name).read_bytes()
        except OSError as error:
            raise ModelError(f"{folder / name} cannot be read ({error.strerror}): {REMEDY}") from None
        if hashlib.sha256(data).hexdigest() != digest:
            raise ModelError(f"{folder / name} is truncated or altered (SHA-256 differs): {REMEDY}")
        arrays[name.removesuffix(".npy")] = np.load(io.BytesIO(data), allow_pickle=False)
    return Artifact(manifest, arrays)


def load_terms(folder: Path, group: str) -> list[str]:
    """The vocabulary of one group, in the order of its arrays."""
    try:
        return list(json.loads((folder / f"{group}_terms.json").read_text(encoding="utf-8")))
    except (OSError, ValueError):
        raise ModelError(f"{folder} has no readable vocabulary for {group!r}: {REMEDY}") from None
