"""What a collection brings to change its site: templates, static files, values of the theme."""

from __future__ import annotations

import hashlib
import pickle
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from backissues import assets, theme, urls
from backissues.cli import main
from backissues.codes import FaultError, diagnose
from backissues.model import Diagnostic, Settings
from backissues.outputs import outputs, proofing, statics
from backissues.outputs.contexts import NotFoundPage
from backissues.outputs.contexts.table import context_of
from backissues.outputs.frames import frame
from backissues.outputs.render import render
from backissues.settings import load_settings
from backissues.text import sheets
from checkout import tree
from demo_archive import SETTINGS, DemoStore, archive

LETTER = "The tides\n\nThe sea rises twice a day, and nobody knows any more who said so first.\n"


def collection(folder: Path, files: dict[str, str]) -> Path:
    """Write a collection of one letter and these files."""
    for name, text in {"letter.txt": LETTER, **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def site(folder: Path, files: dict[str, str]) -> dict[str, str]:
    """Make the pages and sheets of the demo archive as a collection with these files has them."""
    settings = settings_of(collection(folder, files))
    made = archive()
    return {
        output.path: output.make().decode()
        for output in outputs(made, settings, DemoStore(made))
        if output.path.endswith((".html", ".css", ".svg", ".pdf", "x", "~"))
    }


def built(tmp_path: Path, files: dict[str, str]) -> int:
    """Build the site of a collection with these files, and return the exit status."""
    folder = collection(tmp_path / "letters", files)
    return main(["build", str(folder), "-o", str(tmp_path / "site"), "--quiet"])


def settings_of(folder: Path) -> Settings:
    """Read the settings of a collection as those of the demo archive."""
    return replace(SETTINGS, theme=load_settings(folder)[0].theme)


def found_in(folder: Path) -> list[Diagnostic]:
    """All that is said of the theme of a collection."""
    settings, found = load_settings(folder)
    return [*found, *statics.proof(settings), *proofing.proof(settings)]


# --- templates -----------------------------------------------------------------------------------


def test_a_template_takes_the_place_of_ours(tmp_path: Path) -> None:
    made = site(tmp_path, {"templates/404.html": "<p>{{ frame.site }} is not here.</p>\n"})
    assert made["404.html"] == "<p>Numéros passés is not here.</p>\n"


def test_a_template_changes_one_block_of_ours(tmp_path: Path) -> None:
    ours = site(tmp_path / "a", {})
    block = "{% block head %}{{ super() }}<!-- x -->{% endblock %}\n"
    text = '{% extends "original/base.html" %}\n' + block
    made = site(tmp_path / "b", {"templates/base.html": text})
    pages = [path for path in made if path.endswith(".html")]
    assert pages
    for path in pages:
        assert made[path].replace("<!-- x -->", "", 1) == ours[path]
        assert "<!-- x -->" in made[path]


@pytest.mark.parametrize(
    ("name", "block", "page"),
    [
        ("article.html", "byline", "articles/un-essay.html"),
        ("kinds/essay.html", "text", "articles/un-essay.html"),
        ("indexes/axis.html", "main", "tags/index.html"),
        ("indexes/term.html", "main", "tags/ia.html"),
        ("home.html", "main", "index.html"),
        ("about.html", "main", "about.html"),
        ("source.html", "main", "sources/dossier é/essay.txt.html"),
    ],
)
def test_a_block_of_any_template_can_be_changed(
    tmp_path: Path, name: str, block: str, page: str
) -> None:
    block = f"{{% block {block} %}}<!-- x -->{{{{ super() }}}}{{% endblock %}}"
    made = site(tmp_path, {f"templates/{name}": f'{{% extends "original/{name}" %}}\n{block}'})
    assert made[page].replace("<!-- x -->", "") == site(tmp_path / "ours", {})[page]
    assert "<!-- x -->" in made[page]


def test_macros_of_ours_are_at_hand_in_a_block(tmp_path: Path) -> None:
    text = (
        '{% extends "original/kinds/essay.html" %}\n'
        "{% set word = _('Tags') %}\n"
        "{% block byline %}<p>{{ word }}: {{ anchor(kind) }}</p>{% endblock %}\n"
    )
    made = site(tmp_path, {"templates/kinds/essay.html": text})
    assert '<p>Étiquettes: <a href="../kinds/essay.html">' in made["articles/un-essay.html"]


def test_a_file_of_macros_needs_those_that_it_changes(tmp_path: Path) -> None:
    text = "{% macro date(dated) %}<b>{{ dated.text }}</b>{% endmacro %}\n"
    made = site(tmp_path, {"templates/macros/lists.html": text})
    # Where other templates ask for the macro, and where macros of ours do.
    assert "<b>non daté</b>" in made["articles/un-essay.html"]
    assert "<b>non daté</b>" in made["index.html"]


def test_a_template_of_the_collection_s_own_can_be_a_part_of_others(tmp_path: Path) -> None:
    made = site(
        tmp_path,
        {
            "templates/parts/greeting.html": "<p>Welcome to {{ frame.site }}.</p>",
            "templates/home.html": '{% extends "original/home.html" %}\n'
            '{% block main %}{% include "parts/greeting.html" %}{{ super() }}{% endblock %}\n',
        },
    )
    assert "<p>Welcome to Numéros passés.</p>" in made["index.html"]


def test_what_a_template_shows_is_escaped(tmp_path: Path) -> None:
    settings = settings_of(collection(tmp_path, {"templates/404.html": "{{ frame.site }}"}))
    context = NotFoundPage(frame=frame("404.html", replace(settings, title="<b>&")), ways=())
    assert render(context, "404.html", settings=settings) == b"&lt;b&gt;&amp;"


def test_a_copy_of_all_of_ours_changes_nothing(tmp_path: Path) -> None:
    folder = collection(tmp_path / "letters", {})
    shutil.copytree(assets.templates(), folder / "templates")
    assert found_in(folder) == []
    assert site(folder, {}) == site(tmp_path / "ours", {})


# --- what is wrong with a template ---------------------------------------------------------------

HOME = '{% extends "original/home.html" %}\n'
WRONG = {
    "{% block main %}\n": (1, "Unexpected end of template", "signs of templates"),
    "<p>\n{{ frame.site | shout }}": (2, "No filter named 'shout'", "signs of templates"),
    '{% extends "bas.html" %}': (1, "there is no template “bas.html”", "“base.html”?"),
    '<p>\n{% include "xyz" %}': (2, "there is no template “xyz”", "docs/templates.md"),
    '{% extends "home.html" %}': (1, "it extends itself", "original/home.html"),
    HOME + "{% block mian %}{% endblock %}": (2, "no block “mian”", "“main”?"),
    HOME + "{% block x %}{% endblock %}": (2, "no block “x”", "its blocks are: colophon"),
    HOME + '{% from "macros/lists.html" import anchors %}': (2, "no macro “anchors”", "“anchor”?"),
    HOME + "{% block main %}\n{{ newst }}{% endblock %}": (3, "“newst” is no", "“newest”?"),
    "<p>\n{{ x }}": (2, "“x” is no name of home.html", "its names are: "),
}  # fmt: skip
# What nobody sees before the page is made.
FAILING = {
    "\n{{ frame.titel }}": (2, "has no attribute 'titel'"),
    "\n{{ 1 / 0 }}": (2, "ZeroDivisionError"),
    "\n\n{% include frame.title %}": (3, "there is no template “Numéros passés”"),
    "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}": (1, "without end"),
}
# What would run code on the machine that builds the site.
HOSTILE = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ _.__globals__ }}",
    "{{ frame.__struct_fields__ }}",
    "{{ (frame | attr('__class__')).__name__ }}",
    "{{ '{0.__class__}'.format(frame) }}",
    "{{ range.__init__.__globals__ }}",
    "{{ frame.__setattr__('site', 'x') }}",
]


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_template_is_found_before_any_page_is_made(tmp_path: Path, text: str) -> None:
    (said,) = found_in(collection(tmp_path, {"templates/home.html": text}))
    line, why, advice = WRONG[text]
    assert (said.code, said.path, said.line) == ("P-014", "templates/home.html", line)
    assert why in said.message
    assert advice in said.hint


