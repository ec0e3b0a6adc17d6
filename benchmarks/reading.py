"""Times the reading of documents: run it by hand, on a quiet machine; no test depends on it.

    .venv/bin/python benchmarks/reading.py [FOLDER…] [--profile]

For each folder (by default the seeds and the captures of the tests) it prints the milliseconds of
CPU that 5 kB cost in one process: the whole reading, the blocks alone, the language alone. Each
figure is the least of several rounds, for what else the machine does only adds to it.
"""

from __future__ import annotations

import cProfile
import hashlib
import pstats
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from backissues.fields import language
from backissues.fields.facts import Facts, gather
from backissues.languages.tokens import tokens
from backissues.model import Source
from backissues.parse import parse
from backissues.readers import read, readers
from backissues.text.lookup import make_lookup
from backissues.vocabulary import load_vocabulary

CHECKOUT = Path(__file__).resolve().parent.parent
ROUNDS = 10
UNIT = 5000


def sources(folder: Path) -> list[Source]:
    """Load the documents of a folder."""
    files = (file for file in sorted(folder.iterdir()) if file.suffix in readers())
    return [
        Source(path=file.name, data=data, sha256=hashlib.sha256(data).hexdigest())
        for file in files
        for data in (file.read_bytes(),)
    ]


def least(work: Callable[[], object], size: int) -> float:
    """Return the milliseconds that 5 kB of `size` bytes cost, in the best round."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best * 1000 * UNIT / size


def main(arguments: Sequence[str]) -> None:
    """Print a line a folder; with `--profile` where the time of the first one goes."""
    lookup = make_lookup(load_vocabulary(CHECKOUT / "seeds")[0])
    named = [Path(argument) for argument in arguments if not argument.startswith("-")]
    for folder in named or [CHECKOUT / "seeds", CHECKOUT / "tests" / "captures"]:
        documents = sources(folder)
        size = sum(len(source.data) for source in documents)
        facts = tuple(gather(read(source)) for source in documents)

        def whole(documents: Sequence[Source] = documents) -> None:
            for source in documents:
                parse(source, lookup)

        def blocks(documents: Sequence[Source] = documents) -> None:
            for source in documents:
                read(source)

        def tongue(facts: Sequence[Facts] = facts) -> None:
            # Words are remembered for all rules: by itself the rule reads them anew.
            tokens.cache_clear()
            for one in facts:
                language.find(one.document.headers, one.texts, one.document.lines)

        print(
            f"{folder.name}: {len(documents)} documents, {size} bytes; ms for 5 kB: "
            f"{least(whole, size):.2f} in all, {least(blocks, size):.2f} for blocks, "
            f"{least(tongue, size):.2f} for the language"
        )
        if "--profile" in arguments:
            profile = cProfile.Profile()
            profile.runcall(whole)
            pstats.Stats(profile).sort_stats("tottime").print_stats(30)


if __name__ == "__main__":
    main(sys.argv[1:])
