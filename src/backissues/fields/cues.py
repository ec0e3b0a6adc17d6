"""Reads what could open a turn of speech: a label before the words, a name alone, a dash.

Comes in: blocks. Goes out: pieces: blocks parted where a line could open a turn, each with its cue.
Must not know: who asks, kinds. A cue is a shape only: whether it is speech shows by repetition.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from backissues.fields.asking import has_mark
from backissues.fields.labels import (
    DASHES,
    LONGEST_ALONE,
    READ,
    alone_in,
    label_in,
    may_be_labelled,
    opens_with_dash,
)
from backissues.fields.trim import blocks_of, source_lines
from backissues.model import (
    Block,
    Break,
    Emphasis,
    Heading,
    Inline,
    Item,
    List,
    Paragraph,
    RunIn,
    Span,
    Strong,
    Text,
)
from backissues.patterns import late
from backissues.text.tree import plain, squeeze, text_of

CueForm: TypeAlias = Literal["label", "alone", "dash", ""]
Setting: TypeAlias = Literal["bold", "italic", "number", ""]

_MOST_LINES = 40


class Piece(Struct, frozen=True, kw_only=True):
    """A block or a part of one, the cue that opens it, and the block that it came from.

    `set` says how the whole line is set; `listed` that an item's marker was put before it.
    """

    block: Block
    text: str
    origin: int
    form: CueForm = ""
    label: str = ""
    set: Setting = ""
    listed: bool = False


def pieces(blocks: Sequence[Block]) -> list[Piece]:
    """Part blocks where a line could open a turn: a stanza's labelled lines, items of dialogue."""
    found: list[Piece] = []
    for origin, block in enumerate(blocks):
        if type(block) is List and not block.role and _talks(block):
            found += [
                _piece(part, origin, listed=listed)
                for item in block.items
                for part, listed in _of_item(item)
            ]
        elif type(block) is Paragraph and not block.role and block.span.first < block.span.last:
            found += [_piece(part, origin) for part in _parted(block)]
        else:
            found.append(_piece(block, origin))
    return found


def _talks(block: List) -> bool:
    """Tell whether a list's items could be turns: one asks, or opens with a label."""
    texts = [text_of(item) for item in block.items]
    if has_mark("\n".join(texts)):
        return True
    return sum([bool(label_in(text)[0]) for text in texts]) > 1


def _of_item(item: Item) -> list[tuple[Block, bool]]:
    """Give the blocks of a list's item; its marker opens the first."""
    if not item.blocks or not isinstance(item.blocks[0], Paragraph):
        return [(part, False) for part in blocks_of(item)]
    first, *more = _parted(item.blocks[0])
    marker = RunIn("label", (Text(f"{item.marker} "),))
    # The marker may stand alone on the line above.
    span = Span(item.span.first, first.span.last)
    opened = replace(first, span=span, inlines=(marker, *first.inlines))
    return [(opened, True), *((part, False) for part in (*more, *item.blocks[1:]))]


def _parted(block: Paragraph) -> list[Paragraph]:
    """Part a paragraph at the lines that a label or bold words open."""
    if not any(isinstance(inline, Break) for inline in block.inlines):
        return [block]
    lines = source_lines(block)
    if lines is None or len(lines) > _MOST_LINES:
        return [block]
    breaks = [inline for inline in block.inlines if isinstance(inline, Break)]
    found: list[Paragraph] = []
    above = ""
    for index, (number, inlines) in enumerate(lines):
        how = _setting(inlines)
        raw = plain(inlines)
        opens = how != above or bool(label_in(raw)[0]) or opens_with_dash(raw)
        if not found or opens:
            tight: Literal["", "soft", "hard"] = block.tight
            if found:
                tight = "hard" if breaks[index - 1].hard else "soft"
            found.append(replace(block, span=Span(number, number), inlines=inlines, tight=tight))
        else:
            last = found[-1]
            grown = (*last.inlines, breaks[index - 1], *inlines)
            found[-1] = replace(last, span=Span(last.span.first, number), inlines=grown)
        above = how
    return found


def _setting(inlines: Sequence[Inline]) -> Literal["bold", "italic", ""]:
    """Name how a whole line is set: bold, italic or plain."""
    first = inlines[0] if inlines else None
    if type(first) is Text and first.text[:1] not in {"*", "_", " ", ""}:
        return ""
    said = [inline for inline in inlines if plain((inline,)).strip()]
    forms = {type(inline) for inline in said}
    if forms == {Strong}:
        return "bold"
    if forms == {Emphasis}:
        return "italic"
    text = plain(inlines).strip() if len(said) == 1 else ""
    # A capture of Markdown that was read as plain text keeps its stars.
    if len(text) > 4 and text[:2] in {"**", "__"} and text.endswith(text[:2]):
        return "bold"
    return ""


