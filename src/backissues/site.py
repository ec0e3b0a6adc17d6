"""The recipe: from a collection's folder to a site, one step a line.

Comes in: folders, what the command line says. Goes out: a `Build` that tells what was done.
Must not know: how any step is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from backissues import archive, crossings, ledger, promises, sidecars, theme, urls
from backissues.cache import Shelf
from backissues.codes import diagnose
from backissues.collection import Listed, Survey, read, survey
from backissues.fields import images
from backissues.model import Archive, Diagnostic, Output, Row, Settings, Sidecar, Source, Term
from backissues.outputs import outputs, proofing, statics
from backissues.outputs.keys import ready
from backissues.outputs.sitemap import sitemaps
from backissues.parse import Outcome, parse
from backissues.pictures import Album
from backissues.pool import executor
from backissues.publish import Published, publish
from backissues.settings import load_settings
from backissues.sidecars import is_unclear, load_sidecar, withholds
from backissues.text.lookup import Lookup, make_lookup
from backissues.text.sketch import sketch
from backissues.vocabulary import load_vocabulary

Progress = Callable[[str, int, int], None]
# Tells whether the collection holds what an address in a document means.
Holds = Callable[[str, str], bool]


class Holdings(NamedTuple):
    """What may be asked of a collection: whether it holds an image, or a document."""

    images: Holds
    documents: Holds

    def both(self, document: str, address: str) -> bool:
        """Tell whether a link in a document leads to anything that is here."""
        return self.documents(document, address) or self.images(document, address)


class Collection(Struct, frozen=True, kw_only=True):
    """A folder that was looked at: what it holds, and what its editors say of it.

    `rows` is its ledger; `reasons` says by path why documents that are gone were withdrawn.
    """

    folder: Path
    survey: Survey
    settings: Settings
    vocabulary: tuple[Term, ...]
    album: Album
    rows: tuple[Row, ...] = ()
    reasons: Mapping[str, str] = {}
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def documents(self) -> crossings.Documents:
        """Return its documents, as they may be called in each other's links."""
        return crossings.Documents(one.path for one in self.survey.documents)

    @property
    def holdings(self) -> Holdings:
        """Return what may be asked of it."""
        return Holdings(images=self.album.holds, documents=self.documents.holds)


class Build(Struct, frozen=True, kw_only=True):
    """What a build did; `rows` is the ledger as it would be, or is."""

    documents: int
    published: Published
    diagnostics: tuple[Diagnostic, ...]
    rows: tuple[Row, ...] = ()


class Kept(Struct, frozen=True, kw_only=True):
    """What stays of a document beside the shelf; one that is not shown has no `digest`."""

    candidate: ledger.Candidate
    digest: str = ""


def open_collection(folder: Path) -> Collection:
    """Look at a folder and read its settings, its vocabulary and its ledger."""
    found = survey(folder)
    rows, damage = ledger.load(folder)
    reasons, about_lone = promises.reasons(found, rows)
    settings, about_settings = load_settings(folder)
    vocabulary, about_vocabulary = load_vocabulary(folder)
    about_theme = (*statics.proof(settings), *proofing.proof(settings))
    return Collection(
        folder=folder,
        survey=found,
        settings=settings,
        vocabulary=vocabulary,
        album=Album(found.images),
        rows=rows,
        reasons=reasons,
        diagnostics=(
            *(one for one in found.diagnostics if one.code != "S-011"),
            *about_lone,
            *about_settings,
            *about_theme,
            *about_vocabulary,
            *damage,
        ),
    )


def build(  # noqa: PLR0913 - a build and how it is to be done, all by name
    collection: Collection,
    target: Path,
    *,
    today: str,
    frozen: bool,
    progress: Progress,
    lasting: bool = True,
) -> Build:
    """Parse, collect and publish a collection; an error of the ledger or the target stops it.

    One that is not `lasting` is a preview: it gives addresses as any build would, and neither
    promises them nor looks for the promises of the site that it replaces.
    """
    problems = [*collection.diagnostics]
    if any(_stops(one) for one in problems if one.level == "error"):
        return Build(documents=0, published=Published(), diagnostics=tuple(problems))
    shelf = _shelf(collection)
    kept = list(_parse_all(collection, shelf, problems, progress))
    assigned = ledger.assign(
        collection.rows,
        [
            *(one.candidate for one in kept),
            *promises.out_of_reach(collection.survey, collection.rows),
        ],
        today=today,
        reasons=collection.reasons,
    )
    problems += (*assigned.diagnostics, *promises.gone(assigned))
    if frozen:
        problems += promises.frozen(collection.rows, assigned)
    if lasting:
        problems += promises.kept(collection.rows, assigned, collection.folder, target=target)
    if any(_stops(one) for one in problems if one.level == "error"):
        return Build(documents=0, published=Published(), diagnostics=tuple(problems))
    shown = _collect(collection, shelf, kept, assigned=assigned)
    problems += (*shown.diagnostics, *collection.album.diagnostics)
    if not collection.settings.base_url and collection.settings.makes("feeds"):
        said = "archive.yml" if (collection.folder / "archive.yml").is_file() else ""
        problems.append(diagnose("P-005", said, outputs="feeds, sitemap and canonical links"))
    planned = list(outputs(shown, collection.settings, shelf))
    planned += list(sitemaps(planned, collection.settings))
    if collection.settings.makes("data"):
        planned.append(ready(urls.LEDGER, ledger.written(assigned.rows)))
    published = publish(
        _counted(planned, progress),
        target,
        collection.folder,
        promise=lambda: _save(collection, assigned, target) if lasting and not frozen else (),
    )
    problems += published.diagnostics
    return Build(
        documents=len(shown.cards),
        published=published,
        diagnostics=tuple(problems),
        rows=assigned.rows,
    )


