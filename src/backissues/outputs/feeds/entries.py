"""Makes entries of articles, of the stories of a brief, and of what was withdrawn.

Comes in: cards, the settings, the store of bodies. Goes out: `Entry`, the same for every feed
and format that it stands in.
Must not know: channels, formats, which entries a feed has.
"""

from __future__ import annotations

import html
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import lru_cache, partial
from typing import TypedDict
from urllib.parse import urljoin

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from backissues import urls
from backissues.model import Card, Part, Settings, Store, Withdrawn
from backissues.outputs import bodies
from backissues.outputs.feeds.model import Entry
from backissues.outputs.feeds.moments import NEVER, noon
from backissues.outputs.frames import leading, media
from backissues.outputs.interface import interface
from backissues.outputs.keys import urn
from backissues.text import typeset
from backissues.text.addresses import is_whole
from backissues.text.edtf import calendar_date, is_day
from backissues.text.figures import Shown
from backissues.text.legible import allowed, legible
from backissues.text.tree import block_text, squeeze

# All entries of a large archive, compressed: what is over this is typeset anew for each feed.
_MOST_KEPT = 64_000_000
# Two pages of the archive's feeds.
_PAGES = 40
# No reader shows more; one article of 5,000 tags would write 25 million into the feeds of them all.
_MOST_TAGS = 50
# What a summary of a story holds: about three lines of a list, as that of an article.
_SUMMARY = 240


class _Piece(Struct, array_like=True):
    """What is typeset of an article, or of one of its stories."""

    html: str
    rights: str
    title: str = ""
    anchor: str = ""
    summary: str = ""
    language: str = ""


class _Manner(TypedDict):
    """How blocks are typeset, as `typeset` asks it."""

    resolve: Callable[[str], str | None]
    show: Callable[[str], Shown | None]
    language: str
    voice: typeset.Voice


