"""Turns days into moments, which is what feeds ask for.

Comes in: EDTF dates, the archive's time zone. Goes out: noon of a day that is known, or nothing.
Must not know: articles, formats, today's date.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from functools import lru_cache

from backissues.text.edtf import bounds, is_day
from backissues.text.zones import zone

# What Atom demands of a feed to which nothing has ever happened; known everywhere as “no date”.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


# Many articles share a day, and each stands in a dozen feeds.
@lru_cache(maxsize=10_000)
def noon(date: str | None, timezone: str) -> datetime | None:
    """Give a date that is known to the day as noon in a time zone; of any other date, nothing.

    Noon is the same day for readers almost everywhere, which midnight is not.
    """
    if not date or not is_day(date):
        return None
    day, _ = bounds(date)
    try:
        local = datetime.combine(day, time(12), zone(timezone) or UTC)
        local.astimezone(UTC)  # west of the date line, 9999-12-31 ends in a year that no one has
    except OverflowError:
        return datetime.combine(day, time(12), UTC)
    # Zones of long ago were off by odd seconds, which no feed can write.
    offset = local.utcoffset() or timedelta()
    return local if not offset.seconds % 60 else datetime.combine(day, time(12), UTC)
