"""RSS, Atom and JSON Feed say the same of an entry, and what feedgen gets wrong is mended."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from typing import Any

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from backissues.archive import collect
from backissues.model import Link, Part, Settings, Span, Text
from backissues.outputs.feeds.entries import entry_id
from letters import BASE, HERE, Bodies, card, feeds_of, files, gone, paragraph

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
FULL = card(
    1,
    title="Tides & <ports>",
    authors=("Ann Lee", "Bo & Co"),
    tags=("C++", "R&D", "R&D", " "),
    language="de",
    published="2024-05-21",
    updated="2024-06-01",
    subtitle="Also: A < B",
)
BODY = (
    Part(
        role="post",
        number="1",
        anchor="post-1",
        span=Span(1, 1),
        blocks=(paragraph(Link("#post-1", (Text("here"),)), Link("../a.html", (Text("there"),))),),
    ),
)


def parsed(data: bytes) -> Any:
    """Read a feed as a reader does that changes nothing in it; it must be well-formed."""
    feed = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def _taken(text: str) -> str:
    """Return a text as feedparser takes it: what looks like UTF-8 read as Latin-1 is mended.

    It takes “Â¡” for “¡”, a mistake that many feeds make and ours do not.
    """
    try:
        return text.encode("latin-1").decode()
    except UnicodeError:
        return text


def both(cards: list[Any], **others: Any) -> tuple[ET.Element, dict[str, Any]]:
    made = feeds_of(cards, **others)
    return ET.fromstring(made["atom.xml"]), json.loads(made["feed.json"])  # noqa: S314


# --- the same in all formats ---------------------------------------------------------------------


def test_all_formats_say_the_same_of_an_entry() -> None:
    made = feeds_of([FULL], Bodies({"id1": BODY}, rights="CC BY & more"))
    [rss] = parsed(made["rss.xml"]).entries
    [atom] = parsed(made["atom.xml"]).entries
    [item] = json.loads(made["feed.json"])["items"]
    assert rss.id == atom.id == item["id"] == entry_id("id1")
    assert rss.link == atom.link == item["url"] == BASE + "articles/letter-1.html"
    assert rss.title == atom.title == item["title"] == "Tides & <ports>"
    assert rss.content[0].value == atom.content[0].value == item["content_html"].strip()
    assert atom.summary == item["summary"] == "Also: A < B"
    assert [one.name for one in atom.authors] == [one["name"] for one in item["authors"]]
    assert [one.name for one in rss.authors] == ["Ann Lee", "Bo & Co"]
    assert [tag.term for tag in rss.tags] == [tag.term for tag in atom.tags] == item["tags"]
    assert item["tags"] == ["C++", "R&D"]
    assert rss.published_parsed == atom.published_parsed
    assert atom.published == item["date_published"] == "2024-05-21T12:00:00+02:00"
    assert atom.updated == item["date_modified"] == "2024-06-01T12:00:00+02:00"
    assert rss.rights == atom.rights == item["_rights"]["text"] == "CC BY & more"
    assert rss.language == item["language"] == atom.content[0].language == "de"


def test_an_entry_that_nobody_revised_is_as_old_as_the_ledger_says() -> None:
    atom, feed = both([card(1)])
    assert atom.findtext(f"{ATOM}entry/{ATOM}updated") == "2026-02-03T12:00:00+01:00"
    assert atom.find(f"{ATOM}entry/{ATOM}published") is None
    assert feed["items"][0]["date_modified"] == "2026-02-03T12:00:00+01:00"
    assert "date_published" not in feed["items"][0]


@pytest.mark.parametrize("updated", ["2024-06", "2024~", None])
def test_a_revision_of_no_known_day_is_not_given_one(updated: str | None) -> None:
    made = feeds_of([card(1, updated=updated)])
    assert b"2026-02-03T12:00:00" in made["atom.xml"]
    assert b"modified" not in made["rss.xml"].partition(b"<item>")[2]


def test_a_feed_is_as_new_as_the_newest_of_its_entries() -> None:
    atom, _ = both([card(1, added="2026-03-01"), card(2, added="2026-02-01")])
    assert atom.findtext(f"{ATOM}updated") == "2026-03-01T12:00:00+01:00"


def test_an_archive_without_articles_has_feeds_and_was_never_updated() -> None:
    made = feeds_of([])
    atom, feed = both([])
    assert atom.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00+00:00"
    assert atom.findtext(f"{ATOM}author/{ATOM}name") == "Lettres"
    assert feed["items"] == []
    assert parsed(made["rss.xml"]).entries == []
    assert set(made) == {"rss.xml", "atom.xml", "feed.json", "opml.xml", "feeds.html"}


def test_an_unsigned_entry_has_no_author_of_its_own() -> None:
    site = replace(HERE, publisher="The Harbour Society")
    atom, feed = both([card(1)], site=site)
    assert atom.find(f"{ATOM}entry/{ATOM}author") is None
    assert atom.findtext(f"{ATOM}author/{ATOM}name") == "The Harbour Society"
    assert "authors" not in feed["items"][0]
    assert feed["authors"] == [{"name": "The Harbour Society"}]


def test_a_feed_has_an_icon_and_a_picture_with_whole_addresses() -> None:
    atom, feed = both([card(1)])
    assert atom.findtext(f"{ATOM}icon") == feed["favicon"] == BASE + "static/icon.svg"
    assert atom.findtext(f"{ATOM}logo") == feed["icon"] == BASE + "static/card.png"


def test_the_archive_is_known_by_its_first_arrival_wherever_it_moves() -> None:
    before, _ = both([card(1)])
    moved = Settings(title="B", base_url="https://elsewhere.example/", language="fr")
    after, _ = both([card(1), card(2)], site=moved)
    assert before.findtext(f"{ATOM}id") == after.findtext(f"{ATOM}id")


@pytest.mark.parametrize(
    ("published", "said"),
    [("2024-05", "Publié\u202f: mai 2024"), ("2023-10~", "Publié\u202f: vers octobre 2023")],
)
def test_a_date_that_is_no_day_is_told_in_the_text(published: str, said: str) -> None:
    _, feed = both([card(1, published=published)])
    assert f'<p class="dateline">{said}</p>' in feed["items"][0]["content_html"]
    _, feed = both([card(1, published="2024-05-21")])
    assert "dateline" not in feed["items"][0]["content_html"]


# --- what feedgen gets wrong ---------------------------------------------------------------------


def test_no_feed_has_the_present_moment() -> None:
    made = feeds_of([card(1), card(2, published="2024-05-21")])
    assert made == feeds_of([card(1), card(2, published="2024-05-21")])
    assert b"lastBuildDate" not in made["rss.xml"]


def test_entries_stand_in_their_order_in_atom_as_well() -> None:
    atom, feed = both([card(2), card(3), card(1)])
    titles = [title.text for title in atom.findall(f"{ATOM}entry/{ATOM}title")]
    assert titles == [item["title"] for item in feed["items"]]
    assert titles == ["Letter 3", "Letter 2", "Letter 1"]


def test_links_keep_their_relation_and_type() -> None:
    atom, _ = both([card(1)])
    [link] = atom.findall(f"{ATOM}entry/{ATOM}link")
    assert link.attrib == {
        "href": BASE + "articles/letter-1.html", "rel": "alternate", "type": "text/html",
    }  # fmt: skip
    own, home = atom.findall(f"{ATOM}link")
    assert (own.get("rel"), own.get("href")) == ("self", BASE + "atom.xml")
    assert (home.get("rel"), home.get("href")) == ("alternate", BASE)


def test_each_entry_names_its_language_or_that_nobody_knows_it() -> None:
    atom, feed = both([card(1, language="de"), card(2, language="und")])
    assert atom.get(LANG) == feed["language"] == "fr"
    assert [entry.get(LANG) for entry in atom.findall(f"{ATOM}entry")] == ["und", "de"]
    assert [item.get("language") for item in feed["items"]] == [None, "de"]


# --- hostile texts -------------------------------------------------------------------------------

HOSTILE = [
    "A ]]> B", "<![CDATA[x]]>", "👩🏽‍💻 🏳️‍🌈", "\u202eright to left", "a\x00b\x1fd", "x\ud800y",
    "\ufffe\uffff", "<script>alert(1)</script>", "&lt;&amp;&#0;", '"\\"', "", " \n\t ", "\u2028",
]  # fmt: skip
ANY_TEXT = st.text(st.characters(), max_size=60) | st.sampled_from(HOSTILE)


@settings(deadline=None)
@given(ANY_TEXT, ANY_TEXT)
def test_any_words_make_feeds_that_readers_take(title: str, words: str) -> None:
    one = card(
        1, title=title, summary=words, subtitle=title, authors=(words, title), tags=(words, title)
    )
    site = Settings(
        title=title, description=words, rights=words, publisher=words, base_url=BASE, language="fr"
    )
    body = (paragraph(Text(words), Link(f"#{words}", (Text(title),))),)
    made = feeds_of([one], Bodies({"id1": body}, rights=title), site)
    [rss] = parsed(made["rss.xml"]).entries
    [atom] = parsed(made["atom.xml"]).entries
    [item] = json.loads(made["feed.json"])["items"]
    assert rss.id == atom.id == item["id"] == entry_id("id1")
    assert item["title"]
    assert atom.title == _taken(item["title"])
    ET.fromstring(made["opml.xml"])  # noqa: S314
    assert "<script" not in item["content_html"]


def test_an_entry_names_as_many_tags_as_a_reader_shows() -> None:
    made = feeds_of([card(1, tags=tuple(f"Tag {number}" for number in range(200)))])
    [rss] = parsed(made["rss.xml"]).entries
    [item] = json.loads(made["feed.json"])["items"]
    assert [tag.term for tag in rss.tags] == item["tags"]
    assert item["tags"] == [f"Tag {number}" for number in range(50)]


@pytest.mark.parametrize(
    "title", ["A ]]> B", "👩🏽‍💻 🏳️‍🌈", "1 < 2 & 3 > 2", "C:\\ “x”", "&lt;b&gt;"]
)
def test_a_title_survives_being_read(title: str) -> None:
    made = feeds_of([card(1, title=title)])
    [item] = ET.fromstring(made["rss.xml"]).findall("channel/item")  # noqa: S314
    atom, feed = both([card(1, title=title)])
    assert item.findtext("title") == title
    assert atom.findtext(f"{ATOM}entry/{ATOM}title") == feed["items"][0]["title"] == title


def test_what_is_said_of_a_withdrawal_is_html_without_surprises() -> None:
    archive = replace(collect((card(2),), (), "fr"), withdrawn=(gone(1, "R & <D> ]]> \x00"),))
    for path in ("rss.xml", "atom.xml"):
        last = parsed(files(archive)[path]).entries[-1]
        assert last.title == "Cet article a été retiré"
        assert last.content[0].value.endswith("<p>R &amp; &lt;D&gt; ]]&gt;</p></blockquote>")
