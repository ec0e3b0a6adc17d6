"""articles/SLUG.md: what is written is read again as the same kind, fields, roles and texts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import given

from backissues import records
from backissues.archive import make_card
from backissues.model import Article, Block, Card, Paragraph, Row, Source
from backissues.outputs.markdown import document
from backissues.parse import Outcome, parse
from backissues.text.lookup import Lookup, make_lookup
from backissues.text.markdown_writing import written
from backissues.text.stated import Stated, read_stated
from backissues.vocabulary import load_vocabulary
from checkout import CHECKOUT
from trees import bodies, paragraphs, placeless

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
    return make_card(article, row, 1)


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
