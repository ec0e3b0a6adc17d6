"""Finds a document's language by its script and its commonest words.

Comes in: headers, texts. Goes out: a BCP 47 primary subtag with evidence; foreign passages.
Must not know: kinds. It reads the first thousand words: 0.1 ms for any length.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from backissues.fields.finding import Candidate, Finding, evidence, settle
from backissues.languages import lexicons
from backissues.model import Header, Span

_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH_WORDS = 1000
_SAMPLE = 20_000
_SCRIPTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ja", re.compile("[\u3041-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
)
_BEYOND_LATIN = re.compile("[\u0370-\u1fff\u3040-\ud7af]")
_TAG = re.compile(r"^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$")


@cache
def _owners() -> dict[str, tuple[str, ...]]:
    """Map each common word to the languages that have it."""
    owners: dict[str, tuple[str, ...]] = {}
    for code, lexicon in lexicons().items():
        for word in lexicon.stopwords:
            owners[word] = (*owners.get(word, ()), code)
    return owners


def tally(text: str) -> Counter[str]:
    """Count each language's common words in a text; a shared word counts a part for each."""
    owners = _owners()
    score: Counter[str] = Counter()
    for word in _WORD.findall(text[:_SAMPLE].casefold())[:_ENOUGH_WORDS]:
        codes = owners.get(word)
        if codes:
            for code in codes:
                score[code] += 60 // len(codes)
    return score


def _by_script(text: str) -> str | None:
    """Name the language of a text that is mostly not in Latin letters."""
    sample = text[:4000]
    if not _BEYOND_LATIN.search(sample):
        return None
    letters = sum(char.isalpha() for char in sample)
    for code, script in _SCRIPTS:
        hits = len(script.findall(sample))
        # One Chinese character is a word, so a fifth of the letters is most of the text. Japanese
        # is told from Chinese by its syllables, which stand in every sentence.
        if letters and hits > letters * (0.1 if code == "ja" else 0.2):
            return code
    return None


def detect(text: str) -> str | None:
    """Name a text's language, or None where too few common words speak."""
    if not text.isascii() and (script := _by_script(text)):
        return script
    score = tally(text)
    if not score:
        return None
    best, points = min(score.items(), key=lambda item: (-item[1], item[0]))
    return best if points >= 120 else None


def find(
    headers: Sequence[Header], paragraphs: Sequence[tuple[Span, str]], lines: Sequence[str]
) -> Finding[str | None]:
    """Find the language: a header's word, else that of the text."""
    candidates: list[Candidate[str | None]] = []
    for header in headers:
        value = header.values[0] if header.values else ""
        if header.name in {"lang", "language"} and _TAG.match(value):
            code = re.split("[-_]", value)[0].lower()
            said = evidence("language/header", header.span, value, header=True)
            candidates.append(Candidate(value=code, evidence=said))
    text = "\n".join(text for _, text in paragraphs)
    code = detect(text)
    if code and paragraphs:
        # The longest of the first passages is a fair sample to show.
        span, _ = max(paragraphs[:40], key=lambda pair: (len(pair[1]), -pair[0].first))
        line = lines[span.first - 1].strip()
        quote = line if len(line) <= 80 else line[:80].rpartition(" ")[0] or line[:80]
        said = evidence("language/words", Span(span.first, span.first), quote)
        candidates.append(Candidate(value=code, evidence=said, standing="derived"))
    return settle(candidates, None)


def foreign(text: str, language: str) -> str | None:
    """Name the language of a passage that is plainly not in the document's, else None."""
    other = detect(text)
    if other is None or other == language:
        return None
    score = tally(text)
    # Three own words at least, and twice as many as the document's language has in it.
    if score and (score[other] < 180 or score[other] < 2 * score[language]):
        return None
    return other
