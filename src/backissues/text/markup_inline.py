"""Turns the inline tokens of Markdown into inlines.

Comes in: markdown-it's flat tokens of one paragraph. Goes out: a tuple of inlines.
Must not know: blocks, lines. Tags of source HTML become the inline that they mean, or go.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from markdown_it.token import Token

from backissues.model import (
    Break,
    Code,
    Emphasis,
    Image,
    Inline,
    Link,
    NoteRef,
    Strike,
    Strong,
    Text,
)
from backissues.patterns import late
from backissues.text.addresses import allowed, linkify
from backissues.text.tree import plain

Children = tuple[Inline, ...]
Maker = Callable[[Children], Inline]

PAIRS: dict[str, Maker] = {
    "em": Emphasis,
    "i": Emphasis,
    "cite": Emphasis,
    "strong": Strong,
    "b": Strong,
    "s": Strike,
    "del": Strike,
    "strike": Strike,
}
# Attributes that Pandoc, kramdown and others write after a heading: `Title {#anchor .class a="b"}`.
# Matches {#intro}, {.lead}, {#a align="left"}; not {1/8}, {name}.
_ATTRIBUTES = late(r"\s*\{\s*[#.:][^{}]{0,500}\}\s*$")
_ANCHOR = late(r"[\s{]#([^\s{}#]+)")


class _Frame:
    """An open pair: what closes it and how its children become an inline."""

    def __init__(self, closing: str, make: Maker | None) -> None:
        self.closing = closing
        self.make = make
        self.children: list[Inline] = []


def convert(tokens: Sequence[Token]) -> Children:
    """Build inlines from one paragraph's tokens; pairs left open close at the end."""
    stack = [_Frame("", None)]
    for token in tokens:
        _take(token, stack)
    while len(stack) > 1:
        _close(stack)
    return joined(stack[0].children)


def _close(stack: list[_Frame]) -> None:
    frame = stack.pop()
    inside = joined(frame.children)
    if frame.make is None:
        stack[-1].children += inside
    elif inside:
        stack[-1].children.append(frame.make(inside))


def _take(token: Token, stack: list[_Frame]) -> None:  # noqa: C901 - one case a form
    here = stack[-1].children
    match token.type:
        case "text":
            in_link = any(frame.closing in {"link_close", "</a>"} for frame in stack)
            here += [Text(token.content)] if in_link else linkify(token.content)
        case "softbreak":
            here.append(Break())
        case "hardbreak":
            here.append(Break(hard=True))
        case "code_inline":
            here.append(Code(token.content))
        case "image":
            alt = plain(convert(token.children or []))
            here.append(_image(str(token.attrs.get("src", "")), alt, token.attrs.get("title")))
        case "footnote_ref":
            here.append(NoteRef(str(token.meta["label"])))
        case "html_inline":
            _take_tag(token.content, stack)
        case "link_open":
            url = str(token.attrs.get("href", ""))
            stack.append(_Frame("link_close", _linker(url, token.attrs.get("title"))))
        case "em_open" | "strong_open" | "s_open":
            stack.append(_Frame(token.type.replace("open", "close"), PAIRS[token.tag]))
        case "link_close" | "em_close" | "strong_close" | "s_close":
            _close_to(token.type, stack)
        case _:
            if token.content:
                here.append(Text(token.content))


def _close_to(closing: str, stack: list[_Frame]) -> None:
    """Close pairs down to the one that `closing` ends, if it is open."""
    if any(frame.closing == closing for frame in stack):
        while stack[-1].closing != closing:
            _close(stack)
        _close(stack)


def _take_tag(source: str, stack: list[_Frame]) -> None:
    from backissues.text.markup_tags import Tag  # noqa: PLC0415 - few texts have tags

    tag = Tag(source)
    here = stack[-1].children
    if tag.closes:
        _close_to(f"</{tag.name}>", stack)
    elif tag.name == "br":
        here.append(Break(hard=True))
    elif tag.name == "img":
        here += _shown(tag.attributes)
    elif tag.name == "a" and tag.attributes.get("href"):
        stack.append(_Frame("</a>", _linker(tag.attributes["href"], tag.attributes.get("title"))))
    elif tag.name in PAIRS and not source.endswith("/>"):
        stack.append(_Frame(f"</{tag.name}>", PAIRS[tag.name]))


def _linker(url: str, title: object) -> Maker | None:
    """Make a link, or nothing around the words where the scheme is not allowed."""
    if not url or not allowed(url):
        return None
    return lambda children: Link(url, children, str(title or ""))


def _shown(said: Mapping[str, str]) -> Children:
    """Make the image of an `<img>`; one of a pixel shows nothing, it counts who opens a mail."""
    if {said.get("width", ""), said.get("height", "")} & {"0", "1"}:
        return ()
    return (_image(said.get("src", ""), said.get("alt", ""), said.get("title")),)


def _image(url: str, alt: str, title: object) -> Inline:
    return Image(url, alt, str(title or "")) if allowed(url) else Text(alt)


def joined(inlines: Sequence[Inline]) -> Children:
    """Join neighbouring texts, so that equal content is an equal tree."""
    found: list[Inline] = []
    for inline in inlines:
        last = found[-1] if found else None
        if isinstance(inline, Text) and isinstance(last, Text):
            found[-1] = Text(last.text + inline.text)
        elif not (isinstance(inline, Text) and not inline.text):
            found.append(inline)
    return tuple(found)


def stated_anchor(inlines: Children) -> str:
    """Return the name that a heading's trailing `{#anchor}` block gives to the place."""
    last = inlines[-1] if inlines else None
    block = _ATTRIBUTES.search(last.text) if isinstance(last, Text) else None
    name = _ANCHOR.search(block[0]) if block else None
    return name[1] if name else ""


def drop_attributes(inlines: Children) -> Children:
    """Drop a heading's trailing `{#anchor}` block, which is markup and not text."""
    if not inlines or not isinstance(inlines[-1], Text):
        return inlines
    text = _ATTRIBUTES.sub("", inlines[-1].text)
    return (*inlines[:-1], Text(text)) if text else inlines[:-1]
