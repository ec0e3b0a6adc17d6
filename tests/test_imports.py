"""The plan of the house, held by reading every import: who may know whom, one door a library.

`ROOMS` is the plan, from the floor up: a room may import the rooms that its line names, and each
of these stands above it in the table, so arrows point down only. Any other arrow fails. The last
tests put forbidden arrows into small fake houses, for a rule that never fails proves nothing.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCES = Path(__file__).resolve().parent.parent / "src" / "backissues"
LONGEST_FILE = 400
WORDS_THAT_NAME_NOTHING = {"utils", "util", "common", "helpers", "helper", "misc"}

FLOOR = ("patterns", "model", "codes")
EDITOR = ("settings", "vocabulary", "sidecars")
# room: what it may know. A package is one room unless its modules have lines of their own; the
# longest name counts. `*` is all that stands above. Modules of one room know each other only where
# `FAMILIES` says so.
ROOMS: dict[str, tuple[str, ...]] = {
    "patterns": (),
    "model": (),
    "codes": ("model",),
    "languages": FLOOR,
    "text": (*FLOOR, "languages"),
    "text.yaml_parser": FLOOR,
    "assets": (),
    "filenames": (),
    "files": (),
    "record": ("files",),
    "urls": FLOOR,
    "schemas": (),
    "pixels": (),
    "readers": (*FLOOR, "text"),
    "folders": (*FLOOR, "filenames"),
    "theme": (*FLOOR, "text", "assets", "urls", "folders"),
    "settings": (*FLOOR, "text", "theme"),
    "vocabulary": (*FLOOR, "text"),
    "sidecars": (*FLOOR, "text"),
    "collection": (*FLOOR, "text", "filenames", "files", "sidecars", "folders"),
    "fields": (*FLOOR, "text", "languages"),
    "kinds": (*FLOOR, "text", "languages", "fields"),
    "parse": (*FLOOR, "text", "languages", "readers", "fields", "kinds"),
    "records": (*FLOOR, "text"),
    "ledger": (*FLOOR, "text", "urls", "files"),
    "traits": (*FLOOR, "urls"),
    "runs": (*FLOOR, "text", "traits"),
    "related": (*FLOOR, "text", "traits"),
    "indexes": (*FLOOR, "text", "urls", "traits", "runs", "related"),
    "deck": ("model",),
    "archive": (*FLOOR, "text", "urls", "deck", "traits", "indexes"),
    "crossings": (*FLOOR, "text"),
    "steady": FLOOR,
    "pictures": (*FLOOR, "text", "urls", "pixels", "steady"),
    "pool": (),
    "reading": (
        *FLOOR,
        *EDITOR,
        "text",
        "urls",
        "files",
        "collection",
        "fields",
        "parse",
        "ledger",
        "archive",
        "crossings",
        "pictures",
    ),
    "cache": (
        *FLOOR,
        "assets",
        "filenames",
        "files",
        "record",
        "collection",
        "ledger",
        "pool",
        "reading",
        "traits",
        "related",
        "indexes",
    ),
    "timings": (),
    "concordance": (*FLOOR, "text"),
    "outputs": (
        *FLOOR,
        "text",
        "assets",
        "urls",
        "steady",
        "schemas",
        "traits",
        "runs",
        "records",
        "concordance",
    ),
    "publish": (*FLOOR, "urls", "filenames", "files", "record", "pool"),
    "fixity": (*FLOOR, "urls", "filenames", "files", "publish"),
    "serving": (*FLOOR, "urls", "publish"),
    "promises": (*FLOOR, "urls", "ledger", "sidecars", "collection", "publish"),
    "terminal": (),
    "report": (*FLOOR, "terminal"),
    "corrections": (*FLOOR, "text"),
    "portrait": (*FLOOR, "text", "terminal", "corrections"),
    "suggest": (*FLOOR, "text", "languages", "fields"),
    "compiled": (*FLOOR, "pool", "cache", "outputs"),
    "site": ("*",),
    "explain": ("*",),
    "rebuild": ("*",),
    "verbs.saying": ("filenames",),
    "verbs.problems": ("*",),
    "verbs.building": ("*",),
    "verbs.keeping": ("*",),
    "verbs.making": ("*",),
    "verbs": ("*",),
    "cli": ("*",),
}
# Packages whose modules are made of each other; in any other one, siblings are strangers.
FAMILIES = {
    "model", "codes", "text", "languages", "fields", "concordance", "suggest", "ledger", "publish",
    "cache", "serving",
}  # fmt: skip
# Packages inside a package of strangers, whose modules are one output and may know each other.
HOUSEHOLDS = {"outputs.feeds", "outputs.epub"}
# What every output may use: the types of the pages, the renderer, the words of the interface, and
# what all pages show around their own, to readers and in their heads to programs.
FURNITURE = {
    "outputs.contexts", "outputs.bodies", "outputs.accounts", "outputs.lasting", "outputs.kept",
    "outputs.render", "outputs.templates", "outputs.compiling", "outputs.cldr",
    "outputs.remembered", "outputs.lean",
    "outputs.faults", "outputs.interface", "outputs.frames", "outputs.linked_data",
    "outputs.metadata", "outputs.surroundings", "outputs.citations", "outputs.charts",
    "outputs.shelving", "outputs.keys", "outputs.subscribing", "outputs.remarks",
}  # fmt: skip

# library: its doors. `*` stands for all: msgspec carries the types, so every room may hold them.
DOORS: dict[str, set[str]] = {
    "msgspec": {"*"},
    "yaml": {"text.yaml_parser"},
    # one door of five leaves: what the signs show, what is plain at sight, and what marks state
    "markdown_it": {
        "text.markup",
        "text.markup_inline",
        "text.markup_margin",
        "text.markup_plain",
        "text.stated",
        "text.stated_inlines",
    },
    "mdit_py_plugins": {"text.markup", "text.stated"},
    "pygments": {"text.coloured_code"},
    "markupsafe": {"text.typeset", "text.listings", "text.legible", "outputs"},
    # one door of five leaves: finding, compiling, filling, proofing, and what fails
    "jinja2": {
        "outputs.templates",
        "outputs.compiling",
        "outputs.render",
        "outputs.proofing",
        "outputs.faults",
    },
    "feedgen": {"outputs.feeds.syndication"},
    # one door of two leaves: what a language writes, and what catalogues are compiled to
    "babel": {"outputs.cldr", "outputs.interface"},
    "gettext": {"outputs.interface"},
    "anyascii": {"urls"},
    "tzdata": {"text.zones"},
}
WRITERS = {"publish", "cache", "ledger"}
# The cache asks whether a file was touched just now; no output knows the answer.
CLOCKS = {"site", "verbs", "cache"}
# Rooms that are handed all that they need: they open no file, not even to read.
TOUCH_NO_FILE = {
    "model", "codes", "pixels", "readers", "fields", "kinds", "parse", "traits", "runs", "related",
    "indexes", "archive", "records", "concordance",
}  # fmt: skip


class Module:
    """One file of the house: its name without `backissues.`, and what it does."""

    def __init__(self, file: Path, root: Path) -> None:
        self.file = file
        self.text = file.read_text(encoding="utf-8")
        self.tree = ast.parse(self.text)
        parts = file.relative_to(root).with_suffix("").parts
        self.is_package = parts[-1] == "__init__"
        self.name = ".".join(parts[:-1] if self.is_package else parts)

    def imports(self, names: set[str]) -> Iterator[str]:
        """Yield what it imports: `text.tree` for a module of the house, else a library's name."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (_inside(alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from self._from(node, names)
            elif isinstance(node, ast.Call) and _called(node).endswith("import_module"):
                yield from (
                    _inside(argument.value)
                    for argument in node.args[:1]
                    if isinstance(argument, ast.Constant)
                )

    def _from(self, node: ast.ImportFrom, names: set[str]) -> Iterator[str]:
        """Yield the modules of `from … import …`; an imported submodule is a module."""
        base = node.module or ""
        if node.level:
            parts = ["backissues", *self.name.split(".")]
            parts = parts[: len(parts) - node.level + self.is_package]
            base = ".".join([*parts, base] if base else parts)
        for alias in node.names:
            inside = _inside(f"{base}.{alias.name}")
            yield inside if inside in names else _inside(base)


