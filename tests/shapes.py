"""Texts that could blow a rule up: each shape is a function from a size to a text of that size.

The sizes of one shape differ in length alone, so the work that reading takes can be compared.
"""

from __future__ import annotations

from collections.abc import Callable

Shape = Callable[[int], str]


def _lines(pattern: str) -> Shape:
    """Repeat lines; `{n}` is the number of each."""
    return lambda size: "".join(
        pattern.replace("{n}", str(number)) for number in range(1, size + 1)
    )


def _line(piece: str, *, after: str = "") -> Shape:
    """Repeat a piece on one line, under a line of its own so that it is no title."""
    return lambda size: f"Of a long line\n\n{piece * size}{after}\n"


SHAPES: dict[str, Shape] = {
    # many lines
    "short lines": _lines("word {n}\n"),
    "short paragraphs": _lines("A sentence, number {n}, that ends.\n\n"),
    "headings": _lines("# Heading {n}\n\n"),
    "headings over text": _lines("## Heading {n}\n\nOne sentence stands below it, and ends.\n\n"),
    "plain headings": _lines("Heading {n}\n\nOne sentence stands below it, and it ends here.\n\n"),
    "capital headings": _lines("HEADING {n}\n\nOne sentence stands below it, and it ends.\n\n"),
    "setext headings": _lines("Heading {n}\n-----------\n\nText that ends.\n\n"),
    "list items": _lines("- item {n}\n"),
    "loose list items": _lines("* item {n}\n\n"),
    "numbered items": _lines("{n}. item, and what is said of it\n"),
    "numbers alone": _lines("{n}\n\nWhat the post says, in a sentence.\n\n"),
    "numbers of posts": _lines("{n}/99 What the post says, in a sentence.\n\n"),
    "numbers in brackets": _lines("({n}) What the post says, in a sentence.\n\n"),
    "nested quotes": _lines("> a line that somebody quotes, {n}\n"),
    "rules": _lines("---\n\nA text between two rules.\n\n"),
    "table rows": lambda size: "| a | b |\n| --- | --- |\n" + "| c | d |\n" * size,
    "questions": _lines("How many ships came in that year?\n\nSome {n} of them, I believe.\n\n"),
    "bold questions": _lines("**How many ships came, {n}?**\n\nSome of them, I believe.\n\n"),
    "labels": _lines("A: How many ships came?\n\nB: Some {n} of them.\n\n"),
    "labels with names": _lines("Ana Duarte: How many?\n\nJan van der Meer: Some {n}.\n\n"),
    "dialogue dashes": _lines("— How many ships came?\n\n— Some {n} of them.\n\n"),
    "quotes with names": _lines("“Some of them came,” said Ana Duarte, who counted {n}.\n\n"),
    "dates": _lines("12 May 2019\n"),
    "datelines": _lines("Lisbon, April {n}, 2019 - The quay was empty.\n\n"),
    "names": _lines("Ana Duarte\n"),
    "bylines": _lines("By Ana Duarte, Jan Meer and Li Lei\n\n"),
    "hashtag lines": _lines("#one #two{n} #ThreeWords\n"),
    "addresses": _lines("https://example.org/a/b/{n}?c=d\n\n"),
    "cut addresses": _lines("See example.org/a/long/address{n}… for it.\n\n"),
    "links": _lines("[a title of some length {n}](https://example.org/{n})\n\n"),
    "images": _lines("![an image {n}](image{n}.png)\n\n"),
    "footnotes": _lines("Text[^{n}] that ends.\n\n[^{n}]: A note.\n\n"),
    "comments": _lines("Ana Duarte\n3d\n\nWhat a fine letter, number {n}.\n\nLike\nReply\n\n"),
    "headers": _lines("Key{n}: a value\n"),
    "mail headers": _lines("From: Ana <a{n}@example.org>\nTo: b@example.org\n\n"),
    "front matter": lambda size: "---\n" + "key{n}: a\n" * size + "---\n\nA text.\n",
    "same paragraphs": _lines("The very same sentence stands here, and is long enough.\n\n"),
    "list introductions": _lines("These are the reasons of the year {n}:\n\nA text follows.\n\n"),
    "foreign paragraphs": lambda size: (
        "Ceci est une phrase en français, et elle est là pour être lue.\n\n"
        "And this is a sentence in English, and it is there to be read.\n\n"
    )
    * size,
    "chinese paragraphs": _lines("第{n}期：今天我们在港口看见了很多渔船，大家都很高兴。\n\n"),
    "further reading": _lines("Further reading:\n\n- [A title](https://example.org/{n})\n\n"),
    "html": _lines("<div><p>text {n}</p></div>\n\n"),
    "open html": _lines("<div><span <b <!-- text {n}\n"),
    "blank lines": lambda size: "A text.\n" + "\n" * size + "Another.\n",
    "spaces": lambda size: "A text.\n" + "   \t  \n" * size + "Another.\n",
    "code": lambda size: "```\n" + "code {n};\n" * size + "```\n\nA text.\n",
    "indented": _lines("    indented {n}\n\n"),
    "deepening list": lambda size: "".join("  " * (n % 40) + f"- item {n}\n" for n in range(size)),
    # one long line
    "words": _line("many words in a row "),
    "one word": _line("a"),
    "sentences": _line("This is one sentence. "),
    "capitals": _line("A"),
    "capital words": _line("Ana Duarte "),
    "acronyms": _line("ABC "),
    "digits": _line("1"),
    "numbers": _line("12 "),
    "day numbers": _line("12/05/2019 "),
    "days": _line("12 May 2019, "),
    "slashes": _line("/"),
    "fractions": _line("1/2/"),
    "dashes": _line("-"),
    "spaced dashes": _line("- "),
    "em dashes": _line("— a "),
    "stars": _line("*"),
    "spaced stars": _line("* a "),
    "bold": _line("**a** "),
    "open bold": _line("**a "),
    "underscores": _line("_a "),
    "brackets": _line("["),
    "brackets with text": _line("[a"),
    "open links": _line("[a]("),
    "closed links": _line("[a](b) "),
    "open images": _line("![a"),
    "parentheses": _line("("),
    "parentheses both": _line("(a) "),
    "angles": _line("<"),
    "angles with text": _line("<a "),
    "comments in html": _line("<!--"),
    "backticks": _line("`"),
    "backticks with text": _line("`a"),
    "entities": _line("&amp;"),
    "open entities": _line("&"),
    "backslashes": _line("\\"),
    "quotation marks": _line('"'),
    "quotations": _line("“a” "),
    "open quotations": _line("« a "),
    "apostrophes": _line("l’"),
    "colons": _line("a: "),
    "bare colons": _line(":"),
    "dots": _line("."),
    "ellipses": _line("a… "),
    "question marks": _line("Why? "),
    "bare question marks": _line("?"),
    "exclamation marks": _line("!"),
    "hashes": _line("#"),
    "hashtags": _line("#tag "),
    "glued hashtags": _line("#tag"),
    "handles": _line("@handle "),
    "mail addresses": _line("a@b.org "),
    "open mail addresses": _line("a@"),
    "addresses in a row": _line("https://example.org/a "),
    "glued addresses": _line("https://"),
    "domains": _line("example.org/a… "),
    "dotted": _line("a."),
    "pipes": _line("| a "),
    "tildes": _line("~~a "),
    "chinese": _line("今天我们在港口看见了很多渔船"),
    "chinese sentences": _line("今天我们来到港口。"),
    "chinese dates": _line("2019年5月12日"),
    "japanese": _line("カタカナとひらがな"),
    "hangul": _line("오늘 우리는 항구에 "),
    "thai": _line("วันนี้เรามาที่ท่าเรือ"),
    "arabic": _line("وصلنا اليوم إلى الميناء "),
    "emoji": _line("🗼"),
    "joined emoji": _line("👩‍🚀"),
    "marks": _line("e\u0301"),
    "only marks": _line("\u0301"),
    "mathematical letters": _line("𝕄"),
    "no-break spaces": _line("a\u00a0"),
    "tabs": _line("\t"),
    "spaces in a row": _line(" ", after="a"),
    "control characters": _line("\x01"),
    "words with hyphens": _line("a-"),
    "template tags": _line("{{a}} "),
    "open template tags": _line("{{"),
    "merge tags": _line("*|A|* "),
    "numbers with signs": _line("No. 12 "),
    "initials": _line("J. R. "),
    "roman": _line("XIV "),
    "ages": _line("3d ago "),
}  # fmt: skip
