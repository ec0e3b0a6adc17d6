"""The e-books: containers that every reader opens, well-formed documents, the same bytes always."""

from __future__ import annotations

import io
import posixpath
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from backissues.model import (
    Archive,
    Article,
    Block,
    CodeBlock,
    CrossReference,
    Heading,
    Image,
    Item,
    Link,
    List,
    Lost,
    Note,
    NoteRef,
    Notes,
    Paragraph,
    Part,
    Picture,
    Quote,
    Rule,
    Settings,
    Table,
    Text,
    Withdrawn,
)
from backissues.outputs import epub
from backissues.outputs.epub.books import authors, languages, modified
from backissues.outputs.epub.xhtml import xhtml
from demo_archive import ONE, SETTINGS, DemoStore, archive, article, card, p
from test_pixels import gif, jpeg, png
from test_typeset import HOSTILE, INLINES

OPF = {"o": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/"}
XHTML = {"h": "http://www.w3.org/1999/xhtml"}
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Shelf(DemoStore):
    """Gives bodies and pictures of the test's own; where it has none, those of the demo."""

    def __init__(self, made: Archive, bodies: dict[str, tuple[Block, ...]] | None = None) -> None:
        super().__init__(made)
        self.bodies = bodies or {}
        self.files: dict[str, bytes] = {}

    def body(self, ident: str) -> Article:
        """Return the whole article."""
        return article(self.kinds[ident], self.bodies.get(ident), path=self.paths[ident])

    def picture(self, path: str) -> bytes:
        """Return the bytes of an image."""
        return self.files[path]


def made(
    held: Archive | None = None, store: DemoStore | None = None, settings: Settings = SETTINGS
) -> dict[str, bytes]:
    """Make all books, by their paths."""
    held = held or archive()
    found = epub.outputs(held, settings, store or DemoStore(held))
    return {output.path: output.make() for output in found}


def files(book: bytes) -> dict[str, bytes]:
    """Unpack a book."""
    with zipfile.ZipFile(io.BytesIO(book)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def one(*body: Block, settings: Settings = SETTINGS) -> dict[str, bytes]:
    """Make the book of an archive of one essay with this body, and unpack it."""
    whole = archive()
    own = replace(card("essay", 1), id="id-5")
    held = replace(whole, cards=(own,), by_id={own.id: own}, runs={}, axes={})
    return files(made(held, Shelf(held, {own.id: body}), settings)["archive.epub"])


def chapter(unpacked: dict[str, bytes]) -> str:
    """Return the chapter of the essay."""
    return unpacked["EPUB/articles/un-essay.xhtml"].decode()


def package(unpacked: dict[str, bytes]) -> etree._Element:
    """Parse the package document."""
    return etree.fromstring(unpacked["EPUB/package.opf"])


def told(unpacked: dict[str, bytes], path: str) -> list[str]:
    """Return what the package document says at a path."""
    return [str(found) for found in package(unpacked).xpath(path, namespaces=OPF)]


# --- the container -------------------------------------------------------------------------------


def test_there_is_a_book_of_the_archive_and_one_of_each_series() -> None:
    assert list(made()) == ["archive.epub", "series/la-serie.epub"]
    assert made(settings=replace(SETTINGS, outputs=("pages", "feeds"))) == {}


def test_an_empty_archive_is_no_book() -> None:
    assert made(Archive(cards=(), by_id={}, axes={}, neighbours={}, gaps=())) == {}


def test_programs_know_a_book_by_its_first_bytes() -> None:
    for book in made().values():
        assert book[30:58] == b"mimetypeapplication/epub+zip"
        with zipfile.ZipFile(io.BytesIO(book)) as packed:
            entries = packed.infolist()
        assert [entry.filename for entry in entries][:2] == ["mimetype", "META-INF/container.xml"]
        assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
        # What compresses differs between versions of zlib: a book would differ between machines.
        assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}
        assert {(entry.create_system, entry.external_attr >> 16) for entry in entries} == {
            (3, 0o644)
        }
        assert all(entry.filename.isascii() for entry in entries)


def test_all_that_a_book_holds_is_named_and_each_document_can_be_reached() -> None:
    for book in made().values():
        unpacked = files(book)
        items = told(unpacked, "//o:manifest/o:item/@href")
        others = {"mimetype", "META-INF/container.xml", "EPUB/package.opf"}
        assert {f"EPUB/{name}" for name in items} == set(unpacked) - others
        assert len(set(items)) == len(items)
        ids = told(unpacked, "//o:manifest/o:item/@id")
        leaves = [items[ids.index(one)] for one in told(unpacked, "//o:spine/o:itemref/@idref")]
        assert leaves == [name for name in items if name.endswith(".xhtml")]
        contents = etree.fromstring(unpacked["EPUB/contents.xhtml"])
        listed = contents.xpath("//h:nav[1]//h:a/@href", namespaces=XHTML)
        chapters = [name for name in leaves if name.startswith("articles/")]
        assert list(dict.fromkeys(listed)) == chapters
        assert told(unpacked, "//o:item[@properties='nav']/@href") == ["contents.xhtml"]
        marks = contents.xpath("//h:nav[2]//h:a/@href", namespaces=XHTML)
        assert marks == ["title.xhtml", "contents.xhtml", chapters[0], "colophon.xhtml"]


def test_links_inside_a_book_lead_to_what_it_holds() -> None:
    for book in made().values():
        unpacked = files(book)
        for name, data in unpacked.items():
            for link in (
                etree.fromstring(data).xpath("//@src|//h:*/@href", namespaces=XHTML)
                if (name.endswith(".xhtml"))
                else ()
            ):
                goal, anchor = urldefrag(link)
                if ":" in goal:
                    continue
                there = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(goal)))
                there = there if goal else name
                assert there in unpacked
                if anchor:
                    ids = etree.fromstring(unpacked[there]).xpath("//@id")
                    assert unquote(anchor) in ids


