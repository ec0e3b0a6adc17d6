"""How languages order letters otherwise than the root collation does: one line a language.

Comes in: nothing. Goes out: a table after CLDR's, in short. `c<č<ć` puts č, then ć, after all words
in c; `u<ü<<ű` files ű with ü, and tells the two apart only where nothing else does; `ssz=szsz`
spells a letter with others; `@Cyrl` puts a script before all others. Must not know: words.
"""

from __future__ import annotations

BACKWARDS = "backwards"  # the last accent of a word weighs more than the first: coté after côte
DOTLESS = "dotless"  # I is ı, and İ is i

_HUNGARIAN = (
    "c<cs d<dz<dzs g<gy l<ly n<ny o<ö<<ő s<sz t<ty u<ü<<ű z<zs "
    "ccs=cscs ddz=dzdz ddzs=dzsdzs ggy=gygy lly=lyly nny=nyny ssz=szsz tty=tyty zzs=zszs"
)
_NORWEGIAN = "þ=th y<<ü<<ű z<æ<<ä<<ę<ø<<ö<<ő<<œ<å<<aa"
_SOUTH_SLAVIC = "c<č<ć d<dž<đ l<lj n<nj s<š z<ž"

# By language, or by language and region or script where they differ. Languages that are not here
# follow the root collation: English, French, German, Italian, Portuguese, Dutch, Catalan …
TAILORINGS: dict[str, str] = {
    "ar": "@Arab",
    "az": f"c<ç e<ə g<ğ h<x<ı k<q o<ö s<ş u<ü z<w {DOTLESS}",
    "be": "е<ё у<ў @Cyrl",
    "bg": "@Cyrl",
    "bn": "@Beng",
    "bs": _SOUTH_SLAVIC,
    "cs": "c<č h<ch r<ř s<š z<ž",
    "cy": "c<ch d<dd f<ff g<ng l<ll p<ph r<rh t<th",
    "da": "þ=th y<<ü<<ű z<æ<<ä<ø<<ö<<ő<å<<aa",
    "el": "@Grek",
    "eo": "c<ĉ g<ĝ h<ĥ j<ĵ s<ŝ u<ŭ",
    "es": "n<ñ",
    "et": "s<š<z<ž w<õ<ä<ö<ü",
    "fa": "و<ه<<ة ک<<ك ی<<ى<<ي @Arab",
    "fi": "y<<ü z<å<ä<<æ<ö<<ø",
    "fil": "n<ñ<ng",
    "fo": _NORWEGIAN,
    "fr-ca": BACKWARDS,
    "gl": "n<ñ",
    "he": "@Hebr",
    "hi": "@Deva",
    "hr": _SOUTH_SLAVIC,
    "hu": _HUNGARIAN,
    "hy": "@Armn",
    "is": "a<á d<ð e<é i<í o<ó u<ú y<ý þ<æ<<ä<ö<<ø<å",
    "ka": "@Geor",
    "kk": "е<ё ұ<ү ы<і @Cyrl",
    "ko": "@Hang @Hani",
    "ky": "е<ё @Cyrl",
    "lt": "a<<ą c<č e<<ę<<ė i<<į<<y s<š u<<ų<<ū z<ž",
    "lv": "a<ā c<č e<ē g<ģ i<y<ī k<ķ l<ļ n<ņ o<ō r<ŗ s<š u<ū z<ž",
    "mk": "ђ<ѓ ћ<ќ @Cyrl",
    "mr": "@Deva",
    "mt": "b<ċ f<ġ g<għ h<ħ y<ż",
    "nb": _NORWEGIAN,
    "nn": _NORWEGIAN,
    "no": _NORWEGIAN,
    "pl": "a<ą c<ć e<ę l<ł n<ń o<ó s<ś z<ź<ż",
    "ro": "a<ă<â i<î s<ș t<ț ş=ș ţ=ț",
    "ru": "@Cyrl",
    "sk": "a<ä c<č h<ch o<ô r<ř s<š z<ž",
    "sl": "c<č<ć d<đ s<š z<ž",
    "sq": "c<ç d<dh e<ë g<gj l<ll n<nj r<rr s<sh t<th x<xh z<zh",
    "sr": "@Cyrl",
    "sr-latn": _SOUTH_SLAVIC,
    "sv": "þ=th y<<ü<<ű z<å<ä<<æ<<ę<ö<<ø<<ő<<œ<<ô",
    "th": "@Thai",
    "tk": "c<ç e<ä j<ž n<ň o<ö s<ş u<ü y<ý",
    "tr": f"c<ç g<ğ h<ı o<ö s<ş u<ü {DOTLESS}",
    "uk": "г<ґ і<ї @Cyrl",
    "ur": "@Arab",
    "uz": "z<oʻ<gʻ<sh<ch",
    "vi": "a<ă<â d<đ e<ê o<ô<ơ u<ư",
    "zh": "@Hani",
}


def tailoring(language: str) -> tuple[str, ...]:
    """Return the rules of a language, given its tag."""
    tag = language.replace("_", "-").casefold()
    return tuple(TAILORINGS.get(tag, TAILORINGS.get(tag.partition("-")[0], "")).split())
