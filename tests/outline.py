"""Writes an article down so that a person can compare it with an expectation, line by line.

Comes in: an article, or its blocks. Goes out: short lines of text, one a block, field or aside.
Must not know: where the article came from, what is expected of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from backissues.model import (
    Article,
    Block,
    Break,
    Code,
    CodeBlock,
    CutLink,
    Emphasis,
    Field,
    Heading,
    Image,
    Inline,
    Item,
    Link,
    List,
    Lost,
    Note,
    NoteRef,
    Notes,
    Paragraph,
    Part,
    Quote,
    Rule,
    RunIn,
    Span,
    Strike,
    Strong,
    Table,
    Text,
)

Shown: TypeAlias = Block | Item | Note


def place(span: Span) -> str:
    """Write a span as `4` or `4-6`."""
    return str(span.first) if span.first == span.last else f"{span.first}-{span.last}"


def words(inlines: Iterable[Inline]) -> str:
    """Write inlines with signs like Markdown's: ` / ` is a line's end, ` // ` a hard one."""
    return "".join(_inline(inline) for inline in inlines)


def _inline(inline: Inline) -> str:  # noqa: C901, PLR0911 - one case a form
    match inline:
        case Text():
            return inline.text
        case Emphasis():
            return f"*{words(inline.children)}*"
        case Strong():
            return f"**{words(inline.children)}**"
        case Strike():
            return f"~~{words(inline.children)}~~"
        case Code():
            return f"`{inline.text}`"
        case Link():
            return f"[{words(inline.children)}]({inline.url})"
        case CutLink():
            return f"<cut {inline.text}>"
        case Image():
            return f"![{inline.alt}]({inline.url})"
        case Break():
            return " // " if inline.hard else " / "
        case RunIn():
            return f"<{inline.role} {words(inline.children)}>"
        case NoteRef():
            return f"[^{inline.label}]"


def outline(blocks: Iterable[Shown], indent: str = "") -> Iterator[str]:
    """Write each block on a line: its lines, form, role and words; what it holds is indented."""
    for block in blocks:
        name, text, inner = _form(block)
        where = f"after {block.after}" if isinstance(block, Lost) else place(block.span)
        role = f" ({said})" if (said := _role(block)) else ""
        lang = f" in {said}" if (said := getattr(block, "lang", "")) else ""
        yield f"{indent}{where}: {name}{role}{lang}{': ' if text else ''}{text}"
        yield from outline(inner, f"{indent}  ")


def _role(block: Shown) -> str:
    """Give a role that says more than the form: a part's is its name, a heading's a section."""
    usual = "section" if isinstance(block, Heading) else ""
    role: str = "" if isinstance(block, Part) else getattr(block, "role", "")
    return role if role != usual else ""


def _form(  # noqa: C901, PLR0911, PLR0912 - one case a form
    block: Shown,
) -> tuple[str, str, tuple[Any, ...]]:
    """Give a block's name, its own words, and the blocks inside it."""
    match block:
        case Paragraph():
            return "paragraph", words(block.inlines), ()
        case Heading():
            return f"heading {block.level}", words(block.inlines), ()
        case List() if block.ordered:
            return f"list from {block.start}", "", block.items
        case List():
            return "list", "", block.items
        case Item() | Note():
            first, *rest = block.blocks or (None,)
            name = f"item {block.marker}" if isinstance(block, Item) else f"note {block.label}"
            if isinstance(first, Paragraph):
                return name, words(first.inlines), tuple(rest)
            return name, "", block.blocks
        case Quote():
            return "quote", "", block.blocks
        case CodeBlock():
            return f"code {block.language}".strip(), block.text.rstrip().replace("\n", " / "), ()
        case Table():
            rows = (block.head, *block.rows)
            return "table", " / ".join(" | ".join(map(words, row)) for row in rows), ()
        case Rule():
            return "rule", "", ()
        case Notes():
            return "notes", "", block.notes
        case Lost():
            return f"lost {block.what}", block.label, ()
        case Part():
            return f"part {block.role}", _part(block), block.blocks


def _part(block: Part) -> str:
    """Write what a source says of a part: its number, marker, label, anchor."""
    marks = f"marks {', '.join(map(place, block.marks))}" if block.marks else ""
    written = f"“{block.marker}”" if block.marker else ""
    said = (block.number, written, block.label, block.anchor and f"#{block.anchor}", marks)
    return " ".join(word for word in said if word)


def field(value: Field[str | None] | Field[tuple[str, ...]]) -> Iterator[str]:
    """Write a field: value and standing, then each piece of evidence."""
    if value.standing == "absent":
        yield "absent"
        return
    said = " | ".join(value.value) if isinstance(value.value, tuple) else value.value
    yield f"{said} ({value.standing})"
    for why in value.evidence:
        where = f"line {place(why.span)}" if why.span else why.where
        yield f"“{why.quote}” on {where}, by {why.rule}"


def asides(article: Article) -> Iterator[str]:
    """Write what was set aside: lines, reason, rule."""
    return _runs((one.span, f"{one.reason}, by {one.rule}") for one in article.asides)


def used(article: Article) -> Iterator[str]:
    """Write which lines became which field."""
    return _runs((one.span, one.field) for one in article.used)


def _runs(told: Iterable[tuple[Span, str]]) -> Iterator[str]:
    """Tell neighbouring lines with the same words at once."""
    runs: list[tuple[Span, str]] = []
    for span, why in told:
        if runs and runs[-1][1] == why and runs[-1][0].last + 1 == span.first:
            runs[-1] = (Span(runs[-1][0].first, span.last), why)
        else:
            runs.append((span, why))
    return (f"{place(span)}: {why}" for span, why in runs)
