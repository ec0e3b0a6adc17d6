"""A build with nothing to do: it says what the last one said, and takes nothing for granted."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from backissues.cache.store import Cache, file_for
from backissues.cli import main
from checkout import tree

Edit = Callable[[Path, Path], None]


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    """A small collection that was not touched just now."""
    folder = tmp_path / "letters"
    (folder / "templates").mkdir(parents=True)
    (folder / "static").mkdir()
    (folder / "a.txt").write_text("# A\n\nOne paragraph, and a link that was cut: https://ex…\n")
    (folder / "b.md").write_text("# B\n\nAnother one.\n")
    (folder / "b.yml").write_text("tags: [one]\n")
    (folder / "lone.yml").write_text("title: Of nothing\n")
    (folder / "archive.yml").write_text("title: Letters\nbase_url: https://example.org/\n")
    (folder / "tags.yml").write_text("- label: one\n")
    (folder / "static" / "note.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    return folder


@pytest.fixture
def site(letters: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The site of the letters, built long enough after they were written."""
    grow_old(letters)
    assert main(["build", str(letters), "-o", str(tmp_path / "site"), "--json"]) == 0
    capsys.readouterr()
    return tmp_path / "site"


def grow_old(folder: Path) -> None:
    """Wait until a change of a file would show; the clock of the file system ticks 100 times."""
    subprocess.run(["sleep", "0.05"], check=True)
    assert folder.exists()


def build(letters: Path, site: Path, *options: str) -> tuple[int, str]:
    """Build in a process of its own; say how many modules of the house it loaded."""
    said = (
        "import sys; from backissues.cli import main; status = main(sys.argv[1:]);"
        "print('backissues.site' in sys.modules); sys.exit(status)"
    )
    command = [sys.executable, "-c", said, "build", str(letters), "-o", str(site), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_nothing_is_loaded_where_nothing_changed(letters: Path, site: Path) -> None:
    status, said = build(letters, site)
    assert status == 0
    assert "False" in said.splitlines()
    assert "(0 written, 0 removed)" in said


def test_the_problems_of_the_last_build_are_told_again(
    letters: Path, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = []
    for cache in (True, False):
        if not cache:
            file_for(letters).unlink()
        main(["build", str(letters), "-o", str(site), "--json"])
        told.append([json.loads(line) for line in capsys.readouterr().out.splitlines()][:-1])
    assert told[0] == told[1] != []


def test_settings_that_are_a_link_are_those_that_it_leads_to(
    letters: Path, site: Path, tmp_path: Path
) -> None:
    shared = tmp_path / "shared.yml"
    (letters / "archive.yml").rename(shared)
    (letters / "archive.yml").symlink_to(shared)
    assert "True" in build(letters, site)[1].splitlines()
    assert "False" in build(letters, site)[1].splitlines()
    shared.write_text("title: Another\nbase_url: https://example.org/\n")
    assert "True" in build(letters, site)[1].splitlines()
    assert "Another" in (site / "index.html").read_text()


def test_what_a_withheld_document_lacks_is_asked_again(
    letters: Path, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (letters / "c.md").write_text("# C\n\n![A view](view.png)\n")
    (letters / "c.yml").write_text("publish: false\n")
    told = []
    for _ in range(2):
        main(["build", str(letters), "-o", str(site), "--json"])
        told.append("L-004" in capsys.readouterr().out)
        (letters / "view.png").write_bytes(b"\x89PNG")
    assert told == [True, False]


def test_strict_is_asked_of_what_was_told(letters: Path, site: Path) -> None:
    assert [
        main(["build", str(letters), "-o", str(site), *more]) for more in ([], ["--strict"])
    ] == [0, 1]


def same_size(folder: Path, _: Path) -> None:
    """Change a letter, and put the time back."""
    file = folder / "a.txt"
    before = file.stat()
    with file.open("r+") as stream:
        stream.write("# B")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def swapped(folder: Path, _: Path) -> None:
    (folder / "a.txt").rename(folder / "aside")
    (folder / "b.md").rename(folder / "a.txt")
    (folder / "aside").rename(folder / "b.md")


EDITS: dict[str, Edit] = {
    "a document of the same size and time": same_size,
    "two documents swapped": swapped,
    "a new document": lambda folder, _: (folder / "c.txt").write_text("# C\n\nNew.\n") and None,
    "a document removed": lambda folder, _: (folder / "a.txt").unlink(),
    "a sidecar": lambda folder, _: (folder / "b.yml").write_text("tags: [two]\n") and None,
    "a new sidecar": lambda folder, _: (folder / "a.yml").write_text("title: Z\n") and None,
    "the settings": lambda folder, _: (folder / "archive.yml").write_text("title: New\n") and None,
    "the vocabulary": lambda folder, _: (folder / "tags.yml").write_text("- label: two\n") and None,
    "a static file": lambda folder, _: (folder / "static" / "note.svg").unlink(),
    "a template": lambda folder, _: (folder / "templates" / "404.html").write_text("x") and None,
    "the ledger": lambda folder, _: (folder / "permalinks.tsv").unlink(),
    "a page that is gone": lambda _, site: (site / "index.html").unlink(),
    "a page that was edited": lambda _, site: (site / "index.html").write_text("mine") and None,
    "the manifest": lambda _, site: (site / "manifest-sha256.txt").unlink(),
    "the whole site": lambda _, site: shutil.rmtree(site),
    "a build that was cut off": lambda _, site: (site.parent / ".backissues-site").mkdir(),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_whatever_changed_is_seen(letters: Path, site: Path, edit: Edit) -> None:
    edit(letters, site)
    assert "True" in build(letters, site)[1].splitlines()


@pytest.mark.parametrize("option", ["--frozen", "--base-url=https://example.com/"])
def test_another_order_is_another_build(letters: Path, site: Path, option: str) -> None:
    assert "True" in build(letters, site, option)[1].splitlines()
    assert "True" in build(letters, site)[1].splitlines()
    assert "False" in build(letters, site)[1].splitlines()


def test_a_document_that_was_touched_just_now_is_read_again(letters: Path, tmp_path: Path) -> None:
    """A second change within the same tick of the clock would not show."""
    site = tmp_path / "site"
    later = 4_000_000_000_000_000_000
    os.utime(letters / "a.txt", ns=(later, later))
    main(["build", str(letters), "-o", str(site)])
    assert "True" in build(letters, site)[1].splitlines()


def test_a_build_with_nothing_to_do_changes_nothing(letters: Path, site: Path) -> None:
    before = {path: (site / path).stat().st_mtime_ns for path in tree(site)}
    main(["build", str(letters), "-o", str(site)])
    assert {path: (site / path).stat().st_mtime_ns for path in tree(site)} == before


def test_what_is_known_of_a_site_goes_with_it(letters: Path, site: Path, tmp_path: Path) -> None:
    with closing(Cache(file_for(letters))) as cache:
        assert [key for key in cache.keys("notes") if key.endswith(os.fsencode(site))] != []
    shutil.rmtree(site)
    main(["build", str(letters), "-o", str(tmp_path / "other")])
    with closing(Cache(file_for(letters))) as cache:
        assert [key for key in cache.keys("notes") if key.endswith(os.fsencode(site))] == []


def test_an_address_that_is_empty_is_refused_each_time(letters: Path, site: Path) -> None:
    assert [build(letters, site, "--base-url=")[0] for _ in range(2)] == [2, 2]
