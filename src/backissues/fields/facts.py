"""Gathers once what every rule and kind asks of a document.

Comes in: a `Document`. Goes out: `Facts`: language, lexicon, furniture, what is left of the blocks.
Must not know: kinds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property, wraps
from typing import TypeVar

from msgspec import Struct

from backissues.fields import furniture, images, language, page, unroll
from backissues.fields.credits import read_credits
from backissues.fields.finding import Finding
from backissues.fields.further import mark_further_reading
from backissues.fields.headings import mark_headings
from backissues.fields.trim import part_lines, source_lines, without
from backissues.fields.unroll import Unroll
from backissues.fields.whole import whole_of
from backissues.languages import Lexicon, lexicon_of, lexicons
from backissues.model import (
    Aside,
    Block,
    Document,
    Evidence,
    Heading,
    List,
    Paragraph,
    Part,
    Quote,
    Span,
)
from backissues.text.figures import is_picture
from backissues.text.layout import is_wrapped
from backissues.text.tree import plain, text_of

T = TypeVar("T")

# A quoted line in evidence is cut here: it points, it does not repeat.
_LONGEST_QUOTE = 160
# A head is in the first paragraphs, and its lines are few.
_TOP, _MOST_LINES = 4, 6


class Facts(Struct, frozen=True, kw_only=True, dict=True):
    """A document with what was read in it before any kind was chosen.

    `blocks` are what is left when furniture is set aside, `marked` the same with the headings that
    layout shows, `texts` their words by lines, flat: each paragraph, heading and list item.
    """

    document: Document
    language: Finding[str | None]
    lexicon: Lexicon
    unroll: Unroll
    asides: tuple[Aside, ...]
    blocks: tuple[Block, ...]
    marked: tuple[Block, ...]
    texts: tuple[tuple[Span, str], ...]

    @property
    def code(self) -> str:
        """The document's language, or an empty string."""
        return self.language.field.value or ""

    @cached_property
    def headings(self) -> frozenset[Span]:
        """The lines of headings that the source marks as such."""
        return frozenset(block.span for block in self.blocks if isinstance(block, Heading))

    @property
    def sidecar(self) -> str:
        """The name of the file in which an editor may say better."""
        return self.document.path.rpartition(".")[0] + ".yml"

    def line(self, number: int) -> str:
        """Return a line as the source has it."""
        return self.document.lines[number - 1]

    def evidence(self, rule: str, span: Span, quote: str = "") -> Evidence:
        """Point at words of the text; where they do not stand there as they are, at their line."""
        lines = "\n".join(self.document.lines[span.first - 1 : span.last])
        if not quote or quote not in lines:
            quote = self.line(span.first).strip()[:_LONGEST_QUOTE]
            span = Span(span.first, span.first)
        return Evidence(rule=rule, quote=quote, span=span)


def once(rule: Callable[[Facts], T]) -> Callable[[Facts], T]:
    """Let a rule read a document once, however many kinds ask for what it finds."""
    name = f"{rule.__module__}.{rule.__qualname__}"

    @wraps(rule)
    def ask(facts: Facts) -> T:
        known: dict[str, T] = facts.__dict__
        if name not in known:
            known[name] = rule(facts)
        return known[name]

    return ask


def texts_of(blocks: tuple[Block, ...]) -> tuple[tuple[Span, str], ...]:
    """Flatten blocks into the words of their paragraphs, headings and items."""
    found: list[tuple[Span, str]] = []
    for block in blocks:
        if isinstance(block, (Paragraph, Heading)):
            if not is_picture(block):
                found.append((block.span, text_of(block)))
        elif isinstance(block, List):
            found += [(item.span, text_of(item)) for item in block.items]
        elif isinstance(block, (Quote, Part)):
            found += texts_of(block.blocks)
    return tuple([pair for pair in found if pair[1]])


def _framed(frame: Unroll) -> Iterator[Aside]:
    """Set aside the lines that a platform or an unroller puts around posts, and others' replies."""
    rule = "unroll/frame" if frame.form == "unroller" else "page/frame"
    for line in frame.frame:
        yield Aside(span=Span(line, line), reason="furniture", rule=rule)
    for line in frame.replies:
        yield Aside(span=Span(line, line), reason="comment", rule="page/replies")


def _part_head(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Part the first paragraphs of a wrapped text where one of their lines is credits alone."""
    top = [part_lines([block]) if _holds_credits(block) else (block,) for block in blocks[:_TOP]]
    return (*(piece for pieces in top for piece in pieces), *blocks[_TOP:])


def _holds_credits(block: Block) -> bool:
    """Tell whether a line of a paragraph is a byline or a date and nothing else."""
    lines = source_lines(block) if isinstance(block, Paragraph) else None
    return bool(lines) and any(
        read_credits(plain(line), "").whole for _, line in (lines or ())[:_MOST_LINES]
    )


def gather(document: Document) -> Facts:
    """Read what every kind needs to know."""
    lines = document.lines
    first = document.head.last + 1 if document.head else 1
    whole = whole_of(lines, document.headers)
    frame = unroll.find(lines, whole)
    if not frame.count:
        frame = page.find(lines, first, whole) or frame
    shown = {line for _, line in images.placed(lines, document.blocks)}
    # A line of bare tags is furniture, unless an image stands in it.
    asides = [
        aside
        for aside in furniture.find(lines, first, whole, {*frame.frame, *frame.replies})
        if (aside.reason != "markup" or aside.span.first not in shown)
        # A page with ages over each post is no column of comments: it says itself who replied.
        and not (frame.starts and aside.reason == "comment")
    ]
    asides += _framed(frame)
    aside_lines = {line for aside in asides for line in aside.span}
    blocks, taken = without(document.blocks, aside_lines)
    first_said = {aside.span.first: aside for aside in reversed(asides)}
    kept = [aside for line, aside in first_said.items() if line in taken]
    blocks = _part_head(blocks) if is_wrapped(lines) else part_lines(blocks)
    texts = texts_of(blocks)
    found = language.find(document.headers, texts, lines)
    code = found.field.value or ""
    lexicon = lexicon_of(code) or lexicons()["en"]
    return Facts(
        document=document,
        language=found,
        lexicon=lexicon,
        unroll=frame,
        asides=tuple(sorted((*document.asides, *kept), key=lambda aside: aside.span)),
        blocks=blocks,
        marked=mark_headings(mark_further_reading(blocks), lines, closed=lexicon.joining),
        texts=texts,
    )
