"""``clickbait serve``: run the prediction service."""

from __future__ import annotations

import argparse
import ipaddress
import multiprocessing
import os
import socket
import stat
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, get_args

from api.settings import ServerSettings, SettingsError, read_settings, variable
from classifier import ModelError, load
from console.cli import UsageError
from console.messages import _, translated

OPTIONS = {"database_url": "database"}  # options that are not called as their setting


def configure(parser: argparse.ArgumentParser) -> None:
    for name, field in ServerSettings.model_fields.items():
        default = field.default
        shown = "" if default in (None, "", ()) else _("; default {value}").format(value=_text(default))
        given: dict[str, Any] = {"dest": name, "default": None}
        if field.annotation is bool:
            given["action"] = argparse.BooleanOptionalAction
        else:
            words = [word for word in get_args(field.annotation) if isinstance(word, str)]
            given["metavar"] = "|".join(words) if words else _METAVARS.get(name, "N" if _is_number(default) else "TEXT")
        description = translated(field.description or "").replace("`", "").replace("%", "%%")
        text = _("{description} ({variable}{default})")
        text = text.format(description=description, variable=variable(name), default=shown)
        parser.add_argument(_option(name), help=text, **given)
    parser.epilog = "Each option is also a setting in the environment, which the option overrides."


_METAVARS = {"host": "ADDRESS", "unix_socket": "PATH", "model": "DIR", "database_url": "URL", "path_prefix": "PATH"}


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return " ".join(value) if isinstance(value, tuple) else str(value)


def run(args: argparse.Namespace) -> int:
    settings, given = _settings(args)
    address, loopback = _check_address(settings)
    if not loopback and not settings.public:
        given["require_key"] = True
        settings = read_settings(**given)
    from api.server import serve

    # What cannot work fails here with one line, not in every worker.
    _check_model(settings.model)
    if settings.uses_database:
        _check_database(settings)
    for name, value in given.items():  # where the workers read them
        os.environ[variable(name)] = _text(value)
    print(_("serving on {address} (Ctrl-C stops)").format(address=_shown(settings)), flush=True)
    serve(address, settings)
    return 0


def _settings(args: argparse.Namespace) -> tuple[ServerSettings, dict[str, Any]]:
    """The settings, and those of them that options give. Raises UsageError for an option, SettingsError otherwise."""
    given = {name: value for name in ServerSettings.model_fields if (value := getattr(args, name)) is not None}
    try:
        return read_settings(**given), given
    except SettingsError as error:
        if error.name not in given:
            raise
        raise UsageError(f"{_option(error.name)} {given[error.name]}: {error.fault}") from None


def _option(name: str) -> str:
    return "--" + OPTIONS.get(name, name).replace("_", "-")


def _check_database(settings: ServerSettings) -> None:
    from api.storage import open_store

    store = open_store(settings.database_url)
    keyless = not any(key.revoked_at is None for key in store.keys())
    store.close()
    if settings.require_key and keyless:
        raise UsageError("this server would ask for an API key and there is none: run 'clickbait keys add NAME'")


def _check_model(folder: Path | None) -> None:
    """Raises ModelError. In a process of its own: the workers are forked from this one, and would carry what a model
    took that was loaded before. Its pipe is a pair of sockets: a pool would need a writable /dev/shm.
    """
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(target=_load, args=(folder, theirs))
    process.start()
    theirs.close()
    try:
        problem = ours.recv()
    except EOFError:
        problem = "the process that loads the model died: is there enough memory?"
    process.join()
    if problem:
        raise ModelError(problem)


def _load(folder: Path | None, answer: Connection[str, Any]) -> None:
    try:
        load(folder)
    except ModelError as error:
        answer.send(str(error))
    else:
        answer.send("")


def _shown(settings: ServerSettings) -> str:
    if settings.unix_socket:
        return f"unix:{settings.unix_socket}"
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{settings.port}{settings.path_prefix}"


def _check_address(settings: ServerSettings) -> tuple[str, bool]:
    """The IP address to listen on, and whether only this machine reaches it. Raises UsageError when it is taken."""
    if settings.unix_socket:
        _check_socket(settings.unix_socket)
        return "", True
    host, port = settings.host, settings.port
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise UsageError(f"cannot listen on {host}:{port} ({error.strerror}): choose another --host") from None
    problem: OSError | None = None
    for family, *_rest, address in found:  # a name may have an address that this machine does not offer
        try:
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(address)
        except OSError as error:
            problem = problem or error
            continue
        text = str(address[0])
        return text, ipaddress.ip_address(text.partition("%")[0]).is_loopback
    strerror = problem.strerror if problem else "no address"
    raise UsageError(f"cannot listen on {host}:{port} ({strerror}): choose another --port or --host")


def _check_socket(path: Path) -> None:
    """Raises UsageError where no socket can be made; one that a dead server left is removed."""
    if not path.absolute().parent.is_dir():
        raise UsageError(f"cannot listen on {path}: there is no folder {path.absolute().parent}")
    if not path.exists():
        return
    if not stat.S_ISSOCK(path.stat().st_mode):
        raise UsageError(f"cannot listen on {path}: it is a file, choose another --unix-socket")
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except ConnectionRefusedError:
            path.unlink()
            return
    raise UsageError(f"cannot listen on {path}: another server does")
