"""Reads the name of a series where words point at one: before a number, in a greeting, in quotes.

Comes in: a line or a sentence. Goes out: names as written, without number, date, sign or tagline.
Must not know: facts, kinds; which of several names is right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from backissues.fields.dates import dates
from backissues.languages import bare, everywhere, fold, opening, wording
from backissues.patterns import Eastern, is_eastern, late
from backissues.text.tree import readable

LONGEST = 60
_MOST_WORDS = 10
# What parts a name from the topic, the date or the number beside it.
_PARTS = late(r"\s[-–—|·•/]\s|\s?[|｜]\s?|[:：]\s?|,\s|\s?[(（\[【]|[—–](?=\S)|[.!?]\s")
# “[Dispatch] The Kiln” as lists write subjects
_SMALL_END = late(r"(?:\s[^\W\d_A-ZÀ-Þ]{1,4}){0,2}\s*$")
_TAG = late(r"^\s*\[[^\]]{1,40}\]\s*")
# A capital or a Chinese character begins a name.
_CAPITAL = late("^[«“„\"‘'*_]{0,3}[A-ZÀ-ÖØ-ÞŁŚŻŹĆА-ЯЁΑ-Ω\u3040-\u30ff\u4e00-\u9fff]")
# A sentence, a comma, a colon end a name; so does a closing quote.
_ENDS = late(r"[.,:;!?…»”)，。！：]$")
# Elided words inside a name, beside those that a list holds: “Le Bruit d'Octobre”.
_ELIDED = late(r"[dlDL]['’]\w{1,20}")
_MOST_JOINTS = 2
# A name of fewer words with a number behind it is a product as often: “Windows 11”.
_MANY_WORDS = 3
_QUOTED = late(r"[«“„\"「『《‹]\s?([^«»“”„\"「」『』《》‹›]{2,50}?)\s?[»”“\"」』》›]")
_EMPHASIS = late(r"[*_]{1,2}([^*_]{2,50})[*_]{1,2}")
_BETWEEN = 4
_CLOSES = {"»": "«", "”": "“", "“": "„", ")": "(", "」": "「", "』": "『", "》": "《"}
# 2021年 is a year, and no name.
_YEAR = late(r"\d{4}\W?年?")
_HAN = Eastern("\u3040-\u30ff\u4e00-\u9fff")
_CLAUSES = late(r"[,;:!]\s(?:and\s|et\s|und\s|y\s|e\s)?")
_GREETS = 60


def clean(name: str) -> str:
    """Drop signs at a name's ends and a word for “number” that ends it; give "" for no name."""
    plain = readable(name).replace("*", "").replace("_", " ").strip()
    words = bare(plain)
    # “Газета «Маяк»”: what closes a quotation inside the name belongs to it.
    closing = plain[plain.find(words) + len(words) :][:1]
    if closing and _CLOSES.get(closing, closing) in words and closing not in words:
        words += closing
    head, _, last = words.rpartition(" ")
    if fold(last) in everywhere("number_signs") or fold(last) in everywhere("volume_signs"):
        return clean(head)
    return words if _is_name(words) else ""


def _is_name(name: str) -> bool:
    """Tell whether words could be a name: not too long, no date, more than a word for a letter."""
    if not 2 <= len(name) <= LONGEST or name.count(" ") >= _MOST_WORDS:
        return False
    if not any(char.isalpha() for char in name) or _YEAR.fullmatch(name) or dates(name, None):
        return False
    folded = fold(name)
    first, _, rest = folded.partition(" ")
    if _is_volume_year(name):
        return False
    by = opening("by").match(rest) if first in everywhere("letter_words") else None
    if by and by[0] not in everywhere("into"):
        # “Kolumne von Max Huber”, but “Boletín de La Acequia”
        return False
    return not any(
        folded in everywhere(field) for field in ("issue_words", "letter_words", "stopwords")
    )


def _is_joint(word: str) -> bool:
    """Tell whether a small word may stand inside a name: “Smoker & Veil”, “La Lettre du Bocage”."""
    return word in "&+" or fold(word) in everywhere("name_joints") or bool(_ELIDED.match(word))


def before(text: str, at: int) -> str:
    """Take the name that stands before a number: “Title | X No. 5” gives X, “X — Nº 12” as well.

    The year of a volume, or a date, may stand between: “X - Anno XII, n. 3”.
    """
    parts = pieces(text[:at].rstrip(" -–—:：,|｜(（[【·•"))
    while len(parts) > 1 and (_is_volume_year(parts[-1]) or dates(parts[-1], None)):
        parts.pop()
    # “Kolumne „Unterm Vordach“, Folge 12”
    name = _named_kind(parts[-1]) or clean(parts[-1])
    word = fold(bare(parts[-1]))
    # “Rundbrief Nr. 9”, “Semanal Edição 1”: a letter may have no name but what it is.
    kind = word in everywhere("letter_words") or (
        len(parts) == 1 and word in everywhere("issue_words") and word not in _counted()
    )
    return name or (bare(parts[-1]) if kind else "")


