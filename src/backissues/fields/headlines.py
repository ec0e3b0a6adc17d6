"""Weighs which line of a text's head is its title, and whether a deck stands under it.

Comes in: facts. Goes out: the lines that could be the title, best first, and the deck.
Must not know: kinds, headers. A line is judged by its shape and by its neighbours: what stands over
a byline, what is the name of a site, what repeats further down.
"""

from __future__ import annotations

import re
from typing import TypeAlias

from msgspec import Struct

from backissues.fields import head
from backissues.fields.copies import copies, says_again
from backissues.fields.facts import Facts, once
from backissues.fields.head import Line
from backissues.fields.mastheads import (
    edition_over,
    is_day,
    is_lone,
    is_numbered,
    is_over_lone,
    is_over_number,
)
from backissues.fields.names import is_handle
from backissues.languages import everywhere, fold, wording
from backissues.patterns import late

Lines: TypeAlias = tuple[Line, ...]

# A title of two parts, as no deck is: “Las cinco del viernes: un empate eterno …”.
_TOPIC = late(r"^[^:：]{3,40}[:：]\s?\S")
# “ - Site name”, “ | Site”
_SITE = late(r"\s+[-–—|·»]\s+\S")
_FEW_WORDS = 5
# A platform prints a writer's name twice above a text and once below it.
_MOST_MENTIONS = 3
# “1-Where were you?”, “2) The mill”; not “1.5 million”, “12:30”
_ITEM = late(r"^(\d{1,2})\s?([-–.)、．])\s?\D")
# The end of a sentence inside a text.
_SENTENCES = late(r"[.!?…]\s\S|[。！？].")


class Headlines(Struct, frozen=True, kw_only=True):
    """The lines that may be the title, best first, each with its score, and the best one's deck.

    `edition` is the line over the best one that holds the letter's name and number, and no more;
    `copies` are lines that say the best one again.
    """

    titles: tuple[tuple[Line, float], ...] = ()
    deck: Line | None = None
    edition: Line | None = None
    copies: Lines = ()


@once
def read(facts: Facts) -> Headlines:
    """Weigh the lines of the head."""
    lines = head.lines(facts)
    scored = [(line, _score(facts, lines, index)) for index, line in enumerate(lines)]
    titles = [(line, score) for line, score in scored if score > 0]
    titles.sort(key=lambda pair: (-pair[1], pair[0].place))
    best = titles[0][0] if titles else None
    if best is None:
        return Headlines()
    return Headlines(
        titles=tuple(titles),
        deck=_deck_under(facts, lines, best),
        edition=edition_over(lines, lines.index(best)),
        copies=tuple(copies(facts, lines, best)),
    )


def _score(facts: Facts, lines: Lines, index: int) -> float:
    """Weigh what speaks for a line as the title; 0 where nothing may."""
    line = lines[index]
    if not _may_be(facts, line) or any(_speaks(facts, other) for other in lines[:index]):
        return 0.0
    if line.sort == "name" and index and not line.level:
        return 0.0
    score = 2.0 + 0.5 * (index == 0)
    score += 3.0 * bool(line.level) + 1.0 * line.styled
    if head.is_number_line(line.text) and any(one.sort == "headline" for one in lines):
        score -= 2.0
    score -= 1.5 * (line.sort == "label") + 1.0 * line.text[:1].islower()
    score += 1.0 * bool(head.QUOTED.match(line.text)) + 1.5 * is_numbered(line.text)
    score -= 3.0 * (index > 0 and _is_edition(line.text))
    score += 0.5 * (line.text.isupper() and line.sort == "headline")
    score += 1.0 * (index == 1 and is_day(lines[0]))
    score += _by_neighbours(facts, lines, index)
    return max(score, 0.1)


def _may_be(facts: Facts, line: Line) -> bool:
    """Tell whether a line may be a title at all: a short line, or a heading alone."""
    if line.sort not in {"headline", "label", "name"} or len(line.text) > head.LONGEST_TITLE:
        return False
    if is_handle(line.text) or head.NO_TITLE.match(line.text) or _is_item(facts, line):
        return False
    if ":" in line.text[:40] and fold(line.text.split(":")[0]) in everywhere("also"):
        return False
    if line.level:
        return head.headings_to(facts, line.level) <= 1
    return line.span.first == line.span.last


