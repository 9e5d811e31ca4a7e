"""Create, verify and revoke API keys.

Only a hash of the secret is stored. A slow hash (bcrypt, Argon2) protects passwords that people choose and others can
guess. These secrets are 256 random bits, which cannot be guessed however fast the hash is, and every request verifies
one: plain SHA-256 is the right choice.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from api.storage import Store

MARK = "cbz_"  # identifies the secret when one turns up in a log or a repository
PREFIX_LENGTH = 12
NAME_LENGTH = 64


class KeyNameError(ValueError):
    """A key cannot be created or revoked under this name; the message says why."""


def create(store: Store, name: str) -> str:
    """Create a key and return its secret, which cannot be shown again.

    Raises KeyNameError for an invalid name and for one that is taken, even by a revoked key.
    """
    if not 0 < len(name) <= NAME_LENGTH or not name.isprintable() or name != name.strip():
        raise KeyNameError(
            f"key name {name!r} is invalid: use 1 to {NAME_LENGTH} printable characters, no outer spaces"
        )
    secret = MARK + secrets.token_urlsafe(32)
    if not store.add_key(name, secret[:PREFIX_LENGTH], _hash(secret)):
        raise KeyNameError(f"key name {name!r} is taken, perhaps by a revoked key: choose another name")
    return secret


def verify(store: Store, secret: str) -> str | None:
    """The name of the valid key with this secret, or None. One indexed query."""
    if not secret.isascii() or not secret.startswith(MARK) or len(secret) <= PREFIX_LENGTH:
        return None
    if not secret.isprintable():  # PostgreSQL does not accept NUL
        return None
    digest = _hash(secret)
    found = [k.name for k in store.valid_keys(secret[:PREFIX_LENGTH]) if hmac.compare_digest(k.hash, digest)]
    return found[0] if found else None


def revoke(store: Store, name: str) -> None:
    """Revoke a key. Raises KeyNameError when no valid key has this name."""
    if not store.revoke_key(name):
        raise KeyNameError(f"there is no valid key named {name!r}: see 'clickbait keys list'")


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
