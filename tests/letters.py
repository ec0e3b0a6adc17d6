"""Cards and bodies of letters that never were, and the feeds that are made of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from backissues.archive import collect
from backissues.model import (
    Archive,
    Article,
    Block,
    Card,
    Field,
    Fields,
    Paragraph,
    Settings,
    Source,
    Span,
    Text,
    Verdict,
    Withdrawn,
)
from backissues.outputs import feeds

BASE = "https://letters.example/archive/"
HERE = Settings(title="Lettres", language="fr", base_url=BASE, timezone="Europe/Paris")
NOTHING: Mapping[str, tuple[Block, ...]] = MappingProxyType({})


def paragraph(*inlines: object, line: int = 1) -> Paragraph:
    """Make a paragraph."""
    return Paragraph(span=Span(line, line), inlines=inlines)  # type: ignore[arg-type]


def card(number: int, **changes: object) -> Card:
    """Make the card of the letter that arrived at a place."""
    values: dict[str, object] = {
        "id": f"id{number}",
        "path": f"{number}.txt",
        "sha256": "0" * 64,
        "slug": f"letter-{number}",
        "url": f"articles/letter-{number}.html",
        "arrival": number,
        "kind": "essay",
        "title": f"Letter {number}",
        "title_standing": "stated",
        "language": "fr",
        "summary": "In short.",
        "added": "2026-02-03",
    }
    return Card(**(values | changes))  # type: ignore[arg-type]


def gone(number: int, reason: str = "") -> Withdrawn:
    """Make what is told of a letter that was withdrawn."""
    return Withdrawn(
        id=f"id{number}",
        url=f"articles/letter-{number}.html",
        arrival=number,
        added="2026-02-03",
        reason=reason,
    )


class Bodies:
    """A store that holds the bodies given to it, and a paragraph for the others."""

    def __init__(
        self, bodies: Mapping[str, tuple[Block, ...]] = NOTHING, *, rights: str = ""
    ) -> None:
        self.bodies = bodies
        self.rights = rights
        self.asked = 0

    def body(self, ident: str) -> Article:
        """Return the whole article."""
        self.asked += 1
        return Article(
            path="a.txt",
            sha256="0" * 64,
            format="text",
            kind="essay",
            verdicts=(Verdict(kind="essay", score=1.0),),
            fields=Fields(
                title=Field(value="A", standing="stated"),
                rights=Field(value=self.rights or None),
            ),
            body=self.bodies.get(ident, (paragraph(Text("Some words.")),)),
            fates=(),
        )

    def kept(self, what: str, ident: str) -> bytes:
        """Return nothing: no build was before this one."""
        return b""

    def keep(self, what: str, ident: str, data: bytes) -> None:
        """Keep nothing: no build comes after this one."""

    def source(self, ident: str) -> Source:
        """Return nothing: no feed asks for sources."""
        raise NotImplementedError

    def picture(self, path: str) -> bytes:
        """Return nothing: no feed asks for images."""
        raise NotImplementedError


def files(archive: Archive, store: Bodies | None = None, site: Settings = HERE) -> dict[str, bytes]:
    """Make all files that have to do with feeds, by their paths."""
    outputs = feeds.outputs(archive, site, store or Bodies())
    return {output.path: output.make() for output in outputs}


def feeds_of(
    cards: Iterable[Card], store: Bodies | None = None, site: Settings = HERE
) -> dict[str, bytes]:
    """Make the feeds of an archive of these letters."""
    return files(collect(tuple(cards), (), "fr"), store, site)