def _is_item(facts: Facts, line: Line) -> bool:
    """Tell whether a line's number is followed by the next one below: “1-Where …”, “2 - When …”."""
    mark = _ITEM.match(line.text)
    if mark is None:
        return False
    following = re.compile(rf"^{int(mark[1]) + 1}\s?{re.escape(mark[2])}\s?\D")
    return any(following.match(text) for _, text in facts.texts[line.place + 1 :])


def _speaks(facts: Facts, line: Line) -> bool:
    """Tell whether a name is a speaker's: it stands alone on further lines."""
    below = facts.texts[line.place + 1 :]
    return line.sort == "name" and sum(text == line.text for _, text in below) > 1


def _by_neighbours(facts: Facts, lines: Lines, index: int) -> float:
    """Weigh what stands above and below a line."""
    line = lines[index]
    above = [
        other
        for other in lines[:index]
        if other.sort in {"headline", "label", "name"} and not head.is_number_line(other.text)
    ]
    score = 0.0
    if _has_credits(facts, lines, index):
        score += 2.0
    if _has_deck(facts, lines, index):
        score += 2.0
    if index and _has_deck(facts, lines, index - 1):
        score -= 3.0
    since = lines[above[0].place : index] if above else ()
    names = [other.text for other in lines if other.sort == "name"]
    twice = any(other.sort == "name" and names.count(other.text) > 1 for other in since)
    parted = twice or any(map(_parts, since))
    if parted or edition_over(lines, index):
        # Below a title and its date stand the headings of sections; below the name of a letter and
        # its number, the title of its only text.
        lone = is_lone(facts, lines, index) or _is_dated_above(lines, index)
        score += 2.5 if lone else -3.0 * parted
    elif _is_over_title(facts, lines, index):
        score -= 2.5
    # “Zwei Stunden am Bahndamm | Mühlenblog” over “Zwei Stunden am Bahndamm”: a page's own title.
    for other in lines:
        if other is not line and _SITE.match(other.text[len(line.text) :]):
            score += 3.0 * other.text.startswith(line.text)
        if other is not line and _SITE.match(line.text[len(other.text) :]):
            score -= 3.0 * line.text.startswith(other.text)
    if any(other.sort == "trail" and fold(other.text).endswith(fold(line.text)) for other in lines):
        score += 2.0
    return score - _masthead(facts, lines, index)


def _is_over_title(facts: Facts, lines: Lines, index: int) -> bool:
    """Tell whether a line says a letter's name, number or day, and the title stands below it."""
    if is_over_lone(facts, lines, index):
        return True
    return any(
        (is_over_number(lines, index) and is_lone(facts, lines, other))
        or (other == index + 2 and _is_dated_above(lines, other))
        for other in range(index + 1, len(lines))
    )


def _parts(line: Line) -> bool:
    """Tell whether a line parts the head's title from what stands below: a date, a byline."""
    said = line.credits
    return line.sort == "credits" and bool(said.dates or said.names or said.timed)


def _is_dated_above(lines: Lines, index: int) -> bool:
    """Tell whether a headline has its own credits below, and above it the letter's name and day.

    “El Faro de la Mañana”, “Jueves, 17 de octubre de 2019”, the title, “3 min de lectura”, “Por …”.
    """
    if index < 2 or index + 1 >= len(lines) or lines[index].sort != "headline":
        return False
    above, below = lines[index - 1].credits, lines[index + 1].credits
    named = lines[index - 2].sort in {"headline", "name"}
    dated = lines[index - 1].sort == "credits" and above.dates and not (above.names or above.rest)
    return bool(named and dated and (below.stated or below.timed) and not below.dates)


def _recurs(facts: Facts, line: Line) -> bool:
    """Tell whether a name stands again in the text: “Zoeken Inloggen” is a menu, and does not."""
    # A title that is the heading of the first story as well stands there alone.
    return any(line.text in text and line.text != text for _, text in facts.texts)


