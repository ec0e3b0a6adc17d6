"""Indexes an archive on every axis, and its series by number; finds who is akin to whom.

Comes in: the traits of all articles in reading order, the vocabulary, the archive's language.
Goes out: `Indexes`, which follow from these alone: a cache may keep them.
Must not know: cards, kinds (a kind is a word), pages. Every order here is total.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter

from msgspec import Struct

from backissues import runs, urls
from backissues.codes import diagnose
from backissues.model import AxisTerm, Diagnostic, Gap, Relation, Term
from backissues.related import Kin, related
from backissues.text.collation import sort_key
from backissues.traits import Traits, labels

# Asked of each article a dozen times: once for each term that it stands under.
_ARRIVAL, _ID = attrgetter("arrival"), attrgetter("id")


class Indexes(Struct, frozen=True, kw_only=True, array_like=True):
    """All that an `Archive` has beside its cards, as it has it, and what is to be said of it."""

    axes: dict[str, tuple[AxisTerm, ...]]
    gaps: tuple[Gap, ...]
    runs: dict[str, tuple[str, ...]]
    related: dict[str, tuple[Relation, ...]]
    diagnostics: tuple[Diagnostic, ...]


def index(
    held: Sequence[Traits],
    vocabulary: Iterable[Term],
    language: str,
    *,
    kin: Callable[[Sequence[Traits]], Kin] = related,
) -> Indexes:
    """Index articles on every axis; `kin` says which are akin."""
    terms = {term.label: term for term in vocabulary}
    found: list[Diagnostic] = []

    def axis(name: str) -> tuple[AxisTerm, ...]:
        unsorted = _axis(name, held, found=found)
        return tuple(sorted(unsorted, key=lambda term: sort_key(term.label, language)))

    series = axis("series")
    # The newest year first, the undated shelf last.
    years = sorted(axis("years"), key=lambda term: (term.slug != urls.UNDATED, term.slug))
    axes = {
        "kinds": axis("kinds"),
        "authors": axis("authors"),
        "series": series,
        "years": tuple(reversed(years)),
        "tags": tuple(_described(term, terms) for term in axis("tags")),
    }
    by_id = {one.id: one for one in held} if series else {}
    issues = {term.label: [by_id[ident] for ident in term.ids] for term in series}
    gaps = {label: runs.missing(several) for label, several in issues.items()}
    return Indexes(
        axes=axes,
        gaps=tuple(Gap(series=label, numbers=gap) for label, gap in gaps.items() if gap),
        runs={label: runs.in_order(several) for label, several in issues.items()},
        related=kin(held),
        diagnostics=tuple(found),
    )


def _axis(
    name: str,
    held: Sequence[Traits],
    *,
    found: list[Diagnostic],
) -> list[AxisTerm]:
    """Index articles by their labels on one axis, each label with a slug of its own."""
    members: defaultdict[str, list[Traits]] = defaultdict(list)
    for one in held:
        for label in labels(one, name):
            under = members[label]
            if not under or under[-1] is not one:  # it may say a label twice
                under.append(one)
    # The label that arrived first has the plain slug: a newcomer never takes an address away.
    by_age = sorted(members, key=lambda label: (min(map(_ARRIVAL, members[label])), label))
    registry = urls.Registry()
    terms: list[AxisTerm] = []
    for label in by_age:
        slug, holder = _own_slug(name, label, registry)
        if holder is not None:
            address, path = urls.term(name, slug), members[label][0].path
            found.append(diagnose("P-010", path, label=label, other=holder, address=address))
        terms.append(AxisTerm(label=label, slug=slug, ids=tuple(map(_ID, members[label]))))
    return terms


def _own_slug(name: str, label: str, registry: urls.Registry) -> tuple[str, str | None]:
    """Claim a slug for a label; return it, and the label that has the plain one, if another has."""
    slug = plain = urls.slugify(label)
    first: str | None = None
    count = 1
    while (holder := registry.claim(urls.term(name, slug), label)) is not None:
        first = first or holder
        count += 1
        slug = f"{plain}-{count}"
    return slug, first


def _described(term: AxisTerm, vocabulary: dict[str, Term]) -> AxisTerm:
    """Add what the vocabulary says of a tag."""
    entry = vocabulary.get(term.label)
    if entry is None:
        return term
    return AxisTerm(
        label=term.label,
        slug=term.slug,
        ids=term.ids,
        sort=entry.sort,
        description=entry.description,
        aliases=entry.aliases,
        formerly=entry.formerly,
    )
