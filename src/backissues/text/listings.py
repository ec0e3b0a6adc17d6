"""Writes code blocks and numbered source lines as HTML; the only door of Pygments.

Comes in: code and the name of its language; the lines of a source with a mark for each.
Goes out: `Markup` whose colours are classes (static/code.css gives them their values).
Must not know: the content tree, pages, what a mark means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup
from pygments import highlight as pygmentize
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.lexers.special import TextLexer
from pygments.util import ClassNotFound

from backissues.text.legible import allowed, escaped, safe

# Beyond this, colours cost more time than they give help: 200 kB is 4,000 lines of code.
_HIGHLIGHT_LIMIT = 200_000
# What is longer is not kept, for it is hardly ever repeated: 4 kB are 80 lines.
_REPEATED_LIMIT = 4_000
_FORMATTER: HtmlFormatter[str] = HtmlFormatter(nowrap=True)


class LineMark(NamedTuple):
    """What a numbered line shows beside its number: a CSS class, a visible sign, words."""

    name: str
    sign: str
    words: str


def highlight(code: str, language: str = "") -> Markup:
    """Typeset a block of code, in colours where its language is known."""
    text = allowed(code)
    name = language.partition(" ")[0]
    inner = ""
    if name and len(text) <= _HIGHLIGHT_LIMIT:
        colour = _coloured if len(text) <= _REPEATED_LIMIT else _coloured.__wrapped__
        inner = colour(text, name)
    inner = inner or safe(text)
    marked = f' class="language-{escaped(name)}"' if name else ""
    return Markup(f'<pre class="code"><code{marked}>{inner}</code></pre>')  # noqa: S704


# Colours take as long as all else on a page, and an archive that shows how to install something
# shows it again and again.
@lru_cache(maxsize=500)
def _coloured(text: str, name: str) -> str:
    """Colour code in a language of a name; nothing where nobody knows it."""
    try:
        lexer = get_lexer_by_name(name, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return ""
    inner = pygmentize(text, lexer, _FORMATTER)
    # The formatter ends a last line that has no end of its own.
    return inner if text.endswith("\n") else inner.removesuffix("\n")


class _LineFormatter(HtmlFormatter[str]):
    """Pygments' HTML formatter with one list item a line: number, sign of its fate, text."""

    def __init__(self, marks: Sequence[LineMark]) -> None:
        super().__init__(cssclass="source")
        self.marks = marks

    def wrap(self, source: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
        """Put each formatted line into an item that a link can reach by `#L` and its number."""
        yield 0, '<ol class="lines">\n'
        for number, ((_, line), mark) in enumerate(zip(source, self.marks, strict=True), 1):
            words = escaped(mark.words)
            item = (
                f'<li id="L{number}" class="{escaped(mark.name)}">'
                f'<a href="#L{number}">{number}</a>'
                f'<span class="sign" aria-hidden="true" title="{words}">{escaped(mark.sign)}</span>'
                f'<code dir="auto">{line.rstrip(chr(10))}</code>'
                f'<span class="words">{words}</span></li>\n'
            )
            yield 1, item
        yield 0, "</ol>"


def numbered_lines(lines: Sequence[str], marks: Sequence[LineMark]) -> Markup:
    """Typeset a source's lines, numbered and linkable, each with its mark; letters stay as sent."""
    if not lines:
        return Markup('<ol class="lines"></ol>')
    text = "".join(allowed(line).replace("\n", " ") + "\n" for line in lines)
    lexer = TextLexer(stripnl=False, ensurenl=False)
    return Markup(pygmentize(text, lexer, _LineFormatter(marks)))  # noqa: S704
