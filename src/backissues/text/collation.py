"""Orders labels as readers of a language expect them, and says where in an A–Z one stands.

Comes in: a label and a language. Goes out: a key to sort by; the letter under which it stands.
The order is the root collation of Unicode with the language's tailoring; numbers go by their
value, signs part words and count for nothing. No locale of the machine takes part.
Must not know: what is sorted, how the letters of a language are listed.
"""

from __future__ import annotations

import re
import unicodedata

from backissues.patterns import late
from backissues.text.alphabets import Alphabet, alphabet, plain

FIGURES = "0–9"
SIGNS = "#"
IDEOGRAPHS = "漢字"

# What is no part of a word: - ’ # _, the modifier apostrophe, the stroke that draws out an Arabic
# word; not é, parted from its accent or not.
_SIGN = late(r"[^\w\s\u0300-\u036f]|[_\u02bc\u0640]")
_DRAWN_OUT = "\u0640"
_NUMBER = late("[0-9]+")
# Figures of other scripts: ٣, ३; not 3.
_FOREIGN_FIGURE = late(r"(?![0-9])\d")
# Vowels that are written before the consonant after which they are filed: Thai, Lao, Tai Viet.
_LEADING_VOWEL = late(
    "([\u0e40-\u0e44])([\u0e01-\u0e2e])|([\u0ec0-\u0ec4])([\u0e81-\u0eae\u0edc-\u0edf])"
    "|([\uaab5\uaab6\uaab9\uaabb\uaabc])([\uaa80-\uaaaf])"
)
_IDEOGRAPH = late("[\u3007\u3021-\u3029\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
# The rows of the Japanese syllabary and the letters of the Korean alphabet, which head an index.
_KANA = late("[\u3041-\u3096\u30a1-\u30fa]")
_KANA_ROWS = "あかさたなはまやらわ"
_KOREAN = {plain(letter): letter for letter in map(chr, range(0x3131, 0x314F))}


def sort_key(label: str, language: str = "") -> tuple[str, str, str, str]:
    """Return a key: letters and numbers, then accents, then case, then the label as written."""
    letters = alphabet(language)
    words = letters.fold(_words(label, letters))
    filed = _NUMBER.sub(_by_value, words.translate(letters.places))
    weights = words.translate(letters.weights)
    return filed, weights[::-1] if letters.backwards else weights, label.swapcase(), label


def initial(label: str, language: str = "") -> str:
    """Return the heading of an A–Z under which a label stands; the order of `sort_key` keeps them.

    That is a letter of the language (É under E, Œ under O, in Spanish Ñ under Ñ), figures together,
    ideographs together, and what has neither letters nor figures.
    """
    letters = alphabet(language)
    for sign in letters.fold(_words(label, letters)):
        if letters.places[ord(sign)]:
            return _heading(sign, letters)
    return SIGNS


def _heading(sign: str, letters: Alphabet) -> str:
    """Return what stands over the words that begin with a sign."""
    if sign.isdecimal():
        return FIGURES
    if sign > "\u3000" and _IDEOGRAPH.match(sign):
        return IDEOGRAPHS
    if _KANA.match(sign):
        place = letters.places[ord(sign)]
        return max(row for row in _KANA_ROWS if letters.places[ord(row)] <= place)
    head = letters.head(sign)
    if letters.dotless and head == "i":
        return "İ"
    return _KOREAN.get(head) or unicodedata.normalize("NFC", head).title()


def _words(label: str, letters: Alphabet) -> str:
    """Return the words of a label in plain letters, one space between them."""
    if letters.dotless:
        label = label.replace("İ", "i").replace("I", "ı")
    text = _SIGN.sub(_parting, plain(label))
    if not text.isascii():
        text = _FOREIGN_FIGURE.sub(lambda found: str(unicodedata.digit(found[0])), text)
        text = _LEADING_VOWEL.sub(_consonant_first, text)
    return " ".join(text.split())


def _parting(found: re.Match[str]) -> str:
    """Let a sign part two words, but not a mark on a letter, nor what joins letters unseen."""
    category = unicodedata.category(found[0])
    if category.startswith("M"):
        return found[0]
    return "" if category == "Cf" or found[0] == _DRAWN_OUT else " "


def _consonant_first(found: re.Match[str]) -> str:
    return "".join(reversed(list(filter(None, found.groups()))))


def _by_value(found: re.Match[str]) -> str:
    """Write a number so that a greater one sorts after it: the count of its figures, then those."""
    figures = found[0].lstrip("0")
    return f"0{chr(0x100 + min(len(figures), 0xFFFF))}{figures}"
