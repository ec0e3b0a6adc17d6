"""Remembers plans: which files there are, and under which keys, while nothing changes them.

Comes in: a key of all that a plan follows from, a way to plan. Goes out: outputs, which plan anew
only when bytes are asked for. One edit changes few plans, and those of 10,000 articles take a
third of a second.
Must not know: what is planned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

import msgspec

from backissues.model import Output
from backissues.outputs.kept import kept
from backissues.outputs.lean import On

_Row: TypeAlias = tuple[str, str, bool, str, tuple[str, ...]]


def remembered(name: str, shown: str, plan: Callable[[], Iterable[Output]]) -> Iterator[Output]:
    """Yield the outputs of a plan by its name; `shown` is a key of all that it follows from."""
    planned: dict[str, Output] = {}

    def known() -> dict[str, Output]:
        if not planned:
            planned.update((one.path, one) for one in plan())
        return planned

    def rows() -> bytes:
        return msgspec.msgpack.encode(
            [(one.path, one.key, one.found, one.together, one.parts) for one in known().values()]
        )

    def make(path: str) -> bytes:
        return known()[path].make()

    found = msgspec.msgpack.decode(kept(f"plan {name}", shown, rows), type=list[_Row])
    for path, key, is_found, together, parts in found:
        yield planned.get(path) or Output(
            path, key, On(make, path), is_found, together=together, parts=parts
        )
