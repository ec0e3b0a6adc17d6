"""Weighs one line as a platform's prompt: a button, a counter, a notice, an item of a menu.

Comes in: a line. Goes out: a `Prompt`: the rule that knows it, and how much it weighs alone.
Must not know: the lines around it, kinds. One that weighs less than `SURE` needs neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from backissues.fields.remnants import is_markup
from backissues.languages import bare, everywhere, fold, is_unspaced, opening
from backissues.languages.tokens import tokens

# Names that are the same in every language, with their capitals: buttons are glued at those.
_PLATFORM_NAMES = (
    *("Amazon Music", "Apple Podcasts", "Bluesky", "BlogThis!", "Deezer", "Email", "E-Mail"),
    *("Facebook", "Flipboard", "Google Podcasts", "Instagram", "iTunes", "LINE", "LinkedIn"),
    *("Mastodon", "Medium", "Messenger", "Pinterest", "Pocket", "Pocket Casts", "QQ", "Reddit"),
    *("RSS", "Signal", "Skype", "SoundCloud", "Spotify", "Substack", "Telegram", "Threads"),
    *("TikTok", "Tumblr", "Twitch", "Twitter", "Viber", "Vimeo", "VK", "WeChat", "Weibo"),
    *(
        "WhatsApp",
        "X",
        "XING",
        "YouTube",
        "微信",
        "微信好友",
        "微博",
        "新浪微博",
        "朋友圈",
        "QQ空间",
    ),
)
SURE = 3.0
LABEL = "labels"
_WORD, _SITE, _TALLY = 2.0, 1.0, 0.5
# “Like (12)”, “Share 3”, “Comments · 4”; not “PR 29988”, “Close #640”.
_COUNT = re.compile(r"(?:\s?[(\[]|\s[·•|]?\s?)\d{1,3}(?:[.,]\d{1,3}){0,2}[km]?[)\]]?$")
# A number as a counter writes it: “1 806”, “1.2K”.
_NUMBER = re.compile(r"\d[\d.,]*(?:[ \u00a0\u202f]\d{3})*")
# “Unsubscribe | Update preferences”, “【Print】【Close】”
_BARS = re.compile(r"\s+[|·•∙/→—–-]\s+|\s*[|∙｜]\s*|】\s*【|\s{2,}|\u3000")
_BAR = re.compile("[|·•∙/→—–｜-]|】|  |\u3000")
_LINKED = re.compile(r"\[([^\]]*)\]\([^)]*\)|\[\[[^\[\]|]{1,200}\|([^\[\]|]{1,120})\]\]")
# The address behind a mail's button: “Read more ( https://a.org/1 )”, “Unsubscribe <https://…>”;
# not “Facebook: https://…”, which is an author's way to say where to be found.
_ADDRESS = re.compile(r"\s?[(<\[]\s?https?://[^\s<>()]{1,400}\s?[)>\]]")
# What source code is made of, and no prompt.
_CODE = frozenset("{};=$`\\~^")
# Where two buttons are glued: “TweetShare”, “blog!Share”; not “USA”.
GLUE = re.compile(r"(?<=[a-zà-öø-ÿ!?.)])(?=[A-ZÀ-ÖØ-Þ])|(?<=\bX)(?=[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ])")
# “← Older: A title”, “Next »”, “« Previous”: a way to a neighbour, with an arrow.
_ARROWS = frozenset("←→«»‹›➔▶")
# “1”, “1.2K”, “4,310”, “3,4 mil”, “--”, “·”, “×”; not “2019.07.16”
_TALLY_LINE = re.compile(
    r"^(?:(?:\d{1,3}(?:[.,\s]\d{3}){1,3}|\d{1,6}|\d{1,4}[.,]\d)\s?(?:[kKM]|mil|Tsd\.?|万)?|[·∙•×]|--)$"
)
# “♡ 24”, “👏 12”: a count beside the sign of what it counts.
_LIKED = re.compile(r"^[♡♥❤️💚💬🔁⭐☆👍👏🙌🔖👀🗨]{1,2}\s?\d{1,6}$")
# A player's clock: “0:00 / 12:34”, “-38:12”; “00:12” alone may be a speaker's.
_PLAYER = re.compile(r"^-?\d{1,2}:\d\d(?::\d\d)?(?P<end>\s?/\s?-?\d{1,2}:\d\d(?::\d\d)?)?$")
# A film's clock and source: “01:43 - Source: Harbour TV”.
_FILM = re.compile(r"^\d{1,2}:\d\d\s+[-–—]\s+\w{4,10}\s?:\s")
# “Home > News > Today”, “首页 >地方 >正文”, “You are here: Start » Magazin”, “Home / News / Today”
_CRUMB = re.compile(r"\s*(?:[>»›＞]|&gt;)\s*|\s/\s")
_CRUMB_SIGNS = frozenset(">»›＞/;")
# “## [Home](https://a.org) > [News](https://a.org/news) > The way”
_LINKED_CRUMBS = re.compile(
    r"^#{0,6}\s?\[(?P<home>[^\[\]]{1,60})\]\([^()]{0,300}\)(?P<more>(?:\s*(?:[>»›＞]|&gt;)\s*"
    r"\[[^\[\]]{1,160}\]\([^()]{0,300}\)){1,8})(?:\s*(?:[>»›＞]|&gt;)\s*[^\[\]]{1,160})?$"
)
_DIGIT = re.compile(r"\d")
_SIGNS = frozenset({"·", "∙", "•", "×", "--"})
_LONGEST_AGE = 20
_LONGEST_PROMPT = 80
_LONGEST_BUTTON = 45
_LONGEST_MENU = 170
_LONGEST_NOTICE = 320
_LONGEST_PHRASE = 9
_LONGEST_CRUMBS = 1500
# A prompt in a script without spaces is as long as this when two words make it.
_LONG_UNSPACED = 5
_MARKS = "👉🏻➡→▶•·*_>[( "
# Spaces and signs of direction that pages put around words, unseen.
_UNSEEN = "\u200b\u200e\u200f\u202a\u202c\u2060\u2066\u2069\ufeff"


class Prompt(NamedTuple):
    """The rule that knows a line for a platform's, and its weight."""

    rule: str
    weight: float


