"""The server shows what a build published and nothing else, to this machine and to nobody else."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backissues import assets
from backissues.model import Output
from backissues.publish import publish
from backissues.serving.board import Board, News
from backissues.serving.server import Server, listen
from backissues.serving.shown import Shown, type_of

PRIVATE = "kept from everybody"
FILES = {
    "index.html": "<!doctype html>\n<title>Home</title>\n</html>\n",
    "404.html": "<!doctype html>\n<title>Not here</title>\n",
    "about.html": "<title>About</title>",
    "tags/index.html": "<title>Tags</title>",
    "articles/ships.html": "<title>Ships</title>",
    "articles/old.html": "<title>Moved</title>",
    "sources/Élysée 1.txt": "words",
    "static/style.css": "a{}",
    "static/</head>.txt": "no page",
    "rss.xml": "<rss/>",
    "_redirects": "# Moved.\n/articles/old.html /articles/ships.html 301\n",
}


def published(folder: Path, files: dict[str, str] = FILES) -> Path:
    (folder / "letters").mkdir(parents=True)
    (folder / "secret.txt").write_text(PRIVATE, encoding="utf-8")
    outputs = [Output(path, text, text.encode) for path, text in files.items()]
    said = publish(outputs, folder / "site", folder / "letters")
    assert not said.diagnostics
    # What others put there is none of ours to show.
    (folder / "site" / "notes.txt").write_text(PRIVATE, encoding="utf-8")
    return folder / "site"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("serving"))


@contextlib.contextmanager
def running(site: Path, base_url: str = "", problems: str = "") -> Iterator[Server]:
    with listen("127.0.0.1", 0) as server:
        server.show(site, base_url=base_url, problems=problems)
        server.start()
        yield server


@pytest.fixture(scope="module")
def server(site: Path) -> Iterator[Server]:
    with running(site) as server:
        yield server


def ask(
    server: Server, target: str, method: str = "GET", **headers: str
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=20)
    with contextlib.closing(connection):
        connection.request(method, target, headers=headers)
        response = connection.getresponse()
        return response, response.read()


def raw(server: Server, request: bytes) -> bytes:
    """Send bytes as they are, as no browser would, and return all that comes back."""
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=20) as wire:
        wire.sendall(request)
        wire.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: wire.recv(65536), b""))


def get(target: bytes, host: bytes = b"localhost") -> bytes:
    return b"GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n" % (target, host)


# --- what is shown -------------------------------------------------------------------------------


def test_a_page_is_shown_with_the_script_that_reloads_it_and_a_file_as_it_is(
    server: Server, site: Path
) -> None:
    response, data = ask(server, "/about.html")
    assert response.status == 200
    page, script = data[: len(FILES["about.html"])], data[len(FILES["about.html"]) :]
    assert page.decode() == FILES["about.html"]
    assert b'src="/_backissues/reload.js"' in script
    assert (site / "about.html").read_text(encoding="utf-8") == FILES["about.html"]
    assert ask(server, "/static/style.css")[1] == b"a{}"
    assert ask(server, "/static/%3C%2Fhead%3E.txt")[0].status == 404  # an encoded slash is none
    assert ask(server, "/sources/%C3%89lys%C3%A9e%201.txt?from=feed")[1] == b"words"


def test_headers_say_what_a_file_is_and_that_nobody_keeps_or_embeds_it(server: Server) -> None:
    response, data = ask(server, "/rss.xml")
    assert response.headers["Content-Type"] == "application/rss+xml"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert int(response.headers["Content-Length"]) == len(data)


def test_head_is_answered_as_get_is_without_a_body(server: Server) -> None:
    for target in ("/", "/about.html", "/rss.xml", "/nothing", "/tags"):
        (asked, body), (got, _) = ask(server, target, "HEAD"), ask(server, target)
        assert body == b""
        assert asked.status == got.status
        length = "Content-Length"
        assert asked.headers[length] == got.headers[length]


def test_a_folder_means_its_index_and_has_no_list(server: Server) -> None:
    assert b"Home" in ask(server, "/")[1]
    assert b"Tags" in ask(server, "/tags/")[1]
    response, _ = ask(server, "/tags")
    assert (response.status, response.headers["Location"]) == (301, "/tags/")
    for target in ("/articles/", "/articles", "/static/"):
        response, data = ask(server, target)
        assert response.status == 404
        assert b"ships" not in data


def test_what_is_not_there_is_answered_by_the_page_for_that(server: Server) -> None:
    response, data = ask(server, "/deep/down/nothing.html")
    assert response.status == 404
    assert data.startswith(FILES["404.html"].encode())
    assert b"reload.js" in data


def test_a_former_address_leads_on(server: Server) -> None:
    response, _ = ask(server, "/articles/old.html")
    assert (response.status, response.headers["Location"]) == (301, "/articles/ships.html")


def test_other_methods_are_refused(server: Server) -> None:
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "TRACE"):
        assert ask(server, "/about.html", method)[0].status == 501


def test_a_base_url_with_a_path_is_where_the_pages_are(site: Path) -> None:
    with running(site, "https://example.org/my%20news/") as server:
        for target in ("/", "/my%20news"):
            response, _ = ask(server, target)
            assert (response.status, response.headers["Location"]) == (301, "/my%20news/")
        assert b"Home" in ask(server, "/my%20news/")[1]
        assert b"About" in ask(server, "/my%20news/about.html")[1]
        assert ask(server, "/my%20news/tags")[0].headers["Location"] == "/my%20news/tags/"
        assert ask(server, "/about.html")[0].status == 404
        assert ask(server, "/my%20newsabout.html")[0].status == 404


def test_before_there_is_a_site_a_page_waits_for_it(tmp_path: Path) -> None:
    with running(tmp_path / "none", problems="a.md: S-001 error") as server:
        response, data = ask(server, "/")
        assert response.status == 503
        assert b"reload.js" in data


def test_a_folder_that_is_no_site_of_ours_is_not_shown(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(PRIVATE, encoding="utf-8")
    with running(tmp_path) as server:
        assert PRIVATE.encode() not in ask(server, "/index.html")[1]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("rss.xml", "application/rss+xml"),
        ("atom.xml", "application/atom+xml"),
        ("feed.json", "application/feed+json"),
        ("feeds/rss/1.xml", "application/rss+xml"),
        ("feeds/atom/1.xml", "application/atom+xml"),
        ("feeds/json/1.json", "application/feed+json"),
        ("tags/openai.xml", "application/rss+xml"),
        ("series/letters/stories.xml", "application/rss+xml"),
        ("sitemap.xml", "application/xml"),
        ("opml.xml", "text/x-opml"),
        ("archive.epub", "application/epub+zip"),
        ("data/articles.csv", "text/csv; charset=utf-8"),
        ("data/articles.csv-metadata.json", "application/csvm+json"),
        ("data/articles.schema.json", "application/schema+json"),
        ("data/articles.jsonl", "application/jsonl; charset=utf-8"),
        ("data/permalinks.tsv", "text/tab-separated-values; charset=utf-8"),
        ("articles/ships.md", "text/markdown; charset=utf-8"),
        ("articles/ships.json", "application/json"),
        ("articles/ships.csl.json", "application/vnd.citationstyles.csl+json"),
        ("articles/ships.bib", "application/x-bibtex; charset=utf-8"),
        ("sources/SHIPS.TXT", "text/plain; charset=utf-8"),
        ("static/fonts/newsreader.woff2", "font/woff2"),
        ("media/port.JPG", "image/jpeg"),
        ("_redirects", "text/plain; charset=utf-8"),
        ("static/what.bin", "application/octet-stream"),
    ],
)
def test_types(path: str, kind: str) -> None:
    assert type_of(path) == kind


def test_every_static_file_of_ours_has_a_type_of_its_own() -> None:
    names = [file.name for file in assets.static().rglob("*") if file.is_file()]
    assert [name for name in names if type_of(f"static/{name}").endswith("octet-stream")] == []


# --- what is not shown ---------------------------------------------------------------------------

ESCAPES = [
    b"/../secret.txt",
    b"/static/../../secret.txt",
    b"/%2e%2e/secret.txt",
    b"/%2e%2e%2fsecret.txt",
    b"/..%2fsecret.txt",
    b"/..%5csecret.txt",
    b"/..\\secret.txt",
    b"/static\\..\\..\\secret.txt",
    b"/%252e%252e/secret.txt",
    b"/%c0%ae%c0%ae/secret.txt",
    b"/\xe2\x80\xa5/secret.txt",
    b"//etc/passwd",
    b"/%2fetc/passwd",
    b"/etc/passwd",
    b"/C:/Windows/win.ini",
    b"/index.html%00.txt",
    b"/%00",
    b"/static/%0a..",
    b"/notes.txt",
    b"/index.html/",
    b"/index.html/../notes.txt",
    b"/.//notes.txt",
    b"/_backissues/../notes.txt",
    b"/_backissues/server.py",
    b"/_backissues/%2e%2e/cli.py",
    b"http://localhost/../secret.txt",
    b"*",
    b"secret.txt",
    b"/?/../secret.txt",
    b"/" + b"../" * 200 + b"secret.txt",
    b"/" + b"a" * 5000,
]


@pytest.mark.parametrize("target", ESCAPES)
def test_no_address_leads_out_of_the_site(server: Server, target: bytes) -> None:
    answer = raw(server, get(target))
    assert PRIVATE.encode() not in answer
    assert b"root:" not in answer
    assert answer.split(b" ", 2)[1] in {b"400", b"404", b"200"}
    if answer.startswith(b"HTTP/1.1 200"):  # a query is none of the path
        assert b"Home" in answer


@given(st.text(max_size=40).map(lambda text: "/" + text))
def test_whatever_is_asked_for_a_file_of_the_site_is_shown_or_the_page_for_nothing(
    site: Path, target: str
) -> None:
    answer = Shown(site).answer(target)
    known = {text.encode() for text in FILES.values()}
    assert answer.goal or answer.data in known


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own")
def test_no_link_is_followed(tmp_path: Path) -> None:
    site = published(tmp_path)
    (site / "about.html").unlink()
    (site / "about.html").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "index.html").write_text(PRIVATE, encoding="utf-8")
    (site / "tags" / "index.html").unlink()
    (site / "tags").rmdir()
    (site / "tags").symlink_to(tmp_path / "elsewhere")
    with running(site) as server:
        for target in ("/about.html", "/tags/", "/tags/index.html"):
            response, data = ask(server, target)
            assert response.status == 404
            assert PRIVATE.encode() not in data


@pytest.mark.parametrize(
    "host",
    [b"evil.example", b"evil.example:8000", b"localhost.evil.example", b"127.0.0.1.evil.example",
     b"192.168.0.7", b"0.0.0.0", b"", b"[", b"user@evil.example", b"localhost@evil.example"],
)  # fmt: skip
def test_another_name_for_this_machine_is_refused(server: Server, host: bytes) -> None:
    for target in (b"/about.html", b"/_backissues/events", b"/_backissues/reload.js", b"/nothing"):
        answer = raw(server, get(target, host))
        assert answer.startswith(b"HTTP/1.1 403")
        assert b"About" not in answer


def test_a_request_without_a_host_is_refused(server: Server) -> None:
    assert raw(server, b"GET /about.html HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.1 403")


@pytest.mark.parametrize("host", [b"localhost", b"LOCALHOST:1", b"127.0.0.1:99", b"[::1]:8000"])
def test_this_machine_is_known_by_its_names(server: Server, host: bytes) -> None:
    assert raw(server, get(b"/about.html", host)).startswith(b"HTTP/1.1 200")


def test_a_host_that_was_asked_for_may_have_any_name(site: Path) -> None:
    with listen("0.0.0.0", 0) as server:  # noqa: S104
        assert not server.is_local
        assert server.knows("archive.lan")
        assert server.address == f"http://127.0.0.1:{server.server_port}/"


# --- ports ---------------------------------------------------------------------------------------


def test_a_port_that_is_taken_is_an_error_if_it_was_asked_for_and_else_the_next_one_is_had(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(OSError, match="in use"):
        listen("127.0.0.1", server.server_port)
    monkeypatch.setattr("backissues.serving.server._PORT", server.server_port)
    with listen("127.0.0.1", None) as other:
        assert other.server_port != server.server_port


# --- news ----------------------------------------------------------------------------------------


def news_of(stream: http.client.HTTPResponse) -> dict[str, str]:
    """Read the next event of a stream."""
    while True:
        line = stream.readline()
        assert line, "the stream ended"
        if line.startswith(b"data: "):
            news: dict[str, str] = json.loads(line.removeprefix(b"data: "))
            return news


def test_an_open_page_is_told_of_a_new_site_and_of_problems(tmp_path: Path) -> None:
    site = published(tmp_path)
    with running(site) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=20)
        with contextlib.closing(connection):
            connection.request("GET", "/_backissues/events")
            stream = connection.getresponse()
            assert stream.headers["Content-Type"].startswith("text/event-stream")
            first = news_of(stream)
            _, page = ask(server, "/")
            assert f'data-site="{first["site"]}"'.encode() in page
            server.show(site, base_url="", problems="archive.yml:1: S-009 error")
            assert news_of(stream) == first | {"problems": "archive.yml:1: S-009 error"}
            changed = {**FILES, "about.html": "<title>Changed</title>"}
            outputs = [Output(path, text, text.encode) for path, text in changed.items()]
            publish(outputs, site, tmp_path / "letters")
            server.show(site, base_url="", problems="")
            assert news_of(stream)["site"] != first["site"]


def test_a_stream_is_headers_only_for_head(server: Server) -> None:
    response, body = ask(server, "/_backissues/events", "HEAD")
    assert (response.status, body) == (200, b"")


def test_no_news_are_no_news() -> None:
    board = Board()
    board.post(News("1", ""))
    assert board.other_than(None, seconds=0) == News("1", "")
    assert board.other_than(News("1", ""), seconds=0) is None
