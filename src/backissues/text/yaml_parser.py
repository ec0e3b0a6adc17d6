"""Reads YAML by its parser: the only door of the yaml library, which is loaded when it is needed.

Comes in: YAML text and the path that diagnostics name. Goes out: scalars, lists and mappings, each
with its line and column; every scalar stays the text that was written (`no`, `1.10`, `12:30`).
The other way, what YAML takes a text for, and how it writes one in quotes.
Must not know: what any key means. Tags, anchors and aliases have no use here and are refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Protocol

import yaml

from backissues.codes import diagnose
from backissues.model import Diagnostic
from backissues.patterns import late
from backissues.text.lines import controls
from backissues.text.yaml_tree import YamlList, YamlMap, YamlNode, YamlText

# The C reader is ten times faster; both give the same events.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Deeper trees than this are no settings that a person wrote.
_DEEPEST = 20
# A line that is to be pasted is never folded.
_ENDLESS = 1 << 30


_QUOTES = frozenset({"'", '"'})
# What is said of a value in quotes that took in the keys below it.
_CLOSED_LATE = "the quotation mark that opens here is closed on line {line} only"
# A line that looks like a key. Matches “publish: false”, “  accent:”; not “http://a.org”, “A : b”.
_KEY = late(r" *[\w-]+:(?: |\Z)")


class _FaultError(Exception):
    """What makes a file no settings file, and where."""

    def __init__(self, why: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(why)
        self.line = line
        self.column = column


def read_yaml(
    text: str, path: str, *, first_line: int = 1
) -> tuple[YamlNode | None, tuple[Diagnostic, ...]]:
    """Read one YAML document whose first line is `first_line` of its file; None if it is empty."""
    # Only an escape can write a character that no page may hold, where none stands as it is.
    is_plain = "\\" not in text and not controls(text, path, 1)
    builder = _Builder(path, first_line, text, is_plain=is_plain)
    column: int | None
    try:
        # None follows the last event: `yaml.parse` asks for each one twice.
        return builder.build(iter(_Loader(text).get_event, None)), tuple(builder.found)
    except _FaultError as fault:
        why, line, column = str(fault), fault.line, fault.column
    except yaml.MarkedYAMLError as error:
        why, mark = _explained(error, text, first_line)
        line, column = builder.place(mark)
    except yaml.YAMLError as error:
        why, line, column = str(error).splitlines()[0], first_line, None
    return None, (diagnose("S-009", path, line, column=column, why=why),)


class _Mark(Protocol):
    """A place in the text, both parts from 0, as either parser gives it."""

    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


def _explained(error: yaml.MarkedYAMLError, text: str, first_line: int) -> tuple[str, _Mark | None]:
    """Say what is wrong, and where: what is not closed, at the line on which it opens.

    The parser notices at the next key, or at the end of the file, which is no help to find it.
    """
    noticed, opened = error.problem_mark, error.context_mark
    problem, context = error.problem or "", error.context or ""
    line = noticed.line + first_line if noticed else first_line
    # “did not find expected ',' or ']'”, “found unexpected end of stream”; not “found unknown
    # escape character”, which is no matter of closing.
    if noticed and opened and "expected" in problem:
        is_end = not "".join(text.split("\n")[noticed.line :])[noticed.column :].strip()
        if "quoted" in context:
            return "the quotation mark that opens here is not closed", opened
        if "flow" in context and (is_end or opened.line < noticed.line):
            bracket = "{" if "mapping" in context else "["
            missing = "" if is_end else f", or a comma is missing before line {line}"
            return f"“{bracket}” is not closed{missing}", opened
    if noticed and (start := _quoted_before(text, noticed)):
        return _CLOSED_LATE.format(line=line), start
    why = f"{problem} {context}".strip()
    if "mapping values are not allowed" in why:
        why += " (a value that holds “: ” needs quotes around it)"
    return why, noticed or opened


def _quoted_before(text: str, noticed: _Mark) -> _Mark | None:
    """Find where a value in quotes begins that went on to the line on which the fault shows.

    `title: "The sea` over `series: "Letters"` is the value “The sea series: ” with words behind it.
    """
    last: yaml.Event | None = None
    with suppress(yaml.YAMLError):
        for last in iter(_Loader(text).get_event, None):  # noqa: B007 - the last one is asked for
            pass
    if not isinstance(last, yaml.ScalarEvent) or last.style not in _QUOTES:
        return None
    start, end = last.start_mark, last.end_mark
    return start if start and end and start.line < end.line == noticed.line else None


class _Builder:
    """Builds the tree from events, without recursion, so that no file can exhaust the stack."""

    def __init__(self, path: str, first_line: int, text: str, *, is_plain: bool) -> None:
        self.path = path
        self._text = text
        self.first_line = first_line
        self._is_plain = is_plain
        self.found: list[Diagnostic] = []
        self._open: list[tuple[yaml.Event, list[YamlNode]]] = []
        self._documents = 0

    def place(self, mark: _Mark | None) -> tuple[int, int]:
        """Return the line of the file and the column, from 1, of a mark of the parser."""
        return (mark.line + self.first_line, mark.column + 1) if mark else (self.first_line, 1)

    def build(self, events: Iterable[yaml.Event]) -> YamlNode | None:
        """Return the tree of the one document that the events tell of."""
        root: YamlNode | None = None
        for event in events:
            node = self._node(event)
            if node is not None and self._open:
                self._open[-1][1].append(node)
            elif node is not None:
                root = node
        return None if isinstance(root, YamlText) and not root.text else root

    def _node(self, event: yaml.Event) -> YamlNode | None:
        """Return the node that an event completes."""
        if type(event) is yaml.ScalarEvent:  # first, as nearly all are
            value: str = event.value
            line, column = self.place(event.start_mark)
            if event.style in _QUOTES:
                self._refuse_keys_in(event)
            if not self._is_plain:
                self.found += controls(value, self.path, line, column=column)
            # A plain `~` or `null` says that there is nothing.
            nothing = value in {"~", "null"} and event.implicit[0]
            return YamlText("" if nothing else value, line, column)
        match event:
            case yaml.CollectionStartEvent():
                self._open.append((event, []))
                if len(self._open) > _DEEPEST:
                    raise _FaultError("nested too deeply", *self.place(event.start_mark))
            case yaml.CollectionEndEvent():
                return self._closed(*self._open.pop())
            case yaml.AliasEvent():
                why = f"the alias *{event.anchor} is not understood here"
                raise _FaultError(why, *self.place(event.start_mark))
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    why = "a second document begins here"
                    raise _FaultError(why, *self.place(event.start_mark))
            case _:
                pass
        return None

    def _refuse_keys_in(self, quoted: yaml.ScalarEvent) -> None:
        """Refuse a value in quotes that took in a key below it: its own mark was forgotten.

        `title: "The sea` over `publish: false` and `tags: ["#ports"]` is one value for the parser,
        with a comment behind it; and what was to be held back would be published.
        """
        start, end = quoted.start_mark, quoted.end_mark
        if start is None or end is None or start.line == end.line:
            return
        first, *below = self._text.split("\n")[start.line : end.line + 1]
        indent = len(first) - len(first.lstrip(" "))
        if any(_KEY.match(line) and len(line) - len(line.lstrip(" ")) <= indent for line in below):
            why = _CLOSED_LATE.format(line=end.line + self.first_line)
            raise _FaultError(why, *self.place(start))

    def _closed(self, start: yaml.Event, children: list[YamlNode]) -> YamlNode:
        """Make the list or mapping that ends here; of a key that stands twice, the first counts."""
        line, column = self.place(start.start_mark)
        if isinstance(start, yaml.SequenceStartEvent):
            return YamlList(tuple(children), line, column)
        entries: dict[str, tuple[YamlText, YamlNode]] = {}
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, YamlText):
                raise _FaultError("a key must be a word", key.line, key.column)
            if key.text in entries:
                twice = diagnose("S-013", self.path, key.line, column=key.column, key=key.text)
                self.found.append(twice)
            else:
                entries[key.text] = (key, value)
        return YamlMap(tuple(entries.values()), line, column)


# --- the other way -------------------------------------------------------------------------------


def quoted(value: str, *, as_it_is: bool) -> str:
    """Write a text in quotes; letters beyond ASCII stand as they are, or as escapes."""
    written: str = yaml.safe_dump(value, allow_unicode=as_it_is, default_style='"', width=_ENDLESS)
    return written.rstrip("\n")


def reads_as(value: str) -> bool:
    """Tell whether a text, unquoted, is read as itself and as a text: in a list, and alone."""
    # A hyphen alone is a text in a list, and begins one behind a key.
    try:
        nodes = [yaml.compose(line, Loader=_Loader) for line in (f"[{value}]", f"- {value}")]
    except yaml.YAMLError:
        return False
    return all(_is_just(node, value) for node in nodes)


def _is_just(node: yaml.Node | None, value: str) -> bool:
    """Tell whether a list is one text, unquoted, and which."""
    items = node.value if isinstance(node, yaml.SequenceNode) else []
    return (
        len(items) == 1
        and isinstance(items[0], yaml.ScalarNode)
        and not items[0].style
        and items[0].tag.endswith(":str")
        and items[0].value == value
    )
