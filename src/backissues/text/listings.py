"""Writes code blocks and numbered source lines as HTML.

Comes in: code and the name of its language; the lines of a source with a mark for each.
Goes out: `Markup`.
Must not know: the content tree, pages, what a mark means.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from markupsafe import Markup
from msgspec import Struct

from backissues.text.legible import allowed, escaped, safe

# Beyond this, colours cost more time than they give help: 200 kB is 4,000 lines of code.
_HIGHLIGHT_LIMIT = 200_000


class LineMark(Struct, frozen=True):
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
        from backissues.text.coloured_code import coloured  # noqa: PLC0415 - many an archive has no code

        inner = coloured(text, name)
    inner = inner or safe(text)
    marked = f' class="language-{escaped(name)}"' if name else ""
    return Markup(f'<pre class="code"><code{marked}>{inner}</code></pre>')  # noqa: S704


def numbered_lines(lines: Sequence[str], marks: Sequence[LineMark]) -> Markup:
    """Typeset a source's lines, numbered and linkable, each with its mark; letters stay as sent."""
    if not lines:
        return Markup('<ol class="lines"></ol>')
    items = [
        _item(number, allowed(line).replace("\n", " "), mark)
        for number, (line, mark) in enumerate(zip(lines, marks, strict=True), 1)
    ]
    listed = "\n".join(['<ol class="lines">', *items, "</ol>"])
    return Markup(f'<div class="source">{listed}</div>\n')  # noqa: S704


def _item(number: int, line: str, mark: LineMark) -> str:
    """Write a line as an item that a link can reach by `#L` and its number."""
    words = escaped(mark.words)
    return (
        f'<li id="L{number}" class="{escaped(mark.name)}">'
        f'<a href="#L{number}">{number}</a>'
        f'<span class="sign" aria-hidden="true" title="{words}">{escaped(mark.sign)}</span>'
        f'<code dir="auto">{escape(line, quote=False)}</code>'
        f'<span class="words">{words}</span></li>'
    )
