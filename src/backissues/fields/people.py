"""Finds who wrote or conducted a document: in headers, bylines, sign-offs and addresses.

Comes in: facts. Goes out: findings of names; a name's fuller form found elsewhere in the text.
Must not know: kinds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from backissues.fields import head
from backissues.fields.closing import at_the_end, small_words
from backissues.fields.facts import Facts
from backissues.fields.finding import Candidate, Finding, evidence, settle
from backissues.fields.names import Names, is_handle, is_name, split_names
from backissues.languages import bare, everywhere, fold, opening
from backissues.model import Field, Span
from backissues.patterns import late

_HEADERS = ("author", "authors", "by", "byline", "creator", "writer", "editor", "from")
_BARE_HANDLE = late(r"^[\u202a\u2068]?@\w[\w.-]{0,40}(?:@[\w.-]+)?[\u202c\u2069]?$")
_HANDLE = late(r"^@\w{1,40}(?:@[\w.-]+)?$")
_HANDLE = late(
    r"https?://(?:www\.|mobile\.)?(?:twitter\.com|x\.com|nitter\.net)/(\w{1,30})/status/\d+"
)
_FEDIVERSE = late(r"https?://[\w.-]+/@(\w{1,30})/\d+")
# “"Pemberton, Orla" <orla@mill.example>”, not “Ada Roe, Bo Lind <…>”
_LAST_FIRST = late(
    r"^\"?([^\s\",<>]{2,30}),\s([^\s\",<>]{2,30}(?:\s[A-Z]\.)?)\"?\s*<[^<>]*@[^<>]*>$"
)
# “orla@mill.example (Orla Pemberton)”, “orla at mill.example (Orla Pemberton)”
_IN_BRACKETS = late(r"^[^\s()]{2,60}(?:\sat\s[^\s()]{2,60})?\s\(([^()]{2,60})\)$")
# “Rosalie”, “Rosa Lind”, “Jo !”
_SIGNATURE = late(r"[A-ZÀ-ÖØ-Þ][\w'’-]{1,20}(?:\s[A-ZÀ-ÖØ-Þ][\w'’.-]{1,20}){0,2}\W{0,3}")
# An account's name is no sentence: “新闻早餐：青山镇老桥今起限行，三月茶市提前开秤” is a headline.
_SENTENCE = late(r"[，。？！]|[,.?!]\s.*[,.?!]")
_LONGEST = 5000
_LONGEST_GUEST = 4


def find(facts: Facts, title_line: int) -> Finding[Names]:
    """Find the authors of the whole: header, unroller, byline near the top or end, address."""
    candidates: list[Candidate[Names]] = []
    named = {header.name for header in facts.document.headers}
    for wanted in _HEADERS:
        for header in facts.document.headers if wanted in named else ():
            if header.name == wanted and any(header.values):
                names = tuple(n for value in header.values for n in _header_names(value))
                if wanted == "from" and not _is_sender(facts, names):
                    continue
                said = evidence("authors/header", header.span, header.values[0], header=True)
                if names:
                    candidates.append(Candidate(value=names, evidence=said))
    if facts.unroll.name and not _SENTENCE.search(facts.unroll.name):
        line = facts.unroll.name_line
        said = facts.evidence("authors/unroller", Span(line, line), facts.unroll.name)
        shown = Candidate[Names](
            value=(facts.unroll.name,), evidence=said, lines=facts.unroll.name_lines
        )
        # A clipper's header gives the handle; the page has the name.
        handles = all(name.startswith("@") for found in candidates for name in found.value)
        candidates.insert(0 if handles else len(candidates), shown)
    candidates += _in_head(facts, title_line) or at_the_end(facts)
    candidates += _handles(facts)
    # A name says more than an account's.
    candidates.sort(key=lambda candidate: all(map(is_handle, candidate.value)))
    return settle(candidates, ())


def _header_names(value: str) -> Names:
    """Read the names of a header; mail programs write “Pemberton, Orla <…>” and “a@b (Orla …)”."""
    if match := _LAST_FIRST.match(value):
        return (f"{match[2]} {match[1]}",)
    if match := _IN_BRACKETS.match(value):
        return split_names(match[1])
    return split_names(value)


def _is_sender(facts: Facts, names: Names) -> bool:
    """Tell whether a mail's sender is a person: letters are sent in the name of a series too."""
    words = {word for name in names for word in name.casefold().split()}
    subjects = [h.values[0] for h in facts.document.headers if h.name == "subject" and h.values]
    if any(name in subject for name in names for subject in subjects):
        return False
    return all(map(is_name, names)) and not words & small_words(facts)


