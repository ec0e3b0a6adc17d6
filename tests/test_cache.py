"""The cache: what is kept is what was put there, or nothing; whatever becomes of its file."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backissues.cache.store import Cache, file_for, folder


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "caches" / "one.sqlite"


def kept(file: Path | None, key: bytes = b"key") -> bytes | None:
    with closing(Cache(file)) as cache:
        return cache.get("notes", key)


def put(file: Path | None, *entries: tuple[bytes, bytes]) -> None:
    with closing(Cache(file)) as cache:
        cache.put("notes", entries or [(b"key", b"value")])


def test_what_is_put_is_there_for_the_next(file: Path) -> None:
    put(file)
    assert kept(file) == b"value"
    assert kept(file, b"other") is None
    put(file, (b"key", b"newer"))
    assert kept(file) == b"newer"


@given(st.dictionaries(st.binary(max_size=80), st.binary(max_size=300), max_size=8))
def test_any_bytes_are_kept(entries: dict[bytes, bytes]) -> None:
    with closing(Cache(None)) as cache:
        cache.put("readings", entries.items())
        assert cache.all("readings") == entries
        assert {key: cache.get("readings", key) for key in entries} == entries


def test_tables_know_nothing_of_each_other(file: Path) -> None:
    put(file)
    with closing(Cache(file)) as cache:
        assert cache.get("readings", b"key") is None


def test_what_is_dropped_is_forgotten(file: Path) -> None:
    put(file, (b"a", b"1"), (b"b", b"2"), (b"c", b"3"))
    with closing(Cache(file)) as cache:
        cache.drop("notes", [b"a", b"c", b"d"])
        assert cache.all("notes") == {b"b": b"2"}


def test_what_belongs_to_nothing_any_more_is_dropped_as_well(file: Path) -> None:
    with closing(Cache(file)) as cache:
        cache.put_all(
            {
                "readings": [(b"a", b"1"), (b"b", b"2")],
                "articles": [(b"a", b"1"), (b"b", b"2"), (b"lost", b"3")],
            }
        )
        cache.drop("readings", [], after=["articles"])  # nothing changed: nobody looks
        assert cache.keys("articles") == {b"a", b"b", b"lost"}
        cache.drop("readings", [b"a"], after=["articles"])
        assert (cache.keys("readings"), cache.keys("articles")) == ({b"b"}, {b"b", b"lost"})
        gone = [bytes([number]) for number in range(64)]  # so many that all are looked through
        cache.drop("readings", gone, after=["articles"])
        assert (cache.keys("readings"), cache.keys("articles")) == ({b"b"}, {b"b"})


@pytest.mark.parametrize("stored", [b"", b"short", b"12345678value", "a text", 7, None], ids=repr)
def test_an_entry_that_was_not_put_so_is_none(file: Path, stored: object) -> None:
    put(file)
    with closing(sqlite3.connect(file)) as base, base:
        base.execute("UPDATE notes SET value = ?", (stored,))
    assert kept(file) is None
    with closing(Cache(file)) as cache:
        assert cache.all("notes") == {}


def test_an_entry_of_another_key_is_none(file: Path) -> None:
    put(file)
    with closing(sqlite3.connect(file)) as base, base:
        base.execute("UPDATE notes SET key = ?", (b"other",))
    assert kept(file, b"other") is None


@pytest.mark.parametrize("content", [b"", b"no database at all", bytes(5000)])
def test_a_file_that_is_no_cache_is_renewed(file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    put(file)
    assert kept(file) == b"value"


def test_tables_of_another_edition_are_made_anew(file: Path) -> None:
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as base, base:
        base.execute("CREATE TABLE notes (name TEXT)")
    put(file)
    assert kept(file) == b"value"


def test_a_file_that_was_cut_off_is_renewed_or_does_without(file: Path) -> None:
    put(file, *((str(number).encode(), bytes(3000)) for number in range(200)))
    for size in range(0, file.stat().st_size, 40_000):
        data = file.read_bytes()
        file.write_bytes(data[:size])
        put(file)
        assert kept(file) in {b"value", None}
        file.unlink(missing_ok=True)
        file.write_bytes(data)


def test_a_folder_in_the_way_costs_time_alone(file: Path) -> None:
    file.mkdir(parents=True)
    with closing(Cache(file)) as cache:
        cache.put("notes", [(b"key", b"value")])
        assert cache.get("notes", b"key") == b"value"
        assert not cache.is_shared


@pytest.mark.skipif(os.getuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_closed_costs_time_alone(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)
    with closing(Cache(tmp_path / "closed" / "one.sqlite")) as cache:
        cache.put("notes", [(b"key", b"value")])
        assert cache.get("notes", b"key") == b"value"


def test_a_file_that_is_deleted_meanwhile_costs_time_alone(file: Path) -> None:
    with closing(Cache(file)) as cache:
        cache.put("notes", [(b"a", b"1")])
        for one in file.parent.iterdir():
            one.unlink()
        cache.put("notes", [(b"b", b"2")])
        assert cache.get("notes", b"b") == b"2"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_forked_process_reads_what_was_put(file: Path) -> None:
    with closing(Cache(file)) as cache:
        cache.put("notes", [(b"key", b"value")])
        child = os.fork()
        if child == 0:
            os._exit(0 if cache.get("notes", b"key") == b"value" else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert cache.get("notes", b"key") == b"value"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_what_forked_processes_offer_is_kept(file: Path) -> None:
    with closing(Cache(file)) as cache:
        for number in range(3):
            if os.fork() == 0:
                cache.offer("bodies", [(bytes([number, one]), bytes(5000)) for one in range(50)])
                os._exit(0)
        for _ in range(3):
            assert os.wait()[1] == 0
        assert len(cache.all("bodies")) == 150


def test_what_the_file_does_not_take_of_offers_is_not_kept(tmp_path: Path) -> None:
    for place in (None, tmp_path):  # no file, and a folder in the way of one
        with closing(Cache(place)) as cache:
            cache.offer("bodies", [(b"key", b"value")])
            assert cache.get("bodies", b"key") is None


def test_the_cache_lies_where_the_user_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert folder() == tmp_path / "backissues"
    assert file_for(Path("a")).parent == folder()
    assert file_for(Path("a")) == file_for(Path("b/../a")) != file_for(Path("b"))
    # A relative path is to be ignored, says the specification.
    for named in ("", "caches"):
        monkeypatch.setenv("XDG_CACHE_HOME", named)
        assert folder() == Path.home() / ".cache" / "backissues"
