"""Writes inlines as Markdown that reads as these very inlines, and as little more than the text.

Comes in: the inlines of one paragraph, heading, cell. Goes out: its Markdown, line by line.
Must not know: blocks, files. What CommonMark cannot say is said by a tag of HTML (emphasis that
begins with a space) or by a mark (an address that was cut); docs/markdown.md lists them.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from backissues.model import (
    Break,
    Code,
    CutLink,
    Emphasis,
    Image,
    Inline,
    Link,
    NoteRef,
    RunIn,
    Strike,
    Strong,
    Text,
)
from backissues.patterns import late
from backissues.text.markdown_escapes import (
    destination,
    entity,
    escaped,
    is_unsayable,
    stands_alone,
)
from backissues.text.marks import write_mark

Resolve = Callable[[str], str]

# What would make of a line something else than a line of its paragraph: “# a”, “> a”, “- a”,
# “1. a”, “===”, “---”, “:--|--”; not “#a”, “-a”, “1.a”.
_OPENING = late(
    r"^(?:(?=[#]{1,6}(?:[ \t]|$))|(?=>)|(?=[-+](?:[ \t]|$))|([0-9]{1,9})(?=[.)](?:[ \t]|$))"
    r"|(?==+[ \t]*$)|(?=[-:|][-:| \t]*$))"
)
_LINE_ENDS = late("[\n\r\f]")
_BACKTICKS = late("`+")

_CUT = "cut"
_NEWLINE = write_mark("newline")
# A tag that says nothing: it keeps a comment from being the first thing of a line, where it would
# be taken for a block of its own.
_NOTHING = "<wbr>"
_COMMENT_FIRST = late(r"^<!--", re.MULTILINE)
# Parts two things that would be taken for one: code and code, a list and a list.
PARTED = "<!-- -->"

# The signs of a pair, the best first; the last one, a tag, can always stand.
_SIGNS_OF: dict[type, tuple[tuple[str, str], ...]] = {
    Emphasis: (("*", "*"), ("_", "_"), ("<em>", "</em>")),
    Strong: (("**", "**"), ("__", "__"), ("<strong>", "</strong>")),
    Strike: (("~~", "~~"), ("<s>", "</s>")),
}
_OUTSIDE = frozenset(string.punctuation + " \t\n\r\f")


def as_it_is(address: str) -> str:
    """Leave an address as the source has it."""
    return address


def paragraph(inlines: Iterable[Inline], resolve: Resolve = as_it_is) -> list[str]:
    """Write the lines of a paragraph."""
    text = _Line(resolve, one_line=False).write(inlines) or _NOTHING
    text = _COMMENT_FIRST.sub(f"{_NOTHING}<!--", text)
    return [_OPENING.sub(r"\1\\", line) for line in text.split("\n")]


def heading(inlines: Iterable[Inline], resolve: Resolve = as_it_is) -> str:
    """Write the text of a heading, on one line."""
    text = _Line(resolve, one_line=True).write(inlines) or _NOTHING
    return f"{text[:-1]}\\#" if text.endswith("#") else text


def cell(inlines: Iterable[Inline], resolve: Resolve = as_it_is) -> str:
    """Write a cell of a table, on one line."""
    return _Line(resolve, one_line=True).write(inlines).replace("|", "\\|")


# --- pieces --------------------------------------------------------------------------------------


class _Piece(Struct):
    """A piece of a line: words that are still to be escaped, or what is Markdown already."""

    raw: str = ""
    words: str = ""
    line_end: str = ""  # "soft" or "hard"


class _Sign(_Piece):
    """The opening or closing sign of a pair, which is chosen when all pieces are known."""

    pair: _Pair | None = None


class _Pair(Struct, eq=False):
    """A pair of signs, the places of both among the pieces, and the pairs around it."""

    kind: type
    first: int
    around: tuple[_Pair, ...]
    last: int = 0
    sign: str = ""


class _Line:
    """Takes inlines apart into pieces, then writes each as its neighbours allow."""

    def __init__(self, resolve: Resolve, *, one_line: bool) -> None:
        self._resolve = resolve
        self._one_line = one_line
        self._pieces: list[_Piece] = []
        self._pairs: list[_Pair] = []
        self._around: tuple[_Pair, ...] = ()

    def write(self, inlines: Iterable[Inline]) -> str:
        """Write inlines."""
        self._take(tuple(inlines))
        for place, piece in enumerate(self._pieces):
            if piece.words:
                piece.raw = self._escaped(place)
            elif piece.line_end:
                piece.raw = self._ended(place)
        for pair in self._pairs:
            self._choose(pair)
        return "".join(piece.raw for piece in self._pieces)

    def _raw(self, text: str) -> None:
        self._pieces.append(_Piece(raw=text))

    def _take(self, inlines: Sequence[Inline]) -> None:  # noqa: C901 - one case a form
        for inline in inlines:
            match inline:
                case Text(text):
                    self._words(text)
                case Break(hard):
                    self._pieces.append(_Piece(line_end="hard" if hard else "soft"))
                case Code(text):
                    self._code(text)
                case Emphasis() | Strong() | Strike():
                    self._pair(inline)
                case Link():
                    self._link(inline)
                case Image():
                    self._image(inline)
                case NoteRef(label):
                    self._raw(f"[^{label}]")
                case CutLink(text):
                    self._marked(_CUT, (Text(text),))
                case RunIn(role, children):
                    self._marked(role, children)

    def _words(self, text: str) -> None:
        if not text:
            return
        last = self._pieces[-1] if self._pieces else None
        if last is not None and last.words:
            last.words += text
        else:
            self._pieces.append(_Piece(words=text))

    def _marked(self, name: str, children: Sequence[Inline], **values: str | None) -> None:
        """Write what stands between two marks; the first is left out where the text begins."""
        if self._pieces or values:
            self._raw(write_mark("begin", name, **values))
        self._take(children)
        self._raw(write_mark("end", name))

    def _pair(self, inline: Emphasis | Strong | Strike) -> None:
        pair = _Pair(kind=type(inline), first=len(self._pieces), around=self._around)
        self._pairs.append(pair)
        self._pieces.append(_Sign(pair=pair))
        outer, self._around = self._around, (*self._around, pair)
        self._take(inline.children)
        self._around = outer
        pair.last = len(self._pieces)
        self._pieces.append(_Sign(pair=pair))

    def _code(self, text: str) -> None:
        if not text or is_unsayable(text) or _LINE_ENDS.search(text):
            self._marked("code", (Text(text),))
            return
        longest = max(map(len, _BACKTICKS.findall(text)), default=0)
        fence = "`" * (longest + 1)
        bare = text.strip(" ")
        # One space at both ends is taken away again where there is more than spaces.
        room = " " if text[0] == "`" or text[-1] == "`" else ""
        if bare and text[0] == " " == text[-1]:
            room = " "
        if self._pieces and self._pieces[-1].raw.endswith("`"):
            self._raw(PARTED)
        self._raw(f"{fence}{room}{text}{room}{fence}")

    def _link(self, link: Link) -> None:
        address = self._resolve(link.url)
        words = _only_text(link.children)
        if words is not None and not link.title and stands_alone(words, address):
            self._raw(f"<{words}>")
            return
        goal = destination(address, link.title)
        if goal is None or _holds_link(link.children):
            self._marked("link", link.children, url=address, title=link.title or None)
            return
        self._raw("[")
        outer, self._around = self._around, ()
        self._take(link.children)
        self._around = outer
        self._raw(f"]({goal})")

    def _image(self, image: Image) -> None:
        address = self._resolve(image.url)
        goal = destination(address, image.title)
        if goal is None:
            title = image.title or None
            self._raw(write_mark("image", url=address, alt=image.alt, title=title))
        else:
            self._raw(f"![{escaped(image.alt)}]({goal})")

    # --- each piece as its neighbours allow ------------------------------------------------------

    def _neighbours(self, place: int) -> tuple[_Piece | None, _Piece | None]:
        """Give the pieces before and after one."""
        before = self._pieces[place - 1] if place else None
        after = self._pieces[place + 1] if place + 1 < len(self._pieces) else None
        return before, after

    def _escaped(self, place: int) -> str:
        """Write words; white space at a line's end, which would be cut off, becomes an entity."""
        before, after = self._neighbours(place)
        words = self._pieces[place].words
        opens = before is None or bool(before.line_end)
        closes = after is None or bool(after.line_end)
        lead = entity(words[0]) if opens and words[0].isspace() else ""
        words = words[len(lead) > 0 :]
        tail = entity(words[-1]) if closes and words[-1:].isspace() else ""
        words = words[: len(words) - (len(tail) > 0)]
        text = escaped(words)
        if before is not None and before.raw.startswith("[^") and text[:1] in {":", "(", "["}:
            text = f"\\{text}"
        if after is not None and after.raw.startswith("[") and text.endswith("!"):
            text = f"{text[:-1]}\\!"
        return lead + text + tail

    def _ended(self, place: int) -> str:
        """Write the end of a line: as one where lines go on, else as a tag or a mark."""
        before, after = self._neighbours(place)
        is_hard = self._pieces[place].line_end == "hard"
        inside = before is not None and after is not None and not before.line_end
        if self._one_line or not inside:
            return "<br>" if is_hard else _NEWLINE
        return "\\\n" if is_hard else "\n"

    def _choose(self, pair: _Pair) -> None:
        """Choose the signs of a pair: the first that read as this pair and no other."""
        for opening, closing in _SIGNS_OF[pair.kind]:
            if len(opening) > 2 or self._reads(pair, opening):
                pair.sign = opening
                self._pieces[pair.first].raw = opening
                self._pieces[pair.last].raw = closing
                return

    def _reads(self, pair: _Pair, sign: str) -> bool:
        """Tell whether a pair of these signs is understood, by what stands beside each."""
        if any(outer.kind is pair.kind and outer.sign == sign for outer in pair.around):
            return False
        inner = (self._pieces[pair.first + 1], self._pieces[pair.last - 1])
        if pair.first + 1 == pair.last:
            return False
        outer = (self._neighbours(pair.first)[0], self._neighbours(pair.last)[1])
        if any(isinstance(one, _Sign) and one.raw[:1] == sign[0] for one in outer):
            return False
        inside = (inner[0].raw[:1] or "*", inner[1].raw[-1:] or "*")
        outside = (
            (outer[0].raw[-1:] or "*") if outer[0] else " ",
            (outer[1].raw[:1] or "*") if outer[1] else " ",
        )
        return all(_flanks(i, o, sign) for i, o in zip(inside, outside, strict=True))


def _flanks(inside: str, outside: str, sign: str) -> bool:
    """Tell whether a sign between two characters opens towards the inner one, and only there."""
    if inside.isspace():
        return False
    if inside.isalnum() and sign[0] != "_":
        return True
    # U+2028 parts lines for Python, and is neither a gap nor a sign for Markdown.
    category = unicodedata.category(outside)
    return outside in _OUTSIDE or category == "Zs" or category.startswith("P")


def _only_text(inlines: Sequence[Inline]) -> str | None:
    """Return the words of inlines that are nothing but one text."""
    if len(inlines) == 1 and isinstance(inlines[0], Text):
        return inlines[0].text
    return None


def _holds_link(inlines: Iterable[Inline]) -> bool:
    """Tell whether a link or the call of a note stands inside a link, as Markdown has none."""
    return any(
        isinstance(inline, (Link, NoteRef)) or _holds_link(getattr(inline, "children", ()))
        for inline in inlines
    )
