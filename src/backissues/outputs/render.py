"""Renders a page: a template and its context in, the bytes of a file out.

Comes in: a value of `contexts`, names of templates, the settings, whose theme may bring templates.
Goes out: UTF-8 bytes. Escaping is on, and a name that the context lacks is an error.
Must not know: articles, addresses.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec
from jinja2 import StrictUndefined, nodes
from jinja2.sandbox import SandboxedEnvironment
from msgspec import Struct, structs

from backissues import __version__
from backissues.codes import FaultError
from backissues.model import Brought, Settings
from backissues.outputs import contexts
from backissues.outputs.compiling import (
    Compiler,
    Plain,
    Quick,
    counting,
    once,
    once_as_bytes,
    printable,
    printed,
    showing,
)
from backissues.outputs.faults import located
from backissues.outputs.interface import LOCALES, Interface, interface
from backissues.outputs.templates import Loader, family, fingerprint

# What msgspec cannot write, which takes a tenth of the time: half characters, a theme's own types.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


# What a template may read of any value: fields of ours. None of them leads to Python's insides.
_FIELDS = frozenset(
    name
    for kind in vars(contexts).values()
    if isinstance(kind, type) and issubclass(kind, Struct)
    for name in kind.__struct_fields__
)


class _Sandbox(Quick, SandboxedEnvironment):
    """The environment of a collection that brings templates."""


class Press(NamedTuple):
    """What the pages of one language and theme are made with."""

    environment: Quick
    loader: Loader

    def tree(self, name: str) -> nodes.Template:
        """Parse a template."""
        return self.loader.tree(self.environment, name)


def render(context: Struct, *templates: str, settings: Settings) -> bytes:
    """Render the first of `templates` that exists with the fields of `context` as its names."""
    environment, loader = press(settings)
    try:
        return environment.chosen(templates).render(**structs.asdict(context)).encode()
    except Exception as error:
        found = located(error, loader)
        if found is None:
            raise
        raise FaultError(found) from error


def forget() -> None:
    """Forget all templates: a process that goes on must not show what their files held before."""
    _press.cache_clear()
    _furniture.cache_clear()
    once_as_bytes.cache_clear()


def compile_all(settings: Settings) -> None:
    """Compile all templates that a site can have."""
    environment, loader = press(settings)
    for name in loader.list_templates():
        loader.references(environment, name)
        loader.compiled(environment, name)


def press(settings: Settings) -> Press:
    """Return what the pages of a site are made with: made once in each process."""
    return _press(interface(settings.language).language, settings.theme.templates)


@lru_cache(maxsize=16)
def _press(language: str, own: tuple[Brought, ...]) -> Press:
    loader = Loader(own, edition=f"{language} {'sandboxed' if own else 'trusted'}")
    return Press(_environment(interface(language), loader, trusted=not own), loader)


def _environment(voice: Interface, loader: Loader, *, trusted: bool) -> Quick:
    """Make the environment that all pages of one language share.

    A collection may come from anybody: its templates must not run code on the machine that builds
    it. The sandbox makes a page a third dearer, so it is only for those who bring templates.
    """
    make = Quick if trusted else _Sandbox
    made = make(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
        finalize=printable,
    )
    made.code_generator_class = Compiler
    made.extend(say=voice.say, printed=printed, plain=_FIELDS, macro=Plain)
    made.extend(shown=showing(made))
    made.install_gettext_callables(  # type: ignore[attr-defined]
        voice.say, voice.count, newstyle=True
    )
    counted = counting(voice.count)
    made.extend(counted=counted)
    made.globals.update(ngettext=counted, once=once)
    made.filters["number"] = voice.number
    # `tojson` escapes what could end a data block, and keeps the keys in the order given.
    made.policies["json.dumps_function"] = _json
    made.policies["json.dumps_kwargs"] = {}
    return made


def _json(value: Any) -> str:  # noqa: ANN401  (whatever JSON holds)
    """Write data in few bytes, without the two line ends that JSON allows and scripts did not."""
    try:
        text = msgspec.json.encode(value).decode()
    except (TypeError, UnicodeEncodeError):
        text = _ENCODER.encode(value)
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def furniture(settings: Settings, *templates: str) -> str:
    """Return a key of all that a page shows besides its context: its templates, the catalogue."""
    voice = interface(settings.language)
    return _furniture(voice.language, settings.theme.templates, templates)


@lru_cache(maxsize=64)
def _furniture(language: str, own: tuple[Brought, ...], templates: tuple[str, ...]) -> str:
    key = hashlib.sha256(__version__.encode())
    key.update((LOCALES / language / "interface.po").read_bytes())
    environment, loader = _press(language, own)
    # What is no page shows words of the catalogue, and no template.
    for name in family(environment, loader, loader.first(templates)) if templates else ():
        # Before processes are forked, which would each compile it.
        loader.compiled(environment, name)
        key.update(f"\0{name}\0".encode())
        key.update(fingerprint(loader, name))
    return key.hexdigest()
