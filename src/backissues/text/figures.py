"""Writes the images that an archive holds, and finds those that stand alone in their paragraph.

Comes in: an image of the content tree, where its file stands. Goes out: HTML of one `<img>`.
Must not know: collections, paths, pages.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from backissues.model import Block, Break, Image, Inline, Link, Paragraph, Text
from backissues.text.legible import escaped


class Shown(NamedTuple):
    """An image that the archive holds: where it stands, ready for `src`, and its size in pixels.

    Where there is no `source` it cannot be shown, and words stand for it.
    """

    source: str
    width: int | None = None
    height: int | None = None


def not_held(_: str) -> Shown | None:
    """Hold no image."""
    return None


def img(shown: Shown, *, alt: str, title: str) -> str:
    """Write an image; its size is told, so that the text below does not move when it arrives."""
    sizes = f' width="{shown.width}" height="{shown.height}"' if shown.width else ""
    return (
        f'<img src="{escaped(shown.source)}" alt="{escaped(alt)}"{tooltip(title)}{sizes}'
        ' loading="lazy" decoding="async">'
    )


def tooltip(title: str) -> str:
    """Write a title as an attribute; nothing for none."""
    return f' title="{escaped(title)}"' if title else ""


def only_image(inlines: Iterable[Inline]) -> Image | None:
    """Return the image that stands alone in inlines, or alone in a link that does."""
    found: Image | None = None
    for inline in inlines:
        if isinstance(inline, Break) or (isinstance(inline, Text) and not inline.text.strip()):
            continue
        if found is not None:
            return None
        if isinstance(inline, Image):
            found = inline
        elif isinstance(inline, Link):
            found = only_image(inline.children)
        if found is None:
            return None
    return found


def is_picture(block: Block) -> bool:
    """Tell whether a block is an image alone: its words stand for it, and are no prose."""
    if type(block) is not Paragraph or not block.inlines:
        return False
    first = block.inlines[0]
    if type(first) is Text and not first.text.isspace():
        return False
    return only_image(block.inlines) is not None


def untitled(inline: Inline) -> Inline:
    """Take the title from an image whose caption shows it."""
    match inline:
        case Image(url, alt):
            return Image(url, alt)
        case Link(url, children, title):
            return Link(url, tuple(map(untitled, children)), title)
        case _:
            return inline
