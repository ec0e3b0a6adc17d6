"""A small archive made of model values alone: one article of each kind, for tests of the pages."""

from __future__ import annotations

import hashlib

from backissues.codes import diagnose
from backissues.model import (
    Archive,
    Article,
    Aside,
    AxisTerm,
    Block,
    Card,
    CodeBlock,
    CutLink,
    Emphasis,
    Evidence,
    Fate,
    Field,
    Fields,
    Gap,
    Heading,
    Image,
    Inline,
    Item,
    Link,
    List,
    Lost,
    Moved,
    Note,
    NoteRef,
    Notes,
    Paragraph,
    Part,
    Quote,
    Relation,
    Rival,
    RunIn,
    Settings,
    Sign,
    Source,
    Span,
    Table,
    Text,
    Used,
    Verdict,
    Withdrawn,
)

ONE = Span(1, 1)
SETTINGS = Settings(
    title="Numéros passés",
    description="Cinq lettres, gardées.",
    language="fr",
    base_url="https://archive.example/lettres/",
)


def p(*inlines: Inline | str, role: str = "", lang: str = "", line: int = 1) -> Paragraph:
    """Make a paragraph; strings are text."""
    made = tuple(Text(part) if isinstance(part, str) else part for part in inlines)
    return Paragraph(span=Span(line, line), inlines=made, role=role, lang=lang)


def h(text: str, *, level: int = 2, role: str = "section", anchor: str = "") -> Heading:
    """Make a heading."""
    return Heading(span=ONE, level=level, inlines=(Text(text),), role=role, anchor=anchor)


def items(*texts: str, role: str = "", ordered: bool = False) -> List:
    """Make a list of plain items."""
    made = tuple(Item(span=ONE, blocks=(p(text),)) for text in texts)
    return List(span=ONE, items=made, role=role, ordered=ordered)


THREAD: tuple[Block, ...] = (
    *(
        Part(
            role="post",
            number=str(number),
            marker=f"{number}/3",
            anchor=f"post-{number}",
            span=ONE,
            blocks=(p(f"Message {number} avec «\u00a0guillemets\u00a0»."), p("Deuxième alinéa.")),
        )
        for number in (1, 2)
    ),
    Lost(after=4, what="post", label="3"),
    p("Voir ", CutLink("example.org/a…"), " et ", Link("https://e.org/?a=1&b=2", (Text("ici"),))),
)
INTERVIEW: tuple[Block, ...] = (
    Part(
        role="question",
        label="Anne",
        span=ONE,
        blocks=(p(RunIn("speaker", (Text("Anne :"),)), " Comment ?"),),
    ),
    Part(role="answer", label="Béa", span=ONE, blocks=(p("Ainsi."), p("Et ainsi."))),
    p("Plusieurs facteurs :"),
    Lost(after=3, what="list"),
    p("This repeats it.", role="repeat", lang="en"),
    p("This, too.", role="repeat", lang="en"),
)
ISSUE: tuple[Block, ...] = (
    p("Bonjour, 𝕄𝕖𝕤 𝔽𝕝𝕒𝕤𝕙𝕤 !", role="greeting"),
    h("Première partie"),
    p("Texte avec une note", NoteRef("a"), ", et encore", NoteRef("a"), "."),
    items("un", "deux"),
    Part(
        role="column",
        label="Nadia Invitée",
        span=ONE,
        blocks=(h("La chronique", role="column"), p("Texte de l’invitée.")),
    ),
    h("Du code", level=4),
    CodeBlock(span=ONE, text="def f(x):\n\n    return '<b>'\n", language="python"),
    Table(
        span=ONE,
        head=((Text("Nom"),), (Text("Prix"),)),
        rows=(((Text("thé"),), (Text("3 €"),)),),
        align=("left", "right"),
    ),
    Quote(span=ONE, blocks=(p("Cité."),)),
    p(Image("https://img.example/a.png", "un chat")),
    p("À bientôt", role="sign-off"),
    p("#IA #AI", role="hashtags"),
    Notes(span=ONE, notes=(Note(span=ONE, label="a", blocks=(p("La note."),)),)),
)
BRIEF: tuple[Block, ...] = tuple(
    Part(
        role="story",
        anchor=f"story-{number}",
        span=ONE,
        blocks=(
            h(f"Brève {number}", role="story"),
            p(RunIn("subhead", (Text("Gros contrat"),)), " – Le texte."),
            h("Pour aller plus loin:", level=3, role="further-reading"),
            items("Un titre", "Un autre", role="further-reading"),
        ),
    )
    for number in (1, 2)
)
ESSAY: tuple[Block, ...] = (
    p("Début."),
    h("La fin"),
    p("Fin, ", Emphasis((Text("vraiment"),)), "."),
)
BODIES = {
    "thread": THREAD, "interview": INTERVIEW, "issue": ISSUE, "brief": BRIEF, "essay": ESSAY,
}  # fmt: skip
LINES = ("Un titre", "", "Le texte <b>.", "Partagez ceci", "21 mai 2024")


