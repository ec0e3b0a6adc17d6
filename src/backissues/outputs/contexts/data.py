"""What the page of the data shows: files, how to read them, keys and columns.

Comes in: nothing. Goes out: frozen values whose fields are the names that a template may use.
Must not know: where the values come from.
"""

from __future__ import annotations

from msgspec import Struct

from backissues.outputs.contexts.parts import Frame


class DataFile(Struct, frozen=True, kw_only=True):
    """One file to take away, or a form of files; such a one has no link."""

    name: str
    words: str
    href: str = ""


class Sample(Struct, frozen=True, kw_only=True):
    """How a program reads a file: the name of the program, and what to write."""

    name: str
    code: str


class KeyRow(Struct, frozen=True, kw_only=True):
    """One key or column, and a sentence that says what it is."""

    name: str
    words: str


class KeyGroup(Struct, frozen=True, kw_only=True):
    """The keys of one part of a record."""

    name: str
    words: str
    rows: tuple[KeyRow, ...]


class DataPage(Struct, frozen=True, kw_only=True):
    """`data.html`: what there is to take away as data, how to read it, and what each value means.

    `check` is what to write to compare a copy with its checksums.
    """

    frame: Frame
    files: tuple[DataFile, ...]
    samples: tuple[Sample, ...]
    separator: str
    rights: str
    check: str
    columns: tuple[KeyRow, ...]
    keys: tuple[KeyRow, ...]
    groups: tuple[KeyGroup, ...]
