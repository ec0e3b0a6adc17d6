"""How texts are set by language: cases that people can read, and what is promised of any text.

In `cases/typography/` each line is a text, an arrow and the text as set, or `=` where nothing
changes; `⎵` is the narrow gap at which no line breaks (U+202F), `⍽` the wide one (U+00A0).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import html
from msgspec import structs

from backissues.languages import lexicons
from backissues.model import (
    Break,
    Code,
    Emphasis,
    Inline,
    Link,
    Paragraph,
    Source,
    Strong,
    Text,
)
from backissues.readers import markdown
from backissues.text import typeset, typography
from backissues.text.customs import NARROW, WIDE, customs
from backissues.text.legible import legible, running
from backissues.text.tree import plain
from demo_archive import h, p

CASES = Path(__file__).parent / "cases" / "typography"
VISIBLE = str.maketrans({NARROW: "⎵", WIDE: "⍽"})
INVISIBLE = str.maketrans({"⎵": NARROW, "⍽": WIDE})


def cases(*names: str) -> list[tuple[str, str, str]]:
    """Read cases: the language, the text, the text as set."""
    return [case for name in names for case in _cases(name)]


def _cases(name: str) -> Iterator[tuple[str, str, str]]:
    language = ""
    for line in (CASES / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]") and " " not in line:
            language = line[1:-1]
        elif line and not line.startswith("# "):
            before, arrow, after = line.partition(" → ")
            if not arrow:
                before = after = line.removesuffix("=").rstrip(" ")
            yield language, before.rstrip(" "), after.strip(" ")


PLAIN = [file.name for file in CASES.iterdir() if file.name not in {"titles.txt", "across.txt"}]


@pytest.mark.parametrize(("language", "before", "after"), cases(*sorted(PLAIN)))
def test_a_text_is_set_by_its_language(language: str, before: str, after: str) -> None:
    set_once = typography.shown(before.translate(INVISIBLE), language)
    assert set_once.translate(VISIBLE) == after


@pytest.mark.parametrize(("language", "before", "after"), cases("titles.txt"))
def test_a_title_keeps_its_last_words_together(language: str, before: str, after: str) -> None:
    assert typography.shown(before, language, title=True).translate(VISIBLE) == after


@pytest.mark.parametrize(("language", "before", "after"), cases("across.txt"))
def test_a_text_of_many_pieces_is_set_as_one(language: str, before: str, after: str) -> None:
    (block,) = markdown.read(Source(path="a.md", data=before.encode(), sha256="")).blocks
    assert isinstance(block, Paragraph)
    written = typeset.inlines(block.inlines, language=language)
    assert str(written).translate(VISIBLE) == after


# --- the promises --------------------------------------------------------------------------------

# The same examples each time: a promise that breaks shall break for everybody.
STEADY = settings(derandomize=True, deadline=None, max_examples=300)
LANGUAGES = st.sampled_from(["fr", "fr-CA", "fr-CH", "en", "de", "pl", "ru", "es", "sw", "zh", ""])
WORDS = """mot Mot M. Mme p. n° J. K. l’IA w в z. B. h km € % 5 12 123 2024 XXe 1er mai 3:1 a/b
#tag @nom « » „ “ ” ‘ ’ " ' ( ) [ ] ! ? ; : , . .. ... … - -- – — / :: :) ;) www.a.b e@f * 👇"""
SPACES = [" ", "  ", "\n", "\t", *"\u00a0\u202f\u2009\u3000\u2028\x1f\ufffc\ufdd0"]
BITS = st.sampled_from([*WORDS.split(), *SPACES]) | st.just(" ")
TEXTS = st.one_of(st.lists(BITS, max_size=14).map("".join), st.text(max_size=40))


def bare(text: str) -> str:
    """Give a text without what typography may touch: gaps, and how dots and dashes are written."""
    text = text.replace("…", "...").replace("–", "-").replace("—", "-")
    return re.sub(r"-+", "-", re.sub(r"\s", "", text))


@STEADY
@example(text="«« mot", language="fr", title=False)
@example(text="mot«–", language="fr", title=False)
@example(text="–»", language="fr", title=False)
@example(text="mot -»", language="fr", title=False)
@given(text=TEXTS, language=LANGUAGES, title=st.booleans())
def test_a_text_keeps_its_letters_and_what_is_set_twice_is_set_once(
    text: str, language: str, title: bool
) -> None:
    once = typography.shown(text, language, title=title)
    assert bare(once) == bare(legible(text))
    assert typography.shown(once, language, title=title) == once


