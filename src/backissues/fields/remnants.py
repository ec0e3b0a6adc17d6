"""Finds what a page leaves in a text: tags, anchors, empty links and items, scripts, captions.

Comes in: a line, or a document's lines. Goes out: whether it holds markup alone; which are scripts.
Must not know: kinds, languages. A tag that stands for something shown (a film, a post of others) is
the author's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from backissues.fields.whole import Whole
from backissues.patterns import late

# Bare markup and template tags. Matches <!-- x -->, {{ x }}, {% raw %}, <p class="a">, *|DATE|*,
# {: .button }, {#top}, [TOC], <<TableOfContents(2)>>, &nbsp;, [](https://a.org), []{#top};
# not {1/8}, <https://a.org>, [x](https://a.org).
_TAGS = late(
    r"^(?:\s*(?:<!--.*?-->|\{\{.*?\}\}|\{%.*?%\}|\*\|[A-Z_:]+\|\*|\{:[^{}]{1,120}\}|\[\[?_?TOC_?\]\]?"
    r"|\{#[\w.:-]{1,80}\}|\[\s?\](?:\([^()]{0,300}\)|\{[^{}]{1,120}\}|\[[^\[\]]{0,80}\])"
    r"|\{(?:loading|width|height|align)=[^{}]{1,80}\}|<<[A-Za-z]+\([^()]{0,80}\)>>|&nbsp;"
    r"|\[object Object\]|[*-] TOC|Category[A-Z]\w{2,30}|\.\. (?:role|contents|meta)::.{0,80}"
    r"|:format: \w{2,10}|<(?P<raw>script|style|iframe|image)\b[^<>]*>[^<]*</(?P=raw)>"
    r"|</?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>))+\s*$"
)
# A template's tag that shows something: {{< figure src="a.png" >}}, {% tweet url="…" /%},
# {% youtube xyz %}, {% include image.html src="a.png" %}; not {% include share.html %}, {{ url }}.
_SHOWS = late(
    r"^\s*\{[{%][<%]?\s?(?:(?:tweet|youtube|vimeo|gist|figure|instagram|spotify|soundcloud|embed|"
    r"audio|video|image|img|picture|gallery|x)\s[^{}]|[^{}/]{1,60}\s(?:src|alt|caption)\s?=)",
    re.IGNORECASE,
)
# A link that an attribute dresses as a button: “[Map](https://a.org){: .md-button }”.
_DRESSED = late(r"^\s*\[[^\[\]]{1,80}\]\([^()\s]{1,300}\)\{:[^{}]{0,60}\.[\w-]*(?:button|btn)\b")
_OPENERS = frozenset("<{*[&-.:C")
# Two of them open many a line that is none.
_OPENING = {"-": "- TOC", "C": "Category"}
# What a converter makes of an empty item: a mark that is indented, with a space behind. A mark at
# the margin, or far from it, parts two scenes.
_EMPTY_ITEM = late(r"^\s{1,4}[*+-]\s{1,4}$")
_MAY_BE_EMPTY = late(r"\n[ \t][^\n]{1,8}(?:\n|$)")
_OPENS = late(r"^\s{0,3}<(script|style)\b[^<>]{0,300}>", re.IGNORECASE)
# What counts readers or sells their time: “dataLayer.push({”, “(adsbygoogle = …”, “gtag('js', …”.
# Their words in lower case, which nearly no text holds.
_COUNTERS = frozenset(
    ["datalayer", "adsbygoogle", "googletag", "gtag", "fbq", "gaq", "paq", "disqus"]
)
_COUNTS_READERS = late(
    r"\b(?:dataLayer|adsbygoogle|googletag|gtag|fbq|_gaq|_paq|disqus_\w{1,20})\s?(?:[.=(|]|\|\|)"
)
# What stands under a film: its title and how long it takes.
_CAPTION = late(
    r"^[^\W\d_](?:[^:]{1,16}:\s)?[^:]{3,110}[^\s:.!?,;]\s+[(\[]?(?P<minutes>[0-5]?\d):(?P<seconds>[0-5]\d)[)\]]?$"
)
_LONGEST_CAPTION, _LEAST_CAPTIONS, _CLOSE = 120, 2, 2
_CODE_ENDS = frozenset("{}();,[")
_DEEP, _LONGEST_SCRIPT, _LONGEST_LINE = 60, 200, 2000


def is_markup(line: str) -> bool:
    """Tell whether a line holds markup and nobody's words."""
    if line[0] not in _OPENERS or not line.startswith(_OPENING.get(line[0], "")):
        return False
    if line[0] == "{" and _SHOWS.match(line):
        return False
    return bool(_TAGS.match(line) or _DRESSED.match(line))


