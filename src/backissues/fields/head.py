"""Reads the first lines of a text: which are headlines, credits, labels, navigation, decks.

Comes in: facts. Goes out: the lines of the head down to where the text itself begins, each with
what it is by its shape.
Must not know: kinds, headers, which of the headlines is the title (`headlines` weighs that).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from backissues.fields.credits import NOTHING, Credits, is_caption, read_credits
from backissues.fields.dates import dates
from backissues.fields.editions import editions
from backissues.fields.facts import Facts, once
from backissues.fields.looks import looks_like_heading
from backissues.languages import CJK, everywhere, fold, opening
from backissues.languages.tokens import is_western, tokens
from backissues.model import Block, Emphasis, Heading, List, Paragraph, Span, Strong
from backissues.patterns import late
from backissues.text.addresses import is_address
from backissues.text.figures import is_picture
from backissues.text.tree import readable, squeeze, text_of

Sort = Literal[
    "headline", "label", "deck", "credits", "name", "trail", "address", "greeting", "body"
]

# A head of more lines is a page's navigation; the title is looked for in it no further.
_MOST_LINES = 24
LONGEST_TITLE = 160
_LONGEST_DECK = 320
_LONGEST_SENTENCE = 90
_LONGEST_LABEL, _LONGEST_KICKER = 24, 32
# A deck stands at most so many lines above the byline that shows it.
_NEAR = 3
_STOPS = (".", "!", "?", "…", "。", "！", "？")
_MARKS = ".!?…。！？:：,，;；)）]】」』”»%€$+#*&"
_CLOSERS = "”»\"'’)）*_ "
# Marks of navigation: “Accueil > Magazine > Rencontres”, “Home » Rassegna stampa » Titolo”.
_TRAIL = late(r"^\S[^>»›→]{0,40}?\s[>»›→]\s\S")
_ARROWS = frozenset(">»›→")
# Signs of Markdown in a text that was not taken for it: “# The long way”, “**What he kept**”,
# “= The long way =”.
_MARKED = late(
    r"^(#{1,3}|={1,2})\s+(\S.*?)(?:\s[#=]+)?$|^(?:\*\*|__|\*|_)([^\s*_](?:[^*_]*[^\s*_])?)(?:\*\*|__|\*|_)$"
)
# A title may be a quotation, as papers set one over an interview.
QUOTED = late(r"^[«“„\"「『‘]\s?([^«»“”„\"]{4,140}?)\s?[»”“\"」』’]$")
# “1/24 …”, “{1/8}”, “@name”, “#tag”: none of them opens a title.
NO_TITLE = late(r"^(?:\W{0,2}\d{1,3}\s?/\s?\d{0,3}(?!\d)|@|#[^\W\d]|https?://|[-–—]\s?[-–—]?\w)")
# “原文地址：…”, “Source: …”
_LABELLED = late(r"^[^\s:：](?:[^:：\n]{0,30}[^\s:：])?\s?[:：]")
# “Redaktion: …”, “AT: …”, “Marit Solheim : …”
_SPEAKER = late(r"\S{1,24}(?:\s\S{1,24}){0,2}?\s?[:：]")
# “Idade: 13 anos”, “Lives in: Leith”; not “Bahn: der letzte Zug nach Oberwiesa fährt nicht mehr”
_CARD = late(r"^[^\W\d_]\S{1,13}(?:\s\S{1,9})?\s?[:：]\s?\S.{0,28}$")
# What follows an issue's number as its topic: “#77: Zeit haben”, “Nº 9. Pan”, “No. 3 – Mills”.
_TOPIC = late(r"\d\s?[:：.–—-]\s+(\S.{2,})")
# “Comentar · 4”, “∙ De pago”
_BAR = late(r"(?:^|\s)[·•∙|]\s")
_LONGEST_TALLY = 48


class Line(Struct, frozen=True, kw_only=True):
    """One line of the head: its words, what it is, and how the source sets it.

    `level` is that of a heading, else 0. `apart` says that chrome was taken out above the line.
    """

    place: int
    span: Span
    text: str
    sort: Sort
    credits: Credits = NOTHING
    level: int = 0
    styled: bool = False
    apart: bool = False


@once
def lines(facts: Facts) -> tuple[Line, ...]:
    """Say of each first line what it is, down to the text."""
    blocks = {getattr(block, "span", None): block for block in facts.blocks[: 2 * _MOST_LINES]}
    taken = {line for aside in facts.asides for line in aside.span}
    found: list[Line] = []
    before = facts.document.head.last if facts.document.head else 0
    headings = 0
    for place, (span, text) in enumerate(facts.texts[:_MOST_LINES]):
        block = blocks.get(span)
        line = _line(facts, place, block)
        headings += line.level > 0 and line.sort != "credits"
        # Two headings, and the second opens a section.
        if line.level and headings > 1 and not _is_subtitle(facts, found, line):
            break
        if line.sort in {"deck", "body"} and not _has_credits_below(facts, place, text):
            if len(text) <= _LONGEST_DECK:
                found.append(line)
            break
        if line.sort == "body":
            break
        apart = any(number in taken for number in range(before + 1, span.first))
        found.append(replace(line, apart=apart))
        before = span.last
        if line.sort == "greeting":
            break
    return tuple(_settled(found))


def _settled(lines: list[Line]) -> Iterator[Line]:
    """Settle lines that only their neighbours explain.

    “Discours prononcé par Ada Roy, maire” over a date is credits; so are “Écrit par” and the name
    below it.
    """
    for index, line in enumerate(lines):
        before, after = lines[index - 1 : index] if index else [], lines[index + 1 : index + 2]
        inner = line.credits.inner and index and not line.level and line.sort == "headline"
        if (inner and any(other.sort == "credits" for other in (*before, *after))) or (
            after and after[0].sort == "name" and _announces(line)
        ):
            yield replace(line, sort="credits")
        elif before and line.sort == "name" and _announces(before[0]):
            yield replace(line, sort="credits", credits=replace(line.credits, stated=True))
        else:
            yield line


def _announces(line: Line) -> bool:
    """Tell whether a line is a word of authorship alone: “Écrit par”, “Escrito por:”."""
    return fold(line.text).rstrip(" :：") in everywhere("by")


def _is_subtitle(facts: Facts, found: list[Line], line: Line) -> bool:
    """Tell whether a second heading stands right under the first, alone at its level, or says it.

    “### With Actual Examples!” under the title is one, “## Intro” before “## News” is none.
    """
    if not found:
        return False
    if (found[-1].level, found[-1].text) == (line.level, line.text):
        return True
    return 0 < found[-1].level < line.level and headings_to(facts, line.level) == 2


def headings_to(facts: Facts, level: int) -> int:
    """Count the headings of a level and above; one that stands twice in a row is one."""
    found = [block for block in facts.blocks if isinstance(block, Heading) and block.level <= level]
    return len(found) - sum(_stands_twice(facts, *pair) for pair in pairwise(found))


def _stands_twice(facts: Facts, above: Heading, below: Heading) -> bool:
    """Tell whether a heading says the one above it again, with nothing in between."""
    between = facts.document.lines[above.span.last : below.span.first - 1]
    same = above.level == below.level and text_of(above) == text_of(below)
    return same and not any(map(str.strip, between))


def _line(facts: Facts, place: int, block: Block | None) -> Line:
    """Say what one line is, by its shape alone."""
    span, text = facts.texts[place]
    if not is_western(tokens(text)):
        text = squeeze(readable(text))
    level = block.level if isinstance(block, Heading) else 0
    marked = not level and text[:1] in "#=*_" and _MARKED.match(text)
    if marked:
        text = marked[2] or marked[3]
        level = len(marked[1] or "")
    if isinstance(block, List) or block is None:
        # “14. Apr. 2023” has the form of an item; its line has the words.
        written = facts.line(span.first).strip(" >*\t")
        written = written if written[:1].isdigit() else text
        read = read_credits(written, facts.code) if span.first == span.last else NOTHING
        # Translators set what they know of a text as a list above it: “> * 原文作者：…”.
        labelled = len(text) <= LONGEST_TITLE and _LABELLED.match(text)
        sort: Sort = "credits" if read.whole else "address" if labelled else "body"
        return Line(place=place, span=span, text=text, sort=sort, credits=read)
    inlines = block.inlines if isinstance(block, Paragraph) else ()
    styled = bool(inlines) and all(isinstance(inline, (Emphasis, Strong)) for inline in inlines)
    styled = styled or bool(marked and marked[3])
    if place and (_is_speech(facts, text) or _is_card(facts, place)):
        return Line(place=place, span=span, text=text, sort="body")
    read = read_credits(text if marked else _spaced(facts, span, text), facts.code)
    sort = _sort(text, read, level=level, first=place == 0)
    if block is not None and is_picture(block):
        sort = "body" if sort == "body" else "address"
    return Line(
        place=place, span=span, text=text, sort=sort, credits=read, level=level, styled=styled
    )


def _is_speech(facts: Facts, text: str) -> bool:
    """Tell whether a line opens with a label that opens others too: “Q: Where …”."""
    label = _SPEAKER.match(text)
    return label is not None and sum(other.startswith(label[0]) for _, other in facts.texts) > 1


def _is_card(facts: Facts, place: int) -> bool:
    """Tell whether a line and one beside it are of a card: “Age: 13”, “Lives in: Juazeiro”."""
    span, text = facts.texts[place]
    if not _CARD.match(text):
        return False
    beside = (*facts.texts[max(0, place - 1) : place], *facts.texts[place + 1 : place + 2])
    return (
        any(abs(other.first - span.first) == 1 and _CARD.match(words) for other, words in beside)
        and not read_credits(text, facts.code).whole
    )


def _spaced(facts: Facts, span: Span, text: str) -> str:
    """Give a line with its wide gaps, which part its pieces; else its words."""
    if span.first == span.last:
        line = facts.line(span.first).strip()
        if "   " in line or "\t" in line or "\u3000" in line:
            return line
    return text


def _sort(text: str, read: Credits, *, level: int, first: bool) -> Sort:
    """Name what a line is."""
    if text.endswith((",", "，")) or _greets(text):
        return "greeting"
    if is_address(text) or text.startswith("<"):
        return "address"
    if level and not _is_pure(read):
        return "headline"
    if is_caption(text):
        return "address"
    return _credited(text, read, first=first) or _worded(text)


def _greets(text: str) -> bool:
    greetings = opening("greeting")
    return greetings.may_open(text) and greetings.match(fold(text[:60])) is not None


def _credited(text: str, read: Credits, *, first: bool) -> Sort | None:
    """Name a line that holds credits, a name, a number; None for one that is words."""
    # “Het Dolboord 12 – maart 2021” on top is the name of a letter, not its date alone.
    dayless = all(len(found.edtf) < len("2024-05-21") for found in read.dates)
    named = (
        first and not read.stated and not read.timed and (read.counted or read.names) and dayless
    )
    if read.whole and (not first or _is_pure(read) or read.stated) and not named:
        handled = read.handle and not read.dates and not read.stated
        return "name" if handled else "credits"
    if read.bare:
        return "name"
    if is_number_line(text) or (read.counted and len(text) <= _LONGEST_TALLY and _BAR.search(text)):
        return "label"
    if not _ARROWS.isdisjoint(text) and _TRAIL.match(text) and not QUOTED.match(text):
        return "trail"
    return None if any(char.isalpha() for char in text) else "credits"


@lru_cache(maxsize=256)
def is_number_line(text: str) -> bool:
    """Tell whether a line is an issue's number and no title: “Issue 12, Spring 2014”, “No. 3”."""
    found = editions(text)
    topic = _TOPIC.search(text) if found else None
    if not found or (topic and not dates(topic[1], None)):
        return False
    return not any(char.isalpha() for char in text[: min(one.start for one in found)])


