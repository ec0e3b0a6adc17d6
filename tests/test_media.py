"""Images of a collection: found by their addresses, published byte for byte, shown; or missed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from backissues import urls
from backissues.cli import main
from backissues.model import Diagnostic, Image, Link, Picture, Source
from backissues.outputs import articles, feeds, media
from backissues.parse import Outcome, parse
from backissues.pictures import Album
from backissues.site import Build, Means, build, open_collection
from backissues.text import typeset
from backissues.text.addresses import nearby
from backissues.text.figures import Shown
from backissues.text.lookup import make_lookup
from backissues.text.tree import inlines_of, sections
from checkout import tree
from demo_archive import SETTINGS, DemoStore, archive, p
from test_pixels import gif, jpeg, png

BASE = "https://archive.example/lettres/"
PROSE = "Un paragraphe de prose, assez long pour que chacun le lise comme une lettre.\n"
ODD_NAME = "Été #1 (100%) & co?.png"


def fill(folder: Path, files: Mapping[str, bytes | str]) -> Path:
    """Write files below a folder."""
    for name, data in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data.encode() if isinstance(data, str) else data)
    return folder


def publish(folder: Path, site: Path, *, base: str = "") -> Build:
    """Build a collection as the command line does."""
    collection = open_collection(folder)
    settings = replace(collection.settings, base_url=base, language="fr")
    collection = replace(collection, settings=settings)
    return build(collection, site, Means(today="2024-05-21"))


def letter(title: str, *paragraphs: str) -> str:
    """Write a document of Markdown."""
    return "\n\n".join((f"# {title}", PROSE.strip(), *paragraphs)) + "\n"


def told(found: tuple[Diagnostic, ...], *codes: str) -> list[tuple[str, str, int | None]]:
    """Return code, path and line of the diagnostics with these codes."""
    return [(one.code, one.path, one.line) for one in found if one.code in codes]


def sources(site: Path, page: str) -> list[str]:
    """Return what the images of a page lead to, as paths of the site."""
    html = (site / page).read_text(encoding="utf-8")
    found = re.findall(r'<img src="([^"]*)"', html)
    return [unquote(urljoin(page, unescape(source))) for source in found]


# --- addresses -----------------------------------------------------------------------------------

NEARBY: list[tuple[str, str, str | None]] = [
    ("a.md", "b.png", "b.png"),
    ("x/a.md", "b.png", "x/b.png"),
    ("x/a.md", "./b.png", "x/b.png"),
    ("x/a.md", "../b.png", "b.png"),
    ("x/y/a.md", "../z//b.png", "x/z/b.png"),
    ("a.md", "x/../b.png", "b.png"),
    ("a.md", "b.png?raw=true", "b.png"),
    ("a.md", "b.png#part", "b.png"),
    ("a.md", "b%231%3F.png", "b#1?.png"),
    ("a.md", "100%25%20%C3%A9.png", "100% é.png"),
    ("a.md", "100%.png", "100%.png"),
    ("a.md", "é è.png", "é è.png"),
    ("a.md", "..b.png", "..b.png"),
    ("a.md", "", ""),
    ("a.md", "../b.png", None),
    ("x/a.md", "../../b.png", None),
    ("x/a.md", "../../x/b.png", None),
    ("x/a.md", "%2e%2e/%2E%2E/b.png", None),
    ("x/a.md", "..%2f..%2fb.png", None),
    ("a.md", "/b.png", None),
    ("a.md", "//host/b.png", None),
    ("a.md", "\\b.png", None),
    ("a.md", "file:///etc/passwd", None),
    ("a.md", "FILE:b.png", None),
    ("a.md", "c:/b.png", None),
    ("a.md", "https://host/b.png", None),
]


@pytest.mark.parametrize(("document", "address", "path"), NEARBY)
def test_where_an_address_leads(document: str, address: str, path: str | None) -> None:
    assert nearby(document, address) == path


STEPS = st.sampled_from(["..", ".", "", "%2e%2e", "..%2f", "x", "/", "\\", "\x00", "é", "%", "#"])


@given(st.lists(STEPS).map("/".join) | st.text())
def test_no_address_climbs_out_of_a_collection(address: str) -> None:
    path = nearby("a/b/c.md", address)
    assert path is None or (".." not in path.split("/") and not path.startswith("/"))
    assert Album({"a/x.png": Path("x")}).find("a/b/c.md", address) in {None, "a/x.png"}


def test_names_are_found_in_either_form_of_unicode() -> None:
    composed, apart = (unicodedata.normalize(form, "été.png") for form in ("NFC", "NFD"))
    assert Album({apart: Path("x")}).find("a.md", composed) == apart
    assert Album({composed: Path("x")}).find("a.md", apart) == composed
    both = Album({apart: Path("x"), composed: Path("y")})
    assert [both.find("a.md", name) for name in (composed, apart)] == [composed, apart]


# --- what a document says ------------------------------------------------------------------------


def read(text: str, path: str = "a.md") -> Outcome:
    """Parse a document."""
    return parse(Source(path=path, data=text.encode(), sha256=""), make_lookup(()))


def shown_in(outcome: Outcome) -> list[str]:
    assert outcome.article is not None
    return [one.url for one in inlines_of(outcome.article.body) if isinstance(one, Image)]


def test_remote_images_and_images_without_words_are_reported_at_their_lines() -> None:
    outcome = read(
        letter(
            "Titre",
            "![loin](https://x.example/a.png)\n![](https://x.example/b.png)",
            "![encore](https://x.example/a.png) ![](near.png)",
            "- ![](//x.example/c.png)",
            "| ![en tête](https://x.example/d.png) |\n|---|\n| ![](https://x.example/e.png) |",
        )
    )
    assert [
        (one.code, one.line, one.values.get("url"))
        for one in outcome.diagnostics
        if one.code in {"L-003", "A-001"}
    ] == [
        ("L-003", 5, "https://x.example/a.png"),
        ("A-001", 6, None),
        ("L-003", 6, "https://x.example/b.png"),
        ("A-001", 8, None),
        ("A-001", 10, None),
        ("L-003", 10, "//x.example/c.png"),
        ("L-003", 12, "https://x.example/d.png"),
        ("A-001", 14, None),
        ("L-003", 14, "https://x.example/e.png"),
    ]


def test_an_image_among_code_is_placed_at_its_block() -> None:
    outcome = read(letter("Titre", "On écrit\n`![](x.png)` puis\n![loin](https://x.example/a.png)"))
    assert told(outcome.diagnostics, "L-003") == [("L-003", "a.md", 5)]


def test_a_document_without_images_says_nothing_of_them() -> None:
    assert not told(read(letter("Titre")).diagnostics, "L-003", "L-004", "A-001")


def test_images_of_source_html_are_kept_and_counters_of_one_pixel_are_not() -> None:
    outcome = read(
        letter(
            "Titre",
            '<img src="a.png">',
            '<p align="center">\n<img alt="b" src="b.png" title="B">\n</p>',
            "<figure>\n<img src=c.png>\n<figcaption>Légende</figcaption>\n</figure>",
            '<img src="https://x.example/open.gif" width="1" height="1">',
            'Un mot <img src="d.png" alt="d"> de plus.',
        )
    )
    assert shown_in(outcome) == ["a.png", "b.png", "c.png", "d.png"]
    assert outcome.article is not None
    pixel = [fate for fate in outcome.article.fates if "open.gif" in outcome.lines[fate.line - 1]]
    assert [(fate.fate, fate.detail) for fate in pixel] == [("aside", "markup")]


WORDS = "Une phrase pour commencer. Et une autre, plus longue que tout ce qui se trouve au-dessus."


@pytest.mark.parametrize(
    ("text", "title", "standing"),
    [
        (f"![Le logo](a.png)\n\n# Le titre\n\n{WORDS}", "Le titre", "stated"),
        (f"![Le logo](a.png)\n\nLe titre\n\n{WORDS}", "Le titre", "derived"),
        (f"![Le logo](a.png)\n\n{WORDS}", "Une phrase pour commencer", "supplied"),
        (f"# Le titre\n\n![Un schéma](a.png)\n\n{WORDS}\n\n{WORDS}", "Le titre", "stated"),
    ],
)
def test_words_that_stand_for_an_image_are_no_title_and_no_heading(
    text: str, title: str, standing: str
) -> None:
    outcome = read(text)
    assert outcome.article is not None
    assert shown_in(outcome) == ["a.png"]
    assert sections(outcome.article.body) == []
    found = outcome.article.fields.title
    assert (found.value, found.standing) == (title, standing)


# --- how it is written ---------------------------------------------------------------------------

HELD = {"a.png": Shown("../media/a%20%231.png", 30, 20), "b.svg": Shown("../media/b.svg")}
LAZY = 'loading="lazy" decoding="async">'
A = f'<img src="../media/a%20%231.png" alt="a &lt;cat&gt;" width="30" height="20" {LAZY}'
WRITTEN = [
    (p(Image("a.png", "a <cat>")), f"<figure>\n{A}\n</figure>\n"),
    (
        p(Image("a.png", "a <cat>", "Tom & co")),
        f"<figure>\n{A}\n<figcaption>Tom &amp; co</figcaption>\n</figure>\n",
    ),
    (
        p(Link("https://x.example/", (Image("a.png", "a <cat>"),))),
        f'<figure>\n<a href="https://x.example/">{A}</a>\n</figure>\n',
    ),
    (p("See ", Image("a.png", "a <cat>"), "."), f"<p>See {A}.</p>\n"),
    (
        p("See ", Image("b.svg", "b", "B")),
        f'<p>See <img src="../media/b.svg" alt="b" title="B" {LAZY}</p>\n',
    ),
    (p(Image("b.svg", "")), f'<figure>\n<img src="../media/b.svg" alt="" {LAZY}\n</figure>\n'),
    (
        p(Link("https://x.example/", (Image("b.svg", ""),)), " x"),
        f'<p><a href="https://x.example/"><img src="../media/b.svg" alt="Image" {LAZY}</a> x</p>\n',
    ),
    (
        p(Image("c.png", "c", "C")),
        '<p><span class="image" title="C">c <small>(image not in the capture)</small></span></p>\n',
    ),
    (p(Image("a.png", "a <cat>"), role="lead"), f'<figure class="lead">\n{A}\n</figure>\n'),
]


@pytest.mark.parametrize(("block", "html"), WRITTEN)
def test_each_image_in_its_place(block: typeset.Paragraph, html: str) -> None:
    assert typeset.blocks((block,), show=HELD.get) == html


def test_text_without_images_is_as_it_was() -> None:
    assert typeset.blocks((p("x"), p()), show=HELD.get) == "<p>x</p>\n<p></p>\n"


# --- the site ------------------------------------------------------------------------------------


def test_the_images_that_documents_show_are_published_and_no_others(tmp_path: Path) -> None:
    files = {
        "logo.png": png(30, 20),
        "été/photo.JPG": jpeg(40, 30),
        f"été/{ODD_NAME}": gif(5, 6),
        "été/vector.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        "large.webp": b"no header, and published as it is",
        "not-shown.png": png(1, 1),
        "hidden.png": png(2, 2),
    }
    odd = "%C3%89t%C3%A9 %231 (100%25) &amp; co%3F.png"
    documents = {
        "une.md": letter("Une", "![Le logo](logo.png)", "[En grand](large.webp)"),
        "été/deux.md": letter(
            "Deux",
            "![Une photo](photo.JPG) et ![](../logo.png), ![v](vector.svg)",
            f'![Bizarre](<{odd}> "Sa légende")',
        ),
        "draft.md": letter("Brouillon", "![](hidden.png)"),
        "draft.yml": "publish: false\n",
    }
    folder = fill(tmp_path / "lettres", files | documents)
    site = tmp_path / "site"
    done = publish(folder, site, base=BASE)
    assert told(done.diagnostics, "L-003", "L-004", "S-001", "S-014", "P-009") == []
    published = {name: data for name, data in tree(site).items() if name.startswith("media/")}
    shown = set(files) - {"not-shown.png", "hidden.png"}
    assert published == {f"media/{name}": files[name] for name in shown}
    assert sources(site, "articles/une.html") == ["media/logo.png"]
    assert sources(site, "articles/deux.html") == [
        "media/été/photo.JPG",
        "media/logo.png",
        "media/été/vector.svg",
        f"media/été/{ODD_NAME}",
    ]
    page = (site / "articles" / "deux.html").read_text(encoding="utf-8")
    assert ' alt="Une photo" width="40" height="30" ' in page
    assert "<figcaption>Sa légende</figcaption>" in page
    assert 'href="../media/large.webp">En grand' in (site / "articles" / "une.html").read_text()
    # Feeds carry whole addresses, which lead to the same files.
    feed = unescape((site / "rss.xml").read_text(encoding="utf-8"))
    addresses = [unescape(found) for found in re.findall(r'<img src="([^"]*)"', feed)]
    assert len(addresses) == 5
    assert {unquote(found.removeprefix(BASE)) for found in addresses} < set(published)
    assert f'href="{BASE}media/large.webp"' in feed


def test_what_is_not_in_the_collection_is_said_and_never_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(png(7, 7))
    missing = [
        "gone.png", "../secret.png", "%2e%2e/secret.png", "..%2fsecret.png", str(secret),
        f"//{secret}", "linked.png", "folder/secret.png", "_kept.png", ".hidden.png", "sound.md",
        "picture.tiff", "folder", "%00.png", "gone.png",
    ]  # fmt: skip
    text = letter("Titre", *(f"![image {n}]({name})" for n, name in enumerate(missing)))
    folder = fill(
        tmp_path / "lettres",
        {"sound.md": text, "_kept.png": png(1, 1), ".hidden.png": png(1, 1), "picture.tiff": b"II"},
    )
    (folder / "linked.png").symlink_to(secret)
    (folder / "folder").symlink_to(tmp_path)
    site = tmp_path / "site"
    done = publish(folder, site)
    assert not (site / "media").exists()
    assert sources(site, "articles/titre.html") == []
    reported = told(done.diagnostics, "L-003", "L-004")
    lines = {name: 5 + 2 * at for at, name in reversed(list(enumerate(missing)))}
    assert reported == [
        ("L-003" if name.startswith("//") else "L-004", "sound.md", line)
        for name, line in sorted(lines.items(), key=lambda pair: pair[1])
    ]
    page = (site / "articles" / "titre.html").read_text(encoding="utf-8")
    assert page.count("(image absente de la capture)") == len(missing)
    assert "L’image gone.png manque à la collection" in page
    assert f">image {len(missing) - 1} <small" in page


def test_check_and_explain_say_what_the_collection_lacks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = letter("Titre", "![x](x.png)", "![y](y.png)")
    folder = fill(tmp_path / "lettres", {"sub/a.md": text, "sub/x.png": png(1, 1)})
    document = str(folder / "sub" / "a.md")
    sentence = "the collection lacks the image sub/y.png\n"
    # A file that lies in no collection: nobody knows what should be beside it.
    main(["explain", document])
    assert "L-004" not in capsys.readouterr().out
    (folder / "archive.yml").write_text("title: Lettres\n", encoding="utf-8")
    for arguments in (["explain", document], ["explain", str(folder)], ["check", str(folder)]):
        main(arguments)
        said = capsys.readouterr()
        assert (said.out + said.err).count("L-004") == 1
        assert sentence in said.out + said.err


def test_an_image_that_cannot_be_read_is_an_error_and_the_page_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Root may read anything, so the refusal is played.
    folder = fill(
        tmp_path / "lettres", {"a.md": letter("Titre", "![x](x.png)"), "x.png": png(1, 1)}
    )
    read_bytes = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "x.png":
            raise PermissionError(13, "Permission denied", str(path))
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    done = publish(folder, tmp_path / "site")
    assert told(done.diagnostics, "S-001") == [("S-001", "x.png", None)]
    assert sources(tmp_path / "site", "articles/titre.html") == []


def test_images_that_hosts_cannot_tell_apart_do_not_share_an_address(tmp_path: Path) -> None:
    files = {"Logo.png": png(1, 1), "logo.png": png(2, 2)}
    text = letter("Titre", "![un](logo.png)", "![deux](Logo.png)", "![un](logo.png)")
    folder = fill(tmp_path / "lettres", files | {"a.md": text})
    if len(list(folder.iterdir())) < 3:
        pytest.skip("this file system takes the two names for one")
    done = publish(folder, tmp_path / "site")
    assert told(done.diagnostics, "S-020", "P-001") == [("S-020", "Logo.png", None)]
    assert sources(tmp_path / "site", "articles/titre.html") == ["media/logo.png"] * 2


def test_images_are_published_where_sources_are_not(tmp_path: Path) -> None:
    text = letter("Titre", "![x](x.png)")
    files = {"a.md": text, "x.png": png(1, 1), "archive.yml": "publish_sources: false\n"}
    publish(fill(tmp_path / "lettres", files), tmp_path / "site")
    assert sources(tmp_path / "site", "articles/titre.html") == ["media/x.png"]
    assert not (tmp_path / "site" / "sources").exists()


def test_an_image_that_changes_or_goes_changes_the_site(tmp_path: Path) -> None:
    folder = fill(
        tmp_path / "lettres", {"a.md": letter("Titre", "![x](x.png)"), "x.png": png(1, 1)}
    )
    site = tmp_path / "site"
    publish(folder, site)
    before = tree(site)
    (folder / "x.png").write_bytes(png(3, 4))
    publish(folder, site)
    assert (site / "media" / "x.png").read_bytes() == png(3, 4)
    assert 'width="3" height="4"' in (site / "articles" / "titre.html").read_text(encoding="utf-8")
    (folder / "x.png").unlink()
    publish(folder, site)
    assert not (site / "media").exists()
    fill(folder, {"x.png": png(1, 1)})
    publish(folder, site)
    assert tree(site) == before


# --- keys ----------------------------------------------------------------------------------------


def keys(picture: tuple[str, int]) -> dict[str, str]:
    """Return the keys of all that shows the first demo article, whose image has this sum."""
    made = archive()
    digest, width = picture
    first = made.cards[0]
    shown = images_of(digest, width)
    cards = (replace(first, pictures=shown), *made.cards[1:])
    made = replace(made, cards=cards, by_id={card.id: card for card in cards})
    store = DemoStore(made)
    found = [
        output
        for room in (articles, feeds, media)
        for output in room.outputs(made, SETTINGS, store)
    ]
    return {output.path: output.key for output in found}


def images_of(digest: str, width: int) -> tuple[Picture, ...]:
    """Make the images of an article: one."""
    return (Picture(address="x.png", path="sub/x.png", sha256=digest, width=width, height=1),)


def test_keys_change_with_an_image() -> None:
    first, second, third = keys(("0", 1)), keys(("1", 1)), keys(("1", 2))
    page = archive().cards[0].url
    assert "media/sub/x.png" in first
    for path in (page, urls.RSS, "media/sub/x.png"):
        assert first[path] != second[path]
    for path in (page, urls.RSS):
        assert second[path] != third[path]
    last = archive().cards[-1].url
    assert first[last] == second[last] == third[last]
