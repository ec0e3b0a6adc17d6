"""Makes the page at the address of each article that is not in the archive now.

Comes in: what the archive says of them, the settings. Goes out: an output for each: that it was
withdrawn and why, that it is gone, or that an error keeps it out for now.
Must not know: what such an article was. No word of it is shown, nor does any list lead here.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from backissues.model import Archive, Output, Settings, Store, Withdrawn
from backissues.outputs.contexts import WithdrawnPage
from backissues.outputs.frames import framed, page, printed
from backissues.outputs.interface import Interface, interface
from backissues.outputs.linked_data import Page
from backissues.outputs.metadata import HIDDEN


def outputs(archive: Archive, settings: Settings, store: Store) -> Iterator[Output]:  # noqa: ARG001
    """Yield a page for each withdrawn article."""
    voice = interface(settings.language)
    for one in archive.withdrawn:
        heading, words = _said(one, voice)
        context = WithdrawnPage(
            frame=framed(Page(path=one.url, title=heading), settings, head=HIDDEN),
            heading=heading,
            words=words,
            reason=printed(one.reason, voice),
        )
        yield replace(page(one.url, context, "withdrawn.html", settings=settings), found=False)


def _said(one: Withdrawn, voice: Interface) -> tuple[str, str]:
    """Say what became of an article: in a heading, and in a sentence more."""
    if one.for_now:
        return (
            voice.say("This article is not here at present"),
            voice.say("It could not be read when these pages were made. It will stand here again."),
        )
    if one.reason:
        return voice.say("This article was withdrawn"), voice.say("Its editors say why:")
    return (
        voice.say("This article is no longer here"),
        voice.say("The archive does not hold it any more."),
    )