NOTHING = Prompt("", 0.0)


@lru_cache(maxsize=4096)
def weigh_line(line: str) -> Prompt:
    """Weigh one stripped, filled line."""
    if "](" in line[:400] and line[0] in "#[" and _is_linked_crumbs(line):
        return Prompt("crumbs", SURE)
    if len(line) > _LONGEST_NOTICE:
        return NOTHING
    if is_markup(line):
        return Prompt("tags", SURE)
    # “## News” or “# Follow” is a heading of the author's, and a picture is one of his pictures.
    return NOTHING if line.startswith(("#", "![", "[![")) else _worded(line)


def _worded(line: str) -> Prompt:
    """Weigh a line by its words."""
    if "](" in line or "[[" in line:
        line = _LINKED.sub(r"\1\2", line)
    linked = False
    if "://" in line:
        line, addresses = _ADDRESS.subn("", line)
        linked = addresses > 0
    line = line.strip(_UNSEEN).replace("\u200b", " ")
    whole = fold(line.lstrip(_MARKS))
    if not whole:
        return Prompt("tallies", _TALLY) if _TALLY_LINE.match(line) else NOTHING
    if line[0] == "©" or opening("furniture_starts").match(whole) or _holds_notice(line, whole):
        return Prompt("notices", SURE)
    if len(line) > _LONGEST_MENU or not _CODE.isdisjoint(line) or line.startswith(".."):
        return NOTHING
    return _short(line, whole, linked=linked)


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
    return NOTHING if line[-1] in ".!?" and len(line) > _LONGEST_BUTTON else _menu(line)


def _button(line: str, whole: str, *, linked: bool) -> Prompt:
    """Weigh a line that is one prompt."""
    prompt = opening("platform_prompts").match(whole)
    # “Ascolta su Spotify” is a button; “Ver en la oscuridad” is somebody's title.
    if prompt and whole[prompt.end() :].strip(" .:!") in _platforms():
        return Prompt("platforms", SURE)
    words = _uncounted(whole)
    known = _known(words)
    if not known and words in everywhere("further_reading"):
        return Prompt("further-reading", 0.0)
    if known:
        # An address, an arrow or a count behind a word speaks for a button.
        dressed = linked or line[-1] in _ARROWS or whole[-1] in ")]"
        # “Comment:” is a label of the author's as well, and “Add a comment.” his sentence.
        labels = line[-1] in ":：" and " " not in words and words not in everywhere("share")
        doubtful = labels or (line[-1] == "." and whole not in everywhere("furniture"))
        return _alone(words, known + dressed - doubtful)
    if len(line) <= _LONGEST_BUTTON and line[-1].isalnum():
        if opening("buttons").match(whole):
            return Prompt("buttons", SURE)
        if (shared := opening("share").match(whole)) and _names(line, shared.end()):
            return Prompt("buttons", _WORD)
    return NOTHING


def _alone(words: str, known: float) -> Prompt:
    """Weigh a known phrase that fills its line: one word alone may be the author's heading.

    “Read more” is a button, or heads a list of further reading: it says which where it recurs.
    """
    if known < SURE and words in everywhere("further_reading"):
        return Prompt(LABEL, 0.0)
    several = " " in words or (not words.isascii() and len(words) >= _LONG_UNSPACED)
    if several and known >= _WORD and words in _listed("furniture"):
        return Prompt("phrases", SURE)
    return Prompt("words", known)


