"""The command line: verbs, arguments, exit status.

Comes in: arguments. Goes out: text on standard output and error, and 0 (clean), 1 (problems) or
2 (wrong use). Must not know: how anything is done.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import sys
import time
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from msgspec.structs import replace

from backissues import __version__, explain, filenames, fixity, report, settings, site, suggest
from backissues.codes import NEWS
from backissues.collection import line
from backissues.model import Diagnostic
from backissues.suggest import paste
from backissues.terminal import Look
from backissues.text.lookup import make_lookup

_CLEAN, _PROBLEMS, _WRONG_USE = 0, 1, 2
# Problems of what was asked for, not of what was found.
_USAGE = frozenset({"S-008", "P-002", "P-003", "P-021"})
# A build shorter than this needs no bar.
_PATIENCE = 1.0
_BAR = 30
# The columns of a page that goes to no terminal, and the fewest that a page can be set in.
_A_PAGE, _NARROWEST = 100, 60


def main(argv: Sequence[str] | None = None, *, home: Path | None = None) -> int:
    """Run the command line; `home` is the folder in which a default `seeds` lies."""
    parser = _parser(home or Path())
    arguments = parser.parse_args(argv)
    _never_fail_to_print(as_json=arguments.json)
    try:
        status: int = arguments.run(arguments)
    except BrokenPipeError:
        # The reader of a pipe (`| head`) has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _CLEAN
    except KeyboardInterrupt:
        print("interrupted; the site is whole, as it was or as it would have been", file=sys.stderr)
        return 130
    except Exception as error:  # noqa: BLE001 - people get a sentence, --debug the traceback
        if arguments.debug:
            traceback.print_exc()
        else:
            print(f"backissues: {type(error).__name__}: {error}", file=sys.stderr)
            print("    hint: run it again with --debug, and report what it says", file=sys.stderr)
        return _PROBLEMS
    return status


def _never_fail_to_print(*, as_json: bool) -> None:
    """Let terminals show escapes for characters that they lack; JSON is UTF-8 on all of them."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = "utf-8" if as_json and stream is sys.stdout else stream.encoding
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _parser(home: Path) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="backissues",
        description="Turn a folder of captured newsletters into an archive that lasts.",
    )
    parser.add_argument("--version", action="version", version=f"backissues {__version__}")
    verbs = parser.add_subparsers(required=True, metavar="VERB")

    build = verbs.add_parser("build", help="build the site of a collection")
    _common(build, home)
    build.add_argument("-o", dest="target", type=_folder, metavar="DIR", help="default: site")
    build.add_argument("--base-url", metavar="URL", help="the site's public address")
    build.add_argument("--frozen", action="store_true", help="a change to the ledger is an error")
    build.set_defaults(run=_build)

    check = verbs.add_parser("check", help="report every problem of a collection; write nothing")
    _common(check, home)
    check.set_defaults(run=_check)

    proved = verbs.add_parser("verify", help="check a site, or a copy of it, against its checksums")
    proved.add_argument(
        "site", nargs="?", type=_folder, metavar="DIR", help="the folder to check; default: site"
    )
    proved.add_argument(
        "--strict", action="store_true", help="a file that was not published is an error"
    )
    proved.add_argument("--quiet", action="store_true", help="print problems only")
    proved.add_argument("--json", action="store_true", help="one JSON object a file")
    proved.add_argument("--debug", action="store_true", help=argparse.SUPPRESS)
    proved.set_defaults(run=_verify, home=home)

    told = verbs.add_parser("explain", help="say how documents were read")
    told.add_argument(
        "paths", nargs="+", type=_named, metavar="PATH", help="a document or a folder"
    )
    told.add_argument("--json", action="store_true", help="one JSON object a document")
    told.add_argument("--lines", action="store_true", help="show each line with its fate")
    told.add_argument("--debug", action="store_true", help=argparse.SUPPRESS)
    told.set_defaults(run=_explain)

    asked = verbs.add_parser("suggest", help="list names that recur and are not in tags.yml yet")
    _collection(asked, home)
    asked.add_argument("--json", action="store_true", help="all of them, one JSON object a line")
    asked.add_argument("--debug", action="store_true", help=argparse.SUPPRESS)
    asked.set_defaults(run=_suggest)
    return parser


