"""A built site, and a small web server that hosts it below a folder, as many hosts do."""

from __future__ import annotations

from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page, Request

# The archive does not have the host to itself, so that a link to “/…” is found out.
PREFIX = "/back-issues/"


class Site(NamedTuple):
    """A built site: its folder, its records, and the address of its root on disk and served.

    In these records `url` is the public path, whichever root it is looked at from.
    """

    folder: Path
    records: tuple[dict, ...]
    disk: str
    served: str


class Host(SimpleHTTPRequestHandler):
    """Serves a site below `PREFIX` and answers with its 404 page where nothing is."""

    def translate_path(self, path: str) -> str:
        if not path.startswith(PREFIX):
            return str(Path(self.directory) / "there is nothing outside the archive")
        return super().translate_path("/" + path.removeprefix(PREFIX))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory, "404.html").read_bytes()
        self.send_response(code, message)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_: object) -> None:
        """Stay quiet."""


def listen(page: Page, site: Site) -> list[str]:
    """Gather a page's faults from now on: what it complains of, misses or asks of another host."""
    faults: list[str] = []

    def asked(request: Request) -> None:
        if not request.url.startswith((site.disk, site.served, "data:")):
            faults.append(f"asked another host: {request.url}")

    def failed(request: Request) -> None:
        # A page that is left before its icon came has not failed.
        if request.failure != "net::ERR_ABORTED":
            faults.append(f"{request.failure}: {request.url}")

    page.on("console", lambda said: faults.append(f"console {said.type}: {said.text}"))
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    page.on("request", asked)
    page.on("requestfailed", failed)
    return faults
