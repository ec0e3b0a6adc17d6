"""What templates were compiled to may be kept: it saves time, and never changes a page."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Never

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError
from msgspec.structs import replace

from backissues.model import Brought, Settings, Theme
from backissues.outputs import interface, kept, render
from backissues.outputs.contexts import NotFoundPage
from backissues.outputs.frames import frame
from backissues.outputs.templates import Loader
from demo_archive import SETTINGS

NAME = "404.html"
PROGRAM = "Back Issues 1, Python 3, Jinja 3"


def begin_a_process() -> None:
    render._press.cache_clear()
    render._furniture.cache_clear()
    interface._catalogue.cache_clear()
    interface.interface.cache_clear()


@pytest.fixture(autouse=True)
def nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(kept, "_kept", {})
    begin_a_process()
    yield
    begin_a_process()


def made(settings: Settings = SETTINGS) -> tuple[bytes, str]:
    """A page and its key, as a process makes them that has made nothing before."""
    begin_a_process()
    shown = NotFoundPage(frame=frame(NAME, settings, title="Nothing here"), ways=())
    return render.render(shown, NAME, settings=settings), render.furniture(settings, NAME)


def with_own(folder: Path, text: str) -> Settings:
    """The settings of a collection that brings a template of the page."""
    (folder / NAME).write_text(text, encoding="utf-8")
    sum_ = hashlib.sha256(text.encode()).hexdigest()
    own = Brought(name=NAME, file=folder / NAME, sha256=sum_)
    return replace(SETTINGS, theme=Theme(templates=(own,)))


def refuse(*_: object, **__: object) -> Never:
    raise AssertionError


def test_a_later_process_parses_and_compiles_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    first = made()
    monkeypatch.setattr(Environment, "parse", refuse)
    monkeypatch.setattr(Environment, "compile", refuse)
    assert made() == first


def test_what_is_kept_can_be_given_to_another_process() -> None:
    first, data = made(), kept.packed(PROGRAM)
    kept._kept.clear()
    kept.unpack(data, PROGRAM)
    assert kept.packed(PROGRAM) == data
    assert made() == first


@given(st.data())
def test_what_is_damaged_or_of_another_program_is_not_taken(data: st.DataObject) -> None:
    kept._kept.clear()
    kept.kept("a", "sum", lambda: b"code")
    whole = kept.packed(PROGRAM)
    kept._kept.clear()
    place = data.draw(st.integers(0, len(whole) - 1))
    wrong = whole[place] ^ data.draw(st.integers(1, 255))
    kept.unpack(whole, "Back Issues 2")
    kept.unpack(whole[:place], PROGRAM)
    kept.unpack(whole[:place] + bytes([wrong]) + whole[place + 1 :], PROGRAM)
    assert not kept._kept


def test_a_template_that_was_changed_is_compiled_anew(tmp_path: Path) -> None:
    pages = [made(with_own(tmp_path, text))[0] for text in ("one", "two", "one")]
    assert pages == [b"one", b"two", b"one"]


def test_each_language_has_its_own(tmp_path: Path) -> None:
    settings = with_own(tmp_path, "{{ _('Previous') }}")
    spoken = [replace(settings, language=language) for language in ("en", "fr", "en")]
    pages = [made(one)[0].decode() for one in spoken]
    assert pages == ["Previous", "Précédent", "Previous"]


# What of Jinja is written in another way, each in the blocks and macros where it may stand.
_WAYS = {
    "blocks": "{% block a %}1{% block b %}2{% endblock %}3{% endblock %}{{ self.b() }}",
    "a block of a loop": "{% for n in 'ab' %}{% block c scoped %}{{ n }}{% endblock %}{% endfor %}",
    "a base": "{% extends 'base' %}{% block a %}[{{ super() }}]{% endblock %}",
    "a base, perhaps": "{% if none %}{% extends 'base' %}{% endif %}x{% block a %}y{% endblock %}",
    "included": "a{% include 'piece' %}b{% include 'piece' without context %}c",
    "included in a block": "{% block a %}a{% include 'piece' %}b{% endblock %}",
    "macros": "{% macro m(a, b='<') %}{{ a }}{{ b }}{% endmacro %}{{ m('&') }}{{ m('&', 2) }}",
    "too few": "{% macro m(a) %}{{ a }}{% endmacro %}{{ m() }}",
    "more than is named": "{% macro m(a) %}{{ a }}{{ varargs }}{% endmacro %}{{ m(1, 2) }}",
    "called": "{% macro m(a) %}{{ caller(a) }}{% endmacro %}{% call(x) m(1) %}{{ x }}{% endcall %}",
    "too many": "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}",
    "imported": "{% from 'lib' import m %}{% block a %}{{ m('<') }}{{ m('<', 'x') }}{% endblock %}",
    "no text": "{{ [1, '<'] }}{{ {'a': none} }}{{ 1.5 }}{{ true }}{{ 12 }}{{ '<' | safe }}",
    "the same as text and as HTML": "{{ '&lt;' }}{{ '&lt;' | safe }}{{ '&lt;' }}",
    "counted": "{{ ngettext('one', '%(num)s of %(list)s', 2, list=['<']) }}",
    "what is not there": "{{ nothing }}",
}
_OTHERS = {
    "base": "<{% block a %}a{% endblock %}>{% block z %}z{% endblock %}",
    "piece": "({{ 1 }})",
    "lib": "{% macro m(a, b='') %}{{ a }}{{ b }}{% endmacro %}",
}


def shown(environment: Environment, text: str) -> str:
    try:
        return environment.from_string(text).render()
    except (TypeError, UndefinedError) as error:
        return str(error)


@pytest.mark.parametrize("way", _WAYS)
def test_a_page_is_as_jinja_makes_it(way: str) -> None:
    voice = interface.interface("en")
    ours = render._environment(voice, Loader(), trusted=True)
    plain = Environment(
        autoescape=True, undefined=StrictUndefined, extensions=["jinja2.ext.i18n"], trim_blocks=True
    )
    plain.install_gettext_callables(voice.say, voice.count, newstyle=True)  # type: ignore[attr-defined]
    ours.loader = plain.loader = DictLoader(_OTHERS)
    expected = shown(plain, _WAYS[way])
    assert expected
    assert shown(ours, _WAYS[way]) == expected


def test_what_another_process_makes_is_awaited_when_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept.kept("page", "sum", lambda: b"made")
    packed = kept.packed(PROGRAM)
    monkeypatch.setattr(kept, "_kept", {})
    asked: list[int] = []

    def meanwhile() -> bytes:
        asked.append(len(asked))
        return packed

    with kept.awaiting(meanwhile, PROGRAM):
        assert asked == []
        assert kept.kept("page", "sum", refuse) == b"made"
        assert kept.kept("other", "sum", lambda: b"here") == b"here"
    assert kept.kept("third", "sum", lambda: b"here") == b"here"
    assert asked == [0]


def test_what_died_elsewhere_is_made_here() -> None:
    with kept.awaiting(bytes, PROGRAM):
        assert kept.kept("page", "sum", lambda: b"here") == b"here"
