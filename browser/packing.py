"""Bytes that a browser unpacks fast: numbers of few bytes, planes of bytes, and several of them in one compressed file.

Deflate takes 1 to 2 % more than the entropy of such streams, and every browser inflates: no code of ours decompresses.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

_GZIP = 16 + zlib.MAX_WBITS


def varints(values: Iterable[int]) -> bytes:
    """Numbers from 0 up, seven bits a byte, the lowest first; all bytes of a number but the last have the eighth."""
    packed = bytearray()
    for value in values:
        while value > 0x7F:
            packed.append(value & 0x7F | 0x80)
            value >>= 7
        packed.append(value)
    return bytes(packed)


def planes(values: NDArray[Any]) -> bytes:
    """All lowest bytes, then all second ones, ...: signs and exponents are alike, and compress only among their own."""
    little = np.ascontiguousarray(values.ravel().astype(values.dtype.newbyteorder("<")))
    return np.ascontiguousarray(little.view(np.uint8).reshape(-1, values.dtype.itemsize).T).tobytes()


def bundle(sections: Mapping[str, bytes]) -> tuple[bytes, dict[str, Any]]:
    """The sections in one gzip file, and its entry in the manifest: sizes, SHA-256, the length of each section."""
    plain = b"".join(sections.values())
    compressor = zlib.compressobj(9, zlib.DEFLATED, _GZIP)
    packed = compressor.compress(plain) + compressor.flush()
    return packed, {
        "bytes": len(packed),
        "unpacked": len(plain),
        "sha256": hashlib.sha256(packed).hexdigest(),
        "sections": {name: len(data) for name, data in sections.items()},
    }