def test_every_document_is_well_formed_and_says_its_language() -> None:
    for name, data in files(made()["archive.epub"]).items():
        if name.endswith(".xhtml"):
            root = etree.fromstring(data)
            assert root.get("lang") == root.get(XML_LANG) == "fr"
            for element in root.iter():
                assert element.get("lang") == element.get(XML_LANG)


# --- what a book is known by ---------------------------------------------------------------------


def test_the_id_of_a_book_outlives_titles_and_addresses() -> None:
    def ids(held: Archive, settings: Settings = SETTINGS) -> list[list[str]]:
        found = made(held, settings=settings).values()
        return [told(files(book), "//dc:identifier/text()") for book in found]

    first = archive()
    assert ids(first) != ids(first)[::-1]
    moved = replace(SETTINGS, base_url="https://other.example/", title="Autrement")
    assert ids(first, moved) == ids(first)
    cards = tuple(replace(one, title="Mieux", url=f"articles/b-{one.arrival}.html")
                  for one in first.cards)  # fmt: skip
    better = replace(first, cards=cards, by_id={one.id: one for one in cards})
    assert ids(better) == ids(first)
    gone = Withdrawn(id="id-1", url="articles/un-thread.html", arrival=1, added="2024-05-01")
    rest = replace(first, cards=first.cards[1:], withdrawn=(gone,))
    assert ids(rest) == ids(first)


def test_a_book_is_as_old_as_what_is_newest_in_it() -> None:
    first, second = card("essay", 1), replace(card("essay", 2), added="2024-06-01")
    assert modified([first]) == "1970-01-01T12:00:00Z"
    assert modified([first, second]) == "2024-06-01T12:00:00Z"
    assert modified([replace(second, updated="2024-07")]) == "2024-07-31T12:00:00Z"
    assert modified([replace(second, updated="9999-12-31")]) == "9999-12-31T12:00:00Z"


def test_a_book_is_in_the_languages_of_its_articles() -> None:
    cards = [card("essay", 1), card("brief", 2), card("issue", 3)]
    assert languages(cards, "de") == ("fr", "en")
    assert languages([replace(cards[0], language="und")], "de") == ("de",)


def test_a_book_of_many_hands_names_no_author() -> None:
    cards = [replace(card("essay", 1), authors=(f"A{n % 6}",)) for n in range(8)]
    assert authors(cards[:5]) == ("A0", "A1", "A2", "A3", "A4")
    assert authors(cards) == ()


def test_the_package_says_what_a_book_is() -> None:
    own = replace(SETTINGS, publisher="Les Quais", rights="CC BY 4.0")
    unpacked = files(made(settings=own)["archive.epub"])
    assert told(unpacked, "//dc:title/text()") == ["Numéros passés"]
    assert told(unpacked, "//dc:creator/text()") == ["Anne & Co", "Béa"]
    assert told(unpacked, "//dc:publisher/text()") == ["Les Quais"]
    assert told(unpacked, "//dc:rights/text()") == ["CC BY 4.0"]
    assert told(unpacked, "//dc:language/text()") == ["fr", "en"]
    assert told(unpacked, "//o:meta[@property='schema:accessMode']/text()") == ["textual"]
    assert told(unpacked, "//o:spine/@page-progression-direction") == []


