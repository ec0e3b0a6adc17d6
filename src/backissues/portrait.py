"""Draws the page that `explain` shows of one document: what was read in it, and why.

Comes in: an article, the lines of its source, its diagnostics, the look of the terminal.
Goes out: text, one screen for a usual document; what to correct comes last, ready to be pasted.
Must not know: where documents come from, how they are parsed, where the text is printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from backissues import corrections
from backissues.model import Article, Diagnostic, Evidence, Fate, Field, Rival
from backissues.terminal import Look, columns, cut, harmless, pad, wrap

# The fields in the order in which a reader asks for them.
_FIELDS = (
    "title",
    "subtitle",
    "authors",
    "interviewees",
    "published",
    "updated",
    "language",
    "series",
    "number",
    "source_url",
    "credit",
    "hashtags",
    "tags",
    "rights",
)
_WANTED = ("title", "authors", "published", "language")
_NAME, _STANDING = 13, 9
_MARGIN = _NAME + _STANDING
# A value is never cut to less than this for the sake of what stands behind it.
_LEAST_VALUE = 24
_LONGEST_QUOTE, _SHORTEST_QUOTE = 40, 12
_LONGEST_GROUND = 44
_SIGN_LINES = 2
_SENTENCE_LINES = 3
_LOSERS = 2
# So many lines of one code, then only their count.
_PLACES = 6
# What the lines to paste say already.
_CORRECTED = frozenset({"K-004", "F-001", "F-002", "F-003", "F-004", "F-005", "F-006"})


def page(
    article: Article, path: str, found: Sequence[Diagnostic], *, sidecar: str, look: Look
) -> str:
    """Draw the page of one document, to be printed as it is."""
    told = [
        look.paint(cut(harmless(path), look.width), "strong"),
        *_kind(article, look),
    ]
    for name in _FIELDS:
        told += _field(name, getattr(article.fields, name), look)
    missing = [name for name in _WANTED if not getattr(article.fields, name).value]
    if missing:
        told.append(_row("absent", look.paint("—", "warning"), ", ".join(missing)))
    told += _sums(article, look)
    told += _problems(found, look)
    paste = corrections.lines(article)
    if paste:
        told.append(look.paint(f"to correct it, in {harmless(sidecar)}:", "strong"))
        told += paste
    return "\n".join(told) + "\n"


def _row(name: str, standing: str, value: str) -> str:
    """Set a name, a standing and a value in their columns; the standing may be coloured."""
    plain = "—" if "—" in standing else standing
    gap = " " * (_STANDING - len(plain))
    return f"{name:{_NAME}}{standing}{gap}{value}".rstrip()


def _kind(article: Article, look: Look) -> Iterator[str]:
    """Give the kind, those that came next, and the signs that counted."""
    best, *others = article.verdicts
    near = ", ".join(f"{verdict.kind} ({verdict.score:g})" for verdict in others[:2])
    told = f"{article.kind} ({best.score:g})" + (f", then {near}" if near else "")
    yield f"{'kind':{_NAME}}{told}"
    signs = "; ".join(
        sign.words.format(**sign.values) + (f" ({sign.weight:+g})" if sign.weight else "")
        for sign in best.signs
    )
    room = look.width - _MARGIN
    wrapped = wrap(harmless(signs), room)
    if len(wrapped) > _SIGN_LINES:
        wrapped[_SIGN_LINES - 1] = cut(f"{wrapped[_SIGN_LINES - 1]} {wrapped[_SIGN_LINES]}", room)
    for line in wrapped[:_SIGN_LINES]:
        yield " " * _MARGIN + look.paint(line, "dim")


def _field(
    name: str, field: Field[str | None] | Field[tuple[str, ...]], look: Look
) -> Iterator[str]:
    """Give a field's standing, value and ground on one line, then what lost."""
    if field.standing == "absent" and not field.rivals:
        return
    room = look.width - _MARGIN
    if field.standing != "absent":
        value = ", ".join(field.value) if isinstance(field.value, tuple) else field.value or ""
        value = harmless(value)
        ground = _ground(field.evidence, value, max(room - columns(value), room // 2) - 2)
        shown = cut(value, max(_LEAST_VALUE, room - columns(ground) - 2))
        yield _row(name, field.standing, f"{shown}  {look.paint(ground, 'dim')}")
    # What a text names in passing is no tag, and nothing to worry about.
    if name == "tags":
        return
    held = field.value if isinstance(field.value, tuple) else (field.value,)
    losers = [rival for rival in field.rivals if rival.value not in held]
    for rival in losers[:_LOSERS]:
        label = name if field.standing == "absent" and rival is losers[0] else ""
        yield f"{label:{_NAME}}{'':{_STANDING}}" + look.paint(_loser(rival, room), "dim")
    if len(losers) > _LOSERS:
        more = f"and {len(losers) - _LOSERS} more"
        yield " " * _MARGIN + look.paint(more, "dim")


def _loser(rival: Rival, room: int) -> str:
    value = cut(f"not: {harmless(rival.value)}", max(_LEAST_VALUE, room // 2))
    return cut(f"{value}, {_ground((rival.evidence,), rival.value, room - columns(value))}", room)


def _ground(evidence: Sequence[Evidence], value: str, room: int) -> str:
    """Say where values come from: the lines, the rules, and the words unless they are the value."""
    if not evidence:
        return ""
    lines = [one.span.first for one in evidence if one.span]
    rules = ", ".join(dict.fromkeys(one.rule for one in evidence))
    ground = cut(f"{_places(lines)}, {rules}" if lines else rules, min(room, _LONGEST_GROUND))
    quote = harmless(evidence[0].quote)
    if evidence[0].where == "sidecar":
        return f"{quote.removesuffix(f': {value}')}, {rules}"
    left = min(_LONGEST_QUOTE, room - columns(ground) - 3)
    if len(evidence) > 1 or quote in value or left < _SHORTEST_QUOTE:
        return ground
    return f"«{cut(quote, left)}» {ground}"


def _places(lines: Sequence[int]) -> str:
    return f"line{'s' if len(set(lines)) > 1 else ''} {_ranges(lines)}"


def _ranges(numbers: Iterable[int]) -> str:
    """Write line numbers in order, neighbours as a range; a long list is cut."""
    parts: list[str] = []
    ordered = enumerate(sorted(set(numbers)))
    for _, group in groupby(ordered, key=lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        parts.append(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}")
    more = len(parts) - _PLACES
    return ", ".join(parts[:_PLACES]) + (f" and {more} more" if more > 0 else "")


def _sums(article: Article, look: Look) -> Iterator[str]:
    """Add up the lines: every filled one has one fate; name the reasons of those set aside."""
    fates = [fate.fate for fate in article.fates]
    filled = len(fates) - fates.count("blank")
    sum_ = (
        f"{fates.count('body')} in the body + {fates.count('field')} in fields"
        f" + {fates.count('aside')} set aside"
    )
    yield _row("lines", str(filled), f"= {sum_}")
    reasons: dict[str, list[int]] = {}
    for fate in article.fates:
        if fate.fate == "aside":
            reasons.setdefault(fate.detail, []).append(fate.line)
    if reasons:
        told = "; ".join(
            f"{len(lines)} {reason} ({_ranges(lines)})" for reason, lines in reasons.items()
        )
        yield _row("set aside", "", cut(told, look.width - _MARGIN))


def _problems(found: Sequence[Diagnostic], look: Look) -> Iterator[str]:
    """Give what is wrong, one entry a code: its first sentence, its lines, what to do."""
    groups: dict[str, list[Diagnostic]] = {}
    for one in found:
        # A correction of ours needs no more words; one of the sidecar itself has a path of its own.
        if one.code not in _CORRECTED:
            groups.setdefault(one.code, []).append(one)
    for code, same in groups.items():
        first = same[0]
        where = first.path.rpartition("/")[2] if code.startswith("S-0") else ""
        lines = [one.line for one in same if one.line]
        at = " ".join(part for part in (where, lines and _places(lines)) if part)
        place = f"{at}: " if at else ""
        count = f" (and {len(same) - 1} like it)" if len(same) > 1 else ""
        told = wrap(harmless(f"{first.level} {code} {place}{first.message}{count}"), look.width - 4)
        yield look.paint(first.level, first.level) + told[0].removeprefix(first.level)
        yield from (f"    {line}" for line in told[1:_SENTENCE_LINES])
        if first.hint:
            yield look.paint(cut(harmless(f"    hint: {first.hint}"), look.width), "dim")


# --- line by line --------------------------------------------------------------------------------

_FATE = 6
_LONGEST_ROLE = 18


def margin(
    article: Article, lines: Sequence[str], found: Sequence[Diagnostic], *, look: Look
) -> str:
    """Give each line with its number, its fate and its role in the margin; `!` marks a problem."""
    marked = {one.line: one.level for one in reversed(found) if one.line}
    digits = len(str(len(lines)))
    role = min(_LONGEST_ROLE, max((len(fate.detail) for fate in article.fates), default=0))
    room = max(_LEAST_VALUE, look.width - digits - _FATE - role - 5)
    told = (
        _line(fate, lines[fate.line - 1], level=marked.get(fate.line), role=role)
        for fate in article.fates
    )
    return "".join(
        f"{look.paint(sign, style or 'note')}{number:>{digits}} {look.paint(edge, fate)}"
        f"│ {look.paint(cut(text, room), 'dim') if fate == 'aside' else cut(text, room)}".rstrip()
        + "\n"
        for sign, style, number, edge, fate, text in told
    )


def _line(
    fate: Fate, text: str, *, level: str | None, role: int
) -> tuple[str, str | None, int, str, str, str]:
    """Give the parts of one line: sign, level, number, margin, fate, text."""
    blank = fate.fate == "blank"
    edge = pad("" if blank else f"{fate.fate:{_FATE}}{cut(fate.detail, role)}", _FATE + role + 1)
    return "!" if level else " ", level, fate.line, edge, fate.fate, harmless(text.rstrip())
