"""Tells Jinja how to write the code of our templates, so that pages cost little to make.

Comes in: a template's tree, and from its environment `say`, which translates, and `plain`, the
names of fields that may be read of anything. Goes out: Python for Jinja to run, and what it calls.
Must not know: contexts, pages, themes. A page is the same as Jinja would make it by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, MutableMapping
from functools import lru_cache
from typing import Any

from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.runtime import Context, Macro
from jinja2.sandbox import SandboxedEnvironment
from jinja2.utils import missing
from markupsafe import Markup, escape

from backissues.patterns import late
from backissues.text.legible import allowed, safe

# What stands in a sentence for a value: %(number)s; not %%, %d.
_PLACE = late(r"%\((\w+)\)s")


class Compiler(CodeGenerator):
    """Writes what a template says in the language of its environment, once and not on each page."""

    _shown: nodes.Call | None = None
    _gathers = True

    # The names and arguments of its methods are Jinja's.
    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Write a template."""
        # What is included without context Jinja yields at once, even where others are gathered.
        self._gathers = all(one.with_context for one in node.find_all(nodes.Include))
        self.writeline("Plain, printed = environment.macro, environment.printed")
        super().visit_Template(node, frame)

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        """Write what a template or a block shows, gathered and yielded as one.

        A page is made of 130 pieces, of which each would pass through four generators.
        """
        gathers = frame.buffer is None and self._gathers
        if gathers:
            self.buffer(frame)
        super().blockvisit(nodes, frame)
        if gathers and not (frame.toplevel and self.has_known_extends):
            self.writeline(f"yield concat({frame.buffer})")

    def visit_Block(self, node: nodes.Block, frame: Frame) -> None:  # noqa: N802
        """Write a call of a block."""
        is_ordinary = not (node.scoped or node.required or (frame.toplevel and self.extends_so_far))
        if frame.buffer is None or not is_ordinary:
            super().visit_Block(node, frame)
        else:
            called = f"context.blocks[{node.name!r}][0](context)"
            self.writeline(f"{frame.buffer}.extend({called})", node)

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """Write how a macro is made."""
        ref = macro_ref
        is_plain = not (ref.accesses_caller or ref.accesses_kwargs or ref.accesses_varargs)
        self.write("Plain(" if is_plain else "(")
        super().macro_def(macro_ref, frame)
        self.write(")")

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
        elif _counts(node):
            self.write("environment.counted(")
            self._write_values(node, frame)
            for value in node.kwargs:
                self.visit(value, frame)
                self.write(", ")
            self.write(")")
        elif node is self._shown:
            self._write_shown(node, frame)
        else:
            super().visit_Call(node, frame, forward_caller=forward_caller)

    def _write_shown(self, node: nodes.Call, frame: Frame) -> None:
        """Write a call whose result is shown, and nothing else is done to it.

        A page calls some fifty macros, which are small: Jinja's way to do so costs as much as they
        do. What a macro gives is fit for a page as it is.
        """
        loop = "_loop_vars" if frame.loop_frame else "None"
        block = "_block_vars" if frame.block_frame else "None"
        self.write("called._func(")
        self._write_values(node, frame)
        self.write(") if type(called := ")
        self.visit(node.node, frame)
        self.write(f") is Plain and called._argument_count >= {len(node.args)} else ")
        self.write(f"environment.shown(context, {loop}, {block}, called, ")
        self._write_values(node, frame)
        self.write(")")

    def _write_values(self, node: nodes.Call, frame: Frame) -> None:
        for value in node.args:
            self.visit(value, frame)
            self.write(", ")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """Write how a field is read: at once where it is there, at a third of what Jinja takes.

        Three hundred times a page; and the sandbox has nothing to say of the fields of ours.
        """
        name = node.attr
        if name in self.environment.plain and _is_path(node.node):  # type: ignore[attr-defined]
            self.write("(found if (found := getattr(")
            self.visit(node.node, frame)
            self.write(f", {name!r}, missing)) is not missing else environment.getattr(")
            self.visit(node.node, frame)
            self.write(f", {name!r}))")
        else:
            super().visit_Getattr(node, frame)

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
        self._shown = None
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:
            match node:
                case nodes.Call(kwargs=[], dyn_args=None, dyn_kwargs=None):
                    self._shown = node
                    self.write("(")
                case _:
                    self.write("printed(")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ANN401
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:
            self.write(")")
        else:
            super()._output_child_post(node, frame, finalize)


