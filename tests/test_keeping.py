"""`build --watch` and `serve` in one process: what they build, tell and leave, save by save."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from functools import partial
from importlib import import_module
from pathlib import Path

import pytest
from msgspec.structs import replace

from backissues import assets
from backissues.cli import main
from backissues.codes import diagnose
from backissues.outputs.render import forget
from backissues.publish.workshop import workshop
from backissues.rebuild import Order, rebuild
from backissues.serving.server import listen
from backissues.serving.watching import Watch
from backissues.site import Build, Means
from checkout import CHECKOUT, tree
from days import Act, Day

LETTERS = {
    "archive.yml": "title: Harbour Letters\nlanguage: en\nbase_url: https://example.org/\n",
    "ships.md": "# The ships\n\nThey came in the morning, and left at night.\n",
    "list.txt": "The list\n\nThese are the ships that came to us in the spring of that year:\n",
}
Run = Callable[..., int]


class Script:
    """Stands in for the watch: makes the changes of a test, one after the other, then Ctrl-C."""

    def __init__(self, acts: Iterable[tuple[str, Act]], folder: Path) -> None:
        self._acts = iter(acts)
        self._folder = folder

    def __call__(self, _: object) -> Script:
        return self

    def accept(self, file: Path) -> None:
        assert file.name == "permalinks.tsv"

    def wait(self) -> frozenset[str]:
        for name, act in self._acts:
            act()
            return frozenset({str(self._folder / name)})
        raise KeyboardInterrupt


@pytest.fixture
def letters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "letters"
    folder.mkdir()
    for name, text in LETTERS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def run(letters: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a verb on the letters while changes are made to them."""

    def run(verb: str, *arguments: str, acts: Iterable[tuple[str, Act]] = ()) -> int:
        monkeypatch.setattr("backissues.verbs.keeping.Watch", Script(acts, letters))
        return main([verb, str(letters), *arguments])

    return run


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


@pytest.fixture
def watch(run: Run, site: Path) -> Run:
    """Run `build --watch` into the site."""

    def watch(*acts: tuple[str, Act]) -> int:
        return run("build", "-o", str(site), "--watch", acts=acts)

    return watch


def write(file: Path, text: str) -> Act:
    return lambda: file.write_text(text, encoding="utf-8")


def page(site: Path, name: str = "index.html") -> str:
    return (site / name).read_text(encoding="utf-8")


