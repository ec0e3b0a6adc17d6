"""The search as readers use it: by keyboard, from a disk and a server, without scripts."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page, expect

from hosting import Site

pytestmark = pytest.mark.browser

BOX = "main input[type=search]"
FOUND = "#_results [role=status]"
TITLES = "#_results h2 a"


def ask(page: Page, root: str, query: str) -> None:
    """Open the search page and type a query."""
    page.goto(urljoin(root, "search.html"))
    page.locator(BOX).press_sequentially(query)


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("élysée", "Élysée"),
        ("elysee", "Élysée"),
        ("openai", "OpenAI"),
        ("ia", "IA"),
        ("modele", "modèles"),
        ("NVIDIA", "Nvidia"),
    ],
)
def test_words_are_found_while_one_types(page: Page, root: str, query: str, marked: str) -> None:
    ask(page, root, query)
    expect(page.locator("#_results mark", has_text=marked).first).to_be_visible()
    expect(page.locator(FOUND)).to_contain_text("article")


def test_a_result_shows_what_an_article_is_and_leads_to_it(
    page: Page, site: Site, root: str
) -> None:
    record = next(record for record in site.records if record["published"])
    ask(page, root, record["title"])
    first = page.locator("#_results li").filter(has_text=record["title"])
    expect(first.locator("time")).to_have_attribute("datetime", record["published"])
    expect(first.locator(".kicker")).not_to_be_empty()
    expect(first.locator(".summary")).not_to_be_empty()
    first.locator("a").click()
    page.wait_for_url(urljoin(root, record["url"]))


def test_the_box_of_any_page_leads_to_the_search(page: Page, site: Site, root: str) -> None:
    for path in ("index.html", site.records[0]["url"]):
        page.goto(urljoin(root, path))
        box = page.get_by_role("searchbox")
        box.press_sequentially("L’IA & <b>")
        box.press("Enter")
        page.wait_for_url("**/search.html?*")
        expect(page.locator(BOX)).to_have_value("L’IA & <b>")
        expect(page.locator(TITLES).first).to_be_visible()


def test_the_box_of_any_page_shows_the_first_results_and_hides_them(page: Page, root: str) -> None:
    page.goto(urljoin(root, "about.html"))
    page.get_by_role("searchbox").press_sequentially("modele")
    panel = page.locator(".results-panel")
    expect(panel.locator("mark, a").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("s")
    expect(panel).to_be_visible()
    page.keyboard.press("Tab")  # the button
    page.keyboard.press("Tab")
    expect(panel.locator("a").first).to_be_focused()
    address = panel.locator("a").first.evaluate("link => link.href")
    page.keyboard.press("Enter")
    page.wait_for_url(address)


def test_the_search_needs_no_mouse(page: Page, root: str) -> None:
    ask(page, root, "modele")
    expect(page.locator(TITLES).first).to_be_visible()
    expect(page.locator(BOX)).to_be_focused()  # results take no focus away
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('#_results h2 a')"):
            break
    expect(page.locator(TITLES).first).to_be_focused()


def test_facets_narrow_the_results_and_stand_in_the_address(page: Page, root: str) -> None:
    ask(page, root, "ia")
    expect(page.locator(FOUND)).to_have_text("5 articles")
    kinds = page.locator("[data-facet=kind]")
    kinds.locator("summary").press("Enter")
    box = kinds.get_by_role("checkbox").first
    box.press("Space")
    expect(page.locator(FOUND)).to_have_text("1 article")
    expect(page.locator(TITLES)).to_have_count(1)
    expect(box).to_be_focused()
    title = page.locator(TITLES).inner_text()
    assert "q=ia&kind=" in page.url
    page.reload()
    expect(page.locator(TITLES)).to_have_text(title)
    expect(kinds.get_by_role("checkbox", checked=True, include_hidden=True)).to_have_count(1)


def test_nothing_found_is_said(page: Page, root: str) -> None:
    ask(page, root, "zzqxjkwv")
    expect(page.locator(FOUND)).to_contain_text("Aucun résultat")
    expect(page.locator(TITLES)).to_have_count(0)
    page.locator(BOX).fill("")
    expect(page.locator(FOUND)).to_be_empty()


@pytest.mark.parametrize(
    "query",
    ["<img src=x onerror=alert(1)>", '"><svg onload=alert(2)>', "javascript:alert(3)", "*+?"],
)
def test_hostile_queries_are_words(page: Page, root: str, query: str) -> None:
    ask(page, root, query)
    page.locator(BOX).press_sequentially(" ia")
    expect(page.locator(FOUND)).not_to_be_empty()
    assert page.locator("main :is(img, svg, script)").count() == 0


def test_without_scripts_the_search_says_what_to_use(
    chromium: Browser, site: Site, root: str
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(urljoin(root, "index.html"))
    page.get_by_role("searchbox").fill("modele")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url("**/search.html?q=modele")
    expect(page.locator("main .notice")).to_be_visible()
    assert page.locator("main a[href='tags/index.html']").is_visible()
    context.close()
