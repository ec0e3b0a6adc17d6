"""What the pages about the archive itself show: sources, the account, the page not found.

Comes in: nothing. Goes out: frozen values whose fields are the names that a template may use.
Must not know: where the values come from.
"""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct

from backissues.outputs.contexts.parts import Anchor, Counted, Frame


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


class YearSum(Struct, frozen=True, kw_only=True):
    """One year in the account that `about.html` gives."""

    link: Anchor
    articles: int
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
    """`about.html`: how the archive was made, and its sums.

    `sums` are all articles, in a large archive (where `more` is true) those with most remarks.
    """

    frame: Frame
    description: str
    version: str
    articles: int
    lines: int
    aside: int
    problems: int
    kinds: tuple[Counted, ...]
    years: tuple[YearSum, ...]
    sums: tuple[ArticleSum, ...]
    more: bool
    warnings: tuple[ProblemRow, ...]
    manifest: str
    book: str


class FeedFormat(Struct, frozen=True, kw_only=True):
    """The archive's feed in one format: `address` is what one pastes into a reader."""

    name: str
    href: str
    address: str


class FeedRow(Struct, frozen=True, kw_only=True):
    """The feed of one term, and the one that tells its briefs story by story, if it has any."""

    link: Anchor
    count: int
    stories: str = ""


class FeedGroup(Struct, frozen=True, kw_only=True):
    """The feeds of one axis; a long list is `folded`."""

    heading: str
    rows: tuple[FeedRow, ...]
    folded: bool


class FeedsPage(Struct, frozen=True, kw_only=True):
    """`feeds.html`: how to subscribe, and all that there is to subscribe to.

    `formats` are those of the archive's own feed, the first one for those who do not know.
    """

    frame: Frame
    formats: tuple[FeedFormat, ...]
    groups: tuple[FeedGroup, ...]
    opml: str


class MovedPage(Struct, frozen=True, kw_only=True):
    """`moved.html`: stands at a former address, and leads to the present one."""

    frame: Frame
    heading: str
    goal: Anchor


class WithdrawnPage(Struct, frozen=True, kw_only=True):
    """`withdrawn.html`: stands at the address of an article that is not in the archive now.

    `reason` is in the words of its editors, if they gave any.
    """

    frame: Frame
    heading: str
    words: str
    reason: str


class NotFoundPage(Struct, frozen=True, kw_only=True):
    """`404.html`: for an address that the archive does not know."""

    frame: Frame
    ways: tuple[Anchor, ...]
