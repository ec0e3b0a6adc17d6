"""Suggests terms for `tags.yml`: names and terms that recur in a collection and are not in it yet.

Comes in: articles with the lines of their sources, one at a time; the vocabulary's lookup.
Goes out: suggestions, those most spoken of first, each with its other writings, counts and places.
Must not know: files, the command line. The cost grows with the collection's size, and no faster.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from backissues.languages import lexicons
from backissues.model import Article, Span, Term
from backissues.suggest.names import is_unmistakable, read
from backissues.suggest.passages import line_of, passages, stated
from backissues.suggest.unspaced import terms
from backissues.text.lookup import Lookup, make_lookup, mentions, squeeze

# A form that recurs: in so many documents, with so many mentions; or more often in one alone.
_DOCUMENTS, _MENTIONS, _MENTIONS_IN_ONE = 2, 3, 5
# A single word with a capital and nothing else that speaks for it is asked for more.
_SURE = 3.0
# Where more than a quarter of the longer words inside sentences have capitals, nouns have them, and
# one says a third: a German text has some 40 in 100, an English or French one 5 to 15.
_NOUNS, _NOUN = 0.25, 1 / 3
# Fewer words than these tell nothing of a text's habits.
_TELLING = 40
# Mentions in one document beyond these say nothing new of what the collection is about.
_ENOUGH = 5
# Characters in a row that stand in every other document are a common word, unless marked.
_COMMON_SHARE, _FEW_DOCUMENTS = 0.5, 8
_MOST_PLACES, _MOST_ALIASES = 3, 6
# Capitals of so few letters are found as they are written only.
_SHORT = 3
# Any two characters recur somewhere: so many mentions of a string make a term.
_MENTIONS_UNSPACED = 5


class Place(Struct, frozen=True, order=True):
    """A line of a document."""

    path: str
    line: int


class Suggestion(Struct, frozen=True, kw_only=True):
    """A term to add: its label, the writings that the label alone would not find, what it counts.

    `proper` tells a name, which is found with its capital only, from a common word.
    """

    label: str
    aliases: tuple[str, ...] = ()
    proper: bool = True
    documents: int
    mentions: int
    places: tuple[Place, ...]


class _Form(Struct):
    """What was counted of one written form."""

    mentions: int = 0
    seen: dict[str, int] = field(default_factory=dict)  # sure mentions by language
    sure: float = 0.0  # the same, weighed
    weight: int = 0
    stated: int = 0
    marked: bool = False
    places: list[Place] = field(default_factory=list)


class _Group(Struct):
    """Forms that look alike, and those that are short for them."""

    forms: dict[str, _Form] = field(default_factory=dict)
    short: dict[str, _Form] = field(default_factory=dict)
    paths: set[str] = field(default_factory=set)

    def total(self, name: str) -> float:
        """Add one count up over all forms."""
        return sum(float(getattr(form, name)) for form in self.every.values())

    @property
    def every(self) -> dict[str, _Form]:
        """All forms."""
        return self.forms | self.short

    @property
    def label(self) -> str:
        """The form that is written most often; of two, the one that is read first in a list."""
        forms = self.forms
        return min(forms, key=lambda one: (-forms[one].mentions, one.isupper(), one))


class Counted:
    """What a collection's articles mention, counted one at a time."""

    def __init__(self) -> None:
        self._forms: dict[str, _Form] = {}
        self._paths: dict[str, set[str]] = {}
        self._plain: Counter[str] = Counter()
        self._known: set[str] = set()
        self._unspaced: list[tuple[str, Span, str]] = []
        self._documents = 0
        self._capitals: Counter[str] = Counter()
        self._inside: Counter[str] = Counter()

    def add(self, article: Article, lines: Sequence[str]) -> None:
        """Count what one article mentions."""
        self._documents += 1
        fields = article.fields
        language = fields.language.value or ""
        lexicon = lexicons().get(language) or lexicons()["en"]
        # Authors and series have shelves of their own.
        self._known |= {
            squeeze(name) for name in (*fields.authors.value, fields.series.value or "")
        }
        here: dict[str, list[tuple[Span, bool]]] = {}
        for span, text in passages(article.body):
            reading = read(text, lexicon)
            self._capitals[language] += reading.capitals
            self._inside[language] += reading.inside
            self._plain.update(reading.plain)
            for name in reading.names:
                here.setdefault(name.form, []).append((span, name.sure))
            if not text.isascii():
                self._unspaced.append((article.path, span, text))
        for form, found in here.items():
            place = Place(article.path, line_of(form, found[0][0], lines))
            kept = self._count(form, place, len(found))
            kept.seen[language] = kept.seen.get(language, 0) + sum(sure for _, sure in found)
        for label, first in stated(article):
            self._count(label, Place(article.path, first), 1).stated += 1

    def _count(self, form: str, place: Place, times: int) -> _Form:
        kept = self._forms.setdefault(form, _Form())
        kept.mentions += times
        paths = self._paths.setdefault(form, set())
        if place.path not in paths:
            paths.add(place.path)
            kept.weight += min(times, _ENOUGH)
        if len(kept.places) < _MOST_PLACES:
            kept.places.append(place)
        return kept

    def suggestions(self, lookup: Lookup) -> list[Suggestion]:
        """Give what recurs and no term of the vocabulary finds, those most spoken of first."""
        self._count_unspaced()
        self._weigh()
        self._give_openers_away()
        groups = [
            group
            for group in _with_last_names(self._groups())
            if self._recurs(group) and not self._is_known(group, lookup)
        ]
        groups.sort(key=lambda group: (-group.total("weight"), group.label))
        return [_suggestion(group) for group in groups]

    def _weigh(self) -> None:
        """Weigh what is sure: in a language that writes nouns with capitals, one says less."""
        nouns = {
            language
            for language, inside in self._inside.items()
            if inside >= _TELLING and self._capitals[language] > _NOUNS * inside
        }
        for form, kept in self._forms.items():
            plain = " " not in form and not kept.marked and not is_unmistakable(form)
            kept.sure = sum(
                count * (_NOUN if plain and language in nouns else 1.0)
                for language, count in kept.seen.items()
            )

    def _give_openers_away(self) -> None:
        """Count “Yesterday Ana Duarte”, which opens sentences only, as the name that it holds."""
        for form in [form for form, kept in self._forms.items() if " " in form and not kept.sure]:
            name = form.partition(" ")[2]
            held = self._forms.get(name)
            if held is not None and held.sure:
                opener = self._forms.pop(form)
                held.mentions += opener.mentions
                held.weight += opener.weight
                held.places += opener.places
                self._paths[name] |= self._paths.pop(form)

    def _count_unspaced(self) -> None:
        """Count the terms of scripts that part no words, once all documents are known."""
        particles = frozenset[str]().union(*(one.particles for one in lexicons().values()))
        waiting = self._unspaced
        for form, found in terms([text for _, _, text in waiting], particles).items():
            times = Counter(waiting[one.passage][0] for one in found)
            marked = any(one.marked for one in found)
            common = len(times) > max(_FEW_DOCUMENTS, _COMMON_SHARE * self._documents)
            # A name comes again where it is spoken of; a common word is strewn over all texts.
            if not marked and (common or len(found) < max(_MENTIONS_UNSPACED, 2 * len(times))):
                continue
            firsts: dict[str, int] = {}
            for one in found:
                path, span, _ = waiting[one.passage]
                firsts.setdefault(path, span.first)
            for path, count in times.items():
                kept = self._count(form, Place(path, firsts[path]), count)
                kept.seen[""] = kept.seen.get("", 0) + count
                kept.marked = True
        self._unspaced = []

    def _groups(self) -> dict[str, _Group]:
        """Join forms that differ by case, accents, spaces or a plural's ending only."""
        keys = {form: _key(form) for form in self._forms}
        every = set(keys.values())
        groups: dict[str, _Group] = {}
        for form, key in keys.items():
            single = key[:-1] if len(key) > 4 and key[-1] in "sx" and key[:-1] in every else key
            group = groups.setdefault(single, _Group())
            group.forms[form] = self._forms[form]
            group.paths |= self._paths[form]
        return groups

    def _recurs(self, group: _Group) -> bool:
        """Tell whether a group is mentioned often enough for what speaks for it."""
        documents, count = len(group.paths), group.total("mentions")
        often = count >= (_MENTIONS if documents >= _DOCUMENTS else _MENTIONS_IN_ONE)
        if group.total("stated"):
            return documents >= _DOCUMENTS or often
        if not often or not group.total("sure"):
            return False
        if any(
            form.marked or " " in name or is_unmistakable(name)
            for name, form in group.forms.items()
        ):
            return True
        # “Internet” and “internet” are one word: what is mostly written small is no name.
        small = sum(self._plain[name.casefold()] for name in group.forms)
        return group.total("sure") >= _SURE and 2 * small <= count

    def _is_known(self, group: _Group, lookup: Lookup) -> bool:
        return any(
            squeeze(form) in self._known or squeeze(form) in lookup.squeezed or _finds(lookup, form)
            for form in group.forms
        )


