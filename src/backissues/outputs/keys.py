"""Makes the keys by which an output is known to be what it was, and ids that outlive all addresses.

Comes in: plain values, names, bytes that are at hand. Goes out: keys, marks, ids, outputs.
Must not know: what the values mean. A mark is a key of a part that many outputs show: made once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cached_property, partial
from itertools import groupby
from operator import attrgetter

import msgspec

from backissues import __version__, urls
from backissues.model import Archive, Card, Output
from backissues.outputs.kept import kept

# The length of a mark in bytes.
MARK = 16
# What of a card the line of no list shows: what is read of its text, where it lies, when it came.
# All else is taken to be shown.
_UNLISTED = frozenset(
    {
        "path", "sha256", "arrival", "updated", "added", "references", "words", "posts",
        "questions", "digest", "lines", "lines_aside", "diagnostics",
    }
)  # fmt: skip
_LISTED = attrgetter(*(name for name in Card.__struct_fields__ if name not in _UNLISTED))
# The marks of so many articles that arrived one after the other are kept together: to know that
# none of them changed takes a fifth of the time that it takes to mark them.
_TOGETHER = 64
_ARRIVAL = attrgetter("arrival")


def key(*shown: object) -> str:
    """Return a key that changes with any of the values, and with the program that shows them.

    The values are plain ones, or frozen structs: their repr says all of them, and unlike JSON
    it can write any string, lone surrogates too.
    """
    return hashlib.sha256(repr((__version__, *shown)).encode()).hexdigest()


def mark(*shown: object) -> bytes:
    """Return a mark of values as structs hold them, in a tenth of the time of a key."""
    return hashlib.sha256(_data(shown)).digest()[:MARK]


def _data(shown: object) -> bytes:
    try:
        return msgspec.msgpack.encode(shown)
    except UnicodeEncodeError:  # half a character, which only a repr can write
        return repr(shown).encode()


def joined(*marks: bytes) -> str:
    """Return a key of all that is marked."""
    return hashlib.sha256(b"".join(marks)).digest()[:MARK].hex()


class Marks:
    """The marks of an archive: each article as lists show it and as a whole, all lists, and all."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    @property
    def listed(self) -> dict[str, bytes]:
        """What lists show of each article, by its id."""
        return self._articles[0]

    @property
    def whole(self) -> dict[str, bytes]:
        """What is known of each article, by its id: its text and evidence too."""
        return self._articles[1]

    @cached_property
    def _articles(self) -> tuple[dict[str, bytes], dict[str, bytes]]:
        """Both marks of each article; those of many are kept together, and are seldom made anew."""
        listed: dict[str, bytes] = {}
        whole: dict[str, bytes] = {}
        arrived = sorted(self.archive.cards, key=_ARRIVAL)
        for shelf, cards in groupby(arrived, key=lambda card: card.arrival // _TOGETHER):
            held = list(cards)
            total = hashlib.sha256(_data(held)).hexdigest()
            made = kept(f"marks {shelf}", total, partial(_marked, held))
            for card, at in zip(held, range(0, len(made), 2 * MARK), strict=True):
                listed[card.id] = made[at : at + MARK]
                whole[card.id] = made[at + MARK : at + 2 * MARK]
        return listed, whole

    @cached_property
    def terms(self) -> bytes:
        """What lists of terms show: their names and counts, and the gaps of series."""
        archive = self.archive
        terms = [
            (axis, term.label, term.slug, len(term.ids), term.sort)
            for axis in urls.AXES
            for term in archive.axes.get(axis, ())
        ]
        return mark(terms, archive.gaps)

    @cached_property
    def days(self) -> bytes:
        """When each article appeared, in reading order, and when it came.

        Long lists are parted by the order in which their articles arrived.
        """
        cards = self.archive.cards
        return mark([card.published for card in cards], [card.arrival for card in cards])

    @cached_property
    def shelves(self) -> bytes:
        """All that lists show of all articles, and of all terms."""
        known = mark(self.terms, self.days, self.archive.diagnostics)
        return mark(known, b"".join(map(self.listed.__getitem__, self.archive.by_id)))

    @cached_property
    def everything(self) -> bytes:
        """All that is known of all articles."""
        return mark(self.shelves, b"".join(map(self.whole.__getitem__, self.archive.by_id)))


def _marked(cards: Iterable[Card]) -> bytes:
    """Mark articles, each as lists show it and as a whole."""
    return b"".join([mark(*_LISTED(card)) + mark(card) for card in cards])


# The marks of the archive that was last asked for: one build asks for those of one.
_LAST: list[Marks] = []


def marks(archive: Archive) -> Marks:
    """Return the marks of an archive, made once for all who ask one after the other."""
    if not _LAST or _LAST[0].archive is not archive:
        _LAST[:] = [Marks(archive)]
    return _LAST[0]


def urn(name: str) -> str:
    """Give a name of ours as a UUID, by which the world may know what it names."""
    digest = hashlib.sha256(f"backissues:{name}".encode()).hexdigest()
    # Version 8 is for ids of one's own making (RFC 9562, section 5.8), variant 10xx.
    return f"urn:uuid:{digest[:8]}-{digest[8:12]}-8{digest[13:16]}-a{digest[17:20]}-{digest[20:32]}"


def ready(path: str, data: bytes) -> Output:
    """Make the output of bytes that are at hand, which are their own key."""
    return Output(path, hashlib.sha256(data).hexdigest(), lambda: data)
