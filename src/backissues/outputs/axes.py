"""Makes the page of each axis: all kinds, authors, series, years or tags, with their counts.

Comes in: the archive and its settings. Goes out: outputs whose bytes are made when asked for.
Must not know: bodies of articles, the pages of terms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby

from backissues import urls
from backissues.model import Archive, Output, Settings, Store
from backissues.outputs.charts import bars
from backissues.outputs.contexts import AxisPage, Counted, Letter, SortFilter
from backissues.outputs.frames import counted, frame, links_from, most_used, planned, printed
from backissues.outputs.interface import AXIS, SORTS, Interface, interface
from backissues.outputs.keys import mark, marks
from backissues.text.collation import initial

# A shorter list is taken in without letters over it.
_A_TO_Z = 30
# The foremost tags stand above an index of so many that nobody reads it through.
_FOREMOST = 24


def outputs(archive: Archive, settings: Settings, store: Store) -> Iterator[Output]:  # noqa: ARG001
    """Yield the page of every axis."""
    voice = interface(settings.language)
    for axis in urls.AXES:
        context = partial(_axis, archive, settings, axis, voice)
        shown = (mark(axis), marks(archive).terms)
        yield planned(urls.axis(axis), context, "indexes/axis.html", shown=shown, settings=settings)


def _axis(archive: Archive, settings: Settings, axis: str, voice: Interface) -> AxisPage:
    """Gather all terms of an axis, as its readers look for them."""
    here = urls.axis(axis)
    heading = voice.word(AXIS, axis)
    terms = counted(archive, axis, link=links_from(here), voice=voice)
    from_a_to_z = axis == "tags" or (axis in {"authors", "series"} and len(terms) > _A_TO_Z)
    return AxisPage(
        frame=frame(here, settings, title=heading),
        heading=heading,
        total=len(terms),
        terms=() if from_a_to_z or axis == "years" else terms,
        years=bars(terms) if axis == "years" else (),
        letters=tuple(_letters(terms, settings.language)) if from_a_to_z else (),
        sorts=tuple(_sorts(terms, voice)) if from_a_to_z else (),
        most_used=_foremost(terms) if from_a_to_z else (),
        gaps=tuple(_gaps(archive, voice)) if axis == "series" else (),
    )


def _foremost(terms: Sequence[Counted]) -> tuple[Counted, ...]:
    """Choose the most used terms of a long index; those that are used once are not foremost."""
    repeated = [term for term in terms if term.count > 1]
    return most_used(repeated, _FOREMOST) if len(repeated) > _FOREMOST else ()


def _letters(terms: Sequence[Counted], language: str) -> Iterator[Letter]:
    """Part terms, which stand in the language's order, by their first letters."""
    grouped = groupby(terms, lambda term: initial(term.link.text, language))
    for place, (letter, held) in enumerate(grouped, 1):
        yield Letter(text=letter, anchor=f"letter-{place}", terms=tuple(held))


def _sorts(terms: Sequence[Counted], voice: Interface) -> Iterator[SortFilter]:
    """Yield the sorts that terms have, in the order of the vocabulary, if there are several."""
    counts = Counter(term.sort for term in terms if term.sort in SORTS)
    if len(counts) > 1:
        for sort in SORTS:
            if counts[sort]:
                yield SortFilter(name=sort, text=voice.word(SORTS, sort), count=counts[sort])


def _gaps(archive: Archive, voice: Interface) -> Iterator[str]:
    """Say which numbers each series misses."""
    for gap in archive.gaps:
        yield voice.count(
            "{series}: number {numbers} is missing",
            "{series}: numbers {numbers} are missing",
            len(gap.numbers),
        ).format(
            series=printed(gap.series, voice), numbers=voice.join([str(n) for n in gap.numbers])
        )
