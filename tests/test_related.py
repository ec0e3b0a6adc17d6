"""Articles that are akin: the rarest things count most, and the same cards give the same kin."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backissues.model import Card, Relation
from backissues.related import Kin, related, renewed
from backissues.traits import Traits, traits


def card(name: str, *tags: str, **changes: object) -> Card:
    values: dict[str, object] = {
        "id": name,
        "path": f"{name}.txt",
        "sha256": "0" * 64,
        "slug": name,
        "url": f"articles/{name}.html",
        "arrival": 0,
        "kind": "essay",
        "title": name,
        "title_standing": "stated",
        "language": "fr",
        "tags": tags,
    }
    return Card(**(values | changes))  # type: ignore[arg-type]


def others(count: int) -> list[Card]:
    """Articles that share nothing with any other."""
    return [card(f"other{number}", f"only{number}") for number in range(count)]


def relate(cards: list[Card]) -> Kin:
    return related(list(map(traits, cards)))


def kin(cards: list[Card], name: str) -> list[str]:
    return [relation.id for relation in relate(cards)[name]]


def test_a_rare_tag_says_more_than_a_common_one() -> None:
    common = [card(f"c{number}", "IA") for number in range(5)]
    cards = [card("a", "IA", "sobriété"), *common, card("b", "sobriété"), *others(9)]
    assert kin(cards, "a")[0] == "b"


def test_more_shared_tags_say_more_than_one() -> None:
    cards = [card("a", "x", "y"), card("b", "x"), card("c", "x", "y"), *others(5)]
    assert kin(cards, "a") == ["c", "b"]


def test_the_author_and_the_series_say_less_than_the_subject() -> None:
    cards = [
        card("a", "x", authors=("Anne",), series="Flash"),
        card("b", authors=("Anne",), series="Flash"),
        card("c", "x"),
        *others(5),
    ]
    assert kin(cards, "a") == ["c", "b"]
    assert relate(cards)["a"] == (
        Relation(id="c", tags=1),
        Relation(id="b", authors=1, series=True),
    )


def test_a_series_alone_is_no_kinship() -> None:
    cards = [card("a", series="Flash"), card("b", series="Flash"), *others(5)]
    assert kin(cards, "a") == []


def test_what_half_of_the_archive_has_relates_nothing() -> None:
    cards = [card(f"c{number}", "IA") for number in range(20)]
    assert all(relations == () for relations in relate(cards).values())


def test_of_the_same_weight_the_nearest_in_time_comes_first() -> None:
    cards = [
        card("late", "x", published="2024-12-01"),
        card("a", "x", published="2024-05-01"),
        card("near", "x", published="2024-04"),
        card("old", "x", published="2019"),
        card("undated", "x"),
        *others(8),
    ]
    assert kin(cards, "a") == ["near", "late", "old", "undated"]


def test_there_are_four_at_most() -> None:
    cards = [card(f"c{number}", "x") for number in range(9)] + others(20)
    assert {len(relations) for name, relations in relate(cards).items() if name[0] == "c"} == {4}


NAMES = st.lists(st.sampled_from("abcdefgh"), max_size=5).map(tuple)


@given(st.lists(st.tuples(NAMES, NAMES), max_size=30))
def test_kin_share_something_and_nobody_is_his_own(made: list[tuple[tuple[str, ...], ...]]) -> None:
    cards = [
        card(str(number), *tags, authors=authors) for number, (tags, authors) in enumerate(made)
    ]
    found = relate(cards)
    by_id = {one.id: one for one in cards}
    assert list(found) == list(by_id)
    for name, relations in found.items():
        ids = [relation.id for relation in relations]
        assert name not in ids
        assert len(ids) == len(set(ids)) <= 4
        for relation in relations:
            one, other = by_id[name], by_id[relation.id]
            assert relation.tags == len(set(one.tags) & set(other.tags))
            assert relation.authors == len(set(one.authors) & set(other.authors))
            assert relation.tags or relation.authors


@given(st.lists(st.permutations("abcd").map(lambda tags: tuple(tags[:2])), max_size=20))
def test_the_order_of_tags_in_an_article_changes_nothing(made: list[tuple[str, ...]]) -> None:
    cards = [card(str(number), *tags) for number, tags in enumerate(made)]
    turned = [card(str(number), *reversed(tags)) for number, tags in enumerate(made)]
    assert relate(cards) == relate(turned)


# Few terms and few days, so that many articles are alike, and enough articles for terms to be rare.
TRAITS = st.tuples(
    st.lists(st.sampled_from("abcdefghijkl"), max_size=6).map(tuple),
    st.lists(st.sampled_from("xyz"), max_size=2).map(tuple),
    st.sampled_from([None, "Flash", "Lettre"]),
    st.sampled_from([None, "2023", "2024-05", "2024-05-01", "2024-05-02", "2024-06-01"]),
)
ARCHIVES = st.lists(TRAITS, min_size=20, max_size=60)
# What is done to an archive: where, and what stands there then; nothing where it is taken out.
EDITS = st.lists(st.tuples(st.integers(0, 70), TRAITS | st.none(), st.booleans()), max_size=4)


def held(
    made: dict[str, tuple[tuple[str, ...], tuple[str, ...], str | None, str | None]],
) -> list[Traits]:
    return [Traits(name, *values) for name, values in made.items()]


@given(ARCHIVES, EDITS, st.booleans())
def test_kin_that_are_renewed_are_those_that_are_found_anew(
    made: list[tuple[tuple[str, ...], tuple[str, ...], str | None, str | None]],
    edits: list[
        tuple[int, tuple[tuple[str, ...], tuple[str, ...], str | None, str | None] | None, bool]
    ],
    turned: bool,
) -> None:
    rows = [(str(number), values) for number, values in enumerate(made)]
    before = held(dict(rows))
    for number, (place, values, new) in enumerate(edits):
        at = place % (len(rows) + 1)
        ident = rows[at][0] if at < len(rows) and not new else f"new{number}"
        rows[at : at + (not new)] = [(ident, values)] if values is not None else []
    if turned and rows:  # one that stands elsewhere now, with all that it had
        rows.append(rows.pop(0))
    now = held(dict(rows))
    assert renewed(now, before, related(before)) == related(now)


def test_an_article_that_comes_leaves_the_kin_of_most_as_they_are() -> None:
    many = [card(f"c{n}", f"t{n % 40}", f"u{n % 7}", published="2020") for n in range(400)]
    new = card("new", "t3", "u5", published="2020")
    kin, now = relate(many), relate([*many[:200], new, *many[200:]])
    assert sum(now[ident] != relations for ident, relations in kin.items()) < 20
