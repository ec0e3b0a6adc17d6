"""`verify`: checks a site, or a copy of it, against its checksums.

Comes in: arguments. Goes out: an exit status. Must not know: how a site is made.
"""

from __future__ import annotations

import argparse
import sys

from backissues import fixity, report
from backissues.verbs.problems import status_of
from backissues.verbs.saying import Bar, near, shows_colours


def run(arguments: argparse.Namespace) -> int:
    """Check a site against its checksums."""
    folder = arguments.site or arguments.home / "site"
    done = fixity.verify(folder, progress=Bar(arguments))
    status = status_of(done.diagnostics, strict=arguments.strict)
    if arguments.json:
        sys.stdout.write(fixity.as_json(done, status=status))
        return status
    sys.stderr.write(
        report.as_text(
            fixity.first_of_each(done.diagnostics),
            folder=near(folder),
            colour=shows_colours(sys.stderr),
        )
    )
    if done.files and not arguments.quiet:
        print(fixity.summary(done))
    return status
