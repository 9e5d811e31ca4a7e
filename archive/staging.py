"""The staging folder beside the output: finished parts, what they were made from, and how they become the output.

<OUT>.partial/manifest.json    input, model and options; ``state`` is scoring, or publishing once all is assembled
<OUT>.partial/parts, rejects, done, spool    see ``job.Job``
<OUT>.partial/whole, whole.rejects    the output before it is moved to its place
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from archive.formats import ArchiveError
from archive.job import Done, Job
from archive.write import assemble
from classifier.atomic import atomic_write
from tabular.streams import BUFFER

_FOLDERS = ("parts", "rejects", "done", "spool")


def rejects_of(out: Path) -> Path:
    """The file for the rejected rows of an output."""
    return out.with_name(f"{out.name}.rejects")


def check_place(out: Path) -> None:
    """Raises ArchiveError when nothing can be written at this place."""
    if not out.name or not out.parent.is_dir():
        raise ArchiveError(
            f"{out} cannot be written: there is no folder {out.parent}" if out.name else f"{out} is taken"
        )
    if out.is_dir() and any(out.iterdir()):
        raise ArchiveError(f"{out} exists already and holds files: name a file in it, or an empty folder")


class Staging:
    """The staging folder of an output. Call the other methods only inside ``locked``."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.folder = out.with_name(f"{out.name}.partial")
        self._manifest = self.folder / "manifest.json"
        self._lock = self.folder / "lock"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Lock the output against other runs. The lock ends with the process, however it ends."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._lock.open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise ArchiveError(f"another run is writing {self.out}: wait for it, or choose another OUT") from None
            try:
                yield
            finally:
                if self.folder.is_dir() and list(self.folder.iterdir()) == [self._lock]:
                    shutil.rmtree(self.folder)

    def check(self, resume: bool) -> None:
        """Raises ArchiveError when the output exists, or parts of an earlier run that is not to be resumed."""
        if self._manifest.is_file():
            if not resume:
                raise ArchiveError(
                    f"{self.folder} was left by an interrupted run: continue it with --resume, or delete it"
                )
            if self._read()["state"] == "publishing":
                return
        elif any(path != self._lock for path in self.folder.iterdir()):
            raise ArchiveError(f"{self.folder} is not the staging folder of an interrupted run: delete it")
        if self.out.exists() and not (self.out.is_dir() and not any(self.out.iterdir())):
            raise ArchiveError(f"{self.out} exists already: delete it or choose another OUT")

    def begin(self, facts: Mapping[str, Any]) -> dict[int, Done]:
        """The parts that an earlier run of the same job finished. Raises ArchiveError when its job was another one."""
        facts = json.loads(json.dumps(facts))
        if self._manifest.is_file():
            known = self._read()
            for name, value in facts.items():
                if known.get(name) != value:
                    raise ArchiveError(
                        f"{self.folder} was started with {_difference(name, known.get(name), value)}: "
                        "use that again, or delete the folder to start over"
                    )
        else:
            self._write({**facts, "state": "scoring"})
        for name in _FOLDERS:
            (self.folder / name).mkdir(exist_ok=True)
        for left in (self.folder / "spool").iterdir():
            left.unlink()
        receipts = (self.folder / "done").glob("part-*.json")
        found = [Done(**json.loads(receipt.read_text(encoding="utf-8"))) for receipt in receipts]
        return {done.number: done for done in found}

    def finish(self, job: Job, count: int) -> None:
        """Assemble ``count`` parts and their rejects, move them to their place, and delete the staging folder."""
        whole = self.folder / "whole"
        if self._read()["state"] != "publishing":
            parts = [job.part(number) for number in range(count)]
            if not job.folder:
                assemble(job, parts, whole)
            elif not whole.exists():
                for left in set((self.folder / "parts").iterdir()) - set(parts):  # temporary files of killed processes
                    left.unlink()
                os.replace(self.folder / "parts", whole)
            self._collect_rejects(job, count)
            self._write({**self._read(), "state": "publishing"})
        for made, place in ((self.folder / "whole.rejects", rejects_of(self.out)), (whole, self.out)):
            if made.exists():  # else an earlier run has moved it
                os.replace(made, place)
        for path in self.folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path != self._manifest:
                path.unlink()
        shutil.rmtree(self.folder)

    def discard(self) -> None:
        """Delete what was staged; the lock stays until ``locked`` ends."""
        for path in self.folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path != self._lock:
                path.unlink()

    def _collect_rejects(self, job: Job, count: int) -> None:
        found = [path for path in map(job.rejects, range(count)) if path.exists()]
        if not found:
            rejects_of(self.out).unlink(missing_ok=True)  # of an earlier output with the same name
            return
        with (self.folder / "whole.rejects").open("wb") as out:
            for path in found:
                with path.open("rb") as source:
                    shutil.copyfileobj(source, out, BUFFER)

    def _read(self) -> dict[str, Any]:
        try:
            found = json.loads(self._manifest.read_text(encoding="utf-8"))
            return {**found, "state": str(found["state"])}
        except (ValueError, KeyError, TypeError):
            raise ArchiveError(f"{self._manifest} is damaged: delete {self.folder} to start over") from None

    def _write(self, content: Mapping[str, Any]) -> None:
        with atomic_write(self._manifest) as temporary:
            temporary.write_text(json.dumps(content, indent=1), encoding="utf-8")


def _difference(name: str, known: Any, asked: Any) -> str:
    """How the job that was started differs from the requested one."""
    if name == "options" and isinstance(known, dict):
        option = next(option for option in asked if known.get(option) != asked[option])
        return f"--{option.replace('_', '-')} {known.get(option)}, not {asked[option]}"
    if name == "input" and isinstance(known, list):
        changed = [item[0] for item in asked if item not in known] or [item[0] for item in known if item not in asked]
        return f"another input ({changed[0]} is new, gone or changed)"
    return f"{name} {known}, not {asked}"
