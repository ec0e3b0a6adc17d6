"""Makes seeded articles of a French and English newsletter, as Markdown or as raw captures.

An article depends on its number and on nothing else: a corpus of 100 is the beginning of one of
10,000. They are some 5 kB long, carry three to six of 400 tags that are as unevenly liked as real
ones, spread over ten years, and one of ten shows a program.

    benchmarks/corpus.py FOLDER --count 1000 [--form markdown | text | hugo | pelican]
"""

from __future__ import annotations

import argparse
import random
import re
from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

SEED = "back issues"
TAGS, AUTHORS = 400, 40
FIRST_DAY, DAYS = date(2014, 1, 6), 3650
# Zipf's law, a little flattened at the top, as the tags of newsletters are.
_LIKED = list(accumulate(1 / (rank + 2.7) for rank in range(TAGS)))
# Characters of text: with markup and front matter, 5 kB.
_LENGTH, _SPREAD, _LEAST = 3500, 900, 1500

_SUBJECTS = re.findall(
    r"\S+",
    """climate energy housing schools trains harbours forests bakeries libraries ferries museums
    théâtre cinéma presse justice santé vélo marchés rivières jardins""",
)
_ANGLES = (
    *("", "and the city", "in figures", "abroad", "at night", "par temps de pluie", "en province"),
    *("de demain", "et la loi", "au travail", "by rail", "for beginners", "sans détour", "notes"),
    *("d’hiver", "in print", "of old", "en chantier", "à vendre", "for all"),
)
TAG_NAMES = [
    f"{subject} {angle}".strip().capitalize() for angle in _ANGLES for subject in _SUBJECTS
]
# Words that are as frequent as those of real texts: the n-th is said 1/n as often as the first.
_WORDS = 20_000
_SAID = list(accumulate(1 / (rank + 2.7) for rank in range(_WORDS)))
_SYLLABLES = re.findall(
    r"\S+", "con pro de com ex per tra sub ter man ra li no vé sa mo dè le qu an ou ba bi che"
)
_FIRST = ["Ana", "Bruno", "Chloé", "Daoud", "Élise", "Farid", "Greta", "Hugo"]
_LAST = ["Almeida", "Bertin", "Costa", "Delmas", "N’Diaye"]
AUTHOR_NAMES = [f"{first} {last}" for last in _LAST for first in _FIRST]


def _word(rank: int) -> str:
    """Return the word of a rank, always the same: rarer ones are longer."""
    chance = random.Random(rank)  # noqa: S311
    length = 2 + (rank > 500) + (rank > 5000)
    return "".join(chance.choice(_SYLLABLES) for _ in range(length))


WORDS = [_word(rank) for rank in range(_WORDS)]


class Tongue(NamedTuple):
    """What sentences of a language are made of."""

    code: str
    who: tuple[str, ...]
    does: tuple[str, ...]
    what: tuple[str, ...]
    where: tuple[str, ...]
    titles: tuple[str, ...]
    patterns: tuple[str, ...]
    headings: tuple[str, ...]


