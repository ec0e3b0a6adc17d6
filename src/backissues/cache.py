"""Keeps what was parsed, so that nobody holds all bodies as trees.

Comes in: articles by path. Goes out: articles, sources and images, one at a time.
Must not know: how an article is made or shown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import msgspec

from backissues.model import Article, Source


class Shelf:
    """Articles as bytes, by the path of their document; a tree is built when one is asked for."""

    def __init__(self, source: Callable[[str], Source], picture: Callable[[str], bytes]) -> None:
        """Keep nothing yet; `source` gives a document's bytes by its path, `picture` an image's."""
        self._source = source
        self._picture = picture
        self._bytes: dict[str, bytes] = {}
        self._paths: dict[str, str] = {}
        self._decode = msgspec.msgpack.Decoder(Article).decode

    def put(self, article: Article) -> str:
        """Keep an article and return the sha256 of all that it says."""
        data = msgspec.msgpack.encode(article)
        self._bytes[article.path] = data
        return hashlib.sha256(data).hexdigest()

    def get(self, path: str) -> Article:
        """Return the article of a path; `KeyError` if there is none."""
        return self._decode(self._bytes[path])

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