def _counts(node: nodes.Call) -> bool:
    """Tell whether a call gives a sentence of ours for a number."""
    match node:
        case nodes.Call(
            node=nodes.Name(name="ngettext"), args=[_, _, _], dyn_args=None, dyn_kwargs=None
        ):
            return True
    return False


def _is_path(node: nodes.Expr) -> bool:
    """Tell whether an expression is a name, or a field of one: to work it out again is nothing."""
    return isinstance(node, nodes.Name) or (isinstance(node, nodes.Getattr) and _is_path(node.node))


class Quick(Environment):
    """Finds a template that it has by its name: each page asks for ten, by `extends` and `import`.

    None of them changes while an environment lasts, and all of them have the same globals.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401  (Jinja's)
        super().__init__(*arguments, **options)
        self._found: dict[object, Template] = {}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002
    ) -> Template:
        """Return a template, as Jinja finds it for the first time."""
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = super().get_template(name, parent, globals)
        return found

    def chosen(self, names: tuple[str, ...]) -> Template:
        """Return the first of some templates that there is."""
        found = self._found.get(names)
        if found is None:
            found = self._found[names] = self.select_template(list(names))
        return found


class Plain(Macro):
    """A macro that takes no more than it names: it may be called as a mere function."""

    def __init__(self, macro: Macro) -> None:
        vars(self).update(vars(macro))
        # What is not given is missing, as Jinja would say.
        self._func.__defaults__ = (missing,) * self._argument_count


def showing(environment: Environment) -> Callable[..., str]:
    """Return how the result of a call is shown that is no plain macro's."""

    def shown(
        context: Context,
        loop: dict[str, Any] | None,
        block: dict[str, Any] | None,
        called: Any,  # noqa: ANN401
        *values: Any,  # noqa: ANN401
    ) -> str:
        if called is once:
            text: str = once(*values)
            return text
        own = {"_loop_vars": loop, "_block_vars": block}
        named = {name: value for name, value in own.items() if value is not None}
        if isinstance(environment, SandboxedEnvironment):
            return printed(environment.call(context, called, *values, **named))
        return printed(context.call(called, *values, **named))

    return shown


def once(macro: Macro, *values: Hashable) -> str:
    """Return what a macro makes of some values, which it makes once.

    A line of a list takes 50 µs, and an article with six tags stands in ten lists.
    """
    text = once_as_bytes(macro, *values).decode("utf-8", "surrogatepass")
    return Markup(text)  # noqa: S704  (what a macro makes is)


# As bytes, for one curly quote makes a string twice as long; and each worker has its own 10,000.
@lru_cache(maxsize=20_000)
def once_as_bytes(macro: Macro, *values: Hashable) -> bytes:
    """Return what a macro makes of some values as UTF-8."""
    made: str = macro(*values)
    return made.encode("utf-8", "surrogatepass")


def counting(count: Callable[[str, str, int], str]) -> Callable[..., Markup]:
    """Return `ngettext` for templates, in which values of a sentence are escaped."""

    def made(one: str, many: str, number: int, **values: object) -> Markup:
        shown = {name: printed(value) for name, value in {"num": number, **values}.items()}
        return Markup(count(one, many, number) % shown)  # noqa: S704  (a sentence of ours)

    # “12 articles” stands on each page of a term a dozen times.
    known = lru_cache(maxsize=2_000, typed=True)(made)

    def ngettext(one: str, many: str, number: int, **values: Hashable) -> Markup:
        try:
            return known(one, many, number, **values)
        except TypeError:  # a value that can be shown, and not remembered
            return made(one, many, number, **values)

    return ngettext


def printable(value: Any) -> Any:  # noqa: ANN401  (whatever a template prints)
    """Keep out of a page the characters that HTML forbids, whatever field they come from."""
    return allowed(value) if isinstance(value, str) and not isinstance(value, Markup) else value


class _Shown(dict[str, str]):
    """What texts are on a page. Of the two hundred of a page nine in ten stood on others, too."""

    _MOST, _LONGEST = 10_000, 200

    def __missing__(self, text: str) -> str:
        shown = safe(text if text.isprintable() else allowed(text))
        if len(text) <= self._LONGEST:
            if len(self) >= self._MOST:
                self.clear()
            self[text] = shown
        return shown


_SHOWN = _Shown()


def printed(value: Any) -> str:  # noqa: ANN401
    """Return what a template shows of a value: printable and escaped.

    Three hundred times a page: a Markup of each, which Jinja makes, costs as much as all the rest.
    """
    kind = type(value)
    if kind is str:
        return _SHOWN[value]
    if kind is int:  # counts, and the places of a drawing
        return str(value)
    return value if kind is Markup else escape(printable(value))
