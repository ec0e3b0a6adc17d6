"""Runs a command and measures it: seconds of wall and CPU, and memory, of all its processes.

Comes in: a command. Goes out: a `Run`, and tables in Markdown of the medians of several.
Memory is asked for apart: whoever looks at processes all the time takes time from them.
"""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

# Memory is looked at so often, in seconds; one that hangs is killed after so many.
_LOOK, _HANGS = 0.02, 1800.0


class Run(NamedTuple):
    """What one run took; `memory` in MiB is 0 where nobody looked."""

    wall: float
    cpu: float
    memory: float = 0.0


def run(
    command: Sequence[str],
    folder: Path,
    *,
    environment: Mapping[str, str] | None = None,
    memory: bool = False,
    statuses: Iterable[int] = (0,),
) -> Run:
    """Run a command in a folder; a status that was not expected is an error, with what it said."""
    log = folder / "said.log"
    with log.open("wb") as said:
        start = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - the commands are ours
            command,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
        peak, done = 0.0, 0
        if memory:
            while not done and time.perf_counter() - start < _HANGS:
                peak = max(peak, _held(process.pid))
                time.sleep(_LOOK)
                done, status, usage = os.wait4(process.pid, os.WNOHANG)
            if not done:
                os.killpg(process.pid, signal.SIGKILL)
        if not done:
            _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in tuple(statuses):
        text = log.read_text(encoding="utf-8", errors="replace")[-3000:]
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{text}")
    return Run(wall, usage.ru_utime + usage.ru_stime, peak)


def _held(session: int) -> float:
    """Return the MiB that all processes of a session hold, what they share counted once."""
    total = 0
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        try:
            if os.getsid(int(entry.name)) == session:
                lines = (entry / "smaps_rollup").read_text(encoding="ascii").splitlines()
                total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        except (OSError, ProcessLookupError):  # it has just ended
            continue
    return total / 1024


def median(runs: Sequence[Run]) -> Run:
    """Return the median of each figure."""
    return Run(*(statistics.median(figures) for figures in zip(*runs, strict=True)))


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write a table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def shown(one: Run) -> str:
    """Write the figures of a run: seconds of CPU and of wall."""
    return f"{one.cpu:.2f} / {one.wall:.2f}"
