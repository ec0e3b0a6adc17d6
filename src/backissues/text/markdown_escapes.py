"""Writes texts and addresses so that Markdown reads them as themselves, and as nothing else.

Comes in: a text, an address and its title. Goes out: Markdown of one line.
Must not know: what stands beside them.
"""

from __future__ import annotations

import re

from backissues.patterns import late
from backissues.text.marks import write_mark

# What a text may not hold as it is: signs of Markdown, “_” between other than letters, “~~”, “<a”,
# and “&amp;”. Matches the * of “2*3”, the _ of “_a”; not that of snake_case, the < of “1 < 2”.
_SIGNS = late(
    r"""[\\`*\[\]]
      | _ (?: (?<![^\W_]_) | (?![^\W_]) )
      | ~ (?: (?<=~~) | (?=~|$) ) | ^~
      | < (?=[A-Za-z/!?]|$)
      | & (?=\#|[A-Za-z][A-Za-z0-9]*;|$)""",
    re.VERBOSE,
)
_ENTITIES = late("[\n\r\f]")
# What no line of a document can hold, and no entity can say.
_UNSAYABLE = late(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(at + 0xFFFE)}{chr(at + 0xFFFF)}" for at in range(0x10000, 0x110000, 0x10000))
    + "]"
)
# What stands in “<…>” alone, as an address or a mailbox.
_AUTOLINK = late(r"[A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\x00-\x20]*")
_MAILBOX = late(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*"
)
# An address that needs no brackets of its own; not “a b”, “a(b)”, “?a&amp;b”.
_SIMPLE = late(r"(?:[^\s<>()\\&\x00-\x20]|&(?!#|[A-Za-z][A-Za-z0-9]*;))+")
_IN_ADDRESS = late(r"[\\<>]|&(?=#|[A-Za-z][A-Za-z0-9]*;)")
_IN_TITLE = late(r"[\\\"]|&(?=#|[A-Za-z][A-Za-z0-9]*;)")


def is_unsayable(text: str) -> bool:
    """Tell whether a text holds what no line and no entity can say."""
    return _UNSAYABLE.search(text) is not None


def escaped(text: str) -> str:
    """Write a text so that it reads as itself and as nothing else."""
    text = _SIGNS.sub(r"\\\g<0>", text)
    text = _ENTITIES.sub(lambda found: entity(found[0]), text)
    return _UNSAYABLE.sub(lambda found: entity(found[0]), text)


def entity(char: str) -> str:
    """Write a character by its number: as an entity, or by a mark where no entity has it."""
    if _UNSAYABLE.match(char):
        return write_mark("char", code=f"{ord(char):X}")
    return f"&#{ord(char)};"


def stands_alone(words: str, address: str) -> bool:
    """Tell whether a link that shows its own address can be written as it is: `<https://a.org>`."""
    if is_unsayable(words):
        return False
    if words == address:
        return _AUTOLINK.fullmatch(words) is not None
    return address == f"mailto:{words}" and _MAILBOX.fullmatch(words) is not None


def destination(address: str, title: str) -> str | None:
    """Write what stands in the round brackets of a link; None where nothing can say it."""
    if _UNSAYABLE.search(address) or _UNSAYABLE.search(title):
        return None
    goal = address if _SIMPLE.fullmatch(address) else f"<{_quoted(_IN_ADDRESS, address)}>"
    return f'{goal} "{_quoted(_IN_TITLE, title)}"' if title else goal


def _quoted(signs: re.Pattern[str], text: str) -> str:
    text = signs.sub(r"\\\g<0>", text)
    return _ENTITIES.sub(lambda found: entity(found[0]), text)
