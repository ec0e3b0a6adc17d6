"""Remembers plans: which files there are, and under which keys, while nothing changes them.

Comes in: plans, each with a key of all that it follows from. Goes out: outputs, which plan anew
only when bytes are asked for. One edit changes few plans, and those of 10,000 articles take a
third of a second.
Must not know: what is planned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

import msgspec

from backissues.model import Output
from backissues.outputs import kept
from backissues.outputs.lean import On

_Row: TypeAlias = tuple[str, str, bool, str, tuple[str, ...]]
Plan: TypeAlias = Callable[[], Iterable[Output]]
_NONE = msgspec.msgpack.encode({})


def remembered(name: str, plans: Iterable[tuple[str, Plan]]) -> Iterator[Output]:
    """Yield the outputs of plans, which are kept under one name until they are asked for again.

    No two of them have one key.
    """
    known = msgspec.msgpack.decode(kept.last(name) or _NONE, type=dict[str, list[_Row]])
    now: dict[str, list[_Row]] = {}
    for shown, plan in plans:
        lazy = _Lazy(plan)
        found = known.get(shown)
        now[shown] = rows = lazy.rows() if found is None else found
        yield from lazy.outputs(rows)
    if now.keys() != known.keys():
        kept.hold(name, msgspec.msgpack.encode(now))


class _Lazy:
    """A plan that is made when it is needed, and that once."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._made: dict[str, Output] = {}

    def _known(self) -> dict[str, Output]:
        if not self._made:
            self._made.update((one.path, one) for one in self._plan())
        return self._made

    def rows(self) -> list[_Row]:
        """Return the outputs but for the ways to their bytes."""
        return [
            (one.path, one.key, one.found, one.together, one.parts)
            for one in self._known().values()
        ]

    def outputs(self, rows: Iterable[_Row]) -> Iterator[Output]:
        """Yield the outputs that rows tell of."""
        make = self._make
        for path, key, found, together, parts in rows:
            yield self._made.get(path) or Output(
                path, key, On(make, path), found, together=together, parts=parts
            )

    def _make(self, path: str) -> bytes:
        return self._known()[path].make()
