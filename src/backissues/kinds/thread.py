"""The thread: posts of one author in a row, numbered or not.

Comes in: facts. Goes out: a verdict; a part a post, with its number and anchor.
Must not know: other kinds, settings, templates, files.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from backissues.codes import diagnose
from backissues.fields import numbering as numbers
from backissues.fields import posts
from backissues.fields.composition import Composition, sign, weigh
from backissues.fields.drafts import part_notes
from backissues.fields.facts import Facts, once
from backissues.fields.frame import read_frame
from backissues.fields.further import mark_further_reading
from backissues.fields.looks import looks_like_heading
from backissues.fields.losses import mark_foreign, report_cut_links
from backissues.fields.marks import post_words
from backissues.fields.posts import WEAK
from backissues.fields.trim import hull
from backissues.languages import wording
from backissues.model import Aside, Block, Diagnostic, Lost, Part, Rule, Span, Verdict
from backissues.patterns import late
from backissues.text.tree import text_of

NAME = "thread"
# The form in which an old interface cut each post: “… https://t.co/aB3dE5gH7j” at its end.
_SHORTENED = late(r"https://t\.co/\w+\s*$")
_STATUS = late(r"^https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/\w+/status/\d+")
# A word for a thread stands within so many characters.
_TOP = 400
# A request to an unroller is a post of the thread to the one who counts.
_LONGEST_ADDRESS = 60
_SURE, _LIKELY = frozenset({"label", "slash"}), frozenset({"sign"})
_MOST_OF_IT, _LEAST_LISTED = 0.6, 4
# A platform's post has 280 to 500 characters; some now allow more, and few writers take it.
_LONG = 700
_KIND_HEADERS = frozenset(
    {"kind", "type", "platform", "content_type", "format", "category", "tags"}
)
# What an opener ends with: the thread is below.
_DOWN = ("🧵", "👇", "⬇", "⤵", "↓", "🔽", "👇🏻", "👇🏼", "👇🏽")
_REQUEST = late(r"^@\w+\s+unroll\b|^@\w*unroll\w*", re.IGNORECASE)


def recognise(facts: Facts) -> Verdict:
    """Look for a run of post numbers, a platform's or unroller's frame, and words for a thread."""
    found = _numbering(facts)
    size, form = len(found.marks), found.form
    texts = [text for _, text in facts.texts]
    named = bool(wording("thread_words").at_the_top(texts[:4], _TOP))
    starts = facts.unroll.starts
    framed = facts.unroll.form == "unroller"
    long = size and _length(texts, found) > _LONG
    listed = form in WEAK and found.share >= _MOST_OF_IT and size >= _LEAST_LISTED
    return weigh(
        NAME,
        [
            sign(size and form in _SURE, 4.0, "{count} numbered posts", count=size),
            sign(size and form in _LIKELY, 3.0, "{count} passages with numbers", count=size),
            sign(size and form in WEAK and found.share >= _MOST_OF_IT, 1.0, "a numbered list"),
            sign(_same_total(found), 2.0, "each with the same total"),
            sign(size and found.share < 0.5, -3.0, "most of the text stands outside the numbers"),
            sign(_titles(facts, found), -4.0, "the numbers stand before titles"),
            sign(long, -2.0, "long passages"),
            sign(long and _in_chapters(found), -2.0, "numbers behind a word for something else"),
            sign(len(starts) > 1, 4.0, "posts under one name"),
            sign(_by_header(facts), 2.0, "a header that says thread"),
            sign(not size and named and _between_rules(facts), 2.0, "short passages between rules"),
            sign(framed, 4.0, "an unroller's frame"),
            sign(
                bool(texts) and bool(_STATUS.match(texts[0])), 2.0, "the address of a post on top"
            ),
            sign(
                _shortened(texts) > max(2, len(texts) / 2),
                5.0,
                "most paragraphs end with a shortened address",
            ),
            sign(named and listed, 3.0, "a word for a thread over a numbered list"),
            # A spool stands in letters on sewing as well: it is a sign, and no word for a thread.
            sign(named or "🧵" in " ".join(texts)[:2000], 1.0, "a word for a thread"),
            sign(_points_down(texts), 1.5, "an opener that points at what follows"),
        ],
    )


@once
def _numbering(facts: Facts) -> numbers.Numbering:
    """Find the numbering before any field is read."""
    return numbers.find(facts.blocks)


def _length(texts: Sequence[str], found: numbers.Numbering) -> float:
    """Return how long a numbered passage is on average."""
    return found.share * sum(map(len, texts)) / len(found.marks)


def _in_chapters(found: numbers.Numbering) -> bool:
    """Tell whether the numbers' word is none for a post: “Part 1/3”."""
    return bool(found.marks[0].word) and found.marks[0].word not in post_words()


def _by_header(facts: Facts) -> bool:
    """Tell whether a header of the file's kind or platform has a word for a thread."""
    return any(
        wording("thread_words").stands_in(value.replace("-", " "))
        for header in facts.document.headers
        if header.name in _KIND_HEADERS
        for value in header.values
    )


def _between_rules(facts: Facts) -> bool:
    """Tell whether rules part four passages or more, each as short as a post."""
    lengths = [0]
    for block in facts.blocks:
        if isinstance(block, Rule):
            lengths.append(0)
        else:
            lengths[-1] += len(text_of(block))
    return len([length for length in lengths if length]) >= 4 and max(lengths) <= _LONG


def _same_total(found: numbers.Numbering) -> bool:
    """Tell whether three marks or more give a total, and all the same."""
    totals = [mark.total for mark in found.marks if mark.total]
    return len(totals) >= 3 and len(set(totals)) == 1


def _shortened(texts: Sequence[str]) -> int:
    ends = [text[-_LONGEST_ADDRESS:] for text in texts]
    return sum([bool(_SHORTENED.search(end)) for end in ends if "https://t.co/" in end])


