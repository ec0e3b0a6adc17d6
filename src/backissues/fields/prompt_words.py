"""Knows the words of a platform's prompts: those that lists hold, and the names of platforms.

Comes in: folded words. Goes out: what they weigh alone; a `Prompt` names the rule that knows them.
Must not know: lines, where the words stand. One that weighs less than `SURE` needs neighbours.
"""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from backissues.languages import bare, everywhere, fold
from backissues.patterns import late

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
WORD, SITE, TALLY = 2.0, 1.0, 0.5
# “Like (12)”, “Share 3”, “Comments · 4”; not “PR 29988”, “Close #640”.
_COUNT = late(r"(?:\s?[(\[]|\s[·•|]?\s?)\d{1,3}(?:[.,]\d{1,3}){0,2}[km]?[)\]]?$")
# Where two buttons are glued: “TweetShare”, “blog!Share”; not “USA”.
GLUE = late(r"(?<=[a-zà-öø-ÿ!?.)])(?=[A-ZÀ-ÖØ-Þ])|(?<=\bX)(?=[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ])")
# The same by the letter behind the place, which is rarer: whether there is one is told sooner.
_GLUED = late(r"[A-ZÀ-ÖØ-Þ](?:(?<=[a-zà-öø-ÿ!?.)][A-ZÀ-ÖØ-Þ])|(?<=\bX[A-ZÀ-ÖØ-Þ])(?=[a-zà-öø-ÿ]))")


class Prompt(Struct, frozen=True):
    """The rule that knows a line for a platform's, and its weight."""

    rule: str
    weight: float


NOTHING = Prompt("", 0.0)


def is_glued(line: str) -> bool:
    """Tell whether two words stand together without a space between them."""
    return _GLUED.search(line) is not None


@cache
def platforms() -> frozenset[str]:
    """Give the names of platforms, folded, those of two glued words parted as well."""
    split = {GLUE.sub(" ", name) for name in _PLATFORM_NAMES}
    return frozenset(fold(bare(name)) for name in {*_PLATFORM_NAMES, *split})


def known(words: str) -> float:
    """Weigh words that a list holds as they are."""
    if words in listed("furniture"):
        return WORD
    return SITE if words in listed("site_words") or words in platforms() else 0.0


@cache
def listed(field: str) -> frozenset[str]:
    """Give a list's words without their marks: “Thank you!” is compared without its sign."""
    return frozenset(map(bare, everywhere(field)))


def uncounted(whole: str) -> str:
    """Give a prompt's words without the marks around them and the count behind them."""
    words = bare(whole)
    return bare(_COUNT.sub("", words)) if words[-1:].isdigit() else words
