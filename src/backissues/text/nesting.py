"""Nests quotation marks: those inside a title that is itself set in marks.

Comes in: a title, the marks that will stand around it. Goes out: the title, its own marks turned
where they are of the same sort as those around it. Every word stays.
Must not know: languages; which marks stand around a title is for whoever sets it to say.
"""

from __future__ import annotations

import re

from backissues.patterns import late

# By what opens a quotation: the marks of one inside of it, and of one inside of that.
_INSIDE = {"“": ("‘’", "“”"), "„": ("‚‘", "„“"), "«": ("“”", "‘’")}
# “mot”, „Wort“, «mot», »Wort«, "word"; not 5" and 6", ‘word’, nor an apostrophe.
_QUOTED = late(
    r"“(?P<high>[^“”]+)”|„(?P<low>[^„“”]+)[“”]|«(?P<out>[^«»]+)»|»(?P<in>[^«»]+)«"
    r"|(?<!\w)\"(?P<straight>[^\"]+)\"(?!\w)"
)
_MARKS = frozenset('“”„«»"')


def nested(title: str, opening: str, closing: str) -> str:
    """Return a title that may stand between two marks: “The ‘bridge’ closes”."""
    inside = _INSIDE.get(opening)
    if inside is None or _MARKS.isdisjoint(title):
        return title
    second, third = inside
    again = re.compile(f"{second[0]}([^{second[0]}]+){second[1]}(?!\\w)")

    def turned(found: re.Match[str]) -> str:
        whole = found[0]
        # «mot» may stand inside “…” as it is.
        if found.lastgroup != "straight" and {whole[0], whole[-1]}.isdisjoint({opening, closing}):
            return whole
        words = again.sub(rf"{third[0]}\1{third[1]}", whole[1:-1].strip())
        return f"{second[0]}{words}{second[1]}"

    return _QUOTED.sub(turned, title)
