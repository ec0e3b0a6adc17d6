"""Finds the threads that stand below another in one text, and count from 1 again.

Comes in: the marks of one form, and the run of the first thread. Goes out: the marks of the others.
Must not know: kinds, the text between marks. A run without totals that begins again may be a list;
one that breaks off may be a quotation.
"""

from __future__ import annotations

from collections.abc import Sequence

from backissues.fields.marks import Mark

_LEAST = 3


def below(group: Sequence[Mark], run: Sequence[Mark]) -> list[Mark]:
    """Take the marks of the threads below the first: each counts from 1 to its total."""
    found: list[Mark] = []
    whole: list[Mark] = []
    for mark in group:
        if mark.line <= run[-1].line or mark.total is None:
            continue
        if mark.number == 1:
            whole = [mark]
        elif whole and mark.number == len(whole) + 1 and mark.total == whole[0].total:
            whole.append(mark)
        else:
            whole = []
        if len(whole) == mark.total and len(whole) >= _LEAST:
            found += whole
            whole = []
    return found