def test_each_change_is_built_and_told_by_its_name(
    watch: Run, letters: Path, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    boats = LETTERS["ships.md"].replace("ships", "boats")
    assert watch(("ships.md", write(letters / "ships.md", boats))) == 0
    assert "The boats" in page(site, "articles/the-ships.html")
    said = capsys.readouterr()
    assert "changed: " in said.out
    assert said.out.count("documents, ") == 2
    # The list that is not there is told once, and counted each time.
    assert said.err.count("K-001 warning") == 1
    assert "1 warning, " in said.out
    assert (letters / "permalinks.tsv").exists()


def test_the_ledger_that_a_build_writes_is_no_change(
    letters: Path, site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def end() -> None:
        raise KeyboardInterrupt

    day = Day()
    day.at(60, write(letters / "docks.md", "# The docks\n\nWet.\n"))
    day.at(600, end)
    watch = partial(Watch, clock=day.clock)
    monkeypatch.setattr("backissues.verbs.keeping.Watch", watch)
    assert main(["build", str(letters), "-o", str(site), "--watch"]) == 0
    assert "docks.md" in (letters / "permalinks.tsv").read_text(encoding="utf-8")
    assert capsys.readouterr().out.count("documents, ") == 2


def test_what_was_told_is_not_told_again_when_settings_are_mended(
    watch: Run, letters: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = letters / "archive.yml"
    half, whole = write(settings, "title: [\n"), write(settings, LETTERS["archive.yml"])
    assert watch(("archive.yml", half), ("archive.yml", whole)) == 0
    assert capsys.readouterr().err.count("K-001 warning") == 1


def test_settings_that_cannot_be_read_leave_the_site_as_it_is(
    watch: Run, letters: Path, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seen: list[dict[str, bytes]] = []

    def look() -> None:
        seen.append(tree(site))

    def half() -> None:
        look()
        write(letters / "archive.yml", "title: [Harbour\n")()

    def mend() -> None:
        look()
        write(letters / "archive.yml", "title: Other Letters\nlanguage: en\n")()

    assert watch(("archive.yml", half), ("archive.yml", mend)) == 0
    assert seen[0] == seen[1]
    assert "Other Letters" in page(site)
    assert "S-009 error" in capsys.readouterr().err


def test_a_template_of_ours_that_changes_is_taken_up(
    watch: Run, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "checkout"
    for name in ("templates", "static"):
        shutil.copytree(CHECKOUT / name, home / name)
    monkeypatch.setattr(assets, "_HOMES", (home,))
    template = home / "templates" / "home.html"
    changed = template.read_text(encoding="utf-8") + "{# #}<!-- changed -->"
    change = (str(template), write(template, changed.replace("<h1", '<h1 data-changed="1"')))
    try:
        assert watch(change) == 0
        assert "data-changed" in page(site)
    finally:
        forget()


def test_a_template_of_the_collection_is_taken_up_each_time(
    watch: Run, letters: Path, site: Path
) -> None:
    template = letters / "templates" / "home.html"
    words: list[bool] = []

    def fill(word: str) -> Act:
        def act() -> None:
            words.append(word in page(site))
            template.parent.mkdir(exist_ok=True)
            block = f'{{% extends "original/home.html" %}}{{% block main %}}{word}{{% endblock %}}'
            template.write_text(block, encoding="utf-8")

        return act

    assert (
        watch(
            ("templates/home.html", fill("first one")), ("templates/home.html", fill("second one"))
        )
        == 0
    )
    assert words == [False, False]
    assert "second one" in page(site)
    assert "first one" not in page(site)


def test_a_failure_is_told_and_the_next_change_is_built(
    watch: Run, site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down() -> None:
        monkeypatch.setattr("backissues.site.open_collection", fail)

    def fail(_: Path) -> None:
        raise KeyError("a fault of ours")

    patched = pytest.MonkeyPatch()
    assert watch(("ships.md", break_down), ("ships.md", monkeypatch.undo)) == 0
    patched.undo()
    assert "backissues: KeyError: 'a fault of ours'" in capsys.readouterr().err
    assert "Harbour Letters" in page(site)


def test_another_build_of_the_site_is_waited_for(
    watch: Run, site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = workshop(site)
    other.__enter__()
    waited: list[float] = []

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 2:
            other.__exit__(None, None, None)

    # The workshop itself waits a little as well, which is not what this is about.
    monkeypatch.setattr(import_module("backissues.publish.workshop"), "_PATIENCE", -1.0)
    monkeypatch.setattr("backissues.verbs.keeping.time.sleep", sleep)
    assert watch() == 0
    assert len(waited) == 2
    assert "Harbour Letters" in page(site)
    said = capsys.readouterr().err
    assert said.count("waiting: another build is at work on this site") == 1
    assert "P-018" not in said


def test_a_build_in_which_a_file_changed_is_done_again_without_a_word(
    watch: Run, site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    builds: list[Build] = []

    def overtaken(order: Order, means: Means) -> Build:
        builds.append(rebuild(order, means))
        changed = (diagnose("P-041", "ships.md"),) if len(builds) == 1 else ()
        return replace(builds[-1], diagnostics=(*builds[-1].diagnostics, *changed))

    monkeypatch.setattr("backissues.verbs.keeping.rebuild", overtaken)
    assert watch() == 0
    assert len(builds) == 2
    assert "P-041" not in capsys.readouterr().err
    assert "Harbour Letters" in page(site)


def test_nothing_is_held_between_two_builds(watch: Run, site: Path) -> None:
    def look() -> None:
        with workshop(site):
            pass

    assert watch(("ships.md", look)) == 0


def test_ctrl_c_amid_a_build_says_that_the_site_is_whole(
    watch: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("backissues.verbs.keeping.rebuild", interrupt)
    assert watch() == 130
    assert "the site is whole" in capsys.readouterr().err


@pytest.mark.parametrize("verb", ["build", "serve"])
def test_a_folder_that_is_not_there_is_not_waited_for(
    run: Run, letters: Path, verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    letters.rename(letters.with_name("elsewhere"))
    assert run(verb, *(["--watch"] if verb == "build" else ["--port", "0"])) == 2
    said = capsys.readouterr()
    assert "S-008 error" in said.err
    assert "serving" not in said.out


# --- serve ---------------------------------------------------------------------------------------


@pytest.fixture
def served(tmp_path: Path) -> Callable[[], Path]:
    """Return the folder of the preview."""

    def served() -> Path:
        (folder,) = (tmp_path / "cache" / "backissues" / "served").iterdir()
        return folder

    return served


def test_a_preview_writes_nothing_into_the_collection(
    run: Run, letters: Path, served: Callable[[], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(letters)
    assert run("serve", "--port", "0") == 0
    assert tree(letters) == before
    address = capsys.readouterr().out.rpartition("serving ")[2].split()[0]
    assert address.startswith("http://127.0.0.1:")
    assert "https://example.org/articles/the-ships.html" in page(served(), "rss.xml")


def test_without_a_base_url_the_server_lends_its_own(
    run: Run, letters: Path, served: Callable[[], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    (letters / "archive.yml").unlink()
    assert run("serve", "--port", "0") == 0
    said = capsys.readouterr()
    address = said.out.rpartition("serving ")[2].split()[0]
    assert f"{address}articles/the-ships.html" in page(served(), "rss.xml")
    assert "P-005" not in said.err


def test_a_draft_keeps_its_address_while_it_is_served_and_gets_a_lasting_one_when_it_is_built(
    run: Run,
    letters: Path,
    served: Callable[[], Path],
    site: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    draft = letters / "draft.md"
    acts = [
        ("draft.md", write(draft, "# Untit\n\nWords.\n")),
        ("draft.md", write(draft, "# Untitled for now\n\nOther words.\n")),
        ("draft.md", write(draft, "# The tide\n\nIt turns.\n")),
    ]
    assert run("serve", "--port", "0", acts=acts) == 0
    assert "The tide" in page(served(), "articles/untit.html")
    assert not (served() / "articles" / "the-tide.html").exists()
    assert "draft.md: P-0" not in capsys.readouterr().err
    assert main(["build", str(letters), "-o", str(site)]) == 0
    assert "It turns" in page(site, "articles/the-tide.html")
    # What is promised counts for the preview, too.
    assert run("serve", "--port", "0") == 0


def test_a_draft_that_is_deleted_leaves_no_trace(
    run: Run, letters: Path, served: Callable[[], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    draft = letters / "draft.md"
    acts = [("draft.md", write(draft, "# A draft\n\nWords.\n")), ("draft.md", draft.unlink)]
    assert run("serve", "--port", "0", acts=acts) == 0
    assert not (served() / "articles" / "a-draft.html").exists()
    assert "P-013" not in capsys.readouterr().err


def test_another_host_is_warned_of(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("serve", "--port", "0", "--host", "0.0.0.0") == 0  # noqa: S104
    assert "warning: --host 0.0.0.0 shows the site to everybody" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [("--port", "0", "--host", "no such host"), ("--port", "0", "--host", "192.0.2.1")]
)
def test_a_host_that_cannot_be_had_is_told(
    run: Run, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("serve", *arguments) == 2
    assert "cannot be had" in capsys.readouterr().err


def test_a_port_that_is_taken_is_told(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    with listen("127.0.0.1", 0) as other:
        assert run("serve", "--port", str(other.server_port)) == 2
        said = capsys.readouterr().err
        assert f"port {other.server_port} of 127.0.0.1 cannot be had" in said
        assert "--port" in said.partition("hint:")[2]


@pytest.mark.parametrize("port", ["-1", "65536", "eighty", "٣"])
def test_a_port_is_a_number(run: Run, port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run("serve", f"--port={port}")
    assert "a number below 65536 is expected" in capsys.readouterr().err
