"""Reads `archive.yml`: what a collection says of itself and how it wants to be shown.

Comes in: the folder of a collection. Goes out: `Settings`, with the defaults of what is not said
or cannot be used, the theme with its files, and a diagnostic for each key or value passed over.
Must not know: documents, pages, the command line.
"""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from backissues.codes import diagnose
from backissues.model import Diagnostic, Setting, Settings, Theme
from backissues.text import values
from backissues.text.values import Expected
from backissues.text.yaml_tree import YamlMap, YamlNode
from backissues.text.yamlfile import read_yaml_file
from backissues.text.zones import zone
from backissues.theme import load_theme

FILE = "archive.yml"
_THEME = "theme"
OUTPUTS = ("pages", "sources", "search", "feeds", "axis-feeds", "data", "markdown", "epub")


def base_url(value: str) -> str | None:
    """Return the address that a site will have, with its last slash; None if it cannot be one."""
    address = values.web_address(value)
    if address is None or "?" in address or "#" in address:
        return None
    return address if address.endswith("/") else f"{address}/"


def _timezone(value: str) -> str | None:
    return value if zone(value) is not None else None


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
    "publish_sources": values.YES_NO,
}


# What this key keeps from readers cannot be taken back once it was published.
_PRIVATE = "publish_sources"


def load_settings(folder: Path) -> tuple[Settings, tuple[Diagnostic, ...]]:
    """Read the collection's `archive.yml`, if it has one."""
    file = folder / FILE
    node, odd = read_yaml_file(file, FILE) if file.exists() else (None, ())
    node, block = _parted(node)
    settings, found = values.read_settings(node, FILE, _EXPECTED)
    theme, wrong = load_theme(folder, block, path=FILE)
    return _settings(settings, theme), (*odd, *map(_weighed, found), *wrong)


def left_out(settings: Settings, folder: Path) -> tuple[Diagnostic, ...]:
    """Say what a site goes without where nobody says at which address it will be."""
    if settings.base_url or not settings.makes("feeds"):
        return ()
    said = FILE if (folder / FILE).is_file() else ""
    return (diagnose("P-005", said, outputs="feeds, sitemap and canonical links"),)


def _weighed(found: Diagnostic) -> Diagnostic:
    """Make an error of what may say that nobody should read the sources, and is not understood."""
    meant = found.values.get("key") == _PRIVATE or f"“{_PRIVATE}”" in found.values.get("known", "")
    return replace(found, level="error") if meant else found


def _parted(node: YamlNode | None) -> tuple[YamlNode | None, YamlNode | None]:
    """Part the settings from the theme, whose keys are the custom properties of a style sheet."""
    if not isinstance(node, YamlMap):
        return node, None
    rest = tuple((key, value) for key, value in node.entries if key.text != _THEME)
    block = next((value for key, value in node.entries if key.text == _THEME), None)
    return YamlMap(rest, node.line, node.column), block


def _settings(found: dict[str, Setting], theme: Theme) -> Settings:
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
