"""Says what the capture lost, and what a translation left behind.

Comes in: facts, blocks. Goes out: the blocks with the places marked, and diagnostics.
Must not know: kinds.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from backissues.codes import diagnose
from backissues.fields.facts import Facts
from backissues.fields.language import foreign, tally
from backissues.languages import everywhere
from backissues.languages.tokens import tokens
from backissues.model import (
    Block,
    CodeBlock,
    CutLink,
    Diagnostic,
    Heading,
    List,
    Lost,
    Paragraph,
    Part,
    Quote,
    Table,
)
from backissues.patterns import late
from backissues.text.tree import inlines_of, text_of

_COLONS = (":", "：")
_WORD = late(r"[^\W_]+")
# What may rightly follow a colon: a quotation, a number, a dash, an emoji, an address.
_FOLLOWS = late(r"^(?:[«“\"„'‘「『]|\d|[-–—•>]|https?:|[^\w\s])")
_LONGEST_INTRODUCTION = 300
# A passage under this length is a name or a slogan, and tells no language surely.
_LEAST_PASSAGE = 40


def mark_lost_lists(
    facts: Facts, blocks: Sequence[Block]
) -> tuple[tuple[Block, ...], list[Diagnostic]]:
    """Put a mark after each paragraph that introduces a list which the capture does not hold.

    A colon at a paragraph's end may also lead on to the next one, so it counts only where the
    paragraph speaks of several things (“plusieurs raisons :”), or nothing but a heading follows.
    """
    found: list[Block] = []
    problems: list[Diagnostic] = []
    for index, block in enumerate(blocks):
        found.append(block)
        if not isinstance(block, Paragraph) or not text_of(block).endswith(_COLONS):
            continue
        after = blocks[index + 1] if index + 1 < len(blocks) else None
        if block.role != "repeat" and _lacks_list(block, after):
            line = block.span.last
            found.append(Lost(after=line, what="list"))
            problems.append(diagnose("K-001", facts.document.path, line, excerpt=facts.line(line)))
    return tuple(found), problems


def _lacks_list(block: Paragraph, after: Block | None) -> bool:
    text = text_of(block)
    if len(text) > _LONGEST_INTRODUCTION:
        return False
    match after:
        case List() | Quote() | CodeBlock() | Table() | Part():
            return False
        case None | Heading():
            return True
        case Paragraph():
            below = text_of(after)
            if _FOLLOWS.match(below):
                return False
            # The last words name what is to come: “par plusieurs raisons :”.
            last = {word.casefold() for word in _WORD.findall(text)[-6:]}
            return not last.isdisjoint(everywhere("several")) and len(below) > len(text)
        case _:
            return False


def mark_foreign(
    facts: Facts, blocks: Sequence[Block]
) -> tuple[tuple[Block, ...], list[Diagnostic]]:
    """Give passages in another language their `lang`, and mark those that repeat what is above."""
    code = facts.code
    if not code:
        return tuple(blocks), []
    found: list[Block] = []
    problems: list[Diagnostic] = []
    for block in blocks:
        other = _language_of(block, code) if isinstance(block, Paragraph) else None
        found.append(replace(block, lang=other) if other is not None else block)
    if not any(block.lang for block in found if isinstance(block, Paragraph)):
        return tuple(found), []
    _widen(found, code)
    for start, end in _foreign_runs(found):
        size = end - start
        if start < size or not all(
            _mirrors(found[start - size + offset], found[start + offset]) for offset in range(size)
        ):
            continue
        for offset in range(size):
            original, block = found[start - size + offset], found[start + offset]
            if not isinstance(block, Paragraph) or not isinstance(original, Paragraph):
                continue
            found[start + offset] = replace(block, role="repeat")
            problems.append(
                diagnose(
                    "K-005",
                    facts.document.path,
                    block.span.first,
                    excerpt=facts.line(block.span.first),
                    language=block.lang,
                    original=original.span.first,
                )
            )
    return tuple(found), problems


def _language_of(block: Paragraph, language: str) -> str | None:
    text = text_of(block)
    return foreign(text, language) if len(text) >= _LEAST_PASSAGE else None


def _widen(blocks: list[Block], language: str) -> None:
    """Give a short passage beside a foreign one its language, if nothing in it is the document's.

    Alone it has too few common words to tell; beside the other it needs but one.
    """
    size = len(blocks)
    for step, order in ((1, range(1, size)), (-1, range(size - 2, -1, -1))):
        for index in order:
            block, beside = blocks[index], blocks[index - step]
            if (
                isinstance(block, Paragraph)
                and isinstance(beside, Paragraph)
                and beside.lang
                and not block.lang
            ):
                score = tally(tokens(text_of(block)))
                if score[beside.lang] and not score[language]:
                    blocks[index] = replace(block, lang=beside.lang)


def _foreign_runs(blocks: Sequence[Block]) -> list[tuple[int, int]]:
    """Give the runs of paragraphs in one other language, as half-open ranges of indexes."""
    runs: list[tuple[int, int]] = []
    start: int | None = None
    for index, block in enumerate([*blocks, None]):
        is_foreign = isinstance(block, Paragraph) and bool(block.lang)
        if is_foreign and start is None:
            start = index
        elif not is_foreign and start is not None:
            runs.append((start, index))
            start = None
    return runs


def _mirrors(original: Block, copy: Block) -> bool:
    """Tell whether a passage could be a translation: like length, and the same stop at its end."""
    if not isinstance(original, Paragraph) or not isinstance(copy, Paragraph) or original.lang:
        return False
    a, b = text_of(original), text_of(copy)
    return bool(a) and bool(b) and a[-1] == b[-1] and 0.6 <= len(b) / len(a) <= 1.6


def report_cut_links(facts: Facts, blocks: Sequence[Block]) -> list[Diagnostic]:
    """Report each address that the capture cut, at its line."""
    found: list[Diagnostic] = []
    if not any("…" in line for line in facts.document.lines):
        return found
    line = 0
    for inline in inlines_of(blocks):
        if not isinstance(inline, CutLink):
            continue
        line = next(
            (
                number
                for number in range(max(line, 1), len(facts.document.lines) + 1)
                if inline.text in facts.line(number)
            ),
            line or 1,
        )
        found.append(
            diagnose("L-001", facts.document.path, line, excerpt=facts.line(line), text=inline.text)
        )
    return found


def mark_losses(
    facts: Facts, blocks: Sequence[Block]
) -> tuple[tuple[Block, ...], tuple[Diagnostic, ...]]:
    """Mark foreign passages and lost lists, and report them and the addresses that were cut."""
    marked, foreign_passages = mark_foreign(facts, blocks)
    marked, lost = mark_lost_lists(facts, marked)
    return marked, (*foreign_passages, *lost, *report_cut_links(facts, marked))
