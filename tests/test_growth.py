"""No rule may blow up: reading grows with the text, and no pattern runs away.

Work is counted, never timed: the calls of Python and of its built-ins at three sizes of one shape.
What happens inside a pattern is not seen by that, so patterns are read, and pumped, on their own.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import signal
import sys
from collections.abc import Iterator
from re import _constants, _parser  # type: ignore[attr-defined]  # the only way to read a pattern
from types import FrameType
from typing import Any

import pytest

import backissues
from backissues.model import Source
from backissues.parse import Outcome, parse
from backissues.patterns import Late
from backissues.text.lookup import make_lookup
from shapes import SHAPES

LOOKUP = make_lookup(())
# So many times a shape's piece; then twice, then four times that.
SIZE = 60
# Twice the growth where the text doubles is linear, four times is quadratic.
MOST, SLACK = 3.0, 2_000
# A guard against hanging, and no measure: sound patterns need a hundredth of it.
GUARD = 60
PUMPS = 2_000


def read(text: str, suffix: str) -> Outcome:
    return parse(Source(path=f"a{suffix}", data=text.encode(), sha256="0"), LOOKUP)


def work(text: str, suffix: str) -> int:
    """Count the calls that the reading of a text takes."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        read(text, suffix)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("suffix", [".txt", ".md"])
@pytest.mark.parametrize("name", SHAPES)
def test_twice_the_text_is_twice_the_work(name: str, suffix: str) -> None:
    shape = SHAPES[name]
    read(shape(SIZE), suffix)  # word lists are loaded once, by whoever comes first
    first, second, third = (work(shape(SIZE * times), suffix) for times in (1, 2, 4))
    # The first difference is the growth over n, the second over 2n: twice as much, if all is well.
    assert third - second <= MOST * max(second - first, 0) + SLACK, (first, second, third)


def test_growth_that_is_quadratic_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(source: Source, _lookup: object) -> None:
        lines = source.data.splitlines()
        for _ in lines:
            for line in lines:
                len(line)

    monkeypatch.setattr("test_growth.parse", slow)
    first, second, third = (work("a\n" * SIZE * times, ".txt") for times in (1, 2, 4))
    assert third - second > MOST * (second - first) + SLACK


# --- patterns ------------------------------------------------------------------------------------


def patterns() -> dict[str, re.Pattern[str]]:
    """Collect the compiled patterns of all modules, and those that word lists are made into."""
    for shape in SHAPES.values():
        read(shape(3), ".txt")
    found: list[re.Pattern[str]] = []
    for module in pkgutil.walk_packages(backissues.__path__, "backissues."):
        if not module.name.endswith("__main__"):
            for value in vars(importlib.import_module(module.name)).values():
                found += _patterns_in(value, 3)
    return {one.pattern: one for one in found if isinstance(one.pattern, str)}


def _patterns_in(value: object, depth: int) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Late):
        yield value.compiled()
    elif depth and isinstance(value, dict):
        for item in value.values():
            yield from _patterns_in(item, depth - 1)
    elif depth and isinstance(value, (tuple, list, frozenset, set)):
        for item in value:
            yield from _patterns_in(item, depth - 1)
    elif depth and type(value).__module__.startswith("backissues"):
        for item in vars(value).values() if hasattr(value, "__dict__") else ():
            yield from _patterns_in(item, depth - 1)


PATTERNS = patterns()
_REPEATS = {_constants.MAX_REPEAT, _constants.MIN_REPEAT}


def runaways(tree: Any) -> Iterator[str]:
    """Yield repetitions without an end whose body is one more such repetition: `(a+)*`."""
    for operation, argument in tree:
        if operation in _REPEATS:
            low, high, body = argument
            if high is _constants.MAXREPEAT and _is_endless(body):
                yield f"{{{low},}} over {body}"
            yield from runaways(body)
        elif operation is _constants.SUBPATTERN:
            yield from runaways(argument[-1])
        elif operation is _constants.BRANCH:
            for branch in argument[1]:
                yield from runaways(branch)
        elif operation in {_constants.ASSERT, _constants.ASSERT_NOT}:
            yield from runaways(argument[1])


def _is_endless(body: Any) -> bool:
    """Tell whether a body may be one endless repetition, with nothing beside it that must stand."""
    items = list(body)
    for place, (operation, argument) in enumerate(items):
        others = items[:place] + items[place + 1 :]
        if any(_least(body, other) for other in others):
            continue
        if operation in _REPEATS and argument[1] is _constants.MAXREPEAT:
            return True
        if operation is _constants.SUBPATTERN and _is_endless(argument[-1]):
            return True
        if operation is _constants.BRANCH and any(map(_is_endless, argument[1])):
            return True
    return False


def _least(body: Any, item: Any) -> int:
    """Return the least number of characters that one item of a pattern takes."""
    least: int = _parser.SubPattern(body.state, [item]).getwidth()[0]
    return least


@pytest.mark.parametrize("pattern", ["(a+)*b", "(?:(?:a|b+)+)c", "(a*a*)+"])
def test_a_runaway_is_found(pattern: str) -> None:
    assert list(runaways(_parser.parse(pattern)))


@pytest.mark.parametrize("pattern", [r"(?:\w+\s)*", "(?:ab+)*", "a{1,60}b", r"\w+(?:[.-]\w+)*"])
def test_a_sound_pattern_is_no_runaway(pattern: str) -> None:
    assert list(runaways(_parser.parse(pattern))) == []


def test_patterns_are_found() -> None:
    assert len(PATTERNS) > 150


def test_no_pattern_repeats_what_repeats() -> None:
    wrong = {
        pattern: found
        for pattern, compiled in PATTERNS.items()
        if (found := list(runaways(_parser.parse(pattern, compiled.flags & ~re.DEBUG))))
    }
    assert wrong == {}


def _pieces(pattern: str) -> list[str]:
    """Give strings to pump a pattern with: its own signs, and what most classes match."""
    signs = sorted({char for char in pattern if not char.isalnum() and char.isprintable()})[:12]
    pieces = ["a", "A", "1", " ", "a ", "A ", "1 ", "a1", "Aa ", "文", "é"]
    return [*pieces, *signs, *(f"a{sign}" for sign in signs), *(f"{sign} " for sign in signs)]


def test_no_pattern_runs_away_when_it_is_pumped() -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    try:
        for pattern, compiled in PATTERNS.items():
            signal.alarm(GUARD)
            for piece in _pieces(pattern):
                text = piece * (PUMPS // len(piece)) + "\x00"
                try:
                    compiled.match(text)
                    compiled.search(text)
                except TimeoutError:
                    pytest.fail(f"{pattern!r} runs away on {piece!r}")
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
