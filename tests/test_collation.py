"""The order of labels: the root collation and each language's tailoring, numbers, A–Z shelves."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backissues.text.collation import initial, sort_key
from backissues.text.tailorings import TAILORINGS, tailoring

CASES = Path(__file__).parent / "cases" / "collation.txt"
ORDERS = dict(
    line.split(": ") for line in CASES.read_text("utf-8").splitlines() if not line.startswith("#")
)
LANGUAGES = st.sampled_from(["", *sorted(TAILORINGS)])
# Words of the letters that languages order, among figures, signs and any other text.
WORDS = st.text(st.sampled_from("aàbcčdđeéhiıjlnñoøőœsßtuüyzžæåþ ʻ漢かガ가ㄱйиΣςبـ09٣#-’"))


def ordered(labels: list[str], language: str = "") -> list[str]:
    return sorted(labels, key=lambda label: sort_key(label, language))


@pytest.mark.parametrize("language", sorted(ORDERS))
def test_words_stand_in_the_order_of_their_language(language: str) -> None:
    words = ORDERS[language].split()
    assert ordered(words[::-1], language) == words


def test_regions_and_scripts_follow_their_language_unless_they_differ() -> None:
    assert tailoring("es-MX") == tailoring("es_MX") == tailoring("ES") == ("n<ñ",)
    assert tailoring("fr-CA") != tailoring("fr-FR") == ()
    assert tailoring("sr-Latn") != tailoring("sr")


def test_numbers_go_by_their_value_and_before_letters() -> None:
    labels = ["GPT-4", "GPT-4o", "GPT-10", "GPT-٢٠", "GPT-0021", "GPT-a"]
    assert ordered(labels[::-1]) == labels
    assert ordered(["nº 10", "n° 9", "n° 10", "2.10", "2.9"]) == [
        "2.9",
        "2.10",
        "n° 9",
        "n° 10",
        "nº 10",
    ]


def test_signs_part_words_and_count_for_nothing() -> None:
    labels = ["de facto", "L’Élysée", "l'élysée", "#lemonde", "e-mail", "email", "C++", "C"]
    assert ordered(labels) == [
        "C", "C++", "de facto", "e-mail", "email", "l'élysée", "L’Élysée", "#lemonde",
    ]  # fmt: skip


def test_what_joins_or_draws_out_letters_unseen_parts_no_word() -> None:
    assert sort_key("mi\u00adnute")[0] == sort_key("minute")[0]
    assert sort_key("می\u200cخواهم")[0] == sort_key("میخواهم")[0]
    assert sort_key("كتـــاب")[0] == sort_key("كتاب")[0]


@pytest.mark.parametrize(
    ("label", "language", "heading"),
    [
        ("Éluard", "fr", "E"),
        ("Œuvre", "fr", "O"),
        ("œuvre", "nb", "Ø"),
        ("L’Élysée", "fr", "L"),
        ("Straße", "de", "S"),
        ("Überall", "de", "U"),
        ("überall", "da", "Y"),
        ("ñandú", "es", "Ñ"),
        ("ñandú", "pt", "N"),
        ("chico", "es", "C"),
        ("chata", "cs", "Ch"),
        ("Ångström", "sv", "Å"),
        ("Ångström", "en", "A"),
        ("ısı", "tr", "I"),
        ("iz", "tr", "İ"),
        ("Łódź", "pl", "Ł"),
        ("Łódź", "en", "L"),
        ("őz", "hu", "Ö"),
        ("ssz", "hu", "Sz"),
        ("ёлка", "ru", "Е"),
        ("йод", "ru", "Й"),
        ("ἀλφα", "el", "Α"),
        ("ქართული", "ka", "ქ"),
        ("שלום", "he", "ש"),
        ("각", "ko", "ㄱ"),
        ("ガラス", "ja", "か"),
        ("ぁ", "ja", "あ"),
        ("漢字", "ja", "漢字"),
        ("人工智能", "fr", "漢字"),
        ("5G", "fr", "0–9"),
        ("٣", "ar", "0–9"),
        ("#MeToo", "fr", "M"),
        ("« 1984 »", "fr", "0–9"),
        ("🎉", "fr", "#"),
        ("❤️", "fr", "#"),
        ("", "fr", "#"),
    ],
)
def test_a_label_stands_under_the_letter_where_readers_look(
    label: str, language: str, heading: str
) -> None:
    assert initial(label, language) == heading


@given(st.lists(WORDS | st.text()), LANGUAGES)
def test_shelves_follow_the_order(labels: list[str], language: str) -> None:
    headings = [
        heading
        for heading, _ in groupby(ordered(labels, language), lambda one: initial(one, language))
    ]
    assert len(headings) == len(set(headings))


@given(st.text(), st.text(), LANGUAGES)
def test_every_order_is_total(one: str, other: str, language: str) -> None:
    assert (sort_key(one, language) == sort_key(other, language)) == (one == other)


@pytest.mark.parametrize("language", sorted(TAILORINGS))
def test_the_letters_of_a_rule_stand_in_its_order(language: str) -> None:
    for rule in tailoring(language):
        letters = re.split("<<?", rule)
        keys = [sort_key(letter, language)[:2] for letter in letters]
        assert keys == sorted(set(keys)), rule
