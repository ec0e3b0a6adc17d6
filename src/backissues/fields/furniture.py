"""Finds lines that are not the author's: a platform's prompts, counters, scraped comments.

Comes in: a document's numbered lines. Goes out: asides with their reasons.
Must not know: kinds. The worst error is to hide an author's line: a sign must be plain, or stand
where only furniture stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from backissues.languages import everywhere, fold
from backissues.model import Aside, Span

# Marks around a prompt: “👉 Ascolta su Spotify”, “[Subscribe]”, “Share →”.
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
# A count under a post, alone on its line. Matches “12 likes”, “1,204 Views”, “3 commentaires”.
_COUNTER = re.compile(
    r"^\W{0,3}\d[\d.,\s]{0,10}[kKM]?\s?(?:likes?|comments?|views?|reposts?|retweets?|replies|shares"
    r"|reactions?|quotes?|bookmarks?|j'aime|commentaires?|vues|partages|kommentare?|aufrufe|comentarios?|vistas"
    r"|commenti|visualizzazioni|comentários?|visualizações|评论|阅读|点赞)\W{0,3}$",
    re.IGNORECASE,
)
# Bare markup and template tags. Matches <!-- x -->, {{ x }}, {% raw %}, <p class="a">, *|DATE|*;
# not {1/8}, <https://a.org>.
_TAGS = re.compile(
    r"^(?:\s*(?:<!--.*?-->|\{\{.*?\}\}|\{%.*?%\}|\*\|[A-Z_:]+\|\*|</?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>))+\s*$"
)
_LINKED = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_LONGEST_PROMPT = 80
_LONGEST_NOTICE = 240
# A comment needs room above it: the text that it comments.
_LEAST_TEXT = 5


@cache
def _age() -> re.Pattern[str]:
    """Match a comment's age with the text glued to it: “1 moisTrès vrai”, “2wGreat”; not “3 h”."""
    units = sorted(everywhere("age_units"), key=lambda unit: (-len(unit), unit))
    names = "|".join(map(re.escape, units))
    return re.compile(rf"^\d{{1,2}}\s?(?:{names})(?:\s?\((?:edited|modifié)\)\s?)?(?=[A-ZÀ-ÖØ-Þ@])")


@cache
def _prefixes() -> tuple[str, ...]:
    return tuple(sorted(everywhere("furniture_starts")))


def find(lines: Sequence[str], first: int) -> tuple[Aside, ...]:
    """Find the lines to set aside, from line number `first` on."""
    numbered = [
        (number, line.strip())
        for number, line in enumerate(lines, 1)
        if number >= first and line.strip()
    ]
    comments, repeat = _comments(numbered)
    found = [Aside(span=Span(n, n), reason="comment", rule="furniture/comments") for n in comments]
    found += [Aside(span=Span(n, n), reason="duplicate", rule="furniture/repeat") for n in repeat]
    taken = {aside.span.first for aside in found}
    for number, line in numbered:
        if number in taken:
            continue
        if rule := _prompt(line):
            reason = "markup" if rule == "tags" else "furniture"
            found.append(Aside(span=Span(number, number), reason=reason, rule=f"furniture/{rule}"))
    return tuple(sorted(found, key=lambda aside: aside.span))


def _prompt(line: str) -> str:
    """Name the rule by which one line is furniture, or give an empty string."""
    if len(line) > _LONGEST_NOTICE:
        return ""
    if line[0] in "<{*" and _TAGS.match(line):
        return "tags"
    line = _LINKED.sub(r"\1", line)
    bare = fold(_EDGES.sub("", line))
    if len(line) <= _LONGEST_PROMPT:
        if bare in everywhere("furniture"):
            # “News” or “Follow” under a number or a heading mark is the author's.
            return "" if line.startswith("#") else "phrases"
        if line[-1:].isalnum() and line[0].isdigit() and _COUNTER.match(line):
            return "counters"
    if line.startswith("©"):
        return "copyright"
    whole = fold(line.lstrip("👉🏻➡→▶•·*[ "))
    return "notices" if whole.startswith(_prefixes()) and not line.startswith("#") else ""


def _comments(numbered: Sequence[tuple[int, str]]) -> tuple[list[int], list[int]]:
    """Find comments scraped below a text by their glued ages; they reach to the document's end.

    The line before the first age is its writer's name or headline. Lines above it that only
    repeat the text, as a platform's preview does, are duplicates.
    """
    age = _age()
    start = next((i for i, (_, line) in enumerate(numbered) if age.match(line)), None)
    if start is None or start < _LEAST_TEXT:
        return [], []
    start -= 1
    comments = [number for number, _ in numbered[start:]]
    above = numbered[:start]
    repeats: list[int] = []
    while above and repeats_earlier(above[-1][1], [line for _, line in above[:-1]]):
        repeats.insert(0, above[-1][0])
        above = above[:-1]
    return comments, repeats


def repeats_earlier(line: str, earlier: Sequence[str]) -> bool:
    """Tell whether most of a long line stands already, word for word, in earlier lines."""
    whole = fold(line)
    if len(whole) < 80:
        return False
    known = [fold(other) for other in earlier if len(other) >= 40]
    repeated = sum(len(other) for other in set(known) if other in whole)
    return whole in known or repeated > 0.6 * len(whole)
