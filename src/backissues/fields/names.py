"""Reads the names of people in a line: which words are a name, and where a row of names ends.

Comes in: a piece of text. Goes out: names as they are written, in their order.
Must not know: kinds, facts, whose names these are: a byline's, a speaker's or a guest's.
"""

from __future__ import annotations

import re
from functools import cache

from backissues.languages import CJK, alternatives, everywhere, fold, lexicon_of, lexicons, wording
from backissues.patterns import late

Names = tuple[str, ...]

_LONGEST_NAME = 48
_MOST_WORDS = 6
# Small words inside a name, in every language: “Bram van der Eem”, “Maria de la Cruz”.
_PARTICLES = frozenset(
    """
    de du des da do dos das di del della dello delle degli dal dalla von van vom zu zur zum der den
    la le el y e i ter te ten op 't af av bin ibn ben al el- d' d’ y' mac mc st und
    """.split()  # noqa: SIM905 - forty quoted words read worse
)
# Two to four Han characters, Hangul, kana; foreign names in Han with a dot between their parts.
# Matches 林小满, 奥黛尔·马尔凯蒂, さくらい; not 林小满的故事书 (too long for Han alone).
_CJK_NAME = late(
    "[\u4e00-\u9fff\uac00-\ud7af]{2,4}"
    "|(?=[\u4e00-\u9fff]{0,7}[\u3040-\u30ff])[\u3040-\u30ff\u4e00-\u9fff]{2,8}"
    "|[\u4e00-\u9fff]{1,6}(?:[·・][\u4e00-\u9fff]{1,6}){1,3}"
)
_HANDLE = late(r"@[\w.-]{2,40}(?:@[\w.-]{3,60})?")
# A word of a name: “Tariq”, “O’Brien”, “J.R.”, “Jean-Marc”, “Lu:” is none.
_WORD = late(r"[^\W\d_](?:[^\W\d_]|['’.‐-])*")
_SIGNS = late(r"\s*(?:[;&＆·|｜、，/／]|,)\s*")
# What follows a name in a header: an affiliation after a dash, an address in brackets.
_AFFILIATION = late(r"\s+[-–—|]\s+.*$|\s*[(<（].*$")
_MAIL = late(r"\s*<[^<>]*@[^<>]*>\s*")
_WIKI_LINK = late(r"\[\[([^\[\]|]{1,80})(?:\|[^\[\]]{0,80})?\]\]")
_LINK = late(r"\[([^\[\]]{1,80})\]\([^()\s]{1,400}\)")
_TAGS = late(r"<[^<>]{1,200}>")
_BRACKETS = late(r"\s?[(（][^()（）]{0,200}[)）]")
# What opens words beside a name that are left out of it: “ - Der Hof”, “ (editor)”, “ <ada@…>”.
_HIDING = late(r"[\[<(（]|\s[-–—|]\s")
_EDGES = " .,;:*_~\"“”„«»'‘’[]\u202a\u202c"
# Words of an office between a name and the next: “Coline Vasseur, documentaliste, et Rémi …”.
_LONGEST_OFFICE = 8
_MOST_NAMES = 12
_SHORT_FORM = 3


def is_name(text: str) -> bool:
    """Tell whether a text could be one person's name, by its form: capitals, and few words."""
    if not 2 <= len(text) <= _LONGEST_NAME:
        return False
    if CJK.search(text):
        return _CJK_NAME.fullmatch(text) is not None
    words = text.split()
    if not 2 <= len(words) <= _MOST_WORDS or not (_is_part(words[0]) and _is_part(words[-1])):
        return False
    small = [index for index, word in enumerate(words) if not _is_part(word)]
    if any(words[index].casefold() not in _PARTICLES for index in small):
        return False
    if any(char.isdigit() for char in text):
        return False
    # Particles stand together: “María José de la Fuente Ortiz”, not “La Gazette de la Vie de Tous”.
    return not small or (small[-1] - small[0] == len(small) - 1 and len(words) - len(small) <= 4)


