"""Readers turn a source into a document; each is a file of this folder, found by looking.

Comes in: a `Source`. Goes out: a `Document`, structure without meaning.
Must not know: kinds, fields, settings. A reader has `SUFFIXES` and `read(source) -> Document`.
"""

from __future__ import annotations

import os
import pkgutil
from collections.abc import Callable
from functools import cache
from importlib import import_module

from backissues.model import Document, Source

Reader = Callable[[Source], Document]


@cache
def readers() -> dict[str, Reader]:
    """Find every reader of this folder, by the suffixes that it reads."""
    found: dict[str, Reader] = {}
    for module in pkgutil.iter_modules(__path__):
        reader = import_module(f"{__name__}.{module.name}")
        found |= dict.fromkeys(reader.SUFFIXES, reader.read)
    return found


def read(source: Source) -> Document:
    """Read a source by the reader of its suffix; `KeyError` where no reader has it."""
    suffix = os.path.splitext(source.path)[1]  # noqa: PTH122 - a `Path` each is dear
    return readers()[suffix.casefold()](source)
