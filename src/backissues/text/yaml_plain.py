"""Reads the YAML that people write most: keys with texts, with lists of texts, or with keys below.

Comes in: lines. Goes out: the tree that the parser would build of them, or None where there is
anything else in them, for only the parser knows what that means.
Must not know: what any key means. The parser makes an event of each word, with two marks, and takes
four times as long.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from backissues.patterns import late
from backissues.text.yaml_tree import YamlList, YamlMap, YamlNode, YamlText

# What no YAML file may hold, and what ends a line there. All but the spaces among them is what
# Python takes for unprintable, and with it much that YAML does not.
_NEVER = late("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
# A text in quotes. Matches “"a: b"”, “'a'”; not “"\n"”, “'a''b'”.
_QUOTED = r"\"(?P<double>[^\"\\]*)\"|'(?P<single>[^']*)'"
# A line: a key or the hyphen of an item, what stands behind it, a comment. A text that needs no
# quotes begins with a letter or a digit; that of a list in brackets, or below the sign of a block,
# is read apart. Matches “title: A”, “tags:”, “  - a”, “a b: [c, d] # e”, “a: >-”,
# “a: 2024-05-21T12:30”, “a: C#”; not “a:b”, “- a: b”, “a: b: c”, “- [a]: b”, “a: ~”, “a: &b c”, nor
# keys too long for the parser.
_LINE = re.compile(
    r"(?P<indent> *)(?:(?P<hyphen>-) +|(?P<key>[^\W_](?:[^:#]{0,98}[^:# ])?):(?: +|\Z))"
    rf"(?:{_QUOTED}|\[(?P<listed>[^\[\]{{}}#\\]+)\]|(?P<block>[>|]-)"
    r"|(?P<bare>[^\W_][^:#]*(?:(?::(?=\S)|(?<! )#)[^:#]*)*))? *(?:(?<= )#.*)?"
)
# One text of a list in brackets, up to its comma. Matches “ a b,”, “'c, d'”; not “a: b”, “, ”.
_LISTED = late(rf" *(?:{_QUOTED}|(?P<bare>[^\W_][^,:?]*)) *(?:,(?! *\Z)|\Z)")
_NOTHING = "null"
# Trees that editors write are flatter.
_DEEPEST = 4


def read_plain(lines: Sequence[str], *, first_line: int = 1) -> YamlNode | None:
    """Read lines of which the first is `first_line` of its file, if all of them are plain."""
    text = "".join(lines)
    if not text.isprintable() and _NEVER.search(text):
        return None
    try:
        return _Reader(lines, first_line).tree()
    except _OtherError:
        return None


class _OtherError(Exception):
    """Says that there is something else than what is plain."""


class _Reader:
    """Goes through lines; the one where it is has an indent, which is -1 behind the last one."""

    def __init__(self, lines: Sequence[str], first_line: int) -> None:
        self._lines = lines
        self._first = first_line
        self._at = self._indent = -1
        self._match: re.Match[str]
        self._go_on()

    def tree(self) -> YamlNode:
        """Read all lines."""
        if self._indent:
            raise _OtherError
        node = self._items() if self._match["hyphen"] else self._entries(1)
        if self._indent >= 0:
            raise _OtherError
        return node

    def _go_on(self) -> None:
        """Go to the next line that is neither empty nor a comment."""
        for at in range(self._at + 1, len(self._lines)):
            line = self._lines[at]
            if not (filled := line.lstrip(" ")) or filled[0] == "#":
                continue
            match = _LINE.fullmatch(line)
            if match is None:
                raise _OtherError
            self._at, self._match, self._indent = at, match, len(line) - len(filled)
            return
        self._indent = -1

    def _place(self, column: int) -> tuple[int, int]:
        return self._at + self._first, column + 1

    def _entries(self, depth: int) -> YamlMap:
        """Read keys of one indent, each with what it holds."""
        indent, place = self._indent, self._place(self._indent)
        found: dict[str, tuple[YamlText, YamlNode]] = {}
        while self._indent == indent and (name := self._match["key"]):
            if name in found or name == _NOTHING:
                raise _OtherError
            found[name] = YamlText(name, *self._place(indent)), self._held(depth)
        if self._indent > indent:
            raise _OtherError
        return YamlMap(tuple(found.values()), *place)

    def _held(self, depth: int) -> YamlNode:
        """Read what a key holds, and go behind it."""
        indent, match = self._indent, self._match
        if match["block"]:
            return self._block()
        held = self._text(match) or self._listed(match)
        self._go_on()
        if held is not None:
            return held
        if self._indent >= indent and self._match["hyphen"]:
            return self._items()
        if self._indent > indent and depth < _DEEPEST:
            return self._entries(depth + 1)
        raise _OtherError

    def _items(self) -> YamlList:
        """Read the items of a list, which are texts, one a line."""
        indent, place = self._indent, self._place(self._indent)
        texts: list[YamlText] = []
        while self._indent == indent and self._match["hyphen"]:
            text = self._text(self._match)
            if text is None:
                raise _OtherError
            texts.append(text)
            self._go_on()
        if self._indent > indent:
            raise _OtherError
        return YamlList(tuple(texts), *place)

    def _listed(self, match: re.Match[str]) -> YamlList | None:
        """Read a list in brackets, if there is one."""
        if match["listed"] is None:
            return None
        texts: list[YamlText] = []
        start, end = match.span("listed")
        while start < end:
            item = _LISTED.match(match.string, start, end)
            if item is None:
                raise _OtherError
            texts += filter(None, [self._text(item)])
            start = item.end()
        return YamlList(tuple(texts), *self._place(match.start("listed") - 1))

    def _text(self, match: re.Match[str]) -> YamlText | None:
        """Give the text of a line or an item, if it has one."""
        for quotes in ("double", "single"):
            if (quoted := match[quotes]) is not None:
                return YamlText(quoted, *self._place(match.start(quotes) - 1))
        if match["bare"] is None:
            return None
        bare = match["bare"].rstrip(" ")
        place = self._place(match.start("bare"))
        return YamlText("" if bare == _NOTHING else bare, *place)

    def _block(self) -> YamlText:
        """Read the text below a key: lines of one indent, none of them empty."""
        match, place = self._match, self._place(self._match.start("block"))
        below = self._lines[self._at + 1 :]
        first = below[0] if below else ""
        margin = " " * (len(first) - len(first.lstrip(" ")))
        if len(margin) <= self._indent:
            raise _OtherError
        texts: list[str] = []
        for line in below:
            if not line.startswith(margin):
                break
            text = line.removeprefix(margin)
            if not text or text[0] == " " or text[-1] == " ":
                raise _OtherError
            texts.append(text)
        # An empty line below it may part it from what follows, or belong to it.
        behind = next((line for line in below[len(texts) :] if line), "")
        if behind.startswith(margin) or behind.isspace():
            raise _OtherError
        self._at += len(texts)
        self._go_on()
        return YamlText((" " if match["block"] == ">-" else "\n").join(texts), *place)
