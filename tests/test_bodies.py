"""The text of an article, typeset once: wherever it stands, it is what would be typeset there."""

from __future__ import annotations

from functools import partial
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

import trees
from backissues import urls
from backissues.model import Article, Block, CrossReference, Picture
from backissues.outputs import bodies
from backissues.outputs.feeds.entries import _WHOLE, _absolute
from backissues.outputs.frames import leading, links_from, media
from backissues.outputs.interface import interface
from backissues.text import typeset
from demo_archive import BODIES, SETTINGS, article, card

CARD = replace(
    card("essay", 1),
    pictures=(
        Picture(address="img/a b.png", path="img/a b.png", sha256="0" * 64, width=3, height=2),
        Picture(address="../a", path="a", sha256="1" * 64),
    ),
    references=(CrossReference(address="x(y", url="articles/other.html", anchor="a"),),
)
WHOLE = partial(urls.absolute, SETTINGS.base_url)
VOICE = interface(SETTINGS.language)
PLACES = ((links_from(CARD.url), str), (WHOLE, partial(_absolute, WHOLE(CARD.url))))


@given(trees.bodies | st.sampled_from(list(BODIES.values())))
def test_a_text_is_the_same_as_if_it_were_typeset_where_it_stands(body: tuple[Block, ...]) -> None:
    made = bodies.body(CARD, SETTINGS, lambda: article("essay", body))
    for link, other in PLACES:
        lead = leading(CARD, link, other=other)
        assert made.placed(lead) == typeset.blocks(
            body,
            resolve=lead,
            show=media(CARD, link).get,
            language=CARD.language,
            voice=typeset.Voice(VOICE.say, VOICE.language, VOICE.regional),
        )


def test_a_text_is_typeset_once_while_it_is_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "_KEPT", {})
    asked: list[int] = []

    def ask(number: int) -> bodies.Body:
        def made() -> Article:
            asked.append(number)
            return article("essay")

        return bodies.body(replace(CARD, id=str(number), digest="x"), SETTINGS, made)

    assert [ask(1) == ask(2), ask(1) is ask(1), asked] == [True, True, [1, 2]]
    for number in range(bodies._MOST + 1):
        ask(number)
    ask(bodies._MOST)
    ask(0)
    assert asked.count(bodies._MOST) == 1
    assert asked.count(0) == 2


@given(st.from_regex(_WHOLE, fullmatch=True))
def test_a_whole_address_is_what_it_is_joined_to_another(address: str) -> None:
    assert urljoin("https://a.example/b/c.html", address) == address
    assert urljoin("http://a.example/b/c.html", address) == address
