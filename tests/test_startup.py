"""What each command loads before it begins: a verb pays for its own work, and for no other's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CLI = {"backissues", "backissues.cli"}


def loaded(program: str) -> set[str]:
    """Return the modules that are loaded when a program ends, in a process of its own."""
    said = f"{program}\nimport sys\nprint(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_the_command_line_loads_no_room_of_the_house() -> None:
    modules = loaded("from backissues.cli import main")
    assert {name for name in modules if name.partition(".")[0] == "backissues"} == CLI


def test_the_command_line_loads_no_library() -> None:
    modules = loaded("from backissues.cli import main")
    assert modules.isdisjoint({"msgspec", "yaml", "jinja2", "markdown_it"})


ARTICLE = """---
title: "Été à la mer, {title}"
date: 2024-05-21
tags: [mer, "L’Élysée"]
---

La mer monte deux fois par jour, [dit-on](https://a.example/b), et **personne** ne sait pourquoi.
"""


def test_an_edit_loads_only_what_it_needs(tmp_path: Path) -> None:
    folder, cache = tmp_path / "lettres", tmp_path / "cache"
    folder.mkdir()
    settings = "# Ce que je dis.\ntitle: Lettres\nlanguage: fr\noutputs: [pages, feeds]\n"
    (folder / "archive.yml").write_text(settings, encoding="utf-8")
    build = f"""
import os
os.environ["XDG_CACHE_HOME"] = {str(cache)!r}
from backissues.cli import main
main(["build", {str(folder)!r}, "-o", {str(tmp_path / "site")!r}, "--quiet"])
"""
    for title in ("première", "seconde"):
        (folder / "a.md").write_text(ARTICLE.format(title=title), encoding="utf-8")
        modules = loaded(build)
    assert "markdown_it" in modules
    # Each of these takes 2 to 20 ms.
    assert modules.isdisjoint({"yaml", "anyascii", "concurrent.futures", "html.parser", "zipfile"})
    assert modules.isdisjoint(
        {"babel", "csv", "backissues.concordance", "backissues.outputs.search"}
    )


@pytest.mark.parametrize("verb", ["verify", "explain", "suggest"])
def test_a_verb_that_makes_no_site_loads_no_feeds(verb: str) -> None:
    modules = loaded(f"import backissues.verbs.{verb}")
    assert modules.isdisjoint({"feedgen", "lxml"})


def test_verifying_a_site_reads_no_document() -> None:
    modules = loaded("import backissues.verbs.verify")
    assert modules.isdisjoint({"backissues.parse", "backissues.site", "jinja2", "markdown_it"})


@pytest.mark.skipif(os.name == "nt", reason="asks a shell to close streams")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_build_needs_nobody_to_read_what_it_says(closed: str, tmp_path: Path) -> None:
    folder, site = tmp_path / "letters", tmp_path / "site"
    folder.mkdir()
    (folder / "a.md").write_text(ARTICLE.format(title="dite à personne"), encoding="utf-8")
    build = [sys.executable, "-m", "backissues", "build", str(folder), "-o", str(site)]
    run = subprocess.run(["sh", "-c", f'"$@" {closed}', "sh", *build], check=False)
    assert run.returncode == 0
    assert (site / "index.html").is_file()
