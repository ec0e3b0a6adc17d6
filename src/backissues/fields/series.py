"""Finds the series that an issue belongs to and its number in it.

Comes in: facts, the title. Goes out: findings for series and number; a diagnostic on disagreement.
Must not know: kinds.
"""

from __future__ import annotations

import re
from functools import cache

from backissues.codes import diagnose
from backissues.fields.dates import dates
from backissues.fields.facts import Facts
from backissues.fields.finding import Candidate, Finding, evidence, settle
from backissues.languages import bare, everywhere, fold, wording
from backissues.model import Diagnostic, Span
from backissues.text.tree import readable

_LONGEST_SERIES = 60
_MOST_WORDS = 10
_LONGEST_GREETING = 2000
# The head of a letter is its first lines; beside name and number it may hold a date.
_MASTHEAD = 4
_DATE_BESIDE = 32
# 每周分享第 1 期, 科技爱好者周刊（第 100 期）
_CJK = re.compile(r"^(.{1,30}?)\s?[（(:：]?\s?第\s?(\d{1,5})\s?[期号]")
_DIGIT = re.compile(r"\d")
# A capital, a digit or a Chinese character begins a name.
_CAPITAL = re.compile(r"^[A-ZÀ-ÖØ-Þ0-9\u4e00-\u9fff]")


@cache
def _numbered() -> re.Pattern[str]:
    """Match a sign for “number” and the number: #16, n°1, No. 12, Ausgabe 34, Issue 7."""
    signs = sorted(everywhere("number_signs"), key=lambda sign: (-len(sign), sign))
    names = "|".join(re.escape(sign) for sign in signs if sign.isalpha() and len(sign) > 2)
    return re.compile(
        rf"(?:#|№|\b[Nn][°ºo]\.?|\b[Nn]r\.?|\b(?:{names})\b\.?)\s?#?\s?(\d{{1,5}})(?![\d.,]\d)\b",
        re.IGNORECASE,
    )


class Mention:
    """A series and a number as one line names them."""

    def __init__(self, name: str, number: str, quote: str) -> None:
        self.name = name
        self.number = number
        self.quote = quote


def mention(text: str, *, whole: bool) -> Mention | None:
    """Read “NAME #16” in a text: `whole` where the text is a title, else inside a sentence."""
    if not _DIGIT.search(text):
        return None
    text = readable(text)
    if match := _CJK.match(text):
        return Mention(match[1].strip(" -–—:："), str(int(match[2])), match[0])
    match = _numbered().search(text)
    if not match:
        return None
    before = text[: match.start()].rstrip(" -–—:,|([")
    name = _clean(before) if whole else _tail(before)
    if not whole and not name:
        name = _head(text[match.end() :])
    if name and len(name) <= _LONGEST_SERIES:
        start = text.find(name)
        quote = text[start : match.end()] if 0 <= start < match.start() else match[0]
        return Mention(name, str(int(match[1])), quote)
    return Mention("", str(int(match[1])), match[0])


def _clean(name: str) -> str:
    """Drop emoji and signs at a name's ends, and a word for “number” that ends it."""
    words = bare(name)
    head, _, last = words.rpartition(" ")
    return _clean(head) if fold(last) in everywhere("number_signs") else words


def _tail(before: str) -> str:
    """Take the name that ends a sentence's piece: “bienvenue dans Mes Flashs de la semaine”.

    It begins after the first “into” word that a capital follows, else at the last capital run.
    """
    # A name has no stop or comma inside.
    words = re.split(r"[.,;:!?…]\s", before)[-1].split()[-_MOST_WORDS:]
    into = everywhere("into")
    for index in range(1, len(words)):
        # The first of them: “dans La Feuille de Talus” has another inside the name.
        if words[index - 1].casefold() in into and _CAPITAL.match(words[index]):
            return _clean(" ".join(words[index:]))
    start = len(words)
    while start and _CAPITAL.match(words[start - 1].lstrip('«“"')):
        start -= 1
    return _clean(" ".join(words[start:]))


def _head(after: str) -> str:
    """Take the name that follows: “Ausgabe 34 des Kubuntu Weekly Newsletter für …”."""
    words = after.split()
    if not words or words[0].casefold() not in everywhere("into"):
        return ""
    end = 1
    while end < len(words) and _CAPITAL.match(words[end]):
        end += 1
        if words[end - 1][-1] in ".!?,:;":
            break
    return _clean(" ".join(words[1:end]))


def _edition_of(sentence: str) -> str:
    """Take the name behind a word for an edition: “another issue of Haskell Weekly!”."""
    words = sentence.split()
    for index, word in enumerate(words[:-2]):
        if fold(word) in everywhere("issue_words"):
            name = _head(" ".join(words[index + 1 :]))
            if name:
                return name
    return ""


