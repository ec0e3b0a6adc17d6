"""Every type that flows through the house, from the bytes of a capture to the files of a site.

Comes in: nothing. Goes out: small frozen values that every room may pass on.
Must not know: any other room. Only the standard library and msgspec, which carries the types.
Line numbers count from 1; a `Span` holds its first and its last line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Generic, Literal, Protocol, TypeAlias, TypeVar

from msgspec import Struct, field

T = TypeVar("T")

Standing: TypeAlias = Literal["stated", "derived", "supplied", "absent"]
Level: TypeAlias = Literal["error", "warning", "note"]


class Span(Struct, frozen=True, array_like=True, order=True):
    """Lines of a document, both ends included, counted from 1."""

    first: int
    last: int

    def __iter__(self) -> Iterator[int]:
        return iter(range(self.first, self.last + 1))


class Diagnostic(Struct, frozen=True, kw_only=True):
    """One problem: its stable code, where it is and what to do. `codes.diagnose` makes them."""

    code: str
    level: Level
    path: str
    message: str
    line: int | None = None
    column: int | None = None
    excerpt: str = ""
    hint: str = ""
    values: dict[str, str] = field(default_factory=dict)


# --- inlines -------------------------------------------------------------------------------------


class Text(Struct, frozen=True, tag="text"):
    """A run of characters, as the source wrote them."""

    text: str


class Emphasis(Struct, frozen=True, tag="emphasis"):
    """Stressed words."""

    children: tuple[Inline, ...]


class Strong(Struct, frozen=True, tag="strong"):
    """Words of weight."""

    children: tuple[Inline, ...]


class Strike(Struct, frozen=True, tag="strike"):
    """Words struck out."""

    children: tuple[Inline, ...]


class Code(Struct, frozen=True, tag="code"):
    """A piece of code inside a line."""

    text: str


class Link(Struct, frozen=True, tag="link"):
    """A link to an address whose scheme `text.addresses` allows."""

    url: str
    children: tuple[Inline, ...]
    title: str = ""


class CutLink(Struct, frozen=True, tag="cut-link"):
    """An address that the capture cut with “…”: text marked as cut, never a link."""

    text: str


class Image(Struct, frozen=True, tag="image"):
    """An image by its address in the source, with the words that stand for it."""

    url: str
    alt: str
    title: str = ""


class Break(Struct, frozen=True, tag="break"):
    """The end of a source line inside a block: a line break where `hard`, else a space."""

    hard: bool = False


class RunIn(Struct, frozen=True, tag="run-in"):
    """A label that opens a paragraph or list item: a subhead, an item's label, a speaker."""

    role: Literal["subhead", "label", "speaker"]
    children: tuple[Inline, ...]


class NoteRef(Struct, frozen=True, tag="note-ref"):
    """A reference to a footnote by its label."""

    label: str


Inline: TypeAlias = (
    Text | Emphasis | Strong | Strike | Code | Link | CutLink | Image | Break | RunIn | NoteRef
)


# --- blocks --------------------------------------------------------------------------------------


class Paragraph(Struct, frozen=True, tag="paragraph", kw_only=True):
    """Running text. Roles: dateline, greeting, sign-off, call-to-action, hashtags, repeat.

    `tight` says that no blank line parts it from the paragraph above: a line of the same stanza.
    """

    span: Span
    inlines: tuple[Inline, ...]
    role: str = ""
    lang: str = ""
    tight: bool = False


class Heading(Struct, frozen=True, tag="heading", kw_only=True):
    """A heading of level 2 to 6 (level 1 is the title). Roles: section, story, column."""

    span: Span
    level: int
    inlines: tuple[Inline, ...]
    role: str = "section"
    lang: str = ""
    anchor: str = ""


class Item(Struct, frozen=True, tag="item", kw_only=True):
    """One item of a list, with the marker that the source wrote before it."""

    span: Span
    blocks: tuple[Block, ...]
    marker: str = "-"


class List(Struct, frozen=True, tag="list", kw_only=True):
    """A list. Roles: contents, further-reading, links, or none."""

    span: Span
    items: tuple[Item, ...]
    ordered: bool = False
    start: int = 1
    role: str = ""
    lang: str = ""


class Quote(Struct, frozen=True, tag="quote", kw_only=True):
    """Words of somebody else, set apart."""

    span: Span
    blocks: tuple[Block, ...]
    role: str = ""
    lang: str = ""


class CodeBlock(Struct, frozen=True, tag="code-block", kw_only=True):
    """Code with line breaks kept; `language` as the fence named it, or empty."""

    span: Span
    text: str
    language: str = ""


