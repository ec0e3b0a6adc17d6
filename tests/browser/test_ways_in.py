"""The ways to an article, as a reader goes them: by year, by tag, by the chronology."""

from __future__ import annotations

from urllib.parse import urldefrag, urljoin

import pytest
from playwright.sync_api import Page

from hosting import Site

pytestmark = pytest.mark.browser


def url(root: str, path: str) -> str:
    return urljoin(root, path.replace(" ", "%20"))


def addresses(page: Page, query: str) -> list[str]:
    """The addresses that the links of a query lead to."""
    return page.eval_on_selector_all(query, "links => links.map(link => link.href)")


def test_every_article_is_three_clicks_from_home_by_its_year(
    page: Page, site: Site, root: str
) -> None:
    page.goto(url(root, "index.html"))
    years = addresses(page, "main a[href^='years/']")
    found = set()
    for year in years:
        page.goto(year)
        found |= {urldefrag(address).url for address in addresses(page, ".articles a")}
    assert {url(root, record["url"]) for record in site.records} <= found


def test_the_index_of_tags_is_narrowed_to_a_sort_and_widened_again(page: Page, root: str) -> None:
    page.goto(url(root, "tags/index.html"))
    terms = page.locator(".letter li")
    every = terms.count()
    assert terms.and_(page.locator(":visible")).count() == every
    page.click("a[href='#only-organisation']")
    kept = terms.and_(page.locator(":visible"))
    assert 0 < kept.count() < every
    assert kept.count() == page.locator(".letter li.organisation").count()
    assert page.locator(".letter h2:visible").count() <= kept.count(), "no letter without a tag"
    page.click(".only:visible a")
    assert terms.and_(page.locator(":visible")).count() == every


def test_each_mark_of_the_chronology_leads_to_what_it_stands_for(
    page: Page, site: Site, root: str
) -> None:
    page.goto(url(root, "chronology.html"))
    marks = addresses(page, ".time td a")
    assert marks
    articles = {url(root, record["url"]) for record in site.records}
    for address in marks:
        page.goto(address)
        fragment = urldefrag(address).fragment
        assert address in articles or page.locator(f"[id='{fragment}']").count() == 1


def test_the_chronology_is_scrolled_by_keyboard_on_a_narrow_screen(page: Page, root: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(url(root, "chronology.html"))
    box = page.locator(".table:has(.time)")
    box.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('.table:has(.time)').scrollLeft > 0")
    assert page.evaluate("document.scrollingElement.scrollWidth") == 320


def test_the_chronology_shows_on_which_side_there_is_more_of_it(page: Page, root: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(url(root, "chronology.html"))
    page.locator(".time").evaluate("table => table.style.visibility = 'hidden'")
    box = page.locator(".table").bounding_box()
    assert box

    def edges() -> tuple[bytes, bytes]:
        """The table's outermost stripes, left and right, without the table itself."""
        starts = (box["x"], box["x"] + box["width"] - 1)
        stripes = [{"x": x, "y": box["y"], "width": 1, "height": 20} for x in starts]
        return (page.screenshot(clip=stripes[0]), page.screenshot(clip=stripes[1]))

    paper, shade = edges()
    assert paper != shade
    page.locator(".table").evaluate("box => box.scrollLeft = box.scrollWidth")
    left, right = edges()
    assert (left != paper, right) == (True, paper)
    page.set_viewport_size({"width": 1280, "height": 800})
    box = page.locator(".table").bounding_box()
    assert box
    assert edges() == (paper, paper)
