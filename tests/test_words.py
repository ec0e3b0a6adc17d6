"""The words of the pages: each comes from a catalogue, so that each can be translated.

One test gives the archive a language whose catalogue puts every sentence between brackets: a word
outside of them, which is no word of the articles either, cannot be translated. The other builds
the archive in every language there is, and looks for what stayed English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from lxml import html
from msgspec.structs import replace

from backissues.outputs import interface, outputs, render
from backissues.outputs.interface import LOCALES
from demo_archive import BODIES, LINES, SETTINGS, DemoStore, archive, article

LANGUAGES = sorted(path.parent.name for path in LOCALES.glob("*/interface.po"))
BRACKETED = re.compile("⟦[^⟦⟧]*⟧")
WORD = re.compile("[A-Za-zÀ-ɏ]{2,}")
# Names are the same in every language.
NAMES = {
    *("Back", "Issues", "RSS", "SHA", "BibTeX", "CSL", "JSON", "RIS", "Atom", "OPML", "Feed"),
    *("Markdown", "pandas", "DuckDB", "jq"),
}
# What machines read, and what the articles' own words stand in.
UNREAD = {"script", "style", "code", "pre"}
SPOKEN = ("title", "alt", "aria-label", "placeholder")
# What previews show of a page's metadata.
PREVIEWED = ("description", "og:title", "og:description", "og:image:alt", "article:section")


def pages(language: str) -> Iterator[tuple[str, html.HtmlElement]]:
    made = archive()
    settings = replace(SETTINGS, language=language)
    for output in outputs(made, settings, DemoStore(made)):
        if output.path.endswith(".html"):
            yield output.path, html.document_fromstring(output.make().decode())


def texts(page: html.HtmlElement, language: str) -> Iterator[str]:
    """Yield what a page says in its own language: texts, and attributes that are read aloud."""
    for element in page.iter():
        around = [element, *element.iterancestors()]
        if not isinstance(element.tag, str) or any(one.tag in UNREAD for one in around):
            continue
        if next(one.get("lang") for one in around if one.get("lang")) == language:
            yield element.text or ""
            yield from (element.get(name, "") for name in SPOKEN)
            if (element.get("name") or element.get("property")) in PREVIEWED:
                yield element.get("content", "")
            yield from (value for name, value in element.items() if _is_sentence(name, value))
        if element.getparent() is not None:
            yield element.tail or ""


def _is_sentence(name: str, value: str) -> bool:
    """Tell whether an attribute holds words that a script shows."""
    return name.startswith("data-") and " " in value


def words_of(value: Any) -> set[str]:
    """Return all words of a value of the model, however deep they stand."""
    if isinstance(value, str):
        return set(WORD.findall(value))
    if isinstance(value, dict):
        value = [*value.keys(), *value.values()]
    return set().union(*map(words_of, value)) if isinstance(value, list | tuple) else set()


@pytest.fixture
def bracketed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Give a language whose catalogue puts every sentence between brackets."""
    made = Catalog(locale="el")
    for entry in catalogue("en"):
        said = tuple(f"⟦{one}⟧" for one in entry.string) if entry.pluralizable else f"⟦{entry.id}⟧"
        made.add(entry.id, said, flags=entry.flags)
    (tmp_path / "el").mkdir()
    with (tmp_path / "el" / "interface.po").open("wb") as file:
        write_po(file, made)
    monkeypatch.setattr(interface, "LOCALES", tmp_path)
    monkeypatch.setattr(render, "LOCALES", tmp_path)
    interface.interface.cache_clear()
    yield "el"
    interface.interface.cache_clear()


def test_every_word_of_the_pages_stands_in_the_catalogues(bracketed: str) -> None:
    made = [archive(), SETTINGS, LINES, *map(article, BODIES)]
    own = words_of(msgspec.to_builtins(made)) | NAMES
    left_over = {
        (path, word)
        for path, page in pages(bracketed)
        for text in texts(page, bracketed)
        for word in WORD.findall(without_brackets(text))
        if word not in own
    }
    assert left_over == set()


def without_brackets(text: str) -> str:
    """Drop what a catalogue said, from the innermost brackets to the outermost."""
    while BRACKETED.search(text):
        text = BRACKETED.sub("", text)
    return text


def catalogue(language: str) -> Catalog:
    with (LOCALES / language / "interface.po").open("rb") as file:
        return read_po(file, locale=language)


def both(sentence: str | tuple[str, ...] | list[str]) -> list[str]:
    """Return the forms of a sentence, if it has words."""
    return [form for form in ([sentence] if isinstance(sentence, str) else sentence) if form]


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_no_page_says_anything_in_english(language: str) -> None:
    held = catalogue(language)
    translations = {form for entry in held for form in both(entry.string)}
    english = {form for entry in held for form in both(entry.id)} - translations
    found = {
        (path, text.strip())
        for path, page in pages(language)
        for text in texts(page, language)
        if text.strip() in english
    }
    assert found == set()
