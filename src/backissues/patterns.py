"""Regular expressions that are compiled when they are first asked for.

Comes in: a pattern. Goes out: what can be used in its place. Reading one changed document asks for
a third of all patterns, and to compile them takes 0.3 ms each; a class of all ideographs 2 to 9 ms.
Must not know: what is matched, but for the letters of the East. A pattern that most lines are
searched with is compiled at once, for a late one takes 0.1 µs longer a search.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

_METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn")


class Late:
    """A pattern by its methods, which are those of the compiled one from the first use on."""

    __slots__ = ("_flags", "pattern", *_METHODS)

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def compiled(self) -> re.Pattern[Any]:
        """Return what stands behind it."""
        return re.compile(self.pattern, self._flags)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - asked for a slot that is empty yet
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = self.compiled()
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def late(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Give a pattern that is compiled at its first use; `re.sub` and its like do not take it."""
    return cast("re.Pattern[AnyStr]", Late(pattern, flags))


# From Thai on: kana, ideographs and Hangul, and what is not told from them at this cost; not Latin,
# Greek, Cyrillic, Arabic and their neighbours, nor punctuation, symbols, emoji.
_EASTERN = late("[^\0-\u0dff\u1e00-\u2e7f\ufe00-\ufe0f\U00010000-\U0001ffff]")


def is_eastern(text: str) -> bool:
    """Tell at little cost whether a text may hold letters of the East."""
    return not text.isascii() and _EASTERN.search(text) is not None


class Eastern:
    """A class of Eastern letters, which is compiled for the first text that may hold some.

    The compiler goes through them one by one, 40,000 of some classes.
    """

    def __init__(self, letters: str) -> None:
        self._one = late(f"[{letters}]")

    def search(self, text: str) -> re.Match[str] | None:
        """Find the first of the letters in a text."""
        return self._one.search(text) if is_eastern(text) else None

    def findall(self, text: str) -> list[str]:
        """Give all of them that stand in a text."""
        return self._one.findall(text) if is_eastern(text) else []

    def sub(self, put: str, text: str) -> str:
        """Put something in the place of each of them."""
        return self._one.sub(put, text) if is_eastern(text) else text
