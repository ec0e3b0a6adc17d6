"""Reads an article for what it says of the world: its running text, and the tags that it states.

Comes in: an article, the lines of its source. Goes out: passages and tags with their lines.
Must not know: what a name looks like.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from backissues.fields.hashtag_labels import is_noise
from backissues.fields.tags import SILENT
from backissues.model import (
    Article,
    Block,
    Break,
    Code,
    CodeBlock,
    CutLink,
    Heading,
    Image,
    Inline,
    List,
    NoteRef,
    Paragraph,
    RunIn,
    Span,
    Table,
    Text,
)
from backissues.text.tree import block_text, children

# A line is looked for in so many lines of a passage; nobody reads on from a place much further.
_FAR = 60


def passages(blocks: Iterable[Block]) -> Iterator[tuple[Span, str]]:
    """Yield the running text with its lines: no headings, whose capitals mean little, no code."""
    for block in blocks:
        match block:
            case CodeBlock() | Heading() | List(role="further-reading" | "links"):
                pass
            case Paragraph():
                if block.role not in SILENT:
                    yield block.span, "".join(_prose(block.inlines))
            case Table():
                yield block.span, block_text(block)
            case _:
                yield from passages(children(block))


def _prose(inlines: Iterable[Inline]) -> Iterator[str]:
    """Yield the words of a paragraph; labels, code and images are none, and part what they part."""
    for inline in inlines:
        match inline:
            case RunIn() | Code() | Image():
                yield "\n"
            case Text() | CutLink():
                yield inline.text
            case Break():
                yield " "
            case NoteRef():
                pass
            case _:
                yield from _prose(inline.children)


def stated(article: Article) -> Iterator[tuple[str, int]]:
    """Yield the tags that the document itself states, by hashtag or header, with their lines."""
    tags = article.fields.tags
    pairs = [*zip(tags.value, tags.evidence, strict=False)]
    pairs += [(rival.value, rival.evidence) for rival in tags.rivals]
    for label, evidence in pairs:
        if evidence.rule in {"tags/hashtag", "tags/header"} and not is_noise(label):
            yield label, evidence.span.first if evidence.span else 1


def line_of(form: str, span: Span, lines: Sequence[str]) -> int:
    """Find the line of a passage in which a form stands; its first where it runs over two."""
    for number in range(span.first, min(span.last, span.first + _FAR) + 1):
        if form in lines[number - 1]:
            return number
    return span.first
