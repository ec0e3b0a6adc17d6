"""The archive as outputs see it, the files that they make, and what a collection says of itself.

Comes in: articles. Goes out: cards, indexes, outputs, settings, the ledger's rows.
Must not know: any other room.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from msgspec import Struct, field

from backissues.model.article import Article, CrossReference, Diagnostic, Picture, Source, Standing

# --- the archive ---------------------------------------------------------------------------------


class Card(Struct, frozen=True, kw_only=True, cache_hash=True, array_like=True):
    """The light part of an article: all that lists, indexes and neighbours need.

    `url` is the public path (`articles/slug.html`), `slug` its last part; `arrival` the place in
    the ledger's order; `title` always has a text, `title_standing` says whose it is. `digest` is
    the sha256 of the whole article, evidence and diagnostics included: it changes when they do.
    `added` is the day of the ledger, YYYY-MM-DD, which no reader is told as a date of the article.
    """

    id: str
    path: str
    sha256: str
    slug: str
    url: str
    arrival: int
    kind: str
    title: str
    title_standing: Standing
    language: str
    subtitle: str | None = None
    series: str | None = None
    number: str | None = None
    authors: tuple[str, ...] = ()
    interviewees: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None
    added: str = ""
    tags: tuple[str, ...] = ()
    summary: str = ""
    pictures: tuple[Picture, ...] = ()
    references: tuple[CrossReference, ...] = ()
    words: int = 0
    posts: int | None = None
    questions: int | None = None
    stories: int | None = None
    digest: str = ""
    lines: int = 0
    lines_aside: int = 0
    diagnostics: int = 0


class AxisTerm(Struct, frozen=True, kw_only=True, cache_hash=True, array_like=True):
    """One term of an axis: its label, slug and the ids of its articles, newest first."""

    label: str
    slug: str
    ids: tuple[str, ...]
    sort: str = ""
    description: str = ""
    aliases: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()


class Gap(Struct, frozen=True, kw_only=True, array_like=True):
    """Numbers that a series misses between two issues that the archive holds."""

    series: str
    numbers: tuple[int, ...]


class Relation(Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """An article that is akin to another one, and how much the two share."""

    id: str
    tags: int = 0
    authors: int = 0
    series: bool = False


class Withdrawn(Struct, frozen=True, kw_only=True):
    """An article that stood in the archive once: its id and address stay its own for ever.

    `reason` is what an editor says of it; empty where nobody says any. `for_now` says that an error
    of this build left it out: nobody withdrew it, and it will be back.
    """

    id: str
    url: str
    arrival: int
    added: str
    reason: str = ""
    for_now: bool = False


class Moved(Struct, frozen=True, kw_only=True):
    """A former address of an article, present or withdrawn, and the one that it has now."""

    former: str
    url: str


class Archive(Struct, frozen=True, kw_only=True):
    """Cards of all articles and the indexes over them.

    `cards` are in reading order: dated ones newest first, then the undated shelf by title.
    `axes` maps an axis (kinds, authors, series, years, tags) to its terms in order; `runs` maps a
    series to the ids of its issues, the first one first. `withdrawn` and `moved` say what the
    ledger still promises beside the cards.
    """

    cards: Sequence[Card]
    by_id: Mapping[str, Card]
    axes: Mapping[str, tuple[AxisTerm, ...]]
    neighbours: Mapping[str, tuple[str | None, str | None]]
    gaps: tuple[Gap, ...]
    runs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    related: Mapping[str, tuple[Relation, ...]] = field(default_factory=dict)
    withdrawn: tuple[Withdrawn, ...] = ()
    moved: tuple[Moved, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def first_id(self) -> str:
        """The id of what arrived first, by which the archive is known; empty where nothing did.

        No other build changes it, whatever became of that document: withdrawn, or out by an error.
        """
        arrived: tuple[Card | Withdrawn, ...] = (*self.cards, *self.withdrawn)
        return min(((one.arrival, one.id) for one in arrived), default=(0, ""))[1]

    def missing(self, series: str) -> tuple[int, ...]:
        """Return the numbers that a series misses, the lowest first."""
        return tuple(n for gap in self.gaps if gap.series == series for n in gap.numbers)


class Output(Struct, frozen=True):
    """One file of the site: its public path, a key of what it shows, a way to make its bytes.

    `found` says of a page whether robots should find it. Outputs that name the same `together` are
    made of the same work: by one process, one after the other. `parts` are the paths of others
    whose bytes, one behind the other, are this one's: those that stand already need not be made.
    """

    path: str
    key: str
    make: Callable[[], bytes]
    found: bool = True
    together: str = ""
    parts: tuple[str, ...] = ()


# --- the collection ------------------------------------------------------------------------------


class Brought(Struct, frozen=True, kw_only=True):
    """A file that a collection brings for its site: its name below `templates/` or `static/`.

    `file` is where it lies on this machine; all that keys and pages know is `sha256`.
    """

    name: str
    file: Path
    sha256: str


class Theme(Struct, frozen=True, kw_only=True):
    """How a collection wants its site to look.

    `light` holds values of custom properties (`--accent`), `dark` those that the dark page has in
    their place; `templates` and `static` the files that replace ours, or are added to them.
    """

    light: tuple[tuple[str, str], ...] = ()
    dark: tuple[tuple[str, str], ...] = ()
    templates: tuple[Brought, ...] = ()
    static: tuple[Brought, ...] = ()

    @property
    def has_values(self) -> bool:
        """Whether any custom property has a value of the collection's own."""
        return bool(self.light or self.dark)

    def brings(self, name: str) -> bool:
        """Tell whether the collection has a static file of this name."""
        return any(one.name == name for one in self.static)


