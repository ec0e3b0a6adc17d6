"""Finds further reading: a heading that announces it over titles, or one line that names a title.

Comes in: blocks. Goes out: the same blocks, with the role `further-reading` on the heading, on
lists and lines of titles under it, and on lines like “Lire aussi : Title”.
Must not know: kinds, what other headings there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from msgspec.structs import replace

from backissues.fields.looks import mark_of
from backissues.languages import bare, everywhere, fold, opening
from backissues.model import (
    Block,
    Emphasis,
    Heading,
    Inline,
    Link,
    List,
    Paragraph,
    RunIn,
    Span,
    Strong,
    Text,
)
from backissues.patterns import late
from backissues.text.tree import plain, text_of

Inlines: TypeAlias = tuple[Inline, ...]

ROLE = "further-reading"
_LONGEST_HEAD = 60
_LONGEST_TITLE = 140
# Under a heading of further reading, what is this long is text again.
_LONGEST_LINE = 300
_MOST_TITLES = 12
# “Lire aussi : …”, “Lees ook: …”, “Lesen Sie auch → …”; the words before the mark are looked up.
_RUN_IN = late(r"^\W{0,4}([^:：|→»>–—]{2,40}?)\s?(?:[:：|→»>]|\s[–—])\s*(?=\S)")
# A sentence's end inside a line: titles seldom hold two sentences, adverts for oneself do.
_TWO_SENTENCES = late(r"[^\W\d]{2}[.。]\s?[A-ZÀ-ÖØ-Þ\u4e00-\u9fff]")
# A button, a heading over comments, a word for a letter: alone on a line they are no title.
_NO_TITLES = ("furniture", "comment_heads", "issue_words")
_MARK = late(r"[^\w\s«“„\"'‘「『(\[¿¡-]")


def mark_further_reading(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Give headings of further reading, the titles under them, and single teasers their role."""
    announcing = {
        index
        for index, block in enumerate(blocks)
        if (type(block) is Paragraph or type(block) is Heading) and _announces(block)
    }
    if not announcing:
        return tuple(blocks)
    found: list[Block] = []
    index = 0
    while index < len(blocks):
        block = blocks[index]
        index += 1
        if index - 1 not in announcing or not isinstance(block, (Paragraph, Heading)):
            found.append(block)
            continue
        titles = _titles_under(blocks, index) if heads(text_of(block)) else []
        if titles:
            found.append(_heading(block))
            found += [_marked(title) for title in titles]
            index += len(titles)
        else:
            found.append(_teaser(block) or block)
    return tuple(found)


def _announces(block: Paragraph | Heading) -> bool:
    """Tell whether a line opens with words that announce further reading."""
    # Further reading is looked for before the fields are read and after: a line is read once.
    known = block.__dict__
    if "announces" not in known:
        text = text_of(block)
        words = opening("further_reading")
        # Nearly every line begins with another word, and costs no more.
        known["announces"] = (
            len(text) <= _LONGEST_LINE
            and words.may_open(text)
            and words.match(fold(bare(text[:_LONGEST_HEAD]))) is not None
        )
    return bool(known["announces"])


def _heading(block: Paragraph | Heading) -> Heading:
    """Make the heading of further reading; one that is set as other sections are stays one."""
    if isinstance(block, Heading):
        return block
    # “🔎 Per approfondire” stands beside “📮 La posta”; “Lire aussi :” is a label.
    role = "section" if mark_of(block, text_of(block)) == "sign" else ROLE
    return Heading(span=block.span, level=3, inlines=block.inlines, role=role)


def heads(text: str) -> bool:
    """Tell whether a line is a heading of further reading, in any language, stray dots and all."""
    if len(text) > _LONGEST_HEAD:
        return False
    words = fold(bare(text))
    known = everywhere("further_reading")
    if words in known:
        return True
    # “Pour aller plus loin sur les haies :”: one word alone would say too little.
    opened = opening("further_reading").match(words)
    return opened is not None and " " in opened[0] and text.rstrip().endswith((":", "："))


def _titles_under(blocks: Sequence[Block], start: int) -> list[Block]:
    """Give the blocks of titles that a heading stands over: lists, else lines as long as titles."""
    index = start
    while index < len(blocks) and isinstance(blocks[index], List):
        index += 1
    if index > start:
        return list(blocks[start:index])
    # “Read more” alone is a button, unless something hangs on it.
    head = blocks[start - 1]
    words = text_of(head)
    is_button = fold(bare(words)) in everywhere("furniture") and not words.endswith((":", "："))
    below = _lines(blocks[start]).first if start < len(blocks) else 0
    return [] if is_button and below > _lines(head).last + 1 else _lines_under(blocks, start)