def _common(verb: argparse.ArgumentParser, home: Path) -> None:
    _collection(verb, home)
    verb.add_argument("--strict", action="store_true", help="warnings count as errors")
    verb.add_argument("--quiet", action="store_true", help="print problems only")
    verb.add_argument("--json", action="store_true", help="report in JSON, one object a line")
    verb.add_argument("--debug", action="store_true", help="show tracebacks")


def _collection(verb: argparse.ArgumentParser, home: Path) -> None:
    verb.add_argument(
        "collection",
        nargs="?",
        type=_folder,
        metavar="COLLECTION",
        help="the folder of the captures; default: seeds",
    )
    verb.set_defaults(home=home, target=None, strict=False)


def _named(name: str) -> str:
    """Take a name that is not empty: an empty one, as of an unset variable, means no folder."""
    if not name:
        raise argparse.ArgumentTypeError("its name is empty; write the name of a folder or file")
    return name


def _folder(name: str) -> Path:
    return Path(_named(name))


def _fill_in(arguments: argparse.Namespace) -> None:
    """Fill in the folders that were not named: `site` lies beside the default collection only."""
    home = arguments.home if arguments.collection is None else Path()
    arguments.collection = arguments.collection or home / "seeds"
    arguments.target = arguments.target or home / "site"


