"""The checkout under test: its folder, a copy of its seeds, its command line, the site it makes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent


def copy_seeds(target: Path) -> Path:
    """Copy the project's seeds to `target`, which does not exist yet."""
    shutil.copytree(CHECKOUT / "seeds", target)
    return target


def build(
    *arguments: str | Path, cwd: Path = CHECKOUT, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run `python build.py` as a person would, from the folder `cwd`, and return what it said."""
    return subprocess.run(
        [sys.executable, str(CHECKOUT / "build.py"), *map(str, arguments)],
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, by its path in it."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }
