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

Maker = Callable[[Archive, Settings, Store], Iterator[Output]]

# Modules that make nothing unless this one of `outputs:` is wanted, and are not loaded then: they
# and what they load take 15 ms.
ONLY_FOR = {
    "dictionary": "data",
    "epub": "epub",
    "exports": "data",
    "markdown": "markdown",
    "references": "data",
    "search": "search",
    "sources": "sources",
    "tables": "data",
}


def makers(settings: Settings) -> Iterator[Maker]:
    """Find every module of this folder that may make files of such a site."""
    for name in _names():
        if name in ONLY_FOR and not settings.makes(ONLY_FOR[name]):
            continue
        module = import_module(f"{__name__}.{name}")
        if hasattr(module, "outputs"):
            yield module.outputs


@cache
def _names() -> tuple[str, ...]:
    return tuple(found.name for found in pkgutil.iter_modules(__path__))


def load_all() -> None:
    """Load every module of this folder, those too that wait for the first output of theirs."""
    for found in pkgutil.walk_packages(__path__, f"{__name__}."):
        import_module(found.name)


def outputs(archive: Archive, settings: Settings, store: Store) -> Iterator[Output]:
    """Yield every file of the site; one that the collection brings takes the place of ours."""
    brought = {urls.static(one.name): one.sha256 for one in settings.theme.static}
    for make in makers(settings):
        for output in make(archive, settings, store):
            if brought.get(output.path) in {None, output.key}:
                yield output
