"""Parts an interview into turns: questions, answers, and what stands between them.

Comes in: blocks. Goes out: how the turns are shown (labels, names, questions), and the parts.
Must not know: kinds. Who speaks is for `speakers` to say, what asks for `questions`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from backissues.fields import questions, speakers, unmarked
from backissues.fields.asking import asks, has_mark, thanks
from backissues.fields.cues import Piece, part_glued, pieces, with_speaker
from backissues.fields.intertitles import with_headings
from backissues.fields.labels import is_time
from backissues.fields.questions import Questions
from backissues.fields.speakers import Speakers
from backissues.languages import Lexicon
from backissues.model import Block, Heading, Lost, Paragraph, Part, Rule, RunIn, Span
from backissues.patterns import late
from backissues.text.tree import text_of

Form: TypeAlias = Literal["labels", "names", "questions", "none"]
Role: TypeAlias = Literal["question", "answer"]

# A narrator's words between turns: “(Il rit.)”, “[Rires]”.
_ASIDE = late(r"^[(（\[].*[)）\]]\.?$")


class Turns(Struct, frozen=True, kw_only=True):
    """How turns are shown, who speaks, what asks, and the pieces that they are made of.

    `unlabelled` are the pieces that ask between answers, though no mark opens them.
    """

    form: Form = "none"
    speakers: Speakers | None = None
    questions: Questions | None = None
    answerers: tuple[str, ...] = ()
    unlabelled: tuple[int, ...] = ()
    blocks: tuple[Block, ...] = ()
    pieces: tuple[Piece, ...] = ()
    share: float = 0.0

    @property
    def names(self) -> tuple[str, ...]:
        """The speakers, in the order in which they first speak."""
        if self.speakers is None:
            return self.answerers
        return tuple(dict.fromkeys(self.speakers.of.values()))

    @property
    def askers(self) -> tuple[str, ...]:
        """Those of the speakers who ask."""
        asking = self.speakers.askers if self.speakers else frozenset()
        return tuple(name for name in self.names if name in asking)

    @property
    def lines(self) -> frozenset[int]:
        """The lines that turns open on."""
        return frozenset(_span(self.pieces[index].block).first for index in _openings(self))

    @property
    def asked(self) -> tuple[str, ...]:
        """The words of the questions."""
        opens = _openings(self)
        return tuple(
            self.pieces[index].text for index, opened in opens.items() if opened.role == "question"
        )


class _Open(Struct, frozen=True, kw_only=True):
    """What opens at a piece: a question or an answer, and the speaker's label."""

    role: Role
    label: str = ""


def find(blocks: Sequence[Block], lexicon: Lexicon) -> Turns:
    """Find the form in which turns are shown, by what recurs."""
    parts = pieces(blocks)
    for cue, form in (("label", "labels"), ("alone", "names")):
        if found := speakers.find(parts, cue, lexicon):  # type: ignore[arg-type]
            turns = Turns(
                form=form,  # type: ignore[arg-type]
                speakers=found,
                blocks=tuple(blocks),
                pieces=tuple(parts),
                share=_share(parts, found),
            )
            return _with_unlabelled(turns, lexicon)
    asked = questions.find(parts, lexicon)
    if not asked.asking:
        return Turns()
    turns = Turns(
        form="questions",
        questions=asked,
        answerers=questions.answerers(parts),
        blocks=tuple(blocks),
        pieces=tuple(parts),
        share=asked.share,
    )
    return _with_unlabelled(turns, lexicon)


def _share(parts: Sequence[Piece], found: Speakers) -> float:
    """Measure how much of the text stands between the first turn and the last."""
    whole = sum(len(piece.text) for piece in parts) or 1
    return sum(len(piece.text) for piece in parts[found.first : found.last + 2]) / whole


def _openings(turns: Turns) -> dict[int, _Open]:
    """Say at which pieces a turn opens, and whose."""
    found: dict[int, _Open] = {}
    if turns.speakers is not None:
        who = turns.speakers
        for index, piece in enumerate(turns.pieces):
            if piece.form != who.form or piece.label not in who.of:
                continue
            if not who.first <= index <= who.last:
                continue
            if who.form == "label" and not isinstance(piece.block, Paragraph):
                continue
            asking = who.of[piece.label] in who.askers
            found[index] = _Open(role="question" if asking else "answer", label=piece.label)
    elif turns.questions is not None:
        asked = turns.questions
        found = {index: _Open(role="question") for index in asked.asking}
        found |= {index: _Open(role="answer") for index in asked.answering}
        for index, piece in enumerate(turns.pieces):
            if piece.form == "label" and piece.label in turns.answerers and index not in found:
                found[index] = _Open(role="answer", label=piece.label)
    return found | {index: _Open(role="question") for index in turns.unlabelled}


def _with_unlabelled(turns: Turns, lexicon: Lexicon) -> Turns:
    """Add the questions that stand without a label between labelled answers."""
    opens = _openings(turns)
    answers = {
        index: opened.label if opened.role == "answer" else "" for index, opened in opens.items()
    }
    others = unmarked.unlabelled(turns.pieces, answers, lexicon)
    return replace(turns, unlabelled=tuple(index for index in others if index not in opens))


