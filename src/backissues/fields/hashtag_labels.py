"""Gives a hashtag as a reader would write it: its words apart, the author's letters kept.

Comes in: hashtags, and the words of the text around them. Goes out: labels; which are mere noise.
Must not know: the vocabulary, whose labels win over these.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

from backissues.languages import everywhere
from backissues.patterns import late
from backissues.text.lookup import squeeze

# A word of a text that no “#” stands before. Matches OpenAI; not #OpenAI.
_FREE_WORD = late(r"(?<![\w#＃])\w+")
_YEAR = late(r"(?:19|20)[0-9]{2}", re.ASCII)
_LONGEST = 60


def label(name: str, words: Container[str]) -> str:
    """Part the words of a hashtag: “WomenInTech” is “Women In Tech”; “OpenAI” stays, if so written.

    `words` are those of the text: what stands there in one word is one word.
    """
    if "_" in name.strip("_"):
        return " ".join(name.replace("_", " ").split())
    if name in words or len(name) > _LONGEST:
        return name
    pieces = _pieces(name)
    # “iOS”, “eBay”, “McKinsey”, “LinkedIn”, “LLMs”: so short a piece at an end is no word alone.
    if len(pieces) == 1 or _is_scrap(pieces[0]) or _is_scrap(pieces[-1]) or len(pieces[0]) == 1:
        return name
    return " ".join(pieces)


def _pieces(name: str) -> list[str]:
    """Part a name before a capital that opens a word, before capitals in a row, before a year."""
    if name.isalpha() and (name[1:].islower() or name.isupper()):
        return [name]
    starts = [0]
    for place in range(1, len(name)):
        before, char, after = name[place - 1], name[place], name[place + 1 : place + 2]
        opens = char.isupper() and (before.islower() or (before.isupper() and after.islower()))
        year = char.isdecimal() and before.islower() and _YEAR.fullmatch(name, place) is not None
        if opens or year:
            starts.append(place)
    return [name[start:end] for start, end in zip(starts, [*starts[1:], len(name)], strict=True)]


def _is_scrap(piece: str) -> bool:
    return len(piece) <= 2 and not piece.isupper()


def may_be_parted(names: Iterable[str]) -> bool:
    """Tell whether one of the hashtags could be parted, so that the words of the text matter."""
    return any(len(_pieces(name)) > 1 for name in names if len(name) <= _LONGEST)


def free_words(texts: Iterable[str]) -> set[str]:
    """Give the words that stand in texts without a “#”."""
    return {word for text in texts for word in _FREE_WORD.findall(text)}


def is_noise(name: str) -> bool:
    """Tell whether a hashtag serves a platform and names no subject: #thread, #followme."""
    return squeeze(name) in everywhere("noise_tags")
