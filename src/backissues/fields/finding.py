"""Turns the candidates that rules find for a field into one value with evidence and rivals.

Comes in: candidates, best first. Goes out: a `Finding`.
Must not know: any rule, any field.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from msgspec import Struct

from backissues.model import Evidence, Field, Rival, Span, Standing

T = TypeVar("T")


class Candidate(Struct, Generic[T], frozen=True, kw_only=True):
    """A value that one rule found, and the lines that hold nothing else."""

    value: T
    evidence: Evidence
    standing: Standing = "stated"
    lines: tuple[int, ...] = ()


class Finding(Struct, Generic[T], frozen=True, kw_only=True):
    """A settled field, and the lines that became it and are no part of the body."""

    field: Field[T]
    lines: tuple[int, ...] = ()


def evidence(rule: str, span: Span | None, quote: str, *, header: bool = False) -> Evidence:
    """Say which rule read which words at which lines."""
    return Evidence(rule=rule, quote=quote, span=span, where="header" if header else "text")


def settle(candidates: Sequence[Candidate[T]], empty: T) -> Finding[T]:
    """Take the first candidate; those that say the same add evidence, the others are rivals."""
    if not candidates:
        return Finding(field=Field(value=empty))
    best = candidates[0]
    same = [candidate for candidate in candidates if candidate.value == best.value]
    rivals = [
        Rival(value=_words(candidate.value), evidence=candidate.evidence)
        for candidate in candidates
        if candidate.value != best.value
    ]
    return Finding(
        field=Field(
            value=best.value,
            standing=best.standing,
            evidence=tuple(candidate.evidence for candidate in same),
            rivals=tuple(rivals),
        ),
        lines=tuple(sorted({line for candidate in same for line in candidate.lines})),
    )


def _words(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
