"""What was read in the seeds, and written of them, kept word for word in `golden/`.

A golden file changes only when a person wants it to: `pytest tests/test_golden.py --golden-rewrite`
writes them anew, and the difference is to be read before it is committed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from backissues import records
from backissues.archive import make_card, placed
from backissues.explain import read_paths
from backissues.model import Row
from backissues.outputs import markdown
from checkout import CHECKOUT, build, tree

GOLDEN = Path(__file__).parent / "golden"
SEEDS = sorted((CHECKOUT / "seeds").glob("*.txt"))
Same = Callable[[str, str], None]


@pytest.fixture
def same(request: pytest.FixtureRequest) -> Same:
    """Compare a text with a golden file, or write the file where a person asked for it."""

    def compare(name: str, found: str) -> None:
        file = GOLDEN / name
        if request.config.getoption("--golden-rewrite"):
            file.parent.mkdir(exist_ok=True)
            file.write_text(found, encoding="utf-8", newline="\n")
        assert found.splitlines() == file.read_text(encoding="utf-8").splitlines()

    return compare


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.stem)
def test_a_seed_is_read_as_before(seed: Path, same: Same) -> None:
    (told,) = read_paths([str(seed)])
    article = told.outcome.article
    assert article
    read = records.record(article, told.outcome.lines) | records.provenance(article)
    read["verdicts"] = read["verdicts"][:1]  # what the kinds that lost scored is no part of it
    same(f"{seed.stem}.json", json.dumps(read, ensure_ascii=False, indent=1) + "\n")


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.stem)
def test_a_seed_is_written_as_before(seed: Path, same: Same) -> None:
    (told,) = read_paths([str(seed)])
    article = told.outcome.article
    assert article
    row = Row(
        id="0123456789abcdef",
        address="articles/the-address.html",
        path=article.path,
        sha256=article.sha256,
        added="2024-05-21",
    )
    data = markdown.document(placed(make_card(article), row, 1), article, base_url="")
    same(f"{seed.stem}.md", data.decode())


def test_the_site_of_the_seeds_has_the_same_files(seeds: Path, tmp_path: Path, same: Same) -> None:
    said = build(seeds, "-o", tmp_path / "site")
    assert said.returncode == 0, said.stderr
    same("site.txt", "".join(f"{path}\n" for path in sorted(tree(tmp_path / "site"))))


def test_every_golden_file_belongs_to_a_seed() -> None:
    names = {f"{seed.stem}.{form}" for seed in SEEDS for form in ("json", "md")} | {"site.txt"}
    assert {file.name for file in GOLDEN.iterdir()} == names
