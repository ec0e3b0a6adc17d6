"""Makes the keys by which an output is known to be what it was: sums of all that it shows.

Comes in: plain values, or bytes that are at hand. Goes out: keys, outputs.
Must not know: what the values mean.
"""

from __future__ import annotations

import hashlib

from backissues import __version__
from backissues.model import Output


def key(*shown: object) -> str:
    """Return a key that changes with any of the values, and with the program that shows them.

    The values are plain ones, or frozen structs: their repr says all of them, and unlike JSON
    it can write any string, lone surrogates too.
    """
    return hashlib.sha256(repr((__version__, *shown)).encode()).hexdigest()


def ready(path: str, data: bytes) -> Output:
    """Make the output of bytes that are at hand, which are their own key."""
    return Output(path, hashlib.sha256(data).hexdigest(), lambda: data)
