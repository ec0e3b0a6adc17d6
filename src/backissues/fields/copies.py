"""Finds the lines of a head that say the title once more: a page's own title over its heading.

Comes in: facts, the lines of the head, the title. Goes out: the lines that say it again.
Must not know: kinds, headers. Below a title the first heading of several may have its words, as the
first story of a letter does: that one stays what it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter

from backissues.fields.facts import Facts
from backissues.fields.head import Line, headings_to
from backissues.fields.mastheads import has_sections
from backissues.languages import fold
from backissues.model import Paragraph
from backissues.patterns import late

# A stop or a quotation mark may part two lines of the same words; not “C” and “C++”.
_MARKS, _ENDS = 3, " .!?…:*_«»“”„\"'’\u00a0\u202f"
# “ - Site name”, “ | Site”
_SITE = late(r"\s+[-–—|·»]\s+(\S.*)")


def says_again(line: Line, other: Line) -> bool:
    """Tell whether two lines have the same words: “THE BRIDGE CLOSES”, “The bridge closes”."""
    if abs(len(line.text) - len(other.text)) > _MARKS:
        return False
    same = fold(line.text.strip(_ENDS)) == fold(other.text.strip(_ENDS))
    return line.text == other.text or same


def copies(facts: Facts, lines: Sequence[Line], title: Line) -> Iterator[Line]:
    """Yield the lines that say the title again, right above or below it or behind its credits."""
    at = lines.index(title)
    for step in (-1, 1):
        other = at + step
        while 0 <= other < len(lines):
            line = lines[other]
            again = says_again(title, line) or _names_site(facts, line, title)
            if again and line.sort in {"headline", "label"}:
                if _may_go(facts, lines, line, title):
                    yield line
            elif line.sort != "credits":
                break
            other += step


def _names_site(facts: Facts, line: Line, title: Line) -> bool:
    """Tell whether a line is the title with the site's name behind it, which stands elsewhere too.

    “The bridge closes | The Quay”; in “The bridge - a love story” the rest is the title's own.
    """
    if not line.text.startswith(title.text):
        return False
    site = _SITE.fullmatch(line.text, len(title.text))
    return site is not None and sum(site[1] in other for other in facts.document.lines) > 1


def _may_go(facts: Facts, lines: Sequence[Line], line: Line, title: Line) -> bool:
    """Tell whether a line is no text: no heading among others below it, no verse, not the last."""
    if line.level:
        if headings_to(facts, line.level) > 1 + (0 < title.level < line.level):
            return False
    elif not title.level and has_sections(facts, lines, max(line, title, key=attrgetter("place"))):
        return False
    after = next((b for b in facts.blocks if getattr(b, "span", line.span) > line.span), None)
    if not isinstance(after, Paragraph) or not after.tight:
        return after is not None
    # A verse may have the title's words: “Nevermore” over “Nevermore / shall the bridge go up”.
    own = (other for other in lines if other.sort == "credits" or says_again(title, other))
    return after.span in {other.span for other in own}
