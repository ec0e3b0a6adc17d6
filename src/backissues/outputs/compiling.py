"""Tells Jinja how to write the code of our templates, so that pages cost little to make.

Comes in: a template's tree, and from its environment `say`, which translates, and `printed`.
Goes out: the Python that Jinja runs.
Must not know: contexts, pages, themes. A page is the same as Jinja would make it by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator
from functools import lru_cache
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Macro
from markupsafe import Markup, escape

from backissues.text.legible import allowed, safe

# What stands in a sentence for a value: %(number)s; not %%, %d.
_PLACE = re.compile(r"%\((\w+)\)s")


class Compiler(CodeGenerator):
    """Writes what a template says in the language of its environment, once and not on each page."""

    # The names and arguments of its methods are Jinja's.
    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802
        """Write what is shown, a sentence as its words with values between them."""
        said = [part for child in node.nodes for part in self._said(child)]
        super().visit_Output(nodes.Output(said, lineno=node.lineno), frame)

    def visit_Call(  # noqa: N802
        self,
        node: nodes.Call,
        frame: Frame,
        forward_caller: bool = False,  # noqa: FBT001, FBT002
    ) -> None:
        """Write a call; one that only translates a sentence is the translation."""
        said = list(self._said(node))
        if len(said) == 1 and isinstance(said[0], nodes.TemplateData):
            self.visit(said[0], frame)
        else:
            super().visit_Call(node, frame, forward_caller=forward_caller)

    def _said(self, node: nodes.Expr) -> Iterator[nodes.Expr]:
        """Yield what a node shows: of a sentence to translate its pieces, of any other itself."""
        match node:
            case nodes.Call(
                node=nodes.Name(name="_" | "gettext"),
                args=[nodes.Const(value=str(sentence))],
                dyn_args=None,
                dyn_kwargs=None,
            ):
                pieces = self._pieces(sentence, {one.key: one.value for one in node.kwargs})
                yield from pieces or [node]
            case _:
                yield node

    def _pieces(self, sentence: str, values: dict[str, nodes.Expr]) -> list[nodes.Expr]:
        """Part a sentence at its values; nothing where it holds what only formatting knows."""
        parts = _PLACE.split(self.environment.say(sentence))  # type: ignore[attr-defined]
        words = [part.replace("%%", "") for part in parts[::2]]
        if any("%" in part for part in words) or not values.keys() >= {*parts[1::2]}:
            return []
        return [
            values[part] if place % 2 else nodes.TemplateData(part.replace("%%", "%"))
            for place, part in enumerate(parts)
        ]

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ANN401
        """Show a value by a call of `printed`, in the place of two that Jinja makes."""
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:
            self.write("environment.printed(")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ANN401
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:
            self.write(")")
        else:
            super()._output_child_post(node, frame, finalize)


@lru_cache(maxsize=20_000)
def once(macro: Macro, *values: Hashable) -> str:
    """Return what a macro makes of some values, which it makes once.

    A line of a list takes 50 µs, and an article with six tags stands in ten lists.
    """
    return macro(*values)


def counting(count: Callable[[str, str, int], str]) -> Callable[..., Markup]:
    """Return `ngettext` for templates, in which values of a sentence are escaped."""

    def ngettext(one: str, many: str, number: int, **values: object) -> Markup:
        shown = {name: printed(value) for name, value in {"num": number, **values}.items()}
        return Markup(count(one, many, number) % shown)  # noqa: S704  (a sentence of ours)

    return ngettext


def printable(value: Any) -> Any:  # noqa: ANN401  (whatever a template prints)
    """Keep out of a page the characters that HTML forbids, whatever field they come from."""
    return allowed(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def printed(value: Any) -> str:  # noqa: ANN401
    """Return what a template shows of a value: printable and escaped.

    Three hundred times a page: a Markup of each, which Jinja makes, costs as much as all the rest.
    """
    kind = type(value)
    if kind is str:
        return safe(value if value.isprintable() else allowed(value))
    return value if kind is Markup else escape(printable(value))
