"""Finds lines that are not the author's: a platform's prompts, counters, scraped comments.

Comes in: a document's numbered lines. Goes out: asides with their reasons.
Must not know: kinds. The worst error is to hide an author's line: a sign must be plain, or stand
where only furniture stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from backissues.languages import bare, everywhere, fold, opening
from backissues.model import Aside, Span

# Names that are the same in every language.
PLATFORMS = frozenset(
    {
        "amazon music",
        "apple podcasts",
        "bluesky",
        "deezer",
        "facebook",
        "google podcasts",
        "instagram",
        "itunes",
        "linkedin",
        "mastodon",
        "medium",
        "pinterest",
        "pocket casts",
        "reddit",
        "rss",
        "soundcloud",
        "spotify",
        "substack",
        "telegram",
        "threads",
        "tiktok",
        "tumblr",
        "twitch",
        "twitter",
        "vimeo",
        "wechat",
        "weibo",
        "whatsapp",
        "x",
        "youtube",
        "微信",
        "微博",
        "朋友圈",
    }
)
# A count under a post, alone on its line. Matches “12 likes”, “1,204 Views”, “3 commentaires”.
_COUNTER = re.compile(
    r"^\W{0,3}\d[\d.,\s]{0,10}[kKM]?\s?(?:likes?|comments?|views?|reposts?|retweets?|replies|shares"
    r"|reactions?|reaktion(?:en)?|réactions?|restacks?|quotes?|bookmarks?|j'aime|commentaires?|vues|partages|kommentare?|aufrufe|comentarios?|vistas"
    r"|commenti|visualizzazioni|comentários?|visualizações|评论|阅读|点赞)\W{0,3}$",
    re.IGNORECASE,
)
# Bare markup and template tags. Matches <!-- x -->, {{ x }}, {% raw %}, <p class="a">, *|DATE|*;
# not {1/8}, <https://a.org>.
_TAGS = re.compile(
    r"^(?:\s*(?:<!--.*?-->|\{\{.*?\}\}|\{%.*?%\}|\*\|[A-Z_:]+\|\*|</?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>))+\s*$"
)
# “Like (12)”, “Share 3”
_COUNT = re.compile(r"\W{1,3}\d[\d.,]{0,8}[km]?$")
# “Unsubscribe | Update preferences”
_BARS = re.compile(r"\s+[|·•/]\s+|\s*\|\s*")
_BAR = re.compile("[|·•/]")
_LINKED = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_TALLY = "tallies"
_LONGEST_PROMPT = 80
_LONGEST_BUTTON = 45
_LONGEST_HEADLINE = 160
_LONGEST_NOTICE = 240
# A comment needs room above it: the text that it comments.
_LEAST_TEXT = 5


@cache
def _units() -> str:
    """Give the units of ages as a pattern; German writes them with a capital."""
    words = everywhere("age_units")
    # One letter with a capital is no unit: “10 GOTO 10”.
    words |= {word.capitalize() for word in words if len(word) > 2}
    return "|".join(map(re.escape, sorted(words, key=lambda unit: (-len(unit), unit))))


@cache
def _age() -> re.Pattern[str]:
    """Match a comment's age with the text glued to it: “1 moisTrès vrai”, “2wGreat”; not “3 h”."""
    edited = r"(?:\s?\((?:edited|modifié)\)\s?)?"
    return re.compile(rf"^\d{{1,2}}\s?(?:{_units()}){edited}(?=[A-ZÀ-ÖØ-Þ@])")


@cache
def _age_alone() -> re.Pattern[str]:
    """Match an age on its own line: “2w”, “3 j”, “1 mois”; not “2”, “3 jours de mer”."""
    return re.compile(rf"^\d{{1,2}}\s?(?:{_units()})(?:\s?ago)?$")


@cache
def _prefixes() -> tuple[str, ...]:
    return tuple(sorted(everywhere("furniture_starts")))


def find(lines: Sequence[str], first: int) -> tuple[Aside, ...]:
    """Find the lines to set aside, from line number `first` on."""
    numbered = [
        (number, line.strip())
        for number, line in enumerate(lines, 1)
        if number >= first and line.strip()
    ]
    comments, repeat = _comments(numbered)
    found = [Aside(span=Span(n, n), reason="comment", rule="furniture/comments") for n in comments]
    found += [Aside(span=Span(n, n), reason="duplicate", rule="furniture/repeat") for n in repeat]
    taken = {aside.span.first for aside in found}
    rules = [_prompt(line) or (_TALLY if _is_tally(line) else "") for _, line in numbered]
    for index, (number, _) in enumerate(numbered):
        rule = rules[index]
        if number in taken or rule in {"", _TALLY} or not _stands(rules, index):
            continue
        reason = "markup" if rule == "tags" else "furniture"
        found.append(Aside(span=Span(number, number), reason=reason, rule=f"furniture/{rule}"))
    found += _tallies(numbered, {aside.span.first for aside in found})
    return tuple(sorted(found, key=lambda aside: aside.span))


