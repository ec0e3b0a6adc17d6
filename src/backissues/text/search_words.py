"""Parts a text into the words that a search finds it by; static/js/words.js keeps the same rules.

Comes in: a text of any language. Goes out: its words as they are compared: lower case, without
accents, elisions and styled letters; text that parts no words becomes pairs of letters.
Must not know: the index, ranks. `tests/cases/search/words.txt` is run here and in a browser.
"""

from __future__ import annotations

import codecs
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from backissues.patterns import is_eastern, late

# Scripts that part no words: Thai, Lao, Burmese, Khmer, kana, ideographs (Korean parts them).
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
)
_LETTER = r"[^\W_]"
# What an elision leaves before its word, and a contraction behind it, is no word of its own.
# Matches “l'” of l'élysée, “qu'” of qu'openai; not “hui” of aujourd'hui, nor “d'” there.
_ELIDED = late(rf"(?<!{_LETTER})(?:{_LETTER}|qu)'(?={_LETTER})")
# Matches “'s” of openai's, “'t” of don't; not “'hui”.
_CONTRACTED = late(rf"(?<={_LETTER})'(?:[sdtm]|ll|re|ve)(?!{_LETTER})")
# A run of letters that part no words, or a word with its hyphens and the sign of C++, C#, Canal+.
# Matches 人工智能, open-source, c++, gpt-4; of “a + b” and “issue #5” the words alone.
_SIGN = rf"(?P<sign>(?:\+{{1,2}}|#)(?!{_LETTER}))?"
_WORD = late(rf"(?P<run>(?!))|(?P<word>{_LETTER}+(?:-{_LETTER}+)*){_SIGN}")
_SPACED = rf"[^\W_{_UNSPACED}]"
_EASTERN_WORD = late(rf"(?P<run>[{_UNSPACED}]+)|(?P<word>{_SPACED}+(?:-{_SPACED}+)*){_SIGN}")
# A compound is found run together as well (GPT-4 as gpt4); a longer one is the slug of an address.
_MOST_PARTS = 3
# Longer words are no words: keys, checksums, addresses.
_LONGEST = 40

# Letters that no decomposition takes apart; JavaScript knows no case folding, so ß stands here.
_LETTERS = {
    "æ": "ae", "œ": "oe", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
    "ħ": "h", "ŧ": "t", "ŋ": "n", "ĸ": "k", "ſ": "s", "ς": "σ",
}  # fmt: skip
_APOSTROPHES = "’‘‛ʼʹ′＇"
_HYPHENS = "\u2010\u2011"
# The zeros of digits that other scripts write: Arabic, Persian, Devanagari, Bengali, Thai.
_ZEROS = "\u0660\u06f0\u0966\u09e6\u0e50"
# Signs that a decomposition would glue to the word before them: “ChatGPT™” is no “chatgpttm”.
_LOOSE = str.maketrans(dict.fromkeys("™℠", " "))
# They make other kana of a kana (か, が), and are no accents.
_VOICING = "\u3099\u309a"


class _Plain(dict[int, str | int | None]):
    """What becomes of a decomposed character, worked out when it is first met."""

    def __missing__(self, code: int) -> str | int | None:
        char = chr(code)
        category = unicodedata.category(char)
        # Accents and points, soft hyphens, joiners and marks of direction are not compared.
        lost = (category[0] == "M" and char not in _VOICING) or category == "Cf"
        self[code] = None if lost else code
        return self[code]


_PLAIN = _Plain(
    {ord(letter): plain for letter, plain in _LETTERS.items()}
    | {ord(char): "'" for char in _APOSTROPHES}
    | {ord(char): "-" for char in _HYPHENS}
    | {ord(zero) + value: str(value) for zero in _ZEROS for value in range(10)}
)


