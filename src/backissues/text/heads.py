"""Reads the named values above a text: YAML front matter, or lines like `Title: …`.

Comes in: a document's lines. Goes out: headers with spans, the lines that they take, diagnostics.
Must not know: what a header means.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from msgspec.structs import replace

from backissues.codes import diagnose
from backissues.model import Diagnostic, Header, Span
from backissues.patterns import late
from backissues.text.dialects import read_dialect
from backissues.text.legible import is_seen
from backissues.text.yaml_tree import YamlList, YamlMap, YamlNode, YamlText
from backissues.text.yamlfile import read_yaml_lines

# A header line of Pelican, a mail, or MultiMarkdown. Matches “Title: x”, “Reply-To: y”, “Date:”;
# not “Note that: x”, “12:30”, “https://x”.
_NAMED = late(r"^([^\W\d_][^\W\d_-]*(?:-[^\W\d_]+){0,3})[ \t\xa0]*[:：](?:[ \t\xa0]*(.*))?$")
# A line between `---` that begins so goes on above it: an item, a folded text, a comment.
_CONTINUES = frozenset(" \t-#[]{}\"'")
_MOST_STRAYS = 0.34
# A colon opens many a first line; a block of headers has a name that the tools really write.
_KNOWN = frozenset(
    """
    title date author authors tags tag slug category categories subject from to cc summary
    description lang language published updated modified status url link source keywords
    subtitle series number issue message-id reply-to content-type mime-version layout
    permalink creator publisher guid id lastmod last-modified
    """.split()  # noqa: SIM905 - thirty quoted words read worse
)
# The headers of a mail as programs write them in other languages, by the name that they stand for.
_IN_ENGLISH = {
    "de": "from",
    "von": "from",
    "da": "from",
    "发件人": "from",
    "à": "to",
    "an": "to",
    "para": "to",
    "a": "to",
    "收件人": "to",
    "objet": "subject",
    "betreff": "subject",
    "asunto": "subject",
    "oggetto": "subject",
    "assunto": "subject",
    "主题": "subject",
    "envoyé": "date",
    "datum": "date",
    "gesendet": "date",
    "fecha": "date",
    "enviado": "date",
    "data": "date",
    "inviato": "date",
    "日期": "date",
    "titre": "title",
    "titel": "title",
    "título": "title",
    "titolo": "title",
    "标题": "title",
    "auteur": "author",
    "autor": "author",
}
_LONGEST_HEAD = 60


Head: TypeAlias = tuple[tuple[Header, ...], Span | None, tuple[Diagnostic, ...]]


def read_head(lines: Sequence[str], path: str) -> Head:
    """Read what stands above the text; nothing if the first filled line is no header."""
    start = next((index for index, line in enumerate(lines) if line.strip()), None)
    if start is None:
        return (), None, ()
    headers, span, diagnostics = _head_at(lines, start, path)
    return tuple(map(_seen, headers)), span, diagnostics


def _head_at(lines: Sequence[str], start: int, path: str) -> Head:
    """Read the head that begins at the first filled line."""
    if lines[start].rstrip() == "---":
        return _front_matter(lines, start, path)
    if other := read_dialect(lines, start):
        entries, span = other
        headers = tuple(Header(name=_name(e.name), values=e.values, span=e.span) for e in entries)
        return headers, span, ()
    return _named_lines(lines, start)


def _seen(header: Header) -> Header:
    """Empty the values of which nobody would see anything: a zero-width space is no title."""
    if all(map(is_seen, header.values)):
        return header
    return replace(header, values=tuple(one if is_seen(one) else "" for one in header.values))


def _is_prose(lines: Sequence[str]) -> bool:
    """Tell whether lines between two rules are a text, in which names are few: “Note: …”."""
    filled = [line for line in lines if line.strip()]
    other = [line for line in filled if line[0] not in _CONTINUES and not _NAMED.match(line)]
    return len(other) > _MOST_STRAYS * len(filled)


def _span(lines: Sequence[str], first: int, after: int) -> Span:
    """Give the lines of a key and its value, which may go on below it: a list, a folded text."""
    last = after - 1
    while last > first and not lines[last - 1].strip():
        last -= 1
    return Span(first, max(first, last))


def _front_matter(lines: Sequence[str], start: int, path: str) -> Head:
    """Read YAML between `---` lines; if it is no mapping, it is text and nothing is taken."""
    end = next(
        (
            index
            for index in range(start + 1, len(lines))
            if lines[index].rstrip() in {"---", "..."}
        ),
        None,
    )
    if end is None or not any(":" in line for line in lines[start + 1 : end]):
        return (), None, ()
    inner = lines[start + 1 : end]
    if not lines[start + 1].strip():
        # A rule and a blank line open a text, not front matter.
        return (), None, ()
    node, diagnostics = read_yaml_lines(inner, path, first_line=start + 2)
    if isinstance(node, YamlMap):
        below = [*(key.line for key, _ in node.entries[1:]), end + 1]
        headers = tuple(
            Header(name=_name(key.text), values=_texts(value), span=_span(lines, key.line, after))
            for (key, value), after in zip(node.entries, below, strict=True)
        )
    elif _is_prose(inner):
        return (), None, ()
    else:
        # What no YAML reader takes, a person still can: line by line.
        headers = tuple(
            Header(name=_name(match[1]), values=((match[2] or "").strip(),), span=Span(n, n))
            for n, line in enumerate(inner, start + 2)
            if (match := _NAMED.match(line.rstrip()))
        )
        diagnostics = tuple(
            diagnose("S-024", path, found.line, column=found.column, why=found.values["why"])
            for found in diagnostics
            if found.code == "S-009"
        )
    return headers, Span(start + 1, end + 1), diagnostics


def _texts(node: YamlNode) -> tuple[str, ...]:
    """Flatten a value: a text is one, a list gives each of its texts, a mapping's values count.

    Of a person or thing with a name (“- name: Ada”, “  url: …”) the name counts alone.
    """
    match node:
        case YamlText():
            return (node.text,) if node.text else ()
        case YamlList():
            return tuple(text for item in node.items for text in _texts(item))
        case YamlMap():
            named = [value for key, value in node.entries if key.text.casefold() == "name"]
            values = named or [value for _, value in node.entries]
            return tuple(text for value in values for text in _texts(value))


def _name(written: str) -> str:
    """Give a header's name as rules know it."""
    name = written.casefold()
    return _IN_ENGLISH.get(name, name)


