"""In the Markdown of an article, links to other articles lead to their Markdown beside it."""

from __future__ import annotations

from msgspec.structs import replace

from backissues.model import CrossReference, Link, Picture, Text
from backissues.outputs.markdown import document
from demo_archive import article, card, p


def test_links_to_other_documents_lead_to_their_markdown() -> None:
    body = tuple(
        p(Link(address, (Text("ici"),)))
        for address in ("../2019/lettre.txt#haut", "brief.txt", "autre.txt", "vue.png", "#bas")
    )
    own = replace(
        card("essay", 5),
        pictures=(Picture(address="vue.png", path="2020/vue.png", sha256="5" * 64),),
        references=(
            CrossReference(
                address="../2019/lettre.txt#haut", url="articles/lettre.html", anchor="section-1"
            ),
            CrossReference(address="brief.txt", url="articles/un-brief.html"),
        ),
    )
    text = document(own, article("essay", body), base_url="").decode()
    links = [line for line in text.splitlines() if line.startswith("[ici]")]
    assert links == [
        "[ici](lettre.md#section-1)",
        "[ici](un-brief.md)",
        "[ici](autre.txt)",
        "[ici](../media/2020/vue.png)",
        "[ici](#bas)",
    ]
