"""Makes single texts fit for a page: no character that HTML or XML forbids, plain letters.

Comes in: strings of a source. Goes out: strings for a page, escaped ones, `lang` attributes.
Must not know: the content tree, pages.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from backissues.patterns import late
from backissues.text.customs import customs
from backissues.text.tree import STYLED, readable

# What no HTML or XML text may hold: control characters (tab and newline stay), lone surrogates,
# noncharacters; and the byte order mark, which nobody sees and Pygments drops at a text's start.
# Matches \x00, \x9f, \ufffe, \ufeff; not \t, \n, é, \u200f.
_ILLEGAL = late(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(65536, 1114112, 65536)
    )
    + "]"
)
# What any of them would be found by; to look for it first costs a fifth. Not é, …, 💡.
_PERHAPS_ILLEGAL = late(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\ufe0e\ufe10-\U0001f2ff\U0001fb00-\U0010ffff]"
)
# A text without any of these is fit as it is: nothing in it is dropped, ended or read out. One look
# for them all spares three. Matches \x00, 𝕄, 💡; not é, ’, …, a gap that never breaks.
_PECULIAR = late("[^ -~\t\n\xa0-\u2029\u202f-\u2065\u206a-\u24b5]")
# Marks that turn the direction of what follows, up to the mark that ends them (UAX 9).
_TURNS = late("[\u202a-\u202e\u2066-\u2069]")
_EMBEDDINGS = frozenset("\u202a\u202b\u202d\u202e")
_END_OF_EMBEDDING, _END_OF_ISOLATE = "\u202c", "\u2069"
# Styled letters and emoji all stand beyond this; to look for one costs a fifth of looking for each.
_BEYOND = late("[^\0-\u24b5]")
# One emoji: a picture with its colour and what is joined to it, a flag, or a digit on a key.
# Matches 👇, 👩🏽‍💻, 🇫🇷, 1️⃣; not ─, →, ™.
_FACE = "[\u2600-\u27bf\u2b05-\u2b55\U0001f300-\U0001faff]\ufe0f?[\U0001f3fb-\U0001f3ff]?"
_EMOJI = rf"{_FACE}(?:\u200d{_FACE})*|[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3"
# An emoji three times or more, as in “👇👇👇” and “⭐ ⭐ ⭐”; not “👇👇”, “👇👆👇”.
_REPEATED = late(rf"({_EMOJI})(?: ?\1){{2,}}")
# Letters that are blank: what fills a Hangul syllable, and Braille without dots.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


def allowed(text: str) -> str:
    """Drop the characters that no page may hold, and end the turns of direction in the text."""
    if text.isprintable() or not _PECULIAR.search(text):
        return text
    return contained(_legal(text))


def _legal(text: str) -> str:
    return _ILLEGAL.sub("", text) if _PERHAPS_ILLEGAL.search(text) else text


def legible(text: str) -> str:
    """Drop what no page may hold, and give styled letters as plain ones."""
    return readable(allowed(text)) if _PECULIAR.search(text) else text


def whole(text: str) -> str:
    """Write U+FFFD for each half of a character, which no UTF-8 can hold; halves that meet join."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def is_seen(text: str) -> bool:
    """Tell whether a page would show anything of a text: not of zero-width spaces, of lone marks.

    What Unicode has not named yet, or keeps for private use, may be a picture of some font.
    """
    if text[:1].isalnum() and text[0] not in _BLANK:  # as nearly all texts begin
        return True
    return any(
        unicodedata.category(char) not in {"Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Me"}
        and char not in _BLANK
        for char in _legal(text)
    )


def contained(text: str) -> str:
    """End the turns of direction that a text leaves open, and drop the ends of none.

    Else one stray mark would turn round what the page says after the text.
    """
    if text.isprintable() or not _TURNS.search(text):
        return text
    open_ends: list[str] = []

    def turn(mark: re.Match[str]) -> str:
        if mark[0] in _EMBEDDINGS:
            open_ends.append(_END_OF_EMBEDDING)
        elif mark[0] == _END_OF_EMBEDDING:
            return open_ends.pop() if open_ends[-1:] == [_END_OF_EMBEDDING] else ""
        elif mark[0] == _END_OF_ISOLATE:
            if _END_OF_ISOLATE not in open_ends:
                return ""
            # It ends the embeddings inside the isolate, too.
            while open_ends.pop() != _END_OF_ISOLATE:
                pass
        else:
            open_ends.append(_END_OF_ISOLATE)
        return mark[0]

    return _TURNS.sub(turn, text) + "".join(reversed(open_ends))


def direction(language: str) -> str:
    """Return the direction in which a language is written, as HTML's `dir` names it."""
    return "rtl" if language.partition("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


def lang_attributes(language: str) -> str:
    """Write `lang`, and `dir` where the language runs from right to left; nothing for none."""
    if not language:
        return ""
    turn = ' dir="rtl"' if direction(language) == "rtl" else ""
    return f' lang="{escaped(language)}"{turn}'


def escaped(text: str) -> str:
    """Return a text as HTML shows it, inside an element or a quoted attribute."""
    return safe(legible(text))


def safe(text: str) -> str:
    """Escape what HTML would read as its own, in MarkupSafe's way.

    Its function makes a Markup of each piece, at three times the cost; those that make pages of
    thousands of pieces say once, of the whole, that it is one.
    """
    # To look for a character takes half the time of replacing it, and nearly all texts have none.
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text or ">" in text:
        text = text.replace("<", "&lt;").replace(">", "&gt;")
    if '"' in text or "'" in text:
        text = text.replace('"', "&#34;").replace("'", "&#39;")
    return text


def running(text: str, language: str = "") -> str:
    """Return a piece of running text as HTML; plain letters carry the styled ones of the source.

    Endings of ordinals are raised where the language does so. An emoji that is repeated is read
    out once, with its count: of stars the count is the meaning.
    Turns of direction may run on into the next piece: whoever joins the pieces contains them.
    """
    is_peculiar = _PECULIAR.search(text)
    text = safe(_legal(text) if is_peculiar else text)
    own = customs(language)
    if own and own.ordinals:
        text = own.ordinals.sub(_raised, text)
    if not is_peculiar or not _BEYOND.search(text):
        return text
    text = _REPEATED.sub(_counted, text)
    return STYLED.sub(
        lambda sent: f'<span data-original="{sent[0]}">{readable(sent[0])}</span>', text
    )


def _raised(ordinal: re.Match[str]) -> str:
    """Raise what the pattern's group holds: the ending of an ordinal."""
    return f"{ordinal[0].removesuffix(ordinal[1])}<sup>{ordinal[1]}</sup>"


def _counted(emoji: re.Match[str]) -> str:
    """Name a run of one emoji by the emoji and its count."""
    count = emoji[0].count(emoji[1])
    return f'<span role="img" aria-label="{count} × {emoji[1]}">{emoji[0]}</span>'


def address(url: str) -> str:
    """Return an address for a quoted attribute; marks of direction in it are encoded."""
    if not url.isprintable():
        url = _TURNS.sub(lambda mark: quote(mark[0]), _legal(url))
    return safe(url)
