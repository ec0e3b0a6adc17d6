"""Makes the files by which reference managers take an article: SLUG.bib and SLUG.csl.json.

Comes in: cards, the settings. Goes out: two outputs an article, where data to take away are wanted.
Must not know: bodies, pages; how an article is cited is for `citations` to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from backissues import urls
from backissues.model import Archive, Output, Settings, Store
from backissues.outputs.citations import Reference, bibtex, csl, reference
from backissues.outputs.keys import key


def outputs(archive: Archive, settings: Settings, store: Store) -> Iterator[Output]:  # noqa: ARG001
    """Yield the reference of every article in both formats."""
    if not settings.makes("data"):
        return
    for card in archive.cards:
        cited = reference(card, settings)
        yield _output(urls.bibtex(card.url), cited, bibtex)
        yield _output(urls.csl(card.url), cited, csl)


def _output(path: str, cited: Reference, write: Callable[[Reference], str]) -> Output:
    return Output(path, key(cited), lambda: write(cited).encode())
