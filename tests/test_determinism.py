"""The same sources give the same bytes: on another day, machine, disk, locale and hash seed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from checkout import CHECKOUT, build, copy_seeds, tree

ELSEWHERE = {
    "west, C locale, hash seed 0": {"TZ": "Pacific/Honolulu", "LC_ALL": "C", "PYTHONHASHSEED": "0"},
    "east, UTF-8 locale, hash seed 1": {
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C.UTF-8",
        "LANG": "fr_FR.UTF-8",
        "LANGUAGE": "fr",
        "PYTHONHASHSEED": "1",
    },
    "any hash seed, another day's clock": {
        "TZ": "Asia/Kathmandu",
        "PYTHONHASHSEED": "random",
        "SOURCE_DATE_EPOCH": "86400",
    },
}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The site of the seeds, as this machine builds it."""
    home = tmp_path_factory.mktemp("first")
    said = build(copy_seeds(home / "seeds"), "-o", home / "site")
    assert said.returncode == 0, said.stderr
    return tree(home / "site")


@pytest.mark.parametrize("environment", ELSEWHERE.values(), ids=ELSEWHERE)
def test_another_machine_builds_the_same_site(
    first: dict[str, bytes], tmp_path: Path, environment: dict[str, str]
) -> None:
    sources = copy_seeds(tmp_path / "Other Folder, é" / "letters")
    former = os.umask(0o027)
    try:
        said = build(sources, "-o", tmp_path / "out", cwd=tmp_path, **environment)
    finally:
        os.umask(former)
    assert said.returncode == 0, said.stderr
    assert tree(tmp_path / "out") == first


def test_the_order_of_files_on_disk_does_not_matter(
    first: dict[str, bytes], tmp_path: Path
) -> None:
    sources = tmp_path / "backwards"
    sources.mkdir()
    for file in sorted((CHECKOUT / "seeds").iterdir(), reverse=True):
        shutil.copyfile(file, sources / file.name)  # new times, other modes, the last one first
    said = build(sources, "-o", tmp_path / "out")
    assert said.returncode == 0, said.stderr
    assert tree(tmp_path / "out") == first


def test_without_a_ledger_two_builds_on_one_day_agree(tmp_path: Path) -> None:
    trees = []
    for name in ("one", "two"):
        sources = copy_seeds(tmp_path / name)
        (sources / "permalinks.tsv").unlink()
        said = build(sources, "-o", tmp_path / f"{name}-out", SOURCE_DATE_EPOCH="1700000000")
        assert said.returncode == 0, said.stderr
        trees.append((tree(tmp_path / f"{name}-out"), (sources / "permalinks.tsv").read_bytes()))
    assert trees[0] == trees[1]


def test_the_committed_ledger_knows_every_seed(seeds: Path, tmp_path: Path) -> None:
    before = tree(seeds)
    said = build(seeds, "-o", tmp_path / "out", "--frozen")
    assert said.returncode == 0, said.stderr
    assert tree(seeds) == before


def test_a_second_build_changes_no_file(seeds: Path, tmp_path: Path) -> None:
    site = tmp_path / "out"
    build(seeds, "-o", site)
    before = {file: file.stat().st_mtime_ns for file in site.rglob("*") if file.is_file()}
    said = build(seeds, "-o", site)
    assert said.returncode == 0, said.stderr
    assert before == {file: file.stat().st_mtime_ns for file in site.rglob("*") if file.is_file()}
