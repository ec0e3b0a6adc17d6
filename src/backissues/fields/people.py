"""Finds who wrote or conducted a document: in headers, bylines, sign-offs and addresses.

Comes in: facts. Goes out: findings of names; a name's fuller form found elsewhere in the text.
Must not know: kinds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from backissues.fields.dates import dates
from backissues.fields.facts import Facts
from backissues.fields.finding import Candidate, Finding, evidence, settle
from backissues.languages import alternatives, everywhere, fold, opening
from backissues.model import Field, Span

Names = tuple[str, ...]

_HEADERS = ("author", "authors", "by", "creator", "from")
# A person's name in Latin letters: two to four words with capitals, particles between them.
# Matches “Ada Lovelace”, “Tariq KRIM”, “Jean-Marc de La Tour”; not “La Fin de l’Hégémonie” (which
# has an elision), “Privacy Policy Update” is kept out by its place.
_NAME = re.compile(
    r"^[A-ZÀ-ÖØ-Þ][\w'’.-]*(?:\s(?:de|du|des|da|do|dos|di|del|della|von|van|der|den|la|le|el|y|e)){0,2}"
    r"(?:\s[A-ZÀ-ÖØ-Þ][\w'’.-]*){1,3}$"
)
_CJK_NAME = re.compile("[\u4e00-\u9fff\uac00-\ud7af]{2,4}|[\u3040-\u30ff\u4e00-\u9fff]{2,8}")
_BARE_HANDLE = re.compile(r"^@\w{1,40}(?:@[\w.-]+)?$")
_NAMED_HANDLE = re.compile(r"^(\S+(?:\s\S+){0,3}?)\s[(·|]?\s?@\w{1,40}\)?$")
_HANDLE = re.compile(
    r"https?://(?:www\.|mobile\.)?(?:twitter\.com|x\.com|nitter\.net)/(\w{1,30})/status/\d+"
)
_FEDIVERSE = re.compile(r"https?://[\w.-]+/@(\w{1,30})/\d+")
_JOINERS = re.compile(r"\s*(?:,|;|&|·|\||、|\bet\b|\band\b|\bund\b|\by\b|\be\b)\s*")
# What follows a name in a byline: an affiliation after a dash, an address in brackets.
_AFFILIATION = re.compile(r"\s+[-–—|]\s+.*$|\s*[(<].*$")
_MAIL = re.compile(r"\s*<[^<>]*@[^<>]*>\s*")
# “Emmanuelle”, “Rosa Lind”, “Jo !”
_SIGNATURE = re.compile(r"[A-ZÀ-ÖØ-Þ][\w'’-]{1,20}(?:\s[A-ZÀ-ÖØ-Þ][\w'’.-]{1,20}){0,2}\W{0,3}")
_NEAR = 6
_LONGEST = 5000
_LONGEST_BYLINE = 120
# A bare name is its writer's only in the first lines.
_TOP = 3


def is_name(text: str) -> bool:
    """Tell whether a text could be one person's name, by its form."""
    if len(text) > 40 or any(char.isdigit() for char in text):
        return False
    return bool(_NAME.match(text) or _CJK_NAME.fullmatch(text))


@cache
def _byline() -> re.Pattern[str]:
    """Match a line that begins with a word of authorship: “Par Ada Lovelace”, “By: A. B.”."""
    names = alternatives("by", "conducted_by")
    return re.compile(rf"^(?:{names})(?:\s?:?\s+|\s?[:：]\s?)(.{{2,120}})$", re.IGNORECASE)


def split_names(text: str) -> Names:
    """Split a byline into names: joined by signs or words, affiliations dropped."""
    names: list[str] = []
    # “A & B - OK Lab Berlin, C - OK Lab Osnabrück”: an affiliation ends at the next comma.
    for group in re.split(r"\s*[,;]\s*", text):
        for name in _JOINERS.split(_AFFILIATION.sub("", _MAIL.sub("", group))):
            bare = name.strip(' .*_"“”')
            if bare and bare not in names:
                names.append(bare)
    return tuple(names)


