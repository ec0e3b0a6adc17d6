"""What is set aside as a repeat is still in the text; what is said of a line stands on it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backissues.model import Source
from backissues.parse import parse
from backissues.text.lookup import make_lookup

LOOKUP = make_lookup(())
SENTENCES = (
    "The harbourmaster counted the swans of the western basin twice, and wrote both numbers down. ",
    "Nobody complained about the missing lanterns until the procession had passed the corner. ",
    "Yesterday’s newspaper explained everything except the question that people were asking. ",
    "Whoever painted the pavilion yellow has never apologised, and nobody expects it any more. ",
    "Tomorrow the carpenters return with better timber and considerably worse expectations. ",
)
CHROME = ("Share this post", "Leave a comment", "Subscribe", "Read more", "Comments")

paragraphs = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4).map("".join)
documents = st.lists(st.one_of(paragraphs, st.sampled_from(CHROME)), min_size=1, max_size=16)


@given(documents)
def test_what_is_taken_out_is_still_in_the_text(passages: list[str]) -> None:
    data = "\n\n".join(passages).encode()
    article = parse(Source(path="a.txt", data=data, sha256="x"), LOOKUP).article
    assert article
    lines = data.decode().split("\n")
    body = {lines[n - 1].strip() for n, fate in enumerate(article.fates, 1) if fate.fate == "body"}
    for aside in article.asides:
        if aside.rule == "repeats/whole":
            assert {lines[n - 1].strip() for n in aside.span} <= body


@given(documents)
def test_what_is_said_of_a_document_stands_at_its_line(passages: list[str]) -> None:
    data = "\n\n".join(passages).encode()
    found = parse(Source(path="a.txt", data=data, sha256="x"), LOOKUP).diagnostics
    lines = data.decode().split("\n")
    for one in found:
        if one.code in {"K-008", "K-009", "K-010", "K-011"}:
            assert one.line
            assert one.excerpt == lines[one.line - 1][: len(one.excerpt)]
            assert one.values.get("words", "") in lines[one.line - 1]
