"""Finds who conducted an interview: in a credit at the top or the end, or as the one who asks.

Comes in: facts, the authors found so far, the asker's name, the guests. Goes out: the authors.
Must not know: kinds, how turns are set.
"""

from __future__ import annotations

import re
from functools import cache

from backissues.fields.facts import Facts
from backissues.fields.names import is_name
from backissues.fields.turns import Turns
from backissues.languages import CJK, Lexicon, alternatives, everywhere, fold, wording
from backissues.model import Evidence, Field, Rival
from backissues.patterns import late

Names = tuple[str, ...]

# Credits stand in the first and the last lines, and are short.
_TOP, _END = 10, 14
_LONGEST = 200
# What parts a role from its name, and names from each other.
_SIGNS = " :：=＝／/|｜-–—·"
_JOINED = late(r"\s*(?:[,，、;；&+·•|｜/／]|\b(?:et|and|und|y|e|en|i|и|och|og)\b(?=\s))\s*")
# The next role on the line: “… · Fotos: Y”, “… 撮影＝Y”.
_NEXT_ROLE = late(r"[\s,，、·•|/／]\s?[^\s:：=＝]{1,14}\s?[:：=＝]")
# Several roles of one person: “聞き手・構成＝X”, “Interview & Text: X”.
_ROLES = late(r"^\s?[・/／、,&+]\s?[^\s:：=＝]{1,14}\s?(?=[:：=＝])")
_SENTENCE = late(r"(?<=\w{3})[.。!](?:\s|$)")
_HEADERS = frozenset({"interviewer", "interviewers", "interviewed_by", "interviewed-by"})
_CREDITING = frozenset(":：=＝/／|｜ \u3000")
_EDGES = " .*_\"“”'’()[]{}<>@"


@cache
def _credit() -> re.Pattern[str]:
    """Match the words before an interviewer: “Propos recueillis par”, “采访：”."""
    return re.compile(rf"(?<!\w)(?:{alternatives('conducted_by')})", re.IGNORECASE)


def with_conductor(
    facts: Facts, authors: Field[Names], *, turns: Turns, guests: Names
) -> Field[Names]:
    """Add who conducted an interview to its authors; a guest who answers is none of them."""
    found = [*_headers(facts), *_credits(facts, turns)]
    authors = _without_guests(authors, guests, turns)
    named = {name for name, _ in found}
    if named and authors.standing == "derived" and named.isdisjoint(authors.value):
        # A name that only stood where bylines stand gives way to one that a credit names.
        authors = _lost(authors)
    found += _askers(facts, turns)
    known = {name.casefold() for name in (*authors.value, *guests)}
    for name, said in found:
        if name.casefold() in known:
            continue
        known.add(name.casefold())
        authors = Field(
            value=(*authors.value, name),
            standing=authors.standing if authors.value else "derived",
            evidence=(*authors.evidence, said),
            rivals=authors.rivals,
        )
    return authors


def _without_guests(authors: Field[Names], guests: Names, turns: Turns) -> Field[Names]:
    """Drop a name that was taken for a byline and is a guest's; it stays as a rival.

    Who asks speaks to the guest by name, and to nobody else: “Frau Wendt, seit wann …?”.
    """
    if authors.standing != "derived" or not authors.value:
        return authors
    asked = " ".join(turns.asked)
    called = {
        name
        for name in authors.value
        if name not in turns.askers and any(word in asked for word in name.split() if len(word) > 3)
    }
    if not set(authors.value) <= {*guests, *called}:
        return authors
    return _lost(authors)


def _lost(authors: Field[Names]) -> Field[Names]:
    """Leave authors absent; what was taken for them stays as a rival."""
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


def _credits(facts: Facts, turns: Turns) -> list[tuple[str, Evidence]]:
    """Read the names after a credit's words in the first and the last lines."""
    texts, spoken = facts.texts, turns.lines
    near = {*range(min(_TOP, len(texts))), *range(max(0, len(texts) - _END), len(texts))}
    found: list[tuple[str, Evidence]] = []
    for index in sorted(near):
        span, text = texts[index]
        if (
            span.first in spoken
            or len(text) > _LONGEST
            or not wording("conducted_by").may_stand_in(text)
        ):
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
        rest = _ROLES.sub("", text[match.end() :])
        # A script that parts no words needs a sign: “採訪後記” is a heading.
        if CJK.search(match[0]) and rest[:1] not in _CREDITING:
            continue
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


def _askers(facts: Facts, turns: Turns) -> list[tuple[str, Evidence]]:
    """Point at the first line that the full name of one who asks opens."""
    found: list[tuple[str, Evidence]] = []
    for asker in turns.askers:
        if not is_name(asker) or not _is_person(asker, facts.lexicon):
            continue
        for span, text in facts.texts:
            if asker in text[: len(asker) + 16]:
                found.append((asker, facts.evidence("authors/asker", span, asker)))
                break
    return found


def _is_person(name: str, lexicon: Lexicon) -> bool:
    """Tell a full name from initials, from a role (“记者”) and from a paper (“Le Journal”)."""
    words = name.split()
    if fold(name) in everywhere("asker_words") or fold(words[0]) in lexicon.stopwords:
        return False
    return not name.isascii() or all(len(word.rstrip(".")) > 1 for word in words)
