"""How the tests run: Hypothesis' profiles, and the fixtures that more than one file uses."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from checkout import copy_seeds
from edits import gather
from keeper import Keeper

# No deadline: a slow machine is no fault of the code. In CI the examples are the same each time.
hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that changes files, for a person who reads what changed; and that for time."""
    parser.addoption("--golden-rewrite", action="store_true", help="write tests/golden anew")
    parser.addoption("--all-proofs", action="store_true", help="try hundreds, not a sample")


def pytest_configure() -> None:
    """Let Ctrl-C reach what tests begin: what a shell runs in the background is deaf to it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a proof its numbers, each the seed of one trial: the first few, or on demand all."""
    marker = metafunc.definition.get_closest_marker("proof")
    if marker is not None:
        every = metafunc.config.getoption("--all-proofs")
        metafunc.parametrize("number", range(marker.kwargs["all" if every else "sample"]))


@pytest.fixture(scope="session", autouse=True)
def _cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what tests work out away from the user's own cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A copy of the project's seeds that a test may change."""
    return copy_seeds(tmp_path / "seeds")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Keeper:
    """A collection that was built once, which no test may change."""
    keeper = Keeper(tmp_path_factory.mktemp("built"))
    gather(keeper.collection)
    assert keeper.build().status == 0
    return keeper
