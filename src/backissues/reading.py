"""Reads one document of a collection with its sidecar: all that the archive will ask of it.

Comes in: a listed document, the vocabulary, what may be asked of the collection. Goes out: an
`Outcome`, or a `Reading`, which is light and can be kept, with the article apart.
Must not know: other documents, pages, where a reading is kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from backissues import archive, crossings, ledger, pictures, sidecars, urls
from backissues.codes import diagnose
from backissues.collection import Listed, read
from backissues.fields import images
from backissues.files import digest_of
from backissues.model import Card, Diagnostic, Sidecar, Term
from backissues.parse import Outcome, parse
from backissues.sidecars import is_unclear, load_sidecar, withholds
from backissues.text import tree
from backissues.text.lookup import Lookup, make_lookup
from backissues.text.sketch import sketch

# Tells whether the collection holds what an address in a document means.
Holds = Callable[[str, str], bool]


class Holdings(Struct, frozen=True):
    """What may be asked of a collection: whether it holds an image, or a document."""

    images: Holds
    documents: Holds

    def both(self, document: str, address: str) -> bool:
        """Tell whether a link in a document leads to anything that is here."""
        return self.documents(document, address) or self.images(document, address)


class Answer(Struct, frozen=True, array_like=True):
    """What the collection answered to one question of a document."""

    about: Literal["images", "documents"]
    address: str
    holds: bool


# What stands in the place of a card: nothing, as MessagePack writes it.
_NO_CARD = msgspec.Raw(b"\xc0")


class Reading(Struct, frozen=True, kw_only=True, array_like=True):
    """A document as the archive knows it, its text apart; its card has no address yet.

    One that may not be shown has no card. Cards are kept as bytes until all documents are read:
    what is made while much else comes and goes lies scattered, and its memory is never given back.
    `near` are the addresses of its images and links that name no host, `links` those of links;
    `answers` what was asked of the collection: with other answers, it would be another reading.
    """

    candidate: ledger.Candidate
    diagnostics: tuple[Diagnostic, ...] = ()
    folded: msgspec.Raw = _NO_CARD
    near: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()

    @property
    def is_shown(self) -> bool:
        """Whether there is a card."""
        return self.candidate.standing == "public"

    @property
    def card(self) -> Card:
        """The card of one that is shown, read anew each time; its row has its path and sum."""
        return _card(self.folded)

    def fits(self, holds: Holdings) -> bool:
        """Tell whether the collection would answer the same today."""
        if not self.answers:  # as of most
            return True
        path = self.candidate.path
        return all(
            getattr(holds, one.about)(path, one.address) == one.holds for one in self.answers
        )


_card = msgspec.msgpack.Decoder(Card).decode


class Read(Struct, frozen=True):
    """What a worker gives back: a reading and its article as bytes, and the sums of what it read.

    The article is empty where nothing is shown.
    """

    reading: bytes
    article: bytes
    sums: Sums


class Sums(Struct, frozen=True):
    """The sha256 of a document and of its sidecar; empty where there is none, or no reading it."""

    document: str
    sidecar: str = ""


# --- one document --------------------------------------------------------------------------------


def outcomes(
    listed: Iterable[Listed], vocabulary: Iterable[Term], *, holds: Holdings
) -> Iterator[tuple[Outcome, Sidecar | None]]:
    """Parse documents in order, each with its sidecar; `holds` knows what is in the collection."""
    lookup = make_lookup(tuple(vocabulary))
    for one in listed:
        parsed = _parsed(one, lookup, holds)
        yield parsed.outcome, parsed.sidecar


class _Parsed(NamedTuple):
    """A document that was parsed beside its sidecar; `near` and `links` are as in its `Reading`."""

    outcome: Outcome
    sidecar: Sidecar | None
    near: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


def _parsed(listed: Listed, lookup: Lookup, holds: Holdings) -> _Parsed:
    """Read and parse one document, and its sidecar before it."""
    sidecar = load_sidecar(listed.sidecar, beside(listed)) if listed.sidecar else None
    source = read(listed)
    if isinstance(source, Diagnostic):
        return _Parsed(Outcome(path=listed.path, article=None, diagnostics=(source,)), sidecar)
    outcome = parse(source, lookup, sidecar)
    inlines = tree.inlines_of(outcome.article.body) if outcome.article else ()
    near = tuple(pictures.addresses(inlines))
    if not near:  # Only what names no host can be missing, and most texts have no such address.
        return _Parsed(outcome, sidecar)
    outcome = _with_what_is_missing(outcome, holds)
    return _Parsed(outcome, sidecar, near, tuple(crossings.relative(inlines)))


def beside(listed: Listed) -> str:
    """Return the path of the sidecar that a document has."""
    suffix = listed.sidecar.suffix if listed.sidecar else sidecars.SUFFIX
    return listed.path.rpartition(".")[0] + suffix


def problems_of(outcome: Outcome, sidecar: Sidecar | None) -> tuple[Diagnostic, ...]:
    """Return what is to be said of a document and its sidecar."""
    if sidecar is None:
        return outcome.diagnostics
    found = (*sidecar.diagnostics, *outcome.diagnostics)
    if not is_unclear(sidecar):
        return found
    return (*found, diagnose("S-026", outcome.path, sidecar=sidecar.path))


def _standing(outcome: Outcome, sidecar: Sidecar | None) -> Literal["public", "withheld", "faulty"]:
    """Say whether a document may be shown, or what keeps it from readers, or seems to."""
    if outcome.hidden or (sidecar is not None and withholds(sidecar)):
        return "withheld"
    unclear = sidecar is not None and is_unclear(sidecar)
    return "faulty" if unclear or outcome.article is None else "public"


def _with_what_is_missing(outcome: Outcome, holds: Holdings) -> Outcome:
    """Add what the collection lacks of a document's images and links, which no document knows."""
    article = outcome.article
    if article is None:
        return outcome
    path, lines, body = article.path, outcome.lines, article.body
    missing = images.report_missing(path, lines, body, holds=holds.images)
    missing += crossings.report_dead(path, lines, body, holds=holds.both)
    if not missing:
        return outcome
    found = sorted((*article.diagnostics, *missing), key=lambda one: (one.line or 0, one.code))
    article = replace(article, diagnostics=tuple(found))
    return replace(outcome, article=article, diagnostics=article.diagnostics)


