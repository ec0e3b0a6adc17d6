"""Makes the keys by which an output is known to be what it was, and ids that outlive all addresses.

Comes in: plain values, names, bytes that are at hand. Goes out: keys, ids, outputs.
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


def urn(name: str) -> str:
    """Give a name of ours as a UUID, by which the world may know what it names."""
    digest = hashlib.sha256(f"backissues:{name}".encode()).hexdigest()
    # Version 8 is for ids of one's own making (RFC 9562, section 5.8), variant 10xx.
    return f"urn:uuid:{digest[:8]}-{digest[8:12]}-8{digest[13:16]}-a{digest[17:20]}-{digest[20:32]}"


def ready(path: str, data: bytes) -> Output:
    """Make the output of bytes that are at hand, which are their own key."""
    return Output(path, hashlib.sha256(data).hexdigest(), lambda: data)
