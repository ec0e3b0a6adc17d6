"""The short ways through Markdown: whatever they take, the parser would have found the same."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backissues.model import Inline, Link, Strong, Text
from backissues.text import markup
from backissues.text.markup_inline import convert
from backissues.text.markup_plain import plain_inlines

# Signs, what stands beside them, and whole pieces that are plain, or nearly.
SIGNS = ["*", "**", "_", "__", "[", "]", "(", ")", "!", "&", "<", ">", "~~", "`", "\\", "^", ":"]
BESIDE = ["word", "é", "文", "1", "²", ".", ",", "’", "“", "%", "\u00a0", "\u2028", "\u3000", " "]
PIECES = [
    *("**bold**", "*stress*", "__bold__", "_stress_", "**Note:**", "**a.**b", "(*a*)", "a*b*c"),
    *("[a](https://a.org/b?c=d&e=f#g)", "[a](http://a.org)", "[a](b.md)", "[^1]", "![a](b.png)"),
    *("[a](https://a..org)", "[a *b*](https://a.org)", "[a](https://é.org)", "[ a ](https://a.b)"),
    *("https://a.org/x_y", "a.org/cut…", "&amp;", "<br>", "`x`", "\n", "  \n", " \n  ", "\\\n"),
    *("<1.2@a.org>", "5<6", "<3"),
]
TEXTS = st.lists(st.sampled_from([*SIGNS, *BESIDE, *PIECES]), max_size=12).map("".join)
OPENINGS = [
    *("", "", "- ", "* ", "  - ", "1. ", "2) ", "> ", "> - ", "    ", "      - ", "\t", "# ", "  "),
    *("[^1]: ", "[a]: https://a.org", "[a]", "12 ", "12.", "***", "---", "===", "```", "| a | b |"),
    *("## ", "###", "#a", "## a #", "3. ", "~~~", "  ```", "- ```", "> ```", "> # ", ">", "<pre>"),
    *(
        "|---|---|",
        "<div>",
        "<!--",
        "-->",
        "**a** ",
        "*a",
        "-",
        "+",
        "“",
        "_",
        "_a_",
        ": ",
        "\u00a0",
    ),
]
LINES = st.lists(st.builds("{}{}".format, st.sampled_from(OPENINGS), TEXTS | st.just("")))


def by_the_parser(text: str) -> tuple[Inline, ...]:
    """Read what stands in a line without any short way."""
    return convert(markup.full_parser().parseInline(text)[0].children or [])


@given(TEXTS)
@example("**[a](https://a.org)**")
@example("*a **b* c**")
def test_what_is_plain_reads_as_by_the_parser(text: str) -> None:
    assert plain_inlines(text) in {None, by_the_parser(text)}


@given(LINES)
@example(["- a", "- **b** c", "", "d"])
@example(["- a", "- b", "", "  c"])
@example(["- a", "", "- b"])
@example(["> a", "      - b"])
@example(["- a", "  - b", "c", "- d"])
@example(["a | b", "c | d", "---|---"])
@example(["- ```", "", "a"])
@example(["- a", "", "> b", "", "1. c", "", "## d"])
@example(["## a", "    b", "", "~~~", "", "c", "~~~", "d"])
@example(["[a]", "", "> [a]", "", "[a]: https://a.org", "", "[a]"])
@example(["<!--", "", "a", "", "-->", "b"])
@example(["``` `a`", "", "b", "", "```"])
def test_blocks_are_those_of_the_parser(lines: Sequence[str]) -> None:
    lines = "\n".join(lines).split("\n")
    found = markup.parse_markdown(lines)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markup, "parser", markup.full_parser)
        assert found == markup.parse_markdown(lines)


@pytest.mark.parametrize(
    "text",
    [
        "Words, and no sign: R & D, 5 < 6, #1.",
        "**Note:** see [our file](https://a.org/b), (*at last*).",
        "One line\nand another",
    ],
)
def test_most_paragraphs_are_plain(text: str) -> None:
    assert plain_inlines(text)


@pytest.mark.parametrize(
    "text", ["a*b", "[a]", "![a](https://a.org)", "\\*", "`a`", "&amp;", "<b>", "<1.2@a.org>"]
)
def test_what_only_the_parser_knows_is_left_to_it(text: str) -> None:
    assert plain_inlines(text) is None


def test_plain_pieces() -> None:
    assert plain_inlines("**Ada:** [a](https://a.org)!") == (
        Strong((Text("Ada:"),)),
        Text(" "),
        Link("https://a.org", (Text("a"),)),
        Text("!"),
    )
