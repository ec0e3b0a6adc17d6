"""The ways to an article: lists whose full pages never change, indexes, charts, chronology."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st
from lxml import html
from msgspec.structs import replace

from backissues import urls
from backissues.archive import collect
from backissues.model import Archive, AxisTerm, Card, Output, Settings, Term
from backissues.outputs import axes, chronology, home, terms
from backissues.outputs.charts import year_chart
from backissues.outputs.interface import interface
from backissues.outputs.shelving import parts_of
from demo_archive import SETTINGS, DemoStore
from test_related import card

DATES = (
    "2023-10-04",
    "2024",
    "2024-05",
    "2024-05~",
    "2024-05-01",
    "2024-05-01",
    "2025-01-31",
    None,
)


def pages(archive: Archive, settings: Settings = SETTINGS) -> dict[str, Output]:
    """The pages of home, the axes, the terms and the chronology."""
    store = DemoStore(archive)
    makers = (home, axes, terms, chronology)
    return {
        output.path: output
        for maker in makers
        for output in maker.outputs(archive, settings, store)
    }


def tree(output: Output) -> html.HtmlElement:
    return html.document_fromstring(output.make().decode())


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@cache
def small() -> Archive:
    """Eight articles of two years and of no date, one tag on all, and some on a few."""
    vocabulary = (
        Term(label="Élysée", aliases=("Palais",), sort="organisation", description="Un palais."),
        Term(label="Zola", sort="person"),
    )
    cards = [
        card(
            f"a{number}",
            "IA",
            *(("Élysée", "Zola") if number % 2 else ("eau",)),
            arrival=number,
            published=published,
            authors=("Anne",) if number < 5 else ("Béa",),
            series="Flash" if number in {0, 3} else None,
            number=str(number + 10) if number in {0, 3} else None,
        )
        for number, published in enumerate(DATES)
    ]
    return collect(cards, vocabulary, "fr")


# --- long lists ----------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 999), unique=True), st.integers(1, 12))
def test_a_list_is_parted_by_arrival_and_read_in_order(arrivals: list[int], size: int) -> None:
    made = [card(str(place), "IA", arrival=place) for place in arrivals]
    archive = collect(made, (), "fr")
    cards = archive.cards
    ids = tuple(one.id for one in cards)
    parts = parts_of(AxisTerm(label="IA", slug="ia", ids=ids), archive, size=size)
    assert [part.number for part in parts] == [0, *range(len(parts) - 1, 0, -1)]
    first, *full = parts
    assert all(len(part.cards) == size for part in full)
    assert len(first.cards) <= 2 * size - 1
    assert not full or len(first.cards) >= size
    held = [one.arrival for part in reversed([*full]) for one in sorted(part.cards, key=_arrival)]
    assert held + sorted(map(_arrival, first.cards)) == sorted(arrivals)
    places = {one.id: place for place, one in enumerate(cards)}
    for part in parts:
        reading = [places[one.id] for one in part.cards]
        assert reading == sorted(reading)


def _arrival(card: Card) -> int:
    return card.arrival


@limits(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(DATES), min_size=1, max_size=14), st.integers(1, 5))
def test_full_pages_never_change_whatever_arrives(dates: list[str | None], late: int) -> None:
    """Old issues that are added late, undated ones, new ones: full pages keep their bytes."""
    small_pages = replace(SETTINGS, page_size=2)
    arrived = [
        card(f"c{number}", "IA", arrival=number, published=published, kind="thread")
        for number, published in enumerate(dates)
    ]
    before = pages(collect(arrived[:-late], (), "fr"), small_pages)
    after = pages(collect(arrived, (), "fr"), small_pages)
    full = [path for path in before if path.count("/") == 2]
    for path in full:
        assert before[path].make() == after[path].make(), path
        assert before[path].key == after[path].key, path


def test_a_full_page_leads_to_the_page_before_it_and_to_the_first() -> None:
    made = pages(small(), replace(SETTINGS, page_size=2))
    assert [path for path in made if path.startswith("tags/ia")] == [
        "tags/ia.html",
        "tags/ia/3.html",
        "tags/ia/2.html",
        "tags/ia/1.html",
    ]
    links = "//nav[@class='pager']//a/@href"
    assert tree(made["tags/ia.html"]).xpath(links) == ["ia/3.html", "ia/2.html", "ia/1.html"]
    assert tree(made["tags/ia/2.html"]).xpath(links) == ["1.html", "../ia.html"]
    assert tree(made["tags/ia/1.html"]).xpath(links) == ["../ia.html"]
    assert tree(made["tags/ia/1.html"]).xpath("//nav[@class='trail']//a/@href") == [
        "../index.html",
        "../ia.html",
    ]


# --- terms ---------------------------------------------------------------------------------------


def test_a_tag_says_what_it_is_and_what_goes_with_it() -> None:
    page = tree(pages(small())["tags/elysee.html"])
    said = words(page.xpath("//main")[0])
    for expected in ("Un palais.", "organisation · 4 articles", "S’écrit aussi : Palais"):
        assert expected in said
    beside = page.xpath("//section[@class='beside']//a/text()")
    assert beside == ["Zola", "IA"], "what is always with it comes before what is everywhere"


def test_a_chart_of_years_says_in_figures_what_it_draws() -> None:
    page = tree(pages(small())["tags/ia.html"])
    chart = page.xpath("//figure[@class='year-chart']")[0]
    assert chart.xpath("./svg/@role") == ["img"]
    assert chart.xpath("./svg/@aria-label") == ["Articles par année, de 2023 à 2025"]
    rows = ["".join(row.text_content().split()) for row in chart.xpath(".//tbody/tr")]
    assert rows == ["20231", "20245", "20251"]
    heights = [int(height) for height in chart.xpath(".//rect/@height")]
    assert heights == [8, 40, 8]


def test_a_year_without_articles_has_its_place_in_a_chart_unless_the_time_is_very_long() -> None:
    voice = interface("en")
    chart = year_chart([card("a", published="2020"), card("b", published="2023")], voice)
    assert chart is not None
    assert [column.count for column in chart.columns] == [1, 0, 0, 1]
    chart = year_chart([card("a", published="1640"), card("b", published="2023")], voice)
    assert chart is not None
    assert [column.year for column in chart.columns] == ["1640", "2023"]
    assert year_chart([card("a", published="2020"), card("b")], voice) is None


def test_an_author_has_kinds_and_a_series_its_run_with_what_is_missing() -> None:
    made = pages(small())
    assert "Essais 5" in words(tree(made["authors/anne.html"]).xpath("//main")[0])
    run = tree(made["series/flash.html"]).xpath("//nav[@class='run']//li")
    assert [words(stop) for stop in run] == ["10 a0", "manquent : 11–12", "13 a3"]


def test_the_page_of_a_year_stands_by_months_the_year_alone_last() -> None:
    page = tree(pages(small())["years/2024.html"])
    assert page.xpath("//section/h2/text()") == ["mai 2024", "2024, mois inconnu"]
    assert page.xpath("//section/h2/@id") == ["m-2024-05", "m-2024"]


# --- indexes -------------------------------------------------------------------------------------


def test_the_index_of_tags_has_letters_and_sorts_to_jump_to() -> None:
    page = tree(pages(small())["tags/index.html"])
    assert page.xpath("//section/h2/text()") == ["E", "I", "Z"]
    assert page.xpath("//section[1]//li/a/text()") == ["eau", "Élysée"]
    jumps = page.xpath("//nav[@class='jump']//a/@href")
    assert jumps == [
        "#letter-1", "#letter-2", "#letter-3", "#all", "#only-organisation", "#only-person",
    ]  # fmt: skip
    assert set(page.xpath("//@id")) >= {jump[1:] for jump in jumps}
    assert page.xpath("//li[a='Zola']/@class") == ["person"]


def test_home_shows_the_newest_and_leads_to_all_axes() -> None:
    page = tree(pages(small())["index.html"])
    assert len(page.xpath("//ol[contains(@class, 'articles')]/li")) == 8
    about = words(page.xpath("//header[@class='opening']/p[@class='facts']")[0])
    assert about.startswith("8 articles · 2 auteurs · 2023–2025 · 1 non daté")
    hrefs = set(page.xpath("//main//a/@href"))
    assert {"kinds/essay.html", "years/2024.html", "series/flash.html", "tags/ia.html"} < hrefs
    assert {"authors/anne.html", "chronology.html", "about.html"} < hrefs


def test_a_large_archive_is_known_by_its_foremost() -> None:
    cards = [
        card(f"c{number}", f"t{number // 4}", arrival=number, published=f"{1990 + number % 30}")
        for number in range(200)
    ]
    made = pages(collect(cards, (), "fr"))
    page = tree(made["index.html"])
    assert len(page.xpath("//ol[contains(@class, 'articles')]/li")) == 12
    assert len(page.xpath("//ul[@class='cloud']/li")) == 30
    assert "Tous les articles" in words(page) or "200 articles" in words(page)
    index = tree(made["tags/index.html"])
    assert len(index.xpath("//ul[@class='cloud']/li")) == 24
    assert len(index.xpath("//section[@class='letter']//li")) == 50


@pytest.mark.parametrize("count", [0, 1])
def test_an_archive_of_nothing_and_of_one_article_has_its_pages(count: int) -> None:
    cards = [card("a", published="2024-05-21")][:count]
    made = pages(collect(cards, (), "fr"))
    for output in made.values():
        assert tree(output).xpath("//h1")
    assert {urls.HOME, urls.CHRONOLOGY, *map(urls.axis, urls.AXES)} <= set(made)
    assert ("L’archive est vide." in words(tree(made["chronology.html"]))) == (count == 0)


# --- the chronology ------------------------------------------------------------------------------


def test_the_chronology_honours_what_is_known_of_a_date() -> None:
    page = tree(pages(small())["chronology.html"])
    rows = {words(body.xpath("./tr/th")[0]): body for body in page.xpath("//table//tbody")}
    assert list(rows) == ["2025", "2024", "2023"]
    may = rows["2024"].xpath("./tr[1]/td[5]")[0]
    assert words(may) == "4mai 2024 : 4 articles"
    assert may.xpath("./a/@href") == ["years/2024.html#m-2024-05"]
    assert len(may.xpath(".//rect")) == 1, "two articles of one day are one stroke"
    assert may.xpath(".//line/@class") == ["about"], "one of them is not even sure of the month"
    whole = rows["2024"].xpath("./tr[@class='whole']/td")[0]
    assert whole.get("colspan") == "12"
    assert whole.xpath("./a/@href") == ["articles/a1.html"]
    assert len(whole.xpath(".//line[not(@class)]")) == 1
    assert page.xpath("//section[@class='undated']//li/a/text()") == ["a7"]


def test_a_single_article_is_reached_from_its_mark() -> None:
    page = tree(pages(small())["chronology.html"])
    cell = page.xpath("//tbody[3]/tr[1]/td[10]")[0]
    assert cell.xpath("./a/@href") == ["articles/a0.html"]
    assert cell.xpath(".//rect/@x") == ["4"]


def test_a_crowded_chronology_draws_months_as_columns() -> None:
    cards = [
        card(
            f"c{number}", arrival=number, published=f"2024-{5 + number % 2:02}-{number % 28 + 1:02}"
        )
        for number in range(60)
    ]
    page = tree(pages(collect(cards[:45] + cards[46::2], (), "fr"))["chronology.html"])
    assert page.xpath("//table/@class") == ["time dense"]
    assert page.xpath("//tbody//rect/@height") == ["18", "13"]


def test_a_month_is_reached_on_the_page_where_most_of_it_stands() -> None:
    cards = [
        card(f"c{number}", arrival=number, published=f"2024-0{1 + number // 5}-03")
        for number in range(10)
    ]
    made = pages(collect(cards, (), "fr"), replace(SETTINGS, page_size=3))
    links = tree(made["chronology.html"]).xpath("//tbody//td/a/@href")
    assert links == ["years/2024/1.html#m-2024-01", "years/2024.html#m-2024-02"]
    for link in links:
        path, _, anchor = link.partition("#")
        assert tree(made[path]).xpath("//@id[. = $anchor]", anchor=anchor)
