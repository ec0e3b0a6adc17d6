"""Finds the links by which documents of a collection lead to each other.

Comes in: the paths of the documents, their links, where each one's page stands. Goes out: for each
relative address in a document the page that it means; a diagnostic for one that means nothing here.
Must not know: pages, files. An address is only ever looked up among the documents that were listed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from urllib.parse import unquote

from backissues.codes import diagnose
from backissues.model import (
    Block,
    CrossReference,
    Diagnostic,
    Heading,
    Inline,
    Link,
    Paragraph,
    Span,
    Table,
)
from backissues.text.addresses import is_remote, nearby
from backissues.text.anchors import anchored, called, places
from backissues.text.tree import inlines_of, walk

# A line may hold thousands of links, and is quoted for each.
_EXCERPT = 160


class Documents:
    """The documents of one collection, as they may be called in each other's links."""

    def __init__(self, paths: Iterable[str]) -> None:
        paths = tuple(paths)
        # A name typed as é and one saved as e with an accent (as macOS does) are one name.
        self._names = {
            unicodedata.normalize("NFC", path): path for path in paths if not path.isascii()
        }
        self._names |= zip(paths, paths, strict=True)

    def find(self, document: str, address: str) -> str | None:
        """Return the path of the document that an address in another one means, if it is here."""
        path = nearby(document, address) or ""
        return self._names.get(path) or self._names.get(unicodedata.normalize("NFC", path))

    def holds(self, document: str, address: str) -> bool:
        """Tell whether an address in a document means one of the collection."""
        return self.find(document, address) is not None


class Crossings:
    """Finds where the links of documents lead; what a text has for goals is looked up once.

    `pages` gives the page of a document by its path, `body` its text, if it is one that is shown:
    a part of it is looked for as what its heading is called.
    """

    def __init__(
        self,
        documents: Documents,
        *,
        pages: Mapping[str, str],
        body: Callable[[str], Sequence[Block] | None],
    ) -> None:
        self._documents = documents
        self._pages = pages
        self._body = body
        self._anchors: dict[str, dict[str, str]] = {}

    def of(self, document: str, links: Iterable[str]) -> tuple[CrossReference, ...]:
        """Return where the relative links of a document lead, one an address, in order."""
        found: dict[str, CrossReference] = {}
        for address in links:
            path = self._documents.find(document, address)
            if path is None or path not in self._pages or address in found:
                continue
            _, mark, fragment = address.partition("#")
            anchor = self._goals(path).get(called(unquote(fragment)), "") if mark else ""
            found[address] = CrossReference(address=address, url=self._pages[path], anchor=anchor)
        return tuple(found.values())

    def _goals(self, path: str) -> dict[str, str]:
        """Return the anchors of a document by what its headings are called."""
        if path not in self._anchors:
            self._anchors[path] = places(anchored(self._body(path) or ()))
        return self._anchors[path]


def report_dead(
    path: str,
    lines: Sequence[str],
    body: Iterable[Block],
    *,
    holds: Callable[[str, str], bool],
) -> Iterator[Diagnostic]:
    """Report each relative link that means nothing in the collection, once."""
    told: set[str] = set()
    for block in walk(body):
        if not isinstance(block, Paragraph | Heading | Table):
            continue
        for address in relative(inlines_of((block,))):
            if address in told or holds(path, address):
                continue
            told.add(address)
            line = _line_of(address, block.span, lines)
            excerpt = lines[line - 1][:_EXCERPT]
            yield diagnose("L-005", path, line, excerpt=excerpt, address=unquote(address))


def relative(inlines: Iterable[Inline]) -> Iterator[str]:
    """Yield the addresses of links that lead neither to another host nor about the page itself."""
    for inline in inlines:
        if type(inline) is Link and not inline.url.startswith("#") and not is_remote(inline.url):
            yield inline.url


def _line_of(address: str, span: Span, lines: Sequence[str]) -> int:
    """Find the line of a block that writes an address, else the block's first one."""
    written = (address, unquote(address))
    return next((n for n in span if any(one in lines[n - 1] for one in written)), span.first)
