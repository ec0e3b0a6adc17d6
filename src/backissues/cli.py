"""The command line: verbs, arguments, exit status.

Comes in: arguments. Goes out: text on standard output and error, and 0 (clean), 1 (problems) or
2 (wrong use). Must not know: how anything is done, nor load it: a verb is imported when it runs.
"""

from __future__ import annotations

import argparse
import atexit
import gc
import io
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from backissues import __version__

_CLEAN, _PROBLEMS = 0, 1
# So many objects may be made before those in cycles are looked for: some 40 MB. To read and to show
# a thousand documents leaves a few dozen in cycles.
_OBJECTS = 400_000


def main(argv: Sequence[str] | None = None, *, home: Path | None = None) -> int:
    """Run the command line; `home` is the folder in which a default `seeds` lies."""
    _leave_garbage()
    _open_what_is_closed()
    given = sys.argv[1:] if argv is None else argv
    arguments = _parser(home or Path(), given).parse_args(given)
    _never_fail_to_print(as_json=arguments.json)
    try:
        status: int = import_module(f"backissues.verbs.{arguments.verb}").run(arguments)
    except BrokenPipeError:
        # The reader of a pipe (`| head`) has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _CLEAN
    except KeyboardInterrupt:
        print("interrupted; the site is whole, as it was or as it would have been", file=sys.stderr)
        return 130
    except Exception as error:  # noqa: BLE001 - people get a sentence, --debug the traceback
        if arguments.debug:
            import traceback  # noqa: PLC0415 - nobody else needs it

            traceback.print_exc()
        else:
            print(f"backissues: {type(error).__name__}: {error}", file=sys.stderr)
            print("    hint: run it again with --debug, and report what it says", file=sys.stderr)
        return _PROBLEMS
    return status


def run(argv: Sequence[str] | None = None, *, home: Path | None = None) -> NoReturn:
    """Run the command line, and end the process with its status.

    Its memory is left to the system: to take it apart object by object takes 10 ms and more.
    """
    status = main(argv, home=home)
    if sys.getprofile() is None and sys.gettrace() is None:
        with suppress(OSError, ValueError):  # of a stream that is closed Python tells as it does
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)
    sys.exit(status)


def _leave_garbage() -> None:
    """Look for cycles seldom, and not at the end: what a build holds lives as long as it does.

    To look through the cards of 10,000 articles again and again took a fourth of an edit's time.
    """
    gc.set_threshold(_OBJECTS)
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)


def _open_what_is_closed() -> None:
    """Print to nowhere where whoever began us closed a stream: else a file would take its place."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            nowhere = io.FileIO(os.open(os.devnull, os.O_WRONLY), "w")
            setattr(sys, name, io.TextIOWrapper(io.BufferedWriter(nowhere), encoding="utf-8"))


def _never_fail_to_print(*, as_json: bool) -> None:
    """Let terminals show escapes for characters that they lack; JSON is UTF-8 on all of them."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = "utf-8" if as_json and stream is sys.stdout else stream.encoding
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _parser(home: Path, given: Sequence[str]) -> argparse.ArgumentParser:
    """Make the parser of what was given: of its verb alone, for to make all takes 8 ms."""
    parser = argparse.ArgumentParser(
        prog="backissues",
        description="Turn a folder of captured newsletters into an archive that lasts.",
    )
    parser.add_argument("--version", action="version", version=f"backissues {__version__}")
    verbs = parser.add_subparsers(required=True, dest="verb", metavar="VERB")
    for name, (words, add) in _VERBS.items():
        if name in given[:1] or not _VERBS.keys() & set(given[:1]):
            add(verbs.add_parser(name, help=words), home)
    return parser


def _build(verb: argparse.ArgumentParser, home: Path) -> None:
    _common(verb, home)
    verb.add_argument("-o", dest="target", type=_folder, metavar="DIR", help="default: site")
    verb.add_argument("--base-url", metavar="URL", help="the site's public address")
    verb.add_argument("--frozen", action="store_true", help="a change to the ledger is an error")
    verb.add_argument(
        "--jobs", type=_jobs, metavar="N", help="processes to use; default: as many as cores"
    )
    verb.add_argument("--timings", action="store_true", help="say where the time went")
    verb.add_argument("--watch", action="store_true", help="build again on every change")


def _serve(verb: argparse.ArgumentParser, home: Path) -> None:
    _common(verb, home)
    verb.add_argument(
        "-o", dest="target", type=_folder, metavar="DIR", help="default: a folder of the cache"
    )
    verb.add_argument("--port", type=_port, metavar="N", help="default: 8000, or the next free")
    verb.add_argument("--host", default="127.0.0.1", metavar="H", help="default: this machine")
    verb.set_defaults(jobs=None, timings=False)


def _check(verb: argparse.ArgumentParser, home: Path) -> None:
    _common(verb, home)


def _verify(verb: argparse.ArgumentParser, home: Path) -> None:
    verb.add_argument(
        "site", nargs="?", type=_folder, metavar="DIR", help="the folder to check; default: site"
    )
    verb.add_argument(
        "--strict", action="store_true", help="a file that was not published is an error"
    )
    verb.add_argument("--quiet", action="store_true", help="print problems only")
    verb.add_argument("--json", action="store_true", help="one JSON object a file")
    verb.add_argument("--debug", action="store_true", help=argparse.SUPPRESS)
    verb.set_defaults(home=home)


def _explain(verb: argparse.ArgumentParser, home: Path) -> None:  # noqa: ARG001 - as all verbs
    verb.add_argument(
        "paths", nargs="+", type=_named, metavar="PATH", help="a document or a folder"
    )
    verb.add_argument("--json", action="store_true", help="one JSON object a document")
    verb.add_argument("--lines", action="store_true", help="show each line with its fate")
    verb.add_argument("--debug", action="store_true", help=argparse.SUPPRESS)


def _suggest(verb: argparse.ArgumentParser, home: Path) -> None:
    _collection(verb, home)
    verb.add_argument("--json", action="store_true", help="all of them, one JSON object a line")
    verb.add_argument("--debug", action="store_true", help=argparse.SUPPRESS)


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


def _jobs(number: str) -> int:
    """Take a number of processes."""
    if not number.isascii() or not number.isdecimal() or not 1 <= int(number[:4]) <= 64:
        raise argparse.ArgumentTypeError("a number from 1 to 64 is expected")
    return int(number)


def _folder(name: str) -> Path:
    return Path(_named(name))


def _port(number: str) -> int:
    if not (number.isascii() and number.isdecimal() and int(number) < 65536):
        raise argparse.ArgumentTypeError("a number below 65536 is expected")
    return int(number)


# What each verb is for, and what it takes.
_VERBS: dict[str, tuple[str, Callable[[argparse.ArgumentParser, Path], None]]] = {
    "build": ("build the site of a collection", _build),
    "serve": ("serve the site on this machine; build on every change", _serve),
    "check": ("report every problem of a collection; write nothing", _check),
    "verify": ("check a site, or a copy of it, against its checksums", _verify),
    "explain": ("say how documents were read", _explain),
    "suggest": ("list names that recur and are not in tags.yml yet", _suggest),
}
