"""Speaks the archive's language: sentences, words of the model, dates, numbers and lists.

Comes in: a language tag; English sentences, EDTF dates, words of the model (kinds, fields …).
Goes out: the same for a reader of that language. Catalogues are .po files read at run time.
Must not know: pages, articles. The only door of gettext.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from gettext import GNUTranslations
from pathlib import Path

from backissues.codes import CODES
from backissues.model import Diagnostic, Sign
from backissues.outputs import cldr
from backissues.outputs.kept import kept
from backissues.patterns import late
from backissues.text.edtf import is_edtf
from backissues.text.legible import direction

LOCALES = Path(__file__).resolve().parent.parent / "locales"
ENGLISH = "en"

# Before the sound of “y”, Spanish writes “e”: e Inés, e hija; not y Hielo, y Iowa.
_SPANISH_I = late("h?[ií](?![aeou])", re.IGNORECASE)


def later(sentence: str) -> str:
    """Mark a sentence for the catalogues; it is translated where it is shown."""
    return sentence


KIND = {
    "thread": later("Thread"),
    "interview": later("Interview"),
    "issue": later("Newsletter issue"),
    "brief": later("News brief"),
    "essay": later("Essay"),
}
# As a sentence names them: read as an essay.
KIND_INSIDE = {
    "thread": later("a thread"),
    "interview": later("an interview"),
    "issue": later("a newsletter issue"),
    "brief": later("a news brief"),
    "essay": later("an essay"),
}
KINDS = {
    "thread": later("Threads"),
    "interview": later("Interviews"),
    "issue": later("Newsletter issues"),
    "brief": later("News briefs"),
    "essay": later("Essays"),
}
AXIS = {
    "kinds": later("Kinds"),
    "authors": later("Authors"),
    "series": later("Series"),
    "years": later("Years"),
    "tags": later("Tags"),
}
FIELD = {
    "kind": later("kind"),
    "title": later("title"),
    "subtitle": later("subtitle"),
    "series": later("series"),
    "number": later("number"),
    "authors": later("authors"),
    "interviewees": later("interviewees"),
    "published": later("date"),
    "updated": later("day of the last change"),
    "source_url": later("address of the original"),
    "language": later("language"),
    "hashtags": later("hashtags"),
    "tags": later("tags"),
    "credit": later("photo credit"),
    "rights": later("rights"),
    "posts": later("count of posts"),
}
STANDING = {
    "stated": later("stated"),
    "derived": later("derived"),
    "supplied": later("supplied"),
    "absent": later("absent"),
}
WHERE = {
    "text": later("in the text"),
    "header": later("in the header"),
    "sidecar": later("in an editor’s note"),
    "name": later("in the file’s name"),
    "collection": later("in the collection’s settings"),
}
# The places that rules are named after.
PLACE = {
    "header": later("header"),
    "title": later("title"),
    "masthead": later("masthead"),
    "dateline": later("dateline"),
    "greeting": later("greeting"),
    "first-sentences": later("first sentences"),
    "stamp": later("a platform’s stamp"),
    "unroller": later("an unroller’s page"),
    "name": later("name of the file"),
}
FATE = {
    "body": later("text"),
    "field": later("used"),
    "aside": later("set aside"),
    "blank": later("blank"),
}
REASON = {
    "furniture": later("platform furniture"),
    "comment": later("scraped comment"),
    "duplicate": later("duplicate"),
    "footer": later("footer"),
    "markup": later("markup"),
    "header": later("header"),
    "definition": later("link target"),
}
SORT = {
    "organisation": later("organisation"),
    "person": later("person"),
    "product": later("product"),
    "topic": later("topic"),
    "place": later("place"),
    "event": later("event"),
    "hashtag": later("hashtag"),
}


SORTS = {
    "organisation": later("Organisations"),
    "person": later("People"),
    "product": later("Products"),
    "topic": later("Topics"),
    "place": later("Places"),
    "event": later("Events"),
    "hashtag": later("Hashtags"),
}


class Interface:
    """One language's voice; `interface(language)` gives the shared one."""

    def __init__(self, language: str) -> None:
        self.tag = language
        self._primary = language.partition("-")[0]
        self._locale, self.language = _locale(language)
        self.direction = direction(self.language)
        self._catalogue = _catalogue(self.language)
        # Ours are some five hundred; a template of a collection may ask for any.
        self._translated = lru_cache(maxsize=2_000)(self._catalogue.gettext)

    def say(self, sentence: str) -> str:
        """Translate a sentence; one that no catalogue holds stays English."""
        return self._translated(sentence) if sentence else ""

    def count(self, one: str, many: str, number: int) -> str:
        """Translate a sentence whose form hangs on a number."""
        return _counted(self._catalogue, one, many, number=number)

    def regional(self, language: str) -> str:
        """Return a language with the region of the archive's own, where it is the same language."""
        return self.tag if language == self._primary else language

    def word(self, table: Mapping[str, str], word: str) -> str:
        """Give a word of the model as a reader says it; an unknown one as it is."""
        return self.say(table[word]) if word in table else word

    def number(self, number: float) -> str:
        """Write a number with the language's own thousands and decimals."""
        return cldr.number(self._locale, number)

    def join(self, items: Sequence[str]) -> str:
        """Write a list in words: a, b and c."""
        return "".join(map("".join, zip(items, self.joints(items), strict=True)))

    def joints(self, items: Sequence[str]) -> list[str]:
        """Return what stands after each item of a list in words: “, ”, “ and ”, nothing."""
        if not items:
            return []
        joints = list(cldr.joints(self._locale, len(items)))
        if self.language == "es" and len(items) > 1 and _SPANISH_I.match(items[-1]):
            joints[-2] = " e "
        return joints

    def language_name(self, language: str) -> str:
        """Return what a language is called, or its tag where nobody knows."""
        return cldr.language_name(self._locale, language)

    def date(self, edtf: str | None) -> str:
        """Write an EDTF date in words; “undated” for none, the string itself for an odd one."""
        if edtf is None:
            return self.say(later("undated"))
        if not is_edtf(edtf):
            return edtf
        words = cldr.day(self._locale, edtf.rstrip("~"))
        return self.say(later("around {date}")).format(date=words) if edtf[-1] == "~" else words

    def month(self, number: int, *, short: bool = False) -> str:
        """Return the name of a month, as it stands alone; its short form, where it has one."""
        return cldr.month(self._locale, number, short=short)

    def translates(self, diagnostic: Diagnostic) -> bool:
        """Tell whether the catalogue holds a diagnostic's sentence."""
        pattern = CODES[diagnostic.code].message if diagnostic.code in CODES else ""
        return self.language == ENGLISH or self.say(pattern) != pattern

    def sign(self, sign: Sign) -> str:
        """Say a sign of a kind, with its weight."""
        words = self.say(sign.words).format(**sign.values)
        return f"{words} ({cldr.weight(self._locale, sign.weight)})" if sign.weight else words

    def sentence(self, diagnostic: Diagnostic) -> str:
        """Say what a diagnostic says; words of the model and dates among its values, too."""
        if not self.translates(diagnostic) or diagnostic.code not in CODES:
            return diagnostic.message
        held = diagnostic.values
        values = {name: self._value(name, value, held.get("field")) for name, value in held.items()}
        return self.say(CODES[diagnostic.code].message).format(**values)

    def _value(self, name: str, value: str, field: str | None) -> str:
        """Say one value of a diagnostic; most are words of the source, which stay as they are."""
        if name == "language":
            return self.language_name(value)
        if name == "field":
            return self.word(FIELD, value)
        if name in {"kind", "other"} and value in KIND_INSIDE:
            return self.word(KIND_INSIDE, value)
        if name in {"used_where", "other_where"}:
            return self.word(PLACE, value)
        if is_edtf(value) and (name in {"first", "second"} or field in {"published", "updated"}):
            return self.date(value)
        return value


