"""What keepers do to a collection: a small but varied one, and edits of every sort, at random.

Each edit takes the keeper and a seeded `Random`, and does the same again for the same two. One
that finds nothing to work on does nothing.
"""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from checkout import CHECKOUT
from keeper import Keeper
from test_pixels import gif, png

CAPTURES = CHECKOUT / "tests" / "captures"
UGLY = CHECKOUT / "tests" / "ugly"
BASE = "https://letters.example/archive/"

# Short captures of every kind, in several languages and scripts; and those that come later.
FIRST = (
    "thread-pt-fio-moinhos.txt",
    "interview-en-untitled-watches.txt",
    "issue-en-allotment-post-48.txt",
    "brief-es-cinco-ajedrez.txt",
    "essay-it-semaforo-saggio.txt",
    "brief-ja-tetsudo-news.txt",
)
LATER = (
    "interview-fr-en-bref-avec-souffleuse.txt",
    "issue-pt-boletim-xadrez.txt",
    "thread-ja-chanoki.txt",
    "essay-nl-fietsbrug-column.txt",
    "brief-fr-revue-presse-locale.txt",
)
WORDS = ("harbour", "lantern", "cordage", "tide", "ferry", "Lisbon", "Ana Duarte", "trade")
TAGS = ("Ferries", "Harbours", "Sea & sky", "C++")
DATES = ("2019-04-02", "2021-12", "2023", "2023-10~")

LETTER = """\
---
title: {title}
date: {date}
author: Ana Duarte
tags: [{tags}]
---

# {title}

The {word} was ready in the morning, and so were we; see [the other letter]({other}).

![The {word}](pictures/{picture})

It was a long day, with OpenAI and the ferries, and nobody spoke of the {word} any more.

```python
print("{word}")
```
"""
ARCHIVE = """\
title: Letters from the Harbour
language: en
base_url: {base}
"""
VOCABULARY = """\
OpenAI:
  aliases: [Open AI]
  sort: organisation
Ferries:
  sort: topic
  description: Boats that go to and fro.
"""
OVERRIDE = """\
{{% extends "original/home.html" %}}
{{% block main %}}
{{{{ super() }}}}
<p>{word}</p>
{{% endblock %}}
"""


