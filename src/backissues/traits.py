"""Says what of an article the indexes of an archive are made of, and nothing besides.

Comes in: cards. Goes out: their traits, which few edits change; the labels of each axis.
Must not know: what is made of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

from backissues import urls
from backissues.model import Card


class Traits(Struct, frozen=True, array_like=True, gc=False):
    """What one article has that others may have, too; its date, and when and whence it came."""

    id: str
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    series: str | None = None
    published: str | None = None
    kind: str = ""
    number: str | None = None
    arrival: int = 0
    path: str = ""


def traits(card: Card) -> Traits:
    """Return the traits of an article."""
    return Traits(
        card.id,
        card.tags,
        card.authors,
        card.series,
        card.published,
        card.kind,
        card.number,
        card.arrival,
        card.path,
    )


def labels(one: Card | Traits, axis: str) -> tuple[str, ...]:
    """Return the labels that an article stands under on an axis, as it says them."""
    return _LABELS[axis](one)


def _series(one: Card | Traits) -> tuple[str, ...]:
    return (one.series,) if one.series else ()


def _year(one: Card | Traits) -> tuple[str, ...]:
    return (one.published[:4] if one.published else urls.UNDATED,)


_LABELS: Mapping[str, Callable[[Card | Traits], tuple[str, ...]]] = {
    "kinds": lambda one: (one.kind,),
    "authors": lambda one: one.authors,
    "series": _series,
    "years": _year,
    "tags": lambda one: one.tags,
}
