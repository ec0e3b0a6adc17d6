"""What `outputs:` and `theme:` of archive.yml do to a site."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from backissues.cli import main
from backissues.model import Settings
from backissues.outputs import ONLY_FOR
from checkout import tree

TEXT = "Les marées\n\nLa mer monte deux fois par jour, et personne ne sait plus qui l’a dit.\n"


def site(tmp_path: Path, archive: str) -> dict[str, bytes]:
    folder = tmp_path / "lettres"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "archive.yml").write_text(archive, encoding="utf-8")
    target = tmp_path / "site"
    assert main(["build", str(folder), "-o", str(target), "--quiet"]) == 0
    return tree(target)


BASE = "base_url: https://a.example/\n"
MADE = {
    "sources": ("sources/a.txt", "sources/a.txt.html"),
    "feeds": ("rss.xml", "atom.xml", "feed.json"),
    "axis-feeds": ("kinds/essay.xml", "years/undated.xml"),
    "data": ("data/articles.jsonl", "articles/les-marees.bib", "articles/les-marees.csl.json"),
    "search": ("search.html", "static/search.js", "search/index.js", "search/words.js"),
}


@pytest.mark.parametrize("left_out", MADE)
def test_an_output_that_is_not_named_is_left_out(left_out: str, tmp_path: Path) -> None:
    kept = [name for name in ("pages", *MADE) if name != left_out]
    files = site(tmp_path, f"{BASE}outputs: [{', '.join(kept)}]\n")
    for name, paths in MADE.items():
        assert all((path in files) == (name != left_out) for path in paths)
    # No page leads to what is not there.
    pages = b"".join(data for path, data in files.items() if path.endswith(".html"))
    for path in MADE[left_out]:
        assert path.encode() not in pages


@pytest.mark.parametrize("name", ONLY_FOR)
def test_a_module_that_is_not_loaded_would_make_nothing(name: str) -> None:
    module = import_module(f"backissues.outputs.{name}")
    others = tuple({*MADE, "pages", "markdown", "epub"} - {ONLY_FOR[name]})
    # It does not even look at the archive.
    assert list(module.outputs(None, Settings(outputs=others), None)) == []


def test_all_outputs_are_made_where_none_is_named(tmp_path: Path) -> None:
    files = site(tmp_path, BASE)
    assert all(path in files for paths in MADE.values() for path in paths)


def test_a_theme_is_a_style_sheet_of_its_own(tmp_path: Path) -> None:
    files = site(tmp_path, 'theme:\n  accent: "#004488"\n')
    assert files["static/theme.css"] == (
        b"@media (prefers-color-scheme: light) {\n  :root {\n    --accent: #004488;\n  }\n}\n"
    )
    assert b"static/theme.css" in files["index.html"]
    assert b"../static/theme.css" in files["articles/les-marees.html"]


def test_without_a_theme_there_is_no_such_sheet(tmp_path: Path) -> None:
    files = site(tmp_path, BASE)
    assert "static/theme.css" not in files
    assert b"theme.css" not in files["index.html"]
