"""Nothing is replayed: whatever keepers do to an archive, a reader is shown each article once.

A keeper edits a collection at random: adds letters, corrects and renames them, gives them better
titles and other tags, withdraws and removes some, moves the site. After each build a reader that
has followed all feeds from the first day looks at them the way feedparser does. It must find
exactly the letters that were added since it last looked, each under an id that never means
another letter.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from backissues.cli import main

FIRST = "https://letters.example/archive/"
BASES = (FIRST, "https://letters.example/", "https://other.example/old%20letters/")
FEEDS = ("rss.xml", "atom.xml", "feed.json")
TAGS = ("Ferries", "Harbours", "Sea & sky", "C++", "Élégie")
DATES = ("2019-04-02", "2021-12", "2023", "2023-10~", "")
# Months apart, so that a machine's clock plays no part in what a feed says.
DAYS = ("2024-01-05", "2024-03-01", "2025-06-30")

# Stands at the end of a letter, so that a cut or withdrawn one is not taken for it.
_TOKEN = re.compile(r"ends with (token[0-9]+)z")


def letter(number: int, edition: int = 0) -> str:
    """Write a letter that is like no other one; `edition` changes a word of it."""
    words = [f"word{(number * 7919 + place * 104_729) % 9973}" for place in range(60)]
    words[7 + edition % 50] = f"corrected{edition}"
    text = " ".join(words)
    return f"The letter of token{number}z\n\n{text[:200]}.\n\nIt ends with token{number}z.\n"


class Reader:
    """A person's feed reader: it remembers the ids that it has shown, and what stood under each."""

    def __init__(self) -> None:
        self.seen: dict[str, str] = {}

    def look(self, site: Path, base: str, name: str) -> list[str]:
        """Read a feed and all pages of its archive; return the ids that were not there before."""
        fresh = []
        for ident, text in entries(site, base, name).items():
            if ident not in self.seen:
                fresh.append(ident)
                self.seen[ident] = text
            elif text and self.seen[ident]:
                assert self.seen[ident] == text, "an id has come to mean another letter"
        return fresh


def entries(site: Path, base: str, name: str) -> dict[str, str]:
    """Return all entries of a feed: the token that tells a letter by its id, empty for none."""
    found: dict[str, str] = {}
    place: str | None = name
    while place is not None:
        data = (site / place).read_bytes()
        if place.endswith(".json"):
            feed = json.loads(data)
            items = [(item["id"], item.get("content_html", "")) for item in feed["items"]]
            older = feed.get("next_url")
        else:
            parsed = feedparser.parse(data)
            assert not parsed.bozo, parsed.get("bozo_exception")
            items = [
                (one.id, "".join(c.value for c in one.get("content", ()))) for one in parsed.entries
            ]
            links = parsed.feed.get("links", ())
            older = next((link.href for link in links if link.rel == "prev-archive"), None)
        for ident, text in items:
            found.setdefault(ident, token(text))
        if older is not None:
            assert older.startswith(base)
        place = older and older.removeprefix(base)
    return found


def token(text: str) -> str:
    """Return the token of the letter that a text is, empty where a reader is told less."""
    found = _TOKEN.search(text)
    return found[1] if found else ""


