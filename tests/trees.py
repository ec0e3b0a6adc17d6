"""Content trees of every shape, for promises that hold for all of them; and trees without places.

What the readers never make is left out: a table whose rows are of several lengths, a footnote
whose label holds a space.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from backissues.model import (
    Block,
    Break,
    Code,
    CodeBlock,
    CutLink,
    Emphasis,
    Heading,
    Image,
    Inline,
    Item,
    Link,
    List,
    Lost,
    Note,
    NoteRef,
    Notes,
    Paragraph,
    Part,
    Quote,
    Rule,
    RunIn,
    Span,
    Strike,
    Strong,
    Table,
    Text,
)

NOWHERE = Span(0, 0)

# Letters, and all that means something to some parser, a browser or a terminal.
PIECES = [
    *"abc 12.,:;!?-–—…*_`~[]()<>&#+=|\\\"'{}^$%@/\n\t\r\f",
    *"é中。、“”«»’\u00a0\u3000\u200b\u200f\u202e\u2028😀\x01\x85\ud800\ufffe\U0001fffe",
    *("**", "__", "~~", "***", "```", "---", "===", ": ", "- ", "1. ", "# ", "> ", "![", "]("),
    *("&amp;", "&#35;", "&copy", "http://a.org/b", "www.a.org", "a@b.org", "<b>", "</em>", "<br>"),
    *("<!--", "-->", " <!-- @end cut --> ", "<!-- @begin post -->", "@begin", "[a]: b"),
    *("|---|", "[^1]"),
]  # fmt: skip
ADDRESSES = [
    *("http://a.org/", "https://a.org/x?a=1&b=2", "http://é.fr/?q=é&amp;x", "mailto:a@b.org"),
    *("img/a b.png", "#x", "x(y", "<x>", "a\\b", "../a", "a\"b'", "?&copy=1", "a\tb", "a\nb"),
    "\x81",
]  # fmt: skip

texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join)
addresses = st.sampled_from(ADDRESSES)
titles = st.just("") | texts
labels = st.sampled_from(["1", "a*", "x:", "_n", "é"])
leaves: st.SearchStrategy[Inline] = st.one_of(
    texts.map(Text),
    texts.map(Text),
    texts.map(Code),
    st.builds(Break, st.booleans()),
    st.builds(Image, addresses, texts, titles),
    labels.map(NoteRef),
    texts.map(CutLink),
    addresses.map(lambda url: Link(url, (Text(url),))),
)


def _around(inner: st.SearchStrategy[Inline]) -> st.SearchStrategy[Inline]:
    children = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(
        children.map(Emphasis),
        children.map(Strong),
        children.map(Strike),
        st.builds(Link, addresses, children, titles),
        st.builds(RunIn, st.sampled_from(["subhead", "label", "speaker"]), children),
    )


inlines = st.lists(st.recursive(leaves, _around, max_leaves=6), max_size=5).map(tuple)
roles = st.sampled_from(["", "", "dateline", "sign-off", "begin", "lost", "x y", "Ünï"])
languages = st.sampled_from(["", "", "fr", "zh-Hant"])
here = st.just(NOWHERE)
paragraphs = st.builds(
    Paragraph,
    span=here,
    inlines=inlines,
    role=roles,
    lang=languages,
    tight=st.sampled_from(["", "soft", "hard"]),
)
headings = st.builds(
    Heading,
    span=here,
    level=st.integers(1, 6),
    inlines=inlines,
    role=st.sampled_from(["section", "story", "", "column"]),
    lang=languages,
    anchor=st.sampled_from(["", "a", "b c"]),
)
code_lines = st.lists(
    st.sampled_from(["a", " ", "\t", "```", "~~~", "`", "> ", "- ", "<!-- -->", "é", "    "]),
    max_size=4,
).map(lambda pieces: f"{''.join(pieces)}\n")
codes = st.builds(
    CodeBlock,
    span=here,
    text=st.lists(code_lines, max_size=4).map("".join) | st.just("a"),
    language=st.sampled_from(["", "python", "c++", "a`b", "~x", "&amp;", "a\\b", "{.x}"]),
)


def _table(width: int) -> st.SearchStrategy[Block]:
    row = st.lists(inlines, min_size=width, max_size=width).map(tuple)
    sides = st.sampled_from(["", "left", "right", "center"])
    return st.builds(
        Table,
        span=here,
        head=row,
        rows=st.lists(row, max_size=2).map(tuple),
        align=st.lists(sides, min_size=width, max_size=width).map(tuple),
    )


losses = st.builds(
    Lost,
    after=st.just(0),
    what=st.sampled_from(["list", "post", "end"]),
    label=st.sampled_from(["", "3/4", 'a"b-->']),
)
markers = st.sampled_from(["-", "*", "+", "•", "–", "1.", "2.", "3)", "10.", "007.", "👉", "a)"])


def _with_blocks(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    blocks = st.lists(inner, max_size=3).map(tuple)
    items = st.lists(
        st.builds(Item, span=here, blocks=blocks, marker=markers), min_size=1, max_size=3
    ).map(tuple)
    alike = st.tuples(markers, items).map(
        lambda pair: tuple(replace(item, marker=pair[0]) for item in pair[1])
    )
    note = st.builds(Note, span=here, label=labels, blocks=blocks)
    return st.one_of(
        st.builds(
            List,
            span=here,
            items=items | alike,
            ordered=st.just(True),
            start=st.integers(0, 12),
            role=roles,
            lang=languages,
        ),
        st.builds(List, span=here, items=items | alike, role=roles, lang=languages),
        st.builds(Quote, span=here, blocks=blocks, role=roles, lang=languages),
        st.builds(Notes, span=here, notes=st.lists(note, min_size=1, max_size=2).map(tuple)),
        st.builds(
            Part,
            role=st.sampled_from(["post", "answer", "", "begin", "a b", "marker"]),
            blocks=blocks,
            span=here,
            anchor=st.sampled_from(["", "post-1", "x y"]),
            number=st.sampled_from(["", "1"]),
            label=st.sampled_from(["", "Ana B", "  x "]),
            marker=st.sampled_from(["", "1/25", "*1", "# a", "\n"]),
            lang=languages,
        ),
    )


blocks = st.recursive(
    st.one_of(
        paragraphs,
        paragraphs,
        headings,
        codes,
        st.integers(1, 3).flatmap(_table),
        st.just(Rule(span=NOWHERE)),
        losses,
    ),
    _with_blocks,
    max_leaves=5,
)
bodies = st.lists(blocks, max_size=4).map(tuple)


# --- trees without places ------------------------------------------------------------------------


def placeless(body: Iterable[Block]) -> tuple[Block, ...]:
    """Give a tree as it is but for the lines that it stands in; texts side by side are one."""
    return tuple(map(_placeless, body))


def _placeless(block: Any) -> Any:
    known: dict[str, Any] = {}
    if hasattr(block, "span"):
        known["span"] = NOWHERE
    match block:
        case Lost():
            known["after"] = 0
        case Part():
            known["marks"] = ()
        case List(ordered=False):
            # Which number a list without numbers would begin with, nobody is told.
            known["start"] = 1
        case Table():
            known["head"] = tuple(map(joined, block.head))
            known["rows"] = tuple(tuple(map(joined, row)) for row in block.rows)
        case _:
            pass
    for name in ("blocks", "items", "notes"):
        if hasattr(block, name):
            known[name] = tuple(map(_placeless, getattr(block, name)))
    if hasattr(block, "inlines"):
        known["inlines"] = joined(block.inlines)
    return replace(block, **known)


def joined(inlines: Iterable[Inline]) -> tuple[Inline, ...]:
    """Join texts side by side, and drop those that are empty."""
    found: list[Inline] = []
    for one in inlines:
        children = getattr(one, "children", ())
        inline: Any = replace(one, children=joined(children)) if children else one  # type: ignore[call-arg]
        if isinstance(inline, Text) and found and isinstance(found[-1], Text):
            found[-1] = Text(found[-1].text + inline.text)
        elif not (isinstance(inline, Text) and not inline.text):
            found.append(inline)
    return tuple(found)
