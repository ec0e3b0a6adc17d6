"""Turns plain text into blocks by its layout alone: blank lines, line lengths, list marks.

Comes in: numbered lines. Goes out: paragraphs, lists, quotes, rules with their spans.
Must not know: Markdown, kinds, what a line means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from msgspec.structs import replace

from backissues.model import Block, Break, Heading, Inline, Item, List, Paragraph, Quote, Rule, Span
from backissues.patterns import late
from backissues.text.addresses import linkify

# A line of nothing but strokes. Matches ---, * * *, ———, ━━━, ⸻, ⁂; not -5, …, 👉.
_RULE = late(r"^\s*(?:(?:[-*_=~—–•·━─═]\s*){3,200}|[⸻⁂]+)\s*$")
# A stroke drawn under one line makes a heading of it; posts are parted by shorter ones.
_UNDERLINE = late(r"^([-=━─═])\1{4,200}$")
_LEAST_UNDERLINED = 0.5
_LONGEST_UNDERLINED = 110
# What Pandoc and Mailchimp write around an underlined heading: “{#id align="left"}”, “** ”.
_ATTRIBUTES = late(r"\s*\{[#.:][^{}]{0,80}\}$")
# A list item's mark and its text. Matches “- a”, “• a”, “– a”, “12. a”, “3) a”; not “-a”, “1/24 a”.
_ITEM = re.compile(r"^(\s*)([-–—•·▪‣●○◦*+]|\d{1,3}[.)])\s+(?=\S)")
_QUOTED = late(r"^\s{0,3}>(?!>)\s?")
# A stanza longer than this is no paragraph with line breaks but paragraphs without blank lines.
_LONGEST_STANZA = 8
_LONGEST_VERSE = 280
# A capture in which fewer lines than this are blank has lost its paragraph breaks.
_FEW_BLANKS = 0.1
# Hard-wrapped text is 50 to 110 columns wide: mails wrap at 72 to 78, pandoc at 72, docs at 100.
_NARROWEST, _WIDEST = 50, 110
# A line of wrapped text that is this much shorter than the narrowest column was ended by hand.
_SHORT = 0.8
# A sentence goes on, or ends, so; an underlined heading does not.
_STOPS = (".", ",", ";", "…", "。", "，", "；")


def lay_out(lines: Sequence[str], *, first: int = 1) -> tuple[Block, ...]:
    """Build blocks from plain lines; `first` is the number of the first line."""
    numbered = list(enumerate(lines, first))
    counted = _counted(lines)
    wrapped = is_wrapped(lines)
    single = one_line_paragraphs(lines)
    found: list[Block] = []
    for stanza in _stanzas(numbered):
        found += _stanza(stanza, wrapped=wrapped, single=single, counted=counted)
    return tuple(_join_lists(found))


def one_line_paragraphs(lines: Sequence[str]) -> bool:
    """Tell whether each line is a paragraph, as in a capture that has no blank lines between."""
    filled = [index for index, line in enumerate(lines) if line.strip()]
    if not filled:
        return False
    inside = lines[filled[0] : filled[-1] + 1]
    return len(inside) - len(filled) < _FEW_BLANKS * len(filled)


def is_wrapped(lines: Sequence[str]) -> bool:
    """Tell whether lines were broken at a column: the next word would not have fitted."""
    if max(map(len, lines), default=0) > _WIDEST * 3:
        # Nearly every capture has a paragraph on one line: no other line need be looked at.
        return False
    widths = sorted([len(line) for line in lines if line.strip()])
    if len(widths) < 4 or widths[-1] < _NARROWEST:
        return False
    width = widths[int(len(widths) * 0.95)]
    if not _NARROWEST <= width <= _WIDEST:
        return False
    pairs = fits = 0
    opens = False
    for line, after in pairwise(lines):
        first, opens = opens, not line.strip()
        if opens or not after.strip() or _ITEM.match(after) or _ITEM.match(line):
            continue
        if first and _stops_short(line, after):
            # A heading right over its paragraph.
            continue
        pairs += 1
        fits += len(line) + 1 + len(after.split()[0]) > width - 3
    return pairs >= 3 and fits > 0.75 * pairs


def _stanzas(numbered: Iterable[tuple[int, str]]) -> Iterable[list[tuple[int, str]]]:
    """Yield runs of lines between blank ones."""
    stanza: list[tuple[int, str]] = []
    for number, line in numbered:
        if line.strip():
            stanza.append((number, line))
        elif stanza:
            yield stanza
            stanza = []
    if stanza:
        yield stanza


def _counted(lines: Sequence[str]) -> frozenset[int]:
    """Return the numbers that begin lines and have a neighbour; “12. März 2022” alone is none."""
    numbers = {
        int(item[2][:-1])
        for line in lines
        if line and not line[0].isalpha() and (item := _ITEM.match(line)) and item[2][0].isdigit()
    }
    return frozenset(n for n in numbers if n - 1 in numbers or n + 1 in numbers)


def _stanza(
    stanza: list[tuple[int, str]], *, wrapped: bool, single: bool, counted: AbstractSet[int]
) -> list[Block]:
    if len(stanza) == 1:
        number, line = stanza[0]
        return [_marked(number, line, counted) or _paragraph(stanza, wrapped=wrapped)]
    found: list[Block] = []
    run: list[tuple[int, str]] = []
    alone = single or (
        not wrapped
        and (len(stanza) > _LONGEST_STANZA or any(len(line) > _LONGEST_VERSE for _, line in stanza))
    )
    for number, line in stanza:
        block = _marked(number, line, counted)
        if block is None:
            run.append((number, line))
            continue
        if wrapped and run and isinstance(block, List) and not found:
            # A number that a wrap brought to the line's start: “in the year\n1984. Then …”.
            run.append((number, line))
            continue
        if isinstance(block, Rule) and (heading := _underlined(run, line, number)):
            found.append(heading)
            run = []
            continue
        found += _paragraphs(run, alone=alone, wrapped=wrapped)
        run = []
        found.append(block)
    if wrapped and run and found and isinstance(found[-1], List):
        found[-1] = _continued(found[-1], run)
    else:
        found += _paragraphs(run, alone=alone, wrapped=wrapped)
    return found


def _marked(number: int, line: str, counted: AbstractSet[int]) -> Block | None:
    """Read a line that its first characters mark: a rule, an item or a quote."""
    if line[0].isalpha():
        return None
    span = Span(number, number)
    if _RULE.match(line):
        return Rule(span=span)
    item = _ITEM.match(line)
    if item and (not item[2][0].isdigit() or int(item[2][:-1]) in counted):
        text = Paragraph(span=span, inlines=linkify(line[item.end() :].rstrip()))
        ordered = item[2][0].isdigit()
        return List(
            span=span,
            items=(Item(span=span, blocks=(text,), marker=item[2]),),
            ordered=ordered,
            start=int(item[2][:-1]) if ordered else 1,
        )
    if quote := _QUOTED.match(line):
        inner = line[quote.end() :].strip()
        if inner:
            return Quote(span=span, blocks=(Paragraph(span=span, inlines=linkify(inner)),))
    return None


def _underlined(run: Sequence[tuple[int, str]], rule: str, number: int) -> Heading | None:
    """Make a heading of a single line that a stroke underlines along half of it or more."""
    if len(run) != 1 or not _UNDERLINE.match(rule.strip()):
        return None
    first, line = run[0]
    text = _ATTRIBUTES.sub("", line.strip().removeprefix("** "))
    long = len(text) > _LONGEST_UNDERLINED or len(rule.strip()) < _LEAST_UNDERLINED * len(text)
    if long or text.endswith(_STOPS) or not any(map(str.isalpha, text)):
        return None
    level = 2 if rule.strip()[0] in "=═" else 3
    return Heading(span=Span(first, number), level=level, inlines=linkify(text))


def _paragraphs(run: list[tuple[int, str]], *, alone: bool, wrapped: bool) -> list[Block]:
    """Make one paragraph of wrapped lines; else one of each line, tight where it is a stanza's."""
    if not run:
        return []
    if wrapped:
        first, *rest = run
        if rest and _stops_short(first[1], rest[0][1]):
            # Joined again, as it was, where no rule takes the line for a heading.
            below = replace(_paragraph(rest, wrapped=True), tight="soft")
            return [_paragraph(run[:1], wrapped=True), below]
        return [_paragraph(run, wrapped=True)]
    return [
        Paragraph(
            span=Span(number, number),
            inlines=linkify(line.strip()),
            tight="hard" if index and not alone else "",
        )
        for index, (number, line) in enumerate(run)
    ]


