"""The pages for themers tell the truth: the example works, every template and field is there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import html

from backissues import assets
from backissues.outputs import proofing, statics
from backissues.settings import load_settings
from backissues.text import sheets
from checkout import CHECKOUT, build, tree
from reference import UNWRITTEN, rewritten, words_of

THEMING = CHECKOUT / "docs" / "theming.md"
TEMPLATES = CHECKOUT / "docs" / "templates.md"
# A file of the example: its path stands in a comment of its first line.
_FILE = re.compile(
    r"^```\w+\n(?P<text>(?:#|<!--|/\*|\{#) (?P<path>[\w./-]+).*?)^```$", re.MULTILINE | re.DOTALL
)
_PROPERTIES = re.compile(r"(?<=<!-- properties -->\n).*?(?=<!-- /properties -->)", re.DOTALL)
LETTER = (
    "Letters from the Harbour\nno. 3\n\nThe tides\n\nDear readers,\n\nThe sea rises twice a day.\n"
)


def example(folder: Path) -> dict[str, str]:
    """Write the files of the example, a letter and a typeface; return the files by path."""
    found = _FILE.finditer(THEMING.read_text(encoding="utf-8"))
    files = {file["path"]: file["text"] for file in found}
    letter = {"letter.txt": LETTER, "letter.yml": "kind: issue\n", "static/fonts/harbour.woff2": ""}
    for path, text in (letter | files).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return files


def test_the_example_is_a_theme_without_a_fault(tmp_path: Path) -> None:
    assert sorted(example(tmp_path)) == [
        "archive.yml",
        "static/css/harbour.css",
        "static/icon.svg",
        "templates/kinds/issue.html",
        "templates/macros/harbour.html",
        "templates/macros/lists.html",
    ]
    settings, found = load_settings(tmp_path)
    assert (*found, *statics.proof(settings), *proofing.proof(settings)) == ()


def test_the_example_does_what_the_page_says(tmp_path: Path) -> None:
    files = example(tmp_path / "letters")
    said = build("letters", "-o", "site", cwd=tmp_path)
    assert said.returncode == 0, said.stderr
    site = tree(tmp_path / "site")
    assert site["static/icon.svg"].decode() == files["static/icon.svg"]
    assert b"--accent: #004488" in site["static/theme.css"]
    assert b"--accent: #88bbff" in site["static/theme.css"]
    assert b'url("fonts/harbour.woff2")' in site["static/style.css"]
    assert "static/fonts/harbour.woff2" in site
    (path,) = (path for path in site if path.startswith("articles/") and path.endswith(".html"))
    page = html.document_fromstring(site[path].decode())
    (line,) = page.xpath("//*[@class='letterbox']")
    assert line.text == "Replies to Letters from the Harbour, The Old Customs House."
    assert line.xpath("preceding::p[contains(., 'twice a day')]")
    home = html.document_fromstring(site["index.html"].decode())
    assert home.xpath("//*[@class='date']/text()") == ["Sent: undated"]


def test_the_report_of_a_fault_is_what_the_build_says(tmp_path: Path) -> None:
    page = THEMING.read_text(encoding="utf-8")
    (report,) = re.findall(r"^```\n(letters/.*?)^```$", page, re.MULTILINE | re.DOTALL)
    example(tmp_path / "letters")
    file = tmp_path / "letters/templates/kinds/issue.html"
    file.write_text(file.read_text("utf-8").replace("block text", "block txt"), encoding="utf-8")
    command = [sys.executable, "-m", "backissues", "check", "letters"]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert said.returncode == 1
    assert report in said.stderr


@pytest.mark.parametrize("file", [THEMING, TEMPLATES], ids=lambda file: file.name)
def test_links_lead_to_files_and_headings(file: Path) -> None:
    page = file.read_text(encoding="utf-8")
    for path, anchor in re.findall(r"\]\((?!https:)([^)#]*)#?([^)]*)\)", page):
        other = (file.parent / path) if path else file
        assert other.exists()
        headings = re.findall(r"^#+ (.*)$", other.read_text(encoding="utf-8"), re.MULTILINE)
        ids = {re.sub(r"[^\w -]", "", text).casefold().replace(" ", "-") for text in headings}
        assert not anchor or anchor in ids


def test_the_table_of_properties_is_that_of_the_tokens(pytestconfig: pytest.Config) -> None:
    ours = sheets.properties((assets.static() / "css/tokens.css").read_text(encoding="utf-8"))
    rows = (
        f"| `{name.removeprefix('--')}` | `{value}` | {_code(ours.dark.get(name))} |\n"
        for name, value in ours.light.items()
    )
    table = "| name | ours | on dark pages |\n| --- | --- | --- |\n" + "".join(rows)
    page = THEMING.read_text(encoding="utf-8")
    wanted = _PROPERTIES.sub(lambda _: table, page)
    _same(THEMING, wanted, pytestconfig)


def _code(value: str | None) -> str:
    return f"`{value}`" if value else ""


def test_the_page_of_templates_is_that_of_the_code(pytestconfig: pytest.Config) -> None:
    _same(TEMPLATES, rewritten(TEMPLATES.read_text(encoding="utf-8")), pytestconfig)


def test_every_block_and_field_has_a_word() -> None:
    words = words_of(TEMPLATES.read_text(encoding="utf-8"))
    assert len(words) > 100
    assert [name for name, word in words.items() if word in {"", UNWRITTEN}] == []


def _same(file: Path, wanted: str, config: pytest.Config) -> None:
    """Compare a page with what it should be, or write it where a person asked for that."""
    if config.getoption("--golden-rewrite"):
        file.write_text(wanted, encoding="utf-8")
    hint = "run pytest tests/test_docs.py --golden-rewrite, and write a word for what has none yet"
    assert file.read_text(encoding="utf-8") == wanted, hint
