#!/usr/bin/env python3
"""`python build.py` is `backissues build`, with the `seeds/` beside this file as its collection."""

import sys
from pathlib import Path

from backissues.cli import main

if __name__ == "__main__":
    sys.exit(main(["build", *sys.argv[1:]], home=Path(__file__).resolve().parent))
