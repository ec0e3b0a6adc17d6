"""Turns Markdown into blocks; the door to markdown-it-py.

Comes in: numbered lines. Goes out: blocks with spans, link definitions, lines of bare markup.
Must not know: formats, kinds, HTML output. Source HTML never passes: its tags become inlines or go.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from backissues.model import (
    Aside,
    Block,
    CodeBlock,
    Heading,
    Image,
    Inline,
    Item,
    Link,
    List,
    Note,
    Notes,
    Paragraph,
    Quote,
    Rule,
    Span,
    Table,
)
from backissues.text.legible import is_seen
from backissues.text.markup_inline import convert, drop_attributes, stated_anchor
from backissues.text.markup_margin import PLACE, Plain, read_margin
from backissues.text.markup_plain import plain_block, plain_inlines
from backissues.text.tree import inlines_of, plain
from backissues.text.ways import Markup

# Under this name a token bears its inlines where its signs were plain.
_PLAIN = "inlines"
_DEEPEST = 30


# A parser of pairs takes time that grows with the square of these; no letter has as many.
_MOST_PAIRS = 500


_OPENERS = frozenset(" \t>-*+")


def _nested(line: str) -> bool:
    """Tell whether a line opens more quotes or lists, inside each other, than anyone writes."""
    return line.startswith(" " * 2 * _DEEPEST) or (
        max(line.count(">"), line.count("- "), line.count("* "), line.count("+ ")) > _DEEPEST
    )


def _crowded(line: str) -> bool:
    """Tell whether a line is made of brackets and stars, or is no line but a whole file."""
    marks = max(map(line.count, ("[", "*", "_", "`", "<", "|")))
    return marks > _MOST_PAIRS or len(line) > 100 * _MOST_PAIRS


def too_deep(lines: Sequence[str]) -> bool:
    """Tell whether a line opens more pairs, quotes or lists than anyone writes."""
    # Nearly all lines are too short to be crowded, or open with a word.
    long = [line for line in lines if len(line) > _DEEPEST]
    crowded = [line for line in long if len(line) > _MOST_PAIRS and _crowded(line)]
    return bool(crowded) or any(map(_nested, [line for line in long if line[0] in _OPENERS]))


@cache
def parser() -> MarkdownIt:
    """Make the parser, with the short ways for what is plain at sight: three times faster."""
    parser = full_parser()
    # Lines have no other ends here, and no NUL, so there is nothing to normalise.
    parser.disable("normalize")
    parser.core.ruler.at("block", read_margin)
    parser.block.ruler.before("table", "plain", plain_block)
    parser.core.ruler.at("inline", _read_inlines)
    return parser


def full_parser() -> MarkdownIt:
    """Make the parser without short ways: CommonMark, tables, strikes and footnotes."""
    # Past `maxNesting` the parser drops text without a word; `too_deep` keeps such lines away.
    options = {"html": True, "maxNesting": 4 * _DEEPEST}
    parser = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    parser.use(footnote_plugin)
    # The plugin's last step moves notes to the end and drops those that nothing refers to;
    # inline notes have no lines of their own. We keep every line where it stands.
    parser.disable(["footnote_tail", "footnote_inline"])
    return parser


def _read_inlines(state: StateCore) -> None:
    """Parse what stands in lines; where its signs are plain, the token bears its inlines."""
    for token in state.tokens:
        if token.type == "inline":
            plain = plain_inlines(token.content)
            if plain is None:
                token.children = []
                state.md.inline.parse(token.content, state.md, state.env, token.children)
            else:
                token.meta[_PLAIN] = plain


def parse_markdown(lines: Sequence[str], *, first: int = 1, double: bool = False) -> Markup:
    """Parse lines of Markdown; `first` is the number of the first line.

    `double` takes each line as a paragraph of its own, as a capture without blank lines needs.
    """
    builder = Builder(lines, first, 2 if double else 1)
    text = ("\n\n" if double else "\n").join(lines).replace("\x00", "\ufffd")
    tokens = parser().parse(text, {PLACE: builder.place})
    blocks = builder.blocks(iter(tokens), "")
    used: set[int] = set()
    for block in (*blocks, *builder.asides):
        # Blocks are as Markdown gives them here: no parts, nothing lost.
        used.update(block.span)  # type: ignore[union-attr]
    rest = (n for n, line in enumerate(lines, first) if n not in used and line.strip())
    definitions = tuple(Span(line, line) for line in rest)
    return Markup(tuple(blocks), definitions, tuple(builder.asides))


class Builder:
    """Walks markdown-it's flat tokens once and builds the tree."""

    def __init__(self, lines: Sequence[str], first: int, step: int) -> None:
        self._lines = lines
        self._first = first
        self._step = step
        self.asides: list[Aside] = []

    def inlines(self, token: Token) -> tuple[Inline, ...]:
        """Build what stands in a line."""
        plain: tuple[Inline, ...] | None = token.meta.get(_PLAIN)
        return convert(token.children or []) if plain is None else plain

    def span(self, token: Token) -> Span:
        """Give a token's lines without the blank ones at the end."""
        return self.place(*(token.map or (0, 1)))

    def place(self, start: int, end: int) -> Span:
        """Give the lines that some lines of the parser's text are, likewise."""
        start, end = start // self._step, (end - 1) // self._step + 1
        while end - 1 > start and not self._lines[end - 1].strip():
            end -= 1
        return Span(self._first + start, self._first + end - 1)

    def blocks(self, tokens: Iterator[Token], until: str) -> list[Block]:
        """Build blocks up to the token of type `until`."""
        found: list[Block] = []
        for token in tokens:
            if token.type == until:
                break
            if type(token) is Plain:
                found.append(token.made)
            else:
                found += self.block(token, tokens, top=not until)
        return found

    def block(  # noqa: PLR0911 - one case a form
        self, token: Token, tokens: Iterator[Token], *, top: bool
    ) -> list[Block]:
        """Build the block that a token opens, up to the token that closes it."""
        span = self.span(token)
        match token.type:
            case "heading_open":
                return self.heading(token, next(tokens), tokens)
            case "inline" | "paragraph_open":
                return [Paragraph(span=span, inlines=self._paragraph(token, tokens))]
            case "bullet_list_open" | "ordered_list_open":
                return [self._list(token, tokens)]
            case "blockquote_open":
                return [Quote(span=span, blocks=tuple(self.blocks(tokens, "blockquote_close")))]
            case "fence" | "code_block":
                language = token.info.split()[0] if token.info.strip() else ""
                return [CodeBlock(span=span, text=token.content, language=language)]
            case "hr":
                return [Rule(span=span)]
            case "table_open":
                return [self._table(span, tokens)]
            case "html_block":
                return self.html(token, span, top=top)
            case "footnote_reference_open":
                return [self.note(token, tokens)]
            case _:
                return []

    def _paragraph(self, token: Token, tokens: Iterator[Token]) -> tuple[Inline, ...]:
        """Build what stands in a paragraph; a plain one is a single token."""
        if token.type == "inline":
            return self.inlines(token)
        inlines = self.inlines(next(tokens))
        next(tokens)
        return inlines

    def note(self, token: Token, tokens: Iterator[Token]) -> Notes:
        """Build a footnote."""
        blocks = tuple(self.blocks(tokens, "footnote_reference_close"))
        # The token has no lines of its own; its first block has.
        span = (
            Span(blocks[0].span.first, blocks[-1].span.last)  # type: ignore[union-attr]
            if blocks
            else self.span(token)
        )
        note = Note(span=span, label=str(token.meta["label"]), blocks=blocks)
        return Notes(span=span, notes=(note,))

    def heading(self, token: Token, inline: Token, tokens: Iterator[Token]) -> list[Block]:
        """Build a heading."""
        next(tokens)
        span = self.span(token)
        written = self.inlines(inline)
        inlines = drop_attributes(written)
        if not is_seen(_words(inlines)):
            # An image alone, or nothing, is no heading, though it stand over “====”.
            return [Paragraph(span=span, inlines=inlines)] if inlines else [Rule(span=span)]
        anchor = stated_anchor(written)
        return [Heading(span=span, level=int(token.tag[1]), inlines=inlines, anchor=anchor)]

    def _list(self, token: Token, tokens: Iterator[Token]) -> List:
        ordered = token.type == "ordered_list_open"
        closing = token.type.replace("_open", "_close")
        items: list[Item] = []
        for inner in tokens:
            if inner.type == closing:
                break
            if inner.type == "inline":
                # An item that is plain: its words, and nothing else.
                span = self.span(inner)
                words = Paragraph(span=span, inlines=self.inlines(inner))
                items.append(Item(span=span, blocks=(words,), marker=inner.markup))
            elif inner.type == "list_item_open":
                span = self.span(inner)
                blocks = tuple(self.blocks(tokens, "list_item_close"))
                items.append(Item(span=span, blocks=blocks, marker=f"{inner.info}{inner.markup}"))
        start = int(token.attrs.get("start", 1)) if ordered else 1
        return List(span=self.span(token), items=tuple(items), ordered=ordered, start=start)

    def _table(self, span: Span, tokens: Iterator[Token]) -> Table:
        head: tuple[tuple[Inline, ...], ...] = ()
        rows: list[tuple[tuple[Inline, ...], ...]] = []
        row: list[tuple[Inline, ...]] = []
        align: list[str] = []
        in_head = True
        for token in tokens:
            if token.type == "table_close":
                break
            if token.type == "th_open":
                align.append(str(token.attrs.get("style", "")).removeprefix("text-align:"))
            elif token.type == "inline":
                row.append(self.inlines(token))
            elif token.type == "tr_close":
                if in_head:
                    head = tuple(row)
                else:
                    rows.append(tuple(row))
                row = []
            elif token.type == "thead_close":
                in_head = False
        return Table(span=span, head=head, rows=tuple(rows), align=tuple(align))

    def html(self, token: Token, span: Span, *, top: bool) -> list[Block]:
        """Keep words and images of a block of HTML; a block of bare tags is set aside as markup.

        Inside a list or quote the bare tags go, and their line stays with the list or quote.
        """
        content = token.content.strip("\n")
        inner = parser().parseInline(content)
        inlines = self.inlines(inner[0]) if inner else ()
        paragraph = Paragraph(span=span, inlines=inlines)
        shows = any(isinstance(inline, Image) for inline in inlines_of((paragraph,)))
        if shows or plain(inlines).strip():
            return [paragraph]
        if top:
            self.asides.append(Aside(span=span, reason="markup", rule="markup/html"))
        return []


def _words(inlines: tuple[Inline, ...]) -> str:
    """Return the words of inlines, those that stand for images left out."""
    return "".join(
        _words(inline.children) if isinstance(inline, Link) else plain((inline,))
        for inline in inlines
        if not isinstance(inline, Image)
    ).strip()