def _piece(block: Block, origin: int, *, listed: bool = False) -> Piece:
    """Read the cue of one block."""
    text = text_of(block)
    # A teaser or a sign-off has a role already, and is no speech.
    roled = type(block) is Paragraph and block.role
    if not (type(block) is Paragraph or type(block) is Heading) or not block.inlines or roled:
        return Piece(block=block, text=text, origin=origin)
    if listed:
        how, form, label = _cue(block, text, listed=True)
    else:
        # Turns are looked for before the fields are read and after: a line keeps its cue.
        known = block.__dict__
        if "cue" not in known:
            known["cue"] = _cue(block, text, listed=False)
        how, form, label = known["cue"]
    return Piece(
        block=block, text=text, origin=origin, form=form, label=label, set=how, listed=listed
    )


def _cue(block: Paragraph | Heading, text: str, *, listed: bool) -> tuple[Setting, CueForm, str]:
    """Read how a line is set, and the form and the label of its cue."""
    inlines = block.inlines[1:] if listed else block.inlines
    raw = _raw(inlines) if listed or not text.isascii() else text
    if not listed and _is_running(inlines[0], raw):
        return "", "", ""
    how: Setting = _setting(inlines)
    if text[:1].isdigit() if listed else not how and raw[:1] in _FIGURES and _is_numbered(raw):
        how = "number"
    label, _ = label_in(raw)
    form: CueForm = "label" if label else ""
    if block.span.first == block.span.last and (alone := alone_in(raw)):
        label, form = alone, "alone"
    elif not label and (text[:1] in DASHES if listed else opens_with_dash(raw)):
        form = "dash"
    return how, form, label


def _is_running(first: Inline, raw: str) -> bool:
    """Tell at little cost that a paragraph begins as running text does, and no turn of speech."""
    if type(first) is not Text or not first.text[:1].isalpha() or len(raw) <= LONGEST_ALONE:
        return False
    return not may_be_labelled(raw[:READ])


def _raw(inlines: Sequence[Inline]) -> str:
    """Give the first words of inlines with their wide spaces, which part a name from its words."""
    first = inlines[0] if inlines else None
    if type(first) is Text and (len(inlines) == 1 or len(first.text) >= READ):
        return first.text[:READ]
    return plain(inlines)[:READ]


# “1. Wie …”, “2) …”, “3、…”, “4- …”, “(1) …”; not “1984”, “3.5”.
_FIGURES = frozenset("(123456789")
_NUMBER = late(r"^\(?\d{1,2}\)?(?:[.)、．/]|\s?-)?\s?(?=[^\W\d]|[¿¡«“\"*_])")


def _is_numbered(raw: str) -> bool:
    return bool(_NUMBER.match(raw)) and not raw[:3].isalnum()


def with_speaker(piece: Piece) -> Block:
    """Mark the label that opens a paragraph as its speaker."""
    block = piece.block
    if piece.form != "label" or not isinstance(block, Paragraph):
        return block
    marker = block.inlines[:1] if piece.listed else ()
    inlines = block.inlines[len(marker) :]
    raw = plain(inlines)
    _, end = label_in(raw)
    speaker = RunIn("speaker", (Text(squeeze(plain(marker) + raw[:end]).strip("*_ ")),))
    return replace(block, inlines=(speaker, *_after(inlines, end)))


@lru_cache(maxsize=8)
def _glued(labels: tuple[str, ...]) -> re.Pattern[str]:
    """Match a label that no space parts from the sentence before it."""
    names = "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))
    return re.compile(rf"(?<=[.?!…»”)？。！])({names})(?=\s?[:：])")


def part_glued(block: Block, labels: tuple[str, ...]) -> Block:
    """Begin a new line where a speaker's label is glued to the sentence before it: “… ?R: …”."""
    if not isinstance(block, Paragraph) or not labels:
        return block
    glued = _glued(labels)
    found: list[Inline] = []
    for inline in block.inlines:
        parts = glued.split(inline.text) if isinstance(inline, Text) else []
        found.append(Text(parts[0]) if parts else inline)
        for label, words in zip(parts[1::2], parts[2::2], strict=True):
            found += [Break(hard=True), RunIn("speaker", (Text(label),)), Text(words)]
    return replace(block, inlines=tuple(found)) if len(found) > len(block.inlines) else block


def _after(inlines: Sequence[Inline], count: int) -> tuple[Inline, ...]:
    """Give inlines without their first characters."""
    for index, inline in enumerate(inlines):
        length = len(plain((inline,)))
        if count >= length:
            count -= length
            continue
        rest = tuple(inlines[index + 1 :])
        if isinstance(inline, Text):
            return (Text(inline.text[count:]), *rest)
        if isinstance(inline, (Strong, Emphasis)):
            return (type(inline)(_after(inline.children, count)), *rest)
        return (inline, *rest)
    return ()
