"""What YAML files are read as: texts, lists and mappings, each with its line and column from 1.

Must not know: how they are read, what any key means.
"""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct


class YamlText(Struct, frozen=True):
    """A scalar as it was written; empty where nothing, `~` or `null` was."""

    text: str
    line: int
    column: int


class YamlList(Struct, frozen=True):
    """A list, and where it begins."""

    items: tuple[YamlNode, ...]
    line: int
    column: int


class YamlMap(Struct, frozen=True):
    """A mapping, its keys in the order of the file and each only once, and where it begins."""

    entries: tuple[tuple[YamlText, YamlNode], ...]
    line: int
    column: int


YamlNode: TypeAlias = YamlText | YamlList | YamlMap
