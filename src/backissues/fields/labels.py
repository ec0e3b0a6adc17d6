"""Reads the label that could open a turn of speech: a name, a letter, a bracket, a dash.

Comes in: the first words of a line. Goes out: the label and how many characters it takes.
Must not know: blocks. A label is a shape only: whether it is speech shows by repetition.
"""

from __future__ import annotations

import re

from backissues.languages import everywhere, fold, opening
from backissues.patterns import late

# “00:12”, “[00:01:12]”, “(12:30)”, “0:21.3”.
_TIME = r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:\.\d{1,3})?[\])]?"
_NAME = r"[^\W\d_][\w.'’&-]{0,24}(?:\s[\w.'’&-]{1,24}){0,3}"
# A label before speech: “AV : Vous …”, “Q1：…”, “[00:12] Ada Lovelace: …”, “Ada (laughs): …”,
# “- Arnaud : …”; not “12:30”, “https://…”.
_LABEL = late(
    rf"^(?:[-–—•*]\s?)?(?:{_TIME}\s(?:[-–—]\s)?)?({_NAME})(?:\s?\([^()]{{1,40}}\))?(?:\s{_TIME})?"
    r"\s?[:：](?![/\d])"
)
# A letter or a word that is known to ask or answer needs no colon: “P. ¿Qué …?”, “R/ Nada”, “س- …”.
_KNOWN = late(
    rf"^(?:{_TIME}\s)?([^\W\d_]{{1,9}})(?:\s?\d{{1,2}})?(?:[.．)/]|\s?[-–—])"
    r"(?=[*_]{0,2}(?:\s|[^\W_]|[¿¡«“\"]))"
)
# “[Pouhiou] Bonjour …”; not “[1] …”, “[Foto: …]”.
_BRACKET = late(r"^\[([^\W\d_][\w.'’ -]{1,28})\]\s(?=\S)")
# “山田　そうですね”: a surname and a wide space.
_WIDE = late("^([\u3040-\u30ff\u4e00-\u9fff々ー]{1,8})\u3000{1,4}(?=[^\\s\u3000])")
# A name alone on its line, with or without a time: “Ada Lovelace”, “Ada:”, “Ada (00:12)”,
# “00:12 Ada”, “Ada 00:12”.
_ALONE = late(
    rf"^(?:{_TIME}\s)?({_NAME})(?:,[^,.;:?!]{{2,30}})?(?:\s?\([^()]{{1,40}}\))?(?:\s{_TIME})?\s?[:：]?$"
)
_TIME_ALONE = late(rf"^{_TIME}$")
# “—¿Y usted?”, “– Non.”, “――はい”, “-Sí.”; not “-- ” or “-5”.
_DASH = late(r"^(?:[—–―─]{1,2}|-)\s?(?=[^\s\d–—―─-])")
_DIGITS = "0123456789０１２３４５６７８９"
READ = 120
LONGEST_ALONE = 48
_NO_NAME_ENDS = frozenset("?!,;")
_PARTING = late("[:：.．)/–—\\]\u3000-]")
# What parts a known letter or word from its speech, and within how many characters it does.
_STOPS, _LONGEST_KNOWN = re.compile("[.．)/–—-]"), 14
DASHES = frozenset("-–—―─•")


def opens_with_dash(raw: str) -> bool:
    """Tell whether a line opens as speech does after a dash."""
    return raw[:1] in DASHES and bool(_DASH.match(raw))


def _read_label(head: str) -> tuple[str, int]:
    """Read the label that opens a line and where it ends."""
    known = _KNOWN.match(head)
    letter = known if known and _is_known(known[1]) else None
    if ":" in head or "：" in head:
        match = _LABEL.match(head)
        # “P. Para terminar: …” is a letter and a sentence; “P. Gosset : …” is a name.
        if match and _may_speak(match[1]) and not (letter and not _has_capitals(match[1])):
            return name_of(match[1]), match.end(1)
    if letter:
        return name_of(letter[1]), letter.end(1)
    if head[0] == "[" and (bracket := _BRACKET.match(head)) and bracket[1][0].isupper():
        return bracket[1], bracket.end() - 1
    if "\u3000" in head and (wide := _WIDE.match(head)):
        return wide[1], wide.end(1)
    return "", 0


def label_in(raw: str) -> tuple[str, int]:
    """Read the label that opens a line and how many characters it takes, or nothing."""
    head = raw[:READ]
    bare = head.lstrip(" \t\u3000\xa0*_")
    if not bare or not may_be_labelled(bare) or not _PARTING.search(bare, 0, 64):
        return "", 0
    label, end = _read_label(bare)
    return (label, end + len(head) - len(bare)) if label else ("", 0)


def may_be_labelled(bare: str) -> bool:
    """Tell at little cost whether the first words of a line, from a letter on, may be a label."""
    # A colon, a wide space, a bracket on the outside, or a stop or stroke right behind a letter or
    # a short word: nearly every paragraph has none of them.
    parted = ":" in bare or "：" in bare or "\u3000" in bare or bare[0] == "["
    return parted or _STOPS.search(bare, 0, _LONGEST_KNOWN) is not None


def _may_speak(label: str) -> bool:
    """Tell whether a label could be a speaker's: a capital, a script without, or a known word."""
    first = label[0]
    if first.islower() and not _is_known(label):
        return False
    return not opening("further_reading", "credit", "also").match(fold(label))


def _is_known(label: str) -> bool:
    word = fold(label).rstrip(_DIGITS + " .")
    return word in everywhere("asker_words") or word in everywhere("answerer_words")


def name_of(label: str) -> str:
    """Give a label without its stop; the number of a question is no name: “Q1” is “Q”."""
    bare = label.strip().rstrip(".") if label.count(".") == 1 else label.strip()
    return bare.rstrip(_DIGITS + " ") if _is_known(bare) else bare


def alone_in(raw: str) -> str:
    """Read a short line that could be a speaker's name alone."""
    # Nearly all lines are longer, or end as no name does.
    if len(raw) > LONGEST_ALONE or raw[-1:] in _NO_NAME_ENDS:
        return ""
    bare = raw.strip(" *_\u3000")
    match = _ALONE.match(bare)
    if not match:
        return ""
    return match[1] if _has_capitals(match[1]) else ""


def _has_capitals(name: str) -> bool:
    """Tell a name, whose words have capitals but for particles, from “Read more”, “Leggi tutto”."""
    words = name.split()
    return not words[0][0].islower() and all(
        not word[0].islower() or len(word) <= 3 for word in words
    )


def is_time(text: str) -> bool:
    """Tell whether a line is a time alone, as players put under a speaker's name."""
    return bool(_TIME_ALONE.match(text))
