"""Makes what robots ask for first: sitemap.xml, which names every page, and robots.txt.

Comes in: the outputs of all other makers, the settings. Goes out: outputs, or none where the
archive has no address, for both name whole ones.
Must not know: what stands on a page. No page says when it changed, for only some could know it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from html import escape

from backissues import urls
from backissues.model import Output, Settings
from backissues.outputs.keys import mark, ready
from backissues.outputs.remembered import remembered

# The limits of the protocol, https://www.sitemaps.org/protocol.html: addresses a file and bytes.
_MOST_ADDRESSES = 50_000
_MOST_BYTES = 52_428_800
# No address is longer than browsers take; most are a tenth of it.
_LONGEST = 2048
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def sitemaps(
    planned: Iterable[Output],
    settings: Settings,
    *,
    most: int = _MOST_ADDRESSES,
    size: int = _MOST_BYTES,
) -> Iterator[Output]:
    """Yield the sitemap of the pages among the outputs, in several files if need be, and robots."""
    if not settings.base_url:
        return
    pages = [one for one in planned if one.path.endswith(".html") and one.found]
    paths = sorted(page.path for page in pages if urls.is_found(page.path))
    known = mark(settings.base_url, paths, most, size).hex()
    if len(paths) <= most and len(paths) * _LONGEST < size:
        yield Output(urls.SITEMAP, known, lambda: _urlset(_found(paths, settings)).encode("ascii"))
    else:
        plan = partial(_in_files, paths, settings, most=most, size=size)
        yield from remembered("sitemap", [(known, plan)])
    where = urls.absolute(settings.base_url, urls.SITEMAP)
    yield _output(urls.ROBOTS, f"User-agent: *\nAllow: /\n\nSitemap: {where}\n")


def _found(paths: Iterable[str], settings: Settings) -> list[str]:
    return [urls.canonical(settings.base_url, path) for path in paths]


def _in_files(
    paths: Iterable[str], settings: Settings, *, most: int, size: int
) -> Iterator[Output]:
    """Yield the parts of a sitemap that is too long for one file, and the list of them."""
    found = _found(paths, settings)
    files = [_urlset(part) for part in _parted(found, most=most, size=size)]
    names = [urls.SITEMAP]
    if len(files) > 1:
        names += [urls.sitemap(number) for number in range(1, len(files) + 1)]
        addresses = [urls.absolute(settings.base_url, name) for name in names[1:]]
        files.insert(0, _index(addresses))
    for name, text in zip(names, files, strict=True):
        yield _output(name, text)


def _parted(addresses: Sequence[str], *, most: int, size: int) -> Iterator[Sequence[str]]:
    """Part addresses so that each file stays under both limits; even none at all have a file."""
    first, room = 0, size - len(_urlset(()))
    for place, address in enumerate(addresses):
        room -= len(_entry(address))
        if place - first == most or (room < 0 and place > first):
            yield addresses[first:place]
            first, room = place, size - len(_urlset((address,)))
    yield addresses[first:]


def _entry(address: str) -> str:
    return f"<url><loc>{escape(address)}</loc></url>\n"


def _urlset(addresses: Iterable[str]) -> str:
    return f"{_HEAD}<urlset {_SPACE}>\n{''.join(map(_entry, addresses))}</urlset>\n"


def _index(addresses: Iterable[str]) -> str:
    """Name the files that the sitemap was parted into."""
    entries = "".join(f"<sitemap><loc>{escape(one)}</loc></sitemap>\n" for one in addresses)
    return f"{_HEAD}<sitemapindex {_SPACE}>\n{entries}</sitemapindex>\n"


def _output(path: str, text: str) -> Output:
    # Paths are percent-encoded and so is base_url: one character is one byte.
    return ready(path, text.encode("ascii"))
