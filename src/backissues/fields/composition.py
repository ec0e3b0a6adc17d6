"""What a kind makes of a document, and the way to weigh signs for a verdict.

Comes in: signs with weights, or body and fields. Goes out: `Verdict`, `Composition`.
Must not know: any kind.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from backissues.model import Aside, Block, Diagnostic, Evidence, Fields, Used, Verdict


class Composition(Struct, frozen=True, kw_only=True):
    """Fields, body, lines that became fields or were set aside by the kind itself.

    `named` is a title that the kind would supply (“Entretien avec Alex”) where none was found, and
    `naming` the evidence of the words in it.
    """

    fields: Fields
    body: tuple[Block, ...]
    used: tuple[Used, ...] = ()
    asides: tuple[Aside, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    named: str = ""
    naming: tuple[Evidence, ...] = ()


def weigh(kind: str, signs: Iterable[tuple[bool, float, str]]) -> Verdict:
    """Add up the weights of the signs that hold, and keep their words."""
    held = [(weight, words) for holds, weight, words in signs if holds]
    return Verdict(
        kind=kind,
        score=round(sum(weight for weight, _ in held), 2),
        signs=tuple(f"{words} ({weight:+g})" for weight, words in held),
    )
