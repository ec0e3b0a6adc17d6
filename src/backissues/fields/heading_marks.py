"""Says what marks a line as a heading, and which labels open none.

Comes in: a line's block and words, the labels that recur. Goes out: the sort of its mark, or none.
Must not know: kinds, what stands around the line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import cache

from backissues.fields.looks import Mark, is_pieced, looks_like_heading, mark_of, unframed
from backissues.fields.run_ins import LABEL
from backissues.languages import bare, everywhere, fold, opening
from backissues.model import Paragraph, Strong
from backissues.text.figures import is_picture


def heading_mark(block: Paragraph, text: str, labels: AbstractSet[str]) -> Mark | None:
    """Say what marks a line as a heading; nothing where it has not the look or is a label."""
    # Headings are looked for before the fields are read and after: a line keeps its look.
    known = block.__dict__
    if "look" not in known:
        known["look"] = _look(block, text)
    mark: Mark | None = known["look"]
    label = LABEL.match(text) if mark and (":" in text or "：" in text) else None
    if not label:
        return mark
    return None if _name(label[1]) in (labels if mark == "plain" else _no_heading()) else mark


def _look(block: Paragraph, text: str) -> Mark | None:
    """Say what marks a line as a heading by its look and its words alone."""
    words = unframed(text) or text
    if type(block.inlines[0]) is Strong:
        words = words.rstrip(" .:：")
    if not looks_like_heading(words) or is_pieced(text) or is_picture(block):
        return None
    mark = mark_of(block, text)
    if mark == "italic" or (block.span.first != block.span.last and mark != "bold"):
        return None
    if mark in {"plain", "capitals"}:
        words = fold(bare(text))
        if words in everywhere("further_reading"):
            return None
        if mark == "plain" and (text[0] in "([" or opening("farewell").match(words)):
            return None
    return mark


def _name(label: str) -> str:
    """Give a label without its number: “Quelle 2” is “quelle”."""
    return fold(bare(label)).rstrip("0123456789 ")


@cache
def _no_heading() -> frozenset[str]:
    """Give the labels that never open a heading: “Lire aussi : …”, “Photo: …”."""
    return everywhere("further_reading") | everywhere("credit")


def recurring_labels(texts: Iterable[str]) -> AbstractSet[str]:
    """Give the labels that open several lines (“Fonte: …”), and those that never open a heading."""
    found = [
        _name(label[1])
        for text in texts
        if (":" in text or "：" in text) and (label := LABEL.match(text))
    ]
    if len(found) < 2:
        return _no_heading()
    return _no_heading() | {label for label, count in Counter(found).items() if count > 1}
