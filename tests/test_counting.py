"""The words of a text are those of its pattern, by whichever way they are counted."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from backissues.text.counting import _EASTERN_WORD, count_words

# Letters and joints of Western texts, and what they have not: an ideograph, a long s, an emoji.
CHARS = st.sampled_from([*"aß²ª9_-'’– \n\u00a0\u202f.漢ſ😀"])


@given(st.text(CHARS) | st.text())
@example("aujourd’hui, mi-temps: l'a-b")
@example("-a --a a- a--a -")
@example("one\n😀 two-three\n漢字")
def test_words_are_those_of_the_pattern(text: str) -> None:
    assert count_words(text) == len(_EASTERN_WORD.findall(text))
