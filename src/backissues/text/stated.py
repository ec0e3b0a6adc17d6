"""Turns Markdown that states its structure into blocks with roles, parts and lost places.

Comes in: numbered lines below the front matter. Goes out: blocks just as the marks say, the lines
of marks set aside, and what is to be said of marks that say nothing.
Must not know: formats, kinds, which roles there are. docs/markdown.md is the grammar of marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from msgspec import Struct
from msgspec.structs import replace

from backissues.model import (
    Aside,
    Block,
    Heading,
    Inline,
    Lost,
    Note,
    Notes,
    Paragraph,
    Part,
    Span,
)
from backissues.patterns import late
from backissues.text.marks import Mark, means_a_mark, read_mark
from backissues.text.markup import Builder
from backissues.text.stated_inlines import stated_inlines
from backissues.text.stated_roles import with_mark
from backissues.text.statement import LOST
from backissues.text.tree import plain

# A comment alone on its line: `<!-- @dateline -->`.
_COMMENT = late(r"\s*<!--(?!>|->)((?:(?!-->).)*)-->\s*", re.DOTALL)
# What a parser of pairs looks for, and what of it is none, or a pair that it finds at once: `\*`,
# `<https://a.org>`, `<!-- @end cut -->`, `[a link]`.
_PAIRED = ("[", "*", "_", "`", "<", "|")
_EASY = late(r"\\[!-/:-@\[-`{-~]|<!--(?:(?!--).)*-->|<[A-Za-z/][^<>]*>|\[[^\[\]]*\]")
# Such a parser takes time that grows with the square of these; no export has as many.
_MOST_PAIRS = 1_000
_DEEPEST = 60
_LOSSES = {"list": "list", "post": "post", "end": "end"}


class Stated(Struct, frozen=True):
    """What was read: blocks, lines of definitions, lines set aside, and faults of marks."""

    blocks: tuple[Block, ...]
    definitions: tuple[Span, ...]
    asides: tuple[Aside, ...]
    faults: tuple[tuple[int, str], ...]


def read_stated(lines: Sequence[str], *, first: int) -> Stated | None:
    """Read lines; None where they nest deeper, or hold more signs, than any export does."""
    if _too_deep(lines):
        return None
    try:
        tokens = _parser().parse("\n".join(lines), {})
        builder = _StatedBuilder(lines, first)
        blocks = builder.blocks(iter(tokens), "")
    except RecursionError:
        return None
    used = {line for aside in builder.asides for line in aside.span}
    used |= set(_held(blocks))
    rest = (n for n, line in enumerate(lines, first) if line.strip() and n not in used)
    definitions = tuple(Span(line, line) for line in rest)
    return Stated(tuple(blocks), definitions, tuple(builder.asides), tuple(builder.faults))


def _too_deep(lines: Sequence[str]) -> bool:
    """Tell whether a line opens more pairs, quotes or lists than an export ever does."""
    for line in lines:
        if line.startswith(" " * 4 * _DEEPEST) or line[: 4 * _DEEPEST].count(">") > _DEEPEST:
            return True
        if len(line) > _MOST_PAIRS:
            bare = _EASY.sub("", line)
            if max(map(bare.count, _PAIRED)) > _MOST_PAIRS:
                return True
    return False


def _held(blocks: Sequence[Block]) -> Iterator[int]:
    """Yield the lines that blocks hold; those of parts by what is in them."""
    for block in blocks:
        if isinstance(block, Part):
            yield from (line for span in block.marks for line in span)
            yield from _held(block.blocks)
        elif isinstance(block, Notes):
            yield from (line for note in block.notes for line in note.span)
        elif not isinstance(block, Lost):
            yield from block.span


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 8 * _DEEPEST})
    parser.enable(["table", "strikethrough"])
    parser.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
    # Addresses are what they are; which of them may be linked is for `addresses.allowed` to say.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
    return parser


# --- blocks and the marks between them -----------------------------------------------------------


# The values of a part that its mark may say, and those that a paragraph of its own may.
OF_PARTS = frozenset({"anchor", "number", "label", "marker", "lang"})
VISIBLE = frozenset({"number", "label", "marker"})


class _Open(Struct):
    """A part that is open, or the level that holds all of them."""

    part: Part
    blocks: list[Block]
    visible: str = ""  # the value that the next paragraph says


class _Level:
    """The blocks of one level, put into parts and given roles by the marks between them."""

    def __init__(self) -> None:
        self.stack = [_Open(Part(role="", blocks=(), span=Span(1, 1)), [])]
        self.waiting: Mark | None = None
        self.parted = True  # nothing joins two footnotes over a mark

    @property
    def here(self) -> _Open:
        """The innermost part that is open."""
        return self.stack[-1]

    def close(self, last: int) -> None:
        """Close the innermost part at a line."""
        done = self.stack.pop()
        span = Span(done.part.span.first, last)
        self.here.blocks.append(replace(done.part, blocks=tuple(done.blocks), span=span))


class _StatedBuilder(Builder):
    """Builds the tree as the marks state it."""

    def __init__(self, lines: Sequence[str], first: int) -> None:
        super().__init__(lines, first, 1)
        self.faults: list[tuple[int, str]] = []
        self._line = first

    def blocks(self, tokens: Iterator[Token], until: str) -> list[Block]:
        """Build blocks up to the token of type `until`, with the marks among them."""
        level = _Level()
        top = not until
        for token in tokens:
            if token.type == until:
                break
            if token.type == "html_block" and (said := _COMMENT.fullmatch(token.content)):
                self._comment(said[1], self.span(token), level, top=top)
                continue
            for block in self.block(token, tokens, top=top):
                self._add(block, level, top=top)
        while len(level.stack) > 1:
            self._fault(level.here.part.span.first, "it is not closed")
            level.close(self._line)
        if level.waiting is not None:
            self._fault(self._line, "nothing follows it")
        return level.here.blocks

    def span(self, token: Token) -> Span:
        """Give a token's lines, and remember them as the place where faults are."""
        span = super().span(token)
        self._line = span.last if token.map else self._line
        return span

    def inlines(self, token: Token) -> tuple[Inline, ...]:
        """Build what stands in a line."""
        return stated_inlines(token.children or [], self._unknown)

    def heading(self, token: Token, inline: Token, tokens: Iterator[Token]) -> list[Block]:
        """Build a heading, whatever it says."""
        next(tokens)
        level = int(token.tag[1])
        return [Heading(span=self.span(token), level=level, inlines=self.inlines(inline))]

    def html(self, token: Token, span: Span, *, top: bool) -> list[Block]:  # noqa: ARG002
        """Read a line that opens with a tag as the paragraph that it is."""
        inner = _parser().parseInline(token.content.strip("\n"))
        return [Paragraph(span=span, inlines=self.inlines(inner[0]) if inner else ())]

    def note(self, token: Token, tokens: Iterator[Token]) -> Notes:
        """Build a footnote; those that follow it join it."""
        blocks = tuple(self.blocks(tokens, "footnote_reference_close"))
        span = self.span(token)
        return Notes(
            span=span, notes=(Note(span=span, label=str(token.meta["label"]), blocks=blocks),)
        )

    # --- marks -----------------------------------------------------------------------------------

    def _fault(self, line: int, why: str) -> None:
        self.faults.append((line, why))

    def _unknown(self, source: str) -> None:
        self._fault(self._line, f"nobody knows {source}")

    def _aside(self, span: Span, *, top: bool, rule: str = "markdown/mark") -> None:
        """Set the lines of a mark aside; those in a list or quote stay with it."""
        if top:
            self.asides.append(Aside(span=span, reason="header", rule=rule))

    def _comment(self, inside: str, span: Span, level: _Level, *, top: bool) -> None:
        """Take a comment: a mark, one that only parts two blocks, or one of somebody's own."""
        level.parted = True
        if not means_a_mark(inside):
            is_bare = not inside.strip()
            if is_bare:
                self._aside(span, top=top)
            elif top:
                self.asides.append(Aside(span=span, reason="markup", rule="markup/html"))
            return
        self._aside(span, top=top)
        mark = read_mark(inside)
        if mark is None:
            self._fault(span.first, "it is not written like a mark")
            return
        if level.waiting is not None:
            self._fault(span.first, "it follows a mark that waits for a block")
        level.waiting = None
        match mark.words:
            case ("begin", *words):
                self._begin(words, mark, span, level)
            case ("end", *words) if len(words) <= 1:
                self._end("".join(words), span, level)
            case _ if len(mark.words) <= 1:
                level.waiting = mark
                if mark.words == ("lost",):
                    self._lose(mark, span, level)
            case _:
                self._fault(span.first, "it says more than one thing")

    def _begin(self, words: Sequence[str], mark: Mark, span: Span, level: _Level) -> None:
        """Open a part."""
        values = dict(mark.values)
        visible = [word for word in words if word in VISIBLE]
        role = next((word for word in words if word not in VISIBLE), values.pop("role", ""))
        if len(words) - len(visible) > 1 or len(visible) > 1 or values.keys() - OF_PARTS:
            self._fault(span.first, "a part has no such word or value")
        known: dict[str, Any] = {name: values[name] for name in values.keys() & OF_PARTS}
        part = Part(role=role, blocks=(), span=span, **known)
        level.stack.append(_Open(part, [], visible[0] if visible else ""))

    def _end(self, role: str, span: Span, level: _Level) -> None:
        """Close a part, and those inside it that nobody closed."""
        names = [one.part.role for one in level.stack[1:]]
        if (role and role not in names) or not names:
            self._fault(span.first, "nothing is open that it closes")
            return
        while role and level.here.part.role != role:
            self._fault(level.here.part.span.first, "it is not closed")
            level.close(span.last)
        level.close(span.last)

    def _lose(self, mark: Mark, span: Span, level: _Level) -> None:
        """Put a lost place; what people see of it may follow."""
        what = _LOSSES.get(mark.values.get("what", ""))
        if what is None:
            self._fault(span.first, "it does not say what was lost")
            level.waiting = None
            return
        lost = Lost(after=span.first, what=what, label=mark.values.get("label", ""))  # type: ignore[arg-type]
        level.here.blocks.append(lost)

    def _add(self, block: Block, level: _Level, *, top: bool) -> None:
        """Add a block, as the mark before it says."""
        here, waiting = level.here, level.waiting
        level.waiting = None
        if waiting is not None and waiting.words == ("lost",):
            if isinstance(block, Paragraph) and plain(block.inlines) == LOST:
                self._aside(block.span, top=top)
                return
            waiting = None
        if here.visible and waiting is None and isinstance(block, Paragraph):
            said: dict[str, Any] = {here.visible: plain(block.inlines)}
            here.part = replace(here.part, marks=(*here.part.marks, block.span), **said)
            here.visible = ""
            return
        here.visible = ""
        if waiting is not None:
            block, useless = with_mark(block, waiting)
            if useless:
                self._fault(self._line, f"nothing here has {', '.join(useless)}")
        last = here.blocks[-1] if here.blocks else None
        if isinstance(block, Notes) and isinstance(last, Notes) and not level.parted:
            span = Span(last.span.first, block.span.last)
            here.blocks[-1] = Notes(span=span, notes=(*last.notes, *block.notes))
        else:
            here.blocks.append(block)
        level.parted = False
