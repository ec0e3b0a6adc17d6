"""Finds lines that are not the author's: a platform's prompts, counters, scraped comments.

Comes in: a document's numbered lines. Goes out: asides with their reasons.
Must not know: kinds. The worst error is to hide an author's line: what does not say by itself that
it is a platform's must stand among lines that do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from msgspec import Struct

from backissues.fields import comments, remnants
from backissues.fields.prompt_words import LABEL, NOTHING, SURE, Prompt
from backissues.fields.prompts import may_hold_notice, weigh_line
from backissues.fields.whole import Whole
from backissues.languages import everywhere, fold, opening
from backissues.model import Aside, Span
from backissues.patterns import late

Numbered = Sequence[tuple[int, str]]
# Known lines reach each other over one unknown line, and no further.
_REACH, _WIDEST_REACH = 2, 60
# A line at the document's very edge is likelier to be a platform's, and so is one that recurs.
_EDGE, _RECURRENCE = 1.0, 1.0
# A run needs one line that no chapter of the author's is named by.
_HEAVY = 2.0
_MENU_WORD = 18
_HEAD, _WIDEST_HEAD = 8, 20
# What stands in a foot is short and has no stop.
_LONGEST_FOOT, _WIDEST_GAP = 30, 6
_LONGEST_LABEL, _LEAST_SENTENCE = 120, 20
_LEAST_FOOT, _KNOWN = 4, 0.5
_SHORTEST_WRAPPED = 45
_STOPS = frozenset('.!?…。！？:：;,»”"')
_MARKUP = frozenset("<>{}[]=:/*|@#")
_LEAST_NUMBERS, _LEAST_PAIRS, _LONGEST_NUMBER = 3, 2, 9
# “____________”, then “tides mailing list”, “http://lists.a.org/mailman/listinfo/tides”
_UNDERLINE = late(r"^_{20,100}$|^-{40,100}$")
_LIST_PAGE = late(r"/listinfo/|/mailman/|groups\.google|groups\.io|[Mm]ailing [Ll]ist$")
_LONGEST_FOOTER = 6
# “* [Home](https://a.org)”, an item of a menu of links
_MENU_LINK = late(r"^(?:[*+-]\s{1,4})?\[([^\[\]]{1,24})\]\([^()]{0,300}\)$")
_ADDRESS = late(r"^<?https?://\S{4,300}>?$")


class _Line(Struct, kw_only=True):
    """A filled line, what it weighs, and whether it was taken."""

    number: int
    text: str
    prompt: Prompt
    weight: float
    taken: str = ""


def find(
    lines: Sequence[str], first: int, whole: Whole, framed: AbstractSet[int] = frozenset()
) -> tuple[Aside, ...]:
    """Find the lines to set aside, from line number `first` on, some of them framed by others."""
    numbered = [pair for pair in whole.filled if pair[0] >= first]
    if not numbered:
        return ()
    below = comments.find(numbered)
    found = [_aside(number, "comments", "comment") for number in below.lines]
    found += [_aside(number, "repeat", "duplicate") for number in below.repeats]
    found += [_aside(number, "foot", "furniture") for number in below.foot]
    gone = {aside.span.first for aside in found}
    rest = [_Line(number=n, text=text, prompt=NOTHING, weight=0.0) for n, text in numbered]
    bare = dict.fromkeys(remnants.captions(lines, first), "player")
    bare |= dict.fromkeys(remnants.left(lines, first, whole), "tags")
    notices = may_hold_notice(whole)
    for before, line in zip([None, *rest[:-1]], rest, strict=True):
        if line.number in bare:
            line.prompt, line.weight = Prompt(bare[line.number], SURE), SURE
        elif not (before and line.text[0].islower() and _goes_on(before, line)):
            line.prompt = weigh_line(line.text, notices=notices)
            line.weight = line.prompt.weight
    _take(rest, gone | framed)
    found += [
        _aside(line.number, line.taken, "markup" if line.taken == "tags" else "furniture")
        for line in rest
        if line.taken and line.number not in gone and line.number not in framed
    ]
    return tuple(sorted(found, key=lambda aside: aside.span))


def _take(lines: Sequence[_Line], framed: AbstractSet[int]) -> None:
    """Take the lines that are a platform's by their words, their places, and those beside them."""
    if framed or any(line.prompt.rule for line in lines):
        _weigh_again(lines)
        # Comments are a platform's: what touches them is near a platform's line.
        for line in lines:
            if line.number in framed:
                line.weight, line.taken = SURE, "framed"
        _take_runs(lines)
    _take_menu(lines[:_HEAD])
    if any(line.taken for line in lines):
        _take_head(lines)
        _take_addresses(lines)
        _take_foot(lines)
    _take_list_footer(lines)


