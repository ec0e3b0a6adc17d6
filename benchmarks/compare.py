"""Measures Back Issues beside Hugo and Pelican on the same pages, and prints tables in Markdown.

    benchmarks/compare.py --work FOLDER [--hugo PROGRAM] [--pelican PROGRAM]
                          [--counts 1000,10000] [--rounds 3]

Rounds go from tool to tool, so that what else the machine does falls on all of them alike. A
figure is the median of the rounds: seconds of CPU of all processes / seconds of wall; memory is
that of all processes together, in a round of its own. Ratios say how many times the first peer's
figure is ours.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

from measuring import Run, median, run, shown, table
from tools import Hugo, Ours, OursOnText, Pelican, Tool

# What is done to a tool's folder before a build is measured; the number of the round makes it new.
WORKS: dict[str, Callable[[Tool, int], None]] = {
    "no-op": lambda tool, turn: None,  # noqa: ARG005
    "one body edit": Tool.edit_body,
    "one title edit": Tool.edit_title,
    "one new article": Tool.add_article,
    "template changed": lambda tool, turn: tool.edit_template(turn),
}
COLD, MEMORY = "cold", "memory"
Figures = dict[tuple[str, str], list[Run]]


def build(tool: Tool, *, memory: bool = False) -> Run:
    """Build once; a warning of ours is no failure."""
    return run(tool.command(), tool.folder, environment=tool.environment, memory=memory)


def measure(tools: Sequence[Tool], trash: Path, *, count: int, rounds: int) -> Figures:
    """Measure all works of all tools, in turn."""
    figures: Figures = {}
    for tool in tools:
        tool.prepare(count)
        build(tool)  # what is compiled once and for all is not to be charged to the first round
    for turn in range(rounds):
        for tool in tools:
            tool.forget(trash)
            figures.setdefault((COLD, tool.name), []).append(build(tool))
        for name, work in WORKS.items():
            for tool in tools:
                work(tool, turn)
                figures.setdefault((name, tool.name), []).append(build(tool))
    for tool in tools:
        tool.forget(trash)
        figures[MEMORY, tool.name] = [build(tool, memory=True)]
    return figures


def tell(figures: Figures, tools: Sequence[Tool]) -> str:
    """Write the table of one size; with ratios to the first peer where there is one."""
    names = [tool.name for tool in tools]
    peer = next((name for name in names if not name.startswith("ours")), "")
    head = ["build", *names, *([f"{peer} / ours, CPU (wall)"] if peer else [])]
    rows = []
    for work in (COLD, *WORKS):
        found = {name: median(figures[work, name]) for name in names}
        row = [shown(found[name]) for name in names]
        if peer:
            ours, theirs = found["ours"], found[peer]
            row.append(f"{theirs.cpu / ours.cpu:.2f} ({theirs.wall / ours.wall:.2f})")
        rows.append([work, *row])
    peaks = [f"{figures[MEMORY, name][0].memory:.0f} MiB" for name in names]
    return table(head, [*rows, ["memory, cold", *peaks, *([""] if peer else [])]])


def growth(by_count: dict[int, Figures]) -> str:
    """Write how our figures grow with the archive."""
    counts = sorted(by_count)
    rows = []
    for work in (COLD, *WORKS):
        runs = [median(by_count[count][work, "ours"]) for count in counts]
        steps = [f"{after.cpu / before.cpu:.1f}" for before, after in pairwise(runs)]
        rows.append([work, *map(shown, runs), " → ".join(steps)])
    return table(["ours", *(f"{count:,}" for count in counts), "times CPU"], rows)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print a table for each size and one of growth."""
    parser = argparse.ArgumentParser(description="Measure Back Issues beside its peers.")
    parser.add_argument("--work", type=Path, required=True, help="a folder to work in")
    parser.add_argument("--hugo", type=Path, help="the program")
    parser.add_argument("--pelican", type=Path, help="the program")
    parser.add_argument("--counts", default="1000,10000", help="sizes, with commas")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args(arguments)
    by_count: dict[int, Figures] = {}
    for count in map(int, asked.counts.split(",")):
        work = asked.work.resolve() / str(count)
        tools: list[Tool] = [Ours(work), OursOnText(work)]
        tools += [Hugo(work, asked.hugo)] if asked.hugo else []
        tools += [Pelican(work, asked.pelican)] if asked.pelican else []
        by_count[count] = measure(tools, work / "trash", count=count, rounds=asked.rounds)
        print(f"## {count:,} articles\n\n{tell(by_count[count], tools)}\n", flush=True)
    if len(by_count) > 1:
        print(f"## Growth\n\n{growth(by_count)}")


if __name__ == "__main__":
    main()