class Table(Struct, frozen=True, tag="table", kw_only=True):
    """A table: a head row, body rows, and one alignment a column (left, right, center or empty)."""

    span: Span
    head: tuple[tuple[Inline, ...], ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    align: tuple[str, ...] = ()


class Rule(Struct, frozen=True, tag="rule", kw_only=True):
    """A line drawn between two passages."""

    span: Span


class Note(Struct, frozen=True, tag="note", kw_only=True):
    """The text of one footnote."""

    span: Span
    label: str
    blocks: tuple[Block, ...]


class Notes(Struct, frozen=True, tag="notes", kw_only=True):
    """The footnotes of a document, in the order of their labels' first use."""

    span: Span
    notes: tuple[Note, ...]


class Lost(Struct, frozen=True, tag="lost", kw_only=True):
    """A place where the capture lost something (`what`: list, post); it covers no line itself."""

    after: int
    what: Literal["list", "post"]
    label: str = ""


class Part(Struct, frozen=True, tag="part", kw_only=True):
    """Blocks that belong together: a post, question, answer, story, column, further-reading.

    `number` and `label` (a speaker) are what the source says of it, `marker` how it was written,
    `marks` the lines that hold only such a marker.
    """

    role: str
    blocks: tuple[Block, ...]
    span: Span
    anchor: str = ""
    number: str = ""
    label: str = ""
    marker: str = ""
    marks: tuple[Span, ...] = ()
    lang: str = ""


Block: TypeAlias = (
    Paragraph | Heading | List | Quote | CodeBlock | Table | Rule | Notes | Lost | Part
)


# --- a document, as a reader gives it ------------------------------------------------------------


class Source(Struct, frozen=True, kw_only=True):
    """A file of the collection: its path inside it (with `/`), its bytes and their sha256."""

    path: str
    data: bytes
    sha256: str


class Header(Struct, frozen=True, kw_only=True):
    """A named value that stands above the text: front matter, or lines like `Title: …`."""

    name: str
    values: tuple[str, ...]
    span: Span


class Aside(Struct, frozen=True, kw_only=True):
    """Lines kept out of the body, with the reason (a word of `REASONS`) and the rule's name."""

    span: Span
    reason: str
    rule: str


REASONS = ("furniture", "comment", "duplicate", "footer", "markup", "header", "definition")


class Document(Struct, frozen=True, kw_only=True):
    """Numbered lines, headers and blocks: structure without meaning.

    Every non-blank line stands in `head` (lines of headers and their delimiters), in a block's
    span, in `definitions` (link targets that other lines use) or in `asides`.
    """

    path: str
    sha256: str
    format: str
    lines: tuple[str, ...]
    blocks: tuple[Block, ...]
    headers: tuple[Header, ...] = ()
    head: Span | None = None
    definitions: tuple[Span, ...] = ()
    asides: tuple[Aside, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


# --- an article ----------------------------------------------------------------------------------


class Evidence(Struct, frozen=True, kw_only=True):
    """Why a field has its value: the rule, the lines and the very words (`quote`).

    `where` says what the quote was read in: text, header, sidecar, name (of the file), collection.
    Only text and header have a span in the document.
    """

    rule: str
    quote: str = ""
    span: Span | None = None
    where: Literal["text", "header", "sidecar", "name", "collection"] = "text"


class Rival(Struct, frozen=True, kw_only=True):
    """A value that another rule found and that lost."""

    value: str
    evidence: Evidence


class Field(Struct, Generic[T], frozen=True, kw_only=True):
    """A value with its standing, its evidence and the rivals that lost. Absent holds `value`."""

    value: T
    standing: Standing = "absent"
    evidence: tuple[Evidence, ...] = ()
    rivals: tuple[Rival, ...] = ()


def absent() -> Field[str | None]:
    """Make a field that nothing speaks for."""
    return Field(value=None)


def absent_list() -> Field[tuple[str, ...]]:
    """Make a list field that nothing speaks for."""
    return Field(value=())


class Fields(Struct, frozen=True, kw_only=True):
    """What is known of an article, each value with its evidence.

    `published` is an EDTF string (2024-05-21, 2024-05, 2024, 2023-10~); `language` a BCP 47
    primary subtag; `number` decimal digits; `tags` labels of the vocabulary or of hashtags.
    """

    title: Field[str | None] = field(default_factory=absent)
    subtitle: Field[str | None] = field(default_factory=absent)
    series: Field[str | None] = field(default_factory=absent)
    number: Field[str | None] = field(default_factory=absent)
    authors: Field[tuple[str, ...]] = field(default_factory=absent_list)
    interviewees: Field[tuple[str, ...]] = field(default_factory=absent_list)
    published: Field[str | None] = field(default_factory=absent)
    source_url: Field[str | None] = field(default_factory=absent)
    language: Field[str | None] = field(default_factory=absent)
    hashtags: Field[tuple[str, ...]] = field(default_factory=absent_list)
    tags: Field[tuple[str, ...]] = field(default_factory=absent_list)
    credit: Field[str | None] = field(default_factory=absent)
    rights: Field[str | None] = field(default_factory=absent)


class Used(Struct, frozen=True, kw_only=True):
    """Lines that became a field and are no part of the body."""

    span: Span
    field: str


class Sign(Struct, frozen=True, kw_only=True):
    """One thing that speaks for a kind: a sentence with placeholders, their values, a weight."""

    words: str
    weight: float = 0.0
    values: dict[str, str] = field(default_factory=dict)


class Verdict(Struct, frozen=True, kw_only=True):
    """What one kind says of a document: its score and the signs that made it."""

    kind: str
    score: float
    signs: tuple[Sign, ...] = ()


class Fate(Struct, frozen=True):
    """What became of one line: `fate`, and as `detail` the role, the field or the reason."""

    line: int
    fate: Literal["body", "field", "aside", "blank"]
    detail: str = ""


class Article(Struct, frozen=True, kw_only=True):
    """A document, understood. `verdicts` holds every kind's, best first: `kind` is the first's."""

    path: str
    sha256: str
    format: str
    kind: str
    verdicts: tuple[Verdict, ...]
    fields: Fields
    body: tuple[Block, ...]
    fates: tuple[Fate, ...]
    asides: tuple[Aside, ...] = ()
    used: tuple[Used, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


# --- an editor's word ----------------------------------------------------------------------------


class Setting(Struct, frozen=True, kw_only=True):
    """One value that an editor wrote, and where: a line and column of a YAML file, from 1."""

    values: tuple[str, ...]
    line: int
    column: int = 1


class Sidecar(Struct, frozen=True, kw_only=True):
    """`NAME.yml` beside a document: fields that win over what was read."""

    path: str
    settings: dict[str, Setting] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()


class Term(Struct, frozen=True, kw_only=True):
    """One heading of the vocabulary; `sort` is organisation, person, product, topic and so on."""

    label: str
    aliases: tuple[str, ...] = ()
    sort: str = "topic"
    description: str = ""


# --- images of the collection --------------------------------------------------------------------


class Picture(Struct, frozen=True, kw_only=True):
    """An image file of the collection that a document shows, or links to.

    `address` is what the document calls it, `path` its place in the collection; the size is that
    in pixels, none where the file's header does not tell it.
    """

    address: str
    path: str
    sha256: str
    width: int | None = None
    height: int | None = None


# --- the archive ---------------------------------------------------------------------------------


class Card(Struct, frozen=True, kw_only=True):
    """The light part of an article: all that lists, indexes and neighbours need.

    `url` is the public path (`articles/slug.html`), `slug` its last part; `arrival` the place in
    the ledger's order; `title` always has a text, `title_standing` says whose it is. `digest` is
    the sha256 of the whole article, evidence and diagnostics included: it changes when they do.
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
    tags: tuple[str, ...] = ()
    summary: str = ""
    pictures: tuple[Picture, ...] = ()
    words: int = 0
    posts: int | None = None
    questions: int | None = None
    stories: int | None = None
    digest: str = ""
    lines: int = 0
    lines_aside: int = 0
    diagnostics: int = 0


class AxisTerm(Struct, frozen=True, kw_only=True):
    """One term of an axis: its label, slug and the ids of its articles, newest first."""

    label: str
    slug: str
    ids: tuple[str, ...]
    sort: str = ""
    description: str = ""
    aliases: tuple[str, ...] = ()


class Gap(Struct, frozen=True, kw_only=True):
    """Numbers that a series misses between two issues that the archive holds."""

    series: str
    numbers: tuple[int, ...]


class Archive(Struct, frozen=True, kw_only=True):
    """Cards of all articles and the indexes over them.

    `cards` are in reading order: dated ones newest first, then the undated shelf by title.
    `axes` maps an axis (kinds, authors, series, years, tags) to its terms in order.
    """

    cards: tuple[Card, ...]
    by_id: Mapping[str, Card]
    axes: Mapping[str, tuple[AxisTerm, ...]]
    neighbours: Mapping[str, tuple[str | None, str | None]]
    gaps: tuple[Gap, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


class Output(Struct, frozen=True):
    """One file of the site: its public path, a key of what it shows, a way to make its bytes."""

    path: str
    key: str
    make: Callable[[], bytes]


# --- the collection ------------------------------------------------------------------------------


class Settings(Struct, frozen=True, kw_only=True):
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
    theme: dict[str, str] = field(default_factory=dict)
    publish_sources: bool = True


class Row(Struct, frozen=True, kw_only=True):
    """A line of the ledger: what is promised for one document. `added` is a day, YYYY-MM-DD."""

    id: str
    address: str
    path: str
    sha256: str
    added: str
    former: tuple[str, ...] = ()


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
