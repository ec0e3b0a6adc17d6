"""The benchmarks run, with ten articles and ours alone: they must not rot between two tables."""

from __future__ import annotations

from pathlib import Path

import pytest

import compare
import corpus
from tools import Ours

pytestmark = pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="needs Linux")


def test_ten_articles_are_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few = {name: compare.WORKS[name] for name in ("no-op", "one title edit")}
    monkeypatch.setattr(compare, "WORKS", few)
    tools = [Ours(tmp_path)]
    figures = compare.measure(tools, tmp_path / "trash", count=10, rounds=1)
    assert [name for name, _ in figures] == ["cold", *few, "memory"]
    assert all(run.cpu > 0 for runs in figures.values() for run in runs)
    assert figures["memory", "ours"][0].memory > 1
    lines = compare.tell(figures, tools).splitlines()
    assert [line.split(" | ")[0] for line in lines[2:]] == [
        *("| cold", "| no-op", "| one title edit", "| memory, cold")
    ]
    assert "| times CPU |" in compare.growth({10: figures, 20: figures})


@pytest.mark.parametrize("form", corpus.FORMS)
def test_a_corpus_is_the_beginning_of_a_larger_one(tmp_path: Path, form: str) -> None:
    few = corpus.make(tmp_path / "few", 3, form=form)
    more = corpus.make(tmp_path / "more", 9, form=form)
    assert [file.read_bytes() for file in few] == [file.read_bytes() for file in more[:3]]
    sizes = [file.stat().st_size for file in more]
    assert 3500 < sum(sizes) / len(sizes) < 7000
