"""The address table: slugs, relative links, and paths that only one file may have."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from urllib.parse import unquote

import pytest
from anyascii import anyascii
from hypothesis import given
from hypothesis import strategies as st

from backissues import urls

SLUGS = {
    "IA : Small is beautiful": "ia-small-is-beautiful",
    "L’Élysée": "l-elysee",
    "Qu'OpenAI": "qu-openai",
    "Don’t panic": "dont-panic",
    "Œuvre & cœur": "oeuvre-coeur",
    "C": "c",
    "C++": "c-plus-plus",
    "C#": "c-sharp",
    "A + B": "a-b",
    "issue #5": "issue-5",
    ".NET": "net",
    "AT&T": "at-t",
    "𝕄𝕖𝕤 𝔽𝕝𝕒𝕤𝕙𝕤": "mes-flashs",
    "人工智能": "ren-gong-zhi-neng",
    "Привет, мир": "privet-mir",
    "🚀 Launch": "launch",
    "con": "con-page",
    "LPT1": "lpt1-page",
    "index": "index-page",
}


@pytest.mark.parametrize("label", SLUGS)
def test_slugs(label: str) -> None:
    assert urls.slugify(label) == SLUGS[label]


def test_a_label_without_letters_has_a_slug_of_its_own() -> None:
    slugs = {urls.slugify(label) for label in ("🚀", "💡", "", "…")}
    assert len(slugs) == 4
    assert urls.slugify("🚀") == urls.slugify("🚀")


def test_a_long_slug_ends_at_a_word() -> None:
    slug = urls.slugify("lettre " * 30)
    assert len(slug) <= 70
    assert set(slug.split("-")) == {"lettre"}
    assert len(urls.slugify("x" * 300)) == 70


def test_western_letters_are_spelled_as_the_library_spells_them() -> None:
    letters = [*map(chr, urls._WESTERN)]
    spelled = [letter.translate(urls._WESTERN).lower() for letter in letters]
    assert spelled == [anyascii(letter).lower() for letter in letters]


@given(st.text(max_size=120))
def test_any_label_gives_a_slug_that_is_its_own_slug(label: str) -> None:
    slug = urls.slugify(label)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= 75
    assert urls.slugify(slug) == slug


LINKS = [
    ("index.html", "index.html", "index.html"),
    ("index.html", "tags/ia.html", "tags/ia.html"),
    ("tags/ia.html", "index.html", "../index.html"),
    ("tags/ia.html", "tags/index.html", "index.html"),
    ("tags/ia/1.html", "tags/ia.html", "../ia.html"),
    ("sources/a/b.txt.html", "sources/c.txt", "../c.txt"),
    ("index.html", "sources/été & co?#1%.txt", "sources/%C3%A9t%C3%A9%20%26%20co%3F%231%25.txt"),
    ("sources/x.html", "sources/a:b.txt", "a%3Ab.txt"),
]


def test_the_number_behind_a_long_slug_can_be_asked_for() -> None:
    long = "-".join(["long"] * 14)
    assert urls.slugify(f"{long}-2") != f"{long}-2"
    assert urls.wished(f"{long}-2") == f"{long}-2"
    assert urls.wished("The Ships 2") == "the-ships-2"
    assert urls.wished("../-2") == urls.slugify("../-2")


@pytest.mark.parametrize(("here", "there", "link"), LINKS)
def test_relative_links(here: str, there: str, link: str) -> None:
    assert urls.relative(here, there) == link


names = st.text("abé #?%:&", min_size=1, max_size=4)
paths = st.lists(names, min_size=1, max_size=4).map("/".join)


@given(paths, paths)
def test_a_relative_link_leads_there(here: str, there: str) -> None:
    link = unquote(urls.relative(here, there))
    assert posixpath.normpath(posixpath.join(posixpath.dirname(here), link)) == there


def test_whole_addresses() -> None:
    assert urls.absolute("https://example.org/a/", "tags/é.html") == (
        "https://example.org/a/tags/%C3%A9.html"
    )


def test_paths_that_some_host_takes_for_one_are_one() -> None:
    registry = urls.Registry()
    assert registry.claim("sources/Été.txt", "first") is None
    assert registry.claim("sources/été.txt", "second") == "first"
    assert registry.claim("sources/e\u0301te\u0301.txt", "third") == "first"
    assert registry.claim("sources/ete.txt", "fourth") is None


def test_a_file_and_a_folder_cannot_have_one_name() -> None:
    registry = urls.Registry()
    assert registry.claim("a/b.html", "page") is None
    assert registry.claim("a", "file") == "page"
    assert registry.claim("A/b.html/c.html", "below") == "page"
    assert registry.claim("a/c.html", "sibling") is None


STEPS = st.sampled_from(["a", "A", "é", "e\u0301", "b.html"])
PATHS = st.lists(STEPS, min_size=1, max_size=4).map("/".join)


def _clash(path: str, other: str) -> bool:
    """Tell whether two paths are one, or a file of one is in the way of the other's folder."""
    mine, its = (unicodedata.normalize("NFC", one).casefold().split("/") for one in (path, other))
    shared = min(len(mine), len(its))
    return mine[:shared] == its[:shared]


@given(paths=st.lists(PATHS, max_size=12))
def test_a_path_is_given_to_the_first_who_can_have_it(paths: list[str]) -> None:
    registry = urls.Registry()
    given_away: list[str] = []
    for number, path in enumerate(paths):
        holder = registry.claim(path, f"{number} {path}")
        rivals = [other for other in given_away if _clash(path, other)]
        if holder is None:
            assert rivals == []
            given_away.append(path)
        else:
            assert holder.partition(" ")[2] in rivals


PATHS = st.lists(
    st.sampled_from(["a", "A", "b.html", "ﬁ", "fi", "é", "e\u0301", "a\nb"]), min_size=1, max_size=3
).map("/".join)


@given(paths=st.lists(PATHS, max_size=6))
def test_a_clash_of_paths_is_seen_at_a_glance(paths: list[str]) -> None:
    registry = urls.Registry()
    clashing = any(registry.claim(path, path) for path in paths)
    if not any("\n" in path for path in paths):
        assert urls.are_apart(paths) is not clashing
    elif clashing:  # a path with the end of a line is claimed alone, and may yet be free
        assert not urls.are_apart(paths)
