"""Remembers how each file of a site was made, so that one that would be the same is not made again.

Comes in: outputs' keys, files as they were left. Goes out: `Made` values, as bytes and back.
Must not know: where the record is kept. Without one, everything is made and compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import msgspec
from msgspec import Struct

from backissues.files import Look


class Made(Struct, frozen=True, array_like=True):
    """A file of the site: the key of what it shows, the sum of its bytes, how it was left."""

    key: str
    sha256: str
    look: Look


Record: TypeAlias = Mapping[str, Made]


def encoded(record: Record, *, program: str) -> bytes:
    """Give a record as bytes that say which program made what it tells of."""
    return msgspec.msgpack.encode((program, record))


def decoded(data: bytes | None, *, program: str) -> Record:
    """Read a record; that of another program tells nothing, nor does one that cannot be read."""
    try:
        maker, record = msgspec.msgpack.decode(data or b"", type=tuple[str, dict[str, Made]])
    except msgspec.MsgspecError:
        return {}
    return record if maker == program else {}
