"""The pages of a small archive: links, landmarks, languages, and what each page must say."""

from __future__ import annotations

import posixpath
import re
from functools import cache
from itertools import pairwise
from urllib.parse import quote, unquote, urlsplit

import pytest
from lxml import html
from msgspec.structs import replace

from backissues import assets, urls
from backissues.codes import diagnose
from backissues.model import Archive, AxisTerm, Evidence, Field, Output, Rival, Settings
from backissues.outputs import articles, pages
from backissues.outputs import outputs as all_outputs
from backissues.outputs.articles import Place, article_page
from backissues.outputs.frames import links_from_anywhere
from backissues.outputs.render import render
from demo_archive import BODIES, SETTINGS, DemoStore, OneStore, archive, article, card

# What the pages link to and no output makes.
OTHERS = {"manifest-sha256.txt", "data/permalinks.tsv"}


def outputs(made: Archive, settings: Settings) -> list[Output]:
    return list(all_outputs(made, settings, DemoStore(made)))


@cache
def site() -> dict[str, bytes]:
    return {output.path: output.make() for output in outputs(archive(), SETTINGS)}


@cache
def tree(path: str) -> html.HtmlElement:
    return html.document_fromstring(site()[path].decode())


HTML = sorted(path for path in site() if path.endswith(".html"))


def text(path: str, query: str) -> str:
    return " ".join(tree(path).xpath(f"string({query})").split())


def test_there_is_a_page_for_everything() -> None:
    assert {"index.html", "about.html", "404.html", "tags/index.html", "years/undated.html"} < set(
        HTML
    )
    assert {f"articles/un-{kind}.html" for kind in BODIES} < set(HTML)
    assert "sources/dossier é/issue.txt" in site()
    assert "sources/dossier é/issue.txt.html" in HTML


def test_kinds_stand_in_the_order_of_their_words() -> None:
    assert tree("kinds/index.html").xpath("//main//li/a/text()") == [
        "Brèves", "Entretiens", "Essais", "Fils de discussion", "Lettres d’information",
    ]  # fmt: skip


@pytest.mark.parametrize("path", HTML)
def test_every_link_leads_to_a_file_and_every_fragment_to_an_id(path: str) -> None:
    for href in tree(path).xpath("//@href"):
        parts = urlsplit(href)
        if parts.scheme or path == "404.html":
            continue
        assert not href.startswith("/"), "links work from any folder"
        target = path
        if parts.path:
            target = posixpath.normpath(
                posixpath.join(posixpath.dirname(path), unquote(parts.path))
            )
        assert target in site() or target in OTHERS
        if parts.fragment and target in HTML:
            assert tree(target).xpath("//*[@id=$a]", a=unquote(parts.fragment)), href


