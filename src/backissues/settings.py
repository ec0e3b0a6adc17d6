"""Reads `archive.yml`: what a collection says of itself and how it wants to be shown.

Comes in: the folder of a collection. Goes out: `Settings`, with the defaults of what is not said
or cannot be used, and a diagnostic for each key or value that was passed over.
Must not know: documents, pages, the command line.
"""

from __future__ import annotations

import re
import zoneinfo
from datetime import tzinfo
from pathlib import Path

from backissues.model import Diagnostic, Setting, Settings
from backissues.text import values
from backissues.text.values import Expected
from backissues.text.yamlfile import YamlMap, YamlNode, YamlText, read_yaml_file

FILE = "archive.yml"
OUTPUTS = ("pages", "sources", "search", "feeds", "axis-feeds", "data", "markdown", "epub")

# A custom property with or without its two hyphens: accent, --measure.
_PROPERTY = re.compile(r"(?:--)?([a-z][a-z0-9-]*)", re.ASCII)
# What stays inside one declaration: #b00, 1.2rem, "Iowan Old Style", serif, hsl(20 90% 40%).
_CSS_VALUE = re.compile(r"(?:[\w\s#%.,+*/-]|\"[\w\s.-]*\"|'[\w\s.-]*'|\((?:[\w\s#%.,+*/-])*\))+")
_THEME = "colours, lengths and fonts are expected, such as “accent: '#8a1c1c'”"


def base_url(value: str) -> str | None:
    """Return the address that a site will have, with its last slash; None if it cannot be one."""
    address = values.web_address(value)
    if address is None or "?" in address or "#" in address:
        return None
    return address if address.endswith("/") else f"{address}/"


def _timezone(value: str) -> str | None:
    if _zone(value) is not None or not zoneinfo.available_timezones():
        # A machine that knows no zones at all cannot tell which names are right.
        return value
    return None


def _zone(name: str) -> tzinfo | None:
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _count(value: str) -> str | None:
    return value if value.isascii() and value.isdecimal() and 1 <= int(value[:5]) <= 1000 else None


_COUNT = Expected("a whole number from 1 to 1000 is expected", _count)
_EXPECTED = {
    "title": values.TEXT,
    "description": values.TEXT,
    "language": values.LANGUAGE,
    "base_url": Expected("an address is expected, such as https://example.org/news/", base_url),
    "publisher": values.TEXT,
    "rights": values.TEXT,
    "timezone": Expected("a time zone is expected, such as Europe/Paris", _timezone),
    "page_size": _COUNT,
    "feed_size": _COUNT,
    "outputs": values.some_of(OUTPUTS),
    "theme": Expected(_THEME, values.text),
    "publish_sources": values.YES_NO,
}


def load_settings(folder: Path) -> tuple[Settings, tuple[Diagnostic, ...]]:
    """Read the collection's `archive.yml`, if it has one."""
    file = folder / FILE
    if not file.exists():
        return Settings(), ()
    node, odd = read_yaml_file(file, FILE)
    node, theme, wrong = _theme(node)
    settings, found = values.read_settings(node, FILE, _EXPECTED)
    return _settings(settings, theme), (*odd, *found, *wrong)


def _settings(found: dict[str, Setting], theme: dict[str, str]) -> Settings:
    """Put the values in the places of the defaults."""
    default = Settings()

    def said(key: str, otherwise: str) -> str:
        return found[key].values[0] if key in found else otherwise

    return Settings(
        title=said("title", default.title),
        description=said("description", default.description),
        language=said("language", default.language),
        base_url=said("base_url", default.base_url),
        publisher=said("publisher", default.publisher),
        rights=said("rights", default.rights),
        timezone=said("timezone", default.timezone),
        page_size=int(said("page_size", str(default.page_size))),
        feed_size=int(said("feed_size", str(default.feed_size))),
        outputs=found["outputs"].values if "outputs" in found else default.outputs,
        theme=theme,
        publish_sources=said("publish_sources", "true") == "true",
    )


def _theme(
    node: YamlNode | None,
) -> tuple[YamlNode | None, dict[str, str], list[Diagnostic]]:
    """Take the theme out of the mapping: custom properties that stay inside one declaration."""
    if not isinstance(node, YamlMap):
        return node, {}, []
    rest = tuple((key, value) for key, value in node.entries if key.text != "theme")
    theme: dict[str, str] = {}
    found: list[Diagnostic] = []
    for _, block in (entry for entry in node.entries if entry[0].text == "theme"):
        for key, value in values.entries(block, FILE, found):
            name = _PROPERTY.fullmatch(key.text)
            if name and isinstance(value, YamlText) and _is_css(value.text):
                theme[f"--{name[1]}"] = value.text.strip()
            else:
                found.append(values.refuse(key.text, value, path=FILE, sentence=_THEME))
    return YamlMap(rest, node.line, node.column), theme, found


def _is_css(value: str) -> bool:
    """Tell whether a value is harmless in CSS: no address, no comment, nothing that ends it."""
    return bool(_CSS_VALUE.fullmatch(value)) and "/*" not in value and "url(" not in value.lower()
