"""Finds who speaks in an interview: labels before the words, names alone on a line, questions.

Comes in: blocks. Goes out: turns (speaker, question or answer, blocks), and how they were seen.
Must not know: kinds, and no language but the question mark.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from backissues.fields.looks import looks_like_heading
from backissues.languages import everywhere
from backissues.model import (
    Block,
    Heading,
    Inline,
    List,
    Paragraph,
    Part,
    RunIn,
    Span,
    Strong,
    Text,
)
from backissues.text.tree import plain, text_of

Form: TypeAlias = Literal["labels", "names", "questions", "none"]

# A label before speech: “LH : Vous …”, “Q: …”, “Ada Lovelace: …”, “Ar : …”; not “Note that: …”
# in running text, which does not recur, or “12:30”.
_LABEL = re.compile(
    r"^([^\W\d_][\w.'’&-]{0,24}(?:\s[\w.'’&-]{1,24}){0,3})(\s?[:：])(?=\s|$|[^\W\d_])"
)
_QUESTION_END = re.compile(r"[?？؟][\s»”\"*_)]*$")
_NEAR_END = 12
_LEAST = 3
_LONGEST_QUESTION = 400
_LONGEST_NAME = 40


class Turn(Struct, frozen=True, kw_only=True):
    """One speaker's words in a row."""

    role: Literal["question", "answer", ""]
    blocks: tuple[Block, ...]
    label: str = ""
    marks: tuple[Span, ...] = ()


class Turns(Struct, frozen=True, kw_only=True):
    """How speakers are shown, their labels by frequency, and the turns in order."""

    form: Form = "none"
    labels: tuple[str, ...] = ()
    asker: str = ""
    questions: int = 0
    shape: str = ""


def asks(text: str) -> bool:
    """Tell whether a passage ends by asking."""
    # A pattern that looks for an end tries every place: the last characters are enough.
    return bool(_QUESTION_END.search(text[-_NEAR_END:]))


def _label_of(block: Block) -> str:
    """Read the label that opens a paragraph, in plain text or in bold, or give an empty string."""
    if not isinstance(block, Paragraph) or block.role or not block.inlines:
        return ""
    first = block.inlines[0]
    if isinstance(first, Strong):
        words = plain(first.children)
        follows = plain(block.inlines[1:])[:2]
        if words.rstrip().endswith((":", "：")) or follows.lstrip().startswith((":", "：")):
            return words.strip(" :：")
        return ""
    if isinstance(first, Text) and (match := _LABEL.match(first.text)):
        return match[1]
    return ""


def _alone(block: Block) -> str:
    """Read a short line without a stop that could be a speaker's name alone."""
    if not isinstance(block, (Paragraph, Heading)) or block.span.first != block.span.last:
        return ""
    text = text_of(block)
    if len(text) > _LONGEST_NAME:
        return ""
    text = text.strip("*_ ")
    return text if text and text.count(" ") < 4 and text[0].isupper() and text[-1].isalpha() else ""


def is_question_block(block: Block) -> bool:
    """Tell whether a block is a question set apart: a heading, a bold or a short line that asks."""
    text = text_of(block)
    if len(text) > _LONGEST_QUESTION or not asks(text):
        return False
    if isinstance(block, List):
        # “2. What is in your office?”: a numbered question is a list of one.
        return len(block.items) == 1
    return isinstance(block, (Heading, Paragraph))


def _is_bold(block: Block) -> bool:
    return (
        isinstance(block, Paragraph)
        and len(block.inlines) >= 1
        and all(
            isinstance(inline, Strong) or not plain((inline,)).strip() for inline in block.inlines
        )
        and any(isinstance(inline, Strong) for inline in block.inlines)
    )


def find(blocks: Sequence[Block]) -> Turns:
    """Find the form in which speakers or questions are set, by what recurs."""
    labels = Counter(label for block in blocks if (label := _label_of(block)))
    recurring = {label: count for label, count in labels.items() if count > 1}
    spoken = sum(recurring.values())
    filled = [block for block in blocks if text_of(block)]
    if len(recurring) >= 2 and spoken >= 4 and spoken >= 0.3 * len(filled):
        names = tuple(sorted(labels, key=lambda label: (-labels[label], label)))
        return _labelled(blocks, names)
    alone = Counter(name for block in blocks if (name := _alone(block)))
    speakers = [name for name, count in alone.items() if count > 1]
    if speakers and sum(alone[name] for name in speakers) >= _LEAST and len(speakers) <= 6:
        ordered = tuple(name for name in alone if name in speakers)
        return Turns(form="names", labels=ordered, asker=ordered[0])
    return _questions(filled)


def _labelled(blocks: Sequence[Block], names: tuple[str, ...]) -> Turns:
    """Choose who asks: the label whose turns end by asking most often."""
    asked: Counter[str] = Counter()
    for block in blocks:
        label = _label_of(block)
        if label and asks(text_of(block)):
            asked[label] += 1
    known = [name for name in names if name.casefold() in everywhere("asker_words")]
    asker = known[0] if known else max(names, key=lambda name: (asked[name], -names.index(name)))
    return Turns(form="labels", labels=names, asker=asker)


