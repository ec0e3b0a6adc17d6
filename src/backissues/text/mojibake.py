"""Finds words that were decoded wrongly before they were captured: “Ã©tÃ©” for “été”.

Comes in: a document's lines. Goes out: the damaged words with their lines and what they probably
were. Nothing is repaired: the bytes as received are the evidence, and a guess is only said.
Must not know: formats, languages, diagnostics.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from backissues.patterns import late

# UTF-8 read as one of these is what nearly all damage comes from: Windows' Western and Cyrillic
# letters, and those of old Macs.
_WINDOWS, _CYRILLIC, _MAC = "windows-1252", "windows-1251", "mac-roman"


class Damaged(NamedTuple):
    """A word as the capture has it, its line, and what it probably was."""

    line: int
    word: str
    meant: str


def _tail(encoding: str, *, but: str = "") -> str:
    """Give what the bytes after a sequence's first look like in an encoding, as a class."""
    shown = bytes(range(0x80, 0xC0)).decode(encoding, "ignore")
    return f"[{re.escape(''.join(char for char in shown if char not in but))}]"


_NEXT = _tail(_WINDOWS)
# Signs that may follow a capital in Portuguese: “AMANHÔ”. A no-break space is often captured as a
# plain one.
_ORDINARY = "“”‘’…–—•»›\u00a0"
# One of these proves damage, for no language writes it so. Matches “Ã©”, “lÃ ”, “â€™”, “Â«”,
# “ðŸ˜€”, “√©”, “‚Äô”; not “ÃO”, “AMANHÔ, “Â la”, “√2”, “„Äpfel”.
_PLAIN: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        _WINDOWS,
        late(
            f"Ã{_tail(_WINDOWS, but=_ORDINARY)}|(?<=[a-zß-ÿ])Ã[{_ORDINARY} ]"
            f"|(?<!\\w)Ã[ \u00a0](?=\\w)|â€{_NEXT}|Â[\u00a0-\u00bf]|ðŸ{_NEXT}{{2}}"
            f"|â[„†‡ˆ‰Š–—˜™š›œ]{_NEXT}"
        ),
    ),
    (_MAC, late(f"√{_tail(_MAC)}|‚Ä[ìîòôúù¢¶]")),
)
# These are ordinary letters and signs, “É”, “Сі”; two or three such pairs in a row are not.
# Matches “Ð¿Ñ€”, “Î±Ï€”, “Å‚Ã³”, “ä½å¥½”, “РїСЂРё”; not “É»”, “Å”, “Січень”.
_PAIRED: tuple[tuple[str, re.Pattern[str]], ...] = (
    (_WINDOWS, late(f"(?:[ÄÅÃÎÏÐÑ×ØÙ]{_NEXT}){{2,40}}|(?:[ã-é]{_NEXT}{{2}}){{2,40}}")),
    (_CYRILLIC, late(f"(?:[РС]{_tail(_CYRILLIC)}){{3,60}}")),
)
# What damage holds, for a cheap refusal: a text without any of these is sound. The pairs are the
# commonest letters of Russian.
_LEADS = (
    "Ã",
    "Â",
    "â€",
    "ðŸ",
    "√",
    "‚Ä",
    "Ð",
    "Ñ",
    "Î",
    "Ï",
    "×",
    "Ø",
    "Ù",
    "Å",
    "Ä",
    "å",
    "æ",
    "ã",
)
_LEADS_CYRILLIC = ("Рµ", "Рѕ", "Рё", "Р°")
_WORD_AROUND = 40


def find(lines: Sequence[str], text: str) -> Iterator[Damaged]:
    """Find the first damaged word of each line of a text."""
    # To look for one letter costs a fortieth of looking for two.
    likely = (lead for lead in (*_LEADS, *_LEADS_CYRILLIC) if lead[0] in text)
    leads = [lead for lead in likely if lead in text]
    if not leads:
        return
    suspect = re.compile("|".join(leads))
    for number, line in enumerate(lines, 1):
        if not line.isascii() and suspect.search(line) and (found := _first(line)):
            yield Damaged(number, *found)


def _first(line: str) -> tuple[str, str] | None:
    """Give the first damaged word of a line and what it was, or None."""
    for encoding, pattern in (*_PLAIN, *_PAIRED):
        for match in pattern.finditer(line):
            if _decoded(match[0], encoding) is None:
                continue
            word = _word(line, match)
            meant = _mended(word, encoding)
            if meant != word:
                return word, meant
    return None


def _word(line: str, match: re.Match[str]) -> str:
    """Give the word around a match: to the next spaces, at most some letters on."""
    before = line[max(0, match.start() - _WORD_AROUND) : match.start()]
    after = line[match.end() : match.end() + _WORD_AROUND]
    head = before.rsplit(None, 1)[-1] if before and not before[-1].isspace() else ""
    tail = after.split(None, 1)[0] if after and not after[0].isspace() else ""
    return head + match[0] + tail


def _mended(word: str, encoding: str) -> str:
    """Decode a word as it should have been: whole, or each damaged run where that cannot be."""
    if whole := _decoded(word, encoding):
        return whole
    patterns = [pattern for name, pattern in (*_PLAIN, *_PAIRED) if name == encoding]
    for pattern in patterns:
        word = pattern.sub(lambda match: _decoded(match[0], encoding) or match[0], word)
    return word


def _decoded(run: str, encoding: str) -> str | None:
    """Undo a wrong decoding, or give None where it was none."""
    try:
        # “Ã ” with a plain space was “à”, whose second byte is that of a no-break space.
        meant = run.replace(" ", "\u00a0").encode(encoding).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None
    return meant if meant.replace("\u00a0", " ").isprintable() else None
