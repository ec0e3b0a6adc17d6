"""Former addresses and withdrawn articles: pages that lead on or tell, lists for web servers."""

from __future__ import annotations

from functools import cache

from lxml import html
from msgspec.structs import replace

from backissues.model import Archive, Settings
from backissues.outputs import moved, outputs, tombstones
from demo_archive import SETTINGS, DemoStore, archive


def made(demo: Archive, settings: Settings = SETTINGS) -> dict[str, bytes]:
    found = [*moved.outputs(demo, settings, DemoStore(demo))]
    found += tombstones.outputs(demo, settings, DemoStore(demo))
    return {output.path: output.make() for output in found}


@cache
def page(path: str) -> html.HtmlElement:
    return html.document_fromstring(made(archive())[path].decode())


def text(path: str) -> str:
    return " ".join(page(path).xpath("string(//main)").split())


# --- pages ---------------------------------------------------------------------------------------


def test_a_former_address_leads_on_from_a_disk_as_well() -> None:
    old = page("articles/ancien.html")
    assert old.xpath("//meta[@http-equiv='refresh']/@content") == ["0; url=un-brief.html"]
    assert old.xpath("//main//a/@href") == ["un-brief.html"]
    assert old.xpath("string(//main//a)") == "Titre <de> brief"
    assert old.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert old.xpath("//link[@rel='canonical']/@href") == [
        "https://archive.example/lettres/articles/un-brief.html"
    ]
    assert old.xpath("string(//h1)") == "Cette page a changé d’adresse"


def test_a_former_address_of_a_withdrawn_article_leads_to_where_that_is_said() -> None:
    assert page("articles/autrefois.html").xpath("//main//a/@href") == ["retire.html"]


def test_names_that_a_tag_has_too_lead_to_its_page() -> None:
    assert page("tags/ai.html").xpath("//main//a/@href") == ["ia.html"]
    assert page("tags/intelligence-artificielle.html").xpath("string(//main//a)") == "IA"


def test_a_name_that_is_another_tags_leads_nowhere_else() -> None:
    demo = archive()
    tags = tuple(
        replace(term, formerly=("ia", "C plus plus", "Français", "francais"))
        for term in demo.axes["tags"]
    )
    found = made(replace(demo, axes={**demo.axes, "tags": tags}))
    assert [path for path in found if path.startswith("tags/")] == ["tags/francais.html"]


def test_what_is_withdrawn_is_told_with_its_reason_and_nothing_else() -> None:
    assert "Cet article a été retiré" in text("articles/retire.html")
    assert "L’auteur <l’a> demandé." in text("articles/retire.html")
    assert "L’archive ne le conserve plus." in text("articles/parti.html")
    assert "retiré" not in text("articles/parti.html")


def test_what_an_error_keeps_out_is_not_called_withdrawn() -> None:
    said = text("articles/illisible.html")
    assert "pas là pour le moment" in said
    assert "ne le conserve plus" not in said
    assert "retiré" not in said


def test_a_withdrawn_article_stands_in_no_list() -> None:
    demo = archive()
    for output in outputs(demo, SETTINGS, DemoStore(demo)):
        # Feeds alone tell those who had it that it was withdrawn.
        shown = output.path.endswith(".html") or output.path.startswith(("search/", "data/"))
        if shown and not output.path.startswith("articles/"):
            assert b"retire.html" not in output.make(), output.path


# --- lists for servers ---------------------------------------------------------------------------


def lines(path: str, settings: Settings = SETTINGS, demo: Archive | None = None) -> list[str]:
    return made(demo or archive(), settings)[path].decode().splitlines()


def test_the_list_of_netlify_names_pages_and_what_lies_beside_them() -> None:
    first, *rest = lines("_redirects")
    assert first.startswith("#")
    old, new = "/lettres/articles/ancien", "/lettres/articles/un-brief"
    assert f"{old}.html {new}.html 301" in rest
    assert f"{old}.bib {new}.bib 301" in rest
    assert f"{old}.csl.json {new}.csl.json 301" in rest
    assert f"{old}.json {new}.json 301" in rest
    assert f"{old}.md {new}.md 301" in rest
    assert "/lettres/tags/ai.html /lettres/tags/ia.html 301" in rest
    assert "/lettres/tags/ai.xml /lettres/tags/ia.xml 301" in rest
    # Nothing lies beside a page that says that an article is gone.
    assert [line for line in rest if "autrefois" in line] == [
        "/lettres/articles/autrefois.html /lettres/articles/retire.html 301"
    ]


def test_the_lists_of_apache_and_nginx() -> None:
    old, new = "/lettres/articles/ancien.html", "/lettres/articles/un-brief.html"
    assert f'Redirect permanent "{old}" {new}' in lines("redirects/apache.conf")
    assert f'location = "{old}" {{ return 301 {new}; }}' in lines("redirects/nginx.conf")


def test_paths_count_from_the_top_of_the_host() -> None:
    plain = "/articles/ancien.html /articles/un-brief.html 301"
    assert plain in lines("_redirects", replace(SETTINGS, base_url=""))
    assert plain in lines("_redirects", replace(SETTINGS, base_url="https://a.example/"))
    odd = replace(SETTINGS, base_url="https://a.example/%C3%A9t%C3%A9/a;b$c/")
    root = "/%C3%A9t%C3%A9/a%3Bb%24c/articles"
    assert f"{root}/ancien.html {root}/un-brief.html 301" in lines("_redirects", odd)
    named = replace(SETTINGS, base_url="https://a.example/%C3%A9t%C3%A9/")
    assert any(
        '"/été/articles/ancien.html"' in line for line in lines("redirects/nginx.conf", named)
    )


def test_without_data_only_pages_moved() -> None:
    settings = replace(SETTINGS, outputs=("pages", "feeds"))
    assert not [line for line in lines("_redirects", settings) if ".bib" in line or ".xml" in line]


def test_where_nothing_moved_there_is_nothing() -> None:
    demo = archive()
    tags = tuple(replace(term, formerly=()) for term in demo.axes["tags"])
    still = replace(demo, moved=(), withdrawn=(), axes={**demo.axes, "tags": tags})
    assert made(still) == {}
