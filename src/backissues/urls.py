"""The address table: every public path of a site and the rules that make slugs.

Comes in: labels, slugs, paths of documents. Goes out: public paths (with `/`, no leading one),
relative links between them, and the registry that lets no two files share an address.
Must not know: what stands on a page, the ledger, the file system.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate, chain
from urllib.parse import quote

from backissues.patterns import Eastern, late

HOME = "index.html"
ARTICLES = "articles"
ABOUT = "about.html"
NOT_FOUND = "404.html"
SEARCH = "search.html"
CHRONOLOGY = "chronology.html"
RSS = "rss.xml"
ATOM = "atom.xml"
JSON_FEED = "feed.json"
FEEDS = "feeds.html"
OPML = "opml.xml"
JSONL = "data/articles.jsonl"
CSV = "data/articles.csv"
CSV_METADATA = f"{CSV}-metadata.json"
SCHEMA = "data/articles.schema.json"
DATA = "data/index.html"
EPUB = "archive.epub"
LEDGER = "data/permalinks.tsv"
# Where former addresses lead, as Netlify (Cloudflare, GitLab), Apache and nginx read it.
REDIRECTS = "_redirects"
REDIRECTS_APACHE = "redirects/apache.conf"
REDIRECTS_NGINX = "redirects/nginx.conf"
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
MANIFEST = "manifest-sha256.txt"

AXES = ("kinds", "authors", "series", "years", "tags")
UNDATED = "undated"

# Longer slugs are cut at a word: a path stays far under the 255 bytes that file systems allow.
_LONGEST = 70
# The apostrophe of an English contraction joins (don’t → dont); one of an elision parts (l’été).
_CONTRACTION = late(r"['’](?=(?:s|t|re|ve|ll|d|m)\b)", re.IGNORECASE)
# Signs that tell names apart: C++ and C# are not C. Not “A + B”, not “issue #5”.
_PLUS = late(r"(?<=[\w+])\+")
_SHARP = late(r"(?<=[^\W\d_])#(?!\w)")
# Nothing in these is to be percent-encoded (RFC 3986, section 2.3), which is seen in a tenth of the
# time that it takes to encode them: most paths are of this kind.
_PLAIN = re.compile(r"[\w.~/-]*", re.ASCII)
# One Chinese character is one word of its transliteration: 人工 → ren-gong, not rengong.
_IDEOGRAPH = Eastern("\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff")
_NOT_WORD = late(r"[^a-z0-9]+")
# What anyascii writes for the letters and marks of Western texts; it takes 4 ms to load.
_LETTERS = dict(
    zip("àâäáãåéèêëíìîïóòôöõøúùûüÿýçñł’‘“”–—", "aaaaaaeeeeiiiioooooouuuuyycnl''\"\"--", strict=True)
)
_WESTERN = str.maketrans(
    _LETTERS
    | {letter.upper(): plain for letter, plain in _LETTERS.items()}
    | {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "«": "<<", "»": ">>", "€": "eur"}
)
# The number that the ledger puts behind a slug which another has: ships-2, not ships.
_NUMBERED = late(r"-[1-9][0-9]{0,6}\Z", re.ASCII)
# Names that Windows keeps for devices, and the one that the pages of an axis need.
_RESERVED = late(r"con|prn|aux|nul|com[0-9]|lpt[0-9]|index")


@lru_cache(maxsize=10_000)
def slugify(label: str) -> str:
    """Return the last part of an address for a label: never empty, and only `a-z`, `0-9`, `-`."""
    text = unicodedata.normalize("NFKC", label)
    text = _SHARP.sub(" sharp ", _PLUS.sub(" plus ", _CONTRACTION.sub("", text)))
    if not text.isascii():
        text = _in_plain_letters(text)
    slug = _cut(_NOT_WORD.sub("-", text.lower()).strip("-"))
    if not slug:
        return "x-" + hashlib.sha256(label.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return f"{slug}-page" if _RESERVED.fullmatch(slug) else slug


def _in_plain_letters(text: str) -> str:
    """Spell a text in the letters a to z, whatever its script."""
    if (western := text.translate(_WESTERN)).isascii():
        return western
    from anyascii import anyascii  # noqa: PLC0415 - see above

    # Emoji and other pictures: anyascii would spell out their names in English.
    text = "".join(" " if unicodedata.category(char) == "So" else char for char in text)
    return anyascii(_IDEOGRAPH.sub(r" \g<0> ", text))


def _cut(slug: str) -> str:
    if len(slug) <= _LONGEST:
        return slug
    words, _, _ = slug[: _LONGEST + 1].rpartition("-")
    return words or slug[:_LONGEST]


def wished(address: str) -> str:
    """Return the last part of an address that an editor or an export asks for.

    One that the ledger may have given is kept: `slugify` would cut off the number behind a long
    slug, `…-2`, and so ask for the address of another.
    """
    given = _NUMBERED.sub("", address)
    return address if given and slugify(given) == given else slugify(address)


def article(slug: str) -> str:
    """Return the public path of an article's page."""
    return f"articles/{slug}.html"


def bibtex(article_path: str) -> str:
    """Return the public path of an article's reference for BibTeX."""
    return f"{article_path.removesuffix('.html')}.bib"


def record(article_path: str) -> str:
    """Return the public path of an article's record."""
    return f"{article_path.removesuffix('.html')}.json"


def csl(article_path: str) -> str:
    """Return the public path of an article's reference as CSL-JSON."""
    return f"{article_path.removesuffix('.html')}.csl.json"


