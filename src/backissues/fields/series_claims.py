"""Gathers what each place of a document says of its series and number, with a weight.

Comes in: facts. Goes out: claims of names, heaviest first, and of numbers.
Must not know: kinds. Each place that could name the series makes a claim; a name that stands in
other lines as well gains by it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from backissues.fields import series_names, title
from backissues.fields.dates import dates
from backissues.fields.editions import (
    Edition,
    editions,
    goes_on,
    holds_figures,
    may_number,
    names_edition,
)
from backissues.fields.facts import Facts
from backissues.fields.finding import evidence
from backissues.fields.looks import SENTENCE_ENDS
from backissues.fields.sentences import opens_with_greeting, sentences
from backissues.fields.series_names import LONGEST
from backissues.languages import fold, wording
from backissues.model import Evidence, Link, Span, Standing
from backissues.patterns import late
from backissues.text.tree import inlines_of, readable

# The head of a letter is its first lines; beside name and number they may hold a date.
_MASTHEAD = 6
_LONGEST_HEAD = 124
_DATE_BESIDE, _WEEKDAY = 32, 16
# A greeting stands in the first passages, and in their first sentences.
_TOP = 3
_LEAD = 8
_LONGEST_LEAD = 1200
_LONGEST_SENTENCE = 320
# “This Week in Open Chess 84”, “Het Dolboord 12 – maart 2021”; not a year, not 3.1
_BARE = late(r"^(.{3,60}?)\s(\d{1,4})(?=$|\s[-–—|·(]|\s?[:：,(（])")
# “Notatki zegarmistrza (17) – O spóźnianiu”
_BRACKETED = late(r"^(.{3,60}?)\s?[(（](\d{1,4})[)）](?=\s?[-–—:：]|$)")
_YEAR = late(r"(?:19|20)\d\d$")

# What a claim weighs by its place. A name needs `_ENOUGH`: a place that says that this is an
# edition of it, or a weak one and a line of its own elsewhere. Papers and sites set their names
# over every text: they are no series.
_ENOUGH = 2.0
_TITLE, _HEAD, _EDITION, _DATED, _CATEGORY = 3.0, 3.0, 2.5, 2.0, 2.0
_GREETED, _LETTER, _CALLED, _NUMBERED, _PLACE = 1.5, 1.5, 1.0, 1.0, 0.0
_QUOTED, _APART, _AGAIN, _MOST_AGAIN = 1.0, 1.0, 0.3, 3
# So many words say enough to be a name by themselves: “Nieuwsbrief Vrienden van …”.
_TELLING = 3
_FOOT, _HEADS, _SIGN = 4, 40, 48
# A number in a sentence that does not greet counts where its passage names the series.
UNSURE = 0.2
_LEADING = "first-sentences"
# Fewer links stand in any text.
_LINKED = 4
# “NAME #16”, “NAME, No. 5”: the words between name and number are few.
_BESIDE = 6


class Claim(Struct, frozen=True, kw_only=True):
    """A name or a number that one place gives."""

    value: str
    evidence: Evidence
    weight: float
    standing: Standing = "derived"


class Claims:
    """Gathers what the places of a document say, surest first."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.names: list[Claim] = []
        self.numbers: list[Claim] = []
        found = title.find(facts).field
        self.title = readable(found.value) if found.value and found.evidence else ""
        self.title_span = found.evidence[0].span if self.title else None
        self.in_header = bool(self.title) and found.evidence[0].where == "header"

    def name(self, place: str, span: Span | None, name: str, *, weight: float) -> None:
        """Take a name that a place gives."""
        if name and span:
            said = self._said(f"series/{place}", span, name)
            self.names.append(Claim(value=name, evidence=said, weight=weight))

    def edition(
        self,
        place: str,
        span: Span | None,
        one: Edition,
        *,
        text: str,
        name: str,
    ) -> None:
        """Take a number and the name before it; a volume's only where no other number is told."""
        if span:
            start = text.rfind(name, 0, one.start) if name else -1
            beside = start >= 0 and one.start - start - len(name) <= _BESIDE
            words = text[start if beside else one.start : one.end]
            said = self._said(f"number/{place}", span, words)
            weight = 0.5 if one.volume else UNSURE if place == _LEADING else 1.0
            self.numbers.append(Claim(value=one.number, evidence=said, weight=weight))

    def _said(self, rule: str, span: Span, words: str) -> Evidence:
        if self.in_header and span == self.title_span:
            return evidence(rule, span, words, header=True)
        return self.facts.evidence(rule, span, words)

    def read_headers(self) -> None:
        """Take what headers state."""
        for header in self.facts.document.headers:
            value = header.values[0].strip() if header.values else ""
            said = evidence(f"series/{header.name}", header.span, value, header=True)
            if header.name == "series" and value:
                said = evidence("series/header", header.span, value, header=True)
                self.names.append(
                    Claim(value=value, evidence=said, weight=100.0, standing="stated")
                )
            elif header.name in {"number", "issue"} and (digits := re.search(r"\d+", value)):
                said = evidence("number/header", header.span, value, header=True)
                number = str(int(digits[0]))
                self.numbers.append(
                    Claim(value=number, evidence=said, weight=10.0, standing="stated")
                )
            elif header.name == "from" and (name := series_names.sender(value)):
                said = evidence("series/sender", header.span, name, header=True)
                self.names.append(Claim(value=name, evidence=said, weight=_LETTER))
            elif header.name == "category" and self.title.startswith(f"{value} ") and value:
                # “Category: This Week in Rust” over “This Week in Rust 84”
                self.names.append(Claim(value=value, evidence=said, weight=_CATEGORY))

    def read_title(self) -> None:
        """Read “NAME #16”, “NAME — Nº 12: topic”, “Topic | NAME No. 5”, “NAME - July 2021”."""
        if not self.title:
            return
        found = [one for one in editions(self.title) if not goes_on(self.title, one)]
        for one in found[:1]:
            name = _name_before(self.title, one)
            self.edition("title", self.title_span, one, text=self.title, name=name)
            self.name("title", self.title_span, name, weight=_TITLE)
            if not name and self.title_span and not self.in_header:
                # “Ep. 47: Topic” under the name of the series
                self._line_above(self.title_span)
            if not name and not one.start:
                behind = series_names.behind(self.title, one.end)
                self.name("title", self.title_span, behind, weight=_NUMBERED)
        if not found:
            name = series_names.dated(self.title, self.facts.code) or series_names.headed(
                self.title
            )
            weight = _TITLE if series_names.names_a_letter(name) else _DATED
            self.name("dated-title", self.title_span, name, weight=weight)

    def read_head(self) -> None:
        """Read the first lines: name and number and perhaps a date, or the number alone."""
        for index, (span, text) in enumerate(self.facts.texts[:_MASTHEAD]):
            if len(text) > _LONGEST_HEAD or span == self.title_span or opens_with_greeting(text):
                continue
            if index and self._goes_on_from(self.facts.texts[index - 1], span):
                continue
            for one in editions(text)[:1]:
                # “Ep. 47: Topic” right under the name of the series
                opens = index < _TOP and not one.start and text[one.end : one.end + 1] in ":："
                name = _name_before(text, one)
                if goes_on(text, one) or not (opens or self._is_head(text, name, one)):
                    continue
                self.edition("masthead", span, one, text=text, name=name)
                self.name("masthead", span, name, weight=_HEAD)
                if not name:
                    self._line_above(span)
        self._first_line()

    def _goes_on_from(self, above: tuple[Span, str], span: Span) -> bool:
        """Tell whether a line goes on from the one above, as wrapped text does."""
        place, text = above
        return (
            span.first - place.last == 1 and len(text) > LONGEST and text[-1] not in SENTENCE_ENDS
        )

    def _is_head(self, text: str, name: str, one: Edition) -> bool:
        """Tell whether a line is name, number and date, and little besides."""
        written = dates(text, self.facts.code)
        rest = len(text) - (one.end - one.start) - len(name)
        return rest - sum(len(found.words) for found in written) <= _DATE_BESIDE

    def _line_above(self, span: Span) -> None:
        """Take the line right above a number, or the title, for the name of the series."""
        above = [(s, text) for s, text in self.facts.texts if s.last < span.first][-1:]
        if self.title and self.title_span and not self.in_header and not above:
            above = [(self.title_span, self.title)] if self.title_span.last < span.first else []
        for place, text in above:
            name = series_names.whole(text)
            self.name("above-number", place, name, weight=_HEAD)

    def _first_line(self) -> None:
        """Take a line above the title, or a mail's over its date, for the name of the series.

        Papers set their names there as well: by itself the place says little.
        """
        texts = self.facts.texts
        for span, text in texts[:1]:
            below = texts[1][1] if len(texts) > 1 else ""
            written = sum(len(found.words) for found in dates(below, self.facts.code))
            dated = bool(written) and len(below) - written <= _WEEKDAY
            above = self.title_span is not None and span.last < self.title_span.first
            name = series_names.whole(text) if above or dated else ""
            letter = series_names.names_a_letter(name)
            telling = letter and name.count(" ") >= _TELLING - 1
            if name and (telling or self._mailed()):
                self.name("first-line", span, name, weight=_ENOUGH)
            elif above:
                self.name("first-line", span, name, weight=_LETTER if letter else _PLACE)

    def _mailed(self) -> bool:
        """Tell whether the text came as a mail: what it says of itself stands at its ends."""
        asides = (self.facts.line(line) for aside in self.facts.asides for line in aside.span)
        ends = (text for _, text in (*self.facts.texts[:2], *self.facts.texts[-_FOOT:]))
        return any(
            series_names.is_mail(line)
            for lines in (asides, ends)
            for line in lines
            if len(line) <= _LONGEST_HEAD
        )

    def read_lead(self) -> None:
        """Read greetings and first sentences: “Welcome to NAME #16”, “NAME, the newsletter …”."""
        read = {claim.evidence.span for claim in self.numbers}
        addressing = wording("greeting", "letter_words")
        for span, text in self.facts.texts[:_LEAD]:
            if span in read or span == self.title_span:
                continue
            # Most passages neither number, greet, nor speak of letters: their words say so.
            numbers = may_number(text[:_LONGEST_LEAD])
            letters = addressing.may_stand_in(text)
            greeting = letters and wording("greeting").may_stand_in(text)
            if not numbers and not letters:
                continue
            nouns = numbers and names_edition(text)
            for index, sentence in enumerate(sentences(text[:_LONGEST_LEAD])):
                greets = greeting and opens_with_greeting(sentence)
                counts = numbers and (nouns or holds_figures(sentence))
                found = editions(sentence[:_LONGEST_SENTENCE])[:1] if counts else ()
                for one in found:
                    self._numbered(span, sentence, one, greets=greets, first=not index)
                named = found and any(claim.evidence.span == span for claim in self.names)
                if letters and not (greets and named):
                    self._called(span, sentence, greets=greets)

    def _numbered(
        self, span: Span, sentence: str, one: Edition, *, greets: bool, first: bool
    ) -> None:
        """Take a number in a sentence, and the name that stands behind or before it."""
        name = series_names.after(sentence[one.end :])
        weight = _EDITION if greets else _NUMBERED
        if name and first and one.start == 0 and name in series_names.set_apart(sentence):
            # “Quarta puntata di “Quote rosa”, la nostra serie …”
            weight += _QUOTED
        if not name and (greets or sentence[one.start] in "#№"):
            name = series_names.leading_to(sentence[: one.start])
        place = "greeting" if greets else _LEADING
        self.name(place, span, name, weight=weight)
        self.edition(place, span, one, text=sentence, name=name)

    def _called(self, span: Span, sentence: str, *, greets: bool) -> None:
        """Take the names that a sentence calls a letter, or greets to."""
        if greets:
            letter = wording("letter_words").stands_in(sentence)
            weight = _EDITION if letter else _GREETED
            self.name("greeting", span, series_names.greeted(sentence), weight=weight)
            self.name("edition", span, series_names.edition_of(sentence), weight=_EDITION)
        self.name("called", span, series_names.called(sentence), weight=_CALLED)

    def read_bare_number(self) -> None:
        """Read “NAME 84” at the top, where other places name it as well, or a date follows."""
        tops = [(self.title_span, self.title), *self.facts.texts[:_TOP]]
        match = _BRACKETED.match(self.title) if not self.numbers else None
        if match and not _YEAR.match(match[2]) and (name := series_names.clean(match[1])):
            one = Edition(str(int(match[2])), *match.span(2))
            self.edition("title", self.title_span, one, text=self.title, name=name)
            self.name("title", self.title_span, name, weight=_TITLE)
        known = {fold(claim.value) for claim in self.names}
        for span, text in tops:
            match = _BARE.match(text) if not self.numbers else None
            if not match or _YEAR.match(match[2]):
                continue
            name = series_names.clean(match[1])
            dated = bool(dates(text[match.end() :], self.facts.code))
            again = dated and self._again(name, ()) > 1
            own = span == self.title_span and self._counts_up(name)
            if name and (fold(name) in known or again or own or series_names.names_a_letter(name)):
                one = Edition(str(int(match[2])), *match.span(2))
                self.edition("title", span, one, text=text, name=name)
                self.name("title", span, name, weight=_TITLE)

    def _counts_up(self, name: str) -> bool:
        """Tell whether the bare number that ends the title is an edition's.

        Other lines name it without the number, or the text is one of many links.
        """
        if name.count(" ") >= _TELLING - 1:
            numbered = re.compile(re.escape(name) + r"(?!\s\d)")
            if any(name in line and numbered.search(line) for line in self.facts.document.lines):
                return True
        links = sum(type(inline) is Link for inline in inlines_of(self.facts.blocks))
        shape = series_names.counts_up(name) or series_names.names_a_roundup(name)
        return shape and links >= _LINKED

    def _again(self, name: str, longer: Sequence[str]) -> int:
        """Count the other lines in which a name stands, and not as a part of a longer one."""
        lines = [line for line in self.facts.document.lines if name in line]
        return sum(not any(other in line for other in longer) for line in lines)

    def _apart(self, claim: Claim) -> bool:
        """Tell whether a name stands where a series signs: alone at the top, in furniture, last."""
        facts, name, own = self.facts, claim.value, claim.evidence.span
        heads = (header for header in facts.document.headers[:_HEADS] if header.span != own)
        tops = [value for header in heads for value in header.values]
        tops += [self.title, *(text for span, text in facts.texts[:1] if span != own)]
        if any(series_names.clean(one) == name for top in tops for one in series_names.pieces(top)):
            return True
        asides = (facts.line(line) for aside in facts.asides for line in aside.span)
        foot = (text for span, text in facts.texts[-_FOOT:] if len(text) <= _SIGN and span != own)
        return any(name in text for texts in (asides, foot) for text in texts)

    def signed(self) -> list[Claim]:
        """Give the names over the title that stand in furniture or at the foot as well."""
        if not self.facts.asides:
            return []
        title = series_names.whole(self.title) if self.title else ""
        self.name("first-line", self.title_span, title, weight=_PLACE)
        return [
            claim
            for claim in self.names
            if claim.evidence.rule == "series/first-line" and self._in_furniture(claim.value)
        ]

    def _in_furniture(self, name: str) -> bool:
        """Tell whether a line that was set aside holds a name: “Thanks for reading X!”."""
        lines = (self.facts.line(line) for aside in self.facts.asides for line in aside.span)
        return any(name in line and len(line.strip()) > len(name) + 2 for line in lines)

    def ranked(self) -> list[Claim]:
        """Order the names by the weight of their places and by where else they stand."""
        names = {claim.value for claim in self.names}
        score: dict[str, float] = {}
        for name in names:
            places = {
                claim.evidence.rule: claim.weight for claim in self.names if claim.value == name
            }
            longer = [other for other in names if name in other and name != other]
            again = self._again(name, longer) - 1
            # Weak places that agree add up: “il primo numero di Zolle, il bollettino …”.
            score[name] = sum(places.values()) + _AGAIN * min(_MOST_AGAIN, max(again, 0))
            first = next(claim for claim in self.names if claim.value == name)
            score[name] += _APART if again > 0 and self._apart(first) else 0
        enough = [claim for claim in self.names if score[claim.value] >= _ENOUGH]
        return sorted(
            enough,
            # A full name tells more than its capitals.
            key=lambda claim: (
                any(_shortens(claim.value, name) for name in names),
                -score[claim.value],
            ),
        )


def _name_before(text: str, one: Edition) -> str:
    """Take the name before a number; a volume may stand between: “X Vol. 4, No. 7”."""
    starts = [
        other.start
        for other in editions(text)
        if other.volume and 0 <= one.start - other.end <= _BESIDE
    ]
    return series_names.before(text, min(starts, default=one.start))


def _shortens(short: str, name: str) -> bool:
    """Tell whether capitals shorten a name: KWN, Kubuntu Weekly Newsletter; SWB, Steig Wochenblatt.

    A word put together of several gives a letter for each.
    """
    words = [word for word in name.split() if word[0].isupper()]
    if not (short.isupper() and len(short) > 1 and len(words) > 1 and short.isalpha()):
        return False
    letters = iter(name.upper())
    return (
        short[0] == name[0]
        and all(letter in letters for letter in short)
        and all(word[0] in short for word in words)
    )