def _lines_under(blocks: Sequence[Block], start: int) -> list[Block]:
    """Give the run of titles set as lines; it ends where layout changes, or with running text."""
    head = blocks[start - 1]
    lines: list[Block] = []
    # Lines that hang together end at a gap; lines that all stand apart end at what is no title.
    together = False
    for index in range(start, min(start + _MOST_TITLES, len(blocks))):
        block, above = blocks[index], blocks[index - 1]
        apart = _lines(block).first > _lines(above).last + 1
        if len(lines) == 1:
            together = not apart
        if not isinstance(block, (Paragraph, Heading)) or (lines and together and apart):
            return lines
        if not _is_title(block) or (lines and _is_set_apart(block, lines, head=head)):
            return _without_heading(lines, below=block)
        lines.append(block)
    return lines


def _is_title(block: Paragraph | Heading) -> bool:
    """Tell whether a line could be a title to read: no sentence, prompt, greeting or button."""
    text = text_of(block)
    if isinstance(block, Paragraph) and block.inlines and isinstance(block.inlines[0], Link):
        return len(text) <= _LONGEST_LINE
    if len(text) > _LONGEST_TITLE or text.endswith((":", "：", "；")):
        return False
    # “Jak powstaje beczka. Fotoreportaż” is a title, a prompt of two whole sentences none.
    if text.endswith((".", "。")) and _TWO_SENTENCES.search(text):
        return False
    words = fold(bare(text))
    if text[:1].islower():
        # A tag, or a sentence that goes on.
        return False
    if not words or any(words in everywhere(field) for field in _NO_TITLES):
        return False
    return not opening("call", "farewell", "greeting").match(words)


def _without_heading(lines: list[Block], *, below: Block) -> list[Block]:
    """Drop the last line where it heads the running text below it, and is no title to read."""
    heads_text = (
        len(lines) > 1
        and isinstance(below, Paragraph)
        and len(text_of(below)) > max(_LONGEST_TITLE, 2 * len(text_of(lines[-1])))
    )
    return lines[:-1] if heads_text else lines


def _is_set_apart(line: Block, titles: Sequence[Block], *, head: Block) -> bool:
    """Tell whether a line is set otherwise than the titles above it, as the next heading is.

    It opens with a sign as the heading does (“🔎 …”, then “📮 …”) or as no title does, or it is
    one word under titles of several.
    """
    text, first = text_of(line), text_of(titles[0])
    marked = bool(_MARK.match(text))
    if marked and _MARK.match(text_of(head)):
        return True
    if marked != bool(_MARK.match(first)):
        return True
    return " " in first and " " not in text and text.isascii()


def _marked(block: Block) -> Block:
    match block:
        case List():
            return replace(block, role=ROLE)
        case Heading():
            return Paragraph(span=block.span, inlines=block.inlines, role=ROLE)
        case Paragraph():
            return replace(block, role=ROLE)
        case _:
            return block


def _teaser(block: Paragraph | Heading) -> Paragraph | None:
    """Read a line like “Lire aussi : Title”: its words of announcement become a label."""
    text = text_of(block)
    match = _RUN_IN.match(text) if not block.role or isinstance(block, Heading) else None
    if not match or fold(bare(match[1])) not in everywhere("further_reading"):
        return None
    title = text[match.end() :]
    if len(title) > _LONGEST_TITLE or title.startswith("http") or _TWO_SENTENCES.search(title):
        return None
    parted = _part(block.inlines, plain(block.inlines).find(title[:8]))
    if parted is None:
        return None
    label, rest = parted
    return Paragraph(span=block.span, inlines=(RunIn("label", label), *rest), role=ROLE)


def _part(inlines: Sequence[Inline], at: int) -> tuple[Inlines, Inlines] | None:
    """Part inlines at a place of their words; a link or an emphasis is cut in two."""
    if at <= 0:
        return None
    done = 0
    for index, inline in enumerate(inlines):
        size = len(plain((inline,)))
        if done + size < at:
            done += size
            continue
        cut = _cut(inline, at - done, size=size)
        if cut is None:
            return None
        return (*inlines[:index], *cut[0]), (*cut[1], *inlines[index + 1 :])
    return None


def _cut(inline: Inline, at: int, *, size: int) -> tuple[Inlines, Inlines] | None:
    """Cut one inline at a place of its words."""
    if at == size:
        return (inline,), ()
    if isinstance(inline, Text):
        return (Text(inline.text[:at]),), (Text(inline.text[at:]),)
    if isinstance(inline, (Link, Strong, Emphasis)):
        inner = _part(inline.children, at)
        return (_shell(inline, inner[0]), _shell(inline, inner[1])) if inner else None
    return None


def _shell(inline: Link | Strong | Emphasis, children: Inlines) -> Inlines:
    """Put a link's or an emphasis' own form around a piece of its words."""
    if isinstance(inline, Link):
        return (Link(inline.url, children, inline.title),)
    return (type(inline)(children),)


def _lines(block: Block) -> Span:
    """Give the lines of a block; a mark for what was lost has none."""
    span: Span | None = getattr(block, "span", None)
    return span or Span(0, 0)
