"""What holds of every page of the site; each is opened once, and once more without JavaScript."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from playwright.sync_api import Browser, Page

from hosting import Site, listen

pytestmark = pytest.mark.browser

WIDTHS = (1280, 768, 320)


class Facts(NamedTuple):
    """What a reader's browser makes of one page."""

    language: str | None
    feeds: int
    mains: int
    text: str
    text_without_scripts: str
    ids: frozenset[str]
    links: tuple[str, ...]
    reaches: tuple[int, ...]


@pytest.fixture(scope="module")
def visited(chromium: Browser, site: Site) -> dict[str, Facts]:
    """The facts of every page, by its address on the disk; 404.html works on a host only."""
    reading, plain = chromium.new_context(), chromium.new_context(java_script_enabled=False)
    page, other = reading.new_page(), plain.new_page()
    faults = [listen(page, site), listen(other, site)]
    facts = {}
    for file in sorted(site.folder.rglob("*.html")):
        path = file.relative_to(site.folder).as_posix()
        if path != "404.html":
            address = urljoin(site.disk, path.replace(" ", "%20"))
            facts[address] = look(page, other, address)
    reading.close()
    plain.close()
    assert faults == [[], []]
    return facts


def look(page: Page, other: Page, address: str) -> Facts:
    """Open an address in two pages, the second without JavaScript, and note what is there."""
    page.set_viewport_size({"width": WIDTHS[0], "height": 800})
    page.goto(address)
    other.goto(address)
    ids = page.eval_on_selector_all("[id]", "all => all.map(one => one.id)")
    links = page.eval_on_selector_all("[href], [src]", "all => all.map(one => one.href || one.src)")
    text = page.inner_text("main")
    reaches = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        reaches.append(page.evaluate("document.scrollingElement.scrollWidth"))
    return Facts(
        language=page.get_attribute("html", "lang"),
        feeds=page.locator("link[rel=alternate][type='application/rss+xml']").count(),
        mains=page.locator("main").count(),
        text=text,
        text_without_scripts=other.inner_text("main"),
        ids=frozenset(ids),
        links=tuple(links),
        reaches=tuple(reaches),
    )


def test_every_link_leads_somewhere(visited: dict[str, Facts], site: Site) -> None:
    broken = set()
    for page, facts in visited.items():
        for link in facts.links:
            if not link.startswith("file:"):
                continue
            address, fragment = urldefrag(link)
            file = unquote(address.removeprefix(site.disk))
            there = address.startswith(site.disk) and (site.folder / file).is_file()
            if not there:
                broken.add(f"{page}: {link} is not there")
            elif fragment and address in visited and unquote(fragment) not in visited[address].ids:
                broken.add(f"{page}: {link} has no such place")
    assert sorted(broken) == []


def test_every_page_is_linked_from_another(visited: dict[str, Facts]) -> None:
    linked = {
        urldefrag(link).url
        for page, facts in visited.items()
        for link in facts.links
        if urldefrag(link).url != page
    }
    assert sorted(set(visited) - linked) == []


def test_no_page_scrolls_sideways(visited: dict[str, Facts]) -> None:
    wide = [
        f"{page}: {reach} px at {width} px"
        for page, facts in visited.items()
        for width, reach in zip(WIDTHS, facts.reaches, strict=True)
        if reach > width
    ]
    assert wide == []


def test_everything_reads_without_javascript(visited: dict[str, Facts]) -> None:
    assert [page for page, facts in visited.items() if not facts.text.strip()] == []
    poorer = [page for page, facts in visited.items() if facts.text != facts.text_without_scripts]
    # The search says there what else leads to an article.
    assert [page.rpartition("/")[2] for page in poorer] == ["search.html"]


def test_every_page_names_its_language_and_the_feed(visited: dict[str, Facts]) -> None:
    assert [page for page, facts in visited.items() if not facts.language] == []
    assert [page for page, facts in visited.items() if facts.feeds not in {1, 2, 3}] == []
    assert [page for page, facts in visited.items() if facts.mains != 1] == []
