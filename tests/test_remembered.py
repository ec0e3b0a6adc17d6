"""A plan is made once for as long as nothing changes it, and its files are made all the same."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from backissues.model import Output
from backissues.outputs import kept
from backissues.outputs.remembered import remembered


@pytest.fixture(autouse=True)
def nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_kept", {})


class Planner:
    """Plans two files that show some words, and counts how often it is asked to."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.asked = 0

    def __call__(self) -> Iterator[Output]:
        self.asked += 1
        words = self.words
        yield Output("a.html", f"a {words}", f"A {words}".encode)
        yield Output("b.txt", "b", lambda: b"B", found=False, together="b", parts=("a.html",))


def outputs(planner: Planner) -> list[Output]:
    return list(remembered("letters", [(planner.words, planner)]))


def described(found: list[Output]) -> list[tuple[str, str, bool, str, tuple[str, ...]]]:
    return [(one.path, one.key, one.found, one.together, one.parts) for one in found]


def test_a_plan_that_nothing_changed_is_not_made_again() -> None:
    first, second = Planner("words"), Planner("words")
    assert described(outputs(first)) == described(outputs(second))
    assert (first.asked, second.asked) == (1, 0)


def test_files_of_a_remembered_plan_are_planned_when_they_are_made() -> None:
    outputs(Planner("words"))
    again = Planner("words")
    assert [one.make() for one in outputs(again)] == [b"A words", b"B"]
    assert again.asked == 1


def test_a_plan_that_follows_from_something_else_is_made_anew() -> None:
    outputs(Planner("words"))
    other = Planner("other words")
    assert described(outputs(other)) == described(list(other()))
    assert [one.make() for one in outputs(other)] == [b"A other words", b"B"]


def test_what_another_build_planned_is_remembered_where_the_same_program_did() -> None:
    planned = described(outputs(Planner("words")))
    held = kept.packed("program")
    kept._kept.clear()
    kept.unpack(held, "another program")
    another = Planner("words")
    assert described(outputs(another)) == planned
    assert another.asked == 1
    kept._kept.clear()
    kept.unpack(held, "program")
    same = Planner("words")
    assert described(outputs(same)) == planned
    assert same.asked == 0


def test_of_several_plans_those_are_made_anew_that_follow_from_something_else() -> None:
    def planned(*planners: Planner) -> None:
        plans = [(planner.words, planner) for planner in planners]
        assert described(list(remembered("letters", plans))) == [
            row for planner in planners for row in described(list(Planner(planner.words)()))
        ]

    planned(Planner("one"), Planner("two"), Planner("three"))
    one, two, four = Planner("one"), Planner("two"), Planner("four")
    planned(one, four, two)
    assert (one.asked, two.asked, four.asked) == (0, 0, 1)
    three = Planner("three")
    planned(three)
    assert three.asked == 1, "what was not asked for is forgotten"
