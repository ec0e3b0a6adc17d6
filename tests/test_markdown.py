"""articles/SLUG.md: what is written is read again as the same kind, fields, roles and texts."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from backissues import records, urls
from backissues.archive import make_card, placed
from backissues.model import (
    Article,
    Block,
    Card,
    Code,
    Emphasis,
    Field,
    Fields,
    Link,
    Paragraph,
    Part,
    Row,
    Setting,
    Sidecar,
    Source,
    Text,
)
from backissues.outputs.markdown import document
from backissues.parse import Outcome, parse
from backissues.text.addresses import allowed
from backissues.text.legible import is_seen
from backissues.text.lookup import Lookup, make_lookup
from backissues.text.markdown_writing import written
from backissues.text.marks import read_mark
from backissues.text.stated import OF_PARTS, VISIBLE, Stated, read_stated
from backissues.text.stated_inlines import AROUND
from backissues.text.tree import inlines_of, parts, plain
from backissues.vocabulary import load_vocabulary
from checkout import CHECKOUT, build
from trees import NOWHERE, bodies, paragraphs, placeless, texts

NOBODY = make_lookup(())
# Sets of captures; one beside the checkout (`../shared/devset`) is used where there is one.
SETS = {
    **{
        name: CHECKOUT / name
        for name in ("seeds", "tests/captures", "tests/mirrors", "tests/labelled", "tests/cases")
    },
    "devset": CHECKOUT.parent / "shared" / "devset" / "docs",
}
# What tells one build from another, and nothing of the article.
PROVENANCE = ("  id: ", "  path: ", "  sha256: ")


def again(body: tuple[Block, ...]) -> Stated:
    """Write blocks, and read what was written."""
    read = read_stated("\n".join(written(body)).split("\n"), first=1)
    assert read is not None
    return read


# --- every tree ----------------------------------------------------------------------------------


@given(paragraphs)
@example(
    Paragraph(
        span=NOWHERE,
        # A gap for Python, and none for Markdown, before a pair whose inside is a sign.
        inlines=(Text("a\u2028"), Emphasis((Code("a"),))),
    )
)
def test_every_paragraph_is_read_as_it_was_written(paragraph: Paragraph) -> None:
    read = again((paragraph,))
    assert placeless(read.blocks) == placeless((paragraph,))
    assert (read.faults, read.definitions) == ((), ())


@given(bodies)
def test_every_tree_is_read_as_it_was_written(body: tuple[Block, ...]) -> None:
    read = again(body)
    assert placeless(read.blocks) == placeless(body)
    assert (read.faults, read.definitions) == ((), ())


# --- whole documents -----------------------------------------------------------------------------


def card(article: Article) -> Card:
    row = Row(
        id="0123456789abcdef",
        address="articles/the-address.html",
        path=article.path,
        sha256=article.sha256,
        added="2024-05-21",
    )
    return placed(make_card(article), row, 1)


def source(path: str, data: bytes) -> Source:
    return Source(path=path, data=data, sha256=hashlib.sha256(data).hexdigest())


@cache
def vocabulary() -> Lookup:
    """The words of the seeds, so that tags are derived."""
    return make_lookup(load_vocabulary(CHECKOUT / "seeds")[0])


def built_again(data: bytes) -> Outcome:
    """Read an export as a document of a collection that has nothing else."""
    return parse(source("the-address.md", data), NOBODY)


def article_of(outcome: Outcome) -> Article:
    assert outcome.article is not None, outcome.diagnostics
    return outcome.article


def differences(outcome: Outcome) -> Iterator[str]:
    """Say in what an article differs when it was exported and built again."""
    first = article_of(outcome)
    data = document(card(first), first, base_url="")
    rebuilt = built_again(data)
    second = article_of(rebuilt)
    if first.kind != second.kind:
        yield f"kind {first.kind} {second.kind}"
    for name in first.fields.__struct_fields__:
        one, other = getattr(first.fields, name), getattr(second.fields, name)
        if (one.value, one.standing) != (other.value, other.standing):
            yield f"{name} {one.value!r} {one.standing} {other.value!r} {other.standing}"
    if placeless(first.body) != placeless(second.body):
        yield "body"
    told = [records.record(one, read.lines) for one, read in ((first, outcome), (second, rebuilt))]
    for key in ("sections", "posts", "questions", "stories", "further_reading", "hashtags"):
        if told[0][key] != told[1][key]:
            yield f"{key} {told[0][key]} {told[1][key]}"
    if same(document(card(second), second, base_url="")) != same(data):
        yield "a second export"
    yield from (one.message for one in rebuilt.diagnostics if one.code in {"S-032", "K-013"})


def same(data: bytes) -> list[str]:
    """Give the lines of an export that tell of the article, and not of the build."""
    return [line for line in data.decode().split("\n") if not line.startswith(PROVENANCE)]


@pytest.mark.parametrize("name", SETS)
def test_every_document_is_the_same_when_it_is_built_again(name: str) -> None:
    folder = SETS[name]
    if not folder.is_dir():
        pytest.skip("this set of captures is not here")
    files = sorted(file for file in folder.rglob("*") if file.suffix in {".txt", ".md"})
    assert files
    wrong: dict[str, list[str]] = {}
    for file in files:
        outcome = parse(source(file.name, file.read_bytes()), vocabulary())
        if outcome.article is not None and (found := list(differences(outcome))):
            wrong[file.name] = found
    assert wrong == {}


def test_a_site_of_exports_is_the_site_that_they_came_from(seeds: Path, tmp_path: Path) -> None:
    """In a folder of its own, without tags.yml and archive.yml, under the same addresses."""
    build(seeds, "-o", tmp_path / "site")
    kept = tmp_path / "kept"
    kept.mkdir()
    for file in (tmp_path / "site" / "articles").glob("*.md"):
        shutil.copy(file, kept)
    said = build(kept, "-o", tmp_path / "again")
    assert "Traceback" not in said.stderr
    first, second = (told(tmp_path / name) for name in ("site", "again"))
    assert first
    assert first == second


def told(site: Path) -> dict[str, object]:
    """Give what the records of a site say of its articles: kind, values, roles and texts."""
    lines = (site / urls.JSONL).read_text(encoding="utf-8").splitlines()
    return {
        PurePosixPath(record["url"]).name: (
            record["kind"],
            {name: found["value"] for name, found in record["evidence"].items()},
            list(without_places(record["blocks"])),
        )
        for record in map(json.loads, lines)
    }


def without_places(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for block in blocks:
        kept = {name: value for name, value in block.items() if name not in {"lines", "after"}}
        if isinstance(kept.get("blocks"), list):
            kept["blocks"] = list(without_places(kept["blocks"]))
        yield kept


# --- values --------------------------------------------------------------------------------------

ODD = st.sampled_from(["no", "~", "-", "1.10", "---", "a: b", "#a", "[a]", "\u2028", "@a", "2024"])
VALUES = (texts | st.text(min_size=1) | ODD).filter(
    lambda text: is_seen(text) and not re.search("[\ud800-\udfff]", text)
)
FIELDS = st.fixed_dictionaries(
    {"title": VALUES},
    optional={
        **dict.fromkeys(("subtitle", "series", "credit", "rights"), VALUES),
        **dict.fromkeys(
            ("authors", "interviewees", "tags", "hashtags"),
            st.lists(VALUES, min_size=1, max_size=3).map(tuple),
        ),
    },
)


@given(FIELDS)
def test_every_value_is_read_as_it_was_written(values: dict[str, Any]) -> None:
    fields = {name: Field(value=value, standing="stated") for name, value in values.items()}
    article = stated(replace(article_of(built_again(HEAD)), fields=Fields(**fields)))
    assert {name: getattr(article.fields, name).value for name in values} == values


HEAD = b"---\nkind: essay\nbackissues: 1\n---\n\nA text.\n"


def stated(article: Article) -> Article:
    """Export an article and build it again."""
    return article_of(built_again(document(card(article), article, base_url="")))


def test_values_that_a_field_cannot_have_are_reported() -> None:
    head = "kind: essay\npublished: in May\nnumber: XII\nlanguage: <b>\nsource_url: javascript:x"
    outcome = built_again(f"---\n{head}\nbackissues: 1\n---\n\nA text.\n".encode())
    found = {one.values["key"] for one in outcome.diagnostics if one.code == "S-012"}
    assert found == {"published", "number", "language", "source_url"}
    assert all(getattr(article_of(outcome).fields, name).value is None for name in found)


def test_a_kind_that_nobody_knows_is_read_as_one_text() -> None:
    outcome = built_again(HEAD.replace(b"essay", b"sonnet"))
    assert article_of(outcome).kind == "essay"
    assert "K-013" in {one.code for one in outcome.diagnostics}


def test_an_editor_says_better_than_an_export() -> None:
    said = Sidecar(
        path="the-address.yml",
        settings={
            "title": Setting(values=("Another",), line=1),
            "kind": Setting(values=("issue",), line=2),
        },
    )
    article = article_of(parse(source("the-address.md", HEAD), NOBODY, said))
    assert (article.kind, article.fields.title.value) == ("issue", "Another")
    assert article.fields.title.standing == "supplied"


# --- marks that are broken, and those of others --------------------------------------------------

LINES = st.sampled_from(
    """
    <!-- @begin post number=1 -->|<!-- @end post -->|<!-- @end -->|<!-- @begin -->|<!-- @lost -->
    <!-- @lost what=list -->|<!-- @dateline -->|<!-- @begin a marker -->|<!-- @x y z -->|<!-- @ -->
    <!-- @lang=fr -->|<!-- @tight=no -->|<!-- @start=x marker="•" -->|<!-- @markers="a b" -->|- a
    <!-- note to self -->|<!-- -->|<!--|-->|[…]|1. b|> q|[^1]: n|```|---|# h|#|<br>|<div>|***|
    a<!-- @end cut -->b|<!-- @begin cut -->c|<!-- @begin link url="javascript:x" -->z|[a]: http://b
    <!-- @image url="javascript:a" -->|[x](javascript:y)|<!-- @char code=ZZ -->|<!-- @begin "-->
    - <!-- @begin post -->|> <!-- @sign-off -->|<?php|<![CDATA[ x ]]>|<!-- @a="\\x" -->|===
    """.replace("\n", "|").split("|")
) | texts.map(lambda text: re.sub("[\ud800-\udfff]", "", text))


@given(st.lists(LINES, max_size=14))
def test_no_mark_loses_a_line(lines: list[str]) -> None:
    outcome = built_again(b"\n".join([*HEAD.split(b"\n")[:4], *(one.encode() for one in lines)]))
    assert not [one for one in outcome.diagnostics if one.code.startswith("X")]
    if outcome.article is not None:
        shown = [one.url for one in inlines_of(outcome.article.body) if isinstance(one, Link)]
        assert all(map(allowed, shown))
        assert placeless(stated(outcome.article).body) == placeless(outcome.article.body)


def test_broken_marks_are_reported_at_their_lines() -> None:
    text = (
        "<!-- @end post -->\n\n<!-- @begin post -->\n\na <!-- @what --> b\n\n"
        "<!-- @a b -->\n\n<!-- @anchor=x -->\nc\n\n<!-- to do -->\n\n<!-- @lost -->\n"
    )
    outcome = built_again(HEAD.replace(b"A text.\n", text.encode()))
    assert [one.line for one in outcome.diagnostics if one.code == "S-032"] == [
        6,
        8,
        10,
        12,
        15,
        19,
    ]
    (part,) = article_of(outcome).body
    assert isinstance(part, Part)
    assert [plain(block.inlines) for block in part.blocks if isinstance(block, Paragraph)] == [
        "a  b",
        "c",
    ]


def test_marks_mean_nothing_in_a_document_that_does_not_state_its_structure() -> None:
    text = "# Ships\n\n<!-- @begin post number=1 -->\n\nThey did not come.\n\n<!-- @end post -->\n"
    article = article_of(parse(source("a.md", text.encode()), NOBODY))
    assert [type(block) for block in article.body] == [Paragraph]
    assert {aside.reason for aside in article.asides} == {"markup"}


def test_the_head_and_the_marks_are_no_words_of_the_source() -> None:
    """They are set aside for their form, and neither listed nor counted as set aside."""
    article = article_of(built_again(HEAD.replace(b"A text.", b"<!-- @sign-off -->\nYours, Ana")))
    assert [(aside.reason, aside.span.first) for aside in article.asides] == [("header", 6)]
    assert card(article).lines_aside == 0
    assert records.record(article, [""] * 7)["furniture"] == []


# --- images --------------------------------------------------------------------------------------


def test_images_are_found_where_the_site_has_them(tmp_path: Path) -> None:
    letters = tmp_path / "letters"
    (letters / "img").mkdir(parents=True)
    (letters / "img" / "a quay.gif").write_bytes(GIF)
    (letters / "a.md").write_text(
        '# Ships\n\n![A *quay*](<img/a quay.gif> "Seen")\n\nSee [it](<img/a quay.gif>).\n'
    )
    build(letters, "-o", tmp_path / "site")
    export = (tmp_path / "site" / "articles" / "ships.md").read_text(encoding="utf-8")
    assert '![A quay](../media/img/a%20quay.gif "Seen")' in export
    assert "[it](../media/img/a%20quay.gif)" in export
    kept = tmp_path / "kept"
    shutil.copytree(tmp_path / "site" / "media", kept / "media")
    shutil.copytree(
        tmp_path / "site" / "articles",
        kept / "articles",
        ignore=lambda _, names: not_markdown(names),
    )
    said = build(kept, "-o", tmp_path / "again")
    assert "L-004" not in said.stderr
    assert (tmp_path / "again" / "media" / "media" / "img" / "a quay.gif").read_bytes() == GIF


def not_markdown(names: list[str]) -> list[str]:
    return [name for name in names if not name.endswith(".md")]


GIF = bytes.fromhex(
    "47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b"
)

# --- pages and the manual ------------------------------------------------------------------------


def test_the_page_of_an_article_leads_to_its_markdown(seeds: Path, tmp_path: Path) -> None:
    build(seeds, "-o", tmp_path / "site")
    for page in (tmp_path / "site" / "articles").glob("*.html"):
        html = page.read_text(encoding="utf-8")
        name = f"{page.stem}.md"
        assert f'<link rel="alternate" type="text/markdown" href="{name}" title="Markdown">' in html
        assert f'<a href="{name}" type="text/markdown">' in html
        assert page.with_suffix(".md").is_file()


MANUAL = (CHECKOUT / "docs" / "markdown.md").read_text(encoding="utf-8")


def test_the_example_of_the_manual_is_what_an_export_looks_like() -> None:
    (example,) = re.findall(r"```markdown\n(.*?)```\n", MANUAL, re.DOTALL)
    article = article_of(built_again(example.encode()))
    assert (article.kind, len(parts(article.body, "post"))) == ("thread", 2)
    assert written(article.body) == example.split("\n---\n")[1].strip().split("\n")


def test_the_marks_of_the_manual_are_written_like_marks() -> None:
    shown = re.findall(r"`(@[^`…]+|[a-z]+=[^`…]+)`", MANUAL)
    assert len(shown) > 10
    assert [one for one in shown if read_mark(f" @{one.removeprefix('@')} ") is None] == []


def test_the_manual_names_all_marks_and_values() -> None:
    said = set(re.findall(r"[a-z_]+", MANUAL))
    assert {*OF_PARTS, *VISIBLE, *AROUND, *Fields.__struct_fields__, "newline", "char"} <= said
