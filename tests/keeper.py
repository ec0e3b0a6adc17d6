"""A keeper's place: a collection, its site and its cache, built by the command line.

A proof edits the collection (`edits`), builds, and compares with a clean build: the same sources
and the same ledger, an empty folder, an empty cache. Builds run in this process or in a child of
it, so that a few hundred of them do not cost a few hundred starts of Python.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock
from urllib.parse import unquote, urldefrag, urljoin

from backissues.cli import main
from checkout import tree

LEDGER = "permalinks.tsv"
MANIFEST = "manifest-sha256.txt"
# What a build works in, beside the site; one that was cut off leaves it to the next.
WORKSHOP = ".backissues-*"
# Noon of the first day; each day that passes adds to it.
FIRST_DAY, DAY = 1_717_243_200, 86_400


class Told(NamedTuple):
    """What a build said: its exit status, its diagnostics, its figures, anything else."""

    status: int
    diagnostics: list[dict[str, Any]]
    figures: dict[str, Any]
    errors: str

    @property
    def codes(self) -> list[str]:
        """The codes of the errors."""
        return [one["code"] for one in self.diagnostics if one["level"] == "error"]


class Keeper:
    """A folder with a collection, `letters`, its site, `site`, and its cache, `cache`."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.collection = home / "letters"
        self.site = home / "site"
        self.cache = home / "cache"
        self.days = 0

    def environment(self) -> dict[str, str]:
        """Return what the environment of a build says."""
        epoch = str(FIRST_DAY + self.days * DAY)
        return {"XDG_CACHE_HOME": str(self.cache), "SOURCE_DATE_EPOCH": epoch}

    def build(self, *options: str) -> Told:
        """Build the site in this process, as the command line does."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = self.run(*options)
        objects = [json.loads(line) for line in out.getvalue().splitlines()]
        figures = next((one["summary"] for one in objects if "summary" in one), {})
        told = [one for one in objects if "summary" not in one]
        return Told(status, told, figures, err.getvalue())

    def run(self, *options: str) -> int:
        """Build, and let it be printed."""
        with contextlib.chdir(self.home), mock.patch.dict(os.environ, self.environment()):
            return main(["build", "letters", "-o", "site", "--json", *options])

    def fork(self, *options: str) -> int:
        """Build in a child of this process, which says nothing; return its process id."""
        child = os.fork()
        if child == 0:
            status = 70
            try:
                silence = os.open(os.devnull, os.O_WRONLY)
                os.dup2(silence, 1)
                os.dup2(silence, 2)
                status = self.run(*options)
            finally:
                os._exit(status)
        return child

    @property
    def ledger(self) -> bytes | None:
        """The bytes of the ledger, if there is one."""
        file = self.collection / LEDGER
        return file.read_bytes() if file.exists() else None

    def files(self) -> dict[str, bytes]:
        """Return the files of the site, but for those of a build that was cut off."""
        return {path: data for path, data in tree(self.site).items() if ".backissues-" not in path}

    def twin(self, home: Path, *, site: bool = False) -> Keeper:
        """Copy the collection, and the site and the cache where they are asked for."""
        other = Keeper(home)
        other.days = self.days
        home.mkdir()
        shutil.copytree(self.collection, other.collection, symlinks=True)
        for folder, copy in ((self.site, other.site), (self.cache, other.cache)):
            if site and folder.exists():
                shutil.copytree(folder, copy, symlinks=True)
        return other

    def rests(self) -> list[str]:
        """Return what a build left where nothing should be left."""
        found = {file.name for file in self.home.iterdir()} - {"letters", "site", "cache"}
        found |= {str(file) for file in self.site.rglob(WORKSHOP)}
        return sorted(found | {str(file) for file in self.collection.rglob(f".{LEDGER}*")})


@contextlib.contextmanager
def clean(keeper: Keeper, *options: str) -> Iterator[tuple[Keeper, Told]]:
    """Build the same sources and the same ledger into an empty folder, with an empty cache."""
    home = keeper.home.with_name(f"{keeper.home.name}-clean")
    other = keeper.twin(home)
    try:
        yield other, other.build(*options)
    finally:
        shutil.rmtree(home)


# --- links ---------------------------------------------------------------------------------------

_PAGES = (".html", ".xml", ".json", ".opml")
_ATTRIBUTE = re.compile(r'(?:href|src)="([^"]*)"')
# What no address of a file begins with: a place on the page, another host, a letter to somebody.
_ELSEWHERE = re.compile(r"#|[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def links(path: str, data: bytes, *, base: str) -> set[str]:
    """Return the files of the site that a page or feed leads to.

    Whole addresses below `base` count wherever they stand: in feeds, in the text of feeds too.
    """
    if not path.endswith(_PAGES):
        return set()
    text = data.decode()
    whole = re.findall(re.escape(base) + r"([^\"'<>\s\\),}&]*)", text) if base else []
    found = {urljoin("/", unescape(one)) for one in whole}
    if path.endswith(".html") and path != "404.html":
        near = (unescape(one) for one in _ATTRIBUTE.findall(text))
        found |= {urljoin(f"/{path}", one) for one in near if not _ELSEWHERE.match(one)}
    names = (unquote(urldefrag(one).url.partition("?")[0]) for one in found)
    return {name.removeprefix("/") + "index.html" * name.endswith("/") for name in names}


def dead_links(
    files: Mapping[str, bytes], entrances: Iterator[str] | set[str], *, base: str
) -> set[tuple[str, str]]:
    """Follow all links from the pages by which people enter; return those that lead nowhere."""
    dead: set[tuple[str, str]] = set()
    seen, waiting = set(entrances), [*entrances]
    while waiting:
        path = waiting.pop()
        for goal in links(path, files[path], base=base):
            if goal not in files:
                dead.add((path, goal))
            elif goal not in seen:
                seen.add(goal)
                waiting.append(goal)
    return dead
