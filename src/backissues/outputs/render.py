"""Renders a page: a template and its context in, the bytes of a file out.

Comes in: the name of a template, a value of `contexts`, the interface of the page's language.
Goes out: UTF-8 bytes. Escaping is on, and a name that the context lacks is an error.
Must not know: articles, addresses. The only door of Jinja2.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from msgspec import Struct, structs

from backissues import __version__, assets
from backissues.outputs.interface import LOCALES, Interface, interface
from backissues.text.legible import allowed


def render(context: Struct, *templates: str, voice: Interface) -> bytes:
    """Render the first of `templates` that exists with the fields of `context` as its names."""
    template = _environment(voice.language).select_template(list(templates))
    return template.render(**structs.asdict(context)).encode()


def environment(voice: Interface) -> Environment:
    """Make the environment that all pages of one language share."""
    made = Environment(
        loader=FileSystemLoader(assets.templates()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
        finalize=_printable,
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]
        voice.say, voice.count, newstyle=True
    )
    made.filters["number"] = voice.number
    return made


@lru_cache(maxsize=16)
def _environment(language: str) -> Environment:
    return environment(interface(language))


def _printable(value: Any) -> Any:  # noqa: ANN401  (whatever a template prints)
    """Keep out of a page the characters that HTML forbids, whatever field they come from."""
    return allowed(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@lru_cache(maxsize=1)
def furniture() -> str:
    """Return a key of all that every page shows besides its context: templates and catalogues."""
    key = hashlib.sha256(__version__.encode())
    for folder in (assets.templates(), LOCALES):
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            key.update(f"{file.relative_to(folder).as_posix()}\0".encode())
            key.update(hashlib.sha256(file.read_bytes()).digest())
    return key.hexdigest()
