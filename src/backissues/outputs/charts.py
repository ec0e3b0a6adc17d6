"""Draws counts: bars beside the terms that they belong to, columns for the years of a term.

Comes in: counts. Goes out: small values with places and sizes, which templates write as SVG.
Must not know: what is counted, how large anything is on a screen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from backissues.model import Card
from backissues.outputs.contexts import Bar, Column, Counted, YearChart
from backissues.outputs.interface import Interface

# Units of a chart of years: a column with the space after it, and the height of the greatest.
COLUMN = 10
HEIGHT = 40
# One article among hundreds is seen, too.
_LEAST = 2
# A letter of 1640 among those of today: years without any are left out of so long a time.
_CENTURY = 100


def bars(terms: Sequence[Counted]) -> tuple[Bar, ...]:
    """Draw the counts of terms against the greatest of them."""
    most = max((term.count for term in terms), default=1)
    return tuple(
        Bar(link=term.link, count=term.count, share=scaled(term.count, most, 100)) for term in terms
    )


def scaled(count: int, most: int, height: int) -> int:
    """Return how high a count is drawn where the greatest has `height`; any at all is seen."""
    return max(height * count // most, min(_LEAST, height)) if count else 0


def year_chart(cards: Iterable[Card], voice: Interface) -> YearChart | None:
    """Draw how many articles each year has; one year alone is no chart."""
    counts = Counter(int(card.published[:4]) for card in cards if card.published)
    if len(counts) < 2:
        return None
    first, last, most = min(counts), max(counts), max(counts.values())
    years = range(first, last + 1) if last - first < _CENTURY else sorted(counts)
    columns = []
    for place, year in enumerate(years):
        height = scaled(counts[year], most, HEIGHT)
        column = Column(
            year=str(year), count=counts[year], x=place * COLUMN, y=HEIGHT - height, height=height
        )
        columns.append(column)
    label = voice.say("Articles a year, from {first} to {last}").format(first=first, last=last)
    return YearChart(label=label, width=len(columns) * COLUMN, columns=tuple(columns))
