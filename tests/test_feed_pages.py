"""The whole archive by feed: pages that keep their members, and nothing that a reader misses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from backissues.archive import collect
from backissues.model import Card, Heading, Link, Part, Settings, Span, Text
from backissues.outputs.feeds.archived import PAGE
from backissues.outputs.feeds.entries import entry_id
from letters import BASE, HERE, Bodies, card, feeds_of, files, gone, paragraph


def ids(data: bytes) -> list[str]:
    feed = feedparser.parse(data)
    assert not feed.bozo
    return [entry.id for entry in feed.entries]


def wanted(numbers: Iterable[int]) -> list[str]:
    return [entry_id(f"id{number}") for number in numbers]


def of(numbers: Iterable[int], withdrawn: Iterable[int] = (), **others: Any) -> dict[str, bytes]:
    cards = tuple(card(number) for number in numbers)
    made = replace(collect(cards, (), "fr"), withdrawn=tuple(gone(one) for one in withdrawn))
    return files(made, **others)


def links(data: bytes) -> dict[str, str]:
    return {link.rel: link.href for link in feedparser.parse(data).feed.links}


# --- pages ---------------------------------------------------------------------------------------


def test_full_pages_are_counted_from_the_oldest_arrival() -> None:
    made = of(range(2 * PAGE + 5))
    assert ids(made["feeds/rss/1.xml"]) == wanted(reversed(range(PAGE)))
    assert ids(made["feeds/atom/2.xml"]) == wanted(reversed(range(PAGE, 2 * PAGE)))
    assert "feeds/rss/3.xml" not in made
    feed = json.loads(made["feeds/json/1.json"])
    assert [item["id"] for item in feed["items"]] == wanted(reversed(range(PAGE)))


@pytest.mark.parametrize(("form", "current"), [("rss", "rss.xml"), ("atom", "atom.xml")])
def test_one_comes_from_the_newest_to_the_oldest_and_back(form: str, current: str) -> None:
    made = of(range(2 * PAGE + 5))
    assert links(made[current])["prev-archive"] == f"{BASE}feeds/{form}/2.xml"
    second, first = links(made[f"feeds/{form}/2.xml"]), links(made[f"feeds/{form}/1.xml"])
    assert second["prev-archive"] == first["self"] == f"{BASE}feeds/{form}/1.xml"
    assert first["next-archive"] == second["self"]
    assert first["current"] == second["current"] == BASE + current
    assert "next-archive" not in second
    assert "prev-archive" not in first
    mark = b"<fh:archive"
    assert mark in made[f"feeds/{form}/1.xml"]
    assert mark not in made[current]
    assert b'xmlns:fh="http://purl.org/syndication/history/1.0"' in made[f"feeds/{form}/1.xml"]


def test_json_feeds_lead_back_page_by_page() -> None:
    made = of(range(2 * PAGE))
    path, seen = "feed.json", []
    while path:
        feed = json.loads(made[path])
        assert feed["feed_url"] == BASE + path
        seen += [item["id"] for item in feed["items"]]
        path = feed.get("next_url", "").removeprefix(BASE)
    assert set(seen) == set(wanted(range(2 * PAGE)))


def test_an_archive_of_less_than_a_page_has_none() -> None:
    made = of(range(PAGE - 1))
    assert not [path for path in made if path.startswith("feeds/")]
    assert "prev-archive" not in links(made["rss.xml"])
    assert "next_url" not in json.loads(made["feed.json"])


@settings(deadline=None, max_examples=25)
@given(st.data(), st.integers(1, 3 * PAGE), st.integers(1, 30))
def test_a_full_page_keeps_its_members_whatever_becomes_of_them(
    data: st.DataObject, count: int, feed_size: int
) -> None:
    before = of(range(count))
    left = data.draw(st.sets(st.integers(0, count - 1)))
    more = data.draw(st.integers(0, PAGE))
    site = replace(HERE, feed_size=feed_size, base_url="https://moved.example/")
    kept = [number for number in range(count + more) if number not in left]
    after = of(kept, left, site=site)
    for path, page in before.items():
        if path.startswith(("feeds/rss/", "feeds/atom/")):
            assert ids(after[path]) == ids(page)
    # And whoever follows the feed from its newest page to the oldest has everything.
    seen = [one for path, page in after.items() if "rss" in path for one in ids(page)]
    assert set(seen) == set(wanted(range(count + more)))


def test_the_archive_keeps_its_id_while_an_error_keeps_its_first_article_out() -> None:
    def feed_id(data: bytes) -> str:
        return str(feedparser.parse(data).feed.id)

    before = feed_id(of(range(3))["atom.xml"])
    cards = collect((card(1), card(2)), (), "fr")
    out_for_now = replace(cards, withdrawn=(replace(gone(0), for_now=True),))
    assert feed_id(files(out_for_now)["atom.xml"]) == before
    assert feed_id(of((1, 2), (0,))["atom.xml"]) == before


def test_a_page_is_the_same_bytes_until_something_in_it_changes() -> None:
    before, after = of(range(2 * PAGE)), of(range(2 * PAGE + 1))
    for form in ("rss", "atom"):
        assert before[f"feeds/{form}/1.xml"] == after[f"feeds/{form}/1.xml"]
        assert before[f"feeds/{form}/2.xml"] == after[f"feeds/{form}/2.xml"]


def test_a_page_follows_corrections_and_a_moved_address() -> None:
    cards = [card(number) for number in range(PAGE)]
    cards[3] = card(3, title="Better", url="articles/better.html")
    moved = replace(HERE, base_url="https://moved.example/")
    page = feedparser.parse(feeds_of(cards, site=moved)["feeds/rss/1.xml"])
    entry = next(one for one in page.entries if one.id == entry_id("id3"))
    assert (entry.title, entry.link) == ("Better", "https://moved.example/articles/better.html")


def test_a_long_article_of_a_page_is_told_in_short_and_the_others_are_whole() -> None:
    bodies = Bodies({"id4": (paragraph(Text("word " * 600_000)),)})
    made = of(range(PAGE), store=bodies)
    page = feedparser.parse(made["feeds/rss/1.xml"])
    texts = {entry.id: entry.content[0].value for entry in page.entries}
    assert len(made["feeds/rss/1.xml"]) < 500_000
    assert "trop long" in texts[entry_id("id4")]
    assert "Some words." in texts[entry_id("id5")]


def test_an_article_that_an_error_keeps_out_for_now_is_left_to_those_who_have_it() -> None:
    cards = tuple(card(number) for number in range(PAGE + 1) if number != 3)
    made = files(replace(collect(cards, (), "fr"), withdrawn=(replace(gone(3), for_now=True),)))
    assert ids(made["feeds/rss/1.xml"]) == wanted(n for n in reversed(range(PAGE)) if n != 3)


# --- the feed before them ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "feed_size", "newest"),
    [(5, 20, 5), (45, 20, 20), (39, 5, 19), (41, 5, 5), (40, 5, 5), (45, 100, 45)],
)
def test_the_feed_has_what_no_page_has_and_as_many_as_are_wanted(
    count: int, feed_size: int, newest: int
) -> None:
    made = of(range(count), site=replace(HERE, feed_size=feed_size))
    assert ids(made["rss.xml"]) == wanted(reversed(range(count - newest, count)))
    assert ids(made["atom.xml"]) == ids(made["rss.xml"])


def test_what_a_page_has_is_left_out_where_the_feed_is_full() -> None:
    long = (paragraph(Text("<&> " * 12_000)),)
    made = of(range(PAGE + 1), store=Bodies({f"id{one}": long for one in range(PAGE + 1)}))
    assert ids(made["rss.xml"]) == wanted([PAGE])
    assert len(made["feeds/rss/1.xml"]) > 500_000  # a page has all its members, whole


# --- withdrawals ---------------------------------------------------------------------------------


def test_a_withdrawn_article_keeps_its_id_and_loses_its_words() -> None:
    cards = tuple(card(number) for number in range(PAGE + 2) if number not in {3, PAGE})
    archive = replace(
        collect(cards, (), "fr"), withdrawn=(gone(3), gone(PAGE, "Asked for by its author."))
    )
    made = files(archive)
    page = {entry.id: entry for entry in feedparser.parse(made["feeds/rss/1.xml"]).entries}
    entry = page[entry_id("id3")]
    assert entry.title == "Cet article n’est plus ici"
    assert entry.content[0].value.count("<p>") == 1
    newest = {entry.id: entry for entry in feedparser.parse(made["atom.xml"]).entries}
    entry = newest[entry_id(f"id{PAGE}")]
    assert entry.title == "Cet article a été retiré"
    assert "Asked for by its author." in entry.content[0].value
    assert entry.link == f"{BASE}articles/letter-{PAGE}.html"
    assert not any(b"Letter 3<" in data for path, data in made.items() if path != "feeds.html")


# --- stories -------------------------------------------------------------------------------------


def story(number: int, title: str, words: str) -> Part:
    heading = Heading(span=Span(1, 1), level=2, inlines=(Text(title),), role="story")
    back = paragraph(Link("#grain-ships", (Text("above"),)))
    return Part(
        role="story",
        anchor=f"story-{number}",
        span=Span(1, 1),
        blocks=(heading, paragraph(Text(words)), back),
    )


def brief(number: int, **changes: object) -> Card:
    values = {"kind": "brief", "series": "Le Bref", "stories": 2, "tags": ("IA",)}
    return card(number, **(values | changes))


TWO = (story(1, "Grain & <ships>", "Of grain."), story(2, "Tides", "Of tides."))


def test_a_brief_may_be_followed_story_by_story() -> None:
    made = feeds_of([brief(1), card(2, series="Other")], Bodies({"id1": TWO}))
    for path in ("kinds/brief/stories.xml", "series/le-bref/stories.xml"):
        first, second = feedparser.parse(made[path], sanitize_html=False).entries
        assert (first.title, second.title) == ("Grain & <ships>", "Tides")
        assert first.link == f"{BASE}articles/letter-1.html#story-1"
        assert "<p>Of grain.</p>" in first.content[0].value
        assert "Tides" not in first.content[0].value
        assert "Grain" not in first.content[0].value
        assert f'href="{BASE}articles/letter-1.html#story-1"' in second.content[0].value
        assert first.summary == "Of grain. above"
        assert not first.get("tags")
    assert {path for path in made if path.endswith("stories.xml")} == {
        "kinds/brief/stories.xml", "series/le-bref/stories.xml",
    }  # fmt: skip


def test_a_corrected_title_of_a_story_does_not_bring_it_again() -> None:
    better = (story(1, "Better", "Of grain."), story(2, "Tides", "Of tides."))
    before = feeds_of([brief(1)], Bodies({"id1": TWO}))["kinds/brief/stories.xml"]
    after = feeds_of([brief(1, title="New")], Bodies({"id1": better}))["kinds/brief/stories.xml"]
    assert ids(before) == ids(after)
    assert set(ids(before)).isdisjoint(wanted([1]))
    assert b"Better" in after


def test_no_term_has_the_path_of_a_feed_of_stories() -> None:
    cards = [brief(1), brief(2, series="Le Bref Stories"), brief(3, series="Le Bref/stories")]
    made = feeds_of(cards, Bodies({one.id: TWO for one in cards}))
    assert {path for path in made if path.startswith("series/")} == {
        f"series/{slug}{end}.xml"
        for slug in ("le-bref", "le-bref-stories", "le-bref-stories-2")
        for end in ("", "/stories")
    }


# --- lists of all feeds --------------------------------------------------------------------------


def feed_paths(made: dict[str, bytes]) -> set[str]:
    lists = {"opml.xml", "feeds.html", "atom.xml", "feed.json"}
    return {path for path in made if path not in lists and not path.startswith("feeds/")}


def test_both_lists_name_all_feeds() -> None:
    cards = [brief(number, tags=(f"Tag {number}", "IA")) for number in range(1, 20)]
    made = feeds_of(cards, Bodies({one.id: TWO for one in cards}))
    opml = set(re.findall(rb'xmlUrl="([^"]*)"', made["opml.xml"]))
    assert opml == {f"{BASE}{path}".encode() for path in feed_paths(made)}
    page = made["feeds.html"].decode()
    assert feed_paths(made) <= set(re.findall(r'<a href="([^"]*\.xml)"', page))
    assert page.count("<details>") == 1, "the tags are many, the others few"
    assert f'<code class="address" dir="ltr" translate="no">{BASE}rss.xml</code>' in page


def test_without_feeds_of_terms_there_is_the_archive_to_subscribe_to() -> None:
    site = Settings(base_url=BASE, outputs=("pages", "feeds"))
    page = feeds_of([card(1)], site=site)["feeds.html"].decode()
    assert "rss.xml" in page
    assert "<h3>" not in page


def test_an_archive_whose_terms_alone_have_feeds_may_have_no_terms_yet() -> None:
    made = feeds_of([], site=Settings(base_url=BASE, outputs=("pages", "axis-feeds")))
    assert set(made) == {"feeds.html"}
    assert b"opml" not in made["feeds.html"]


def test_many_tags_are_many_feeds() -> None:
    cards = [
        card(number, tags=tuple(f"T{number}x{one}" for one in range(50))) for number in range(20)
    ]
    made = feeds_of(cards)
    assert len([path for path in made if path.startswith("tags/")]) == 1000
    assert made["opml.xml"].count(b"xmlUrl") == len(feed_paths(made))
