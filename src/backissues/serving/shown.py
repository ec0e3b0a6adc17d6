"""Finds what a site shows at an address, as a careful host would.

Comes in: the folder of a site, the target of a request. Goes out: an `Answer`.
Must not know: sockets, headers, who asks. Nothing but what a build published is shown: an address
means a file if the manifest names it, and then no sequence of dots and slashes leads anywhere else.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import quote, unquote_to_bytes, urlsplit

from backissues import urls
from backissues.patterns import late
from backissues.publish.manifest import read_manifest
from backissues.publish.places import file_of, is_plain

_HTML = "text/html; charset=utf-8"
_PLAIN = "text/plain; charset=utf-8"
_MARKDOWN = "text/markdown; charset=utf-8"
# Written down here, for Python's own table differs from machine to machine. `_redirects` has none.
_TYPES = {
    "": _PLAIN,
    ".html": _HTML,
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".txt": _PLAIN,
    ".text": _PLAIN,
    ".conf": _PLAIN,
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".csv": "text/csv; charset=utf-8",
    ".tsv": "text/tab-separated-values; charset=utf-8",
    ".json": "application/json",
    ".jsonl": "application/jsonl; charset=utf-8",
    ".bib": "application/x-bibtex; charset=utf-8",
    ".xml": "application/xml",
    ".epub": "application/epub+zip",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".svg": "image/svg+xml",
    ".ico": "image/x-icon",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".pdf": "application/pdf",
}
# Public paths that mean more than their suffix does; the first that matches counts.
_FORMS = tuple(
    (late(form), kind)
    for form, kind in (
        (r"opml\.xml", "text/x-opml"),
        (r"feed\.json|feeds/json/.+", "application/feed+json"),
        (r"atom\.xml|feeds/atom/.+", "application/atom+xml"),
        (rf"rss\.xml|(?:feeds|{'|'.join(urls.AXES)})/.+\.xml", "application/rss+xml"),
        (r".+\.csl\.json", "application/vnd.citationstyles.csl+json"),
        (r".+\.schema\.json", "application/schema+json"),
        (r".+\.csv-metadata\.json", "application/csvm+json"),
    )
)
# Of the pages that a host must have, those that this site lacks.
_NOTHING_YET = (
    b'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Back Issues</title>\n'
    b"<p>There is no site yet. This page shows it as soon as it is built.</p>\n</html>\n"
)
_NOT_FOUND = (
    b'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Not found</title>\n'
    b"<p>There is no such page.</p>\n</html>\n"
)


class Answer(NamedTuple):
    """What is said to a request: a status, bytes and their type, or where to go instead."""

    status: int
    data: bytes = b""
    type: str = _PLAIN
    goal: str = ""


class Shown:
    """A site as it was when this was made: which files it has, and which addresses lead on."""

    def __init__(self, folder: Path | None = None, base_url: str = "") -> None:
        """Read the lists of a site; its pages count from the path of its `base_url`."""
        self._folder = folder or Path()
        self._root = quote(urlsplit(base_url).path or "/", safe="/%")
        self._start = _decoded(self._root) or "/"
        self._files = frozenset((read_manifest(folder) if folder else None) or ())
        if self._files:
            self._files |= {urls.MANIFEST}
        self._ways = self._read_ways()

    def answer(self, target: str) -> Answer:
        """Answer a request for a target, such as `/articles/ships.html?from=feed`."""
        if not self._files:
            return Answer(503, _NOTHING_YET, _HTML)
        asked = target.partition("?")[0]
        if asked != self._root and asked in {"/", self._root.rstrip("/")}:
            return _leading_to(self._root)
        path = _decoded(asked)
        if path is None or not path.startswith(self._start):
            return self._not_found()
        if path in self._ways:
            return _leading_to(self._ways[path])
        public = path.removeprefix(self._start)
        if not public or public.endswith("/"):
            public += urls.HOME
        elif f"{public}/{urls.HOME}" in self._files:
            return _leading_to(f"{self._root}{quote(public)}/")
        return self._file(public, status=200) or self._not_found()

    def _file(self, path: str, *, status: int) -> Answer | None:
        """Answer with a file of the site, if it has one of that name that is still there."""
        if path not in self._files or not is_plain(self._folder, path):
            return None
        try:
            data = file_of(self._folder, path).read_bytes()
        except OSError:  # the next build has just taken it away
            return None
        return Answer(status, data, type_of(path))

    def _not_found(self) -> Answer:
        return self._file(urls.NOT_FOUND, status=404) or Answer(404, _NOT_FOUND, _HTML)

    def _read_ways(self) -> dict[str, str]:
        """Read where former addresses lead: at once, though a page that leads on stands there."""
        answer = self._file(urls.REDIRECTS, status=200)
        lines = answer.data.decode("utf-8", "replace").splitlines() if answer else []
        pairs = (line.split() for line in lines if not line.startswith("#"))
        return {
            former: goal
            for former, goal in ((_decoded(pair[0]), pair[1]) for pair in pairs if len(pair) == 3)
            if former is not None
        }


def type_of(path: str) -> str:
    """Return the media type of a public path."""
    for form, kind in _FORMS:
        if form.fullmatch(path):
            return kind
    return _TYPES.get(PurePosixPath(path).suffix.casefold(), "application/octet-stream")


def _decoded(path: str) -> str | None:
    """Decode a path, segment by segment; None if it is none that a host should think about.

    An encoded slash is no slash, and bytes that are no UTF-8 name no file of ours.
    """
    try:
        parts = [unquote_to_bytes(part).decode("utf-8") for part in path.split("/")]
    except UnicodeError:
        return None
    return None if any("/" in part for part in parts) else "/".join(parts)


def _leading_to(goal: str) -> Answer:
    return Answer(301, goal=goal)
