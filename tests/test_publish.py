"""Publishing: all of a site or nothing of it, and never a file that is not ours."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alone import alone
from backissues.model import Output
from backissues.publish import Manner, Published, publish
from backissues.publish.commit import Step
from backissues.publish.places import are_public, is_public
from checkout import tree

MANIFEST = "manifest-sha256.txt"


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("text", encoding="utf-8")
    return tmp_path / "seeds"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


def outputs(**files: str) -> list[Output]:
    return many({name.replace("__", "/") + ".html": text for name, text in files.items()})


def many(files: dict[str, str]) -> list[Output]:
    return [Output(path, text, text.encode) for path, text in files.items()]


def codes(found: Published) -> list[str]:
    return [one.code for one in found.diagnostics]


def texts(site: Path) -> dict[str, str]:
    return {path: data.decode() for path, data in tree(site).items() if path != MANIFEST}


def no_rests(site: Path) -> bool:
    return not list(site.parent.glob(".backissues-*")) and not list(site.rglob(".backissues-*"))


# --- what changes, and what does not -------------------------------------------------------------


def test_a_site_is_made(site: Path, sources: Path) -> None:
    found = publish(outputs(index="home", tags__ia="ia"), site, sources)
    assert (found.files, found.made, found.written, found.diagnostics) == (2, 2, 2, ())
    assert texts(site) == {"index.html": "home", "tags/ia.html": "ia"}
    assert no_rests(site)


def test_the_manifest_lists_every_file_but_itself(site: Path, sources: Path) -> None:
    publish(many({"b c/é.txt": "x", "a.html": "y"}), site, sources)
    lines = (site / MANIFEST).read_text("utf-8").splitlines()
    assert lines == [
        f"{hashlib.sha256(b'y').hexdigest()}  a.html",
        f"{hashlib.sha256(b'x').hexdigest()}  b c/é.txt",
    ]
    if shutil.which("sha256sum"):
        check = ["sha256sum", "--check", "--strict", "--quiet", MANIFEST]
        assert subprocess.run(check, cwd=site, check=False).returncode == 0


def test_only_bytes_that_differ_are_written(site: Path, sources: Path) -> None:
    publish(outputs(index="home", about="old"), site, sources)
    before = {name: (site / name).stat() for name in ("index.html", "about.html")}
    found = publish(outputs(index="home", about="new"), site, sources)
    assert (found.made, found.written, found.removed) == (2, 1, 0)
    after = (site / "index.html").stat()
    assert (after.st_ino, after.st_mtime_ns) == (
        before["index.html"].st_ino,
        before["index.html"].st_mtime_ns,
    )
    assert (site / "about.html").read_text() == "new"


def test_what_is_known_to_stand_is_not_made(site: Path, sources: Path) -> None:
    first = publish(outputs(index="home", about="old", tags__ia="ia"), site, sources)
    known = Manner(record=first.record)
    assert (
        publish(outputs(index="home", about="old", tags__ia="ia"), site, sources, manner=known).made
        == 0
    )
    found = publish(outputs(index="home", about="new", tags__ia="ia"), site, sources, manner=known)
    assert (found.files, found.made, found.written) == (3, 1, 1)
    assert found.record.keys() == first.record.keys()
    assert found.record["index.html"] == first.record["index.html"]


def test_what_is_not_as_it_was_left_is_made_again(site: Path, sources: Path) -> None:
    first = publish(outputs(index="home", about="about"), site, sources)
    (site / "index.html").unlink()
    touched = (site / "about.html").stat().st_mtime_ns + 5_000_000_000
    os.utime(site / "about.html", ns=(touched, touched))
    found = publish(
        outputs(index="home", about="about"), site, sources, manner=Manner(record=first.record)
    )
    # The one that is gone is made; the other was touched, and still holds what was made.
    assert (found.made, found.written) == (1, 1)
    assert texts(site) == {"index.html": "home", "about.html": "about"}


def test_an_edit_that_keeps_size_and_time_is_not_written_over(site: Path, sources: Path) -> None:
    first = publish(outputs(index="home"), site, sources)
    file = site / "index.html"
    written = file.stat().st_mtime_ns
    time.sleep(0.02)  # clocks of file systems tick every 4 or 10 ms
    file.write_text("edit")
    os.utime(file, ns=(written, written))
    found = publish(outputs(index="news"), site, sources, manner=Manner(record=first.record))
    assert codes(found) == ["P-011"]
    assert texts(site) == {"index.html": "edit"}


def test_an_edited_file_is_told_though_its_page_did_not_change(site: Path, sources: Path) -> None:
    first = publish(outputs(index="home"), site, sources)
    (site / "index.html").write_text("edit")
    found = publish(outputs(index="home"), site, sources, manner=Manner(record=first.record))
    assert codes(found) == ["P-011"]
    assert texts(site) == {"index.html": "edit"}


@alone
def test_many_processes_make_what_one_makes(tmp_path: Path) -> None:
    files = {f"tags/{number}.html": f"page {number}" for number in range(200)}
    (tmp_path / "seeds").mkdir()
    for jobs in (1, 3):
        found = publish(
            many(files), tmp_path / f"site-{jobs}", tmp_path / "seeds", manner=Manner(jobs=jobs)
        )
        assert (found.files, found.written) == (200, 200)
        assert texts(tmp_path / f"site-{jobs}") == files


@alone
def test_a_worker_that_dies_is_told_and_its_pages_are_made_again(
    site: Path, sources: Path, tmp_path: Path
) -> None:
    def die_once() -> bytes:
        try:
            (tmp_path / "died").mkdir()
        except FileExistsError:
            return b"made"
        os.kill(os.getpid(), signal.SIGKILL)
        return b""

    planned = [*many({f"{n}.html": "x" for n in range(40)}), Output("dear.html", "", die_once)]
    found = publish(planned, site, sources, manner=Manner(jobs=2))
    assert codes(found) == ["X-004"]
    assert texts(site)["dear.html"] == "made"
    assert len(texts(site)) == 41


@alone
def test_a_page_that_kills_its_process_leaves_the_old_site(site: Path, sources: Path) -> None:
    publish(outputs(index="home"), site, sources)

    def die() -> bytes:
        os.kill(os.getpid(), signal.SIGKILL)
        return b""

    planned = [*outputs(index="new", about="new"), Output("dear.html", "", die)]
    found = publish(planned, site, sources, manner=Manner(jobs=2))
    assert codes(found) == ["P-009"]
    assert texts(site) == {"index.html": "home"}
    assert no_rests(site)


def test_what_is_put_together_of_others_is_made_of_those_that_stand(
    site: Path, sources: Path
) -> None:
    def never() -> bytes:
        raise AssertionError

    def planned(middle: str) -> list[Output]:
        parts = ("a.json", "b.json", "c.json")
        whole = Output("all.jsonl", f"all {middle}", never, parts=parts)
        return [whole, *many({"a.json": "a\n", "b.json": f"{middle}\n", "c.json": "c\n"})]

    first = publish(planned("b"), site, sources)
    assert texts(site)["all.jsonl"] == "a\nb\nc\n"
    found = publish(planned("B"), site, sources, manner=Manner(record=first.record))
    assert (found.made, found.written) == (2, 2)
    assert texts(site)["all.jsonl"] == "a\nB\nc\n"
    # Without a record, all is made again, and nothing is written.
    assert publish(planned("B"), site, sources).written == 0
    (site / "all.jsonl").write_text("edited")
    assert codes(publish(planned("B"), site, sources)) == ["P-011"]


def test_nothing_changes_nothing_is_written(site: Path, sources: Path) -> None:
    publish(outputs(index="home"), site, sources)
    before = (site / MANIFEST).stat()
    found = publish(outputs(index="home"), site, sources)
    assert (found.files, found.written, found.removed, found.diagnostics) == (1, 0, 0, ())
    after = (site / MANIFEST).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_what_is_no_output_any_more_goes_with_its_folder(site: Path, sources: Path) -> None:
    publish(outputs(index="home", tags__old__one="1", tags__ia="ia"), site, sources)
    found = publish(outputs(index="home", tags__ia="ia"), site, sources)
    assert (found.written, found.removed) == (0, 1)
    assert texts(site) == {"index.html": "home", "tags/ia.html": "ia"}
    assert not (site / "tags" / "old").exists()


def test_new_files_come_first_so_that_no_page_leads_nowhere(
    site: Path, sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(outputs(index="old", articles__a="old", tags__a="old", tags__gone="old"), site, sources)
    moved: list[str] = []

    def note(steps: list[Step], *_: object) -> None:
        moved.extend(step.path.removesuffix(".html") for step in steps)

    monkeypatch.setattr("backissues.publish.commit", note)
    new = outputs(index="new", articles__a="new", articles__b="new", tags__a="new", tags__b="new")
    publish(new, site, sources)
    assert moved == [
        *("articles/b", "tags/b", "articles/a", "tags/a", "index"),
        *("tags/gone", MANIFEST),
    ]


def test_a_folder_may_become_a_file_and_a_file_a_folder(site: Path, sources: Path) -> None:
    publish(many({"sources/a.txt/b.txt": "below", "sources/c.txt": "file"}), site, sources)
    publish(many({"sources/a.txt": "file", "sources/c.txt/d.txt": "below"}), site, sources)
    assert texts(site) == {"sources/a.txt": "file", "sources/c.txt/d.txt": "below"}


# --- refusals ------------------------------------------------------------------------------------


def test_a_site_and_a_collection_never_lie_in_each_other(tmp_path: Path, sources: Path) -> None:
    before = tree(tmp_path)
    (tmp_path / "link").symlink_to(sources)
    for target in (sources, sources / "site", tmp_path, tmp_path / "link" / "site"):
        assert codes(publish(outputs(index="home"), target, sources)) == ["P-002"]
    (tmp_path / "link").unlink()
    assert tree(tmp_path) == before


def test_a_folder_with_files_of_others_is_refused(site: Path, sources: Path) -> None:
    site.mkdir()
    (site / "thesis.doc").write_text("years of work", encoding="utf-8")
    found = publish(outputs(index="home"), site, sources)
    assert codes(found) == ["P-003"]
    assert "thesis.doc" in found.diagnostics[0].message
    assert texts(site) == {"thesis.doc": "years of work"}


def test_an_empty_folder_is_taken(site: Path, sources: Path) -> None:
    site.mkdir()
    assert publish(outputs(index="home"), site, sources).written == 1


def test_a_bag_of_somebody_is_not_our_site(site: Path, sources: Path) -> None:
    (site / "data").mkdir(parents=True)
    (site / "data" / "a").write_text("x", encoding="utf-8")
    (site / "bagit.txt").write_text("BagIt-Version: 1.0\n", encoding="utf-8")
    line = f"{hashlib.sha256(b'x').hexdigest()}  data/a\n"
    (site / MANIFEST).write_text(line, encoding="utf-8")
    assert codes(publish(outputs(index="home"), site, sources)) == ["P-003"]
    assert (site / "data" / "a").exists()


def test_a_manifest_that_leads_out_of_the_site_is_not_ours(site: Path, sources: Path) -> None:
    site.mkdir()
    line = f"{hashlib.sha256(b'text').hexdigest()}  ../seeds/a.txt\n"
    (site / MANIFEST).write_text(line, encoding="utf-8")
    assert codes(publish(outputs(index="home"), site, sources)) == ["P-003"]
    assert (sources / "a.txt").exists()


def test_files_of_others_in_our_site_stay(site: Path, sources: Path) -> None:
    publish(outputs(index="home", tags__ia="ia"), site, sources)
    (site / "CNAME").write_text("example.org", encoding="utf-8")
    (site / "tags" / "mine.html").write_text("mine", encoding="utf-8")
    assert publish(outputs(index="new"), site, sources).removed == 1
    assert texts(site) == {"index.html": "new", "CNAME": "example.org", "tags/mine.html": "mine"}


@pytest.mark.parametrize("place", ["about.html", "about.html/theirs", "tags", "tags/ia.html"])
def test_where_a_file_of_others_stands_nothing_is_written(
    site: Path, sources: Path, place: str
) -> None:
    publish(outputs(index="home"), site, sources)
    (site / place).parent.mkdir(parents=True, exist_ok=True)
    (site / place).write_text("theirs", encoding="utf-8")
    found = publish(outputs(index="new", about="ours", tags__ia="ia"), site, sources)
    assert codes(found) == ["P-003"]
    assert place in found.diagnostics[0].message
    assert texts(site) == {"index.html": "home", place: "theirs"}


def test_no_link_in_the_site_is_written_through(tmp_path: Path, site: Path, sources: Path) -> None:
    publish(outputs(index="home"), site, sources)
    (tmp_path / "elsewhere").mkdir()
    (site / "tags").symlink_to(tmp_path / "elsewhere")
    assert codes(publish(outputs(index="new", tags__ia="ia"), site, sources)) == ["P-003"]
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert (site / "index.html").read_text() == "home"


def test_a_page_that_another_hand_changed_is_not_replaced(site: Path, sources: Path) -> None:
    publish(outputs(index="home"), site, sources)
    (site / "index.html").write_text("edited", encoding="utf-8")
    found = publish(outputs(index="new"), site, sources)
    assert codes(found) == ["P-011"]
    assert found.diagnostics[0].path == str(site / "index.html")
    assert (site / "index.html").read_text() == "edited"


def test_a_page_that_another_hand_changed_is_not_removed(site: Path, sources: Path) -> None:
    publish(outputs(index="home", about="about"), site, sources)
    (site / "about.html").write_text("edited", encoding="utf-8")
    found = publish(outputs(index="home"), site, sources)
    assert codes(found) == ["P-012"]
    assert found.removed == 0
    assert (site / "about.html").read_text() == "edited"
    assert "about" not in (site / MANIFEST).read_text()


def test_a_page_that_somebody_deleted_is_made_again(site: Path, sources: Path) -> None:
    publish(outputs(index="home", about="about"), site, sources)
    (site / "index.html").unlink()
    (site / "about.html").unlink()
    found = publish(outputs(index="home"), site, sources)
    assert (codes(found), found.written, found.removed) == ([], 1, 0)


def test_a_file_where_the_site_should_be(site: Path, sources: Path) -> None:
    site.write_text("file", encoding="utf-8")
    assert codes(publish(outputs(index="home"), site, sources)) == ["P-004"]
    assert site.read_text() == "file"


# --- failures ------------------------------------------------------------------------------------


def test_a_maker_that_fails_publishes_nothing(site: Path, sources: Path) -> None:
    publish(outputs(index="home"), site, sources)
    before = tree(site)

    def fail() -> bytes:
        raise KeyError("title")

    found = publish([*outputs(index="new"), Output("about.html", "", fail)], site, sources)
    assert codes(found) == ["P-009"]
    assert found.diagnostics[0].path == str(site / "about.html")
    assert isinstance(found.failure, KeyError)
    assert tree(site) == before
    assert no_rests(site)


def test_outputs_that_cannot_be_listed_publish_nothing(site: Path, sources: Path) -> None:
    def listing() -> Iterator[Output]:
        yield from outputs(index="home")
        raise RuntimeError("a template is broken")

    assert codes(publish(listing(), site, sources)) == ["P-009"]
    assert not site.exists()


def test_all_collisions_are_reported_together(site: Path, sources: Path) -> None:
    clashing = many({"a.html": "1", "A.html": "2", "b/c.html": "3", "b": "4"})
    found = publish([*clashing, *many({"a.html": "5"})], site, sources)
    assert codes(found) == ["P-001", "P-001", "P-001"]
    assert not site.exists()


@pytest.mark.parametrize("path", ["../a.html", "/a.html", "a//b", "", "a\nb", "a\\b", MANIFEST])
def test_paths_that_are_none(site: Path, sources: Path, path: str) -> None:
    assert codes(publish(many({path: "x"}), site, sources)) == ["P-009"]
    assert not site.exists()


def test_a_name_that_is_too_long_publishes_nothing(site: Path, sources: Path) -> None:
    publish(outputs(index="home"), site, sources)
    found = publish(many({"index.html": "new", "x" * 300 + ".html": "x"}), site, sources)
    assert codes(found) == ["P-004"]
    assert texts(site) == {"index.html": "home"}


def test_a_disk_without_hard_links_will_do(
    site: Path, sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    publish(outputs(index="home", about="old"), site, sources)
    publish(outputs(index="new"), site, sources)
    assert texts(site) == {"index.html": "new"}


# --- whatever comes ------------------------------------------------------------------------------

sites = st.dictionaries(
    st.sampled_from(["index.html", "a/b.html", "a/c.html", "a", "d/e/f.html", "d/e"]),
    st.sampled_from(["one", "two"]),
)


def unclashing(files: dict[str, str]) -> dict[str, str]:
    return {
        path: text
        for path, text in files.items()
        if not any(other.startswith(path + "/") for other in files)
    }


@given(st.lists(sites, max_size=4))
def test_a_site_built_over_another_is_the_same_as_one_built_anew(
    tmp_path_factory: pytest.TempPathFactory, history: list[dict[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("publish")
    (folder / "seeds").mkdir()
    for files in map(unclashing, history):
        assert codes(publish(many(files), folder / "site", folder / "seeds")) == []
        assert (texts(folder / "site") if files else {}) == files
    if history:
        publish(many(unclashing(history[-1])), folder / "anew", folder / "seeds")
        assert tree(folder / "site") == tree(folder / "anew")


# --- one build at a time -------------------------------------------------------------------------


def test_a_second_build_says_who_is_at_work_and_leaves(site: Path, sources: Path) -> None:
    publish(outputs(index="home"), site, sources)
    second: list[Published] = []

    def meanwhile() -> bytes:
        second.append(publish(outputs(index="second"), site, sources))
        return b"first"

    first = publish([Output("index.html", "", meanwhile)], site, sources)
    assert codes(first) == []
    assert codes(second[0]) == ["P-018"]
    assert f"process {os.getpid()} on " in second[0].diagnostics[0].message
    assert texts(site) == {"index.html": "first"}
    assert no_rests(site)


def test_a_site_has_one_lock_by_whatever_name_it_is_called(
    tmp_path: Path, site: Path, sources: Path
) -> None:
    publish(outputs(index="home"), site, sources)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "public").symlink_to(site)
    second: list[Published] = []

    def meanwhile() -> bytes:
        other = tmp_path / "elsewhere" / "public"
        second.append(publish(outputs(index="second"), other, sources))
        return b"first"

    publish([Output("index.html", "", meanwhile)], site, sources)
    assert codes(second[0]) == ["P-018"]


# --- disks that take two names for one -----------------------------------------------------------


def test_a_page_whose_name_changes_case_stays_on_a_disk_that_folds_it(
    site: Path, sources: Path
) -> None:
    publish(many({"tags/IA.html": "ia", "tags/ml.html": "old"}), site, sources)
    # Two names of one file, as such a disk has them without being asked.
    os.link(site / "tags" / "IA.html", site / "tags" / "ia.html")
    os.link(site / "tags" / "ml.html", site / "tags" / "ML.html")
    found = publish(many({"tags/ia.html": "ia", "tags/ML.html": "new"}), site, sources)
    assert codes(found) == []
    assert texts(site)["tags/ia.html"] == "ia"
    assert texts(site)["tags/ML.html"] == "new"


PATHS = st.lists(st.sampled_from(["a", "", ".", "..", ".a", "a.", "é", "b\\", "\x7f", "c\nd"])).map(
    "/".join
)


@given(paths=st.lists(PATHS, max_size=4))
def test_public_paths_are_known_at_a_glance(paths: list[str]) -> None:
    assert are_public(paths) is all(map(is_public, paths))
