"""Every bad input that people really have, through the command line as they would meet it.

Each gives one clear diagnostic with file, line and hint; the sound document beside it is built;
nothing of the user's is changed; the exit status is 0 (clean), 1 (problems) or 2 (wrong use).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from backissues import collection as collection_room
from backissues.cli import main
from checkout import build, tree

SOUND = (
    "Les marées\n\nLa mer monte deux fois par jour, et personne ne sait plus qui l’a dit le"
    " premier. Elle descend aussi, ce qui est moins connu.\n"
)


class Bad(NamedTuple):
    """What is put beside the sound document, and what must be said of it."""

    code: str
    path: str
    data: bytes | None = None
    line: int | None = None
    level: str = "warning"
    built: bool = True
    stops: bool = False
    make: Callable[[Path], None] | None = None

    @property
    def status(self) -> int:
        """Errors are problems; warnings are not."""
        return 1 if self.level == "error" else 0


TEXT = "Une lettre du large, un peu longue pour qu’on la lise en entier ce soir.\n"
BAD = {
    "empty": Bad("S-002", "bad.txt", b"", level="error", built=False),
    "blank": Bad("S-002", "bad.txt", b"\n \n\t\n", level="error", built=False),
    "binary": Bad("S-003", "bad.txt", bytes(range(256)) * 9, level="error", built=False),
    "latin-1": Bad(
        "S-004", "bad.txt", TEXT.replace("’", "'").replace("u", "é").encode("latin-1"), 1
    ),
    "utf-16 without a mark": Bad("S-004", "bad.txt", TEXT.encode("utf-16-le"), 1),
    "broken utf-8": Bad("S-005", "bad.txt", b"Premi\xc3\xa8re\n\ncass\xff ici\n", 3),
    "nul": Bad("S-006", "bad.txt", b"Une ligne\n\navec un\x00 nul\n", 3),
    "controls": Bad("S-006", "bad.txt", b"Une ligne\n\navec \x1b[31m rouge\n", 3),
    "one line of 5 MB": Bad("S-015", "bad.txt", b"mot " * 1_250_000, 1),
    "cr": Bad("S-016", "bad.txt", TEXT.replace("\n", "\r").encode(), 1, level="note"),
    "crlf": Bad("S-016", "bad.txt", TEXT.replace("\n", "\r\n").encode(), 1, level="note"),
    "byte-order mark": Bad("S-019", "bad.txt", b"\xef\xbb\xbf" + TEXT.encode(), 1, level="note"),
    "front matter that is no yaml": Bad(
        "S-024", "bad.md", b"---\ntitle: a: b\n---\n\nUn texte.\n", 2
    ),
    "settings that are no yaml": Bad(
        "S-009", "archive.yml", b"title: x\nlanguage: [\n", 3, level="error", stops=True
    ),
    "vocabulary that is no yaml": Bad(
        "S-009", "tags.yml", b"- label: [\n", 2, level="error", stops=True
    ),
    "settings that may keep sources back": Bad(
        "S-012", "archive.yml", b"title: x\npublish_sources: nope\n", 2, level="error", stops=True
    ),
    "settings that mean to keep sources back": Bad(
        "S-010", "archive.yml", b"title: x\npublish_source: no\n", 2, level="error", stops=True
    ),
    "unknown key": Bad("S-010", "archive.yml", b"title: x\ncolour: red\n", 2),
    "bad value": Bad("S-012", "archive.yml", b"title: x\npage_size: many\n", 2),
    "sidecar with an unknown key": Bad("S-010", "sound.yml", b"credit: x\nauthor: y\n", 2),
    "sidecar alone": Bad("S-011", "nobody.yml", b"title: x\n"),
    "one address twice": Bad("P-001", "sound2.txt", SOUND.encode()),
    "name that no address can carry": Bad("S-018", "a\\b.txt", TEXT.encode(), level="error"),
    "link out of the collection": Bad(
        "S-007", "bad.txt", level="error", make=lambda p: p.symlink_to("/etc/hostname")
    ),
    "other format": Bad("S-014", "bad.pdf", b"%PDF-1.4"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A collection of one sound document."""
    folder = tmp_path / "lettres"
    folder.mkdir()
    (folder / "sound.txt").write_text(SOUND, encoding="utf-8")
    return folder


