"""Says what the archive remarks on an article: whose its title is, what changed, what is lost.

Comes in: a card, a field, an article. Goes out: sentences in the archive's language.
Must not know: where they are shown.
"""

from __future__ import annotations

from collections.abc import Iterator

from backissues.codes import is_remark
from backissues.model import Article, Card, Field
from backissues.outputs.contexts import Dated, Loss
from backissues.outputs.frames import dated, printed
from backissues.outputs.interface import Interface
from backissues.text.legible import legible

# The rules by which the archive supplies a title that no source states.
_OWN_TITLES = frozenset({"title/first-words", "title/named"})


def title_note(card: Card, title: Field[str | None], voice: Interface) -> str:
    """Say whose the title is, where it is not the source's, and what the source has."""
    if card.title_standing != "supplied":
        return ""
    if not any(said.where == "sidecar" for said in title.evidence):
        return voice.say("Title supplied by the archive: the source has none.")
    # What the archive itself would have supplied is no word of the source's.
    rivals = [rival for rival in title.rivals if rival.evidence.rule not in _OWN_TITLES]
    if rivals:
        stated = printed(rivals[0].value, voice, language=card.language)
        return voice.say("Title given by an editor; the source has “{title}”.").format(title=stated)
    return voice.say("Title given by an editor; the source has none.")


def updated(card: Card, voice: Interface) -> Dated | None:
    """Say when an article was changed; on the day that it was published, nobody asks."""
    told = card.updated and card.updated != card.published
    return dated(card.updated, voice) if told else None


def line_link(source: str, line: int | None) -> str:
    """Link to a line of a source, where its view is published."""
    return f"{source}#L{line}" if source and line else ""


def losses(article: Article, source: str, voice: Interface) -> Iterator[Loss]:
    """Say what the capture lost, in the order of the lines."""
    lost = filter(is_remark, article.diagnostics)
    for problem in sorted(lost, key=lambda problem: problem.line or 0):
        words = legible(voice.sentence(problem))
        yield Loss(
            words=words[:1].upper() + words[1:],
            line=problem.line,
            href=line_link(source, problem.line),
        )
