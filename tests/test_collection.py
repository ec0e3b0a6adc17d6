"""The survey of a folder: what is a document, what is not, and what cannot be had."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from backissues import collection
from backissues.collection import Listed, Survey, line, read, survey
from backissues.model import Diagnostic, Source


def fill(folder: Path, *paths: str) -> Path:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("text\n", encoding="utf-8")
    return folder


def names(found: Survey) -> list[str]:
    return [listed.path for listed in found.documents]


def problems(found: Survey) -> list[tuple[str, str]]:
    return [(one.code, one.path) for one in found.diagnostics]


def test_folders_are_read_recursively_in_the_order_of_paths(tmp_path: Path) -> None:
    found = survey(fill(tmp_path, "b.txt", "a/z.md", "a.TXT", "a/b/c.markdown", "é.text"))
    assert names(found) == ["a.TXT", "a/b/c.markdown", "a/z.md", "b.txt", "é.text"]
    assert found.diagnostics == ()


def test_what_is_no_document_is_passed_over_in_silence(tmp_path: Path) -> None:
    found = survey(
        fill(
            tmp_path,
            "a.txt",
            ".hidden.txt",
            "_draft.txt",
            "_drafts/b.txt",
            ".git/c.txt",
            "archive.yml",
            "tags.yml",
            "permalinks.tsv",
            "templates/base.md",
            "static/notes.txt",
            "pictures/cover.png",
        )
    )
    assert names(found) == ["a.txt"]
    assert found.diagnostics == ()


def test_names_that_mean_something_at_the_top_mean_nothing_below(tmp_path: Path) -> None:
    assert names(survey(fill(tmp_path, "a/static/b.txt"))) == ["a/static/b.txt"]


def test_other_formats_are_named(tmp_path: Path) -> None:
    found = survey(fill(tmp_path, "a.txt", "b.docx", "c"))
    assert problems(found) == [("S-014", "b.docx"), ("S-014", "c")]


def test_sidecars_find_their_documents(tmp_path: Path) -> None:
    found = survey(fill(tmp_path, "a/b.txt", "a/b.yml", "b.yml", "c.md", "c.txt", "c.yml"))
    assert {one.path: one.sidecar for one in found.documents} == {
        "a/b.txt": tmp_path / "a/b.yml",
        "c.md": tmp_path / "c.yml",
        "c.txt": None,
    }
    assert problems(found) == [("S-011", "b.yml"), ("S-022", "c.yml")]


def test_links_out_of_the_collection_are_not_followed(tmp_path: Path) -> None:
    outside = fill(tmp_path / "outside", "secret.txt")
    folder = fill(tmp_path / "in", "a.txt")
    (folder / "file.txt").symlink_to(outside / "secret.txt")
    (folder / "folder").symlink_to(outside)
    found = survey(folder)
    assert names(found) == ["a.txt"]
    assert problems(found) == [("S-007", "file.txt"), ("S-007", "folder")]


def test_links_inside_loops_and_dead_ends_are_named(tmp_path: Path) -> None:
    folder = fill(tmp_path, "a/b.txt")
    (folder / "a/loop").symlink_to(folder)
    (folder / "again.txt").symlink_to(folder / "a/b.txt")
    (folder / "dead.txt").symlink_to(folder / "none.txt")
    (folder / "self.txt").symlink_to(folder / "self.txt")
    found = survey(folder)
    assert names(found) == ["a/b.txt"]
    assert problems(found) == [
        ("S-023", "a/loop"),
        ("S-023", "again.txt"),
        ("S-001", "dead.txt"),
        ("S-001", "self.txt"),
    ]


def test_a_collection_may_itself_be_a_link(tmp_path: Path) -> None:
    fill(tmp_path / "real", "a.txt")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert names(survey(tmp_path / "link")) == ["a.txt"]


def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "b.txt")
    assert problems(survey(tmp_path)) == [("S-001", "b.txt")]


def test_names_that_no_address_can_carry(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", "two\nlines.txt", "back\\slash.txt")
    with Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")).open("w", encoding="utf-8"):
        pass
    found = survey(tmp_path)
    assert names(found) == ["a.txt"]
    assert [one.code for one in found.diagnostics] == ["S-018"] * 3
    for one in found.diagnostics:
        one.path.encode("utf-8")


def test_a_missing_folder_and_an_empty_one(tmp_path: Path) -> None:
    assert problems(survey(tmp_path / "none")) == [("S-008", "")]
    assert problems(survey(tmp_path)) == [("S-017", "")]
    assert problems(survey(fill(tmp_path, "a.txt") / "a.txt")) == [("S-008", "")]


def test_a_folder_that_cannot_be_entered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, "a.txt", "locked/b.txt")
    scandir = os.scandir

    def refuse(folder: Path) -> object:
        if Path(folder).name == "locked":
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    found = survey(tmp_path)
    assert names(found) == ["a.txt"]
    assert problems(found) == [("S-001", "locked")]


def test_reading_gives_bytes_and_their_sum(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"abc\r\n")
    source = read(survey(tmp_path).documents[0])
    assert isinstance(source, Source)
    assert source.data == b"abc\r\n"
    assert source.sha256.startswith("552bab68")


def test_a_document_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: str) -> bytes:
        raise PermissionError(13, "Permission denied")

    fill(tmp_path, "a.txt")
    monkeypatch.setattr(collection, "bytes_of", refuse)
    found = read(survey(tmp_path).documents[0])
    assert isinstance(found, Diagnostic)
    assert (found.code, found.path, found.values["why"]) == ("S-001", "a.txt", "Permission denied")


def test_a_document_that_went_away(tmp_path: Path) -> None:
    found = read(Listed(path="a.txt", folder=tmp_path))
    assert isinstance(found, Diagnostic)
    assert found.code == "S-001"


def test_a_line_for_a_report(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"one\r\ntwo\r\n")
    assert line(tmp_path, "a.txt", 2) == "two"
    assert line(tmp_path, "a.txt", 3) == ""
    assert line(tmp_path, "none.txt", 1) == ""
