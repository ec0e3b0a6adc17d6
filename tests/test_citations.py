"""How articles are cited: what is said in words, and what programs read, whatever a title holds."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from backissues import urls
from backissues.model import Card, Settings
from backissues.outputs.citations import bibtex, citation, csl, plain, reference
from backissues.outputs.interface import interface
from backissues.outputs.references import outputs
from backissues.text.legible import legible
from demo_archive import SETTINGS, DemoStore, archive, card

ISSUE = card("issue", 3)
THREAD = card("thread", 1)
ENGLISH = replace(SETTINGS, language="en", title="Back Numbers")

# The names and types of CSL 1.0.2 (citation-style-language/schema, csl-data.json) in use here.
CSL_NAMES = {
    "id", "type", "title", "author", "contributor", "container-title", "issue", "issued", "genre",
    "language", "publisher", "archive", "archive_location", "URL", "note",
}  # fmt: skip
CSL_TYPES = {"article-magazine", "webpage"}


def words(own: Card, settings: Settings = SETTINGS) -> str:
    return "".join(plain(reference(own, settings), interface(settings.language)))


def item(own: Card, settings: Settings = SETTINGS) -> dict[str, Any]:
    (read,) = json.loads(csl(reference(own, settings)))
    return dict(read)


# --- in words ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "settings", "cited"),
    [
        (
            ISSUE,
            SETTINGS,
            "Anne & Co et Béa, «_Titre <de> issue_», La série, nº_16, s._d., Numéros passés,",
        ),
        (
            THREAD,
            SETTINGS,
            "Anne & Co et Béa, [Titre <de> thread], 1er mai 2024, Numéros passés,",
        ),
        (
            replace(ISSUE, authors=(), number=None, published="2023-10~"),
            ENGLISH,
            "“Titre <de> issue”, La série, around October 2023, Back Numbers,",
        ),
        (
            replace(ISSUE, authors=("李雷",), series=None, number=None),
            ENGLISH,
            "李雷, “Titre <de> issue”, n.d., Back Numbers,",
        ),
    ],
)
def test_a_citation_names_what_is_known(own: Card, settings: Settings, cited: str) -> None:
    # Spaces that hold words together, narrow or not, are shown as “_” above.
    assert words(own, settings).replace("\u202f", "_").replace("\u00a0", "_") == cited


# Titles that hold quotation marks, as each language cites them; spaces are shown as above.
NESTED = [
    ("en", 'The "bridge" closes', "“The ‘bridge’ closes”"),
    ("en", "“We were never late”", "“‘We were never late’”"),
    ("en", "He said “I heard ‘no’ again”", "“He said ‘I heard “no” again’”"),
    ("en", "“The sailors’ ‘last’ quay”", "“‘The sailors’ “last” quay’”"),
    ("en", "Le « pont » ferme", "“Le « pont » ferme”"),
    ("en", "Der „Fluss“ heute", "“Der ‘Fluss’ heute”"),
    ("fr", "Le « pont » ferme", "«_Le “pont” ferme_»"),
    ("fr", "Le «pont» et la “mer”", "«_Le “pont” et la “mer”_»"),
    ("fr", 'Le "pont" ferme', "«_Le “pont” ferme_»"),
    ("fr", "« On disait “non” »", "«_“On disait ‘non’”_»"),
    ("de", "Der „Fluss“ heute", "„Der ‚Fluss‘ heute“"),
    ("de", "Der »Fluss« heute", "„Der »Fluss« heute“"),
    ("de", "The “river” today", "„The ‚river‘ today“"),
    ("es", "El «puente» cierra", "«El “puente” cierra»"),
    ("it", "“Mai in ritardo”", "«“Mai in ritardo”»"),
    ("pt", "A “ponte” fecha", "“A ‘ponte’ fecha”"),
    # No quotation: inches, an apostrophe, a mark that is alone.
    (
        "en",
        'From 5" to 6" pipes, at the Boatmen\'s "',
        '“From 5" to 6" pipes, at the Boatmen\'s "”',
    ),
    ("en", "The ‘bridge’ closes", "“The ‘bridge’ closes”"),
]


@pytest.mark.parametrize(("language", "title", "cited"), NESTED)
def test_quotation_marks_inside_a_title_are_nested(language: str, title: str, cited: str) -> None:
    own = replace(ISSUE, title=title, authors=(), language="")
    told = words(own, replace(SETTINGS, language=language)).split(", La série")[0]
    assert told.replace("\u202f", "_").replace("\u00a0", "_") == cited
    # Who sets what programs read adds the marks himself.
    assert item(own)["title"] == title


def test_a_citation_ends_with_the_address_or_the_place_in_the_archive() -> None:
    shown = citation(ISSUE, SETTINGS)
    assert shown.address == shown.href == "https://archive.example/lettres/articles/un-issue.html"
    shown = citation(ISSUE, replace(SETTINGS, base_url=""))
    assert (shown.address, shown.href) == ("articles/un-issue.html", "un-issue.html")


# --- BibTeX --------------------------------------------------------------------------------------

# What the tests read of BibTeX: an entry, its key, and fields in braces or of one bare word.
ENTRY = re.compile(r"@([a-z]+)\{([^,\s{}]+),\n(.*)\}\n", re.DOTALL)
SPELLED = {
    "{\\textbackslash}": "\\",
    "{\\textbraceleft}": "{",
    "{\\textbraceright}": "}",
    "{\\textasciitilde}": "~",
    "{\\textasciicircum}": "^",
}
TEX = re.compile("|".join(map(re.escape, SPELLED)) + r"|\\([%&#_$])|[\\{}]")


def read_bibtex(text: str) -> tuple[str, str, dict[str, str]]:
    """Read one entry as BibTeX does: a value ends where its braces are even, escaped or not."""
    entry = ENTRY.fullmatch(text)
    assert entry
    kind, key, rest = entry.groups()
    fields: dict[str, str] = {}
    while rest.strip():
        name = re.match(r"  ([a-z]+) = ", rest)
        assert name, rest
        rest = rest[name.end() :]
        end, depth = 0, 0
        while depth or rest[end] != ",":
            depth += {"{": 1, "}": -1}.get(rest[end], 0)
            assert depth >= 0
            end += 1
        value = rest[:end]
        fields[name[1]] = value[1:-1] if value.startswith("{") else value
        rest = rest[end + 1 :].lstrip("\n")
    return kind, key, fields


def untex(text: str) -> str:
    """Give the letters that TeX would set; nothing that it would take for more than letters."""

    def letter(found: re.Match[str]) -> str:
        assert found[0] in SPELLED or found[1], f"{found[0]!r} is bare in {text!r}"
        return SPELLED.get(found[0]) or found[1]

    assert not re.search(r"(?<!\\)[%&#_$]|[~^]", text)
    return TEX.sub(letter, text)


def test_an_issue_is_an_article_of_its_series() -> None:
    kind, key, fields = read_bibtex(bibtex(reference(ISSUE, SETTINGS)))
    assert (kind, key) == ("article", "anne-co_un-issue")
    assert fields == {
        "author": "{Anne \\& Co} and {Béa}",
        "title": "{Titre <de> issue}",
        "journal": "La série",
        "number": "16",
        "howpublished": "Numéros passés",
        "url": "https://archive.example/lettres/articles/un-issue.html",
        "language": "fr",
    }


def test_dates_of_bibtex_are_as_exact_as_they_are_known() -> None:
    def dates(published: str | None) -> dict[str, str]:
        _, _, fields = read_bibtex(bibtex(reference(replace(ISSUE, published=published), SETTINGS)))
        return {name: fields[name] for name in ("year", "month", "date") if name in fields}

    assert dates("2024-05-21") == {"year": "2024", "month": "may", "date": "2024-05-21"}
    assert dates("2024-12") == {"year": "2024", "month": "dec", "date": "2024-12"}
    assert dates("2024") == {"year": "2024", "date": "2024"}
    assert dates("2023-10~") == {"year": "ca. 2023", "date": "2023-10~"}
    assert dates(None) == {}


def test_a_place_without_an_address_is_told_in_the_note() -> None:
    _, _, fields = read_bibtex(bibtex(reference(THREAD, replace(SETTINGS, base_url=""))))
    assert "url" not in fields
    assert fields["note"] == "articles/un-thread.html; titre ajouté par l’archive"


TEXTS = st.text(max_size=60) | st.lists(
    st.sampled_from(["{", "}", "\\", "%", "&", "#", "_", "$", "~", "^", '"', "@", ",", "\n", "é"]),
    max_size=9,
).map("".join)


def line(text: str) -> str:
    """A text as one line, which is all that a citation has room for."""
    return re.sub("[\t\n\x0b\f\r\x85\u2028\u2029]+", " ", legible(text)).strip()


@given(TEXTS, TEXTS, TEXTS)
def test_any_text_comes_back_out_of_bibtex(title: str, series: str, author: str) -> None:
    own = replace(ISSUE, title=title, series=series, authors=(author, "Béa"))
    _, key, fields = read_bibtex(bibtex(reference(own, SETTINGS)))
    assert re.fullmatch("[a-z0-9_-]+", key)
    assert untex(fields["title"][1:-1]) == line(title)
    assert untex(fields.get("journal", "")) == line(series)
    first, _, second = fields["author"].rpartition(" and ")
    assert second == "{Béa}"
    assert untex(first[1:-1]) == line(author)


def test_keys_are_made_of_who_when_and_what() -> None:
    assert reference(THREAD, SETTINGS).key == "anne-co_2024_un-thread"
    assert reference(replace(ISSUE, authors=()), SETTINGS).key == "un-issue"


# --- CSL-JSON ------------------------------------------------------------------------------------


def test_an_issue_is_read_by_the_names_of_csl() -> None:
    assert item(ISSUE) == {
        "id": "anne-co_un-issue",
        "type": "article-magazine",
        "title": "Titre <de> issue",
        "author": [{"literal": "Anne & Co"}, {"literal": "Béa"}],
        "container-title": "La série",
        "issue": "16",
        "genre": "Lettre d’information",
        "language": "fr",
        "archive": "Numéros passés",
        "URL": "https://archive.example/lettres/articles/un-issue.html",
    }


@pytest.mark.parametrize(
    ("published", "issued"),
    [
        ("2024-05-21", {"date-parts": [[2024, 5, 21]]}),
        ("2024-05", {"date-parts": [[2024, 5]]}),
        ("2023-10~", {"date-parts": [[2023, 10]], "circa": True}),
        ("0001", {"date-parts": [[1]]}),
        (None, None),
    ],
)
def test_csl_parts_what_is_known_of_a_date(
    published: str | None, issued: dict[str, object] | None
) -> None:
    assert item(replace(ISSUE, published=published)).get("issued") == issued


@given(TEXTS, TEXTS)
def test_any_text_comes_back_out_of_csl(title: str, author: str) -> None:
    read = item(replace(THREAD, title=title, authors=(author,), language="und"))
    assert set(read) <= CSL_NAMES
    assert read["type"] in CSL_TYPES
    assert read["title"] == f"[{line(title)}]"
    assert read["author"] == [{"literal": line(author)}]
    assert "language" not in read


# --- files ---------------------------------------------------------------------------------------


def test_every_article_has_its_reference_as_files() -> None:
    demo = archive()
    store = DemoStore(demo)
    made = {output.path: output.make().decode() for output in outputs(demo, SETTINGS, store)}
    assert store.asked == 0
    assert set(made) == {
        path for one in demo.cards for path in (urls.bibtex(one.url), urls.csl(one.url))
    }
    shown = citation(ISSUE, SETTINGS)
    for one in shown.formats:
        assert made[f"articles/{one.href}"] == one.text


def test_files_are_data_and_left_out_with_them() -> None:
    demo = archive()
    pages = replace(SETTINGS, outputs=("pages",))
    assert list(outputs(demo, pages, DemoStore(demo))) == []
    assert [one.href for one in citation(ISSUE, pages).formats] == ["", ""]
