"""The ledger from the command line: lost, damaged, merged, frozen, read-only; renames and moves."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from backissues import site
from backissues.cli import main
from backissues.collection import survey
from checkout import tree

TEXTS = {
    "harbour": "The harbour\n\nThe master counted the boats twice that evening, and one was gone.",
    "orchard": "The orchard\n\nPears keep longer than people believe, laid in rows on slats.",
    "quarry": "The quarry\n\nIt closed in March, and nobody made a speech beside the blocks.",
    "garden": "The quarry\n\nNow a garden, with a pond where the deepest cut had been.",
    "ferry": "The ferry\n\nHer captain wrote down every dog that crossed, and none of the people.",
    "wharf": "The wharf\n\nNobody ties a boat there since the ladder went.",
}
LEDGER = "permalinks.tsv"


class Keeper:
    """Somebody at a terminal, with a collection of letters and a site."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.letters = home / "letters"
        self.site = home / "site"
        self.ledger = self.letters / LEDGER
        self.said = ""
        self._capsys = capsys
        self.letters.mkdir()

    def write(self, *names: str) -> None:
        for name in names:
            (self.letters / f"{name}.txt").write_text(TEXTS[name] + "\n", encoding="utf-8")

    def build(self, *options: str, day: int = 0) -> int:
        """Build, some days after the first day, and keep what was said."""
        os.environ["SOURCE_DATE_EPOCH"] = str(1_700_000_000 + 86_400 * day)
        status = main(["build", str(self.letters), "-o", str(self.site), *options])
        heard = self._capsys.readouterr()
        self.said = heard.out + heard.err
        return status

    def head(self) -> str:
        return self.ledger.read_text("utf-8").splitlines()[0]

    def rows(self) -> list[str]:
        return self.ledger.read_text("utf-8").splitlines()[1:]

    def page(self, name: str) -> str:
        return (self.site / "articles" / f"{name}.html").read_text("utf-8")


