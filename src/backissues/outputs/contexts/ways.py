"""What the pages that lead to articles show: home, the axes and their terms, the chronology.

Comes in: nothing. Goes out: frozen values whose fields are the names that a template may use.
Must not know: where the values come from.
"""

from __future__ import annotations

from msgspec import Struct

from backissues.outputs.contexts.parts import Anchor, Counted, Frame, Listed, SearchBox


class Bar(Struct, frozen=True, kw_only=True):
    """A term with its count, and the count drawn: `share` is its part of the greatest, of 100."""

    link: Anchor
    count: int
    share: int


class Column(Struct, frozen=True, kw_only=True):
    """One year of a chart: its count, and where and how high it is drawn, in units of the chart."""

    year: str
    count: int
    x: int
    y: int
    height: int


class YearChart(Struct, frozen=True, kw_only=True):
    """The years of a term as columns, the first to the last without a leap; `width` in units."""

    label: str
    width: int
    columns: tuple[Column, ...]


class Letter(Struct, frozen=True, kw_only=True):
    """The terms that begin with one letter; `anchor` is the id of its heading."""

    text: str
    anchor: str
    terms: tuple[Counted, ...]


class SortFilter(Struct, frozen=True, kw_only=True):
    """A sort of terms that an index can be narrowed down to."""

    name: str
    text: str
    count: int


class Group(Struct, frozen=True, kw_only=True):
    """Articles of a list that stand together under a heading, or under none."""

    heading: str
    anchor: str
    articles: tuple[Listed, ...]


class RunStop(Struct, frozen=True, kw_only=True):
    """One issue of a series, or the numbers that are missing before the next one."""

    text: str
    link: Anchor | None = None


class HomePage(Struct, frozen=True, kw_only=True):
    """`home.html`: the newest articles and the ways in; `about` says what this archive holds."""

    frame: Frame
    description: str
    about: str
    total: int
    newest: tuple[Listed, ...]
    kinds: tuple[Counted, ...]
    years: tuple[Bar, ...]
    authors: tuple[Counted, ...]
    series: tuple[Counted, ...]
    tags: tuple[Counted, ...]
    more_tags: str
    more_authors: str
    more_series: str
    more_articles: str
    chronology: str
    book: str


class AxisPage(Struct, frozen=True, kw_only=True):
    """`indexes/axis.html`: all terms of an axis, with counts.

    They stand in `years` as bars, in `letters` from A to Z, or in `terms` as they are; `most_used`
    are the foremost of an index from A to Z.
    """

    frame: Frame
    heading: str
    total: int
    terms: tuple[Counted, ...] = ()
    years: tuple[Bar, ...] = ()
    letters: tuple[Letter, ...] = ()
    sorts: tuple[SortFilter, ...] = ()
    most_used: tuple[Counted, ...] = ()
    gaps: tuple[str, ...] = ()


class TermPage(Struct, frozen=True, kw_only=True):
    """`indexes/term.html`: what is known of a term, and the newest of its articles.

    `pages` lead to the full pages behind this one, `run` to the issues of a series in their order,
    `beside` to the tags that go with this one; `kinds` says what an author wrote.
    """

    frame: Frame
    axis: Anchor
    heading: str
    count: int
    groups: tuple[Group, ...]
    description: str = ""
    sort: str = ""
    aliases: str = ""
    feeds: tuple[Anchor, ...] = ()
    book: str = ""
    chart: YearChart | None = None
    kinds: tuple[Counted, ...] = ()
    run: tuple[RunStop, ...] = ()
    beside: tuple[Counted, ...] = ()
    pages: tuple[Anchor, ...] = ()


class SearchPage(Struct, frozen=True, kw_only=True):
    """`search.html`: the search, and other ways to an article; `host` is empty off the web."""

    frame: Frame
    box: SearchBox
    ways: tuple[Anchor, ...]
    host: str = ""


class ShelfPage(Struct, frozen=True, kw_only=True):
    """`indexes/shelf.html`: a full page of a long list, which never changes again.

    So it leads to the page before it and to the first one, which knows all others.
    """

    frame: Frame
    axis: Anchor
    term: Anchor
    heading: str
    groups: tuple[Group, ...]
    older: Anchor | None = None


class Tick(Struct, frozen=True, kw_only=True):
    """The articles of one day, drawn in the cell of its month."""

    x: int
    y: int
    height: int


class Month(Struct, frozen=True, kw_only=True):
    """One month of the chronology: a link to its article or its list, and what is drawn in it.

    `column` is how high the month is drawn where days are too many; `vague` that some articles are
    known to the month only, `about` that some of them are not even sure of that.
    """

    count: int = 0
    link: Anchor | None = None
    ticks: tuple[Tick, ...] = ()
    column: int = 0
    vague: bool = False
    about: bool = False


class Year(Struct, frozen=True, kw_only=True):
    """One year of the chronology; `whole` are the articles that are known to the year only."""

    link: Anchor
    count: int
    months: tuple[Month, ...]
    whole: Month | None = None


class ChronologyPage(Struct, frozen=True, kw_only=True):
    """`chronology.html`: all articles in time, a year a row, and the undated shelf."""

    frame: Frame
    total: int
    months: tuple[Anchor, ...]
    years: tuple[Year, ...]
    dense: bool
    vague: bool
    undated: Anchor | None
    undated_count: int
    lost: tuple[Anchor, ...]
