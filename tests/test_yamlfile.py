"""YAML with positions: scalars stay text, and what nobody needs is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from backissues.text import yaml_parser, yaml_writing
from backissues.text.yaml_parser import read_yaml
from backissues.text.yaml_plain import read_plain
from backissues.text.yaml_tree import YamlList, YamlMap, YamlText
from backissues.text.yaml_writing import written
from backissues.text.yamlfile import read_yaml_file

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
    "over a comment": ('a: "b\npublish: false\nc: ["#d"]\n', (1, 4), "closed on line 3 only"),
    "over keys below": ('a: "b\nc: d\ne:\n  f: "#048"\n', (1, 4), "closed on line 4 only"),
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


def test_a_value_in_quotes_may_go_on_below_its_key() -> None:
    node, found = read_yaml('a: "one\n  two: three"\nb: c\n', "a.yml")
    assert isinstance(node, YamlMap)
    assert not found
    assert [value.text for _, value in node.entries] == ["one two: three", "c"]


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

SIGNS = "aé文1_-.,~!&*%@|>?[]{}'\"\\`:#<= \t\xa0\u2028\x85\ufeff\x07\u200e🧵"
PIECES = [
    *SIGNS,
    " ",
    ": ",
    " #",
    "- ",
    "---",
    "null",
    "no",
    "2024-05-21T12:30",
    "https://a.org/#b",
]
WORDS = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)
SIMPLE = st.sampled_from(["a", "b c", '"d, e"', "'f: g'", "2024-05-21", "C#", "null"])
LISTED = st.lists(SIMPLE | WORDS, min_size=1, max_size=4).map(", ".join).map("[{}]".format)
VALUES = WORDS | SIMPLE | WORDS.map('"{}"'.format) | WORDS.map("'{}'".format) | LISTED
KEYS = st.sampled_from(
    ["title: ", "tags:", "tags: ", "a-b:  ", "null: ", "a b: ", "é: ", "X (a): "]
)
MARGINS = st.sampled_from(["", "", "", " ", "  ", "  ", "    "])
HEADS = KEYS | st.sampled_from(["- ", "-  ", "# ", ""])
ENDS = st.sampled_from(["", "", "", " ", " # b", "#b"])
LINES = st.builds("{}{}{}{}".format, MARGINS, HEADS, VALUES, ENDS)
# fmt: off
WHOLE = st.sampled_from([
    "tags:", "  tags:", "  - a", "- a", '  - "b: c"', "", "  ", "# a", "  # a", "a: >-", "b: |-",
    "  a: >-  # b", "  a", "    b", "  c: d", "Ada:", "  sort: person", "  aliases: [a, b]",
])
# fmt: on


@settings(max_examples=400)
@given(st.lists(LINES | WHOLE, max_size=8))
@example(["a:", "  - b", "    - c"])
@example(["a: b", "  - c"])
@example([f"{'a' * 1025}: b"])
@example(["a: b ", "c: d:e", "e: #"])
@example(["a:", "- b", "- c", "d: e"])
@example(["a: >-", "  b", "  c: d", "", "# e", "f: g"])
@example(["a: >-", "  b", "", "  c"])
@example(["a: |-", "  b", "   ", "c: d"])
@example(["a:", "  b:", "    c:", "      d:", "        e:", "          f: g"])
@example(["a: b", "", "  c"])
@example(["a: [b, c,]", "d: [e?f, g]", "h: [ ]"])
def test_what_is_plain_reads_as_by_the_parser(lines: list[str]) -> None:
    found = read_plain(lines, first_line=2)
    assert found is None or (found, ()) == read_yaml("\n".join(lines), "a.md", first_line=2)


@pytest.mark.parametrize(
    "text",
    [
        'title: "A: b"\ndate: 2024-05-21\ntags:\n  - one\n  - C#',
        "# what it says of itself\ntitle: Chroniques\noutputs: [pages, feeds]  # no more\n",
        "rights: >-\n  Les textes appartiennent\n  à leurs auteurs.\n\n# below\nlanguage: fr\n",
        "OpenAI:\n  aliases: [Open AI, 'O. A.']\n  sort: a\n\nX (Twitter):\n  sort: b c\n",
        "tags:\n- one\n- two\ntheme:\n  accent: '#8a1c1c'\n  dark:\n    accent: '#88bbff'",
        "- one\n- two",
    ],
)
def test_most_of_what_people_write_is_plain(text: str) -> None:
    assert read_plain(text.split("\n"))


# fmt: off
ONLY_THE_PARSER_KNOWS = [
    "", "# a", "a: ~", "a:", "a: &b c", "a: [b: c]", "a: b: c", "a: >\n  b", "a: b\na: c", "a: '",
    "- - a", "- a: b", "a: b\n  c", "null: a", 'a: "\\n"', "a: {b: c}", "a: [[b]]",
]
# fmt: on


@pytest.mark.parametrize("text", ONLY_THE_PARSER_KNOWS)
def test_the_parser_is_left_what_only_it_knows(text: str) -> None:
    assert read_plain(text.split("\n")) is None


# --- the other way -------------------------------------------------------------------------------


@settings(max_examples=400)
@given(WORDS | SIMPLE | st.text(max_size=8) | st.from_regex(r"[0-9a-f]{1,64}", fullmatch=True))
@example("")
@example("a:")
@example("0b01")
@example("0x1f")
@example("1e5_c")
@example("2001-12-14t21_c")
@example("a?")
@example("Null")
@example("🧵, “a”\\")
@example("https://a.org/b?c=d")
@example("https://a.org/b_(c)?d=e")
def test_what_is_written_at_sight_is_as_the_library_writes_it(value: str) -> None:
    if not yaml_writing._UNQUOTED.fullmatch(value):
        assert written(value) == yaml_writing._asked(value)


@given(st.text(max_size=20).filter(lambda text: "\x85" not in text))
def test_what_is_written_reads_as_itself(value: str) -> None:
    if not re.search("[\ud800-\udfff\x00]", value):
        node, _ = read_yaml(f"a: [{written(value)}]", "a.yml")
        assert isinstance(node, YamlMap)
        [(_, held)] = node.entries
        assert isinstance(held, YamlList)
        assert [item.text for item in held.items] == [value]


@pytest.mark.parametrize(
    "text", ["Le prix", "L’IA : petite", "a, b", "https://a.org/b", "0a1b", ""]
)
def test_most_of_what_is_written_asks_no_library(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(yaml_parser, "reads_as")
    monkeypatch.delattr(yaml_parser, "quoted")
    assert written(text).strip('"') == text