def article(kind: str, body: tuple[Block, ...] | None = None, *, path: str = "") -> Article:
    """Make an article of a kind whose source is `LINES`."""
    quoted = Evidence(rule="date.line", quote="21 mai 2024", span=Span(5, 5))
    path = path or f"{kind}.txt"
    return Article(
        path=path,
        sha256=hashlib.sha256(source_text()).hexdigest(),
        format="text",
        kind=kind,
        verdicts=(
            Verdict(kind=kind, score=0.9, signs=(Sign(words="a greeting", weight=0.9),)),
            Verdict(kind="x", score=0.1),
        ),
        fields=Fields(
            title=Field(
                value="Un titre", standing="derived", evidence=(Evidence(rule="title.first"),)
            ),
            published=Field(
                value="2024-05-21",
                standing="stated",
                evidence=(quoted,),
                rivals=(Rival(value="2024-05-22", evidence=quoted),),
            ),
            tags=Field(value=("IA", "C++"), standing="derived"),
        ),
        body=BODIES[kind] if body is None else body,
        fates=(
            Fate(1, "field", "title"),
            Fate(2, "blank"),
            Fate(3, "body"),
            Fate(4, "aside", "furniture"),
            Fate(5, "field", "published"),
        ),
        asides=(Aside(span=Span(4, 4), reason="furniture", rule="furniture.share"),),
        used=(Used(span=Span(1, 1), field="title"),),
        diagnostics=(
            diagnose("K-001", path, 3),
            diagnose("L-001", path, 3, text="example.org/a…"),
            diagnose("F-002", path, sidecar="x.yml"),
        ),
    )


def source_text() -> bytes:
    """Return the bytes that all demo articles come from."""
    return "\n".join(LINES).encode()


def card(kind: str, number: int) -> Card:
    """Make the card of a demo article."""
    return Card(
        id=f"id-{number}",
        path=f"dossier é/{kind}.txt",
        sha256=hashlib.sha256(source_text()).hexdigest(),
        slug=f"un-{kind}",
        url=f"articles/un-{kind}.html",
        arrival=number,
        kind=kind,
        title=f"Titre <de> {kind}",
        title_standing="supplied" if kind == "thread" else "derived",
        language="en" if kind == "essay" else "fr",
        subtitle="Et aussi" if kind == "brief" else None,
        series="La série" if kind == "issue" else None,
        number="16" if kind == "issue" else None,
        authors=("Anne & Co", "Béa"),
        interviewees=("Béa",) if kind == "interview" else (),
        published="2024-05-01" if number < 3 else None,
        tags=("IA", "C++"),
        summary="Le début du texte…",
        words=430,
        posts=2 if kind == "thread" else None,
        lines=5,
        lines_aside=1,
        diagnostics=3,
    )


def _withdrawn(slug: str, *, reason: str = "", for_now: bool = False) -> Withdrawn:
    """Make an article that is not in the archive now."""
    return Withdrawn(
        id=f"id-{slug}",
        url=f"articles/{slug}.html",
        arrival=9,
        added="2024-06-01",
        reason=reason,
        for_now=for_now,
    )


class DemoStore:
    """Gives the demo articles and counts how often it was asked."""

    def __init__(self, archive: Archive) -> None:
        self.kinds = {c.id: c.kind for c in archive.cards}
        self.paths = {c.id: c.path for c in archive.cards}
        self.asked = 0
        self.made: dict[tuple[str, str], bytes] = {}

    def body(self, ident: str) -> Article:
        """Return the whole article."""
        self.asked += 1
        return article(self.kinds[ident], path=self.paths[ident])

    def kept(self, what: str, ident: str) -> bytes:
        """Return what was kept of an article."""
        return self.made.get((what, ident), b"")

    def keep(self, what: str, ident: str, data: bytes) -> None:
        """Keep what was made of an article."""
        self.made[what, ident] = data

    def source(self, ident: str) -> Source:
        """Return the source as received."""
        self.asked += 1
        data = source_text()
        return Source(path=self.paths[ident], data=data, sha256=hashlib.sha256(data).hexdigest())


class OneStore(DemoStore):
    """Gives the same article whoever is asked for."""

    def __init__(self, one: Article) -> None:
        super().__init__(archive())
        self.one = one

    def body(self, ident: str) -> Article:
        """Return the article."""
        self.asked += 1
        return self.one

    def source(self, ident: str) -> Source:
        """Return the source of all demo articles."""
        return super().source("id-1")


def archive() -> Archive:
    """Make the archive of all demo articles."""
    cards = tuple(card(kind, number) for number, kind in enumerate(BODIES, 1))
    ids = tuple(c.id for c in cards)
    axes = {
        "kinds": tuple(AxisTerm(label=c.kind, slug=c.kind, ids=(c.id,)) for c in cards),
        "authors": (
            AxisTerm(label="Anne & Co", slug="anne-co", ids=ids),
            AxisTerm(label="Béa", slug="bea", ids=ids),
        ),
        "series": (AxisTerm(label="La série", slug="la-serie", ids=("id-3",)),),
        "years": (
            AxisTerm(label="2024", slug="2024", ids=ids[:2]),
            AxisTerm(label="undated", slug="undated", ids=ids[2:]),
        ),
        "tags": (
            AxisTerm(label="C++", slug="c-plus-plus", ids=ids, sort="product"),
            AxisTerm(
                label="IA", slug="ia", ids=ids, sort="topic", description="Machines.",
                aliases=("AI", "intelligence artificielle"),
                formerly=("AI", "intelligence artificielle"),
            ),
        ),
    }  # fmt: skip
    return Archive(
        cards=cards,
        by_id={c.id: c for c in cards},
        axes=axes,
        neighbours={
            ident: (ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None)
            for at, ident in enumerate(ids)
        },
        gaps=(Gap(series="La série", numbers=(14, 15)),),
        runs={"La série": ("id-3",)},
        related={
            "id-3": (Relation(id="id-1", tags=2, authors=2), Relation(id="id-5", tags=1)),
        },
        withdrawn=(
            _withdrawn("parti"),
            _withdrawn("retire", reason="L’auteur <l’a> demandé."),
            _withdrawn("illisible", for_now=True),
        ),
        moved=(
            Moved(former="articles/ancien.html", url="articles/un-brief.html"),
            Moved(former="articles/autrefois.html", url="articles/retire.html"),
        ),
        diagnostics=(diagnose("S-017", "."),),
    )
