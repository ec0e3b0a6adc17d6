"""Runs a test in a process of its own: one that forks, or is to be killed, must not be pytest's.

Pytest's process has other threads as soon as a browser was started, and then nothing is forked.
"""

from __future__ import annotations

import functools
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec

P = ParamSpec("P")


def alone(test: Callable[P, None]) -> Callable[P, None]:
    """Run a test, whose arguments are paths and plain values, in a fresh process."""

    @functools.wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        module, name = test.__module__, test.__name__
        said = (
            "from pathlib import PosixPath, WindowsPath\n"
            f"import {module}\n"
            f"{module}.{name}.__wrapped__(*{args!r}, **{kwargs!r})\n"
        )
        command = [sys.executable, "-c", said]
        done = subprocess.run(
            command, cwd=Path(__file__).parent, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr

    return run
