"""A built site on disk and behind a local server, and Chromium to read it with."""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from checkout import build, copy_seeds
from hosting import PREFIX, Host, Site, listen

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# Root and containers have no sandbox; the rest keeps Chromium from calling home.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The seeds' site, built by the real command line for the address that it is served at."""
    home = tmp_path_factory.mktemp("browser")
    folder = home / "a site, élégant"
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=str(folder)))
    served = f"http://127.0.0.1:{server.server_port}{PREFIX}"
    said = build(copy_seeds(home / "seeds"), "-o", folder, "--base-url", served)
    assert said.returncode == 0, said.stderr
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    lines = (folder / "data" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    records = tuple(map(json.loads, lines))
    for record in records:
        record["url"] = record["url"].removeprefix(served)
    yield Site(folder, records, folder.as_uri() + "/", served)
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; where it is missing, CI fails and any other place skips."""
    if not CHROMIUM:
        if os.environ.get("CI"):
            pytest.fail("CI has no Chromium: .ci/run installs it")
        pytest.skip("needs Chromium: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(params=["disk", "served"])
def root(request: pytest.FixtureRequest, site: Site) -> str:
    """The address of the site's root, once from the disk and once from a server."""
    return getattr(site, request.param)


@pytest.fixture
def page(chromium: Browser, site: Site) -> Iterator[Page]:
    """A page whose errors, and whose requests to anywhere but the site, fail the test."""
    context = chromium.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    faults = listen(page, site)
    yield page
    context.close()
    assert faults == []
