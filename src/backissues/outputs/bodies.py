"""Gives the text of an article as HTML for its page and its feeds, typeset once for all of them.

Comes in: a card, the settings, the store. Goes out: a `Body`, which writes its links as they lead
from one place or another: in nothing else do the places differ.
Must not know: pages, feeds.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from sys import intern

from markupsafe import Markup
from msgspec import Struct

from backissues.model import Card, Settings, Store
from backissues.outputs.frames import leading, media
from backissues.outputs.interface import interface
from backissues.outputs.lasting import Lasting
from backissues.text import typeset
from backissues.text.addresses import is_whole
from backissues.text.figures import Shown
from backissues.text.legible import address

# Pages of articles that arrived together are made together, and then the pages of the feeds that
# have the same articles: their texts are still at hand, and are those of no more than three.
_TOGETHER = 20
_MOST = 3 * _TOGETHER
_KEPT: dict[tuple[object, ...], Body] = {}


class Body(Struct, frozen=True):
    """A text whose links are yet to be written: a `mark` and a number stand for each of `goals`.

    Those that lead to the same address from everywhere are written.
    """

    html: str
    mark: str
    goals: tuple[str, ...]
    rights: str

    def placed(self, lead: Callable[[str], str | None]) -> Markup:
        """Write the links as `lead` says that they lead from a place."""
        hrefs = [address(lead(goal) or "") for goal in self.goals]
        first, *rest = self.html.split(self.mark)
        written = [first]
        for piece in rest:
            number, _, after = piece.partition(".")
            written += hrefs[int(number)], after
        return Markup("".join(written))  # noqa: S704  (typeset, and addresses that are escaped)


_BODIES = Lasting("bodies", Body)


def together(arrival: int) -> str:
    """Name the work that is shared by all that shows the text of an article, by its arrival."""
    return intern(f"texts {arrival // _TOGETHER}")


def body(card: Card, settings: Settings, store: Store) -> Body:
    """Return the text of an article, which may be at hand from the last place where it stood."""
    shown = (card.pictures, card.references, settings.language)
    make = partial(_typeset, card, settings, store)
    if not card.digest:
        return make()
    name = (card.id, card.digest, *shown)
    found = _KEPT.pop(name, None)
    if found is None:
        found = _BODIES.of(card, store, shown=shown, make=make)
    _KEPT[name] = found
    if len(_KEPT) > _MOST:
        del _KEPT[next(iter(_KEPT))]
    return found


def _typeset(card: Card, settings: Settings, store: Store) -> Body:
    article = store.body(card.id)
    voice = interface(settings.language)
    # No text holds the sum of the file that it stands in, so none can be taken for a mark.
    mark = f"{card.sha256}-"
    goals: dict[str, int] = {}
    # Whether a link leads anywhere, and an image is held, is the same in all places.
    lead, held = leading(card, str), media(card, str)
    near = {*held, *(one.address for one in card.references)}

    def resolve(goal: str) -> str | None:
        if goal not in near and is_whole(goal):
            return goal
        return lead(goal) and f"{mark}{goals.setdefault(goal, len(goals))}."

    def show(goal: str) -> Shown | None:
        shown = held.get(goal)
        return shown and shown._replace(source=resolve(goal) or "")

    html = typeset.blocks(
        article.body,
        resolve=resolve,
        show=show,
        language=card.language,
        voice=typeset.Voice(voice.say, voice.language, voice.regional),
    )
    return Body(str(html), mark, tuple(goals), article.fields.rights.value or "")
