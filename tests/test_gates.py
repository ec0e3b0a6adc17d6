"""A rule that is left out for a text would have found nothing in it.

Rules that look for something that most texts lack ask first, at little cost, whether it can be
there. With all gates open every rule runs, and what is read is the same.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backissues import languages, patterns
from backissues.fields import editions, language, prompts
from backissues.languages import Lexicon, Opening, everywhere
from backissues.model import Source
from backissues.parse import Outcome, parse
from backissues.text.lookup import make_lookup

TESTS = Path(__file__).parent
CAPTURES = sorted(
    file
    for folder in ("captures", "labelled", "mirrors", "cases/fields", "cases/kinds", "ugly")
    for file in (TESTS / folder).rglob("*.*")
    if file.suffix in {".txt", ".md"}
)
LOOKUP = make_lookup(())


def always(*_: object, **__: object) -> bool:
    """Let everything through."""
    return True


def never(*_: object) -> bool:
    """Take no text for one of Western signs."""
    return False


# Where each gate stands, its name, and what is in its place when it is open.
GATES: tuple[tuple[object, str, Callable[..., bool]], ...] = (
    (Opening, "may_open", always),
    (prompts, "_may_prompt", always),
    (prompts, "may_hold_notice", always),
    (editions, "may_number", always),
    (languages, "is_western", never),
    (patterns, "is_eastern", always),
)


@contextmanager
def opened() -> Iterator[None]:
    """Open all gates; what was kept of texts that were read before is forgotten."""
    forget()
    with pytest.MonkeyPatch.context() as patch:
        for owner, name, gate in GATES:
            shut = getattr(owner, name)
            patch.setattr(owner, name, gate)
            for module in [mod for key, mod in sys.modules.items() if key.startswith("backissues")]:
                if getattr(module, name, None) is shut:
                    patch.setattr(module, name, gate)
        yield
    forget()


def forget() -> None:
    prompts.weigh_line.cache_clear()
    editions.editions.cache_clear()


def read(data: bytes, name: str) -> Outcome:
    return parse(Source(path=name, data=data, sha256=hashlib.sha256(data).hexdigest()), LOOKUP)


def test_captures_are_read_the_same_with_all_gates_open() -> None:
    sources = [(file.read_bytes(), file.name) for file in CAPTURES]
    shut = [read(data, name) for data, name in sources]
    with opened():
        for (data, name), outcome in zip(sources, shut, strict=True):
            assert read(data, name) == outcome, name


@cache
def phrases() -> list[str]:
    """Give the phrases of all lists: what rules look for."""
    lists = set(Lexicon.__struct_fields__) - {"name", "letters", "interview_with", "dash"}
    return sorted({phrase for name in lists for phrase in everywhere(name)})


SIGNS = ["", " ", "→ ", "12 ", "[", "](https://a.org)", "“", " (3)", ": ", "…", "?", ".", "#", "的"]
LINES = st.lists(
    st.sampled_from(phrases())
    | st.sampled_from(phrases()).map(str.capitalize)
    | st.sampled_from(SIGNS)
    | st.sampled_from(["İstanbul", "Straße", "the quay at night", "Ada Roe", "１２", "𝗕𝗼𝗹𝗱"]),
    min_size=1,
    max_size=7,
).map(" ".join)


@settings(
    derandomize=True, deadline=None, max_examples=150, suppress_health_check=list(HealthCheck)
)
@given(st.lists(LINES, min_size=1, max_size=14), st.sampled_from(["\n", "\n\n"]))
def test_phrases_of_lists_are_read_the_same_with_all_gates_open(lines: list[str], gap: str) -> None:
    data = gap.join(lines).encode()
    shut = read(data, "a.txt")
    with opened():
        assert read(data, "a.txt") == shut


@settings(
    derandomize=True, deadline=None, max_examples=500, suppress_health_check=list(HealthCheck)
)
@given(LINES.map(str.strip).filter(bool))
def test_a_line_that_begins_as_no_prompt_is_none(line: str) -> None:
    prompts.weigh_line.cache_clear()
    shut = prompts.weigh_line(line)
    with opened():
        assert prompts.weigh_line(line) == shut


@settings(
    derandomize=True, deadline=None, max_examples=500, suppress_health_check=list(HealthCheck)
)
@given(LINES, st.sampled_from(["brief_words", "further_reading", "greeting", "issue_words", "by"]))
def test_words_of_a_list_are_found_as_by_one_pattern_of_all(line: str, field: str) -> None:
    folded = languages.fold(line)
    first = pattern_of(field, r"(?<!\w)").search(folded)
    found = languages.wording(field).find(line)
    assert (found and found.span()) == (first and first.span())
    opens = pattern_of(field, "").match(folded)
    assert not opens or languages.opening(field).may_open(line)
    assert languages.opening(field).opens(line) == bool(opens)


@cache
def pattern_of(field: str, before: str) -> re.Pattern[str]:
    return re.compile(languages._pattern_of(everywhere(field), before=before))


@settings(
    derandomize=True, deadline=None, max_examples=300, suppress_health_check=list(HealthCheck)
)
@given(LINES)
def test_letters_change_no_language_that_words_name_clearly(line: str) -> None:
    words = languages.tokens(line)
    score = language.tally(words)
    clear = language._clearly(score, 120)
    assert clear in {None, language._best(language._weigh(words, score), 120)}
