"""Finds time zones by their names, in the tables of the library `tzdata` alone.

Comes in: a name. Goes out: a zone, or none. The tables of the machine are not asked, though Python
would ask them first: Debian's know the years before 1970 otherwise than those of other systems, and
the same sources must give the same bytes.
"""

from __future__ import annotations

from datetime import tzinfo
from functools import cache
from pathlib import Path

import tzdata

# Found by its file: `importlib.resources` loads all that makes temporary files, 8 ms.
_TABLES = Path(tzdata.__file__).parent


@cache
def zone(name: str) -> tzinfo | None:
    """Return the zone of a name such as Europe/Paris, if there is one."""
    if name not in _names():
        return None
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - 5 ms, and most archives name no zone

    with _TABLES.joinpath("zoneinfo", *name.split("/")).open("rb") as table:
        return ZoneInfo.from_file(table, key=name)


@cache
def _names() -> frozenset[str]:
    return frozenset((_TABLES / "zones").read_text(encoding="utf-8").split())
