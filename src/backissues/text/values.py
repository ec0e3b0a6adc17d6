"""Reads the values that editors write in YAML files, each by what its key expects.

Comes in: a mapping with positions, and what each key expects. Goes out: values, as texts, and a
diagnostic for each key or value that was passed over.
Must not know: which file it was, or what the values are for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import quote, urlsplit

from msgspec import Struct

from backissues.codes import diagnose
from backissues.model import Diagnostic, Setting
from backissues.patterns import late
from backissues.text.legible import is_seen
from backissues.text.yaml_tree import YamlList, YamlMap, YamlNode, YamlText

# Matches fr, pt-BR, zh-Hant-TW; not french, fr_FR.
_LANGUAGE = late(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*", re.ASCII)
_YES_NO = {
    "true": "true",
    "yes": "true",
    "on": "true",
    "false": "false",
    "no": "false",
    "off": "false",
}


class Expected(Struct, frozen=True):
    """What a key may hold: the sentence that tells an editor, and how to read one value.

    `read` returns the value as the house writes it, or None for one that cannot be.
    """

    sentence: str
    read: Callable[[str], str | None]
    many: bool = False


def text(value: str) -> str | None:
    """Accept any text of which something is seen."""
    return value.strip() if is_seen(value) else None


def language(value: str) -> str | None:
    """Accept a language tag of BCP 47."""
    return value if _LANGUAGE.fullmatch(value) else None


def number(value: str) -> str | None:
    """Accept decimal digits."""
    return value if value.isascii() and value.isdecimal() else None


def yes_no(value: str) -> str | None:
    """Accept true or false, however YAML lets people write them."""
    return _YES_NO.get(value.casefold())


def _in_ascii(host: str) -> str:
    """Write a host as the name system does; to load what writes other letters takes 2 ms."""
    if host.isascii() and all(0 < len(label) < 64 for label in host.split(".")):
        return host
    return host.encode("idna").decode("ascii")


def web_address(value: str) -> str | None:
    """Accept an http or https address; spaces and letters beyond ASCII are percent-encoded."""
    try:
        parts = urlsplit(value)
        host = _in_ascii(parts.hostname or "")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc:
        return None
    if not re.fullmatch(r"[a-z0-9.-]+|[0-9a-f:]+", host):
        return None
    host = f"[{host}]" if ":" in host else host
    encoded = quote(parts._replace(scheme="", netloc="").geturl(), safe="/%:?#[]@!$&'()*+,;=~")
    return f"{parts.scheme}://{host}{port}{encoded}"


TEXT = Expected("a text is expected", text)
TEXTS = Expected("a text or a list of texts is expected", text, many=True)
LANGUAGE = Expected("a language tag is expected, such as fr or pt-BR", language)
YES_NO = Expected("true or false is expected", yes_no)
WEB_ADDRESS = Expected("an address that begins with http:// or https:// is expected", web_address)


def one_of(words: tuple[str, ...]) -> Expected:
    """Expect one word of a list."""
    return Expected(f"expected is one of: {', '.join(words)}", lambda v: v if v in words else None)


def some_of(words: tuple[str, ...]) -> Expected:
    """Expect words of a list."""
    return Expected(
        f"expected are some of: {', '.join(words)}", lambda v: v if v in words else None, many=True
    )


def read_settings(
    node: YamlNode | None, path: str, expected: Mapping[str, Expected]
) -> tuple[dict[str, Setting], list[Diagnostic]]:
    """Read the keys of a mapping; a key without a value counts as not written."""
    settings: dict[str, Setting] = {}
    found: list[Diagnostic] = []
    for key, value in entries(node, path, found):
        entry = expected.get(key.text)
        if entry is None:
            found.append(unknown(key, path, known=tuple(expected)))
            continue
        values, wrong = _values(key.text, value, entry=entry, path=path)
        found += wrong
        if values:
            settings[key.text] = Setting(values=values, line=key.line, column=key.column)
    return settings, found


def entries(
    node: YamlNode | None, path: str, found: list[Diagnostic]
) -> tuple[tuple[YamlText, YamlNode], ...]:
    """Return the pairs of a mapping; anything else is reported and has none."""
    if isinstance(node, YamlMap):
        return node.entries
    if node is not None:
        why = "a mapping is expected: lines like “key: value”"
        found.append(diagnose("S-009", path, node.line, column=node.column, why=why))
    return ()


def unknown(key: YamlText, path: str, *, known: tuple[str, ...]) -> Diagnostic:
    """Report a key that nobody reads, with the one that was meant, perhaps."""
    import difflib  # noqa: PLC0415 - only a mistake asks for it

    near = difflib.get_close_matches(key.text, known, n=1)
    hint = f"did you mean “{near[0]}”?" if near else f"the keys are: {', '.join(known)}"
    return diagnose("S-010", path, key.line, column=key.column, key=key.text, known=hint)


def refuse(key: str, value: YamlNode, *, path: str, sentence: str) -> Diagnostic:
    """Report a value that its key cannot have."""
    match value:
        case YamlText():
            shown = value.text
        case YamlList():
            shown = "[…]"
        case YamlMap():
            shown = "{…}"
    return diagnose(
        "S-012", path, value.line, column=value.column, key=key, value=shown, expected=sentence
    )


def _values(
    key: str, value: YamlNode, *, entry: Expected, path: str
) -> tuple[tuple[str, ...], list[Diagnostic]]:
    """Return the values that a key can have, and what is to be said of the others."""
    items = value.items if isinstance(value, YamlList) and entry.many else (value,)
    values: list[str] = []
    wrong: list[Diagnostic] = []
    for item in items:
        read = entry.read(item.text) if isinstance(item, YamlText) else None
        if read is not None:
            values.append(read)
        elif not (isinstance(item, YamlText) and not item.text):
            wrong.append(refuse(key, item, path=path, sentence=entry.sentence))
    return tuple(dict.fromkeys(values)), wrong
