"""The reading of documents, told by cases: `cases/kinds`, `cases/fields`, `cases/blocks`.

A case is a text file. Its first line says the rule. Sections follow: a line at the margin opens
one, indented lines belong to it. `document` holds the capture, and may name its file; then come
  kind       the kind that must win;
  fields     NAME: VALUE (STANDING), and below it, deeper, the evidence, where that is the point;
  record     keys of the record that other programs get, lists joined by “ | ”;
  body       the outline of the body (`outline.py`), whole; a line may end with “ …”;
  aside      all that was set aside; used: the lines that became fields;
  said       all diagnostics, save those that only say that a field is absent;
  dates LANG instead of a document: a text, “=”, what is read in it.
Only the sections that a case has are compared.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

import outline
from backissues import records
from backissues.fields.dates import dates
from backissues.model import Source
from backissues.parse import Outcome, parse
from backissues.text.lookup import make_lookup

FOLDER = Path(__file__).parent / "cases"
CASES = sorted(
    file for name in ("kinds", "fields", "blocks") for file in (FOLDER / name).glob("*.txt")
)
# Notes that an absent or supplied field is absent or supplied, and that two kinds are close.
_USUAL = {"F-001", "F-002", "F-005", "K-004"}
# Faults that are known and not mended yet: the case says what is right.
FAULTS: dict[str, str] = {}
Case = dict[str, list[str]]


def sections(text: str) -> Case:
    """Part a case: the name of each section with the rest of its line, and its lines."""
    found: Case = {}
    current: list[str] = []
    for line in text.split("\n")[1:]:
        if line.startswith("  ") or not line.strip():
            current.append(line[2:])
        else:
            current = found.setdefault(line, [])
    for lines in found.values():
        while lines and not lines[-1].strip():
            lines.pop()
    return found


def read(name: str, lines: Sequence[str]) -> Outcome:
    data = "\n".join(lines).encode() + b"\n"
    source = Source(path=name, data=data, sha256=hashlib.sha256(data).hexdigest())
    return parse(source, make_lookup(()))


def compare(found: Sequence[str], wanted: Sequence[str]) -> None:
    """Compare line by line; what a wanted line breaks off with “ …” may go on."""
    pairs = zip(found, wanted, strict=False)
    cut = [_cut(line, want) for line, want in pairs] + list(found[len(wanted) :])
    assert cut == list(wanted)


def _cut(line: str, wanted: str) -> str:
    head = wanted.removesuffix(" …")
    return wanted if head != wanted and line.startswith(head) else line


def fields_of(outcome: Outcome, wanted: Sequence[str]) -> Iterator[str]:
    """Write the fields that a case names, with evidence where the case has it."""
    assert outcome.article
    for line, after in zip(wanted, [*wanted[1:], ""], strict=True):
        if line.startswith("  "):
            continue
        name = line.partition(":")[0]
        value, *evidence = outline.field(getattr(outcome.article.fields, name))
        yield f"{name}: {value}"
        if after.startswith("  "):
            yield from (f"  {why}" for why in evidence)


def record_of(outcome: Outcome, wanted: Sequence[str]) -> Iterator[str]:
    assert outcome.article
    record = records.record(outcome.article, outcome.lines)
    for line in wanted:
        name = line.partition(":")[0]
        value = record[name]
        said = " | ".join(map(str, value)) if isinstance(value, list) else value
        yield f"{name}: {said}" if said not in ("", None) else f"{name}:"


def said_of(outcome: Outcome) -> Iterator[str]:
    for one in outcome.diagnostics:
        if one.code not in _USUAL:
            line = f" on line {one.line}" if one.line else ""
            yield f"{one.code} {one.level}{line}: {one.message}"


def dates_of(language: str, wanted: Sequence[str]) -> Iterator[str]:
    """Write what dates are read in a text; an ambiguous one with its readings."""
    for line in wanted:
        text = line.rpartition(" = ")[0]
        found = [
            f"{one.edtf} ({' or '.join(one.readings)})" if one.readings else one.edtf
            for one in dates(text, language)
        ]
        yield f"{text} = {', '.join(found) or 'nothing'}"


def found_in(outcome: Outcome, section: str, wanted: Sequence[str]) -> list[str]:
    """Write down what a section of a case is compared with."""
    article = outcome.article
    assert article, outcome.diagnostics
    match section:
        case "fields":
            return list(fields_of(outcome, wanted))
        case "record":
            return list(record_of(outcome, wanted))
        case "body":
            return list(outline.outline(article.body))
        case "aside":
            return list(outline.asides(article))
        case "used":
            return list(outline.used(article))
        case "said":
            return list(said_of(outcome))
    raise ValueError(f"no such section: {section}")


@pytest.mark.parametrize("file", CASES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_case(file: Path, request: pytest.FixtureRequest) -> None:
    if reason := FAULTS.get(file.stem):
        request.applymarker(pytest.mark.xfail(reason=reason, strict=True))
    case = sections(file.read_text(encoding="utf-8"))
    outcome = Outcome(path="", article=None)
    for opening, wanted in case.items():
        section, _, rest = opening.partition(" ")
        if section == "document":
            outcome = read(rest or f"{file.stem}.txt", wanted)
        elif section == "dates":
            compare(list(dates_of(rest, wanted)), wanted)
        elif section == "kind":
            assert outcome.article
            assert outcome.article.kind == rest, outcome.article.verdicts
        else:
            compare(found_in(outcome, section, wanted), wanted)


def test_every_case_says_its_rule_and_expects_something() -> None:
    for file in CASES:
        text = file.read_text(encoding="utf-8")
        assert text.split("\n")[0].endswith("."), file.name
        assert len(sections(text)) > (0 if "\ndates " in text else 1), file.name
