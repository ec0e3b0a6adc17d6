"""Turns the bytes of a file into numbered lines, and says what was odd about them.

Comes in: bytes and the path that diagnostics name. Goes out: lines without their ends and without
control characters (a tab stays), and diagnostics. An error means: no text to read.
Must not know: formats, settings, the file system.
"""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterator, Sequence

from backissues.codes import diagnose
from backissues.model import Diagnostic
from backissues.patterns import late
from backissues.text import mojibake

# The only line ends. `str.splitlines` also breaks at form feeds and U+2028, other tools do not.
_LINE_END = late(r"\r\n|\r|\n")
# What no page may hold: C0 and C1 controls but tab and line ends, and Unicode's noncharacters.
_CONTROL = late("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
# Those of them beyond ASCII as UTF-8 writes them; each pattern has one byte to look for first.
_HIGH_CONTROLS = (
    late(rb"\xc2[\x80-\x9f]"),
    late(rb"\xef(?:\xb7[\x90-\xaf]|\xbf[\xbe\xbf])"),
)
# Controls that part words: vertical tab, form feed, the separators of C0, next line.
_SEPARATORS = late("[\x0b\x0c\x1c-\x1f\x85]")
_CONTROL_BYTES = bytes({*range(0x20), 0x7F} - {*b"\t\n\r\f"})

# Formats that people save by mistake in the place of text, by their first bytes.
_MAGIC = (
    (b"%PDF-", "it is a PDF"),
    (b"PK\x03\x04", "it is a ZIP or an office document"),
    (b"\xd0\xcf\x11\xe0", "it is an office document"),
    (b"{\\rtf", "it is an RTF document"),
    (b"\x89PNG", "it is an image"),
    (b"GIF8", "it is an image"),
    (b"\xff\xd8\xff", "it is an image"),
    (b"\x1f\x8b", "it is compressed"),
    (b"\x7fELF", "it is a program"),
)
# UTF-32 before UTF-16, whose mark it begins with.
_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
# Random bytes hold 11 % of them. Sound UTF-8 may hold many and still be a text with stray ones.
_BINARY_SHARE = 0.02
_BINARY_SHARE_OF_UTF8 = 0.3
_BROKEN_RUN = late("\ufffd+")
# The longest paragraph of an ordinary newsletter has some 3,000.
_LONG_LINE = 20_000


def read_lines(data: bytes, path: str) -> tuple[tuple[str, ...], tuple[Diagnostic, ...]]:
    """Decode bytes and split them into lines; binary data gives an error and no lines."""
    text, found = _decode(data, path)
    if text is None:
        return (), found
    lines = _split(text)
    is_unclean = _holds_controls(text)
    clean = tuple(map(_clean, lines)) if is_unclean else tuple(lines)
    if not any(line.strip() for line in clean):
        return clean, (*found, diagnose("S-002", path))
    found = (*found, *_oddities(text, lines, path, is_unclean=is_unclean))
    if not text.isascii():
        found = (*found, *_damage(text, clean, path, mended=any(f.code == "S-005" for f in found)))
    return clean, found


def _decode(data: bytes, path: str) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """Return the text and what is to be said of its encoding; no text where there is none."""
    for magic, why in _MAGIC:
        if data.startswith(magic):
            return None, (diagnose("S-003", path, why=why),)
    if wide := _wide(data):
        wide_text = data.decode(wide, "replace").removeprefix("\ufeff")
        return wide_text, (diagnose("S-004", path, 1, encoding=wide.upper()),)
    found: tuple[Diagnostic, ...] = ()
    if data.startswith(codecs.BOM_UTF8):
        data = data.removeprefix(codecs.BOM_UTF8)
        found = (diagnose("S-019", path, 1),)
    text = _sound_utf8(data)
    controls = len(data) - len(data.translate(None, _CONTROL_BYTES))
    if controls > len(data) * (_BINARY_SHARE if text is None else _BINARY_SHARE_OF_UTF8):
        why = f"it holds {controls} control characters in {len(data)} bytes"
        return None, (diagnose("S-003", path, why=why),)
    if text is None:
        text, broken = _mend(data, path)
        found = (*found, broken)
    return text, found


def _sound_utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _wide(data: bytes) -> str | None:
    """Name the encoding of two or four bytes a character, by its mark or by where its NULs are."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    sample = data[:4096]
    if 0 not in sample:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    # Latin letters leave every second byte NUL; text in UTF-8 has no NUL at all.
    few, many = len(sample) * 0.02, len(sample) * 0.3
    if len(data) % 2 or max(even, odd) < many or min(even, odd) > few:
        return None
    return "UTF-16-LE" if odd > even else "UTF-16-BE"


def _mend(data: bytes, path: str) -> tuple[str, Diagnostic]:
    """Read bytes that are not sound UTF-8: as a Western 8-bit encoding, or as damaged UTF-8."""
    text = data.decode("utf-8", "replace")
    genuine = data.count("\ufffd".encode())
    broken = text.count("\ufffd") - genuine
    # Letters of an 8-bit encoding stand alone and hardly ever make a sound sequence by chance; a
    # run of broken bytes is one accident, however long.
    sound = len(text) - len(text.encode("ascii", "ignore")) - broken
    if sound >= len(_BROKEN_RUN.findall(text)) - genuine:
        line = _line_of(text, text.index("\ufffd"))
        return text, diagnose("S-005", path, line, count=broken)
    first = next(at for at, byte in enumerate(data) if byte > 0x7F)
    try:
        text, encoding = data.decode("windows-1252"), "Windows-1252"
    except UnicodeDecodeError:
        text, encoding = data.decode("latin-1"), "Latin-1"
    return text, diagnose("S-004", path, _line_of(text, first), encoding=encoding)


def _split(text: str) -> list[str]:
    lines = _LINE_END.split(text) if "\r" in text else text.split("\n")
    if not lines[-1]:
        lines.pop()
    return lines


def _holds_controls(text: str) -> bool:
    """Tell whether `_CONTROL` matches: bytes, of which most are none, are passed over faster."""
    data = text.encode()
    if len(data.translate(None, _CONTROL_BYTES + b"\f")) < len(data):
        return True
    return not text.isascii() and any(sign.search(data) for sign in _HIGH_CONTROLS)


def _clean(line: str) -> str:
    return _CONTROL.sub("", _SEPARATORS.sub(" ", line))


def _line_of(text: str, at: int) -> int:
    return len(_LINE_END.findall(text, 0, at)) + 1


def _damage(text: str, lines: Sequence[str], path: str, *, mended: bool) -> Iterator[Diagnostic]:
    """Report letters that were lost, or decoded wrongly, before the capture was saved.

    In a file that was `mended` here, the signs of lost letters are our own, and said already.
    """
    if "\ufffd" in text and not mended:
        line = _line_of(text, text.index("\ufffd"))
        excerpt = lines[line - 1]
        yield diagnose("S-028", path, line, excerpt=excerpt, count=text.count("\ufffd"))
    damaged = list(mojibake.find(lines, text))
    if damaged:
        line, word, meant = damaged[0]
        count, excerpt = len(damaged), lines[line - 1]
        yield diagnose("S-027", path, line, excerpt=excerpt, word=word, meant=meant, count=count)


def controls(
    text: str, path: str, line: int, *, column: int | None = None
) -> tuple[Diagnostic, ...]:
    """Report the characters of a text that no page may hold, if there are any."""
    if not _CONTROL.search(text):
        return ()
    held = Counter(_CONTROL.findall(text))
    names = [f"U+{ord(char):04X}" for char in sorted(held)]
    shown = ", ".join(names[:4]) + (" …" if len(names) > 4 else "")
    return (diagnose("S-006", path, line, column=column, count=held.total(), names=shown),)


def _oddities(text: str, lines: list[str], path: str, *, is_unclean: bool) -> list[Diagnostic]:
    """Report control characters, lines too long to be lines, and uncommon line ends."""
    found: list[Diagnostic] = []
    if is_unclean:
        first = next(number for number, line in enumerate(lines, 1) if _CONTROL.search(line))
        found += controls(text, path, first)
    if max(map(len, lines)) > _LONG_LINE:
        found += [
            diagnose("S-015", path, number, count=len(line))
            for number, line in enumerate(lines, 1)
            if len(line) > _LONG_LINE
        ]
    if "\r" in text:
        ends = Counter(_LINE_END.findall(text))
        names = [{"\r\n": "CRLF", "\r": "CR", "\n": "LF"}[end] for end in sorted(ends)]
        found.append(diagnose("S-016", path, 1, ends=", ".join(names)))
    return found
