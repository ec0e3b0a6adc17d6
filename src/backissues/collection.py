"""Lists the documents and images of a collection and reads their bytes.

Comes in: the folder. Goes out: `Survey`: documents with their sidecars and images, by path, and a
diagnostic for each name that was passed over for a reason that its owner should know.
Must not know: what a document holds. Nothing here writes, and no link is followed.
"""

from __future__ import annotations

import hashlib
import os
from functools import lru_cache
from pathlib import Path

from msgspec import Struct, field

from backissues import filenames
from backissues.codes import diagnose
from backissues.files import bytes_of
from backissues.folders import Walk, unreadable
from backissues.model import Diagnostic, Source
from backissues.text.lines import read_lines

DOCUMENTS = frozenset({".txt", ".text", ".md", ".markdown"})
# What every browser shows. The other images lie beside documents as well, and no page shows them.
IMAGES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"})
_OTHER_IMAGES = frozenset({".bmp", ".tif", ".tiff", ".ico"})
SIDECAR = ".yml"
# Files and folders at the collection's top that are no documents.
_OURS = frozenset({"archive.yml", "tags.yml", "permalinks.tsv", "templates", "static"})


class Listed(Struct, frozen=True, kw_only=True):
    """A document that stands in the collection: its path in it, the folder that this counts from.

    Its file has a name for as long as somebody asks: 100,000 of them are 15 MB, as `Path` 80 MB.
    """

    path: str
    folder: Path
    sidecar: Path | None = None

    @property
    def name(self) -> str:
        """The name of the document's file."""
        return filenames.name_of(self.folder, self.path)

    @property
    def file(self) -> Path:
        """The document's file."""
        return Path(self.name)


class Survey(Struct, frozen=True, kw_only=True):
    """What a folder holds; `images` are files by their path in it, shown by a document or not.

    `lone` are sidecars without a document, by their path: one may say why its document is gone.
    """

    folder: Path
    documents: tuple[Listed, ...]
    images: dict[str, Path] = field(default_factory=dict)
    lone: dict[str, Path] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()


def survey(folder: Path) -> Survey:
    """List the documents of a folder and of the folders in it."""
    if not folder.is_dir():
        return Survey(folder=folder, documents=(), diagnostics=(diagnose("S-008", ""),))
    walk = Walk(folder, _passed_over)
    held = _Contents(walk)
    for path, name in walk.files(folder):
        held.add(path, name)
    documents = tuple(
        Listed(path=path, folder=folder, sidecar=held.sidecar_of(path))
        for path in sorted(held.documents)
    )
    found = [*held.found, *(diagnose("S-011", path) for path in held.sidecars)]
    if not documents:
        found.append(diagnose("S-017", ""))
    found.sort(key=lambda diagnostic: (diagnostic.path, diagnostic.code))
    return Survey(
        folder=folder,
        documents=documents,
        images=dict(sorted(held.images.items())),
        lone=dict(sorted(held.sidecars.items())),
        diagnostics=tuple(found),
    )


def read(listed: Listed) -> Source | Diagnostic:
    """Read a document's bytes, or say why they cannot be read."""
    try:
        data = bytes_of(listed.name)
    except OSError as error:
        return unreadable(listed.path, error)
    return Source(path=listed.path, data=data, sha256=hashlib.sha256(data).hexdigest())


def line(folder: Path, path: str, number: int) -> str:
    """Return a line of a file of the collection, for a report; empty where there is none."""
    try:
        file = folder / filenames.native(path)
        lines = _lines_of(file, file.stat().st_mtime_ns)
    except (OSError, ValueError):  # a path that no file can have, such as one with a NUL
        return ""
    return lines[number - 1] if 1 <= number <= len(lines) else ""


# Reports go file by file: the last one is enough. Its time tells whether it changed since.
@lru_cache(maxsize=1)
def _lines_of(file: Path, _: int) -> tuple[str, ...]:
    return read_lines(file.read_bytes(), file.name)[0]


class _Contents:
    """What a collection's files are: documents, sidecars, images, and kinds that nobody reads."""

    def __init__(self, walk: Walk) -> None:
        self.documents: list[str] = []
        self.sidecars: dict[str, Path] = {}
        self.images: dict[str, Path] = {}
        self.found = walk.found
        self._used: dict[str, str] = {}

    def sidecar_of(self, path: str) -> Path | None:
        """Take the sidecar beside a document; of two documents, the one asked for first gets it."""
        name = path.rpartition(".")[0] + SIDECAR
        if name in self._used:
            used = self._used[name]
            self.found.append(diagnose("S-022", name, first=used, second=path))
        file = self.sidecars.pop(name, None)
        if file is not None:
            self._used[name] = path
        return file

    def add(self, path: str, name: str) -> None:
        """Put a file where it belongs, by its suffix."""
        suffix = os.path.splitext(path)[1].casefold()  # noqa: PTH122 - a `Path` each is dear
        if suffix in DOCUMENTS:
            self.documents.append(path)
        elif suffix == SIDECAR:
            self.sidecars[path] = Path(name)
        elif suffix in IMAGES:
            self.images[path] = Path(name)
        elif suffix not in _OTHER_IMAGES:
            self.found.append(diagnose("S-014", path, suffix=suffix or "no suffix"))


def _passed_over(prefix: str, name: str) -> bool:
    """Tell whether a name is hidden, or stands for something else than a document."""
    return name.startswith((".", "_")) or (not prefix and name in _OURS)