@pytest.fixture
def keeper(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Keeper:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    keeper = Keeper(tmp_path, capsys)
    keeper.write("harbour", "orchard")
    assert keeper.build() == 0
    return keeper


def refused(keeper: Keeper, *words: str, options: tuple[str, ...] = (), day: int = 0) -> None:
    """Build, and see that nothing was written and that the report has these words and a hint."""
    before = tree(keeper.letters), tree(keeper.site)
    assert keeper.build(*options, day=day) == 1
    assert (tree(keeper.letters), tree(keeper.site)) == before
    for word in (*words, "hint:", LEDGER):
        assert word in keeper.said
    assert "Traceback" not in keeper.said


# --- lost ----------------------------------------------------------------------------------------


def test_a_lost_ledger_stops_the_build_and_the_site_has_a_copy(keeper: Keeper) -> None:
    kept = keeper.ledger.read_bytes()
    keeper.ledger.unlink()
    (keeper.letters / "harbour.txt").write_text("A better title\n\nThe rest.\n", encoding="utf-8")
    copy = keeper.site / "data" / LEDGER
    refused(keeper, "P-037 error", "there is none", str(copy))
    assert copy.read_bytes() == kept
    shutil.copy(copy, keeper.ledger)
    assert keeper.build() == 0
    assert "A better title" in keeper.page("the-harbour")


def test_a_lost_ledger_of_which_only_the_days_are_lost(keeper: Keeper) -> None:
    keeper.ledger.unlink()
    refused(keeper, "P-037 error", day=1)
    assert keeper.build() == 0  # on the very day the new one is the old one


def test_a_ledger_that_lost_a_line(keeper: Keeper) -> None:
    whole = keeper.ledger.read_text("utf-8")
    keeper.ledger.write_text(whole.replace(keeper.rows()[0] + "\n", ""), encoding="utf-8")
    (keeper.letters / "harbour.txt").rename(keeper.letters / "port.txt")
    refused(keeper, "P-037 error", "it lacks 1 addresses", "articles/the-harbour.html")


def test_a_ledger_that_lost_its_last_lines_and_no_address(keeper: Keeper) -> None:
    keeper.write("quarry")
    keeper.build(day=1)
    keeper.ledger.write_text(f"{keeper.head()}\n{keeper.rows()[0]}\n", encoding="utf-8")
    refused(keeper, "P-037 error", "it lacks lines of the site", "quarry.txt", day=2)
    shutil.copy(keeper.site / "data" / LEDGER, keeper.ledger)
    assert keeper.build(day=2) == 0


def test_a_build_that_another_one_overtakes_writes_nothing(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = site.open_collection(keeper.letters)
    keeper.write("quarry")
    elsewhere = keeper.site.with_name("elsewhere")
    assert main(["build", str(keeper.letters), "-o", str(elsewhere), "--quiet"]) == 0
    keeper.write("ferry")
    overtaken = replace(late, survey=survey(keeper.letters))
    monkeypatch.setattr(site, "open_collection", lambda _: overtaken)
    refused(keeper, "P-039 error", "build again")
    monkeypatch.undo()
    assert keeper.build(day=2) == 0
    assert [row.split("\t")[3] for row in keeper.rows()][2:] == ["quarry.txt", "ferry.txt"]


def test_addresses_can_be_given_up(keeper: Keeper) -> None:
    keeper.write("quarry")
    keeper.build()
    whole = keeper.ledger.read_text("utf-8")
    keeper.ledger.write_text(whole.replace(keeper.rows()[-1] + "\n", ""), encoding="utf-8")
    (keeper.letters / "quarry.txt").unlink()
    refused(keeper, "articles/the-quarry.html", "delete their pages")
    (keeper.site / "articles" / "the-quarry.html").unlink()
    assert keeper.build() == 0


def test_without_the_copy_the_pages_tell(keeper: Keeper) -> None:
    (keeper.letters / "archive.yml").write_text("outputs: [pages]\n", encoding="utf-8")
    keeper.write("quarry")
    assert keeper.build() == 0
    keeper.ledger.unlink()
    (keeper.letters / "harbour.yml").write_text("title: A port\n", encoding="utf-8")
    refused(keeper, "P-037 error")
    assert "or copy it" not in keeper.said
    (keeper.letters / "harbour.yml").unlink()
    assert keeper.build() == 0


def test_another_collection_may_take_the_folder(keeper: Keeper, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "harbour.txt").write_text("The harbour\n\nAnother one altogether.\n", encoding="utf-8")
    assert main(["build", str(other), "-o", str(keeper.site), "--quiet"]) == 0
    assert not (keeper.site / "articles" / "the-orchard.html").exists()


def test_a_collection_that_nobody_can_write_to_is_built_all_the_same(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper.ledger.unlink()
    (keeper.letters / "harbour.yml").write_text("title: A port\n", encoding="utf-8")
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert keeper.build(day=1) == 0
    assert "P-037 warning" in keeper.said
    assert "A port" in keeper.page("a-port")


# --- damaged -------------------------------------------------------------------------------------


def change(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


def last_twice(text: str) -> str:
    return text + text.splitlines()[-1] + "\n"


DAMAGE: dict[str, tuple[Callable[[str], str], int, tuple[str, ...]]] = {
    "a row twice": (last_twice, 4, ("it says the same as line 3", "delete this line")),
    "added on two branches": (
        lambda text: text + text.splitlines()[-1].replace("2023-11-14", "2023-12-01") + "\n",
        4,
        ("line 3 has the same id", "two branches added it"),
    ),
    "one id, two documents": (
        lambda text: text + text.splitlines()[-1].replace("orchard", "garden") + "\n",
        4,
        ("line 3 has the same id", "restore"),
    ),
    "one address, two documents": (
        lambda text: (
            text
            + text.splitlines()[-1]
            .replace("orchard.txt", "x.txt")
            .replace(text.splitlines()[-1][:16], "0" * 16)
            + "\n"
        ),
        4,
        ("line 3 has the same articles/the-orchard.html", "articles/the-orchard-2.html"),
    ),
    "one path, two ids": (
        lambda text: (
            text
            + text.splitlines()[-1]
            .replace("the-orchard", "pears")
            .replace(text.splitlines()[-1][:16], "0" * 16)
            + "\n"
        ),
        4,
        ("line 3 has the same path orchard.txt", "two branches added it"),
    ),
    "cut off in the middle": (lambda text: text[:-100], 3, ("columns", "restore")),
    "cut off in the sketch": (lambda text: text[:-20], 3, ("is no sketch", "restore")),
    "an empty line": (lambda text: text + "\n", 4, ("the line is empty", "delete this line")),
    "names of the columns twice": (
        lambda text: text + text.splitlines()[0] + "\n",
        4,
        ("the names of the columns stand here again", "delete this line"),
    ),
    "no names of columns": (
        lambda text: text.partition("\n")[2],
        1,
        ("the first line must name the columns", "restore"),
    ),
    "a day of a spreadsheet": (change("2023-11-14", "14/11/2023"), 2, ("“14/11/2023” is no day",)),
    "spaces for tabs": (lambda text: text.replace("\t", "    "), 1, ("must name the columns",)),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_ledger_is_told_line_by_line(keeper: Keeper, name: str) -> None:
    damage, line, words = DAMAGE[name]
    keeper.ledger.write_text(damage(keeper.ledger.read_text("utf-8")), encoding="utf-8")
    refused(keeper, f"{LEDGER}:{line}: P-006 error", *words)
    assert main(["check", str(keeper.letters), "--quiet"]) == 1


def test_every_damaged_line_is_told(keeper: Keeper) -> None:
    text = keeper.ledger.read_text("utf-8")
    keeper.ledger.write_text(text.replace("2023-11-14", "yesterday"), encoding="utf-8")
    refused(keeper, f"{LEDGER}:2: P-006", f"{LEDGER}:3: P-006")


def test_bytes_that_are_no_text(keeper: Keeper) -> None:
    data = keeper.ledger.read_bytes()
    keeper.ledger.write_bytes(data.replace(b"orchard", b"orch\xff", 1))
    refused(keeper, f"{LEDGER}:3: P-006 error", "no text in UTF-8")


# --- merged --------------------------------------------------------------------------------------


def git(folder: Path, *arguments: str) -> None:
    command = ["git", "-c", "user.name=x", "-c", "user.email=x@x", *arguments]
    subprocess.run(command, cwd=folder, check=False, capture_output=True)


def merged(keeper: Keeper, *, ours: str, theirs: str, union: bool) -> None:
    """Let two branches add a document each and build, and merge one into the other."""
    folder = keeper.letters
    if union:
        (folder / ".gitattributes").write_text(f"{LEDGER} merge=union\n", encoding="utf-8")
    git(folder, "init", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-m", "first")
    git(folder, "switch", "-c", "side")
    keeper.write(theirs)
    away = keeper.site.with_name("away")
    main(["build", str(folder), "-o", str(away), "--quiet"])
    git(folder, "add", "-A")
    git(folder, "commit", "-m", "theirs")
    git(folder, "switch", "main")
    keeper.write(ours)
    assert keeper.build(day=1) == 0
    git(folder, "add", "-A")
    git(folder, "commit", "-m", "ours")
    git(folder, "merge", "side", "-m", "both")


needs_git = pytest.mark.skipif(not shutil.which("git"), reason="git is not there")


@needs_git
def test_marks_of_a_merge_are_told_with_their_line(keeper: Keeper) -> None:
    merged(keeper, ours="quarry", theirs="ferry", union=False)
    refused(keeper, f"{LEDGER}:4: P-006 error", "a merge left its marks", "keep the lines of both")
    # As the hint says: both sides, the published branch first.
    lines = keeper.ledger.read_text("utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(("<<<<", "====", ">>>>"))]
    keeper.ledger.write_text("\n".join(kept) + "\n", encoding="utf-8")
    assert keeper.build(day=2) == 0
    assert "P-038" not in keeper.said
    assert "The ferry" in keeper.page("the-ferry")


@needs_git
def test_a_union_merge_of_two_new_documents_is_sound(keeper: Keeper) -> None:
    merged(keeper, ours="quarry", theirs="ferry", union=True)
    assert [row.split("\t")[3] for row in keeper.rows()][2:] == ["quarry.txt", "ferry.txt"]
    assert keeper.build(day=2) == 0
    assert "P-038" not in keeper.said


@needs_git
def test_a_union_merge_of_one_document_that_both_added_is_told(keeper: Keeper) -> None:
    merged(keeper, ours="quarry", theirs="quarry", union=True)
    refused(keeper, f"{LEDGER}:5: P-006 error", "line 4 has the same id", "two branches added it")


@needs_git
def test_two_branches_that_gave_one_address_to_two_documents(keeper: Keeper) -> None:
    merged(keeper, ours="quarry", theirs="garden", union=True)
    refused(keeper, "line 4 has the same articles/the-quarry.html", "articles/the-quarry-2.html")


def test_lines_that_were_sorted_are_told(keeper: Keeper) -> None:
    for name in ("quarry", "ferry"):
        keeper.write(name)
        keeper.build()
    head, *rows = keeper.ledger.read_text("utf-8").splitlines()
    mixed = [rows[0], rows[1], rows[3], rows[2]]
    keeper.ledger.write_text("\n".join([head, *mixed]) + "\n", encoding="utf-8")
    assert keeper.build() == 0
    assert "P-038 warning" in keeper.said
    assert "the line of ferry.txt stands elsewhere" in keeper.said


# --- frozen --------------------------------------------------------------------------------------


def test_frozen_forbids_every_change_and_names_it(keeper: Keeper) -> None:
    keeper.write("quarry", "ferry")
    keeper.build()
    keeper.write("quarry")
    (keeper.letters / "ferry.yml").write_text("address: boat\n", encoding="utf-8")
    (keeper.letters / "harbour.txt").rename(keeper.letters / "port.txt")
    with (keeper.letters / "orchard.txt").open("a", encoding="utf-8") as file:
        file.write("They must not touch.\n")
    keeper.write("wharf")
    refused(
        keeper, "P-008 error", "documents concerned: 4", "moved: ferry.txt", "renamed: port.txt",
        "changed: orchard.txt", "new: wharf.txt", options=("--frozen",),
    )  # fmt: skip
    assert keeper.build() == 0
    before = tree(keeper.letters)
    assert keeper.build("--frozen") == 0
    assert tree(keeper.letters) == before


def test_frozen_takes_a_ledger_without_sketches_as_it_is(keeper: Keeper) -> None:
    old = [line.rpartition("\t")[0] for line in keeper.ledger.read_text("utf-8").splitlines()]
    keeper.ledger.write_text("\n".join(old) + "\n", encoding="utf-8")
    before = keeper.ledger.read_bytes()
    assert keeper.build("--frozen") == 0
    assert keeper.ledger.read_bytes() == before
    assert keeper.build() == 0
    assert keeper.rows()[0].rpartition("\t")[0] == old[1]


# --- what readers see ----------------------------------------------------------------------------


def test_an_address_that_an_editor_changes_leads_on(keeper: Keeper) -> None:
    (keeper.letters / "harbour.yml").write_text("address: boats\n", encoding="utf-8")
    assert keeper.build("--base-url", "https://a.example/x/") == 0
    assert 'content="0; url=boats.html"' in keeper.page("the-harbour")
    redirects = (keeper.site / "_redirects").read_text("utf-8")
    assert "/x/articles/the-harbour.html /x/articles/boats.html 301" in redirects
    assert "the-harbour" not in (keeper.site / "sitemap.xml").read_text("utf-8")
    # And back, and on: both old ones lead to the one of today.
    for address in ("the-harbour", "ships"):
        (keeper.letters / "harbour.yml").write_text(f"address: {address}\n", encoding="utf-8")
        assert keeper.build() == 0
    for former in ("the-harbour", "boats"):
        assert 'content="0; url=ships.html"' in keeper.page(former)


def test_an_address_that_leads_to_another_article_is_refused(keeper: Keeper) -> None:
    (keeper.letters / "harbour.yml").write_text("address: boats\n", encoding="utf-8")
    keeper.build()
    (keeper.letters / "orchard.yml").write_text("address: the-harbour\n", encoding="utf-8")
    assert keeper.build() == 1
    assert "P-035 error" in keeper.said
    assert "harbour.txt" in keeper.said
    assert "The orchard" in keeper.page("the-orchard")


def test_withdrawn_gone_and_broken_documents_have_a_page(keeper: Keeper) -> None:
    keeper.write("quarry", "ferry")
    keeper.build()
    (keeper.letters / "harbour.yml").write_text("withdrawn: The author asked.\n", encoding="utf-8")
    (keeper.letters / "orchard.txt").unlink()
    (keeper.letters / "orchard.yml").write_text("withdrawn: A court asked.\n", encoding="utf-8")
    (keeper.letters / "quarry.txt").unlink()
    (keeper.letters / "ferry.txt").write_bytes(bytes(range(256)))
    assert keeper.build() == 1
    assert keeper.said.count("P-013") == 1
    assert "quarry.yml" in keeper.said
    assert "The author asked." in keeper.page("the-harbour")
    assert "A court asked." in keeper.page("the-orchard")
    assert "does not hold it any more" in keeper.page("the-quarry")
    assert "not here at present" in keeper.page("the-ferry")
    for name in ("the-harbour", "the-orchard", "the-quarry", "the-ferry"):
        assert "counted the boats" not in keeper.page(name)
        assert 'content="noindex"' in keeper.page(name)
    # Back again, at the same address.
    keeper.write("ferry", "quarry")
    (keeper.letters / "harbour.yml").unlink()
    assert keeper.build() == 0
    assert "every dog" in keeper.page("the-ferry")
    assert "counted the boats" in keeper.page("the-harbour")


def test_a_site_of_other_documents_is_not_replaced_without_a_word(keeper: Keeper) -> None:
    keeper.write("harbour", "orchard")
    assert keeper.build() == 0
    for file in keeper.letters.iterdir():
        file.unlink()
    keeper.write("ferry")
    assert keeper.build() == 0
    assert "P-042 warning" in keeper.said
    assert "(2): articles/the-harbour.html, articles/the-orchard.html" in keeper.said
    assert keeper.build() == 0
    assert "P-042" not in keeper.said
