"""What typeset writes for each node, and its promise: no text of a source becomes markup."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html
from markupsafe import Markup, escape

from backissues.model import (
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
    Rule,
    RunIn,
    Strike,
    Strong,
    Table,
    Text,
)
from backissues.text import typeset
from backissues.text.anchors import anchored, outline
from backissues.text.legible import _ILLEGAL, allowed, contained, direction, legible, safe
from backissues.text.listings import LineMark, highlight, numbered_lines
from backissues.text.tree import plain, readable, walk
from demo_archive import BODIES, ONE, h, items, p

MISSING = "<small>(image not in the capture)</small>"
CASES: list[tuple[Inline, str]] = [
    (Text("a < b & c"), "a &lt; b &amp; c"),
    (
        Text("𝕄𝕖𝕤 𝔽 <"),
        '<span data-original="𝕄𝕖𝕤">Mes</span> <span data-original="𝔽">F</span> &lt;',
    ),
    (Text("a \u202eb \u2067c"), "a \u202eb \u2067c\u2069\u202c"),
    (Text("a\u202c \u2069b"), "a b"),
    (Emphasis((Text("\u202ea"),)), "<em>\u202ea</em>\u202c"),
    (Link("//a.b/c", (Text("x"),)), '<a href="https://a.b/c">x</a>'),
    (Link("\t/\\a.b/c", (Text("x"),)), '<a href="https://a.b/c">x</a>'),
    (Link("/c//d", (Text("x"),)), '<a href="/c//d">x</a>'),
    (Link("https://a.b/ｃ\u202e", (Text("x"),)), '<a href="https://a.b/ｃ%E2%80%AE">x</a>'),
    (
        Image("//a.b/c.png", "a cat"),
        f'<span class="image"><a href="https://a.b/c.png">a cat</a> {MISSING}</span>',
    ),
    (Text("a\x00b\x0bc\x85d\ufffee\ud800f"), "abcdef"),
    (Emphasis((Text("x"),)), "<em>x</em>"),
    (Strong((Text("x"),)), "<strong>x</strong>"),
    (Strike((Text("x"),)), "<s>x</s>"),
    (Code("<x>"), "<code>&lt;x&gt;</code>"),
    (Break(), "\n"),
    (Break(hard=True), "<br>\n"),
    (Link("https://a.b/?c=1&d=2", (Text("x"),)), '<a href="https://a.b/?c=1&amp;d=2">x</a>'),
    (
        Link("https://a.b/", (), "t\"'"),
        '<a href="https://a.b/" title="t&#34;&#39;">https://a.b/</a>',
    ),
    (
        CutLink("a.b/c…"),
        '<span class="cut-link">a.b/c…</span> <small>(address cut)</small>',
    ),
    (RunIn("subhead", (Text("x"),)), '<strong class="subhead">x</strong>'),
    (RunIn("speaker", (Text("x"),)), '<b class="speaker">x</b>'),
    (NoteRef("gone"), "<sup>gone</sup>"),
    (
        Image("https://a.b/c.png", "a cat"),
        f'<span class="image"><a href="https://a.b/c.png">a cat</a> {MISSING}</span>',
    ),
    (
        Image("c.png", ""),
        f'<span class="image">Image {MISSING}</span>',
    ),
    (
        Link("https://a.b/", (Image("https://a.b/c.png", "a cat"),)),
        f'<a href="https://a.b/"><span class="image">a cat {MISSING}</span></a>',
    ),
    (
        Link("https://a.b/", (Link("https://c.d/", (Text("x"),)),)),
        '<a href="https://a.b/">x</a>',
    ),
]


@pytest.mark.parametrize(("inline", "expected"), CASES)
def test_each_inline(inline: Inline, expected: str) -> None:
    assert typeset.inlines([inline]) == expected


def test_paragraphs_carry_role_and_foreign_language() -> None:
    body = (p("x", role="sign-off"), p("y", lang="fr"), p("z", lang="en"), p("w", lang="ar"))
    assert typeset.blocks(body, language="en").split("\n")[:-1] == [
        '<p class="sign-off">x</p>',
        '<p lang="fr">y</p>',
        "<p>z</p>",
        '<p lang="ar" dir="rtl">w</p>',
    ]


def test_heading_levels_start_at_two_and_skip_none() -> None:
    body = (h("a", level=4), h("b", level=6), h("c", level=4), h("d", level=2), h("e", level=3))
    assert [b.level for b in anchored(body) if isinstance(b, Heading)] == [2, 3, 2, 2, 3]


def test_anchors_are_unique_valid_and_lead_where_the_contents_say() -> None:
    body = (h("a", anchor="x"), h("b", anchor="x"), h("c"), h("d", anchor="a b'\"<c>"))
    stops = outline(body)
    assert [stop.anchor for stop in stops] == ["x", "x-2", "section-3", "a-b-c"]
    tree = html.fromstring(typeset.blocks(body))
    assert [tree.xpath("string(//*[@id=$a])", a=s.anchor) for s in stops] == ["a", "b", "c", "d"]


def test_a_story_is_reached_by_the_anchor_of_its_part() -> None:
    assert [s.anchor for s in outline(BODIES["brief"])] == ["story-1", "story-2"]
    written = typeset.blocks(BODIES["brief"])
    assert '<section id="story-1" class="story">\n<h2 class="story">Brève 1</h2>' in written
    assert '<h3 id="section-2" class="further-reading">' in written


def test_posts_are_numbered_as_the_source_wrote_it() -> None:
    written = typeset.blocks(BODIES["thread"])
    assert (
        '<div id="post-2" class="post">\n<p class="number"><a href="#post-2">2/3</a></p>' in written
    )
    assert '<p class="capture-note lost">The capture lost this post: 3</p>' in written


def test_a_speaker_is_named_once() -> None:
    written = typeset.blocks(BODIES["interview"])
    assert (
        '<div id="question-1" class="question">\n<p><b class="speaker">Anne :</b> Comment ?</p>'
        in written
    )
    assert '<div class="answer content">\n<p class="label">Béa</p>' in written


def test_a_run_of_repeats_is_announced_once() -> None:
    voice = typeset.Voice(language="fr")
    written = typeset.blocks(BODIES["interview"], language="fr", voice=voice)
    assert written.count("This repeats a passage above:") == 1
    assert written.count('<p class="repeat" lang="en">') == 2


def test_our_own_words_name_their_language_where_it_differs() -> None:
    lost = (Lost(after=1, what="list"),)
    assert 'lang="fr"' in typeset.blocks(lost, language="en", voice=typeset.Voice(language="fr"))
    assert "lang=" not in typeset.blocks(lost, language="fr", voice=typeset.Voice(language="fr"))


def test_a_guest_column_names_its_author_unless_the_heading_does() -> None:
    column = Part(role="column", label="Nadia", span=ONE, blocks=(h("Web"), p("x")))
    assert '<p class="byline">By Nadia</p>' in typeset.blocks([column])
    column = Part(role="column", label="Nadia", span=ONE, blocks=(h("Web, par NADIA"), p("x")))
    assert "byline" not in typeset.blocks([column])


def test_lists_are_tight_unless_an_item_holds_more() -> None:
    nested = Item(span=ONE, blocks=(p("a"), items("b")))
    loose = Item(span=ONE, blocks=(p("a"), p("b")))
    made = List(span=ONE, items=(nested, loose), ordered=True, start=3)
    assert typeset.blocks([made]) == (
        '<ol start="3">\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n'
        "<li>\n<p>a</p>\n<p>b</p>\n</li>\n</ol>\n"
    )


def test_tables_have_scopes_and_alignment_by_class() -> None:
    table = Table(span=ONE, head=((Text("a"),),), rows=(((Text("b"),),),), align=("right",))
    written = typeset.blocks([table])
    assert '<th scope="col" class="align-right">a</th>' in written
    assert '<td class="align-right">b</td>' in written
    assert "style=" not in written


def test_footnotes_lead_there_and_back() -> None:
    notes = Notes(span=ONE, notes=(Note(span=ONE, label="x", blocks=(p("n"),)),))
    tree = html.fromstring(typeset.blocks([p("a", NoteRef("x"), NoteRef("x")), notes]))
    ids = tree.xpath("//@id")
    assert ids == ["call-1", "call-1-2", "note-1"]
    assert {f"#{ident}" for ident in ids} == set(tree.xpath("//a/@href"))


def test_links_to_a_place_on_the_page_lead_to_the_heading_that_they_mean() -> None:
    heading = Heading(span=(2, 2), level=2, inlines=(Text("À lire !"),))
    for fragment in ("a-lire", "à-lire", "%C3%80_lire", "À-lire"):
        body = (
            Paragraph(span=(1, 1), inlines=(Link(f"#{fragment}", (Text("plus bas"),)),)),
            heading,
        )
        assert '<a href="#section-1">plus bas</a>' in typeset.blocks(body)
    top = Paragraph(span=(1, 1), inlines=(Link("#top", (Text("en haut"),)),))
    assert '<a href="#">en haut</a>' in typeset.blocks((top,))


def test_the_corner_of_a_table_is_no_heading() -> None:
    table = Table(span=(1, 2), head=((), (Text("A"),)), rows=(((Text("un"),), (Text("1"),)),))
    assert '<tr><td></td><th scope="col">A</th></tr>' in typeset.blocks((table,))


def test_a_link_to_a_place_that_the_capture_lacks_is_its_words() -> None:
    body = (Paragraph(span=(1, 1), inlines=(Link("#__comments", (Text("Commenter"),)),)),)
    assert typeset.blocks(body) == "<p>Commenter</p>\n"


def test_links_go_through_resolve() -> None:
    body = (*BODIES["thread"], p(Image("https://a/b", "c")))
    written = typeset.blocks(body, resolve=lambda link: f"https://site/{link}")
    assert re.findall(r'href="(?!https://site/)', written) == []


def test_code_is_coloured_where_its_language_is_known() -> None:
    assert '<span class="k">return</span>' in highlight("return 1", "python")
    assert highlight("a <b>", "no such language") == (
        '<pre class="code"><code class="language-no">a &lt;b&gt;</code></pre>'
    )
    assert highlight("\n a\n\n") == '<pre class="code"><code>\n a\n\n</code></pre>'


def test_numbered_lines_can_be_linked_and_keep_their_letters() -> None:
    marks = [LineMark("fate-body", "¶", "text"), LineMark("fate-aside", "×", "<aside>")]
    tree = html.fromstring(numbered_lines(["<b> 𝕄", ""], marks))
    assert tree.xpath("//li/@id") == ["L1", "L2"]
    assert tree.xpath("//li/a/@href") == ["#L1", "#L2"]
    assert tree.xpath("string(//li[1]/code)") == "<b> 𝕄"
    assert tree.xpath("string(//li[2]/*[@class='words'])") == "<aside>"
    assert tree.xpath("//li[2]/@class") == ["fate-aside"]


def test_languages_that_run_from_right_to_left() -> None:
    assert [direction(tag) for tag in ("ar", "he-IL", "fr", "")] == ["rtl", "rtl", "ltr", "ltr"]


# --- the promise ---------------------------------------------------------------------------------

HOSTILE = st.one_of(
    st.text(),
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            '"><img src=x onerror=alert(1)>',
            "]]>",
            "&lt;b&gt;",
            "</p></div>",
            "{{ 7*7 }}",
            "\x00\x1b[31m",
            "--><b>",
        ]
    ),
)
INLINES = st.recursive(
    st.one_of(
        st.builds(Text, HOSTILE),
        st.builds(Code, HOSTILE),
        st.builds(CutLink, HOSTILE),
        st.builds(NoteRef, HOSTILE),
        st.builds(Image, HOSTILE, HOSTILE, HOSTILE),
    ),
    lambda inner: (
        st.one_of(
            st.builds(kind, st.lists(inner, max_size=3).map(tuple))
            for kind in (Emphasis, Strong, Strike)
        )
        | st.builds(Link, HOSTILE, st.lists(inner, max_size=2).map(tuple), HOSTILE)
    ),
    max_leaves=6,
)
# fmt: off
ALLOWED = {
    "p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "div", "hr",
    "table", "thead", "tbody", "tr", "th", "td", "section", "em", "strong", "s", "br", "b", "span",
    "small", "sup", "a",
}
ALLOWED_ATTRIBUTES = {
    "id", "class", "lang", "dir", "href", "title", "start", "scope", "role", "aria-label",
    "aria-hidden", "tabindex", "data-original",
}
# fmt: on


def parsed(markup: str) -> html.HtmlElement:
    return html.fromstring(f"<main>{markup}</main>")


@given(HOSTILE)
def test_a_text_comes_out_as_the_text_it_is(text: str) -> None:
    element = parsed(typeset.inlines([Text(text)]))
    assert {child.tag for child in element} <= {"span"}
    assert [set(child.attrib) for child in element] == [{"data-original"}] * len(element)
    assert element.text_content() == legible(text)


@given(HOSTILE | st.text(st.sampled_from("ab&<>\"'\u00a0\x00\u202e\u2069𝕄💡")))
def test_a_look_at_a_text_passes_over_nothing(text: str) -> None:
    legal = "".join(char for char in text if not _ILLEGAL.fullmatch(char))
    assert allowed(text) == contained(legal)
    assert legible(text) == readable(contained(legal))
    assert safe(text) == str(escape(text))


TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@given(st.text(st.sampled_from(f"ab{TURNS}")))
def test_no_turn_of_direction_leaves_its_text(text: str) -> None:
    made = contained(text)
    assert contained(made) == made
    assert made.translate(dict.fromkeys(map(ord, TURNS))) == text.translate(
        dict.fromkeys(map(ord, TURNS))
    )
    depth = [0]
    for char in made:
        if char in "\u202a\u202b\u202d\u202e":
            depth[-1] += 1
        elif char == "\u202c":
            depth[-1] -= 1
            assert depth[-1] >= 0
        elif char in "\u2066\u2067\u2068":
            depth.append(0)
        elif char == "\u2069":
            depth.pop()
    assert depth == [0]


def test_a_turn_may_span_the_pieces_of_one_text() -> None:
    parts = (Text("\u202ba "), Strong((Text("b"),)), Text(" c\u202c d"))
    assert typeset.inlines(parts) == "\u202ba <strong>b</strong> c\u202c d"
    written = typeset.blocks([p(Text("\u202ea")), p("b")])
    assert written == "<p>\u202ea\u202c</p>\n<p>b</p>\n"


@given(HOSTILE, HOSTILE)
def test_code_comes_out_as_the_text_it_is(code: str, language: str) -> None:
    code = code.replace("\r", "")
    for name in (language, "python", "html"):
        assert parsed(highlight(code, name)).text_content() == allowed(code)


@given(st.lists(HOSTILE.map(lambda text: text.replace("\n", " ")), max_size=5))
def test_every_line_of_a_source_stays_one_line(lines: list[str]) -> None:
    tree = parsed(numbered_lines(lines, [LineMark("a", "b", "c")] * len(lines)))
    shown = [code.text_content() for code in tree.xpath("//li/code")]
    assert shown == [allowed(line) for line in lines]


@given(st.lists(INLINES, max_size=3), HOSTILE, HOSTILE)
def test_no_markup_comes_out_of_any_tree(inlines: list[Inline], role: str, anchor: str) -> None:
    body = (
        Paragraph(span=ONE, inlines=tuple(inlines), role=role, lang=role),
        Heading(span=ONE, level=3, inlines=tuple(inlines), anchor=anchor),
        Part(role=role, label=anchor, marker=role, anchor=anchor, span=ONE, blocks=(p(role),)),
        CodeBlock(span=ONE, text=role, language=anchor),
        Table(span=ONE, head=(tuple(inlines),), rows=((tuple(inlines),),), align=(role,)),
        Rule(span=ONE),
    )
    written = typeset.blocks(body)
    assert isinstance(written, Markup)
    for element in parsed(written).iterdescendants():
        assert element.tag in ALLOWED
        assert set(element.attrib) <= ALLOWED_ATTRIBUTES
    as_xml = written.replace("<br>", "<br/>").replace("<hr>", "<hr/>")
    etree.fromstring(f"<main>{as_xml}</main>")


@given(st.lists(INLINES.filter(lambda inline: not isinstance(inline, Image)), max_size=3))
def test_ids_are_unique(inlines: list[Inline]) -> None:
    body = [Heading(span=ONE, level=2, inlines=tuple(inlines), anchor=a) for a in "aab"]
    ids = [block.anchor for block in walk(anchored(body)) if isinstance(block, Heading)]
    assert len(set(ids)) == 3
    assert [stop.text for stop in outline(body)] == [legible(" ".join(plain(inlines).split()))] * 3
