"""Holds how the bytes of an output are made in little memory: a large archive has 150,000 of them.

Comes in: a call, and what it is called on. Goes out: the same as one thing to call.
Must not know: what is made.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from msgspec import Struct

T = TypeVar("T")


class On(Struct, Generic[T], frozen=True, gc=False):
    """A call on one thing, in 32 bytes: a `partial` of several arguments takes 210."""

    call: Callable[[T], bytes]
    thing: T

    def __call__(self) -> bytes:
        """Make the bytes."""
        return self.call(self.thing)
