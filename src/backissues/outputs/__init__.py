"""Outputs turn the archive into files; each module here that has `outputs` makes some.

Comes in: the archive, settings, the store. Goes out: `Output`: a path, a key, a way to its bytes.
Must not know: each other, kinds, where files are written.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module

from backissues import urls
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


def load_all() -> None:
    """Load every module of this folder, those too that wait for the first output of theirs."""
    for found in pkgutil.walk_packages(__path__, f"{__name__}."):
        import_module(found.name)


def outputs(archive: Archive, settings: Settings, store: Store) -> Iterator[Output]:
    """Yield every file of the site; one that the collection brings takes the place of ours."""
    brought = {urls.static(one.name): one.sha256 for one in settings.theme.static}
    for make in makers().values():
        for output in make(archive, settings, store):
            if brought.get(output.path) in {None, output.key}:
                yield output