def _is_part(word: str) -> bool:
    """Tell whether a word is a name's part with a capital, or d’ before it."""
    if not word[:1].isupper():
        # “d’Artagnan”; a small letter alone opens no name.
        return word[:2] in {"d'", "d’"} and word[2:3].isupper() and _is_part(word[2:])
    # A stop ends initials and short forms only: “J.”, “St.”, “J.R.”; “Eem.” ends a sentence.
    return _WORD.fullmatch(word) is not None and not _ends_sentence(word)


def is_bare_name(text: str, language: str = "") -> bool:
    """Tell whether a line that no word of authorship opens could be a name, or a row of names.

    “The Gauge” and “La Gaceta de Brañal” open with a little word; no name does.
    """
    if not _may_be_names(text) or wording("issue_words").stands_in(text):
        # “Nieuwsbrief De Molen”
        return False
    if is_name(text):
        words = [fold(word) for word in text.split()]
        known = _little(language)
        little = [word for word in words if word in known and word not in _PARTICLES]
        return words[0] not in known and not (text.isupper() and (little or len(words) > 4))
    if CJK.search(text):
        return False
    parts = split_names(text)
    return 1 < len(parts) <= _MOST_NAMES and all(is_bare_name(part, language) for part in parts)


def _may_be_names(text: str) -> bool:
    """Refuse at little cost what no row of names is: one small word that no name holds tells.

    Not so where signs may hide words that are no part of a name: “Ada Roe (editor at large)”.
    """
    small = set(text.split()).intersection(text.lower().split())
    if not small or small <= _inside_names() or _HIDING.search(text):
        return True
    if CJK.search(text):
        return True
    known = _inside_names()
    return {word.strip(_EDGES) for word in small - known} <= known


@cache
def _inside_names() -> frozenset[str]:
    """Return the small words and the signs that may stand in a row of names."""
    return frozenset({*_PARTICLES, *" ".join(joiners()).split(), *";&＆·|｜、，/／,", ""})


@cache
def _little(language: str) -> frozenset[str]:
    """Return the commonest words of a language and of English; elsewhere “Ali” is a word."""
    lexicon = lexicon_of(language)
    return lexicons()["en"].stopwords | (lexicon.stopwords if lexicon else frozenset())


def is_handle(text: str) -> bool:
    """Tell whether a text is an account's name: “@ada”, “@ada@example.org”."""
    return text[:1] in "@\u202a" and _HANDLE.fullmatch(text.strip(_EDGES)) is not None


@cache
def joiners() -> frozenset[str]:
    """Return the words that join two names, in every language."""
    return everywhere("joiners")


@cache
def _joined() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{alternatives('joiners')})\s+|\s*[和与與]\s*", re.IGNORECASE)


def without_links(text: str) -> str:
    """Give the words of Markdown links in a text that was not taken for Markdown."""
    return _LINK.sub(r"\1", text) if "](" in text else text


def split_names(text: str) -> Names:
    """Split a header's value into names: joined by signs or words, affiliations dropped."""
    if "[" in text:
        text = _WIKI_LINK.sub(r"\1", text)
    if "<" in text or "[" in text:
        text = _TAGS.sub(" ", _LINK.sub(r"\1", _MAIL.sub(" ", text)))
    names: list[str] = []
    # “A & B - OK Lab Berlin, C - OK Lab Osnabrück”: an affiliation ends at the next comma.
    for group in _groups(text):
        whole = (_AFFILIATION.sub("", group) if _may_hide(group) else group).strip(_EDGES)
        parts = [part.strip(_EDGES) for part in _joined().split(whole)]
        # “Santiago Ramón y Cajal” is one: what would be left of him is no name.
        if len(parts) > 1 and is_name(whole) and not all(map(is_name, parts)):
            parts = [whole]
        names += [part for part in parts if part]
    return tuple(dict.fromkeys(names))


def _may_hide(text: str) -> bool:
    """Tell whether an affiliation may stand behind a name."""
    return not text.replace(" ", "").isalpha() and _HIDING.search(text) is not None


