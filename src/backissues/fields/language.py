"""Finds a document's language by its script, its commonest words and its letters.

Comes in: headers, texts. Goes out: a BCP 47 primary subtag with evidence; foreign passages.
Must not know: kinds. It reads some hundred words of the longer passages, whatever the length.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from struct import Struct

from backissues.fields.finding import Candidate, Finding, evidence, settle
from backissues.languages import code_named, lexicon_of, lexicons, same_language
from backissues.languages.tokens import is_western, tokens
from backissues.model import Header, Span
from backissues.patterns import is_eastern, late

_ENOUGH_WORDS = 240
_SAMPLE = 2400
# One long quotation at the top must not speak for all that follows; a passage alone says as much.
_MOST_OF_ONE = 80
# What is shorter, or ends without a stop, is a title, a button or a name, and often not in the
# text's language; a paragraph may end with a link.
_PROSE, _PARAGRAPH = 60, 200
_STOPS = (".", "!", "?", "…", "。", "！", "？", "»", "”", "“", '"', "」", ")", "）")
# Prose decides alone where it is this share of the text: a notice among verses does not.
_LEAST_PROSE = 0.2
# Of languages that a few words fit alike, the one that more captures are in comes first: what is
# Galician as well is Portuguese.
_LIKELIER = ("en", "es", "fr", "de", "pt", "it", "ru", "nl", "pl", "sv", "tr", "cs")
# A word of one language alone counts 60. Two such words name a document's language, three that of
# a passage that is not in it.
_LEAST, _LEAST_FOREIGN = 120, 180
_WORD, _LETTER = 60, 30
# A passage with this share of the document's own common words is in its language; no two languages
# that write alike share so many.
_OWN_SHARE = 0.35
# The languages of each script, that which is meant where no word tells first. Kana tell Japanese
# from Chinese, for they stand in every sentence.
_SCRIPTS: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = (
    (("ja",), late("[\u3041-\u30ff]")),
    (("ko",), late("[\uac00-\ud7af]")),
    (("zh",), late("[\u4e00-\u9fff]")),
    (("ru", "uk", "bg", "be", "sr"), late("[\u0400-\u04ff]")),
    (("el",), late("[\u0370-\u03ff]")),
    (("he",), late("[\u0590-\u05ff]")),
    (("ar", "fa"), late("[\u0600-\u06ff]")),
    (("hi",), late("[\u0900-\u097f]")),
    (("bn",), late("[\u0980-\u09ff]")),
    (("ta",), late("[\u0b80-\u0bff]")),
    (("th",), late("[\u0e00-\u0e7f]")),
    (("ka",), late("[\u10a0-\u10ff]")),
    (("hy",), late("[\u0530-\u058f]")),
)
_LATIN = late("[A-Za-z\u00c0-\u024f]+")
# The scripts between Latin and those of the East.
_BEYOND_LATIN = late("[\u0370-\u0dff]")
_BEYOND_ASCII = late("[^\0-\x7f]")
_TAG = late(r"^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$")


@cache
def _words() -> dict[str, int]:
    """Map each common word to what it says for all languages, 32 bits for each.

    To add up whole numbers takes a fifth of the time that to add up each language takes.
    """
    stopwords = {code: lexicon.stopwords for code, lexicon in lexicons().items()}
    return _worths(stopwords, _WORD)


@cache
def _points() -> Struct:
    """Read the points of each language from such a sum."""
    return Struct(f"<{len(lexicons())}I")


@cache
def _letters() -> dict[str, int]:
    """Map each letter beyond a to z to what it says for the languages that have it, likewise."""
    return _worths({code: lexicon.letters for code, lexicon in lexicons().items()}, _LETTER)


def _worths(owned: Mapping[str, Iterable[str]], worth: int) -> dict[str, int]:
    """Give each language its part of what it has; what many have counts little for each."""
    places: dict[str, list[int]] = {}
    for place, ones in enumerate(owned.values()):
        for one in ones:
            places.setdefault(one, []).append(32 * place)
    return {one: sum(worth // len(own) << place for place in own) for one, own in places.items()}


def _shares(total: int) -> tuple[int, ...]:
    """Give each language, in the order of the codes, its points of a sum."""
    return _points().unpack(total.to_bytes(_points().size, "little"))


def tally(words: Iterable[str]) -> Counter[str]:
    """Count each language's common words among words; a shared word counts a part for each."""
    points = _shares(sum(filter(None, map(_words().get, words))))
    return Counter({code: own for code, own in zip(lexicons(), points, strict=True) if own})


def _weigh(words: Sequence[str], score: Counter[str]) -> Counter[str]:
    """Add to the common words of each language the letters in words that few languages have.

    Letters stand in names too, “Łódź”, so they only strengthen what words say, at most twofold.
    """
    letters = "".join(words)
    if letters.isascii():
        return score
    known = filter(None, map(_letters().get, _BEYOND_ASCII.findall(letters)))
    for code, points in zip(lexicons(), _shares(sum(known)), strict=True):
        if points and code in score:
            score[code] += min(points, score[code])
    return score


def _by_script(text: str) -> tuple[str, ...]:
    """Name the languages of a text that is mostly not in Latin letters."""
    sample = text[:_SAMPLE]
    if sample.isascii() or not (_BEYOND_LATIN.search(sample) or is_eastern(sample)):
        return ()
    counts = [(codes, len(script.findall(sample))) for codes, script in _SCRIPTS]
    letters = sum(count for _, count in counts) + sum(map(len, _LATIN.findall(sample)))
    for codes, count in counts:
        if count > letters * _share(codes):
            return codes
    return ()