def _stops_short(line: str, below: str) -> bool:
    """Tell whether a wrapped text's line ends long before its column: by intent, not by width."""
    text = line.strip()
    return (
        len(text) < _SHORT * _NARROWEST
        and len(below.strip()) >= _NARROWEST
        and below.strip()[:1].isupper()
        and not text.endswith(_STOPS)
    )


def _paragraph(run: list[tuple[int, str]], *, wrapped: bool) -> Paragraph:
    return Paragraph(
        span=Span(run[0][0], run[-1][0]),
        inlines=_lines([line for _, line in run], wrapped=wrapped),
    )


def _lines(lines: Sequence[str], *, wrapped: bool) -> tuple[Inline, ...]:
    """Give lines as inlines with one `Break` between each two."""
    inlines: list[Inline] = []
    for line in lines:
        if inlines:
            inlines.append(Break(hard=not wrapped))
        inlines += linkify(line.strip())
    return tuple(inlines)


def _continued(block: List, run: list[tuple[int, str]]) -> List:
    """Give the last item of a list the wrapped lines that follow it."""
    item = block.items[-1]
    text = item.blocks[0]
    if not isinstance(text, Paragraph):
        return block
    inlines = (*text.inlines, Break(), *_lines([line for _, line in run], wrapped=True))
    span = Span(item.span.first, run[-1][0])
    grown = Item(span=span, blocks=(Paragraph(span=span, inlines=inlines),), marker=item.marker)
    return replace(block, span=Span(block.span.first, span.last), items=(*block.items[:-1], grown))