def test_a_book_in_hebrew_is_read_from_right_to_left() -> None:
    whole = archive()
    cards = tuple(replace(one, language="he") for one in whole.cards)
    held = replace(whole, cards=cards, by_id={one.id: one for one in cards})
    unpacked = files(made(held)["archive.epub"])
    assert told(unpacked, "//o:spine/@page-progression-direction") == ["rtl"]
    assert '<h1 lang="he" xml:lang="he" dir="rtl">' in chapter(unpacked)


# --- chapters ------------------------------------------------------------------------------------


def test_articles_stand_oldest_first_and_the_undated_ones_last() -> None:
    whole = archive()
    dates = ["2024-05-01", "2024-02", "2021-12-24", None, None]
    cards = tuple(replace(one, published=day) for one, day in zip(whole.cards, dates, strict=True))
    held = replace(whole, cards=cards, by_id={one.id: one for one in cards})
    contents = etree.fromstring(files(made(held)["archive.epub"])["EPUB/contents.xhtml"])
    years = contents.xpath("//h:nav[1]/h:ol/h:li/h:a/text()", namespaces=XHTML)
    assert years == ["2021", "2024", "Non datés"]
    listed = contents.xpath("//h:nav[1]/h:ol/h:li/h:ol/h:li/h:a/@href", namespaces=XHTML)
    kinds = ("issue", "interview", "thread", "brief", "essay")
    assert listed == [f"articles/un-{kind}.xhtml" for kind in kinds]


def test_the_issues_of_a_series_stand_in_its_order_and_gaps_are_told() -> None:
    unpacked = files(made()["series/la-serie.epub"])
    assert "EPUB/articles/un-issue.xhtml" in unpacked
    assert "14–15" in unpacked["EPUB/colophon.xhtml"].decode()


def test_a_chapter_says_where_it_comes_from() -> None:
    page = files(made()["archive.epub"])["EPUB/articles/un-thread.xhtml"].decode()
    assert "https://archive.example/lettres/articles/un-thread.html" in page
    assert "dossier é/thread.txt" in page
    assert card("thread", 1).sha256 in page
    assert "Titre ajouté par l’archive" in page
    assert "1 ligne de la source" in page


def test_a_chapter_says_when_its_article_was_changed() -> None:
    held = archive()
    cards = tuple(replace(one, updated="2024-06-02") for one in held.cards)
    changed = replace(held, cards=cards, by_id={one.id: one for one in cards})
    assert 'datetime="2024-06-02"' not in chapter(files(made(held)["archive.epub"]))
    assert 'datetime="2024-06-02"' in chapter(files(made(changed)["archive.epub"]))


def test_footnotes_are_known_as_such() -> None:
    root = etree.fromstring(files(made()["archive.epub"])["EPUB/articles/un-issue.xhtml"])
    types = [element.get(EPUB_TYPE) for element in root.iter() if element.get(EPUB_TYPE)]
    assert types == ["chapter", "noteref", "noteref", "footnotes", "footnote"]


def test_a_long_article_is_parted_and_its_links_find_their_part() -> None:
    long = [p(f"{number} " + "mot " * 15_000) for number in range(8)]
    note = Notes(span=ONE, notes=(Note(span=ONE, label="a", blocks=(p("La note."),)),))
    unpacked = one(p("Voir", NoteRef("a")), *long, note)
    names = sorted(name for name in unpacked if "/articles/" in name)
    assert [name[14:] for name in names] == [
        "un-essay.2.xhtml", "un-essay.3.xhtml", "un-essay.xhtml"
    ]  # fmt: skip
    assert all(len(unpacked[name]) < 300_000 for name in names)
    assert 'href="un-essay.3.xhtml#note-1"' in unpacked[names[2]].decode()
    assert 'href="un-essay.xhtml#call-1"' in unpacked[names[1]].decode()
    assert [unpacked[name].decode().count("<h1") for name in names] == [0, 0, 1]
    assert [unpacked[name].decode().count("SHA-256") for name in names] == [0, 1, 0]