def _aside(number: int, rule: str, reason: str) -> Aside:
    return Aside(span=Span(number, number), reason=reason, rule=f"furniture/{rule}")


def _goes_on(before: _Line, line: _Line) -> bool:
    """Tell whether a line that begins small goes on with the wrapped line's sentence above it."""
    return (
        line.number == before.number + 1
        and len(before.text) >= _SHORTEST_WRAPPED
        and not before.weight
        and before.text[-1] not in _STOPS - {","}
    )


def _weigh_again(lines: Sequence[_Line]) -> None:
    """Let position and recurrence add to what the words say; numbers in order are no counts."""
    weighed = [line for line in lines if line.weight >= 1 or line.prompt.rule == LABEL]
    often = Counter([fold(line.text) for line in weighed]) if len(weighed) > 1 else Counter()
    for line in weighed:
        if often[fold(line.text)] > 1:
            line.weight += SURE if line.prompt.rule == LABEL else _RECURRENCE
    if lines[-1].weight >= 1:
        lines[-1].weight += _EDGE
    tallies = [line for line in lines if line.prompt.rule == "tallies"]
    if not tallies:
        return
    dashes = [line for line in tallies if line.text == "--"]
    if len(dashes) == 1:
        # Alone it is what mail programs put above a signature.
        dashes[0].weight = 0.0
    _weigh_counters(lines)
    alone = [
        line
        for before, line, after in zip([None, *lines[:-1]], lines, [*lines[1:], None], strict=True)
        if line.text.isdecimal()
        and len(line.text) <= _LONGEST_NUMBER
        and not (before and before.prompt.rule == "tallies")
        and not (after and after.prompt.rule == "tallies")
    ]
    steps = [int(after.text) == int(before.text) + 1 for before, after in pairwise(alone)]
    if len(alone) >= _LEAST_NUMBERS and sum(steps) >= len(steps) - 1:
        for line in alone:
            line.weight = 0.0


def _weigh_counters(lines: Sequence[_Line]) -> None:
    """Let numbers and the words that they count, each on its line, speak for one another.

    “1.2K”, “Reposts”, “88”, “Quotes”: two such pairs are no accident.
    """
    pairs = [
        (number, word)
        for number, word in pairwise(lines)
        if number.prompt.rule == "tallies"
        and fold(word.text) in (everywhere("counted") | everywhere("counted_with"))
    ]
    if len(pairs) >= _LEAST_PAIRS:
        for number, word in pairs:
            number.weight = max(number.weight, _HEAVY)
            word.weight = max(word.weight, _HEAVY)
            word.prompt = word.prompt if word.prompt.rule else Prompt("counters", _HEAVY)


def _take_runs(lines: Sequence[_Line]) -> None:
    """Take the known lines that stand together where they weigh enough together."""
    run: list[tuple[int, _Line]] = []
    for index, line in enumerate(lines):
        if not line.weight:
            continue
        if run and not _reaches(lines[run[-1][0] : index + 1]):
            _take_run(run, len(lines))
            run = []
        run.append((index, line))
    _take_run(run, len(lines))


def _reaches(lines: Sequence[_Line]) -> bool:
    """Tell whether two known lines reach each other over one line; over text only heavy ones do."""
    before, *between, after = lines
    if len(between) >= _REACH:
        return False
    heavy = min(before.weight, after.weight) >= _HEAVY
    return heavy or all(len(line.text) <= _WIDEST_REACH for line in between)


def _take_run(run: Sequence[tuple[int, _Line]], size: int) -> None:
    """Take a run's lines, if it is heavy; the light ones only right beside others.

    A bare number needs one known neighbour. A word that may head a chapter (“Events”) needs a
    known line, or the document's edge, on either side; and of such words alone no run is heavy.
    """
    weights = [line.weight for _, line in run]
    if sum(weights) < SURE or max(weights) < _HEAVY:
        return
    places = {index for index, _ in run}
    for index, line in run:
        above = index - 1 in places or index == 0
        below = index + 1 in places or index == size - 1
        if line.weight >= _HEAVY or (above and below) or (line.weight < 1 and (above or below)):
            line.taken = line.prompt.rule or line.taken


