"""The recipe: from a collection's folder to a site, one step a line.

Comes in: folders, what the command line says. Goes out: a `Build` that tells what was done.
Must not know: how any step is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from backissues import archive, crossings, ledger, promises, record, theme, urls
from backissues.cache.indexes import index
from backissues.cache.program import signature
from backissues.cache.readings import Known, Readings
from backissues.cache.shelf import Shelf
from backissues.cache.standstill import Last, Told, View, ledger_of, record_of, remember
from backissues.cache.store import Cache
from backissues.codes import diagnose
from backissues.collection import Listed, Survey, survey
from backissues.compiled import compiled
from backissues.model import Archive, Card, Diagnostic, Output, Row, Settings, Source, Term
from backissues.outputs import outputs, proofing, statics
from backissues.outputs.keys import ready
from backissues.outputs.sitemap import sitemaps
from backissues.pictures import Album
from backissues.pool import Crew, processes
from backissues.publish import Manner, Published, publish, settle
from backissues.reading import Holdings, Read, Reader, Reading
from backissues.settings import FILE as SETTINGS
from backissues.settings import left_out, load_settings
from backissues.steady import read_again, same
from backissues.timings import Timings
from backissues.vocabulary import FILE as VOCABULARY
from backissues.vocabulary import load_vocabulary

Progress = Callable[[str, int, int], None]
# What one build met with, and the next one will not: files that were left to their new owner, a
# build that was cut off, workers that died.
_ONCE = frozenset({"P-012", "P-019", "X-004"})
# The files of a collection that speak of all of it.
_BINDING = frozenset({ledger.FILE, SETTINGS, VOCABULARY})


class Collection(Struct, frozen=True, kw_only=True):
    """A folder that was looked at: what it holds, and what its editors say of it.

    `documents` are what its documents may be called in each other's links, `rows` is its ledger;
    `reasons` says by path why documents that are gone were withdrawn.
    """

    folder: Path
    survey: Survey
    settings: Settings
    vocabulary: tuple[Term, ...]
    album: Album
    documents: crossings.Documents
    rows: tuple[Row, ...] = ()
    reasons: Mapping[str, str] = {}
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def holdings(self) -> Holdings:
        """Return what may be asked of it."""
        return Holdings(images=self.album.holds, documents=self.documents.holds)


def _silent(verb: str, done: int, total: int) -> None:
    pass


class Means(Struct, frozen=True, kw_only=True):
    """With what a site is built.

    `today` is the day for what is new in the ledger, `view` the collection as it was seen before
    anything of it was read; `jobs` how many processes to use, None as many as it is worth; `cache`
    the file that keeps what need not be worked out again.
    """

    today: str
    view: View | None = None
    jobs: int | None = 1
    cache: Path | None = None
    progress: Progress = _silent
    timings: Timings = field(default_factory=Timings)


class Build(Struct, frozen=True, kw_only=True):
    """What a build did; `rows` is the ledger as it is, or would be, behind it.

    `base_url` is the address that the pages were made for.
    """

    documents: int
    published: Published
    diagnostics: tuple[Diagnostic, ...]
    rows: tuple[Row, ...] = ()
    base_url: str = ""


def open_collection(folder: Path) -> Collection:
    """Look at a folder and read its settings, its vocabulary and its ledger."""
    found = survey(folder)
    rows, damage = ledger.load(folder)
    reasons, about_lone = promises.reasons(found, rows)
    settings, about_settings = load_settings(folder)
    vocabulary, about_vocabulary = load_vocabulary(folder)
    about_theme = statics.proof(settings)
    return Collection(
        folder=folder,
        survey=found,
        settings=settings,
        vocabulary=vocabulary,
        album=Album(found.images),
        documents=crossings.Documents(one.path for one in found.documents),
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


def build(
    collection: Collection,
    target: Path,
    means: Means,
    *,
    frozen: bool = False,
    lasting: bool = True,
) -> Build:
    """Parse, collect and publish a collection; an error of the ledger or the target stops it.

    `frozen` forbids changes to the ledger. A build that is not `lasting` is a preview: it gives
    addresses as any build would, and neither promises them nor looks for the promises of the site
    that it replaces.
    """
    program = means.view.scene.program if means.view else signature()
    with (
        closing(Cache(means.cache)) as cache,
        compiled(cache, program, collection.settings, jobs=means.jobs),
    ):
        work = _Work(collection, target, cache, means, program)
        return _build(work, frozen=frozen, lasting=lasting)


class _Work(NamedTuple):
    """What the steps of one build share."""

    collection: Collection
    target: Path
    cache: Cache
    means: Means
    program: str


def _build(work: _Work, *, frozen: bool, lasting: bool) -> Build:
    collection, target, cache, means = work[:4]
    problems = [*collection.diagnostics]
    if any(_stops(one) for one in problems if one.level == "error"):
        return _stopped(problems, target)
    reader = Reader(
        collection.vocabulary,
        collection.holdings,
        {row.sha256: row.sketch for row in collection.rows},
    )
    with means.timings.step("reading", len(collection.survey.documents)):
        known = _read_all(work, reader, problems)
    problems += proofing.proof(collection.settings)  # by now it is known what was compiled before
    with means.timings.step("ledger", len(collection.rows)):
        assigned = _assign(collection, collection.rows, known, today=means.today)
        of_the_ledger = [*_said(assigned)]
        if frozen:
            of_the_ledger += promises.frozen(collection.rows, assigned)
        if lasting:
            of_the_ledger += promises.kept(
                collection.rows, assigned, collection.folder, target=target
            )
    if any(_stops(one) for one in (*problems, *of_the_ledger) if one.level == "error"):
        return _stopped((*problems, *of_the_ledger), target)
    shelf = _shelf(collection, cache, reader)
    with means.timings.step("collecting", len(known)):
        shown = _collect(work, shelf, known, assigned=assigned)
        about_rows = _said(
            _settled(collection, assigned, known, today=means.today) if lasting else assigned
        )
    del known  # of 100,000 documents 200 MB, which no worker is to have as well
    rest = [*shown.diagnostics, *collection.album.diagnostics]
    rest += left_out(collection.settings, collection.folder)
    with means.timings.step("planning") as step:
        planned = _plan(collection, shown, shelf, assigned=assigned)
        step.count = len(planned)
    published = _publish(
        work,
        planned,
        shelf,
        before=partial(archive.fold, shown),
        promise=lambda: _save(collection, assigned, target) if lasting and not frozen else (),
    )
    rest += published.diagnostics
    if published.record:
        told = None
        about = {one.path for one in (*of_the_ledger, *published.diagnostics)}
        if lasting and ledger.FILE not in about:
            found = (*problems, *about_rows, *(one for one in rest if one.code not in _ONCE))
            told = Told(documents=len(shown.cards), files=published.files, diagnostics=found)
        _remember(work, published, told)
    return Build(
        documents=len(shown.cards),
        published=published,
        diagnostics=(*problems, *of_the_ledger, *rest),
        rows=assigned.rows,
        base_url=collection.settings.base_url,
    )


def _assign(
    collection: Collection, rows: tuple[Row, ...], known: Iterable[Known], *, today: str
) -> ledger.Assignment:
    """Give each document its row."""
    candidates = [
        *(one.reading.candidate for one in known),
        *promises.out_of_reach(collection.survey, rows),
    ]
    return ledger.assign(rows, candidates, today=today, reasons=collection.reasons)


def _settled(
    collection: Collection, assigned: ledger.Assignment, known: Iterable[Known], *, today: str
) -> ledger.Assignment:
    """Assign once more where the ledger has taken in what was news: the next build finds none."""
    if not assigned.diagnostics or assigned.rows == collection.rows:
        return assigned
    return _assign(collection, assigned.rows, known, today=today)


def _said(assigned: ledger.Assignment) -> tuple[Diagnostic, ...]:
    return (*assigned.diagnostics, *promises.gone(assigned))


def _plan(
    collection: Collection, shown: Archive, shelf: Shelf, *, assigned: ledger.Assignment
) -> list[Output]:
    """List the files of the site."""
    planned = list(outputs(shown, collection.settings, shelf))
    planned += list(sitemaps(planned, collection.settings))
    if collection.settings.makes("data"):
        planned.append(ready(urls.LEDGER, ledger.written(assigned.rows)))
    return planned


def _publish(
    work: _Work,
    planned: list[Output],
    shelf: Shelf,
    *,
    before: Callable[[], None],
    promise: Callable[[], tuple[Diagnostic, ...]],
) -> Published:
    """Publish what is not as the last build left it, and remember how this one leaves it."""
    collection, target, cache, means, program = work
    left = cache.get("notes", record_of(target))
    manner = Manner(
        record=record.decoded(left, program=program),
        # What only this process holds, no other one can be asked for.
        jobs=means.jobs if cache.is_shared else 1,
        before=before,
        progress=partial(means.progress, "writing"),
        last=shelf.save,
    )
    with means.timings.step("publishing", len(planned)):
        published = publish(planned, target, collection.folder, promise=promise, manner=manner)
        shelf.save()
    return published


def _remember(work: _Work, published: Published, told: Told | None) -> None:
    """Keep how the files of the site were left, and what the next build would tell again."""
    collection, target, cache, means, program = work
    last = None
    if told is not None and means.view is not None:
        last = Last(means.view.scene, ledger_of(collection.folder), told)
    remember(cache, target, left=record.encoded(published.record, program=program), last=last)


def _stopped(problems: Iterable[Diagnostic], target: Path) -> Build:
    """End a build before anything is made; what an earlier one began is ended all the same."""
    published = settle(target)
    diagnostics = (*problems, *published.diagnostics)
    return Build(documents=0, published=published, diagnostics=diagnostics)


def _save(
    collection: Collection, assigned: ledger.Assignment, target: Path
) -> tuple[Diagnostic, ...]:
    return ledger.save(collection.folder, assigned.rows, known=collection.rows, site=target)


def _stops(found: Diagnostic) -> bool:
    """Tell whether nothing can be built before an error is mended.

    Every page may show a fault of the theme; without a sound ledger addresses would break; and
    defaults in the place of settings would publish what they keep back, and take feeds away.
    """
    return found.path in _BINDING or found.path.partition("/")[0] in theme.FOLDERS


def _shelf(collection: Collection, cache: Cache, reader: Reader) -> Shelf:
    """Make the store, which reads a source or an image again when it is asked for it."""
    listed = {one.path: one for one in collection.survey.documents}

    def source(card: Card) -> Source:
        data = read_again(listed[card.path].file, card.sha256, path=card.path)
        return Source(path=card.path, data=data, sha256=card.sha256)

    def article(card: Card) -> bytes:
        return same(reader(listed[card.path]).article, card.digest, path=card.path)

    return Shelf(cache, source=source, picture=collection.album.read, again=article)


def _read_all(work: _Work, reader: Reader, problems: list[Diagnostic]) -> list[Known]:
    """Read all documents, those that did not change from the cache."""
    collection, _, cache, means, program = work
    listed = collection.survey.documents
    readings = Readings(
        cache,
        program,
        vocabulary=collection.vocabulary,
        holds=collection.holdings,
        looks=means.view.looks if means.view else {},
    )
    crews: list[Crew[Listed, Read]] = []

    def crew(missing: int) -> Crew[Listed, Read]:
        crews.append(Crew(reader, processes(means.jobs, missing)))
        return crews[-1]

    first: dict[str, str] = {}
    known = []
    for count, one in enumerate(readings.of(listed, crew), 1):
        means.progress("reading", count, len(listed))
        known.append(one)
        reading = one.reading
        problems += reading.diagnostics
        if reading.is_shown:
            path = reading.candidate.path
            twin = first.setdefault(reading.candidate.sha256, path)
            if twin != path:
                problems.append(diagnose("S-025", path, other=twin))
    problems += [diagnose("X-004", "", count=one.died) for one in crews if one.died]
    return known


def _collect(
    work: _Work, shelf: Shelf, known: Sequence[Known], *, assigned: ledger.Assignment
) -> Archive:
    """Make the cards and the archive of the documents that have an address."""
    collection, _, cache, _, program = work
    arrival = assigned.arrival()
    links = crossings.Crossings(
        collection.documents,
        pages={row.path: row.address for row in assigned.rows},
        body=lambda path: shelf.get(path).body if path in assigned.by_path else None,
    )
    placed: list[tuple[Card, Reading]] = []
    for reading, key in known:  # before the first link is followed: it may lead to any of them
        row = assigned.by_path.get(reading.candidate.path)
        if row is not None and reading.is_shown:
            card = archive.placed(reading.card, row, arrival[row.id])
            shelf.put(card, key)
            placed.append((card, reading))
    cards = []
    for card, reading in placed:
        if reading.near:
            pictures = collection.album.pictures(card.path, reading.near)
            references = links.of(card.path, reading.links)
            card = replace(card, pictures=pictures, references=references)  # noqa: PLW2901
        cards.append(card)
    shown = archive.collect(
        cards,
        collection.vocabulary,
        collection.settings.language,
        index=partial(index, cache=cache, program=program),
    )
    shelf.follow(shown.by_id)
    return replace(shown, withdrawn=assigned.withdrawn, moved=assigned.moved)
