"""Reads and writes `manifest-sha256.txt`: what the last build wrote, as sha256sum checks it.

Comes in: the folder of a site; sums by public path. Goes out: the same, or that it is no site.
Must not know: what the files are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from backissues import urls
from backissues.publish.places import is_public

# A line of a manifest, as sha256sum writes and checks it.
_LINE = re.compile(r"(?P<sha256>[0-9a-f]{64})  (?P<path>[^\n]+)", re.ASCII)
# RFC 8493: a bag of that format has this file and a manifest of the same name as ours.
_BAG = "bagit.txt"


def read_manifest(target: Path) -> dict[str, str] | None:
    """Return the sha256 of each file that the last build wrote; None where it is not our site."""
    try:
        text = (target / urls.MANIFEST).read_bytes().decode("utf-8")
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        return None
    found = [_LINE.fullmatch(line) for line in text.split("\n")[:-1]]
    manifest = {match["path"]: match["sha256"] for match in found if match}
    sound = None not in found and all(is_public(path) for path in manifest)
    is_a_bag = (target / _BAG).exists() and _BAG not in manifest
    return manifest if sound and (not text or text.endswith("\n")) and not is_a_bag else None


def manifest_bytes(manifest: Mapping[str, str]) -> bytes:
    """Write a manifest, in the order of the paths."""
    return "".join(f"{manifest[path]}  {path}\n" for path in sorted(manifest)).encode("utf-8")
