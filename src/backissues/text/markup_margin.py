"""Reads the blocks of Markdown that are plain at the margin: most paragraphs, headings and lists.

Comes in: the parser's state, with the text of a document. Goes out: the tokens of its blocks, those
that the parser would find, or the block itself where its words are plain as well. What is not plain
is left to the parser, a run of lines at a time.
Must not know: documents, what the words of a block say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from markdown_it.rules_core import StateCore, block
from markdown_it.token import Token

from backissues.model import Block, Item, List, Paragraph, Quote, Span
from backissues.patterns import late
from backissues.text.markup_plain import WORDS, plain_inlines

_OPENS = re.compile(WORDS)
_GOES_ON = late(rf"[ \t]*(?:{WORDS})")
# Matches “## Jobs”, “# C# or F”; not “#Jobs”, “##”, “## Jobs ##”.
_HEADING = late(r"(#{1,6})[ \t]+[^\s#](?!.*#\s*$)")
# Matches “- words”, “*   words”, “12. words”; not “- - a”, “-     code”, “-”.
_ITEM = late(rf"(?:[-*+]|[0-9]{{1,9}}[.)]) {{1,4}}(?={WORDS})")
_BULLETS = frozenset("-*+")
# Matches “> words”; not “>words”, “>   words”, “> - a”.
_QUOTED = late(rf"> (?={WORDS})")
# Matches “```”, “~~~ python”; not “``` `a` ```”.
_FENCE = late(r" {0,3}(?:(`{3,})[^`]*|(~{3,}).*)$")
# How begins what goes on over blank lines: code between fences, scripts, comments.
_BOUNDLESS = late(r" {0,3}(?:`{3}|~{3}|<(?:[!?]|(?i:script|pre|style|textarea)))")


# Under this name the parser's environment says which lines of the source some lines are.
PLACE = "place"
Place = Callable[[int, int], Span]


class Plain(Token):
    """A block that is read, in the place of its tokens: to make those takes as long as to read it.

    Of a token it has the type alone; nobody asks for more of one that is no `inline`.
    """

    __slots__ = ("made",)

    def __init__(self, made: Block) -> None:
        self.type = "plain"
        self.made = made


def read_margin(state: StateCore) -> None:
    """Find the blocks of a text; half of the parser's work is to ask all rules at each line."""
    if state.inlineMode:
        block(state)
        return
    place: Place = state.env[PLACE]
    lines = state.src.split("\n")
    at = 0
    while at < len(lines):
        if _is_blank(lines[at]):
            at += 1
            continue
        after = _take_plain(lines, at, state.tokens, place)
        if after == at:
            after = _end_of_run(lines, at)
            _parse(state, lines, at, after)
        at = after


def _is_blank(line: str) -> bool:
    return not line or not line.strip(" \t")


def _take_plain(lines: Sequence[str], at: int, tokens: list[Token], place: Place) -> int:
    """Take the block that begins at a line, if it is plain; return the line after it."""
    line = lines[at]
    if _OPENS.match(line):
        return _take_paragraph(lines, at, tokens, place)
    if heading := _HEADING.match(line):
        tag = f"h{len(heading[1])}"
        tokens += (
            Token("heading_open", tag, 1, map=[at, at + 1]),
            _inline(line[heading.end(1) :], at, at + 1),
            Token("heading_close", tag, -1),
        )
        return at + 1
    if _ITEM.match(line):
        return _take_list(lines, at, tokens, place)
    if _QUOTED.match(line):
        return _take_quote(lines, at, tokens, place)
    return at


def _inline(text: str, first: int, after: int) -> Token:
    return Token("inline", "", 0, map=[first, after], content=text.strip())


def _take_paragraph(lines: Sequence[str], first: int, tokens: list[Token], place: Place) -> int:
    """Take a paragraph that ends at a blank line, a heading or a list."""
    after = first + 1
    while after < len(lines) and not _is_blank(line := lines[after]):
        if not _GOES_ON.match(line):
            if _HEADING.match(line) or (line[0] in _BULLETS and _ITEM.match(line)):
                break
            return first
        after += 1
    text = "\n".join(lines[first:after])
    words = _paragraph(text, place(first, after))
    tokens.append(Plain(words) if words else _inline(text, first, after))
    return after