def _inside(name: str) -> str:
    """Give a module of the house its short name, and a library's module that of the library."""
    package, _, rest = name.partition(".")
    return rest if package == "backissues" else f"/{package}"


def _called(node: ast.Call) -> str:
    """Return what a call calls, as far as it is written in names: `os.replace`, `.mkdir`."""
    function = node.func
    if isinstance(function, ast.Name):
        return function.id
    if isinstance(function, ast.Attribute):
        value = function.value
        return f"{value.id if isinstance(value, ast.Name) else ''}.{function.attr}"
    return ""


def room_of(module: str) -> str | None:
    """Return the room that a module belongs to: the longest name in the plan."""
    while module and module not in ROOMS:
        module = module.rpartition(".")[0]
    return module or None


def _is_in(module: str, places: set[str]) -> bool:
    return "*" in places or any(module == p or module.startswith(p + ".") for p in places)


# --- the rules: each yields what is wrong ---------------------------------------------------------


def wrong_arrows(module: Module, names: set[str]) -> Iterator[str]:
    """Imports that the plan does not allow."""
    own = room_of(module.name)
    for target in sorted(set(module.imports(names))):
        if target.startswith("/"):
            library = target[1:]
            if library not in DOORS and library in sys.stdlib_module_names:
                continue
            if not _is_in(module.name, DOORS.get(library, set())):
                yield f"{module.name} imports {library}: its door is {DOORS.get(library, 'none')}"
        elif target and not _may_know(module.name, target, own=own):
            yield f"{module.name} knows {target}"


