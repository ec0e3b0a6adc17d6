"""Finds web addresses in running text, and says which may be linked and where relative ones lead.

Comes in: a line's text, an address. Goes out: inlines: text, links, and addresses that a capture
cut; schemes; paths in the collection.
Must not know: what the line means, or how links are rendered.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from backissues.model import CutLink, Inline, Link, Text
from backissues.patterns import late

SCHEMES = frozenset({"http", "https", "mailto"})

# An address, or a token with a slash that a platform shortened with “…”.
# Matches https://a.org/b, www.a.org, crn.com.au/news/snow…; not a.org, and/or…, 3/24. A bar ends
# it, as in a wiki's [[https://a.org|A place]]: no address holds one as it is (RFC 3986).
_ADDRESS = late(
    r"""(?P<cut>(?:https?://|www\.)?[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/[^\s<>"“”«»…|\\^`]{0,2000}…)
      | (?P<url>(?:https?://|www\.)[^\s<>"“”«»|\\^`]{2,2000})""",
    re.VERBOSE,
)
_WHOLE = late(r"""(?P<url>(?:https?://|www\.)[^\s<>"“”«»|\\^`]{2,2000})""")
# An address that leads to the same place from everywhere, as nine in ten of those that name a host:
# joined to any other it is as it was. Not HTTPS://a.org, https://a.org?, https://[::1],
# https://a.org/#.
_WELL_MADE = late(
    r"https?://[a-z0-9.-]++(?:/[\w.~%!$&'()*+,=:@/-]*+)?(?:\?[\w.~%!$&'()*+,=:@/-]++)?", re.ASCII
)
# Punctuation at an address's end belongs to the sentence: “see https://a.org.”, “(https://a.org)”.
_TRAILING = ".,;:!?'’*_~"
_PAIRS = {")": "(", "]": "[", "}": "{"}


def scheme(url: str) -> str:
    """Return an address's scheme in lower case, or an empty string for a relative one."""
    head, colon, _ = _bare(url).partition(":")
    if not colon or "/" in head or "?" in head or "#" in head:
        return ""
    return head.casefold()


def _bare(url: str) -> str:
    r"""Drop white space and control characters, which browsers pass over in `java\tscript:`."""
    if url.isprintable() and " " not in url:  # as nearly every address is
        return url
    return "".join(char for char in url if char > " " and char != "\x7f")


def allowed(url: str) -> bool:
    """Tell whether an address may be linked: relative, or of an allowed scheme."""
    found = scheme(url)
    return not found or found in SCHEMES


def is_remote(url: str) -> bool:
    """Tell whether an address leads to a host of its own, and not to a place near the document."""
    return url.startswith(("https://", "http://", "//")) or bool(scheme(url))


def is_whole(url: str) -> bool:
    """Tell whether an address is plainly a whole one; to join it to another would take 15 µs."""
    return _WELL_MADE.fullmatch(url) is not None


def with_scheme(url: str) -> str:
    """Return an address with the scheme that it lacks where it names a host (`//a.org/b`)."""
    # Browsers read a backslash as a slash.
    bare = _bare(url).replace("\\", "/")
    return f"https://{bare.lstrip('/')}" if bare.startswith("//") else url


def nearby(document: str, address: str) -> str | None:
    """Return the path in the collection that an address in a document means.

    Both paths count from the collection's top. None where the address names a host or a root, or
    climbs out of the collection. The path is a name to look up: nothing says that it is there.
    """
    place = re.split("[?#]", address, maxsplit=1)[0]
    if is_remote(address) or place.startswith(("/", "\\")):
        return None
    steps = document.split("/")[:-1]
    for step in unquote(place).split("/"):
        if step == "..":
            if not steps:
                return None
            steps.pop()
        elif step not in {"", "."}:
            steps.append(step)
    return "/".join(steps)


def _trim(address: str) -> str:
    """Drop the sentence's own punctuation from the end of an address."""
    while address:
        last = address[-1]
        opening = _PAIRS.get(last)
        if last in _TRAILING or (opening and address.count(last) > address.count(opening)):
            address = address[:-1]
        else:
            break
    return address


def is_address(text: str) -> bool:
    """Tell whether a text is one whole web address and nothing else."""
    text = text.strip().removeprefix("<").removesuffix(">")
    if not text.startswith(("http://", "https://")) or any(char.isspace() for char in text):
        return False
    try:
        return bool(urlsplit(text).netloc)
    except ValueError:
        return False


def linkify(text: str) -> tuple[Inline, ...]:
    """Split a line into text, links and cut links; the texts joined give the line again."""
    # Nothing is an address without one of these, and most lines have none.
    if "://" not in text and "www." not in text and not ("…" in text and "/" in text):
        return (Text(text),) if text else ()
    found: list[Inline] = []
    done = 0
    # Only an ellipsis cuts an address, and to look for one costs three times as much.
    pattern = _ADDRESS if "…" in text else _WHOLE
    for match in pattern.finditer(text):
        if match.lastgroup == "cut":
            address: str = match["cut"]
            inline: Inline = CutLink(address)
        else:
            address = _trim(match["url"])
            if len(address) < 8:
                continue
            url = address if address.startswith("http") else f"https://{address}"
            inline = Link(url, (Text(address),))
        if match.start() > done:
            found.append(Text(text[done : match.start()]))
        found.append(inline)
        done = match.start() + len(address)
    if done < len(text):
        found.append(Text(text[done:]))
    return tuple(found)