LINKS = [
    ("https://a.org/é b?c=[1]#%20#100%", 'href="https://a.org/%C3%A9%20b?c=%5B1%5D#%20%23100%25"'),
    ("https://é.org:80/", 'href="https://é.org:80/"'),
    ("https://[::1]/", 'href="https://[::1]/"'),
    ("http:///x", None),
    ("http://a%20b.org/", None),
    ("mailto:", None),
    ("mailto:a@b.org", 'href="mailto:a@b.org"'),
    ("../brief.txt", None),
    ("thread.txt", None),
    ("http://[", None),
    ("https://a.org:99999/", None),
    ("#nowhere", None),
    ("#", 'href="un-essay.xhtml"'),
]


@pytest.mark.parametrize(("address", "href"), LINKS)
def test_links_lead_somewhere_or_are_words(address: str, href: str | None) -> None:
    page = chapter(one(p(Link(address, (Text("ici"),)))))
    assert ">ici<" in page
    assert f"<p><a {href}>ici</a></p>" in page if href else "ici</a>" not in page


# What a document calls another one, where its page stands, and where a link in a book leads.
REFERENCES = [
    ("brief.txt#haut", "articles/un-brief.html", 'href="un-brief.xhtml"'),
    ("autre.txt", "articles/autre.html", f'href="{SETTINGS.base_url}articles/autre.html"'),
    ("autre.txt#a", "articles/autre.html", f'href="{SETTINGS.base_url}articles/autre.html#a"'),
]


@pytest.mark.parametrize(("address", "url", "href"), REFERENCES)
def test_a_link_to_another_document_leads_inside_the_book_or_to_the_site(
    address: str, url: str, href: str
) -> None:
    whole = archive()
    reference = CrossReference(address=address, url=url, anchor=address.partition("#")[2])
    cards = tuple(
        replace(card, references=(reference,)) if card.kind == "essay" else card
        for card in whole.cards
    )
    held = replace(whole, cards=cards, by_id={card.id: card for card in cards})
    body = (p(Link(address, (Text("ici"),))),)
    unpacked = files(made(held, Shelf(held, {"id-5": body}))["archive.epub"])
    assert f"<p><a {href}>ici</a></p>" in chapter(unpacked)


# --- pictures ------------------------------------------------------------------------------------

PICTURES = {
    "a.png": png(3, 4),
    "same.png": png(3, 4),
    "b.jpg": jpeg(3, 4) + b"\xff\xd9",
    "c.gif": gif(1, 2),
    "cut.jpg": jpeg(5, 6),
    "d.avif": b"\x00\x00\x00\x20ftypavif",
}


def test_pictures_are_packed_once_and_those_that_no_reader_shows_are_words() -> None:
    whole = archive()
    pictures = tuple(
        Picture(address=name, path=name, sha256=f"{len(data)}" * 32,
                width=None if name.endswith("avif") else 3, height=4)
        for name, data in PICTURES.items()
    )  # fmt: skip
    own = replace(card("essay", 5), pictures=pictures)
    held = replace(whole, cards=(own,), by_id={own.id: own}, runs={}, axes={})
    store = Shelf(held, {own.id: tuple(p(Image(name, f"vue {name}")) for name in PICTURES)})
    store.files = PICTURES
    unpacked = files(made(held, store)["archive.epub"])
    packed = [name for name in unpacked if name.startswith("EPUB/media/")]
    assert [name.rpartition(".")[2] for name in packed] == ["png", "jpg", "gif"]
    assert [unpacked[name] for name in packed] == [PICTURES[n] for n in ("a.png", "b.jpg", "c.gif")]
    page = chapter(unpacked)
    assert page.count("<img ") == 4
    assert "vue cut.jpg" in page
    note = '<small lang="fr" xml:lang="fr">(image non affichée ici)</small>'
    there = "https://archive.example/lettres/media/d.avif"
    assert f'<a href="{there}">vue d.avif</a> {note}' in page
    assert told(unpacked, "//o:meta[@property='schema:accessibilityHazard']/text()") == ["unknown"]


def test_a_picture_that_is_only_linked_is_left_on_the_site() -> None:
    linked = Picture(address="a.png", path="a.png", sha256="5" * 64, width=3, height=4)
    own = replace(card("essay", 5), pictures=(linked,))
    held = replace(archive(), cards=(own,), by_id={own.id: own}, runs={}, axes={})
    body = {own.id: (p(Link("a.png", (Text("ici"),))),)}
    for base, said in (
        ("https://a.org/", '<p><a href="https://a.org/media/a.png">ici</a></p>'),
        ("", ">ici</span></p>"),
    ):
        settings = replace(SETTINGS, base_url=base)
        unpacked = files(made(held, Shelf(held, body), settings)["archive.epub"])
        assert said in chapter(unpacked)
        assert not any("/media/" in name for name in unpacked)


