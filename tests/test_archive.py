"""The archive: cards, reading order, indexes, neighbours and gaps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backissues.archive import collect, make_card, placed
from backissues.model import (
    Archive,
    Article,
    Block,
    Card,
    Diagnostic,
    Fate,
    Field,
    Fields,
    Heading,
    Paragraph,
    Part,
    Row,
    Span,
    Term,
    Text,
)
from backissues.text.collation import sort_key
from backissues.text.edtf import bounds, is_edtf


def card(ident: str, **more: object) -> Card:
    values = {
        "id": ident,
        "path": f"{ident}.txt",
        "sha256": "",
        "slug": ident,
        "url": f"articles/{ident}.html",
        "arrival": 0,
        "kind": "essay",
        "title": ident,
        "title_standing": "stated",
        "language": "fr",
    }
    return Card(**(values | more))  # type: ignore[arg-type]


def collected(*cards: Card, terms: tuple[Term, ...] = (), language: str = "fr") -> Archive:
    return collect(cards, terms, language)


def labels(archive: Archive, axis: str) -> list[str]:
    return [term.label for term in archive.axes[axis]]


# --- reading order -------------------------------------------------------------------------------


def test_dated_articles_newest_first_then_the_undated_by_title() -> None:
    archive = collected(
        card("month", published="2024-05"),
        card("day", published="2024-05-21"),
        card("about", published="2023-10~"),
        card("year", published="2024"),
        card("z", title="Zoo"),
        card("e", title="« Écran »"),
        card("n10", title="Numéro 10"),
        card("n9", title="Numéro 9"),
    )
    assert [one.id for one in archive.cards] == [
        "day",
        "month",
        "year",
        "about",
        "e",
        "n9",
        "n10",
        "z",
    ]
    assert archive.neighbours["day"] == (None, "month")
    assert archive.neighbours["about"] == ("year", "e")
    assert archive.neighbours["z"] == ("n10", None)
    assert archive.by_id["z"].title == "Zoo"


def test_of_one_day_the_later_arrival_comes_first() -> None:
    archive = collected(
        card("a", published="2024-05-21", arrival=0), card("b", published="2024-05-21", arrival=1)
    )
    assert [one.id for one in archive.cards] == ["b", "a"]


def test_an_empty_archive() -> None:
    archive = collected()
    assert list(archive.cards) == []
    assert archive.neighbours == {}
    assert set(archive.axes) == {"kinds", "authors", "series", "years", "tags"}


@given(
    st.lists(
        st.tuples(st.sampled_from([None, "2024", "2024-05", "2023-10~"]), st.text(max_size=8)),
        max_size=12,
    ),
    st.randoms(use_true_random=False),
)
def test_the_archive_does_not_hang_on_the_order_of_cards(
    articles: list[tuple[str | None, str]], chance: object
) -> None:
    cards = [
        card(f"{place}", published=published, title=title, tags=(title or "x",), arrival=place)
        for place, (published, title) in enumerate(articles)
    ]
    archive = collected(*cards)
    chance.shuffle(cards)  # type: ignore[attr-defined]
    assert collected(*cards) == archive
    for terms in archive.axes.values():
        assert len({term.slug for term in terms}) == len(terms)


# --- axes ----------------------------------------------------------------------------------------


def test_years_newest_first_and_the_undated_shelf_last() -> None:
    archive = collected(
        card("a", published="2022"), card("b"), card("c", published="2024-05"), card("d")
    )
    years = archive.axes["years"]
    assert [(term.label, term.slug, term.ids) for term in years] == [
        ("2024", "2024", ("c",)),
        ("2022", "2022", ("a",)),
        ("undated", "undated", ("b", "d")),
    ]


def test_terms_are_in_the_order_of_their_words() -> None:
    archive = collected(card("a", tags=("zoo", "Élan", "eau", "Œuf", "GPT-10", "GPT-4")))
    assert labels(archive, "tags") == ["eau", "Élan", "GPT-4", "GPT-10", "Œuf", "zoo"]


def test_a_language_orders_its_own_letters() -> None:
    tags = ("ñu", "nube", "oso")
    assert labels(collected(card("a", tags=tags), language="es-MX"), "tags") == [
        "nube",
        "ñu",
        "oso",
    ]
    assert sort_key("ñu", "fr") < sort_key("nube", "fr")


def test_ids_of_a_term_are_in_reading_order() -> None:
    archive = collected(
        card("old", published="2020", tags=("ia",)), card("new", published="2024", tags=("ia",))
    )
    assert archive.axes["tags"][0].ids == ("new", "old")


def test_a_tag_has_what_the_vocabulary_says() -> None:
    known = Term(label="OpenAI", aliases=("Open AI",), sort="organisation", description="Labo")
    archive = collected(card("a", tags=("OpenAI", "autre")), terms=(known,))
    other, tag = archive.axes["tags"]
    assert (tag.sort, tag.description, tag.aliases) == ("organisation", "Labo", ("Open AI",))
    assert (other.sort, other.description, other.aliases) == ("", "", ())


def test_labels_of_one_slug_are_numbered_by_age_and_reported() -> None:
    archive = collected(
        card("a", authors=("Emile Zola",), arrival=1), card("b", authors=("Émile Zola",), arrival=0)
    )
    slugs = {term.label: term.slug for term in archive.axes["authors"]}
    assert slugs == {"Émile Zola": "emile-zola", "Emile Zola": "emile-zola-2"}
    assert [(one.code, one.path) for one in archive.diagnostics] == [("P-010", "a.txt")]


def test_signs_that_tell_names_apart_make_pages_of_their_own() -> None:
    archive = collected(card("a", tags=("C", "C++", "C#")))
    assert {term.slug for term in archive.axes["tags"]} == {"c", "c-plus-plus", "c-sharp"}
    assert archive.diagnostics == ()


def test_gaps_in_a_series() -> None:
    archive = collected(
        card("a", series="Flash", number="3"),
        card("b", series="Flash", number="6"),
        card("c", series="Flash", number="5"),
        card("d", series="Flash", number="202405"),
        card("e", series="Flash"),
        card("f", series="Whole", number="1"),
        card("g", series="Whole", number="2"),
    )
    assert [(gap.series, gap.numbers) for gap in archive.gaps] == [("Flash", (4,))]


# --- cards ---------------------------------------------------------------------------------------


def paragraph(text: str, role: str = "") -> Paragraph:
    return Paragraph(span=Span(1, 1), inlines=(Text(text),), role=role)


def article(*body: Block, **fields: object) -> Article:
    return Article(
        path="a/b.txt",
        sha256="0" * 64,
        format="text",
        kind="brief",
        verdicts=(),
        fields=Fields(**fields),  # type: ignore[arg-type]
        body=body,
        fates=(Fate(1, "body"), Fate(2, "aside", "footer"), Fate(3, "blank")),
        diagnostics=(
            Diagnostic(code="K-001", level="warning", path="a/b.txt", message=""),
            Diagnostic(code="F-002", level="note", path="a/b.txt", message=""),
        ),
    )


ROW = Row(
    id="0" * 16, address="articles/news-2.html", path="a/b.txt", sha256="", added="2024-01-01"
)


def made_card(article: Article, row: Row, arrival: int) -> Card:
    """Make the card of an article that has its place."""
    return placed(make_card(article), row, arrival)


def test_a_card_holds_what_lists_need() -> None:
    story = Part(
        role="story",
        span=Span(1, 1),
        blocks=(
            Heading(span=Span(1, 1), level=2, inlines=(Text("Story"),), role="story"),
            paragraph("L’été fut beau."),
        ),
    )
    made = made_card(
        article(
            paragraph("Bonjour", role="greeting"),
            story,
            title=Field(value="News", standing="stated"),
            published=Field(value="2024-05", standing="derived"),
        ),
        ROW,
        7,
    )
    assert (made.slug, made.url, made.arrival) == ("news-2", "articles/news-2.html", 7)
    assert (made.title, made.title_standing, made.published) == ("News", "stated", "2024-05")
    assert made.summary == "L’été fut beau."
    assert made.words == 5
    assert (made.stories, made.posts, made.questions) == (1, None, None)
    assert (made.lines, made.lines_aside, made.diagnostics) == (3, 1, 1)


def test_a_card_always_has_a_title_and_a_language() -> None:
    made = made_card(article(), ROW, 0)
    assert (made.title, made.title_standing, made.language) == ("b", "supplied", "und")


def test_a_lead_is_the_summary_and_a_long_one_ends_at_a_word() -> None:
    made = made_card(article(paragraph("mot " * 100), paragraph("Le chapeau.", "lead")), ROW, 0)
    assert made.summary == "Le chapeau."
    made = made_card(article(paragraph("mot " * 100)), ROW, 0)
    assert len(made.summary) <= 241
    assert made.summary.endswith("mot…")


def test_every_ideograph_is_a_word() -> None:
    assert made_card(article(paragraph("人工智能 and GPT-4")), ROW, 0).words == 6


# --- dates ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-05-21", "2024-05-21", "2024-05-21"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-10~", "2023-10-01", "2023-10-31"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999-12", "9999-12-01", "9999-12-31"),
    ],
)
def test_the_bounds_of_dates(text: str, first: str, last: str) -> None:
    assert tuple(day.isoformat() for day in bounds(text)) == (first, last)


@pytest.mark.parametrize(
    "text",
    ["", "24", "2024-5", "2024-13", "2023-02-29", "2024-05-21T08:00", "0000", "２０２４", "2024~~"],
)
def test_what_is_no_date(text: str) -> None:
    assert not is_edtf(text)
    with pytest.raises(ValueError, match="EDTF"):
        bounds(text)