class Settings(Struct, frozen=True, kw_only=True, cache_hash=True):
    """What `archive.yml` says, with the defaults of what it leaves out.

    `language` is a BCP 47 tag, `base_url` ends with `/` or is empty, `timezone` an IANA name.
    """

    title: str = "Back Issues"
    description: str = ""
    language: str = "en"
    base_url: str = ""
    publisher: str = ""
    rights: str = ""
    timezone: str = "UTC"
    page_size: int = 50
    feed_size: int = 20
    outputs: tuple[str, ...] = ()
    theme: Theme = Theme()
    publish_sources: bool = True

    def makes(self, output: str) -> bool:
        """Tell whether an output is wanted: all are where none is named."""
        return not self.outputs or output in self.outputs

    @property
    def has_feeds(self) -> bool:
        """Whether the archive has a feed of all of it."""
        return bool(self.base_url) and self.makes("feeds")

    @property
    def has_axis_feeds(self) -> bool:
        """Whether each term of the indexes has a feed of its own."""
        return bool(self.base_url) and self.makes("axis-feeds")

    @property
    def shows_sources(self) -> bool:
        """Whether pages may lead to the source views."""
        return self.publish_sources and self.makes("sources")


class Row(Struct, frozen=True, kw_only=True):
    """A line of the ledger: what is promised for one document.

    `added` is a day, YYYY-MM-DD; by `sketch` its text is known again when it was renamed and
    corrected at once.
    """

    id: str
    address: str
    path: str
    sha256: str
    added: str
    former: tuple[str, ...] = ()
    sketch: str = ""


class Store(Protocol):
    """Gives what an output shows beyond cards, one document at a time, by its id."""

    def body(self, ident: str) -> Article:
        """Return the whole article."""
        ...

    def source(self, ident: str) -> Source:
        """Return the source as received."""
        ...

    def picture(self, path: str) -> bytes:
        """Return the bytes of an image of the collection, by its path there."""
        ...

    def kept(self, what: str, ident: str) -> bytes:
        """Return what an earlier build kept of an article: `bodies`, `accounts`; none is empty."""
        ...

    def keep(self, what: str, ident: str, data: bytes) -> None:
        """Keep what was made of an article, as long as the article stays as it is."""
        ...
