"""Reads the content tree: its plain words, its headings, its parts.

Comes in: inlines, blocks. Goes out: strings, counts, lists of titles.
Must not know: HTML, kinds, where the tree came from.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise

from backissues.model import (
    Block,
    Break,
    Code,
    CodeBlock,
    CutLink,
    Emphasis,
    Heading,
    Image,
    Inline,
    Item,
    Link,
    List,
    Lost,
    Note,
    NoteRef,
    Notes,
    Paragraph,
    Part,
    Quote,
    Rule,
    RunIn,
    Span,
    Strike,
    Strong,
    Table,
    Text,
)
from backissues.patterns import late

# Letters of the mathematical alphabets, full-width and circled ones: style made of code points.
# A plain reader, a search and a screen reader want the letter itself. Matches 𝕄, ｆ; not ², ™, ½.
STYLED = late("[\U0001d400-\U0001d7ff\uff21-\uff3a\uff41-\uff5a\u24b6-\u24e9]+")


_RST_LINK = late(r"^`(.{1,300}?)\s?<>`_{0,2}$")


def readable(text: str) -> str:
    """Give letters of the mathematical alphabets as the plain letters they stand for."""
    if text.isascii():
        return text
    return STYLED.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)


def squeeze(text: str) -> str:
    """Fold every run of white space to one space, and none at the ends."""
    # No white space but the plain one is printable, and most texts have no other.
    if text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join(text.split())


def text_of(block: Block | Item) -> str:
    """Return the words of a block on one line, read once for all rules that ask."""
    # Asked three hundred times of a document: what was read once costs no call.
    try:
        known: str | None = block.__dict__.get("text")
    except AttributeError:
        # A form that keeps nothing beside its own fields: a rule, a table.
        return squeeze(block_text(block))
    if known is None:
        if type(block) is Paragraph:
            words = squeeze(plain(block.inlines))
        else:
            words = _items_text(block) if isinstance(block, List) else squeeze(block_text(block))
        known = block.__dict__["text"] = words
    return known


def _items_text(block: List) -> str:
    """Return the words of a list by those of its items, which rules ask for as well."""
    return " ".join([text for item in block.items if (text := text_of(item))])


def plain(inlines: Iterable[Inline]) -> str:
    """Return the words of inlines; a source line's end is a space."""
    # A rule asks this of every block, and nearly every block is one run of text.
    if type(inlines) is tuple and len(inlines) == 1 and type(inlines[0]) is Text:
        return inlines[0].text
    parts = [
        one.text if type(one) is Text else " " if type(one) is Break else _plain_inline(one)
        for one in inlines
    ]
    return parts[0] if len(parts) == 1 else "".join(parts)


# What holds other inlines, the most frequent first.
_PAIRS = (Link, Strong, Emphasis, RunIn, Strike)


def _plain_inline(inline: Inline) -> str:
    """Return the words of one inline."""
    if isinstance(inline, _PAIRS):
        return plain(inline.children)
    if isinstance(inline, Break):
        return " "
    if isinstance(inline, Image):
        return inline.alt
    return "" if isinstance(inline, NoteRef) else inline.text


def block_text(block: Block | Item | Note) -> str:  # noqa: PLR0911 - one case a form
    """Return the words of a block and of all that it holds, blocks parted by newlines."""
    match block:
        case Paragraph() | Heading():
            return plain(block.inlines)
        case CodeBlock():
            return block.text
        case Table():
            rows = (block.head, *block.rows) if block.head else block.rows
            return "\n".join(" ".join(plain(cell) for cell in row) for row in rows)
        case Rule() | Lost():
            return ""
        case List():
            return "\n".join([block_text(item) for item in block.items])
        case Notes():
            return "\n".join(block_text(note) for note in block.notes)
        case Quote() | Part() | Item() | Note():
            if len(block.blocks) == 1:
                return block_text(block.blocks[0])
            return "\n".join([block_text(child) for child in block.blocks])


