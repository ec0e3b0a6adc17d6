"""Reads the YAML that most front matter is: a key a line, with a text or with a list of texts.

Comes in: lines. Goes out: the tree that the parser would build of them, or None where there is
anything else in them, for only the parser knows what that means.
Must not know: what any key means. The parser makes an event of each word, with two marks, and takes
four times as long.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from backissues.text.yamlfile import YamlList, YamlMap, YamlNode, YamlText

# What no YAML file may hold, and what ends a line there.
_NEVER = "\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
# A text in quotes, or one that needs none. Matches “"a: b"”, “12 Uhr”, “2024-05-21T12:30”, “C#”;
# not “'a'”, “"\n"”, “a: b”, “a #b”, “- a”, “[a]”, “~”.
_TEXT = (
    rf'(?:"(?P<quoted>[^"\\{_NEVER}]*)"'
    rf"|(?P<bare>[^\W_][^:#{_NEVER}]*(?:(?::(?=\S)|(?<! )#)[^:#{_NEVER}]*)*)) *"
)
# Matches “title: A”, “tags:”; not “a b: c”, “a:b”, “ a: b”, nor keys too long for the parser.
_ENTRY = re.compile(rf"(?P<key>[A-Za-z][\w-]{{0,100}}):(?: +{_TEXT}| *)")
# Matches “  - a”; not “- a”, “  - a: b”, “  -”.
_ITEM = re.compile(rf"(?P<indent> +)- +{_TEXT}")
_NOTHING = "null"


class _Entry(NamedTuple):
    """A key, the text behind it, and the texts of the list below it with the column of each."""

    key: YamlText
    text: YamlText | None
    items: list[tuple[YamlText, int]]

    def value(self) -> YamlNode | None:
        """Give what the key means; None where only the parser knows."""
        if not self.items:
            return self.text
        columns = {column for _, column in self.items}
        if self.text is not None or len(columns) > 1:
            return None
        texts = tuple([text for text, _ in self.items])
        return YamlList(texts, texts[0].line, columns.pop())


def read_plain(lines: Sequence[str], *, first_line: int = 1) -> YamlMap | None:
    """Read lines of which the first is `first_line` of its file, if all of them are plain."""
    found: list[_Entry] = []
    for number, line in enumerate(lines, first_line):
        if match := _ENTRY.fullmatch(line):
            key = YamlText(match["key"], number, 1)
            found.append(_Entry(key, _text(match, number), []))
        elif found and (match := _ITEM.fullmatch(line)) and (text := _text(match, number)):
            found[-1].items.append((text, match.end("indent") + 1))
        else:
            return None
    names = {entry.key.text for entry in found}
    entries = tuple([(entry.key, value) for entry in found if (value := entry.value())])
    if not found or len(names) < len(found) or len(entries) < len(found) or _NOTHING in names:
        return None
    return YamlMap(entries, first_line, 1)


def _text(match: re.Match[str], line: int) -> YamlText | None:
    """Give the text of a line, if it has one."""
    if (quoted := match["quoted"]) is not None:
        return YamlText(quoted, line, match.start("quoted"))
    if match["bare"] is None:
        return None
    bare = match["bare"].rstrip(" ")
    return YamlText("" if bare == _NOTHING else bare, line, match.start("bare") + 1)
