"""Finds who conducted an interview: in a credit at the top or the end, or as the one who asks.

Comes in: facts, the authors found so far, the asker's name, the guests. Goes out: the authors.
Must not know: kinds, how turns are set.
"""

from __future__ import annotations

import re
from functools import cache

from backissues.fields.facts import Facts
from backissues.fields.names import is_name
from backissues.languages import alternatives, wording
from backissues.model import Evidence, Field, Rival, Span

Names = tuple[str, ...]

# Credits stand in the first and the last lines, and are short.
_TOP, _END = 10, 14
_LONGEST = 200
# What parts a role from its name, and names from each other.
_SIGNS = " :：=＝／/|｜-–—·"
_JOINED = re.compile(r"\s*(?:[,，、;；&+·•|｜/／]|\b(?:et|and|und|y|e|en|i|и|och|og)\b(?=\s))\s*")
# The next role on the line: “… · Fotos: Y”, “… 撮影＝Y”.
_NEXT_ROLE = re.compile(r"[\s,，、·•|/／]\s?[^\s:：=＝]{1,14}\s?[:：=＝]")
_SENTENCE = re.compile(r"(?<=\w{3})[.。!](?:\s|$)")
_HEADERS = frozenset({"interviewer", "interviewers", "interviewed_by", "interviewed-by"})
_EDGES = " .*_\"“”'’()[]{}<>@"


@cache
def _credit() -> re.Pattern[str]:
    """Match the words before an interviewer: “Propos recueillis par”, “采访：”."""
    return re.compile(rf"(?<!\w)(?:{alternatives('conducted_by')})", re.IGNORECASE)


def with_conductor(
    facts: Facts, authors: Field[Names], *, asker: str, guests: Names
) -> Field[Names]:
    """Add who conducted an interview to its authors; a guest who answers is none of them."""
    authors = _without_guests(authors, guests)
    found = [*_headers(facts), *_credits(facts)]
    if asker:
        found += _asker(facts, asker)
    for name, said in found:
        if name in authors.value or name in guests:
            continue
        authors = Field(
            value=(*authors.value, name),
            standing=authors.standing if authors.value else "derived",
            evidence=(*authors.evidence, said),
            rivals=authors.rivals,
        )
    return authors


def _without_guests(authors: Field[Names], guests: Names) -> Field[Names]:
    """Drop a name that was taken for a byline and is a guest's; it stays as a rival."""
    if authors.standing != "derived" or not authors.value or not set(authors.value) <= set(guests):
        return authors
    lost = tuple(
        Rival(value=", ".join(authors.value), evidence=evidence) for evidence in authors.evidence
    )
    return Field(value=(), rivals=(*lost, *authors.rivals))


def _headers(facts: Facts) -> list[tuple[str, Evidence]]:
    return [
        (
            value,
            Evidence(rule="authors/interviewer", quote=value, span=header.span, where="header"),
        )
        for header in facts.document.headers
        if header.name in _HEADERS
        for value in header.values
        if value
    ]


def _credits(facts: Facts) -> list[tuple[str, Evidence]]:
    """Read the names after a credit's words in the first and the last lines."""
    texts = facts.texts
    near = {*range(min(_TOP, len(texts))), *range(max(0, len(texts) - _END), len(texts))}
    found: list[tuple[str, Evidence]] = []
    for index in sorted(near):
        span, text = texts[index]
        if len(text) > _LONGEST or not wording("conducted_by").may_stand_in(text):
            continue
        found += [
            (name, facts.evidence("authors/conductor", span, name))
            for name in credited(text, top=index < _TOP and index <= len(texts) // 2)
        ]
    return found


def credited(text: str, *, top: bool) -> Names:
    """Give the names that a line credits with the talk.

    One word and a name (“Interview: Ada Hale”) credit at the end only: on top they name the guest.
    """
    straight = text.replace("’", "'")
    for match in _credit().finditer(straight):
        rest = text[match.end() :]
        alone = " " not in match[0] and match[0].isascii()
        if top and alone:
            continue
        names = _names(rest)
        if names:
            return names
    return ()


def _names(rest: str) -> Names:
    """Read the names that a credit's rest begins with; functions between them are passed over."""
    rest = rest.lstrip(_SIGNS)
    for cut in (_NEXT_ROLE, _SENTENCE):
        if match := cut.search(rest):
            rest = rest[: match.start()]
    found: list[str] = []
    for index, piece in enumerate(_JOINED.split(rest)):
        name = piece.strip(_EDGES)
        if is_name(name):
            found.append(name)
        elif not index:
            return ()
    return tuple(found)


def _asker(facts: Facts, asker: str) -> list[tuple[str, Evidence]]:
    """Point at the first line that the asker's name opens."""
    for span, text in facts.texts:
        if asker in text[: len(asker) + 16]:
            return [(asker, facts.evidence("authors/asker", Span(span.first, span.last), asker))]
    return []
