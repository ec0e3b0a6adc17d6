"""Reads and writes `permalinks.tsv`, the ledger: a line a document, in the order of arrival.

Comes in: the folder of a collection, or rows. Goes out: rows, and of a damaged ledger none but a
diagnostic for each line that is wrong: new rows in their place would break the old addresses.
Must not know: documents. The only writer of the file.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from backissues.codes import diagnose
from backissues.files import by_sum
from backissues.model import Diagnostic, Row
from backissues.patterns import late
from backissues.text.edtf import is_edtf

FILE = "permalinks.tsv"
_COLUMNS = ("id", "address", "former", "path", "sha256", "added", "sketch")
# Ledgers of old have no sketches; a row may lack one at any time, until its document is here.
_FEWEST = len(_COLUMNS) - 1
# An address of an article as `urls.article` makes it, which no row may lead out of.
_ADDRESS = late(r"articles/[a-z0-9]+(?:-[a-z0-9]+)*\.html", re.ASCII)
_ID = late(r"[0-9a-f]{16}", re.ASCII)
_DAY = late(r"[0-9-]{10}", re.ASCII)
_SHA256 = late(r"[0-9a-f]{64}", re.ASCII)
_SKETCH = late(r"(?:[0-9a-f]{64})?", re.ASCII)
# Addresses in which nothing is wrong, one a line.
_ADDRESSES = late(rf"(?:{_ADDRESS.pattern}\n)+", re.ASCII)
_HEX = b"0123456789abcdef"
# Marks that git leaves where two branches changed the same lines; the first one opens a conflict.
_CONFLICT = "<<<<<<<"
_MARKS = (_CONFLICT, "|||||||", "=======", ">>>>>>>")
# A collection that nobody may write to can be built all the same; a disk that fails is an error.
_READ_ONLY = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
# A file in which every line is wrong is told by its first ones.
_TOLD = 20

_RESTORE = "restore permalinks.tsv from your history or a backup; addresses depend on it"
_UNMERGE = (
    "keep the lines of both sides and delete the marks; lines of the branch that is published come"
    " first, for their order is the order of arrival"
)
_DELETE = "delete this line"
_TWO_BRANCHES = (
    "two branches added it, perhaps: keep the line whose address is public, else the older one, and"
    " delete the other"
)
_ANOTHER_ADDRESS = (
    "two branches gave it to two documents, perhaps: write another one into the line whose document"
    " is not public yet, such as {address}"
)


# --- reading -------------------------------------------------------------------------------------


def load(folder: Path) -> tuple[tuple[Row, ...], tuple[Diagnostic, ...]]:
    """Read the collection's ledger, if it has one; a damaged one gives no rows and errors."""
    try:
        data = (folder / FILE).read_bytes()
    except FileNotFoundError:
        return (), ()
    except OSError as error:
        why = error.strerror or str(error)
        return (), (diagnose("P-006", FILE, why=why, advice="make the file readable"),)
    rows, damage = read(data)
    return (() if damage else rows), damage