@cache
def _counted() -> frozenset[str]:
    """Give the words that only count editions: “issue”, “numéro”, “本期”."""
    return everywhere("number_signs") | {word for word in everywhere("issue_words") if "期" in word}


def _named_kind(piece: str) -> str:
    """Take the quoted name behind a word for a letter that opens a piece."""
    match = _QUOTED.search(piece)
    return (
        clean(match[1])
        if match and fold(piece[: match.start()]) in everywhere("letter_words")
        else ""
    )


def _is_volume_year(piece: str) -> bool:
    """Tell whether a piece counts the years of a letter: “Anno XII”, “31. Jahrgang”."""
    words = fold(bare(piece)).split()
    return bool(words) and bool({words[0], words[-1]} & everywhere("volume_years"))


def behind(text: str, at: int) -> str:
    """Take the piece right behind a number that opens a line: “Edition 12 — X”."""
    return clean(pieces(text[at:].lstrip(" -–—:：,|｜)）]】·•."))[0])


def pieces(line: str) -> list[str]:
    """Part a line at what parts names from topics, dates and numbers; a list's tag is none."""
    return _PARTS.split(_TAG.sub("", line))


def after(text: str) -> str:
    """Take the name that follows an edition: “… 12 des Deich Weekly Newsletter für die Woche”."""
    words = text.split()
    if not words or fold(words[0]) not in everywhere("into"):
        return ""
    return _opening_quote(" ".join(words[1:])) or run_from(words, 1)


def _opening_quote(text: str) -> str:
    """Take the quoted words that a text opens with, after an article at most."""
    match = _QUOTED.search(text[: LONGEST + 10])
    return clean(match[1]) if match and match.start() <= _BETWEEN else ""


def quoted(text: str) -> str:
    """Take the words that quotation marks or stress set apart."""
    match = _QUOTED.search(text) or _EMPHASIS.search(text)
    return clean(match[1]) if match and _CAPITAL.match(match[1].strip()) else ""


def run_from(words: Sequence[str], start: int) -> str:
    """Take the run of words with capitals that begins at a place, small words inside included."""
    # “to the Friday Bell”: the article may be the sentence's own.
    if start < len(words) and len(words[start]) <= 3 and words[start].islower():
        start += 1
    end, joints = start, 0
    for index in range(start, min(len(words), start + _MOST_WORDS)):
        word = words[index]
        if has_capital(word):
            end, joints = index + 1, 0
        elif index > start and _is_joint(word) and joints < _MOST_JOINTS:
            joints += 1
        else:
            break
        if _ENDS.search(word):
            break
    return clean(" ".join(words[start:end]))


def has_capital(text: str) -> bool:
    """Tell whether a text begins with a capital, or a letter of a script that has none."""
    return not text[:1].islower() and _CAPITAL.match(text) is not None


def run_before(words: Sequence[str], end: int) -> str:
    """Take the run of words with capitals that ends before a place."""
    start, joints = end, 0
    for index in range(end - 1, max(-1, end - 1 - _MOST_WORDS), -1):
        word = words[index]
        if index < end - 1 and _ENDS.search(word):
            break
        if has_capital(word):
            start, joints = index, 0
        elif index < end - 1 and _is_joint(word) and joints < _MOST_JOINTS:
            joints += 1
        else:
            break
    return clean(" ".join(words[start:end]))


def greeted(sentence: str) -> str:
    """Take the name behind a greeting's “to”: “Welcome to First Ferry”, “Bienvenue dans X”."""
    into = everywhere("into")
    for clause in _CLAUSES.split(sentence):
        # “Hello all, and welcome to …”: the clause that greets is not always the first.
        words = clause.split()
        if not opening("greeting").match(fold(bare(clause[:_GREETS]))):
            continue
        for index, word in enumerate(words[:-1]):
            # The first of them: “dans La Feuille de Talus” has another inside the name.
            if fold(word) in into and (name := run_from(words, index + 1)):
                return name
    return ""


def leading_to(text: str) -> str:
    """Take the name that ends before a number in a sentence: “bienvenue dans Mes Flashs du mois”.

    It begins after the first “into” word that a capital follows, else at the last capital run.
    """
    words = re.split(r"[.,;:!?…]\s", text.rstrip(" -–—:：,|([#"))[-1].split()[-_MOST_WORDS:]
    into = everywhere("into")
    for index in range(1, len(words)):
        if fold(words[index - 1]) in into and _CAPITAL.match(words[index]):
            return clean(" ".join(words[index:]))
    return run_before(words, len(words))


def edition_of(sentence: str) -> str:
    """Take the name behind a word for an edition: “another issue of Mortar Weekly!”."""
    words = sentence.split()
    for index, word in enumerate(words[:-2]):
        # “another episode of “First Ferry”” counts as well.
        folded = fold(bare(word))
        if folded in everywhere("issue_words") or folded in everywhere("number_signs"):
            name = after(" ".join(words[index + 1 :]))
            if name:
                return name
    return ""


