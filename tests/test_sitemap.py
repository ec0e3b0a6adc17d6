"""The sitemap and robots.txt: every page once, in files under the limits."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from backissues.model import Output
from backissues.outputs import outputs as all_outputs
from backissues.outputs.sitemap import sitemaps
from demo_archive import SETTINGS, DemoStore, archive

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
BASE = SETTINGS.base_url


def addresses(data: bytes) -> list[str]:
    found = etree.fromstring(data).findall(".//s:loc", NAMES)
    return [str(found.text) for found in found]


def planned(*paths: str) -> list[Output]:
    return [Output(path, "key", bytes) for path in paths]


def test_every_page_but_the_one_for_what_is_not_there_is_named() -> None:
    demo = archive()
    plan = list(all_outputs(demo, SETTINGS, DemoStore(demo)))
    made = {output.path: output.make() for output in sitemaps(plan, SETTINGS)}
    assert list(made) == ["sitemap.xml", "robots.txt"]
    found = addresses(made["sitemap.xml"])
    assert BASE in found
    assert f"{BASE}articles/un-issue.html" in found
    assert f"{BASE}sources/dossier%20%C3%A9/issue.txt.html" in found
    pages = [output.path for output in plan if output.path.endswith(".html") and output.found]
    assert not {"articles/ancien.html", "articles/parti.html", "tags/ai.html"} & set(pages)
    assert len(found) == len(set(found)) == len(pages) - 1
    assert b"404" not in made["sitemap.xml"]
    assert made["robots.txt"].decode().splitlines() == [
        "User-agent: *", "Allow: /", "", f"Sitemap: {BASE}sitemap.xml"
    ]  # fmt: skip


def test_without_an_address_there_is_neither() -> None:
    assert list(sitemaps(planned("index.html"), replace(SETTINGS, base_url=""))) == []


def test_an_empty_site_has_an_empty_sitemap() -> None:
    first, _ = sitemaps([], SETTINGS)
    assert addresses(first.make()) == []


def test_an_address_is_escaped() -> None:
    first, _ = sitemaps(planned("a.html"), replace(SETTINGS, base_url="https://e.org/a&b'c/"))
    assert addresses(first.make()) == ["https://e.org/a&b'c/a.html"]


@given(st.integers(0, 40), st.integers(1, 9), st.integers(400, 900))
def test_a_long_sitemap_is_parted_under_both_limits(count: int, most: int, size: int) -> None:
    plan = planned(*(f"p/{number:03}.html" for number in range(count)))
    *maps, _ = sitemaps(plan, SETTINGS, most=most, size=size)
    made = {output.path: output.make() for output in maps}
    parts = [data for path, data in made.items() if path != "sitemap.xml"]
    if parts:
        names = [path for path in made if path != "sitemap.xml"]
        assert addresses(made["sitemap.xml"]) == [BASE + name for name in names]
    parts = parts or list(made.values())
    found = [addresses(part) for part in parts]
    assert [one for part in found for one in part] == [f"{BASE}{output.path}" for output in plan]
    assert all(len(part) <= most for part in found)
    assert all(len(part) <= size for part in parts)
