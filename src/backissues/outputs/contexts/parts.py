"""The small types that pages are made of: links, counts, dates, lines of lists, the frame.

Comes in: nothing. Goes out: frozen values whose fields are the names that a template may use.
Must not know: where the values come from.
"""

from __future__ import annotations

from msgspec import Struct

from backissues.outputs.contexts.head import Alternate, Head


class Anchor(Struct, frozen=True, kw_only=True, array_like=True):
    """A link and its text; `lang` where the text's language is not the page's.

    `joint` is what stands after it in a list in words: “, ” or “ and ” or nothing.
    """

    text: str
    href: str
    lang: str = ""
    current: bool = False
    joint: str = ""


class Counted(Struct, frozen=True, kw_only=True, array_like=True):
    """A link to one term of an axis and how many articles stand under it."""

    link: Anchor
    count: int
    sort: str = ""


class Dated(Struct, frozen=True, kw_only=True, array_like=True):
    """A date in words and for machines; not `known` where undated, not `exact` where “about”."""

    text: str
    machine: str = ""
    known: bool = False
    exact: bool = False


class Listed(Struct, frozen=True, kw_only=True, cache_hash=True, array_like=True):
    """An article as lists show it; `supplied` says that the title is not the source's."""

    link: Anchor
    kind: str
    date: Dated
    byline: str = ""
    series: str = ""
    summary: str = ""
    supplied: bool = False


class SearchBox(Struct, frozen=True, kw_only=True, array_like=True):
    """The search box of a page: where it leads, its script, and the words that the script says.

    `one` and `other` say how many articles were found; `%(num)s` in them is the number.
    """

    page: str
    script: str
    one: str
    other: str
    nothing: str


class Frame(Struct, frozen=True, kw_only=True, array_like=True):
    """What is around every page: head, navigation, foot. `base.html` shows it.

    `search` is none where the archive has no search.
    """

    lang: str
    dir: str
    title: str
    site: str
    home: str
    stylesheets: tuple[str, ...]
    icon: str
    nav: tuple[Anchor, ...]
    about: str
    head: Head
    description: str = ""
    canonical: str = ""
    feeds: tuple[Alternate, ...] = ()
    subscribe: str = ""
    data: str = ""
    publisher: str = ""
    rights: str = ""
    search: SearchBox | None = None