def _may_know(module: str, target: str, *, own: str | None) -> bool:
    """Tell whether the plan has an arrow from `module` to `target`."""
    if own is None:
        return module in {"", "__main__"} and target in {"cli", ""}
    if "*" in ROOMS[own]:
        order = list(ROOMS)
        return order.index(room_of(target) or order[-1]) < order.index(own)
    package, other = module.partition(".")[0], target.partition(".")[0]
    if package == other:
        near = target in {package, module} or _is_in(target, FURNITURE)
        return near or package in FAMILIES or _are_of_one_household(module, target)
    return room_of(target) in ROOMS[own] or other in ROOMS[own]


def _are_of_one_household(module: str, target: str) -> bool:
    return any(_is_in(module, {one}) and _is_in(target, {one}) for one in HOUSEHOLDS)


def wrong_writes(module: Module) -> Iterator[str]:
    """Calls that change the disk outside the rooms that may, and any file access in pure rooms."""
    pure = _is_in(module.name, TOUCH_NO_FILE)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            if not _is_in(module.name, WRITERS) and _writes(node):
                yield f"{module.name}:{node.lineno} writes: {ast.unparse(node)}"
            elif pure and _reads(node):
                yield f"{module.name}:{node.lineno} touches a file: {ast.unparse(node)}"


_WRITING = {
    "write_text", "write_bytes", "mkdir", "makedirs", "unlink", "rmdir", "rename", "touch",
    "symlink_to", "hardlink_to",
}  # fmt: skip
# Names that other things have as well: lists remove, feeds link.
_WRITING_OF_OS = {"replace", "remove", "link", "symlink", "truncate", "chmod", "open", "write"}
_READING = {"read_text", "read_bytes", "iterdir", "glob", "rglob", "stat", "is_file", "exists"}


def _writes(call: ast.Call) -> bool:
    """Tell whether a call changes the disk, by its name and, where that is not enough, its form."""
    owner, _, name = _called(call).rpartition(".")
    if owner in {"shutil", "tempfile"}:
        return name != "get_terminal_size"
    if name in _WRITING:
        return True
    if owner == "os":
        return name in _WRITING_OF_OS and "os.devnull" not in ast.unparse(call)
    if name == "replace":  # that of strings takes two, those of dates and structs keywords
        return len(call.args) == 1 and not call.keywords
    return name == "open" and bool(set(_mode(call, owner)) & set("wax+"))


def _mode(call: ast.Call, owner: str) -> str:
    """Return the mode that a file is opened with: the second argument, `Path.open`'s first."""
    place = 1 if owner in {"", "io"} and isinstance(call.func, ast.Name) else 0
    values = [keyword.value for keyword in call.keywords if keyword.arg == "mode"]
    values += call.args[place : place + 1]
    return "".join(str(value.value) for value in values if isinstance(value, ast.Constant))


def _reads(call: ast.Call) -> bool:
    name = _called(call).rpartition(".")[2]
    return name in _READING or name == "open"


