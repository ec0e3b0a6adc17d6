"""Parses one document: read, recognise, compose, correct by the sidecar, tag, add up the lines.

Comes in: a source, an editor's sidecar, the vocabulary. Goes out: an `Outcome`, whatever the bytes.
Must not know: settings, files, other documents. It is pure and total: the same input gives the same
outcome, and a failure is a diagnostic.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from backissues.codes import diagnose
from backissues.fields import images, stated, tags, title
from backissues.fields.composition import Composition
from backissues.fields.counts import find_miscounts
from backissues.fields.endings import mark_end
from backissues.fields.facts import Facts, gather
from backissues.fields.repeats import mark_repeats
from backissues.fields.trim import join_tight
from backissues.kinds import kinds, recognise
from backissues.model import (
    Article,
    Aside,
    Diagnostic,
    Document,
    Evidence,
    Fate,
    Field,
    Fields,
    Header,
    Rival,
    Setting,
    Sidecar,
    Sign,
    Source,
    Span,
    Verdict,
)
from backissues.readers import read
from backissues.text.lookup import Lookup
from backissues.text.tree import covered
from backissues.text.values import yes_no

EDITOR = "an editor's word"
STATED = "the word of its own front matter"
# One text: what a document is that states a kind which nobody knows.
_PLAIN = "essay"
# A runner-up this near to the best is worth a word.
_CLOSE = 0.75
# The field that a doubt is about, where its code tells it.
_DOUBTS = {"F-003": "published", "F-006": "published"}


class Outcome(Struct, frozen=True, kw_only=True):
    """What became of one document: an article, or none and an error that says why.

    `hidden` says that its own headers keep it from readers, `address` the one that they ask for.
    """

    path: str
    article: Article | None
    sha256: str = ""
    lines: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    hidden: bool = False
    address: str | None = None


class _Understood(Struct, frozen=True, kw_only=True):
    """What was understood of a document, by rules or because it says so itself."""

    verdicts: tuple[Verdict, ...]
    made: Composition
    asides: tuple[Aside, ...]
    diagnostics: tuple[Diagnostic, ...]


def parse(source: Source, lookup: Lookup, sidecar: Sidecar | None = None) -> Outcome:
    """Parse one document; any failure leaves it out with an error, and never raises."""
    try:
        document = read(source)
        if any(found.level == "error" for found in document.diagnostics):
            return Outcome(
                path=source.path,
                article=None,
                sha256=source.sha256,
                lines=document.lines,
                diagnostics=document.diagnostics,
            )
        return _parse(document, lookup, sidecar)
    except Exception as error:  # noqa: BLE001 - total by contract: a fault of ours loses one page only
        why = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        return Outcome(
            path=source.path,
            article=None,
            sha256=source.sha256,
            diagnostics=(diagnose("X-002", source.path, why=why),),
        )


def _parse(document: Document, lookup: Lookup, sidecar: Sidecar | None) -> Outcome:
    """Understand a document, and add up what became of its lines."""
    known = _taken(document, sidecar) if document.stated else _read(document, lookup, sidecar)
    made = known.made
    fates, problem = add_up(document, made, known.asides)
    found = [
        *document.diagnostics,
        *known.diagnostics,
        *images.report(document.path, document.lines, made.body),
    ]
    if problem:
        found.append(diagnose("X-001", document.path, why=problem))
        return Outcome(
            path=document.path,
            article=None,
            sha256=document.sha256,
            lines=document.lines,
            diagnostics=tuple(found),
        )
    article = Article(
        path=document.path,
        sha256=document.sha256,
        format=document.format,
        kind=known.verdicts[0].kind,
        verdicts=known.verdicts,
        fields=made.fields,
        body=made.body,
        fates=fates,
        asides=known.asides,
        used=made.used,
        diagnostics=tuple(sorted(found, key=lambda item: (item.line or 0, item.code))),
    )
    return Outcome(
        path=document.path,
        article=article,
        sha256=document.sha256,
        lines=document.lines,
        diagnostics=article.diagnostics,
        hidden=any(map(_hides, document.headers)),
        address=stated.address(document) if document.stated else None,
    )


def _read(document: Document, lookup: Lookup, sidecar: Sidecar | None) -> _Understood:
    """Understand a document by the rules of kinds and fields."""
    facts = gather(document)
    verdicts, supplied = _chosen(recognise(facts), sidecar)
    made = kinds()[verdicts[0].kind].compose(facts)
    made = replace(made, body=join_tight(made.body))
    fields = made.fields
    if fields.title.value is None:
        fields = replace(fields, title=_supply(facts, made))
    fields = _corrected(fields, sidecar)
    if fields.tags.standing == "absent":
        fields = replace(fields, tags=tags.find(lookup, fields, made.body, document.headers))
    made, asides = _examined(facts, replace(made, fields=fields))
    found = (
        *_open_questions(made.diagnostics, sidecar),
        *_notes(document.path, fields, verdicts, supplied=supplied),
    )
    return _Understood(verdicts=verdicts, made=made, asides=asides, diagnostics=found)


def _taken(document: Document, sidecar: Sidecar | None) -> _Understood:
    """Take a document as it states itself: no rule is asked."""
    kind = stated.kind(document)
    found: list[Diagnostic] = []
    if kind not in kinds():
        known = ", ".join(sorted(kinds()))
        found.append(diagnose("K-013", document.path, kind=kind, other=_PLAIN, kinds=known))
        kind = _PLAIN
    own = Verdict(kind=kind, score=1.0, signs=(Sign(words=STATED),))
    verdicts, _ = _chosen((own,), sidecar)
    made = stated.compose(document)
    made = replace(made, fields=_corrected(made.fields, sidecar))
    found += (
        *_open_questions(made.diagnostics, sidecar),
        *_notes(document.path, made.fields, verdicts, supplied=True),
    )
    return _Understood(
        verdicts=verdicts, made=made, asides=document.asides, diagnostics=tuple(found)
    )


def _chosen(
    verdicts: tuple[Verdict, ...], sidecar: Sidecar | None
) -> tuple[tuple[Verdict, ...], bool]:
    """Let the kind that an editor wrote win; tell whether one did."""
    wanted = sidecar.settings.get("kind") if sidecar else None
    if wanted is None:
        return verdicts, False
    kind = wanted.values[0]
    chosen = Verdict(kind=kind, score=verdicts[0].score, signs=(Sign(words=EDITOR),))
    return (chosen, *(verdict for verdict in verdicts if verdict.kind != kind)), True


def _examined(facts: Facts, made: Composition) -> tuple[Composition, tuple[Aside, ...]]:
    """Look a body over as a whole: what it repeats, where it breaks off, what it counts."""
    asides = tuple(sorted((*facts.asides, *made.asides), key=lambda aside: aside.span))
    body, repeated, repeats = mark_repeats(facts, made.body, asides)
    asides = tuple(sorted((*asides, *repeated), key=lambda aside: aside.span))
    body, endings = mark_end(facts, body, asides)
    miscounts = find_miscounts(facts, body, made.used)
    found = (*made.diagnostics, *repeats, *endings, *miscounts)
    return replace(made, body=body, diagnostics=found), asides


def _hides(header: Header) -> bool:
    """Tell whether a header keeps the document from readers, as many tools write it."""
    value = yes_no(header.values[0].strip()) if header.values else None
    return (header.name, value) in {("publish", "false"), ("published", "false"), ("draft", "true")}


def _supply(facts: Facts, made: Composition) -> Field[str | None]:
    """Supply a title: the one that the kind has for such a text, else its first words."""
    if made.named:
        naming = tuple(replace(said, rule="title/named") for said in made.naming)
        return Field[str | None](value=made.named, standing="supplied", evidence=naming)
    return title.supply(facts, made.body)


def add_up(
    document: Document, made: Composition, asides: Sequence[Aside]
) -> tuple[tuple[Fate, ...], str]:
    """Say of each line what became of it; every filled line has one fate, or the sum is wrong."""
    fates: dict[int, Fate] = {}
    wrong: list[str] = []
    filled = {number for number, line in enumerate(document.lines, 1) if line and line.strip()}
    for span, fate, detail in _claims(document, made, asides):
        for line in range(span.first, span.last + 1):
            if line not in filled:
                continue
            if line in fates:
                wrong.append(f"line {line} is {fates[line].fate} and {fate}")
            fates[line] = Fate(line, fate, detail)
    wrong += [f"line {line} is nowhere" for line in sorted(filled - fates.keys())]
    every = range(1, len(document.lines) + 1)
    told = tuple([fates[n] if n in fates else Fate(n, "blank") for n in every])
    return told, "; ".join(wrong[:3])


def _claims(
    document: Document, made: Composition, asides: Sequence[Aside]
) -> Iterator[tuple[Span, Literal["body", "field", "aside"], str]]:
    """Yield what each part of an article says of its lines."""
    for span, role in covered(made.body):
        yield span, "body", role
    for used in made.used:
        yield used.span, "field", used.field
    for aside in asides:
        yield aside.span, "aside", aside.reason
    for span in document.definitions:
        yield span, "body", "definition"


def _corrected(fields: Fields, sidecar: Sidecar | None) -> Fields:
    """Let an editor's words win; what was read stays as a rival."""
    if sidecar is None:
        return fields
    changed: dict[str, Field[str | None] | Field[tuple[str, ...]]] = {}
    for name, setting in sidecar.settings.items():
        old = getattr(fields, name, None)
        if isinstance(old, Field):
            changed[name] = _supplied(old, setting, sidecar.path)
    return replace(fields, **changed)


