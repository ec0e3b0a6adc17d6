"""Weighs one line as a platform's prompt: a button, a counter, a notice, an item of a menu.

Comes in: a line. Goes out: a `Prompt`: the rule that knows it, and how much it weighs alone.
Must not know: the lines around it, kinds. One that weighs less than `SURE` needs neighbours.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from backissues.fields.menus import ARROWS, is_linked_crumbs, weigh_menu
from backissues.fields.prompt_words import (
    LABEL,
    NOTHING,
    SITE,
    SURE,
    TALLY,
    WORD,
    Prompt,
    is_glued,
    known,
    listed,
    platforms,
    uncounted,
)
from backissues.fields.remnants import is_markup
from backissues.fields.whole import Whole
from backissues.languages import everywhere, fold, holds, is_unspaced, opening, phrases, spoken
from backissues.languages.tokens import parted, tokens
from backissues.patterns import late

# A number as a counter writes it: “1 806”, “1.2K”.
_NUMBER = late(r"\d[\d.,]*(?:[ \u00a0\u202f]\d{3})*")
_LINKED = late(r"\[([^\]]*)\]\([^)]*\)|\[\[[^\[\]|]{1,200}\|([^\[\]|]{1,120})\]\]")
# The address behind a mail's button: “Read more ( https://a.org/1 )”, “Unsubscribe <https://…>”;
# not “Facebook: https://…”, which is an author's way to say where to be found.
_ADDRESS = late(r"\s?[(<\[]\s?https?://[^\s<>()]{1,400}\s?[)>\]]")
# What source code is made of, and no prompt.
_CODE = late(r"[{};=$`\\~^]")
# “1”, “1.2K”, “4,310”, “3,4 mil”, “--”, “·”, “×”; not “2019.07.16”
_TALLY_LINE = late(
    r"^(?:(?:\d{1,3}(?:[.,\s]\d{3}){1,3}|\d{1,6}|\d{1,4}[.,]\d)\s?(?:[kKM]|mil|Tsd\.?|万)?|[·∙•×]|--)$"
)
# “♡ 24”, “👏 12”: a count beside the sign of what it counts.
_LIKED = late(r"^[♡♥❤️💚💬🔁⭐☆👍👏🙌🔖👀🗨]{1,2}\s?\d{1,6}$")
# A player's clock: “0:00 / 12:34”, “-38:12”; “00:12” alone may be a speaker's.
_PLAYER = late(r"^-?\d{1,2}:\d\d(?::\d\d)?(?P<end>\s?/\s?-?\d{1,2}:\d\d(?::\d\d)?)?$")
# A film's clock and source: “01:43 - Source: Harbour TV”.
_FILM = late(r"^\d{1,2}:\d\d\s+[-–—]\s+\w{4,10}\s?:\s")
_DIGIT = late(r"\d")
# Lists of words that open prompts, which go on as they like.
_STARTS = ("platform_prompts", "buttons", "share", "beside")
_SIGNS = frozenset({"·", "∙", "•", "×", "--"})
_LONGEST_AGE = 20
_LONGEST_PROMPT = 80
_LONGEST_BUTTON = 45
_LONGEST_MENU = 170
_LONGEST_NOTICE = 320
# A prompt in a script without spaces is as long as this when two words make it.
_LONG_UNSPACED = 5
_MARKS = "👉🏻➡→▶•·*_>[( "
# Spaces and signs of direction that pages put around words, unseen.
_UNSEEN = "\u200b\u200e\u200f\u202a\u202c\u2060\u2066\u2069\ufeff"


@lru_cache(maxsize=4096)
def weigh_line(line: str, *, notices: bool = True) -> Prompt:
    """Weigh one stripped, filled line; without `notices` it stands in a text that holds none."""
    if line[0] in "#[" and "](" in line[:400] and is_linked_crumbs(line):
        return Prompt("crumbs", SURE)
    if len(line) > _LONGEST_NOTICE:
        return NOTHING
    if is_markup(line):
        return Prompt("tags", SURE)
    # “## News” or “# Follow” is a heading of the author's, and a picture is one of his pictures.
    return NOTHING if line.startswith(("#", "![", "[![")) else _worded(line, notices=notices)


def _worded(line: str, *, notices: bool) -> Prompt:
    """Weigh a line by its words."""
    if "](" in line or "[[" in line:
        line = _LINKED.sub(_words_of, line)
    linked = False
    if "://" in line:
        line, addresses = _ADDRESS.subn("", line)
        linked = addresses > 0
    line = line.strip(_UNSEEN).replace("\u200b", " ")
    words = line.lstrip(_MARKS)
    if not words or words.isspace():
        return Prompt("tallies", TALLY) if _TALLY_LINE.match(line) else NOTHING
    starts = opening("furniture_starts")
    if line[0] == "©" or (starts.may_open(words) and starts.opens(words)):
        return Prompt("notices", SURE)
    if notices and _holds_notice(line):
        return Prompt("notices", SURE)
    # A sentence is no menu.
    is_sentence = line[-1] in ".!?" and len(line) > _LONGEST_PROMPT
    if is_sentence or len(line) > _LONGEST_MENU:
        return NOTHING
    if not _may_prompt(line) or line.startswith("..") or _CODE.search(line):
        return NOTHING
    return _short(line, fold(words), linked=linked)


def _may_prompt(line: str) -> bool:
    """Tell at little cost whether a line of a menu's length could be one, or a prompt.

    All of them begin as prompts do, or are of words of prompts alone, or show themselves by a sign:
    an arrow at an end, a film's clock, two words glued; the way from a site's first page names it.
    """
    words = tokens(line)
    if not words or opening(*_STARTS).may_open(line) or _spoken().issuperset(words):
        return True
    film = line[0].isdigit() and ":" in line[1:3]
    return film or line[0] == "←" or line[-1] == "→" or holds(_homes(), line) or is_glued(line)


@cache
def _spoken() -> frozenset[str]:
    """Give the words of all that fills a line, its counts too."""
    lists = ("furniture", "site_words", "platform_prompts", "home", "further_reading")
    words = spoken(*lists).union(*parted(platforms()).values())
    return words | _counting() | _aging() | everywhere("reading_time")


@cache
def _homes() -> frozenset[str]:
    """Give the first words of what a site calls its first page."""
    return frozenset(words[0] for words in phrases("home").values())


def _words_of(link: re.Match[str]) -> str:
    return link[1] or link[2] or ""


def _short(line: str, whole: str, *, linked: bool) -> Prompt:
    """Weigh a line of a menu's length."""
    if len(line) <= _LONGEST_PROMPT:
        found = NOTHING
        if line in _SIGNS or _DIGIT.search(line):
            found = _numeric(line)
        if not found.weight:
            found = _button(line, whole, linked=linked)
        if found.rule:
            return found
    # A sentence is no menu.
    return NOTHING if line[-1] in ".!?" and len(line) > _LONGEST_BUTTON else weigh_menu(line)