def called(sentence: str) -> str:
    """Take the name beside a word for a letter: “X, la newsletter …”, “our bulletin “X””."""
    match = wording("letter_words").find(sentence)
    if not match:
        return ""
    words = sentence.split()
    first = len(fold(sentence)[: match.start()].split())
    last = len(fold(sentence)[: match.end()].split())
    if name := quoted(" ".join(words[last : last + _BETWEEN + 4])):
        return name
    # “Il Mestolo, la newsletter”, “Het Dolboord is de nieuwsbrief”: small words stand between.
    end = first
    while end > max(0, first - _BETWEEN) and words[end - 1].islower():
        end -= 1
    return run_before(words, end) if end < first or (end and _ENDS.search(words[end - 1])) else ""


def dated(title: str, language: str) -> str:
    """Take the name before a date that ends a title: “Draußen am Deich - Juli 2019”.

    A dash or a bar parts a name from its date, as does nothing at all where it is a month and a
    dash stands before the name; “Revue de presse du 31 mars” names no series.
    """
    last = dates(title, language)[-1:]
    if not last or title[last[0].end :].strip(" ).]"):
        return ""
    head = title[: last[0].start]
    if head[-1:] in {"(", "（", "["}:
        # “Newsletter semanal (2024-03-14)”, but no series in “Revue de presse (31 mars 2024)”
        name = clean(pieces(head[:-1].rstrip())[-1])
        return name if names_a_letter(name) else ""
    if parted := re.match(r"^(.{2,60}?)\s+[-–—|·]\s+(?:[^\W\d_A-ZÀ-Þ]{1,5}\s?)?$", head):
        return clean(pieces(parted[1])[-1])
    if last[0].edtf.count("-") != 1:
        return ""
    parts = pieces(head)
    if len(parts) > 1:
        return clean(parts[-1])
    # “Newsletter Jabberwock agosto 2025”, “Lettre d'information de septembre 2022”
    name = clean(_SMALL_END.sub("", head))
    return name if names_a_letter(name) else ""


def sender(value: str) -> str:
    """Take a letter's name from the head of its mail: “Ann from The Fen Letter <ann@…>”."""
    name = value.partition("<")[0].strip(" \"'")
    words = name.split()
    for index, word in enumerate(words[1:-1], 1):
        if fold(word) in everywhere("into"):
            name = " ".join(words[index + 1 :])
            break
    # An article begins no person's name.
    opens = fold(name.partition(" ")[0]) in everywhere("name_joints")
    return clean(name) if opens or names_a_letter(name) else ""


def headed(title: str) -> str:
    """Take the name that a colon parts from a topic, where it says that it is a daily or weekly."""
    name, colon, _ = title.partition("：")
    return clean(name) if colon and names_a_letter(name) else ""


def names_a_letter(name: str) -> bool:
    """Tell whether a name says itself that it is a letter, a bulletin, a weekly."""
    folded = fold(name)
    if wording("letter_words").search(folded):
        return True
    # Where no space parts words, one stands inside another: 山野周报.
    return is_eastern(folded) and any(word in folded for word in _unspaced())


@cache
def _unspaced() -> tuple[str, ...]:
    return tuple(word for word in everywhere("letter_words") if _HAN.search(word))


def counts_up(name: str) -> bool:
    """Tell whether a bare number behind a name could count its editions by the name's own shape.

    “Un peu de tout, des sentiers 31” and 河边拾遗 31 could; a capital behind small letters, as in
    “What is new in Windows 11”, is a thing of that number, and “Life after 60” no name.
    """
    if _HAN.search(name):
        return True
    words = name.split()
    return (
        len(words) >= _MANY_WORDS
        and words[-1].islower()
        and fold(words[-1]) not in everywhere("stopwords")
    )


def names_a_roundup(name: str) -> bool:
    """Tell whether a name says that it gathers news or links: “Linkdump”, “Revue de presse”."""
    return fold(name) in everywhere("brief_words") | everywhere("issue_words")


def whole(text: str) -> str:
    """Take a line that is a name and nothing else: short, a capital first, no stop at its end."""
    if len(text) > LONGEST + 10 or not has_capital(text) or text[-1] in ".,;:!?。，：；":
        return ""
    return quoted(text) if names_a_letter(text) and _QUOTED.search(text) else clean(text)


def is_mail(line: str) -> bool:
    """Tell whether a line is of the sort that mails carry above and below their text."""
    return wording("mail_words").stands_in(line)


def set_apart(sentence: str) -> frozenset[str]:
    """Give the words of a sentence that quotation marks or stress set apart."""
    found = (*_QUOTED.finditer(sentence), *_EMPHASIS.finditer(sentence))
    return frozenset(clean(match[1]) for match in found)
