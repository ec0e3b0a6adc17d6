"""What the templates may see: one documented type a page, and the small types they are made of.

Comes in: nothing. Goes out: frozen values whose fields are the names that a template may use.
Must not know: where the values come from. All links are ready to be written into `href`,
all words are in the reader's language or are the source's own.
"""

from backissues.outputs.contexts.article import (
    ArticlePage,
    AsideGroup,
    AsideLine,
    Citation,
    CitationFormat,
    FieldRow,
    Loss,
    Neighbour,
    Proof,
    Provenance,
    Reading,
    Related,
    RivalRow,
    Stop,
)
from backissues.outputs.contexts.head import Alternate, Head, Meta
from backissues.outputs.contexts.pages import (
    AboutPage,
    ArticleSum,
    LegendRow,
    NotFoundPage,
    ProblemRow,
    SourcePage,
)
from backissues.outputs.contexts.parts import Anchor, Counted, Dated, Frame, Listed, SearchBox
from backissues.outputs.contexts.ways import AxisPage, HomePage, SearchPage, TermPage

__all__ = [
    "AboutPage",
    "Alternate",
    "Anchor",
    "ArticlePage",
    "ArticleSum",
    "AsideGroup",
    "AsideLine",
    "AxisPage",
    "Citation",
    "CitationFormat",
    "Counted",
    "Dated",
    "FieldRow",
    "Frame",
    "Head",
    "HomePage",
    "LegendRow",
    "Listed",
    "Loss",
    "Meta",
    "Neighbour",
    "NotFoundPage",
    "ProblemRow",
    "Proof",
    "Provenance",
    "Reading",
    "Related",
    "RivalRow",
    "SearchBox",
    "SearchPage",
    "SourcePage",
    "Stop",
    "TermPage",
]