def _button(line: str, whole: str, *, linked: bool) -> Prompt:
    """Weigh a line that is one prompt."""
    prompt = opening("platform_prompts").match(whole)
    # “Ascolta su Spotify” is a button; “Ver en la oscuridad” is somebody's title.
    if prompt and whole[prompt.end() :].strip(" .:!") in platforms():
        return Prompt("platforms", SURE)
    words = uncounted(whole)
    weight = known(words)
    if not weight and words in everywhere("further_reading"):
        return Prompt("further-reading", 0.0)
    if weight:
        # An address, an arrow or a count behind a word speaks for a button.
        dressed = linked or line[-1] in ARROWS or whole[-1] in ")]"
        # “Comment:” is a label of the author's as well, and “Add a comment.” his sentence.
        labels = line[-1] in ":：" and " " not in words and words not in everywhere("share")
        doubtful = labels or (line[-1] == "." and whole not in everywhere("furniture"))
        return _alone(words, weight + dressed - doubtful)
    if len(line) <= _LONGEST_BUTTON and line[-1].isalnum():
        if opening("buttons").match(whole):
            return Prompt("buttons", SURE)
        if (shared := opening("share").match(whole)) and _names(line, shared.end()):
            return Prompt("buttons", WORD)
    return NOTHING


def _alone(words: str, weight: float) -> Prompt:
    """Weigh a known phrase that fills its line: one word alone may be the author's heading.

    “Read more” is a button, or heads a list of further reading: it says which where it recurs.
    """
    if weight < SURE and words in everywhere("further_reading"):
        return Prompt(LABEL, 0.0)
    several = " " in words or (not words.isascii() and len(words) >= _LONG_UNSPACED)
    if several and weight >= WORD and words in listed("furniture"):
        return Prompt("phrases", SURE)
    return Prompt("words", weight)


