"""Finds the folders of templates and static files that Back Issues brings along.

Comes in: nothing. Goes out: two folders that exist.
Must not know: what the files hold, what a collection puts in their place.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
# A wheel carries the folders inside the package; in a checkout, which an editable install
# points to, they stand beside src/.
_HOMES = (_PACKAGE / "_assets", _PACKAGE.parent.parent)


def templates() -> Path:
    """Return the folder of the page templates."""
    return _folder("templates")


def static() -> Path:
    """Return the folder of the files that a site carries as they are."""
    return _folder("static")


def _folder(name: str) -> Path:
    """Return the first home's folder of that name; an installation without it is broken."""
    for home in _HOMES:
        if (home / name).is_dir():
            return home / name
    places = " nor ".join(str(home / name) for home in _HOMES)
    raise FileNotFoundError(f"Back Issues lacks its {name}: neither {places} is there")
