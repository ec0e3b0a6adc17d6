"""The index behind the search: the words of a text, ranges that stay, pieces that say all."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from backissues.concordance import ranges
from backissues.concordance.numbers import number, rising
from backissues.concordance.postings import Concordance, levels
from backissues.model import Archive
from backissues.outputs import search
from backissues.text.search_words import counted, words
from demo_archive import SETTINGS, DemoStore, archive, card

CASES = Path(__file__).parent / "cases" / "search"
WORDS = [
    tuple(line.split(" = "))
    for line in (CASES / "words.txt").read_text(encoding="utf-8").split("\n")[1:]
    if " = " in line
]
WORD = st.text(alphabet=st.characters(categories=("Ll", "Lo", "Nd")), min_size=1, max_size=12)


@pytest.mark.parametrize(("text", "expected"), WORDS)
def test_a_text_has_these_words(text: str, expected: str) -> None:
    assert " ".join(words(text)) == expected.replace("nothing", "")


@given(st.text())
def test_words_are_what_the_index_can_hold(text: str) -> None:
    for word in words(text):
        assert not re.search(r'[\s"\\_]', word)
        assert list(words(word))[-1] == word or len(word) == 2  # a pair of letters has two words


@given(st.text(), st.text())
def test_a_text_has_the_words_of_its_lines(one: str, other: str) -> None:
    assert [*words(one), *words(other)] == list(words(f"{one}\n{other}"))


@given(st.text(alphabet=st.sampled_from("aéLœßÉ1½² \n\t'’-–+#_,.­人工é…µªЖ\u202f\u2011™")))
def test_words_are_counted_as_they_are_parted(text: str) -> None:
    assert counted(text) == Counter(words(text))


# --- numbers -------------------------------------------------------------------------------------


def read(written: str) -> list[int]:
    """Read numbers back, as static/js/index.js does."""
    signs = [chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"\\']
    found, value = [], 0
    for sign in written:
        digit = signs.index(sign)
        value = value * 46 + digit % 46
        if digit < 46:
            found.append(value)
            value = 0
    return found


@given(st.lists(st.integers(min_value=0, max_value=10**9)))
def test_numbers_are_read_as_they_were_written(values: list[int]) -> None:
    assert read("".join(map(number, values))) == values
    steps = read(rising(sorted(values)))
    assert [sum(steps[: at + 1]) for at in range(len(steps))] == sorted(values)


# --- ranges --------------------------------------------------------------------------------------

WEIGHTS = st.dictionaries(WORD, st.integers(min_value=1, max_value=100), max_size=60)


@given(WEIGHTS, st.integers(min_value=1, max_value=500))
def test_ranges_are_in_order_and_have_names_of_their_own(
    weights: dict[str, int], most: int
) -> None:
    found = ranges.bounds(weights, most=most)
    assert found[0] == ""
    assert found == sorted(set(found), key=ranges.order)
    names = [ranges.name(bound) for bound in found]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9_]*", name) for name in names)


def test_a_range_is_halved_only_when_it_grows_too_heavy_itself() -> None:
    weights = {f"{first}{second}": 10 for first in "abcdefgh" for second in "abcdefgh"}
    before = ranges.bounds(weights, most=100)
    assert 4 < len(before) < 16
    after = ranges.bounds(weights | {"cc": 100}, most=100)
    assert len(after) > len(before)
    # Only the range that grew too heavy, between “c” and “d”, has other bounds.
    assert {bound for bound in before if bound[:1] != "c"} == {
        bound for bound in after if bound[:1] != "c"
    }


def test_a_small_archive_has_one_range() -> None:
    assert ranges.bounds({"a": 5, "b": 5}, most=10) == [""]


# --- postings ------------------------------------------------------------------------------------


def test_a_word_of_the_title_is_worth_more_than_any_of_the_body() -> None:
    of_title = levels("Bateaux", (), "")["bateaux"]
    of_label = levels("", ("Bateaux",), "")["bateaux"]
    of_body = levels("", (), "bateaux " * 500)["bateaux"]
    once = levels("", (), "bateaux " + "mot " * 2000)["bateaux"]
    assert of_title > of_body >= of_label > once >= 1


def test_an_article_that_says_a_word_more_often_comes_first() -> None:
    filler = "mot " * 300
    worth = [levels("", (), "port " * times + filler)["port"] for times in (1, 3, 12)]
    assert worth == sorted(set(worth))
    # As often in a far longer text is worth less.
    assert levels("", (), "port " * 3 + filler * 20)["port"] < worth[1]


def test_a_range_says_where_its_words_stand() -> None:
    made = Concordance()
    made.add(2, {"port": 3, "quai": 1})
    made.add(7, {"port": 3})
    made.add(9, {"port": 8, "zone": 2})
    first, second = made.ranges(["", "q"])
    assert first.split(" ")[0] == "port"
    # Articles 2 and 7 of level 3, then article 9 of level 8.
    assert read(first.split(" ")[1]) == [2 * 2**21 + 2, 5, 5 * 2**21 + 2]
    assert second.split(" ")[::2] == ["quai", "zone"]


# --- the output ----------------------------------------------------------------------------------


def pieces(made: Archive) -> dict[str, bytes]:
    """Make all pieces of the index, by their paths."""
    return {
        one.path: one.make()
        for one in search.outputs(made, SETTINGS, DemoStore(made))
        if one.path.endswith(".js")
    }


def held(piece: bytes) -> object:
    """Read what a piece of the index holds."""
    found = re.fullmatch(r'backissues\.hold\("[^"]+",(.*)\);\n', piece.decode(), re.DOTALL)
    assert found
    return json.loads(found[1])


def test_a_small_archive_has_few_pieces() -> None:
    names = {path.removeprefix("search/") for path in pieces(archive())}
    numbers = {f"articles/{number}.js" for number in range(1, 6)}
    assert names == {"index.js", "words.js", "facets-0.js"} | numbers


def test_planning_asks_for_no_body() -> None:
    store = DemoStore(archive())
    assert list(search.outputs(archive(), SETTINGS, store))
    assert store.asked == 0


def test_an_article_is_shown_by_what_its_piece_holds() -> None:
    shown = held(pieces(archive())["search/articles/5.js"])
    assert isinstance(shown, dict)
    assert shown["url"] == "articles/un-essay.html"
    assert shown["title"] == "Titre <de> essay"
    assert (shown["kind"], shown["date"]) == ("Essai", "non daté")
    assert "time" not in shown
    assert shown["lang"] == "en"
    assert shown["text"] == "Début. La fin Fin, vraiment."


def test_facets_are_counted_by_the_lists_of_the_index() -> None:
    made = pieces(archive())
    index, block = held(made["search/index.js"]), held(made["search/facets-0.js"])
    assert isinstance(index, dict)
    assert isinstance(block, str)
    assert index["count"] == 5
    own = [read(one) for one in block.split(" ")]
    assert own[0] == []  # nothing arrived at place 0
    kinds = [index["kind"][kind] for kind, *_ in own[1:]]
    years = [index["year"][year] for _, year, *_ in own[1:]]
    assert kinds == ["Fil de discussion", "Entretien", "Lettre d’information", "Brèves", "Essai"]
    assert years == ["2024", "2024", "Non datés", "Non datés", "Non datés"]
    assert {index["tag"][tag] for tag in own[1][2:]} == {"IA", "C++"}


def test_an_article_is_found_by_its_labels_and_their_aliases() -> None:
    index = held(pieces(archive())["search/words.js"])
    assert isinstance(index, str)
    assert {"ia", "ai", "artificielle", "c++", "anne", "serie"} <= set(index.split(" ")[::2])


def test_a_newcomer_moves_nothing_but_what_it_says() -> None:
    made = archive()
    newcomer = replace(card("essay", 6), url="articles/autre.html", slug="autre")
    cards = (*made.cards, newcomer)
    axes = {
        axis: tuple(
            replace(term, ids=(*term.ids, "id-6"))
            if term.slug in {"essay", "ia", "undated"}
            else term
            for term in terms
        )
        for axis, terms in made.axes.items()
    }
    grown = replace(made, cards=cards, by_id={c.id: c for c in cards}, axes=axes)
    before, after = pieces(made), pieces(grown)
    assert {path for path in after if before.get(path) != after[path]} == {
        "search/index.js",
        "search/facets-0.js",
        "search/words.js",
        "search/articles/6.js",
    }
    assert str(held(after["search/facets-0.js"])).startswith(
        str(held(before["search/facets-0.js"]))
    )


def test_without_the_search_there_is_nothing_of_it() -> None:
    settings = replace(SETTINGS, outputs=("pages",))
    assert list(search.outputs(archive(), settings, DemoStore(archive()))) == []
