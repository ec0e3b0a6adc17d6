"""What the reading promises of any document, tried on many that nobody wrote.

Documents are mixtures of realistic lines, in plain text and in Markdown, and sometimes plain bytes.
The same ones come each time: a promise that breaks shall break for everybody.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from backissues.collection import survey
from backissues.model import (
    Article,
    Block,
    Evidence,
    Field,
    Item,
    Lost,
    Note,
    Notes,
    Part,
    Source,
    Term,
)
from backissues.parse import Outcome, parse
from backissues.text.lookup import make_lookup
from backissues.text.tree import inlines_of, readable, walk
from checkout import build, tree

LOOKUP = make_lookup((Term(label="Salt", aliases=("sel",)), Term(label="Boat")))
QUIET = [
    HealthCheck.too_slow,
    HealthCheck.data_too_large,
    HealthCheck.function_scoped_fixture,
]


def steady(most: int) -> settings:
    """Try so many examples, the same ones each time."""
    return settings(derandomize=True, deadline=None, max_examples=most, suppress_health_check=QUIET)


def read(data: bytes, name: str) -> Outcome:
    source = Source(path=name, data=data, sha256=hashlib.sha256(data).hexdigest())
    return parse(source, LOOKUP)


# --- documents -----------------------------------------------------------------------------------

VOCABULARY = """
the salt road is long and nobody walks it twice le sel de la mer und das Boot auf dem Fluss
pero la casa no tiene puerta Ada Lovelace Paris 1984 24/7 12:30 3.5 % #tag @name l’île
c’est-à-dire 海 风 是 我们 的 🧵 … «oui» “yes” https://a.example.org/b?c=d a.example.org/cut…
"""
WORDS = st.sampled_from(VOCABULARY.split())
SENTENCE = st.builds(
    lambda words, stop: f"{' '.join(words)}{stop}",
    st.lists(WORDS, min_size=1, max_size=24),
    st.sampled_from([".", "", "!", "?", ":", " …", ",", "。"]),
)
SHORT = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
PLAIN = st.one_of(
    SENTENCE,
    SHORT,
    st.builds("{}/{} {}".format, st.integers(1, 9), st.sampled_from(["", 9]), SENTENCE),
    st.builds("{} ({}/9)".format, SENTENCE, st.integers(1, 9)),
    st.builds("{} {}".format, st.sampled_from(["-", "•", "1.", "2.", ">", "–", "3)"]), SENTENCE),
    st.builds("{}: {}".format, st.sampled_from(["Q", "A", "Ada Lovelace", "AL", "Tip"]), SENTENCE),
    st.builds("{} – {}".format, SHORT, SENTENCE),
    st.builds(" ".join, st.lists(st.sampled_from(["#one", "#Two", "#drei"]), min_size=1)),
    st.sampled_from(
        [
            *("---", "* * *", "⸻", "1/", "2/9", "{3/9}", "Ada Lovelace", "Grace Hopper", "Q:"),
            *("Share this post", "Subscribe", "12 likes", "3 mois", "2 moisTrès vrai", "1wGreat"),
            *(
                "By Ada Lovelace",
                "Par Odile Verneuil",
                "May 21, 2024",
                "le 1er août 2023",
                "5/6/2024",
            ),
            *("Ada Profile picture", "May 21, 2024, 25 tweets", "@threadreaderapp unroll"),
            *("Hello and welcome to Salt Letter #12!", "Bonjour et bienvenue dans Le Sel n°3."),
            *(
                "Issue 7",
                "第 27 期",
                "See you next week,",
                "À bientôt",
                "Photo: Ada",
                "Et aussi: rien",
            ),
            *("Pour aller plus loin:", "Further reading", "plusieurs raisons :", "What is salt?"),
            *("*|MC:SUBJECT|*", "{{ tag }}", "<p>", "<!-- x -->", "https://a.example.org/letter"),
            *("Title: A day", "Date: 2024-05-21", "Note: this", "  indented", "\tand tabbed", "- "),
        ]
    ),
)
MARKED = st.one_of(
    st.builds("{} {}".format, st.sampled_from(["#", "##", "###", "####"]), SHORT),
    st.builds("**{}**".format, SHORT),
    st.builds("**{}** {} [{}](https://a.example.org) {}".format, SHORT, SHORT, SHORT, SHORT),
    st.builds("- [{}](https://a.example.org/x) {}".format, SHORT, SHORT),
    st.builds("    {}".format, SENTENCE),
    st.builds("{}[^1]".format, SENTENCE),
    st.builds("[^1]: {}".format, SENTENCE),
    st.builds("| {} | {} |".format, SHORT, SHORT),
    st.builds("<b>{}</b><br>{}".format, SHORT, SHORT),
    st.builds("> {}".format, SENTENCE),
    st.builds("1. {}".format, SENTENCE),
    st.sampled_from(
        [
            *(
                "====",
                "----",
                "```",
                "```python",
                "|---|---|",
                "[ref]: https://a.example.org",
                "***",
            ),
            *(
                "see [ref] and [ref][ref]",
                "![alt words](a.png)",
                "<div>",
                "</div>",
                "<img src=x alt=y>",
            ),
            *(
                "## Head {#anchor .c}",
                "- - - x",
                "> > deep",
                "\\* star",
                "&amp; &eacute;",
                "#",
                "1)",
            ),
            *(
                "<script>alert(1)</script>",
                "[a](javascript:alert(1))",
                "<https://a.example.org>",
                ">",
            ),
        ]
    ),
)
GAP = st.sampled_from([1, 1, 2, 2, 3])
NAMES = st.sampled_from(["a.txt", "a.md", "2024-05-21-letter.txt"])


def joined(pieces: Iterable[tuple[str, int]]) -> str:
    return "".join(f"{line}{chr(10) * gap}" for line, gap in pieces)


def documents(lines: st.SearchStrategy[str], most: int = 24) -> st.SearchStrategy[str]:
    return st.lists(st.tuples(lines, GAP), min_size=1, max_size=most).map(joined)


TEXTS = documents(PLAIN) | documents(PLAIN | MARKED)


# --- the accounts of lines -----------------------------------------------------------------------

# Marks, labels and signs of markup that stand for structure: what is left are words.
_WORD = re.compile(r"[^\W_]+")


def bag(text: str) -> Counter[str]:
    return Counter(_WORD.findall(readable(text)))


def spoken(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield every text of a body: words, markers of parts and items, addresses, labels of notes."""
    for block in walk(blocks):
        yield from own_words(block)
    for inline in inlines_of(blocks):
        for name in ("text", "url", "alt", "title", "label"):
            yield getattr(inline, name, "")


