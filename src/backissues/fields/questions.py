"""Finds questions that no speaker's label opens: set apart by their form, or by a dash.

Comes in: pieces. Goes out: which pieces ask, and in which form they are set.
Must not know: kinds, labels of speakers. The words of the languages only help where form is silent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from backissues.fields import dashes, unmarked
from backissues.fields.asking import (
    LONGEST_PROMPT,
    MARKS,
    asks,
    has_mark,
    may_ask,
    prompts,
    thanks,
)
from backissues.fields.cues import Piece
from backissues.fields.looks import looks_like_heading
from backissues.languages import Lexicon, holds
from backissues.model import Heading, Paragraph
from backissues.patterns import late

_LEAST = 3
_FEWEST_MARKS = 2
_LONGEST_QUESTION = 400
# A question in a numbered paragraph that its answer shares ends within this many characters.
_NEAR = 200
# “1-Who …”, “(2) …”, “3. …”; not “1984”.
_NUMBER = late(r"^\(?(\d{1,2})(?!\d)")
# How many of the numbers must stand over a question or over its answer.
_MOST_PAIRED = 0.8

Shape = Literal["bold", "italic", "number", "plain", "dash", "heading", ""]


class Questions(Struct, frozen=True, kw_only=True):
    """The form in which questions are set, the pieces that ask, and those that answer at once.

    `addressed` is the share of the questions that speak to somebody, `personal` that of the answers
    in the first person, `share` how much of the text stands between the first and the last.
    """

    shape: Shape = ""
    asking: tuple[int, ...] = ()
    answering: tuple[int, ...] = ()
    addressed: float = 0.0
    personal: float = 0.0
    share: float = 0.0


def find(pieces: Sequence[Piece], lexicon: Lexicon) -> Questions:
    """Find the form in which most questions are set, and all that is set so."""
    holding = [index for index, piece in enumerate(pieces) if may_ask(piece.text)]
    if len(holding) < _FEWEST_MARKS:
        return Questions()
    dialogue = _paired(pieces) or dashes.find(pieces)
    if dialogue is not None:
        shape: Shape = "number" if pieces[dialogue[0][0]].set == "number" else "dash"
        found: Questions | None = Questions(shape=shape, asking=dialogue[0], answering=dialogue[1])
    else:
        found = _apart(pieces, lexicon, holding) if len(holding) >= _LEAST else None
    return _weighed(pieces, found, lexicon) if found else Questions()


def _paired(pieces: Sequence[Piece]) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """Find numbers that all stand twice: over a question, and over its answer.

    The first of most pairs asks, and few of the second do; the pairs follow each other.
    """
    numbered = [
        (int(match[1]), index)
        for index, piece in enumerate(pieces)
        if piece.set == "number" and (match := _NUMBER.match(piece.text))
    ]
    pairs = [
        (index, below)
        for (number, index), (again, below) in pairwise(numbered)
        if number == again and below > index
    ]
    asking, answering = tuple(pair[0] for pair in pairs), tuple(pair[1] for pair in pairs)
    if len(pairs) < _LEAST or 2 * len(pairs) < _MOST_PAIRED * len(numbered):
        return None
    asked = sum(has_mark(pieces[index].text) for index in asking)
    answered = sum(asks(pieces[index].text) for index in answering)
    return (asking, answering) if asked > 2 * answered and 2 * asked > len(pairs) else None


def _apart(pieces: Sequence[Piece], lexicon: Lexicon, holding: Sequence[int]) -> Questions | None:
    """See questions that are set alike, each over its answer; only those `holding` a mark may be.

    Nothing that asks does so without a mark or a particle: the others need no look.
    """
    shapes: Counter[Shape] = Counter()
    for index in holding:
        if _stands_out(pieces, index):
            shapes[shape_of(pieces[index])] += 1
    for shape, count in sorted(shapes.items(), key=lambda one: (-one[1], one[0])):
        if count < _LEAST or (shape == "plain" and count < 0.12 * len(pieces)):
            continue
        asking = _plain(pieces, lexicon) if shape == "plain" else _marked(pieces, shape, lexicon)
        if len(asking) >= _LEAST and shape != "plain":
            asking = sorted({*asking, *unmarked.between(pieces, asking, lexicon)})
        if len(asking) >= _LEAST:
            return Questions(shape=shape, asking=tuple(asking))
    return None


def shape_of(piece: Piece) -> Shape:
    """Name how a piece is set."""
    if isinstance(piece.block, Heading):
        return "heading"
    if piece.set:
        return piece.set
    return "plain" if isinstance(piece.block, Paragraph) else ""


def _stands_out(pieces: Sequence[Piece], index: int) -> bool:
    """Tell whether a piece is a question over its answer."""
    piece = pieces[index]
    shape = shape_of(piece)
    if not shape or (len(piece.text) > _LONGEST_QUESTION and shape != "number"):
        return False
    if not asks(piece.text):
        return shape == "number" and _asks_first(piece.text)
    if index + 1 == len(pieces):
        return False
    below = pieces[index + 1]
    if shape != "plain":
        return shape_of(below) != shape
    # An answer may end by asking, but then it is an answer by its length.
    longer = len(below.text) > len(piece.text)
    return longer and (len(below.text) > 2 * len(piece.text) or not asks(below.text))


def _asks_first(text: str) -> bool:
    """Tell whether a paragraph opens with a question that its answer follows."""
    places = [place for mark in MARKS if (place := text.find(mark, 0, _NEAR)) > 0]
    return bool(places) and ". " not in text[4 : min(places)]


def _marked(pieces: Sequence[Piece], shape: Shape, lexicon: Lexicon) -> list[int]:
    """Take all that is set in the form of the questions, but for thanks and headings."""
    found: list[int] = []
    labels = answerers(pieces)
    for index, piece in enumerate(pieces):
        if shape_of(piece) != shape or len(piece.text) > 2 * _LONGEST_QUESTION:
            continue
        sure = asks(piece.text) or (shape == "number" and _asks_first(piece.text))
        if sure or _asks_in_form(pieces, index, lexicon, labels=labels, begun=bool(found)):
            found.append(index)
    return found


def _asks_in_form(
    pieces: Sequence[Piece], index: int, lexicon: Lexicon, *, labels: Sequence[str], begun: bool
) -> bool:
    """Tell whether a line in the form of the questions asks without a question mark.

    `labels` open several answers each; `begun` says that a question stands above.
    """
    piece, shape = pieces[index], shape_of(pieces[index])
    text = piece.text.strip("*_ ")
    below = pieces[index + 1] if index + 1 < len(pieces) else None
    if below is None or shape_of(below) == shape or len(text) > _LONGEST_QUESTION or thanks(text):
        return False
    bare = text.split(" ", 1)[-1] if shape == "number" else text
    if shape == "number" or prompts(bare) or holds(lexicon.address, text):
        return True
    if shape == "heading":
        # Where every answer names its speaker, what stands over one is a question.
        return below.form == "label" and below.label in labels
    return begun and not looks_like_heading(text) and not text.endswith(("!", "！"))


def answerers(pieces: Sequence[Piece]) -> tuple[str, ...]:
    """Give the labels that open several answers, where who asks has none."""
    counts = Counter(piece.label for piece in pieces if piece.form == "label")
    return tuple(label for label, count in counts.items() if count >= _LEAST)


def _plain(pieces: Sequence[Piece], lexicon: Lexicon) -> list[int]:
    """Take bare lines that ask, and those that stand where the others do and are as short."""
    sure = [
        index
        for index, piece in enumerate(pieces)
        if shape_of(piece) == "plain"
        and len(piece.text) <= _LONGEST_QUESTION
        and asks(piece.text)
        and index + 1 < len(pieces)
        and not _is_rhetorical(pieces, index)
    ]
    if len(sure) < _LEAST:
        return []
    found = set(sure)
    for index in range(sure[0] - 2 if sure[0] > 1 else 0, len(pieces) - 1):
        near = index - 1 in found or index in found or index + 1 in found
        if not near and prompts(pieces[index].text) and _over_answer(pieces, index):
            found.add(index)
    found |= _between(pieces, sorted(found), lexicon)
    return sorted(found)


def _over_answer(pieces: Sequence[Piece], index: int) -> bool:
    """Tell whether a bare line is short, ends as a sentence, and stands over longer text."""
    piece, below = pieces[index], pieces[index + 1]
    if {shape_of(piece), shape_of(below)} != {"plain"} or thanks(piece.text):
        return False
    short = len(piece.text) <= min(LONGEST_PROMPT, len(below.text))
    return short and piece.text.rstrip('»”"').endswith((".", "。", "…", "!"))


def _between(pieces: Sequence[Piece], sure: Sequence[int], lexicon: Lexicon) -> set[int]:
    """Find questions that do not end by asking, where questions and answers take turns.

    Each second line between two questions is one, if it is short, and speaks to somebody or asks
    before its end: “What changed? The lamps are better.”
    """
    steps = [below - above for above, below in pairwise(sure)]
    if sum(step == 2 for step in steps) < 0.5 * len(steps):
        return set()
    found: set[int] = set()
    for above, below in pairwise(sure):
        between = range(above + 2, below, 2)
        if (below - above) % 2 == 0 and all(
            _over_answer(pieces, index)
            and (has_mark(pieces[index].text) or holds(lexicon.address, pieces[index].text))
            for index in between
        ):
            found |= set(between)
    return found


def _is_rhetorical(pieces: Sequence[Piece], index: int) -> bool:
    """Tell whether a bare line that asks stands inside an answer: what follows is no longer."""
    text, below = pieces[index].text, pieces[index + 1].text
    return len(text) > 200 and len(below) <= len(text)


def _weighed(pieces: Sequence[Piece], found: Questions, lexicon: Lexicon) -> Questions:
    """Measure how much of the text the questions head, and whether they speak to somebody."""
    whole = sum(len(piece.text) for piece in pieces) or 1
    first, last = min(found.asking), max(found.asking)
    texts = [pieces[index].text for index in found.asking]
    answers = [
        pieces[index + 1].text[:_LONGEST_QUESTION]
        for index in found.asking
        if index + 1 < len(pieces)
    ]
    personal = sum(holds(lexicon.first_person, text) for text in answers)
    return replace(
        found,
        addressed=sum(holds(lexicon.address, text) for text in texts) / len(texts),
        personal=personal / max(1, len(answers)),
        share=sum(len(piece.text) for piece in pieces[first : last + 2]) / whole,
    )
