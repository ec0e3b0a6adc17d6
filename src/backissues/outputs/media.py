"""Carries the images of the collection that articles show into the site, byte for byte.

Comes in: cards; when bytes are asked for, the image. Goes out: one output an image.
Must not know: how an image is shown, what it holds.
"""

from __future__ import annotations

from collections.abc import Iterator

from backissues import urls
from backissues.model import Archive, Output, Settings, Store


def outputs(archive: Archive, settings: Settings, store: Store) -> Iterator[Output]:  # noqa: ARG001
    """Yield each image once, however many articles show it."""
    shown = {picture.path: picture for card in archive.cards for picture in card.pictures}
    for path, picture in sorted(shown.items()):
        yield _output(path, picture.sha256, store)


def _output(path: str, sha256: str, store: Store) -> Output:
    return Output(urls.media(path), sha256, lambda: store.picture(path))
