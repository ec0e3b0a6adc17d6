"""A reader's ways through the site: by clicks, from a disk and a server, on any screen."""

from __future__ import annotations

from urllib.parse import urldefrag, urljoin

import pytest
from playwright.sync_api import Browser, Page

from hosting import Site

pytestmark = pytest.mark.browser


def follow(page: Page, address: str) -> None:
    """Click the first link to `address`, as a person would: a folded one is unfolded first."""
    for link in page.get_by_role("link", include_hidden=True).all():
        if urldefrag(link.evaluate("a => a.href")).url != address:
            continue
        for summary in link.locator("xpath=ancestor::details[not(@open)]/summary").all():
            summary.click()
        link.click()
        page.wait_for_url(lambda url: urldefrag(url).url == address)
        return
    pytest.fail(f"{page.url} has no link to {address}")


def words(text: str) -> str:
    return " ".join(text.split())


def url(root: str, path: str) -> str:
    return urljoin(root, path.replace(" ", "%20"))


def test_an_article_of_each_kind_is_three_clicks_from_home(
    page: Page, site: Site, root: str
) -> None:
    kinds = {record["kind"]: record for record in site.records}
    assert sorted(kinds) == ["brief", "essay", "interview", "issue", "thread"]
    for kind, record in kinds.items():
        page.goto(url(root, "index.html"))
        follow(page, url(root, "kinds/index.html"))
        follow(page, url(root, f"kinds/{kind}.html"))
        follow(page, url(root, record["url"]))
        assert words(page.locator("h1").inner_text()) == words(record["title"])
        assert page.locator("h1").count() == 1


def test_home_leads_to_every_article_of_a_small_archive(page: Page, site: Site, root: str) -> None:
    for record in site.records:
        page.goto(url(root, "index.html"))
        follow(page, url(root, record["url"]))


def test_a_tag_leads_to_its_articles_and_back(page: Page, site: Site, root: str) -> None:
    record = next(record for record in site.records if record["tags"])
    page.goto(url(root, record["url"]))
    tag = page.locator("main a[href*='tags/']").first
    label, address = words(tag.inner_text()), tag.evaluate("a => a.href")
    tag.click()
    page.wait_for_url(address)
    assert label in words(page.locator("h1").inner_text())
    follow(page, url(root, record["url"]))
    follow(page, url(root, "tags/index.html"))
    follow(page, address)


def test_the_source_view_numbers_every_line(page: Page, site: Site, root: str) -> None:
    for record in site.records:
        page.goto(url(root, record["url"]))
        follow(page, url(root, f"sources/{record['path']}.html"))
        file = site.folder / "sources" / record["path"]
        last = len(file.read_text(encoding="utf-8").rstrip("\n").split("\n"))
        for number in (1, last):
            line = page.locator(f"#L{number}")
            assert line.count() == 1, (record["path"], number)
        page.locator(f"a[href$='#L{last}']").first.click()
        assert page.url.endswith(f"#L{last}")
        assert page.locator("#L1").bounding_box() is not None
        raw = page.locator(f"a[href$='{record['path']}']").first
        assert urldefrag(raw.evaluate("a => a.href")).url == url(root, f"sources/{record['path']}")


def test_each_field_of_an_article_leads_to_its_line(page: Page, site: Site, root: str) -> None:
    for record in site.records:
        page.goto(url(root, record["url"]))
        targets = page.eval_on_selector_all(
            "main a[href*='sources/'][href*='#L']", "links => links.map(link => link.href)"
        )
        assert targets, record["path"]
        page.goto(targets[0])
        assert page.locator(f"[id='{urldefrag(targets[0]).fragment}']").count() == 1


def test_a_wrong_address_shows_the_404_page_at_any_depth(chromium: Browser, site: Site) -> None:
    context = chromium.new_context()
    page = context.new_page()
    for lost in ("nothing.html", "tags/nothing.html", "a/b/c/d.html"):
        answer = page.goto(url(site.served, lost))
        assert answer is not None
        assert answer.status == 404
        sheets = page.evaluate("[...document.styleSheets].map(sheet => sheet.href)")
        assert sheets
        assert all(sheet.startswith(site.served) for sheet in sheets)
        follow(page, url(site.served, "index.html"))
        assert page.title()
    context.close()