def fold(text: str) -> str:
    """Return a text as it is compared: lower case, plain letters, one apostrophe, one hyphen."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.translate(_LOOSE)).lower()
    # Korean syllables and voiced kana are put together again.
    return unicodedata.normalize("NFC", apart.translate(_PLAIN))


def words(text: str) -> Iterator[str]:
    """Yield the words of a text in order; a compound's parts stand before the whole."""
    for piece in text.split():
        yield from words_of_piece(piece)


def words_of_piece(piece: str) -> tuple[str, ...]:
    """Return the words of what stands between two spaces."""
    # Newsletters say the same words again and again; a page of Chinese is one piece, said once.
    return _known_words(piece) if len(piece) <= _LONGEST else _words(piece)


def _words(piece: str) -> tuple[str, ...]:
    folded = fold(piece)
    if folded.isalnum() and folded.isascii():
        return (folded[:_LONGEST],)
    if "'" in folded:
        folded = _CONTRACTED.sub(" ", _ELIDED.sub(" ", folded))
    found: list[str] = []
    for match in (_EASTERN_WORD if is_eastern(folded) else _WORD).finditer(folded):
        if match["run"]:
            found += _pairs(match["run"])
        else:
            found += _forms(match["word"].split("-"), match["sign"] or "")
    return tuple(word[:_LONGEST] for word in found)


_known_words = lru_cache(maxsize=1 << 16)(_words)


def _pairs(run: str) -> list[str]:
    """Return each two neighbours of a run, and its last letter: every letter opens one word."""
    return [run[at : at + 2] for at in range(len(run))]


def _forms(parts: list[str], sign: str) -> list[str]:
    """Return a compound's parts and the whole run together; C++ is found as C, too."""
    forms = list(parts)
    if 1 < len(parts) <= _MOST_PARTS:
        forms.append("".join(parts))
    if sign:
        forms.append(parts[-1] + sign)
    return forms


# --- counting: a quick way for most texts ---------------------------------------------------------

# The characters of nearly every line of a Western language. A table folds them at a tenth of the
# cost of the patterns; a line that holds another one (½, Greek) is left to the patterns.
_COMMON = "".join(map(chr, (*range(0x80), *range(0xA0, 0x100)))) + (
    "ŒœŠšŽžŸ€‘’‚“”„†•…‹›–—→\u2009\u200a\u2010\u2011\u202f"
)
_SIGNS = "'-+#"
# What no table can fold to one character: a character that it does not know stands in its place.
_UNKNOWN = "\ufffe"


def _folded(char: str) -> str:
    """Return what a character is in the table: itself folded, or a space where it is no letter."""
    folded = fold(char)
    if len(folded) == 1 and folded.isascii():
        return folded if folded.isalnum() or folded in _SIGNS else " "
    return _UNKNOWN if not folded or any(map(str.isalnum, folded)) else " "


_TABLE = "".join(map(_folded, _COMMON)).ljust(256, _UNKNOWN)
_KNOWN = "".join(char if _TABLE[at] != _UNKNOWN else _UNKNOWN for at, char in enumerate(_COMMON))
_CODES = codecs.charmap_build(_KNOWN.ljust(256, _UNKNOWN))
_LIGATURES = [(char, fold(char)) for char in "œŒæÆß"]


def counted(text: str) -> dict[str, int]:
    """Count the words of a text."""
    counts: Counter[str] = Counter()
    others: list[str] = []
    for char, letters in _LIGATURES:
        text = text.replace(char, letters)
    for line in text.split("\n"):
        try:
            codes, _ = codecs.charmap_encode(line, "strict", _CODES)
        except UnicodeEncodeError:
            others.append(line)
        else:
            counts.update(codecs.charmap_decode(codes, "strict", _TABLE)[0].split())
    # Nearly every piece is a word as it stands now.
    for piece in [piece for piece in counts if not piece.isalnum() or len(piece) > _LONGEST]:
        times = counts.pop(piece)
        for word in words_of_piece(piece):
            counts[word] += times
    for line in others:
        counts.update(words(line))
    return counts
