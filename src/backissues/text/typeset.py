"""Writes HTML from the content tree; nothing else in the house makes Markup from a source's words.

Comes in: blocks, inlines, lines. Goes out: `Markup` that is safe as HTML and as XML text.
Must not know: kinds by name, pages, catalogues. What it must say itself (“the capture lost …”)
it says through a `Voice`; where links lead is asked of `resolve`, and which images the archive
holds of `show`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from markupsafe import Markup

from backissues.model import (
    Block,
    CodeBlock,
    Heading,
    Inline,
    Item,
    List,
    Lost,
    Notes,
    Paragraph,
    Part,
    Quote,
    Rule,
    RunIn,
    Table,
)
from backissues.text import typography
from backissues.text.anchors import anchored
from backissues.text.figures import Shown, not_held, only_image, untitled
from backissues.text.legible import (
    escaped,
    lang_attributes,
    legible,
)
from backissues.text.listings import highlight
from backissues.text.tree import block_text, parts, walk
from backissues.text.typeset_inline import InlineSetter, Voice, as_is, call_id

__all__ = ["Voice", "blocks", "inlines", "passages", "pieces"]

# Reader views take a part called “remark” for a reader's comment, and an answer of one line and a
# link for a menu, unless a class says that it is the text itself.
_KEPT = {"remark": "content", "answer": "content"}


def blocks(
    blocks: Iterable[Block],
    *,
    resolve: Callable[[str], str | None] = as_is,
    show: Callable[[str], Shown | None] = not_held,
    language: str = "",
    voice: Voice = Voice(),  # noqa: B008  (an immutable default)
) -> Markup:
    """Typeset blocks; `language` is that of the text around them, `resolve` maps links.

    The words of a link that `resolve` knows no place for stand alone.
    """
    body = anchored(blocks)
    setter = _setter(body, resolve=resolve, show=show, language=language, voice=voice)
    return Markup(setter.blocks(body))  # noqa: S704  (every text in it is escaped)


def pieces(
    blocks: Iterable[Block],
    *,
    resolve: Callable[[str], str | None] = as_is,
    show: Callable[[str], Shown | None] = not_held,
    language: str = "",
    voice: Voice = Voice(),  # noqa: B008
) -> Iterator[Markup]:
    """Typeset blocks one by one: joined, they are what `blocks` writes."""
    body = anchored(blocks)
    setter = _setter(body, resolve=resolve, show=show, language=language, voice=voice)
    for piece in setter.each(body):
        yield Markup(piece)  # noqa: S704


def passages(  # noqa: PLR0913  (what `blocks` takes, and a role)
    blocks: Iterable[Block],
    role: str,
    *,
    resolve: Callable[[str], str | None] = as_is,
    show: Callable[[str], Shown | None] = not_held,
    language: str = "",
    voice: Voice = Voice(),  # noqa: B008
) -> Iterator[tuple[Part, Markup]]:
    """Typeset the parts of a role one by one, each without the title that it opens with.

    Anchors, notes and links are those that they have in the whole.
    """
    body = anchored(blocks)
    setter = _setter(body, resolve=resolve, show=show, language=language, voice=voice)
    for part in parts(body, role):
        with setter.within(part.lang):
            yield part, Markup(setter.blocks(part.blocks[1:]))  # noqa: S704


def inlines(
    inlines: Iterable[Inline],
    *,
    resolve: Callable[[str], str | None] = as_is,
    language: str = "",
    voice: Voice = Voice(),  # noqa: B008
) -> Markup:
    """Typeset inlines alone: a title, a label."""
    setter = _Typesetter(resolve=resolve, show=not_held, language=language, voice=voice)
    return Markup(setter.inlines(inlines))  # noqa: S704


def _setter(
    body: Sequence[Block],
    *,
    resolve: Callable[[str], str | None],
    show: Callable[[str], Shown | None],
    language: str,
    voice: Voice,
) -> _Typesetter:
    """Make a typesetter that knows the notes of a body, and what its links may lead to."""
    setter = _Typesetter(resolve=resolve, show=show, language=language, voice=voice, body=body)
    setter.number_notes(body)
    return setter


# --- the tree ------------------------------------------------------------------------------------


class _Typesetter(InlineSetter):
    """One pass over blocks; what stands in their lines is written by the half below."""

    def number_notes(self, body: Sequence[Block]) -> None:
        """Give footnotes their numbers, so that a reference knows whether its note is there."""
        for block in walk(body):
            if isinstance(block, Notes):
                for note in block.notes:
                    self.notes.setdefault(note.label, len(self.notes) + 1)

    def blocks(self, blocks: Iterable[Block]) -> str:
        """Write blocks one after the other."""
        return "".join(self.each(blocks))

    def each(self, blocks: Iterable[Block]) -> Iterator[str]:
        """Yield what is written of each block; a run of repeats is announced once."""
        repeating = False
        for block in blocks:
            repeats = isinstance(block, Paragraph) and block.role == "repeat"
            said = ""
            if repeats and not repeating:
                said = self.aside("capture-note", self.voice.say("This repeats a passage above:"))
            repeating = repeats
            yield said + self.block(block)

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

    def attributes(self, block: Block, *, anchor: str = "", more: str = "") -> str:
        """Write the id, the classes and the foreign language of a block."""
        role, lang = getattr(block, "role", ""), getattr(block, "lang", "")
        if not (anchor or role or more or lang):
            return ""
        names = " ".join(filter(None, (role, more)))
        return (
            (f' id="{escaped(anchor)}"' if anchor else "")
            + (f' class="{escaped(names)}"' if names else "")
            + (lang_attributes(lang) if lang != self.language else "")
        )

    def aside(self, name: str, words: str) -> str:
        """Write a sentence of our own between the source's words, told apart by class and lang."""
        return f'<p class="{name}"{self.own_lang()}>{escaped(words)}</p>\n'

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
            items = "".join([f"<li>{self.item(item)}</li>\n" for item in block.items])
        return f"<{name}{start}{self.attributes(block)}>\n{items}</{name}>\n"

    def figure(self, block: Paragraph) -> str:
        """Write a paragraph of one image as a figure, or nothing where it is more, or not held."""
        image = only_image(block.inlines)
        shown = self.show(image.url) if image is not None else None
        if image is None or shown is None or not shown.source:
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
                inner = self.inlines(cell)
                # The corner over the names of rows heads nothing.
                heads, over = (name, scope) if inner.strip() else ("td", "")
                written.append(f"<{heads}{over}{side}>{inner}</{heads}>")
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
        attributes = self.attributes(block, anchor=block.anchor, more=_KEPT.get(block.role, ""))
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
                number = f'<a href="{self.own_href(block.anchor)}">{number}</a>'
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
        href = self.own_href(call_id(number, call))
        return f'<a href="{href}" aria-label="{words}" title="{words}">↩\ufe0e</a>'


def _names_itself(part: Part, label: str) -> bool:
    """Tell whether a part's first words already name its speaker or author."""
    if not part.blocks:
        return False
    first = part.blocks[0]
    if isinstance(first, Paragraph) and first.inlines:
        opening = first.inlines[0]
        return isinstance(opening, RunIn) and opening.role == "speaker"
    return isinstance(first, Heading) and label.casefold() in legible(block_text(first)).casefold()