def _groups(text: str) -> list[str]:
    """Part a text at the signs between names; a dot inside a Chinese name parts nothing."""
    if text.replace(" ", "").isalpha():  # as most names are
        return [text]
    if "·" in text and CJK.search(text) and is_name(text.strip(_EDGES)):
        return [text]
    return _SIGNS.split(_without_brackets(text))


def _without_brackets(text: str) -> str:
    """Drop what stands in brackets: its commas part no names."""
    return _BRACKETS.sub(" ", text) if "(" in text or "（" in text else text


def leading_names(text: str) -> Names:
    """Take the names that a text begins with: “Coline Vasseur, documentaliste, et Rémi Tabard, …”.

    A name ends where its capitals end. Another may follow a joining word or sign, or an office.
    """
    text = _without_brackets(without_links(text[:400])).replace("&", " & ")
    if CJK.search(text[:12]):
        return _leading_cjk(text)
    words = text.split()
    names: list[str] = []
    at = 0
    while len(names) < _MOST_NAMES:
        end = _name_end(words, at)
        if end == at:
            break
        names.append(_untitled(" ".join(words[at:end]).strip(_EDGES)))
        if words[end - 1].endswith((".", ";", ":")) and len(words[end - 1]) > 2:
            break
        following = _next_name(words, end)
        if following is None:
            break
        at = following
    return tuple(dict.fromkeys(names))


def _name_end(words: list[str], at: int) -> int:
    """Give the index after the longest name that begins at a word, or the word's own."""
    end = best = at
    while end < len(words) and end - at < _MOST_WORDS:
        bare = words[end].strip(_EDGES.replace(".", "").replace("'", "").replace("’", ""))
        if end > at and fold(bare) in joiners() and is_name(_clean(words[at:end])):
            # “Femke de Boer en Joost”: before a joining word a name may be whole.
            break
        end += 1
        if is_name(_clean(words[at:end])):
            best = end
        if words[end - 1][-1:] in ",;:!?)" or not (_is_part(bare) or bare in _PARTICLES):
            break
    return best


def _untitled(name: str) -> str:
    """Take a form of address from a name: “Mme Solange Thibault” is Solange Thibault."""
    first, _, rest = name.partition(" ")
    address = fold(first.rstrip("."))
    return rest if address in everywhere("titles") and is_name(rest) else name


def _clean(words: list[str]) -> str:
    joined = " ".join(words).strip(_EDGES.replace(".", ""))
    # “J. R. Ewing.”: a stop behind a whole word is the sentence's.
    return joined[:-1] if _ends_sentence(words[-1]) else joined


def _ends_sentence(word: str) -> bool:
    """Tell whether the stop behind a word ends a sentence: not that of “J.”, “St.”, “J.R.”."""
    return word.endswith(".") and len(word) > _SHORT_FORM and "." not in word[:-1]


def _next_name(words: list[str], at: int) -> int | None:
    """Give the index at which the next name of a row begins, or None where the row ends."""
    comma = words[at - 1].endswith((",", ";"))
    for index in range(at, min(len(words), at + _LONGEST_OFFICE)):
        word = fold(words[index].strip(".,;"))
        joins = word in joiners() or word in {"&", "+", "/", "|", "·"}
        if joins and _name_end(words, index + 1) > index + 1:
            return index + 1
        if index == at and comma and _name_end(words, index) > index:
            return index
        if not comma or words[index].endswith((".", ":", "!", "?")):
            return None
    return None


def _leading_cjk(text: str) -> Names:
    """Take the first names of a Chinese or Japanese byline: parted by “、”, or one alone."""
    names: list[str] = []
    for piece in re.split(r"[、，,/／&＆]|\s[|｜]\s", text):
        first = piece.split()
        if not first or not is_name(first[0]):
            break
        names.append(first[0])
        if len(first) > 1:
            break
    return tuple(names)


def common_words(texts: tuple[str, ...]) -> frozenset[str]:
    """Return the words that a text writes with small letters: “Deep Learning” is no person."""
    together = " ".join(texts)
    # Each word once: those that stay as they are, and of them those that have letters to change.
    same = set(together.split()).intersection(together.lower().split())
    return frozenset(word for word in same if word.islower())