def _named_lines(lines: Sequence[str], start: int) -> Head:
    """Read `Name: value` lines up to the first blank one; wrapped values are indented."""
    headers: list[Header] = []
    end = start
    for index in range(start, min(len(lines), start + _LONGEST_HEAD)):
        line = lines[index]
        if not line.strip():
            break
        if headers and line[0] in " \t":
            last = headers[-1]
            values = (f"{last.values[0]} {line.strip()}".strip(),)
            headers[-1] = Header(
                name=last.name, values=values, span=Span(last.span.first, index + 1)
            )
        elif match := _NAMED.match(line.rstrip().removeprefix("# " if index == start else "")):
            name, value = _name(match[1]), (match[2] or "").strip()
            if line[0] == "#" and name != "title":
                return (), None, ()
            headers.append(Header(name=name, values=(value,), span=Span(index + 1, index + 1)))
        else:
            return (), None, ()
        end = index
    known = sum(header.name in _KNOWN for header in headers)
    if len(headers) == 1 and headers[0].name == "title" and headers[0].values[0]:
        # Converters set a page's title alone above it: “Title: The ferry”.
        return tuple(headers), Span(start + 1, end + 1), ()
    if known < 2 or known < len(headers) / 2:
        return (), None, ()
    return tuple(headers), Span(start + 1, end + 1), ()
