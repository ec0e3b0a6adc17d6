"""What a kind makes of a document, and the way to weigh signs for a verdict.

Comes in: signs with weights, or body and fields. Goes out: `Verdict`, `Composition`.
Must not know: any kind.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from backissues.model import Aside, Block, Diagnostic, Evidence, Fields, Sign, Used, Verdict


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


def sign(holds: object, weight: float, words: str, **values: object) -> Sign | None:
    """Make a sign if it holds; its words are a sentence that the catalogues translate."""
    if not holds:
        return None
    texts = {name: str(value) for name, value in values.items()}
    return Sign(words=words, weight=weight, values=texts)


def weigh(kind: str, signs: Iterable[Sign | None]) -> Verdict:
    """Add up the weights of the signs that hold."""
    held = tuple([one for one in signs if one is not None])
    return Verdict(kind=kind, score=round(sum([one.weight for one in held]), 2), signs=held)
