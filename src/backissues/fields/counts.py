"""Compares the count that a text announces with what follows: “five things” over four.

Comes in: facts, the composed body. Goes out: diagnostics.
Must not know: kinds. Only one or two things too few are told: a larger gap, or one thing too many,
says that the number counts something else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from backissues.codes import diagnose
from backissues.fields.facts import Facts
from backissues.languages import everywhere
from backissues.model import Block, Diagnostic, Heading, List, Paragraph, Part, Used
from backissues.patterns import late
from backissues.text.tree import text_of, walk

_COLONS = (":", "：")
_LONGEST_INTRODUCTION = 200
# The thing counted stands right after its number: “three rules:”, “cinq bonnes raisons :”.
_MOST_AFTER = 3
_MOST_MISSING = 2
# Of two things, one is no list.
_LEAST, _MOST = 2, 20
_LEAST_NUMBERED = 3
_WORD = late(r"\w+")
# “1. Choose a boat”, “2) …”, “#3: …”; not “1998 was a good year”, “3 boats”.
_NUMBERED = late(r"^#?(\d{1,2})\s?[.):–—-]\s?\S")


def find_miscounts(
    facts: Facts, body: Sequence[Block], used: Sequence[Used]
) -> Iterator[Diagnostic]:
    """Report introductions and titles that count more than stands below them."""
    for above, below in _introduced(body):
        stated = _announced(facts, text_of(above))
        yield from _compared(facts, above.span.last, stated, len(below.items))
    title = next((one.span.first for one in used if one.field == "title"), 0)
    numbers = _numbered(body)
    if title and (stated := _opens_with(facts, facts.line(title))):
        rising = [number for number, _ in numbers] == list(range(1, len(numbers) + 1))
        yield from _compared(facts, title, stated, len(numbers) if rising else 0)
    yield from _gaps(facts, numbers)


def _introduced(body: Sequence[Block]) -> Iterator[tuple[Paragraph | Heading, List]]:
    """Yield each list with the paragraph or heading above it, inside of parts too."""
    for index, block in enumerate(body):
        if type(block) is List:
            above = body[index - 1] if index else None
            after = body[index + 1] if index + 1 < len(body) else None
            # Two lists in a row are one that something parts.
            if isinstance(above, (Paragraph, Heading)) and not isinstance(after, List):
                yield above, block
    for block in body:
        if type(block) is Part:
            yield from _introduced(block.blocks)


def _compared(facts: Facts, line: int, stated: int, found: int) -> Iterator[Diagnostic]:
    """Report a count that is a little larger than what was found."""
    if found >= _LEAST and found < stated <= found + _MOST_MISSING:
        path, excerpt = facts.document.path, facts.line(line)
        yield diagnose("K-012", path, line, excerpt=excerpt, stated=stated, found=found)


def _announced(facts: Facts, text: str) -> int:
    """Give the only number of an introduction, if the thing that it counts ends it; else 0."""
    if not text.endswith(_COLONS) or len(text) > _LONGEST_INTRODUCTION:
        return 0
    words = [word.casefold() for word in _WORD.findall(text)]
    counts = [(index, value) for index, word in enumerate(words) if (value := _value(facts, word))]
    if len(counts) != 1 or any(word.isdigit() for word in words if not _value(facts, word)):
        return 0
    index, value = counts[0]
    after = words[index + 1 :]
    # “After 3 weeks:” counts no things.
    is_thing = 0 < len(after) <= _MOST_AFTER and after[0] not in everywhere("age_units")
    return value if is_thing else 0


def _opens_with(facts: Facts, title: str) -> int:
    """Give the number with which a title begins: “Five things …”, “7 Gründe …”; else 0."""
    words = _WORD.findall(title[:80])
    is_year = len(words) > 1 and _NUMBERED.match(title.lstrip("# *"))
    return 0 if is_year or len(words) < _MOST_AFTER else _value(facts, words[0].casefold())


def _value(facts: Facts, word: str) -> int:
    """Give the value of a small number, in digits or in the document's language, else 0."""
    if word.isdecimal():
        return int(word) if len(word) <= 2 and int(word) <= _MOST else 0
    if not word.isalpha():
        return 0
    return _plain_numbers(facts.lexicon.numerals).get(word, 0)


@cache
def _plain_numbers(numerals: tuple[str, ...]) -> dict[str, int]:
    """Map words to numbers; the first form is the plain number, those after may be ordinals."""
    numbers: dict[str, int] = {}
    for value, names in enumerate(numerals[:_MOST], 1):
        if value > _LEAST:
            numbers.setdefault(names.partition(" ")[0], value)
    return numbers


def _numbered(body: Sequence[Block]) -> list[tuple[int, int]]:
    """Give the numbers of the headings that have one, with their lines."""
    return [
        (int(match[1]), block.span.first)
        for block in walk(body)
        if type(block) is Heading and (match := _NUMBERED.match(text_of(block)))
    ]


def _gaps(facts: Facts, numbers: Sequence[tuple[int, int]]) -> Iterator[Diagnostic]:
    """Report where headings that are numbered from one on leave out a number or two."""
    steps = [after - before for (before, _), (after, _) in pairwise(numbers)]
    # “3.”, “10.”, “25.” number something else: years of age, pages.
    if len(numbers) < _LEAST_NUMBERED or numbers[0][0] != 1 or min(steps) < 1:
        return
    if sum(steps) - len(steps) > _MOST_MISSING:
        return
    for (before, _), (after, line) in pairwise(numbers):
        if after > before + 1:
            path, excerpt = facts.document.path, facts.line(line)
            yield diagnose("K-002", path, line, excerpt=excerpt, before=before, after=after)
