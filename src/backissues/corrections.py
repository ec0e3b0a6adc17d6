"""Writes the lines with which an editor can say better what was misread or missing.

Comes in: an article. Goes out: lines of YAML, ready to be pasted into its sidecar. Each holds what
was read, so that nothing changes until an editor changes it; what is not known stays empty.
Must not know: how the lines are shown.
"""

from __future__ import annotations

from collections.abc import Iterator

from backissues.model import Article, Diagnostic, Field, Rival
from backissues.text.yaml_writing import remark, written

_KEYS = ("kind", "title", "authors", "published", "language", "series", "number")
# Lines are aligned at the longest value that is no longer than this.
_LONGEST_VALUE = 44
_FEW = 3
_AN_EMPTY_LIST = "[ ]"


def lines(article: Article) -> list[str]:
    """Give the lines to paste: a key, its value as it was read, and what speaks against it."""
    doubts = _doubts(article)
    pairs = [(_line(article, key), "; ".join(doubts[key])) for key in _KEYS if key in doubts]
    room = max((len(text) for text, _ in pairs if len(text) <= _LONGEST_VALUE), default=0)
    return [f"{text:{room}}   # {remark(doubt)}" for text, doubt in pairs]


def _line(article: Article, key: str) -> str:
    if key == "kind":
        return f"kind: {article.kind}"
    value = getattr(article.fields, key).value
    if isinstance(value, tuple):
        inside = ", ".join(map(written, value))
        return f"{key}: {f'[{inside}]' if inside else _AN_EMPTY_LIST}"
    return f"{key}: {written(value)}" if value else f"{key}:"


def _doubts(article: Article) -> dict[str, list[str]]:
    """Collect for each key what is wrong or missing, in the words of a remark."""
    doubts: dict[str, list[str]] = {}
    for found in article.diagnostics:
        for key, doubt in _doubt(article, found):
            if doubt not in doubts.setdefault(key, []):
                doubts[key].append(doubt)
    if article.fields.language.value is None:
        doubts["language"] = ["such as en or pt-BR"]
    return doubts


def _doubt(article: Article, found: Diagnostic) -> Iterator[tuple[str, str]]:
    """Yield the key that a diagnostic is about, and what to know when one corrects it."""
    values, fields = found.values, article.fields
    place = f" (line {found.line})" if found.line else ""
    match found.code:
        case "K-004":
            yield "kind", f"or {values['other']}, which is close"
        case "F-001":
            yield "title", "supplied, for the text states none"
        case "F-002":
            yield "published", "2024-05-21, 2024-05, 2024, or 2024~ for “about”"
            yield from (("published", doubt) for doubt in _rivals(fields.published))
        case "F-003":
            yield "published", f"{values['first']} or {values['second']}{place}"
        case "F-004":
            also = _rivals(getattr(fields, values["field"])) or [f"also read: {values['other']}"]
            yield from ((values["field"], doubt) for doubt in also)
        case "F-005":
            yield "authors", "a name, or several: [Ana Duarte, 李雷]"
            yield from (("authors", doubt) for doubt in _rivals(fields.authors))
        case "F-006":
            yield "published", f"“{values['value']}” is no date{place}"
        case _:
            pass


def _rivals(field: Field[str | None] | Field[tuple[str, ...]]) -> list[str]:
    """Name the values that lost, and where they stand."""
    value = field.value if isinstance(field.value, tuple) else (field.value,)
    losers = [rival for rival in field.rivals if rival.value not in value]
    return [_also(rival) for rival in losers[:_FEW]]


def _also(rival: Rival) -> str:
    span = rival.evidence.span
    return f"also read: {rival.value}" + (f" at line {span.first}" if span else "")
