"""Gives articles, sources and images, one at a time, so that nobody holds all bodies.

Comes in: articles as bytes, by the key that the cache knows them by. Goes out: articles, sources
and images, by id or path.
Must not know: how an article is made or shown.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from backissues.cache.store import Cache
from backissues.model import Article, Source


class Shelf:
    """Articles as bytes, by the path of their document; a tree is built when one is asked for."""

    def __init__(
        self,
        cache: Cache,
        *,
        source: Callable[[str], Source],
        picture: Callable[[str], bytes],
        again: Callable[[str], bytes],
    ) -> None:
        """Hold nothing yet; `source` gives a document's bytes by its path, `picture` an image's.

        `again` reads an article that the cache lost: another build, or a person, tidied it up.
        """
        self._cache = cache
        self._source = source
        self._picture = picture
        self._again = again
        self._keys: dict[str, bytes] = {}
        self._paths: dict[str, str] = {}
        self._decode = msgspec.msgpack.Decoder(Article).decode

    def put(self, path: str, key: bytes) -> None:
        """Say under which key the cache has the article of a path."""
        self._keys[path] = key

    def get(self, path: str) -> Article:
        """Return the article of a path; `KeyError` if there is none."""
        found = self._cache.get("articles", self._keys[path])
        try:
            return self._decode(found or b"")
        except msgspec.MsgspecError:
            return self._decode(self._again(path))

    def name(self, ident: str, path: str) -> None:
        """Say which id the article of a path has."""
        self._paths[ident] = path

    def body(self, ident: str) -> Article:
        """Return an article by its id."""
        return self.get(self._paths[ident])

    def source(self, ident: str) -> Source:
        """Return a source by its id."""
        return self._source(self._paths[ident])

    def picture(self, path: str) -> bytes:
        """Return the bytes of an image by its path in the collection."""
        return self._picture(path)