def _save(
    collection: Collection, assigned: ledger.Assignment, target: Path
) -> tuple[Diagnostic, ...]:
    return ledger.save(collection.folder, assigned.rows, known=collection.rows, site=target)


def _stops(found: Diagnostic) -> bool:
    """Tell whether nothing can be built before an error is mended.

    Every page may show a fault of the theme; and without a sound ledger addresses would break.
    """
    return found.path == ledger.FILE or found.path.partition("/")[0] in theme.FOLDERS


def _counted(planned: list[Output], progress: Progress) -> Iterator[Output]:
    """Tell how far the making of files is, each time that one is made."""
    made = 0

    def count(make: Callable[[], bytes]) -> bytes:
        nonlocal made
        made += 1
        progress("writing", made, len(planned))
        return make()

    for output in planned:
        yield Output(output.path, output.key, partial(count, output.make))


def _shelf(collection: Collection) -> Shelf:
    """Make the store, which reads a source or an image again when it is asked for it."""
    listed = {one.path: one for one in collection.survey.documents}

    def source(path: str) -> Source:
        found = read(listed[path])
        if isinstance(found, Diagnostic):
            raise OSError(f"{path} {found.message}")
        return found

    return Shelf(source, collection.album.read)


def outcomes(
    listed: Iterable[Listed], vocabulary: Iterable[Term], *, holds: Holdings
) -> Iterator[tuple[Outcome, Sidecar | None]]:
    """Parse documents in order, each with its sidecar; `holds` knows what is in the collection."""
    one = partial(_outcome, lookup=make_lookup(tuple(vocabulary)), holds=holds)
    with executor() as pool:
        yield from pool.map(one, listed)


def _outcome(listed: Listed, lookup: Lookup, holds: Holdings) -> tuple[Outcome, Sidecar | None]:
    """Read and parse one document, and its sidecar before it."""
    sidecar = None
    if listed.sidecar:
        path = listed.path.rpartition(".")[0] + listed.sidecar.suffix
        sidecar = load_sidecar(listed.sidecar, path)
    source = read(listed)
    if isinstance(source, Diagnostic):
        return Outcome(path=listed.path, article=None, diagnostics=(source,)), sidecar
    return _with_what_is_missing(parse(source, lookup, sidecar), holds), sidecar


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


def _parse_all(
    collection: Collection, shelf: Shelf, problems: list[Diagnostic], progress: Progress
) -> Iterator[Kept]:
    """Parse all documents, and put on the shelf what is to be published."""
    listed = collection.survey.documents
    done = outcomes(listed, collection.vocabulary, holds=collection.holdings)
    first: dict[str, str] = {}
    # Drawn once for each text: a document that did not change has the sketch that it had.
    sketches = {row.sha256: row.sketch for row in collection.rows}
    for count, (outcome, sidecar) in enumerate(done, 1):
        progress("reading", count, len(listed))
        problems += problems_of(outcome, sidecar)
        article = outcome.article
        standing = _standing(outcome, sidecar)
        candidate = ledger.Candidate(
            path=outcome.path,
            sha256=outcome.sha256,
            sketch=sketches.get(outcome.sha256) or sketch(outcome.lines),
            standing=standing,
            reason=sidecars.reason(sidecar) if sidecar else "",
        )
        if article is None or standing != "public":
            yield Kept(candidate=candidate)
            continue
        twin = first.setdefault(article.sha256, article.path)
        if twin != article.path:
            problems.append(diagnose("S-025", article.path, other=twin))
        name = outcome.address or article.fields.title.value or article.path
        wanted = sidecar.settings.get("address") if sidecar else None
        yield Kept(
            digest=shelf.put(article),
            candidate=replace(
                candidate,
                slug=urls.slugify(name),
                wanted=wanted.values[0] if wanted else None,
                published=article.fields.published.value,
            ),
        )


def _collect(
    collection: Collection, shelf: Shelf, kept: Iterable[Kept], *, assigned: ledger.Assignment
) -> Archive:
    """Make the cards and the archive of the documents that have an address."""
    arrival = assigned.arrival()
    links = crossings.Crossings(
        collection.documents,
        pages={row.path: row.address for row in assigned.rows},
        body=lambda path: shelf.get(path).body if path in assigned.by_path else None,
    )
    cards = []
    for one in kept:
        path = one.candidate.path
        row = assigned.by_path.get(path)
        if row is not None:
            shelf.name(row.id, path)
            article = shelf.get(path)
            card = archive.make_card(article, row, arrival[row.id])
            pictures = collection.album.pictures(article)
            references = links.of(article)
            cards.append(replace(card, digest=one.digest, pictures=pictures, references=references))
    shown = archive.collect(cards, collection.vocabulary, collection.settings.language)
    return replace(shown, withdrawn=assigned.withdrawn, moved=assigned.moved)
