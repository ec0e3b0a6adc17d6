"""The words of each language that rules look for, one data file a language.

Comes in: nothing but the `.toml` files beside this one. Goes out: a `Lexicon` a language.
Must not know: any rule that uses it. A new language is a new file.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

from msgspec import Struct, convert

# Scripts that part no words: kana, Chinese characters, Thai.
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff]")


class Lexicon(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Word lists of one language, lower case, apostrophes straight; CONTRIBUTING explains each."""

    name: str
    stopwords: frozenset[str]
    months: tuple[str, ...]
    months_short: tuple[str, ...]
    number_signs: tuple[str, ...]
    by: tuple[str, ...]
    conducted_by: tuple[str, ...]
    also: tuple[str, ...]
    further_reading: tuple[str, ...]
    credit: tuple[str, ...]
    greeting: tuple[str, ...]
    farewell: tuple[str, ...]
    call: tuple[str, ...]
    issue_words: tuple[str, ...]
    brief_words: tuple[str, ...]
    interview_words: tuple[str, ...]
    thread_words: tuple[str, ...]
    said: frozenset[str]
    into: frozenset[str]
    age_units: tuple[str, ...]
    several: tuple[str, ...]
    joining: frozenset[str]
    interview_with: str
    furniture: frozenset[str]
    furniture_starts: tuple[str, ...]
    furniture_within: tuple[str, ...]
    buttons: tuple[str, ...]
    platform_prompts: tuple[str, ...]
    comment_heads: frozenset[str]
    titles: frozenset[str]
    asker_words: frozenset[str]
    answerer_words: frozenset[str]


@cache
def lexicons() -> dict[str, Lexicon]:
    """Load every language once, by its code, in the order of the codes."""
    folder = resources.files(__name__)
    found = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return {
        name.removesuffix(".toml"): convert(
            _folded(tomllib.loads((folder / name).read_text(encoding="utf-8"))), Lexicon
        )
        for name in found
    }


def _folded(words: dict[str, object]) -> dict[str, object]:
    """Fold every word of the lists as the texts are folded that they are compared with."""
    return {
        key: [fold(word) for word in value] if isinstance(value, list) else value
        for key, value in words.items()
    }


@cache
def everywhere(field: str) -> frozenset[str]:
    """Return the words of one list in all languages: chrome is often not in the text's own."""
    return frozenset(word for lexicon in lexicons().values() for word in getattr(lexicon, field))


def alternatives(*fields: str) -> str:
    """Give the words of lists as a pattern, longest first, each a whole word.

    Scripts without spaces have no end of a word to ask for.
    """
    words = sorted({word for field in fields for word in everywhere(field)}, key=_longest_first)
    spaced = [re.escape(word) for word in words if not _UNSPACED.search(word)]
    unspaced = [re.escape(word) for word in words if _UNSPACED.search(word)]
    parts = [rf"(?:{'|'.join(spaced)})(?!\w)"] if spaced else []
    return "|".join([*parts, *unspaced]) or "(?!)"


@cache
def opening(field: str) -> re.Pattern[str]:
    """Match a folded text that opens with a word of a list: `opening("greeting").match(…)`."""
    return re.compile(alternatives(field))


@cache
def wording(field: str) -> re.Pattern[str]:
    """Find a word of a list inside a folded text."""
    return re.compile(rf"(?<!\w)(?:{alternatives(field)})")


def _longest_first(word: str) -> tuple[int, str]:
    return -len(word), word


def fold(text: str) -> str:
    """Give a phrase as word lists write it: lower case, straight apostrophes, single spaces."""
    return " ".join(text.replace("’", "'").replace("\N{NO-BREAK SPACE}", " ").casefold().split())
