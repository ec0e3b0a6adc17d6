"""Turns the HTML of our templates and of typeset into the XHTML that e-books are made of.

Comes in: a page of HTML in which every `<` and `"` of a text is escaped, so that a tag is known by
its brackets. Goes out: the bytes of well-formed XML.
Must not know: what a page shows.
"""

from __future__ import annotations

from backissues.patterns import late

# Elements that have no end in HTML, and must have one in XML. Matches <br>, <img src="a" alt="">;
# not <b>, <hr/>.
_VOID = late(r"<((?:br|hr|img|link|meta|wbr)(?: [^<>]*[^<>/])?)>")
# XML has its own attribute for the language, and reading programs heed one or the other.
# Matches lang="fr"; not xml:lang="fr".
_LANG = late(r'(?<= )lang="([^"]*)"')
# What an e-book calls footnotes, so that a reader may see them without leaving the page; and code,
# whose direction no style sheet of a book may set.
_NAMED = (
    (
        '<section class="notes">',
        '<section class="notes" epub:type="footnotes" role="doc-endnotes">',
    ),
    ('<li id="note-', '<li epub:type="footnote" id="note-'),
    ('<sup><a id="call-', '<sup><a epub:type="noteref" role="doc-noteref" id="call-'),
    ('<pre class="code">', '<pre class="code" dir="ltr">'),
)


def xhtml(page: str) -> bytes:
    """Write a page of HTML as XHTML."""
    page = _VOID.sub(r"<\1/>", page)
    page = _LANG.sub(r'lang="\1" xml:lang="\1"', page)
    for plain, named in _NAMED:
        page = page.replace(plain, named)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + page.encode()
