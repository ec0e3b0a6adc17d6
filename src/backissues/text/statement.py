"""How a document says of itself that its marks state its structure.

Comes in: headers. Goes out: whether they say so; the words by which exports say it, and readers
know it.
Must not know: marks, how what they state is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from backissues.model import Header

# The header by which a document says that it states its structure, and the version of the marks.
KEY, VERSION = "backissues", "1"
# The headers that name the fields whose values the source itself does not state.
STANDINGS: tuple[Literal["supplied", "derived"], ...] = ("supplied", "derived")
# What stands where something was lost, for people to see.
LOST = "[…]"


def states_structure(headers: Sequence[Header]) -> bool:
    """Tell whether a document says of itself that its marks state its structure."""
    return any(header.name == KEY and header.values == (VERSION,) for header in headers)
