"""How problems are told: to people, to terminals that must not be steered, to programs."""

from __future__ import annotations

import errno
import json
from pathlib import Path

from backissues.codes import diagnose
from backissues.publish.unwritable import unwritable
from backissues.report import as_json, as_text, summary

FOUND = diagnose("S-010", "a.yml", 2, column=3, key="titel", known="did you mean “title”?")


def test_people_see_place_sentence_line_and_hint() -> None:
    text = as_text([FOUND], folder="seeds", line_of=lambda _, __: "  titel: Été")
    assert text == (
        "seeds/a.yml:2:3: S-010 warning: unknown key “titel”; it was passed over\n"
        "     2 |   titel: Été\n"
        "    hint: did you mean “title”?\n"
    )


def test_a_problem_without_a_line_has_no_excerpt() -> None:
    text = as_text([diagnose("S-002", "a.txt")], line_of=lambda _, __: "never asked")
    assert text.splitlines()[0] == "a.txt: S-002 error: holds no text"
    assert "never asked" not in text


def test_a_problem_of_the_folder_names_the_folder() -> None:
    assert as_text([diagnose("S-008", "")], folder="seeds").startswith("seeds: S-008 error: ")
    assert as_text([diagnose("S-017", "")]).startswith(".: S-017 warning: ")


def test_a_whole_path_stays_as_it_is() -> None:
    found = unwritable(
        Path("/srv/site/index.html"), OSError(errno.ENOSPC, "No space left on device")
    )
    assert as_text([found], folder="seeds").startswith("/srv/site/index.html: P-004 error: ")
    assert "make room on that disk" in found.hint


def test_a_long_line_is_cut_around_its_column() -> None:
    long = diagnose("S-015", "a.txt", 1, column=3000, count=6000)
    line = as_text([long], line_of=lambda _, __: "a" * 2999 + "HERE" + "b" * 3000).splitlines()[1]
    assert "HERE" in line
    assert len(line) < 110
    assert line.endswith("…")


def test_colours_only_on_request() -> None:
    assert "\x1b" not in as_text([FOUND])
    assert "\x1b[1;33mwarning\x1b[0m" in as_text([FOUND], colour=True)


def test_a_hostile_text_cannot_steer_the_terminal() -> None:
    hostile = diagnose("S-001", "a\x1b[2J.txt", 1, why="\x07\u202eno")
    text = as_text([hostile], line_of=lambda _, __: "\x1b]0;title\x07")
    assert not set(text) & {"\x1b", "\x07", "\u202e"}


def test_json_has_one_object_a_line() -> None:
    first, second = as_json([FOUND, diagnose("S-002", "a.txt")], folder="seeds").splitlines()
    assert json.loads(first) == {
        "code": "S-010",
        "level": "warning",
        "path": "seeds/a.yml",
        "line": 2,
        "column": 3,
        "message": "unknown key “titel”; it was passed over",
        "hint": "did you mean “title”?",
        "values": {"key": "titel", "known": "did you mean “title”?"},
    }
    assert json.loads(second)["line"] is None


def test_the_last_line_counts() -> None:
    line = summary(documents=1, done="42 files", diagnostics=[FOUND, FOUND], seconds=0.514)
    assert line == "1 document, 42 files, 0 errors, 2 warnings, 0 notes, 0.51 s"
    assert summary(documents=2, diagnostics=[], seconds=3) == (
        "2 documents, 0 errors, 0 warnings, 0 notes, 3.00 s"
    )
