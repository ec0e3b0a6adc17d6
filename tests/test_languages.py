"""Word lists are sound, and languages are told by them: each alone, and the close ones apart."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backissues import languages
from backissues.fields import language
from backissues.languages import fold, lexicons
from backissues.languages.lexicon import lists
from backissues.languages.tokens import Parting, tokens, tokens_of_lines
from backissues.model import Header, Span

# A sentence or two a language, as a newsletter might begin.
SAMPLES = dict(
    line.split(" ", 1)
    for line in (Path(__file__).parent / "cases" / "languages" / "samples.txt")
    .read_text(encoding="utf-8")
    .splitlines()
)
# Chinese in traditional characters is Chinese; Chinese characters with kana are Japanese.
SCRIPTS = {"船在午夜之後才進港，碼頭上已經沒有人了。": "zh", "港の灯は消えていた。": "ja"}


def told(*texts: str) -> str | None:
    """Tell the language of passages, one a line."""
    passages = [(Span(line, line), text) for line, text in enumerate(texts, 1)]
    return language.find((), passages, texts).field.value


@pytest.mark.parametrize("code", sorted(SAMPLES))
def test_a_sentence_tells_its_language(code: str) -> None:
    assert told(SAMPLES[code]) == code


def test_every_language_has_a_sample() -> None:
    assert sorted(lexicons()) == sorted(SAMPLES)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("fr-CA", "fr"),
        ("pt_BR", "pt"),
        ("nb", "nb"),
        ("eng", "en"),
        ("Français", "fr"),
        ("English", "en"),
        ("Norwegian", "no"),
        ("Klingon", None),
        ("the reader's own", None),
    ],
)
def test_a_header_names_a_language_by_tag_code_or_name(said: str, code: str | None) -> None:
    header = Header(name="language", values=(said,), span=Span(1, 1))
    assert language.find((header,), (), (said,)).field.value == code


def test_titles_in_another_language_do_not_outweigh_sentences() -> None:
    titles = (
        "The Rise and Fall of the Village Bakery and what it means for the rest of us",
        "Why the new ferry is not what you think it is and what to do about it",
    )
    assert (
        told("Links", "Hier sind die Texte, die uns in dieser Woche gefallen haben.", *titles)
        == "de"
    )
    assert told("O que é bom para a ponte é bom para a cidade") == "pt"
    assert told("Bonjour à toutes et à tous", "Voici les nouvelles", "À bientôt") == "fr"


def test_scripts() -> None:
    assert {text: told(text) for text in SCRIPTS} == SCRIPTS


@pytest.mark.parametrize("code", sorted(SAMPLES))
def test_chrome_in_another_language_does_not_win(code: str) -> None:
    chrome = ["Sign in", "Share this post", "You are reading this in the app", "Show more posts"]
    if code == "en":
        chrome = ["Se connecter", "Partager cet article", "Voir tous les commentaires", "À la une"]
    # Twice the sentence: Chinese says it in twenty characters.
    assert told(*chrome, 2 * SAMPLES[code], *chrome) == code


@pytest.mark.parametrize("code", sorted(SAMPLES))
def test_a_passage_of_its_own_language_is_never_foreign(code: str) -> None:
    assert language.foreign(SAMPLES[code], code) is None


@pytest.mark.parametrize("code", sorted(lexicons()))
def test_word_lists_are_sound(code: str) -> None:
    lexicon = lexicons()[code]
    for names in (lexicon.months, lexicon.months_short):
        assert len(names) % 12 == 0
    assert all(tokens(word) == (word,) for word in lexicon.stopwords)
    assert lexicon.letters == lexicon.letters.lower()
    assert not any(map(str.isascii, lexicon.letters))
    assert "{name}" in lexicon.interview_with
    for name in lexicon.__struct_fields__:
        words = getattr(lexicon, name)
        # Numerals stand by their places, and French has none of its own for 17.
        if not isinstance(words, str) and name != "numerals":
            assert all(word and word == fold(word) for word in words), name
            # What has no letters is found in no text’s words; “#” is asked for by itself.
            assert name == "number_signs" or all(map(tokens, words)), name


@pytest.mark.parametrize("code", sorted(lexicons()))
def test_word_lists_are_toml_one_list_a_line(code: str) -> None:
    file = Path(languages.__file__).with_name(f"{code}.toml")
    text = file.read_text(encoding="utf-8")
    told = tomllib.loads(text)
    read = json.loads(lists(text))
    assert list(read) == list(told)
    for name, value in told.items():
        folded = [*map(fold, value)] if isinstance(value, list) else value
        assert read[name] == folded, name


def test_a_month_has_one_number() -> None:
    known: dict[str, int] = {}
    for lexicon in lexicons().values():
        for name, number in lexicon.month_numbers().items():
            assert known.setdefault(name, number) == number, name


@given(st.lists(st.text(max_size=300), max_size=20), st.sampled_from(sorted(SAMPLES)))
def test_any_text_may_be_asked(texts: list[str], code: str) -> None:
    assert told(*texts) in {None, *lexicons(), "hi", "bn", "ta", "th", "ka", "hy"}
    assert all(language.foreign(text, code) != code for text in texts)


def test_a_few_words_of_another_script_make_no_passage_of_theirs() -> None:
    greeting = "They all shouted it at once, السلام عليكم, and then the shop went quiet."
    assert language.foreign(greeting, "en") is None
    assert language.foreign("Он сказал: https://example.org/letters/2024/05, и ушёл.", "en") == "ru"


# --- the words of a text -------------------------------------------------------------------------

WESTERN = st.text(st.sampled_from("aZéßŒœÿ’-_ 1²ªµſςΣ\n\u00a0…"), max_size=60)


@given(WESTERN | st.text(max_size=60))
def test_a_table_parts_a_text_as_the_pattern_does(text: str) -> None:
    for letter in (r"[^\W\d_]", r"\w"):
        word = re.compile(f"{letter}+")
        assert Parting(re.compile(letter), word).words(text) == word.findall(text.casefold())


@given(
    st.lists(WESTERN.map(lambda text: text.replace("\n", " ")) | st.sampled_from(["", "港の灯"]))
)
def test_lines_have_the_words_that_each_has_alone(lines: list[str]) -> None:
    together = tokens_of_lines(lines)
    assert together == [tuple(re.findall(r"[^\W\d_]+", line.casefold())) for line in lines]
    assert together == [tokens(line) for line in lines]
