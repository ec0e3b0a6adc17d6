"""Holds what open pages should know: which state the site is in, and what is wrong with it.

Comes in: news of the one who builds. Goes out: the same to all who wait, in their own threads.
Must not know: what the site holds, how a page is told.
"""

from __future__ import annotations

from threading import Condition
from typing import NamedTuple


class News(NamedTuple):
    """What an open page compares: a sum of all files of the site; the errors of the last build."""

    site: str = ""
    problems: str = ""


class Board:
    """The latest news, and a bell that rings when they change."""

    def __init__(self) -> None:
        """Begin without a site."""
        self._news = News()
        self._changed = Condition()

    @property
    def news(self) -> News:
        """Return the latest news."""
        return self._news

    def post(self, news: News) -> None:
        """Put up news, and wake all who wait for them."""
        with self._changed:
            self._news = news
            self._changed.notify_all()

    def other_than(self, known: News | None, *, seconds: float) -> News | None:
        """Return news other than those that are known; None if there are none in so long a time."""
        with self._changed:
            self._changed.wait_for(lambda: self._news != known, timeout=seconds)
            return self._news if self._news != known else None
