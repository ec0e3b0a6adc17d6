"""Finds templates: a collection's own before ours, and ours under `original/` in any case.

Comes in: the templates that a collection brings. Goes out: a loader for the renderer, and what a
template is made of: those that it extends, includes and imports.
Must not know: contexts, pages, settings.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import BaseLoader, Environment, Template, TemplateNotFound, nodes
from jinja2.loaders import split_template_path
from jinja2.meta import find_referenced_templates
from msgspec import json

from backissues import assets
from backissues.model import Brought
from backissues.outputs.kept import kept

# `{% extends "original/article.html" %}`: what a template of a collection builds on.
ORIGINAL = "original/"
# A file here holds macros. One of a collection needs those that it changes, and no others.
MACROS = "macros/"


class Loader(BaseLoader):
    """Loads templates by name."""

    def __init__(self, own: tuple[Brought, ...] = (), *, edition: str = "") -> None:
        """Know a collection's templates; `edition` tells apart what is kept of other presses."""
        self._edition = edition
        # What a collection puts below `original/` must not stand in the way of ours.
        self.hidden = tuple(one.name for one in own if one.name.startswith(ORIGINAL))
        self._own = {one.name: one.file for one in own if one.name not in self.hidden}
        self._files: dict[str, Path] = {}
        self._bytes: dict[Path, bytes] = {}
        self._trees: dict[str, nodes.Template] = {}

    def owned(self) -> list[tuple[str, Path]]:
        """Return the collection's templates by name, in order."""
        return sorted(self._own.items())

    def has(self, name: str) -> bool:
        """Tell whether a name means a template."""
        try:
            self.file(name)
        except TemplateNotFound:
            return False
        return True

    def own(self, name: str) -> Path | None:
        """Return the collection's file of a template's name."""
        return self._own.get(name)

    def file(self, name: str) -> Path:
        """Return the file that a name means; no name leads out of the folders of templates."""
        found = self._own.get(name) or self._files.get(name)
        if found is None:
            found = assets.templates().joinpath(*split_template_path(name.removeprefix(ORIGINAL)))
            if not found.is_file():
                raise TemplateNotFound(name)
            self._files[name] = found
        return found

    def data(self, name: str) -> bytes:
        """Return the bytes of a template, read once: keys and pages must be of the same."""
        file = self.file(name)
        if file not in self._bytes:
            self._bytes[file] = file.read_bytes()
        return self._bytes[file]

    def first(self, names: Sequence[str]) -> str:
        """Return the first of these names that means a template."""
        for name in filter(self.has, names):
            return name
        raise TemplateNotFound(names[-1])

    def get_source(
        self,
        environment: Environment,  # noqa: ARG002
        template: str,
    ) -> tuple[str, str, Callable[[], bool] | None]:
        """Return a template's text and file."""
        return self.data(template).decode("utf-8-sig"), str(self.file(template)), None

    def tree(self, environment: Environment, name: str) -> nodes.Template:
        """Parse a template, once: a page's key asks for all that it is made of."""
        if name not in self._trees:
            self._trees[name] = self._parsed(environment, name)
        return self._trees[name]

    def _parsed(self, environment: Environment, name: str) -> nodes.Template:
        """Parse a template; macros of a collection stand behind those of the same file of ours.

        Of two macros of one name the later counts, in the macros that use it as well.
        """
        text, file, _ = self.get_source(environment, name)
        tree = environment.parse(text, name, file)
        if name.startswith(MACROS) and self.own(name) and self._has_original(name):
            ours, _, _ = self.get_source(environment, ORIGINAL + name)
            original = environment.parse(ours, ORIGINAL + name)
            # A fault that shows in ours was made by the file that changes them.
            original.set_lineno(1, override=True)
            tree.body = [*original.body, *tree.body]
        return tree

    def _has_original(self, name: str) -> bool:
        return (assets.templates() / name).is_file()

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 (Jinja's own name)
    ) -> Template:
        """Compile a template, or take what it was compiled to.

        To parse and compile all of ours takes 0.4 seconds, to load the code three milliseconds.
        """
        data = self.compiled(environment, name)
        code: CodeType = marshal.loads(data)  # noqa: S302 - our own: `unpack` sees to that
        # Jinja gives a chain of dictionaries, which it then copies for each page, link by link.
        return environment.template_class.from_code(environment, code, dict(globals or {}), None)

    def compiled(self, environment: Environment, name: str) -> bytes:
        """Return what a template was compiled to, or compile it."""

        def compile_() -> bytes:
            tree = self.tree(environment, name)
            return marshal.dumps(environment.compile(tree, name, str(self.file(name))))

        return self._kept("code", name, compile_)

    def references(self, environment: Environment, name: str) -> Sequence[str | None]:
        """Return the names that a template asks for; None stands for one that is worked out."""

        def find(tree: nodes.Template) -> bytes:
            return json.encode(sorted({*find_referenced_templates(tree)}, key=str))

        return json.decode(self.found(environment, "references", name, find), type=list[str | None])

    def found(
        self,
        environment: Environment,
        what: str,
        name: str,
        find: Callable[[nodes.Template], bytes],
    ) -> bytes:
        """Return what is found in a template, which is parsed for that once in several builds."""
        return self._kept(what, name, lambda: find(self.tree(environment, name)))

    def _kept(self, what: str, name: str, make: Callable[[], bytes]) -> bytes:
        """Return what an earlier build made of a template, or make it."""
        # Code names its file, for the sake of tracebacks. Names may hold what is not UTF-8.
        total = f"{fingerprint(self, name).hex()} {str(self.file(name))!a}"
        return kept(f"{what} {self._edition} {name!a}", total, make)

    def list_templates(self) -> list[str]:
        """Return the names of all templates, ours and the collection's."""
        folder = assets.templates()
        ours = {file.relative_to(folder).as_posix() for file in folder.rglob("*.html")}
        return sorted(ours | self._own.keys())


def family(environment: Environment, loader: Loader, name: str) -> Iterator[str]:
    """Yield what a page of a template is made of: its own name first, each other one once.

    A name that is worked out while the page is made may be any: then all of them are yielded.
    """
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        try:
            found = loader.references(environment, name)
        except TemplateNotFound:
            continue
        yield name
        every = loader.list_templates() if None in found else ()
        waiting += sorted({*every, *(other for other in found if other is not None)}, reverse=True)


def fingerprint(loader: Loader, name: str) -> bytes:
    """Return the sum of a template's bytes, and of those that it adds its own to."""
    digest = hashlib.sha256(loader.data(name) + b"\0")
    if name.startswith(MACROS) and loader.own(name):
        with contextlib.suppress(TemplateNotFound):
            digest.update(loader.data(ORIGINAL + name))
    return digest.digest()
