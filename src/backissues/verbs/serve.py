"""`serve`: builds a site, serves it to browsers on this machine, and builds it on every change.

Comes in: arguments. Goes out: an exit status. Must not know: HTTP, how a build is done.

Unless a folder is named, the site stands in one of the user's cache: it is a preview, with the
server's own address where archive.yml has no `base_url`, and nothing of the collection is written,
not even the ledger. An address is promised when a site is built to be published.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from pathlib import Path

from backissues.cache import store
from backissues.rebuild import Order
from backissues.serving.server import Server, listen
from backissues.site import Build
from backissues.verbs.keeping import keep_building
from backissues.verbs.saying import WRONG_USE, fill_in


def run(arguments: argparse.Namespace) -> int:
    """Serve the site of a collection until interrupted."""
    named = arguments.target
    fill_in(arguments)
    server = _listening(arguments)
    if server is None:
        return WRONG_USE
    target = named or _own_folder(arguments.collection, server.server_port)
    order = Order(
        folder=arguments.collection,
        target=target,
        own_address=server.address,
        granted=() if named is None else None,
    )
    base_url = server.address
    is_started = False

    def show(done: Build | None, problems: str) -> None:
        """Show what was built; the first time, begin to answer."""
        nonlocal base_url, is_started
        if done is not None and done.base_url:
            base_url = done.base_url
        server.show(target, base_url=base_url, problems=problems)
        if not is_started:
            is_started = True
            # Not before: as long as a process has but one thread, its builds may have workers.
            server.start()
            _announce(arguments, server)

    with server:
        return keep_building(arguments, order, show)


def _listening(arguments: argparse.Namespace) -> Server | None:
    """Take the port that was asked for, or say why it cannot be had."""
    try:
        return listen(arguments.host, arguments.port)
    except (OSError, OverflowError) as error:
        port = "a port" if arguments.port is None else f"port {arguments.port}"
        why = getattr(error, "strerror", None) or str(error)
        print(f"backissues: {port} of {arguments.host} cannot be had: {why}", file=sys.stderr)
        print("    hint: choose another one by --port, or none, to get a free one", file=sys.stderr)
        return None


def _announce(arguments: argparse.Namespace, server: Server) -> None:
    """Say where the site is, and who else can see it."""
    if arguments.json:
        print(json.dumps({"serving": server.address}), flush=True)
    else:
        print(f"serving {server.address} (Ctrl-C ends it)", flush=True)
    if not server.is_local:
        print(
            f"warning: --host {arguments.host} shows the site to everybody who can reach this"
            " machine",
            file=sys.stderr,
            flush=True,
        )


def _own_folder(collection: Path, port: int) -> Path:
    """Return the folder of a preview in the user's cache: one for each collection and port."""
    digest = hashlib.sha256(os.fsencode(collection.resolve())).hexdigest()[:16]
    return store.folder() / "served" / f"{digest}-{port}"
