"""Reads at once what most paragraphs of Markdown are: words, here and there a link or some stress.

Comes in: what stands in a paragraph; the parser's state at a line. Goes out: what the parser would
find, or no answer where there is any other sign, for only the parser knows what that means.
Must not know: documents.
"""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock, list_block

from backissues.model import Break, Emphasis, Inline, Link, Strong, Text
from backissues.patterns import late
from backissues.text.addresses import linkify

# A sign that means something, or might. Matches “\*”, “a_b”, “[x]”, “&amp;”, “<br>”, “~~no~~”; not
# “R & D”, “< 3”, “#1”, “a ~ b”. As one class opens it, words without any cost a fifth.
_SIGN = re.compile(r"[\\`*_\[\n~&<](?:(?<![~&<])|(?<=~)~|(?<=&)[#A-Za-z]|(?<=<)[!-;=?-~])")
# What stands between signs.
_WORD = r"[^\\`*_\[\]<&~\n]"
# Matches “[our file](https://a.org/b?c=d)”; not “![a](…)”, “[a *b*](…)”, “[a](b.md)”, “[^1](…)”.
_LINK = re.compile(
    rf"(?<!!)\[(?P<label>(?!\^){_WORD}+)\]\((?P<url>https?://(?:[a-z0-9-]{{1,63}}\.){{0,8}}"
    r"[a-z0-9-]{1,63}(?:[/?#][A-Za-z0-9/._~?=&#+:@,-]*)?)\)"
)
# Matches “**these words**”, “(*this*)”, “__Note:__ x”; not “a*b*”, “** a**”, “**a.**b”.
_LETTER, _GAP, _STOP = r"[^\W_]", r" \n\xa0\u202f", r""".,;:!?%)"'”’»…"""
_STRESS = late(
    rf"""(?<![^{_GAP}("'“‘«—–])(?P<mark>\*\*?|__?)(?P<words>{_LETTER}{_WORD}*)"""
    rf"(?:(?<={_LETTER})(?P=mark)(?![^{_GAP}{_STOP}—–])|(?<=[{_STOP}])(?P=mark)(?![^{_GAP}]))"
)
_INDENT = late(r"\n[ \t]*")


def plain_inlines(text: str) -> tuple[Inline, ...] | None:
    """Read a text whose signs are plain ones, as nine of ten paragraphs are; None for any other."""
    found: list[Inline] = []
    done = 0
    while sign := _SIGN.search(text, done):
        start = sign.start()
        words = text[done:start]
        if text[start] == "\n":
            line = words.rstrip(" ")
            inline: Inline = Break(hard=len(words) - len(line) > 1)
            words, piece = line, _INDENT.match(text, start)
        elif piece := _LINK.match(text, start):
            inline = Link(piece["url"], (Text(piece["label"]),))
        elif piece := _STRESS.match(text, start):
            make = Strong if len(piece["mark"]) == 2 else Emphasis
            inline = make(linkify(piece["words"]))
        if piece is None:
            return None
        found += linkify(words)
        found.append(inline)
        done = piece.end()
    return (*found, *linkify(text[done:]))


# How a line opens that is a paragraph, whatever stands above it, or goes on with one. Matches
# “Words”, “« oui »”, “été”, “12 days”, “**Note:** x”, “[a](b)”; not “- a”, “12. a”, “***”, “[a]: b”
# The first class is said by the ASCII that is not in it, for it takes as long to compile as it
# names characters: four patterns of all others took 15 ms.
WORDS = r"[^\0- #-&)-@\[-`{-\x7f]|[0-9]+(?![0-9.)])|[*_]{1,3}[^\W_]|\[(?!\^)[^\[\]\\\n]*\](?!:)"
_OPENS = late(WORDS)


def plain_block(
    state: StateBlock,
    first: int,
    _end: int,
    silent: bool,  # noqa: FBT001 - the parser's form of a rule
) -> bool:
    """Take a paragraph whose lines open with words, before all rules are asked in turn.

    It ends at a blank line or at an item of a list; anything else below it is for the rules.
    """
    if silent or state.is_code_block(first):
        return False
    line = first
    while line < state.lineMax and not state.isEmpty(line):
        if not _OPENS.match(state.src, state.bMarks[line] + state.tShift[line]):
            if line == first or not _item_below(state, line):
                return False
            break
        line += 1
    content = state.getLines(first, line, state.blkIndent, False)  # noqa: FBT003
    token = state.push("inline", "", 0)
    token.content = content.strip()
    token.map = [first, line]
    state.line = line
    return True


def _item_below(state: StateBlock, line: int) -> bool:
    """Tell whether an item begins at a line below a paragraph and ends it."""
    if state.sCount[line] < 0:  # a quote's paragraph that goes on without its sign
        return False
    parent, state.parentType = state.parentType, "paragraph"
    found = list_block(state, line, state.lineMax, True)  # noqa: FBT003
    state.parentType = parent
    return found
