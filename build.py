#!/usr/bin/env python3
"""`python build.py` is `backissues build`, with the `seeds/` beside this file as its collection."""

import sys
from pathlib import Path

try:
    from backissues.cli import run
except ModuleNotFoundError as missing:
    sys.exit(
        f"build.py: {missing.name} is not installed for this Python; run the first command of"
        " README.md, which makes a .venv, then use .venv/bin/python"
    )

if __name__ == "__main__":
    run(["build", *sys.argv[1:]], home=Path(__file__).resolve().parent)