def _paragraph(text: str, span: Span) -> Paragraph | None:
    """Make a paragraph, if its words are plain."""
    inlines = plain_inlines(text.strip())
    return None if inlines is None else Paragraph(span=span, inlines=inlines)


def _take_list(lines: Sequence[str], first: int, tokens: list[Token], place: Place) -> int:
    """Take a list whose items are a line each, with no blank line between them.

    An indented line below it, or one that begins as its items do, might go on with it.
    """
    items: list[tuple[str, str]] = []
    after, kind = first, ""
    while after < len(lines) and not _is_blank(line := lines[after]):
        item = _ITEM.match(line)
        marker = item[0].rstrip() if item else ""
        if item is None or marker[-1] != (kind or marker[-1]):
            return first
        kind = marker[-1]
        items.append((marker, line[item.end() :]))
        after += 1
    number = items[0][0][:-1]
    below = next((line for line in lines[after:] if not _is_blank(line)), "#")
    is_alike = below[0].isdigit() if number else below[0] == kind
    if (is_alike or below[0] in " \t") and not _OPENS.match(below):
        return first
    words = [_paragraph(text, place(at, at + 1)) for at, (_, text) in enumerate(items, first)]
    if None in words:
        tokens += _list_tokens(items, first, int(number) if number else None)
        return after
    tokens.append(
        Plain(
            List(
                span=place(first, after),
                items=tuple(
                    Item(span=own.span, blocks=(own,), marker=marker)
                    for (marker, _), own in zip(items, words, strict=True)
                    if own
                ),
                ordered=bool(number),
                start=int(number or 1),
            )
        )
    )
    return after


def _list_tokens(
    items: Sequence[tuple[str, str]], first: int, number: int | None
) -> tuple[Token, ...]:
    """Give the tokens of a list, whose first item has a number, or none."""
    form, tag = ("bullet_list", "ul") if number is None else ("ordered_list", "ol")
    opening = Token(f"{form}_open", tag, 1, map=[first, first + len(items)])
    if number is not None:
        opening.attrs = {"start": number}
    inner = [_inline(text, at, at + 1) for at, (_, text) in enumerate(items, first)]
    for token, (marker, _) in zip(inner, items, strict=True):
        token.markup = marker
    return (opening, *inner, Token(f"{form}_close", tag, -1))


def _take_quote(lines: Sequence[str], first: int, tokens: list[Token], place: Place) -> int:
    """Take a quote of one paragraph, with its sign before each line."""
    after = first
    while after < len(lines) and not _is_blank(lines[after]):
        if not _QUOTED.match(lines[after]):
            return first
        after += 1
    text = "\n".join([line[2:] for line in lines[first:after]])
    words = _paragraph(text, place(first, after))
    if words:
        tokens.append(Plain(Quote(span=words.span, blocks=(words,))))
        return after
    tokens += (
        Token("blockquote_open", "blockquote", 1, map=[first, after]),
        _inline(text, first, after),
        Token("blockquote_close", "blockquote", -1),
    )
    return after


def _end_of_run(lines: Sequence[str], first: int) -> int:
    """Find where all is closed that may begin at a line or below it: where words open a block."""
    if fence := _FENCE.match(lines[first]):
        mark = fence[1] or fence[2]
        closing = re.compile(rf" {{0,3}}{mark}{mark[0]}*[ \t]*$")
        numbers = range(first + 1, len(lines))
        return next((n + 1 for n in numbers if closing.match(lines[n])), len(lines))
    is_below_blank = False
    for number in range(first, len(lines)):
        line = lines[number]
        if is_below_blank and (_OPENS.match(line) or _HEADING.match(line)):
            return number
        if _BOUNDLESS.match(line):
            break
        is_below_blank = _is_blank(line)
    return len(lines)


def _parse(state: StateCore, lines: Sequence[str], first: int, after: int) -> None:
    """Let the parser find the blocks of a run of lines."""
    known = len(state.tokens)
    # A blank line counts where its end stands: it may be one of code that is never closed.
    text = "\n".join(lines[first:after]) + ("\n" if after < len(lines) else "")
    state.md.block.parse(text, state.md, state.env, state.tokens)
    for token in state.tokens[known:]:
        if token.map:
            token.map = [line + first for line in token.map]
