"""What makes a text good to read: where one is, a quiet page, paper, and no need of a script."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page

from hosting import Site

pytestmark = pytest.mark.browser


def address(site: Site, kind: str) -> str:
    return urljoin(site.disk, next(one["url"] for one in site.records if one["kind"] == kind))


@pytest.fixture
def plain(chromium: Browser) -> Iterator[Page]:
    """A small window without JavaScript."""
    context = chromium.new_context(
        java_script_enabled=False, viewport={"width": 390, "height": 500}
    )
    yield context.new_page()
    context.close()


def test_the_number_of_a_post_stays_while_one_reads_it(plain: Page, site: Site) -> None:
    plain.goto(address(site, "thread"))
    posts = plain.locator(".post")
    tallest = max(range(posts.count()), key=lambda at: posts.nth(at).bounding_box()["height"])
    post = posts.nth(tallest)
    plain.mouse.move(200, 250)
    plain.mouse.wheel(0, post.bounding_box()["y"] + 40)
    plain.wait_for_timeout(200)
    box, number = post.bounding_box(), post.locator(".number").bounding_box()
    assert box["y"] < 0 < box["y"] + box["height"]
    assert number["y"] >= 0


@pytest.mark.parametrize("kind", ["thread", "brief"])
def test_the_contents_mark_what_is_being_read(page: Page, site: Site, kind: str) -> None:
    page.goto(address(site, kind))
    page.locator(".contents a").nth(1).click()
    page.locator(".contents a[aria-current='location']").wait_for()
    page.wait_for_timeout(100)
    tops = page.eval_on_selector_all(
        ".contents a",
        """links => links.map(link => [
            document.querySelector(link.hash).getBoundingClientRect().top,
            link.hasAttribute("aria-current"),
        ])""",
    )
    assert [place for place, (_, current) in enumerate(tops) if current] == [1]
    page.locator(".contents a").last.click()
    page.wait_for_timeout(200)
    assert page.locator(".contents a").last.get_attribute("aria-current") == "location"
    page.evaluate("window.scrollTo({ top: 0, behavior: 'instant' })")
    page.locator(".contents a[aria-current]").wait_for(state="detached")


def test_a_printed_page_keeps_the_text_and_says_where_it_stood(page: Page, site: Site) -> None:
    for record in site.records:
        page.goto(urljoin(site.served, record["url"]))
        page.emulate_media(media="print")
        assert page.locator(".text").inner_text().strip()
        assert page.locator(".head .paper").inner_text() == urljoin(site.served, record["url"])
        for gone in (".masthead nav", ".skip", ".contents", ".neighbours"):
            assert not page.locator(gone).first.is_visible(), (record["url"], gone)
        parted = page.eval_on_selector_all(
            "h1, h2, h3, h4",
            "all => all.filter(one => getComputedStyle(one).breakAfter !== 'avoid').length",
        )
        assert parted == 0
        assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
        page.emulate_media(media="screen")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_focus_can_be_seen_in_forced_colours(page: Page, site: Site, scheme: str) -> None:
    page.emulate_media(forced_colors="active", color_scheme=scheme)
    page.goto(address(site, "issue"))
    for _ in range(8):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none"


def test_nothing_moves_by_itself(page: Page, site: Site) -> None:
    for record in site.records:
        page.goto(urljoin(site.served, record["url"]))
        page.evaluate("document.fonts.ready.then(() => true)")
        assert page.evaluate("document.getAnimations().length") == 0
        shift = page.evaluate(
            """() => new Promise(done => {
                let sum = 0;
                new PerformanceObserver(list => {
                    for (const entry of list.getEntries()) sum += entry.value;
                }).observe({ type: "layout-shift", buffered: true });
                setTimeout(() => done(sum), 100);
            })"""
        )
        # A tenth is where the web's own measure stops calling a page steady.
        assert shift < 0.1, (record["url"], shift)


def test_the_archives_own_face_comes_from_the_archive(page: Page, site: Site) -> None:
    for root in (site.disk, site.served):
        page.goto(urljoin(root, site.records[0]["url"]))
        page.evaluate("document.fonts.ready.then(() => true)")
        loaded = page.evaluate(
            "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
        )
        assert "Newsreader" in loaded
