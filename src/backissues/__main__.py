"""`python -m backissues` is the command line."""

import sys

from backissues.cli import main

sys.exit(main())
