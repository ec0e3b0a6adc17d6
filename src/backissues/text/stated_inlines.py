"""Turns the inline tokens of Markdown that states its structure into inlines.

Comes in: markdown-it's flat tokens of one paragraph. Goes out: inlines, just those that are stated:
an address that nobody marked as a link is text. A broken mark is reported, and loses no word.
Must not know: blocks, lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from markdown_it.token import Token
from msgspec import Struct

from backissues.model import (
    Break,
    Code,
    CutLink,
    Image,
    Inline,
    Link,
    NoteRef,
    RunIn,
    Text,
)
from backissues.text.addresses import allowed
from backissues.text.marks import Mark, means_a_mark, read_mark
from backissues.text.markup_inline import PAIRS, joined
from backissues.text.tree import plain

Children = tuple[Inline, ...]
Report = Callable[[str], None]

# What marks may stand around words, and what they make of them.
AROUND: dict[str, Callable[[Children], Inline]] = {
    "cut": lambda words: CutLink(plain(words)),
    "code": lambda words: Code(plain(words)),
    "subhead": lambda words: RunIn("subhead", words),
    "label": lambda words: RunIn("label", words),
    "speaker": lambda words: RunIn("speaker", words),
}
_HIGHEST = 0x10FFFF


class _Open(Struct):
    """A pair that is open: what closes it, what its children become, and which they are."""

    closing: str
    make: Callable[[Children], Inline] | None
    children: list[Inline]


def stated_inlines(tokens: Sequence[Token], report: Report) -> Children:
    """Build inlines from one paragraph's tokens; pairs left open close at the end."""
    reader = _Reader(report)
    for token in tokens:
        reader.take(token)
    return reader.end()


class _Reader:
    """Takes tokens one by one and keeps the pairs that are open."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._stack = [_Open("", None, [])]

    def end(self) -> Children:
        """Close what is open, and return all."""
        while len(self._stack) > 1:
            self._close()
        return joined(self._stack[0].children)

    def take(self, token: Token) -> None:
        """Take one token."""
        if token.type.endswith("_close"):
            self._close_to(token.type)
        elif token.type == "link_open":
            url, title = str(token.attrs.get("href", "")), str(token.attrs.get("title") or "")
            self._open("link_close", _linker(url, title))
        elif token.type.endswith("_open"):
            self._open(token.type.replace("open", "close"), PAIRS.get(token.tag))
        elif token.type == "html_inline":
            self._tag(token.content)
        else:
            self._stack[-1].children += self._leaf(token)

    def _leaf(self, token: Token) -> Iterator[Inline]:
        """Yield the inline of a token that holds no others."""
        match token.type:
            case "softbreak":
                yield Break()
            case "hardbreak":
                yield Break(hard=True)
            case "code_inline":
                yield Code(token.content)
            case "image":
                alt = plain(stated_inlines(token.children or [], self._report))
                src, title = str(token.attrs.get("src", "")), str(token.attrs.get("title") or "")
                yield _image(src, alt, title)
            case "footnote_ref":
                yield NoteRef(str(token.meta["label"]))
            case _:
                yield Text(token.content)

    # --- pairs -----------------------------------------------------------------------------------

    def _open(self, closing: str, make: Callable[[Children], Inline] | None) -> None:
        self._stack.append(_Open(closing, make, []))

    def _close(self) -> None:
        done = self._stack.pop()
        inside = joined(done.children)
        self._stack[-1].children += (done.make(inside),) if done.make else inside

    def _close_to(self, closing: str) -> bool:
        """Close pairs down to the one that `closing` ends; tell whether it was open."""
        if not any(one.closing == closing for one in self._stack):
            return False
        while self._stack[-1].closing != closing:
            self._close()
        self._close()
        return True

    # --- tags and marks --------------------------------------------------------------------------

    def _tag(self, source: str) -> None:
        """Take a tag of HTML: one that Markdown has signs for, or a comment that is a mark."""
        if source.startswith("<!--"):
            inside = source[4:-3]
            if means_a_mark(inside):
                self._mark(read_mark(inside), source)
            return
        name = source.strip("</> ").casefold()
        if source.startswith("</"):
            self._close_to(f"</{name}>")
        elif name in PAIRS:
            self._open(f"</{name}>", PAIRS[name])
        elif name == "br":
            self._stack[-1].children.append(Break(hard=True))

    def _mark(self, mark: Mark | None, source: str) -> None:
        """Take a mark; one that nobody knows says nothing."""
        words, values = mark or Mark((), {})
        here = self._stack[-1].children
        match words:
            case ("begin", "link"):
                self._open("end link", _linker(values.get("url", ""), values.get("title", "")))
            case ("begin", name) if name in AROUND:
                self._open(f"end {name}", AROUND[name])
            case ("end", "link") if self._close_to("end link"):
                pass
            case ("end", name) if name in AROUND:
                if not self._close_to(f"end {name}"):
                    self._close_unopened(AROUND[name])
            case ("image",):
                said = (values.get(name, "") for name in ("url", "alt", "title"))
                here.append(_image(*said))
            case ("newline",):
                here.append(Break())
            case ("char",) if (char := _char(values.get("code", ""))) is not None:
                here.append(Text(char))
            case _:
                self._report(source)

    def _close_unopened(self, make: Callable[[Children], Inline]) -> None:
        """Close what was never opened: it began where the text does."""
        while len(self._stack) > 1:
            self._close()
        first = self._stack[0]
        first.children = [make(joined(first.children))]


def _char(code: str) -> str | None:
    """Return the character of a number in hexadecimal digits."""
    try:
        number = int(code, 16)
    except ValueError:
        return None
    return chr(number) if 0 <= number <= _HIGHEST else None


def _linker(url: str, title: str) -> Callable[[Children], Inline] | None:
    """Make a link, or nothing around the words where the scheme is not allowed."""
    if not allowed(url):
        return None
    return lambda children: Link(url, children, title)


def _image(url: str, alt: str, title: str) -> Inline:
    return Image(url, alt, title) if allowed(url) else Text(alt)
