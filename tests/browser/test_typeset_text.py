"""What typography must not take from a reader: to find words in a page, to copy them out of it."""

from __future__ import annotations

import json
import re
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page

from hosting import Site

pytestmark = pytest.mark.browser

FIND = """words => {
  getSelection().collapse(document.body, 0);
  return window.find(words) ? getSelection().toString() : null;
}"""
COPY = """() => {
  getSelection().selectAllChildren(document.querySelector("main"));
  return getSelection().toString();
}"""
PAGE = """<!doctype html><html lang="fr"><meta charset="utf-8"><title>page</title><main>
<p>un mot\u202f: suite, 10\u202f000 € et 12\u00a0km</p><p>et alors… voici</p>
<p>le 1<sup>er</sup> juin</p>
<p>ici <span role="img" aria-label="3 × 👇">👇👇👇</span> là</p></main>"""


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize(
    "words",
    ["un mot : suite", "10 000 €", "12 km", "alors... voici", "alors…", "le 1er juin", "👇👇👇 là"],
)
def test_what_a_reader_types_finds_what_is_set(page: Page, words: str) -> None:
    page.set_content(PAGE)
    found = page.evaluate(FIND, words)
    assert found is not None
    assert bare(found).replace("…", "...") == bare(words).replace("…", "...")


def test_the_words_of_an_article_are_found_and_copied_as_the_source_has_them(
    page: Page, site: Site
) -> None:
    for record in site.records:
        page.goto(urljoin(site.disk, record["url"]))
        copied = bare(page.evaluate(COPY))
        source = (site.folder / "sources" / record["path"]).read_text(encoding="utf-8")
        for line in re.findall(r"[^\W\d_][\w’', ]{30,60} [:;?!](?=\s|$)", source)[:5]:
            assert page.evaluate(FIND, line) is not None, json.dumps(line)
            assert bare(line) in copied
