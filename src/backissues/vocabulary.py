"""Reads `tags.yml`: the controlled vocabulary, each term with its aliases, sort and description.

Comes in: the folder of a collection. Goes out: terms in the order of the file, no name of one
standing for another. A term is `Label:` with its keys below it, or `- label: …` in a list.
Must not know: how terms are found in a text, or how they are shown.
"""

from __future__ import annotations

from pathlib import Path

from backissues.codes import diagnose
from backissues.model import Diagnostic, Setting, Term
from backissues.text import values
from backissues.text.legible import is_seen
from backissues.text.yaml_tree import YamlList, YamlMap, YamlNode, YamlText
from backissues.text.yamlfile import read_yaml_file

FILE = "tags.yml"
_EXPECTED = {
    "aliases": values.TEXTS,
    "formerly": values.TEXTS,
    "sort": values.TEXT,
    "description": values.TEXT,
}


def load_vocabulary(folder: Path) -> tuple[tuple[Term, ...], tuple[Diagnostic, ...]]:
    """Read the collection's `tags.yml`, if it has one."""
    file = folder / FILE
    if not file.exists():
        return (), ()
    node, odd = read_yaml_file(file, FILE)
    found = list(odd)
    holders: dict[str, str] = {}
    terms: list[Term] = []
    for label, value in _labelled(node, found):
        if not is_seen(label.text):
            found.append(values.refuse("label", label, path=FILE, sentence="a text is expected"))
            continue
        settings, wrong = values.read_settings(_keys(value), FILE, _EXPECTED)
        found += wrong
        term = _term(label, settings, holders=holders, found=found)
        if term is not None:
            terms.append(term)
    return tuple(terms), tuple(found)


def _labelled(node: YamlNode | None, found: list[Diagnostic]) -> list[tuple[YamlText, YamlNode]]:
    """Return each term's label with what is said of it, from either form of the file."""
    if not isinstance(node, YamlList):
        return list(values.entries(node, FILE, found))
    terms: list[tuple[YamlText, YamlNode]] = []
    for item in node.items:
        if isinstance(item, YamlText):
            terms.append((item, YamlMap((), item.line, item.column)))
            continue
        pairs = values.entries(item, FILE, found)
        label = next((value for key, value in pairs if key.text == "label"), item)
        if isinstance(label, YamlText):
            rest = tuple(pair for pair in pairs if pair[0].text != "label")
            terms.append((label, YamlMap(rest, item.line, item.column)))
        else:
            found.append(values.refuse("label", label, path=FILE, sentence="a text is expected"))
    return terms


def _keys(value: YamlNode) -> YamlNode | None:
    """Return the mapping below a label; nothing is no fault, and a bare list holds aliases."""
    if isinstance(value, YamlList):
        key = YamlText("aliases", value.line, value.column)
        return YamlMap(((key, value),), value.line, value.column)
    return None if isinstance(value, YamlText) and not value.text else value


def _term(
    label: YamlText,
    settings: dict[str, Setting],
    *,
    holders: dict[str, str],
    found: list[Diagnostic],
) -> Term | None:
    """Make a term; a name that an earlier term has is left to that one."""
    name = label.text.strip()
    # What a term was once called means it still, in texts that were written then.
    written = {name: label.line}
    for key in ("aliases", "formerly"):
        if key in settings:
            written |= dict.fromkeys(settings[key].values, settings[key].line)
    kept: list[str] = []
    for alias, line in written.items():
        holder = holders.setdefault(alias, name)
        if holder == name:
            kept.append(alias)
            continue
        found.append(diagnose("S-021", FILE, line, alias=alias, first=holder, second=name))
    if name not in kept:
        return None
    default = Term(label=name)
    return Term(
        label=name,
        aliases=tuple(alias for alias in kept if alias != name),
        formerly=settings["formerly"].values if "formerly" in settings else default.formerly,
        sort=settings["sort"].values[0] if "sort" in settings else default.sort,
        description=settings["description"].values[0] if "description" in settings else "",
    )
