"""Tells the names of sections that recur in every issue: calendar, letters, imprint, “In brief”.

Comes in: a heading's words. Goes out: yes or no.
Must not know: kinds, what stands around the heading.
"""

from __future__ import annotations

from backissues.languages import bare, everywhere, fold, opening
from backissues.patterns import late

# “【編集後記】”, “【交流】会員だより”: the sort of thing stands in brackets before its title.
_BRACKETED = late(r"^[【\[［]([^】\]］]{1,20})[】\]］]")
# “Agenda de marzo”, “La posta del Mestolo”: a rubric goes on for a word or three, a title longer.
_MORE_WORDS = 3


def is_rubric(text: str) -> bool:
    """Tell whether a heading names a rubric, in any language, signs and stops apart."""
    words = fold(bare(text))
    known = everywhere("rubrics")
    if words in known:
        return True
    if text[:1] in "【[［" and (sort := _BRACKETED.match(text)) and fold(sort[1]) in known:
        return True
    opened = opening("rubrics").match(words)
    if not opened or ":" in words:
        return False
    # One word says little: “Jobs”, but not “Jobs at risk in the harbour”.
    more = words[opened.end() :].split()
    return len(more) <= (_MORE_WORDS if " " in opened[0] else _MORE_WORDS - 1)