def _join_lists(blocks: Sequence[Block]) -> list[Block]:
    """Join items that follow one another into one list, and quoted lines into one quote."""
    runs: list[list[Block]] = []
    for block in blocks:
        if runs and isinstance(block, (List, Quote)) and _follows(runs[-1], block):
            runs[-1].append(block)
        else:
            runs.append([block])
    return [_joined(run) if len(run) > 1 else run[0] for run in runs]


def _follows(run: Sequence[Block], block: Block) -> bool:
    """Tell whether a block goes on with the list or quote that a run of blocks is."""
    first, last = run[0], run[-1]
    if isinstance(first, List) and isinstance(last, List) and isinstance(block, List):
        if first.ordered:
            return block.ordered and block.start == first.start + len(run)
        return not block.ordered and block.items[0].marker == last.items[0].marker
    if isinstance(last, Quote) and isinstance(block, Quote):
        return block.span.first == last.span.last + 1
    return False


def _joined(run: Sequence[Block]) -> Block:
    """Make one list or quote of a run."""
    first, last = run[0], run[-1]
    if isinstance(first, List) and isinstance(last, List):
        items = tuple(item for block in run if isinstance(block, List) for item in block.items)
        span = Span(first.span.first, last.span.last)
        return replace(first, span=span, items=items)
    inner = tuple(b for block in run if isinstance(block, Quote) for b in block.blocks)
    return Quote(span=Span(inner[0].span.first, inner[-1].span.last), blocks=inner)  # type: ignore[union-attr]
