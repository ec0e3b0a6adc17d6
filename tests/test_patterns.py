"""A late pattern does what a compiled one does, and is compiled once, when it is used."""

from __future__ import annotations

import re

import pytest

from backissues.patterns import Eastern, is_eastern, late

SOURCE = r"(?P<word>[a-z]+)\s?(\d*)"
TEXT = "Ada 12, bob 3; c"


@pytest.mark.parametrize("flags", [0, re.IGNORECASE])
def test_it_does_what_a_compiled_one_does(flags: int) -> None:
    now = re.compile(SOURCE, flags)
    for name in ("match", "search", "fullmatch"):
        found, wanted = getattr(late(SOURCE, flags), name)(TEXT), getattr(now, name)(TEXT)
        assert (found and found.groupdict()) == (wanted and wanted.groupdict())
    assert late(SOURCE, flags).findall(TEXT, 2) == now.findall(TEXT, 2)
    assert late(SOURCE, flags).split(TEXT) == now.split(TEXT)
    assert late(SOURCE, flags).sub(r"<\g<word>>", TEXT) == now.sub(r"<\g<word>>", TEXT)
    assert late(SOURCE, flags).subn("", TEXT, count=1) == now.subn("", TEXT, count=1)
    spans = [match.span() for match in late(SOURCE, flags).finditer(TEXT)]
    assert spans == [match.span() for match in now.finditer(TEXT)]


def test_it_is_compiled_once_and_late(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    compiled = re.compile

    def compile_(pattern: str, flags: int = 0) -> re.Pattern[str]:
        asked.append(pattern)
        return compiled(pattern, flags)

    monkeypatch.setattr(re, "compile", compile_)
    pattern = late(SOURCE)
    assert pattern.pattern == SOURCE
    assert asked == []
    for _ in range(3):
        assert pattern.search(TEXT)
        assert pattern.fullmatch("") is None
    assert asked == [SOURCE]


def test_it_has_nothing_else() -> None:
    with pytest.raises(AttributeError, match="scanner"):
        _ = late(SOURCE).scanner  # type: ignore[attr-defined]


LETTERS = "\u3040-\u30ff\u4e00-\u9fff\U00020000-\U0003ffff"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain",
        "été – “œuvre” 😀 ❤️ → €",
        "Москва, Αθήνα, שלום",
        "東京 et かな",
        "𠀀",
        "กรุงเทพ",
        "！",
    ],
)
def test_letters_of_the_east_are_found_as_by_their_class(text: str) -> None:
    plain, eastern = re.compile(f"[{LETTERS}]"), Eastern(LETTERS)
    found, wanted = eastern.search(text), plain.search(text)
    assert (found and found.span()) == (wanted and wanted.span())
    assert eastern.findall(text) == plain.findall(text)
    assert eastern.sub("-", text) == plain.sub("-", text)
    assert is_eastern(text) or wanted is None


def test_a_western_text_has_none_and_needs_no_class() -> None:
    assert not any(map(is_eastern, ("plain", "été – “œuvre” 😀 ❤️ → €", "Москва, Αθήνα, שלום")))
