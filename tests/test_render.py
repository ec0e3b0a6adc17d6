"""The renderer: nothing unescaped, nothing undefined, and contexts that fit their templates."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, UndefinedError, nodes
from jinja2.compiler import CodeGenerator
from jinja2.meta import find_referenced_templates, find_undeclared_variables
from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from backissues import assets
from backissues.model import Brought, Theme
from backissues.outputs import contexts
from backissues.outputs.contexts import NotFoundPage, table
from backissues.outputs.frames import frame
from backissues.outputs.render import _json, furniture, press, render
from demo_archive import SETTINGS, DemoStore, archive

# Which type each page template is rendered with; the kinds share one.
PAGES: dict[str, type[Struct]] = table.PAGES | {
    f"kinds/{file.name}": contexts.ArticlePage
    for file in sorted((assets.templates() / "kinds").glob("*.html"))
}
ENVIRONMENT = press(SETTINGS).environment
OWN = Brought(name="one.html", file=Path("one.html"), sha256="")
SANDBOX = press(replace(SETTINGS, theme=Theme(templates=(OWN,)))).environment
FIELDS: frozenset[str] = SANDBOX.plain
TEMPLATES = sorted(
    file.relative_to(assets.templates()).as_posix() for file in assets.templates().rglob("*.html")
)


def syntax(name: str) -> nodes.Template:
    text = (assets.templates() / name).read_text(encoding="utf-8")
    return ENVIRONMENT.parse(text, name)


def family(name: str) -> set[str]:
    """A template, those that it extends and the macros that it imports."""
    found = {name}
    for other in find_referenced_templates(syntax(name)):
        if other is not None:
            found |= family(other)
    return found


def names(name: str) -> set[str]:
    """The names that a template wants from its context."""
    imported = {
        other if isinstance(other, str) else other[1]
        for node in syntax(name).find_all(nodes.FromImport)
        for other in node.names
    }
    own = find_undeclared_variables(syntax(name)) - imported - {"_", "gettext", "ngettext", "once"}
    above = [
        node.template.value
        for node in syntax(name).find_all(nodes.Extends)
        if isinstance(node.template, nodes.Const)
    ]
    return own.union(*(names(parent) for parent in above))


@pytest.mark.parametrize("name", PAGES)
def test_a_template_wants_what_its_context_has(name: str) -> None:
    assert names(name) <= set(PAGES[name].__struct_fields__)


@pytest.mark.parametrize("name", PAGES)
def test_a_context_has_what_its_templates_show(name: str) -> None:
    if PAGES[name] is contexts.ArticlePage:  # a kind may leave out what another one shows
        kinds = [kind for kind in PAGES if PAGES[kind] is contexts.ArticlePage]
        wanted = set().union(*(names(kind) for kind in kinds))
    else:
        wanted = names(name)
    assert set(PAGES[name].__struct_fields__) - wanted == set()


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_is_used_and_keeps_the_rules(name: str) -> None:
    assert any(name in family(page) for page in PAGES)
    text = (assets.templates() / name).read_text(encoding="utf-8")
    assert list(syntax(name).find_all(nodes.And)) == [], "logic belongs to pages.py"
    text = text.replace('<script type="application/ld+json">{{ head.data | tojson }}', "")
    assert not re.search(r"\|\s*safe\b|\bstyle=|<script(?! src=)|\son\w+=|with context", text)


@pytest.mark.parametrize("context", PAGES.values())
def test_every_context_is_documented(context: type[Struct]) -> None:
    assert context.__doc__
    assert "`" in context.__doc__


def page(title: str) -> NotFoundPage:
    return NotFoundPage(frame=frame("404.html", SETTINGS, title=title), ways=())


def test_texts_are_escaped_and_forbidden_characters_are_left_out() -> None:
    made = render(page("<b>\x00&\x0c\ud800"), "404.html", settings=SETTINGS).decode()
    assert "<title>&lt;b&gt;&amp; · " in made


def test_a_name_that_the_context_lacks_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        render(page("x"), "home.html", settings=SETTINGS)


def test_the_first_template_that_exists_is_taken() -> None:
    first = render(page("x"), "kinds/none-such.html", "404.html", settings=SETTINGS)
    assert first == render(page("x"), "404.html", settings=SETTINGS)


def test_the_language_of_the_interface_is_that_of_the_page() -> None:
    assert b"Aller au texte" in render(page("x"), "404.html", settings=SETTINGS)
    assert b"Skip to the text" in render(
        page("x"), "404.html", settings=replace(SETTINGS, language="en")
    )


SENTENCES = (
    "{{ _('Skip to the text') }}",
    "{% set word = _('Tags') %}<h2>{{ word }}</h2>{{ _('Tags') | upper }}",
    "{{ _('no. %(number)s', number=text) }} {{ _('100 %% of %(number)s', number=3) }}",
    "{{ _('%(number)s, %(number)s', number=text, other=other) }} {{ _(text) }}",
    "{% for one in text %}{{ _('line %(number)s', number=one) }}{% endfor %}",
    "{{ ngettext('%(num)s post', '%(num)s posts', 2) }} {{ text }} {{ 5 }} {{ text | safe }}",
    "{% autoescape false %}{{ text }} {{ _('no. %(number)s', number=text) }}{% endautoescape %}",
)


@pytest.mark.parametrize("text", SENTENCES)
def test_a_template_says_what_jinja_would_say(text: str) -> None:
    ours = ENVIRONMENT.from_string(text)
    plain = ENVIRONMENT.overlay()
    plain.code_generator_class = CodeGenerator
    assert ours.render(text="<n°&>") == plain.from_string(text).render(text="<n°&>")


CALLS = [
    "{% macro m(a, b='<2>') %}{{ a }}, {{ b }}{% endmacro %}{{ m(text) }} {{ m(text, 3) }}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(a=text) }} {{ m(*[text]) }} {{ m(m()) }}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(text, text) }}",
    "{% macro m() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(text, 2) }} {{ m() }}",
    "{% macro m(a) %}{{ a }}{{ caller() }}{% endmacro %}{% call m(text) %}<i>{% endcall %}",
    "{% for a in [1, 2] %}{{ loop.cycle(text, 'x') }}{{ text.upper() }}{% endfor %}{{ text() }}",
    "{{ {'href': text}.href }} {{ {'href': text}.other }}",
    "{{ text.href }}",
    "{{ nothing.href }}",
    "{{ nothing(1) }}",
    "{% set m = [text] %}{{ m.append(2) }}{{ m }}",
]


@pytest.mark.parametrize("text", CALLS)
@pytest.mark.parametrize("press", ["trusted", "sandboxed"])
def test_what_a_template_calls_and_reads_is_what_jinja_would_show(text: str, press: str) -> None:
    ours = ENVIRONMENT if press == "trusted" else SANDBOX
    plain = ours.overlay()
    plain.code_generator_class = CodeGenerator
    assert _shown(ours, text) == _shown(plain, text)


def _shown(environment: Environment, text: str) -> str:
    try:
        return environment.from_string(text).render(text="<n°&>")
    except (UndefinedError, TypeError) as error:
        return repr(error)


def test_no_field_of_ours_leads_to_what_the_sandbox_hides() -> None:
    def generator() -> Iterator[int]:
        yield 1

    async def coroutine() -> None:
        pass

    waiting = coroutine()
    waiting.close()
    code = generator.__code__
    for value in (generator, generator(), waiting, code, sys._getframe(), type, "".format):
        for name in FIELDS & set(dir(value)):
            assert SANDBOX.is_safe_attribute(value, name, getattr(value, name)), name
    assert not FIELDS & {"format", "format_map"}


def test_a_sentence_whose_value_is_not_given_is_an_error() -> None:
    with pytest.raises(KeyError):
        ENVIRONMENT.from_string("{{ _('no. %(number)s') }}").render()


def test_the_key_of_the_furniture_is_stable() -> None:
    assert furniture(SETTINGS, "home.html") == furniture(SETTINGS, "home.html")
    assert re.fullmatch(r"[0-9a-f]{64}", furniture(SETTINGS, "home.html"))
    assert DemoStore(archive()).asked == 0


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_data_are_written_as_python_writes_them(value: object) -> None:
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    assert _json(value) == written.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    assert json.loads(_json([value, Markup("<b>"), "\ud800"])) == [value, "<b>", "\ud800"]
