"""One build, from the folder of a collection to the folder of its site: what every verb shares.

Comes in: an `Order`, which says what is to be built and how. Goes out: a `Build`.
Must not know: who asks, how often, and what is told of it. Called again in one process, it sees
the collection as it is by then.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from backissues import settings, site, vocabulary
from backissues.model import Diagnostic, Row
from backissues.publish import Published
from backissues.site import Build, Collection, Means


class Order(Struct, frozen=True, kw_only=True):
    """What to build: `base_url` counts more than archive.yml's, and `own_address` less.

    With `granted` it is a preview, which writes no ledger: these rows are what previews before it
    gave, so that a page stays where it is while its title is being found. `one_of_many` is left out
    while settings cannot be read: half a line of archive.yml must not make another site of it.
    """

    folder: Path
    target: Path
    base_url: str = ""
    own_address: str = ""
    frozen: bool = False
    granted: tuple[Row, ...] | None = None
    one_of_many: bool = False


def rebuild(order: Order, means: Means) -> Build:
    """Look at the collection and build it."""
    collection = site.open_collection(order.folder)
    if any(_forbids(found, order) for found in collection.diagnostics):
        return Build(documents=0, published=Published(), diagnostics=collection.diagnostics)
    said = collection.settings
    address = order.base_url or said.base_url or order.own_address
    collection = replace(collection, settings=replace(said, base_url=address))
    if order.granted:
        rows = (*collection.rows, *_still_free(order.granted, collection))
        collection = replace(collection, rows=rows)
    return site.build(
        collection,
        order.target,
        means,
        frozen=order.frozen,
        lasting=order.granted is None,
    )


def _forbids(found: Diagnostic, order: Order) -> bool:
    """Tell whether there is nothing to build, or nothing that would be what is meant."""
    unread = found.level == "error" and found.path in {settings.FILE, vocabulary.FILE}
    return found.code == "S-008" or (order.one_of_many and unread)


def _still_free(granted: tuple[Row, ...], collection: Collection) -> list[Row]:
    """Return the rows of documents that are still there and that the ledger does not know.

    Without their sketches: a draft may become quite another text, and nobody wants to be told.
    """
    listed = {one.path for one in collection.survey.documents}
    known = {row.path for row in collection.rows}
    taken = {row.id for row in collection.rows} | {
        address for row in collection.rows for address in (row.address, *row.former)
    }
    return [
        replace(row, sketch="")
        for row in granted
        if row.path in listed - known and not taken & {row.id, row.address, *row.former}
    ]
