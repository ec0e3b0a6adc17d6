"""A page that is open follows the collection: what is saved shows, what is wrong is told."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect

from checkout import CHECKOUT

pytestmark = pytest.mark.browser

LETTERS = {
    "archive.yml": "title: Harbour Letters\nlanguage: en\n",
    "ships.md": "# The ships\n\nThey came in the morning, and left at night.\n",
    "cranes.md": "# The cranes\n\nThey stand where they stood.\n",
}
# The first build may have to wait for a busy machine.
PATIENCE = 30_000


class Served(NamedTuple):
    """A collection that is being served: its folder, where, and what the server said so far."""

    letters: Path
    root: str
    said: Path


@contextlib.contextmanager
def serving(home: Path, *arguments: str, settings: str = "") -> Iterator[Served]:
    """Serve a collection by the real command line, and end it as a person would."""
    letters = home / "letters"
    letters.mkdir()
    for name, text in LETTERS.items():
        (letters / name).write_text(text, encoding="utf-8")
    with (letters / "archive.yml").open("a", encoding="utf-8") as more:
        more.write(settings)
    said = home / "said.txt"
    command = [sys.executable, "-m", "backissues", "serve", str(letters), "--port", "0", *arguments]
    with said.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(
            command,
            cwd=CHECKOUT,
            env=os.environ | {"XDG_CACHE_HOME": str(home / "cache")},
            stdout=subprocess.PIPE,
            stderr=out,
            text=True,
            encoding="utf-8",
        )
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("serving "):
                break
        else:
            pytest.fail(said.read_text(encoding="utf-8"))
        try:
            yield Served(letters, line.split()[1], said)
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.communicate(timeout=30)
            finally:
                process.kill()
            assert process.returncode == 0
    assert "Traceback" not in said.read_text(encoding="utf-8")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path) as served:
        yield served


@pytest.fixture
def tab(chromium: Browser) -> Iterator[Page]:
    """A page that keeps what it complains of."""
    context = chromium.new_context(locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    page.on(
        "console",
        lambda said: faults.append(said.text) if "Content Security" in said.text else None,
    )
    yield page
    context.close()
    assert faults == []


def soon(page: Page, text: str) -> None:
    expect(page.locator("main")).to_contain_text(text, timeout=PATIENCE)


def test_what_is_saved_shows_without_a_hand_on_the_page(served: Served, tab: Page) -> None:
    tab.goto(f"{served.root}articles/the-ships.html")
    soon(tab, "left at night")
    (served.letters / "ships.md").write_text(
        "# The ships\n\nThey came in the evening, and stayed.\n", encoding="utf-8"
    )
    soon(tab, "in the evening")
    # A preview promises nothing: the title changes, and the page stays where it is.
    (served.letters / "ships.md").write_text("# The boats\n\nThey stayed.\n", encoding="utf-8")
    expect(tab.locator("h1")).to_have_text("The boats", timeout=PATIENCE)
    assert tab.url == f"{served.root}articles/the-ships.html"
    assert not (served.letters / "permalinks.tsv").exists()


def test_an_error_is_told_in_the_page_and_goes_when_it_is_mended(served: Served, tab: Page) -> None:
    tab.goto(served.root)
    expect(tab).to_have_title("Harbour Letters")
    tab.evaluate("window.sameAsBefore = true")
    settings = served.letters / "archive.yml"
    settings.write_text("title: [Harbour\n", encoding="utf-8")
    alert = tab.get_by_role("alert")
    expect(alert).to_be_visible(timeout=PATIENCE)
    problems = tab.locator("backissues-problems pre")
    expect(problems).to_contain_text("archive.yml")
    expect(problems).to_contain_text("S-009 error")
    assert problems.inner_text() in served.said.read_text(encoding="utf-8")
    # The old site goes on being served, to this page and to another.
    assert tab.evaluate("window.sameAsBefore")
    tab.goto(f"{served.root}about.html")
    expect(tab).to_have_title("About this archive · Harbour Letters")
    expect(alert).to_be_visible()
    tab.get_by_role("button", name="Hide").click()
    expect(alert).to_be_hidden()
    settings.write_text("title: Letters of the Harbour\nlanguage: en\n", encoding="utf-8")
    expect(tab).to_have_title("About this archive · Letters of the Harbour", timeout=PATIENCE)
    expect(tab.locator("backissues-problems")).to_have_count(0)


def test_an_error_that_leaves_the_site_as_it_is_goes_without_a_reload(
    served: Served, tab: Page
) -> None:
    tab.goto(served.root)
    expect(tab).to_have_title("Harbour Letters")
    tab.evaluate("window.sameAsBefore = true")
    settings = served.letters / "archive.yml"
    before = settings.read_text(encoding="utf-8")
    settings.write_text("title: [Harbour\n", encoding="utf-8")
    expect(tab.get_by_role("alert")).to_be_visible(timeout=PATIENCE)
    settings.write_text(before, encoding="utf-8")
    expect(tab.locator("backissues-problems")).to_have_count(0, timeout=PATIENCE)
    assert tab.evaluate("window.sameAsBefore")


def test_templates_styles_and_new_documents_are_followed(served: Served, tab: Page) -> None:
    tab.goto(served.root)
    expect(tab).to_have_title("Harbour Letters")
    (served.letters / "docks.md").write_text("# The docks\n\nWet.\n", encoding="utf-8")
    soon(tab, "The docks")
    templates, styles = served.letters / "templates", served.letters / "static" / "css"
    templates.mkdir()
    (templates / "home.html").write_text(
        '{% extends "original/home.html" %}{% block main %}<p>One</p>{{ super() }}{% endblock %}',
        encoding="utf-8",
    )
    soon(tab, "One")
    (templates / "home.html").write_text(
        '{% extends "original/home.html" %}{% block main %}<p>Two</p>{{ super() }}{% endblock %}',
        encoding="utf-8",
    )
    soon(tab, "Two")
    (templates / "home.html").write_text("{% block main %}", encoding="utf-8")
    expect(tab.locator("backissues-problems pre")).to_contain_text("templates/home.html:1")
    (templates / "home.html").unlink()
    expect(tab.locator("backissues-problems")).to_have_count(0, timeout=PATIENCE)
    styles.mkdir(parents=True)
    (styles / "own.css").write_text("h1 { color: rgb(1, 2, 3); }", encoding="utf-8")
    expect(tab.locator("h1").first).to_have_css("color", "rgb(1, 2, 3)", timeout=PATIENCE)


def test_the_page_for_nothing_has_its_style_and_its_links_at_any_depth(
    tmp_path: Path, tab: Page
) -> None:
    with serving(tmp_path, settings="base_url: https://example.org/news/\n") as served:
        response = tab.goto(f"{served.root}news/deep/down/nothing.html")
        assert response is not None
        assert response.status == 404
        assert tab.evaluate("document.styleSheets.length") >= 1
        tab.get_by_role("link", name="Harbour Letters").first.click()
        expect(tab).to_have_url(f"{served.root}news/index.html")
        expect(tab).to_have_title("Harbour Letters")


def test_the_files_on_disk_know_nothing_of_the_server(tmp_path: Path, tab: Page) -> None:
    site = tmp_path / "site"
    with serving(tmp_path, "-o", str(site)) as served:
        tab.goto(served.root)
        assert "_backissues" in tab.content()
        # A folder that was named is a site like any other: what it promises is kept.
        assert (served.letters / "permalinks.tsv").exists()
    for file in site.rglob("*"):
        assert file.is_dir() or b"_backissues" not in file.read_bytes(), file
    tab.goto((site / "index.html").as_uri())
    assert tab.locator("script[src*=reload]").count() == 0
