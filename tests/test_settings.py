"""What editors write: archive.yml, tags.yml and sidecars, right and wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from backissues.model import Settings, Term, Theme
from backissues.settings import base_url, load_settings
from backissues.sidecars import load_sidecar
from backissues.text.values import web_address
from backissues.vocabulary import load_vocabulary

UGLY = Path(__file__).parent / "ugly"


def collection(tmp_path: Path, name: str, text: str) -> Path:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_collection_without_settings_has_the_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path) == (Settings(), ())


def test_settings_are_read(tmp_path: Path) -> None:
    folder = collection(
        tmp_path,
        "archive.yml",
        "title: Le Courrier\nlanguage: fr\nbase_url: https://exemple.fr/courrier\n"
        "timezone: Europe/Paris\npage_size: 20\noutputs: [pages, feeds]\npublish_sources: no\n"
        'theme:\n  accent: "#8a1c1c"\n  --serif: \'"Iowan Old Style", serif\'\n',
    )
    settings, found = load_settings(folder)
    assert found == ()
    assert settings.title == "Le Courrier"
    assert settings.base_url == "https://exemple.fr/courrier/"
    assert settings.page_size == 20
    assert settings.outputs == ("pages", "feeds")
    assert settings.publish_sources is False
    assert settings.theme.light == (
        ("--accent", "#8a1c1c"),
        ("--serif", '"Iowan Old Style", serif'),
    )


def test_each_wrong_setting_is_named_and_passed_over(tmp_path: Path) -> None:
    shutil.copy(UGLY / "bad-archive.yml", tmp_path / "archive.yml")
    settings, found = load_settings(tmp_path)
    assert sorted((one.code, one.line) for one in found) == [
        ("S-010", 1),
        ("S-012", 2),
        ("S-012", 3),
        ("S-012", 4),
        ("S-012", 5),
        ("S-012", 6),
        ("S-012", 8),
        ("S-012", 9),
    ]
    assert "did you mean “title”?" in {one.hint for one in found}
    assert settings == Settings(outputs=("pages",), theme=Theme(light=(("--ink", "#112233"),)))


@pytest.mark.parametrize("text", ["- a\n", "just words\n"])
def test_settings_that_are_no_mapping_are_an_error(tmp_path: Path, text: str) -> None:
    settings, found = load_settings(collection(tmp_path, "archive.yml", text))
    assert settings == Settings()
    assert [one.code for one in found] == ["S-009"]


@pytest.mark.parametrize("name", ["localtime", "../zones", "Europe", "Nowhere/At all"])
def test_a_time_zone_that_only_this_machine_knows_is_refused(tmp_path: Path, name: str) -> None:
    """`localtime` is a zone on most machines, and on each of them another one."""
    settings, found = load_settings(collection(tmp_path, "archive.yml", f"timezone: '{name}'\n"))
    assert len(found) == 1
    assert settings.timezone == "UTC"


ADDRESSES = {
    "https://example.org": "https://example.org",
    "http://localhost:8000/a": "http://localhost:8000/a",
    "https://é.org/à b": "https://xn--9ca.org/%C3%A0%20b",
    "https://[::1]/": "https://[::1]/",
    "ftp://example.org": None,
    "javascript:alert(1)": None,
    "https://": None,
    "https://user:word@example.org": None,
    "https://exa mple.org": None,
    "https://example.org:port/": None,
    "example.org": None,
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_web_addresses(address: str) -> None:
    assert web_address(address) == ADDRESSES[address]


def test_a_base_url_has_no_query() -> None:
    assert base_url("https://example.org/?a=b") is None
    assert base_url("https://example.org/#a") is None


# --- the vocabulary ------------------------------------------------------------------------------


def test_a_vocabulary_in_either_form(tmp_path: Path) -> None:
    as_mapping = "OpenAI:\n  formerly: [Open AI]\n  sort: organisation\nLLM: [LLMs]\nRobots:\n"
    as_list = (
        "- label: OpenAI\n  formerly: Open AI\n  sort: organisation\n"
        "- label: LLM\n  aliases: LLMs\n- Robots\n"
    )
    for text in (as_mapping, as_list):
        terms, found = load_vocabulary(collection(tmp_path, "tags.yml", text))
        assert found == ()
        assert terms == (
            Term(
                label="OpenAI",
                aliases=("Open AI",),
                formerly=("Open AI",),
                sort="organisation",
            ),
            Term(label="LLM", aliases=("LLMs",)),
            Term(label="Robots"),
        )


def test_a_name_stands_for_one_term(tmp_path: Path) -> None:
    shutil.copy(UGLY / "bad-tags.yml", tmp_path / "tags.yml")
    terms, found = load_vocabulary(tmp_path)
    assert [(term.label, term.aliases) for term in terms] == [
        ("OpenAI", ("Open AI", "GPT")),
        ("ChatGPT", ()),
    ]
    assert sorted((one.code, one.line) for one in found) == [
        ("S-010", 4),
        ("S-021", 3),
        ("S-021", 6),
    ]


# --- sidecars ------------------------------------------------------------------------------------


def test_a_sidecar_holds_texts_and_their_places(tmp_path: Path) -> None:
    file = tmp_path / "a.yml"
    file.write_text("authors: [Ana, Bo]\npublished: 2023-10~\nnumber: 016\ntitle:\n", "utf-8")
    sidecar = load_sidecar(file, "a.yml")
    assert sidecar.diagnostics == ()
    assert {key: one.values for key, one in sidecar.settings.items()} == {
        "authors": ("Ana", "Bo"),
        "published": ("2023-10~",),
        "number": ("016",),
    }
    assert sidecar.settings["published"].line == 2


def test_each_wrong_value_of_a_sidecar_is_named(tmp_path: Path) -> None:
    sidecar = load_sidecar(UGLY / "bad-values.yml", "bad-values.yml")
    assert sorted((one.line, one.code) for one in sidecar.diagnostics) == [
        (1, "S-012"),
        (2, "S-012"),
        (3, "S-012"),
        (4, "S-012"),
        (5, "S-010"),
        (6, "S-012"),
        (7, "S-012"),
        (8, "S-012"),
        (9, "S-012"),
        (10, "S-012"),
    ]
    assert {key: one.values for key, one in sidecar.settings.items()} == {"authors": ("Ana",)}


def test_a_sidecar_that_is_no_mapping_is_an_error() -> None:
    sidecar = load_sidecar(UGLY / "list.yml", "list.yml")
    assert sidecar.settings == {}
    assert [(one.code, one.line) for one in sidecar.diagnostics] == [("S-009", 1)]
