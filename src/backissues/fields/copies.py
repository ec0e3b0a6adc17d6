"""Finds the lines of a head that say the title once more: a page's own title over its heading.

Comes in: facts, the lines of the head, the title. Goes out: the lines that say it again.
Must not know: kinds, headers. Below a title the first heading of several may have its words, as the
first story of a letter does: that one stays what it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from backissues.fields.facts import Facts
from backissues.fields.head import Line, headings_to
from backissues.fields.mastheads import has_sections
from backissues.languages import bare, fold
from backissues.model import Paragraph

# A stop or a quotation mark may part two lines of the same words.
_MARKS = 3


def says_again(line: Line, other: Line) -> bool:
    """Tell whether two lines have the same words: “THE BRIDGE CLOSES”, “The bridge closes”."""
    if abs(len(line.text) - len(other.text)) > _MARKS:
        return False
    return line.text == other.text or fold(bare(line.text)) == fold(bare(other.text))


def copies(facts: Facts, lines: Sequence[Line], title: Line) -> Iterator[Line]:
    """Yield the lines that say the title again, right above or below it or behind its credits."""
    at = lines.index(title)
    for step in (-1, 1):
        other = at + step
        while 0 <= other < len(lines):
            line = lines[other]
            if line.sort in {"headline", "label"} and says_again(title, line):
                if _may_go(facts, lines, line, title):
                    yield line
            elif line.sort != "credits":
                break
            other += step


def _may_go(facts: Facts, lines: Sequence[Line], line: Line, title: Line) -> bool:
    """Tell whether a line is no text: no heading among others below it, no verse, not the last."""
    if line.level:
        if headings_to(facts, line.level) > 1 + (0 < title.level < line.level):
            return False
    elif not title.level and has_sections(facts, lines, line):
        return False
    after = next((b for b in facts.blocks if getattr(b, "span", line.span) > line.span), None)
    if not isinstance(after, Paragraph) or not after.tight:
        return after is not None
    # A verse may have the title's words: “Nevermore” over “Nevermore / shall the bridge go up”.
    own = (other for other in lines if other.sort == "credits" or says_again(title, other))
    return after.span in {other.span for other in own}
