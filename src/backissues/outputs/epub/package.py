"""Writes the package document: what a book is, which files it holds, in which order to read them.

Comes in: a book, the files in it, what is known of how they can be read. Goes out: XML.
Must not know: what the files hold, how they are packed.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence

from msgspec import Struct

from backissues.model import Settings
from backissues.outputs.epub.books import Book, authors, languages, modified
from backissues.outputs.interface import interface, later
from backissues.text.legible import direction, legible

XHTML = "application/xhtml+xml"
_NAMESPACES = {
    "xmlns": "http://www.idpf.org/2007/opf",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
}
# How every book can be read: its text reflows, and is parted by headings that the contents list.
_FEATURES = (
    "structuralNavigation",
    "tableOfContents",
    "readingOrder",
    "displayTransformability",
    "unlocked",
)
_SUMMARY = later(
    "The text can be read aloud, and set in any size and colour. Each article begins with a"
    " heading that the contents lead to."
)
_ON_IMAGES = later("Images have the descriptions that the captures give them, and some have none.")


class Item(Struct, frozen=True):
    """One file of a book; a `leaf` is there to be read, `properties` say what it is to programs."""

    name: str
    type: str
    properties: str = ""
    leaf: bool = False


class Sight(Struct, frozen=True):
    """What there is to be seen in a book: images, and whether each is described in words."""

    images: bool
    described: bool


def package(book: Book, items: Sequence[Item], sight: Sight, *, settings: Settings) -> bytes:
    """Write the package document of a book."""
    voice = interface(settings.language)
    spoken = languages(book.cards, settings.language)
    root = ET.Element(
        "package",
        _NAMESPACES
        | {
            "version": "3.0",
            "unique-identifier": "id",
            "xml:lang": voice.language,
            "dir": voice.direction,
        },
    )
    _metadata(ET.SubElement(root, "metadata"), book, spoken, settings=settings)
    summary = [_SUMMARY, _ON_IMAGES] if sight.images else [_SUMMARY]
    _access(root[0], sight, " ".join(map(voice.say, summary)))
    manifest = ET.SubElement(root, "manifest")
    turned = {"page-progression-direction": "rtl"} if direction(spoken[0]) == "rtl" else {}
    spine = ET.SubElement(root, "spine", turned)
    for number, item in enumerate(items, 1):
        known = {"properties": item.properties} if item.properties else {}
        ident = f"f{number}"
        ET.SubElement(
            manifest, "item", {"id": ident, "href": item.name, "media-type": item.type} | known
        )
        if item.leaf:
            ET.SubElement(spine, "itemref", {"idref": ident})
    ET.indent(root, "")
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def _metadata(parent: ET.Element, book: Book, spoken: Sequence[str], *, settings: Settings) -> None:
    """Write what librarians know a book by."""
    publisher = legible(settings.publisher).strip()
    names = [name for one in authors(book.cards) if (name := legible(one).strip())]
    _tell(parent, "dc:identifier", book.ident, id="id")
    _tell(parent, "dc:title", book.title)
    for language in spoken:
        _tell(parent, "dc:language", language)
    for name in names or [publisher]:
        _tell(parent, "dc:creator", name)
    _tell(parent, "dc:publisher", publisher)
    if not book.series:
        _tell(parent, "dc:description", legible(settings.description).strip())
    _tell(parent, "dc:rights", legible(settings.rights).strip())
    _tell(parent, "dc:source", settings.base_url)
    _tell(parent, "meta", modified(book.cards), property="dcterms:modified")


def _access(parent: ET.Element, sight: Sight, summary: str) -> None:
    """Say how a book can be read by those who do not see it, and claim nothing more."""

    def said(name: str, value: str) -> None:
        _tell(parent, "meta", value, property=f"schema:{name}")

    said("accessMode", "textual")
    if sight.images:
        said("accessMode", "visual")
    if sight.described:
        said("accessModeSufficient", "textual")
    if sight.described and sight.images:
        said("accessibilityFeature", "alternativeText")
    for feature in _FEATURES:
        said("accessibilityFeature", feature)
    # Nobody looked at the pictures: one that moves may flash.
    said("accessibilityHazard", "unknown" if sight.images else "none")
    said("accessibilitySummary", summary)


def _tell(parent: ET.Element, name: str, value: str, **attributes: str) -> None:
    """Write one value, where there is one."""
    if value:
        ET.SubElement(parent, name, attributes).text = value
