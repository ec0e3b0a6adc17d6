"""Finds a document's language by its script and its commonest words.

Comes in: headers, texts. Goes out: a BCP 47 primary subtag with evidence; foreign passages.
Must not know: kinds. It reads the first thousand words: 0.1 ms for any length.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from backissues.fields.finding import Candidate, Finding, evidence, settle
from backissues.languages import lexicons
from backissues.languages.tokens import tokens
from backissues.model import Header, Span

_ENOUGH_WORDS = 1000
_SAMPLE = 20_000
# A word of one language alone counts 60. Two such words name a document's language, three that of
# a passage that is not in it.
_LEAST, _LEAST_FOREIGN = 120, 180
# A passage with this share of the document's own common words is in its language; no two languages
# that write alike share so many.
_OWN_SHARE = 0.35
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


def tally(words: Iterable[str]) -> Counter[str]:
    """Count each language's common words among words; a shared word counts a part for each."""
    owners = _owners()
    score: Counter[str] = Counter()
    for word, times in Counter(filter(owners.__contains__, words)).items():
        codes = owners[word]
        for code in codes:
            score[code] += times * 60 // len(codes)
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


def _best(score: Counter[str], least: int) -> str | None:
    """Name the language whose words count most, or None where too few of them speak."""
    if not score:
        return None
    best, points = min(score.items(), key=lambda item: (-item[1], item[0]))
    return best if points >= least else None


def _detect(paragraphs: Sequence[tuple[Span, str]]) -> str | None:
    """Name the language of the first thousand words."""
    sample: list[str] = []
    words: list[str] = []
    for _, text in paragraphs:
        sample.append(text[:_SAMPLE])
        words += tokens(text[:_SAMPLE])
        if len(words) >= _ENOUGH_WORDS:
            break
    return _by_script("\n".join(sample)) or _best(tally(words[:_ENOUGH_WORDS]), _LEAST)


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
    code = _detect(paragraphs)
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
    words = tokens(text)
    own = lexicons().get(language)
    if own and sum(map(own.stopwords.__contains__, words)) >= _OWN_SHARE * len(words) > 0:
        return None
    script = _by_script(text)
    score = tally(words)
    other = script or _best(score, _LEAST_FOREIGN)
    if other is None or other == language:
        return None
    # Twice as many words as the document's language has in it.
    return other if script or score[other] >= 2 * score[language] else None
