"""Outputs turn the archive into files; each module here that has `outputs` makes some.

Comes in: the archive, settings, the store. Goes out: `Output`: a path, a key, a way to its bytes.
Must not know: each other, kinds, where files are written.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module

from backissues.model import Archive, Output, Settings, Store

Makers = Callable[[Archive, Settings, Store], Iterator[Output]]


@cache
def makers() -> dict[str, Makers]:
    """Find every module of this folder that makes files, by its name."""
    modules = (
        import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)
    )
    return {
        module.__name__.rpartition(".")[2]: module.outputs
        for module in modules
        if hasattr(module, "outputs")
    }


def outputs(archive: Archive, settings: Settings, store: Store) -> Iterator[Output]:
    """Yield every file of the site."""
    for make in makers().values():
        yield from make(archive, settings, store)
