"""The ledger: addresses that last, whatever is renamed, corrected, added or damaged."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backissues.ledger import FILE, Assignment, Candidate, assign, load, save, written
from backissues.ledger.file import _Rows, _sound
from backissues.model import Row

UGLY = Path(__file__).parent / "ugly"
DAY = "2024-06-01"
SITE = Path("site")


def sha(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def document(path: str, content: str = "", **more: str) -> Candidate:
    return Candidate(
        path=path,
        sha256=sha(content or path),
        slug=more.get("slug", path.removesuffix(".txt")),
        wanted=more.get("wanted"),
        published=more.get("published"),
    )


def kept_back(path: str, content: str = "", *, reason: str = "") -> Candidate:
    return Candidate(path=path, sha256=sha(content or path), standing="withheld", reason=reason)


def faulty(path: str) -> Candidate:
    return Candidate(path=path, standing="faulty")


def addresses(found: Assignment) -> dict[str, str]:
    return {
        path: row.address.removeprefix("articles/").removesuffix(".html")
        for path, row in found.by_path.items()
    }


def problems(found: Assignment) -> list[tuple[str, str, str]]:
    return [(one.code, one.level, one.path) for one in found.diagnostics]


# --- arrival -------------------------------------------------------------------------------------


def test_documents_of_one_build_arrive_undated_first_then_by_date() -> None:
    found = assign(
        (),
        [
            document("c.txt", published="2024-05-21"),
            document("b.txt", published="2023-10~"),
            document("z.txt"),
            document("a.txt", published="2024-05"),
        ],
        today=DAY,
    )
    assert [row.path for row in found.rows] == ["z.txt", "b.txt", "a.txt", "c.txt"]
    assert found.added == found.rows
    assert {row.added for row in found.rows} == {DAY}
    assert list(found.arrival().values()) == [0, 1, 2, 3]


def test_a_newcomer_arrives_last_whatever_its_date() -> None:
    first = assign((), [document("a.txt", published="2024-05-21")], today=DAY)
    later = [document("a.txt", published="2024-05-21"), document("b.txt", published="1999")]
    second = assign(first.rows, later, today="2024-07-01")
    assert second.rows[0] == first.rows[0]
    assert [row.path for row in second.added] == ["b.txt"]


def test_an_id_hangs_on_path_and_content_alone() -> None:
    alone = assign((), [document("a.txt", "x")], today=DAY)
    among = assign((), [document("b.txt"), document("a.txt", "x")], today="2025-01-01")
    assert alone.by_path["a.txt"].id == among.by_path["a.txt"].id
    assert alone.by_path["a.txt"].id == sha("a.txt\0" + sha("x"))[:16]


# --- what lasts ----------------------------------------------------------------------------------


def test_a_better_title_and_a_correction_keep_id_and_address() -> None:
    first = assign((), [document("a.txt", "draft", slug="old-title")], today=DAY)
    second = assign(first.rows, [document("a.txt", "final", slug="new-title")], today=DAY)
    assert second.rows[0].id == first.rows[0].id
    assert second.rows[0].address == "articles/old-title.html"
    assert second.rows[0].sha256 == sha("final")
    assert second.added == ()


def test_a_renamed_document_is_known_by_its_content() -> None:
    first = assign((), [document("a.txt", "same")], today=DAY)
    second = assign(first.rows, [document("folder/b.txt", "same")], today=DAY)
    assert second.by_path["folder/b.txt"].id == first.rows[0].id
    assert second.by_path["folder/b.txt"].address == "articles/a.html"
    assert len(second.rows) == 1


def test_a_copy_is_another_document_and_its_name_can_be_used_again() -> None:
    first = assign((), [document("a.txt", "same")], today=DAY)
    both = assign(first.rows, [document("a.txt", "same"), document("b.txt", "same")], today=DAY)
    assert len({row.id for row in both.rows}) == 2
    moved = assign(first.rows, [document("c.txt", "same")], today=DAY)
    again = assign(moved.rows, [document("c.txt", "same"), document("a.txt", "same")], today=DAY)
    assert len({row.id for row in again.rows}) == 2
    assert again.by_path["c.txt"].id == first.rows[0].id


def test_a_document_that_went_away_keeps_its_address() -> None:
    first = assign((), [document("a.txt", slug="news")], today=DAY)
    second = assign(first.rows, [document("b.txt", slug="news")], today=DAY)
    assert [row.path for row in second.rows] == ["a.txt", "b.txt"]
    assert addresses(second) == {"b.txt": "news-2"}


# --- what is not there now ------------------------------------------------------------------------


def test_what_is_withheld_gone_or_broken_keeps_its_row() -> None:
    rows = assign((), [document(f"{name}.txt") for name in "abcde"], today=DAY).rows
    here = [document("a.txt"), kept_back("b.txt", reason="the author asked"), faulty("c.txt")]
    found = assign(rows, here, today=DAY, reasons={"d.txt": "a court asked"})
    assert found.rows == rows
    assert list(found.by_path) == ["a.txt"]
    told = {one.url: (one.arrival, one.reason, one.for_now) for one in found.withdrawn}
    assert told == {
        "articles/b.html": (1, "the author asked", False),
        "articles/c.html": (2, "", True),
        "articles/d.html": (3, "a court asked", False),
        "articles/e.html": (4, "", False),
    }
    assert [row.path for row in found.gone] == ["e.txt"]


def test_what_was_never_published_has_nothing_to_withdraw() -> None:
    found = assign((), [kept_back("a.txt"), faulty("b.txt")], today=DAY)
    assert (found.rows, found.withdrawn, found.gone) == ((), (), ())


def test_a_document_that_is_renamed_and_withheld_at_once_is_withdrawn() -> None:
    rows = assign((), [document("a.txt", "same")], today=DAY).rows
    found = assign(rows, [kept_back("old/a.txt", "same", reason="twice")], today=DAY)
    assert [(one.id, one.reason) for one in found.withdrawn] == [(rows[0].id, "twice")]
    assert found.gone == ()


def test_a_name_that_is_held_back_stands_in_nobodys_way() -> None:
    found = assign((), [kept_back("News.txt"), document("news.txt")], today=DAY)
    assert list(found.by_path) == ["news.txt"]
    assert found.diagnostics == ()


def test_former_addresses_lead_on_to_the_present_one_or_to_where_it_was() -> None:
    first = assign((), [document("a.txt"), document("b.txt")], today=DAY)
    wanting = [document("a.txt", wanted="x"), document("b.txt", wanted="y")]
    second = assign(first.rows, wanting, today=DAY)
    third = assign(second.rows, [document("a.txt", wanted="z")], today=DAY)
    assert [(one.former, one.url) for one in third.moved] == [
        ("articles/a.html", "articles/z.html"),
        ("articles/x.html", "articles/z.html"),
        ("articles/b.html", "articles/y.html"),
    ]


# --- two that want one address -------------------------------------------------------------------


def test_titles_that_repeat_are_numbered_and_reported_once() -> None:
    documents = [document(f"{name}.txt", slug="news") for name in "abc"]
    first = assign((), documents, today=DAY)
    assert addresses(first) == {"a.txt": "news", "b.txt": "news-2", "c.txt": "news-3"}
    assert problems(first) == [("P-001", "warning", "b.txt"), ("P-001", "warning", "c.txt")]
    assert "a.txt" in first.diagnostics[0].message
    second = assign(first.rows, documents, today=DAY)
    assert second.rows == first.rows
    assert second.diagnostics == ()
    third = assign(first.rows, [*documents, document("d.txt", slug="news")], today=DAY)
    assert problems(third) == [("P-001", "warning", "d.txt")]


def test_a_number_of_the_title_is_no_collision() -> None:
    found = assign(
        (), [document("a.txt", slug="news"), document("b.txt", slug="news-2")], today=DAY
    )
    assert found.diagnostics == ()


def test_a_wanted_address_goes_before_a_title() -> None:
    found = assign(
        (), [document("a.txt", slug="news"), document("b.txt", wanted="news")], today=DAY
    )
    assert addresses(found) == {"a.txt": "news-2", "b.txt": "news"}
    assert [row.path for row in found.rows] == ["a.txt", "b.txt"]


def test_of_two_sidecars_that_want_one_address_the_second_one_is_refused() -> None:
    wanting = [document("a.txt", wanted="news"), document("b.txt", wanted="news")]
    new = assign((), wanting, today=DAY)
    assert addresses(new) == {"a.txt": "news"}
    known = assign((), [document("a.txt"), document("b.txt")], today=DAY).rows
    old = assign(known, wanting, today=DAY)
    assert addresses(old) == {"a.txt": "news", "b.txt": "b"}  # where links to it lead
    for found in (new, old):
        assert problems(found) == [("P-001", "error", "b.txt")]
        assert "a.txt" in found.diagnostics[0].message


def test_an_address_that_was_anothers_is_refused_and_its_own_is_given_back() -> None:
    first = assign((), [document("a.txt"), document("b.txt"), document("c.txt")], today=DAY)
    second = assign(
        first.rows, [document("a.txt", wanted="x"), document("b.txt"), document("c.txt")], today=DAY
    )
    # Where links to a.txt lead, and where one to c.txt led before it was removed.
    for wanted in ("a", "c"):
        wishes = [document("a.txt"), document("b.txt", wanted=wanted)]
        found = assign(second.rows, wishes, today=DAY)
        assert problems(found) == [("P-035", "error", "b.txt")]
        assert addresses(found) == {"a.txt": "x", "b.txt": "b"}
        assert f"{wanted}.txt" in found.diagnostics[0].message
    back = assign(second.rows, [document("a.txt", wanted="a"), document("b.txt")], today=DAY)
    assert (back.rows[0].address, back.rows[0].former) == ("articles/a.html", ("articles/x.html",))
    assert back.diagnostics == ()


def test_an_address_that_an_editor_changes_stays_as_a_former_one() -> None:
    first = assign((), [document("a.txt")], today=DAY)
    second = assign(first.rows, [document("a.txt", wanted="news")], today=DAY)
    assert second.rows[0].address == "articles/news.html"
    assert second.rows[0].former == ("articles/a.html",)
    third = assign(
        second.rows, [document("a.txt", wanted="a"), document("b.txt", slug="news")], today=DAY
    )
    assert third.rows[0].address == "articles/a.html"
    assert third.rows[0].former == ("articles/news.html",)
    assert addresses(third)["b.txt"] == "news-2"


def test_names_that_many_hosts_cannot_tell_apart() -> None:
    found = assign((), [document("News.txt"), document("news.txt")], today=DAY)
    assert list(found.by_path) == ["News.txt"]
    assert problems(found) == [("S-020", "error", "news.txt")]


# --- the file ------------------------------------------------------------------------------------


def ledger(folder: Path) -> tuple[Row, ...]:
    rows = assign((), [document("a.txt"), document("été/b c.txt")], today=DAY).rows
    assert save(folder, rows, known=(), site=SITE) == ()
    return rows


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    rows = ledger(tmp_path)
    assert load(tmp_path) == (rows, ())
    assert [file.name for file in tmp_path.iterdir()] == [FILE]


def test_a_ledger_that_says_the_same_is_not_written(tmp_path: Path) -> None:
    rows = ledger(tmp_path)
    before = (tmp_path / FILE).stat()
    assert save(tmp_path, rows, known=rows, site=SITE) == ()
    after = (tmp_path / FILE).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_no_documents_need_no_ledger(tmp_path: Path) -> None:
    assert load(tmp_path) == ((), ())
    assert save(tmp_path, (), known=(), site=SITE) == ()
    assert list(tmp_path.iterdir()) == []


def test_a_read_only_collection_is_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = ledger(tmp_path)
    before = (tmp_path / FILE).read_bytes()

    def refuse(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "open", refuse)
    found = save(tmp_path, rows[:1], known=rows, site=SITE)
    monkeypatch.undo()
    assert [(one.code, one.level) for one in found] == [("P-007", "warning")]
    assert (tmp_path / FILE).read_bytes() == before


def test_a_write_that_fails_leaves_the_old_ledger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = ledger(tmp_path)
    before = (tmp_path / FILE).read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert [one.code for one in save(tmp_path, rows[:1], known=rows, site=SITE)] == ["P-040"]
    assert (tmp_path / FILE).read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == [FILE]


def test_what_a_build_left_aside_that_was_cut_off_goes(tmp_path: Path) -> None:
    rows = ledger(tmp_path)

    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    for after in (rows[:1], rows):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "replace", cut_off)
            with pytest.raises(KeyboardInterrupt):
                save(tmp_path, rows[:1], known=rows, site=SITE)
        assert len(list(tmp_path.iterdir())) == 2
        assert save(tmp_path, after, known=load(tmp_path)[0], site=SITE) == ()
        assert [file.name for file in tmp_path.iterdir()] == [FILE]
        assert save(tmp_path, rows, known=load(tmp_path)[0], site=SITE) == ()


def test_a_ledger_that_others_changed_meanwhile_is_left_to_them(tmp_path: Path) -> None:
    rows = ledger(tmp_path)
    theirs = assign(rows, [document("c.txt")], today=DAY).rows
    assert save(tmp_path, theirs, known=rows, site=SITE) == ()
    ours = assign(rows, [document("d.txt")], today=DAY).rows
    assert [(one.code, one.level) for one in save(tmp_path, ours, known=rows, site=SITE)] == [
        ("P-039", "error")
    ]
    assert load(tmp_path) == (theirs, ())
    assert [file.name for file in tmp_path.iterdir()] == [FILE]
    # Two builds that take up the same have no quarrel.
    assert save(tmp_path, theirs, known=rows, site=SITE) == ()


def test_what_other_programs_add_is_no_damage(tmp_path: Path) -> None:
    rows = ledger(tmp_path)
    data = (tmp_path / FILE).read_bytes()
    for other in (
        b"\xef\xbb\xbf" + data,
        data.replace(b"\n", b"\r\n"),
        data.removesuffix(b"\n"),
    ):
        (tmp_path / FILE).write_bytes(other)
        assert load(tmp_path) == (rows, ())


DAMAGE = {
    "id\taddress\n": 1,
    "id\taddress\tformer\tpath\tsha256\tadded\tsketch\r{a}\r": 1,
    "{head}{a}\tmore\n": 2,
    "{head}{a}\n{a}\n": 3,
    "{head}not-an-id\tarticles/x.html\t\tx.txt\t" + "0" * 64 + "\t2024-01-01\n": 2,
    "{head}" + "0" * 16 + "\t../x.html\t\tx.txt\t" + "0" * 64 + "\t2024-01-01\n": 2,
    "{head}" + "0" * 16 + "\tarticles/x.html\t../y.html\tx.txt\t" + "0" * 64 + "\t2024-01-01\n": 2,
    "{head}" + "0" * 16 + "\tarticles/x.html\t\t\t" + "0" * 64 + "\t2024-01-01\n": 2,
    "{head}" + "0" * 16 + "\tarticles/x.html\t\tx.txt\tabc\t2024-01-01\n": 2,
    "{head}" + "0" * 16 + "\tarticles/x.html\t\tx.txt\t" + "0" * 64 + "\t2024-13-01\n": 2,
    "{head}{a}\n\n": 3,
    "": 1,
}


@pytest.mark.parametrize("text", DAMAGE)
def test_damage_is_named_by_its_line_and_nothing_is_read(tmp_path: Path, text: str) -> None:
    ledger(tmp_path)
    head, row, *_ = (tmp_path / FILE).read_text("utf-8").splitlines()
    damaged = text.replace("{head}", head + "\n").replace("{a}", row)
    (tmp_path / FILE).write_text(damaged, encoding="utf-8")
    rows, found = load(tmp_path)
    assert rows == ()
    assert [(one.code, one.level, one.line) for one in found] == [("P-006", "error", DAMAGE[text])]


def test_the_marks_of_a_merge_are_named(tmp_path: Path) -> None:
    shutil.copy(UGLY / "merged.tsv", tmp_path / FILE)
    _, found = load(tmp_path)
    assert [(one.code, one.line) for one in found] == [("P-006", 2)]
    assert "merge" in found[0].message


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\xff\x00")
    assert [one.code for one in load(tmp_path)[1]] == ["P-006"]


# --- whatever comes ------------------------------------------------------------------------------

builds = st.lists(
    st.dictionaries(
        st.sampled_from([f"{name}.txt" for name in "abcdef"]),
        st.tuples(
            st.sampled_from(["one", "two", "three"]),
            st.sampled_from(["news", "news-2", "essay"]),
            st.sampled_from([None, "news", "other"]),
        ),
    ),
    max_size=5,
)


@given(builds)
def test_no_build_breaks_a_promise(history: list[dict[str, tuple[str, str, str | None]]]) -> None:
    rows: tuple[Row, ...] = ()
    for build in history:
        candidates = [
            Candidate(path=path, sha256=sha(content), slug=slug, wanted=wanted)
            for path, (content, slug, wanted) in build.items()
        ]
        found = assign(rows, candidates, today=DAY)
        assert [row.id for row in found.rows[: len(rows)]] == [row.id for row in rows]
        for old, new in zip(rows, found.rows, strict=False):
            assert {old.address, *old.former} <= {new.address, *new.former}
            assert old.added == new.added
        taken = [address for row in found.rows for address in (row.address, *row.former)]
        assert len(taken) == len(set(taken))
        assert len({row.path for row in found.rows}) == len(found.rows)
        refused = {one.path for one in found.diagnostics if one.level == "error"}
        assert found.by_path.keys() <= build.keys() <= found.by_path.keys() | refused
        assert assign(found.rows, candidates, today="2030-01-01").rows == found.rows
        rows = found.rows


CELLS = st.sampled_from(["a", "b", "c"])
ROWS = st.builds(
    lambda ident, address, former, path, day: Row(
        id=sha(ident)[:16],
        address=f"articles/{address}.html",
        former=tuple(f"articles/{one}.html" for one in former),
        path=f"{path}.txt",
        sha256=sha(path),
        added=day,
    ),
    CELLS,
    CELLS,
    st.lists(CELLS, max_size=2),
    CELLS,
    st.sampled_from([DAY, "2024-13-01", "2024-06-1x"]),
)


@given(rows=st.lists(ROWS, max_size=4), noise=st.sampled_from(["", "x", "\t", "<<<<<<< ours"]))
def test_all_lines_at_once_are_read_as_each_alone(rows: list[Row], noise: str) -> None:
    head, *lines = written(rows).decode().splitlines()
    lines += [noise] if noise else []
    alone = _Rows(head)
    for number, line in enumerate(lines, 2):
        alone.take(line, number)
    is_plain = all(len({row.address, *row.former}) == 1 + len(row.former) for row in alone.rows)
    if alone.damage or not is_plain:  # a row that names an address twice is looked at alone
        assert _sound(lines) is None
    else:
        assert _sound(lines) == tuple(alone.rows)
