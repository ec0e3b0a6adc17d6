"""Tells whether words ask: by a mark at their end, by a particle, or as a prompt.

Comes in: a passage. Goes out: yes or no.
Must not know: where the passage stands.
"""

from __future__ import annotations

from backissues.languages import opening, wording
from backissues.patterns import late

# Japanese asks by a particle, and needs no mark: “…ですか。”, “…でしょう。”.
_PARTICLES = tuple(
    word + end for word in ("か", "でしょう", "ください") for end in ("", "。", "」")
)
# “… ?”, “… ?»”, “… ? ;)”, “… ?**”; not “… ? Ja.”
_QUESTION_END = late(r"[?？؟][^\w?？؟]{0,8}$")
# “… ? (rires)”, “… ?” and its bracketed aside end by asking too.
_ASIDE = late(r"\s?[(（\[][^()（）\[\]]{1,30}[)）\]]\s*$")
_NEAR_END = 40
LONGEST_PROMPT = 120
MARKS = ("?", "？", "؟")


def may_ask(text: str) -> bool:
    """Tell at little cost whether a passage could hold a question."""
    return "?" in text or "？" in text or "؟" in text or text.endswith(_PARTICLES)


def asks(text: str) -> bool:
    """Tell whether a passage ends by asking."""
    # A pattern that looks for an end tries every place: the last characters are enough.
    end = text[-_NEAR_END:]
    if not has_mark(end):
        return end.endswith(_PARTICLES)
    return bool(_QUESTION_END.search(end) or _QUESTION_END.search(_ASIDE.sub("", end)))


def prompts(text: str) -> bool:
    """Tell whether a short line asks without the sign, as in “Tell us about the stay”."""
    return len(text) <= LONGEST_PROMPT and opening("prompts").opens(text)


def has_mark(text: str) -> bool:
    """Tell whether a passage asks anywhere."""
    # Asked of every passage: three looks cost less than a loop over `MARKS`.
    return "?" in text or "？" in text or "؟" in text


def thanks(text: str) -> bool:
    """Tell whether a passage thanks and asks nothing."""
    return not has_mark(text) and wording("thanks").stands_in(text)
