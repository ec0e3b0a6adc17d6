"""Reads a line of credits piece by piece: “Von Ada Stolz · 9. Februar 2020 · Lesezeit: 5 Minuten”.

Comes in: a line, the document's language. Goes out: its names, its dates, and whether the line
holds nothing else than such things.
Must not know: kinds, where the line stands, which of the dates or names will count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import takewhile

from msgspec import Struct
from msgspec.structs import replace

from backissues.fields.dates import Found, dates, stated
from backissues.fields.names import (
    Names,
    is_bare_name,
    is_handle,
    is_name,
    leading_names,
    split_names,
    without_links,
)
from backissues.languages import (
    alternatives,
    everywhere,
    fold,
    lexicon_of,
    opening,
    spoken,
    wording,
)
from backissues.languages.tokens import tokens
from backissues.patterns import late

_LONGEST = 160
_MOST_PIECES = 9
# What parts the pieces of a line: bars, dots, dashes with spaces about them, wide gaps.
_PARTS = late(r"\s*[|｜·•∙⋅]\s*|\s+[–—―]\s+|\s+-{1,2}\s+|\t+|\s{3,}|\u3000+")
# A time of day with what stands about it: “at 9:04 AM”, “à 06h30”, “16:04 Uhr”, “às 23:07”.
_CLOCK = late(
    r"(?:\b(?:at|à|às|a las|um|ore|alle|om|kl\.?)\s)?(?<!\d)\d{1,2}\s?[:hH.]\s?\d{2}(?::\d{2})?"
    r"(?:\.\d+)?(?:\s?(?:[AaPp]\.?[Mm]\b\.?|Uhr|h\b|uur|horas))?(?:\s?(?:Z|UTC|GMT|CES?T|[+-]\d{2}:?\d{2}))?"
)
# A number with a word or two: “No. 31”, “12K followers”, “12”; not “Top 3 of all time”.
_COUNT = late(
    r"^\W{0,3}(?:[^\W\d]{1,20}[\s:.：°]{1,3}){0,3}[^\W\d]{0,8}\d[\d.,]{0,6}\s?[^\W\d]{0,16}"
    r"(?:[\s-][^\W\d]{1,16})?\W{0,3}$"
)
# The time that reading takes is written alike everywhere: “6 min read”, “5 Minuten”, “约5分钟”.
_READING = late(r"\d\s?-?(?:min|мин|分钟|分で|분)", re.IGNORECASE)
# “文 | 林小满”, “Text / Ada Roe”; not “Von Ada Roe | 12. Mai”
_BARRED = late(r"^\S{1,14}\s?[|｜/／]\s?[^|｜/／·•\d]+$")
# “Ada Marsh (@ada)”, “Ada Marsh @ada@social.example”
_NAMED_HANDLE = late(r"^(\S{1,30}(?:\s\S{1,30}){0,3}?)\s[(·|]?\s?@[\w.-]{1,40}(?:@[\w.-]+)?\)?$")
# “Prudence Aldous p.aldous at inkwell.example”, “Ada Roe <ada@roe.example>”
_MAILED = late(
    r"^(\S{1,30}(?:\s\S{1,30}){0,3}?)\s[<(]?[\w.+-]{1,40}(?:@|\sat\s)[\w-]{1,40}(?:\.[\w-]{1,20}){1,4}[>)]?$"
)
# What parts a place or an occasion from its date.
_PARTED = late(r"[,;:(，：（–—]")
# “Photos: ”, “写真・”, “fot. ”
_LABEL = late(r"[:：・|/=＝]|^\S{3,6}\.\s")
# “… 4 Kommentare”
_TALLIED = late(r"\s\d{1,4}\s[^\W\d]{2,16}$")
_LONGEST_COUNT = 34
_LONGEST_PLACE, _LONGEST_WORD = 30, 12
_LETTERS = late(r"[\W\d_]+")
_DIGIT = late(r"\d")
_DATE_WORDS = late(r"[^\W\d_]+(?:-[^\W\d_]+)?")


class Credits(Struct, frozen=True, kw_only=True):
    """What a line of credits says.

    `stated` says that a word of authorship opens the line or follows its date, `inner` that one
    stands inside a phrase (“Discours de clôture par Ada Roy”). `rest` is what no rule understood.
    """

    names: Names = ()
    stated: bool = False
    inner: bool = False
    handle: bool = False
    dates: tuple[Found, ...] = ()
    attached: bool = False
    counted: bool = False
    timed: bool = False
    rest: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether the line holds credits and next to nothing else."""
        if self.attached:
            return False
        known = bool(self.dates) + self.stated + self.timed + self.handle
        few = len(self.rest) <= known + self.counted and all(map(_is_aside, self.rest))
        return bool(known) and few

    @property
    def bare(self) -> bool:
        """Whether the line is names alone, with no word that says whose."""
        return bool(self.names) and not (self.stated or self.dates or self.counted or self.rest)


NOTHING = Credits()