@pytest.mark.parametrize("path", HTML)
def test_every_page_stands_on_good_ground(path: str) -> None:
    page = tree(path)
    assert page.get("lang") == "fr"
    assert page.get("dir") == "ltr"
    assert page.xpath("string(//title)").strip()
    assert len(page.xpath("//h1")) == 1
    assert page.xpath("//main[@id='_text']")
    assert page.xpath("//body/a[1]/@href") == ["#_text"]
    assert page.xpath("//nav/@aria-label")
    canonical = page.xpath("//link[@rel='canonical']/@href")
    goal = page.xpath("//meta[@http-equiv='refresh']/@content")
    own = "" if path == "index.html" else quote(path)
    if goal:
        own = posixpath.normpath(
            posixpath.join(posixpath.dirname(path), goal[0].removeprefix("0; url="))
        )
        assert own in site()
    assert canonical == ([f"{SETTINGS.base_url}{own}"] if path != "404.html" else [])
    feeds = page.xpath("//link[@rel='alternate' and starts-with(@type, 'application/')]/@href")
    folder, _, name = path.partition("/")
    if folder in urls.AXES and name != "index.html" and not goal:
        assert feeds[0] == name.replace(".html", ".xml"), "a term's own feed comes first"
    elif path in {"index.html", "feeds.html"}:
        assert feeds == ["rss.xml", "atom.xml", "feed.json"]
    assert sum(feed.endswith("rss.xml") for feed in feeds) == 1
    assert page.xpath("//footer//a/@href[contains(., 'feeds.html')]")
    levels = [int(heading.tag[1]) for heading in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", HTML)
def test_no_page_asks_another_host_or_runs_anything(path: str) -> None:
    page = tree(path)
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert page.xpath("//script[not(@src or @type='application/ld+json')]") == []
    assert page.xpath("//iframe | //@style | //img | //@*[starts-with(name(), 'on')]") == []
    assert {posixpath.basename(goal) for goal in page.xpath("//form/@action")} == {"search.html"}
    loaded = page.xpath("//link[@rel='stylesheet' or @rel='icon']/@href | //script/@src")
    assert not [href for href in loaded if urlsplit(href).scheme or urlsplit(href).netloc]


def test_the_404_page_works_at_any_depth() -> None:
    hrefs = tree("404.html").xpath("//link[@rel='stylesheet']/@href | //a/@href | //script/@src")
    hrefs += tree("404.html").xpath("//form/@action")
    assert {href for href in hrefs if not href.startswith(("/lettres/", "#"))} == set()
    assert links_from_anywhere("")("a b.html") == "/a%20b.html"


def test_an_article_says_who_when_and_what() -> None:
    page = "articles/un-issue.html"
    assert text(page, "//h1") == "Titre <de> issue"
    assert text(page, "//p[@class='series']") == "La série"
    assert text(page, "//p[@class='kicker']") == "Lettre d’information · nº 16"
    assert text(page, "//p[@class='byline']") == "Par Anne & Co et Béa"
    assert text(page, "//p[@class='facts']").startswith("non daté · 2 minutes de lecture")
    assert tree(page).xpath("//footer/ul[@class='cloud']//a/text()") == ["IA", "C++"]


def shown_with(settings: Settings, **fields: Field[str | None]) -> html.HtmlElement:
    """Render the page of an article with other fields."""
    made = article("essay")
    made = replace(made, fields=replace(made.fields, **fields))
    place = Place(terms={}, newer=None, older=None)
    context = article_page(card("essay", 1), place, settings, OneStore(made))
    return html.document_fromstring(render(context, "kinds/essay.html", settings=settings))


def test_a_credit_says_what_it_is() -> None:
    page = shown_with(SETTINGS, credit=Field(value="Anne", standing="stated"))
    assert page.xpath("string(//p[@class='credit'])") == "Crédit photo\u202f: Anne"


def test_rights_stand_once_at_the_foot_and_the_articles_own_win() -> None:
    rights = replace(SETTINGS, rights="Tous droits réservés")
    own = shown_with(rights, rights=Field(value="CC BY", standing="supplied"))
    for page, said in ((shown_with(rights), "Tous droits réservés"), (own, "CC BY")):
        assert page.xpath("//footer[@class='colophon']/p[last()]/text()") == [said]
        assert page.body.text_content().count("Tous droits") == (said != "CC BY")


@pytest.mark.parametrize(
    ("rule", "said"), [("title/heading", "la source porte"), ("title/first-words", "n’en a pas")]
)
def test_what_the_archive_had_supplied_is_no_word_of_the_source(rule: str, said: str) -> None:
    title = Field[str | None](
        value="x",
        standing="supplied",
        evidence=(Evidence(rule="editor", where="sidecar"),),
        rivals=(Rival(value="Perdue", evidence=Evidence(rule=rule)),),
    )
    made = article("essay")
    made = replace(made, fields=replace(made.fields, title=title))
    supplied = replace(card("essay", 1), title_standing="supplied")
    place = Place(terms={}, newer=None, older=None)
    context = article_page(supplied, place, SETTINGS, OneStore(made))
    assert said in context.title_note


def test_tags_that_lost_are_left_to_the_data() -> None:
    lost = Rival(value="Perdue", evidence=Evidence(rule="tags/vocabulary"))
    tags = Field[tuple[str, ...]](value=("IA",), standing="derived", rivals=(lost,))
    assert "Perdue" not in shown_with(SETTINGS, tags=tags).text_content()
    title = Field[str | None](value="x", standing="derived", rivals=(lost,))
    assert "Perdue" in shown_with(SETTINGS, title=title).text_content()


def test_a_date_is_written_for_people_and_for_machines() -> None:
    time = tree("articles/un-thread.html").xpath("//time")[0]
    assert (time.text, time.get("datetime")) == ("1er mai 2024", "2024-05-01")


def test_a_supplied_title_is_marked_in_words() -> None:
    assert "Titre ajouté par l’archive" in text(
        "articles/un-thread.html", "//header[@class='head']"
    )
    assert "Titre ajouté" not in text("articles/un-issue.html", "//header[@class='head']")
    first = text("index.html", "//ol[contains(@class, 'articles')]/li[1]")
    assert "titre ajouté par l’archive" in first


def test_each_kind_has_its_shape() -> None:
    assert tree("articles/un-thread.html").xpath("//*[@class='post']/@id") == ["post-1", "post-2"]
    assert text("articles/un-interview.html", "//p[@class='interviewees']") == "Avec Béa"
    contents = tree("articles/un-brief.html").xpath("//aside[@class='contents']//a/@href")
    assert contents == ["#story-1", "#story-2"]
    assert tree("articles/un-essay.html").xpath("//aside[@class='contents']") == []


def test_related_articles_say_why() -> None:
    page = "articles/un-issue.html"
    assert [text(page, f"(//*[@class='reason'])[{at}]") for at in (1, 2)] == [
        "2 étiquettes communes, mêmes auteurs",
        "1 étiquette commune",
    ]
    assert tree("articles/un-brief.html").xpath("//section[@class='related']") == []


def test_an_issue_leads_to_the_issues_before_and_after_it() -> None:
    earlier, later = (replace(card("issue", at), number=str(at)) for at in (1, 2))
    place = Place(terms={}, issue_before=earlier, issue_after=later)
    context = article_page(card("issue", 3), place, SETTINGS, DemoStore(archive()))
    assert [neighbour.label for neighbour in context.series_neighbours] == [
        "Numéro précédent, nº\u00a01",
        "Numéro suivant, nº\u00a02",
    ]
    assert [neighbour.name for neighbour in context.series_neighbours] == ["older", "newer"]


def test_a_foreign_text_carries_its_language() -> None:
    page = tree("articles/un-essay.html")
    assert page.xpath("//h1/@lang | //div[contains(@class, 'e-content')]/@lang") == ["en", "en"]
    assert tree("index.html").xpath("//h3/a[contains(., 'essay')]/@lang") == ["en"]


def test_what_was_lost_set_aside_and_read_is_told() -> None:
    page = "articles/un-issue.html"
    losses = tree(page).xpath("//*[@id='_losses']//li")
    assert len(losses) == 2
    assert losses[0].text_content().startswith("Cette ligne annonce une liste")
    assert losses[0].xpath(".//a/@href") == ["../sources/dossier%20%C3%A9/issue.txt.html#L3"]
    assert "Partagez ceci" in text(page, "//*[@id='_asides']//details")
    assert tree(page).xpath("//*[@id='_asides']//details/@open") == []
    reading = text(page, "//*[@id='_reading']//details")
    assert "21 mai 2024 dit par la source" in reading
    assert "date.line" in reading
    assert "Non retenu" in reading
    assert tree(page).xpath("//*[@id='_reading']//q/@lang")


def test_sources_stay_private_where_the_settings_say_so() -> None:
    settings = replace(SETTINGS, publish_sources=False)
    made = {output.path: output.make() for output in outputs(archive(), settings)}
    assert [path for path in made if path.startswith("sources/")] == []
    for path, data in made.items():
        assert b"sources/" not in data, path
        assert b"Partagez ceci" not in data, path


def test_without_an_address_there_is_no_canonical_link_and_no_feed() -> None:
    settings = replace(SETTINGS, base_url="")
    made = {output.path: output.make() for output in outputs(archive(), settings)}
    assert not [path for path, data in made.items() if b"canonical" in data or b"rss.xml" in data]


def test_an_unknown_kind_reads_as_an_essay() -> None:
    strange = replace(card("essay", 1), kind="weather")
    place = Place(terms={}, newer=None, older=None)
    context = article_page(strange, place, SETTINGS, OneStore(article("essay")))
    made = render(context, "kinds/weather.html", "kinds/essay.html", settings=SETTINGS)
    assert b"page essay" in made


def test_a_key_changes_with_what_is_shown_and_asks_for_no_body() -> None:
    made = archive()
    store = DemoStore(made)
    before = {o.path: o.key for o in articles.outputs(made, SETTINGS, store)}
    assert store.asked == 0
    cards = tuple(replace(c, title="Autre") if c.id == "id-1" else c for c in made.cards)
    changed = replace(made, cards=cards, by_id={c.id: c for c in cards})
    after = {o.path: o.key for o in articles.outputs(changed, SETTINGS, store)}
    assert {path for path in before if before[path] != after[path]} == {
        "articles/un-thread.html",
        "articles/un-interview.html",  # its neighbour
        "articles/un-issue.html",  # its kin
    }


def test_an_empty_archive_has_all_its_pages() -> None:
    empty = Archive(
        cards=(),
        by_id={},
        axes={},
        neighbours={},
        gaps=(),
        diagnostics=(diagnose("S-017", "."),),
    )
    made = {output.path: output.make() for output in outputs(empty, SETTINGS)}
    assert "L’archive est vide." in made["index.html"].decode()
    assert "tags/index.html" in made


def test_the_account_of_a_large_archive_sums_years_and_lists_what_asks_for_a_look() -> None:
    cards = tuple(
        replace(card("essay", number), id=f"c{number}", diagnostics=number % 7, title=str(number))
        for number in range(150)
    )
    years = (AxisTerm(label="2024", slug="2024", ids=tuple(one.id for one in cards)),)
    large = replace(
        archive(), cards=cards, by_id={one.id: one for one in cards}, axes={"years": years}
    )
    about = {o.path: o for o in pages.outputs(large, SETTINGS, DemoStore(large))}["about.html"]
    page = html.document_fromstring(about.make().decode())
    year, remarked = page.xpath("//table")
    assert year.xpath(".//tbody//td/text()") == ["150", "750", "150", "444"]
    rows = remarked.xpath(".//tbody/tr")
    assert len(rows) == 100
    assert [rows[at].xpath("./td[3]/text()") for at in (0, -1)] == [["6"], ["2"]]


# --- the look ------------------------------------------------------------------------------------


def colours(sheet: str, start: str) -> dict[str, str]:
    found = re.search(re.escape(start) + r"\s*{(.*?)}", sheet, re.DOTALL)
    assert found
    return dict(re.findall(r"--(\w+):\s*(#\w{6})", found[1]))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_colour_of_text_and_code_can_be_read() -> None:
    style = (assets.static() / "css/tokens.css").read_text(encoding="utf-8")
    code = (assets.static() / "css/code.css").read_text(encoding="utf-8")
    for scheme in (0, 1):
        paper = colours(style.split("prefers-color-scheme: dark")[scheme], ":root")
        inks = colours(code.split("prefers-color-scheme: dark")[scheme], ".code")
        for ground in ("paper", "tint", "mark"):
            for ink in ("ink", "muted", "accent"):
                assert contrast(paper[ink], paper[ground]) >= 4.5, (scheme, ink, ground)
        for name, ink in inks.items():
            assert contrast(ink, paper["tint"]) >= 4.5, (scheme, name)