@pytest.mark.parametrize("text", [*FAILING, *HOSTILE])
def test_a_template_that_fails_says_where(tmp_path: Path, text: str) -> None:
    settings = settings_of(collection(tmp_path, {"templates/404.html": text}))
    context = NotFoundPage(frame=frame("404.html", settings), ways=())
    with pytest.raises(FaultError) as caught:
        render(context, "404.html", settings=settings)
    line, why = FAILING.get(text, (1, "unsafe"))
    said = caught.value.found
    assert (said.code, said.path, said.line) == ("P-014", "templates/404.html", line)
    assert why in said.message


@pytest.mark.parametrize("text", ["<p>\n{{ x", "<p>\n{{ frame.titel }}"])
def test_a_wrong_template_leaves_the_old_site(
    tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert built(tmp_path, {}) == 0
    before = tree(tmp_path / "site"), (tmp_path / "letters" / "permalinks.tsv").read_bytes()
    (tmp_path / "letters" / "more.txt").write_text("More\n\nOf the same.\n", encoding="utf-8")
    assert built(tmp_path, {"templates/home.html": text}) == 1
    error = capsys.readouterr().err
    assert "templates/home.html:2: P-014 error: the template cannot be used: " in error
    assert text.splitlines()[1] in error
    assert "hint: " in error
    assert "Traceback" not in error
    after = tree(tmp_path / "site"), (tmp_path / "letters" / "permalinks.tsv").read_bytes()
    assert after == before


MACROS = {
    "{% macro date() %}{% endmacro %}": (1, "macro “date” takes ()", "ours takes (dated)"),
    "\n{% macro date(dated, x) %}{% endmacro %}": (2, "takes (dated, x)", "need a default"),
    "{% macro date(dated) %}\n{{ frame.site }}{% endmacro %}": (2, "“frame” is given", "take it"),
}


@pytest.mark.parametrize("text", MACROS)
def test_a_macro_that_ours_could_not_call_is_found(tmp_path: Path, text: str) -> None:
    (said,) = found_in(collection(tmp_path, {"templates/macros/lists.html": text}))
    line, why, advice = MACROS[text]
    assert (said.code, said.path, said.line) == ("P-014", "templates/macros/lists.html", line)
    assert why in said.message
    assert advice in said.hint


def test_a_macro_may_take_more_than_ours_and_call_it(tmp_path: Path) -> None:
    text = (
        '{% import "original/macros/lists.html" as original %}\n'
        "{% macro date(day, long=false) %}<b>{{ original.date(day) }}</b>{% endmacro %}\n"
    )
    files = {"templates/macros/lists.html": text}
    assert found_in(collection(tmp_path, files)) == []
    assert "<b>non daté</b>" in site(tmp_path, files)["index.html"]


def test_check_finds_what_the_build_would(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = collection(tmp_path, {"templates/home.html": "{{ x"})
    assert main(["check", str(folder)]) == 1
    assert "templates/home.html:1: P-014 error" in capsys.readouterr().err


def test_a_name_that_is_asked_for_may_be_absent(tmp_path: Path) -> None:
    text = "{% if title is defined %}{{ title }}{% endif %}"
    assert found_in(collection(tmp_path, {"templates/404.html": text})) == []


def test_a_template_that_is_no_text_cannot_be_used(tmp_path: Path) -> None:
    folder = collection(tmp_path, {})
    (folder / "templates").mkdir()
    (folder / "templates" / "home.html").write_bytes(b"<p>\xe9</p>")
    (said,) = found_in(folder)
    assert (said.code, said.path) == ("P-014", "templates/home.html")
    assert "UTF-8" in said.message


def test_a_template_that_no_page_uses_is_said(tmp_path: Path) -> None:
    (said,) = found_in(collection(tmp_path, {"templates/artcle.html": "<p>"}))
    assert (said.code, said.level, said.path) == ("P-015", "warning", "templates/artcle.html")
    assert said.hint == "did you mean “article.html”?"


def test_nothing_of_a_collection_hides_ours_from_it(tmp_path: Path) -> None:
    files = {
        "templates/original/home.html": "<p>out of sight</p>",
        "templates/home.html": '{% extends "original/home.html" %}',
    }
    assert [one.code for one in found_in(collection(tmp_path / "letters", files))] == ["P-015"]
    assert "out of sight" not in site(tmp_path, files)["index.html"]


def test_every_page_template_has_a_context() -> None:
    pages = {
        file.relative_to(assets.templates()).as_posix()
        for file in assets.templates().rglob("*.html")
        if file.parent.name != "macros"
    }
    bases = {"base.html", "article.html", "epub/leaf.html"}
    assert {page for page in pages if context_of(page) is None} == bases


# --- static files --------------------------------------------------------------------------------


def test_static_files_replace_ours_and_are_carried_along(tmp_path: Path) -> None:
    made = site(
        tmp_path,
        {
            "static/icon.svg": "<svg>own</svg>",
            "static/a b/é.pdf": "any",
            "static/.x": "",
            "static/x~": "",
        },
    )
    assert made["static/icon.svg"] == "<svg>own</svg>"
    assert made["static/a b/é.pdf"] == "any"
    assert [path for path in made if path.endswith(("/.x", "/x~"))] == []


def test_a_sheet_takes_the_place_of_ours_or_comes_last(tmp_path: Path) -> None:
    ours = site(tmp_path / "a", {})["static/style.css"]
    made = site(
        tmp_path / "b",
        {
            "static/css/0.css": "p { color: red }  /* kept */",
            "static/css/print.css": "/* no printing */\n",
            "static/css/sub/x.css": "not joined",
        },
    )
    sheet = made["static/style.css"]
    printing = statics._trimmed("css/print.css", statics._text(assets.static() / "css/print.css"))
    assert printing in ours
    replaced = ours.replace(printing, "/* no printing */\n")
    assert sheet == f"{replaced}p {{ color: red }}  /* kept */\n"
    assert made["static/css/sub/x.css"] == "not joined"
    assert "static/css/0.css" not in made


def test_addresses_of_a_sheet_count_from_its_own_folder(tmp_path: Path) -> None:
    sheet = (
        "@font-face { src: url( '../fonts/own.ttf?v=1#x' ) }\n"
        "a { background: url(dot.png), url(data:image/png;base64,AA), url(#x) }\n"
        'b::after { content: "url(dot.png) {" } /* url(gone.png) { */\n'
    )
    files = {"static/css/x.css": sheet, "static/fonts/own.ttf": "", "static/css/dot.png": ""}
    made = site(tmp_path, files)["static/style.css"]
    assert "src: url( 'fonts/own.ttf?v=1#x' )" in made
    assert "background: url(css/dot.png), url(data:image/png;base64,AA), url(#x)" in made
    assert 'content: "url(dot.png) {"' in made
    assert found_in(collection(tmp_path, files)) == []


SHEETS = {
    "p {\n color: red\n": ("P-016", "error", 1),
    "p { }\n}\n": ("P-016", "error", 2),
    "\n@import 'x.css';": ("P-017", "warning", 2),
    "p { background: url(gone.png) }": ("P-017", "warning", 1),
    "\n\np { background: url('https://example.org/a.png') }": ("P-017", "warning", 3),
    "p { background: url(//example.org/a.png) }": ("P-017", "warning", 1),
}


@pytest.mark.parametrize("text", SHEETS)
def test_what_is_wrong_with_a_sheet_is_said(tmp_path: Path, text: str) -> None:
    (said,) = found_in(collection(tmp_path, {"static/css/x.css": text}))
    assert (said.code, said.level, said.line) == SHEETS[text]
    assert said.path == "static/css/x.css"


@pytest.mark.parametrize("name", ["static/css/x.css", "static/js/box.js"])
def test_what_is_joined_must_be_text(tmp_path: Path, name: str) -> None:
    folder = collection(tmp_path / "letters", {name: ""})
    (folder / name).write_bytes(b"/* \xe9 */")
    assert [one.code for one in found_in(folder)] == ["P-016"]
    assert built(tmp_path, {}) == 1
    assert not (tmp_path / "site").exists()


def test_the_whole_style_sheet_can_be_replaced(tmp_path: Path) -> None:
    files = {
        "static/style.css": "p { }",
        "static/theme.css": "q { }",
        "archive.yml": "theme:\n  accent: navy\n",
    }
    made = site(tmp_path, files)
    assert made["static/style.css"] == "p { }"
    assert made["static/theme.css"] == "q { }"
    assert 'href="static/theme.css"' in made["index.html"]


def test_names_that_some_hosts_take_for_one_are_told_apart(tmp_path: Path) -> None:
    files = {"static/Icon.svg": "", "static/a.png": "", "static/A.png": "", "static/css": ""}
    found = found_in(collection(tmp_path, files))
    assert sorted((one.code, one.path) for one in found) == [
        ("S-020", "static/Icon.svg"),
        ("S-020", "static/a.png"),
        ("S-020", "static/css"),
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    folder = collection(tmp_path / "letters", {"static/a.txt": "", "static/readme.md": ""})
    (folder / "static" / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "static" / "in.txt").symlink_to(folder / "static" / "a.txt")
    (folder / "static" / "gone.txt").symlink_to(tmp_path / "gone.txt")
    (folder / "templates").symlink_to(tmp_path)
    found = {one.path: one.code for one in found_in(folder)}
    assert found == {
        "static/gone.txt": "S-001",
        "static/in.txt": "S-023",
        "static/out.txt": "S-007",
        "templates": "S-007",
        "static": "S-029",
    }
    assert built(tmp_path, {}) == 1
    assert not (tmp_path / "site").exists()


def test_what_systems_leave_in_folders_is_passed_over(tmp_path: Path) -> None:
    files = {"static/__MACOSX/a.png": "", "static/Thumbs.db": "", "templates/.DS_Store": ""}
    folder = collection(tmp_path, files)
    assert load_settings(folder) == (Settings(), ())


def test_a_file_in_the_place_of_a_folder_is_said(tmp_path: Path) -> None:
    (said,) = found_in(collection(tmp_path, {"static": "a file"}))
    assert (said.code, said.path) == ("S-001", "static")


def test_a_large_file_is_carried_along_with_a_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(theme, "_LARGEST", 3)
    (said,) = found_in(collection(tmp_path, {"static/film.mp4": "long"}))
    assert (said.code, said.level, said.path) == ("S-030", "warning", "static/film.mp4")


def test_a_file_that_cannot_be_read_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    folder = collection(tmp_path, {"static/a.png": "", "templates/home.html": ""})
    monkeypatch.setattr(hashlib, "file_digest", refuse)
    found = load_settings(folder)[1]
    assert [(one.code, one.path) for one in found] == [
        ("S-001", "static/a.png"),
        ("S-001", "templates/home.html"),
    ]


def test_captures_in_the_folder_of_static_files_are_said(tmp_path: Path) -> None:
    files = {
        "static/march.txt": LETTER,
        "static/april.md": LETTER,
        "static/fonts/OFL.txt": "licence",
    }
    (said,) = found_in(collection(tmp_path, files))
    assert (said.code, said.path) == ("S-029", "static")
    assert "holds 2 files that look like documents, such as static/april.md" in said.message


# --- values --------------------------------------------------------------------------------------


def values(tmp_path: Path, text: str) -> tuple[Settings, list[Diagnostic]]:
    return load_settings(collection(tmp_path, {"archive.yml": text}))[0], found_in(tmp_path)


def test_values_for_light_and_dark_pages(tmp_path: Path) -> None:
    text = 'theme:\n  accent: "#004488"\n  measure: 40rem\n  dark: {accent: "#88bbff"}\n'
    settings, found = values(tmp_path, text)
    assert found == []
    assert statics.values(settings.theme).decode() == (
        ":root {\n  --measure: 40rem;\n}\n"
        "@media (prefers-color-scheme: light) {\n  :root {\n    --accent: #004488;\n  }\n}\n"
        "@media (prefers-color-scheme: dark) {\n  :root {\n    --accent: #88bbff;\n  }\n}\n"
    )


WRONG_VALUES = {
    "acent: red": ("S-010", "did you mean “accent”?"),
    "gap: 1rem": ("S-010", "the keys are: paper, ink, "),
    "accent: reddish": ("S-012", "a colour is expected"),
    "accent: '#12345'": ("S-012", "a colour is expected"),
    "accent: 12px": ("S-012", "a colour is expected"),
    "accent: [red]": ("S-012", "colours, lengths and fonts"),
    "accent: 'red; }'": ("S-012", "colours, lengths and fonts"),
    "accent: 'url(x)'": ("S-012", "colours, lengths and fonts"),
    "accent: 'rgb(1 2 3))'": ("S-012", "colours, lengths and fonts"),
    "measure: wide": ("S-012", "a length is expected"),
    "dark: {acent: red}": ("S-010", "did you mean “accent”?"),
    "dark: {accent: reddish}": ("S-012", "a colour is expected"),
    "dark: navy": ("S-012", "the values of dark pages"),
}


@pytest.mark.parametrize("text", WRONG_VALUES)
def test_a_wrong_value_is_named_and_passed_over(tmp_path: Path, text: str) -> None:
    settings, (said,) = values(tmp_path, f"title: x\ntheme:\n  {text}\n")
    code, hint = WRONG_VALUES[text]
    assert (said.code, said.path, said.line) == (code, "archive.yml", 3)
    assert hint in said.hint
    assert not settings.theme.has_values


GOOD_VALUES = [
    "accent: navy",
    "accent: '#048'",
    "accent: hsl(210 100% 27%)",
    "accent: color-mix(in srgb, navy 80%, black)",
    "--accent: rgb(0, 0, 128)",
    "measure: min(38rem, 90vw)",
    "measure: calc((30rem + 2em) * 1.1)",
    "serif: '\"Iowan Old Style\", Georgia, serif'",
    "sans: var(--serif)",
    "mono: Menlo, monospace",
]


@pytest.mark.parametrize("text", GOOD_VALUES)
def test_a_good_value_is_taken(tmp_path: Path, text: str) -> None:
    settings, found = values(tmp_path, f"theme:\n  {text}\n")
    assert found == []
    assert len(settings.theme.light) == 1


def test_colours_that_cannot_be_read_are_said_at_their_worst(tmp_path: Path) -> None:
    text = 'theme:\n  ink: "#777"\n  dark:\n    paper: "#444"\n    accent: "#fff"\n'
    _, found = values(tmp_path, text)
    assert [(one.code, one.line) for one in found] == [("S-031", 2), ("S-031", 4)]
    assert "“ink: #777” on “mark: #fbe9a9” has a contrast of 3.7 on light pages" in found[0].message
    assert "on “paper: #444” has a contrast of" in found[1].message


def test_the_properties_of_a_theme_are_those_of_the_tokens(tmp_path: Path) -> None:
    sheet = "@layer tokens { :root { --own: #123456; --gap: 1rem } }"
    files = {"static/css/tokens.css": sheet, "archive.yml": "theme: {own: red, accent: red}\n"}
    settings, found = load_settings(collection(tmp_path, files))
    assert settings.theme.light == (("--own", "red"),)
    assert [one.code for one in found] == ["S-010"]
    assert "the keys are: own, gap, dark" in found[0].hint


# --- keys ----------------------------------------------------------------------------------------


def keys(settings: Settings) -> dict[str, str]:
    made = archive()
    return {output.path: output.key for output in outputs(made, settings, DemoStore(made))}


OURS = keys(SETTINGS)


def pages(*prefixes: str) -> set[str]:
    return {path for path in OURS if path.startswith(prefixes) and path.endswith(".html")}


TOUCHED = {
    "templates/base.html": pages(""),
    "templates/kinds/issue.html": {"articles/un-issue.html"},
    "templates/article.html": pages("articles/un-"),
    "templates/home.html": {"index.html"},
    "templates/indexes/axis.html": {urls.axis(axis) for axis in urls.AXES},
    "templates/macros/article.html": pages("articles/un-"),
    "templates/nobody.html": set(),
    "static/icon.svg": {"static/icon.svg"},
    "static/css/x.css": {"static/style.css"},
    "static/new.png": {"static/new.png"},
}


@pytest.mark.parametrize("name", TOUCHED)
def test_a_file_changes_the_keys_of_what_it_touches(tmp_path: Path, name: str) -> None:
    text = (
        f'{{% extends "original/{name.partition("/")[2]}" %}}' if name.endswith(".html") else "/**/"
    )
    if "macros" in name or "nobody" in name:
        text = ""
    after = keys(settings_of(collection(tmp_path, {name: text})))
    assert {path for path in OURS | after if OURS.get(path) != after.get(path)} == TOUCHED[name]


def test_the_same_files_elsewhere_have_the_same_keys(tmp_path: Path) -> None:
    files = {
        "templates/home.html": HOME,
        "static/a.png": "x",
        "archive.yml": "theme: {accent: navy}\n",
    }
    one, other = (collection(tmp_path / name, files) for name in ("one", "two"))
    assert keys(settings_of(one)) == keys(settings_of(other))
    assert keys(settings_of(one)) != OURS


def test_what_travels_to_a_worker_is_small(tmp_path: Path) -> None:
    names = [
        file.relative_to(assets.templates()).as_posix()
        for file in assets.templates().rglob("*.html")
    ]
    files = {f"templates/{name}": "x" * 10_000 for name in names}
    settings = settings_of(collection(tmp_path, files))
    assert len(settings.theme.templates) == len(names)
    data = pickle.dumps(settings)
    assert pickle.loads(data) == settings  # noqa: S301
    assert len(data) < 10_000


def test_a_fault_travels_back_from_a_worker() -> None:
    fault = FaultError(diagnose("P-014", "templates/home.html", 3, why="x", advice="y"))
    assert pickle.loads(pickle.dumps(fault)).found == fault.found  # noqa: S301


# --- promises ------------------------------------------------------------------------------------

CSS = st.text("ab{}()[];:/*\\\"'#-.,%@ \n1é") | st.sampled_from(["url(a)", 'url("b")', "/* c */"])


@given(st.text() | CSS)
def test_a_value_never_leaves_its_declaration(value: str) -> None:
    if theme._is_css(value):
        assert not set(value) & set(";{}\\<>@!:")
        assert value.count("(") == value.count(")")
        assert value.count('"') % 2 == 0
        assert "/*" not in value


@given(st.lists(CSS).map("".join))
def test_a_sheet_that_is_not_moved_stays_as_it_is(sheet: str) -> None:
    assert sheets.moved(sheet, lambda url: url) == sheet