def wrong_clocks(module: Module) -> Iterator[str]:
    """What would give other bytes on another day or machine: the clock, chance, the locale."""
    clocks = {"now", "utcnow", "today", "time", "localtime", "gmtime", "time_ns", "getmtime"}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            owner, _, name = _called(node).rpartition(".")
            if owner in {"datetime", "date", "time", "os"} and name in clocks | {"urandom"}:
                if not _is_in(module.name, CLOCKS):
                    yield f"{module.name}:{node.lineno} asks the clock: {ast.unparse(node)}"
            elif (owner, name) == ("", "hash"):
                yield f"{module.name}:{node.lineno} hashes by a seed that changes each run"
    for target in module.imports(set()):
        if target in {"/random", "/uuid", "/secrets", "/locale"}:
            yield f"{module.name} imports {target[1:]}, which differs from run to run"


def wrong_shape(module: Module) -> Iterator[str]:
    """Files that are too long, names that say nothing, rooms that are not in the plan."""
    length = module.text.count("\n")
    if length > LONGEST_FILE:
        yield f"{module.name} has {length} lines: part it ({LONGEST_FILE} is the most)"
    if set(module.name.split(".")) & WORDS_THAT_NAME_NOTHING:
        yield f"{module.name}: name it after what it does"
    if room_of(module.name) is None and module.name not in {"", "__main__"}:
        yield f"{module.name} stands in no room of the plan"


def findings(root: Path) -> list[str]:
    """Read a house and return all that is wrong with it."""
    modules = [Module(file, root) for file in sorted(root.rglob("*.py"))]
    names = {module.name for module in modules}
    wrong: list[str] = []
    for module in modules:
        wrong += wrong_arrows(module, names)
        wrong += wrong_writes(module)
        wrong += wrong_clocks(module)
        wrong += wrong_shape(module)
    return wrong


# --- the house -----------------------------------------------------------------------------------


def test_the_house_keeps_its_plan() -> None:
    assert findings(SOURCES) == []


def test_arrows_of_the_plan_point_down() -> None:
    order = list(ROOMS)
    for room, known in ROOMS.items():
        below = order[: order.index(room)]
        assert [other for other in known if other != "*" and other not in below] == [], room


def test_the_plan_has_no_room_that_is_gone() -> None:
    modules = {Module(file, SOURCES).name for file in SOURCES.rglob("*.py")}
    rooms = {room_of(module) for module in modules}
    assert [room for room in ROOMS if room not in rooms] == []


def test_build_py_knows_the_command_line_alone() -> None:
    text = (SOURCES.parent.parent / "build.py").read_text(encoding="utf-8")
    imported = re.findall(r"^\s*(?:from|import) (backissues\S*)", text, re.MULTILINE)
    assert imported == ["backissues.cli"]


# --- the rules themselves ------------------------------------------------------------------------

