"""Answers browsers on this machine: the pages of a site, and news of it to pages that are open.

Comes in: a `Shown`, which knows the site; a `Board` with the news. Goes out: HTTP.
Must not know: how a site is built. What makes pages reload is put into them on their way; no file
is changed. Whoever asks by another name than this machine's own is refused: a web page elsewhere
could have had its name point here, and would read the site as if it were its own.
"""

from __future__ import annotations

import errno
import hashlib
import ipaddress
import json
import os
import socket
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import BaseServer, TCPServer
from threading import Thread
from urllib.parse import urlsplit

from backissues import urls
from backissues.serving.board import Board, News
from backissues.serving.shown import Answer, Shown

LOOPBACK = "127.0.0.1"
# The first port that is tried when none was asked for, and how many are before any will do.
_PORT, _TRIES = 8000, 20
# Where the server's own files and news are: no public path of a site begins so.
_OWN = "/_backissues/"
_FILES = {
    f"{_OWN}reload.js": "text/javascript; charset=utf-8",
    f"{_OWN}problems.css": "text/css; charset=utf-8",
}
_EVENTS = f"{_OWN}events"
# Seconds after which a stream says something, lest nobody notice that a page was closed.
_BREATH = 15.0
# Added at the end of a page, whatever its template left out; `data-site` is what the page shows.
_SCRIPT = '<script src="%sreload.js" data-site="%s" defer></script>\n'


class Server(ThreadingHTTPServer):
    """Serves one site; `show` says what it holds by now."""

    daemon_threads = True
    # On Windows it would let two servers have one port.
    allow_reuse_address = os.name != "nt"
    request_queue_size = 64

    def __init__(self, host: str, port: int) -> None:
        """Take a port of a host; `OSError` if it cannot be had."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        self.address_family = found[0][0]
        self.board = Board()
        self.shown = Shown()
        self._host = host
        self._thread: Thread | None = None
        super().__init__(found[0][4][:2], _Handler)  # type: ignore[arg-type]

    def server_bind(self) -> None:
        """Bind, without the name of this machine, for which a network might be asked."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]

    @property
    def is_local(self) -> bool:
        """Tell whether nobody but this machine can reach it."""
        return ipaddress.ip_address(self.server_name).is_loopback

    @property
    def address(self) -> str:
        """Return the address of the server, for a browser on this machine."""
        host = LOOPBACK if ipaddress.ip_address(self.server_name).is_unspecified else self._host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.server_port}/"

    def show(self, folder: Path, *, base_url: str, problems: str) -> None:
        """Serve a site as it is from now on, and tell all pages that are open."""
        try:
            manifest = (folder / urls.MANIFEST).read_bytes()
        except OSError:
            manifest = b""
        self.shown = Shown(folder, base_url)
        site = hashlib.sha256(manifest).hexdigest()[:16] if manifest else ""
        self.board.post(News(site, problems))

    def start(self) -> None:
        """Answer from now on, beside whatever else this process does."""
        self._thread = Thread(target=self.serve_forever, name="server", daemon=True)
        self._thread.start()

    def server_close(self) -> None:
        """Answer no more, and give the port back."""
        if self._thread is not None:
            self.shutdown()
            self._thread.join()
            self._thread = None
        super().server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say what failed, unless a browser just went away."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            BaseServer.handle_error(self, request, client_address)  # type: ignore[arg-type]

    def knows(self, host: str) -> bool:
        """Tell whether a request's `Host` means this server.

        A name can be made to point here by anybody, a number cannot.
        """
        if not self.is_local:
            return True
        name = _name_of(host)
        if name in {"localhost", self._host}:
            return True
        try:
            return ipaddress.ip_address(name).is_loopback
        except ValueError:
            return False


def listen(host: str, port: int | None) -> Server:
    """Make a server for a port, or for the next free one if none is asked for."""
    if port is not None:
        return Server(host, port)
    for candidate in range(_PORT, _PORT + _TRIES):
        try:
            return Server(host, candidate)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
    return Server(host, 0)


def _name_of(host: str) -> str:
    """Return the name in a `Host` header, without its port; empty where it makes no sense."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


class _Handler(BaseHTTPRequestHandler):
    """Answers one browser."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "BackIssues"
    sys_version = ""
    # A browser that says nothing for so long is let go.
    timeout = 60

    def do_GET(self) -> None:
        """Answer with the page, the file or the news that is asked for."""
        self._answer()

    def do_HEAD(self) -> None:
        """Answer as to GET, without what follows the headers."""
        self._answer()

    def _answer(self) -> None:
        if not self.server.knows(self.headers.get("Host", "")):
            self._send(Answer(403, b"This server answers to localhost only.\n"))
        elif not self.path.startswith("/"):
            self._send(Answer(400, b"The address must begin with a slash.\n"))
        elif self.path == _EVENTS:
            self._tell_news()
        elif self.path in _FILES:
            file = Path(__file__).with_name(self.path.removeprefix(_OWN))
            self._send(Answer(200, file.read_bytes(), _FILES[self.path]))
        else:
            # The news first: a page that is newer than it says loads once more, and no page that
            # is older than it says stays.
            site = self.server.board.news.site
            self._send(_reloading(self.server.shown.answer(self.path), site))

    def _send(self, answer: Answer) -> None:
        """Send an answer, and nothing behind its headers where they alone are asked for."""
        self._begin(answer.status, answer.type)
        self.send_header("Content-Length", str(len(answer.data)))
        if answer.goal:
            self.send_header("Location", answer.goal)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.data)

    def _begin(self, status: int, kind: str) -> None:
        """Send the headers that all answers have."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        # The search's index is scripts, which a page of any other host might load otherwise.
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")

    def _tell_news(self) -> None:
        """Keep telling the news, as server-sent events, until the page is gone."""
        self._begin(200, "text/event-stream; charset=utf-8")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        told: News | None = None
        while self.command != "HEAD":
            news = self.server.board.other_than(told, seconds=_BREATH)
            line = ":\n\n" if news is None else f"data: {json.dumps(news._asdict())}\n\n"
            self.wfile.write(line.encode())
            told = news or told

    def log_message(self, *_: object) -> None:
        """Say nothing of each request: the terminal is for what the build says."""


def _reloading(answer: Answer, site: str) -> Answer:
    """Put the script that reloads a page behind its end; other files stay as they are."""
    if not answer.type.startswith("text/html"):
        return answer
    return answer._replace(data=answer.data + (_SCRIPT % (_OWN, site)).encode())
