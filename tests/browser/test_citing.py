"""A reader who cites: the citation is in sight, can be copied, and is taken as a file."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page

from hosting import Site

pytestmark = pytest.mark.browser


def test_a_citation_is_read_and_taken_as_a_file(page: Page, site: Site) -> None:
    record = next(record for record in site.records if record["kind"] == "issue")
    page.goto(urljoin(site.served, record["url"]))
    section = page.locator("#_cite")
    assert section.locator(".citation").is_visible()
    cited = " ".join(section.locator(".citation").inner_text().split())
    for words in (*record["authors"], record["title"], record["series"], record["url"]):
        assert words in cited
    section.locator("summary").click()
    for place in range(2):
        shown = section.locator("pre").nth(place).inner_text()
        with page.expect_download() as taken:
            section.locator("a[download]").nth(place).click()
        assert Path(taken.value.path()).read_text(encoding="utf-8").strip() == shown.strip()