def left(lines: Sequence[str], first: int, whole: Whole) -> frozenset[int]:
    """Give the numbers of lines, from `first` on, that hold scripts and empty items."""
    # Most texts have neither a short indented line nor a tag nor one of these names.
    text = whole.text
    indented = text[:1].isspace() or _MAY_BE_EMPTY.search(text)
    items = _empty_items(lines, first) if indented else ()
    counts = not _COUNTERS.isdisjoint(whole.words)
    scripts = _scripts(lines, first, counts=counts) if counts or "<" in text else ()
    return frozenset((*items, *scripts))


def _empty_items(lines: Sequence[str], first: int) -> Iterator[int]:
    for number in range(first, len(lines) + 1):
        line = lines[number - 1]
        if (
            2 < len(line) < 10
            and line[0] in " \t"
            and line[-1] in " \t"
            and _EMPTY_ITEM.match(line)
        ):
            yield number


def _scripts(lines: Sequence[str], first: int, *, counts: bool) -> Iterator[int]:
    """Yield the lines of scripts that count readers, and of others above or below the text."""
    number = first
    while number <= len(lines):
        line = lines[number - 1]
        last = 0
        if len(line) <= _LONGEST_LINE:
            if "<" in line[:4] and (opened := _OPENS.match(line)):
                last = _closing(lines, number, f"</{opened[1].lower()}>")
                if last and not _is_frame(lines, number, last, first):
                    last = 0
            elif counts and _COUNTS_READERS.search(line):
                last = _balance(lines, number)
        if last:
            yield from (at for at in range(number, last + 1) if lines[at - 1].strip())
        number = max(number, last) + 1


def captions(lines: Sequence[str], first: int) -> frozenset[int]:
    """Give the numbers of the lines under films that a page embeds: “The flood on Monday 1:12”.

    Each stands alone between passages of a text; rows of them are the songs of a record, and
    “Doors 19:30” is an hour.
    """
    found = [
        (number, match)
        for number in range(first, len(lines) + 1)
        if ":" in lines[number - 1][-8:]
        and len(line := lines[number - 1].strip()) <= _LONGEST_CAPTION
        and (match := _CAPTION.match(line))
        and _stands_alone(lines, number)
    ]
    brief = any(int(match["minutes"]) == 0 or int(match["seconds"]) % 5 for _, match in found)
    apart = all(after - number > _CLOSE for (number, _), (after, _) in pairwise(found))
    if len(found) < _LEAST_CAPTIONS or not (brief and apart):
        return frozenset()
    return frozenset(number for number, _ in found)


def _stands_alone(lines: Sequence[str], number: int) -> bool:
    """Tell whether blank lines, or the text's ends, stand about a line."""
    above = lines[number - 2].strip() if number > 1 else ""
    below = lines[number].strip() if number < len(lines) else ""
    return not above and not below


def _closing(lines: Sequence[str], number: int, tag: str) -> int:
    """Give the line on which an element ends, or 0."""
    for at in range(number, min(len(lines), number + _LONGEST_SCRIPT) + 1):
        if tag in lines[at - 1][-_LONGEST_LINE:].lower():
            return at if lines[at - 1].rstrip().lower().endswith(tag) else 0
    return 0


def _is_frame(lines: Sequence[str], number: int, last: int, first: int) -> bool:
    """Tell whether a script is no example of the author's: it counts, or frames the text."""
    if any(_COUNTS_READERS.search(line[:_LONGEST_LINE]) for line in lines[number - 1 : last]):
        return True
    above = any(_is_said(line) for line in lines[max(first, number - _DEEP) - 1 : number - 1])
    return not above or not any(_is_said(line) for line in lines[last : last + _DEEP])


def _is_said(line: str) -> bool:
    """Tell whether a line holds words; tags and what closes them do not."""
    text = line.strip()
    return bool(text) and not is_markup(text)


def _balance(lines: Sequence[str], number: int) -> int:
    """Give the line on which a call's brackets are closed, or 0 where the lines are no code."""
    depth = 0
    for at in range(number, min(len(lines), number + _LONGEST_SCRIPT) + 1):
        text = lines[at - 1].strip()
        if not text:
            continue
        if len(text) > _LONGEST_LINE or (depth <= 0 and at > number):
            return 0
        depth += sum(map(text.count, "({[")) - sum(map(text.count, ")}]"))
        if depth == 0:
            return at if text[-1] in _CODE_ENDS else 0
    return 0