def _names(line: str, end: int) -> bool:
    """Tell whether a name follows the verb of a button: “Share The Gauge”."""
    rest = line[end:].strip()
    return bool(rest) and rest[0].isupper() and len(rest.split()) <= 5


def _numeric(line: str) -> Prompt:
    """Weigh a line of counts, of a reading time, of an age or of a player's clock."""
    if _TALLY_LINE.match(line):
        return Prompt("tallies", _TALLY)
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
        found = Prompt("ages", _SITE) if len(line) <= _LONGEST_AGE else NOTHING
    return found


def _clock(line: str, clock: re.Match[str]) -> Prompt:
    """Weigh a player's clock; a moment alone may be that of a speaker in a transcript."""
    if clock["end"]:
        return Prompt("player", SURE)
    if line[0] == "-":
        return Prompt("player", _WORD)
    return Prompt("player", _SITE) if not line.strip("0:") else NOTHING


def _holds_notice(line: str, whole: str) -> bool:
    """Tell whether a platform's words stand in a sentence that begins with a newsletter's name."""
    spaced, unspaced = _notices()
    said = tokens(line)
    if not spaced.keys().isdisjoint(said):
        for word in spaced.keys() & set(said):
            if any(words in whole for words in spaced[word]):
                return True
    return is_unspaced(whole) and any(words in whole for words in unspaced)


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


@cache
def _platforms() -> frozenset[str]:
    split = {GLUE.sub(" ", name) for name in _PLATFORM_NAMES}
    return frozenset(fold(bare(name)) for name in {*_PLATFORM_NAMES, *split})


def _known(words: str) -> float:
    """Weigh words that a list holds as they are."""
    if words in _listed("furniture"):
        return _WORD
    return _SITE if words in _listed("site_words") or words in _platforms() else 0.0


@cache
def _listed(field: str) -> frozenset[str]:
    """Give a list's words without their marks: “Thank you!” is compared without its sign."""
    return frozenset(map(bare, everywhere(field)))


def _uncounted(whole: str) -> str:
    """Give a prompt's words without the marks around them and the count behind them."""
    words = bare(whole)
    return bare(_COUNT.sub("", words)) if words[-1:].isdigit() else words


def _menu(line: str) -> Prompt:
    """Weigh a line that is nothing but several prompts, parted by bars, spaces or nothing."""
    if not _ARROWS.isdisjoint(line):
        if all(map(_is_beside, _BARS.split(line))):
            return Prompt("neighbours", SURE)
        if line[0] == "←" or line[-1] == "→":
            # “← The dyke in winter”: a title, or an author's way to point at something.
            return Prompt("neighbours", _WORD if line[0] == "←" else _TALLY)
    if not _CRUMB_SIGNS.isdisjoint(line) and _is_crumbs(line):
        return Prompt("crumbs", SURE)
    # Nearly every line begins with a word that no menu begins with, and costs no more.
    first = tokens(line)[:1]
    if not first or (first[0] not in _openers() and not GLUE.search(line)):
        return NOTHING
    if _BAR.search(line):
        pieces = [_uncounted(fold(piece)) for piece in _BARS.split(line)]
        weights = [_known(piece) for piece in pieces if piece]
        if len(weights) > 1 and all(weights):
            return _several(weights)
    return _glued(line)


def _is_crumbs(line: str) -> bool:
    """Tell whether a line is the way from a site's first page, perhaps behind “You are here:”."""
    crumbs = _CRUMB.split(line)
    if len(crumbs) < (3 if "/" in line else 2):
        return False
    first = fold(crumbs[0])
    return any(bare(words) in everywhere("home") for words in (first, first.rpartition(":")[2]))


def _is_linked_crumbs(line: str) -> bool:
    """Tell whether a line is such a way, each of its steps a link."""
    match = _LINKED_CRUMBS.match(line) if len(line) <= _LONGEST_CRUMBS else None
    if match is None:
        return False
    return match["more"].count("](") > 1 or bare(fold(match["home"])) in everywhere("home")


def _several(weights: Sequence[float]) -> Prompt:
    """Weigh several prompts on a line; words that any contents list may hold stay light."""
    total = sum(weights)
    if max(weights) < _WORD:
        return Prompt("words", _SITE)
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
    if weight := _known(words):
        return weight
    if prompt := opening("platform_prompts").match(words):
        return _WORD if words[prompt.end() :].strip() in _platforms() else 0.0
    return 0.0


@cache
def _openers() -> frozenset[str]:
    """Give the words that a menu may begin with."""
    lists = ("furniture", "site_words", "platform_prompts", "home")
    words = {word for field in lists for word in everywhere(field)} | _platforms()
    return frozenset(parted[0] for word in words if (parted := tokens(word)))
