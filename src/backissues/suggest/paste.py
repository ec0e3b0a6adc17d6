"""Writes suggestions as lines of `tags.yml`, or as JSON.

Comes in: suggestions. Goes out: text. Must not know: how they were found.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from backissues.suggest import Suggestion
from backissues.text.yaml_writing import remark, written

# More than a person looks through at once.
_MOST = 100


def as_yaml(suggestions: Sequence[Suggestion], *, folder: str) -> str:
    """Write the first suggestions as terms, ready to be pasted, with the counts as remarks."""
    return "\n".join(_lines(suggestions, folder)) + "\n"


def _lines(suggestions: Sequence[Suggestion], folder: str) -> Iterator[str]:
    where = remark(folder)
    if not suggestions:
        yield f"# Nothing recurs in {where} that its tags.yml lacks."
        return
    yield f"# What recurs in {where} and is not in its tags.yml: the most spoken of first."
    yield "# Take what a reader would look for. For `name` write person, organisation, product,"
    yield "# place or event; without `sort`, a term is a topic, found in small letters too."
    for one in suggestions[:_MOST]:
        places = ", ".join(f"{place.path}:{place.line}" for place in one.places)
        yield ""
        yield remark(f"# {_counted(one)}: {places}")
        yield f"{written(one.label)}:"
        if one.aliases:
            yield f"  aliases: [{', '.join(map(written, one.aliases))}]"
        if one.proper:
            yield "  sort: name"
        if not one.aliases and not one.proper:
            yield "  sort: topic"
    if len(suggestions) > _MOST:
        yield ""
        yield f"# {len(suggestions) - _MOST} more follow; --json gives all."


def _counted(one: Suggestion) -> str:
    documents = f"{one.documents} document{'' if one.documents == 1 else 's'}"
    return f"{one.mentions} mention{'' if one.mentions == 1 else 's'} in {documents}"


def as_json(suggestions: Iterable[Suggestion]) -> str:
    """Write all suggestions, one JSON object a line."""
    return "".join(
        json.dumps(msgspec.to_builtins(one), ensure_ascii=False) + "\n" for one in suggestions
    )