class Keeper(RuleBasedStateMachine):
    """A collection, its site, and a reader of each feed; rules are what keepers do."""

    @initialize()
    def begin(self) -> None:
        self.root = Path(tempfile.mkdtemp())
        self.folder, self.site = self.root / "letters", self.root / "site"
        self.folder.mkdir()
        (self.folder / "archive.yml").write_text("title: Letters\nlanguage: en\nfeed_size: 3\n")
        self.names: dict[int, str] = {}
        self.away: dict[int, str] = {}
        self.read: set[int] = set()
        self.editions: dict[int, int] = {}
        self.sidecars: dict[int, dict[str, str]] = {}
        self.unread: set[int] = set()
        self.count = 0
        self.base = FIRST
        self.day = DAYS[0]
        self.readers = {name: Reader() for name in FEEDS}
        self.add(date=DATES[0])
        self.publish()

    def teardown(self) -> None:
        if hasattr(self, "root"):
            shutil.rmtree(self.root)

    def file(self, number: int) -> Path:
        return self.folder / f"{self.names[number]}.txt"

    def write(self, number: int) -> None:
        file = self.file(number)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(letter(number, self.editions[number]), encoding="utf-8")
        said = "".join(f"{key}: {value}\n" for key, value in self.sidecars[number].items())
        sidecar = file.with_suffix(".yml")
        if said:
            sidecar.write_text(said, encoding="utf-8")
        else:
            sidecar.unlink(missing_ok=True)

    def chosen(self, place: int) -> int:
        known = sorted(self.names)
        return known[place % len(known)]

    # --- what keepers do ---

    @rule(date=st.sampled_from(DATES))
    def add(self, date: str) -> None:
        number = self.count = self.count + 1
        self.names[number] = f"letter-{number}"
        self.editions[number] = 0
        self.sidecars[number] = {"published": date} if date else {}
        self.unread.add(number)
        self.write(number)

    @precondition(lambda self: self.names)
    @rule(place=st.integers(0, 99))
    def correct(self, place: int) -> None:
        number = self.chosen(place)
        self.editions[number] += 1
        self.write(number)

    @precondition(lambda self: self.names)
    @rule(place=st.integers(0, 99), title=st.sampled_from(["A better title", "Ein Brief", "“]]>”"]))
    def improve_title(self, place: int, title: str) -> None:
        number = self.chosen(place)
        self.sidecars[number]["title"] = json.dumps(title, ensure_ascii=False)
        self.write(number)

    @precondition(lambda self: self.names)
    @rule(place=st.integers(0, 99), tags=st.lists(st.sampled_from(TAGS), unique=True, min_size=1))
    def tag(self, place: int, tags: list[str]) -> None:
        number = self.chosen(place)
        self.sidecars[number]["tags"] = json.dumps(tags, ensure_ascii=False)
        self.write(number)

    @precondition(lambda self: self.names)
    @rule(place=st.integers(0, 99), date=st.sampled_from(DATES[:-1]))
    def date(self, place: int, date: str) -> None:
        number = self.chosen(place)
        self.sidecars[number]["published"] = date
        self.write(number)

    @precondition(lambda self: self.names)
    @rule(place=st.integers(0, 99))
    def move_page(self, place: int) -> None:
        number = self.chosen(place)
        self.sidecars[number]["address"] = f"page-of-{number}-{self.editions[number]}"
        self.write(number)

    @precondition(lambda self: self.names)
    @rule(place=st.integers(0, 99), corrects=st.booleans())
    def rename(self, place: int, corrects: bool) -> None:
        number = self.chosen(place)
        old = self.file(number)
        self.names[number] = f"renamed/{self.names[number].rpartition('/')[2]}-again"
        self.editions[number] += corrects
        self.write(number)
        old.unlink()
        old.with_suffix(".yml").unlink(missing_ok=True)

    @precondition(lambda self: len(self.names) > 1)
    @rule(
        place=st.integers(0, 99),
        how=st.sampled_from(["withdrawn: For a reason.", "publish: false", ""]),
    )
    def take_off(self, place: int, how: str) -> None:
        number = self.chosen(place)
        file = self.file(number)
        if how:
            file.with_suffix(".yml").write_text(how + "\n", encoding="utf-8")
        else:
            file.unlink()
            file.with_suffix(".yml").unlink(missing_ok=True)
        self.away[number] = self.names.pop(number)
        self.unread.discard(number)

    @precondition(lambda self: self.away)
    @rule()
    def bring_back(self) -> None:
        number = max(self.away)
        self.names[number] = self.away.pop(number)
        self.write(number)
        if number not in self.read:
            self.unread.add(number)

    @rule(count=st.integers(8, 14))
    def add_a_box(self, count: int) -> None:
        for _ in range(count):
            self.add(date="")

    @rule(
        language=st.sampled_from(["en", "fr"]),
        timezone=st.sampled_from(["UTC", "Asia/Tokyo"]),
        size=st.integers(1, 30),
    )
    def settle(self, language: str, timezone: str, size: int) -> None:
        said = f"title: Letters\nlanguage: {language}\ntimezone: {timezone}\nfeed_size: {size}\n"
        (self.folder / "archive.yml").write_text(said, encoding="utf-8")

    @rule(base=st.sampled_from(BASES))
    def move_site(self, base: str) -> None:
        self.base = base

    @rule(day=st.sampled_from(DAYS))
    def wait(self, day: str) -> None:
        self.day = max(self.day, day)

    @rule()
    def publish(self) -> None:
        with pytest.MonkeyPatch.context() as patch:
            today = datetime.fromisoformat(self.day).replace(tzinfo=UTC)
            patch.setenv("SOURCE_DATE_EPOCH", str(int(today.timestamp())))
            arguments = ["build", str(self.folder), "-o", str(self.site), "--quiet"]
            assert main([*arguments, "--base-url", self.base]) == 0
        for name, reader in self.readers.items():
            fresh = reader.look(self.site, self.base, name)
            shown = {reader.seen[ident] for ident in fresh}
            assert shown == {f"token{number}" for number in self.unread}, name
            assert len(fresh) == len(self.unread), name
        self.read |= self.unread
        self.unread = set()


Keeper.TestCase.settings = settings(max_examples=25, stateful_step_count=14, deadline=None)
TestReplay = Keeper.TestCase


@pytest.mark.parametrize("name", FEEDS)
def test_a_new_subscriber_gets_the_whole_archive(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "archive.yml").write_text(f"title: Letters\nbase_url: {FIRST}\nfeed_size: 3\n")
    for number in range(1, 48):
        (folder / f"letter-{number}.txt").write_text(letter(number), encoding="utf-8")
    assert main(["build", str(folder), "-o", str(tmp_path / "site"), "--quiet"]) == 0
    found = entries(tmp_path / "site", FIRST, name)
    assert sorted(found.values()) == sorted(f"token{number}" for number in range(1, 48))