def write(file: Path, data: str | bytes) -> None:
    """Write a file, with the folders that it lies in."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data.encode() if isinstance(data, str) else data)


def letter(number: int, word: str, *, date: str = "2021-05-03", tags: str = "Ferries") -> str:
    """Write a Markdown document with front matter, a link, an image and some code."""
    return LETTER.format(
        title=f"The {word}, part {number}",
        date=date,
        tags=tags,
        word=word,
        other=f"letter-{number % 3}.md",
        picture=f"{number % 2}.png",
    )


def gather(collection: Path) -> None:
    """Make a collection of documents of all kinds, with images, sidecars, tags and settings."""
    for name in FIRST:
        write(collection / name, (CAPTURES / name).read_bytes())
    for number, word in enumerate(WORDS[:3]):
        write(collection / "2021" / f"letter-{number}.md", letter(number, word))
    for number in range(2):
        write(collection / "2021" / "pictures" / f"{number}.png", png(3 + number, 4))
    write(collection / "essay-it-semaforo-saggio.yml", "tags: [Ferries]\npublished: 2019-04\n")
    write(collection / "archive.yml", ARCHIVE.format(base=BASE))
    write(collection / "tags.yml", VOCABULARY)


# --- what there is to work on --------------------------------------------------------------------


def _below(folder: Path, *suffixes: str) -> list[Path]:
    """Return the files of a folder with one of these suffixes, in an order that is always one."""
    return sorted(file for file in folder.rglob("*") if file.suffix in suffixes and file.is_file())


def documents(keeper: Keeper) -> list[Path]:
    """Return the documents of a collection."""
    return [
        file
        for file in _below(keeper.collection, ".txt", ".md")
        if "static" not in file.parts and "templates" not in file.parts
    ]


def _replaced(file: Path, pattern: str, new: str) -> None:
    """Replace the first match of a pattern in a text, whatever its encoding."""
    data = file.read_bytes()
    write(file, re.sub(pattern.encode(), new.encode(), data, count=1, flags=re.MULTILINE))


# --- documents -----------------------------------------------------------------------------------


def body(keeper: Keeper, chance: random.Random) -> None:
    """Add a word at the end of a line of prose."""
    file = chance.choice(documents(keeper))
    lines = file.read_bytes().split(b"\n")
    prose = [place for place, line in enumerate(lines) if len(line) > 60] or [-1]
    lines[chance.choice(prose)] += f" {chance.choice(WORDS)}".encode()
    write(file, b"\n".join(lines))


def title(keeper: Keeper, chance: random.Random) -> None:
    """Give a document another title: in its front matter, or else in its first line."""
    file = chance.choice(documents(keeper))
    word = chance.choice(WORDS)
    if file.suffix == ".md":
        _replaced(file, "^title: .*$", f"title: On the {word}")
    else:
        _replaced(file, r"^(\S.*)$", rf"\1 and the {word}")


def add(keeper: Keeper, chance: random.Random) -> None:
    """Add a document, a capture or a letter, in any folder."""
    folder = keeper.collection / chance.choice(("", "2021", "2022/spring"))
    if chance.random() < 0.5:
        name = chance.choice(LATER)
        write(folder / name, (CAPTURES / name).read_bytes())
        return
    number = chance.randrange(3, 30)
    date, tag = chance.choice(DATES), chance.choice(TAGS)
    text = letter(number, chance.choice(WORDS), date=date, tags=tag)
    write(folder / f"letter-{number}.md", text)


def remove(keeper: Keeper, chance: random.Random) -> None:
    """Remove a document; its sidecar stays behind, if it has one."""
    here = documents(keeper)
    if len(here) > 3:
        chance.choice(here).unlink()


def rename(keeper: Keeper, chance: random.Random) -> None:
    """Give a document another name, in its folder or another one, or another case."""
    file = chance.choice(documents(keeper))
    goal = chance.choice(
        (
            file.with_name(f"renamed-{file.name}"),
            file.with_stem(file.stem.swapcase()),
            keeper.collection / "2022" / file.name,
        )
    )
    if not goal.exists():
        goal.parent.mkdir(parents=True, exist_ok=True)
        file.rename(goal)


def swap(keeper: Keeper, chance: random.Random) -> None:
    """Let two documents change places."""
    first, second = chance.sample(documents(keeper), 2)
    if first.suffix == second.suffix:
        aside = first.with_name("aside")
        first.rename(aside)
        second.rename(first)
        aside.rename(second)


def copy(keeper: Keeper, chance: random.Random) -> None:
    """Copy a document, so that two hold the same text."""
    file = chance.choice(documents(keeper))
    shutil.copy2(file, file.with_name(f"copy-of-{file.name}"))


def unreadable(keeper: Keeper, chance: random.Random) -> None:
    """Put something where a document stands, or might, that no reader can read."""
    file = chance.choice([*documents(keeper), keeper.collection / "odd.txt"])
    what = chance.choice(("binary.txt", "nul.txt", "utf-16-no-mark.txt", "link"))
    if what == "link":
        file.unlink(missing_ok=True)
        file.symlink_to("nowhere.txt")
    else:
        write(file, (UGLY / what).read_bytes())


def touch(keeper: Keeper, chance: random.Random) -> None:
    """Change a file's times, or write it anew, and no byte of it."""
    file = chance.choice(documents(keeper))
    if chance.random() < 0.5:
        os.utime(file, (FIRST_TIME + chance.randrange(10**6),) * 2)
        return
    fresh = file.with_name("fresh")
    shutil.copyfile(file, fresh)
    fresh.replace(file)


FIRST_TIME = 1_600_000_000