class Entries:
    """Gives an article as feeds show it: typeset once, for it may stand in a dozen of them."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings = settings
        self._store = store
        self._voice = interface(settings.language)
        self._kept: dict[str, bytes] = {}
        self._size = 0
        # The three formats of a page have the same entries.
        self._again = lru_cache(maxsize=_PAGES)(self._of)

    def of(self, member: Card | Withdrawn) -> Entry:
        """Return the entry of an article, or of one that is there no more."""
        return self._again(member)

    def _of(self, member: Card | Withdrawn) -> Entry:
        if isinstance(member, Withdrawn):
            return self._gone(member)
        [piece] = self._pieces(member.id, partial(self._whole, member))
        return self._entry(
            member, piece, title=member.title, summary=member.subtitle or member.summary
        )

    def stories(self, card: Card) -> Iterator[Entry]:
        """Yield an entry for each story of a brief.

        Its id counts the stories, for a title that is corrected must not bring its story again.
        The brief's tags are not repeated: which story they belong to, nobody knows.
        """
        pieces = self._pieces(f"{card.id} stories", partial(self._told, card))
        for ordinal, piece in enumerate(pieces, 1):
            own = replace(card, title_standing="stated", tags=())
            entry = self._entry(own, piece, title=piece.title, summary=piece.summary)
            yield replace(
                entry,
                id=entry_id(f"{card.id}/story/{ordinal}"),
                language=piece.language or entry.language,
            )

    def _entry(self, card: Card, piece: _Piece, *, title: str, summary: str) -> Entry:
        """Put together what the card knows and what was typeset."""
        base, timezone = self._settings.base_url, self._settings.timezone
        address = urls.absolute(base, card.url) + (f"#{piece.anchor}" if piece.anchor else "")
        revised = noon(card.updated, timezone)
        above = self._above(card)
        summary = squeeze(legible(summary))
        return Entry(
            id=entry_id(card.id),
            address=address,
            title=squeeze(legible(title)) or card.slug,
            content=above + piece.html,
            in_short=above + self._in_short(summary, address),
            updated=revised or noon(card.added, timezone) or NEVER,
            revised=revised is not None,
            published=noon(card.published, timezone),
            dated=calendar_date(card.published),
            summary=summary,
            language="" if card.language == "und" else card.language,
            authors=_said(card.authors),
            tags=_said(card.tags[:_MOST_TAGS]),
            rights=piece.rights,
        )

    # --- what is typeset -------------------------------------------------------------------------

    def _whole(self, card: Card) -> list[_Piece]:
        """Typeset an article, its own anchors with whole addresses."""
        made = bodies.body(card, self._settings, self._store)
        return [_Piece(str(made.placed(self._lead(card))), _rights(made.rights))]

    def _told(self, card: Card) -> list[_Piece]:
        """Typeset an article story by story."""
        article = self._store.body(card.id)
        rights = _rights(article.fields.rights.value or "")
        return [
            _Piece(
                allowed(str(content)),
                rights,
                title=" ".join(map(block_text, part.blocks[:1])),
                anchor=part.anchor,
                summary=_opening(part),
                language=part.lang,
            )
            for part, content in typeset.passages(article.body, "story", **self._manner(card))
        ]

    def _manner(self, card: Card) -> _Manner:
        """Say how an article is typeset for readers that show it far from its page."""
        return {
            "resolve": self._lead(card),
            "show": media(card, partial(urls.absolute, self._settings.base_url)).get,
            "language": card.language,
            "voice": typeset.Voice(self._voice.say, self._voice.language, self._voice.regional),
        }

    def _lead(self, card: Card) -> Callable[[str], str | None]:
        """Say where the links of an article lead, in whole addresses."""
        whole = partial(urls.absolute, self._settings.base_url)
        return leading(card, whole, other=partial(_absolute, whole(card.url)))

    def _pieces(self, name: str, make: Callable[[], list[_Piece]]) -> list[_Piece]:
        """Return what was typeset before under a name, else typeset and keep it."""
        if not self._settings.has_axis_feeds:
            return make()
        kept = self._kept.get(name)
        if kept is not None:
            return msgspec.msgpack.decode(zlib.decompress(kept), type=list[_Piece])
        pieces = make()
        data = zlib.compress(msgspec.msgpack.encode(pieces), level=1)
        if self._size + len(data) <= _MOST_KEPT:
            self._kept[name] = data
            self._size += len(data)
        return pieces

    # --- words of ours ---------------------------------------------------------------------------

    def _above(self, card: Card) -> str:
        """Say over an article that its title is not the source's, and a date that is no day."""
        lines = []
        if card.title_standing == "supplied":
            words = self._voice.say("title supplied by the archive")
            lines.append(self._line(f"[{words}]", card.language, role="supplied"))
        if card.published and not is_day(card.published):
            words = self._voice.say("Published: {date}")
            date = self._voice.date(card.published)
            lines.append(self._line(words.format(date=date), card.language, role="dateline"))
        return "".join(lines)

    def _in_short(self, summary: str, address: str) -> str:
        """Give the first words of an article that is too long, and lead to its page."""
        words = self._voice.say("This text is too long for a feed. Read it in the archive.")
        return (
            f"<p>{html.escape(summary, quote=False)}</p>\n"
            f'<p lang="{self._voice.language}"><a href="{html.escape(address)}">'
            f"{html.escape(words, quote=False)}</a></p>\n"
        )

    def _line(self, words: str, language: str, *, role: str) -> str:
        own = self._voice.language
        lang = f' lang="{own}"' if own != language else ""
        return f'<p class="{role}"{lang}>{html.escape(words, quote=False)}</p>\n'

    def _gone(self, member: Withdrawn) -> Entry:
        """Tell those who have an article that it was withdrawn, under the id that they know it by.

        Readers put the entry in the place of the text. Its title was part of it, and is not said.
        """
        say = self._voice.say
        if member.reason:
            title, words = say("This article was withdrawn"), say("Its editors say why:")
        else:
            title = say("This article is no longer here")
            words = say("The archive does not hold it any more.")
        reason = squeeze(legible(member.reason))
        content = f"<p>{html.escape(words, quote=False)}</p>\n"
        if reason:
            content += f"<blockquote><p>{html.escape(reason, quote=False)}</p></blockquote>\n"
        return Entry(
            id=entry_id(member.id),
            address=urls.absolute(self._settings.base_url, member.url),
            title=title,
            content=content,
            in_short=content,
            updated=noon(member.added, self._settings.timezone) or NEVER,
            summary=f"{words} {reason}".strip(),
            language=self._voice.language,
        )


def entry_id(ident: str) -> str:
    """Give the id of an entry: a UUID of the ledger's id, so that it outlives every address."""
    return urn(ident)


def latest(entries: Iterable[Entry]) -> datetime:
    """Return when the last of some entries changed; there may be none."""
    return max((entry.updated for entry in entries), default=NEVER)


def _absolute(address: str, link: str) -> str:
    """Give a link as a whole address; one that cannot be read leads to the article."""
    if is_whole(link):
        return link
    try:
        return urljoin(address, link)
    except ValueError:
        return address


def _said(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return names or tags as they may be shown, each once and none of them blank."""
    return tuple(dict.fromkeys(filter(None, (squeeze(legible(one)) for one in words))))


def _rights(words: str) -> str:
    return squeeze(legible(words))


def _opening(part: Part) -> str:
    """Return the first words of a story, cut at a word."""
    text = squeeze(" ".join(block_text(block) for block in part.blocks[1:3]))
    if len(text) <= _SUMMARY:
        return text
    words, _, _ = text[: _SUMMARY + 1].rpartition(" ")
    return (words or text[:_SUMMARY]).rstrip(" ,;:–—-") + "…"