# --- XML -----------------------------------------------------------------------------------------


def test_what_html_leaves_open_is_closed() -> None:
    page = '<p lang="fr">a<br>\n<img src="x" alt=""><b>/</b><hr><img src="y" alt="a/"></p>'
    assert xhtml(page).decode().partition("\n")[2] == (
        '<p lang="fr" xml:lang="fr">a<br/>\n<img src="x" alt=""/><b>/</b><hr/>'
        '<img src="y" alt="a/"/></p>'
    )


LINES = st.lists(INLINES, max_size=3).map(tuple)
PARAGRAPHS = st.builds(
    Paragraph, span=st.just(ONE), inlines=LINES, role=st.sampled_from(["", "repeat"])
)
BLOCKS: st.SearchStrategy[Block] = st.recursive(
    PARAGRAPHS
    | st.builds(Heading, span=st.just(ONE), level=st.integers(1, 6), inlines=LINES, anchor=HOSTILE)
    | st.builds(CodeBlock, span=st.just(ONE), text=HOSTILE, language=HOSTILE | st.just("html"))
    | st.builds(
        Table,
        span=st.just(ONE),
        head=st.lists(LINES, max_size=2).map(tuple),
        rows=st.lists(st.lists(LINES, max_size=2).map(tuple), max_size=2).map(tuple),
    )
    | st.builds(
        Lost, after=st.just(1), what=st.sampled_from(["list", "post", "end"]), label=HOSTILE
    )
    | st.just(Rule(span=ONE)),
    lambda inner: (
        st.builds(Quote, span=st.just(ONE), blocks=st.lists(inner, max_size=2).map(tuple))
        | st.builds(
            List,
            span=st.just(ONE),
            items=st.lists(
                st.builds(Item, span=st.just(ONE), blocks=st.lists(inner, max_size=2).map(tuple)),
                max_size=2,
            ).map(tuple),
            ordered=st.booleans(),
        )
        | st.builds(
            Part,
            span=st.just(ONE),
            role=st.sampled_from(["post", "question", "answer", "story", "column"]),
            anchor=HOSTILE,
            number=HOSTILE,
            label=HOSTILE,
            blocks=st.lists(inner, max_size=2).map(tuple),
        )
    ),
    max_leaves=5,
)


NOTES = st.builds(
    Notes,
    span=st.just(ONE),
    notes=st.lists(
        st.builds(
            Note,
            span=st.just(ONE),
            label=HOSTILE,
            blocks=st.lists(PARAGRAPHS, max_size=2).map(tuple),
        ),
        max_size=2,
        unique_by=lambda note: note.label,
    ).map(tuple),
)


@settings(deadline=None, max_examples=50)
@given(st.lists(BLOCKS, max_size=3), NOTES, HOSTILE, HOSTILE)
def test_any_tree_becomes_well_formed(
    body: list[Block], notes: Notes, title: str, name: str
) -> None:
    whole = archive()
    own = replace(card("essay", 5), title=title, authors=(name,), subtitle=name)
    held = replace(whole, cards=(own,), by_id={own.id: own}, runs={}, axes={})
    around = replace(SETTINGS, title=title, publisher=name, rights=title, description=name)
    unpacked = files(made(held, Shelf(held, {own.id: (*body, notes)}), around)["archive.epub"])
    for path, data in unpacked.items():
        if path.endswith((".xhtml", ".opf", ".xml")):
            root = etree.fromstring(data)
            ids = root.xpath("//@id")
            assert len(ids) == len(set(ids))
            assert all(element.text for element in root.iter("{*}title"))


# --- another judge --------------------------------------------------------------------------------


@pytest.mark.skipif(
    not (shutil.which("epubcheck") and shutil.which("java")),
    reason="EPUBCheck, or the Java that it runs on, is not installed",
)
def test_epubcheck_has_nothing_to_say(tmp_path: Path) -> None:
    for path, data in made().items():
        file = tmp_path / path.replace("/", "-")
        file.write_bytes(data)
        # There are several programs of this name, and no option that all of them know.
        said = subprocess.run(["epubcheck", file], capture_output=True, text=True, check=False)
        assert not re.search("FATAL|ERROR|WARNING", said.stdout + said.stderr)
        assert said.returncode == 0


def test_nothing_in_a_style_sheet_is_a_fault_to_epubcheck() -> None:
    sheet = files(made()["archive.epub"])["EPUB/book.css"].decode()
    assert not re.search(r"\b(?:direction|unicode-bidi)\s*:|@import|url\(|position:\s*fixed", sheet)
