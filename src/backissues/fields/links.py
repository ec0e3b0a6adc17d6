"""Finds addresses and lists with a meaning: the source, further reading, hashtags, credits.

Comes in: facts or blocks. Goes out: findings, and blocks with further-reading roles.
Must not know: kinds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from backissues.fields.facts import Facts
from backissues.fields.finding import Candidate, Finding, evidence, settle
from backissues.languages import bare, everywhere, fold
from backissues.model import (
    Block,
    Evidence,
    Field,
    Heading,
    List,
    Paragraph,
    Text,
    absent_list,
)
from backissues.text.addresses import is_address
from backissues.text.tree import text_of

# A hashtag has a letter, and stands free: #IA, #BlueHats, #第一; not #16, a#b, “# Title”.
_HASHTAG = re.compile(r"(?<![\w&/#])#(\w{0,60}[^\W\d_]\w{0,60})")
_LONGEST_CREDIT = 160


def source_url(facts: Facts) -> Finding[str | None]:
    """Find where the capture was taken from: a header, or an address alone on the first line."""
    candidates: list[Candidate[str | None]] = []
    for header in facts.document.headers:
        value = header.values[0].strip() if header.values else ""
        if header.name in {"url", "link", "source", "source_url", "canonical"} and is_address(
            value
        ):
            said = evidence("source_url/header", header.span, value, header=True)
            candidates.append(Candidate(value=value, evidence=said))
    if facts.texts:
        span, text = facts.texts[0]
        if is_address(text) and span.first == span.last:
            address = text.removeprefix("<").removesuffix(">")
            said = facts.evidence("source_url/first-line", span, address)
            candidates.append(Candidate(value=address, evidence=said, lines=(span.first,)))
    return settle(candidates, None)


def hashtags(facts: Facts) -> Finding[tuple[str, ...]]:
    """Find every hashtag of what is left of the text, in order, as written, each with its line."""
    found: dict[str, tuple[str, Evidence]] = {}
    for span, text in facts.texts:
        if "#" not in text:
            continue
        for tag in _HASHTAG.findall(text):
            if tag.casefold() not in found:
                said = facts.evidence("hashtags/text", span, f"#{tag}")
                found[tag.casefold()] = (tag, said)
    if not found:
        return Finding(field=absent_list())
    tags = tuple(tag for tag, _ in found.values())
    said_of = tuple(said for _, said in found.values())
    return Finding(field=Field(value=tags, standing="stated", evidence=said_of))


def is_hashtag_line(text: str) -> bool:
    """Tell whether a line holds hashtags and nothing else."""
    words = text.split()
    return len(words) > 1 and all(_HASHTAG.fullmatch(word.rstrip(",;")) for word in words)


def credit(facts: Facts) -> Finding[str | None]:
    """Find the credit of the pictures: “Crédit photos: DALL-E”, alone on its line."""
    words = everywhere("credit")
    for span, text in facts.texts[:3] + facts.texts[-4:]:
        if span.first != span.last or len(text) > _LONGEST_CREDIT:
            continue
        label, colon, rest = re.sub(r"[：©]", ":", text).partition(":")
        if colon and rest.strip() and fold(bare(label)) in words:
            said = facts.evidence("credit/line", span, text)
            value = rest.strip()
            return settle([Candidate(value=value, evidence=said, lines=(span.first,))], None)
    return settle([], None)


def heads_further_reading(text: str) -> bool:
    """Tell whether a line is a heading of further reading, in any language, stray dots and all."""
    return len(text) <= 60 and fold(bare(text)) in everywhere("further_reading")


def mark_further_reading(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Give a further-reading heading and the list under it their roles."""
    found: list[Block] = []
    for index, block in enumerate(blocks):
        after = blocks[index + 1] if index + 1 < len(blocks) else None
        before = found[-1] if found else None
        if (
            isinstance(after, List)
            and isinstance(block, (Paragraph, Heading))
            and heads_further_reading(text_of(block))
        ):
            level = block.level if isinstance(block, Heading) else 3
            found.append(
                Heading(span=block.span, level=level, inlines=block.inlines, role="further-reading")
            )
        elif (
            isinstance(block, List)
            and isinstance(before, Heading)
            and before.role == "further-reading"
        ):
            found.append(replace(block, role="further-reading"))
        else:
            found.append(block)
    return tuple(found)


def is_bare_text(block: Paragraph) -> bool:
    """Tell whether a paragraph is text and nothing else."""
    return all(isinstance(inline, Text) for inline in block.inlines)
