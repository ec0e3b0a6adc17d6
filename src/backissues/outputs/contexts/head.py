"""What programs read in the head of a page: search engines, link previews, reference managers.

Comes in: nothing. Goes out: frozen values whose fields are the names that a template may use.
Must not know: where the values come from, what a name means to whom.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field


class Meta(Struct, frozen=True, array_like=True):
    """One `<meta>`: its name (or property) and its content."""

    name: str
    content: str


class Alternate(Struct, frozen=True, kw_only=True, array_like=True):
    """The same page for a program: a file, its media type, and what it is called."""

    href: str
    type: str
    title: str


class Head(Struct, frozen=True, kw_only=True, array_like=True):
    """All of it: `names` are `<meta name>`, `properties` `<meta property>`, `data` is JSON-LD."""

    names: tuple[Meta, ...] = ()
    properties: tuple[Meta, ...] = ()
    alternates: tuple[Alternate, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)