def _is_pure(read: Credits) -> bool:
    """Tell whether a line is credits and nothing besides: no words are left over."""
    return read.whole and not read.rest


def _worded(text: str) -> Sort:
    """Tell a headline from a sentence, and from text."""
    if len(text) > _LONGEST_DECK:
        return "body"
    # “… sa propre bêtise. 🥖” is a sentence, whatever stands behind its stop.
    said = text.rstrip(_CLOSERS)
    while said and not said[-1].isalnum() and said[-1] not in _MARKS:
        said = said[:-1]
    ends = said.endswith((".", "…", "。", ":", "："))
    quoted = QUOTED.match(text)
    inner = quoted[1] if quoted else text
    short = len(text) <= LONGEST_TITLE and not NO_TITLE.match(text)
    if short and not ends and looks_like_heading(inner):
        return "label" if is_label(text) else "headline"
    if short and not ends and (is_label(text) or len(text) <= _LONGEST_KICKER):
        return "label"
    return "deck"


def is_label(text: str) -> bool:
    """Tell whether a line is one word, as kickers and menus are: “Tribune”, “l’editoriale”."""
    if CJK.search(text):
        return len(text) <= 4
    return len(text) <= _LONGEST_LABEL and text.count(" ") == 0


def _has_credits_below(facts: Facts, place: int, text: str) -> bool:
    """Tell whether a byline or date stands close below a sentence: then it is a deck, no text."""
    if len(text) > _LONGEST_DECK:
        return False
    for span, below in facts.texts[place + 1 : place + 1 + _NEAR]:
        if len(below) > LONGEST_TITLE:
            return False
        read = read_credits(_spaced(facts, span, below), facts.code)
        if read.whole:
            return True
        if not read.bare and not is_label(below):
            return False
    return False
