"""The promise, over any history: whatever a keeper does, no id or address that was given is lost.

A keeper adds, edits, renames, swaps, copies, withdraws and removes documents, and asks for
addresses; the machine knows which text is which, and the ledger has to find out.
"""

from __future__ import annotations

import hashlib
import random

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from backissues.ledger import Assignment, Candidate, assign
from backissues.ledger.file import read, written
from backissues.model import Row
from backissues.text.sketch import alike, number, sketch

WORDS = [f"{first}{last}" for first in "bdfgklmnprstvz" for last in ("ado", "ine", "ura", "et")]
NAMES = st.sampled_from([f"{folder}{number}.txt" for folder in ("", "old/") for number in range(4)])
# Which of the documents that are there.
WHICH = st.integers(0, 7)
THEN = st.booleans()
SLUGS = st.sampled_from([None, "news", "harbour", "1", "2"])
START = Assignment(rows=(), by_path={})


def prose(seed: int) -> str:
    """Write a text that is like no other."""
    chance = random.Random(seed)  # noqa: S311
    return " ".join(chance.choice(WORDS) + chance.choice(WORDS) for _ in range(120))


class History(RuleBasedStateMachine):
    """Files by their names; of each file, which document it is."""

    def __init__(self) -> None:
        super().__init__()
        self.files: dict[str, str] = {}
        self.wanted: dict[str, str] = {}
        self.withheld: set[str] = set()
        self.count = 0
        self.last = START

    # --- what a keeper does ----------------------------------------------------------------------

    @initialize()
    def begin(self) -> None:
        for first in range(4):
            self.write(f"{first}.txt", then=False)
        self.build(then=True)

    @rule(name=NAMES, then=THEN)
    def write(self, name: str, then: bool) -> None:
        """Add a document, or capture another text under its name."""
        self.count += 1
        self.files[name] = prose(self.count)
        self.build(then=then)

    @rule(which=WHICH, place=st.integers(0, 119), then=THEN)
    def correct(self, which: int, place: int, then: bool) -> None:
        """Correct a word."""
        for name in self.chosen(which):
            words = self.files[name].split(" ")
            words[place % len(words)] = "erratum"
            self.files[name] = " ".join(words)
        self.build(then=then)

    @rule(which=WHICH, other=NAMES, then=THEN)
    def rename(self, which: int, other: str, then: bool) -> None:
        """Rename a document; where the name is taken, the two change names."""
        for name in self.chosen(which):
            moved, there = self.files.pop(name), self.files.pop(other, None)
            self.files[other] = moved
            if there is not None:
                self.files[name] = there
        self.build(then=then)

    @rule(which=WHICH, other=NAMES, then=THEN)
    def overwrite(self, which: int, other: str, then: bool) -> None:
        """Rename a document over another one."""
        for name in self.chosen(which):
            self.files[other] = self.files.pop(name)
        self.build(then=then)

    @rule(which=WHICH, other=NAMES, then=THEN)
    def copy(self, which: int, other: str, then: bool) -> None:
        """Copy a document."""
        for name in self.chosen(which):
            self.files.setdefault(other, self.files[name])
        self.build(then=then)

    @rule(which=WHICH, then=THEN)
    def remove(self, which: int, then: bool) -> None:
        """Remove a document."""
        for name in self.chosen(which):
            del self.files[name]
        self.build(then=then)

    @rule(name=NAMES, then=THEN)
    def withdraw(self, name: str, then: bool) -> None:
        """Withdraw what stands under a name, or take that back."""
        self.withheld ^= {name}
        self.build(then=then)

    @rule(name=NAMES, slug=SLUGS, then=THEN)
    def move(self, name: str, slug: str | None, then: bool) -> None:
        """Ask for an address."""
        self.wanted.pop(name, None)
        if slug:
            self.wanted[name] = slug
        self.build(then=then)

    def chosen(self, which: int) -> list[str]:
        """Name one of the documents that are there, if any is."""
        return sorted(self.files)[which % len(self.files) :][:1] if self.files else []

    # --- what must hold --------------------------------------------------------------------------

    def build(self, *, then: bool) -> None:
        """Build, if that is what comes then, with the ledger as it was written and read again."""
        if not then:
            return
        rows, damage = read(written(self.last.rows))
        assert damage == ()
        assert rows == self.last.rows
        documents = [self.document(name) for name in self.files]
        found = assign(rows, documents, today="2024-06-01")
        self.keeps_rows(rows, found)
        self.keeps_texts(rows, found)
        again = assign(found.rows, documents, today="2030-01-01")
        assert (again.rows, again.by_path) == (found.rows, found.by_path)
        self.last = found

    def document(self, name: str) -> Candidate:
        text = self.files[name]
        return Candidate(
            path=name,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            sketch=sketch([text]),
            slug=name.rpartition("/")[2].removesuffix(".txt"),
            wanted=self.wanted.get(name),
            standing="withheld" if name in self.withheld else "public",
        )

    def keeps_rows(self, rows: tuple[Row, ...], found: Assignment) -> None:
        """No row goes, and none changes its place, its id, its day; no address leads nowhere."""
        for old, new in zip(rows, found.rows, strict=False):
            assert (old.id, old.added) == (new.id, new.added)
            assert {old.address, *old.former} <= {new.address, *new.former}
        assert len(found.rows) >= len(rows)
        shown = {row.id for row in found.by_path.values()}
        assert shown | {one.id for one in found.withdrawn} == {row.id for row in found.rows}

    def keeps_texts(self, rows: tuple[Row, ...], found: Assignment) -> None:
        """A text that only one row had, and only one document has, has that row still."""
        sums = [row.sha256 for row in rows]
        held = [self.document(name).sha256 for name in self.files]
        for name in self.files:
            document = self.document(name)
            if sums.count(document.sha256) != 1 or held.count(document.sha256) != 1:
                continue
            if document.standing != "public" or name not in found.by_path:
                continue
            # Unless its own name stood for much the same text: then it is that one, corrected.
            own = [row for row in rows if row.path == name and row.sha256 != document.sha256]
            if any(alike(number(row.sketch), number(document.sketch)) >= 0.5 for row in own):
                continue
            old = next(row for row in rows if row.sha256 == document.sha256)
            here = self.files.get(old.path)
            # Unless its old name holds much the same text: then it is the copy that was corrected.
            if old.path == name or here is None or not self.is_correction(here, self.files[name]):
                assert found.by_path[name].id == old.id

    @staticmethod
    def is_correction(one: str, other: str) -> bool:
        return len(set(one.split()) & set(other.split())) > 60

    @invariant()
    def no_two_share_anything(self) -> None:
        rows = self.last.rows
        assert len({row.id for row in rows}) == len({row.path for row in rows}) == len(rows)
        taken = [address for row in rows for address in (row.address, *row.former)]
        assert len(taken) == len(set(taken))


TestHistory = History.TestCase
TestHistory.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)
