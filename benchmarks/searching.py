"""Measures the search of a large archive: run it by hand, on a quiet machine.

    .venv/bin/python benchmarks/searching.py [ARTICLES] [FOLDER]

It makes articles of about 5 kB from words that are as frequent as those of real texts, builds the
search alone into FOLDER, and prints the files, their bytes, the seconds and memory of the index,
and the bytes that a reader's first query asks for in Chromium (see `ASKED`).
"""

from __future__ import annotations

import hashlib
import random
import re
import resource
import sys
import tempfile
import time
from bisect import bisect
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Page, sync_playwright

from backissues import archive, urls
from backissues.cache import Shelf
from backissues.model import (
    Article,
    Card,
    Field,
    Fields,
    Output,
    Paragraph,
    Row,
    Settings,
    Source,
    Span,
    Text,
)
from backissues.outputs import search, statics

# Zipf and Heaps: the n-th word is said 1/n as often as the first, and new words never end.
KNOWN, NEW = 30_000, 0.01
SYLLABLES = re.findall(
    r"\S+",
    """con pro in re de com ex per tra sub ter man tion ment ra li no vé é sa mo dè le qu an ou ba
    bi bou cha che di du fa fi fon ga gra hi jou ka lu mi na pa pi po ri ro si ta ti va vi""",
)
COMMON = re.findall(
    r"\S+", "de la le et les des en un du une que est pour qui dans par plus pas au sur"
)
TITLE, BODY = 8, 800
TAGS, TAGS_EACH = 400, 5
KINDS = ("thread", "interview", "issue", "brief", "essay")
SETTINGS = Settings(title="Archive", language="fr")


def word(number: int) -> str:
    """Return the word of a rank, always the same."""
    if number < len(COMMON):
        return COMMON[number]
    chance = random.Random(number)  # noqa: S311
    length = 2 + (number > 500) + (number > 5000) + (number > 20_000)
    return "".join(chance.choice(SYLLABLES) for _ in range(length))


WORDS = [word(number) for number in range(KNOWN)]
SUMS = list(accumulate(1 / (number + 2.7) for number in range(KNOWN)))


def sentence(chance: random.Random, words: int) -> str:
    """Say so many words; one of a hundred is a name that nobody else says."""
    return " ".join(
        f"{WORDS[chance.randrange(KNOWN)]}{chance.randrange(10**6)}"[:12]
        if chance.random() < NEW
        else WORDS[bisect(SUMS, chance.random() * SUMS[-1])]
        for _ in range(words)
    )


def article(number: int) -> Article:
    """Make one article."""
    chance = random.Random(number)  # noqa: S311
    paragraphs = tuple(
        Paragraph(span=Span(line, line), inlines=(Text(sentence(chance, BODY // 10).capitalize()),))
        for line in range(3, 13)
    )
    tags = tuple(f"Tag {int(TAGS * chance.random() ** 2)}" for _ in range(TAGS_EACH))
    return Article(
        path=f"{number:06}.txt",
        sha256=hashlib.sha256(b"%d" % number).hexdigest(),
        format="text",
        kind=chance.choice(KINDS),
        verdicts=(),
        fields=Fields(
            title=Field(value=sentence(chance, TITLE).capitalize(), standing="stated"),
            published=Field(value=f"{2005 + number % 20}-05-21", standing="stated"),
            language=Field(value="fr", standing="derived"),
            tags=Field(value=tuple(dict.fromkeys(tags)), standing="derived"),
        ),
        body=paragraphs,
        fates=(),
    )


def made(count: int) -> tuple[Shelf, list[Card]]:
    """Make the articles and their cards."""

    def no_source(path: str) -> Source:
        raise KeyError(path)

    def no_picture(path: str) -> bytes:
        raise KeyError(path)

    shelf, cards = Shelf(no_source, no_picture), []
    for number in range(count):
        one = article(number)
        digest = shelf.put(one)
        row = Row(
            id=f"id-{number}",
            address=urls.article(f"a-{number}"),
            path=one.path,
            sha256=digest,
            added="2024-05-21",
        )
        shelf.name(row.id, one.path)
        cards.append(archive.placed(archive.make_card(one), row, number))
    return shelf, cards


def write(folder: Path, outputs: Iterator[Output]) -> Counter[str]:
    """Write outputs; return the bytes and the number of files of each sort."""
    sizes: Counter[str] = Counter()
    for output in outputs:
        data = output.make()
        file = folder / output.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        sort = re.sub(r"[-/][^-/]*\.js$", "", output.path)
        sizes[f"{sort} bytes"] += len(data)
        sizes[f"{sort} files"] += 1
        sizes[f"{sort} largest"] = max(sizes[f"{sort} largest"], len(data))
    return sizes


def memory() -> float:
    """Return the most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


ASKED = {
    "the commonest word": "de",
    "a common word": WORDS[40],
    "a middling word": WORDS[2000],
    "a rare word": WORDS[25_000],
    "three letters": "con",
    "five letters": "contra",
    "two words": f"{WORDS[300]} {WORDS[900]}",
    "two common words and one": f"{WORDS[0]} {WORDS[1]} {WORDS[600]}",
}


def ask(page: Page, folder: Path, query: str) -> tuple[int, int, str]:
    """Ask a query on a fresh page; return the bytes and files that it loads, and what it says."""
    loaded: set[str] = set()
    page.on("request", lambda request: loaded.add(request.url))
    page.goto(f"{(folder / 'search.html').as_uri()}?q={query}")
    page.locator("#_results [role=status]:not(:empty)").wait_for()
    page.wait_for_timeout(300)
    files = [Path(unquote(urlsplit(url).path)) for url in loaded if "/search/" in url]
    said = page.locator("#_results [role=status]").inner_text()
    return sum(file.stat().st_size for file in files), len(files), said


def main(count: int, folder: Path) -> None:
    """Build and ask."""
    shelf, cards = made(count)
    collected = archive.collect(cards, (), "fr")
    before, start = memory(), time.process_time()
    planned = list(search.outputs(collected, SETTINGS, shelf))
    words = [one for one in planned if "/words" in one.path]
    planning, start = time.process_time() - start, time.process_time()
    sizes = write(folder, iter(words))
    indexing, start = time.process_time() - start, time.process_time()
    print(
        f"{count} articles: planned in {planning:.2f} s of CPU, words indexed in {indexing:.2f} s,"
    )
    each, more = (planning + indexing) / count * 1000, memory() - before
    print(f"  {each:.2f} ms an article; {more:.0f} MB more memory")
    sizes |= write(folder, (one for one in planned if one not in words))
    print(f"  the rest made in {time.process_time() - start:.2f} s")
    write(folder, statics.outputs(collected, SETTINGS, shelf))
    for sort in sorted(sizes):
        print(f"  {sizes[sort]:>12,} {sort}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        for name, query in ASKED.items():
            page = browser.new_page()
            size, files, said = ask(page, folder, query)
            print(f"  {size:>9,} bytes in {files:>2} files for {name} ({query}): {said}")
            page.close()
        browser.close()


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    home = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(tempfile.mkdtemp(prefix="searching-"))
    main(count, home)