INLINES = st.recursive(
    st.one_of(
        st.builds(Text, TEXTS),
        st.builds(Code, TEXTS),
        st.builds(Break, st.booleans()),
    ),
    lambda inner: (
        st.one_of(
            st.builds(kind, st.lists(inner, max_size=3).map(tuple)) for kind in (Emphasis, Strong)
        )
        | st.builds(Link, st.just("https://a.b"), st.lists(inner, max_size=2).map(tuple))
    ),
    max_leaves=6,
)


@STEADY
@given(st.lists(INLINES, max_size=4), LANGUAGES, st.booleans())
def test_inlines_keep_their_letters_their_shape_and_their_code(
    inlines: list[Inline], language: str, title: bool
) -> None:
    once = typography.inlines(inlines, language, title=title)
    assert bare(plain(once)) == bare(plain(inlines))
    assert typography.inlines(once, language, title=title) == once
    assert [type(one) for one in once if not isinstance(one, (Text, Break))] == [
        type(one) for one in inlines if not isinstance(one, (Text, Break))
    ]


@STEADY
@given(TEXTS, LANGUAGES)
def test_one_text_is_set_like_a_text_of_one_piece(text: str, language: str) -> None:
    text = legible(text).replace("\n", " ")
    (only,) = typography.inlines([Text(text)], language)
    assert only == Text(typography.shown(text, language))


@pytest.mark.parametrize("language", sorted(lexicons()))
def test_every_language_has_customs_or_is_left_alone(language: str) -> None:
    own = customs(language)
    assert own is None or own.puts


@pytest.mark.parametrize(
    "text", [" " * 50_000 + "x", " " * 400_000, "!" * 50_000 + "x", "a!" * 25_000, "." * 50_000]
)
def test_no_text_takes_forever(text: str) -> None:
    assert bare(typography.shown(text, "fr", title=True)) == bare(text)


# --- on the page ---------------------------------------------------------------------------------


def test_a_block_is_set_by_its_own_language() -> None:
    body = (
        p("Why?"),
        p("Pourquoi?", lang="fr"),
        structs.replace(h("La fin de toute l’IA"), lang="fr"),
    )
    assert typeset.blocks(body, language="en").translate(VISIBLE) == (
        '<p>Why?</p>\n<p lang="fr">Pourquoi⎵?</p>\n'
        '<h2 id="section-1" class="section" lang="fr">La fin de toute⍽l’IA</h2>\n'
    )


@pytest.mark.parametrize(
    ("text", "raised"),
    [
        ("le 1er mai", "er"),
        ("la 1re et la 2e", "re e"),
        ("la 2nde, les 3es", "nde es"),
        ("le XXe siècle", "e"),
        ("François Ier, Ve République", "er e"),
        ("mi-XIXe, 2e-3e", "e e e"),
        ("5G, Vie, Le, De, 3e5, #3e, 1erx, MMe", ""),
    ],
)
def test_endings_of_ordinals_are_raised(text: str, raised: str) -> None:
    shown = html.fromstring(f"<p>{running(text, 'fr')}</p>")
    assert [sup.text for sup in shown.iter("sup")] == raised.split()
    assert shown.text_content() == text
    assert running(text, "en") == text


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("voici 👇👇👇", ["3 × 👇"]),
        ("⭐ ⭐ ⭐ ⭐", ["4 × ⭐"]),
        ("🇫🇷🇫🇷🇫🇷 et 👩🏽‍💻👩🏽‍💻👩🏽‍💻", ["3 × 🇫🇷", "3 × 👩🏽‍💻"]),
        ("👇👇👆👇 🇫🇷🇩🇪🇫🇷 1️⃣2️⃣3️⃣ ─── ... 111", []),
    ],
)
def test_a_repeated_emoji_is_read_out_once_with_its_count(text: str, labels: list[str]) -> None:
    shown = html.fromstring(f"<p>{running(text)}</p>")
    assert shown.xpath("//span[@role='img']/@aria-label") == labels
    assert shown.text_content() == text
