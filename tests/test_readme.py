"""The README tells the truth: its commands run, its files exist, its keys are known."""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
import tomllib
from pathlib import Path
from urllib.parse import unquote

import pytest

from backissues.languages import Lexicon
from backissues.settings import load_settings
from backissues.sidecars import load_sidecar
from backissues.vocabulary import load_vocabulary
from checkout import CHECKOUT, build, copy_seeds

README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def fenced(language: str) -> list[str]:
    """The blocks of the README that are fenced as `language`, those inside lists too."""
    fence = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
    return [textwrap.dedent(text) for _, name, text in fence.findall(README) if name == language]


def test_two_commands_do_all_the_set_up() -> None:
    install, test = fenced("sh")
    assert install.count("\n") == test.count("\n") == 1
    assert install.endswith("build.py\n")
    assert test.endswith("pytest\n")


def test_ci_takes_its_commands_from_the_readme() -> None:
    script = (CHECKOUT / ".ci" / "run").read_text(encoding="utf-8")
    start = script.index("readme_command() {")
    function = script[start : script.index("\n}\n", start) + 3]
    for number, command in enumerate(fenced("sh"), 1):
        said = subprocess.run(
            ["bash", "-c", f"{function}\nreadme_command {number}"],
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
            check=True,
        )
        assert said.stdout == command


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_to_files_of_the_project(name: str) -> None:
    text = (CHECKOUT / name).read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#\s]+)", text)
    local = [target for target in targets if "://" not in target]
    assert [target for target in local if not (CHECKOUT / unquote(target)).exists()] == []


@pytest.mark.parametrize("name", PAGES)
def test_files_that_are_named_exist(name: str) -> None:
    text = (CHECKOUT / name).read_text(encoding="utf-8")
    homes = [CHECKOUT, CHECKOUT / "src" / "backissues", CHECKOUT / "seeds"]
    named = re.findall(r"`((?:src|tests|seeds|templates|static|docs)/[\w./-]*)`", text)
    named += re.findall(r"`((?:text|readers|fields|kinds|outputs|languages)/[\w./-]*)`", text)
    named += re.findall(r"`([a-z_]+\.py)`", text)
    named = [
        path for path in named if not {"NAME", "LANGUAGE", "SLUG"} & set(re.split(r"[/.]", path))
    ]
    assert [path for path in named if not any((home / path).exists() for home in homes)] == []


def test_every_verb_and_option_that_is_named_exists() -> None:
    verbs = {
        verb
        for listed in re.findall(r"-m backissues ([a-z]+(?: \| [a-z]+)*)", README)
        for verb in listed.split(" | ")
    }
    assert verbs >= {"build", "check", "explain"}
    (synopsis,) = (block for block in fenced("") if block.startswith("python build.py"))
    options = set(re.findall(r"--[a-z][a-z-]+", README))
    helps = {verb: _help(verb) for verb in verbs}
    assert [
        word for word in re.findall(r"--[a-z][a-z-]+", synopsis) if word not in helps["build"]
    ] == []
    assert [word for word in options if not any(word in text for text in helps.values())] == []


def _help(verb: str) -> str:
    command = [sys.executable, "-m", "backissues", verb, "--help"]
    said = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    return said.stdout


def test_the_examples_of_files_are_understood(tmp_path: Path) -> None:
    archive, sidecar, vocabulary = fenced("yaml")
    (tmp_path / "archive.yml").write_text(archive, encoding="utf-8")
    (tmp_path / "tags.yml").write_text(vocabulary, encoding="utf-8")
    (tmp_path / "letter.yml").write_text(sidecar, encoding="utf-8")
    settings, problems = load_settings(tmp_path)
    assert (settings.title, problems) == ("Letters from the Harbour", ())
    terms, problems = load_vocabulary(tmp_path)
    assert ([term.aliases for term in terms], problems) == ([("Open AI",)], ())
    word = load_sidecar(tmp_path / "letter.yml", "letter.yml")
    assert word.diagnostics == ()
    assert word.settings["published"].values == ("2019-04~",)


def test_the_example_of_a_report_is_what_the_build_says(tmp_path: Path) -> None:
    (report,) = (block for block in fenced("") if " warning: " in block)
    copy_seeds(tmp_path / "seeds")
    assert report in build("seeds", cwd=tmp_path).stderr


def test_every_dependency_has_its_reason() -> None:
    reasons = README[README.index("## What it stands on") :].casefold()
    names = [re.split(r"[<>=]", dependency)[0] for dependency in PROJECT["dependencies"]]
    assert [name for name in names if f"{name}" not in reasons] == []


def test_the_readme_knows_every_kind() -> None:
    kinds = (CHECKOUT / "src" / "backissues" / "kinds").glob("[a-z]*.py")
    assert [kind.stem for kind in kinds if f"| {kind.stem} |" not in README] == []


def test_contributing_explains_every_word_list() -> None:
    page = (CHECKOUT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    lists = set(Lexicon.__struct_fields__) - {"name"}
    assert sorted(name for name in lists if f"`{name}`" not in page) == []


def test_the_changelog_has_this_version() -> None:
    text = (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {PROJECT['version']} " in text