def own_words(block: Block) -> Iterator[str]:
    if isinstance(block, Part):
        yield f"{block.marker} {block.label}"
    for name in ("text", "language"):
        yield getattr(block, name, "")
    holders: Sequence[Item | Note] = (*getattr(block, "items", ()), *getattr(block, "notes", ()))
    for holder in holders:
        yield holder.marker if isinstance(holder, Item) else holder.label


def source_words(line: str) -> str:
    """Give what a line says: without attributes of headings, tags of HTML and their addresses."""
    line = re.sub(r"\s*\{\s*[#.:][^{}]*\}\s*$", "", line)
    return re.sub(r"<!--.*?-->|</?[A-Za-z][^<>]*>|&\w+;|<script.*?</script>", " ", line)


def body_lines(outcome: Outcome, span: Iterable[int]) -> str:
    """Give the words of the lines of a span that went into the body as text."""
    assert outcome.article
    fates = outcome.article.fates
    return "\n".join(
        source_words(outcome.lines[line - 1])
        for line in span
        if fates[line - 1].fate == "body" and fates[line - 1].detail != "definition"
    )


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@steady(200)
@given(data=st.binary(max_size=400) | st.text(max_size=300).map(str.encode))
@example(data=b"")
@example(data=b"---\n---\n")
@example(data=b"---\na: [\n---\n\nx\n")
@example(data=b"\xff\xfea\x00\n\x00")
@example(data=b"- " * 3000)
@example(data=b"> " * 3000 + b"x")
@example(data=b"[" * 5000)
@example(data=b"1/9\n\n2/9\n\n3/9\n")
@example(data="²\n①\n".encode() * 3 + b"9" * 5000 + b"\n1\n")
@example(data=b"1/3\n---\nOne.\n\n2/3\n---\nTwo.\n\n3/3\n---\nThree.\n")
@example(data=b"One.\n\n1.\nTwo.\n\n2.\nThree.\n\n3.\nFour.\n\n4.\n    Five.\n\n5.\n")
@example(data=b"- One\n  Share\n  and two\n- Three\n\n> - Four\n>   Like\n>   and five\n")
@example(data=b"**Tweet 1/3**\nA\nAda Ray\n@ada\nOne\nAda Ray\n@ada\n**Tweet 2/3**\n**Tweet 3/3**")
def test_any_bytes_give_an_outcome(data: bytes, name: str) -> None:
    outcome = read(data, name)
    errors = [one for one in outcome.diagnostics if one.level == "error"]
    assert (outcome.article is None) == bool(errors)
    assert not [one for one in errors if one.code.startswith("X")]


