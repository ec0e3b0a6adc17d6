"""A document as a reader gives it, and the article that a kind makes of it, with its evidence.

Comes in: the tree of content. Goes out: sources, documents, fields, articles, an editor's words.
Must not know: any other room.
"""

from __future__ import annotations

from typing import Generic, Literal, TypeAlias, TypeVar

from msgspec import Struct, field

from backissues.model.tree import Block, Span

T = TypeVar("T")

Standing: TypeAlias = Literal["stated", "derived", "supplied", "absent"]
Level: TypeAlias = Literal["error", "warning", "note"]


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


# --- a document, as a reader gives it ------------------------------------------------------------


class Source(Struct, frozen=True, kw_only=True):
    """A file of the collection: its path inside it (with `/`), its bytes and their sha256."""

    path: str
    data: bytes
    sha256: str


class Header(Struct, frozen=True, kw_only=True, array_like=True):
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
    span, in `definitions` (link targets that other lines use) or in `asides`. Where `stated`, the
    document itself says its kind, its fields and the roles of its blocks: no rule is asked.
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
    stated: bool = False
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


class Field(Struct, Generic[T], frozen=True, kw_only=True, array_like=True):
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


class Fields(Struct, frozen=True, kw_only=True, array_like=True):
    """What is known of an article, each value with its evidence.

    `published` and `updated` are EDTF strings (2024-05-21, 2024-05, 2024, 2023-10~); `updated` is
    the day of a change, which never stands for that of publication. `language` is a BCP 47 primary
    subtag; `number` decimal digits; `tags` labels of the vocabulary or of hashtags.
    """

    title: Field[str | None] = field(default_factory=absent)
    subtitle: Field[str | None] = field(default_factory=absent)
    series: Field[str | None] = field(default_factory=absent)
    number: Field[str | None] = field(default_factory=absent)
    authors: Field[tuple[str, ...]] = field(default_factory=absent_list)
    interviewees: Field[tuple[str, ...]] = field(default_factory=absent_list)
    published: Field[str | None] = field(default_factory=absent)
    updated: Field[str | None] = field(default_factory=absent)
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


class Fate(Struct, frozen=True, array_like=True):
    """What became of one line: `fate`, and as `detail` the role, the field or the reason."""

    line: int
    fate: Literal["body", "field", "aside", "blank"]
    detail: str = ""


class Article(Struct, frozen=True, kw_only=True, array_like=True):
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
    """One heading of the vocabulary; `sort` is organisation, person, product, topic and so on.

    `formerly` are the aliases that were its label once, and its address.
    """

    label: str
    aliases: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()
    sort: str = "topic"
    description: str = ""


# --- links between documents ---------------------------------------------------------------------


class CrossReference(Struct, frozen=True, kw_only=True, array_like=True):
    """A link to another document of the collection: what is written, and the page that it means.

    `anchor` is the place on that page, if the link names one that is there.
    """

    address: str
    url: str
    anchor: str = ""


# --- images of the collection --------------------------------------------------------------------


class Picture(Struct, frozen=True, kw_only=True, array_like=True):
    """An image file of the collection that a document shows, or links to.

    `address` is what the document calls it, `path` its place in the collection; the size is that
    in pixels, none where the file's header does not tell it.
    """

    address: str
    path: str
    sha256: str
    width: int | None = None
    height: int | None = None
