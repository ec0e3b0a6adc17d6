"""What each language does with the gaps between its words: the rules, compiled once a language.

Comes in: a language tag. Goes out: its `Customs`, for texts in which every gap is of plain spaces
and a newline is the hard end of a line. The words that lean on others stand in `languages/`.
Must not know: the content tree, HTML, how a change is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from msgspec import Struct

from backissues.languages import Lexicon, lexicon_of
from backissues.patterns import late

# The gaps at which no line breaks: a narrow one, and one as wide as a plain space.
NARROW, WIDE = "\u202f", "\u00a0"
# What stands in a text for a piece that is no text: code, an image, an address.
STAND_IN = "\ufffc"

# --- what the rules are made of ------------------------------------------------------------------

_LETTER = r"[^\W\d_]"
_CAPITAL = "[A-ZÀ-ÖØ-ÞŁŚŻŽŠČŘĐΑ-ΩА-ЯЁІЇЄ]"
# Behind a mark that ends a sentence, and behind one in the midst of it. A bracket there makes a
# face (`;)`), a letter or a digit an address (`?b`), a time or a ratio (`3:1`).
_ENDED = rf"(?=[\s{STAND_IN})\]»”\"’'…,.]|\Z)"
_HALTED = rf"(?=[\s{STAND_IN}«»“”\"]|\Z)"
# Behind one of these a guillemet closes, or is a mistake.
_NO_OPENING = r"[^\s(\[«“‘’'—–-]"
# A number before a gap: 12, 21. (Mai), 1er, 2e, XXe, XX; not the English “I”.
_NUMBER = r"(?:(?<=[0-9VX] )|(?<=[IVX]I )|(?<=[0-9]\. )|(?<=[0-9IVX]e )|(?<=[0-9I]er ))"
# Symbols that stand behind numbers in any language.
_UNITS = (
    r"k€|M€|Mds?€|[€$£¥°]|°[CF]|EUR|USD|CHF|GBP|"
    r"[kcmµn]?m[²³]?|[km]?g|[cdm]?l|ha|t|h|min|m?s|[kMGT]?Wh?|[kMG]?Hz|[kKMGT]?[oB]|px|pt"
)

# --- the rules for gaps --------------------------------------------------------------------------
# Each begins behind the first space of a gap, so that `(?<=… )` says what stands before it, takes
# the rest of the gap, and says what follows. Beside each: a gap that it binds, and one it does not.

# “« mot”; not the German “Wort« und”.
_OPENING = rf"(?<=« )(?<!{_NO_OPENING}« ) *+(?=\S)"
# “5 %”; not “% 5”.
_PERCENT = r"(?<=[0-9] ) *+(?=[%‰])"
# “10 000”, “1 234 567”; not “2024 150”, “06 12 34”, “A4 500”.
_THOUSANDS = (
    rf"(?<=[0-9] )(?<![0-9]{{4}} )(?<!{_LETTER}[0-9] )(?<!{_LETTER}[0-9][0-9] )"
    rf"(?<!{_LETTER}[0-9][0-9][0-9] ) *+(?=[0-9]{{3}}(?![0-9]))"
)
# “J. K.”, “z. B.”; not “mot. A.”
_INITIALS = rf"(?<=\b{_LETTER}\. ) *+(?={_LETTER}\.(?!\w))"
# “J. Dupont”; not “mot. Dupont”.
_INITIAL = rf"(?<=\b{_CAPITAL}\. ) *+(?={_LETTER})"
# “10 h 30”; not “h 30”.
_HOURS = r"(?:(?<=[0-9] h )|(?<=[0-9]h )) *+(?=[0-9]{2}(?![0-9]))"
# “mot – mot”, “mot –, mot”; not “mot –mot”.
_DASHES = r"(?<=\S ) *+(?=[–—](?:[\s,.;:!?»)…]|\Z))"
# “mot - mot”, “mot -- mot”, hyphens included; not “5 - 3”, nor “- mot” that opens a line.
_HYPHENS = r"(?<=\S )(?!(?<=[0-9] ) *+- *+[0-9]) *+--?+(?=\s)(?! *[;:!?»])"
# “— Bonjour” that opens a line; not “oui — non”, “— !”.
_SPEECH = r"(?<=[–—] )(?<![^\n][–—] ) *+(?=[^\s;:!?»–—-])"


def _marks(marks: str) -> str:
    """Bind marks to what stands before them: “mot !”, “mot :”; not “:-)”, “?b=1”, “»Wort“."""
    sorts = (("!?»", _ENDED), (";:", _HALTED))
    groups = [("".join(mark for mark in marks if mark in sort), after) for sort, after in sorts]
    bound = "|".join(f"[{own}][!?]*+{after}" for own, after in groups if own)
    return rf" *+(?={bound})"


def _measures(words: Iterable[str]) -> str:
    """Bind units to their number: “12 €”, “3 km”, “XXe siècle”; not “3 kilos”, “5 l’an”."""
    return rf"{_NUMBER} *+(?=(?:{_UNITS}|(?i:{_either(words)}))(?![\w’']))"


def _signs(words: Iterable[str]) -> str:
    """Bind a number to its sign: “n° 5”, “§ 5”, “€ 5”, “issue 5”; not “n° un”."""
    signs = (form for word in words if word[0].isalpha() for form in (word, f"{word}."))
    return rf"(?:(?<=[№§°º€£$] )|{_behind(signs)}) *+(?=[0-9])"


def _leaning(words: Iterable[str]) -> str:
    """Bind words to those that they lean on: “M. Dupont”, “w Krakowie”, “p. 12”."""
    return rf"(?:{_behind(words)}) *+(?=[\w«“\"(\[{STAND_IN}])"


def _behind(words: Iterable[str]) -> str:
    """Look back at one of some words; what one lookbehind holds must all be of one length."""
    lengths: dict[int, list[str]] = {}
    for word in words:
        forms = dict.fromkeys((word, word.capitalize(), word.upper()))
        lengths.setdefault(len(word), []).extend(forms)
    return "|".join(rf"(?<=\b(?:{_either(group)}) )" for group in lengths.values()) or "(?!)"


def _ending(words: Iterable[str]) -> str:
    """Look back at the letters that some words end in."""
    last = "".join(sorted({letter for word in words for letter in (word[-1], word[-1].upper())}))
    return f"(?<=[{last}] )" if last else ""


def _either(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, words)) or "(?!)"


# --- the other rules -----------------------------------------------------------------------------

# “mot...”, “Euh...non”, “[...]”, “mot ... mot”; not “....”, “../..”, “...args”, “1...5”.
ELLIPSIS = late(
    r"\.\.\.(?!\.)(?:"
    rf"(?:(?<=[^\W_]\.\.\.)|(?<=[)\]»”\"’'!?%€°{STAND_IN}]\.\.\.))"
    rf"(?=[\s{STAND_IN})\]»”\"’'!?,;:]|\Z)"
    rf"|(?<={_LETTER}\.\.\.)(?={_LETTER})"
    r"|(?<!\S\.\.\.)(?=[\s!?,;:»)\]]|\Z)"
    r"|(?<=[\[(]\.\.\.)(?=[\])]))"
)
# The last gap of a title, where a short word stands behind it: “… et l’IA ?”; not “… et Internet”.
LAST_GAP = late(r"(?<! ) ++(?=[^\s!?;:».…]{1,5}[!?;:».… ]*\Z)")
# “1er”, “2nde”, “XXe”, “Ier”; not “5G”, “Vie”, “#3e”. The group holds the letters to be raised.
_ORDINALS = {
    "fr": late(
        r"[0-9IVX](?<![\w#&.,/=].)"
        r"(?:(?<=[0-9])[0-9]*+|(?<=[IVX])[IVX]++|(?<=[VX])(?=es?\b)|(?<=I)(?=[er]))"
        r"((?:er|re|ère|e|ème|nd|nde|de)s?)(?![\w’'])"
    ),
}


class _Marks(Struct, frozen=True):
    """The marks whose gap is supplied where a text lacks it, and those whose gap is wide."""

    lacking: str = ""
    wide: str = ""


# French sets a gap before these marks and inside guillemets, and one before a percent sign. The
# Imprimerie nationale knows it as a narrow one, and so does the Swiss guide, where the Office
# québécois keeps `; ! ?` close.
_MARKS = {
    "fr": _Marks(";:!?«»%‰"),
    "fr-ca": _Marks(":«»%‰", wide=":«»"),
}
# Languages whose scripts have customs that none of these rules knows.
# fmt: off
_LEFT_ALONE = frozenset({
    "ar", "bo", "ckb", "dv", "fa", "he", "iw", "ja", "km", "ko", "lo", "mul", "my", "ps", "sd",
    "th", "ug", "und", "ur", "yi", "yue", "zh", "zxx",
})
# fmt: on
# What each rule puts in a gap; for numbers, what CLDR puts there.
_PUTS = {
    "marks": NARROW,
    "wide_marks": WIDE,
    "opening": NARROW,
    "percent": NARROW,
    "thousands": NARROW,
    "initials": NARROW,
    "initial": WIDE,
    "measures": WIDE,
    "hours": WIDE,
    "signs": WIDE,
    "dashes": WIDE,
    "hyphens": WIDE + "–",
    "speech": WIDE,
    "leaning": WIDE,
}


class Customs(Struct, frozen=True):
    """How a language sets its texts.

    `gap` finds the gaps that are bound, each by a group that `puts` knows: it says what its rule
    puts there. `lacking` finds marks that may lack a gap, which is a `wide` one
    at some; `ordinals` has the letters to be raised as its group.
    """

    gap: re.Pattern[str]
    puts: Mapping[str, str]
    lacking: re.Pattern[str] | None
    wide: str
    ordinals: re.Pattern[str] | None

    def gap_at(self, mark: str) -> str:
        """Return the gap between a mark and its word."""
        return WIDE if mark in self.wide else NARROW


@lru_cache(maxsize=64)
def customs(language: str) -> Customs | None:
    """Give the customs of a language; none of one that is unknown or has a script of its own."""
    tag = language.casefold()
    primary = tag.partition("-")[0]
    if not primary or primary in _LEFT_ALONE:
        return None
    words = lexicon_of(primary)
    marks = _MARKS.get(tag) or _MARKS.get(primary) or _Marks()
    puts = dict(_PUTS)
    if words:
        puts["hyphens"] = WIDE + words.dash
    if "«" in marks.wide:
        puts["opening"] = WIDE
    gap = _pattern(_rules(marks.wide, words))
    return Customs(
        gap=gap,
        puts={name: puts[name.rstrip("_")] for name in gap.groupindex},
        lacking=_lacking(marks.lacking) if marks.lacking else None,
        wide=marks.wide,
        ordinals=_ORDINALS.get(primary),
    )


def _rules(wide: str, words: Lexicon | None) -> dict[str, dict[str, str]]:
    """Give the rules for gaps by their names, under a gate: what they all need on one side.

    Gates refuse nineteen gaps in twenty, at a tenth of the cost of the rules. Where two rules bind
    a gap the first one counts: what a guillemet opens with is nearest to it.
    """
    measures = _measures((*words.units, *words.months, *words.months_short) if words else ())
    leaning = words.leaning if words else ()
    lettered = [word for word in leaning if word[-1].isalnum()]
    signed = [word for word in leaning if not word[-1].isalnum()]
    gates = {
        "(?<=[«–—0-9.°IVX] )": {
            "opening": _OPENING,
            "initials": _INITIALS,
            "initial": _INITIAL,
            "measures": measures,
            "speech": _SPEECH,
            "leaning": _leaning(signed) if signed else "",
        },
        "(?=[ !?;:»%‰–—0-9-])": {
            "marks": _marks("".join(mark for mark in "!?;:»" if mark not in wide)),
            "wide_marks": _marks(wide.replace("«", "")) if wide else "",
            "percent": _PERCENT,
            "thousands": _THOUSANDS,
            "hours": _HOURS,
            "signs": _signs(words.number_signs if words else ()),
            "dashes": _DASHES,
            "hyphens": _HYPHENS,
        },
        "(?<=[0-9IVXe][er] )": {"measures": measures},
        _ending(lettered): {"leaning": _leaning(lettered) if lettered else ""},
    }
    return {gate: rules for gate, rules in gates.items() if any(rules.values())}


def _pattern(gates: Mapping[str, Mapping[str, str]]) -> re.Pattern[str]:
    """Join rules to a pattern of a whole gap, in which each is a group that bears its name.

    One pass for all gates takes two thirds of the time of a pass for each. A rule that stands under
    another gate as well bears a name of its own there, with a stroke behind it.
    """
    names: set[str] = set()
    ways = []
    for gate, rules in gates.items():
        groups = []
        for name, rule in rules.items():
            own = f"{name}_" if name in names else name
            names.add(own)
            groups += [f"(?P<{own}>{rule})"] if rule else []
        ways.append(f"{gate}(?<!  )(?:{'|'.join(groups)})")
    return re.compile(f" (?:{'|'.join(ways)})")


def _lacking(marks: str) -> re.Pattern[str]:
    """Find marks that may lack a gap: “mot!”, “mot:”, “«mot»”, “12%”; not “12:30”, “;)”, “5%20”."""
    return re.compile(
        rf"[{marks}](?:(?<=[!?])(?<![!?][!?])[!?]*+{_ENDED}|(?<=[;:]){_HALTED}"
        rf"|(?<=»)(?!\w)|(?<=«)(?<!{_NO_OPENING}«)(?=\S)|(?<=[0-9][%‰])(?!\w))"
    )
