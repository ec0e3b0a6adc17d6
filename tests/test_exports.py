"""The JSON Lines export: the promised keys, every line where it went, nothing private."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from backissues import records
from backissues.archive import collect
from backissues.codes import diagnose
from backissues.model import (
    Article,
    Aside,
    Break,
    Card,
    CodeBlock,
    CutLink,
    Emphasis,
    Evidence,
    Fate,
    Field,
    Fields,
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
    RunIn,
    Settings,
    Sign,
    Source,
    Span,
    Table,
    Text,
    Used,
    Verdict,
)
from backissues.outputs import exports

PROMISED = [
    *("path", "kind", "language", "title", "title_standing", "subtitle", "series", "number"),
    *("authors", "published", "source_url", "sections", "posts", "questions", "stories"),
    *("further_reading", "hashtags", "tags", "furniture", "field_lines", "diagnostics"),
]
LINES = (
    "---",
    "Lettre n° 7",
    "Ann Lee, 21 mai 2024",
    "Une histoire",
    "Casino – On y joue",
    "encore.",
    "À lire aussi",
    "– Un lien",
    "#Jeux #Paris",
    "Partager sur Facebook",
    "",
)


def span(first: int, last: int = 0) -> Span:
    return Span(first, last or first)


STORY = Part(
    role="story",
    span=span(4, 8),
    anchor="une-histoire",
    blocks=(
        Heading(span=span(4), level=2, role="story", inlines=(Text("Une histoire"),)),
        Paragraph(
            span=span(5, 6),
            inlines=(
                RunIn("subhead", (Text("Casino"),)),
                Text(" – On y joue"),
                Break(),
                Link("https://a.example/", (Text("encore."),)),
            ),
        ),
        Heading(span=span(7), level=3, role="further-reading", inlines=(Text("À lire aussi"),)),
        List(
            span=span(8),
            role="further-reading",
            items=(
                Item(
                    span=span(8),
                    blocks=(Paragraph(span=span(8), inlines=(Text("Un lien"),)),),
                ),
            ),
        ),
    ),
)
ARTICLE = Article(
    path="letters/a.txt",
    sha256="0" * 64,
    format="text",
    kind="brief",
    verdicts=(Verdict(kind="brief", score=2.0, signs=(Sign(words="a greeting", weight=2.0),)),),
    fields=Fields(
        title=Field(
            value="Lettre",
            standing="derived",
            evidence=(Evidence(rule="title.first-line", quote="Lettre", span=span(2)),),
        ),
        number=Field(value="7", standing="stated"),
        language=Field(value="fr-CA", standing="derived"),
        authors=Field(value=("Ann Lee",), standing="stated"),
        published=Field(value="2024-05-21", standing="stated"),
        hashtags=Field(value=("#Jeux", "Paris"), standing="stated"),
        tags=Field(value=("Jeux",), standing="stated"),
    ),
    body=(STORY, Lost(after=8, what="list")),
    fates=(
        Fate(1, "aside", "header"),
        Fate(2, "field", "title"),
        Fate(3, "field", "published"),
        *(Fate(number, "body") for number in range(4, 9)),
        Fate(9, "field", "hashtags"),
        Fate(10, "aside", "furniture"),
        Fate(11, "blank"),
    ),
    asides=(
        Aside(span=span(1), reason="header", rule="front-matter"),
        Aside(span=span(10), reason="furniture", rule="furniture.words"),
    ),
    used=(Used(span=span(2), field="title"),),
    diagnostics=(
        diagnose("K-001", "letters/a.txt", 8, excerpt="– Un lien"),
        diagnose("L-001", "letters/a.txt", 10, excerpt="Partager sur Facebook", text="a/b…"),
    ),
)
CARD = Card(
    id="abc",
    path="letters/a.txt",
    sha256="0" * 64,
    slug="lettré",
    url="articles/lettré.html",
    arrival=1,
    kind="brief",
    title="Lettre",
    title_standing="derived",
    language="fr",
)


class OneStore:
    def __init__(self, article: Article = ARTICLE) -> None:
        self.article = article

    def body(self, ident: str) -> Article:
        assert ident == "abc"
        return self.article

    def source(self, ident: str) -> Source:
        data = "\r\n".join(LINES).encode()
        return Source(path="letters/a.txt", data=data, sha256="0" * 64)


def export(settings: Settings | None = None, *, cards: tuple[Card, ...] = (CARD,)) -> bytes:
    archive = collect(cards, (), "fr")
    *single, output = exports.outputs(archive, settings or Settings(), OneStore())
    assert output.path == "data/articles.jsonl"
    assert [one.path for one in single] == ["articles/lettré.json"] * len(cards)
    assert b"".join(one.make() for one in single) == output.make()
    return output.make()


def one(settings: Settings | None = None) -> dict[str, Any]:
    [line] = export(settings).splitlines()
    entry: dict[str, Any] = json.loads(line)
    return entry


def test_the_promised_keys_come_first() -> None:
    assert list(records.record(ARTICLE, LINES)) == PROMISED
    assert list(one())[: len(PROMISED) + 2] == [*PROMISED, "id", "url"]


def test_values_of_the_promised_keys() -> None:
    entry = records.record(ARTICLE, LINES)
    diagnostics = entry.pop("diagnostics")
    assert entry == {
        "path": "letters/a.txt",
        "kind": "brief",
        "language": "fr",
        "title": "Lettre",
        "title_standing": "derived",
        "subtitle": None,
        "series": None,
        "number": "7",
        "authors": ["Ann Lee"],
        "published": "2024-05-21",
        "source_url": None,
        "sections": ["Une histoire", "Casino"],
        "posts": None,
        "questions": None,
        "stories": ["Une histoire"],
        "further_reading": ["Un lien"],
        "hashtags": ["Jeux", "Paris"],
        "tags": ["Jeux"],
        "furniture": ["Partager sur Facebook"],
        "field_lines": ["Lettre n° 7", "Ann Lee, 21 mai 2024", "#Jeux #Paris"],
    }
    assert [(found["code"], found["line"]) for found in diagnostics] == [
        ("K-001", 8),
        ("L-001", 10),
    ]
    assert "path" not in diagnostics[0]


def test_blocks_say_what_they_are_and_where() -> None:
    part, lost = one()["blocks"]
    assert lost == {
        "type": "lost",
        "role": None,
        "lang": "fr",
        "lines": None,
        "what": "list",
        "after": 8,
    }
    assert (part["type"], part["role"], part["lines"]) == ("part", "story", [4, 8])
    assert part["blocks"][1] == {
        "type": "paragraph",
        "role": None,
        "lang": "fr",
        "lines": [5, 6],
        "text": "Casino – On y joue encore.",
        "run_in": {"role": "subhead", "text": "Casino"},
        "links": [{"url": "https://a.example/", "text": "encore."}],
    }
    item = part["blocks"][3]["blocks"][0]
    assert item == {
        "type": "item",
        "role": None,
        "lang": "fr",
        "lines": [8, 8],
        "marker": "-",
        "blocks": [
            {"type": "paragraph", "role": None, "lang": "fr", "lines": [8, 8], "text": "Un lien"}
        ],
    }


def test_code_tables_and_notes_are_kept() -> None:
    table = Table(span=span(2), head=((Text("a"),),), rows=(((Text("b"),),), ((Text("c"),),)))
    note = Note(span=span(3), label="1", blocks=(Paragraph(span=span(3), inlines=(Text("n"),)),))
    body = (
        CodeBlock(span=span(1), text="x = 1\n", language="python"),
        table,
        Notes(span=span(3), notes=(note,)),
    )
    found = records.provenance(_with(body=body))["blocks"]
    assert found[0]["text"] == "x = 1\n"
    assert found[0]["language"] == "python"
    assert found[1]["rows"] == [["a"], ["b"], ["c"]]
    assert found[2]["blocks"][0]["label"] == "1"


def test_a_text_ends_its_lines_where_they_must_end_and_names_what_it_holds() -> None:
    inlines = (
        Text("One "),
        Link("https://a.example/", (Emphasis((Text("link"),)),)),
        Break(hard=True),
        Image("a.png", "a boat"),
        Break(),
        CutLink("a.example/long…"),
        NoteRef("1"),
    )
    body = (Paragraph(span=span(1, 3), inlines=inlines, lang="de", role="lead"),)
    [found] = records.provenance(_with(body=body))["blocks"]
    assert found == {
        "type": "paragraph",
        "role": "lead",
        "lang": "de",
        "lines": [1, 3],
        "text": "One link\na boat a.example/long…",
        "links": [{"url": "https://a.example/", "text": "link"}],
        "images": [{"url": "a.png", "alt": "a boat"}],
        "cut_links": ["a.example/long…"],
        "note_refs": ["1"],
    }


def test_fields_carry_their_evidence() -> None:
    evidence = one()["evidence"]
    assert list(evidence) == list(Fields.__struct_fields__)
    assert evidence["title"] == {
        "standing": "derived",
        "value": "Lettre",
        "evidence": [
            {"rule": "title.first-line", "quote": "Lettre", "span": [2, 2], "where": "text"}
        ],
        "rivals": [],
    }
    assert evidence["series"]["standing"] == "absent"


def test_an_address_is_whole_where_the_archive_has_one() -> None:
    assert one()["url"] == "articles/lettr%C3%A9.html"
    site = Settings(base_url="https://a.example/b/")
    assert one(site)["url"] == "https://a.example/b/articles/lettr%C3%A9.html"


def test_a_private_archive_gives_no_line_set_aside() -> None:
    site = Settings(publish_sources=False)
    assert b"Partager sur Facebook" in export()
    assert b"Partager sur Facebook" not in export(site)
    assert one(site)["furniture"] == []
    assert one(site)["set_aside"][1]["reason"] == "furniture"


def test_an_empty_archive_has_an_empty_export() -> None:
    assert export(cards=()) == b""


def test_the_key_changes_with_what_is_shown() -> None:
    def key(settings: Settings, *cards: Card) -> str:
        archive = collect(cards, (), "fr")
        *_, output = exports.outputs(archive, settings, OneStore())
        return output.key

    keys = {
        key(Settings(), CARD),
        key(Settings()),
        key(Settings(publish_sources=False), CARD),
        key(Settings(base_url="https://a.example/"), CARD),
    }
    assert len(keys) == 4
    assert key(Settings(), CARD) == key(Settings(page_size=3), CARD)


@given(st.text(st.characters(exclude_categories=())))
def test_any_string_is_one_line_of_json(words: str) -> None:
    line = records.encode({"title": words, "replaced": 0})
    assert line.count(b"\n") == 1
    # JSON, like UTF-16, takes two halves of a character side by side for the character.
    whole = words.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    halves = sum("\ud800" <= char <= "\udfff" for char in whole)
    sound = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in whole)
    assert json.loads(line) == {"title": sound, "replaced": halves}


def _with(**changes: Any) -> Article:
    values = {name: getattr(ARTICLE, name) for name in Article.__struct_fields__}
    return Article(**(values | changes))