def _names(line: str, end: int) -> bool:
    """Tell whether a name follows the verb of a button: “Share The Gauge”."""
    rest = line[end:].strip()
    return bool(rest) and rest[0].isupper() and len(rest.split()) <= 5


def _numeric(line: str) -> Prompt:
    """Weigh a line of counts, of a reading time, of an age or of a player's clock."""
    if _TALLY_LINE.match(line):
        return Prompt("tallies", TALLY)
    if _LIKED.match(line):
        return Prompt("counters", SURE)
    if clock := _PLAYER.match(line):
        return _clock(line, clock)
    if _FILM.match(line):
        return Prompt("player", SURE)
    said = set(tokens(line))
    if not said:
        return NOTHING
    found = NOTHING
    if said <= _counting() and not said.isdisjoint(everywhere("counted")):
        # “1 1 Reply” is a row of a table.
        numbers = len(_NUMBER.findall(line))
        found = Prompt("counters", SURE) if numbers <= len(tokens(line)) else NOTHING
    elif said <= everywhere("reading_time") and not said.isdisjoint(everywhere("reading")):
        found = Prompt("reading-time", SURE) if len(said) > 1 else NOTHING
    elif said <= _aging() and not said.isdisjoint(everywhere("age_units")):
        found = Prompt("ages", SITE) if len(line) <= _LONGEST_AGE else NOTHING
    return found


def _clock(line: str, clock: re.Match[str]) -> Prompt:
    """Weigh a player's clock; a moment alone may be that of a speaker in a transcript."""
    if clock["end"]:
        return Prompt("player", SURE)
    if line[0] == "-":
        return Prompt("player", WORD)
    return Prompt("player", SITE) if not line.strip("0:") else NOTHING


def may_hold_notice(whole: Whole) -> bool:
    """Tell at little cost whether a line of a text could hold a platform's words."""
    spaced, unspaced = _notices()
    if not whole.words.isdisjoint(spaced):
        return True
    return not whole.western and any(words in whole.text for words in unspaced)


def _holds_notice(line: str) -> bool:
    """Tell whether a platform's words stand in a sentence that begins with a newsletter's name."""
    spaced, unspaced = _notices()
    said = tokens(line)
    if not spaced.keys().isdisjoint(said):
        whole = fold(line)
        for word in spaced.keys() & set(said):
            if any(words in whole for words in spaced[word]):
                return True
    return is_unspaced(line) and any(words in fold(line) for words in unspaced)


@cache
def _notices() -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """Give the words inside notices by their longest word, and those of unspaced scripts."""
    spaced: dict[str, list[str]] = {}
    unspaced: list[str] = []
    for words in sorted(everywhere("furniture_within")):
        if is_unspaced(words):
            unspaced.append(words)
        else:
            spaced.setdefault(max(tokens(words), key=len), []).append(words)
    return {word: tuple(found) for word, found in spaced.items()}, tuple(unspaced)


@cache
def _counting() -> frozenset[str]:
    return everywhere("counted") | everywhere("counted_with") | {"k", "m", "mil", "万", "tsd"}


@cache
def _aging() -> frozenset[str]:
    return everywhere("age_units") | everywhere("ago")
