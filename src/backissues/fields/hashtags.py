"""Finds the hashtags of a text: free ones, glued ones, and those that a second sign closes.

Comes in: facts, lines. Goes out: a finding; whether a line holds hashtags and nothing else.
Must not know: kinds, the vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterator

from backissues.fields.facts import Facts
from backissues.fields.finding import Finding
from backissues.model import CodeBlock, Evidence, Field, Span, absent_list
from backissues.patterns import Eastern, late
from backissues.text.tree import walk

# Tags stand free, one or several glued: #IA, #BlueHats#Libre, #第一##第二#; not #16, a#b,
# “# Title”, {#anchor}, a.org/#part.
_RUN = late(r"(?<![\w&/#＃{])(?:[#＃]{1,2}\w{1,60}){1,40}[#＃]?")
# Inside a Chinese sentence a second sign closes a tag: 今天的#老手艺#真好.
_CLOSED = late("(?<=[\u3040-\u30ff\u4e00-\u9fff])[#＃]([^\\s#＃]{1,30})[#＃]")
_CJK = Eastern("\u3040-\u30ff\u4e00-\u9fff")
_LETTER = late(r"[^\W\d_]")
# #a1b2c3, #09f; not #fee, #IA
_COLOUR = late(r"(?=\D*\d)(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
_SIGN = late("[#＃]")
# A heading whose mark lacks its space: “#Was kommt jetzt?”, over its text.
_LONGEST_HEADING = 80


def find(facts: Facts) -> Finding[tuple[str, ...]]:
    """Find every hashtag of what is left of the text, in order, as written, each with its line."""
    found: dict[str, tuple[str, Evidence]] = {}
    for span, text in _texts(facts):
        for tag in _tags(text):
            if tag.casefold() not in found:
                signed = f"#{tag}" if f"#{tag}" in text else tag
                found[tag.casefold()] = (tag, facts.evidence("hashtags/text", span, signed))
    if not found:
        return Finding(field=absent_list())
    tags = tuple(tag for tag, _ in found.values())
    said = tuple(said for _, said in found.values())
    return Finding(field=Field(value=tags, standing="stated", evidence=said))


def is_hashtag_line(text: str) -> bool:
    """Tell whether a line holds hashtags and nothing else."""
    if not text.startswith(("#", "＃")):
        return False
    words = [word.rstrip(",;") for word in text.split()]
    signs = len(_SIGN.findall(text))
    return signs > 1 and all(_RUN.fullmatch(word) and _tags(word) for word in words)


def _texts(facts: Facts) -> Iterator[tuple[Span, str]]:
    """Yield the passages that may hold hashtags; of code, only lines of nothing else."""
    source = "\n".join(facts.document.lines)
    if "#" not in source and "＃" not in source:
        return
    texts = facts.texts
    for index, (span, text) in enumerate(texts):
        if "#" in text or "＃" in text:
            below = texts[index + 1][1] if index + 1 < len(texts) else ""
            if not _is_heading(text, below):
                yield span, text
    for block in walk(facts.blocks):
        if isinstance(block, CodeBlock):
            yield from (
                (block.span, line.strip())
                for line in block.text.split("\n")
                if is_hashtag_line(line.strip())
            )


def _is_heading(text: str, below: str) -> bool:
    """Tell whether a line is a heading whose mark lacks its space."""
    return (
        text[0] in "#＃"
        and len(text) <= _LONGEST_HEADING
        and " " in text
        and len(_SIGN.findall(text)) == 1
        and text[-1] not in ".!…。"
        and len(below) > len(text)
    )


def _tags(text: str) -> list[str]:
    """Give the tags of a passage without their signs, in the order of the text."""
    found = [
        (match.start() + offset, tag)
        for match in _RUN.finditer(text)
        for offset, tag in enumerate(_parted(match[0]))
    ]
    if _CJK.search(text):
        found += [(match.start(), match[1]) for match in _CLOSED.finditer(text)]
    return [tag for _, tag in sorted(found) if _LETTER.search(tag) and not _COLOUR.fullmatch(tag)]


def _parted(run: str) -> list[str]:
    """Part glued tags; an even number of signs closes each tag where no space parts words."""
    pieces = _SIGN.split(run)
    if _CJK.search(run) and len(pieces) % 2:
        return pieces[1::2]
    return [piece for piece in pieces if piece]
