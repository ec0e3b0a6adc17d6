"""Gives articles, sources and images, one at a time, so that nobody holds all bodies.

Comes in: articles as bytes, by the key that the cache knows them by. Goes out: articles, sources
and images, by id or path; and what was made of an article before, which is kept under its key.
Must not know: how an article is made or shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from backissues.cache.store import Cache
from backissues.model import Article, Card, Source

# What was made of articles is handed to the cache by so many of them: one at a time costs twice as
# much.
_BATCH = 16


class Shelf:
    """Articles as bytes, by their ids; a tree is built when one is asked for."""

    def __init__(
        self,
        cache: Cache,
        *,
        source: Callable[[Card], Source],
        picture: Callable[[str], bytes],
        again: Callable[[Card], bytes],
    ) -> None:
        """Hold nothing yet; `source` gives a document by its card, `picture` an image's bytes.

        `again` reads an article that the cache lost: another build, or a person, tidied it up.
        """
        self._cache = cache
        self._source = source
        self._picture = picture
        self._again = again
        self._keys: dict[str, bytes] = {}
        self._ids: dict[str, str] = {}
        self._placed: dict[str, Card] = {}
        self._cards: Mapping[str, Card] = self._placed
        self._decode = msgspec.msgpack.Decoder(Article).decode
        # What is made of an article asks for it several times in a row.
        self._last: tuple[str, Article] | None = None
        self._made: dict[str, list[tuple[bytes, bytes]]] = {}

    def put(self, card: Card, key: bytes) -> None:
        """Say under which key the cache has the article of a card."""
        self._keys[card.id] = key
        self._ids[card.path] = card.id
        self._placed[card.id] = card

    def follow(self, cards: Mapping[str, Card]) -> None:
        """Ask others for the cards of all articles from now on, by their ids, and hold none."""
        self._cards = cards
        self._placed = {}

    def get(self, path: str) -> Article:
        """Return the article of a path; `KeyError` if there is none."""
        return self.body(self._ids[path])

    def body(self, ident: str) -> Article:
        """Return an article by its id."""
        if self._last is None or self._last[0] != ident:
            self._last = ident, self._got(ident)
        return self._last[1]

    def _got(self, ident: str) -> Article:
        found = self._cache.get("articles", self._keys[ident])
        try:
            return self._decode(found or b"")
        except msgspec.MsgspecError:
            return self._decode(self._again(self._cards[ident]))

    def kept(self, what: str, ident: str) -> bytes:
        """Return what an earlier build kept of an article, or nothing."""
        return self._cache.get(what, self._keys[ident]) or b""

    def keep(self, what: str, ident: str, data: bytes) -> None:
        """Keep what was made of an article, which is as good as its key."""
        key = self._keys[ident]
        made = self._made.setdefault(what, [])
        if key:
            made.append((key, data))
        if len(made) >= _BATCH:
            self.save()

    def save(self) -> None:
        """Hand to the cache what was made."""
        for what, made in self._made.items():
            self._cache.offer(what, made)
        self._made = {}

    def source(self, ident: str) -> Source:
        """Return a source by its id."""
        return self._source(self._cards[ident])

    def picture(self, path: str) -> bytes:
        """Return the bytes of an image by its path in the collection."""
        return self._picture(path)
