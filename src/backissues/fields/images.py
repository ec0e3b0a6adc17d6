"""Says which images a body shows, and what the capture and the collection lack of them.

Comes in: a body, the lines that it was read from, a way to ask for an image of the collection.
Goes out: diagnostics, each at its line.
Must not know: files, kinds. Whether an image is there is asked of whoever knows the collection.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import repeat

from backissues.codes import diagnose
from backissues.model import Block, Diagnostic, Heading, Image, Paragraph, Table
from backissues.patterns import late
from backissues.text.addresses import is_remote, nearby
from backissues.text.tree import inlines_of, walk

# What opens an image in Markdown and in HTML: “![a cat](cat.png)”, “<img src=…>”.
_OPENING = late(r"!\[|<img\b", re.IGNORECASE)
# A line may hold thousands of images, and is quoted for each.
_EXCERPT = 160


def report(path: str, lines: Sequence[str], body: Iterable[Block]) -> list[Diagnostic]:
    """Report each remote image once, and every image without words that stand for it."""
    found: list[Diagnostic] = []
    told: set[str] = set()
    for image, line in placed(lines, body):
        excerpt = lines[line - 1][:_EXCERPT]
        if is_remote(image.url) and image.url not in told:
            told.add(image.url)
            found.append(diagnose("L-003", path, line, excerpt=excerpt, url=image.url))
        if not image.alt.strip():
            found.append(diagnose("A-001", path, line, excerpt=excerpt))
    return found


def report_missing(
    path: str, lines: Sequence[str], body: Iterable[Block], *, holds: Callable[[str, str], bool]
) -> list[Diagnostic]:
    """Report each image that is not remote, and that the collection does not hold, once."""
    found: list[Diagnostic] = []
    told: set[str] = set()
    for image, line in placed(lines, body):
        if is_remote(image.url) or holds(path, image.url):
            continue
        name = nearby(path, image.url) or image.url or image.alt
        if name not in told:
            told.add(name)
            excerpt = lines[line - 1][:_EXCERPT]
            found.append(diagnose("L-004", path, line, excerpt=excerpt, image=name))
    return found


def placed(lines: Sequence[str], body: Iterable[Block]) -> Iterator[tuple[Image, int]]:
    """Yield each image of a body with its line.

    Inlines have no lines: the images of a block are told off against what opens one in its lines.
    Where the counts differ (code that shows how images are written), the block's first line is
    the place.
    """
    # Most texts show no image.
    whole = "\n".join(lines)
    if "![" not in whole and "<" not in whole:
        return
    openings = {
        number: count
        for number, line in enumerate(lines, 1)
        if ("![" in line or "<" in line) and (count := len(_OPENING.findall(line)))
    }
    if not openings:
        return
    for block in walk(body):
        if not isinstance(block, (Paragraph, Heading, Table)):
            continue
        images = [inline for inline in inlines_of((block,)) if isinstance(inline, Image)]
        if images:
            places = [n for n in block.span for _ in range(openings.get(n, 0))]
            known = len(places) == len(images)
            yield from zip(images, places if known else repeat(block.span.first), strict=False)
