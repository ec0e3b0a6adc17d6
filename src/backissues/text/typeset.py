"""Writes HTML from the content tree; nothing else in the house makes Markup from a source's words.

Comes in: blocks, inlines, lines. Goes out: `Markup` that is safe as HTML and as XML text.
Must not know: kinds by name, pages, catalogues. What it must say itself (“the capture lost …”)
it says through a `Voice`; where links lead is asked of `resolve`, and which images the archive
holds of `show`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

from markupsafe import Markup

from backissues.model import (
    Block,
    Break,
    Code,
    CodeBlock,
    CutLink,
    Emphasis,
    Heading,
    Image,
    Inline,
    Item,
    Link,
    List,
    Lost,
    NoteRef,
    Notes,
    Paragraph,
    Part,
    Quote,
    Rule,
    RunIn,
    Strike,
    Strong,
    Table,
    Text,
)
from backissues.text import typography
from backissues.text.addresses import with_scheme
from backissues.text.anchors import anchored
from backissues.text.figures import Shown, img, not_held, only_image, tooltip, untitled
from backissues.text.legible import (
    address,
    contained,
    escaped,
    lang_attributes,
    legible,
    running,
)
from backissues.text.listings import highlight
from backissues.text.tree import block_text, walk

_WEB = ("http://", "https://")


class Voice(NamedTuple):
    """How typeset speaks for itself: a translation of its sentences, and their language.

    `regional` gives a language the region by whose customs its texts are set.
    """

    say: Callable[[str], str] = str
    language: str = ""
    regional: Callable[[str], str] = str


def as_is(link: str) -> str:
    """Leave a link as it stands."""
    return link


def blocks(
    blocks: Iterable[Block],
    *,
    resolve: Callable[[str], str] = as_is,
    show: Callable[[str], Shown | None] = not_held,
    language: str = "",
    voice: Voice = Voice(),  # noqa: B008  (an immutable default)
) -> Markup:
    """Typeset blocks; `language` is that of the text around them, `resolve` maps links."""
    body = anchored(blocks)
    setter = _Typesetter(resolve=resolve, show=show, language=language, voice=voice)
    setter.number_notes(body)
    return Markup(setter.blocks(body))  # noqa: S704  (every text in it is escaped)


def inlines(
    inlines: Iterable[Inline],
    *,
    resolve: Callable[[str], str] = as_is,
    language: str = "",
    voice: Voice = Voice(),  # noqa: B008
) -> Markup:
    """Typeset inlines alone: a title, a label."""
    setter = _Typesetter(resolve=resolve, show=not_held, language=language, voice=voice)
    return Markup(setter.inlines(inlines))  # noqa: S704


# --- the tree ------------------------------------------------------------------------------------


@dataclass
class _Typesetter:
    """One pass over a tree: it knows the language around it and how often a note was called."""

    resolve: Callable[[str], str]
    show: Callable[[str], Shown | None]
    language: str
    voice: Voice
    notes: dict[str, int] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)

    def number_notes(self, body: Sequence[Block]) -> None:
        """Give footnotes their numbers, so that a reference knows whether its note is there."""
        for block in walk(body):
            if isinstance(block, Notes):
                for note in block.notes:
                    self.notes.setdefault(note.label, len(self.notes) + 1)

    def blocks(self, blocks: Iterable[Block]) -> str:
        """Write blocks one after the other; a run of repeats is announced once."""
        parts: list[str] = []
        repeating = False
        for block in blocks:
            repeats = isinstance(block, Paragraph) and block.role == "repeat"
            if repeats and not repeating:
                parts.append(
                    self.aside("capture-note", self.voice.say("This repeats a passage above:"))
                )
            repeating = repeats
            parts.append(self.block(block))
        return "".join(parts)

    def block(self, block: Block) -> str:  # noqa: C901, PLR0911  (one case a node)
        """Write one block."""
        match block:
            case Paragraph():
                return self.figure(block) or self.paragraph(block)
            case Heading():
                inner = self.inlines(block.inlines, lang=block.lang, title=True)
                attributes = self.attributes(block, anchor=block.anchor)
                return f"<h{block.level}{attributes}>{inner}</h{block.level}>\n"
            case List():
                return self.list(block)
            case Quote():
                with self.within(block.lang):
                    inner = self.blocks(block.blocks)
                return f"<blockquote{self.attributes(block)}>\n{inner}</blockquote>\n"
            case CodeBlock():
                return highlight(block.text, block.language) + "\n"
            case Table():
                return self.table(block)
            case Rule():
                return "<hr>\n"
            case Notes():
                return self.footnotes(block)
            case Lost():
                return self.aside("capture-note lost", self.lost(block))
            case Part():
                return self.part(block)

    def paragraph(self, block: Paragraph) -> str:
        """Write running text."""
        inner = self.inlines(block.inlines, lang=block.lang)
        return f"<p{self.attributes(block)}>{inner}</p>\n"

    @contextmanager
    def within(self, language: str) -> Iterator[None]:
        """Write in a language of its own, where there is one, what a block holds."""
        outer = self.language
        self.language = language or outer
        yield
        self.language = outer

    def attributes(self, block: Block, *, anchor: str = "", more: str = "") -> str:
        """Write the id, the classes and the foreign language of a block."""
        names = " ".join(filter(None, (getattr(block, "role", ""), more)))
        lang = getattr(block, "lang", "")
        return (
            (f' id="{escaped(anchor)}"' if anchor else "")
            + (f' class="{escaped(names)}"' if names else "")
            + (lang_attributes(lang) if lang != self.language else "")
        )

    def aside(self, name: str, words: str) -> str:
        """Write a sentence of our own between the source's words, told apart by class and lang."""
        return f'<p class="{name}"{self.own_lang()}>{escaped(words)}</p>\n'

    def own_lang(self) -> str:
        """Name the language of our own words where it is not that of the text around them."""
        own = self.voice.language
        return lang_attributes(own) if own != self.language else ""

    def lost(self, block: Lost) -> str:
        """Say what is missing at this place."""
        if block.what == "list":
            return self.voice.say("The capture lost the list that stood here.")
        if block.what == "end":
            return self.voice.say("Here the capture breaks off.")
        if not block.label:
            return self.voice.say("The capture lost a post here.")
        return self.voice.say("The capture lost this post: {label}").format(label=block.label)

    def list(self, block: List) -> str:
        """Write a list; an item of one plain paragraph needs no paragraph of its own."""
        name = "ol" if block.ordered else "ul"
        start = f' start="{block.start}"' if block.ordered and block.start != 1 else ""
        with self.within(block.lang):
            items = "".join(f"<li>{self.item(item)}</li>\n" for item in block.items)
        return f"<{name}{start}{self.attributes(block)}>\n{items}</{name}>\n"

    def figure(self, block: Paragraph) -> str:
        """Write a paragraph of one image as a figure, or nothing where it is more, or not held."""
        image = only_image(block.inlines)
        if image is None or self.show(image.url) is None:
            return ""
        words = escaped(typography.shown(image.title, self.language))
        caption = f"<figcaption>{words}</figcaption>\n" if words else ""
        inner = self.inlines(map(untitled, block.inlines)).strip()
        return f"<figure{self.attributes(block)}>\n{inner}\n{caption}</figure>\n"

    def item(self, item: Item) -> str:
        """Write what a list item holds: its first paragraph bare, the rest as blocks."""
        if not item.blocks:
            return ""
        first, rest = item.blocks[0], item.blocks[1:]
        tight = all(isinstance(block, List) for block in rest)
        if isinstance(first, Paragraph) and tight and not (first.role or first.lang):
            return self.inlines(first.inlines) + ("\n" + self.blocks(rest) if rest else "")
        return "\n" + self.blocks(item.blocks)

    def table(self, block: Table) -> str:
        """Write a table in a box that scrolls by itself where the screen is narrow."""

        def row(cells: Sequence[tuple[Inline, ...]], name: str, scope: str = "") -> str:
            written = []
            for place, cell in enumerate(cells):
                align = block.align[place] if place < len(block.align) else ""
                side = f' class="align-{escaped(align)}"' if align else ""
                written.append(f"<{name}{scope}{side}>{self.inlines(cell)}</{name}>")
            return "<tr>" + "".join(written) + "</tr>\n"

        head = row(block.head, "th", ' scope="col"')
        head = f"<thead>\n{head}</thead>\n" if block.head else ""
        rows = "".join(row(cells, "td") for cells in block.rows)
        label = escaped(self.voice.say("Table"))
        return (
            f'<div class="table" role="group" aria-label="{label}" tabindex="0">\n'
            f"<table>\n{head}<tbody>\n{rows}</tbody>\n</table>\n</div>\n"
        )

    def part(self, block: Part) -> str:
        """Write blocks that belong together, and before them the number or name they go by."""
        opens = bool(block.blocks) and isinstance(block.blocks[0], Heading)
        name, before = ("section", 1) if opens else ("div", 0)
        attributes = self.attributes(block, anchor=block.anchor)
        with self.within(block.lang):
            inner = (
                self.blocks(block.blocks[:before])
                + self.mark(block)
                + self.blocks(block.blocks[before:])
            )
        return f"<{name}{attributes}>\n{inner}</{name}>\n"

    def mark(self, block: Part) -> str:
        """Write the number of a part, or the speaker or author whom its text does not name."""
        if block.marker or block.number:
            number = escaped(block.marker or block.number)
            if block.anchor:
                number = f'<a href="{escaped(self.resolve(f"#{block.anchor}"))}">{number}</a>'
            return f'<p class="number">{number}</p>\n'
        label = legible(block.label)
        if not label or _names_itself(block, label):
            return ""
        if block.role == "column":
            return self.aside("byline", self.voice.say("By {name}").format(name=label))
        return f'<p class="label">{escaped(typography.shown(label, self.language))}</p>\n'

    def footnotes(self, block: Notes) -> str:
        """Write the footnotes, each with a link back to where it was called."""
        items: list[str] = []
        for note in block.notes:
            number = self.notes[note.label]
            backs = " ".join(
                self.back(number, call) for call in range(1, self.calls.get(note.label, 0) + 1)
            )
            tail = f'<p class="back">{backs}</p>\n' if backs else ""
            items.append(f'<li id="note-{number}">\n{self.blocks(note.blocks)}{tail}</li>\n')
        title = escaped(self.voice.say("Notes"))
        return (
            f'<section class="notes">\n<h2{self.own_lang()}>{title}</h2>\n'
            f"<ol>\n{''.join(items)}</ol>\n</section>\n"
        )

    def back(self, number: int, call: int) -> str:
        """Write the link from a footnote back to one of its calls."""
        words = escaped(self.voice.say("Back to the text"))
        href = escaped(self.resolve(f"#{_call_id(number, call)}"))
        return f'<a href="{href}" aria-label="{words}" title="{words}">↩\ufe0e</a>'

    # --- inlines ---------------------------------------------------------------------------------

    def inlines(self, inlines: Iterable[Inline], *, lang: str = "", title: bool = False) -> str:
        """Write the inlines of one text, from which no turn of direction escapes."""
        with self.within(lang):
            tongue = self.voice.regional(self.language)
            own = typography.inlines(inlines, tongue, title=title)
            return contained(self.run(own, linked=False))

    def run(self, inlines: Iterable[Inline], *, linked: bool) -> str:
        """Write inlines; inside a link no other link is written, for HTML forbids it."""
        return "".join(self.inline(inline, linked=linked) for inline in inlines)

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
            case Link(url, children, title):
                inner = self.run(children, linked=True)
                if linked:
                    return inner
                tip = f' title="{escaped(title)}"' if title else ""
                return f'<a href="{self.href(url)}"{tip}>{inner or escaped(url)}</a>'

    def href(self, url: str) -> str:
        """Write where a link of the source leads."""
        return address(self.resolve(with_scheme(url)))

    def image(self, image: Image, *, linked: bool) -> str:
        """Write an image, or what stands for one that the archive does not hold."""
        shown = self.show(image.url)
        name = image.alt or image.title or self.voice.say("Image")
        if shown is not None:
            # Without words an image is passed over by those who cannot see it; a link is not.
            return img(shown, alt=name if linked else image.alt, title=image.title)
        words = escaped(name)
        if with_scheme(image.url).startswith(_WEB) and not linked:
            words = f'<a href="{self.href(image.url)}">{words}</a>'
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
        href = escaped(self.resolve(f"#note-{number}"))
        return f'<sup><a id="{_call_id(number, call)}" href="{href}">{number}</a></sup>'


def _call_id(number: int, call: int) -> str:
    return f"call-{number}" if call == 1 else f"call-{number}-{call}"


def _names_itself(part: Part, label: str) -> bool:
    """Tell whether a part's first words already name its speaker or author."""
    if not part.blocks:
        return False
    first = part.blocks[0]
    if isinstance(first, Paragraph) and first.inlines:
        opening = first.inlines[0]
        return isinstance(opening, RunIn) and opening.role == "speaker"
    return isinstance(first, Heading) and label.casefold() in legible(block_text(first)).casefold()