ENGLISH = Tongue(
    code="en",
    who=("the council", "our readers", "the harbour office", "a small press", "the archivists"),
    does=("publishes", "questions", "rewrites", "postpones", "defends", "explains"),
    what=("the yearly accounts", "a revised timetable", "an open letter", "the draft report"),
    where=("in Lisbon", "near the station", "along the coast", "at the town hall", "in print"),
    titles=("Why {who} {does} {what}", "Letter {n}: {what} {where}", "{name}, {where}"),
    patterns=(
        "This week {who} {does} {what} {where}, and nobody was asked before.",
        "There are {n} pages of notes, of which {who} {does} the first ten {where}.",
        "“We did not have the means to move faster,” says {name}, who has followed it {where}.",
        "It isn’t the first time that {who} {does} {what}, but it may well be the last.",
        "What will {who} do if {what} is not ready by the {n}th?",
    ),
    headings=("What to remember", "The background", "On the ground", "Letters from readers"),
)
FRENCH = Tongue(
    code="fr",
    who=("la mairie", "le conseil", "l’association", "la rédaction", "le syndicat"),
    does=("publie", "conteste", "relit", "repousse", "défend", "explique"),
    what=("le rapport annuel", "un nouvel horaire", "une lettre ouverte", "le budget rectifié"),
    where=("à Nantes", "près de la gare", "sur le littoral", "au marché couvert", "par écrit"),
    titles=("Pourquoi {who} {does} {what}", "Lettre {n} : {what} {where}", "{name}, {where}"),
    patterns=(
        "Cette semaine, {who} {does} {what} {where}, sans que personne l’ait demandé.",
        "Les {n} pages de notes sont claires : {who} {does} {what} {where}.",
        "« Nous n’avions pas les moyens d’aller plus vite », dit {name}, qui suit le dossier.",
        "Ce n’est pas la première fois que {who} {does} {what}, mais la méthode a changé.",
        "Que fera {who} si {what} n’est pas prêt d’ici au {n} ?",
    ),
    headings=("Ce qu’il faut retenir", "Le contexte", "Sur le terrain", "Courrier des lecteurs"),
)
PROGRAM = """\
from collections import Counter
from pathlib import Path


def count(folder: Path) -> Counter[str]:
    \"\"\"Count the words of all letters.\"\"\"
    words: Counter[str] = Counter()
    for file in sorted(folder.glob("*.txt")):
        text = file.read_text(encoding="utf-8")
        words.update(word.strip(".,:;") for word in text.split() if len(word) > 3)
    return words  # the commonest first, with `most_common`


if __name__ == "__main__":
    for word, number in count(Path("letters")).most_common(20):
        print(f"{number:>6} {word}")
"""


