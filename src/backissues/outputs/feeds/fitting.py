"""Fits entries into what readers take: known ones stop at about 500 kB.

Comes in: entries, newest first. Goes out: those that fit, the long ones in short.
Must not know: articles, formats.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from backissues.outputs.feeds.model import Entry

# The rest of 500 kB is for what a feed says of itself.
MOST_BYTES = 480_000
# The elements around the texts of an entry, in the format that has most of them.
_FRAME = 2_000
_TAG = 60


def fitting(entries: Iterable[Entry], room: int = MOST_BYTES) -> Iterator[Entry]:
    """Yield entries while there is room; one that never fits is told in short."""
    for entry in map(alone, entries):
        room -= size(entry)
        if room < 0:
            return
        yield entry


def all_fitting(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Yield all entries, as many of them whole as there is room for beside the others in short."""
    room = MOST_BYTES - sum(size(shortened(entry)) for entry in entries)
    for entry in entries:
        more = size(entry) - size(shortened(entry))
        fits = more <= room
        room -= more if fits else 0
        yield entry if fits else shortened(entry)


def alone(entry: Entry) -> Entry:
    """Return an entry in short, if it would not fit into a feed of its own."""
    return shortened(entry) if _is_long(entry) and size(entry) > MOST_BYTES else entry


def shortened(entry: Entry) -> Entry:
    """Return an entry with its first words in the place of its content."""
    return replace(entry, content=entry.in_short)


def _is_long(entry: Entry) -> bool:
    """Tell whether an entry need be looked at: no character takes more than five bytes."""
    words = (*entry.authors, *entry.tags)
    texts = (entry.content, entry.title, entry.rights, *words, *[entry.summary] * 3)
    return 5 * sum(map(len, texts)) + len(words) * _TAG + _FRAME > MOST_BYTES


def size(entry: Entry) -> int:
    """Estimate the bytes of an entry in the format that takes most of them.

    A text is escaped for XML, a summary in RSS even twice; JSON escapes less often, and others.
    """
    words = (*entry.authors, *entry.tags)
    text = "".join((entry.content, entry.title, entry.rights, *words, *[entry.summary] * 3))
    escaped = 3 * (text.count("<") + text.count(">")) + 4 * text.count("&")
    escaped += text.count("\\") + text.count('"') + text.count("\n")
    return len(text.encode()) + escaped + len(words) * _TAG + _FRAME
