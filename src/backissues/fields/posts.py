"""Parts a thread into its posts, numbered or not, and says which pieces are posts.

Comes in: blocks, a numbering, the lines at which a page's posts start. Goes out: posts in order.
Must not know: kinds. An opener or a closer without a number is a post where it stands as one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from backissues.fields import numbering as numbers
from backissues.fields.hashtags import is_hashtag_line
from backissues.fields.numbering import Numbering, Post
from backissues.fields.trim import hull, join_tight
from backissues.model import Block, Heading, Rule, Span
from backissues.text.figures import is_picture
from backissues.text.tree import block_text, text_of

# Forms that a list inside a text has as well: they number posts where they number all of it.
WEAK = frozenset({"bracket", "stop", "item"})
_MOST = 0.6
# A post without a number says something; less is a heading over the thread.
_LEAST_TEXT = 30
_STOPS = '.!?…:。！？：»”")）'


class Posts(Struct, frozen=True, kw_only=True):
    """The pieces of a thread in order, and which of them are posts."""

    pieces: tuple[Post, ...]
    are: tuple[bool, ...]
    numbering: Numbering


def find(blocks: Sequence[Block], starts: Sequence[int], stated: int) -> Posts:
    """Part blocks at numbers, at the page's own marks, at rules, or at each paragraph.

    `stated` is how many posts a page says there are, or 0.
    """
    found = numbers.find(blocks)
    if found.marks and found.form in WEAK and found.share < _MOST:
        found = Numbering()
    if len(starts) > 1:
        pieces = numbers.part(blocks, found, starts=starts)
        # What stands above the first post is the page's, unless it is numbered.
        are = tuple(
            bool(piece.mark) or (_first(piece) >= min(starts) and bool(_words(piece)))
            for piece in pieces
        )
    elif found.marks:
        ruled = is_ruled(blocks, found)
        pieces = numbers.part(blocks, found, ruled=ruled)
        are = tuple(
            bool(piece.mark) or _is_post(pieces, index, found, ruled=ruled)
            for index, piece in enumerate(pieces)
        )
        if stated == sum(are) + 1 and _closes(pieces[-1], found):
            pieces, are = (*pieces[:-1], *_parted(pieces[-1])), (*are, True)
    else:
        pieces = _unnumbered(blocks)
        ruled = any(isinstance(block, Rule) for piece in pieces for block in piece.blocks)
        are = tuple(
            bool(_words(piece)) or (ruled and any(map(is_picture, piece.blocks)))
            for piece in pieces
        )
    return Posts(pieces=pieces, are=are, numbering=found)


def _closes(piece: Post, found: Numbering) -> bool:
    """Tell whether the last post may hold one without a number, which the count of posts misses."""
    open_ended = piece.mark is not None and piece.mark.total != piece.mark.number
    return open_ended and found.place == "before" and len(piece.blocks) > 1


def _parted(piece: Post) -> tuple[Post, Post]:
    """Part the last paragraph, and what stands below it, from a post."""
    at = max(1, *(i for i, b in enumerate(piece.blocks) if not is_hashtag_line(text_of(b))))
    return replace(piece, blocks=piece.blocks[:at]), Post(blocks=piece.blocks[at:])


def is_ruled(blocks: Sequence[Block], found: Numbering) -> bool:
    """Tell whether rules part the posts: one stands before most numbers, or after them."""
    lines = {mark.line for mark in found.marks}
    ruled = 0
    for before, after in pairwise(blocks):
        rule, marked = (after, before) if found.place == "after" else (before, after)
        span: Span | None = getattr(marked, "span", None)
        ruled += isinstance(rule, Rule) and span is not None and not lines.isdisjoint(span)
    return ruled >= 2 and ruled >= _MOST * (len(lines) - 1)


def _first(piece: Post) -> int:
    """Give a piece's first line."""
    lines = [hull(piece.blocks).first] if piece.blocks else []
    return min([*lines, piece.mark.line] if piece.mark else lines)


def _words(piece: Post) -> str:
    """Return what a piece says, but for its hashtags."""
    texts = [text_of(block) for block in piece.blocks]
    return " ".join(text for text in texts if text and not is_hashtag_line(text))


def _is_post(pieces: Sequence[Post], index: int, found: Numbering, *, ruled: bool) -> bool:
    """Tell whether a piece without a number is a post all the same.

    The opener is, where the numbers begin at 2 or its words stand as a text; the closer where a
    total says that one more follows, or where rules part it from the last as they part the others.
    """
    words = _words(pieces[index])
    if not words or all(isinstance(block, (Heading, Rule)) for block in pieces[index].blocks):
        return False
    labelled = found.form == "label"
    if index == 0:
        if found.marks[0].number == 2:
            return True
        return not labelled and _stands(pieces[0])
    if index < len(pieces) - 1:
        return ruled and any(piece.mark for piece in pieces[index + 1 :])
    last = found.marks[-1]
    one_more = last.total is not None and last.number == last.total - 1
    return one_more or (ruled and not labelled)


def _stands(piece: Post) -> bool:
    """Tell whether words before the first number are sentences, or end with a sign."""
    texts = [block_text(block) for block in piece.blocks if not isinstance(block, (Heading, Rule))]
    last = next((text.rstrip() for text in reversed(texts) if text.strip()), "")
    if is_hashtag_line(last):
        last = next((text.rstrip() for text in texts if not is_hashtag_line(text)), "")
    ends = last[-1:] in _STOPS or not last[-1:].isalnum()
    return len(" ".join(texts)) >= _LEAST_TEXT and ends


def _unnumbered(lines: Sequence[Block]) -> tuple[Post, ...]:
    """Part at rules or at double blank lines where they part three posts; else each paragraph."""
    blocks = join_tight(lines)
    rules = sum(isinstance(block, Rule) for block in blocks[1:-1])
    wide = _wide_gaps(blocks) if rules <= 1 else frozenset()
    posts: list[list[Block]] = [[]]
    for index, block in enumerate(blocks):
        # A rule is the end of the post above it.
        if rules > 1:
            ends = bool(posts[-1]) and isinstance(posts[-1][-1], Rule)
        else:
            ends = bool(posts[-1]) and (not wide or index in wide)
        if ends and not isinstance(block, Rule):
            posts.append([])
        posts[-1].append(block)
    return tuple(Post(blocks=tuple(post)) for post in posts if post)


def _wide_gaps(blocks: Sequence[Block]) -> frozenset[int]:
    """Give the blocks with more blank lines above them than most have, where there are several."""
    gaps: dict[int, int] = {}
    for index, (before, after) in enumerate(pairwise(blocks), 1):
        gaps[index] = hull([after]).first - hull([before]).last - 1
    wide = frozenset(index for index, gap in gaps.items() if gap >= 2)
    return wide if 2 <= len(wide) < len(gaps) else frozenset()