def _take_menu(lines: Sequence[_Line]) -> None:
    """Take a site's menu, one link or word in capitals a line, under that for its first page."""
    for index, line in enumerate(lines):
        if "](" in line.text and (home := _MENU_LINK.match(line.text)):
            if opening("home").match(fold(home[1])):
                for item in lines[index:]:
                    if not _MENU_LINK.match(item.text):
                        return
                    item.taken = item.taken or "menu"
            continue
        if len(line.text) > _MENU_WORD or not opening("home").opens(line.text):
            continue
        below = lines[index + 1 :]
        size = next((n for n, item in enumerate(below) if not _is_menu_word(item.text)), len(below))
        if size >= _REACH:
            for item in lines[index : index + size + 1]:
                item.taken = item.taken or "menu"
        return


def _is_menu_word(text: str) -> bool:
    return len(text) <= _MENU_WORD and text.isupper() and " " not in text


def _take_head(lines: Sequence[_Line]) -> None:
    """Take the unknown items of a menu above the text: words alone on lines between known ones.

    Titles have more words, and where one has not, no other word stands beside it.
    """
    taken = [index for index, line in enumerate(lines[:_WIDEST_HEAD]) if line.taken]
    for before, after in pairwise(taken):
        gap = lines[before + 1 : after]
        if len(gap) >= _REACH and all(map(_is_item, gap)):
            for line in gap:
                line.taken = "menu"


def _is_item(line: _Line) -> bool:
    return line.text.isalpha() and len(line.text) <= _MENU_WORD


def _take_addresses(lines: Sequence[_Line]) -> None:
    """Take the address under a notice: “To unsubscribe:” and the link to do so."""
    for before, line in pairwise(lines):
        if before.taken == "notices" and not line.taken and _ADDRESS.match(line.text):
            line.taken = "notices"


def _take_foot(lines: Sequence[_Line]) -> None:
    """Take unknown short lines below the text: “Press”, “Teams”, a topic, an address.

    They stand between known lines, or anywhere in a foot of which the better part is known.
    A list of further reading there is the author's, or a field: the gap that it stands in stays.
    """
    last = next((i for i in range(len(lines) - 1, -1, -1) if _is_text(lines[i])), -1)
    taken = [i for i in range(last + 1, len(lines)) if lines[i].taken and lines[i].weight >= 1]
    if not taken:
        return
    top = {fold(line.text) for line in lines[: min(_HEAD, last + 1)]}
    foot = lines[taken[0] :]
    known = sum(bool(line.weight) for line in foot)
    if len(foot) >= _LEAST_FOOT and known >= _KNOWN * len(foot):
        taken.append(len(lines))
    for before, after in pairwise(taken):
        gap = [line for line in lines[before + 1 : after] if not line.taken]
        listed = opening("site_lists").opens(lines[before].text)
        fits = all(line.weight or _may_be_foot(line.text, top, listed=listed) for line in gap)
        if 0 < len(gap) <= _WIDEST_GAP and fits:
            for line in gap:
                line.taken = "foot"


def _is_text(line: _Line) -> bool:
    """Tell whether a line is the author's prose; a foot's own sentences are shorter."""
    if line.taken or line.weight:
        return False
    size = len(line.text)
    # “Who has the key?” may be a title in a site's list.
    return size > _LONGEST_LABEL or (size >= _LEAST_SENTENCE and line.text[-1] in ".…。！？”»")


def _may_be_foot(text: str, top: set[str], *, listed: bool) -> bool:
    """Tell whether an unknown line below the text has the shape of a site's foot.

    A site's own list of titles, “Most read”, has longer lines, and questions among them.
    """
    if not text[0].isalnum() or not _MARKUP.isdisjoint(text):
        return False
    if len(text) > (_LONGEST_LABEL if listed else _LONGEST_FOOT):
        return False
    if text[-1] in _STOPS and not (listed and text[-1] in "?？!！"):
        return False
    whole = fold(text)
    lists = ("further_reading", "by", "conducted_by", "credit", "farewell")
    opened = [match for field in lists if (match := opening(field).match(whole))]
    # “De” opens a byline in one language, and in others half of all titles.
    return whole not in top and all(listed and match.end() <= _REACH for match in opened)


def _take_list_footer(lines: Sequence[_Line]) -> None:
    """Take what a mailing list puts below a mail: a rule, its name, its address, its page."""
    foot = range(max(0, len(lines) - _LONGEST_FOOTER), len(lines))
    ruled = [i for i in foot if lines[i].text[0] in "_-" and _UNDERLINE.match(lines[i].text)]
    start = ruled[0] if ruled else len(lines) - 1
    below = lines[start + 1 :]
    if not below or not any(_LIST_PAGE.search(line.text) for line in below):
        return
    # Over an archive's own links the rule is the mail's; over a list's name it is the list's.
    for line in below if below[0].taken else lines[start:]:
        line.taken = line.taken or "list-footer"
