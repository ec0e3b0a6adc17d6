"""Says how an article is cited: in words, for BibTeX, and as CSL-JSON for reference managers.

Comes in: a card and the settings. Goes out: `Reference`, and the texts that are made of it.
Must not know: pages, files. A name is never parted into given and family name, for nobody said
which is which; a date is as exact as it is known, and there is no day of access: no clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from json.encoder import encode_basestring
from typing import NamedTuple

from msgspec import Struct

from backissues import urls
from backissues.model import Card, Settings
from backissues.outputs.contexts import Citation, CitationFormat
from backissues.outputs.interface import KIND, Interface, interface, later
from backissues.patterns import late
from backissues.text import typography
from backissues.text.edtf import calendar_date
from backissues.text.legible import legible
from backissues.text.nesting import nested

BIBTEX = "application/x-bibtex"
CSL = "application/vnd.citationstyles.csl+json"

# What would end a line inside a field: any of these, in a row.
_LINE_ENDS = late("[\t\n\x0b\f\r\x85\u2028\u2029]+")
# BibTeX counts braces even behind a backslash, so that each is spelled with a pair of its own.
_BIBTEX = str.maketrans(
    {char: f"\\{char}" for char in "%&#_$"}
    | {
        "\\": "{\\textbackslash}",
        "{": "{\\textbraceleft}",
        "}": "{\\textbraceright}",
        "~": "{\\textasciitilde}",
        "^": "{\\textasciicircum}",
    }
)
_SPELLED = late(r"[%&#_$\\{}~^]")
# BibTeX's own names of the months, which each style writes in its language.
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class Reference(Struct, frozen=True, kw_only=True):
    """All that a citation may name; `address` is empty where the archive has none of its own."""

    key: str
    title: str
    kind: str
    authors: tuple[str, ...]
    interviewees: tuple[str, ...]
    published: str | None
    series: str
    number: str
    language: str
    site: str
    publisher: str
    path: str
    address: str
    note: str


class Plain(NamedTuple):
    """A citation in words: what stands before the title, the title, and what follows."""

    before: str
    title: str
    after: str


def reference(card: Card, settings: Settings) -> Reference:
    """Gather what a citation of an article names."""
    voice = interface(settings.language)
    supplied = card.title_standing == "supplied"
    return Reference(
        key=_key(card),
        title=cited_title(card),
        kind=voice.word(KIND, card.kind),
        authors=tuple(map(_line, card.authors)),
        interviewees=tuple(map(_line, card.interviewees)),
        published=card.published,
        series=_line(card.series or ""),
        number=_line(card.number or ""),
        language=card.language if card.language != "und" else "",
        site=_line(settings.title),
        publisher=_line(settings.publisher),
        path=card.url,
        address=urls.canonical(settings.base_url, card.url) if settings.base_url else "",
        note=voice.say("title supplied by the archive") if supplied else "",
    )


def cited_title(card: Card) -> str:
    """Return a title as librarians cite it: in brackets where the source has none."""
    title = _line(card.title)
    return f"[{title}]" if card.title_standing == "supplied" else title


# Archives, publishers, series and authors come again and again.
@lru_cache(maxsize=10_000)
def _line(text: str) -> str:
    return _LINE_ENDS.sub(" ", legible(text)).strip()


def _key(card: Card) -> str:
    """Name a reference by who, when and what; the slug, which is last, makes it the only one."""
    author = [urls.slugify(card.authors[0])] if card.authors else []
    year = [card.published[:4]] if card.published else []
    return "_".join((*author, *year, card.slug))


def plain(cited: Reference, voice: Interface) -> Plain:
    """Cite in words of the archive's language; the address, which may be a link, comes after."""
    before, title, after = "", cited.title, ""
    if not title.startswith("["):
        before, _, after = voice.say(later("“{title}”")).partition("{title}")
        title = nested(title, before.strip(), after.strip())
    number = voice.say("no. %(number)s") % {"number": cited.number} if cited.number else ""
    date = voice.date(cited.published) if cited.published else voice.say(later("n.d."))
    who = f"{voice.join(cited.authors)}, " if cited.authors else ""
    rest = [part for part in (cited.series, number, date, cited.site) if part]
    return Plain(who + before, title, after + "".join(f", {part}" for part in rest) + ",")