def children(block: Block) -> tuple[Block, ...]:
    """Return the blocks directly inside a block."""
    match block:
        case Quote() | Part():
            return block.blocks
        case List():
            return tuple([child for item in block.items for child in item.blocks])
        case Notes():
            return tuple(child for note in block.notes for child in note.blocks)
        case _:
            return ()


# Nearly all blocks are paragraphs, which hold none.
_HOLDERS = frozenset({Quote, Part, List, Notes})


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield every block, parents before children, in the order of the text."""
    for block in blocks:
        yield block
        if type(block) in _HOLDERS:
            yield from walk(children(block))


def inlines_of(blocks: Iterable[Block]) -> list[Inline]:
    """Give every inline of every block, nested ones too, in the order of the text."""
    found: list[Inline] = []
    for block in blocks:
        match block:
            case Paragraph() | Heading():
                # Nearly every block is one run of text.
                if len(block.inlines) == 1 and type(block.inlines[0]) is Text:
                    found += block.inlines
                else:
                    _add_deep(block.inlines, found)
            case Table():
                for row in (block.head, *block.rows):
                    for cell in row:
                        _add_deep(cell, found)
            case _:
                found += inlines_of(children(block))
    return found


_LEAVES = frozenset({Text, Code, CutLink, Image, Break, NoteRef})


def _add_deep(inlines: tuple[Inline, ...], found: list[Inline]) -> None:
    """Add inlines to those found, and after each those inside it."""
    if _LEAVES.issuperset(map(type, inlines)):
        found += inlines
        return
    for inline in inlines:
        found.append(inline)
        if type(inline) not in _LEAVES:
            _add_deep(inline.children, found)  # type: ignore[union-attr]


def title_of(block: Heading | Paragraph) -> str:
    """Return the words of a title; a number that opens it as a label is not of it.

    A lead that runs into its paragraph is the title of that paragraph, without its stop.
    """
    first = block.inlines[0] if block.inlines else None
    if not isinstance(first, RunIn):
        return squeeze(plain(block.inlines))
    if first.role == "subhead":
        return squeeze(plain(first.children)).rstrip(" :–—-.")
    return squeeze(plain(_without_remark(block.inlines[1:])))


def _without_remark(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Take a remark in brackets from behind a linked title: “[A map](…) (in German)”."""
    if len(inlines) == 2 and isinstance(inlines[0], Link) and isinstance(inlines[1], Text):
        remark = inlines[1].text.strip()
        if remark[:1] in {"(", "（", "["} and remark[-1:] in {")", "）", "]"}:
            return inlines[:1]
    return inlines


def item_title(item: Item) -> str:
    """Return the title that a list item opens with: its link's words, or its line over an address.

    An item that is a sentence, or an address alone, has none.
    """
    first = item.blocks[0] if item.blocks else None
    if not isinstance(first, Paragraph) or not first.inlines:
        return ""
    opening = first.inlines[0]
    if isinstance(opening, (Strong, RunIn)) and plain((opening,)).rstrip().endswith((":", "：")):
        # “**Ada Quist:** [A map of benches](…)”: who made it stands before its title.
        rest = [inline for inline in first.inlines[1:] if plain((inline,)).strip()]
        opening = rest[0] if rest and isinstance(rest[0], Link) else opening
    if isinstance(opening, (Strong, Emphasis)) and len(opening.children) == 1:
        opening = opening.children[0]
    if isinstance(opening, Link):
        words = squeeze(plain((opening,)))
        return words if "://" not in words else ""
    if len(first.inlines) == 2 and isinstance(opening, Text) and _is_address(first.inlines[1]):
        # “A map of benches — https://…”: a dash parts a title from its address, no sentence.
        words = opening.text.rstrip()
        return squeeze(words.rstrip(" –—-:")) if words.endswith(("–", "—", "-", ":")) else ""
    for index, inline in enumerate(first.inlines[:-1]):
        if isinstance(inline, Break):
            below = first.inlines[index + 1]
            line = squeeze(plain(first.inlines[:index]))
            return line if _is_address(below) or _holds_address(first.inlines[index:]) else ""
    return ""


