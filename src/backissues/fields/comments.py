"""Finds comments scraped below a text.

Comes in: a document's filled lines with their numbers. Goes out: `Comments`: their lines, lines
above them that only repeat the text, lines of the page's foot below them.
Must not know: kinds. Comments reach to the page's foot, so their beginning must be plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from backissues.fields.dates import dates, may_date
from backissues.fields.prompt_words import GLUE, SURE
from backissues.fields.prompts import weigh_line
from backissues.languages import alternatives, bare, everywhere, fold, phrases
from backissues.languages.tokens import tokens
from backissues.patterns import late

Numbered = Sequence[tuple[int, str]]
_LONGEST_LABEL = 80
_LONGEST_HEADLINE, _LONGEST_MOMENT, _LONGEST_DAY = 160, 60, 30
# A comment needs room above it: the text that it comments.
_LEAST_TEXT, _LEAST_LETTERS = 5, 250
# A name, a headline and a date may stand between the line over comments and the first sign of one.
_NEAR = 6
# A moment to the minute: “29 de novembro de 2014 às 08:15”, “6-18 22:10 来自上海”, glued to a name
# “AdaJune 5, 2013 at 7:02 AM”; not “10:30”, “Doors at 10:30”.
_MOMENT = late(
    r"\d{1,4}[^\d:]{1,12}\d{1,4}\D{1,12}\d{1,2}[:.h]\d{2}\b.{0,12}$"
    r"|\d{1,2}\D{1,16}\d{4}\D{1,12}\d{1,2}[:.h]\d{2}\b.{0,12}$"
    r"|^\d{1,2}[-/.]\d{1,2}\s\d{1,2}:\d{2}\b"
)
# How an age begins: “2w”, “3 j”, “1 moisBien dit”; not “1. Titre”, “12:30”, “2024”.
_AGED = late(r"\d{1,2}\s?(?=[^\W\d_])")
# What counts what a button did: “Like (2)”.
_TALLY = late(r"\s?\(\d{1,4}\)$")
_DATE = late(r"^\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?$|^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}$")
# A moment ends with a figure or with one of these: “7:02 AM”, “8.15 Uhr”, “8h15m.”, “7時02分”.
_MOMENT_ENDS = frozenset("Mm.時分r")
# What a platform sets under each comment beside its buttons: “2w”, “Like 98”.
_UNDER_COMMENTS = frozenset({"ages", "counters", "tallies"})
# What a head quotes of the text's title: “2 thoughts on “The moon””.
_QUOTED = late(r"[“„«\"‘].{0,200}$")


class Comments(Struct, frozen=True, kw_only=True):
    """The lines of comments, those above that a preview repeats, those of the page's foot below."""

    lines: tuple[int, ...] = ()
    repeats: tuple[int, ...] = ()
    foot: tuple[int, ...] = ()


@cache
def _units() -> tuple[str, ...]:
    """Give the units of ages; German writes them with a capital."""
    words = everywhere("age_units")
    # One letter with a capital is no unit: “10 GOTO 10”.
    return tuple(sorted(words | {word.capitalize() for word in words if len(word) > 2}))


def _behind_age(line: str) -> Iterator[str]:
    """Yield what may stand behind the age that a line begins with: of “1 moisBien dit” two ways.

    A pattern of all units takes 10 ms to compile, and nearly every line begins with none of them.
    """
    if age := _AGED.match(line):
        said = line[age.end() :]
        yield from (said[len(unit) :] for unit in _units() if said.startswith(unit))


@cache
def _glued() -> re.Pattern[str]:
    """Match what is glued to an age: “Bien dit”, “(edited) Great”; not “ours de mer”."""
    return re.compile(rf"(?:\s?\((?:{alternatives('ago')})\)\s?)?[A-ZÀ-ÖØ-Þ@]")


def _is_glued(line: str) -> bool:
    """Tell whether a text is glued to an age: “1 moisBien dit”, “2wGreat”; not “3 h”."""
    return any(_glued().match(words) for words in _behind_age(line))


def _is_age(line: str) -> bool:
    """Tell whether a line is an age: “2w”, “1 mois”, “2 w ago”; not “2”, “3 jours de mer”."""
    return any(map(_is_ago, _behind_age(line)))


def _is_ago(words: str) -> bool:
    """Tell whether words behind an age add nothing to it."""
    ago = everywhere("ago")
    return not words or words in ago or (words[0].isspace() and words[1:] in ago)


def find(numbered: Numbered) -> Comments:
    """Find comments below a text; they reach to the document's end, or to the foot of its page.

    They show by ages glued to them (“1 moisBien dit”; the line before is the writer's name or
    headline), by ages on lines of their own, or by a platform's line over them. Lines above that
    only repeat the text, as a platform's preview does, are duplicates.
    """
    start = _start(numbered)
    if start is None:
        return Comments()
    above = numbered[:start]
    repeats: list[int] = []
    while above and repeats_earlier(above[-1][1], [line for _, line in above[:-1]]):
        repeats.insert(0, above[-1][0])
        above = above[:-1]
    numbers = tuple(number for number, _ in numbered)
    end = _foot(numbered, start)
    return Comments(lines=numbers[start:end], repeats=tuple(repeats), foot=numbers[end:])