def citation(card: Card, settings: Settings) -> Citation:
    """Gather all ways to cite an article, as its page shows them."""
    voice = interface(settings.language)
    cited = reference(card, settings)
    before, title, after = plain(cited, voice)
    files = settings.makes("data")

    def link(path: str) -> str:
        return urls.relative(card.url, path)

    return Citation(
        before=before,
        title=typography.shown(title, voice.regional(cited.language or voice.tag)),
        after=after,
        lang=card.language if card.language != voice.language else "",
        address=cited.address or cited.path,
        href=cited.address or link(card.url),
        formats=(
            CitationFormat(
                name="BibTeX",
                text=bibtex(cited),
                type=BIBTEX,
                href=link(urls.bibtex(card.url)) if files else "",
            ),
            CitationFormat(
                name="CSL-JSON",
                text=csl(cited),
                type=CSL,
                href=link(urls.csl(card.url)) if files else "",
            ),
        ),
    )


# --- BibTeX --------------------------------------------------------------------------------------


def bibtex(cited: Reference) -> str:
    """Write an entry; names and titles are braced, so that no style parts or recases them."""
    day = cited.published or ""
    exact = calendar_date(cited.published)
    fields = {
        "author": " and ".join(f"{{{_tex(author)}}}" for author in cited.authors),
        "title": f"{{{_tex(cited.title)}}}",
        "journal": _tex(cited.series),
        "number": _tex(cited.number) if cited.series else "",
        "howpublished": _tex(cited.site),
        "publisher": _tex(cited.publisher),
        "year": exact[:4] or (f"ca. {day[:4]}" if day else ""),
        # BibLaTeX reads this one alone, and knows “about”; BibTeX the year and month.
        "date": day,
        "month": _MONTHS[int(exact[5:7]) - 1] if exact[5:7] else "",
        "url": cited.address,
        "language": cited.language,
        "note": _tex("; ".join(filter(None, ("" if cited.address else cited.path, cited.note)))),
    }
    # A month is a name of BibTeX's own, and stands without braces.
    lines = [
        f"  {name} = {value},\n" if name == "month" else f"  {name} = {{{value}}},\n"
        for name, value in fields.items()
        if value
    ]
    kind = "article" if cited.series else "misc"
    return f"@{kind}{{{cited.key},\n{''.join(lines)}}}\n"


def _tex(text: str) -> str:
    # To look for what needs a spelling takes a fifth of the time of writing each letter.
    return text.translate(_BIBTEX) if _SPELLED.search(text) else text


# --- CSL-JSON ------------------------------------------------------------------------------------


def csl(cited: Reference) -> str:
    """Write what Zotero, Pandoc and others read: a list of one item, by the names of CSL 1.0.2."""
    item = {
        "id": _quoted(cited.key),
        # CSL's word for a periodical that is no learned journal.
        "type": _quoted("article-magazine" if cited.series else "webpage"),
        "title": _quoted(cited.title),
        "author": _people(cited.authors),
        "contributor": _people(cited.interviewees),
        "container-title": _quoted(cited.series or cited.site),
        "issue": _quoted(cited.number if cited.series else ""),
        "issued": _issued(cited.published),
        "genre": _quoted(cited.kind),
        "language": _quoted(cited.language),
        "publisher": _quoted(cited.publisher),
        "archive": _quoted(cited.site if cited.series else ""),
        "archive_location": _quoted("" if cited.address else cited.path),
        "URL": _quoted(cited.address),
        "note": _quoted(cited.note),
    }
    # A line a name, to be read by people too.
    lines = [f'"{name}": {value}' for name, value in item.items() if value]
    return "[{\n  " + ",\n  ".join(lines) + "\n}]\n"


def _quoted(text: str) -> str:
    """Write a text as JSON; nothing stays nothing."""
    return encode_basestring(text) if text else ""


def _people(names: Sequence[str]) -> str:
    people = ", ".join(f'{{"literal": {encode_basestring(name)}}}' for name in names)
    return f"[{people}]" if people else ""


def _issued(published: str | None) -> str:
    """Part a date into the numbers that are known of it."""
    if not published:
        return ""
    parts = ", ".join(str(int(part)) for part in published.rstrip("~").split("-"))
    about = ', "circa": true' if published.endswith("~") else ""
    return f'{{"date-parts": [[{parts}]]{about}}}'
