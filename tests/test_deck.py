"""A deck of cards: the same cards in the same order, whether they are at hand or folded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

import backissues.archive
from backissues.archive import collect, fold
from backissues.cli import main
from backissues.deck import ById, Deck
from backissues.model import Card, CrossReference, Picture
from checkout import copy_seeds, tree

PLAIN = Card(
    id="", path="a.txt", sha256="0" * 64, slug="a", url="articles/a.html", arrival=0,
    kind="essay", title="A", title_standing="stated", language="en",
)  # fmt: skip
WORDS = st.text(st.characters(codec="utf-8"), max_size=20)


@st.composite
def decks(draw: st.DrawFn) -> list[Card]:
    """Draw cards, each with an id of its own."""
    count = draw(st.integers(min_value=1, max_value=8))
    return [
        replace(
            PLAIN,
            id=f"id-{place}",
            arrival=place,
            title=draw(WORDS),
            number=draw(st.none() | WORDS),
            tags=tuple(draw(st.lists(WORDS, max_size=3))),
            pictures=(Picture(address=draw(WORDS), path="b.png", sha256="1" * 64, width=3),),
            references=(CrossReference(address="c.md", url="articles/c.html"),),
        )
        for place in range(count)
    ]


def same(deck: Sequence[Card], cards: list[Card]) -> bool:
    """Tell whether a deck holds these cards, however it is asked for them."""
    return (
        len(deck) == len(cards)
        and list(deck) == cards
        and [deck[place] for place in range(len(cards))] == cards
        and deck[-1] == cards[-1]
        and deck[1:3] == tuple(cards[1:3])
    )


@given(decks())
def test_folded_cards_are_what_they_were(cards: list[Card]) -> None:
    deck = Deck(cards)
    by_id = ById(deck)
    assert same(deck, cards)
    deck.fold()
    deck.fold()
    assert same(deck, cards)
    assert dict(by_id) == {card.id: card for card in cards}
    assert by_id.get("nobody") is None


def test_half_a_character_stays_at_hand() -> None:
    cards = [replace(PLAIN, id="id-0", title="\ud83d")]
    deck = Deck(cards)
    deck.fold()
    assert list(deck) == cards


def test_an_archive_is_the_same_when_it_is_folded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backissues.archive, "_MANY", 3)
    cards = [replace(PLAIN, id=f"id-{place}", arrival=place) for place in range(3)]
    archive = collect(cards, (), "en")
    before = list(archive.cards)
    fold(archive)
    assert list(archive.cards) == before
    assert archive.by_id["id-1"] == cards[1]


def test_workers_make_the_same_pages_of_folded_cards(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folded: list[Deck] = []
    fold_it = Deck.fold
    monkeypatch.setattr(Deck, "fold", lambda deck: (folded.append(deck), fold_it(deck)))
    seeds = copy_seeds(tmp_path / "seeds")
    sites = []
    for many, jobs in ((20_000, "1"), (1, "2")):
        monkeypatch.setattr(backissues.archive, "_MANY", many)
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / f"cache-{jobs}"))
        site = tmp_path / f"site-{jobs}"
        assert main(["build", str(seeds), "-o", str(site), "--quiet", "--jobs", jobs]) == 0
        sites.append(tree(site))
    assert sites[0] == sites[1]
    assert len(folded) == 1