def _supplied(
    old: Field[str | None] | Field[tuple[str, ...]], setting: Setting, path: str
) -> Field[str | None] | Field[tuple[str, ...]]:
    words = ", ".join(setting.values)
    said = Evidence(
        rule="editor",
        quote=f"{path}:{setting.line}: {words}",
        where="sidecar",
    )
    rivals = list(old.rivals)
    if old.value:
        was = ", ".join(old.value) if isinstance(old.value, tuple) else old.value
        rivals = [Rival(value=was, evidence=evidence) for evidence in old.evidence] + rivals
    if isinstance(old.value, tuple):
        return Field(
            value=setting.values, standing="supplied", evidence=(said,), rivals=tuple(rivals)
        )
    return Field[str | None](
        value=setting.values[0], standing="supplied", evidence=(said,), rivals=tuple(rivals)
    )


def _open_questions(found: Sequence[Diagnostic], sidecar: Sidecar | None) -> Iterator[Diagnostic]:
    """Leave out the doubts about values that an editor settled."""
    settled = sidecar.settings.keys() if sidecar else ()
    for one in found:
        about = one.values.get("field") if one.code == "F-004" else _DOUBTS.get(one.code)
        if about not in settled:
            yield one


def _notes(
    path: str, fields: Fields, verdicts: Sequence[Verdict], *, supplied: bool
) -> list[Diagnostic]:
    """Say what is missing or close, with the sidecar in which an editor can say better."""
    sidecar = path.rpartition(".")[0] + ".yml"
    found: list[Diagnostic] = []
    evidence = fields.title.evidence
    if fields.title.standing == "supplied" and not any(e.where == "sidecar" for e in evidence):
        found.append(diagnose("F-001", path, title=fields.title.value, sidecar=sidecar))
    if fields.published.value is None:
        found.append(diagnose("F-002", path, sidecar=sidecar))
    if not fields.authors.value:
        found.append(diagnose("F-005", path, sidecar=sidecar))
    if not supplied and len(verdicts) > 1 and verdicts[1].score >= _CLOSE * verdicts[0].score > 0:
        best, other = verdicts[0].kind, verdicts[1].kind
        found.append(diagnose("K-004", path, kind=best, other=other, sidecar=sidecar))
    return found
