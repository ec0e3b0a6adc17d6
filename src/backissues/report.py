"""Writes diagnostics for people and as JSON, and the line that sums a build up.

Comes in: diagnostics, the folder that their paths count from, a way to look a line up.
Goes out: text. Must not know: where the text is printed, what the diagnostics are about.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import PurePath

from backissues.model import Diagnostic
from backissues.terminal import Look, harmless

LineOf = Callable[[str, int], str]

# A terminal's line, less the number before the excerpt.
_EXCERPT = 90


def as_text(
    diagnostics: Iterable[Diagnostic],
    *,
    folder: str = "",
    line_of: LineOf | None = None,
    colour: bool = False,
) -> str:
    """Return diagnostics for people; paths are given as they lie below `folder`."""
    shown = [_block(one, folder=folder, line_of=line_of, colour=colour) for one in diagnostics]
    return "".join(shown)


def as_json(diagnostics: Iterable[Diagnostic], *, folder: str = "") -> str:
    """Return diagnostics as JSON, one object a line."""
    # A lone surrogate, which no UTF-8 can hold, is for whoever prints the text to escape.
    lines = [
        json.dumps(
            {
                "code": one.code,
                "level": one.level,
                "path": _path(one, folder),
                "line": one.line,
                "column": one.column,
                "message": one.message,
                "hint": one.hint,
                "values": one.values,
            },
            ensure_ascii=False,
        )
        for one in diagnostics
    ]
    return "".join(f"{line}\n" for line in lines)


def summary(
    *, documents: int, done: str = "", diagnostics: Iterable[Diagnostic], seconds: float
) -> str:
    """Return the last line of a verb: what it did, and how many problems it found."""
    levels = Counter(one.level for one in diagnostics)
    problems = [counted(levels[level], level) for level in ("error", "warning", "note")]
    said = [counted(documents, "document"), *([done] if done else []), *problems]
    return f"{', '.join(said)}, {seconds:.2f} s"


def counted(number: int, word: str) -> str:
    """Write a number with what it counts."""
    return f"{number} {word}{'' if number == 1 else 's'}"


def _block(one: Diagnostic, *, folder: str, line_of: LineOf | None, colour: bool) -> str:
    """Return one diagnostic: its place and sentence, the line that it means, the hint."""
    place = ":".join(str(part) for part in (_path(one, folder), one.line, one.column) if part)
    look = Look(colour=colour)
    level = look.paint(one.level, one.level)
    lines = [f"{harmless(place)}: {one.code} {level}: {harmless(one.message)}"]
    excerpt = one.excerpt
    if not excerpt and one.line and line_of:
        excerpt = line_of(one.path, one.line)
    if excerpt.strip():
        number = str(one.line or "")
        lines.append(f"{number:>6} | {harmless(_shortened(excerpt, one.column))}")
    if one.hint:
        hint = f"    hint: {harmless(one.hint)}"
        lines.append(look.paint(hint, "dim"))
    return "\n".join(lines) + "\n"


def _path(one: Diagnostic, folder: str) -> str:
    """Return a diagnostic's path below the folder; a whole path as it is, no path as the folder."""
    if not one.path:
        return folder or "."
    return str(PurePath(folder, one.path))


def _shortened(line: str, column: int | None) -> str:
    """Cut a long line around the column that is meant."""
    line = line.rstrip()
    if len(line) <= _EXCERPT:
        return line
    start = max(0, min((column or 1) - 1 - _EXCERPT // 3, len(line) - _EXCERPT))
    end = start + _EXCERPT
    return ("…" if start else "") + line[start:end] + ("…" if end < len(line) else "")