def _share(codes: tuple[str, ...]) -> float:
    """Return the share of the letters that makes a text one of a script.

    One Chinese character is a word, so a fifth of the letters is most of the text. A third leaves
    room for the addresses in a Russian text, and leaves English an Arabic greeting.
    """
    if codes == ("ja",):
        return 0.1
    return 0.2 if codes in {("zh",), ("ko",)} else 0.35


def _best(score: Counter[str], least: int) -> str | None:
    """Name the language whose words count most, or None where too few of them speak."""
    points = max(score.values(), default=0)
    if points < least:
        return None
    return min((code for code in score if score[code] == points), key=_rank)


def _clearly(score: Counter[str], least: int) -> str | None:
    """Name the language whose words alone count more than twice those of any other, or None.

    Letters cannot change that, and nineteen texts of twenty are as clear.
    """
    most, second = (*sorted(score.values(), reverse=True)[:2], 0, 0)[:2]
    if most < least or most <= 2 * second:
        return None
    return next(code for code, points in score.items() if points == most)


def _rank(code: str) -> tuple[int, str]:
    return _LIKELIER.index(code) if code in _LIKELIER else len(_LIKELIER), code


def _named(words: Sequence[str], text: str, least: int) -> str | None:
    """Name the language by the script, and by the words among those that share it."""
    family = _by_script(text)
    if len(family) == 1:
        return family[0]
    if not family:
        score = tally(words)
        return _clearly(score, least) or _best(_weigh(words, score), least)
    score = _weigh(words, tally(words))
    known = Counter({code: score[code] for code in family if score[code]})
    return _best(known, 1) or family[0]


def _sample(texts: Iterable[str]) -> tuple[list[str], str]:
    """Take words from the beginnings of texts, and the first letters of those of other scripts."""
    words: list[str] = []
    pieces: list[str] = []
    size, western = 0, True
    for text in texts:
        said = tokens(text if len(text) <= _SAMPLE else text[:_SAMPLE])
        if size < _SAMPLE:
            pieces.append(text[: _SAMPLE // 4])
            size += len(pieces[-1])
            western = western and is_western(said)
        words += said[:_MOST_OF_ONE]
        if len(words) >= _ENOUGH_WORDS:
            break
    return words, "" if western else "\n".join(pieces)


def _detect(texts: Sequence[str]) -> str | None:
    """Name the language of the prose; of all lines where there is next to none.

    The chrome around a text is in the reader's language and comes in short lines.
    """
    prose = list(_prose(texts))
    if sum(map(len, prose)) >= _LEAST_PROSE * sum(map(len, texts)):
        words, sample = _sample(prose)
        if found := _named(words, sample, _LEAST):
            return found
    words, sample = _sample(texts)
    return _named(words, sample, _LEAST) or _only(_weigh(words, tally(words)))


def _only(score: Counter[str]) -> str | None:
    """Name the language of few words where no other has half as many of them."""
    (best, points), (_, second) = (*score.most_common(2), ("", 0), ("", 0))[:2]
    return best if points >= max(_WORD, 2 * second) else None


def _prose(texts: Sequence[str]) -> Iterator[str]:
    """Yield the passages that are long enough to be prose; a Chinese one is half as long."""
    for text in texts:
        size = len(text)
        least = _PROSE // 2 if size and "\u3040" <= text[size // 2] <= "\ud7af" else _PROSE
        if size >= _PARAGRAPH or (size >= least and text.endswith(_STOPS)):
            yield text


def find(
    headers: Sequence[Header], paragraphs: Sequence[tuple[Span, str]], lines: Sequence[str]
) -> Finding[str | None]:
    """Find the language: a header's word, else that of the text."""
    candidates: list[Candidate[str | None]] = []
    for header in headers:
        value = header.values[0] if header.values else ""
        if header.name in {"lang", "language"} and (code := _declared(value)):
            said = evidence("language/header", header.span, value, header=True)
            candidates.append(Candidate(value=code, evidence=said))
    detected = _detect([text for _, text in paragraphs])
    if detected and paragraphs:
        # The longest of the first passages is a fair sample to show.
        span, _ = max(paragraphs[:40], key=lambda pair: (len(pair[1]), -pair[0].first))
        line = lines[span.first - 1].strip()
        quote = line if len(line) <= 80 else line[:80].rpartition(" ")[0] or line[:80]
        said = evidence("language/words", Span(span.first, span.first), quote)
        candidates.append(Candidate(value=detected, evidence=said, standing="derived"))
    return settle(candidates, None)


def _declared(value: str) -> str:
    """Give the language that a header names: “fr-CA”, “fre” and “Français” are fr."""
    if named := code_named(value):
        return named
    if not _TAG.match(value):
        return ""
    code = re.split("[-_]", value)[0].lower()
    return code_named(code) or code


def foreign(text: str, language: str) -> str | None:
    """Name the language of a passage that is plainly not in the document's, else None."""
    words = tokens(text)[:_MOST_OF_ONE]
    own = lexicon_of(language)
    if own and sum(map(own.stopwords.__contains__, words)) >= _OWN_SHARE * len(words) > 0:
        return None
    script = _by_script(text)
    other = _named(words, text, _LEAST_FOREIGN)
    if other is None or same_language(other, language):
        return None
    if script:
        # Of a script that several languages share, a few lines tell the language less surely.
        return None if same_language(language, *script) else other
    score = _weigh(words, tally(words))
    # Twice as many words as the document's language has in it.
    return other if score[other] >= 2 * score[language] else None
