"""Changes are noticed, a burst of them once, and looking costs little: with a clock of our own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from backissues.serving import watching
from backissues.serving.watching import Watch
from days import Act, Day


@pytest.fixture
def day() -> Day:
    return Day()


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    folder = tmp_path / "letters"
    (folder / "2019").mkdir(parents=True)
    for name in ("a.md", "b.md", "2019/c.md", "archive.yml"):
        (folder / name).write_text(name, encoding="utf-8")
    return folder


def names(changed: frozenset[str], folder: Path) -> list[str]:
    return sorted(Path(path).relative_to(folder).as_posix() for path in changed)


def save(file: Path, text: str) -> Act:
    return lambda: file.write_text(text, encoding="utf-8")


def test_a_save_is_noticed_at_once(letters: Path, day: Day) -> None:
    watch = Watch([letters], clock=day.clock)
    day.at(60, save(letters / "a.md", "more words"))
    assert names(watch.wait(), letters) == ["a.md"]
    assert day.time == pytest.approx(60, abs=0.3)


def test_files_that_come_and_go_are_noticed(letters: Path, day: Day) -> None:
    watch = Watch([letters], clock=day.clock)
    day.at(1, save(letters / "2019" / "new.md", "new"))
    assert names(watch.wait(), letters) == ["2019/new.md"]
    day.at(1, (letters / "b.md").unlink)
    assert names(watch.wait(), letters) == ["b.md"]
    day.at(1, lambda: (letters / "a.md").rename(letters / "z.md"))
    assert names(watch.wait(), letters) == ["a.md", "z.md"]


def test_a_file_saved_by_renaming_is_noticed_though_size_and_time_are_the_old_ones(
    letters: Path, day: Day
) -> None:
    def save_aside() -> None:
        fresh = letters / ".a.md.swp"
        fresh.write_text("A.MD", encoding="utf-8")
        times = (letters / "a.md").stat()
        os.utime(fresh, ns=(times.st_atime_ns, times.st_mtime_ns))
        fresh.replace(letters / "a.md")

    watch = Watch([letters], clock=day.clock)
    day.at(1, save_aside)
    assert names(watch.wait(), letters) == ["a.md"]


def test_a_burst_is_one_change(letters: Path, day: Day) -> None:
    watch = Watch([letters], clock=day.clock)
    for number in range(40):  # a checkout, file by file
        day.at(1 + number * 0.03, save(letters / f"{number}.md", "x" * number))
    assert len(watch.wait()) == 40


def test_a_burst_that_never_ends_is_cut(letters: Path, day: Day) -> None:
    def grow() -> None:
        with (letters / "log.txt").open("a", encoding="utf-8") as log:
            log.write("line\n")
        day.at(0.01, grow)

    watch = Watch([letters], clock=day.clock)
    day.at(1, grow)
    assert names(watch.wait(), letters) == ["log.txt"]
    assert day.time < 10


def test_a_change_while_a_build_is_at_work_is_noticed_after_it(letters: Path, day: Day) -> None:
    watch = Watch([letters], clock=day.clock)
    day.at(1, save(letters / "a.md", "first"))
    watch.wait()
    save(letters / "a.md", "while the build was at work")()
    before = day.time
    assert names(watch.wait(), letters) == ["a.md"]
    assert day.time - before < 0.2


def test_what_an_editor_keeps_beside_a_file_is_no_change(letters: Path, day: Day) -> None:
    watch = Watch([letters], clock=day.clock)
    (letters / ".git").mkdir()
    for name in (".git/index", ".a.md.swp", "a.md~", "#a.md#"):
        day.at(1, save(letters / name, name))
    day.at(30, save(letters / "_draft.md", "words"))
    assert names(watch.wait(), letters) == ["_draft.md"]
    assert day.time > 30


def test_a_file_that_was_there_for_a_moment_is_no_change(letters: Path, day: Day) -> None:
    watch = Watch([letters], clock=day.clock)
    day.at(1, save(letters / "4913", ""))  # what vim tries a folder with
    day.at(1.04, (letters / "4913").unlink)
    day.at(30, save(letters / "a.md", "words"))
    assert names(watch.wait(), letters) == ["a.md"]


def test_a_change_of_our_own_is_accepted(letters: Path, day: Day) -> None:
    watch = Watch([letters], clock=day.clock)
    ledger = letters / "permalinks.tsv"
    ledger.write_text("a line", encoding="utf-8")
    watch.accept(ledger)
    day.at(30, save(letters / "a.md", "words"))
    assert names(watch.wait(), letters) == ["a.md"]
    ledger.unlink()
    watch.accept(ledger)
    day.at(30, save(letters / "b.md", "words"))
    assert names(watch.wait(), letters) == ["b.md"]


def test_a_folder_that_goes_and_comes_back_is_a_change_each_time(letters: Path, day: Day) -> None:
    watch = Watch([letters], clock=day.clock)
    aside = letters.with_name("aside")
    day.at(1, lambda: letters.rename(aside))
    assert len(watch.wait()) == 4
    day.at(1, lambda: aside.rename(letters))
    assert len(watch.wait()) == 4


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own")
def test_links_are_looked_through_to_files_and_not_into_folders(
    letters: Path, day: Day, tmp_path: Path
) -> None:
    settings = tmp_path / "shared.yml"
    settings.write_text("title: One", encoding="utf-8")
    (letters / "tags.yml").symlink_to(settings)
    (letters / "round").symlink_to(letters)
    (letters / "nowhere").symlink_to(tmp_path / "nothing")
    watch = Watch([letters], clock=day.clock)
    day.at(1, save(settings, "title: Another"))
    assert "tags.yml" in names(watch.wait(), letters)


@pytest.fixture
def dear(monkeypatch: pytest.MonkeyPatch, day: Day) -> list[float]:
    """Looks at all files take a second each; the list holds when they were."""
    looks: list[float] = []
    plain = watching.look

    def look(roots: tuple[str, ...]) -> watching.Sight:
        looks.append(day.time)
        day.sleep(1.0)
        return plain(roots)

    monkeypatch.setattr(watching, "look", look)
    return looks


def test_looks_take_a_small_share_of_the_time(
    letters: Path, day: Day, dear: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "_QUICK", 0)
    watch = Watch([letters], clock=day.clock)
    day.at(3600, save(letters / "a.md", "words"))
    watch.wait()
    assert len([moment for moment in dear if moment < 120]) <= 120 / 12 + 1
    assert len([moment for moment in dear if moment >= 180]) <= 3420 / 50 + 2


def test_what_changed_last_is_noticed_before_the_next_look(
    letters: Path, day: Day, dear: list[float]
) -> None:
    watch = Watch([letters], clock=day.clock)
    day.at(600, save(letters / "a.md", "words"))
    watch.wait()
    # Looks at all files are 50 s apart by then. One may be under way; then come a quick look, the
    # whole one that it asks for, and a quick one that finds the burst over.
    assert day.time < 600 + 1 + 0.2 + 1 + 0.1