def _key(form: str) -> str:
    """Give a form as look-alikes are joined; “MAL”, which is no “Mal”, keeps its capitals."""
    return form if len(form) <= _SHORT and form.isupper() else squeeze(form)


def _finds(lookup: Lookup, form: str) -> bool:
    """Tell whether the vocabulary finds a form, whole, as one term."""
    found = mentions(lookup, form)
    return len(found) == 1 and (found[0].start, found[0].end) == (0, len(form))


def _with_last_names(groups: Mapping[str, _Group]) -> list[_Group]:
    """Join a word to the one longer name that ends with it: “Altman” is short for “Sam Altman”."""
    longer: dict[str, list[_Group]] = {}
    for group in groups.values():
        if " " in group.label:
            longer.setdefault(group.label.rpartition(" ")[2], []).append(group)
    kept: list[_Group] = []
    for group in groups.values():
        whole = longer.get(group.label, [])
        # Where both are spoken of, mostly; not “Bank”, where one text speaks of a “Deutsche Bank”.
        if len(whole) == 1 and 2 * len(group.paths & whole[0].paths) >= len(group.paths):
            whole[0].short |= group.forms
            whole[0].paths |= group.paths
        else:
            kept.append(group)
    return kept


def _suggestion(group: _Group) -> Suggestion:
    """Make a suggestion; its aliases are the writings that the label alone would not find."""
    label, every = group.label, group.every
    proper = any(char.isupper() for char in label)
    alone = make_lookup([Term(label=label, sort="name" if proper else "topic")])
    others = [form for form in every if form != label and not _finds(alone, form)]
    others.sort(key=lambda form: (-every[form].mentions, form))
    places = {place for form in every.values() for place in form.places}
    return Suggestion(
        label=label,
        aliases=tuple(others[:_MOST_ALIASES]),
        proper=proper,
        documents=len(group.paths),
        mentions=int(group.total("mentions")),
        places=tuple(sorted(places)[:_MOST_PLACES]),
    )