def find(facts: Facts, title_line: int) -> Finding[Names]:
    """Find the authors of the whole: header, unroller, byline near the top or end, address."""
    candidates: list[Candidate[Names]] = []
    for wanted in _HEADERS:
        for header in facts.document.headers:
            if header.name == wanted and any(header.values):
                names = tuple(n for value in header.values for n in split_names(value))
                if wanted == "from" and not _is_sender(facts, names):
                    continue
                said = evidence("authors/header", header.span, header.values[0], header=True)
                if names:
                    candidates.append(Candidate(value=names, evidence=said))
    if facts.unroll.name:
        line = facts.unroll.name_line
        said = facts.evidence("authors/unroller", Span(line, line), facts.unroll.name)
        candidates.append(Candidate(value=(facts.unroll.name,), evidence=said, lines=(line,)))
    candidates += _bylines(facts, title_line)
    candidates += _handles(facts)
    return settle(candidates, ())


def _is_sender(facts: Facts, names: Names) -> bool:
    """Tell whether a mail's sender is a person: letters are sent in the name of a series too."""
    words = {word for name in names for word in name.casefold().split()}
    subjects = [h.values[0] for h in facts.document.headers if h.name == "subject" and h.values]
    if any(name in subject for name in names for subject in subjects):
        return False
    return all(map(is_name, names)) and not words & _common_words(facts)


def _bylines(facts: Facts, title_line: int) -> list[Candidate[Names]]:
    """Take a byline, or a bare name under the title."""
    found: list[Candidate[Names]] = []
    texts, headings = facts.texts, facts.headings
    # A name that stands alone again and again is a speaker's.
    often = {text for text, count in Counter(text for _, text in texts).items() if count > 1}
    near = {*range(min(_NEAR, len(texts))), *range(max(0, len(texts) - 4), len(texts))}
    for index in sorted(near):
        span, text = texts[index]
        is_line = span.first == span.last != title_line and len(text) <= _LONGEST_BYLINE
        if not is_line or text in often or span in headings:
            continue
        names, rule = _names_at(facts, index, under_title=bool(title_line))
        if not names:
            continue
        lines = [] if dates(text, facts.code) else [span.first]
        if rule == "authors/handle" and not _NAMED_HANDLE.match(text):
            lines.append(texts[index + 1][0].first)
        found.append(
            Candidate(
                value=names,
                evidence=facts.evidence(rule, span, text),
                standing="stated" if rule == "authors/byline" else "derived",
                lines=tuple(lines),
            )
        )
    return found


def _names_at(facts: Facts, index: int, *, under_title: bool) -> tuple[Names, str]:
    """Read the names of one line, and say by which rule."""
    text = facts.texts[index][1]
    bare = _undated(text, facts.code)
    if (match := _byline().match(bare)) and all(map(is_name, names := split_names(match[1]))):
        return names, "authors/byline"
    if bare == text and dates(text, facts.code) and (writer := guest(text)):
        # “Posted on 14 March 2022 by Ruth Oakes”
        return (writer[0],), "authors/byline"
    if index >= _TOP:
        return (), ""
    if names := _beside_handle(facts.texts, index):
        return names, "authors/handle"
    names = split_names(text) if under_title else ()
    # “Deep Learning” has the form of a name, but its words stand in the text as words.
    if all(map(is_name, names)) and not _common_words(facts) & set(text.casefold().split()):
        return names, "authors/bare-name"
    return (), ""


def _common_words(facts: Facts) -> set[str]:
    """Return the words that the text writes with small letters."""
    return {word for _, text in facts.texts for word in text.split() if word.islower()}


def _undated(text: str, language: str) -> str:
    """Take the date from a byline's end: “Par Jeanne Morel, le 3 avril 2022”."""
    last = dates(text, language)[-1:]
    if not last or last[0].end < len(text.rstrip(" .*")):
        return text
    return re.sub(r"[\s,·|–—-]+(?:[a-zà-ÿ]{1,3}\s)?[\s,·|–—-]*$", "", text[: last[0].start])


def _beside_handle(texts: Sequence[tuple[Span, str]], index: int) -> Names:
    """Take a name with its handle after it, or on the line below: “Ada Marsh”, “@adamarsh”."""
    text = texts[index][1]
    if named := _NAMED_HANDLE.match(text):
        return (named[1],) if is_name(named[1]) else ()
    below = texts[index + 1][1] if index + 1 < len(texts) else ""
    return (text,) if _BARE_HANDLE.match(below) and is_name(text) else ()


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
            # “Emmanuelle Leneuf il va”: names end where capitals end; three words are rare.
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

    Returns the name and the words before it that announce it (“par”), or None.
    """
    words = alternatives("by")
    match = re.search(rf"\s({words})\s(\S+(?:\s\S+){{1,3}})$", heading)
    if match and is_name(match[2]):
        return match[2], match[1]
    return None