def today() -> str:
    """Return the day in UTC: SOURCE_DATE_EPOCH's where it is set, else the clock's."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else datetime.now(UTC)
    return moment.date().isoformat()


def _build(arguments: argparse.Namespace) -> int:
    started = time.monotonic()
    _fill_in(arguments)
    collection = site.open_collection(arguments.collection)
    if arguments.base_url is not None:
        address = settings.base_url(arguments.base_url)
        if address is None:
            print("backissues: --base-url must begin with http:// or https://", file=sys.stderr)
            return _WRONG_USE
        collection = replace(collection, settings=replace(collection.settings, base_url=address))
    if any(found.code == "S-008" for found in collection.diagnostics):
        return _tell(arguments, collection.diagnostics)
    done = site.build(
        collection,
        arguments.target,
        today=today(),
        frozen=arguments.frozen,
        progress=_Bar(arguments),
    )
    status = _tell(arguments, done.diagnostics)
    if done.published.failure is not None and arguments.debug:
        traceback.print_exception(done.published.failure)
    figures = {
        "documents": done.documents,
        "pages": done.published.made,
        "written": done.published.written,
        "removed": done.published.removed,
        "seconds": time.monotonic() - started,
    }
    if arguments.json:
        print(json.dumps({"summary": figures, "status": status}))
    elif not arguments.quiet:
        print(
            report.summary(
                documents=done.documents,
                pages=done.published.made,
                written=done.published.written,
                removed=done.published.removed,
                diagnostics=done.diagnostics,
                seconds=figures["seconds"],
            )
        )
        if done.published.made:
            print(f"open {_near(arguments.target)}/index.html")
    return status


def _check(arguments: argparse.Namespace) -> int:
    _fill_in(arguments)
    collection = site.open_collection(arguments.collection)
    found = [*collection.diagnostics]
    documents, holds = collection.survey.documents, collection.holdings
    for outcome, sidecar in site.outcomes(documents, collection.vocabulary, holds=holds):
        found += site.problems_of(outcome, sidecar)
    return _tell(arguments, found, notes=True)


def _verify(arguments: argparse.Namespace) -> int:
    folder = arguments.site or arguments.home / "site"
    done = fixity.verify(folder, progress=_Bar(arguments))
    status = _status(done.diagnostics, strict=arguments.strict)
    if arguments.json:
        sys.stdout.write(fixity.as_json(done, status=status))
        return status
    sys.stderr.write(
        report.as_text(
            fixity.first_of_each(done.diagnostics),
            folder=_near(folder),
            colour=_shows_colours(sys.stderr),
        )
    )
    if done.files and not arguments.quiet:
        print(fixity.summary(done))
    return status


def _tell(
    arguments: argparse.Namespace, found: Sequence[Diagnostic], *, notes: bool = False
) -> int:
    """Print problems and return the exit status that they ask for."""
    folder = _near(arguments.collection)
    if arguments.json:
        sys.stdout.write(report.as_json(found, folder=folder))
    else:
        shown = [one for one in found if notes or one.level != "note" or one.code in NEWS]
        sys.stderr.write(
            report.as_text(
                shown,
                folder=folder,
                line_of=lambda path, number: line(arguments.collection, path, number),
                colour=_shows_colours(sys.stderr),
            )
        )
    return _status(found, strict=arguments.strict)


def _status(found: Sequence[Diagnostic], *, strict: bool) -> int:
    """Return the exit status that problems ask for."""
    if any(one.code in _USAGE for one in found):
        return _WRONG_USE
    serious = {"error", "warning"} if strict else {"error"}
    return _PROBLEMS if any(one.level in serious for one in found) else _CLEAN


def _near(folder: Path) -> str:
    """Write a folder as it lies from here, where it lies below; else whole."""
    try:
        near = folder.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        near = str(folder)
    return filenames.shown(near)


def _shows_colours(stream: TextIO) -> bool:
    """Tell whether a stream is a terminal whose owner has nothing against colours."""
    refused = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return stream.isatty() and not refused


def _look() -> Look:
    """Ask how wide and colourful standard output is; a file or a pipe is taken for wide enough."""
    width = shutil.get_terminal_size((_A_PAGE, 24)).columns
    return Look(width=max(_NARROWEST, width), colour=_shows_colours(sys.stdout))


def _explain(arguments: argparse.Namespace) -> int:
    status = _CLEAN
    try:
        for told in explain.read_paths(arguments.paths):
            if arguments.json:
                sys.stdout.write(explain.as_json(told))
            else:
                text = explain.as_text(told, look=_look(), lines=arguments.lines)
                sys.stdout.write(text + "\n")
            if told.outcome.article is None:
                status = _PROBLEMS
    except explain.NoDocumentError as missing:
        print(f"backissues: there is no document at {missing}", file=sys.stderr)
        return _WRONG_USE
    return status


def _suggest(arguments: argparse.Namespace) -> int:
    _fill_in(arguments)
    collection = site.open_collection(arguments.collection)
    if any(found.code in _USAGE for found in collection.diagnostics):
        return _tell(arguments, collection.diagnostics)
    counted = suggest.Counted()
    documents, holds = collection.survey.documents, collection.holdings
    for outcome, _ in site.outcomes(documents, collection.vocabulary, holds=holds):
        if outcome.article is not None:
            counted.add(outcome.article, outcome.lines)
    found = counted.suggestions(make_lookup(collection.vocabulary))
    if arguments.json:
        sys.stdout.write(paste.as_json(found))
    else:
        sys.stdout.write(paste.as_yaml(found, folder=_near(arguments.collection)))
    return _CLEAN


class _Bar:
    """A bar on a terminal when the work takes long; nothing elsewhere."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self._shown = sys.stderr.isatty() and not (arguments.quiet or arguments.json)
        self._started = time.monotonic()
        self._drawn = 0.0

    def __call__(self, verb: str, done: int, total: int) -> None:
        """Draw how far the work is, at most ten times a second."""
        now = time.monotonic()
        if not self._shown or now - self._started < _PATIENCE:
            return
        if done < total and now - self._drawn < 0.1:
            return
        self._drawn = now
        filled = _BAR * done // max(total, 1)
        end = "\r\x1b[K" if done >= total else ""
        bar = "█" * filled + "░" * (_BAR - filled)
        sys.stderr.write(f"\r{verb} {bar} {done}/{total}{end}")
        sys.stderr.flush()
