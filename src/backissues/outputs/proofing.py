"""Reads the templates of a collection before any page is made, as a printer reads proofs.

Comes in: the settings with their theme. Goes out: diagnostics with file and line: what cannot be
parsed, names and blocks that do not exist, templates that no page uses.
Must not know: articles; the template of a page that this archive lacks is proofed as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from jinja2 import TemplateSyntaxError, nodes
from jinja2.meta import find_undeclared_variables
from msgspec import Struct, msgpack

from backissues.codes import diagnose
from backissues.model import Diagnostic, Settings
from backissues.outputs.contexts.table import context_of
from backissues.outputs.faults import located, place, said, unreadable
from backissues.outputs.render import Press, press
from backissues.outputs.templates import MACROS, ORIGINAL, family

# Nodes that name other templates.
_References = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)


def proof(settings: Settings) -> tuple[Diagnostic, ...]:
    """Say what is wrong with the templates of a collection; an error means: no page can be made.

    A template that cannot be parsed says nothing of names; so the first step that finds a fault
    is the last.
    """
    if not settings.theme.templates:
        return ()
    own = press(settings)
    steps = (_unparsed, _dangling, _unknown, _unused)
    for step in steps:
        found = tuple(step(own))
        if found:
            return found
    return ()


def _unparsed(own: Press) -> Iterator[Diagnostic]:
    """Find templates that cannot be read, or are no templates."""
    for name, _ in own.loader.owned():
        try:
            own.environment.get_template(name)
        except (OSError, UnicodeDecodeError) as error:
            yield unreadable(name, error)
        except TemplateSyntaxError as error:
            found = located(error, own.loader)
            if found is not None:
                yield found


def _dangling(own: Press) -> Iterator[Diagnostic]:
    """Find references that lead to no template, and templates that extend themselves."""
    known = own.loader.list_templates()
    for name, _ in own.loader.owned():
        for node in own.tree(name).find_all(_References):
            goals = _goals(node)
            optional = isinstance(node, nodes.Include) and node.ignore_missing
            if goals and not optional and not any(own.loader.has(goal) for goal in goals):
                why = f"there is no template “{goals[0]}”"
                advice = _near(goals[0], known, otherwise="docs/templates.md lists them all")
                yield said(name, node.lineno, why=why, advice=advice)
            elif isinstance(node, nodes.Extends) and name in _above(own, name):
                why = "it extends itself"
                advice = f"ours is reached by {{% extends “{ORIGINAL}{name}” %}}"
                yield said(name, node.lineno, why=why, advice=advice)


def _unknown(own: Press) -> Iterator[Diagnostic]:
    """Find names, macros and blocks that are not there to be shown or filled."""
    for name, _ in own.loader.owned():
        yield from _blocks(own, name)
        yield from _macros(own, name)
        if name.startswith(MACROS):
            yield from _signatures(own, name)
            yield from _free(own, name)
    yield from _names(own)


def _blocks(own: Press, name: str) -> Iterator[Diagnostic]:
    """Find blocks that a template fills, and that nothing above it has."""
    tree = own.tree(name)
    above = _above(own, name)
    if not above:
        return
    there = {block.name for other in above for block in own.tree(other).find_all(nodes.Block)}
    inside = {
        inner.name
        for block in tree.find_all(nodes.Block)
        for inner in block.find_all(nodes.Block)
        if inner is not block
    }
    for block in tree.find_all(nodes.Block):
        if block.name not in there | inside:
            why = f"there is no block “{block.name}” in {above[0]}"
            advice = _near(block.name, there, otherwise=f"its blocks are: {_listed(there)}")
            yield said(name, block.lineno, why=why, advice=advice)


def _macros(own: Press, name: str) -> Iterator[Diagnostic]:
    """Find names that a template takes from another one, which does not have them."""
    for node in own.tree(name).find_all(nodes.FromImport):
        goals = [goal for goal in _goals(node) if own.loader.has(goal)]
        if not goals:
            continue
        there = _given(own.tree(goals[0]))
        for asked in node.names:
            macro = asked if isinstance(asked, str) else asked[0]
            if macro not in there:
                why = f"there is no macro “{macro}” in {goals[0]}"
                advice = _near(macro, there, otherwise=f"its macros are: {_listed(there)}")
                yield said(name, node.lineno, why=why, advice=advice)


def _signatures(own: Press, name: str) -> Iterator[Diagnostic]:
    """Find macros that cannot be called as our templates call those that they replace."""
    if not own.loader.has(ORIGINAL + name):
        return
    ours = {macro.name: macro for macro in own.tree(ORIGINAL + name).find_all(nodes.Macro)}
    # Ours come first in the tree: what stands behind them is the collection's.
    theirs = {macro.name: macro for macro in own.tree(name).find_all(nodes.Macro)}
    for macro in theirs.values():
        original = ours.get(macro.name, macro)
        taken, wanted = _taken(macro), _taken(original)
        demanded = taken[: len(taken) - len(macro.defaults)]
        if len(taken) < len(wanted) or len(demanded) > len(wanted):
            why = f"macro “{macro.name}” takes ({', '.join(taken)})"
            advice = f"ours takes ({', '.join(wanted)}): take as many; more of them need a default"
            yield said(name, macro.lineno, why=why, advice=advice)


def _free(own: Press, name: str) -> Iterator[Diagnostic]:
    """Find names of macros that nobody gives them: they know what they take, and no page."""
    tree = own.tree(name)
    known = _bound(tree) | set(own.environment.globals)
    for lacking in sorted(find_undeclared_variables(tree) - known):
        line = _asked(tree, lacking)
        if line is not None:
            why = f"“{lacking}” is given to no macro of this file"
            advice = "let the macro take it: macros do not see what the page shows"
            yield said(name, line, why=why, advice=advice)


def _names(own: Press) -> Iterator[Diagnostic]:
    """Find names that a page's context lacks, each once a template."""
    told: set[tuple[str, str]] = set()
    for page in own.loader.list_templates():
        context = context_of(page)
        if context is None:
            continue
        chain = [page, *_above(own, page)]
        bound = set(own.environment.globals).union(*(_names_in(own, name).bound for name in chain))
        fields = set(context.__struct_fields__)
        for name in filter(own.loader.own, chain):
            for lacking in sorted(_names_in(own, name).asked - fields - bound):
                line = _asked(own.tree(name), lacking)
                if line is not None and (name, lacking) not in told:
                    told.add((name, lacking))
                    why = f"“{lacking}” is no name of {page}"
                    advice = _near(lacking, fields, otherwise=f"its names are: {_listed(fields)}")
                    yield said(name, line, why=why, advice=advice)