def _has_credits(facts: Facts, lines: Lines, index: int) -> bool:
    """Tell whether a byline or a date stands right below a line.

    A bare name is a byline only where more credits follow it, or the text itself.
    """
    below = lines[index + 1 : index + 5]
    if not below or below[0].sort not in {"credits", "name"}:
        return False
    if below[0].sort == "credits":
        return True
    if sum(text == below[0].text for _, text in facts.texts) > _MOST_MENTIONS:
        # A speaker's name, which stands over each of his turns.
        return False
    after = [other.sort for other in below[1:] if other.sort not in {"label", "name"}]
    if not after or after[0] in {"credits", "deck"} or is_handle(below[0].text):
        return True
    return _recurs(facts, below[0])


def _masthead(facts: Facts, lines: Lines, index: int) -> float:
    """Weigh what speaks for a line as the name of a site or series over the title below it."""
    line = lines[index]
    later = next((other for other in lines[index + 1 :] if other.sort == "headline"), None)
    if later is None or line.level or is_numbered(line.text):
        return 0.0
    at = lines.index(later)
    if any(map(_parts, lines[index + 1 : at])):
        return 0.0
    named = 2.0 * wording("issue_words").stands_in(line.text)
    if not _has_credits(facts, lines, at) and not _has_credits(facts, lines, at + 1):
        return named
    # Buttons stand between the two, or the text calls itself so: “Vous lisez Couchette, …”.
    return max(named, 2.0 * _recurs(facts, line)) + 1.5 * later.apart


def _has_deck(facts: Facts, lines: Lines, index: int) -> bool:
    """Tell whether the next line is the deck of this one: longer, and above the credits."""
    line, below = lines[index], lines[index + 1] if index + 1 < len(lines) else None
    if below is None or not _may_have_deck(line, below, first=index == 0):
        return False
    if below.level or is_over_lone(facts, lines, index):
        return 0 < line.level < below.level
    if below.styled and line.level and len(below.text) <= head.LONGEST_TITLE:
        # One sentence in italics under the title; several are the text's own foreword.
        return not _SENTENCES.search(below.text) and not below.text.endswith(("?", "？"))
    if below.sort == "headline":
        if index + 2 < len(lines) and lines[index + 2].sort == "greeting":
            return True
        return _is_longer(facts, line, below) and _has_credits(facts, lines, index + 1)
    return _has_credits(facts, lines, index + 1)


def _may_have_deck(line: Line, below: Line, *, first: bool) -> bool:
    """Tell whether two lines could be a title and its deck, by their shapes."""
    titles = line.sort == "headline" or (line.sort == "name" and first)
    if not titles or below.sort not in {"headline", "deck"} or says_again(line, below):
        return False
    if below.apart and below.sort == "headline":
        return False
    shouted = below.text.isupper() or head.QUOTED.match(below.text) is not None
    if below.sort == "headline" and _TOPIC.match(below.text):
        return False
    return not (shouted or is_numbered(below.text) or _is_edition(below.text))


def _is_longer(facts: Facts, line: Line, below: Line) -> bool:
    """Tell whether a headline is the longer, lesser line under a title.

    The name of a site is short, and recurs; under a title of some length a deck may be shorter.
    """
    if _recurs(facts, line) and not is_numbered(line.text):
        return False
    of_length = line.place == 0 and not line.apart and line.text.count(" ") >= _FEW_WORDS - 1
    return of_length or len(below.text) >= 1.25 * len(line.text)


def _is_edition(text: str) -> bool:
    """Tell whether a line only counts the edition: “Vigésima terceira edição”, “elfde nummer”."""
    if is_numbered(text) or text.count(" ") >= _FEW_WORDS - 1:
        return False
    return text.count(" ") > 0 and wording("issue_words").stands_in(text)


def _deck_under(facts: Facts, lines: Lines, title: Line) -> Line | None:
    """Give the deck under the title, where one stands there."""
    index = lines.index(title)
    return lines[index + 1] if _has_deck(facts, lines, index) else None
