"""Colours code by its language; the only door of Pygments, which takes 15 ms to load.

Comes in: code and the name of its language. Goes out: HTML whose colours are classes
(static/code.css gives them their values).
Must not know: where the code stands.
"""

from __future__ import annotations

from functools import lru_cache

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

# What is longer is not kept, for it is hardly ever repeated: 4 kB are 80 lines.
_REPEATED_LIMIT = 4_000
_FORMATTER: HtmlFormatter[str] = HtmlFormatter(nowrap=True)


def coloured(text: str, name: str) -> str:
    """Colour code in a language of a name; nothing where nobody knows it."""
    return (_kept if len(text) <= _REPEATED_LIMIT else _coloured)(text, name)


# Colours take as long as all else on a page, and an archive that shows how to install something
# shows it again and again.
@lru_cache(maxsize=500)
def _kept(text: str, name: str) -> str:
    return _coloured(text, name)


def _coloured(text: str, name: str) -> str:
    try:
        lexer = get_lexer_by_name(name, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return ""
    inner = highlight(text, lexer, _FORMATTER)
    # The formatter ends a last line that has no end of its own.
    return inner if text.endswith("\n") else inner.removesuffix("\n")
