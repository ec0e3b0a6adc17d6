"""Compares how documents were read with labels that a person wrote, field by field.

Comes in: labels (YAML), records of what was read. Goes out: a score from 0 to 1 a field.
Must not know: where labels come from, which score is good enough.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

Label = Mapping[str, Any]

SINGLE = ("kind", "language", "subtitle", "series", "number", "published", "source_url")
LISTS = ("authors", "sections", "stories", "further_reading", "hashtags")
COUNTS = ("posts", "questions")


def plain(value: object) -> str:
    """Fold what is no difference: form of letters and quotes, marks of emphasis, white space."""
    text = unicodedata.normalize("NFKC", "" if value is None else str(value))
    text = re.sub(r"[‘’]", "'", text)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"[*_`#]+", " ", text)
    return " ".join(text.split()).rstrip(": ")


def overlap(wanted: Iterable[object], found: Iterable[object]) -> float:
    """Give the F1 of two lists whose order does not count; 1 where both are empty."""
    want = Counter(text.casefold() for one in wanted if (text := plain(one)))
    got = Counter(text.casefold() for one in found if (text := plain(one)))
    if not want and not got:
        return 1.0
    return 2 * (want & got).total() / (want.total() + got.total())


def scores(label: Label, read: Label, lines: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Score each field of which the label or the reading says something."""
    for name in SINGLE:
        wanted, found = plain(label.get(name)), plain(read.get(name))
        if wanted or found:
            yield name, float(wanted == found)
    if label.get("title") is None:
        yield "title", float(bool(read.get("title")) and read.get("title_standing") == "supplied")
    else:
        yield "title", float(plain(label["title"]) == plain(read.get("title")))
    for name in LISTS:
        if label.get(name) or read.get(name):
            yield name, overlap(label.get(name) or (), read.get(name) or ())
    for name in COUNTS:
        if label.get(name) is not None:
            yield name, float(label[name] == read.get(name))
    yield from _lines(label, read, lines)


def _lines(label: Label, read: Label, lines: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Score furniture that was kept out of the body, and the author's lines that were kept in."""
    aside, used = _bare(read.get("furniture")), _bare(read.get("field_lines"))
    furniture = _bare(label.get("furniture"))
    if furniture:
        yield "furniture", len(furniture & (aside | used)) / len(furniture)
    own = [line.strip() for line in lines if line.strip() and line.strip() not in furniture]
    if own:
        yield "kept", 1 - sum(line in aside for line in own) / len(own)


def _bare(lines: Iterable[str] | None) -> set[str]:
    return {line.strip() for line in lines or ()}


class Tally:
    """Adds up scores of many documents: a mean a field, one over all, and `kept` apart."""

    def __init__(self) -> None:
        self._scores: dict[str, list[float]] = {}
        self.wrong: list[str] = []

    def add(self, name: str, label: Label, read: Label, lines: Sequence[str]) -> None:
        """Score one document, and remember what differs."""
        for field, score in scores(label, read, lines):
            self._scores.setdefault(field, []).append(score)
            if score < 1:
                self.wrong.append(
                    f"{name}: {field} {score:.2f}: {label.get(field)!r}, read {read.get(field)!r}"
                )

    def means(self) -> dict[str, float]:
        """Return the mean of each field, and of all but `kept` under “all”."""
        means = {field: sum(found) / len(found) for field, found in sorted(self._scores.items())}
        all_but_kept = [
            one for name, found in self._scores.items() if name != "kept" for one in found
        ]
        return means | {"all": sum(all_but_kept) / len(all_but_kept)}
