"""Regular expressions that are compiled when they are first asked for.

Comes in: a pattern that most builds do without, and that is dear: a class of all ideographs takes 2
to 9 ms to compile, a line 5 µs to search. Goes out: what can be used in its place.
Must not know: what is matched.
"""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn")


class _Late:
    """A pattern by its methods, which are those of the compiled one from the first use on."""

    __slots__ = ("_flags", "pattern", *_METHODS)

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - asked for a slot that is empty yet
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Give a pattern that is compiled at its first use; `re.sub` and its like do not take it."""
    return cast("re.Pattern[str]", _Late(pattern, flags))
