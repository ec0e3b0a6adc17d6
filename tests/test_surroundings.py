"""What stands around an article is marked anew where it changed, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backissues.archive import collect
from backissues.model import Archive, Card
from backissues.outputs import kept
from backissues.outputs.surroundings import Places
from test_related import card


@pytest.fixture(autouse=True)
def nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_kept", {})


# Of each article: its title, tags, day, number in a series.
CARDS = st.lists(
    st.tuples(
        st.sampled_from(["One", "Two"]),
        st.lists(st.sampled_from(["a", "A", "b", "c"]), max_size=2).map(tuple),
        st.sampled_from([None, "2024-05-01", "2024-06-02"]),
        st.sampled_from([None, "1", "2"]),
    ),
    max_size=6,
)


def made_of(rows: list[tuple[str, tuple[str, ...], str | None, str | None]]) -> list[Card]:
    return [
        card(f"c{at}", *tags, title=title, published=day, number=number, series="S", arrival=at)
        for at, (title, tags, day, number) in enumerate(rows)
    ]


def archive_of(cards: list[Card]) -> Archive:
    return collect(cards, (), "en")


def marked(archive: Archive) -> dict[str, bytes]:
    places = Places(archive)
    return {one.id: places.mark(one) for one in archive.cards}


@given(before=CARDS, now=CARDS, same=st.booleans())
def test_marks_that_are_renewed_are_those_that_are_made_anew(
    before: list[tuple[str, tuple[str, ...], str | None, str | None]],
    now: list[tuple[str, tuple[str, ...], str | None, str | None]],
    same: bool,
) -> None:
    if same:  # but for their titles
        both = zip(before, now, strict=False)
        now = [(new[0], *old[1:]) for old, new in both] + before[len(now) :]
    kept._kept.clear()
    anew = marked(archive_of(made_of(now)))
    kept._kept.clear()
    marked(archive_of(made_of(before)))
    assert marked(archive_of(made_of(now))) == anew


def test_a_title_that_changes_marks_those_who_show_it_and_no_others() -> None:
    cards = [card(f"c{n}", published=f"2024-05-{20 - n}", arrival=n) for n in range(5)]
    before = marked(archive_of(cards))
    cards[2] = card("c2", published="2024-05-18", arrival=2, title="Another title")
    now = marked(archive_of(cards))
    assert [one for one in now if now[one] != before[one]] == ["c1", "c3"]
