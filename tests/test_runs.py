"""The issues of a series in their order, and the numbers that are missing between them."""

from __future__ import annotations

from backissues import runs
from backissues.archive import collect
from backissues.model import Card
from test_related import card


def run(*cards: Card) -> str:
    archive = collect(cards, (), "fr")
    return " ".join(archive.runs["Flash"])


def issue(name: str, number: str | None = None, published: str | None = None) -> Card:
    return card(name, series="Flash", number=number, published=published)


def test_issues_stand_by_their_numbers_whatever_their_dates() -> None:
    assert run(issue("c", "12"), issue("a", "2", "2024"), issue("b", "9", "2019")) == "a b c"


def test_issues_without_numbers_stand_by_their_dates() -> None:
    assert run(issue("b", None, "2024-05"), issue("a", None, "2024-04-30")) == "a b"


def test_an_issue_without_a_number_stands_before_the_first_that_is_later() -> None:
    assert (
        run(
            issue("first", "1", "2024-01-01"),
            issue("special", None, "2024-01-15"),
            issue("second", "2", "2024-02-01"),
            issue("last", None, "2025"),
        )
        == "first special second last"
    )


def test_an_issue_without_number_and_date_has_no_place_in_the_run() -> None:
    assert run(issue("a", "1"), issue("lost")) == "a"


def test_the_numbers_between_two_issues_are_missing_and_a_great_leap_is_no_gap() -> None:
    cards = [issue(number, number) for number in ("3", "6", "202405")]
    assert runs.missing(cards) == (4, 5)
    assert runs.missing([issue("a", "0" * 12), issue("b", "neuf")]) == ()
