"""Measures what each output costs: everything on, pages alone, and each other one beside pages.

    benchmarks/outputs.py --work FOLDER [--count 1000] [--rounds 3]

Seconds of CPU of all processes / seconds of wall of cold builds, medians of rounds that go from
one set of outputs to the next; and the seeds, as a keeper builds them for the first time.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from measuring import Run, median, run, shown, table
from tools import CHECKOUT, Ours

MORE = ("sources", "search", "feeds", "axis-feeds", "data", "markdown", "epub")
SETS: dict[str, tuple[str, ...]] = {
    "pages": ("pages",),
    **{f"pages, {one}": ("pages", one) for one in MORE},
    "all": ("pages", *MORE),
}


class Set(Ours):
    """Back Issues with a set of outputs."""

    def __init__(self, work: Path, name: str) -> None:
        self.name, self.outputs = name.replace(", ", "-"), SETS[name]
        super().__init__(work)


def written(folder: Path) -> tuple[int, float]:
    """Return how many files a site has, and how many MB they are."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    return len(files), sum(file.stat().st_size for file in files) / 1e6


def sets(work: Path, *, count: int, rounds: int) -> str:
    """Measure each set of outputs."""
    tools = {name: Set(work, name) for name in SETS}
    figures: dict[str, list[Run]] = {name: [] for name in SETS}
    for tool in tools.values():
        tool.prepare(count)
    for _ in range(rounds):
        for name, tool in tools.items():
            tool.forget(work / "trash")
            figures[name].append(run(tool.command(), tool.folder, environment=tool.environment))
    least = median(figures["pages"]).cpu
    rows = []
    for name, runs in figures.items():
        found, (files, size) = median(runs), written(tools[name].folder / "public")
        rows.append([name, shown(found), f"{found.cpu - least:+.2f}", f"{files:,}", f"{size:.0f}"])
    return table(["outputs", "CPU / wall", "more CPU than pages", "files", "MB"], rows)


def seeds(work: Path, *, rounds: int) -> str:
    """Measure the first build of the seeds, start and all."""
    runs = []
    command = [sys.executable, str(CHECKOUT / "build.py"), "--quiet", "-o"]
    for turn in range(rounds + 1):
        folder = work / "seeds" / f"{os.getpid()}-{turn}"
        folder.mkdir(parents=True)
        said = {"XDG_CACHE_HOME": str(folder / "cache"), "PYTHONPATH": str(CHECKOUT / "src")}
        runs.append(run([*command, str(folder / "site")], folder, environment=said))
    return f"The seeds, cold: {shown(median(runs[1:]))}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description="Measure what each output costs.")
    parser.add_argument("--work", type=Path, required=True, help="a folder to work in")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args(arguments)
    work = asked.work.resolve() / "outputs"
    print(
        f"## {asked.count:,} articles, cold\n\n{sets(work, count=asked.count, rounds=asked.rounds)}"
    )
    print(f"\n{seeds(work, rounds=asked.rounds)}")


if __name__ == "__main__":
    main()
