"""The tree of content: what a text is made of, and the lines that each piece stands in.

Comes in: nothing. Goes out: spans, inlines, blocks: small frozen values that every room passes on.
Must not know: any other room. Line numbers count from 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from msgspec import Struct


class Span(Struct, frozen=True, array_like=True, order=True):
    """Lines of a document, both ends included, counted from 1."""

    first: int
    last: int

    def __iter__(self) -> Iterator[int]:
        return iter(range(self.first, self.last + 1))


# --- inlines -------------------------------------------------------------------------------------


class Text(Struct, frozen=True, tag="text", array_like=True):
    """A run of characters, as the source wrote them."""

    text: str


class Emphasis(Struct, frozen=True, tag="emphasis", array_like=True):
    """Stressed words."""

    children: tuple[Inline, ...]


class Strong(Struct, frozen=True, tag="strong", array_like=True):
    """Words of weight."""

    children: tuple[Inline, ...]


class Strike(Struct, frozen=True, tag="strike", array_like=True):
    """Words struck out."""

    children: tuple[Inline, ...]


class Code(Struct, frozen=True, tag="code", array_like=True):
    """A piece of code inside a line."""

    text: str


class Link(Struct, frozen=True, tag="link", array_like=True):
    """A link to an address whose scheme `text.addresses` allows."""

    url: str
    children: tuple[Inline, ...]
    title: str = ""


class CutLink(Struct, frozen=True, tag="cut-link", array_like=True):
    """An address that the capture cut with “…”: text marked as cut, never a link."""

    text: str


class Image(Struct, frozen=True, tag="image", array_like=True):
    """An image by its address in the source, with the words that stand for it."""

    url: str
    alt: str
    title: str = ""


class Break(Struct, frozen=True, tag="break", array_like=True):
    """The end of a source line inside a block: a line break where `hard`, else a space."""

    hard: bool = False


class RunIn(Struct, frozen=True, tag="run-in", array_like=True):
    """A label that opens a paragraph or list item: a subhead, an item's label, a speaker."""

    role: Literal["subhead", "label", "speaker"]
    children: tuple[Inline, ...]


class NoteRef(Struct, frozen=True, tag="note-ref", array_like=True):
    """A reference to a footnote by its label."""

    label: str


Inline: TypeAlias = (
    Text | Emphasis | Strong | Strike | Code | Link | CutLink | Image | Break | RunIn | NoteRef
)


# --- blocks --------------------------------------------------------------------------------------


class Paragraph(Struct, frozen=True, tag="paragraph", kw_only=True, dict=True, array_like=True):
    """Running text.

    Roles: dateline, greeting, sign-off, call-to-action, hashtags, repeat, pull-quote.
    `tight` says that no blank line parts it from the paragraph above, and what joins them again:
    a `hard` break (a line of verse) or a `soft` one (Markdown's, which is a space).
    """

    span: Span
    inlines: tuple[Inline, ...]
    role: str = ""
    lang: str = ""
    tight: Literal["", "soft", "hard"] = ""


class Heading(Struct, frozen=True, tag="heading", kw_only=True, dict=True, array_like=True):
    """A heading of level 2 to 6 (level 1 is the title). Roles: section, story, column."""

    span: Span
    level: int
    inlines: tuple[Inline, ...]
    role: str = "section"
    lang: str = ""
    anchor: str = ""


class Item(Struct, frozen=True, tag="item", kw_only=True, dict=True, array_like=True):
    """One item of a list, with the marker that the source wrote before it."""

    span: Span
    blocks: tuple[Block, ...]
    marker: str = "-"


class List(Struct, frozen=True, tag="list", kw_only=True, dict=True, array_like=True):
    """A list. Roles: contents, further-reading, links, or none."""

    span: Span
    items: tuple[Item, ...]
    ordered: bool = False
    start: int = 1
    role: str = ""
    lang: str = ""


class Quote(Struct, frozen=True, tag="quote", kw_only=True, dict=True, array_like=True):
    """Words of somebody else, set apart."""

    span: Span
    blocks: tuple[Block, ...]
    role: str = ""
    lang: str = ""


class CodeBlock(Struct, frozen=True, tag="code-block", kw_only=True, array_like=True):
    """Code with line breaks kept; `language` as the fence named it, or empty."""

    span: Span
    text: str
    language: str = ""


class Table(Struct, frozen=True, tag="table", kw_only=True, array_like=True):
    """A table: a head row, body rows, and one alignment a column (left, right, center or empty)."""

    span: Span
    head: tuple[tuple[Inline, ...], ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    align: tuple[str, ...] = ()


class Rule(Struct, frozen=True, tag="rule", kw_only=True, array_like=True):
    """A line drawn between two passages."""

    span: Span


class Note(Struct, frozen=True, tag="note", kw_only=True, array_like=True):
    """The text of one footnote."""

    span: Span
    label: str
    blocks: tuple[Block, ...]


class Notes(Struct, frozen=True, tag="notes", kw_only=True, array_like=True):
    """The footnotes of a document, in the order of their labels' first use."""

    span: Span
    notes: tuple[Note, ...]


class Lost(Struct, frozen=True, tag="lost", kw_only=True, array_like=True):
    """A place where the capture lost something; it covers no line itself.

    `what` is a list, a post, or the end of the text.
    """

    after: int
    what: Literal["list", "post", "end"]
    label: str = ""


class Part(Struct, frozen=True, tag="part", kw_only=True, array_like=True):
    """Blocks that belong together: a post, question, answer, story, column, further-reading.

    `number` and `label` (a speaker) are what the source says of it, `marker` how it was written,
    `marks` the lines that hold only such a marker.
    """

    role: str
    blocks: tuple[Block, ...]
    span: Span
    anchor: str = ""
    number: str = ""
    label: str = ""
    marker: str = ""
    marks: tuple[Span, ...] = ()
    lang: str = ""


Block: TypeAlias = (
    Paragraph | Heading | List | Quote | CodeBlock | Table | Rule | Notes | Lost | Part
)