# --- its reading ---------------------------------------------------------------------------------


class Reader:
    """Reads documents into bytes: made once, called for each, in whatever process.

    `sketches` are those that are known already, by the sha256 of their document.
    """

    def __init__(
        self, vocabulary: Iterable[Term], holds: Holdings, sketches: Mapping[str, str]
    ) -> None:
        self._lookup = make_lookup(tuple(vocabulary))
        self._holds = holds
        self._sketches = sketches

    def __call__(self, listed: Listed) -> Read:
        """Read one document; whatever it is, this does not fail."""
        before = sum_of(listed.sidecar) if listed.sidecar else ""
        asked = _Asked(self._holds)
        holds = Holdings(images=asked.images, documents=asked.documents)
        parsed = _parsed(listed, self._lookup, holds)
        outcome = parsed.outcome
        after = sum_of(listed.sidecar) if listed.sidecar else ""
        # Of a sidecar that was edited meanwhile, nobody knows which text was read.
        sums = Sums(outcome.sha256, after if after == before else "")
        reading = replace(self._reading(parsed), answers=tuple(asked.answers))
        article = b""
        if reading.is_shown and outcome.article is not None:
            article = msgspec.msgpack.encode(outcome.article)
            digest = hashlib.sha256(article).hexdigest()
            card = replace(archive.make_card(outcome.article), path="", sha256="", digest=digest)
            reading = replace(reading, folded=msgspec.Raw(msgspec.msgpack.encode(card)))
        return Read(msgspec.msgpack.encode(reading), article, sums)

    def _reading(self, parsed: _Parsed) -> Reading:
        """Reduce an outcome to what the archive asks of every document."""
        outcome, sidecar, near, links = parsed
        article, standing = outcome.article, _standing(outcome, sidecar)
        candidate = ledger.Candidate(
            path=outcome.path,
            sha256=outcome.sha256,
            # Drawn once for each text: it is dear, and a text that did not change has the same.
            sketch=self._sketches.get(outcome.sha256) or sketch(outcome.lines),
            standing=standing,
            reason=sidecars.reason(sidecar) if sidecar else "",
        )
        found = problems_of(outcome, sidecar)
        if article is None or standing != "public":
            return Reading(candidate=candidate, diagnostics=found)
        name = outcome.address or article.fields.title.value or article.path
        wanted = sidecar.settings.get("address") if sidecar else None
        return Reading(
            candidate=replace(
                candidate,
                slug=urls.slugify(name),
                wanted=wanted.values[0] if wanted else None,
                published=article.fields.published.value,
            ),
            diagnostics=found,
            near=near,
            links=links,
        )


class _Asked:
    """Asks the collection, and notes what it answered, each question once."""

    def __init__(self, holds: Holdings) -> None:
        self._holds = holds
        self._known: dict[tuple[Literal["images", "documents"], str], bool] = {}

    @property
    def answers(self) -> Iterator[Answer]:
        """The questions and answers so far."""
        return (Answer(about, address, holds) for (about, address), holds in self._known.items())

    def images(self, document: str, address: str) -> bool:
        """Ask for an image."""
        return self._ask("images", document, address)

    def documents(self, document: str, address: str) -> bool:
        """Ask for a document."""
        return self._ask("documents", document, address)

    def _ask(self, about: Literal["images", "documents"], document: str, address: str) -> bool:
        question = (about, address)
        if question not in self._known:
            self._known[question] = getattr(self._holds, about)(document, address)
        return self._known[question]


def sum_of(file: Path | str) -> str:
    """Return the sha256 of a file, or nothing where it cannot be read."""
    try:
        return digest_of(file)
    except OSError:
        return ""