FORBIDDEN = [
    ("model.py", "from backissues.codes import diagnose", "model knows codes"),
    ("model.py", "import yaml", "model imports yaml"),
    ("text/tree.py", "from backissues import kinds", "text.tree knows kinds"),
    ("readers/text.py", "from backissues.kinds import thread", "readers.text knows kinds.thread"),
    ("readers/text.py", "import backissues.settings", "readers.text knows settings"),
    ("kinds/thread.py", "from backissues.readers import text", "kinds.thread knows readers.text"),
    ("kinds/thread.py", "from backissues.kinds.brief import x", "kinds.thread knows kinds.brief"),
    ("kinds/thread.py", "from .brief import x", "kinds.thread knows kinds.brief"),
    ("kinds/thread.py", "from . import brief", "kinds.thread knows kinds.brief"),
    ("kinds/thread.py", "from ..settings import x", "kinds.thread knows settings"),
    ("kinds/thread.py", "from backissues.assets import templates", "kinds.thread knows assets"),
    ("kinds/thread.py", "text = open('a').read()", "kinds.thread:1 touches a file"),
    ("kinds/thread.py", "def f(p): return p.read_bytes()", "kinds.thread:1 touches a file"),
    ("fields/title.py", "def f():\n import backissues.parse", "fields.title knows parse"),
    ("archive.py", "from backissues.kinds import thread", "archive knows kinds.thread"),
    ("archive.py", "import_module('backissues.kinds')", "archive knows kinds"),
    ("outputs/feeds/opml.py", "from backissues.outputs import pages", "outputs.feeds.opml knows"),
    ("outputs/feeds/opml.py", "from backissues.publish import x", "outputs.feeds.opml knows pub"),
    ("outputs/feeds/opml.py", "from backissues.parse import parse", "outputs.feeds.opml knows par"),
    ("outputs/feeds/opml.py", "import feedgen", "outputs.feeds.opml imports feedgen"),
    (
        "outputs/pages.py",
        "from backissues.outputs.feeds import opml",
        "outputs.pages knows outputs.f",
    ),
    ("outputs/epub/a.py", "from backissues.outputs.feeds import opml", "outputs.epub.a knows outp"),
    ("outputs/pages.py", "import jinja2.ext", "outputs.pages imports jinja2"),
    ("outputs/pages.py", "from feedgen.feed import FeedGenerator", "outputs.pages imports feedgen"),
    ("outputs/pages.py", "import requests", "outputs.pages imports requests"),
    ("publish.py", "from backissues.site import build", "publish knows site"),
    ("site.py", "from backissues.cli import main", "site knows cli"),
    ("site.py", "from backissues import explain", "site knows explain"),
    ("outputs/pages.py", "def f(p): p.write_text('')", "outputs.pages:1 writes"),
    ("outputs/pages.py", "def f(p): open(p, 'w')", "outputs.pages:1 writes"),
    ("outputs/pages.py", "def f(p): p.open('ab')", "outputs.pages:1 writes"),
    ("outputs/pages.py", "def f(p): open(p, mode='x')", "outputs.pages:1 writes"),
    ("outputs/pages.py", "def f(p, q): p.replace(q)", "outputs.pages:1 writes"),
    ("outputs/pages.py", "import os\ndef f(p, q): os.replace(p, q)", "outputs.pages:2 writes"),
    ("outputs/pages.py", "import shutil\nshutil.rmtree('a')", "outputs.pages:2 writes"),
    ("archive.py", "from datetime import date\nx = date.today()", "archive:2 asks the clock"),
    ("archive.py", "import random", "archive imports random"),
    ("archive.py", "x = hash('a')", "archive:1 hashes"),
    ("archive.py", "x = 1\n" * 400, "archive has 401 lines"),
    ("text/utils.py", "x = 1", "text.utils: name it"),
    ("weather.py", "x = 1", "weather stands in no room"),
]
ALLOWED = [
    ("codes.py", "from backissues.model import Level"),
    ("text/tree.py", "from backissues.text import lines\nfrom .lines import read_lines"),
    ("kinds/thread.py", "from backissues.fields import title\nfrom . import Composed"),
    ("kinds/thread.py", "x = 'a'.replace('b', 'c')"),
    ("outputs/pages.py", "from backissues.outputs.render import page\nimport json"),
    (
        "outputs/feeds/opml.py",
        "from backissues.outputs.feeds.model import x\nfrom . import channels",
    ),
    ("outputs/feeds/__init__.py", "from backissues.outputs.feeds import channels"),
    ("outputs/feeds/syndication.py", "import feedgen"),
    ("publish.py", "import os\ndef f(p, q): os.replace(p, q); p.mkdir(); open(p, 'wb')"),
    ("collection.py", "def f(p): return p.read_bytes(), open(p), p.open('rb')"),
    ("site.py", "from backissues import parse, publish\nfrom datetime import date\ndate.today()"),
    ("cli.py", "from backissues import __version__, site"),
    ("__main__.py", "from backissues.cli import main"),
]
EMPTY = ("kinds/thread.py", "kinds/brief.py", "readers/text.py", "text/lines.py", "fields/title.py",
         "outputs/pages.py", "outputs/render.py", "outputs/feeds/model.py",
         "outputs/feeds/channels.py", "settings.py", "parse.py", "publish.py",
         "site.py", "explain.py", "cli.py", "assets.py")  # fmt: skip


def house(root: Path, name: str, text: str) -> Path:
    """Build a small house whose file `name` holds `text`."""
    for empty in (*EMPTY, name):
        (root / empty).parent.mkdir(parents=True, exist_ok=True)
        (root / empty).write_text("", encoding="utf-8")
        (root / empty).with_name("__init__.py").touch()
    (root / name).write_text(text + "\n", encoding="utf-8")
    return root


@pytest.mark.parametrize(("name", "text", "finding"), FORBIDDEN)
def test_a_forbidden_arrow_is_found(tmp_path: Path, name: str, text: str, finding: str) -> None:
    found = findings(house(tmp_path, name, text))
    assert len(found) == 1
    assert found[0].startswith(finding)


@pytest.mark.parametrize(("name", "text"), ALLOWED)
def test_a_planned_arrow_is_not(tmp_path: Path, name: str, text: str) -> None:
    assert findings(house(tmp_path, name, text)) == []
