"""The source view: every line is there, numbered, marked, and the counts add up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from msgspec.structs import replace

from backissues.model import Article, Fate, Source
from backissues.outputs import sources
from backissues.outputs.interface import interface
from backissues.outputs.render import render
from backissues.outputs.sources import line_mark, source_page
from backissues.text.lines import read_lines
from demo_archive import LINES, SETTINGS, DemoStore, archive, article, card, source_text


def shown(data: bytes, made: Article) -> html.HtmlElement:
    own = card("thread", 1)
    source = Source(path=own.path, data=data, sha256=own.sha256)
    context = source_page(own, made, source, settings=SETTINGS)
    return html.document_fromstring(render(context, "source.html", settings=SETTINGS).decode())


def test_every_line_is_shown_numbered_and_marked() -> None:
    page = shown(source_text(), article("thread"))
    items = page.xpath("//ol[@class='lines']/li")
    assert [item.get("id") for item in items] == ["L1", "L2", "L3", "L4", "L5"]
    assert [item.find("code").text_content() for item in items] == list(LINES)
    assert [item.get("class") for item in items] == [
        "fate-field", "fate-blank", "fate-body", "fate-aside", "fate-field",
    ]  # fmt: skip
    assert [item.xpath("string(span[@class='words'])") for item in items] == [
        "utilisée\u202f: titre",
        "vide",
        "texte",
        "mise de côté\u202f: habillage de la plateforme",
        "utilisée\u202f: date",
    ]


def test_the_counts_add_up() -> None:
    page = shown(source_text(), article("thread"))
    counts = [int(cell) for cell in page.xpath("//table//tr/td[last()]/text()")]
    assert sum(counts[:-1]) == counts[-1] == len(LINES)


def test_the_bytes_are_carried_as_they_came() -> None:
    made = archive()
    found = {o.path: o.make() for o in sources.outputs(made, SETTINGS, DemoStore(made))}
    assert found["sources/dossier é/thread.txt"] == source_text()


def test_a_fate_is_said_as_class_sign_and_words() -> None:
    french = interface("fr")
    told = line_mark(Fate(1, "aside", "comment"), french)
    assert (told.name, told.sign) == ("fate-aside", "×")
    assert told.words == "mise de côté\u202f: commentaire aspiré"
    assert line_mark(Fate(1, "aside", "a new reason"), french).words.endswith("a new reason")
    assert line_mark(Fate(1, "body", "post"), french).words == "texte"


@given(st.binary(max_size=200))
def test_any_bytes_make_a_page_whose_lines_are_the_sources(data: bytes) -> None:
    lines, _ = read_lines(data, "a.txt")
    fates = tuple(Fate(number, "body") for number in range(1, len(lines) + 1))
    page = shown(data, replace(article("thread"), fates=fates))
    assert len(page.xpath("//ol[@class='lines']/li")) == len(lines)
