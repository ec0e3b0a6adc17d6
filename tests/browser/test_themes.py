"""What a reader sees of a collection's own look: the example of docs/theming.md, from the disk."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from backissues import assets
from checkout import build
from test_docs import example

# What a template must not be able to do, whoever wrote it.
INLINE = (
    '{% extends "original/404.html" %}\n'
    "{% block main %}{{ super() }}\n"
    "<style>h1 { color: rgb(1, 2, 3) }</style>\n"
    "<script>document.title = 'changed'</script>\n"
    '<p id="x" style="color: rgb(1, 2, 3)">…</p>\n'
    "{% endblock %}\n"
)


@pytest.fixture(scope="module")
def themed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the example, whose typeface is one of ours by another name."""
    home = tmp_path_factory.mktemp("themed")
    example(home / "letters")
    (home / "letters" / "templates" / "404.html").write_text(INLINE, encoding="utf-8")
    typeface = assets.static() / "fonts" / "newsreader-regular.woff2"
    shutil.copyfile(typeface, home / "letters" / "static" / "fonts" / "harbour.woff2")
    said = build("letters", "-o", "site", cwd=home)
    assert said.returncode == 0, said.stderr
    return home / "site"


@pytest.mark.browser
@pytest.mark.parametrize(("scheme", "accent"), [("light", "#004488"), ("dark", "#88bbff")])
def test_colours_and_typeface_are_those_of_the_collection(
    chromium: Browser, themed: Path, scheme: str, accent: str
) -> None:
    page = chromium.new_page(color_scheme=scheme)
    (article,) = (themed / "articles").glob("*.html")
    page.goto(article.as_uri())
    root = "getComputedStyle(document.documentElement)"
    assert page.evaluate(f"{root}.getPropertyValue('--accent')") == accent
    assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith("Harbour")
    loaded = (
        "[...await document.fonts.ready].some(f => f.family == 'Harbour' && f.status == 'loaded')"
    )
    assert page.evaluate(f"async () => {loaded}")
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.letterbox')).borderTopWidth")
        == "1px"
    )
    page.close()


@pytest.mark.browser
def test_what_stands_in_a_page_neither_runs_nor_colours(chromium: Browser, themed: Path) -> None:
    page = chromium.new_page()
    page.goto((themed / "404.html").as_uri())
    assert page.title() != "changed"
    for query in ("h1", "#x"):
        colour = page.evaluate(f"getComputedStyle(document.querySelector('{query}')).color")
        assert colour != "rgb(1, 2, 3)"
    page.close()
