"""What the templates may see: one documented type a page, and the small types they are made of.

Comes in: nothing. Goes out: frozen values whose fields are the names that a template may use.
Must not know: where the values come from. All links are ready to be written into `href`,
all words are in the reader's language or are the source's own.
"""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct


class Anchor(Struct, frozen=True, kw_only=True):
    """A link and its text; `lang` where the text's language is not the page's."""

    text: str
    href: str
    lang: str = ""
    current: bool = False


class Counted(Struct, frozen=True, kw_only=True):
    """A link to one term of an axis and how many articles stand under it."""

    link: Anchor
    count: int
    sort: str = ""


class Dated(Struct, frozen=True, kw_only=True):
    """A date in words and for machines; `known` is false for an undated article."""

    text: str
    machine: str = ""
    known: bool = False


class Listed(Struct, frozen=True, kw_only=True):
    """An article as lists show it; `supplied` says that the title is not the source's."""

    link: Anchor
    kind: str
    date: Dated
    byline: str = ""
    series: str = ""
    summary: str = ""
    supplied: bool = False


class Frame(Struct, frozen=True, kw_only=True):
    """What is around every page: head, navigation, foot. `base.html` shows it."""

    lang: str
    dir: str
    title: str
    site: str
    home: str
    stylesheets: tuple[str, ...]
    icon: str
    nav: tuple[Anchor, ...]
    about: str
    description: str = ""
    canonical: str = ""
    feed: str = ""
    publisher: str = ""
    rights: str = ""


class HomePage(Struct, frozen=True, kw_only=True):
    """`home.html`: the newest articles and the ways in."""

    frame: Frame
    description: str
    total: int
    newest: tuple[Listed, ...]
    kinds: tuple[Counted, ...]
    years: tuple[Counted, ...]
    authors: tuple[Counted, ...]
    series: tuple[Counted, ...]
    tags: tuple[Counted, ...]
    more_tags: str
    more_articles: str


class AxisPage(Struct, frozen=True, kw_only=True):
    """`indexes/axis.html`: all terms of an axis, with counts."""

    frame: Frame
    heading: str
    terms: tuple[Counted, ...]
    gaps: tuple[str, ...] = ()


class TermPage(Struct, frozen=True, kw_only=True):
    """`indexes/term.html`: articles under one term, newest first; a long list has `pages`."""

    frame: Frame
    axis: Anchor
    heading: str
    articles: tuple[Listed, ...]
    description: str = ""
    sort: str = ""
    aliases: str = ""
    pages: tuple[Anchor, ...] = ()


class Loss(Struct, frozen=True, kw_only=True):
    """One thing that the capture lost, and the line where that shows."""

    words: str
    line: int | None = None
    href: str = ""


class AsideLine(Struct, frozen=True, kw_only=True):
    """One line that was set aside."""

    number: int
    text: str
    href: str


class AsideGroup(Struct, frozen=True, kw_only=True):
    """Lines set aside for one reason, by one rule."""

    reason: str
    rule: str
    lines: tuple[AsideLine, ...]


class Proof(Struct, frozen=True, kw_only=True):
    """Why a field has its value: the rule, where it looked, the words that it read."""

    rule: str
    where: str
    quote: str = ""
    line: int | None = None
    href: str = ""


class RivalRow(Struct, frozen=True, kw_only=True):
    """A value that lost, and its rule."""

    value: str
    proof: Proof


class FieldRow(Struct, frozen=True, kw_only=True):
    """One field as it was read."""

    name: str
    value: str
    standing: str
    proofs: tuple[Proof, ...] = ()
    rivals: tuple[RivalRow, ...] = ()


class Reading(Struct, frozen=True, kw_only=True):
    """How an article was read: its kind, the runner-up, the fields."""

    kind: str
    signs: tuple[str, ...]
    runner_up: str
    runner_up_signs: tuple[str, ...]
    fields: tuple[FieldRow, ...]
    absent: str


class Provenance(Struct, frozen=True, kw_only=True):
    """Where an article comes from; the links are empty where sources are not published."""

    path: str
    sha256: str
    page: str = ""
    received: str = ""
    original: str = ""


class Neighbour(Struct, frozen=True, kw_only=True):
    """The article before or after: `name` (older, newer) for the look, `label` for the reader."""

    name: str
    label: str
    link: Anchor


class ArticlePage(Struct, frozen=True, kw_only=True):
    """`kinds/KIND.html`: one article. `body_lang` is empty where it is the page's language.

    `title_note` says whose the title is, where it is not the source's.
    """

    frame: Frame
    kind: Anchor
    title: str
    title_note: str
    dateline: Dated
    body: Markup
    body_lang: str
    body_dir: str
    minutes: int
    provenance: Provenance
    reading: Reading
    subtitle: str = ""
    authors: tuple[Anchor, ...] = ()
    interviewees: str = ""
    series: Anchor | None = None
    number: str = ""
    tags: tuple[Anchor, ...] = ()
    posts: int | None = None
    contents: tuple[Anchor, ...] = ()
    losses: tuple[Loss, ...] = ()
    asides: tuple[AsideGroup, ...] = ()
    aside_count: int = 0
    credit: str = ""
    neighbours: tuple[Neighbour, ...] = ()


class LegendRow(Struct, frozen=True, kw_only=True):
    """One fate of lines: its class, sign, words, and how many lines had it."""

    name: str
    sign: str
    words: str
    count: int


class SourcePage(Struct, frozen=True, kw_only=True):
    """`source.html`: a source with numbered lines, each marked with what became of it."""

    frame: Frame
    path: str
    article: Anchor
    received: str
    sha256: str
    bytes: int
    size: str
    lines: Markup
    lines_lang: str
    legend: tuple[LegendRow, ...]
    total: int


class ArticleSum(Struct, frozen=True, kw_only=True):
    """One article in the account that `about.html` gives."""

    link: Anchor
    lines: int
    aside: int
    problems: int


class ProblemRow(Struct, frozen=True, kw_only=True):
    """One problem of the collection as a whole."""

    code: str
    place: str
    words: str
    lang: str


class AboutPage(Struct, frozen=True, kw_only=True):
    """`about.html`: how the archive was made, and its sums."""

    frame: Frame
    description: str
    version: str
    articles: int
    lines: int
    aside: int
    problems: int
    kinds: tuple[Counted, ...]
    sums: tuple[ArticleSum, ...]
    warnings: tuple[ProblemRow, ...]
    manifest: str


class NotFoundPage(Struct, frozen=True, kw_only=True):
    """`404.html`: for an address that the archive does not know."""

    frame: Frame
    ways: tuple[Anchor, ...]