def _foot(numbered: Numbered, start: int) -> int:
    """Give the index at which a page's foot begins below comments: “© 2024 Ada Roe”, “Privacy”.

    It reaches up to what a platform sets under each comment; an address may stand inside of it.
    """
    weight, first = 0.0, len(numbered)
    for index in range(len(numbered) - 1, start, -1):
        line = numbered[index][1]
        known = weigh_line(line)
        if _is_button(line) or known.rule in _UNDER_COMMENTS:
            break
        if known.weight >= 1:
            weight, first = weight + known.weight, index
        elif first - index > 1 or len(line) > _LONGEST_DAY:
            break
    if weight < SURE:
        return len(numbered)
    # “Share” under a blank line is the foot's, and right under a comment its own.
    (above, _), (number, line), (below, _) = numbered[first - 2 : first + 1]
    return first - (_is_button(line) and above + 1 < number == below - 1)


def _start(numbered: Numbered) -> int | None:
    """Give the index of the first line of the comments, or None."""
    # An age begins with a digit, and a platform's line over comments is short: most lines are
    # neither, and cost nothing.
    ages = sum([_is_age(line) for _, line in numbered if line[0].isdigit()])
    letters = 0
    for index, (_, line) in enumerate(numbered):
        room = index >= _LEAST_TEXT and letters >= _LEAST_LETTERS
        size = len(line)
        letters += size
        if not room:
            continue
        digit = line[0].isdigit()
        if size > _LONGEST_LABEL and not digit:
            continue
        if digit and _is_glued(line):
            return index - 1
        # Weaker signs: they need a platform's own line before or after them.
        is_age = digit and _is_age(line)
        if is_age and weigh_line(numbered[index - 1][1]).weight >= 1:
            return index
        if is_age and ages > 1:
            # A name and a headline stand over each age.
            above = [len(other) <= _LONGEST_HEADLINE for _, other in numbered[index - 2 : index]]
            return index - 2 if all(above) else index - 1
        if not _is_head(line):
            continue
        near = numbered[index + 1 : index + 1 + _NEAR]
        if _is_commented(near, counted=not line.isalpha()):
            return index
    return None


def _is_head(line: str) -> bool:
    """Tell whether a line is a platform's over comments: “Comments”, “Responses (3)”."""
    if line[-1] in ".!?,;":
        return False
    first = tokens(line)[:1]
    if not first or first[0] not in _openers():
        return False
    words = tokens(_QUOTED.sub("", line))
    if not words or len(words) > _NEAR or " ".join(words) not in everywhere("comment_heads"):
        return False
    if any(map(str.isdigit, line)):
        return True
    # “Comment” alone is a button, and “Comment:” a label of the author's.
    return len(words) > 1 or (line[-1] not in ":：" and words[0] not in everywhere("furniture"))


@cache
def _openers() -> frozenset[str]:
    """Give the words that a platform's line over comments begins with, after its count."""
    return frozenset(words[0] for words in phrases("comment_heads").values() if words)


def _is_commented(below: Numbered, *, counted: bool) -> bool:
    """Tell whether the next lines show that comments follow, and not a chapter of the author's.

    Under a line that counts them a date is enough.
    """
    for _, line in below:
        if len(line) > _LONGEST_LABEL:
            continue
        if line[-1].isdigit() or line[0].isdigit() or line[-1] in _MOMENT_ENDS:
            dated = (len(line) <= _LONGEST_MOMENT and _MOMENT.search(line)) or (
                counted and (_DATE.match(line) or _is_day(line))
            )
            if dated or _is_age(line):
                return True
        if _says(line) or _is_button(line):
            return True
    return False


def _is_day(line: str) -> bool:
    """Tell whether a line is a date in words and nothing else: “Sep 15, 2023”."""
    found = dates(line, None) if len(line) <= _LONGEST_DAY and may_date(line) else ()
    return any(day.words == line for day in found)


def _is_button(line: str) -> bool:
    """Tell whether a line is the buttons under a comment: “Reply”, “ReplyDelete”."""
    words = fold(bare(GLUE.sub(" ", _TALLY.sub("", line))))
    return words in everywhere("comment_buttons")


def _says(line: str) -> bool:
    """Tell whether a line gives a comment its writer: “Anna said...”, “Dirceu disse...”."""
    words = fold(line)
    return words[-1:] in {":", "…", "."} and f" {bare(words)}".endswith(_sayings())


@cache
def _sayings() -> tuple[str, ...]:
    return tuple(f" {word}" for word in everywhere("comment_says"))


def repeats_earlier(line: str, earlier: Sequence[str]) -> bool:
    """Tell whether most of a long line stands already, word for word, in earlier lines."""
    whole = fold(line)
    if len(whole) < 80:
        return False
    known = [fold(other) for other in earlier if len(other) >= 40]
    repeated = sum(len(other) for other in set(known) if other in whole)
    return whole in known or repeated > 0.6 * len(whole)