def run(*arguments: object, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[Any], str]:
    """Run a build with `--json`; return the status, the objects printed, and standard error."""
    status = main(["build", *map(str, arguments), "--json"])
    said = capsys.readouterr()
    return status, [json.loads(line) for line in said.out.splitlines()], said.err


@pytest.mark.parametrize("name", BAD)
def test_bad_input(
    name: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = BAD[name]
    if bad.make:
        bad.make(folder / bad.path)
    else:
        (folder / bad.path).write_bytes(bad.data or b"")
    before = tree(folder)
    site = tmp_path / "site"
    status, said, error = run(folder, "-o", site, "--base-url", "https://a.example/", capsys=capsys)
    found = [one for one in said if one.get("code") == bad.code]
    assert [(one["level"], one["line"]) for one in found] == [(bad.level, bad.line)], said
    assert found[0]["path"].endswith(bad.path)
    assert found[0]["message"]
    assert found[0]["hint"] or bad.level == "note"
    assert status == bad.status
    assert error == ""
    # The sound document is built, but where all of the site would be another; and nothing of the
    # user's is changed.
    assert (site / "articles" / "les-marees.html").is_file() is not bad.stops
    after = tree(folder)
    assert (after.pop("permalinks.tsv", None) is None) is bad.stops
    assert after == before
    # What is wrong is said to people too, with its place and what to do; some of it only once.
    (folder / "permalinks.tsv").unlink(missing_ok=True)
    main(["build", str(folder), "-o", str(site)])
    told = capsys.readouterr().err
    assert bad.level == "note" or (f"{bad.code} {bad.level}: " in told and "hint: " in told)


def test_a_site_stays_as_it_is_while_its_settings_are_wrong(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = folder / "archive.yml"
    settings.write_text("title: Letters\nbase_url: https://a.example/\npublish_sources: no\n")
    site = tmp_path / "site"
    assert run(folder, "-o", site, capsys=capsys)[0] == 0
    before = tree(site)
    settings.write_text("title: [Letters\nbase_url: https://a.example/\npublish_sources: no\n")
    assert run(folder, "-o", site, capsys=capsys)[0] == 1
    assert tree(site) == before


def test_an_unreadable_file(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    # Root may read anything, so the refusal is played.
    (folder / "secret.txt").write_text(TEXT, encoding="utf-8")
    bytes_of = collection_room.bytes_of

    def refuse(file: str) -> bytes:
        if file.endswith("secret.txt"):
            raise PermissionError(13, "Permission denied", file)
        return bytes_of(file)

    monkeypatch.setattr(collection_room, "bytes_of", refuse)
    status, said, _ = run(folder, "-o", tmp_path / "site", capsys=capsys)
    assert [one["path"][-10:] for one in said if one.get("code") == "S-001"] == ["secret.txt"]
    assert status == 1
    assert (tmp_path / "site" / "articles" / "les-marees.html").is_file()


def test_a_missing_collection_is_wrong_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said, _ = run(tmp_path / "nowhere", "-o", tmp_path / "site", capsys=capsys)
    assert status == 2
    assert [one["code"] for one in said if "code" in one] == ["S-008"]
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("place", [".", "..", "site"])
def test_a_site_in_the_collection_or_around_it_is_wrong_use(
    place: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(folder)
    status, said, _ = run(folder, "-o", folder / place, capsys=capsys)
    assert status == 2
    assert "P-002" in {one.get("code") for one in said}
    after = tree(folder)
    after.pop("permalinks.tsv", None)
    assert after == before


def test_files_of_others_in_the_site_folder_are_wrong_use(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "public"
    target.mkdir()
    (target / "index.html").write_text("mine", encoding="utf-8")
    status, said, _ = run(folder, "-o", target, capsys=capsys)
    assert status == 2
    assert "P-003" in {one.get("code") for one in said}
    assert tree(target) == {"index.html": b"mine"}


@pytest.mark.parametrize("place", ["inside", "foreign", "changed"])
def test_a_refused_site_leaves_the_ledger_alone(
    place: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "site"
    if place == "inside":
        target = folder / "site"
    elif place == "foreign":
        target.mkdir()
        (target / "mine.txt").write_text("mine", encoding="utf-8")
    else:
        assert main(["build", str(folder), "-o", str(target), "--quiet"]) == 0
        (target / "index.html").write_text("mine", encoding="utf-8")
    (folder / "more.txt").write_text(TEXT, encoding="utf-8")
    before = tree(folder)
    status, said, _ = run(folder, "-o", target, capsys=capsys)
    assert status in {1, 2}
    assert {one.get("code") for one in said} & {"P-002", "P-003", "P-011"}
    assert tree(folder) == before


# --- documents that are not to be read -----------------------------------------------------------

WITHHELD = {
    "publish": "publish: no\n",
    "withdrawn": "withdrawn: the author asked for it\n",
}
UNCLEAR = {
    "no yaml": "title: [\npublish: false\n",
    "no mapping": "publish false\n",
    "bad value": "publish: nope\n",
    "misspelt": "publsh: false\n",
    "no value": "withdrawn:\n",
    "a list": "withdrawn: [a, b]\n",
    "withdrawn, or not": "withdrawn: no\n",
    "case": "Publish: false\n",
    "another tool's word": "draft: true\n",
    "another tool's name": "published: false\n",
    "twice": "publish: true\npublish: false\n",
    "no text": "\x00\x01\x02" * 40,
}
HEADS = {
    "publish": "---\npublish: off\n---\n",
    "draft": "---\ntitle: x\nDraft: YES\n---\n",
    "jekyll": "---\npublished: false\n---\n",
    "no yaml": "---\ntitle: a: b\ndraft: true\n---\n",
    "lines": "Title: x\nDate: 2024-05-21\nDraft: true\n\n",
}


@pytest.mark.parametrize("name", WITHHELD)
def test_a_sidecar_keeps_a_document_from_readers(
    name: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "secret.txt").write_text(TEXT, encoding="utf-8")
    (folder / "secret.yml").write_text(WITHHELD[name], encoding="utf-8")
    status, said, _ = run(folder, "-o", tmp_path / "site", capsys=capsys)
    assert status == 0
    assert [one["code"] for one in said if one.get("level") == "error"] == []
    assert main(["explain", str(folder / "secret.txt")]) == 0
    assert b"en entier ce soir" not in b"".join(tree(tmp_path / "site").values())


@pytest.mark.parametrize("name", UNCLEAR)
def test_a_document_is_held_back_when_its_sidecar_cannot_be_understood(
    name: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "secret.txt").write_text(TEXT, encoding="utf-8")
    (folder / "secret.yml").write_text(UNCLEAR[name], encoding="utf-8")
    status, said, _ = run(folder, "-o", tmp_path / "site", capsys=capsys)
    assert status == 1
    held = [one for one in said if one.get("code") == "S-026"]
    assert [one["path"].rpartition("/")[2] for one in held] == ["secret.txt"]
    assert "secret.yml" in held[0]["hint"]
    assert b"en entier ce soir" not in b"".join(tree(tmp_path / "site").values())
    assert (tmp_path / "site" / "articles" / "les-marees.html").is_file()
    assert main(["check", str(folder)]) == 1
    assert "S-026" in capsys.readouterr().err
    assert main(["explain", str(folder / "secret.txt")]) == 1
    page = capsys.readouterr().out
    assert "\nerror S-026 secret.txt: this document is held back, for its sidecar " in page
    assert main(["explain", "--json", str(folder / "secret.txt")]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [one["code"] for one in told["diagnostics"] if one["level"] == "error"] == ["S-026"]


@pytest.mark.parametrize("name", HEADS)
def test_headers_keep_a_document_from_readers(name: str, folder: Path, tmp_path: Path) -> None:
    (folder / "secret.txt").write_text(HEADS[name] + TEXT, encoding="utf-8")
    assert main(["build", str(folder), "-o", str(tmp_path / "site"), "--quiet"]) == 0
    assert b"en entier ce soir" not in b"".join(tree(tmp_path / "site").values())


def test_a_document_that_is_to_be_read_is_read(folder: Path, tmp_path: Path) -> None:
    (folder / "open.txt").write_text("---\ndraft: no\n---\n" + TEXT, encoding="utf-8")
    (folder / "open.yml").write_text("publish: yes\ntitle: Large\n", encoding="utf-8")
    assert main(["build", str(folder), "-o", str(tmp_path / "site"), "--quiet"]) == 0
    assert (tmp_path / "site" / "articles" / "large.html").is_file()


# --- what was promised ---------------------------------------------------------------------------


def test_a_document_that_went_away_is_missed_in_each_build(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "gone.txt").write_text(TEXT, encoding="utf-8")
    assert main(["build", str(folder), "-o", str(tmp_path / "site"), "--quiet"]) == 0
    (folder / "gone.txt").rename(tmp_path / "gone.txt")
    for _ in range(2):
        capsys.readouterr()
        status, said, _ = run(folder, "-o", tmp_path / "site", capsys=capsys)
        missed = [one for one in said if one.get("code") == "P-013"]
        assert [(one["level"], one["path"].rpartition("/")[2]) for one in missed] == [
            ("warning", "gone.txt")
        ]
        assert "articles/" in missed[0]["message"]
        assert status == 0
    # Withdrawn, and then deleted for good, or put back: nothing is amiss.
    (folder / "gone.yml").write_text("withdrawn: by its author\n", encoding="utf-8")
    for _ in range(2):
        _, said, _ = run(folder, "-o", tmp_path / "site", capsys=capsys)
        assert not {"P-013", "S-011"} & {one.get("code") for one in said}
        if (tmp_path / "gone.txt").exists():
            (tmp_path / "gone.txt").rename(folder / "gone.txt")


def test_what_an_error_keeps_from_us_has_not_gone_away(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "more").mkdir()
    (folder / "more" / "tide.txt").write_text(TEXT, encoding="utf-8")
    assert main(["build", str(folder), "-o", str(tmp_path / "site"), "--quiet"]) == 0
    (folder / "more").rename(tmp_path / "more")
    (folder / "more").symlink_to(tmp_path / "more")
    status, said, _ = run(folder, "-o", tmp_path / "site", capsys=capsys)
    assert status == 1
    assert "S-007" in {one.get("code") for one in said}
    assert "P-013" not in {one.get("code") for one in said}


def test_frozen_names_what_the_ledger_lacks(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(7):
        (folder / f"more-{number}.txt").write_text(f"{TEXT}{number}\n", encoding="utf-8")
    before = tree(folder)
    status, said, _ = run(folder, "-o", tmp_path / "site", "--frozen", capsys=capsys)
    refused = next(one for one in said if one.get("code") == "P-008")
    assert "documents concerned: 8" in refused["message"]
    assert "more-0.txt, more-1.txt" in refused["message"]
    assert refused["message"].endswith("…")
    assert refused["path"].endswith("permalinks.tsv")
    assert status == 1
    assert tree(folder) == before


def test_strict_can_pass_once_addresses_are_settled(folder: Path, tmp_path: Path) -> None:
    (folder / "twin.txt").write_text(SOUND + "\nAutre chose.\n", encoding="utf-8")
    build = ["build", str(folder), "-o", str(tmp_path / "site"), "--quiet", "--strict"]
    build += ["--base-url", "https://a.example/"]
    assert main(build) == 1
    assert main(build) == 0


def test_warnings_count_under_strict(folder: Path, tmp_path: Path) -> None:
    (folder / "alone.yml").write_text("title: x\n", encoding="utf-8")
    site = str(tmp_path / "site")
    assert main(["build", str(folder), "-o", site, "--quiet"]) == 0
    assert main(["build", str(folder), "-o", site, "--quiet", "--strict"]) == 1


def test_a_failing_template_leaves_the_old_site(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    site = tmp_path / "site"
    assert main(["build", str(folder), "-o", str(site), "--quiet"]) == 0
    before = tree(site)
    (folder / "more.txt").write_text(TEXT, encoding="utf-8")

    def fail(*_: object, **__: object) -> bytes:
        raise ValueError("a template that fails")

    monkeypatch.setattr("backissues.outputs.articles.render", fail)
    status, said, _ = run(folder, "-o", site, capsys=capsys)
    assert status == 1
    assert "P-009" in {one.get("code") for one in said}
    assert tree(site) == before


def test_a_link_to_a_document_inside_is_no_second_document(folder: Path, tmp_path: Path) -> None:
    (folder / "again.txt").symlink_to("sound.txt")
    assert main(["build", str(folder), "-o", str(tmp_path / "site"), "--quiet"]) in {0, 1}
    assert len(list((tmp_path / "site" / "articles").glob("*.html"))) == 1


def test_no_traceback_without_debug(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: Path) -> None:
        raise RuntimeError("unforeseen")

    monkeypatch.setattr("backissues.site.open_collection", fail)
    assert main(["build", str(folder), "--quiet"]) == 1
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert "unforeseen" in said
    main(["build", str(folder), "--quiet", "--debug"])
    assert "Traceback" in capsys.readouterr().err


def test_explain_names_what_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "nowhere.txt"]) == 2
    assert "nowhere.txt" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "code"), [("letter.pdf", "S-014"), ("none", "S-017"), ("bare", "S-014")]
)
def test_explain_says_why_there_is_no_document(
    name: str, code: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "letter.pdf").write_bytes(b"%PDF-1.4")
    (folder / "bare").write_bytes(b"no suffix")
    (folder / "none").mkdir()
    assert main(["explain", str(folder / name)]) == 1
    assert f"{name}: {code} warning: " in capsys.readouterr().out
    assert main(["explain", "--json", f"{folder / name}"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [found["code"] for found in told["diagnostics"]] == [code]


@pytest.mark.parametrize(
    "arguments", [["build", ""], ["build", "-o", ""], ["check", ""], ["explain", ""]]
)
def test_an_empty_name_is_wrong_use(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert "is empty" in capsys.readouterr().err


def test_a_named_collection_goes_to_a_site_here(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout = tmp_path / "checkout"
    (checkout / "seeds").mkdir(parents=True)
    (checkout / "seeds" / "a.txt").write_text(TEXT, encoding="utf-8")
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    assert main(["build", "--quiet"], home=checkout) == 0
    assert (checkout / "site" / "index.html").is_file()
    assert list(here.iterdir()) == []
    assert main(["build", "--quiet", str(folder)], home=checkout) == 0
    assert (here / "site" / "articles" / "les-marees.html").is_file()


def test_a_poor_locale_gives_the_same_site(folder: Path, tmp_path: Path) -> None:
    (folder / "Été").mkdir()
    (folder / "Été" / "Café – 東.txt").write_text(SOUND + "😀", encoding="utf-8")
    (folder / "Été" / "Thé.txt").write_text("Une ligne\n\navec un\x00 nul 😀\n", encoding="utf-8")
    poor = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    first = build(folder, "-o", tmp_path / "poor", **poor)
    assert (first.returncode, first.stderr.count("S-006")) == (0, 1), first.stderr
    told = build(folder, "-o", tmp_path / "poor", "--json", **poor).stdout
    assert "Thé.txt" in {Path(json.loads(line).get("path", "")).name for line in told.splitlines()}
    (folder / "permalinks.tsv").unlink()
    assert build(folder, "-o", tmp_path / "rich", LC_ALL="C.UTF-8").returncode == 0
    assert tree(tmp_path / "poor") == tree(tmp_path / "rich")


def test_explain_says_why_a_document_is_left_out(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "empty.txt").write_bytes(b"")
    assert main(["explain", "--json", str(folder / "empty.txt")]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["kind"] is None
    assert [found["code"] for found in told["diagnostics"]] == ["S-002"]


# What no reader sees: a zero-width space, a lone accent, Braille without dots, a noncharacter.
UNSEEN = ("\\u200b", " \\u00a0 ", "\\u0301", "\\u2800", "\\uffff")


@pytest.mark.parametrize("unseen", UNSEEN)
def test_what_nobody_sees_is_no_name(unseen: str, folder: Path, tmp_path: Path) -> None:
    (folder / "empty.md").write_text(
        f'---\ntitle: "{unseen}"\nauthor: "{unseen}"\nseries: "{unseen}"\n'
        f'tags: ["{unseen}", tides]\n---\n\nThe third letter has no name at all.\n'
    )
    (folder / "archive.yml").write_text(f'title: "{unseen}"\n')
    build(folder, "-o", tmp_path / "site")
    site = tree(tmp_path / "site")
    assert b">The third letter has no name at all<" in site["index.html"].replace(b"\xc2\xa0", b" ")
    assert b">Back Issues<" in site["index.html"]
    assert {path for path in site if path.startswith("authors/")} == {"authors/index.html"}
    assert {path for path in site if path.startswith("series/")} == {"series/index.html"}
    assert "tags/tides.html" in site
    assert len([path for path in site if path.startswith("tags/")]) == len(["index", "tides"])


def test_a_heading_that_nobody_sees_is_no_title(folder: Path, tmp_path: Path) -> None:
    (folder / "empty.md").write_text("# \u200b\n\nThe third letter has no name at all.\n")
    build(folder, "-o", tmp_path / "site")
    assert (tmp_path / "site/articles/the-third-letter-has-no-name-at-all.html").is_file()