def _in_head(facts: Facts, title_line: int) -> list[Candidate[Names]]:
    """Take the names of the head: bylines first, then names beside a date or handle, then bare."""
    ranked: list[tuple[int, Candidate[Names]]] = []
    lines = head.lines(facts)
    for index, line in enumerate(lines):
        if line.span.last == title_line or line.level:
            continue
        below = lines[index + 1] if index + 1 < len(lines) else None
        if line.sort == "name" and below and _BARE_HANDLE.match(below.text):
            used = (*line.span, *below.span)
            ranked.append((1, _candidate(facts, line, "authors/handle", lines=used)))
        elif below and _BARE_HANDLE.match(below.text) and is_name(bare(line.text)):
            # “佐伯みどり🍵”
            said = facts.evidence("authors/handle", line.span, bare(line.text))
            used = (*line.span, *below.span)
            found: Candidate[Names] = Candidate(
                value=(bare(line.text),), evidence=said, standing="derived", lines=used
            )
            ranked.append((1, found))
        elif line.sort == "name" and line.credits.names and line.credits.handle:
            ranked.append((1, _candidate(facts, line, "authors/handle")))
        elif line.sort == "name" and line.credits.names:
            if _is_bare_byline(facts, lines, index, titled=bool(title_line)):
                ranked.append((2, _candidate(facts, line, "authors/bare-name")))
        elif line.sort == "credits" and line.credits.names:
            rank, rule = (0, "authors/byline") if line.credits.stated else (1, "authors/credits")
            used = () if line.credits.dates or line.credits.rest else tuple(line.span)
            ranked.append((rank, _candidate(facts, line, rule, lines=used)))
    return [candidate for _, candidate in sorted(ranked, key=lambda pair: pair[0])]


def _candidate(
    facts: Facts, line: head.Line, rule: str, *, lines: tuple[int, ...] | None = None
) -> Candidate[Names]:
    """Make a candidate of the names of a line."""
    return Candidate(
        value=line.credits.names,
        evidence=facts.evidence(rule, line.span, line.text),
        standing="stated" if rule == "authors/byline" else "derived",
        lines=tuple(line.span) if lines is None else lines,
    )


def _is_bare_byline(facts: Facts, lines: Sequence[head.Line], index: int, *, titled: bool) -> bool:
    """Tell whether a name alone on its line is the writer's: below a title, or above a date.

    A name that stands alone again and again is a speaker's; words that the text writes with small
    letters make no name (“Deep Learning”).
    """
    line = lines[index]
    if any(text == line.text for _, text in facts.texts[lines[-1].place + 1 :]):
        return False
    if any(word in small_words(facts) for word in line.text.casefold().split()):
        return False
    below = lines[index + 1] if index + 1 < len(lines) else None
    above = any(other.sort in {"headline", "label"} for other in lines[:index])
    if titled and above:
        return True
    return below is not None and below.sort == "credits" and bool(below.credits.dates)


def _handles(facts: Facts) -> list[Candidate[Names]]:
    """Take the handle in the address of the first post, when that is the first line."""
    if not facts.texts:
        return []
    span, text = facts.texts[0]
    match = _HANDLE.fullmatch(text.partition("?")[0]) or _FEDIVERSE.fullmatch(text)
    if not match:
        return []
    said = facts.evidence("authors/address", span, match[1])
    return [Candidate(value=(match[1],), evidence=said, standing="derived")]


def fuller(facts: Facts, first_name: str) -> tuple[str, Span] | None:
    """Find the fuller form of a first name anywhere in the source, scraped comments included."""
    pattern = re.compile(rf"\b{re.escape(first_name)}(?:\s[A-ZÀ-ÖØ-Þ][\w'’-]+){{1,2}}")
    for number, line in enumerate(facts.document.lines, 1):
        if first_name in line and (match := pattern.search(line)):
            words = match[0].split()
            # “Rosa Lind il va”: names end where capitals end; three words are rare.
            return " ".join(words[:2]), Span(number, number)
    return None


def full_name(facts: Facts, surname: str) -> tuple[str, Span] | None:
    """Find the first name that stands before a surname: “Ortiz” → “Lena Ortiz”."""
    if " " in surname:
        return None
    pattern = re.compile(rf"(?<![.!?«“\"]\s)\b([A-ZÀ-ÖØ-Þ][\w'’-]{{1,20}})\s{re.escape(surname)}\b")
    for span, text in facts.texts:
        for match in pattern.finditer(text[:_LONGEST]):
            word = match[1].casefold()
            if word not in everywhere("titles") and word not in everywhere("said"):
                return match[0], span
    return None


def sign_off(facts: Facts) -> Field[Names] | None:
    """Take a name alone on its line after a farewell, and its fuller form where the text has it."""
    texts = facts.texts
    for index in range(len(texts) - 1, max(0, len(texts) // 2), -1):
        span, text = texts[index]
        if not _SIGNATURE.fullmatch(text):
            continue
        above = texts[index - 1][1]
        before = fold(re.sub(r"^\W+", "", above))
        if opening("farewell").match(before) or above.rstrip().endswith(","):
            name = text.rstrip(" .!*")
            said = [facts.evidence("authors/sign-off", span, name)]
            full = fuller(facts, name) if " " not in name else None
            if full:
                said.append(facts.evidence("authors/full-name", full[1], full[0]))
            value = (full[0] if full else name,)
            return Field(value=value, standing="derived", evidence=tuple(said))
    return None


def guest(heading: str) -> tuple[str, str] | None:
    """Part a guest column's heading: “💡FlashExpert : L’IA … par Nicolas Diacono” → name, mark.

    Returns the name and the word before it that announces it (“par”), or None.
    """
    words = heading.split()
    for size in range(2, min(_LONGEST_GUEST, len(words) - 1) + 1):
        mark, name = words[-size - 1], " ".join(words[-size:])
        # “LE MOT DE LA PRÉSIDENTE” names an office; “de” and “di” join other things too.
        announced = (
            fold(mark) in everywhere("by_inside") and len(mark) > len("di")
        ) or mark == "by"
        if announced and is_name(name) and not name.isupper():
            return name, mark
    return None
