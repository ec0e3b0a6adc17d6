"""Keeps what templates and catalogues are compiled to, from one build to the next.

Comes in: the cache, the settings of a site. Goes out: all that was compiled before; where nothing
was, it is compiled in a process of its own while this one goes on.
Must not know: what is made with it, how anything is compiled.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from backissues.cache.store import Cache
from backissues.model import Settings
from backissues.outputs import kept
from backissues.outputs.render import compile_all
from backissues.pool import beside

_NOTE = b"compiled"


@contextmanager
def compiled(cache: Cache, program: str, settings: Settings, *, jobs: int | None) -> Iterator[None]:
    """Hold what was compiled before, and keep it with what is compiled now."""
    before = cache.get("notes", _NOTE) or b""
    kept.unpack(before, program)

    def work() -> bytes:
        compile_all(settings)
        return kept.packed(program)

    # To compile all templates takes as long as to read the first documents: 0.25 s.
    with (
        nullcontext(bytes) if before else beside(work, jobs) as meanwhile,
        kept.awaiting(meanwhile, program),
    ):
        yield
    if (now := kept.packed(program)) != before:
        cache.put("notes", [(_NOTE, now)])