def _unused(own: Press) -> Iterator[Diagnostic]:
    """Find templates that no page is made of: their names are mistyped, perhaps."""
    pages = [name for name in own.loader.list_templates() if context_of(name)]
    used = {name for page in pages for name in family(own.environment, own.loader, page)}
    ours = [name for name in own.loader.list_templates() if not own.loader.own(name)]
    for name in own.loader.hidden:
        yield diagnose("P-015", place(name), advice="that folder stands for ours; rename it")
    for name, _ in own.loader.owned():
        if name not in used:
            advice = _near(name, ours, otherwise="a template of ours that it replaces has its name")
            yield diagnose("P-015", place(name), advice=advice)


# --- what a template says -------------------------------------------------------------------------


class _Names(Struct, frozen=True, array_like=True):
    """What a template says of others: which it extends, which names it asks for and gives itself.

    That is kept from build to build: to parse all templates takes 0.2 s.
    """

    parents: tuple[str, ...]
    asked: frozenset[str]
    bound: frozenset[str]


@lru_cache(maxsize=200)
def _names_in(own: Press, name: str) -> _Names:
    return msgpack.decode(own.loader.found(own.environment, "names", name, _read), type=_Names)


def _read(tree: nodes.Template) -> bytes:
    parents = tuple(goal for node in tree.find_all(nodes.Extends) for goal in _goals(node))
    asked = frozenset(find_undeclared_variables(tree))
    return msgpack.encode(_Names(parents, asked, frozenset(_bound(tree))))


def _goals(node: nodes.Node) -> list[str]:
    """Return the templates that a node names outright, the first that exists counting."""
    template = getattr(node, "template", None)
    items = template.items if isinstance(template, (nodes.List, nodes.Tuple)) else [template]
    texts = [item.value for item in items if isinstance(item, nodes.Const)]
    return [text for text in texts if isinstance(text, str)] if len(texts) == len(items) else []


def _above(own: Press, name: str) -> list[str]:
    """Return the templates that a template extends, the nearest first, each once."""
    above: list[str] = []
    while True:
        parents = _names_in(own, name).parents
        if not parents or not own.loader.has(parents[0]) or parents[0] in above:
            return above
        name = parents[0]
        above.append(name)


def _given(tree: nodes.Template) -> set[str]:
    """Return what others may import from a template: its macros, and what it sets at its top."""
    macros = {node.name for node in tree.body if isinstance(node, nodes.Macro)}
    sets = [node for node in tree.body if isinstance(node, (nodes.Assign, nodes.AssignBlock))]
    names = [name for node in sets for name in node.find_all(nodes.Name) if name.ctx == "store"]
    return macros | {name.name for name in names}


def _taken(macro: nodes.Macro) -> list[str]:
    """Return what a macro takes."""
    return [argument.name for argument in macro.args]


def _bound(tree: nodes.Template) -> set[str]:
    """Return the names that a template gives itself, wherever."""
    bound = {node.name for node in tree.find_all(nodes.Name) if node.ctx != "load"}
    bound |= {node.name for node in tree.find_all(nodes.Macro)}
    bound |= {node.target for node in tree.find_all(nodes.Import)}
    for node in tree.find_all(nodes.FromImport):
        bound |= {name if isinstance(name, str) else name[1] for name in node.names}
    return bound


def _asked(tree: nodes.Template, name: str) -> int | None:
    """Return the line that first shows a name; None where it is asked for whether it is there."""
    tests = [
        test.node for test in tree.find_all(nodes.Test) if test.name in {"defined", "undefined"}
    ]
    if any(isinstance(node, nodes.Name) and node.name == name for node in tests):
        return None
    return next((node.lineno for node in tree.find_all(nodes.Name) if node.name == name), None)


def _near(word: str, known: Iterable[str], *, otherwise: str) -> str:
    """Say what was meant, perhaps."""
    import difflib  # noqa: PLC0415 - only a mistake asks for it

    near = difflib.get_close_matches(word, sorted(known), n=1)
    return f"did you mean “{near[0]}”?" if near else otherwise


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"