def _stands(rules: Sequence[str], index: int) -> bool:
    """Tell whether a rule holds at its place: one word alone needs another prompt beside it."""
    if rules[index] != "words" or index == len(rules) - 1:
        return True
    around = (*rules[max(0, index - 2) : index], *rules[index + 1 : index + 3])
    return any(around)


def _is_tally(line: str) -> bool:
    return len(line) <= 6 and line.isdigit()


def _tallies(numbered: Sequence[tuple[int, str]], taken: set[int]) -> list[Aside]:
    """Find bare numbers that stand in a row with a platform's buttons: “12”, “3”, “Share”."""
    found: list[Aside] = []
    for step in (1, -1):
        beside = False
        for number, line in numbered[::step]:
            if number in taken:
                beside = True
            elif beside and _is_tally(line):
                rule = f"furniture/{_TALLY}"
                found.append(Aside(span=Span(number, number), reason="furniture", rule=rule))
                taken.add(number)
            else:
                beside = False
    return found


def _prompt(line: str) -> str:
    """Name the rule by which one line is furniture, or give an empty string."""
    if len(line) > _LONGEST_NOTICE:
        return ""
    if line[0] in "<{*" and _TAGS.match(line):
        return "tags"
    if line.startswith("#"):
        # “## News” or “# Follow” is a heading of the author's.
        return ""
    if "](" in line:
        line = _LINKED.sub(r"\1", line)
    whole = fold(line.lstrip("👉🏻➡→▶•·*[ "))
    if line.startswith("©") or whole.startswith(_prefixes()):
        return "notices"
    if any(words in whole for words in everywhere("furniture_within")):
        return "notices"
    return _short_prompt(line, whole) if len(line) <= _LONGEST_PROMPT else ""


def _short_prompt(line: str, whole: str) -> str:
    """Name the rule by which a short line is a platform's button or counter."""
    if prompt := opening("platform_prompts").match(whole):
        # “Ascolta su Spotify” is a button; “Ver en la oscuridad” is somebody's title.
        return "platforms" if whole[prompt.end() :].strip(" .:!") in PLATFORMS else ""
    if len(line) <= _LONGEST_BUTTON and line[-1].isalnum() and opening("buttons").match(whole):
        return "buttons"
    pieces = _BARS.split(line) if _BAR.search(line) else [line]
    pieces = [_bare(piece) for piece in pieces]
    if all(piece in everywhere("furniture") for piece in pieces):
        # One word alone may be a heading of the author's: it needs others about it.
        return "phrases" if len(pieces) > 1 or " " in pieces[0] else "words"
    if line[-1:].isalnum() and line[:1].isdigit() and _COUNTER.match(line):
        return "counters"
    return ""


def _bare(piece: str) -> str:
    """Give a prompt's words without the marks around them and the count behind them."""
    words = fold(bare(piece))
    return _COUNT.sub("", words) if words[-1:].isdigit() else words


def _comments(numbered: Sequence[tuple[int, str]]) -> tuple[list[int], list[int]]:
    """Find comments scraped below a text; they reach to the document's end.

    They show by ages glued to them (“1 moisTrès vrai”; the line before is the writer's name or
    headline), by ages on lines of their own, or by a platform's line over them. Lines above that
    only repeat the text, as a platform's preview does, are duplicates.
    """
    start = _comments_start(numbered)
    if start is None:
        return [], []
    comments = [number for number, _ in numbered[start:]]
    above = numbered[:start]
    repeats: list[int] = []
    while above and repeats_earlier(above[-1][1], [line for _, line in above[:-1]]):
        repeats.insert(0, above[-1][0])
        above = above[:-1]
    return comments, repeats


def _comments_start(numbered: Sequence[tuple[int, str]]) -> int | None:
    """Give the index of the first line of the comments, or None."""
    glued, alone = _age(), _age_alone()
    # An age begins with a digit, and a platform's line over comments is short: most lines are
    # neither, and cost nothing.
    ages = sum(line[0].isdigit() and bool(alone.match(line)) for _, line in numbered)
    for index, (_, line) in enumerate(numbered):
        if index < _LEAST_TEXT or not (line[0].isdigit() or len(line) <= _LONGEST_PROMPT):
            continue
        if line[0].isdigit() and glued.match(line):
            return index - 1
        # Weaker signs: they need a platform's own line before or after them.
        below = numbered[index + 1 :]
        if alone.match(line) and _prompt(numbered[index - 1][1]):
            return index
        if ages > 1 and alone.match(line):
            # A name and a headline stand over each age.
            above = [len(other) <= _LONGEST_HEADLINE for _, other in numbered[index - 2 : index]]
            return index - 2 if all(above) else index - 1
        if _bare(line) in everywhere("comment_heads") and any(
            alone.match(other) or _prompt(other) for _, other in below[-4:]
        ):
            return index
    return None


def repeats_earlier(line: str, earlier: Sequence[str]) -> bool:
    """Tell whether most of a long line stands already, word for word, in earlier lines."""
    whole = fold(line)
    if len(whole) < 80:
        return False
    known = [fold(other) for other in earlier if len(other) >= 40]
    repeated = sum(len(other) for other in set(known) if other in whole)
    return whole in known or repeated > 0.6 * len(whole)
