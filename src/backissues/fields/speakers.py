"""Tells who speaks among the labels of a text, joins the forms of a name, and finds who asks.

Comes in: pieces with cues. Goes out: speakers by label, and those who ask; nothing where labels
are no speech.
Must not know: kinds, questions without speakers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import Struct

from backissues.fields.cues import CueForm, Piece
from backissues.fields.labels import is_time
from backissues.languages import Lexicon, everywhere, fold

_QUESTION_MARKS = ("?", "？", "؟")
_SPEECH_ENDS = (*".!?…。！？؟»”“’\"')]）」", ":", "：")
# More than this many different speakers take part in no interview: it is a list of definitions.
_MOST_SPEAKERS = 9
# The forms of their names are few too; a glossary has another label on each line.
_MOST_LABELS = 60
_LEAST_TURNS = 4
# How many turns must end as sentences do, and change the speaker.
_SENTENCES, _CHANGES = 0.6, 0.45


class Speech(Struct, frozen=True, kw_only=True):
    """One turn as it was seen: its speaker, its words, the piece that opens it."""

    speaker: str
    text: str
    index: int


class Speakers(Struct, frozen=True, kw_only=True):
    """Who speaks: the cue's form, each label's speaker, those who ask, the number of turns."""

    form: CueForm
    of: dict[str, str]
    askers: frozenset[str]
    turns: int
    first: int
    last: int


def find(pieces: Sequence[Piece], form: CueForm, lexicon: Lexicon) -> Speakers | None:
    """Find the speakers whom labels of one form name, where these alternate and speak."""
    labels = [piece.label for piece in pieces if piece.form == form]
    if len(labels) < _LEAST_TURNS:
        return None
    if len(set(labels)) > _MOST_LABELS:
        common = {name for name, n in Counter(labels).most_common(_MOST_LABELS) if n > 1}
        labels = [label for label in labels if label in common]
    of = joined(labels)
    counts = Counter(of[label] for label in labels)
    recurring = {name for name, count in counts.items() if count > 1}
    if not recurring or len(recurring) > _MOST_SPEAKERS:
        return None
    placed = [i for i, p in enumerate(pieces) if p.form == form and of.get(p.label) in recurring]
    first, last = placed[0], placed[-1]
    if form == "alone":
        of = {label: name for label, name in of.items() if name in recurring}
    # A guest who speaks once stands between the others; “Note: …” above them does not.
    turns = [turn for turn in _turns(pieces, form, of) if first <= turn.index <= last]
    speakers = {turn.speaker for turn in turns}
    if len(turns) < _LEAST_TURNS or len(speakers) < 2 or not _is_speech(turns):
        return None
    if sum(count for name, count in counts.items() if name in recurring) < 0.6 * len(turns):
        return None
    return Speakers(
        form=form,
        of={label: name for label, name in of.items() if name in speakers},
        askers=_askers(turns, lexicon),
        turns=len(turns),
        first=first,
        last=last,
    )


def _turns(pieces: Sequence[Piece], form: CueForm, of: dict[str, str]) -> list[Speech]:
    """Give the turns that labels open, with the words of each."""
    found: list[Speech] = []
    for index, piece in enumerate(pieces):
        if piece.form != form or piece.label not in of:
            continue
        text = piece.text
        if form == "alone":
            below = [other.text for other in pieces[index + 1 : index + 3]]
            text = next((words for words in below if not is_time(words)), "")
        found.append(Speech(speaker=of[piece.label], text=text, index=index))
    return found


def _is_speech(turns: Sequence[Speech]) -> bool:
    """Tell whether labelled lines are speech: sentences, by turns, and somebody asks."""
    ends = sum(turn.text.rstrip("*_ ").endswith(_SPEECH_ENDS) for turn in turns)
    changes = sum(a.speaker != b.speaker for a, b in pairwise(turns))
    asking = sum(any(mark in turn.text for mark in _QUESTION_MARKS) for turn in turns)
    known = {fold(turn.speaker) for turn in turns} & everywhere("asker_words")
    return (
        ends >= _SENTENCES * len(turns)
        and changes >= _CHANGES * (len(turns) - 1)
        and (asking >= max(2, 0.15 * len(turns)) or bool(known))
    )


def _askers(turns: Sequence[Speech], lexicon: Lexicon) -> frozenset[str]:
    """Choose who asks: a known word, else those whose turns ask most; never all speakers."""
    names = list(dict.fromkeys(turn.speaker for turn in turns))
    known = _known(names, lexicon)
    if known:
        return known
    answerers = {name for name in names if fold(name) in lexicon.answerer_words}
    spoken = Counter(turn.speaker for turn in turns)
    asked: Counter[str] = Counter()
    for turn in turns:
        if turn.text.rstrip('*_ »”"').endswith(_QUESTION_MARKS):
            asked[turn.speaker] += 2
        elif any(mark in turn.text for mark in _QUESTION_MARKS):
            asked[turn.speaker] += 1
    others = [name for name in names if name not in answerers]
    if not others:
        return frozenset()
    best = max(others, key=lambda name: (asked[name], -names.index(name)))
    # Two may ask in turn; who asks in half of the turns and less than the host is no guest.
    also = [
        name
        for name in others
        if name != best and spoken[name] > 1 and asked[name] >= 1.2 * spoken[name]
    ]
    found = {best, *also}
    return frozenset(found if len(found) < len(names) else {best})


def _known(names: Sequence[str], lexicon: Lexicon) -> frozenset[str]:
    """Find the labels that are words for one who asks, in the text's language, else in any.

    One letter may ask in one language and answer in another: “S:” is “soru”, and “svar”.
    """
    answers = everywhere("answerer_words")
    for words in (lexicon.asker_words, everywhere("asker_words") - answers):
        known = frozenset(name for name in names if fold(name) in words)
        if known and len(known) < len(names):
            return known
    return frozenset()


def joined(labels: Iterable[str]) -> dict[str, str]:
    """Give each label its speaker: “IF”, “Iracema” and “Iracema Fontoura” are one.

    A short form stands for the one name that it fits, and for none where it fits two.
    """
    forms = list(dict.fromkeys(labels))
    of: dict[str, str] = {}
    for label in sorted(forms, key=lambda form: (-len(form), forms.index(form))):
        fuller = {name for name in of.values() if shortens(label, name)}
        of[label] = fuller.pop() if len(fuller) == 1 else label
    return of


def shortens(short: str, full: str) -> bool:
    """Tell whether a label is a shorter form of a name: a part, initials, the first letters."""
    words = [word.casefold() for word in full.replace("-", " ").split()]
    said = [word.casefold().rstrip(".") for word in short.replace("-", " ").split()]
    said = [word for word in said if word not in everywhere("titles")] or said
    bare = "".join(said).replace(".", "")
    if bare == "".join(words).replace(".", ""):
        return True
    if len(words) == 1:
        return 1 < len(bare) < len(words[0]) and words[0].startswith(bare)
    if all(word in words for word in said):
        return True
    firsts = "".join(word[0] for word in words)
    capital = "".join(word[0] for word in full.split() if word[0].isupper()).casefold()
    return len(bare) > 1 and bare in {firsts, capital, firsts[0] + firsts[-1]}
