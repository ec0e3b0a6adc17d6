"""Keeps what templates and catalogues are compiled to, from one build to the next.

Comes in: the cache, the settings of a site. Goes out: all that was compiled before; where nothing
was, it is compiled in a process of its own while this one goes on.
Must not know: what is made with it, how anything is compiled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from backissues.cache.store import Cache
from backissues.model import Settings
from backissues.outputs import kept, load_all
from backissues.outputs.render import compile_all
from backissues.pool import beside

_NOTE = b"compiled"


@contextmanager
def compiled(cache: Cache, program: str, settings: Settings, *, jobs: int | None) -> Iterator[None]:
    """Hold what was compiled before, and keep it with what is compiled now."""
    before = cache.get("notes", _NOTE) or b""
    if kept.unpack(before, program):
        yield
    else:
        # To compile all templates takes as long as to read the first documents: 0.25 s.
        work = partial(_compiled, settings, program)
        with beside(work, jobs) as result, kept.awaiting(partial(_awaited, result), program):
            yield
    if (now := kept.packed(program)) != before:
        cache.put("notes", [(_NOTE, now)])


def _compiled(settings: Settings, program: str) -> bytes:
    compile_all(settings)
    return kept.packed(program)


def _awaited(result: Callable[[], bytes]) -> bytes:
    """Wait for a result, and load meanwhile what a build that makes all outputs asks for."""
    load_all()
    return result()
