"""The interface's languages: complete catalogues, dates as people write them, plurals, lists."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel import localedata
from babel.dates import format_date, format_skeleton
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

import backissues
from backissues import assets, schemas
from backissues.codes import CODES, diagnose
from backissues.model import Sign
from backissues.outputs import cldr, kept
from backissues.outputs.interface import LOCALES, interface, machine_date
from backissues.parse import EDITOR, STATED
from backissues.text.typography import shown

SOURCES = Path(backissues.__file__).parent
KEYWORDS = {
    "later": None,
    "sign": (3,),
    "say": None,
    "count": (1, 2),
    "_": None,
    "ngettext": (1, 2),
}
# Readers of a site meet these families on its pages; the others are for who builds it.
FAMILIES_ON_PAGES = ("K", "F", "L", "A")
# What a reader remarks on the bytes of one document stands on its page as well.
CODES_ON_PAGES = ("S-004", "S-005", "S-006", "S-015", "S-024", "S-027", "S-028")
LANGUAGES = sorted(path.parent.name for path in LOCALES.glob("*/interface.po"))


def messages() -> Iterator[str | tuple[str, ...]]:
    """Yield every sentence that templates and code ask a translation for."""
    for folder, pattern, method in (
        (SOURCES, "**/*.py", "python"),
        (assets.templates(), "**/*.html", "jinja2.ext:babel_extract"),
    ):
        for file in sorted(folder.glob(pattern)):
            found = extract(method, BytesIO(file.read_bytes()), keywords=KEYWORDS)
            yield from (message for _, message, _, _ in found)
    yield from (EDITOR, STATED)
    for name in (schemas.RECORD, schemas.TABLE):
        yield from described(schemas.load(name))
    for code, entry in sorted(CODES.items()):
        if code.startswith((*FAMILIES_ON_PAGES, *CODES_ON_PAGES)):
            yield entry.message


def described(value: object) -> Iterator[str]:
    """Yield what the schemas say of keys and columns: the page of the data says it, too."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in {"description", "dc:description"} and isinstance(inner, str):
                yield inner
            else:
                yield from described(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from described(inner)


def catalogue(language: str) -> Catalog:
    with (LOCALES / language / "interface.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_in_the_catalogue(language: str) -> None:
    held = catalogue(language)
    missing = [
        message
        for message in messages()
        if (entry := held.get(message if isinstance(message, str) else message[0])) is None
        or not entry.string
        or entry.fuzzy
    ]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_catalogue_holds_what_nobody_says(language: str) -> None:
    said = {message if isinstance(message, str) else message[0] for message in messages()}
    held = {entry.id if isinstance(entry.id, str) else entry.id[0] for entry in catalogue(language)}
    assert held - said - {""} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_placeholders(language: str) -> None:
    for entry in catalogue(language):
        if entry.id:
            assert list(entry.check()) == []
            forms = entry.string if isinstance(entry.string, tuple) else (entry.string,)
            originals = entry.id if isinstance(entry.id, tuple) else (entry.id,)
            assert {name for form in forms for name in braces(form)} <= {
                name for form in originals for name in braces(form)
            }


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_are_set_by_the_customs_of_their_language(language: str) -> None:
    for entry in catalogue(language):
        forms = entry.string if isinstance(entry.string, tuple) else (entry.string,)
        for form in forms if entry.id else ():
            said = re.sub(r"%\(\w+\)s|\{\w+\}", "word", form)
            assert shown(said, language) == said
            assert not set("'\"") & set(form), f"typographic quotes: {form}"


def test_weights_of_signs_have_the_decimals_of_the_language() -> None:
    sign = Sign(words="a greeting", weight=0.5)
    assert interface("fr").sign(sign) == "une salutation (+0,5)"
    assert interface("en").sign(sign) == "a greeting (+0.5)"
    assert interface("en").sign(replace(sign, weight=-2)) == "a greeting (-2)"
    assert interface("en").sign(replace(sign, weight=0)) == "a greeting"


def braces(sentence: str) -> list[str]:
    return [part.split("}")[0] for part in sentence.split("{")[1:]]


def test_six_languages_are_spoken() -> None:
    assert LANGUAGES == ["de", "en", "es", "fr", "it", "pt"]


DATES = {
    "en": ("May 21, 2024", "May 1, 2024", "May 2024", "around October 2023", "undated"),
    "en-GB": ("21 May 2024", "1 May 2024", "May 2024", "around October 2023", "undated"),
    "fr": ("21 mai 2024", "1er mai 2024", "mai 2024", "vers octobre 2023", "non daté"),
    "fr-CA": ("21 mai 2024", "1er mai 2024", "mai 2024", "vers octobre 2023", "non daté"),
    "de": ("21. Mai 2024", "1. Mai 2024", "Mai 2024", "etwa Oktober 2023", "ohne Datum"),
    "es": (
        "21 de mayo de 2024",
        "1 de mayo de 2024",
        "mayo de 2024",
        "hacia octubre de 2023",
        "sin fecha",
    ),
    "it": ("21 maggio 2024", "1º maggio 2024", "maggio 2024", "ottobre 2023 circa", "senza data"),
    "pt": (
        "21 de maio de 2024",
        "1º de maio de 2024",
        "maio de 2024",
        "por volta de outubro de 2023",
        "sem data",
    ),
    "pt-PT": (
        "21 de maio de 2024",
        "1 de maio de 2024",
        "maio de 2024",
        "por volta de outubro de 2023",
        "sem data",
    ),
    # No words of ours, so no dates either: a page speaks one language.
    "nl": ("May 21, 2024", "May 1, 2024", "May 2024", "around October 2023", "undated"),
}
LISTS = {
    "en": ("Ana and Inés", "a, b, and c", "1,234", "12,345.5"),
    "fr": ("Ana et Inés", "a, b et c", "1\u202f234", "12\u202f345,5"),
    "de": ("Ana und Inés", "a, b und c", "1.234", "12.345,5"),
    "es": ("Ana e Inés", "a, b y c", "1234", "12.345,5"),
    "it": ("Ana e Inés", "a, b e c", "1.234", "12.345,5"),
    "pt": ("Ana e Inés", "a, b e c", "1.234", "12.345,5"),
    "pt-PT": ("Ana e Inés", "a, b e c", "1234", "12\xa0345,5"),
}


@pytest.mark.parametrize("language", sorted(DATES))
def test_dates_are_written_as_people_write_them(language: str) -> None:
    edtf = ("2024-05-21", "2024-05-01", "2024-05", "2023-10~", None)
    assert tuple(map(interface(language).date, edtf)) == DATES[language]
    assert [interface(language).date(year) for year in ("2024", "0099")] == ["2024", "99"]


def test_a_date_that_is_none_is_shown_as_it_is() -> None:
    assert interface("fr").date("2024-13-01") == "2024-13-01"


@pytest.mark.parametrize("language", sorted(LISTS))
def test_lists_and_numbers_are_written_as_people_write_them(language: str) -> None:
    voice = interface(language)
    lists = (voice.join(["Ana", "Inés"]), voice.join(["a", "b", "c"]))
    assert (*lists, voice.number(1234), voice.number(12345.5)) == LISTS[language]
    assert (voice.join([]), voice.join(["a"])) == ("", "a")


@pytest.mark.parametrize(
    ("last", "joint"),
    [("Inés", "e"), ("hija", "e"), ("Íñigo", "e"), ("Hielo", "y"), ("Iowa", "y"), ("Yves", "y")],
)
def test_spanish_and_sounds_unlike_what_follows(last: str, joint: str) -> None:
    assert interface("es").join(["Ana", last]) == f"Ana {joint} {last}"


@pytest.mark.parametrize(
    ("edtf", "machine"),
    [("2024-05-21", "2024-05-21"), ("2023-10~", "2023-10"), (None, ""), ("soon", "")],
)
def test_dates_for_machines_are_valid_or_nothing(edtf: str | None, machine: str) -> None:
    assert machine_date(edtf) == machine


# What each says of no line, of one and of two.
PLURALS = {
    "en": "lines line lines",
    "fr": "ligne ligne lignes",
    "de": "Zeilen Zeile Zeilen",
    "es": "líneas línea líneas",
    "it": "righe riga righe",
    "pt": "linha linha linhas",
}


@pytest.mark.parametrize("language", sorted(PLURALS))
def test_plurals_follow_the_language(language: str) -> None:
    one, many = "%(num)s line in the sources", "%(num)s lines in the sources"
    said = [interface(language).count(one, many, number) for number in range(3)]
    assert [words.split()[1] for words in said] == PLURALS[language].split()


def test_languages_have_names() -> None:
    assert interface("fr").language_name("en") == "anglais"
    assert interface("de").language_name("en") == "Englisch"
    assert interface("fr").language_name("xx") == "xx"


def test_an_unknown_language_is_english_and_a_region_is_its_language() -> None:
    assert interface("tlh").language == "en"
    assert interface("fr-CA").language == "fr"
    assert interface("fr_CA").language == "fr"
    assert interface("").language == "en"


def test_a_diagnostic_is_said_in_the_language_of_the_page() -> None:
    problem = diagnose("L-001", "a.txt", 3, text="example.org/a…")
    assert "example.org/a…" in interface("fr").sentence(problem)
    assert interface("fr").sentence(problem) != problem.message
    assert interface("en").sentence(problem) == problem.message


def test_a_diagnostic_says_words_of_the_model_and_dates_in_the_language_of_the_page() -> None:
    dates = diagnose(
        "F-004", "a.txt", field="published", used="2019-04-03", used_where="dateline",
        other="2019-04", other_where="header", sidecar="a.yml",
    )  # fmt: skip
    assert interface("fr").sentence(dates) == (
        "deux valeurs du champ date se contredisent\u202f: «\u202f3 avril 2019\u202f» "
        "(ligne de la date) et «\u202favril 2019\u202f» (en-tête)"
    )
    numbers = diagnose(
        "F-004", "a.txt", field="number", used="2019", used_where="title", other="2020",
        other_where="masthead", sidecar="a.yml",
    )  # fmt: skip
    assert "“2019” (title) and “2020” (masthead)" in interface("en").sentence(numbers)
    kinds = diagnose("K-004", "a.txt", kind="issue", other="essay", sidecar="a.yml")
    assert interface("en").sentence(kinds) == "read as a newsletter issue, but an essay is close"
    read = diagnose(
        "F-003", "a.txt", value="3/4/2019", first="2019-04-03", second="2019-03-04",
        sidecar="a.yml",
    )  # fmt: skip
    assert "can be read as April 3, 2019 or March 4, 2019" in interface("en").sentence(read)


def test_a_diagnostic_leaves_the_words_of_the_source_as_they_are() -> None:
    problem = diagnose("K-008", "a.txt", 3, words="text")
    assert "«\u202ftext\u202f»" in interface("fr").sentence(problem)


@given(st.text())
def test_no_date_and_no_language_raises(text: str) -> None:
    assert isinstance(interface("fr").date(text), str)
    assert isinstance(interface("fr").language_name(text), str)
    assert interface(text).language


# --- what Babel says, kept ------------------------------------------------------------------------

LOCALES_OF_OURS = [
    name for name in localedata.locale_identifiers() if name.partition("_")[0] in LANGUAGES
]


@pytest.mark.parametrize("locale", LOCALES_OF_OURS)
def test_every_day_is_written_as_babel_writes_it(locale: str) -> None:
    days = [dt.date(1922, month, day) for month in range(1, 13) for day in (2, 9, 10, 22)]
    for day in days:
        assert cldr.day(locale, day.isoformat()) == format_date(day, "long", locale=locale)
    for month in range(1, 13):
        day = dt.date(476, month, 1)
        written = format_skeleton("yMMMM", day, locale=locale)
        assert cldr.day(locale, f"0476-{month:02}") == written


@pytest.mark.parametrize("locale", LOCALES_OF_OURS)
def test_small_numbers_have_no_thousands(locale: str) -> None:
    for number in (0, 7, 12, 999):
        assert cldr.number(locale, number) == format_decimal(number, locale=locale) == str(number)


def test_what_babel_said_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_kept", {})
    monkeypatch.setattr(kept, "_tables", {})
    asked = ["12 345", "22 mai 2024", " et ", "anglais", "mai", "FR"]

    def said() -> list[str]:
        for function in (cldr.number, cldr.day, cldr.joints, cldr.language_name, cldr.month):
            function.cache_clear()
        cldr.territorial.cache_clear()
        return [
            cldr.number("fr", 12345).replace("\u202f", " "),
            cldr.day("fr", "2024-05-22"),
            cldr.joints("fr", 2)[0],
            cldr.language_name("fr", "en"),
            cldr.month("fr", 5, short=False),
            cldr.territorial("fr")[-2:],
        ]

    assert said() == asked
    kept.unpack(kept.packed("program"), "program")
    monkeypatch.setattr(kept, "_tables", {})
    for module in ("babel", "babel.core", "babel.dates", "babel.lists", "babel.numbers"):
        monkeypatch.setitem(sys.modules, module, None)
    assert said() == asked
