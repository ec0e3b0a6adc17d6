"""Gives a block what the mark before it says: its role and language, its anchor, its markers.

Comes in: a block, a mark. Goes out: the block, and the names of values that it cannot have.
Must not know: where the two stand, which roles there are.
"""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from backissues.model import Block, CodeBlock, Heading, List, Paragraph, Quote
from backissues.text.marks import Mark


def with_mark(block: Block, mark: Mark) -> tuple[Block, list[str]]:
    """Give a block what a mark says of it; what it cannot have is left over."""
    values = dict(mark.values)
    if mark.words:
        values["role"] = mark.words[0]
    known: dict[str, Any] = {}
    if isinstance(block, (Paragraph, Heading, List, Quote)):
        known = {name: values.pop(name) for name in ("role", "lang") if name in values}
    match block:
        case Paragraph() if values.get("tight") in {"soft", "hard"}:
            known["tight"] = values.pop("tight")
        case Heading() if "anchor" in values:
            known["anchor"] = values.pop("anchor")
        case List():
            known |= _of_list(block, values)
        case CodeBlock() if values.get("newline") == "no":
            values.pop("newline")
            known["text"] = block.text.removesuffix("\n")
        case _:
            pass
    return (replace(block, **known) if known else block), sorted(values)


def _of_list(block: List, values: dict[str, str]) -> dict[str, Any]:
    """Read what a mark says of a list: its first number, and the markers of its items."""
    known: dict[str, Any] = {}
    if values.get("start", "").isdecimal():
        known["start"] = int(values.pop("start"))
    if "marker" in values:
        markers = [values.pop("marker")] * len(block.items)
    else:
        markers = values.pop("markers", "").split(" ")
    if len(markers) == len(block.items) and any(markers):
        pairs = zip(block.items, markers, strict=True)
        known["items"] = tuple(replace(item, marker=marker) for item, marker in pairs)
    return known
