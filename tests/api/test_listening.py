"""Where the real server listens: names, IPv6, a Unix socket, and under a path behind the real nginx."""

from __future__ import annotations

import json
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from benchmarks.running import Running, free_port, running, stop
from tests.conftest import HEADLINES
from tests.support.browser import Watched, browser, visit  # noqa: F401  # fixtures
from tests.support.commands import command
from tests.support.playground import score
from tests.support.programs import program
from tests.support.service import SERVE, post

pytestmark = pytest.mark.slow
CALL = {"headlines": HEADLINES}


@pytest.fixture
def environment(model_folder: Path) -> dict[str, str]:
    return {"CLICKBAIT_MODEL": str(model_folder), "CLICKBAIT_FEEDBACK": "off"}


@pytest.mark.parametrize(("host", "address"), [("localhost", "localhost"), ("::1", "[::1]")])
def test_a_name_and_ipv6_are_listened_on(environment: dict[str, str], tmp_path: Path, host: str, address: str) -> None:
    try:
        socket.create_server((host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError:
        pytest.skip(f"this machine has no {host}")
    with running([*SERVE, "--host", host], environment, tmp_path / "log", wait=False) as server:
        url = f"http://{address}:{server.port}"
        wait_for(lambda: urllib.request.urlopen(f"{url}/readyz", timeout=5).close())
        assert post(url, "/v1/predict", CALL)["predictions"]
        assert f"serving on {url}" in server.log


def test_a_name_that_nobody_knows_is_refused(environment: dict[str, str]) -> None:
    done = command("serve", "--host", "no-such-host.invalid", **environment)
    assert done.returncode == 2 and done.stderr.count("\n") == 1 and "no-such-host.invalid" in done.stderr


class UnixConnection(HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=10)
        self._path = str(path)

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self._path)


def test_a_unix_socket_is_listened_on_and_taken_over_from_a_dead_server(
    environment: dict[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "api.sock"
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(path))
    given = {**environment, "CLICKBAIT_UNIX_SOCKET": str(path), "CLICKBAIT_RATE_LIMIT": "3/hour"}
    with running(["clickbait", "serve"], given, tmp_path / "log", wait=False) as server:

        def ask(path_: str, body: object = None) -> tuple[int, bytes]:
            data = json.dumps(body).encode() if body else None
            with closing(UnixConnection(path)) as connection:
                connection.request("POST" if body else "GET", path_, data, {"Content-Type": "application/json"})
                response = connection.getresponse()
                return response.status, response.read()

        def ready() -> None:
            assert ask("/readyz")[0] == 200

        wait_for(ready)
        assert [ask("/v1/predict", CALL)[0] for _ in range(4)] == [200, 200, 200, 429]
        assert f"serving on unix:{path}" in server.log
        done = command("serve", "--unix-socket", path, **environment)
        assert done.returncode == 2 and "another server" in done.stderr
    for wrong, told in ((tmp_path / "none" / "a.sock", "no folder"), (tmp_path / "log", "it is a file")):
        done = command("serve", "--unix-socket", wrong, **environment)
        assert done.returncode == 2 and told in done.stderr and done.stderr.count("\n") == 1


def wait_for(ask: Callable[[], None], seconds: float = 30) -> None:
    """Until it raises nothing."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return ask()
        except (OSError, AssertionError):
            assert time.monotonic() < deadline
            time.sleep(0.05)


@contextmanager
def nginx(folder: Path, location: str) -> Iterator[str]:
    """A proxy with this location block; gives its address."""
    port = free_port()
    path = folder / "nginx.conf"
    path.write_text(
        f"pid {folder}/pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;"
        f" fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;\n"
        f"server {{ listen 127.0.0.1:{port}; {location} }} }}\n",
        encoding="utf-8",
    )
    process = subprocess.Popen([program("nginx"), "-c", path, "-g", "daemon off;"], stderr=subprocess.DEVNULL)
    try:
        wait_for(lambda: socket.create_connection(("127.0.0.1", port)).close())
        yield f"http://127.0.0.1:{port}"
    finally:
        stop(process)


FORWARDED = """
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Forwarded-Proto $scheme;
"""


@pytest.mark.parametrize("how", ["setting", "header", "unstripped"])
def test_playground_docs_and_api_work_under_a_path_of_nginx(
    environment: dict[str, str],
    tmp_path: Path,
    visit: Callable[..., Watched],  # noqa: F811
    how: str,
) -> None:
    given = {**environment, "CLICKBAIT_PROXIES": "1"}
    if how != "header":
        given["CLICKBAIT_PATH_PREFIX"] = "/clickbait"
    with ExitStack() as stack:
        server: Running = stack.enter_context(running(SERVE, given, tmp_path / "log"))
        strip = "" if how == "unstripped" else "/"
        extra = "proxy_set_header X-Forwarded-Prefix /clickbait;" if how == "header" else ""
        location = f"location /clickbait/ {{ proxy_pass {server.address}{strip}; {FORWARDED}{extra} }}"
        address = stack.enter_context(nginx(tmp_path, location)) + "/clickbait"
        assert post(address, "/v1/predict", CALL)["predictions"]
        watched = visit(f"{address}/")
        page = watched.page
        score(page, HEADLINES)
        page.locator("[data-i18n=docs]").click()
        page.get_by_text("Score headlines").first.wait_for()
        assert page.url.startswith(f"{address}/docs")
        assert page.get_by_text("/v1/predict").count() > 0
        with urllib.request.urlopen(f"{address}/openapi.json", timeout=10) as response:
            assert json.load(response)["servers"] == [{"url": "/clickbait"}]
        watched.leave()
