"""Sets texts by the customs of their language: gaps that never break, ellipses, dashes.

Comes in: inlines or a plain text, and its language. Goes out: the same, set: letters, digits,
quotes and apostrophes are as the author wrote them, and what is set twice is as if set once.
Must not know: HTML, pages. What is stored, exported, searched or shown as the source is not set.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from msgspec import structs

from backissues.model import Break, Emphasis, Inline, Link, RunIn, Strike, Strong, Text
from backissues.patterns import late
from backissues.text.customs import ELLIPSIS, LAST_GAP, STAND_IN, WIDE, Customs, customs
from backissues.text.legible import legible
from backissues.text.tree import plain

# Gaps of every sort, which rules see as plain spaces: what an author typed is no rule's business.
_GAPS = ("\t", "\u00a0", *map(chr, range(0x2000, 0x200B)), "\u202f", "\u205f")
# A title of fewer words has no line to spare.
_FEW_WORDS = 3
_WORD = late(r"\w+")
# What opens something, and what may be of a sign of several characters: no mark lacks a gap there.
_OPENS = frozenset("([{«“‘‹¿¡")
_SIGNS = _OPENS | frozenset(";:!?,/\\|=&#<>@~^*_`+-–—")
# A word with one of these is no word: an address, a path, a hashtag, code, `:smile:`. None of them
# stands in “mot”, “l’IA”, “(mot)”.
_NO_WORD = late(r"[/\\@#=&<>{}|`_~^*]|^:|::|www\.")
# What parts such words, and how far one may reach: an address of 200 characters is no word, either.
_PARTS = late(r"[\s«»]")
_LONGEST_WORD = 200


# What replaces one stretch of a text, which is never empty: its start, its end, what is new. There
# are thirty in a text: a tuple that names them takes ten times as long to make.
_Change: TypeAlias = tuple[int, int, str]


def shown(text: str, language: str, *, title: bool = False) -> str:
    """Return a text of the source as pages show it; a title is not left with a short last line."""
    text = legible(text)
    return _set([text], text, language, title=title)[0]


def inlines(inlines: Iterable[Inline], language: str, *, title: bool = False) -> tuple[Inline, ...]:
    """Set inlines as the one text that they are: `**Mot** : suite`, `[mot](…) ?`."""
    inlines = tuple(inlines)
    if len(inlines) == 1 and type(inlines[0]) is Text:  # as every second text is
        run = inlines[0].text
        [set_] = _set([run], run.replace("\n", " "), language, title=title)
        return inlines if set_ == run else (Text(set_),)
    runs: list[str] = []
    seen: list[str] = []
    _read(inlines, runs, seen)
    made = _set(runs, "".join(seen), language, title=title)
    return inlines if made == runs else tuple(_rebuilt(inlines, iter(made)))


# --- inlines -------------------------------------------------------------------------------------


def _read(inlines: Iterable[Inline], runs: list[str], seen: list[str]) -> None:
    """Add the runs of inlines, and what the rules see in the place of each."""
    for inline in inlines:
        match inline:
            case Text(text):
                runs.append(text)
                seen.append(text.replace("\n", " "))
            case Break(hard):
                runs.append("\n")
                seen.append("\n" if hard else " ")
            case Emphasis() | Strong() | Strike() | RunIn():
                _read(inline.children, runs, seen)
            case Link() if not is_address(plain(inline.children)):
                _read(inline.children, runs, seen)
            case _:
                runs.append(STAND_IN)
                seen.append(STAND_IN)


def _rebuilt(inlines: Iterable[Inline], made: Iterator[str]) -> Iterator[Inline]:
    """Yield inlines with the runs made of them, in the order of `_read`."""
    for inline in inlines:
        match inline:
            case Text():
                yield Text(next(made))
            case Break():
                run = next(made)
                yield inline if run == "\n" else Text(run)
            case Emphasis() | Strong() | Strike() | RunIn():
                yield structs.replace(inline, children=tuple(_rebuilt(inline.children, made)))
            case Link() if not is_address(plain(inline.children)):
                yield structs.replace(inline, children=tuple(_rebuilt(inline.children, made)))
            case _:
                next(made)
                yield inline


def is_address(shown: str) -> bool:
    """Tell whether what a link shows is no words, but an address or a path, or nothing."""
    return not shown or "://" in shown or "@" in shown or (" " not in shown and "/" in shown)


# --- changes -------------------------------------------------------------------------------------


def _set(runs: list[str], seen: str, language: str, *, title: bool) -> list[str]:
    """Set the runs of one text, which is `seen` as a whole."""
    own = customs(language)
    if own is None:
        return runs
    if not seen.isprintable():  # no gap but the plain one is
        for gap in _GAPS:
            seen = seen.replace(gap, " ")
    changes = _changes(seen, own)
    if title and (last := LAST_GAP.search(seen)) and len(_WORD.findall(seen)) > _FEW_WORDS:
        # A rule that binds this gap as well knows better how wide it is.
        changes.setdefault(last.start(), (*last.span(), WIDE))
    return _changed(runs, sorted(changes.values())) if changes else runs


def _changes(text: str, own: Customs) -> dict[int, _Change]:
    """Find what the rules change in a text, by where it begins; no two changes overlap."""
    found: dict[int, _Change] = {}
    for gap in own.gap.finditer(text):
        start, end = gap.span()
        found[start] = start, end, own.puts[gap.lastgroup or ""]
    if "..." in text:
        for dots in ELLIPSIS.finditer(text):
            if _in_words(text, dots.start(), dots.end()):
                found[dots.start()] = (*dots.span(), "…")
    if own.lacking:
        for mark in own.lacking.finditer(text):
            start, sign = mark.start(), text[mark.start()]
            if sign == "«":
                found[start] = start, start + 1, sign + own.gap_at(sign)
            elif _lacks_gap(text, start):
                found[start] = start, start + 1, own.gap_at(sign) + sign
    return found


def _lacks_gap(text: str, start: int) -> bool:
    """Tell whether a mark stands right behind a word or what closes one."""
    before = text[start - 1 : start]
    if not before or before.isspace():
        return False
    if text[start] == "»":
        return before not in _OPENS
    return before not in _SIGNS and _in_words(text, start, start)


def _in_words(text: str, start: int, end: int) -> bool:
    """Tell whether what stands between two places belongs to words: no path, hashtag, address."""
    before = _PARTS.split(text[max(0, start - _LONGEST_WORD) : start])[-1]
    after = _PARTS.split(text[end : end + _LONGEST_WORD], maxsplit=1)[0] if end > start else ""
    # An ellipsis counts as the dots that it may have been made of: setting twice changes nothing.
    reach = max(len(side) + 2 * side.count("…") for side in (before, after))
    return reach < _LONGEST_WORD and not _NO_WORD.search(before + text[start:end] + after)


def _changed(runs: Sequence[str], changes: Iterable[_Change]) -> list[str]:
    """Make changes in the runs of one text; what is new stands in the run where it begins."""
    made: list[str] = []
    waiting = list(changes)[::-1]
    start = 0
    for run in runs:
        done, end, parts = start, start + len(run), list[str]()
        while waiting and waiting[-1][0] < end:
            first, last, new = waiting.pop()
            parts += run[done - start : first - start], new
            done = min(last, end)
            if last > end:
                waiting.append((end, last, ""))
        parts.append(run[done - start :])
        made.append("".join(parts))
        start = end
    return made
