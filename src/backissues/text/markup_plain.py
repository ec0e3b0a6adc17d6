"""Reads at once what most paragraphs of Markdown are: words, here and there a link or some stress.

Comes in: what stands in a paragraph or heading. Goes out: the inlines that the parser would give,
or None where the text holds any other sign, for only the parser knows what that means.
Must not know: blocks, the parser.
"""

from __future__ import annotations

import re

from backissues.model import Break, Emphasis, Inline, Link, Strong, Text
from backissues.text.addresses import linkify

# A sign that means something, or might. Matches “\*”, “a_b”, “[x]”, “&amp;”, “<br>”, “~~no~~”; not
# “R & D”, “< 3”, “#1”, “a ~ b”.
_SIGN = re.compile(r"[\\`*_\[\n]|~~|&[#A-Za-z]|<[A-Za-z!?/]")
# What may stand inside a pair, beside a pair, and on the inside of its end.
_WORD, _LETTER = r"[^\\`*_\[\]<&~\n]", r"[^\W_]"
_GAP, _STOP = r" \n\xa0\u202f", r""".,;:!?%)"'”’»…"""
_PLAIN = re.compile(
    rf"""
    # Matches “[our file](https://a.org/b?c=d)”; not “![a](…)”, “[a *b*](…)”, “[a](b.md)”.
      (?<!!)\[(?P<label>(?!\^){_WORD}+)\]\((?P<url>https?://
        (?:[a-z0-9-]{{1,63}}\.){{0,8}}[a-z0-9-]{{1,63}}(?:[/?\#][A-Za-z0-9/._~?=&\#+:@,-]*)?)\)
    # Matches “**these words**”, “(*this*)”, “__Note:__ x”; not “a*b*”, “** a**”, “**a.**b”.
    | (?<![^{_GAP}("'“‘«—–])(?P<mark>\*\*?|__?)(?P<words>{_LETTER}{_WORD}*)
        (?:(?<={_LETTER})(?P=mark)(?![^{_GAP}{_STOP}—–])|(?<=[{_STOP}])(?P=mark)(?![^{_GAP}]))
    # The end of a line.
    | (?<![ ])(?P<spaces>[ ]*)\n[ \t]*
    """,
    re.VERBOSE,
)


def plain_inlines(text: str) -> tuple[Inline, ...] | None:
    """Read a text whose signs are plain ones, as nine of ten paragraphs are; None for any other."""
    if not _SIGN.search(text):
        return linkify(text)
    found: list[Inline] = []
    done = 0
    for piece in _PLAIN.finditer(text):
        start = piece.start()
        if start > done:
            if _SIGN.search(text, done, start):
                return None
            found += linkify(text[done:start])
        match piece.lastgroup:
            case "url":
                found.append(Link(piece["url"], (Text(piece["label"]),)))
            case "words":
                make = Strong if len(piece["mark"]) == 2 else Emphasis
                found.append(make(linkify(piece["words"])))
            case _:
                found.append(Break(hard=len(piece["spaces"]) > 1))
        done = piece.end()
    if _SIGN.search(text, done):
        return None
    return (*found, *linkify(text[done:]))
