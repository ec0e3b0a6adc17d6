"""Gathers what shows that a text tells several pieces of news under one title.

Comes in: facts. Goes out: a `Roundup`: how many titled stories, what names them, what recurs.
Must not know: kinds. Nothing here is a verdict: a kind weighs it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from backissues.fields import title
from backissues.fields.facts import Facts, once
from backissues.fields.run_ins import LABEL, mark_labels, mark_run_ins, runs_in
from backissues.fields.stories import mark_stories
from backissues.languages import bare, everywhere, fold, opening, wording
from backissues.model import Block, Heading, Link, List, Paragraph, RunIn
from backissues.patterns import late
from backissues.text.tree import item_title, text_of

# A line that a label opens is short: “Fonte: L'Eco dell'Altopiano”, “Criticité : modérée”.
_LONGEST_LABELLED = 120
_LEAST_RECURRING = 3
# Names stand in the first lines; a page's menu may stand above them.
_TOP, _LONGEST_TOP = 8, 300
_NEAR, _SHORT = 12, 80
_WORD = late(r"[^\W_]+")
# “3月18日”, “2024-03-18”, “27/05/2023”; months in words are looked up.
_DATE = late(r"\d{1,2}\s?月|\d{4}-\d{2}|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\(\d{1,2}[./]\d{1,2}\)")


class Roundup(Struct, frozen=True, kw_only=True):
    """What a text has of a round-up of news; words are those found, or empty."""

    stories: int
    entries: int
    numbered: int
    run_ins: int
    recurring: str
    named: str
    mentioned: str
    rubric: str
    edition: str
    parts: int
    dated: bool
    letter: str


@once
def read(facts: Facts) -> Roundup:
    """Count titled stories, and look for words and dates by which a round-up is named."""
    blocks = mark_stories(mark_run_ins(mark_labels(facts.marked)), all_stories=True)
    heads = [b for b in blocks if type(b) is Heading and b.role in {"section", "story"}]
    lines = [b for b in blocks if type(b) is Paragraph]
    known = everywhere("brief_words")
    names = fold(_names(facts))
    entries = sum([_entries(block) for block in blocks if type(block) is List])
    roles = [head.role for head in heads] + [line.role for line in lines]
    told = "story" in roles
    addressed = sum([_is_addressed(*pair) for pair in pairwise(blocks)]) if told else 0
    words = wording("brief_words")
    letter = wording("issue_words").search(names)
    named, mentioned = words.search(names), _mentioned(facts)
    rubric = next((text for head in heads if (text := fold(bare(text_of(head)))) in known), "")
    return Roundup(
        stories=roles.count("story") + entries,
        entries=entries + addressed + sum(map(_is_linked, heads)),
        numbered=sum([type(head.inlines[0]) is RunIn for head in heads if head.inlines]),
        run_ins=sum(map(runs_in, lines)),
        recurring=_recurring(lines),
        named=named[0] if named else "",
        mentioned=mentioned,
        rubric=rubric,
        dated=is_dated(names),
        # “This week” is no letter, nor is a column: a word that is in both lists names one.
        letter=letter[0] if letter and letter[0] in everywhere("letter_words") else "",
        parts=len(heads),
        edition=_edition(facts),
    )


def _mentioned(facts: Facts) -> str:
    """Give the word for a round-up in the first passages.

    One plain word says it at the start of a passage or in a short one: “riprese, brevi, …”
    tells how long they are.
    """
    words = wording("brief_words")
    for _, text in facts.texts[:_TOP]:
        found = words.find(text) if len(text) <= _LONGEST_TOP else None
        if not found:
            continue
        sure = " " in found[0] or not found[0].isascii()
        if sure or found.start() < _NEAR or len(text) <= _SHORT:
            return found[0]
    return ""


def _names(facts: Facts) -> str:
    """Give the words by which a text is named: its title, and its headers' tags."""
    named = title.find(facts).field.value or ""
    tags = [
        value
        for header in facts.document.headers
        if header.name in {"categories", "category", "tags", "series"}
        for value in header.values
    ]
    return " , ".join([named, *tags])


def _edition(facts: Facts) -> str:
    """Give the word by which a greeting calls the text an edition: “Welcome to another issue …”."""
    for _, text in facts.texts[:_TOP]:
        if not wording("greeting").may_stand_in(text):
            continue
        folded = fold(bare(text[:_LONGEST_TOP]))
        if opening("greeting").match(folded) and (word := wording("issue_words").search(folded)):
            return word[0]
    return ""


def _entries(block: Block) -> int:
    """Count the titles of a list of stories, those of lists inside it too."""
    if not isinstance(block, List) or block.role != "stories":
        return 0
    inner = (_entries(child) for item in block.items for child in item.blocks)
    return sum(bool(item_title(item)) for item in block.items) + sum(inner)


def _is_addressed(block: Block, below: Block) -> bool:
    """Tell whether a story's title stands right over its address."""
    if not isinstance(block, (Paragraph, Heading)) or block.role != "story":
        return False
    return isinstance(below, Paragraph) and text_of(below).startswith(("http://", "https://"))


def _is_linked(head: Heading) -> bool:
    """Tell whether a heading is a link and nothing else: a story's title leads to its source."""
    inlines = [inline for inline in head.inlines if not isinstance(inline, RunIn)]
    return len(inlines) == 1 and isinstance(inlines[0], Link)


def _recurring(lines: Sequence[Paragraph]) -> str:
    """Give the label that opens the most short lines, three or more: the source of each story."""
    labels = [
        label[1]
        for line in lines
        if len(text := text_of(line)) <= _LONGEST_LABELLED
        and (":" in text or "：" in text)
        and (label := LABEL.match(text))
    ]
    if len(labels) < _LEAST_RECURRING:
        return ""
    often, count = Counter(labels).most_common(1)[0]
    return str(often) if count >= _LEAST_RECURRING else ""


def is_dated(folded: str) -> bool:
    """Tell whether a title names a day or month: “Juli 2021”, “du 31 mars”, not “7 days in May”."""
    if _DATE.search(folded):
        return True
    words = _WORD.findall(folded)
    months = everywhere("months")
    return not months.isdisjoint(words) and any(
        word in months
        and any(near.isdigit() for near in (*words[max(0, at - 1) : at], *words[at + 1 : at + 3]))
        for at, word in enumerate(words)
    )
