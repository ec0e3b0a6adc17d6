"""`check`: what it says of a collection, beside what `build` says of the same one."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from backissues.cli import main
from checkout import tree

LETTER = "# The quay\n\nBy Ana Duarte, 2 April 2019\n\nNobody came to the quay this morning.\n"


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "archive.yml").write_text("title: L\nbase_url: https://a.example/\n", "utf-8")
    (folder / "quay.txt").write_text(LETTER, encoding="utf-8")
    return folder


def test_a_collection_without_a_problem_is_said_to_have_none(
    letters: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(letters)
    assert main(["check", str(letters)]) == 0
    said = capsys.readouterr()
    assert re.fullmatch(r"1 document, 0 errors, 0 warnings, 0 notes, [\d.]+ s\n", said.out)
    assert said.err == ""
    assert tree(letters) == before
    assert main(["check", str(letters), "--quiet"]) == 0
    assert capsys.readouterr().out == ""


def test_the_sum_follows_the_problems(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (letters / "none.txt").write_text("", encoding="utf-8")
    assert main(["check", str(letters), "--json"]) == 1
    *found, last = map(json.loads, capsys.readouterr().out.splitlines())
    assert [one["code"] for one in found] == ["S-002"]
    assert last["summary"]["documents"] == 2
    assert last["status"] == 1


@pytest.mark.parametrize(
    "settings", ["", "title: L\n", "base_url: harbour\n", "outputs: [pages]\n", "title: [L\n"]
)
def test_what_a_site_goes_without_is_said_as_a_build_says_it(
    settings: str, letters: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (letters / "archive.yml").write_text(settings, encoding="utf-8")
    status = main(["build", str(letters), "-o", str(letters.parent / "site"), "--json"])
    built = _codes(capsys)
    assert main(["check", str(letters), "--json"]) == status
    assert _codes(capsys) == built


def test_of_a_folder_that_is_not_there_nothing_else_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(tmp_path / "none"), "--json"]) == 2
    assert _codes(capsys) == ["S-008"]


def _codes(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The codes of what was reported as JSON."""
    lines = capsys.readouterr().out.splitlines()
    return [one["code"] for one in map(json.loads, lines) if "code" in one]
