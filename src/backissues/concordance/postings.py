"""Weighs the words of articles, gathers them, and writes them as ranges of an index.

Comes in: one article's words after the other. Goes out: the ranges of the index as strings.
Must not know: files, scripts, what an article is beside its words.
In memory an article's word is one number of 32 bits, and most words stand in one article only.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

from backissues.concordance.numbers import number, rising
from backissues.concordance.ranges import order
from backissues.text.search_words import counted, words

# What a word is worth to an article: from the body 1 to 5, as BM25 weighs it (how often, for a
# text of that length), and more where it stands over the text. A title is worth more than any body.
_MOST_FOR_BODY = 5
_FOR_TITLE = 8
_FOR_LABELS = 4
# A posting is an article's number and, above it, the level less one: those of a level stand
# together, a small step apart. A ledger of two million rows has other troubles.
_ARTICLES = 1 << 21
# BM25's usual saturation; half of its usual care for length, for a long issue is about more.
_SATURATION = 1.2
_LENGTH_COUNTS = 0.5
# A text of usual length. The archive's own mean would move every weight with each new article.
_USUAL_LENGTH = 700


def levels(title: str, labels: Iterable[str], body: str) -> dict[str, int]:
    """Weigh the words of an article: of its title, its labels (authors, tags …) and its body."""
    counts = counted(body)
    length = sum(counts.values())
    worth = _Worth(1 - _LENGTH_COUNTS + _LENGTH_COUNTS * length / _USUAL_LENGTH)
    found = {word: worth[times] for word, times in counts.items()}
    for word in {word for label in labels for word in words(label)}:
        found[word] = found.get(word, 0) + _FOR_LABELS
    for word in set(words(title)):
        found[word] = found.get(word, 0) + _FOR_TITLE
    return found


class _Worth(dict[int, int]):
    """What so many mentions are worth in a text of one length."""

    def __init__(self, length: float) -> None:
        super().__init__()
        self._length = _SATURATION * length

    def __missing__(self, times: int) -> int:
        self[times] = max(1, round(_MOST_FOR_BODY * times / (times + self._length)))
        return self[times]


class Concordance:
    """The words of all articles, each with the articles that it stands in."""

    def __init__(self) -> None:
        # A word of one article is a number, a word of several an array of them.
        self._postings: dict[str, int | array[int]] = {}

    def add(self, article: int, levels: Mapping[str, int]) -> None:
        """Add the words of an article; articles are added in the order of their numbers."""
        postings = self._postings
        for word, level in levels.items():
            posting = (level - 1) * _ARTICLES + article
            held = postings.get(word)
            if held is None:
                postings[word] = posting
            elif type(held) is int:
                postings[word] = array("I", (held, posting))
            else:
                held.append(posting)  # type: ignore[union-attr]

    def ranges(self, bounds: Sequence[str]) -> Iterator[str]:
        """Yield each range of words between two bounds, in order, and forget it.

        `word numbers word numbers …`: the numbers are the word's postings, as rising steps.
        """
        keys = [order(bound) for bound in bounds]
        found: list[list[str]] = [[] for _ in bounds]
        for word in sorted(self._postings, key=order):
            written = f"{word} {_written(self._postings.pop(word))}"
            found[bisect_right(keys, order(word)) - 1].append(written)
        return (" ".join(lines) for lines in found)


def _written(held: int | array[int]) -> str:
    return number(held) if isinstance(held, int) else rising(sorted(held))
