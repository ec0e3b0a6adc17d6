"""The RSS feed: valid for hostile texts, whole addresses, no date that no source gives."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from datetime import UTC

import pytest
from feedgen.entry import FeedEntry
from hypothesis import given, settings
from hypothesis import strategies as st

from backissues.archive import collect
from backissues.model import (
    Archive,
    Block,
    Card,
    CrossReference,
    Heading,
    Link,
    Part,
    Settings,
    Span,
    Term,
    Text,
)
from backissues.outputs import feeds
from backissues.outputs.feeds import entries
from backissues.outputs.feeds.moments import noon
from letters import BASE, HERE, NOTHING, Bodies, card, files, paragraph

DC = "{http://purl.org/dc/elements/1.1/}"
ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
ATOM_LINK = "{http://www.w3.org/2005/Atom}link"


def rss(
    cards: Iterable[Card],
    *,
    bodies: Mapping[str, tuple[Block, ...]] = NOTHING,
    site: Settings = HERE,
) -> bytes:
    kept = tuple(cards)
    archive = Archive(
        cards=kept, by_id={one.id: one for one in kept}, axes={}, neighbours={}, gaps=()
    )
    [output] = [
        one for one in feeds.outputs(archive, site, Bodies(bodies)) if one.path == "rss.xml"
    ]
    return output.make()


def items(data: bytes) -> list[ET.Element]:
    return ET.fromstring(data).findall("channel/item")  # noqa: S314


def text(element: ET.Element, name: str) -> str:
    return element.findtext(name) or ""


# --- the channel ---------------------------------------------------------------------------------


def test_no_feed_without_an_address() -> None:
    archive = Archive(cards=(), by_id={}, axes={}, neighbours={}, gaps=())
    assert list(feeds.outputs(archive, Settings(), Bodies())) == []


def test_the_channel_names_itself_and_its_home() -> None:
    channel = ET.fromstring(rss([card(1)])).find("channel")  # noqa: S314
    assert channel is not None
    assert text(channel, "link") == BASE
    assert text(channel, "language") == "fr"
    assert text(channel, "description") == "Lettres"
    link = channel.find(ATOM_LINK)
    assert link is not None
    assert link.attrib == {
        "href": BASE + "rss.xml",
        "rel": "self",
        "type": "application/rss+xml",
    }


def test_an_empty_archive_has_an_empty_feed() -> None:
    assert items(rss([])) == []


def test_nothing_asks_the_clock() -> None:
    data = rss([card(1), card(2, published="2024-05-21")])
    assert b"lastBuildDate" not in data
    assert data.count(b"pubDate>") == 2
    assert data == rss([card(1), card(2, published="2024-05-21")])


# --- feeds of terms ------------------------------------------------------------------------------


def test_each_term_has_a_feed_of_its_newest_arrivals() -> None:
    cards = [card(number, tags=("IA", "C++") if number % 2 else ("IA",)) for number in range(1, 6)]
    made = files(collect(cards, (Term(label="C++", description="Un langage."),), "fr"), Bodies())
    assert set(made) == {
        "rss.xml", "atom.xml", "feed.json", "opml.xml", "feeds.html",
        "kinds/essay.xml", "years/undated.xml", "tags/ia.xml", "tags/c-plus-plus.xml",
    }  # fmt: skip
    feed = made["tags/c-plus-plus.xml"]
    assert [text(item, "title") for item in items(feed)] == ["Letter 5", "Letter 3", "Letter 1"]
    channel = ET.fromstring(feed).find("channel")  # noqa: S314
    assert channel is not None
    assert text(channel, "title") == "Lettres · C++"
    assert text(channel, "description") == "Un langage."
    assert text(channel, "link") == BASE + "tags/c-plus-plus.html"
    link = channel.find(ATOM_LINK)
    assert link is not None
    assert link.get("href") == BASE + "tags/c-plus-plus.xml"
    undated = ET.fromstring(made["years/undated.xml"])  # noqa: S314
    assert undated.findtext("channel/title") == "Lettres · Non datés"


def test_an_entry_is_the_same_in_every_feed_and_typeset_once() -> None:
    store = Bodies()
    cards = [card(number, tags=("IA",)) for number in range(1, 4)]
    made = files(collect(cards, (), "fr"), store)
    assert store.asked == 3
    shown = [ET.tostring(item) for item in items(made["rss.xml"])]
    assert [ET.tostring(item) for item in items(made["tags/ia.xml"])] == shown


def test_what_is_too_much_to_be_kept_is_typeset_again(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = files(collect([card(1)], (), "fr"), Bodies())
    monkeypatch.setattr(entries, "_MOST_KEPT", 0)
    monkeypatch.setattr(entries, "_PAGES", 0)
    store = Bodies()
    assert files(collect([card(1)], (), "fr"), store) == kept
    assert store.asked == 5


@pytest.mark.parametrize(
    ("outputs", "made"),
    [
        (("pages", "feeds"), {"rss.xml", "atom.xml", "feed.json", "opml.xml", "feeds.html"}),
        (("axis-feeds",), {"kinds/essay.xml", "years/undated.xml", "opml.xml", "feeds.html"}),
    ],
)
def test_feeds_of_terms_are_an_output_of_their_own(
    outputs: tuple[str, ...], made: set[str]
) -> None:
    site = Settings(base_url=BASE, outputs=outputs)
    assert set(files(collect([card(1)], (), "fr"), Bodies(), site)) == made


# --- entries -------------------------------------------------------------------------------------


def test_the_newest_arrivals_come_first_and_only_so_many() -> None:
    site = Settings(title="A", base_url=BASE, feed_size=2, language="fr")
    archive = collect([card(2), card(3), card(1)], (), "fr")
    feed = files(archive, Bodies(), site)["kinds/essay.xml"]
    assert [text(item, "title") for item in items(feed)] == ["Letter 3", "Letter 2"]


def test_an_entry_is_told_apart_by_the_ledger_alone() -> None:
    [before] = items(rss([card(1)]))
    moved = Settings(title="B", base_url="https://elsewhere.example/")
    [after] = items(rss([card(1, title="Better", url="articles/better.html")], site=moved))
    guid = before.find("guid")
    assert guid is not None
    assert guid.attrib == {"isPermaLink": "false"}
    assert guid.text == text(after, "guid")
    assert re.fullmatch(
        r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}", guid.text or ""
    )
    assert guid.text != entries.entry_id("id2")


def test_authors_tags_and_language() -> None:
    one = card(1, authors=("Ann Lee", "Bo & Co"), tags=("C++", "R&D"), language="de")
    [item] = items(rss([one]))
    assert [author.text for author in item.findall(DC + "creator")] == ["Ann Lee", "Bo & Co"]
    assert [tag.text for tag in item.findall("category")] == ["C++", "R&D"]
    assert text(item, DC + "language") == "de"
    assert item.find("author") is None


def test_an_entry_is_described_by_its_standfirst_or_its_summary() -> None:
    two, one = items(rss([card(1), card(2, subtitle="Also: A < B")]))
    assert text(one, "description") == "In short."
    assert text(two, "description") == "Also: A &lt; B"  # a description holds HTML


def test_an_unknown_language_is_not_named() -> None:
    [item] = items(rss([card(1, language="und")]))
    assert item.find(DC + "language") is None


def test_all_addresses_are_whole() -> None:
    body = (
        Part(
            role="post",
            number="1",
            anchor="post-1",
            span=Span(1, 1),
            blocks=(
                paragraph(
                    Link("#post-1", (Text("here"),)),
                    Link("../other.txt", (Text("there"),)),
                    Link("../nobody.txt", (Text("nowhere"),)),
                    Link("http://[broken", (Text("broken"),)),
                    Link("mailto:a@b.example", (Text("mail"),)),
                ),
            ),
        ),
        Heading(span=Span(2, 2), level=2, inlines=(Text("On"),)),
    )
    there = CrossReference(address="../other.txt", url="articles/other.html", anchor="post-2")
    letter = card(1, slug="é", url="articles/é.html", references=(there,))
    [item] = items(rss([letter], bodies={"id1": body}))
    assert text(item, "link") == BASE + "articles/%C3%A9.html"
    links = re.findall(r'(?:href|src)="([^"]*)"', text(item, ENCODED))
    assert BASE + "articles/%C3%A9.html#post-1" in links
    assert BASE + "articles/other.html#post-2" in links
    assert "nobody" not in "".join(links)
    assert "mailto:a@b.example" in links
    assert all(link.startswith(("https://", "mailto:")) for link in links), links


@pytest.mark.parametrize(
    ("published", "shown"),
    [
        ("2024-05-21", "Tue, 21 May 2024 12:00:00 +0200"),
        ("2024-01-02", "Tue, 02 Jan 2024 12:00:00 +0100"),
        ("9999-12-31", "Fri, 31 Dec 9999 12:00:00 +0100"),
        ("1905-01-01", "Sun, 01 Jan 1905 12:00:00 +0000"),  # Paris was 9 min 21 s ahead
        ("1900-01-01", "Mon, 01 Jan 1900 12:00:00 +0000"),
        ("1899-12-31", ""),
        ("2024-05-21~", ""),
        ("2024-05", ""),
        ("2023-10~", ""),
        ("2024", ""),
        ("0001-01-01", ""),
        (None, ""),
    ],
)
def test_only_a_date_known_to_the_day_is_given(published: str | None, shown: str) -> None:
    [item] = items(rss([card(1, published=published)]))
    assert text(item, "pubDate") == shown


@pytest.mark.parametrize(
    ("published", "said"),
    [
        ("0001-01-01", "0001-01-01"),
        ("1899-12-31", "1899-12-31"),
        ("2024-05", "2024-05"),
        ("2024", "2024"),
        ("2023-10~", ""),
        ("2024-05-21", ""),
        (None, ""),
    ],
)
def test_what_a_pubdate_cannot_say_is_a_date_of_dublin_core(
    published: str | None, said: str
) -> None:
    [item] = items(rss([card(1, published=published)]))
    assert text(item, DC + "date") == said


@pytest.mark.parametrize("zone", ["Etc/GMT+12", "Pacific/Kiritimati", "Europe/Paris"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_noon_of_any_day_is_a_moment_everywhere(day: str, zone: str) -> None:
    moment = noon(day, zone)
    assert moment is not None
    assert moment.date().isoformat() == day
    assert moment.astimezone(UTC)


def test_the_tables_of_the_machine_are_not_asked() -> None:
    """Debian's know that Amsterdam was 19 minutes and 32 seconds off; tzdata's merge it away."""
    day = noon("1935-07-01", "Europe/Amsterdam")
    assert day is not None
    assert day.isoformat() == "1935-07-01T12:00:00+01:00"


def test_an_unknown_time_zone_is_universal_time() -> None:
    day = noon("2024-05-21", "Nowhere/At all")
    assert day is not None
    assert day.isoformat() == "2024-05-21T12:00:00+00:00"


# --- size ----------------------------------------------------------------------------------------


LONG = (paragraph(Text("<&> " * 12_000)),)


def test_the_feed_of_a_term_stays_under_what_readers_take() -> None:
    cards = [card(number) for number in (1, 2, 3)]
    bodies = Bodies({"id2": LONG, "id3": LONG})
    data = files(collect(cards, (), "fr"), bodies)["kinds/essay.xml"]
    assert len(data) < 500_000
    assert [text(item, "title") for item in items(data)] == ["Letter 3"]


def test_what_no_page_of_the_archive_has_is_in_its_feed_at_least_in_short() -> None:
    data = rss([card(1), card(2), card(3)], bodies={"id2": LONG, "id3": LONG})
    assert len(data) < 500_000
    three, two, one = items(data)
    assert "&lt;&amp;&gt; " * 12_000 in text(three, ENCODED)
    assert "<p>In short.</p>" in text(two, ENCODED)
    assert f'<a href="{BASE}articles/letter-2.html">' in text(two, ENCODED)
    assert "Some words." in text(one, ENCODED)


def test_an_article_that_never_fits_is_told_in_short() -> None:
    body = (paragraph(Text("word " * 600_000)),)
    data = rss([card(1), card(2)], bodies={"id2": body})
    assert len(data) < 500_000
    long, short = items(data)
    assert text(long, "description") == "In short."
    assert "Ce texte est trop long pour un flux." in text(long, ENCODED)
    assert "Some words." in text(short, ENCODED)


def test_a_supplied_title_is_marked_in_words() -> None:
    data = rss([card(1), card(2, title_standing="supplied"), card(3, language="en")])
    marked = [text(item, ENCODED).startswith('<p class="supplied">[titre') for item in items(data)]
    assert marked == [False, True, False]
    [foreign] = items(rss([card(1, title_standing="supplied", language="en")]))
    assert text(foreign, ENCODED).startswith('<p class="supplied" lang="fr">[titre')


def test_categories_are_handed_over_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    # One by one, an article of five hundred tags took a third of a second in each of their feeds.
    handed: list[int] = []
    add = FeedEntry.category

    def count(entry: FeedEntry, given: list[dict[str, str]]) -> object:
        handed.append(len(given))
        return add(entry, given)

    monkeypatch.setattr(FeedEntry, "category", count)
    [item] = items(rss([card(1, tags=("Lisbon", "trade", "ports"))]))
    assert handed == [3]
    assert [one.text for one in item.findall("category")] == ["Lisbon", "trade", "ports"]


# --- hostile texts -------------------------------------------------------------------------------

HOSTILE = [
    "]]>",
    "<![CDATA[x]]>",
    "👩‍💻 𝕄𝕖𝕤",
    "\u202eright to left\u202c",
    "a\x00b\x08c\x1fd",
    "\ud800",
    "\ufffe\uffff",
    "<script>alert(1)</script>",
    "&lt;&amp;&#0;",
    " ",
    "",
]
ANY_TEXT = st.text(st.characters(), max_size=80) | st.sampled_from(HOSTILE)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_do_no_harm(words: str) -> None:
    _check(words, words)


@settings(deadline=None)
@given(ANY_TEXT, ANY_TEXT)
def test_any_words_make_a_feed(title: str, words: str) -> None:
    _check(title, words)


def _check(title: str, words: str) -> None:
    body = (paragraph(Text(words), Link(f"#{words}", (Text(words),))),)
    one = card(1, title=title, summary=words, authors=(words,), tags=(title,))
    site = Settings(
        title=title, description=words, rights=words, publisher=words, base_url=BASE, language="fr"
    )
    [item] = items(rss([one], bodies={"id1": body}, site=site))
    assert text(item, "title")
    assert text(item, "guid") == entries.entry_id("id1")
    assert "<script" not in text(item, ENCODED)