def same_size(keeper: Keeper, chance: random.Random) -> None:
    """Change letters of a document, and neither its size nor its time."""
    file = chance.choice(documents(keeper))
    before, data = file.stat(), bytearray(file.read_bytes())
    letters = [place for place, byte in enumerate(data) if chr(byte) in "aeiou"]
    for place in chance.sample(letters, min(3, len(letters))):
        data[place] = ord(chance.choice("aeiou"))
    file.write_bytes(bytes(data))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


# --- what stands beside them ---------------------------------------------------------------------


def sidecar(keeper: Keeper, chance: random.Random) -> None:
    """Write a sidecar, or another one, or one that nobody understands."""
    said = (
        f"title: A word on the {chance.choice(WORDS)}\n",
        f"tags: [{chance.choice(TAGS)}]\n",
        f"published: {chance.choice(DATES)}\n",
        "authors: [Ana Duarte, 李雷]\nseries: Letters\nnumber: 12\n",
        f"address: {chance.choice(WORDS).lower().replace(' ', '-')}\n",
        "publish: false\n",
        "withdrawn: The author asked for it.\n",
        "kind: essay\nrights: All of them.\n",
        "tags: [unclosed\n",
    )
    beside = chance.choice(documents(keeper)).with_suffix(".yml")
    write(beside, chance.choice(said))


def no_sidecar(keeper: Keeper, chance: random.Random) -> None:
    """Remove a sidecar."""
    beside = [file.with_suffix(".yml") for file in documents(keeper)]
    here = [file for file in beside if file.exists()]
    if here:
        chance.choice(here).unlink()


def vocabulary(keeper: Keeper, chance: random.Random) -> None:
    """Change what tags.yml says, or remove it."""
    file = keeper.collection / "tags.yml"
    texts = (
        VOCABULARY,
        VOCABULARY.replace("[Open AI]", "[Open AI, harbour, Lisbon]"),
        VOCABULARY.replace("Ferries:", "Ferry boats:\n  formerly: [Ferries]"),
        VOCABULARY.replace("Boats", "Ships"),
        VOCABULARY + "Lisbon:\n  sort: place\nHarbours:\n  sort: topic\n",
        "OpenAI: [\n",
    )
    said = chance.choice((*texts, None))
    if said is None:
        file.unlink(missing_ok=True)
    else:
        write(file, said)


def settings(keeper: Keeper, chance: random.Random) -> None:
    """Change what archive.yml says, in one or more keys, or remove it."""
    file = keeper.collection / "archive.yml"
    keys = {
        "title": ("Letters from the Harbour", "Letters & more", "Briefe"),
        "language": ("en", "fr", "de", "ja"),
        "base_url": (BASE, "https://other.example/", None),
        "page_size": ("2", "3", None),
        "feed_size": ("2", "5", None),
        "publisher": ("The Harbour Society", None, None),
        "timezone": ("Pacific/Auckland", None, None),
        "publish_sources": ("false", None, None, None),
        "outputs": (None, None, None, "[pages, feeds]", "[pages, sources, data]", "[feeds]"),
        "theme": ("\n  accent: '#8a1c1c'", "\n  measure: 40rem", None),
        "unknown": (None, None, "key"),
    }
    chosen = {key: chance.choice(values) for key, values in keys.items()}
    said = [f"{key}: {value}\n" for key, value in chosen.items() if value]
    if chance.random() < 0.1:
        file.unlink(missing_ok=True)
    else:
        write(file, "".join(said))


