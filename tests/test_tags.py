"""Tags: names found by their words, and the choice of those that matter in an article.

The choices are told by `cases/tags/*.txt`: a first line that says the rule, then sections.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backissues.fields import hashtag_labels, tags
from backissues.model import (
    Block,
    CodeBlock,
    Evidence,
    Field,
    Fields,
    Header,
    Heading,
    Item,
    List,
    Paragraph,
    Part,
    Span,
    Term,
    Text,
)
from backissues.text.lookup import make_lookup, mentions, mentions_in

CASES = sorted((Path(__file__).parent / "cases" / "tags").glob("*.txt"))
VOCABULARY = (
    Term(label="OpenAI", aliases=("Open AI",), sort="organisation"),
    Term(label="Nvidia", aliases=("NVIDIA",), sort="organisation"),
    Term(label="Kick", sort="product"),
    Term(label="ChatGPT", sort="product"),
    Term(label="GPT", aliases=("GPT-4",), sort="product"),
    Term(label="C++", sort="product"),
    Term(label="Google", sort="organisation"),
    Term(label="X (Twitter)", aliases=("Twitter", "twittos"), sort="product"),
    Term(label="Node.js", sort="product"),
    Term(label="États-Unis", sort="place"),
    Term(label="L’Oréal", sort="organisation"),
    Term(label="Intelligence artificielle", aliases=("IA", "AI")),
    Term(label="IA générative", aliases=("intelligence artificielle générative", "GenAI")),
    Term(
        label="Modèles de langage", aliases=("modèle de langage", "grand modèle de langage", "LLM")
    ),
    Term(label="Open source", aliases=("logiciel libre",)),
    Term(label="Réseau social"),
    Term(label="人工智能", aliases=("大模型",)),
    Term(label="Mes Flashs de la semaine", sort="series"),
)  # fmt: skip
LOOKUP = make_lookup(VOCABULARY)


def found(text: str) -> list[tuple[str, str]]:
    return [
        (VOCABULARY[one.term].label, text[one.start : one.end]) for one in mentions(LOOKUP, text)
    ]


# --- names in a text -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "label", "words"),
    [
        ("l’IA avance", "Intelligence artificielle", "IA"),
        ("d'IA", "Intelligence artificielle", "IA"),
        ("Qu’OpenAI", "OpenAI", "OpenAI"),
        ("OpenAI's models", "OpenAI", "OpenAI"),
        ("d’openAI", "OpenAI", "openAI"),
        ("Open AI", "OpenAI", "Open AI"),
        ("open-ai", "OpenAI", "open-ai"),
        ("Open\u00a0AI", "OpenAI", "Open\u00a0AI"),
        ("NVIDIA", "Nvidia", "NVIDIA"),
        ("ex-Nvidia", "Nvidia", "Nvidia"),
        ("chatgpt", "ChatGPT", "chatgpt"),
        ("GPT-4", "GPT", "GPT-4"),
        ("GPT\u20114", "GPT", "GPT\u20114"),
        ("les LLMs", "Modèles de langage", "LLMs"),
        ("deux grands modèles de langage", "Modèles de langage", "grands modèles de langage"),
        ("un modèle de langage", "Modèles de langage", "modèle de langage"),
        ("l’OPEN SOURCE", "Open source", "OPEN SOURCE"),
        ("opensource", "Open source", "opensource"),
        ("aux Etats-Unis", "États-Unis", "Etats-Unis"),
        ("L'Oréal", "L’Oréal", "L'Oréal"),
        ("du C++.", "C++", "C++"),
        ("Node.js", "Node.js", "Node.js"),
        ("des twittos", "X (Twitter)", "twittos"),
        ("Generative GenAI", "IA générative", "GenAI"),
        ("我们的人工智能公司", "人工智能", "人工智能"),
        ("OpenAI大模型", "OpenAI", "OpenAI"),
        ("𝕄𝕖𝕤 𝔽𝕝𝕒𝕤𝕙𝕤 𝕕𝕖 𝕝𝕒 𝕤𝕖𝕞𝕒𝕚𝕟𝕖", "Mes Flashs de la semaine", "𝕄𝕖𝕤 𝔽𝕝𝕒𝕤𝕙𝕤 𝕕𝕖 𝕝𝕒 𝕤𝕖𝕞𝕒𝕚𝕟𝕖"),
        ("re\u0301seau social", "Réseau social", "re\u0301seau social"),
    ],
)  # fmt: skip
def test_a_name_is_found(text: str, label: str, words: str) -> None:
    assert found(text)[0] == (label, words)


@pytest.mark.parametrize(
    "text",
    [
        "Il y a ia dans via, et ai dans j’ai",  # IA and AI are found only as written
        "un kick de départ",  # a name that is a word as well needs its capital
        "Google+",  # another thing
        "Modèle. De langage",  # two sentences
        "un logiciel, libre",
        "des chatgpteries",
        "C est bon, c+ aussi",
        "modèle\n\nde langage",
    ],
)
def test_no_name_is_found(text: str) -> None:
    assert found(text) == []


def test_the_longest_name_counts_and_only_once() -> None:
    text = "L’IA générative n’est pas l’IA."
    assert found(text) == [("IA générative", "IA générative"), ("Intelligence artificielle", "IA")]


def test_of_two_terms_with_one_name_the_first_counts() -> None:
    lookup = make_lookup([Term(label="A", aliases=("Pomme",)), Term(label="B", aliases=("pomme",))])
    assert [one.term for one in mentions(lookup, "Une pomme")] == [0]


def test_signs_alone_are_no_name() -> None:
    lookup = make_lookup([Term(label="!!!"), Term(label="👏", aliases=("—",))])
    assert mentions(lookup, "Bravo !!! 👏 —") == []


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("#IAGENERATIVE", "IA générative"),
        ("open ai", "OpenAI"),
        ("EtatsUnis", "États-Unis"),
        ("#WomenInTech", "WomenInTech"),
        (" ＃Presse ", "Presse"),
        ("C++", "C++"),
        ("C#", "C#"),
        ("#", ""),
    ],
)
def test_a_name_that_somebody_wrote_gets_its_label(written: str, label: str) -> None:
    assert tags.canonical(LOOKUP, written) == label


WORDS = st.lists(
    st.sampled_from(
        ["OpenAI", "open", "AI", "IA", "l’", "modèles", "de", "langage", "人工智能", "C++", " "]
    )
    | st.text(max_size=5)
).map("".join)  # fmt: skip


@given(WORDS)
def test_mentions_stand_in_order_and_never_overlap(text: str) -> None:
    after = 0
    for one in mentions(LOOKUP, text):
        assert after <= one.start < one.end <= len(text)
        after = one.end


@given(st.lists(WORDS, max_size=5))
def test_texts_that_are_read_together_say_what_each_says(texts: list[str]) -> None:
    apart = [(place, one) for place, text in enumerate(texts) for one in mentions(LOOKUP, text)]
    assert list(mentions_in(LOOKUP, texts)) == apart


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("WomenInTech", "Women In Tech"),
        ("ClimateAction", "Climate Action"),
        ("AIForGood", "AI For Good"),
        ("GenerativeAI", "Generative AI"),
        ("Paris2024", "Paris 2024"),
        ("ÉcoleÉlémentaire", "École Élémentaire"),
        ("ЗимаБлизко", "Зима Близко"),
        ("slow_travel", "slow travel"),
        ("MayThe4th", "May The4th"),
        ("iOS", "iOS"),
        ("eBay", "eBay"),
        ("McKinsey", "McKinsey"),
        ("LinkedIn", "LinkedIn"),
        ("LLMs", "LLMs"),
        ("COP28", "COP28"),
        ("GPT4", "GPT4"),
        ("INNOVATION", "INNOVATION"),
        ("veille", "veille"),
        ("人工智能", "人工智能"),
        ("A" * 30 + "aB" * 30, "A" * 30 + "aB" * 30),
    ],
)
def test_a_hashtag_is_written_as_words(name: str, label: str) -> None:
    assert hashtag_labels.label(name, frozenset()) == label
    assert hashtag_labels.label(name, frozenset({name})) == label.replace(" ", "") or "_" in name


def test_only_words_without_a_sign_are_free() -> None:
    assert hashtag_labels.free_words(["OpenAI and #ChatGPT, l’IA"]) == {"OpenAI", "and", "l", "IA"}


@given(st.text(max_size=30))
def test_a_label_keeps_the_letters_of_its_hashtag(name: str) -> None:
    given_ = "".join(char for char in name if not char.isspace() and char != "_")
    kept = "".join(char for char in hashtag_labels.label(name, frozenset()) if char != "_")
    assert "".join(kept.split()) == given_


# --- the choice ----------------------------------------------------------------------------------


def sections(case: str) -> dict[str, list[str]]:
    """Read a case: lines at the margin open a section, indented ones belong to it."""
    kept: dict[str, list[str]] = {}
    current: list[str] = []
    for line in case.splitlines()[1:]:
        if line.startswith("  "):
            current.append(line[2:])
            continue
        name = re.match("supplied title|in passing|[a-z]+", line)
        assert name, line
        rest = line[name.end() :].strip()
        current = kept.setdefault(name[0], [rest] if rest else [])
    return kept


def term(line: str) -> Term:
    label, sort, aliases = re.fullmatch(r"(.+?) \((\w+)\)(?:: (.*))?", line).groups()  # type: ignore[union-attr]
    return Term(label=label, sort=sort, aliases=tuple((aliases or "").split(", ")))


def block(number: int, line: str) -> Block:
    span = Span(number, number)
    if line.startswith("## "):
        return Heading(span=span, level=2, inlines=(Text(line[3:]),))
    role, text = re.fullmatch(r"(?:\(([\w-]+)\) )?(.*)", line).groups()  # type: ignore[union-attr]
    return Paragraph(span=span, inlines=(Text(text),), role=role or "")


def fields_of(case: dict[str, list[str]]) -> Fields:
    stated = Field[str | None](value=None)
    if "title" in case:
        evidence = Evidence(rule="title", quote=case["title"][0], span=Span(0, 0))
        stated = Field(value=case["title"][0], standing="stated", evidence=(evidence,))
    elif "supplied title" in case:
        stated = Field(value=case["supplied title"][0], standing="supplied")
    names = tuple(" ".join(case.get("hashtags", [])).split())
    basis = tuple(Evidence(rule="hashtags", quote=name, span=Span(9, 9)) for name in names)
    return Fields(title=stated, hashtags=Field(value=names, standing="stated", evidence=basis))


def headers_of(lines: Iterable[str]) -> list[Header]:
    parted = [line.split(": ", 1) for line in lines]
    return [
        Header(name=name, values=(value,), span=Span(number, number))
        for number, (name, value) in enumerate(parted, 1)
    ]


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_case(file: Path) -> None:
    case = sections(file.read_text(encoding="utf-8"))
    field = tags.find(
        make_lookup(map(term, case["vocabulary"])),
        fields_of(case),
        [block(number, line) for number, line in enumerate(case["body"], 1)],
        headers_of(case.get("headers", [])),
    )
    chosen = [
        f"{label}: “{why.quote}” on line {why.span.first if why.span else None}, by {why.rule}"
        for label, why in zip(field.value, field.evidence, strict=True)
    ]
    assert chosen == case["tags"]
    assert [rival.value for rival in field.rivals] == case.get("in passing", [])


def test_standing_is_that_of_the_weakest_tag() -> None:
    lookup = make_lookup([Term(label="Vin")])
    stated = Fields(hashtags=Field(value=("Vin",), standing="stated"))
    assert tags.find(lookup, stated, []).standing == "stated"
    assert tags.find(lookup, Fields(), [block(1, "Le vin, du vin, un vin.")]).standing == "derived"
    assert tags.find(lookup, Fields(), []).standing == "absent"


def test_a_long_text_needs_more_mentions() -> None:
    lookup = make_lookup([Term(label="Vin")])
    short = [block(1, "Du pain, du vin."), block(2, "Le vin.")]
    long = [*short, *(block(number, "mot " * 100) for number in range(3, 40))]
    assert tags.find(lookup, Fields(), short).value == ("Vin",)
    assert tags.find(lookup, Fields(), long).value == ()


def test_a_page_shows_twelve_tags_at_most() -> None:
    names = [f"Nom{number}" for number in range(30)]
    lookup = make_lookup([Term(label=name) for name in names])
    field = tags.find(lookup, Fields(), [block(1, " ".join(names * 3))])
    assert len(field.value) == len(field.evidence) == 12
    assert len(field.rivals) == 18


def test_names_inside_parts_and_lists_count_and_code_does_not() -> None:
    span = Span(4, 4)
    lookup = make_lookup([Term(label="Vin"), Term(label="Code")])
    nested = Part(
        role="story",
        span=span,
        blocks=(
            List(span=span, items=(Item(span=span, blocks=(block(4, "vin, vin, vin"),)),)),
            CodeBlock(span=span, text="code code code"),
        ),
    )
    assert tags.find(lookup, Fields(), [nested]).value == ("Vin",)


@given(st.lists(WORDS, max_size=6), st.lists(st.text(max_size=8), max_size=8))
def test_any_text_gives_evidence_that_stands_in_it(lines: list[str], names: list[str]) -> None:
    body = [
        Paragraph(span=Span(number, number), inlines=(Text(line),))
        for number, line in enumerate(lines, 1)
    ]
    field = tags.find(LOOKUP, Fields(hashtags=Field(value=tuple(names))), body)
    assert len(set(field.value)) == len(field.value) == len(field.evidence)
    for why in field.evidence:
        if why.rule == "tags/vocabulary":
            assert why.span is not None
            assert why.quote in lines[why.span.first - 1]
        else:
            assert why.quote in names
