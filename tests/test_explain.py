"""`explain` for people: one screen a document, each line with its fate, what to paste.

`LETTER` is the document of the README's example; the example is kept true here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backissues.cli import main
from backissues.terminal import Look, columns, cut, pad, wrap
from backissues.text.yaml_parser import read_yaml
from backissues.text.yaml_tree import YamlMap, YamlText
from backissues.text.yaml_writing import remark, written
from checkout import CHECKOUT

LETTER = """\
---
title: The ships that did not come
date: 2019-04-02
---

April 9, 2019

The quay was empty this morning, and so was the café behind it. Nobody in the harbour had seen
such a Tuesday: the cranes stood still, and the gulls had left.

Share this post
"""
SILENT = "Le quai était désert ce matin, et le café aussi.\n\nPersonne ne vient plus ici, dit-on.\n"
Say = Callable[..., str]


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "archive.yml").write_text("title: Letters\n", encoding="utf-8")
    (folder / "harbour-12.txt").write_text(LETTER, encoding="utf-8")
    (folder / "silent.txt").write_text(SILENT, encoding="utf-8")
    return folder


@pytest.fixture
def say(letters: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Say:
    monkeypatch.chdir(letters.parent)

    def run(*arguments: str, width: int = 100) -> str:
        monkeypatch.setenv("COLUMNS", str(width))
        assert main(["explain", *arguments]) == 0
        return capsys.readouterr().out

    return run


def pasted(page: str) -> str:
    """The lines that the page gives to be pasted."""
    _, _, lines = page.partition("to correct it, in ")
    return lines.partition("\n")[2]


# --- the page ------------------------------------------------------------------------------------


def test_a_document_fits_a_screen(say: Say) -> None:
    for seed in sorted((CHECKOUT / "seeds").glob("*.txt")):
        for width in (80, 100, 140):
            lines = say(str(seed), width=width).rstrip("\n").split("\n")
            assert len(lines) <= 24
            paste = next(place for place, line in enumerate(lines) if "to correct it" in line)
            assert max(map(columns, lines[1:paste])) <= width


def test_the_example_of_the_readme_is_what_explain_says(say: Say) -> None:
    page = say("letters/harbour-12.txt").splitlines()
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    (sample,) = re.findall(r"```\n(letters/harbour-12\.txt\n.*?)```", readme, re.DOTALL)
    wanted = [line for line in sample.splitlines() if line != "…"]
    assert [line for line in page if line in wanted] == wanted


def test_what_lost_stands_below_what_won(say: Say) -> None:
    page = say("letters/harbour-12.txt").splitlines()
    won = next(place for place, line in enumerate(page) if line.startswith("published"))
    assert page[won].split()[:3] == ["published", "stated", "2019-04-02"]
    assert page[won + 1].strip().startswith("not: 2019-04-09, «April 9, 2019» line 6, ")


def test_what_was_set_aside_is_counted_by_reason(say: Say) -> None:
    assert "1 furniture (11)" in say("letters/harbour-12.txt")


def test_problems_of_one_code_are_told_once(letters: Path, say: Say) -> None:
    links = "\n\n".join(f"See example.org/some/long/ad{n}… for more on it." for n in range(9))
    (letters / "cut.txt").write_text(f"# Cut links\n\n{links}\n", encoding="utf-8")
    page = say("letters/cut.txt")
    assert page.count("L-001") == 1
    assert "lines 3, 5, 7, 9, 11, 13 and 3 more: " in page
    assert "(and 8 like it)" in page


def test_faults_of_the_sidecar_are_told(letters: Path, say: Say) -> None:
    (letters / "silent.yml").write_text("titel: Le quai\n", encoding="utf-8")
    assert "warning S-010 silent.yml line 1: unknown key “titel”" in say("letters/silent.txt")


def test_json_is_not_touched_by_the_terminal(say: Say) -> None:
    told = say("--json", "letters/harbour-12.txt", "letters/silent.txt", width=60).splitlines()
    assert [json.loads(line)["path"] for line in told] == [
        "letters/harbour-12.txt",
        "letters/silent.txt",
    ]


# --- corrections ---------------------------------------------------------------------------------


def test_lines_pasted_as_they_are_change_nothing(letters: Path, say: Say) -> None:
    for name in ("harbour-12", "silent"):
        before = json.loads(say("--json", f"letters/{name}.txt"))
        paste = pasted(say(f"letters/{name}.txt"))
        assert paste
        (letters / f"{name}.yml").write_text(paste, encoding="utf-8")
        assert "S-0" not in say(f"letters/{name}.txt")
        after = json.loads(say("--json", f"letters/{name}.txt"))
        for key in ("kind", "title", "authors", "published", "language", "number"):
            assert after[key] == before[key]


def test_a_corrected_line_counts_in_the_next_build(
    letters: Path, say: Say, capsys: pytest.CaptureFixture[str]
) -> None:
    paste = pasted(say("letters/silent.txt"))
    assert "authors: [ ]" in paste
    corrected = (
        re.sub("^title: .*", "title: Le quai désert", paste)
        .replace("authors: [ ]", "authors: [Ana Duarte, 李雷]")
        .replace("published:", "published: 2019-04~")
    )
    (letters / "silent.yml").write_text(corrected, encoding="utf-8")
    page = say("letters/silent.txt")
    ground = r"  silent\.yml:\d, editor$"
    assert re.search(rf"^title +supplied +Le quai désert{ground}", page, re.MULTILINE)
    assert re.search(r"^authors +supplied +Ana Duarte, 李雷 ", page, re.MULTILINE)
    assert re.search(r"^published +supplied +2019-04~ ", page, re.MULTILINE)
    assert pasted(page) == ""
    assert main(["build", "letters", "-o", "site", "--quiet"]) == 0
    capsys.readouterr()
    (article,) = Path("site/articles").glob("le-quai-desert.html")
    assert "李雷" in article.read_text(encoding="utf-8")


def test_an_editor_settles_what_was_doubtful(letters: Path, say: Say) -> None:
    page = say("letters/harbour-12.txt")
    assert "published: 2019-04-02   # also read: 2019-04-09 at line 6\n" in pasted(page)
    codes = [
        found["code"]
        for found in json.loads(say("--json", "letters/harbour-12.txt"))["diagnostics"]
    ]
    assert "F-004" in codes
    (letters / "harbour-12.yml").write_text("published: 2019-04-09\n", encoding="utf-8")
    told = json.loads(say("--json", "letters/harbour-12.txt"))
    assert told["published"] == "2019-04-09"
    assert "F-004" not in [found["code"] for found in told["diagnostics"]]


@given(st.text(max_size=30))
@example("no")
@example("12:30")
@example("2024-05-21")
@example("a: b # c")
@example("- one, [two]")
@example("“Bonjour” — it's 东京 🗼")
@example("two\nlines\x85\u2028")
def test_any_text_is_written_as_yaml_that_reads_as_it(text: str) -> None:
    file = (
        f"title: {written(text)}   # {remark(text)}\nauthors: [{written(text)}, {written(text)}]\n"
    )
    node, found = read_yaml(file, "a.yml")
    # That pages show no control character is all that may be said of it.
    assert {one.code for one in found} <= {"S-006"}
    assert isinstance(node, YamlMap)
    values = {key.text: value for key, value in node.entries}
    assert isinstance(values["title"], YamlText)
    assert values["title"].text == text
    assert [item.text for item in values["authors"].items] == [text, text]  # type: ignore[union-attr]


# --- line by line --------------------------------------------------------------------------------


def test_each_line_has_its_fate_in_the_margin(say: Say) -> None:
    shown = say("--lines", "letters/harbour-12.txt").splitlines()
    margin = [line.partition("│")[::2] for line in shown if "│" in line]
    assert [text.strip() for _, text in margin] == [
        line if columns(line) < 80 else cut(line, columns(text.strip()))
        for line, (_, text) in zip(LETTER.splitlines(), margin, strict=True)
    ]
    fates = [left.split() for left, _ in margin]
    assert fates[1] == ["2", "field", "header"]
    assert fates[4] == ["5"]
    assert fates[5][:3] == ["!", "6", "body"]
    assert fates[10] == ["11", "aside", "furniture"]
    assert len({len(left) for left, _ in margin}) == 1


def test_wide_letters_keep_to_the_width(letters: Path, say: Say) -> None:
    (letters / "wide.txt").write_text(
        "标题很长" * 40 + "\n\n" + "🗼👩‍🚀é" * 60 + "\n", encoding="utf-8"
    )
    for line in say("--lines", "letters/wide.txt", width=70).splitlines():
        if not line.startswith("title:"):
            assert columns(line) <= 70


# --- the terminal --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("no_color", "term", "coloured"),
    [("", "xterm", True), ("1", "xterm", False), ("", "dumb", False)],
)
def test_colours_stand_on_terminals_whose_owner_wants_them(
    say: Say, monkeypatch: pytest.MonkeyPatch, no_color: str, term: str, coloured: bool
) -> None:
    assert "\x1b[" not in say("--lines", "letters/harbour-12.txt")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setenv("TERM", term)
    assert ("\x1b[" in say("--lines", "letters/harbour-12.txt")) == coloured


def test_colours_change_no_column(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = say("--lines", "letters/harbour-12.txt")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    painted = say("--lines", "letters/harbour-12.txt")
    bare = re.sub(r"\x1b\[[0-9;]*m", "", painted)
    assert [line.rstrip() for line in bare.split("\n")] == plain.split("\n")


def test_no_document_steers_the_terminal(letters: Path, say: Say) -> None:
    (letters / "evil.txt").write_text(
        "# A \x1b[2J title \u202e\n\nText \x9b0m.\n", encoding="utf-8"
    )
    said = say("--lines", "letters/evil.txt")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", said)


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("abc", 3),
        ("é", 1),
        ("e\u0301", 1),
        ("东京", 4),
        ("🗼", 2),
        ("👩‍🚀", 2),
        ("❤️", 2),
        ("ｆ", 2),
    ],
)
def test_characters_take_their_columns(text: str, width: int) -> None:
    assert columns(text) == width
    assert columns(pad(text, 6)) == 6


@given(st.text(max_size=60), st.integers(8, 40))
def test_a_cut_text_fits(text: str, room: int) -> None:
    assert columns(cut(text, room)) <= room
    assert all(columns(line) <= room for line in wrap(text, room))
    assert columns(text) > room or cut(text, room) == text


def test_a_look_without_colours_paints_nothing() -> None:
    assert Look().paint("text", "error") == "text"