def markdown(article_path: str) -> str:
    """Return the public path of an article as Markdown."""
    return f"{article_path.removesuffix('.html')}.md"


def axis(name: str) -> str:
    """Return the public path of the list of all terms of an axis."""
    return f"{name}/index.html"


def term(name: str, slug: str) -> str:
    """Return the public path of one term's page."""
    return f"{name}/{slug}.html"


def shelf(name: str, slug: str, number: int) -> str:
    """Return the public path of a full page of a term's list, counted from the oldest."""
    return f"{name}/{slug}/{number}.html"


def term_feed(name: str, slug: str) -> str:
    """Return the public path of the feed of one term."""
    return f"{name}/{slug}.xml"


def has_story_feed(axis: str) -> bool:
    """Tell whether the briefs among a term's articles may be followed story by story."""
    return axis in {"kinds", "series"}


def story_feed(name: str, slug: str) -> str:
    """Return the public path of the feed that tells a term's briefs story by story.

    It stands in a folder, for no term can be called so: no slug has a `/`.
    """
    return f"{name}/{slug}/stories.xml"


def feed_page(form: str, number: int) -> str:
    """Return the public path of a full page of the archive by feed, counted from the oldest."""
    return f"feeds/{form}/{number}.{'json' if form == 'json' else 'xml'}"


def series_epub(slug: str) -> str:
    """Return the public path of the e-book of one series."""
    return f"series/{slug}.epub"


def source_page(path: str) -> str:
    """Return the public path of the numbered view of a document's source."""
    return f"sources/{path}.html"


def source_bytes(path: str) -> str:
    """Return the public path of a document's bytes as received."""
    return f"sources/{path}"


def media(path: str) -> str:
    """Return the public path of an image of the collection."""
    return f"media/{path}"


def static(name: str) -> str:
    """Return the public path of a static file."""
    return f"static/{name}"


def search_part(name: str) -> str:
    """Return the public path of one piece of the search's index."""
    return f"search/{name}.js"


def relative(here: str, there: str) -> str:
    """Return the percent-encoded link from one public path to another."""
    return from_folder(here.rpartition("/")[0], there)


def from_folder(folder: str, there: str) -> str:
    """Return the link to a public path from any page of a folder."""
    goal, _, name = there.rpartition("/")
    return _way(folder, goal) + (name if _PLAIN.fullmatch(name) else quote(name, safe=""))


# Ten thousand articles lie in one folder.
@lru_cache(maxsize=5_000)
def _way(folder: str, goal: str) -> str:
    """Return the way from one folder to another, as a link begins with it."""
    base, other = folders(folder), folders(goal)
    shared = 0
    while shared < min(len(base), len(other)) and base[shared] == other[shared]:
        shared += 1
    down = goal.split("/")[shared:] if goal else []
    return "../" * (len(base) - shared) + "".join(f"{quote(part, safe='')}/" for part in down)


@lru_cache(maxsize=5_000)
def absolute(base_url: str, there: str) -> str:
    """Return the percent-encoded whole address of a public path under `base_url`."""
    return base_url + (there if _PLAIN.fullmatch(there) else quote(there, safe="/"))


def is_found(path: str) -> bool:
    """Tell whether a page has an address of its own, by which people and robots may find it."""
    return path != NOT_FOUND


def canonical(base_url: str, there: str) -> str:
    """Return the one whole address of a page, under which it is cited: home's is `base_url`."""
    return absolute(base_url, "" if there == HOME else there)


def sitemap(number: int) -> str:
    """Return the public path of one part of a sitemap that is too long for a single file."""
    return f"{SITEMAP.removesuffix('.xml')}-{number}.xml"


def fold(path: str) -> str:
    """Return what a path is to hosts and file systems that fold case and Unicode's forms.

    Accents stay: no host folds them, and no slug has any.
    """
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", path).casefold())


def are_apart(paths: Iterable[str]) -> bool:
    """Tell whether each path may be claimed: no two are one, nor one a folder of another.

    As is nearly always so, and in a tenth of the time that it takes to claim one after the other.
    """
    known = tuple(paths)
    folded = fold("\n".join(known)).split("\n") if known else []
    files, inner = set(folded), {path.rpartition("/")[0] for path in folded}
    if not len(known) == len(folded) == len(files):  # or one of them holds the end of a line
        return False
    return files.isdisjoint(chain.from_iterable(map(folders, inner)))


class Registry:
    """Who holds which public path; paths that some host takes for one are one."""

    def __init__(self) -> None:
        self._files: dict[str, str] = {}
        self._folders: dict[str, str] = {}

    def claim(self, path: str, owner: str) -> str | None:
        """Give a path to an owner; return the owner that has it already, if there is one."""
        key = fold(path)
        folder = key.rpartition("/")[0]
        holder = self._files.get(key, self._folders.get(key))
        # Where a folder holds a path, neither it nor any above it can be a file any more.
        if holder is None and folder and folder not in self._folders:
            holder = self._file_above(folder)
            if holder is None:
                for name in folders(folder):
                    self._folders.setdefault(name, owner)
        if holder is None:
            self._files[key] = owner
        return holder

    def _file_above(self, folder: str) -> str | None:
        """Return who holds a file where a folder, or one that it lies in, would have to be."""
        return next((self._files[name] for name in folders(folder) if name in self._files), None)


# Ten thousand articles lie in one folder.
@lru_cache(maxsize=1000)
def folders(folder: str) -> tuple[str, ...]:
    """Return a folder and those that it lies in, the outermost first."""
    return tuple(accumulate(folder.split("/"), "{}/{}".format)) if folder else ()
