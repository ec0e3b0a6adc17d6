"""How the tests run: Hypothesis' profiles, and the fixtures that more than one file uses."""

from __future__ import annotations

import os
from pathlib import Path

import hypothesis
import pytest

from checkout import copy_seeds

# No deadline: a slow machine is no fault of the code. In CI the examples are the same each time.
hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the one option that changes files: a person asks for it, and reads what changed."""
    parser.addoption("--golden-rewrite", action="store_true", help="write tests/golden anew")


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A copy of the project's seeds that a test may change."""
    return copy_seeds(tmp_path / "seeds")
