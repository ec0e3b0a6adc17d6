"""Takes the fields of a document that states its structure from its front matter, and nowhere else.

Comes in: a `Document` whose `stated` is true. Goes out: the kind's name, the fields, its body as a
`Composition`, the address that it asks for; a diagnostic for each value that cannot be.
Must not know: kinds, rules of other fields, the vocabulary.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec.structs import replace

from backissues.codes import diagnose
from backissues.fields.composition import Composition
from backissues.model import (
    Diagnostic,
    Document,
    Evidence,
    Field,
    Fields,
    Header,
    Standing,
    Used,
)
from backissues.text import values
from backissues.text.addresses import allowed
from backissues.text.edtf import is_edtf
from backissues.text.statement import STANDINGS

RULE = "stated/header"
# A quoted line in evidence is cut here: it points, it does not repeat.
_LONGEST_QUOTE = 160

# What a field may hold, where not any text will do, in the words of the report.
_EXPECTED: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "published": (is_edtf, "a date such as 2024-05-21, 2024-05, 2024, or 2024~ for “about”"),
    "updated": (is_edtf, "a date such as 2024-05-21, 2024-05 or 2024"),
    "number": (lambda value: values.number(value) is not None, "decimal digits"),
    "language": (lambda value: values.language(value) is not None, "a language tag such as pt-BR"),
    "source_url": (allowed, "a web address"),
}


def kind(document: Document) -> str:
    """Return the kind that a document states, which may be none that we know."""
    return _first(document, "kind")


def address(document: Document) -> str | None:
    """Return the last part of the address that a document asks for."""
    return _first(document, "address") or None


def _first(document: Document, name: str) -> str:
    return next((h.values[0] for h in document.headers if h.name == name and h.values), "")


def compose(document: Document) -> Composition:
    """Make an article's body and fields of what its document states."""
    found: list[Diagnostic] = []
    fields: dict[str, Any] = {}
    empty = Fields()
    standings = _standings(document)
    for header in document.headers:
        old = getattr(empty, header.name, None)
        if isinstance(old, Field) and header.name not in fields:
            field = _field(document, header, old, found)
            if field.value and header.name in standings:
                field = replace(field, standing=standings[header.name])
            fields[header.name] = field
    head = (Used(span=document.head, field="header"),) if document.head else ()
    return Composition(
        fields=Fields(**fields), body=document.blocks, used=head, diagnostics=tuple(found)
    )


def _standings(document: Document) -> dict[str, Standing]:
    """Return the fields whose values the source did not state, as the document says."""
    return {
        name: standing
        for standing in STANDINGS
        for header in document.headers
        if header.name == standing
        for name in header.values
    }


def _field(
    document: Document, header: Header, old: Field[Any], found: list[Diagnostic]
) -> Field[Any]:
    """Make a field of a header's values; those that it cannot have are reported."""
    fits, expected = _EXPECTED.get(header.name, (bool, "a text"))
    kept = tuple(value for value in header.values if value and fits(value))
    found += (
        diagnose(
            "S-012",
            document.path,
            header.span.first,
            key=header.name,
            value=value,
            expected=f"expected: {expected}",
        )
        for value in header.values
        if value and value not in kept
    )
    if not kept:
        return old
    line = document.lines[header.span.first - 1]
    quote = line.partition(":")[2].strip()[:_LONGEST_QUOTE]
    said = Evidence(rule=RULE, quote=quote, span=header.span, where="header")
    value = kept if isinstance(old.value, tuple) else kept[0]
    return Field(value=value, standing="stated", evidence=(said,))