class Article:
    """One article: what it says of itself, and its blocks, each with its sort."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._chance = chance = random.Random(f"{SEED} {number}")  # noqa: S311
        self.tongue = FRENCH if chance.random() < 0.6 else ENGLISH
        self.day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
        self.author = AUTHOR_NAMES[min(int(chance.expovariate(0.1)), AUTHORS - 1)]
        self.title = self._said(self.tongue.titles)
        wanted = chance.randint(3, 6)
        tags = (TAG_NAMES[bisect(_LIKED, chance.random() * _LIKED[-1])] for _ in range(wanted))
        self.tags = list(dict.fromkeys(tags))
        self.summary = self._sentence()
        self.blocks = list(self._blocks())

    @property
    def name(self) -> str:
        """The name of its file, without a suffix."""
        return f"{self.number:06}"

    def _sentence(self) -> str:
        words = (WORDS[bisect(_SAID, self._chance.random() * _SAID[-1])] for _ in range(4))
        said = self._said(self.tongue.patterns)
        return f"{said[:-1]}, {' '.join(words)}{said[-1]}"

    def _said(self, patterns: Sequence[str]) -> str:
        """Say something."""
        chance, tongue = self._chance, self.tongue
        said = chance.choice(patterns).format(
            who=chance.choice(tongue.who),
            does=chance.choice(tongue.does),
            what=chance.choice(tongue.what),
            where=chance.choice(tongue.where),
            name=chance.choice(AUTHOR_NAMES),
            n=chance.randint(2, 28),
        )
        return said[0].upper() + said[1:]

    def _sentences(self, least: int, most: int) -> list[str]:
        return [self._sentence() for _ in range(self._chance.randint(least, most))]

    def _blocks(self) -> Iterator[tuple[str, list[str]]]:
        """Write until it is long enough."""
        chance, length = self._chance, 0
        goal = max(_LEAST, chance.gauss(_LENGTH, _SPREAD))
        yield "paragraph", self._sentences(2, 3)
        if chance.random() < 0.1:
            yield "program", [PROGRAM]
        while length < goal:
            sort = chance.choices(("paragraph", "list", "quote", "heading"), (60, 12, 10, 18))[0]
            if sort == "heading":
                yield sort, [chance.choice(self.tongue.headings)]
                sort = "paragraph"
            said = self._sentences(2, 5)
            length += sum(map(len, said))
            yield sort, said

    def markdown(self) -> str:
        """Return the body as Markdown, with links, stress and strong words."""
        return "\n\n".join(self._marked(sort, said) for sort, said in self.blocks) + "\n"

    def _marked(self, sort: str, said: list[str]) -> str:
        match sort:
            case "heading":
                return f"## {said[0]}"
            case "program":
                return f"```python\n{said[0]}```"
            case "list":
                return "\n".join(f"- {one}" for one in said)
            case "quote":
                return "\n".join(f"> {one}" for one in said)
            case _:
                return " ".join(self._stressed(place, one) for place, one in enumerate(said))

    def _stressed(self, place: int, sentence: str) -> str:
        words = sentence.split(" ")
        match (self.number + place * 5) % 7:
            case 0:
                words[2] = f"*{words[2]}*"
            case 1:
                words[3:5] = [f"**{' '.join(words[3:5])}**"]
            case 2 | 3:
                url = f"https://letters.example/{self.day.year}/{place}/"
                words[2:5] = [f"[{' '.join(words[2:5])}]({url})"]
            case _:
                pass
        return " ".join(words)

    def text(self) -> str:
        """Return the whole as a reader would paste it: no markup, no front matter."""
        head = f"{self.title}\n\n{self.author}\n{self.day.isoformat()}"
        signs = {"list": "- {}", "quote": "« {} »"}
        body = (
            "\n".join(signs.get(sort, "{}").format(one) for one in said)
            if sort != "paragraph"
            else " ".join(said)
            for sort, said in self.blocks
            if sort != "program"
        )
        hashtags = " ".join(
            "#" + tag.title().replace(" ", "").replace("’", "") for tag in self.tags
        )
        return "\n\n".join((head, *body, hashtags)) + "\n"


# --- forms ---------------------------------------------------------------------------------------


def _quoted(text: str) -> str:
    return '"' + text.replace('"', "'") + '"'


def as_markdown(article: Article) -> str:
    """Write Markdown with front matter in YAML, as we and Hugo read it."""
    tags = ", ".join(map(_quoted, article.tags))
    head = (
        f"title: {_quoted(article.title)}\ndate: {article.day}\nauthor: {_quoted(article.author)}\n"
        f"summary: {_quoted(article.summary)}\ntags: [{tags}]\n"
    )
    return f"---\n{head}---\n\n{article.markdown()}"


def as_pelican(article: Article) -> str:
    """Write Markdown with the headers that Pelican reads."""
    head = (
        f"Title: {article.title}\nDate: {article.day}\nAuthor: {article.author}\n"
        f"Slug: {article.name}\nSummary: {article.summary}\nTags: {', '.join(article.tags)}\n"
    )
    return f"{head}\n{article.markdown()}"


class Form(NamedTuple):
    """How a corpus is written: the suffix of its files, and each of them."""

    suffix: str
    write: Callable[[Article], str]
    by_year: bool = False


FORMS = {
    "markdown": Form(".md", as_markdown),
    "text": Form(".txt", Article.text),
    "hugo": Form(".md", as_markdown, by_year=True),
    "pelican": Form(".md", as_pelican),
}


def make(folder: Path, count: int, *, form: str = "markdown", first: int = 0) -> list[Path]:
    """Write so many articles into a folder; return their files."""
    how, files = FORMS[form], []
    for number in range(first, first + count):
        article = Article(number)
        place = folder / str(article.day.year) if how.by_year else folder
        place.mkdir(parents=True, exist_ok=True)
        file = place / f"{article.name}{how.suffix}"
        file.write_text(how.write(article), encoding="utf-8")
        files.append(file)
    return files


def main() -> None:
    """Write a corpus."""
    parser = argparse.ArgumentParser(description="Write a corpus of seeded articles.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--form", choices=FORMS, default="markdown")
    asked = parser.parse_args()
    files = make(asked.folder, asked.count, form=asked.form)
    size = sum(file.stat().st_size for file in files)
    print(f"{len(files)} articles, {size / max(len(files), 1):,.0f} bytes each")


if __name__ == "__main__":
    main()