def _is_address(inline: Inline) -> bool:
    return isinstance(inline, Link) and "://" in plain((inline,))


def _holds_address(inlines: tuple[Inline, ...]) -> bool:
    """Tell whether an address opens one of the lines that follow a line's end."""
    return any(
        isinstance(inline, Break) and _is_address(after) for inline, after in pairwise(inlines)
    )


def sections(body: Iterable[Block]) -> list[str]:
    """All headings in order: section, story and column titles, and run-in subheads."""
    found: list[str] = []
    for block in walk(body):
        if isinstance(block, Heading) and block.role in {"section", "story", "column"}:
            found.append(title_of(block))
        elif isinstance(block, Paragraph):
            found += [
                squeeze(plain(inline.children)).rstrip(" :–—-.")
                for inline in block.inlines[:1]
                if isinstance(inline, RunIn) and inline.role == "subhead"
            ]
    return found


def stories(body: Iterable[Block]) -> list[str]:
    """Return the titles of stories, in order: headings, numbered lines, links of a list."""
    found: list[str] = []
    for block in walk(body):
        match block:
            case Heading(role="story") | Paragraph(role="story"):
                found.append(title_of(block))
            case List(role="stories"):
                found += [title for item in block.items if (title := item_title(item))]
            case _:
                pass
    return [title for title in found if title]


def further_reading(body: Iterable[Block]) -> list[str]:
    """Return the titles to read on, in order: those of items, of lines, of links in a line."""
    found: list[str] = []
    for block in walk(body):
        match block:
            case List(role="further-reading"):
                firsts = (item.blocks[0] for item in block.items if item.blocks)
                found += [title for first in firsts for title in _titles_of(first)]
            case Paragraph(role="further-reading"):
                found += _titles_of(block)
            case _:
                pass
    return [title for title in found if title]


def _titles_of(block: Block) -> list[str]:
    """Return the titles of a block: a line's links where it begins with one, else its words."""
    if not isinstance(block, Paragraph):
        return [squeeze(block_text(block).split("\n")[0])]
    titles: list[str] = []
    for line in _lines(block.inlines):
        links = [inline for inline in line if isinstance(inline, Link)]
        # An address that stands behind a title is not a part of it.
        named = [link for link in links if not plain(link.children).startswith("http")]
        if links and line[0] is links[0]:
            titles += [squeeze(plain(link.children)) for link in named or links]
        else:
            words = [one for one in line if one not in links or one in named]
            title = squeeze(plain(words)).rstrip(" :：→-–—")
            # What reStructuredText leaves of a link: `Title <>`_
            titles.append(_RST_LINK.sub(r"\1", title))
    return titles


def _lines(inlines: Iterable[Inline]) -> list[list[Inline]]:
    """Part inlines at hard and soft ends of lines; labels that open a line are left out."""
    lines: list[list[Inline]] = [[]]
    for inline in inlines:
        if isinstance(inline, Break):
            lines.append([])
        elif not isinstance(inline, RunIn):
            lines[-1].append(inline)
    return [line for line in lines if line]


def parts(body: Iterable[Block], role: str) -> list[Part]:
    """Return the parts of one role, in order."""
    return [block for block in walk(body) if isinstance(block, Part) and block.role == role]


def covered(blocks: Iterable[Block], within: str = "") -> Iterator[tuple[Span, str]]:
    """Yield the lines that blocks render, each with its role: its own, its part's, or its form."""
    for block in blocks:
        match block:
            case Part():
                yield from ((span, block.role) for span in block.marks)
                yield from covered(block.blocks, block.role)
            case Lost():
                pass
            case Notes():
                # Notes stand together at the end, wherever the source defines them.
                yield from ((note.span, "notes") for note in block.notes)
            case _:
                form = type(block).__name__.lower()
                yield block.span, getattr(block, "role", "") or within or form
