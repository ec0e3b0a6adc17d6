"""Parts a passage into sentences, behind their stops.

Comes in: a text. Goes out: its sentences; whether one greets.
Must not know: what is read in them. An abbreviation parts a sentence as well: its readers allow it.
"""

from __future__ import annotations

from backissues.languages import fold, opening, wording
from backissues.languages.tokens import is_western, tokens
from backissues.patterns import late

_STOPS = late(r"(?<=[.!?»”。！？])\s+|(?<=[。！？])")
# The same by the space behind a stop, which is sooner found, for texts without those of East Asia.
_SPACED_STOPS = late(r"\s(?<=[.!?»”]\s)\s*")
_EASTERN = late("[。！？]")


def sentences(text: str) -> list[str]:
    """Part a passage behind its stops."""
    eastern = not is_western(tokens(text)) and _EASTERN.search(text)
    return (_STOPS if eastern else _SPACED_STOPS).split(text)


def opens_with_greeting(sentence: str) -> bool:
    """Tell whether one of the first clauses of a sentence greets."""
    if not wording("greeting").may_stand_in(sentence):
        return False
    clauses = sentence.split(", ", 3)[:3]
    return any(opening("greeting").match(fold(clause[:60])) for clause in clauses)
