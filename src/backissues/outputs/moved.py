"""Makes what stands at former addresses: pages that lead on, and lists of them for web servers.

Comes in: the archive, the settings. Goes out: outputs, and none where nothing ever moved: a page
at each former address of an article and at each name that a tag had once.
Must not know: bodies, the ledger. No server is told anything: its keeper includes a list, or not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from urllib.parse import quote, unquote, urlsplit

from msgspec import Struct
from msgspec.structs import replace

from backissues import urls
from backissues.model import Archive, Output, Settings, Store
from backissues.outputs.contexts import Anchor, MovedPage
from backissues.outputs.frames import article_anchor, framed, links_from, page, term_anchor
from backissues.outputs.interface import Interface, interface
from backissues.outputs.keys import ready
from backissues.outputs.linked_data import Page
from backissues.outputs.metadata import HIDDEN, files_beside

_HEADS = {
    urls.REDIRECTS: "# Read by Netlify, Cloudflare Pages and GitLab Pages where they find it.",
    urls.REDIRECTS_APACHE: (
        "# For Apache, with mod_alias. In the configuration of the site:\n"
        "#     Include /path/to/the/site/redirects/apache.conf\n"
        "# Where only .htaccess is yours to write, copy the lines into it."
    ),
    urls.REDIRECTS_NGINX: (
        "# For nginx. In the block `server` of the site:\n"
        "#     include /path/to/the/site/redirects/nginx.conf;"
    ),
}


class Way(Struct, frozen=True):
    """A page's former address, where it leads, and the public paths that moved with it."""

    former: str
    goal: Anchor
    url: str
    beside: tuple[tuple[str, str], ...] = ()


def outputs(archive: Archive, settings: Settings, store: Store) -> Iterator[Output]:  # noqa: ARG001
    """Yield a page for each former address, and the lists."""
    voice = interface(settings.language)
    ways = [*_articles(archive, settings, voice), *_tags(archive, settings, voice)]
    for way in ways:
        yield replace(_page(way, settings, voice), found=False)
    moved = [pair for way in ways for pair in ((way.former, way.url), *way.beside)]
    if moved:
        for path, line in _LINES.items():
            yield ready(path, _list(_HEADS[path], moved, line, settings=settings))


def _articles(archive: Archive, settings: Settings, voice: Interface) -> Iterator[Way]:
    """Yield the former addresses of articles, present ones and withdrawn ones."""
    cards = {card.url: card for card in archive.cards}
    beside = [one.path for one in files_beside(settings)]
    for moved in archive.moved:
        link, card = links_from(moved.former), cards.get(moved.url)
        if card is None:
            goal = Anchor(text=voice.say("Its address now"), href=link(moved.url))
            yield Way(moved.former, goal, moved.url)
            continue
        files = tuple((file(moved.former), file(moved.url)) for file in beside)
        yield Way(moved.former, article_anchor(card, link=link, voice=voice), moved.url, files)


def _tags(archive: Archive, settings: Settings, voice: Interface) -> Iterator[Way]:
    """Yield the addresses of tags that the vocabulary called otherwise once.

    An address that another tag has meanwhile leads nowhere else.
    """
    registry = urls.Registry()
    terms = archive.axes.get("tags", ())
    for term in terms:
        registry.claim(urls.term("tags", term.slug), term.slug)
    for term in terms:
        for name in term.formerly:
            slug = urls.slugify(name)
            former, url = urls.term("tags", slug), urls.term("tags", term.slug)
            if registry.claim(former, term.slug) is not None:
                continue
            feeds = ((urls.term_feed("tags", slug), urls.term_feed("tags", term.slug)),)
            goal = term_anchor("tags", term, link=links_from(former), voice=voice)
            yield Way(former, goal, url, feeds if settings.has_axis_feeds else ())


def _page(way: Way, settings: Settings, voice: Interface) -> Output:
    """Make the page that leads on, for hosts that read none of the lists, and from a disk."""
    heading = voice.say("This page has moved")
    around = framed(Page(path=way.former, title=heading), settings, head=HIDDEN)
    if settings.base_url:
        around = replace(around, canonical=urls.canonical(settings.base_url, way.url))
    context = MovedPage(frame=around, heading=heading, goal=way.goal)
    return page(way.former, context, "moved.html", settings=settings)


# --- lists for servers ---------------------------------------------------------------------------


def _list(
    head: str,
    moved: Iterable[tuple[str, str]],
    line: Callable[[str, str], str],
    *,
    settings: Settings,
) -> bytes:
    """Write a list in the way of one server; paths count from the top of its host."""
    root = quote(urlsplit(settings.base_url).path or "/", safe="/%")
    lines = [line(root + former, root + goal) for former, goal in sorted(moved)]
    return "\n".join([head, *lines, ""]).encode()


def _plain(former: str, goal: str) -> str:
    return f"{former} {goal} 301"


def _apache(former: str, goal: str) -> str:
    return f"Redirect permanent {_decoded(former)} {goal}"


def _nginx(former: str, goal: str) -> str:
    return f"location = {_decoded(former)} {{ return 301 {goal}; }}"


def _decoded(path: str) -> str:
    """Write a path as these servers compare it: decoded, where no sign in it means more to them."""
    plain = unquote(path)
    safe = plain.isprintable() and not set(plain) & set('"$\\')
    return f'"{plain if safe else path}"'


_LINES: dict[str, Callable[[str, str], str]] = {
    urls.REDIRECTS: _plain,
    urls.REDIRECTS_APACHE: _apache,
    urls.REDIRECTS_NGINX: _nginx,
}