# The site has a copy of the ledger, which is read after it.
@by_sum
def read(data: bytes) -> tuple[tuple[Row, ...], tuple[Diagnostic, ...]]:
    """Read the bytes of a ledger; a byte-order mark and line ends of Windows are no damage."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = len(data[: error.start].split(b"\n"))
        return (), (_damage(number, "this is no text in UTF-8", _RESTORE),)
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    conflicts = [n for n, line in enumerate(lines, 1) if line.startswith(_CONFLICT)]
    if conflicts:
        why = "a merge left its marks here"
        return (), tuple(_damage(number, why, _UNMERGE) for number in conflicts[:_TOLD])
    if tuple(lines[0].split("\t")) not in {_COLUMNS, _COLUMNS[:_FEWEST]}:
        why = f"the first line must name the columns: {', '.join(_COLUMNS)}"
        return (), (_damage(1, why, _RESTORE),)
    if (sound := _sound(lines[1:])) is not None:
        return sound, ()
    rows = _Rows(lines[0])
    for number, row in enumerate(lines[1:], 2):
        rows.take(row, number)
    return tuple(rows.rows), tuple(rows.damage[:_TOLD])


def _sound(lines: Sequence[str]) -> tuple[Row, ...] | None:
    """Read lines of which none is wrong, a column at once; None where one may be.

    It takes a fourth of the time of a look at each line, and every build reads the whole ledger.
    """
    cells = [line.split("\t") for line in lines]
    if not cells:
        return ()
    if any(len(row) != len(_COLUMNS) for row in cells):
        return None
    ids, addresses, formers, paths, sums, days, sketches = zip(*cells, strict=True)
    public = [*addresses, *(old for former in formers if former for old in former.split(" "))]
    is_sound = (
        _are_hex(ids, 16)
        and _are_hex(sums, 64)
        and _are_hex(filter(None, sketches), 64)
        and _ADDRESSES.fullmatch("\n".join(public) + "\n")
        and all(paths)
        and all(_DAY.fullmatch(day) and is_edtf(day) for day in set(days))
        and all(len(set(one)) == len(one) for one in (ids, paths, public))
    )
    if not is_sound:
        return None
    return tuple(
        Row(
            id=ident,
            address=address,
            former=tuple(former.split()) if former else (),
            path=path,
            sha256=sha256,
            added=added,
            sketch=sketch,
        )
        for ident, address, former, path, sha256, added, sketch in cells
    )


def _are_hex(cells: Iterable[str], length: int) -> bool:
    """Tell whether cells are numbers of so many hexadecimal digits."""
    cells = tuple(cells)
    digits = "".join(cells).encode()
    return set(map(len, cells)) <= {length} and not digits.translate(None, _HEX)


def _damage(line: int, why: str, advice: str) -> Diagnostic:
    return diagnose("P-006", FILE, line, why=why, advice=advice)


class _Rows:
    """The rows that were read so far, what each of them claims, and what was wrong."""

    def __init__(self, head: str) -> None:
        self.rows: list[Row] = []
        self.damage: list[Diagnostic] = []
        self._head = head
        self._numbers: list[int] = []
        self._claims: dict[str, int] = {}

    def take(self, line: str, number: int) -> None:
        """Read one line; it is a row, or damage."""
        found = self._problem(line) or _parsed(line)
        wrong = found if isinstance(found, tuple) else self._clash(found)
        if wrong:
            self.damage.append(_damage(number, *wrong))
        elif isinstance(found, Row):
            for claim in _claims(found):
                self._claims[claim] = len(self.rows)
            self.rows.append(found)
            self._numbers.append(number)

    def _problem(self, line: str) -> tuple[str, str] | None:
        """Say what is wrong with a line that was never meant to be a row."""
        if not line.strip():
            return "the line is empty", _DELETE
        if line == self._head:
            return "the names of the columns stand here again", _DELETE
        if line.startswith(_MARKS):
            return "a merge left its marks here", _UNMERGE
        return None

    def _clash(self, row: Row) -> tuple[str, str] | None:
        """Say what of a row an earlier line holds already, if anything."""
        taken = [claim for claim in _claims(row) if claim in self._claims]
        if not taken:
            return None
        place = self._claims[taken[0]]
        first, line = self.rows[place], self._numbers[place]
        if row == first:
            return f"it says the same as line {line}", _DELETE
        why = f"line {line} has the same {taken[0]}"
        if first.path == row.path:
            return why, _TWO_BRANCHES
        return why, _RESTORE if first.id == row.id else self._another_address(taken[0])

    def _another_address(self, address: str) -> str:
        """Advise an address that no line has."""
        stem, count = address.removesuffix(".html"), 2
        while f"{stem}-{count}.html" in self._claims:
            count += 1
        return _ANOTHER_ADDRESS.format(address=f"{stem}-{count}.html")


def _claims(row: Row) -> Sequence[str]:
    """Return what no other row may have."""
    return (f"id {row.id}", f"path {row.path}", row.address, *row.former)


def _parsed(line: str) -> Row | tuple[str, str]:
    """Read a line of the ledger, or say what is wrong with it."""
    cells = line.split("\t")
    if not _FEWEST <= len(cells) <= len(_COLUMNS):
        return f"{len(cells)} columns in the place of {len(_COLUMNS)}", _RESTORE
    ident, address, former, path, sha256, added, sketch = (*cells, "")[: len(_COLUMNS)]
    wrong = [one for one in (address, *former.split()) if not _ADDRESS.fullmatch(one)]
    checks = (
        (_ID.fullmatch(ident), f"“{ident}” is no id"),
        (not wrong, f"“{''.join(wrong[:1])}” is no address of an article"),
        (path, "no path"),
        (_SHA256.fullmatch(sha256), f"“{sha256}” is no sha256"),
        (_DAY.fullmatch(added) and is_edtf(added), f"“{added}” is no day"),
        (_SKETCH.fullmatch(sketch), f"“{sketch}” is no sketch"),
    )
    for sound, why in checks:
        if not sound:
            return why, _RESTORE
    return Row(
        id=ident,
        address=address,
        former=tuple(former.split()),
        path=path,
        sha256=sha256,
        added=added,
        sketch=sketch,
    )


# --- writing -------------------------------------------------------------------------------------


def save(
    folder: Path, rows: Iterable[Row], *, known: Iterable[Row], site: Path
) -> tuple[Diagnostic, ...]:
    """Write the ledger aside, then rename it into place; a ledger that says the same is left.

    `known` are the rows that these come from. Where others stand there by now, another build took
    documents up meanwhile, or an editor was at it: theirs would be lost, and nothing is written.
    `site` is what is built: one at a time, so that what was left aside for it can be overwritten.
    """
    rows = tuple(rows)
    data = written(rows)
    file = (folder / FILE).resolve()
    mark = hashlib.sha256(os.fsencode(site.resolve())).hexdigest()[:8]
    aside = file.with_name(f".{FILE}.{mark}")
    try:
        if file.read_bytes() == data if file.exists() else not rows:
            aside.unlink(missing_ok=True)
            return ()
        with aside.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if load(folder) != (tuple(known), ()):
            aside.unlink()
            return (diagnose("P-039", FILE),)
        aside.replace(file)
    except OSError as error:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
        code = "P-007" if error.errno in _READ_ONLY else "P-040"
        return (diagnose(code, FILE, why=error.strerror or str(error)),)
    return ()


def written(rows: Iterable[Row]) -> bytes:
    """Write a ledger as bytes."""
    lines = ["\t".join(_COLUMNS), *("\t".join(_cells(row)) for row in rows)]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _cells(row: Row) -> tuple[str, ...]:
    former = " ".join(row.former)
    return row.id, row.address, former, row.path, row.sha256, row.added, row.sketch