def _dated(title: str, language: str) -> str:
    """Take the name before a date that ends a title: “Out in the Open - Juli 2021”.

    Only a dash or a bar parts a name from its date; “Revue de presse du 31 mars” names no series.
    """
    last = dates(title, language)[-1:]
    if not last or title[last[0].end :].strip(" ).]"):
        return ""
    parted = re.match(r"^(.{2,60}?)\s+[-–—|·]\s+\S{0,12}\s?$", title[: last[0].start])
    return _clean(parted[1]) if parted else ""


def _shortens(short: str, name: str) -> bool:
    """Tell whether capitals shorten a name: KWN, Kubuntu Weekly Newsletter."""
    return short.isupper() and len(short) > 1 and short == "".join(w[0] for w in name.split())


def find(
    facts: Facts, title: str | None, title_span: Span | None
) -> tuple[Finding[str | None], Finding[str | None], list[Diagnostic]]:
    """Find series and number: in headers, then in the title, then in the greeting."""
    clues = _Clues(facts)
    clues.read_headers()
    if title and title_span and (found := mention(title, whole=True)):
        clues.add(title_span, found, "title")
    for span, text in facts.texts[:_MASTHEAD]:
        # A line that is all name and number, as a letter's head has it.
        short = len(text) <= _LONGEST_SERIES + 2 * _DATE_BESIDE
        found = mention(text, whole=True) if short and span != title_span else None
        if found and len(text) - len(found.quote) <= _DATE_BESIDE:
            if not found.name and title and title_span and span.first == title_span.last + 1:
                # A number right under the title: the title is the series' name.
                clues.add(title_span, Mention(title, "", ""), "masthead")
            clues.add(span, found, "masthead")
    for span, sentence in _greetings(facts):
        if found := mention(sentence, whole=False):
            clues.add(span, found, "greeting")
        elif name := _edition_of(sentence):
            clues.add(span, Mention(name, "", ""), "greeting")
    if title and title_span and (name := _dated(title, facts.code)):
        clues.add(title_span, Mention(name, "", ""), "dated-title")
    names, numbers = clues.names, clues.numbers
    # A full name tells more than its capitals.
    full = [one.value or "" for one in names]
    names.sort(key=lambda one: any(_shortens(one.value or "", name) for name in full))
    return settle(names, None), settle(numbers, None), _disagree(facts, numbers)


class _Clues:
    """What the places of a document say of its series and number, surest first."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.names: list[Candidate[str | None]] = []
        self.numbers: list[Candidate[str | None]] = []

    def read_headers(self) -> None:
        """Take what headers state."""
        for header in self.facts.document.headers:
            value = header.values[0].strip() if header.values else ""
            if header.name == "series" and value:
                said = evidence("series/header", header.span, value, header=True)
                self.names.append(Candidate(value=value, evidence=said))
            if header.name in {"number", "issue"} and (digits := re.search(r"\d+", value)):
                said = evidence("number/header", header.span, value, header=True)
                self.numbers.append(Candidate(value=str(int(digits[0])), evidence=said))

    def add(self, span: Span, found: Mention, place: str) -> None:
        """Take what a title or a greeting names."""
        if found.name:
            said = self.facts.evidence(f"series/{place}", span, found.name)
            self.names.append(Candidate(value=found.name, evidence=said, standing="derived"))
        if found.number:
            said = self.facts.evidence(f"number/{place}", span, found.quote)
            self.numbers.append(Candidate(value=found.number, evidence=said, standing="derived"))


def _greetings(facts: Facts) -> list[tuple[Span, str]]:
    """Give the sentences that greet the reader, which name the series more surely than others."""
    greeting = wording("greeting")
    return [
        (span, sentence)
        for span, text in facts.texts[: max(12, len(facts.texts) // 4)]
        if greeting.may_stand_in(text)
        for sentence in re.split(r"(?<=[.!?»”])\s+", text[:_LONGEST_GREETING])
        if greeting.search(fold(sentence[:60]))
    ]


def _disagree(facts: Facts, numbers: list[Candidate[str | None]]) -> list[Diagnostic]:
    for other in numbers[1:]:
        if other.value != numbers[0].value:
            span = other.evidence.span
            return [
                diagnose(
                    "F-004",
                    facts.document.path,
                    span.first if span else None,
                    excerpt=facts.line(span.first) if span else "",
                    field="number",
                    used=numbers[0].value,
                    used_where=numbers[0].evidence.rule.partition("/")[2],
                    other=other.value,
                    other_where=other.evidence.rule.partition("/")[2],
                    sidecar=facts.sidecar,
                )
            ]
    return []
