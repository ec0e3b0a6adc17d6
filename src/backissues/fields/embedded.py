"""Reads posts that a page embeds: each a quotation with its writer's signature below.

Comes in: the rows of a page. Goes out: an `Unroll`: the name, the first date, where posts start.
Must not know: kinds, platforms. A text that quotes posts between its own words is no thread.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from backissues.fields.post_heads import LONGEST_ROW, Row
from backissues.fields.unroll import Unroll
from backissues.patterns import late

# “> — Ada Marsh (@ada) [June 3, 2019](https://…)”, the signature of an embedded post.
_SIGNED = late(
    r"^>?\s?[—–-]{1,2}\s?(?P<name>[^@()]{1,50}?)\s\(@(?P<handle>\w{1,40})\)\s(?P<when>.{4,200})$"
)
# The same at the end of the markup that a platform gives for it, on one line with the post.
_HTML_SIGNED = late(
    r"&mdash;\s?(?P<name>[^@()<&]{1,50}?)\s\(@(?P<handle>\w{1,40})\)(?P<when>.{0,200})$"
)
_LEAST, _MOST = 3, 0.7
_LONGEST_SIGNATURE = 400


def _signature(text: str) -> re.Match[str] | None:
    """Read the signature that is a row, or that ends one in markup."""
    if "&mdash;" in text[-_LONGEST_SIGNATURE:]:
        return _HTML_SIGNED.search(text, max(0, len(text) - _LONGEST_SIGNATURE))
    return _SIGNED.match(text) if len(text) <= LONGEST_ROW else None


def find(rows: Sequence[Row]) -> Unroll | None:
    """Read posts that a page embeds: each a quotation with its writer's signature below."""
    signed = [
        (index, match)
        for index, row in enumerate(rows)
        if "(@" in row.text and (match := _signature(row.text))
    ]
    if len(signed) < _LEAST or len({match["handle"] for _, match in signed}) > 1:
        return None
    quoted = [row.text.startswith(">") for row in rows]
    marked = {index for index, match in signed if match.start()}
    inside = sum(
        len(row.text) for index, row in enumerate(rows) if quoted[index] or index in marked
    )
    if inside < _MOST * sum(len(row.text) for row in rows):
        # A text about posts quotes them; here they are the text.
        return None
    first = signed[0][0]
    while first and quoted[first - 1]:
        first -= 1
    starts = [first, *(index + 1 for index, _ in signed[:-1])]
    lines = {rows[index].number for index, _ in signed if index not in marked}
    top = rows[signed[0][0]]
    return Unroll(
        form="page",
        name=signed[0][1]["name"],
        name_line=top.number,
        frame=tuple(sorted(lines)),
        date=signed[0][1]["when"],
        date_line=top.number,
        starts=tuple(rows[index].number for index in starts),
    )
