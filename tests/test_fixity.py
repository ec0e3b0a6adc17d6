"""`verify` tells a sound copy from a changed, partial or damaged one; it looks nowhere else."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backissues import fixity
from backissues.cli import main
from backissues.fixity import Verified
from backissues.publish.manifest import manifest_bytes, parse_manifest, read_manifest

MANIFEST = "manifest-sha256.txt"
FILES = {
    "index.html": b"home",
    "articles/a.html": b"A",
    "sources/l\xe9tter.txt": "née".encode(),
    "years/2024.html": b"",
}


def sums(files: dict[str, bytes]) -> dict[str, str]:
    return {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "copy"
    for path, data in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    (folder / MANIFEST).write_bytes(manifest_bytes(sums(FILES)))
    return folder


def checked(folder: Path) -> Verified:
    return fixity.verify(folder, progress=lambda *_: None)


def states(found: Verified) -> dict[str, str]:
    return {file.path: file.state for file in found.files if file.state != "ok"}


def codes(found: Verified) -> list[str]:
    return [one.code for one in found.diagnostics]


# --- files ---------------------------------------------------------------------------------------


def test_a_sound_copy_has_nothing_to_say(copy: Path) -> None:
    found = checked(copy)
    assert found.diagnostics == ()
    assert found.counts()["ok"] == len(FILES)


def test_each_file_has_its_state(copy: Path) -> None:
    (copy / "articles" / "a.html").write_bytes(b"B")
    (copy / "years" / "2024.html").unlink()
    (copy / "notes.txt").write_bytes(b"mine")
    found = checked(copy)
    assert states(found) == {
        "articles/a.html": "changed",
        "years/2024.html": "missing",
        "notes.txt": "foreign",
    }
    assert codes(found) == ["P-022", "P-023", "P-026"]
    assert hashlib.sha256(b"B").hexdigest() in found.diagnostics[0].message


def test_names_in_another_case_or_form_are_told(copy: Path) -> None:
    (copy / "articles" / "a.html").rename(copy / "articles" / "A.HTML")
    (copy / "sources" / "létter.txt").rename(copy / "sources" / "le\u0301tter.txt")
    found = checked(copy)
    assert states(found) == {"articles/a.html": "renamed", "sources/létter.txt": "renamed"}
    assert "A.HTML" in found.diagnostics[0].message
    # Of another content it is another file.
    (copy / "articles" / "A.HTML").write_bytes(b"else")
    assert states(checked(copy))["articles/a.html"] == "missing"
    assert states(checked(copy))["articles/A.HTML"] == "foreign"


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
def test_no_link_is_followed_out_of_the_folder(copy: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    for name in ("a.html", "2024.html"):
        (secret / name).write_bytes(FILES[f"{'articles' if name[0] == 'a' else 'years'}/{name}"])
    (copy / "articles" / "a.html").unlink()
    (copy / "articles" / "a.html").symlink_to(secret / "a.html")
    shutil.rmtree(copy / "years")
    (copy / "years").symlink_to(secret, target_is_directory=True)
    (copy / "index.html").unlink()
    (copy / "index.html").symlink_to("index.html")
    assert states(checked(copy)) == {
        "articles/a.html": "unreadable",
        "years/2024.html": "unreadable",
        "index.html": "unreadable",
    }


@pytest.mark.skipif(os.name != "posix", reason="there are no such files elsewhere")
def test_what_is_no_file_is_not_read(copy: Path) -> None:
    (copy / "articles" / "a.html").unlink()
    os.mkfifo(copy / "articles" / "a.html")
    (copy / "index.html").unlink()
    (copy / "index.html").mkdir()
    assert states(checked(copy)) == {"articles/a.html": "unreadable", "index.html": "unreadable"}


def test_a_partial_copy_is_told_by_its_counts(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    many = {f"articles/{number}.html": b"x" for number in range(100)}
    (copy / MANIFEST).write_bytes(manifest_bytes(sums(FILES | many)))
    assert main(["verify", str(copy)]) == 1
    out, err = capsys.readouterr()
    assert out == (
        "104 files in the list: 4 ok, 100 missing (80 more than are named here; --json names all)\n"
    )
    assert err.count("P-023") == 20


# --- the list ------------------------------------------------------------------------------------


def test_sha256sum_takes_the_list(copy: Path) -> None:
    if shutil.which("sha256sum"):
        check = ["sha256sum", "--check", "--strict", "--quiet", MANIFEST]
        assert subprocess.run(check, cwd=copy, check=False).returncode == 0


def test_a_list_that_was_cut_off_is_known_wherever_it_was_cut(copy: Path) -> None:
    data = manifest_bytes(sums(FILES))
    for length in range(len(data)):
        (copy / MANIFEST).write_bytes(data[:length])
        found = checked(copy)
        assert "P-028" in codes(found)
        assert "missing" not in states(found).values()


Damage = Callable[[bytes], bytes]


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (lambda data: data.replace(b"  articles", b" articles"), "it is no sum with a path"),
        (lambda data: data.replace(b"articles/a", b"../secret/a"), "leads out"),
        (lambda data: data.replace(b"articles/a", b"/etc/a"), "leads out"),
        (lambda data: data.replace(b"articles/a", b"articles\\a"), "leads out"),
        (lambda data: data.replace(b"articles/a", b"articles/\xff"), "its path is no UTF-8"),
        (lambda data: b"0" * 64 + b"  years/2024.html\n" + data, "with another sum"),
        (lambda data: b"<!doctype html>\n" + data, "it is no sum with a path"),
    ],
)
def test_a_damaged_line_is_told_and_the_others_are_checked(
    copy: Path, damage: Damage, why: str
) -> None:
    (copy / MANIFEST).write_bytes(damage((copy / MANIFEST).read_bytes()))
    found = checked(copy)
    [fault] = [one for one in found.diagnostics if one.code == "P-027"]
    assert why in fault.message
    assert fault.line
    assert found.counts()["ok"] >= 2
    # A site with such a list is none that a build would write over.
    assert read_manifest(copy) is None


def test_other_line_ends_do_no_harm(copy: Path) -> None:
    (copy / MANIFEST).write_bytes((copy / MANIFEST).read_bytes().replace(b"\n", b"\r\n"))
    assert checked(copy).diagnostics == ()


@given(st.binary())
def test_any_bytes_are_read_as_a_list(data: bytes) -> None:
    manifest = parse_manifest(data)
    assert not any(part in {"", "..", "."} for path in manifest.sums for part in path.split("/"))


# --- the verb ------------------------------------------------------------------------------------


def test_the_status_is_that_of_the_other_verbs(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(copy)]) == 0
    assert capsys.readouterr().out == "4 files in the list: 4 ok\n"
    (copy / "notes.txt").write_bytes(b"mine")
    assert main(["verify", str(copy), "--quiet"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["verify", str(copy), "--strict"]) == 1
    (copy / MANIFEST).unlink()
    assert main(["verify", str(copy)]) == 2
    assert main(["verify", str(copy / "nowhere")]) == 2
    assert main(["verify", str(copy / "index.html")]) == 2
    assert "P-021" in capsys.readouterr().err


def test_each_file_is_a_line_of_json(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (copy / "articles" / "a.html").write_bytes(b"B")
    (copy / MANIFEST).write_bytes(b"odd\n" + (copy / MANIFEST).read_bytes())
    assert main(["verify", str(copy), "--json"]) == 1
    lines: list[dict[str, Any]] = [
        json.loads(line) for line in capsys.readouterr().out.split("\n")[:-1]
    ]
    assert lines[0] == {
        "path": "articles/a.html",
        "state": "changed",
        "detail": hashlib.sha256(b"B").hexdigest(),
    }
    assert lines[1] == {"path": "sources/létter.txt", "state": "ok", "detail": None}
    assert (lines[4]["code"], lines[4]["line"]) == ("P-027", 1)
    assert lines[-1]["summary"]["ok"] == 3
    assert lines[-1]["status"] == 1