def _points_down(texts: Sequence[str]) -> bool:
    """Tell whether one of the first passages ends with a thread's sign or an arrow down."""
    return any(text.rstrip("\ufe0f ").endswith(_DOWN) for text in texts[:4])


def _titles(facts: Facts, found: numbers.Numbering) -> bool:
    """Tell whether numbers without a total stand before titles, each over a longer text."""
    if found.place != "before" or any(mark.total for mark in found.marks):
        return False
    words = {mark.line: mark.words for mark in found.marks}
    heads = 0
    for (span, text), (below, under) in pairwise(facts.texts):
        if span.first in words and below.first not in words:
            title = text.removeprefix(words[span.first]).strip()
            heads += looks_like_heading(title) and len(under) > 1.5 * len(title)
    return heads > 0.6 * len(found.marks)


def compose(facts: Facts) -> Composition:
    """Part the text into posts; what stands before the first number is the opener."""
    frame = read_frame(facts, titled=False)
    stated = max(0, facts.unroll.count - len(_requests(facts)))
    found, notes = part_notes(posts.find(frame.blocks, facts.unroll.starts, stated))
    body = _mark_gaps(_parts(found), found.numbering)
    body = tuple(_foreign_inside(facts, _with_further_reading(block)) for block in body)
    return Composition(
        fields=frame.fields,
        body=body,
        used=frame.used,
        asides=tuple(
            Aside(span=note.span, reason="furniture", rule="thread/notes")
            for note in notes
            if not isinstance(note, Lost)
        ),
        diagnostics=(
            *frame.diagnostics,
            *_count(facts, body),
            *_gaps(facts, found.numbering),
            *report_cut_links(facts, body),
        ),
    )


def _with_further_reading(block: Block) -> Block:
    """Mark what a post names to read on: the last one is followed by such titles at times."""
    if not isinstance(block, Part):
        return block
    return replace(block, blocks=mark_further_reading(block.blocks))


def _parts(found: posts.Posts) -> tuple[Block, ...]:
    """Make a part of each post; anchors follow the numbers, and stay unique where one repeats."""
    body: list[Block] = []
    anchors: set[str] = set()
    last = 0
    for post, is_post in zip(found.pieces, found.are, strict=True):
        if not is_post:
            body += post.blocks
            continue
        last = post.mark.number if post.mark else last + 1
        number = str(last)
        anchor, again = f"post-{number}", 1
        while anchor in anchors:
            again += 1
            anchor = f"post-{number}-{again}"
        anchors.add(anchor)
        own = (post.own,) if post.own else ()
        # A rule drawn between posts is the frame of a post, not its text.
        blocks = tuple(block for block in post.blocks if not isinstance(block, Rule))
        rules = tuple(block.span for block in post.blocks if isinstance(block, Rule))
        marks = tuple(sorted((*own, *rules)))
        spans = [*marks, *((hull(blocks),) if blocks else ())]
        body.append(
            Part(
                role="post",
                blocks=blocks,
                span=Span(min(s.first for s in spans), max(s.last for s in spans)),
                anchor=anchor,
                number=number,
                marker=post.mark.words if post.mark else "",
                marks=marks,
            )
        )
    return tuple(body)


def _mark_gaps(body: tuple[Block, ...], found: numbers.Numbering) -> tuple[Block, ...]:
    """Put a mark where numbers are missing between two posts."""
    result: list[Block] = []
    last: Part | None = None
    for block in body:
        if isinstance(block, Part) and found.marks and block.number.isdigit():
            if last is not None and int(block.number) > int(last.number) + 1:
                missing = range(int(last.number) + 1, int(block.number))
                label = ", ".join(map(str, missing))
                result.append(Lost(after=last.span.last, what="post", label=label))
            last = block
        result.append(block)
    return tuple(result)


def _foreign_inside(facts: Facts, block: Block) -> Block:
    """Give the passages of a post their own language; one post is no repeat of another."""
    if not isinstance(block, Part):
        return block
    blocks, _ = mark_foreign(facts, block.blocks)
    return replace(block, blocks=blocks)


def _requests(facts: Facts) -> list[Aside]:
    """Find the lines that ask an unroller for the thread: it counts them as posts."""
    return [
        aside
        for aside in facts.asides
        if any(_REQUEST.match(facts.line(line).strip()) for line in aside.span)
    ]


def _count(facts: Facts, body: Sequence[Block]) -> list[Diagnostic]:
    """Compare the unroller's count with the posts; its own request counts as one to it."""
    stated = facts.unroll.count
    found = sum(isinstance(block, Part) for block in body)
    if not stated or stated == found:
        return []
    requests = _requests(facts)
    line, path = facts.unroll.date_line, facts.document.path
    excerpt = facts.line(line)
    if stated - found == len(requests) > 0:
        request = requests[0].span.first
        return [
            diagnose(
                "K-007", path, line, excerpt=excerpt, stated=stated, found=found, request=request
            )
        ]
    return [diagnose("K-003", path, line, excerpt=excerpt, stated=stated, found=found)]


def _gaps(facts: Facts, found: numbers.Numbering) -> list[Diagnostic]:
    """Report numbers that are missing, and numbers that stand twice."""
    problems: list[Diagnostic] = []
    for before, after in pairwise(found.marks):
        line, path = after.line, facts.document.path
        if after.number == before.number:
            problems.append(
                diagnose("K-006", path, line, excerpt=facts.line(line), number=after.number)
            )
        elif after.number > before.number + 1:
            problems.append(
                diagnose(
                    "K-002",
                    path,
                    line,
                    excerpt=facts.line(line),
                    before=before.number,
                    after=after.number,
                )
            )
    return problems
