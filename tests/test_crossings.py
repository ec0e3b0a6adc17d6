"""Links between documents of a collection: to pages, to parts of them, to what is not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html

from backissues import cli

LETTER = """\
# Ropes

We have told [how to splice](../2019/splice.md) before, and [why](../2019/splice.md#the-long-way),
and [when](../2019/splice.md#years), and [all](../2019/été%20long.txt "An old letter"). There is no
[third part](third.md) though,
nor [a page](/about) or [a place](www.example.org) that this archive knows; but see
[the knot](../knot.png), [a site](https://example.org/splice.md) and [the end](#the-end).

## The end

Here it ends, after [a part that nobody wrote](../2019/splice.md#nowhere) and
[one that was withdrawn](gone.txt#why).
"""
SPLICE = """\
# How to splice

What was said of [its end](../2020/ropes.md#the-end) came later.

First unlay the strands, then marry them, then tuck each one under.

## The long way

It takes an hour longer, and holds for a hundred years, as the harbour at home can show.

## How long it holds {#years}

Nobody has seen the end of one yet, and the oldest among us have looked for forty years.
"""
LONG = (
    "A long summer\n\nNothing was spliced in it, and nothing was said, for the whole of a month.\n"
)
GONE = "A short letter\n\nIts author asked that nobody should read it, and so nobody does now.\n"


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    folder = tmp_path / "letters"
    for path, text in {
        "2020/ropes.md": LETTER,
        "2020/gone.txt": GONE,
        "2019/splice.md": SPLICE,
        "2019/été long.txt": LONG,
        "archive.yml": "language: en\nbase_url: https://a.example/x/\n",
    }.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    (folder / "knot.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return folder


def build(letters: Path, *options: str) -> Path:
    site = letters.with_name("site")
    assert cli.main(["build", str(letters), "-o", str(site), "--quiet", *options]) == 0
    return site


def withdraw(letters: Path) -> Path:
    build(letters)
    (letters / "2020" / "gone.yml").write_text("withdrawn: as asked\n", encoding="utf-8")
    return build(letters)


GOALS = {
    "how to splice": "how-to-splice.html",
    "why": "how-to-splice.html#section-1",
    "when": "how-to-splice.html#years",
    "all": "a-long-summer.html",
    "the knot": "../media/knot.png",
    "a site": "https://example.org/splice.md",
    "the end": "#section-1",
    "a part that nobody wrote": "how-to-splice.html",
    "one that was withdrawn": "a-short-letter.html",
}


def test_links_lead_to_the_pages_of_what_they_mean(letters: Path) -> None:
    page = html.parse(str(withdraw(letters) / "articles" / "ropes.html"))
    text = page.xpath("//*[contains(@class, 'e-content')]")[0]
    links = {link.text_content(): link.get("href") for link in text.xpath(".//a")}
    assert {words: links.get(words) for words in GOALS} == GOALS


def test_a_link_to_what_is_not_there_is_words_that_say_so(letters: Path) -> None:
    page = html.parse(str(build(letters) / "articles" / "ropes.html"))
    dead = {one.text: one.get("title") for one in page.xpath("//*[@class='dead-link']")}
    assert dead.keys() == {"third part", "a page", "a place"}
    assert "third.md" in dead["third part"]


def test_feeds_name_whole_addresses(letters: Path) -> None:
    feed = (withdraw(letters) / "feed.json").read_text("utf-8")
    for goal in ("how-to-splice.html#section-1", "a-long-summer.html", "a-short-letter.html"):
        assert f"https://a.example/x/articles/{goal}" in feed
    assert "https://a.example/x/media/knot.png" in feed
    assert "splice.md#" not in feed
    assert not re.search(r"href=.{0,2}third", feed)


def test_a_page_follows_the_address_of_what_it_links_to(letters: Path) -> None:
    site = build(letters)
    (letters / "2019" / "splice.yml").write_text("address: splicing\n", encoding="utf-8")
    build(letters)
    page = (site / "articles" / "ropes.html").read_text("utf-8")
    assert 'href="splicing.html#section-1"' in page


def test_links_that_mean_nothing_are_told_with_their_line(
    letters: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["check", str(letters)])
    said = capsys.readouterr().err
    told = re.findall(r"ropes\.md:(\d+): L-005 note: links to (\S+),", said)
    assert told == [("5", "third.md"), ("6", "/about"), ("6", "www.example.org")]
