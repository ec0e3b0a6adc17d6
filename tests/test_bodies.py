"""The text of an article, typeset once: wherever it stands, it is what would be typeset there."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, nodes
from msgspec.structs import replace

import trees
from backissues import assets, urls
from backissues.cache.shelf import Shelf
from backissues.cli import main
from backissues.model import Article, Block, Card, CrossReference, Picture, Settings
from backissues.outputs import articles, bodies, kept, render
from backissues.outputs.accounts import Account, account
from backissues.outputs.feeds.entries import _absolute
from backissues.outputs.frames import leading, links_from, media
from backissues.outputs.interface import interface
from backissues.outputs.templates import Loader
from backissues.text import addresses, typeset
from demo_archive import BODIES, SETTINGS, OneStore, article, card

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
KEPT = replace(CARD, digest="x")


class Texts(OneStore):
    """A store of one text, which writes down whose it was asked for; it may forget what it has."""

    def __init__(self, body: tuple[Block, ...] | None = None, *, forgets: bool = False) -> None:
        super().__init__(article("essay", body))
        self.forgets = forgets
        self.whose: list[str] = []

    def body(self, ident: str) -> Article:
        self.whose.append(ident)
        return super().body(ident)

    def keep(self, what: str, ident: str, data: bytes) -> None:
        if not self.forgets:
            super().keep(what, ident, data)


@pytest.fixture
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "_KEPT", {})


def _both(
    card: Card, settings: Settings, store: Texts, monkeypatch: pytest.MonkeyPatch
) -> tuple[bodies.Body, Account]:
    """Make what is kept of an article, as a process does that holds nothing yet."""
    monkeypatch.setattr(bodies, "_KEPT", {})
    return bodies.body(card, settings, store), account(card, settings, store)


PLACES = ((links_from(CARD.url), str), (WHOLE, partial(_absolute, WHOLE(CARD.url))))


@given(trees.bodies | st.sampled_from(list(BODIES.values())))
def test_a_text_is_the_same_as_if_it_were_typeset_where_it_stands(body: tuple[Block, ...]) -> None:
    made = bodies.body(CARD, SETTINGS, Texts(body))
    for link, other in PLACES:
        lead = leading(CARD, link, other=other)
        assert made.placed(lead) == typeset.blocks(
            body,
            resolve=lead,
            show=media(CARD, link).get,
            language=CARD.language,
            voice=typeset.Voice(VOICE.say, VOICE.language, VOICE.regional),
        )


def test_a_text_is_typeset_once_while_it_is_at_hand(forgetful: None) -> None:
    store = Texts(forgets=True)

    def ask(number: int) -> bodies.Body:
        return bodies.body(replace(KEPT, id=str(number)), SETTINGS, store)

    assert [ask(1) == ask(2), ask(1) is ask(1), store.whose] == [True, True, ["1", "2"]]
    for number in range(bodies._MOST + 1):
        ask(number)
    ask(bodies._MOST)
    ask(0)
    assert store.whose.count(str(bodies._MOST)) == 1
    assert store.whose.count("0") == 2


def test_what_was_made_of_an_article_is_kept_for_the_next_build(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = Texts()
    made = _both(KEPT, SETTINGS, store, monkeypatch)
    assert _both(KEPT, SETTINGS, store, monkeypatch) == made
    assert store.whose == [KEPT.id] * 2
    assert {what for what, _ in store.made} == {"bodies", "accounts"}


@pytest.mark.parametrize(
    ("card", "settings", "anew"),
    [
        (replace(KEPT, digest="y"), SETTINGS, 2),
        (KEPT, replace(SETTINGS, language="en"), 2),
        (replace(KEPT, references=()), SETTINGS, 1),
        (replace(KEPT, pictures=()), SETTINGS, 1),
        (KEPT, replace(SETTINGS, outputs=("pages",)), 1),
        (KEPT, replace(SETTINGS, title="Another", publisher="Another"), 0),
        (replace(KEPT, slug="b", url="articles/b.html", tags=(), added="2026-01-01"), SETTINGS, 0),
    ],
)
def test_what_shows_something_else_is_made_anew(
    card: Card, settings: Settings, anew: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Texts()
    _both(KEPT, SETTINGS, store, monkeypatch)
    before = len(store.whose)
    made = _both(card, settings, store, monkeypatch)
    assert len(store.whose) - before == anew
    assert made == _both(card, settings, Texts(), monkeypatch)


@given(st.binary(max_size=40), st.integers(0, 3))
def test_what_is_harmed_is_made_anew(junk: bytes, cut: int) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        store = Texts()
        made = _both(KEPT, SETTINGS, store, monkeypatch)
        for name, data in store.made.items():
            store.made[name] = data[: len(data) * cut // 4] + junk
        assert _both(KEPT, SETTINGS, store, monkeypatch) == made


@given(st.from_regex(re.compile(addresses._WELL_MADE.pattern, re.ASCII), fullmatch=True))
def test_a_whole_address_is_what_it_is_joined_to_another(address: str) -> None:
    assert urljoin("https://a.example/b/c.html", address) == address
    assert urljoin("http://a.example/b/c.html", address) == address


def _letters(folder: Path) -> tuple[Path, Path]:
    letters, site = folder / "letters", folder / "site"
    letters.mkdir()
    for name in "abc":
        (letters / f"{name}.txt").write_text(f"# {name}\n\nA paragraph, and *more*.\n")
    return letters, site


def test_a_change_of_templates_gathers_nothing_anew(
    tmp_path: Path, forgetful: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters, site = _letters(tmp_path)
    (letters / "a.txt").write_text("# a\n\nBy Ada <Lovelace>\n\n3 May 2021\n\nShip & “more”.\n")

    def build(foot: str) -> str:
        file = letters / "templates" / "base.html"
        file.parent.mkdir(exist_ok=True)
        base = (assets.templates() / "base.html").read_text("utf-8")
        file.write_text(base.replace("</footer>", f"{foot}</footer>"))
        assert main(["build", str(letters), "-o", str(site), "--quiet", "--jobs", "1"]) == 0
        return (site / "articles" / "a.html").read_text("utf-8")

    one = build("One")
    monkeypatch.setattr(bodies, "_KEPT", {})
    with monkeypatch.context() as patched:
        patched.setattr(articles, "_gathered", lambda *_: pytest.fail("a page was gathered"))
        assert build("Two") == one.replace("One</footer>", "Two</footer>")
    (letters / "a.txt").write_text("# An a\n\nBy Ada <Lovelace>\n\n3 May 2021\n\nShip & “more”.\n")
    assert "An a" in build("Two")


def test_a_build_reads_no_template_that_did_not_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters, site = _letters(tmp_path)
    (letters / "templates").mkdir()
    mine = letters / "templates" / "404.html"
    parsed: list[str] = []
    parse = Loader._parsed

    def noted(loader: Loader, environment: Environment, name: str) -> nodes.Template:
        parsed.append(name)
        return parse(loader, environment, name)

    monkeypatch.setattr(Loader, "_parsed", noted)
    for words in ("One", "Two"):
        mine.write_text('{% extends "base.html" %}{% block main %}' + words + "{% endblock %}")
        parsed.clear()
        # As a process that holds nothing yet.
        monkeypatch.setattr(kept, "_kept", {})
        render.forget()
        assert main(["build", str(letters), "-o", str(site), "--quiet", "--jobs", "1"]) == 0
        assert words in (site / "404.html").read_text("utf-8")
    # Its blocks are compared with those of the template that it extends.
    assert sorted(parsed) == ["404.html", "base.html"]


def test_a_change_of_settings_typesets_no_text(
    tmp_path: Path, forgetful: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters, site = _letters(tmp_path)

    def build(title: str) -> None:
        (letters / "archive.yml").write_text(f"title: {title}\noutputs: [pages]\n")
        assert main(["build", str(letters), "-o", str(site), "--quiet", "--jobs", "1"]) == 0
        assert title in (site / "articles" / "a.html").read_text("utf-8")

    build("One")
    monkeypatch.setattr(bodies, "_KEPT", {})
    monkeypatch.setattr(Shelf, "body", lambda *_: pytest.fail("an article was opened"))
    build("Two")
