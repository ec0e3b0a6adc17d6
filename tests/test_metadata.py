"""What programs read in the head of a page: only what is known, and nothing that breaks out."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from msgspec.structs import replace

from backissues import assets
from backissues.model import Brought, Card, Field, Settings, Theme
from backissues.outputs import outputs as all_outputs
from backissues.outputs.articles import Place, article_page
from backissues.outputs.cldr import territorial
from backissues.outputs.render import render
from backissues.pixels import Pixels, measure
from backissues.text.edtf import calendar_date, is_day
from backissues.text.legible import legible
from demo_archive import SETTINGS, DemoStore, OneStore, archive, article, card

Page = html.HtmlElement


def shown(
    own: Card, settings: Settings = SETTINGS, fields: dict[str, Field[str | None]] | None = None
) -> Page:
    """Render the page of an article."""
    made = article(own.kind)
    made = replace(made, fields=replace(made.fields, **(fields or {})))
    demo = archive()
    terms = {
        axis: tuple(term for term in found if own.id in term.ids)
        for axis, found in demo.axes.items()
    }
    place = Place(terms=terms, newer=None, older=None)
    context = article_page(own, place, settings, OneStore(made))
    return html.document_fromstring(
        render(context, f"kinds/{own.kind}.html", settings=settings).decode()
    )


@cache
def site(base_url: str = SETTINGS.base_url) -> dict[str, Page]:
    demo = archive()
    settings = replace(SETTINGS, base_url=base_url)
    return {
        output.path: html.document_fromstring(output.make().decode())
        for output in all_outputs(demo, settings, DemoStore(demo))
        if output.path.endswith(".html")
    }


def meta(page: Page, name: str) -> list[str]:
    return list(page.xpath("//meta[@name=$name or @property=$name]/@content", name=name))


def data(page: Page) -> dict[str, dict[str, Any]]:
    """What the data block says, by type; an article whatever its own is."""
    blocks = page.xpath("//script[@type='application/ld+json']/text()")
    assert len(blocks) <= 1
    things = json.loads(blocks[0])["@graph"] if blocks else []
    return {"Article" if "headline" in thing else thing["@type"]: thing for thing in things}


# --- articles ------------------------------------------------------------------------------------

ISSUE = card("issue", 3)
THREAD = card("thread", 1)


def test_an_article_is_told_in_the_words_of_schema_org() -> None:
    said = data(shown(ISSUE))["Article"]
    assert said["@type"] == "Article"
    assert said["headline"] == "Titre <de> issue"
    assert [person["name"] for person in said["author"]] == ["Anne & Co", "Béa"]
    assert said["author"][0]["url"] == "https://archive.example/lettres/authors/anne-co.html"
    assert said["isPartOf"][0]["issueNumber"] == "16"
    assert said["isPartOf"][0]["isPartOf"]["name"] == "La série"
    assert (said["inLanguage"], said["wordCount"]) == ("fr", 430)
    assert said["keywords"] == ["IA", "C++"]
    assert "datePublished" not in said
    assert data(shown(THREAD))["Article"]["@type"] == "SocialMediaPosting"
    assert data(shown(card("interview", 2)))["Article"]["contributor"][0]["name"] == "Béa"


@pytest.mark.parametrize(
    ("published", "schema", "day", "highwire", "dublin"),
    [
        ("2024-05-21", "2024-05-21", ["2024-05-21"], ["2024/05/21"], []),
        ("2024-05", "2024-05", [], ["2024/05"], []),
        ("2024", "2024", [], ["2024"], []),
        ("2023-10~", None, [], [], ["2023-10~"]),
        (None, None, [], [], []),
    ],
)
def test_a_date_is_said_as_exactly_as_it_is_known(
    published: str | None,
    schema: str | None,
    day: list[str],
    highwire: list[str],
    dublin: list[str],
) -> None:
    page = shown(replace(ISSUE, published=published))
    assert data(page)["Article"].get("datePublished") == schema
    assert meta(page, "article:published_time") == day
    assert meta(page, "citation_publication_date") == highwire
    assert meta(page, "dcterms.issued") == dublin


@pytest.mark.parametrize(
    ("updated", "schema", "day", "words"),
    [
        ("2024-05-23", "2024-05-23", ["2024-05-23"], "mise à jour : 23 mai 2024"),
        ("2024-06", "2024-06", [], "mise à jour : juin 2024"),
        ("2024-06~", None, [], "mise à jour : vers juin 2024"),
        ("2024-05-21", "2024-05-21", ["2024-05-21"], ""),
        (None, None, [], ""),
    ],
)
def test_a_change_is_told_and_moves_no_date(
    updated: str | None, schema: str | None, day: list[str], words: str
) -> None:
    page = shown(replace(ISSUE, published="2024-05-21", updated=updated))
    said = data(page)["Article"]
    assert (said["datePublished"], said.get("dateModified")) == ("2024-05-21", schema)
    assert meta(page, "article:modified_time") == day
    [facts] = page.xpath("//header[@class='head']/p[@class='facts']")
    shown_words = " ".join(facts.text_content().split())
    assert ("mise à jour" in shown_words) == bool(words)
    assert words in shown_words
    assert page.xpath("//time[@class='dt-updated']/@datetime") == (
        [updated] if schema and words else []
    )


def test_who_did_not_sign_is_not_named() -> None:
    page = shown(replace(ISSUE, authors=(), id="id-unsigned"))
    assert "author" not in data(page)["Article"]
    for name in ("author", "citation_author", "article:author"):
        assert meta(page, name) == []


def test_where_a_text_comes_from_and_what_may_be_done_with_it() -> None:
    origin = Field[str | None](value="https://e.org/a?b=1&c=2", standing="stated")
    free = Field[str | None](value="https://creativecommons.org/licenses/by/4.0/")
    said = data(shown(ISSUE, fields={"source_url": origin, "rights": free}))["Article"]
    assert said["isBasedOn"] == "https://e.org/a?b=1&c=2"
    assert said["license"] == "https://creativecommons.org/licenses/by/4.0/"
    kept = replace(SETTINGS, rights="Tous droits réservés", publisher="La Société")
    said = data(shown(ISSUE, kept))["Article"]
    assert said["copyrightNotice"] == "Tous droits réservés"
    assert said["publisher"] == {"@type": "Organization", "name": "La Société"}


def test_a_reference_manager_finds_an_issue_of_a_series() -> None:
    page = shown(ISSUE)
    assert meta(page, "citation_title") == ["Titre <de> issue"]
    assert meta(page, "citation_author") == ["Anne & Co", "Béa"]
    assert meta(page, "citation_journal_title") == ["La série"]
    assert meta(page, "citation_issue") == ["16"]
    assert meta(page, "citation_language") == ["fr"]
    assert meta(page, "citation_public_url") == page.xpath("//link[@rel='canonical']/@href")
    assert meta(page, "z.archive") == ["Numéros passés"]
    assert meta(page, "z.itemType") == []


def test_a_reference_manager_takes_the_rest_for_pages_of_a_website() -> None:
    page = shown(THREAD)
    assert meta(page, "z.itemType") == ["webpage"]
    assert meta(page, "og:site_name") == ["Numéros passés"]
    assert meta(page, "citation_journal_title") == []


def test_a_supplied_title_is_cited_in_brackets_and_shown_without() -> None:
    page = shown(THREAD)
    assert meta(page, "citation_title") == ["[Titre <de> thread]"]
    assert meta(page, "og:title") == ["Titre <de> thread"]


def test_a_language_that_nobody_knows_is_not_that_of_the_page() -> None:
    page = shown(replace(ISSUE, language="und"))
    assert meta(page, "citation_language") == ["und"]
    assert "inLanguage" not in data(page)["Article"]


HOSTILE = st.one_of(
    st.text(max_size=40),
    st.lists(
        st.sampled_from(
            [
                "</script>", "<script>", "<!--", "-->", "]]>", "&amp;", "&", "<", ">", '"', "'",
                "\\", "\u2028", "\u2029", "\u202e", "\x00", "\ud800", "\ufffe", "𝕄", "😀", "{{",
                "${x}", "\r\n", "é",
            ]
        ),
        max_size=8,
    ).map("".join),
)  # fmt: skip


@given(HOSTILE, HOSTILE, HOSTILE)
def test_no_text_breaks_out_of_the_head(title: str, author: str, tag: str) -> None:
    own = replace(
        ISSUE, title=title, authors=(author,), tags=(tag,), summary=title, series=author, number=tag
    )
    page = shown(own, replace(SETTINGS, title=tag, description=author, rights=title))
    scripts = page.xpath("//script[not(@src)]")
    assert [script.get("type") for script in scripts] == ["application/ld+json"]
    said = data(page)["Article"]
    assert said.get("headline", "") == legible(title)
    assert not set(scripts[0].text) & set("<>&\u2028\u2029")
    assert page.xpath("count(//head)") == 1
    assert page.xpath("count(//body)") == 1


# --- microformats --------------------------------------------------------------------------------


def marked(page: Page, name: str) -> list[str]:
    """The texts of the elements of a class."""
    path = "//*[contains(concat(' ', @class, ' '), concat(' ', $name, ' '))]"
    return [" ".join(found.text_content().split()) for found in page.xpath(path, name=name)]


def test_an_article_is_an_h_entry() -> None:
    page = shown(replace(ISSUE, published="2024-05-21"))
    assert len(marked(page, "h-entry")) == 1
    assert marked(page, "p-name") == ["Titre <de> issue"]
    assert marked(page, "p-author") == ["Anne & Co", "Béa"]
    assert marked(page, "dt-published") == ["21 mai 2024"]
    assert marked(page, "p-category") == ["IA", "C++"]
    assert page.xpath("//a[@class='u-url']/@href") == page.xpath("//link[@rel='canonical']/@href")
    assert marked(page, "e-content")[0].startswith("Bonjour")


@pytest.mark.parametrize("published", [None, "2023-10~"])
def test_an_h_entry_has_no_date_that_nobody_said(published: str | None) -> None:
    assert marked(shown(replace(ISSUE, published=published)), "dt-published") == []


def test_lists_are_feeds_of_entries() -> None:
    for path in ("index.html", "tags/ia.html"):
        page = site()[path]
        assert len(marked(page, "h-feed")) == 1
        assert len(marked(page, "h-entry")) == len(page.xpath("//a[@class='p-name u-url']")) == 5


# --- other pages ---------------------------------------------------------------------------------


def test_every_page_that_is_one_can_be_shown_elsewhere() -> None:
    for path, page in site().items():
        if path == "404.html":
            assert meta(page, "robots") == ["noindex"]
            assert not page.xpath("//link[@rel='canonical'] | //meta[@property]")
            continue
        if page.xpath("//body[contains(@class, 'moved') or contains(@class, 'withdrawn')]"):
            assert meta(page, "robots") == ["noindex"]
            assert not page.xpath("//meta[@property] | //script[@type]")
            continue
        assert meta(page, "robots") == []
        assert meta(page, "description") == meta(page, "og:description")
        assert meta(page, "og:url") == page.xpath("//link[@rel='canonical']/@href")
        assert meta(page, "og:image") == ["https://archive.example/lettres/static/card.png"]
        kind = "article" if path.startswith("articles/") else "website"
        assert meta(page, "og:type") == [kind]
        assert meta(page, "og:locale")[0] in {"fr_FR", "en_US"}
        assert ("BreadcrumbList" in data(page)) == (path != "index.html")


def test_breadcrumbs_lead_from_home_to_the_page() -> None:
    def names(path: str) -> list[str]:
        steps = data(site()[path])["BreadcrumbList"]["itemListElement"]
        assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
        return [step["name"] for step in steps]

    assert names("tags/index.html") == ["Numéros passés", "Étiquettes"]
    assert names("tags/ia.html") == ["Numéros passés", "Étiquettes", "IA"]
    assert names("articles/un-brief.html")[1:] == ["Brèves", "Titre <de> brief"]


def test_lists_name_their_articles() -> None:
    for path in ("index.html", "tags/ia.html"):
        listed = data(site()[path])["CollectionPage"]["mainEntity"]
        assert listed["numberOfItems"] == 5
        assert listed["itemListElement"][0]["name"] == "Titre <de> thread"
    whole = data(site()["index.html"])["WebSite"]
    assert whole["@id"] == SETTINGS.base_url
    search = whole["potentialAction"]["target"]["urlTemplate"]
    assert search == f"{SETTINGS.base_url}search.html?q={{search_term_string}}"
    assert "AboutPage" in data(site()["about.html"])


def test_a_list_that_nobody_described_is_told_by_its_titles() -> None:
    assert meta(site()["index.html"], "description") == [SETTINGS.description]
    assert meta(site()["tags/ia.html"], "description") == ["Machines."]
    (told,) = meta(site()["authors/bea.html"], "description")
    assert told.startswith("Titre <de> thread · Titre <de> interview · Titre <de> issue")


def test_without_an_address_of_its_own_an_archive_names_none() -> None:
    for path, page in site("").items():
        assert not [name for name in ("og:url", "og:image") if meta(page, name)], path
        for text in page.xpath("//script[not(@src)]/text()"):
            assert "static/card.png" not in text
            assert "BreadcrumbList" not in text
    said = data(site("")["articles/un-issue.html"])["Article"]
    assert said["headline"] == "Titre <de> issue"
    assert "url" not in said


def test_the_size_of_a_picture_that_a_collection_brings_is_not_said() -> None:
    assert meta(site()["index.html"], "og:image:width") == ["1200"]
    brought = Brought(name="card.png", file=Path("card.png"), sha256="0")
    page = shown(ISSUE, replace(SETTINGS, theme=Theme(static=(brought,))))
    assert meta(page, "og:image") == ["https://archive.example/lettres/static/card.png"]
    assert meta(page, "og:image:width") == []


def test_the_picture_has_the_size_that_is_said() -> None:
    assert measure((assets.static() / "card.png").read_bytes()) == Pixels(1200, 630)


# --- small things --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "locale"),
    [("fr", "fr_FR"), ("fr-CA", "fr_CA"), ("pt", "pt_BR"), ("zh-Hant-TW", "zh_TW"), ("qzz", "")],
)
def test_a_language_has_a_territory(language: str, locale: str) -> None:
    assert territorial(language) == locale


def test_dates_of_calendars() -> None:
    assert [calendar_date(text) for text in ("2024", "2024-13", "2024~", None)] == [
        "2024",
        "",
        "",
        "",
    ]
    assert [is_day(text) for text in ("2024-05-21", "2024-05", "2024-05-21~")] == [
        True,
        False,
        False,
    ]
