from collections.abc import Callable
from pathlib import Path

import pytest

from api.keys import KeyNameError, create, revoke, verify
from api.storage import Store
from console.cli import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], database: str) -> Run:
    """``clickbait keys`` on the database of this test; answers exit code, stdout and stderr."""

    def call(*arguments: str) -> tuple[int, str, str]:
        code = main(["keys", *arguments, "--database", database])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def test_a_secret_leads_to_its_name_until_it_is_revoked(store: Store) -> None:
    first, second = create(store, "crawler"), create(store, "瀏覽器")
    assert first.startswith("cbz_") and len(first) == 47 and first != second
    assert verify(store, first) == "crawler"
    assert verify(store, second) == "瀏覽器"
    revoke(store, "crawler")
    assert verify(store, first) is None
    assert verify(store, second) == "瀏覽器"


def test_a_secret_that_is_not_exactly_right_leads_nowhere(store: Store) -> None:
    secret = create(store, "crawler")
    last = "A" if secret[-1] != "A" else "B"
    for wrong in ("", "cbz_", secret[:12], secret[:-1], secret[:-1] + last, secret + "A", secret[4:], secret.upper()):
        assert verify(store, wrong) is None
    for foreign in ("cbz_鑰匙鑰匙鑰匙鑰匙鑰匙", "cbz_" + "\x00" * 43, "cbz_\ud800" + "a" * 42, "' OR 1=1 --"):
        assert verify(store, foreign) is None


def test_keys_with_the_same_prefix_are_told_apart(store: Store) -> None:
    secret = create(store, "crawler")
    assert store.add_key("twin", secret[:12], "0" * 64)
    assert verify(store, secret) == "crawler"


def test_the_secret_is_not_stored(store: Store) -> None:
    secret = create(store, "crawler")
    (key,) = store.keys()
    stored = f"{key.name} {key.prefix} {key.hash}"
    assert secret not in stored and secret[12:] not in stored
    assert secret.startswith(key.prefix)


def test_a_name_is_used_once_even_after_revocation(store: Store) -> None:
    create(store, "crawler")
    revoke(store, "crawler")
    with pytest.raises(KeyNameError, match="'crawler' is taken"):
        create(store, "crawler")
    with pytest.raises(KeyNameError, match="no valid key named 'crawler'"):
        revoke(store, "crawler")
    assert len(store.keys()) == 1


@pytest.mark.parametrize("name", ["", " ", "a ", "a\nb", "a\x1b[31m", "n" * 65, "a\ud800"])
def test_an_unfit_name_is_told(store: Store, name: str) -> None:
    with pytest.raises(KeyNameError, match="is invalid"):
        create(store, name)


def test_the_command_adds_lists_and_revokes(run: Run, store: Store) -> None:
    code, out, err = run("add", "crawler")
    assert code == 0 and verify(store, out.strip()) == "crawler" and "not shown again" in err
    code, listed, _ = run("list")
    assert code == 0 and listed.splitlines()[1].endswith("crawler")
    assert out.strip() not in listed and listed.splitlines()[1].startswith(out[:12])
    assert run("revoke", "crawler")[:2] == (0, "key 'crawler' revoked\n")
    assert verify(store, out.strip()) is None
    assert " -  " not in run("list")[1]


def test_the_command_tells_what_it_cannot_do(run: Run, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    run("add", "crawler")
    for arguments, fact in ((("add", "crawler"), "is taken"), (("revoke", "nobody"), "clickbait keys list")):
        code, out, err = run(*arguments)
        assert (code, out) == (2, "") and fact in err and err.count("\n") == 1
    assert main(["keys", "list", "--database", f"sqlite:///{tmp_path}/none/f.sqlite3"]) == 2
    assert "cannot be opened: make its folder exist" in capsys.readouterr().err
