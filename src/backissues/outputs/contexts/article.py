"""What the page of an article shows: its text, and all that is known of it.

Comes in: nothing. Goes out: frozen values whose fields are the names that a template may use, kept
from build to build: as arrays, which halves their bytes.
Must not know: where the values come from.
"""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct

from backissues.outputs.contexts.parts import Anchor, Dated, Frame


class Loss(Struct, frozen=True, kw_only=True, array_like=True):
    """One thing that the capture lost, and the line where that shows."""

    words: str
    line: int | None = None
    href: str = ""


class AsideLine(Struct, frozen=True, kw_only=True, array_like=True):
    """One line that was set aside."""

    number: int
    text: str
    href: str


class AsideGroup(Struct, frozen=True, kw_only=True, array_like=True):
    """Lines set aside for one reason, by one rule."""

    reason: str
    rule: str
    lines: tuple[AsideLine, ...]


class Proof(Struct, frozen=True, kw_only=True, array_like=True):
    """Why a field has its value: the rule, where it looked, the words that it read."""

    rule: str
    where: str
    quote: str = ""
    line: int | None = None
    href: str = ""


class RivalRow(Struct, frozen=True, kw_only=True, array_like=True):
    """A value that lost, and its rule."""

    value: str
    proof: Proof


class FieldRow(Struct, frozen=True, kw_only=True, array_like=True):
    """One field as it was read."""

    name: str
    value: str
    standing: str
    proofs: tuple[Proof, ...] = ()
    rivals: tuple[RivalRow, ...] = ()


class Reading(Struct, frozen=True, kw_only=True, array_like=True):
    """How an article was read: its kind, the runner-up, the fields."""

    kind: str
    signs: tuple[str, ...]
    runner_up: str
    runner_up_signs: tuple[str, ...]
    fields: tuple[FieldRow, ...]
    absent: str


class Provenance(Struct, frozen=True, kw_only=True, array_like=True):
    """Where an article comes from; a link is empty where what it leads to is not published."""

    path: str
    sha256: str
    page: str = ""
    received: str = ""
    original: str = ""
    record: str = ""
    markdown: str = ""


class Neighbour(Struct, frozen=True, kw_only=True, array_like=True):
    """The article before or after: `name` (older, newer) for the look, `label` for the reader."""

    name: str
    label: str
    link: Anchor


class Stop(Struct, frozen=True, kw_only=True, array_like=True):
    """One place of an article that its contents lead to; `level` is that of its heading."""

    text: str
    href: str
    level: int = 0


class Related(Struct, frozen=True, kw_only=True, array_like=True):
    """An article that is akin to the one shown, and what the two share, in words."""

    link: Anchor
    kind: str
    date: Dated
    reason: str


class CitationFormat(Struct, frozen=True, kw_only=True, array_like=True):
    """A citation for programs; `href` is empty where it is no file of the site."""

    name: str
    text: str
    type: str
    href: str = ""


class Citation(Struct, frozen=True, kw_only=True, array_like=True):
    """How to cite an article: in words, parted at the title and its `lang`, and for programs."""

    before: str
    title: str
    after: str
    address: str
    href: str
    lang: str = ""
    formats: tuple[CitationFormat, ...] = ()


class ArticlePage(Struct, frozen=True, kw_only=True, array_like=True):
    """`kinds/KIND.html`: one article. `body_lang` is empty where it is the page's language.

    `title_note` says whose the title is, where it is not the source's. `contents` leads to the
    sections and stories, else to the posts or questions. `address` is what a printed page names,
    `script` marks in the contents the part that is being read.
    """

    frame: Frame
    kind: Anchor
    title: str
    title_note: str
    dateline: Dated
    updated: Dated | None
    body: Markup
    body_lang: str
    body_dir: str
    minutes: int
    provenance: Provenance
    reading: Reading
    citation: Citation
    subtitle: str = ""
    authors: tuple[Anchor, ...] = ()
    interviewees: str = ""
    series: Anchor | None = None
    number: str = ""
    tags: tuple[Anchor, ...] = ()
    posts: int | None = None
    questions: int | None = None
    contents: tuple[Stop, ...] = ()
    monogram: str = ""
    script: str = ""
    address: str = ""
    losses: tuple[Loss, ...] = ()
    asides: tuple[AsideGroup, ...] = ()
    aside_count: int = 0
    credit: str = ""
    neighbours: tuple[Neighbour, ...] = ()
    series_neighbours: tuple[Neighbour, ...] = ()
    related: tuple[Related, ...] = ()
