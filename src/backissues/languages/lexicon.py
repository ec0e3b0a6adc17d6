"""Reads the words of each language, one data file a language.

Comes in: the `.toml` files beside this one. Goes out: a `Lexicon` a language.
Must not know: any rule that uses it. A new language is a new file.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from msgspec import Struct, json


class Lexicon(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Word lists of one language, lower case, apostrophes straight; CONTRIBUTING explains each.

    A language may begin with its name and its stop words alone.
    """

    name: str
    stopwords: frozenset[str]
    letters: str = ""
    months: tuple[str, ...] = ()
    months_short: tuple[str, ...] = ()
    number_signs: tuple[str, ...] = ()
    letter_words: tuple[str, ...] = ()
    mail_words: tuple[str, ...] = ()
    volume_signs: tuple[str, ...] = ()
    volume_years: tuple[str, ...] = ()
    other_issue: tuple[str, ...] = ()
    numerals: tuple[str, ...] = ()
    numeral_joints: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    conducted_by: tuple[str, ...] = ()
    by_inside: tuple[str, ...] = ()
    bio_verbs: frozenset[str] = frozenset()
    joiners: frozenset[str] = frozenset()
    updated: tuple[str, ...] = ()
    dated: tuple[str, ...] = ()
    weekdays_short: frozenset[str] = frozenset()
    also: tuple[str, ...] = ()
    further_reading: tuple[str, ...] = ()
    credit: tuple[str, ...] = ()
    greeting: tuple[str, ...] = ()
    farewell: tuple[str, ...] = ()
    call: tuple[str, ...] = ()
    issue_words: tuple[str, ...] = ()
    brief_words: tuple[str, ...] = ()
    rubrics: tuple[str, ...] = ()
    interview_words: tuple[str, ...] = ()
    thread_words: tuple[str, ...] = ()
    said: frozenset[str] = frozenset()
    into: frozenset[str] = frozenset()
    name_joints: frozenset[str] = frozenset()
    age_units: tuple[str, ...] = ()
    several: tuple[str, ...] = ()
    original_words: tuple[str, ...] = ()
    joining: frozenset[str] = frozenset()
    read_more: tuple[str, ...] = ()
    paywalls: tuple[str, ...] = ()
    interview_with: str = "{name}"
    furniture: frozenset[str] = frozenset()
    furniture_starts: tuple[str, ...] = ()
    furniture_within: tuple[str, ...] = ()
    buttons: tuple[str, ...] = ()
    platform_prompts: tuple[str, ...] = ()
    comment_heads: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    weekdays: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()
    noise_tags: frozenset[str] = frozenset()
    asker_words: frozenset[str] = frozenset()
    answerer_words: frozenset[str] = frozenset()
    address: frozenset[str] = frozenset()
    first_person: frozenset[str] = frozenset()
    prompts: tuple[str, ...] = ()
    thanks: tuple[str, ...] = ()
    post_words: frozenset[str] = frozenset()
    unroll_by: tuple[str, ...] = ()
    unroll_ends: tuple[str, ...] = ()
    site_words: frozenset[str] = frozenset()
    site_lists: tuple[str, ...] = ()
    share: tuple[str, ...] = ()
    home: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    counted: frozenset[str] = frozenset()
    counted_with: frozenset[str] = frozenset()
    reading_time: frozenset[str] = frozenset()
    reading: frozenset[str] = frozenset()
    ago: frozenset[str] = frozenset()
    comment_says: tuple[str, ...] = ()
    comment_buttons: frozenset[str] = frozenset()
    leaning: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    dash: str = "–"

    def month_numbers(self) -> dict[str, int]:
        """Map the names of months to their numbers; a second dozen are the forms of a case."""
        return {
            name: index % 12 + 1
            for names in (self.months_short, self.months)
            for index, name in enumerate(names)
        }


@cache
def lexicons() -> dict[str, Lexicon]:
    """Load every language once, by its code, in the order of the codes."""
    files = sorted(Path(__file__).parent.glob("*.toml"))
    return {
        file.stem: json.decode(lists(file.read_text(encoding="utf-8")), type=Lexicon)
        for file in files
    }


def lists(text: str) -> str:
    """Write the lists of a language as JSON, their words folded as the texts that they stand in.

    Each is a line, `by = ["par", "signé"]`, and its value the same in JSON and in TOML: what reads
    any TOML takes twenty times as long, a tenth of a second for forty languages.
    """
    members: list[str] = []
    for line in text.split("\n"):
        name, equals, value = line.partition(" = ")
        if equals and not line.startswith("#"):
            folded = value.replace("’", "'").casefold() if value.startswith("[") else value
            members.append(f'"{name}":{folded}')
    return f"{{{','.join(members)}}}"
