"""Knows the images of a collection: finds the one that an address means, and measures it once.

Comes in: the image files by their path, addresses in documents. Goes out: `Picture` values,
bytes, diagnostics.
Must not know: where a page shows them. An address is only ever looked up among the files that
were listed: whatever it says, no other file is opened.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec.structs import replace

from backissues import urls
from backissues.codes import diagnose
from backissues.model import Diagnostic, Image, Inline, Link, Picture
from backissues.pixels import measure
from backissues.steady import read_again
from backissues.text.addresses import is_remote, nearby


class Album:
    """The images of one collection; `diagnostics` holds what was wrong with those asked for."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        """Take the files by their path in the collection; none is opened yet."""
        self.diagnostics: list[Diagnostic] = []
        self._files = files
        # A name typed as é and one saved as e with an accent (as macOS does) are one name.
        self._names = {unicodedata.normalize("NFC", path): path for path in files} | {
            path: path for path in files
        }
        self._registry = urls.Registry()
        self._measured: dict[str, Picture | None] = {}

    def holds(self, document: str, address: str) -> bool:
        """Tell whether an address in a document means an image that is here."""
        return self.find(document, address) is not None

    def find(self, document: str, address: str) -> str | None:
        """Return the path of the image that an address in a document means, if it is here."""
        path = nearby(document, address) or ""
        return self._names.get(path) or self._names.get(unicodedata.normalize("NFC", path))

    def pictures(self, document: str, near: Iterable[str]) -> tuple[Picture, ...]:
        """Return the images that addresses in a document mean, one an address, in order."""
        found: dict[str, Picture] = {}
        for address in near:
            path = self.find(document, address) if address not in found else None
            picture = self._picture(path) if path else None
            if picture is not None:
                found[address] = replace(picture, address=address)
        return tuple(found.values())

    def read(self, path: str) -> bytes:
        """Return the bytes of an image, which must be those that were measured."""
        picture = self._measured[path]
        return read_again(self._files[path], picture.sha256 if picture else "", path=path)

    def _picture(self, path: str) -> Picture | None:
        """Measure an image the first time it is asked for; none where it cannot be published."""
        if path not in self._measured:
            self._measured[path] = self._measure(path)
        return self._measured[path]

    def _measure(self, path: str) -> Picture | None:
        try:
            data = self._files[path].read_bytes()
        except OSError as error:
            self.diagnostics.append(diagnose("S-001", path, why=error.strerror or str(error)))
            return None
        other = self._registry.claim(urls.media(path), path)
        if other is not None:
            self.diagnostics.append(diagnose("S-020", path, other=other))
            return None
        size = measure(data)
        return Picture(
            address=path,
            path=path,
            sha256=hashlib.sha256(data).hexdigest(),
            width=size.width if size else None,
            height=size.height if size else None,
        )


def addresses(inlines: Iterable[Inline]) -> Iterable[str]:
    """Give the addresses that inlines show or link to and that name no host, each once."""
    urls = (one.url for one in inlines if isinstance(one, (Image, Link)))
    return dict.fromkeys(url for url in urls if not is_remote(url))
