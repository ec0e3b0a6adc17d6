"""Finds the series that an issue belongs to and its number in it.

Comes in: facts. Goes out: findings for series and number; a diagnostic on disagreement.
Must not know: kinds; how a line is read. The heaviest claim wins, the others are rivals.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from backissues.codes import diagnose
from backissues.fields.facts import Facts, once
from backissues.fields.finding import Candidate, Finding, settle
from backissues.fields.series_claims import UNSURE, Claim, Claims
from backissues.model import Diagnostic


class Reading(Struct, frozen=True):
    """What a document says of its series and number.

    `signed` is a name that stands over the text and signs it, as that of a paper does: a series for
    a text that is an edition, and only the place of another.
    """

    series: Finding[str | None]
    number: Finding[str | None]
    signed: Finding[str | None]
    diagnostics: tuple[Diagnostic, ...] = ()


@once
def find(facts: Facts) -> Reading:
    """Find series and number: in headers, the title, the head of the letter, the greeting."""
    claims = Claims(facts)
    claims.read_headers()
    claims.read_title()
    claims.read_head()
    claims.read_lead()
    claims.read_bare_number()
    names = claims.ranked()
    named = {claim.evidence.span for claim in names}
    numbers = sorted(
        (one for one in claims.numbers if one.weight > UNSURE or one.evidence.span in named),
        key=lambda one: -one.weight,
    )
    return Reading(
        settle([_candidate(claim) for claim in names], None),
        settle([_candidate(claim) for claim in numbers], None),
        settle([_candidate(claim) for claim in claims.signed()], None),
        tuple(_disagree(facts, numbers)),
    )


def _candidate(claim: Claim) -> Candidate[str | None]:
    return Candidate(value=claim.value, evidence=claim.evidence, standing=claim.standing)


def _disagree(facts: Facts, numbers: Sequence[Claim]) -> Iterator[Diagnostic]:
    """Report a second number that is not the first; a volume is not the number's rival."""
    sure = sorted((one for one in numbers if one.weight >= 1), key=lambda one: -one.weight)
    for other in sure[1:]:
        if other.value != sure[0].value:
            span = other.evidence.span
            yield diagnose(
                "F-004",
                facts.document.path,
                span.first if span else None,
                excerpt=facts.line(span.first) if span else "",
                field="number",
                used=sure[0].value,
                used_where=sure[0].evidence.rule.partition("/")[2],
                other=other.value,
                other_where=other.evidence.rule.partition("/")[2],
                sidecar=facts.sidecar,
            )
            return
