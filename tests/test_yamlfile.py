"""YAML with positions: scalars stay text, and what nobody needs is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backissues.text.yaml_plain import read_plain
from backissues.text.yamlfile import YamlList, YamlMap, YamlText, read_yaml, read_yaml_file

UGLY = Path(__file__).parent / "ugly"


def test_scalars_stay_the_text_that_was_written() -> None:
    node, found = read_yaml("a: no\nb: 1.10\nc: 12:30\nd: 2024-05-21\ne: 'x'\n", "a.yml")
    assert isinstance(node, YamlMap)
    assert [(key.text, value.text) for key, value in node.entries] == [
        ("a", "no"),
        ("b", "1.10"),
        ("c", "12:30"),
        ("d", "2024-05-21"),
        ("e", "x"),
    ]
    assert found == ()


def test_every_node_knows_its_place() -> None:
    node, _ = read_yaml("# comment\ntags:\n  - one\n  - two\n", "a.yml", first_line=2)
    assert node == YamlMap(
        ((YamlText("tags", 3, 1), YamlList((YamlText("one", 4, 5), YamlText("two", 5, 5)), 4, 3)),),
        3,
        1,
    )


def test_nothing_is_written_as_nothing() -> None:
    node, _ = read_yaml("a:\nb: ~\nc: null\nd: 'null'\n", "a.yml")
    assert isinstance(node, YamlMap)
    assert [value.text for _, value in node.entries] == ["", "", "", "null"]
    assert read_yaml("# only a comment\n", "a.yml") == (None, ())
    assert read_yaml("", "a.yml") == (None, ())


FAULTS = {
    "broken.yml": ("S-009", 2),
    "unclosed.yml": ("S-009", 1),
    "alias.yml": ("S-009", 2),
    "two-documents.yml": ("S-009", 2),
    "twice.yml": ("S-013", 2),
}


@pytest.mark.parametrize("name", FAULTS)
def test_faults_name_their_line(name: str) -> None:
    _, found = read_yaml_file(UGLY / name, name)
    assert [(one.code, one.line) for one in found] == [FAULTS[name]]


def test_a_value_with_a_colon_is_explained() -> None:
    _, found = read_yaml("title: IA : small\n", "a.yml")
    assert "quotes" in found[0].message


# What opens and is not closed is told at the line on which it opens, though the parser goes on to
# the next key or to the end of the file; what is wrong inside of a line, at its very place.
UNCLOSED = {
    "a bracket": ("tags: [a, b\ntitle: c\n", (1, 7), "“[” is not closed, or a comma is missing"),
    "a brace": ("a: b\ntheme: {width: 1\n\nb: c\n", (2, 8), "“{” is not closed, or a comma"),
    "an item's": ("tags:\n  - [a\n  - b\n", (2, 5), "“[” is not closed"),
    "one inside": ("tags: [a, [b, c]\ntitle: d\n", (1, 7), "before line 2"),
    "at the end": ("title: a\ntags: [b, c", (2, 7), "“[” is not closed"),
    "a quotation mark": ('a: "b\nc: d\n', (1, 4), "quotation mark that opens here is not closed"),
    "an apostrophe": ("a: 'b\nc: d\n\n", (1, 4), "quotation mark that opens here is not closed"),
    "over another": ('a: b\nc: "d\ne: "f"\n', (2, 4), "closed on line 3 only"),
    "in a list": ("a: [b, 'c]\nd: e\n", (1, 8), "quotation mark that opens here is not closed"),
    "a comma": ("a: [b,\n  c,\n  'd' e]\n", (1, 4), "a comma is missing before line 3"),
    "inside of a line": ('a: [b, "c" d]\n', (1, 12), "did not find expected"),
    "behind a value": ('a: b\nc: "d" e\n', (2, 8), "did not find expected key"),
    "an escape": ('a: "b\n  \\q"\n', (2, 3), "unknown escape character"),
}


@pytest.mark.parametrize("name", UNCLOSED)
def test_what_is_not_closed_is_told_where_it_opens(name: str) -> None:
    text, place, words = UNCLOSED[name]
    node, [found] = read_yaml(text, "a.yml")
    assert node is None
    assert (found.code, found.line, found.column) == ("S-009", *place)
    assert words in found.message


def test_of_a_repeated_key_the_first_counts() -> None:
    node, _ = read_yaml_file(UGLY / "twice.yml", "twice.yml")
    assert isinstance(node, YamlMap)
    assert [(key.text, value.text) for key, value in node.entries] == [("title", "first")]


def test_characters_that_are_written_as_escapes_and_that_no_page_holds_are_told() -> None:
    node, [found] = read_yaml('a: b\ntitle: "bell \\x07 \\0 end \\x07"\n', "a.yml")
    assert isinstance(node, YamlMap)
    assert (found.code, found.line, found.column) == ("S-006", 2, 8)
    assert found.values == {"count": "3", "names": "U+0000, U+0007"}


def test_deep_nesting_does_not_exhaust_the_stack() -> None:
    for text in ("[" * 50_000, "- " * 5_000, "a: " + "{a: " * 5_000):
        _, found = read_yaml(text, "a.yml")
        assert [one.code for one in found] == ["S-009"]


def test_a_file_that_cannot_be_read_is_a_diagnostic(tmp_path: Path) -> None:
    _, found = read_yaml_file(tmp_path / "none.yml", "none.yml")
    assert [one.code for one in found] == ["S-001"]


@given(st.text(max_size=200))
def test_any_text_gives_a_result(text: str) -> None:
    read_yaml(text, "a.yml")


# --- front matter that is plain ------------------------------------------------------------------

SIGNS = "aé文1_-.,~!&*%@|>?[]{}'\"\\`:#<= \t\xa0\u2028\x85\ufeff\x07🧵"
PIECES = [*SIGNS, " ", ": ", " #", "- ", "---", "null", "2024-05-21T12:30", "https://a.org/#b"]
WORDS = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)
VALUES = WORDS | WORDS.map('"{}"'.format) | WORDS.map("'{}'".format)
KEYS = st.sampled_from(["title: ", "tags:", "tags: ", "a-b:  ", "null: ", "a b: ", " a: ", "é: "])
LINES = st.builds(
    "{}{}".format, KEYS | st.sampled_from(["  - ", "- ", "    -  ", "# ", ""]), VALUES
)


@given(st.lists(LINES | st.sampled_from(["tags:", "  - a", '  - "b: c"']), max_size=6))
@example(["a:", "  - b", "    - c"])
@example(["a: b", "  - c"])
@example([f"{'a' * 1025}: b"])
@example(["a: b ", "c: d:e", "e: #"])
def test_what_is_plain_reads_as_by_the_parser(lines: list[str]) -> None:
    found = read_plain(lines, first_line=2)
    assert found is None or (found, ()) == read_yaml("\n".join(lines), "a.md", first_line=2)


def test_most_front_matter_is_plain() -> None:
    assert read_plain(['title: "A: b"', "date: 2024-05-21", "tags:", "  - one", "  - C#"])
    assert not read_plain(["tags: [one, two]"])