def template(keeper: Keeper, chance: random.Random) -> None:
    """Replace a template, extend it, break it, or give it up."""
    folder = keeper.collection / "templates"
    word = chance.choice(WORDS)
    home, macro = folder / "home.html", folder / "macros" / "harbour.html"
    match chance.randrange(4):
        case 0:
            write(home, OVERRIDE.format(word=word))
        case 1:
            said = '{% extends "original/home.html" %}\n{% from "macros/harbour.html" import it %}'
            write(
                home, f"{said}\n{{% block main %}}{{{{ super() }}}}{{{{ it() }}}}{{% endblock %}}"
            )
            write(macro, f"{{% macro it() %}}<p>{word}</p>{{% endmacro %}}\n")
        case 2:
            shutil.rmtree(folder, ignore_errors=True)
        case _:
            write(folder / chance.choice(("home.html", "nobody.html")), "{% block main %}")


def static(keeper: Keeper, chance: random.Random) -> None:
    """Add, change or remove a static file."""
    folder = keeper.collection / "static"
    name = chance.choice(("css/harbour.css", "icon.svg", "robots.html", "note.pdf"))
    if chance.random() < 0.3:
        shutil.rmtree(folder, ignore_errors=True)
    elif name.endswith(".css"):
        write(folder / name, f"main {{ max-width: {chance.randrange(20, 60)}rem; }}\n")
    else:
        write(folder / name, f"<svg xmlns='http://www.w3.org/2000/svg' id='{chance.random()}'/>")


def image(keeper: Keeper, chance: random.Random) -> None:
    """Add, change or remove an image."""
    file = keeper.collection / "2021" / "pictures" / f"{chance.randrange(2)}.png"
    if chance.random() < 0.3:
        file.unlink(missing_ok=True)
    else:
        make = chance.choice((png, gif))
        write(file, make(chance.randrange(1, 9), chance.randrange(1, 9)))


# --- what builds made ----------------------------------------------------------------------------


def outputs_gone(keeper: Keeper, chance: random.Random) -> None:
    """Delete files of the site by hand, the manifest perhaps not among them."""
    here = _below(keeper.site, ".html", ".xml", ".json", ".css", ".js", ".png", ".epub")
    for file in chance.sample(here, min(3, len(here))):
        file.unlink()


def folder_gone(keeper: Keeper, chance: random.Random) -> None:
    """Delete a folder of the site by hand."""
    here = sorted(file for file in keeper.site.glob("*") if file.is_dir())
    if here:
        shutil.rmtree(chance.choice(here))


def site_gone(keeper: Keeper, _: random.Random) -> None:
    """Delete the site whole."""
    shutil.rmtree(keeper.site, ignore_errors=True)


def cache_gone(keeper: Keeper, _: random.Random) -> None:
    """Delete the cache."""
    shutil.rmtree(keeper.cache, ignore_errors=True)


def cache_damaged(keeper: Keeper, chance: random.Random) -> None:
    """Damage the cache: cut its files off, or overwrite a part of them."""
    for file in sorted(one for one in keeper.cache.rglob("*") if one.is_file()):
        data = bytearray(file.read_bytes())
        at = chance.randrange(len(data) + 1)
        file.write_bytes(data[:at] if chance.random() < 0.5 else data[:at] + b"?" * 99 + data[at:])


def day(keeper: Keeper, chance: random.Random) -> None:
    """Let days pass."""
    keeper.days += chance.randrange(1, 400)


Edit = Callable[[Keeper, random.Random], None]

_OF_SOURCES: tuple[Edit, ...] = (
    *(body, title, add, remove, rename, swap, copy, unreadable, touch, same_size),
    *(sidecar, no_sidecar, vocabulary, settings, template, static, image),
)
_OF_WHAT_IS_BUILT: tuple[Edit, ...] = (
    *(outputs_gone, folder_gone, site_gone, cache_gone, cache_damaged, day),
)
SOURCES: dict[str, Edit] = {edit.__name__: edit for edit in _OF_SOURCES}
EDITS: dict[str, Edit] = SOURCES | {edit.__name__: edit for edit in _OF_WHAT_IS_BUILT}


def edited(keeper: Keeper, name: str, number: int) -> None:
    """Do one edit; the number decides what it works on."""
    EDITS[name](keeper, random.Random(f"{name} {number}"))  # noqa: S311
