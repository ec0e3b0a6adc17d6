"""The reading of lines: encodings, line ends, control characters, and what is no text at all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backissues.text.lines import read_lines

UGLY = Path(__file__).parent / "ugly"
SUMMER = ("L’été fut beau.", "La crème brûlée, c’est « bon ».")
PLAIN = ("L'été fut beau.", "La crème brûlée, c'est bon.")

# file: the lines that come out, and code and line of each diagnostic
CASES = {
    "empty.txt": ((), [("S-002", None)]),
    "blank.txt": (("", "  ", "\t", ""), [("S-002", None)]),
    "binary.txt": ((), [("S-003", None)]),
    "picture.txt": ((), [("S-003", None)]),
    "latin-1.txt": (PLAIN, [("S-004", 1)]),
    "windows-1252.txt": (SUMMER, [("S-004", 1)]),
    "utf-16-le-bom.txt": (SUMMER, [("S-004", 1)]),
    "utf-16-be-bom.txt": (SUMMER, [("S-004", 1)]),
    "utf-16-no-mark.txt": (PLAIN, [("S-004", 1)]),
    "utf-8-bom.txt": (SUMMER, [("S-019", 1)]),
    "broken-utf-8.txt": (("été, crème", "brûl\ufffd", "fin \ufffd\ufffd"), [("S-005", 2)]),
    "nul.txt": (("One line.", "A NUL in the second."), [("S-006", 2)]),
    "controls.txt": (
        ("Page one page two", "Red: [31mred[0m", "next line ."),
        [("S-006", 1)],
    ),
    "crlf.txt": (("one", "two", "", "three"), [("S-016", 1)]),
    "cr.txt": (("one", "two", "", "three"), [("S-016", 1)]),
    "mixed-ends.txt": (("one", "two", "three", "four"), [("S-016", 1)]),
    "no-last-end.txt": (("one", "two"), []),
    "other-breaks.txt": (("one\u2028still one\u2029still one",), []),
}


@pytest.mark.parametrize("name", CASES)
def test_ugly_files_give_lines_and_one_clear_word(name: str) -> None:
    lines, found = read_lines((UGLY / name).read_bytes(), name)
    expected, codes = CASES[name]
    assert lines == expected
    assert [(one.code, one.line) for one in found] == codes
    assert all(one.path == name and one.hint for one in found if one.level != "note")


def test_a_line_without_end_is_read_and_reported() -> None:
    lines, found = read_lines(b"word " * 1_000_000, "long.txt")
    assert len(lines) == 1
    assert [(one.code, one.line) for one in found] == [("S-015", 1)]


def test_the_encoding_is_named() -> None:
    _, found = read_lines((UGLY / "windows-1252.txt").read_bytes(), "a.txt")
    assert "Windows-1252" in found[0].message
    # 0x81 has no meaning in Windows-1252
    lines, found = read_lines(b"caf\xe9 \x81 noir", "a.txt")
    assert lines == ("café  noir",)
    assert "Latin-1" in found[0].message


@pytest.mark.parametrize(
    ("data", "text", "code"),
    [
        (b"D\xc3\xa9j\xc3\xa0 cass\xff ici", "Déjà cass\ufffd ici", "S-005"),
        (b"D\xc3\xa9 \xff", "Dé \ufffd", "S-005"),
        (
            b"\xc3\xa9t\xc3\xa9 \xff\xfe\xff\xff fini\xe2\x80",
            "été \ufffd\ufffd\ufffd\ufffd fini\ufffd",
            "S-005",
        ),
        (b"d\xe9j\xe0 l\x92\xe9t\xe9\xa0\xbb", "déjà l’été\xa0»", "S-004"),
        (b"\xab \xc9t\xe9\xa0\xbb", "« Été\xa0»", "S-004"),
    ],
)
def test_damaged_utf8_is_told_from_an_8_bit_encoding(data: bytes, text: str, code: str) -> None:
    lines, found = read_lines(data, "a.txt")
    assert lines == (text,)
    assert [one.code for one in found] == [code]


def test_a_genuine_replacement_character_stays_and_is_said() -> None:
    lines, found = read_lines("a\na \ufffd b".encode(), "a.txt")
    assert (lines, [(one.code, one.line) for one in found]) == (("a", "a \ufffd b"), [("S-028", 2)])


# What was meant, and the encoding that it was taken for.
MISREAD = [
    ("L’été à Noël, “déjà”, c’est l’œuvre", "windows-1252"),
    ("L’été à Noël", "mac-roman"),
    ("привет", "windows-1251"),
    ("привет", "windows-1252"),
    ("pełna kość", "windows-1252"),
    ("你好世界", "windows-1252"),
    ("Ελλάδα", "windows-1252"),
    ("smile 😀", "windows-1252"),
]
SOUND = [
    "O CAFÉ» NÃO, À LA CARTE, Â la â – “Ã”, MANHÃ É",
    "”Å” är en ö, och å” ä” likaså",
    "Січень С… С„ Р… ТОВ «Р»",
    "√2 + √9 ≠ √11, ‚Äpfel‘ „Äpfel“",
    "Ø… ×2 × ×3, ESPAÑ» É» É—É—",
    "Þórður, Ðuro, Łódź, İstanbul, ñandú — “ção”",
    "日本語の本、漢字・かな「引用」",
]


@pytest.mark.parametrize(("meant", "encoding"), MISREAD)
def test_letters_that_were_decoded_wrongly_are_said_and_stay(meant: str, encoding: str) -> None:
    text = meant.encode().decode(encoding, "ignore")
    lines, found = read_lines(f"Ok\n{text}\n".encode(), "a.txt")
    assert lines == ("Ok", text)
    assert [(one.code, one.line) for one in found] == [("S-027", 2)]
    assert found[0].values["meant"] in meant
    assert found[0].values["word"] in text


@pytest.mark.parametrize("text", SOUND)
def test_letters_that_only_look_odd_are_not_said(text: str) -> None:
    assert read_lines(text.encode(), "a.txt") == ((text,), ())


@given(st.binary(max_size=400))
def test_any_bytes_give_a_result(data: bytes) -> None:
    lines, found = read_lines(data, "a.txt")
    assert lines or found
    for line in lines:
        assert not re.search("[\x00-\x08\x0a-\x1f\x7f-\x9f\ufffe\uffff]", line)
        line.encode("utf-8")


@given(st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1), min_size=1))
def test_sound_text_comes_back_as_it_was(lines: list[str]) -> None:
    # Files that begin like another format are taken for that format.
    data = "\n".join(["first", *lines]).encode()
    assert read_lines(data, "a.txt")[0] == ("first", *lines)
