"""`python -m backissues` is the command line."""

from backissues.cli import run

run()
