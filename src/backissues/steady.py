"""Reads a file once more, and stops where it is no more what it was.

Comes in: a file of a collection, the sum of what was read of it before. Goes out: its bytes.
Must not know: what they mean. Keys tell what a page shows by what was read first; bytes that were
edited since would be taken for those, and stay in the site once the edit is taken back.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from backissues.codes import FaultError, diagnose


def read_again(file: Path, sha256: str, *, path: str) -> bytes:
    """Return the bytes of a file, known by its path in the collection, whose sum must be this."""
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        data = b""
    return same(data, sha256, path=path)


def same(data: bytes, sha256: str, *, path: str) -> bytes:
    """Return bytes that come from a document or file, whose sum must be this."""
    if hashlib.sha256(data).hexdigest() != sha256:
        raise FaultError(diagnose("P-041", path))
    return data
