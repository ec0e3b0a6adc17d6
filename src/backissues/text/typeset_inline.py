"""Writes the inlines of one text as HTML: the lower half of `typeset`, which writes blocks.

Comes in: inlines, the language around them. Goes out: HTML whose every text is escaped and set by
the customs of its language.
Must not know: blocks, pages, catalogues. What it must say itself it says through a `Voice`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import unquote

from msgspec import Struct

from backissues.model import (
    Block,
    Break,
    Code,
    CutLink,
    Emphasis,
    Image,
    Inline,
    Link,
    NoteRef,
    RunIn,
    Strike,
    Strong,
    Text,
)
from backissues.text import typography
from backissues.text.addresses import is_remote, with_scheme
from backissues.text.anchors import called, places
from backissues.text.figures import Shown, img, tooltip
from backissues.text.legible import (
    address,
    contained,
    escaped,
    lang_attributes,
    legible,
    running,
)

_WEB = ("http://", "https://")


class Voice(Struct, frozen=True):
    """How typeset speaks for itself: a translation of its sentences, and their language.

    `regional` gives a language the region by whose customs its texts are set.
    """

    say: Callable[[str], str] = str
    language: str = ""
    regional: Callable[[str], str] = str


def as_is(link: str) -> str:
    """Leave a link as it stands."""
    return link


@dataclass
class InlineSetter:
    """One pass over a tree: it knows the language around it and how often a note was called."""

    resolve: Callable[[str], str | None]
    show: Callable[[str], Shown | None]
    language: str
    voice: Voice
    notes: dict[str, int] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)
    body: Sequence[Block] = ()

    @cached_property
    def places(self) -> dict[str, str]:
        """Where links to places in the body lead; few bodies have any."""
        return places(self.body)

    @contextmanager
    def within(self, language: str) -> Iterator[None]:
        """Write in a language of its own, where there is one, what a block holds."""
        outer = self.language
        self.language = language or outer
        yield
        self.language = outer

    def own_lang(self) -> str:
        """Name the language of our own words where it is not that of the text around them."""
        own = self.voice.language
        return lang_attributes(own) if own != self.language else ""

    def inlines(self, inlines: Iterable[Inline], *, lang: str = "", title: bool = False) -> str:
        """Write the inlines of one text, from which no turn of direction escapes."""
        if lang:
            with self.within(lang):
                return self.inlines(inlines, title=title)
        tongue = self.voice.regional(self.language)
        own = typography.inlines(inlines, tongue, title=title)
        return contained(self.run(own, linked=False))

    def run(self, inlines: Iterable[Inline], *, linked: bool) -> str:
        """Write inlines; inside a link no other link is written, for HTML forbids it."""
        # Most inlines are texts: they are not asked what else they might be.
        return "".join(
            [
                running(one.text, self.language)
                if type(one) is Text
                else self.inline(one, linked=linked)
                for one in inlines
            ]
        )

    def inline(self, inline: Inline, *, linked: bool) -> str:  # noqa: C901, PLR0911  (the same)
        """Write one inline."""
        match inline:
            case Text(text):
                return running(text, self.language)
            case Emphasis(children):
                return f"<em>{self.run(children, linked=linked)}</em>"
            case Strong(children):
                return f"<strong>{self.run(children, linked=linked)}</strong>"
            case Strike(children):
                return f"<s>{self.run(children, linked=linked)}</s>"
            case Code(text):
                return f"<code>{running(text)}</code>"
            case Break(hard):
                return "<br>\n" if hard else "\n"
            case RunIn(role, children):
                name = "strong" if role == "subhead" else "b"
                inner = self.run(children, linked=linked)
                return f'<{name} class="{role}">{inner}</{name}>'
            case CutLink(text):
                note = self.small(self.voice.say("address cut"))
                return f'<span class="cut-link">{escaped(text)}</span> {note}'
            case Image():
                return self.image(inline, linked=linked)
            case NoteRef(label):
                return self.note_call(label, linked=linked)
            case Link():
                return self.link(inline, linked=linked)

    def link(self, link: Link, *, linked: bool) -> str:
        """Write a link; an address that it shows is no text of any language."""
        match link.children:
            case (Text(shown),) if typography.is_address(shown):
                inner = running(shown)
            case children:
                inner = self.run(children, linked=True)
        href = None if linked else self.href(link.url)
        if href is None:
            return inner if linked else self.dead(link.url, inner)
        return f'<a href="{href}"{tooltip(link.title)}>{inner or escaped(link.url)}</a>'

    def dead(self, url: str, inner: str) -> str:
        """Write the words of a link that leads nowhere, and say of another document that it did."""
        if url.startswith("#") or not inner or is_remote(url):
            return inner
        said = self.voice.say("In the source, these words are a link to {address}.")
        tip = tooltip(said.format(address=legible(unquote(url))))
        return f'<span class="dead-link"{tip}>{inner}</span>'

    def within_reach(self, url: str) -> str | None:
        """Return an address, one on the page by our anchor; None where nothing is so called."""
        if not url.startswith("#"):
            return url
        place = self.places.get(called(url[1:]))
        return None if place is None else f"#{place}"

    def href(self, url: str) -> str | None:
        """Write where a link of the source leads; None where it leads nowhere."""
        reached = self.within_reach(url)
        goal = None if reached is None else self.resolve(with_scheme(reached))
        return None if goal is None else address(goal)

    def own_href(self, anchor: str) -> str:
        """Write where a link to an anchor of our own leads."""
        return escaped(self.resolve(f"#{anchor}") or f"#{anchor}")

    def image(self, image: Image, *, linked: bool) -> str:
        """Write an image, or what stands for one that the archive does not hold."""
        shown = self.show(image.url)
        name = image.alt or image.title or self.voice.say("Image")
        if shown is not None and shown.source:
            # Without words an image is passed over by those who cannot see it; a link is not.
            return img(shown, alt=name if linked else image.alt, title=image.title)
        words = escaped(name)
        if (shown is not None or with_scheme(image.url).startswith(_WEB)) and not linked:
            href = self.href(image.url)
            words = f'<a href="{href}">{words}</a>' if href else words
        if shown is not None:
            note = self.small(self.voice.say("image not shown here"))
        else:
            note = self.small(self.voice.say("image not in the capture"))
        tip = tooltip(image.title if image.alt else "")
        return f'<span class="image"{tip}>{words} {note}</span>'

    def small(self, words: str) -> str:
        """Write words of our own inside a line: small, in brackets."""
        return f"<small{self.own_lang()}>({escaped(words)})</small>"

    def note_call(self, label: str, *, linked: bool) -> str:
        """Write the call of a footnote, or its bare label where the note is missing."""
        number = self.notes.get(label)
        if number is None or linked:
            return f"<sup>{escaped(label)}</sup>"
        call = self.calls[label] = self.calls.get(label, 0) + 1
        href = self.own_href(f"note-{number}")
        return f'<sup><a id="{call_id(number, call)}" href="{href}">{number}</a></sup>'


def call_id(number: int, call: int) -> str:
    """Return the id of one call of a footnote, by which the note leads back."""
    return f"call-{number}" if call == 1 else f"call-{number}-{call}"
