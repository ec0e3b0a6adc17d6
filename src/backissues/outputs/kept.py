"""Holds what was made of templates and catalogues, so that a cache can give it to a later build.

Comes in: entries, each under a name, with a sum of all that it was made of. Goes out: the same, and
all of them as bytes.
Must not know: what they mean, where they are kept between two builds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from msgspec import msgpack

_kept: dict[str, tuple[str, bytes]] = {}
_tables: dict[str, dict[str, list[str]]] = {}
_EMPTY = msgpack.encode({})
_SUM = 32


# What waits for entries that another process makes meanwhile.
_awaited: list[Callable[[], object]] = []


def kept(name: str, total: str, make: Callable[[], bytes]) -> bytes:
    """Return what was made of things with this sum, or make it."""
    known = _kept.get(name)
    if known is None and _awaited:
        _awaited.pop()()
        known = _kept.get(name)
    if known is None or known[0] != total:
        known = _kept[name] = (total, make())
    return known[1]


def last(name: str) -> bytes:
    """Return what is held under a name, whatever it was made of; nothing where nothing is."""
    return _kept.get(name, ("", b""))[1]


def hold(name: str, made: bytes) -> None:
    """Hold what was made of several things, whose sums it tells itself."""
    _kept[name] = ("", made)


def table(name: str) -> dict[str, list[str]]:
    """Return what is held under a name as a table, which is held as it has become by the end."""
    if name not in _tables:
        _tables[name] = msgpack.decode(last(name) or _EMPTY, type=dict[str, list[str]])
    return _tables[name]


def packed(program: str) -> bytes:
    """Return all entries, behind a sum of them and of the program that made them."""
    for name, own in _tables.items():
        hold(name, msgpack.encode(own, order="sorted"))
    data = msgpack.encode(_kept)
    return _sum(program, data) + data


def unpack(data: bytes, program: str) -> bool:
    """Hold the entries of an earlier build as well, unless another program made them.

    None is taken if one bit is wrong, for some are code to run.
    """
    if _sum(program, data[_SUM:]) != data[:_SUM]:
        return False
    _kept.update(msgpack.decode(data[_SUM:], type=dict[str, tuple[str, bytes]]))
    return True


@contextmanager
def awaiting(meanwhile: Callable[[], bytes], program: str) -> Iterator[None]:
    """Wait for packed entries as soon as one is asked for that is not there."""
    _awaited.append(lambda: unpack(meanwhile(), program))
    try:
        yield
    finally:
        _awaited.clear()


def _sum(program: str, data: bytes) -> bytes:
    return hashlib.sha256(program.encode() + data).digest()