@steady(250)
@given(text=TEXTS, name=NAMES)
def test_every_line_has_one_fate(text: str, name: str) -> None:
    outcome = read(text.encode(), name)
    if outcome.article is None:
        assert not text.strip() or {one.code for one in outcome.diagnostics} == {"S-002"}
        return
    fates = outcome.article.fates
    assert [fate.line for fate in fates] == list(range(1, len(outcome.lines) + 1))
    for fate, line in zip(fates, outcome.lines, strict=True):
        assert (fate.fate == "blank") == (not line.strip())
        assert fate.detail or fate.fate == "blank"


@steady(250)
@given(text=TEXTS, name=NAMES)
def test_no_word_of_the_body_is_lost(text: str, name: str) -> None:
    outcome = read(text.encode(), name)
    if outcome.article is None:
        return
    for block in outcome.article.body:
        if not isinstance(block, Lost):
            # Notes stand together, but each where it was defined.
            spans = [n.span for n in block.notes] if isinstance(block, Notes) else [block.span]
            wanted = bag("\n".join(body_lines(outcome, span) for span in spans))
            assert not wanted - bag("\n".join(spoken([block]))), block


@steady(80)
@given(text=TEXTS, name=NAMES)
def test_no_word_is_made_up(text: str, name: str) -> None:
    outcome = read(text.encode(), name)
    if outcome.article is None:
        return
    body = [block for block in walk(outcome.article.body) if getattr(block, "what", "") == ""]
    words = {word for inline in inlines_of(body) for word in bag(getattr(inline, "text", ""))}
    assert words <= set(bag(text)) | {"é", "amp"}


# --- evidence ------------------------------------------------------------------------------------


def evidence(article: Article) -> Iterator[tuple[str, Evidence]]:
    for name in article.fields.__struct_fields__:
        field: Field[object] = getattr(article.fields, name)
        for said in (*field.evidence, *(rival.evidence for rival in field.rivals)):
            yield name, said


@steady(200)
@given(text=TEXTS, name=NAMES)
def test_evidence_quotes_what_stands_there(text: str, name: str) -> None:
    outcome = read(text.encode(), name)
    if outcome.article is None:
        return
    for field, said in evidence(outcome.article):
        assert said.rule, field
        if said.span is None:
            assert said.where in {"name", "collection", "sidecar"} or not said.quote, (field, said)
            continue
        assert said.where in {"text", "header"}
        there = "\n".join(outcome.lines[line - 1] for line in said.span)
        # Letter for letter, or word for word where signs of markup stand between the words.
        assert said.quote in there or not bag(said.quote) - bag(there), (field, said)


@steady(120)
@given(text=TEXTS, name=NAMES)
def test_standing_and_value_agree(text: str, name: str) -> None:
    outcome = read(text.encode(), name)
    if outcome.article is None:
        return
    fields = outcome.article.fields
    for one in fields.__struct_fields__:
        field: Field[object] = getattr(fields, one)
        assert (field.standing == "absent") == (not field.value), one
        assert bool(field.evidence) == (field.standing != "absent"), one
    assert str(fields.title.value).strip()
    assert fields.number.value is None or fields.number.value.isdecimal()


# --- the same again ------------------------------------------------------------------------------


@steady(80)
@given(text=TEXTS, name=NAMES)
def test_reading_twice_is_the_same(text: str, name: str) -> None:
    assert read(text.encode(), name) == read(text.encode(), name)


@steady(80)
@given(text=TEXTS, end=st.sampled_from(["\r\n", "\r"]))
def test_the_form_of_line_ends_changes_nothing(text: str, end: str) -> None:
    one, other = read(text.encode(), "a.txt"), read(text.replace("\n", end).encode(), "a.txt")
    assert one.lines == other.lines
    if one.article and other.article:
        assert one.article.body == other.article.body
        assert one.article.fields == other.article.fields


@steady(3)
@given(texts=st.lists(documents(PLAIN | MARKED, 8), min_size=1, max_size=4))
def test_a_site_built_twice_is_the_same_and_slugs_are_unique(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    home = tmp_path_factory.mktemp("twice")
    letters = home / "letters"
    letters.mkdir()
    for number, text in enumerate([*texts, texts[0]]):
        (letters / f"letter {number}.md").write_text(text, encoding="utf-8")
    sites: list[dict[str, bytes]] = []
    for target in (home / "one", home / "two"):
        said = build(letters, "-o", target)
        assert said.returncode in {0, 1}, said.stderr
        sites.append(tree(target))
    assert sites[0] == sites[1]
    addresses = published(letters)
    assert (
        len(set(map(str.casefold, addresses))) == len(addresses) == len(survey(letters).documents)
    )


def published(letters: Path) -> list[str]:
    """Return the addresses that the ledger promises."""
    rows = (letters / "permalinks.tsv").read_text(encoding="utf-8").splitlines()
    return [row.split("\t")[1] for row in rows if row and not row.startswith(("#", "id\t"))]
