"""Weighs a line as a menu: several prompts, parted by bars, by spaces or by nothing.

Comes in: a line that is no single prompt. Goes out: a `Prompt`.
Must not know: the lines around it, kinds.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from backissues.fields.prompt_words import (
    GLUE,
    NOTHING,
    SITE,
    SURE,
    TALLY,
    WORD,
    Prompt,
    is_glued,
    known,
    platforms,
    uncounted,
)
from backissues.languages import bare, everywhere, fold, is_unspaced, opening, phrases, spoken
from backissues.languages.tokens import parted, tokens
from backissues.patterns import late

# “Unsubscribe | Update preferences”, “【Print】【Close】”
_BARS = late(r"\s+[|·•∙/→—–-]\s+|\s*[|∙｜]\s*|】\s*【|\s{2,}|\u3000")
_BAR = frozenset("|·•∙/→—–｜-】\u3000")
# “← Older: A title”, “Next »”, “« Previous”: a way to a neighbour, with an arrow.
ARROWS = frozenset("←→«»‹›➔▶")
_ARROW = late("[←→«»‹›➔▶]")
# “Home > News > Today”, “首页 >地方 >正文”, “You are here: Start » Magazin”, “Home / News / Today”
_CRUMB = late(r"\s*(?:[>»›＞]|&gt;)\s*|\s/\s")
_CRUMB_SIGN = late("[>»›＞/;]")
# “## [Home](https://a.org) > [News](https://a.org/news) > The way”
_LINKED_CRUMBS = late(
    r"^#{0,6}\s?\[(?P<home>[^\[\]]{1,60})\]\([^()]{0,300}\)(?P<more>(?:\s*(?:[>»›＞]|&gt;)\s*"
    r"\[[^\[\]]{1,160}\]\([^()]{0,300}\)){1,8})(?:\s*(?:[>»›＞]|&gt;)\s*[^\[\]]{1,160})?$"
)
_LONGEST_PHRASE = 9
_LONGEST_CRUMBS = 1500
# The lists of what a menu is made of, beside the names of platforms.
_LISTS = ("furniture", "site_words", "platform_prompts", "home")


def weigh_menu(line: str) -> Prompt:
    """Weigh a line that is nothing but several prompts, parted by bars, spaces or nothing."""
    if _ARROW.search(line):
        if all(map(_is_beside, _BARS.split(line))):
            return Prompt("neighbours", SURE)
        if line[0] == "←" or line[-1] == "→":
            # “← The dyke in winter”: a title, or an author's way to point at something.
            return Prompt("neighbours", WORD if line[0] == "←" else TALLY)
    if _CRUMB_SIGN.search(line) and _is_crumbs(line):
        return Prompt("crumbs", SURE)
    # Nearly every line begins with a word that no menu begins with, and costs no more.
    first = tokens(line)[:1]
    if not first or (first[0] not in _openers() and not is_glued(line)):
        return NOTHING
    return _row(line) if _may_be_prompts(line) else NOTHING


def _row(line: str) -> Prompt:
    """Weigh a line of words that are all of prompts."""
    parted = () if _BAR.isdisjoint(line) and "  " not in line else _BARS.split(line)
    if len(parted) > 1:
        pieces = [uncounted(fold(piece)) for piece in parted]
        weights = [known(piece) for piece in pieces if piece]
        if len(weights) > 1 and all(weights):
            return _several(weights)
    return _glued(line)


def _is_crumbs(line: str) -> bool:
    """Tell whether a line is the way from a site's first page, perhaps behind “You are here:”."""
    crumbs = _CRUMB.split(line)
    if len(crumbs) < (3 if "/" in line else 2):
        return False
    first = fold(crumbs[0])
    behind = first.replace("：", ":").rpartition(":")[2]
    return any(bare(words) in everywhere("home") for words in (first, behind))


def is_linked_crumbs(line: str) -> bool:
    """Tell whether a line is such a way, each of its steps a link."""
    match = _LINKED_CRUMBS.match(line) if len(line) <= _LONGEST_CRUMBS else None
    if match is None:
        return False
    return match["more"].count("](") > 1 or bare(fold(match["home"])) in everywhere("home")


def _may_be_prompts(line: str) -> bool:
    """Tell whether every word is one of a prompt: the first other one shows at once a text."""
    spoken = _spoken()
    if spoken.issuperset(tokens(line)) or is_unspaced(line):
        return True
    return is_glued(line) and spoken.issuperset(tokens(GLUE.sub(" ", line)))


def _several(weights: Sequence[float]) -> Prompt:
    """Weigh several prompts on a line; words that any contents list may hold stay light."""
    total = sum(weights)
    if max(weights) < WORD:
        return Prompt("words", SITE)
    return Prompt("phrases", SURE) if total >= SURE else Prompt("words", total)


def _is_beside(piece: str) -> bool:
    """Tell whether words lead to a neighbour of the page: “← Older: A title”, “Next »”."""
    words = fold(bare(piece))
    word = opening("beside").match(words)
    return word is not None and (word.end() == len(words) or words[word.end()] == ":")


def _glued(line: str) -> Prompt:
    """Weigh a line of prompts with nothing between them: “TweetShare on Facebook”, “Top Latest”."""
    if "," in line or ";" in line:
        return NOTHING
    words = fold(GLUE.sub(" ", line)).split()
    if not _openers().intersection(tokens(words[0])):
        return NOTHING
    words = [bare(word) for word in words]
    words = [word for word in words if word]
    at = 0
    weights: list[float] = []
    while at < len(words):
        for end in range(min(len(words), at + _LONGEST_PHRASE), at, -1):
            weight = _piece(" ".join(words[at:end]))
            if weight:
                break
        else:
            return NOTHING
        at = end
        weights.append(weight)
    return _several(weights) if len(weights) > 1 else NOTHING


def _piece(words: str) -> float:
    """Weigh one of glued prompts: one of a list, or a prompt that a platform's name completes."""
    if weight := known(words):
        return weight
    if prompt := opening("platform_prompts").match(words):
        return WORD if words[prompt.end() :].strip() in platforms() else 0.0
    return 0.0


@cache
def _openers() -> frozenset[str]:
    """Give the words that a menu may begin with."""
    parts = (parted(platforms()), *map(phrases, _LISTS))
    return frozenset(words[0] for lists in parts for words in lists.values() if words)


@cache
def _spoken() -> frozenset[str]:
    """Give all words that prompts are made of."""
    return spoken(*_LISTS).union(*parted(platforms()).values())