def _is_aside(rest: str) -> bool:
    """Tell whether words that are no credit may stand beside one: a place, a category, a site."""
    if rest.endswith((".", "。", "!", "?", "！", "？")) and len(rest) > _LONGEST_WORD:
        return False
    # A Chinese character says as much as two or three letters.
    return len(rest) <= (_LONGEST_PLACE if rest[:1] < "\u2e80" else _LONGEST_PLACE // 2)


@cache
def _byline() -> re.Pattern[str]:
    """Match a line that begins with a word of authorship: “Par Ada”, “By: A. B.”, “文 | 林小满”."""
    words = alternatives("by", "conducted_by")
    return re.compile(
        rf"^(?:{words})(?:\([^\W\d]{{1,3}}\))?(?:\s?[:：|｜/／=＝・]+\s?|\s+)(.{{2,140}})$",
        re.IGNORECASE,
    )


@cache
def _inside(language: str) -> re.Pattern[str]:
    """Match a little word of authorship inside a line: “Posted on 4 May by”."""
    known = (lexicon_of(language), lexicon_of("en"))
    words = {word for lexicon in known if lexicon for word in lexicon.by_inside}
    return re.compile(
        rf"(?<!\w)({'|'.join(map(re.escape, sorted(words)))})\s+(?=\S*[^\W\d_a-zß-ÿ])"
    )


def byline(text: str) -> Names:
    """Read the names of a line that begins with a word of authorship, or none."""
    folded = fold(text[:_LONGEST])
    if not opening("by", "conducted_by").match(folded):
        return ()
    conducted = opening("conducted_by").match(folded)
    # “Interview: Ada Hale” names the guest; “Interview by Ada Hale” says who led it.
    led = conducted and (" " in conducted[0] or not conducted[0].isascii())
    if not led and not opening("by").match(folded):
        return ()
    match = _byline().match(text)
    if not match or text.endswith(("?", "!", "？", "！")):
        # “Redaktion: Frau Thorwald, was hört man?” is speech.
        return ()
    return leading_names(match[1].strip())


def inner_byline(text: str, language: str, *, dated: bool = False) -> Names:
    """Read the names behind a little word inside a line: “Posted on 4 May by Ada Roe in …”.

    The shortest of these words mean other things as well (“Il ritorno di Marco Polo”): they count
    beside a date alone.
    """
    for match in _inside(language).finditer(text):
        names = leading_names(text[match.end() :])
        if names and (dated or len(match[1]) > len("di") or match[1] == "by"):
            return names
    return ()


@lru_cache(maxsize=256)
def read_credits(text: str, language: str) -> Credits:
    """Read a line of credits; one that is too long, or has too many pieces, says nothing."""
    if not 2 <= len(text) <= _LONGEST:
        return NOTHING
    text = without_links(text)
    if is_bare_name(text.strip(" *_"), language):
        return Credits(names=split_names(text))
    if (names := byline(text)) and _BARRED.match(text):
        # “文 | 林小满”: the bar stands between the word and its name.
        return Credits(names=names, stated=True)
    pieces = [piece for piece in _PARTS.split(text.strip(" *_()[]")) if piece.strip(" *_")]
    if not pieces or len(pieces) > _MOST_PIECES:
        return NOTHING
    read = [_piece(piece.strip(" *_,"), language) for piece in pieces]
    return read[0] if len(read) == 1 else _together(read)


def _together(read: list[Credits]) -> Credits:
    """Say of a line what its pieces say."""
    sure = any(one.stated or one.dates or one.timed or one.handle for one in read)
    first = next((index for index, one in enumerate(read) if one.stated), len(read))
    # “Von Petra Köhn & Ulf Sander · Mira Daoud”: names in the next pieces go on.
    row = takewhile(lambda one: one.stated or one.bare, read[first:])
    names = tuple(name for one in row for name in one.names)
    if not names and sure:
        # Beside a date or a reading time a name is a byline; it comes first, or after the date.
        names = tuple(name for one in read if not one.inner for name in one.names)[:4]
    if not sure:
        return Credits(counted=any(one.counted for one in read))
    return Credits(
        names=tuple(dict.fromkeys(names)),
        stated=any(one.stated for one in read),
        handle=any(one.handle for one in read),
        dates=tuple(found for one in read for found in one.dates),
        counted=any(one.counted for one in read),
        timed=any(one.timed for one in read),
        rest=tuple(rest for one in read for rest in one.rest),
    )


def _piece(text: str, language: str) -> Credits:  # noqa: PLR0911 - one case a form
    """Read one piece: a date with what belongs to it, a byline, a count, a name, or a rest."""
    found = marked_dates(text, language)
    if found:
        return _dated(text, found, language)
    if names := byline(text):
        return Credits(names=names, stated=True)
    if is_handle(text):
        return Credits(handle=True, rest=())
    if "@" in text or " at " in text:
        named = _NAMED_HANDLE.match(text) or _MAILED.match(text)
        if named and is_name(named[1]):
            return Credits(names=(named[1],), handle=True)
    digits = _DIGIT.search(text)
    if digits and (
        _CLOCK.fullmatch(text) or (len(text) <= _LONGEST_COUNT and _READING.search(text))
    ):
        return Credits(timed=True)
    if digits and len(text) <= _LONGEST_COUNT and _COUNT.match(text):
        return Credits(counted=True)
    if not any(char.isalnum() for char in text) or is_caption(text):
        return NOTHING
    if is_bare_name(text, language):
        return Credits(names=split_names(text))
    inner = inner_byline(text, language)
    return Credits(names=inner, inner=bool(inner), rest=(text,))


def is_caption(text: str) -> bool:
    """Tell whether words credit a picture: “Fotos: Antón Meira”, “写真・山田太郎”, “Photo by …”."""
    credit = opening("credit")
    if not credit.may_open(text) or not credit.match(fold(text)):
        return False
    return _LABEL.search(text) is not None or " by " in text[:30]


def _dated(text: str, found: tuple[Found, ...], language: str) -> Credits:
    """Read what stands beside a date in its piece: a byline, a clock, a weekday, a place."""
    rest = text
    for item in found:
        rest = rest.replace(item.words, " ", 1)
    if names := byline(text) or inner_byline(rest, language, dated=True) or _labelled(rest):
        return Credits(names=names, stated=True, dates=found)
    rest, times = _CLOCK.subn(" ", rest)
    words = " ".join(_LETTERS.sub(" ", rest).split())
    if _is_phrase(words):
        return Credits(dates=found, timed=bool(times))
    # “by Gethin Marlowe, 3 September 2018” was read above; “Gethin Marlowe, 3 September 2018” here.
    before = text[: found[0].start].strip(" ,.–—-:：")
    names = leading_names(before)
    if names and sum(map(len, names)) >= len(before) - 8 * len(names):
        return Credits(names=tuple(map(_unpressed, names)), dates=found, timed=bool(times))
    if is_bare_name(glued := _TALLIED.sub("", rest).strip(" ,.–—-"), language):
        # “2023-12-14左马右各”
        return Credits(names=split_names(glued), dates=found, timed=bool(times))
    rest = " ".join(rest.split())
    return Credits(dates=found, timed=bool(times), rest=(rest,), attached=_attached(text, found))


@cache
def _label_inside() -> re.Pattern[str]:
    """Match a word of authorship with its colon inside a line: “… Text: Ada Roe”."""
    return re.compile(rf"(?<!\w)(?:{alternatives('by')})\s?[:：]\s?", re.IGNORECASE)


def _labelled(text: str) -> Names:
    """Read the names behind such a word."""
    if ":" not in text and "：" not in text:
        return ()
    match = _label_inside().search(text)
    return leading_names(text[match.end() :]) if match else ()


def _attached(text: str, found: tuple[Found, ...]) -> bool:
    """Tell whether words are one phrase with a date: “Revue de presse du 4 avril 2021” is a title.

    “Porz-Melen, le samedi 6 juin 2015” and “Lisbon 3 May 2016” are places with a date.
    """
    before = text[: found[0].start].rstrip()
    words = [word for word in _DATE_WORDS.findall(before) if not _is_phrase(word)]
    return len(words) > 1 and not _PARTED.search(before)


def _unpressed(name: str) -> str:
    """Take a button from a name's end: “Orla Pemberton Follow”."""
    before, _, last = name.rpartition(" ")
    return before if fold(last) in everywhere("furniture") and is_name(before) else name


def _is_phrase(words: str) -> bool:
    """Tell whether the words beside a date belong to it: “Publié le”, “sexta-feira”, “Stand”."""
    known = _phrase_words()
    return all(word in known or len(word) <= 2 for word in tokens(words))


@cache
def _phrase_words() -> frozenset[str]:
    """Return the words that may stand beside a date and say nothing else."""
    return spoken("dated", "updated", "weekdays", "weekdays_short")


@cache
def _update() -> re.Pattern[str]:
    """Match a word for a change at the end of what stands before a date: “… mis à jour le”."""
    return re.compile(rf"(?<!\w)(?:{alternatives('updated')})\W*(?:\w{{1,3}}\W+)?$")


def marked_dates(text: str, language: str) -> tuple[Found, ...]:
    """Find the dates of a text, each with whether its words call it the day of a change."""
    return _marked(text, dates(text, language))


def header_dates(value: str, language: str) -> tuple[Found, ...]:
    """Find the dates of a header's value, marked likewise; it may be one in EDTF."""
    return _marked(value, stated(value, language))


def _marked(text: str, found: Sequence[Found]) -> tuple[Found, ...]:
    return tuple(
        [replace(item, changed=True) if _is_update(text, item) else item for item in found]
    )


def _is_update(text: str, found: Found) -> bool:
    """Tell whether a date of a text is that of a change, by the words before it."""
    before = fold(text[max(0, found.start - 60) : found.start])
    # The pattern tries all words at each place, and most dates are those of publication.
    if not before or not wording("updated").may_stand_in(before):
        return False
    return _update().search(f"{before} ") is not None