@lru_cache(maxsize=10_000)
def _counted(catalogue: GNUTranslations, one: str, many: str, *, number: int) -> str:
    return str(catalogue.ngettext(one, many, number))


def machine_date(edtf: str | None) -> str:
    """Return a date as HTML's `datetime` takes it, or nothing."""
    return edtf.rstrip("~") if edtf and is_edtf(edtf) else ""


@lru_cache(maxsize=32)
def interface(language: str) -> Interface:
    """Return the interface of a language; English where there is no catalogue."""
    return Interface(language)


def _locale(language: str) -> tuple[str, str]:
    """Find the nearest locale that has a catalogue, and the tag that pages carry."""
    primary = language.replace("_", "-").partition("-")[0].lower()
    if not (LOCALES / primary / "interface.po").is_file():
        return ENGLISH, ENGLISH
    return cldr.nearest(language, primary), primary


@lru_cache(maxsize=32)
def _catalogue(language: str) -> GNUTranslations:
    """Read a catalogue: .po text, turned in memory into what gettext reads."""
    text = (LOCALES / language / "interface.po").read_bytes()
    total = hashlib.sha256(text).hexdigest()
    data = kept(f"catalogue {language}", total, lambda: _compiled(text, language))
    return GNUTranslations(io.BytesIO(data))


def _compiled(text: bytes, language: str) -> bytes:
    """Write a catalogue as gettext reads it."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - 15 ms, with all of email
    from babel.messages.pofile import read_po  # noqa: PLC0415

    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(text), locale=language))
    return compiled.getvalue()
