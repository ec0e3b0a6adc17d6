"""The package works installed: a wheel, in an environment of its own, builds the same site."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from checkout import CHECKOUT, build, copy_seeds, tree


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    target = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)]
    subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True)
    (file,) = target.glob("*.whl")
    return file


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `backissues` command of an environment that has the wheel and no checkout."""
    home = tmp_path_factory.mktemp("installed")
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--quiet"]
    subprocess.run([*pip, str(wheel)], check=True)
    # The libraries are borrowed from the environment of the tests. A .pth file that stands in a
    # folder added by a .pth file is not read, so the checkout does not come with them.
    site_packages = python.parent.parent / Path(sysconfig.get_path("purelib", vars={"base": home}))
    (site_packages / "borrowed.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return home / "bin" / "backissues"


def test_the_wheel_holds_every_file_that_a_site_needs(wheel: Path) -> None:
    expected = {
        f"backissues/_assets/{file.relative_to(CHECKOUT)}"
        for folder in ("templates", "static")
        for file in (CHECKOUT / folder).rglob("*")
        if file.is_file()
    } | {
        f"backissues/{file.relative_to(CHECKOUT / 'src' / 'backissues')}"
        for file in (CHECKOUT / "src" / "backissues").rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    held = set(zipfile.ZipFile(wheel).namelist())
    assert sorted(expected - held) == []


def test_the_installed_command_builds_the_same_site_from_another_folder(
    installed: Path, tmp_path: Path, seeds: Path
) -> None:
    elsewhere = copy_seeds(tmp_path / "elsewhere" / "letters")
    said = subprocess.run(
        [installed, "build", "letters", "-o", "out"],
        cwd=elsewhere.parent,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    ours = build(seeds, "-o", tmp_path / "site")
    assert ours.returncode == 0, ours.stderr
    assert tree(elsewhere.parent / "out") == tree(tmp_path / "site")


def test_the_installed_package_is_the_wheel(installed: Path, tmp_path: Path) -> None:
    asked = "from backissues import assets; print(assets.templates(), assets.static(), sep='\\n')"
    said = subprocess.run(
        [installed.parent / "python", "-c", asked],
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    for line in said.stdout.splitlines():
        assert Path(line).is_dir()
        assert not Path(line).is_relative_to(CHECKOUT)


def test_the_installed_command_builds_with_templates_of_the_collection(
    installed: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "letters"
    (folder / "templates").mkdir(parents=True)
    (folder / "static" / "css").mkdir(parents=True)
    (folder / "letter.txt").write_text("The tides\n\nThe sea rises twice a day.\n", "utf-8")
    home = (
        '{% extends "original/home.html" %}{% block main %}<p>Ahoy</p>{{ super() }}{% endblock %}'
    )
    (folder / "templates" / "home.html").write_text(home, encoding="utf-8")
    (folder / "static" / "css" / "x.css").write_text("p { color: navy }", encoding="utf-8")
    said = subprocess.run(
        [installed, "build", "letters", "-o", "out"],
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "<p>Ahoy</p>" in page
    assert 'class="masthead"' in page
    assert "p { color: navy }" in (tmp_path / "out" / "static" / "style.css").read_text("utf-8")
