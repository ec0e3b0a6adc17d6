"""What stands behind a diagnostic code.

Comes in: nothing. Goes out: the type of an entry of the table.
Must not know: any code.
"""

from __future__ import annotations

from msgspec import Struct

from backissues.model import Level


class Code(Struct, frozen=True):
    """A level, a sentence and a hint, both with `{placeholders}`."""

    level: Level
    message: str
    hint: str = ""