def _questions(filled: Sequence[Block]) -> Turns:
    """See questions set apart in one shape: each followed by a longer text."""
    shapes: Counter[str] = Counter()
    for block, below in pairwise(filled):
        text, after = text_of(block), text_of(below)
        # An answer may end by asking, but then it is an answer by its length.
        if len(after) <= len(text) or not is_question_block(block):
            continue
        if len(after) > 2 * len(text) or not asks(after):
            shapes[_shape(block)] += 1
    apart = sum(shapes.values())
    if apart < _LEAST or apart < 0.15 * len(filled):
        return Turns()
    shape = max(shapes, key=lambda name: (shapes[name], name))
    return Turns(form="questions", questions=apart, shape=shape)


def _shape(block: Block) -> str:
    """Name how a block is set: heading, list, bold or plain."""
    if isinstance(block, Paragraph):
        return "bold" if _is_bold(block) else "plain"
    return type(block).__name__.lower()


def mark_sections(blocks: Sequence[Block], turns: Turns) -> tuple[Block, ...]:
    """Make headings of short lines that stand right over a speaker's name."""
    if turns.form != "names":
        return tuple(blocks)
    found: list[Block] = []
    for index, block in enumerate(blocks):
        after = blocks[index + 1] if index + 1 < len(blocks) else None
        text = text_of(block)
        heads = (
            isinstance(block, Paragraph)
            and _alone(block) not in turns.labels
            and after is not None
            and _alone(after) in turns.labels
            and looks_like_heading(text)
            and not asks(text)
        )
        if heads and isinstance(block, Paragraph):
            found.append(Heading(span=block.span, level=2, inlines=block.inlines))
        else:
            found.append(block)
    return tuple(found)


def part(blocks: Sequence[Block], turns: Turns) -> tuple[Block, ...]:
    """Put questions and answers into parts; what stands between them stays as it is."""
    body: list[Block] = []
    asked = 0
    open_turn: Turn | None = None

    def close() -> None:
        """End the turn at hand."""
        nonlocal asked
        if open_turn is None:
            return
        if open_turn.role == "question":
            asked += 1
        body.append(_as_part(open_turn, asked))

    for block in blocks:
        turn = _opens(block, turns)
        if turn is not None:
            close()
            open_turn = turn
        elif open_turn is not None and not _breaks(block, turns):
            open_turn = replace(open_turn, blocks=(*open_turn.blocks, block))
        else:
            close()
            open_turn = None
            body.append(block)
    close()
    return tuple(body)


def _breaks(block: Block, turns: Turns) -> bool:
    """Tell whether a block ends a turn: a section's heading, or an aside among labelled turns."""
    if isinstance(block, Heading):
        return True
    return turns.form == "labels" and isinstance(block, Paragraph)


def _opens(block: Block, turns: Turns) -> Turn | None:
    """Open a turn where a block begins one."""
    if turns.form == "labels":
        label = _label_of(block)
        if label and label in turns.labels and isinstance(block, Paragraph):
            role: Literal["question", "answer"] = "question" if label == turns.asker else "answer"
            return Turn(role=role, blocks=(_with_speaker(block, label),), label=label)
    elif turns.form == "names":
        name = _alone(block)
        if name in turns.labels and isinstance(block, (Paragraph, Heading)):
            role = "question" if name == turns.asker else "answer"
            return Turn(role=role, blocks=(), label=name, marks=(block.span,))
    elif turns.form == "questions" and _shape(block) == turns.shape:
        text = text_of(block)
        # Among bold questions, what else is bold asks too, without the sign; thanks do not.
        asked = not text.endswith("!") if turns.shape == "bold" else is_question_block(block)
        if asked:
            if isinstance(block, Heading):
                block = replace(block, role="question")
            return Turn(role="question", blocks=(block,))
    return None


def _with_speaker(block: Paragraph, label: str) -> Paragraph:
    """Mark the label that opens a paragraph as its speaker."""
    first = block.inlines[0]
    speaker = RunIn("speaker", (Text(label),))
    if isinstance(first, Text):
        rest: tuple[Inline, ...] = (Text(first.text[len(label) :]), *block.inlines[1:])
    else:
        after = plain(getattr(first, "children", ())).strip()[len(label) :]
        rest = (*((Text(after),) if after else ()), *block.inlines[1:])
    return replace(block, inlines=(speaker, *rest))


def _as_part(turn: Turn, asked: int) -> Part:
    spans = [*turn.marks, *(s for b in turn.blocks if isinstance(s := getattr(b, "span", 0), Span))]
    anchor = f"question-{asked}" if turn.role == "question" else ""
    return Part(
        role=turn.role or "answer",
        blocks=turn.blocks,
        span=Span(min(s.first for s in spans), max(s.last for s in spans)),
        anchor=anchor,
        label=turn.label,
        marks=turn.marks,
    )
