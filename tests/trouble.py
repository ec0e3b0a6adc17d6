"""Trouble with files: lets any operation that changes the disk fail, or kill its process.

Operations are counted as they are called, from the first one on; writing is two of them, so that
a file may stand there with half of its bytes. What libraries of C do by themselves is not seen.
"""

from __future__ import annotations

import builtins
import io
import os
import signal
import threading
from collections.abc import Callable
from typing import Self

import pytest

# What changes the disk; reading is left out, for it breaks nothing.
OPERATIONS = ("replace", "unlink", "mkdir", "rmdir", "link", "fsync", "sync")


class Trouble:
    """Counts the operations that change the disk, and makes trouble at one of them."""

    def __init__(self, at: int, act: Callable[[], None]) -> None:
        self.at = at
        self.act = act
        self.count = 0
        self._one_by_one = threading.Lock()

    def strike(self) -> None:
        with self._one_by_one:
            self.count += 1
            struck = self.count == self.at
        if struck:
            self.act()

    def spread(self, patch: pytest.MonkeyPatch) -> None:
        """Wrap the functions of this process that change files."""
        for name in OPERATIONS:
            patch.setattr(os, name, self._wrapped(getattr(os, name)))
        opened = io.open

        def opening(file: object, mode: str = "r", *more: object, **named: object) -> object:
            if set(mode) & set("wax+"):
                self.strike()
                stream = opened(file, mode, *more, **named)  # type: ignore[call-overload]
                return _Stream(stream, self)
            return opened(file, mode, *more, **named)  # type: ignore[call-overload]

        for place in (io, builtins):
            patch.setattr(place, "open", opening)

    def _wrapped(self, function: Callable[..., object]) -> Callable[..., object]:
        def called(*arguments: object, **named: object) -> object:
            self.strike()
            return function(*arguments, **named)

        return called


class _Stream:
    """A file that may fail, or see its process die, when half of the bytes are written."""

    def __init__(self, stream: object, trouble: Trouble) -> None:
        self._stream = stream
        self._trouble = trouble

    def write(self, data: bytes) -> int:
        half = len(data) // 2
        self._stream.write(data[:half])  # type: ignore[attr-defined]
        self._stream.flush()  # type: ignore[attr-defined]
        self._trouble.strike()
        self._stream.write(data[half:])  # type: ignore[attr-defined]
        return len(data)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()  # type: ignore[attr-defined]

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
