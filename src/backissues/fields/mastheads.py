"""Reads what stands above a title: the name of a letter with its number, and perhaps its day.

Comes in: facts, the lines of the head. Goes out: whether a line numbers an edition, whether the one
below it is the title of its only text.
Must not know: kinds, headers, which line is the title in the end (`headlines` weighs that).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from backissues.fields import head
from backissues.fields.dates import dates
from backissues.fields.editions import editions, goes_on
from backissues.fields.facts import Facts
from backissues.fields.head import Line
from backissues.fields.rubrics import is_rubric
from backissues.model import Heading, List
from backissues.patterns import late
from backissues.text.tree import text_of

# A number with its colon opens a title: “Ep. 47: Ringing …”, “#77: Zeit”, “No. 31: …”, “Nº 9. Pan”.
_EPISODE = late(r"^\W{0,3}[^\W\d_]{0,10}[.°º]?\s?#?\d{1,4}\s?[:：.–—|]\s\S")
# A byline and a day may stand between a letter's name and the title of its text.
_MOST_BETWEEN = 3
# “TG: Was it lonely?”, “Why a café?”
_ASKS = late(r"[?？]$|^\S{1,20}\s?[:：]")


def is_numbered(text: str) -> bool:
    """Tell whether a line holds a sign for an issue's or episode's number beside other words."""
    if head.is_number_line(text):
        return False
    return _EPISODE.match(text) is not None or any(not goes_on(text, one) for one in editions(text))


def is_day(line: Line) -> bool:
    """Tell whether a line is a date alone, as blogs set it right above a title."""
    return line.sort == "credits" and bool(line.credits.dates) and not line.credits.rest


def is_over_number(lines: Sequence[Line], index: int) -> bool:
    """Tell whether an issue's number stands on the line right below: “No. 31 | 9 Aug 2013”."""
    below = lines[index + 1] if index + 1 < len(lines) else None
    if below is None or below.sort not in {"credits", "label"}:
        return False
    return bool(editions(below.text))


def edition_over(lines: Sequence[Line], index: int) -> Line | None:
    """Give the line with a letter's name and number above a headline; its credits may part them.

    “Letters from the Harbour #12” over “The bridge closes”. A rubric below it is the first of many.
    """
    above = index - 1
    while above > max(0, index - _MOST_BETWEEN) and lines[above].sort == "credits":
        above -= 1
    if above < 0 or lines[above].level or not _names_edition(lines[above].text):
        return None
    return None if is_rubric(lines[index].text) else lines[above]


@lru_cache(maxsize=256)
def _names_edition(text: str) -> bool:
    """Tell whether a line is a name and a number, and perhaps a day: no topic follows, none leads.

    “The Sluice, No. 12 – 3 March 2019”; not “#12: The lock”, “The lock (#12)”, “No. 12”.
    """
    found = editions(text) if is_numbered(text) else ()
    if not found:
        return False
    name = text[: min(one.start for one in found)].rstrip()
    rest = text[max(one.end for one in found) :]
    for day in dates(rest, None):
        rest = rest.replace(day.words, "")
    return not name.endswith(("(", "[", "（")) and not any(map(str.isalnum, rest))


def is_lone(facts: Facts, lines: Sequence[Line], index: int) -> bool:
    """Tell whether a headline below a letter's name and number is the only one of the text."""
    line = lines[index]
    numbered = index > 1 and is_over_number(lines, index - 2)
    if line.sort != "headline" or not (numbered or edition_over(lines, index)):
        return False
    rest = (block for block in facts.blocks if getattr(block, "span", line.span) > line.span)
    # “Links of the week”: the words head a list, and not the text.
    return not isinstance(next(rest, None), List) and not has_sections(facts, lines, line)


def is_over_lone(facts: Facts, lines: Sequence[Line], index: int) -> bool:
    """Tell whether a line is a letter's name and number over the title of its only text."""
    if lines[index].level or not _names_edition(lines[index].text):
        return False
    below = range(index + 1, min(len(lines), index + 1 + _MOST_BETWEEN))
    return any(
        edition_over(lines, other) is lines[index] and is_lone(facts, lines, other)
        for other in below
    )


def has_sections(facts: Facts, lines: Sequence[Line], line: Line) -> bool:
    """Tell whether headings stand below a line of the head that are none of the head's own."""
    above = {other.span for other in lines if other.sort == "credits" or other.text == line.text}
    return any(
        isinstance(block, Heading)
        and block.span > line.span
        and block.span not in above
        # The questions of an interview are no sections: “TG: Was it lonely?”
        and not _ASKS.search(text_of(block))
        for block in facts.marked
    )
