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
from backissues.fields.composition import Composition, sign, weigh
from backissues.fields.facts import Facts
from backissues.fields.frame import read_frame
from backissues.fields.losses import mark_foreign, report_cut_links
from backissues.fields.trim import hull, join_tight
from backissues.languages import fold, wording
from backissues.model import Block, Diagnostic, List, Lost, Part, Rule, Span, Verdict
from backissues.text.tree import block_text

NAME = "thread"
# The form in which an old interface cut each post: “… https://t.co/TCzPxtun1a” at its end.
_SHORTENED = re.compile(r"https://t\.co/\w+\s*$")
_STATUS = re.compile(r"^https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/\w+/status/\d+")
# A request to an unroller is a post of the thread to the one who counts.
_REQUEST = re.compile(r"^@\w+\s+unroll\b|^@\w*unroll\w*", re.IGNORECASE)


def recognise(facts: Facts) -> Verdict:
    """Look for a run of post numbers, an unroller's frame, and words for a thread at the top."""
    found = numbers.find(facts.blocks)
    totals = [mark.total for mark in found.marks if mark.total]
    texts = [text for _, text in facts.texts]
    shortened = sum(bool(_SHORTENED.search(text)) for text in texts)
    top = fold(" ".join(texts[:4]))[:400]
    words = wording("thread_words").search(top)
    framed = facts.unroll.name or facts.unroll.count
    return weigh(
        NAME,
        [
            sign(len(found.marks) >= 3, 4.0, "{count} numbered posts", count=len(found.marks)),
            sign(len(set(totals)) == 1 and len(totals) >= 3, 2.0, "each with the same total"),
            sign(framed, 4.0, "an unroller's frame"),
            sign(
                bool(texts) and bool(_STATUS.match(texts[0])), 2.0, "the address of a post on top"
            ),
            sign(
                shortened >= 3 and shortened > len(texts) / 2,
                5.0,
                "most paragraphs end with a shortened address",
            ),
            sign(
                words and len(_listed(facts.blocks)) >= 4,
                4.0,
                "a word for a thread over a numbered list",
            ),
            sign(words or "🧵" in " ".join(texts)[:2000], 1.0, "a word for a thread"),
        ],
    )


def compose(facts: Facts) -> Composition:
    """Part the text into posts; what stands before the first number is the opener."""
    frame = read_frame(facts, titled=False)
    found = numbers.find(frame.blocks)
    numbered = bool(found.marks)
    if numbered:
        posts = numbers.part(frame.blocks, found)
    else:
        posts = _listed(frame.blocks) or _unnumbered(frame.blocks)
        numbered = any(post.mark for post in posts)
    body = _parts(posts, numbered=numbered)
    body = _mark_gaps(body, found)
    body = tuple(_foreign_inside(facts, block) for block in body)
    return Composition(
        fields=frame.fields,
        body=body,
        used=frame.used,
        diagnostics=(
            *frame.diagnostics,
            *_count(facts, body),
            *_gaps(facts, found),
            *report_cut_links(facts, body),
        ),
    )


def _listed(blocks: Sequence[Block]) -> tuple[numbers.Post, ...]:
    """Take the items of a numbered list for posts, where most of the text is that list."""
    lists = [block for block in blocks if isinstance(block, List) and block.ordered]
    posts: list[numbers.Post] = []
    for block in blocks:
        if not isinstance(block, List) or not block.ordered:
            posts.append(numbers.Post(blocks=(block,)))
            continue
        for number, item in enumerate(block.items, block.start):
            mark = numbers.Mark(line=item.span.first, number=number, total=None, words=item.marker)
            posts.append(numbers.Post(blocks=item.blocks, mark=mark))
    items = sum(len(block.items) for block in lists)
    return tuple(posts) if items >= 4 and items > len(blocks) - len(lists) else ()


def _unnumbered(lines: Sequence[Block]) -> tuple[numbers.Post, ...]:
    """Part at rules where they part three posts or more, else take each paragraph for a post."""
    blocks = join_tight(lines)
    rules = sum(isinstance(block, Rule) for block in blocks[1:-1])
    posts: list[list[Block]] = [[]]
    for block in blocks:
        # A rule is the end of the post above it.
        ends = isinstance(posts[-1][-1], Rule) if rules > 1 and posts[-1] else bool(posts[-1])
        if ends and not isinstance(block, Rule):
            posts.append([])
        posts[-1].append(block)
    return tuple(numbers.Post(blocks=tuple(post)) for post in posts if post)


def _parts(posts: Sequence[numbers.Post], *, numbered: bool) -> tuple[Block, ...]:
    """Make a part of each post; anchors follow the numbers, and stay unique where one repeats."""
    body: list[Block] = []
    anchors: set[str] = set()
    for index, post in enumerate(posts):
        if numbered and post.mark is None and not _is_post(posts, index):
            body += post.blocks
            continue
        number = str(post.mark.number) if post.mark else _implied(posts, index)
        anchor, again = f"post-{number}", 1
        while anchor in anchors:
            again += 1
            anchor = f"post-{number}-{again}"
        anchors.add(anchor)
        own = (Span(post.mark.line, post.mark.line),) if post.mark and post.own_line else ()
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


def _is_post(posts: Sequence[numbers.Post], index: int) -> bool:
    """Tell whether a piece without a number is a post all the same.

    It is where the numbers begin at 2 and it stands before them, or where a total says that one
    more follows the last number.
    """
    marks = [post.mark for post in posts if post.mark]
    if index == 0:
        return marks[0].number == 2 and any(block_text(b).strip() for b in posts[0].blocks)
    last = marks[-1]
    return index == len(posts) - 1 and last.total is not None and last.number == last.total - 1


def _implied(posts: Sequence[numbers.Post], index: int) -> str:
    before = [post.mark.number for post in posts[:index] if post.mark]
    if before:
        return str(before[-1] + 1)
    return str(index + 1)


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


def _count(facts: Facts, body: Sequence[Block]) -> list[Diagnostic]:
    """Compare the unroller's count with the posts; its own request counts as one to it."""
    stated = facts.unroll.count
    found = sum(isinstance(block, Part) for block in body)
    if not stated or stated == found:
        return []
    requests = [
        aside
        for aside in facts.asides
        if any(_REQUEST.match(facts.line(line).strip()) for line in aside.span)
    ]
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
