"""The rules of search words and of queries, in the script that readers run: the same case files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page

from backissues import assets
from backissues.concordance import ranges
from backissues.concordance.postings import Concordance, levels
from backissues.text.search_words import words

pytestmark = pytest.mark.browser

CASES = Path(__file__).resolve().parent.parent / "cases" / "search"


class Case(NamedTuple):
    """A query and a text; brackets stand around the words that the query marks in it."""

    query: str
    text: str

    @property
    def bare(self) -> str:
        return self.text.replace("[", "").replace("]", "")


def cases() -> list[Case]:
    found, query = [], ""
    for line in (CASES / "queries.txt").read_text(encoding="utf-8").split("\n")[1:]:
        if line.startswith("  "):
            found.append(Case(query, line.strip()))
        elif line:
            query = line
    return found


QUERIES = cases()
TEXTS = [
    line.split(" = ")[0]
    for line in (CASES / "words.txt").read_text(encoding="utf-8").split("\n")[1:]
    if " = " in line
]


@pytest.fixture(scope="module")
def searching(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Page:
    """A page with the script, beside an index of all texts of the cases."""
    folder = tmp_path_factory.mktemp("search cases")
    made = Concordance()
    for number, case in enumerate(QUERIES):
        made.add(number, levels("", (), case.bare))
    # Parted as the index of a large archive is.
    bounds = ranges.bounds({word: 1 for case in QUERIES for word in words(case.bare)}, most=16)
    assert len(bounds) > 10
    pieces: dict[str, object] = {"index": {"count": len(QUERIES), "block": 1024, "bounds": bounds}}
    for bound, written in zip(bounds, made.ranges(bounds), strict=True):
        pieces[f"words-{ranges.name(bound)}" if bound else "words"] = written
    for number, case in enumerate(QUERIES):
        pieces[f"articles/{number}"] = {"title": "", "text": case.bare}
    for name, piece in pieces.items():
        file = folder / "search" / f"{name}.js"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"backissues.hold({json.dumps(name)},{json.dumps(piece)});", "utf-8")
    scripts = sorted((assets.static() / "js").glob("*.js"))
    joined = "".join(file.read_text(encoding="utf-8") for file in scripts)
    (folder / "search.js").write_text(joined, "utf-8")
    (folder / "page.html").write_text(
        '<!doctype html><meta charset="utf-8"><script src="search.js"></script>', "utf-8"
    )
    page = chromium.new_page()
    page.goto((folder / "page.html").as_uri())
    return page


@pytest.mark.parametrize("text", TEXTS)
def test_the_page_parts_a_text_into_the_same_words(searching: Page, text: str) -> None:
    assert searching.evaluate("text => backissues.words(text)", text) == list(words(text))


@pytest.mark.parametrize("case", QUERIES, ids=lambda case: f"{case.query}: {case.text}")
def test_a_query_finds_a_text_and_marks_its_words(searching: Page, case: Case) -> None:
    asked = """async ([query, text]) => {
        const answer = await backissues.answer(location.href, query);
        const shown = document.createElement("p");
        backissues.mark(shown, text, answer.tests);
        for (const mark of shown.children) mark.prepend("["), mark.append("]");
        return [answer.articles, shown.textContent];
    }"""
    articles, shown = searching.evaluate(asked, [case.query, case.bare])
    found = [number for number in articles if QUERIES[number].bare == case.bare]
    if "[" in case.text:
        assert found
        assert shown == case.text
    else:
        assert found == []
