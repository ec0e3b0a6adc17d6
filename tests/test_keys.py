"""A key covers all that its file shows: where it stays the same, the bytes stay the same.

Every output of the demo archive is made again after each single change of the settings, of a card,
of a term and of what the ledger tells; a file whose key did not move must not have moved either.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

import demo_archive
from backissues.archive import collect
from backissues.model import Archive, AxisTerm, Brought, Card, Output, Settings, Theme
from backissues.outputs import axes, chronology, home, outputs, terms
from backissues.settings import OUTPUTS
from demo_archive import SETTINGS, DemoStore
from test_related import card

ARCHIVE = demo_archive.archive()
STORE = DemoStore(ARCHIVE)
# The kind that has most beside it: a series, a number, kin, issues before and after.
CHANGED = next(card.id for card in ARCHIVE.cards if card.kind == "issue")

OTHER_SETTINGS: dict[str, Settings] = {
    **{
        name: replace(SETTINGS, **{name: value})
        for name, value in {
            "title": "Another title",
            "description": "Another description.",
            "language": "de",
            "base_url": "",
            "publisher": "A publisher",
            "rights": "Some rights",
            "timezone": "Asia/Tokyo",
            "page_size": 1,
            "feed_size": 1,
            "publish_sources": False,
            "theme": Theme(light=(("--accent", "red"),)),
        }.items()
    },
    **{
        f"own {name}": replace(
            SETTINGS, theme=Theme(static=(Brought(name=name, file=Path(name), sha256="0" * 64),))
        )
        for name in ("card.png", "icon.svg", "theme.css", "style.css", "search.js")
    },
    **{
        f"no {output}": replace(SETTINGS, outputs=tuple(o for o in OUTPUTS if o != output))
        for output in OUTPUTS
    },
}


def _card(**changes: object) -> Archive:
    """Change one card."""

    def changed(card: Card) -> Card:
        return replace(card, **changes) if card.id == CHANGED else card

    cards = tuple(map(changed, ARCHIVE.cards))
    return replace(ARCHIVE, cards=cards, by_id={card.id: card for card in cards})


def _arrived(place: Callable[[Card], int]) -> Archive:
    """Let the articles arrive in another order."""
    order = sorted(ARCHIVE.cards, key=place)
    places = {card.id: number for number, card in enumerate(order)}
    cards = tuple(replace(card, arrival=places[card.id]) for card in ARCHIVE.cards)
    return replace(ARCHIVE, cards=cards, by_id={card.id: card for card in cards})


def _terms(change: Callable[[AxisTerm], AxisTerm]) -> Archive:
    axes = {axis: tuple(map(change, terms)) for axis, terms in ARCHIVE.axes.items()}
    return replace(ARCHIVE, axes=axes)


def _withdrawn(**changes: object) -> Archive:
    return replace(ARCHIVE, withdrawn=tuple(replace(o, **changes) for o in ARCHIVE.withdrawn[:1]))


OTHER_ARCHIVES: dict[str, Archive] = {
    "title": _card(title="Another title", title_standing="supplied"),
    "address": _card(url="articles/elsewhere.html", slug="elsewhere"),
    "language": _card(language="it"),
    "subtitle": _card(subtitle="Another one"),
    "series and number": _card(series="Another", number="77"),
    "people": _card(authors=("Another",), interviewees=("Other",)),
    "published": _card(published="1999-03"),
    "updated": _card(updated="2020-02-02"),
    "added": _card(added="2001-01-01"),
    "tags": _card(tags=("another",)),
    "summary": _card(summary="Another summary"),
    "stories": _card(stories=3),
    "counts": _card(words=99_999, lines=77, lines_aside=5, diagnostics=9),
    "path": _card(path="elsewhere/issue.txt"),
    "label": _terms(lambda term: replace(term, label=f"{term.label} too")),
    "description": _terms(lambda term: replace(term, description="Another")),
    "aliases": _terms(lambda term: replace(term, aliases=("another",), formerly=("former",))),
    "sort": _terms(lambda term: replace(term, sort="person")),
    "no gaps": replace(ARCHIVE, gaps=()),
    "no runs": replace(ARCHIVE, runs={}),
    "no kin": replace(ARCHIVE, related={}),
    "no neighbours": replace(ARCHIVE, neighbours={}),
    "nothing withdrawn": replace(ARCHIVE, withdrawn=()),
    "a reason": _withdrawn(reason="Another reason"),
    "withdrawn in error": _withdrawn(for_now=True),
    "nothing moved": replace(ARCHIVE, moved=()),
    "another order of arrival": _arrived(lambda card: -card.arrival),
}


@cache
def _made() -> dict[str, tuple[str, bytes]]:
    return {one.path: (one.key, one.make()) for one in outputs(ARCHIVE, SETTINGS, STORE)}


def _stale(archive: Archive, settings: Settings) -> list[str]:
    """Name the files that change though their keys do not."""
    return [
        one.path
        for one in outputs(archive, settings, STORE)
        if (known := _made().get(one.path)) and one.key == known[0] and one.make() != known[1]
    ]


@pytest.mark.parametrize("settings", OTHER_SETTINGS.values(), ids=OTHER_SETTINGS)
def test_no_file_goes_stale_when_a_setting_changes(settings: Settings) -> None:
    assert _stale(ARCHIVE, settings) == []


@pytest.mark.parametrize("archive", OTHER_ARCHIVES.values(), ids=OTHER_ARCHIVES)
def test_no_file_goes_stale_when_the_archive_changes(archive: Archive) -> None:
    assert _stale(archive, SETTINGS) == []


# Of each article: its title, kind, tags, day, number, stories; the days of two are one, and months
# of several are.
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["One", "Two"]),
        st.sampled_from(["essay", "brief"]),
        st.lists(st.sampled_from(["a", "A", "b"]), max_size=2).map(tuple),
        st.sampled_from([None, "2023", "2024-05", "2024-05-01", "2024-05-09~", "2024-06-02"]),
        st.sampled_from([None, "1", "3"]),
        st.sampled_from([None, 2]),
    ),
    min_size=1,
    max_size=9,
)
Rows = list[tuple[str, str, tuple[str, ...], str | None, str | None, int | None]]


def _lists(rows: Rows) -> dict[str, Output]:
    """Plan the pages that show lists, of two articles or three a page."""
    cards = [
        card(
            f"c{at}", *tags, title=title, kind=kind, published=day, number=number, stories=stories,
            series="S" if number else None, arrival=at, authors=("Ana",), summary=f"{title}.",
        )
        for at, (title, kind, tags, day, number, stories) in enumerate(rows)
    ]  # fmt: skip
    archive, settings = collect(cards, (), "fr"), replace(SETTINGS, page_size=2)
    return {
        one.path: one
        for planner in (home, axes, chronology, terms)
        for one in planner.outputs(archive, settings, STORE)
    }


@given(rows=ROWS, others=ROWS, places=st.sets(st.integers(0, 8)), title=st.booleans())
def test_lists_of_one_key_are_one_list(
    rows: Rows, others: Rows, places: set[int], title: bool
) -> None:
    """Some articles get all that others have, or their titles alone."""
    now = [
        (other[0], *row[1:]) if title else other if at in places else row
        for at, (row, other) in enumerate(zip(rows, others, strict=False))
    ]
    before, after = _lists(rows), _lists([*now, *rows[len(now) :]])
    for path in before.keys() & after.keys():
        if before[path].key == after[path].key:
            assert before[path].make() == after[path].make(), path
