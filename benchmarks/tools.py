"""The generators that are compared: how each is given its corpus, run, and what an edit is to it.

Comes in: a folder to work in. Goes out: tools, which make the same pages of the same articles:
one each, the home page, tags, years, and one feed of the newest twenty.
"""

from __future__ import annotations

import os
import shutil
import sys
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path

import corpus

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parent
ARCHIVE = """\
title: The Letter
language: en
base_url: https://letters.example/
page_size: 20
feed_size: 20
outputs: [{outputs}]
"""


class Tool(ABC):
    """A generator and the folder in which it builds."""

    name = ""
    form = ""
    content = "content"
    # What a cold build must not find.
    made: tuple[str, ...] = ("public",)
    template = ""
    environment: Mapping[str, str] = {}

    def __init__(self, work: Path) -> None:
        self.folder = work / self.name
        self._count = 0

    @abstractmethod
    def command(self) -> list[str]:
        """Return what builds the site."""

    def prepare(self, count: int) -> None:
        """Make the site's sources anew, with so many articles."""
        shutil.rmtree(self.folder, ignore_errors=True)
        sources = HERE / "sites" / self.name
        if sources.is_dir():
            shutil.copytree(sources, self.folder)
        self._count = count
        corpus.make(self.folder / self.content, count, form=self.form)

    def forget(self, trash: Path) -> None:
        """Move aside all that was built: ext4 is slow to use again what was just deleted."""
        trash.mkdir(parents=True, exist_ok=True)
        for name in self.made:
            if (self.folder / name).exists():
                place = trash / f"{self.name}-{name}-{len(list(trash.iterdir()))}"
                (self.folder / name).rename(place)

    def _article(self) -> Path:
        """Return the article in the middle."""
        found = sorted((self.folder / self.content).rglob(f"{self._count // 2:06}.*"))
        return next(file for file in found if file.suffix in {".md", ".txt"})

    def edit_body(self, turn: int) -> None:
        """Add a word to the text of one article."""
        file = self._article()
        file.write_text(file.read_text("utf-8") + f"\nOne more line, {turn}.\n", "utf-8")

    def edit_title(self, turn: int) -> None:
        """Give one article another title."""
        file = self._article()
        lines = file.read_text("utf-8").split("\n")
        place = next((n for n, one in enumerate(lines) if one.lower().startswith("title: ")), 0)
        key = lines[place][: len("title: ")] if self.form != "text" else ""
        lines[place] = f"{key}Another title, number {turn}"
        file.write_text("\n".join(lines), "utf-8")

    def add_article(self, turn: int) -> None:
        """Add an article."""
        corpus.make(self.folder / self.content, 1, form=self.form, first=self._count + turn)

    def edit_template(self, turn: int) -> None:
        """Change what stands on every page."""
        file = self.folder / self.template
        text = file.read_text("utf-8")
        file.write_text(text.replace("</footer>", f"<p>Edition {turn}</p></footer>"), "utf-8")


class Ours(Tool):
    """Back Issues, on Markdown, with the outputs that the others have."""

    name, form, content = "ours", "markdown", "letters"
    made = ("public", "cache", "letters/permalinks.tsv")
    outputs: tuple[str, ...] = ("pages", "feeds")

    def prepare(self, count: int) -> None:
        """Write the collection's settings as well."""
        super().prepare(count)
        text = ARCHIVE.format(outputs=", ".join(self.outputs))
        (self.folder / "letters" / "archive.yml").write_text(text, "utf-8")
        self.environment = {
            "XDG_CACHE_HOME": str(self.folder / "cache"),
            "PYTHONPATH": os.pathsep.join(
                [str(CHECKOUT / "src"), os.environ.get("PYTHONPATH", "")]
            ),
        }

    def forget(self, trash: Path) -> None:
        """Move aside the site, the cache and the ledger."""
        trash.mkdir(parents=True, exist_ok=True)
        for name in self.made:
            if (self.folder / name).exists():
                flat = name.replace("/", "-")
                (self.folder / name).rename(trash / f"ours-{flat}-{len(list(trash.iterdir()))}")

    def command(self) -> list[str]:
        """Build by the command line."""
        return [sys.executable, str(CHECKOUT / "build.py"), "letters", "-o", "public", "--quiet"]

    def edit_template(self, turn: int) -> None:
        """Override the template that all pages extend."""
        file = self.folder / "letters" / "templates" / "base.html"
        file.parent.mkdir(exist_ok=True)
        text = (CHECKOUT / "templates" / "base.html").read_text("utf-8")
        file.write_text(text.replace("</footer>", f"<p>Edition {turn}</p></footer>"), "utf-8")


class OursOnText(Ours):
    """Back Issues on raw captures, which say nothing by markup."""

    name, form = "ours-text", "text"


class Hugo(Tool):
    """Hugo; it makes everything, always."""

    name = form = "hugo"
    made = ("public", "resources", ".hugo_build.lock")
    template = "layouts/baseof.html"

    def __init__(self, work: Path, program: Path) -> None:
        super().__init__(work)
        self._program = program.resolve()

    def command(self) -> list[str]:
        """Build into `public`."""
        return [str(self._program), "--quiet"]


class Pelican(Tool):
    """Pelican, without its cache of articles."""

    name = form = "pelican"
    template = "theme/templates/base.html"

    def __init__(self, work: Path, program: Path) -> None:
        super().__init__(work)
        self._program = program.absolute()

    def command(self) -> list[str]:
        """Build into `public`."""
        return [str(self._program), "content", "-s", "pelicanconf.py", "-q"]