def part(turns: Turns) -> tuple[Block, ...]:
    """Put questions and answers into parts; what stands between them stays as it is."""
    rows = _rows(turns)
    last = max((index for index, (_, opened) in enumerate(rows) if opened), default=-1)
    body: list[Block] = []
    held: list[Piece] = []
    open_turn: _Open | None = None

    def close() -> None:
        """End the turn at hand."""
        if open_turn is not None and held:
            body.append(_as_part(open_turn, held, turns))
        held.clear()

    for index, (piece, opened) in enumerate(rows):
        if opened is not None:
            close()
            open_turn = opened
            held.append(piece)
        elif (
            open_turn is None
            or _breaks(turns, piece, tail=index > last)
            or (open_turn.role == "question" and turns.form == "labels" and not asks(piece.text))
        ):
            close()
            open_turn = None
            body.append(piece.block)
        else:
            if turns.form == "questions" and open_turn.role == "question":
                close()
                open_turn = _Open(role="answer")
            held.append(piece)
    close()
    return _numbered(_merged(body, turns))


def _rows(turns: Turns) -> list[tuple[Piece, _Open | None]]:
    """Pair pieces with what opens there; a block in which nothing opens is whole again."""
    opens = _openings(turns)
    opened = {turns.pieces[index].origin for index in opens}
    rows: list[tuple[Piece, _Open | None]] = []
    for index, piece in enumerate(turns.pieces):
        if piece.origin in opened:
            rows.append((piece, opens.get(index)))
        elif not index or turns.pieces[index - 1].origin != piece.origin:
            rows.append((replace(piece, block=turns.blocks[piece.origin]), None))
    blocks = with_headings(
        [piece for piece, _ in rows],
        [opened.role if opened else "" for _, opened in rows],
        bold=bool(turns.questions and turns.questions.shape == "bold"),
    )
    return [
        (replace(piece, block=block), opened)
        for (piece, opened), block in zip(rows, blocks, strict=True)
    ]


def _breaks(turns: Turns, piece: Piece, *, tail: bool) -> bool:
    """Tell whether a piece ends a turn: a heading, a rule, a narrator's words, the text's end."""
    if isinstance(piece.block, (Heading, Rule)):
        return True
    if not isinstance(piece.block, Paragraph) or turns.form == "names":
        return False
    if turns.form == "labels" and tail:
        return True
    if _ASIDE.match(piece.text[:300]) and len(piece.text) < 300:
        return True
    return piece.set == "italic" and tail


def _as_part(opened: _Open, held: Sequence[Piece], turns: Turns) -> Part:
    """Make a part of a turn's pieces; a name alone on its line, and a time, are its marks."""
    first, rest = held[0], [piece.block for piece in held[1:]]
    marks: list[Span] = []
    blocks: list[Block] = []
    if turns.form == "names" and opened.label:
        timed = held[1:2] if held[1:] and is_time(held[1].text) else ()
        rest = rest[len(timed) :]
        marks = [_span(piece.block) for piece in (first, *timed)]
    elif opened.label:
        blocks.append(_spoken(first, turns))
    elif isinstance(first.block, Heading) and opened.role == "question":
        blocks.append(replace(first.block, role="question"))
    else:
        blocks.append(first.block)
    blocks += rest
    spans = [*marks, *map(_span, blocks)]
    return Part(
        role=opened.role,
        blocks=tuple(blocks),
        span=Span(min(span.first for span in spans), max(span.last for span in spans)),
        label=opened.label,
        marks=tuple(marks),
    )


def _span(block: Block) -> Span:
    """Give a block's lines; a mark of what was lost stands after one."""
    return Span(block.after, block.after) if isinstance(block, Lost) else block.span


def _spoken(piece: Piece, turns: Turns) -> Block:
    """Give a labelled paragraph its speaker, and those whose labels are glued into it."""
    labels = turns.speakers.of if turns.speakers else ()
    return part_glued(with_speaker(piece), tuple(labels))


def _holds_answer(block: Part) -> bool:
    """Tell whether an answer is glued into a question's part."""
    return any(
        isinstance(inline, RunIn) and inline.role == "speaker"
        for inner in block.blocks
        if isinstance(inner, Paragraph)
        for inline in inner.inlines[1:]
    )


def _merged(body: Sequence[Block], turns: Turns) -> list[Block]:
    """Make one question of what one speaker asks in a row; thanks at the end ask nothing.

    Where a heading parts two turns of those who ask, the first, which nobody answers, is a remark.
    """
    found: list[Block] = []
    for block in body:
        asking = isinstance(block, Part) and block.role == "question"
        if asking and turns.form != "questions":
            at = next(
                (i for i in range(len(found) - 1, -1, -1) if not isinstance(found[i], Heading)), -1
            )
            above = found[at] if at >= 0 else None
            unanswered = isinstance(above, Part) and above.role == "question"
            if unanswered and isinstance(above, Part) and not _holds_answer(above):
                found[at] = replace(above, role="remark")
        found.append(block)
    if turns.form == "questions" and not (turns.questions and turns.questions.answering):
        return found
    return _without_thanks(found)


def _without_thanks(body: list[Block]) -> list[Block]:
    """Make remarks of the last turns of those who ask, where they thank or nobody answers."""
    answered = False
    for index in range(len(body) - 1, -1, -1):
        block = body[index]
        if not isinstance(block, Part):
            continue
        if block.role == "answer":
            answered = True
        elif block.role == "question":
            text = " ".join(map(text_of, block.blocks))
            if has_mark(text) or (answered and not thanks(text)):
                break
            body[index] = replace(block, role="remark")
    return body


def _numbered(body: Sequence[Block]) -> tuple[Block, ...]:
    """Give each question the anchor of its number."""
    found: list[Block] = []
    asked = 0
    for block in body:
        if isinstance(block, Part) and block.role == "question":
            asked += 1
            found.append(replace(block, anchor=f"question-{asked}"))
        else:
            found.append(block)
    return tuple(found)
