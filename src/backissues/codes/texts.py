"""The codes of what a text is and lacks: K kind, F field, L link, A access.

Comes in: nothing. Goes out: a part of the one table of diagnostic codes.
Must not know: who says them.
"""

from __future__ import annotations

from backissues.codes.code import Code

TEXTS: dict[str, Code] = {
    # --- K, what a document is and how it is built
    "K-001": Code(
        "warning",
        "this line introduces a list, and the capture holds none after it",
        "look at the original, and add the list to the file if it is to be had",
    ),
    "K-002": Code(
        "warning",
        "numbers are missing between {before} and {after}",
        "look for the missing part in the original",
    ),
    "K-003": Code(
        "warning",
        "the header counts {stated} posts, the text holds {found}",
        "look for the missing part in the original",
    ),
    "K-004": Code(
        "note",
        "read as {kind}, but {other} is close",
        "write `kind: {other}` in {sidecar} if that is right",
    ),
    "K-005": Code(
        "warning",
        "this passage in another language ({language}) repeats line {original}",
        "a left-over of a translation? It is kept and marked",
    ),
    "K-006": Code("warning", "the number {number} stands twice", "compare with the original"),
    "K-007": Code(
        "note",
        "the header counts {stated} posts, for it counts the request to unroll (line {request});"
        " the text holds all {found}",
    ),
    "K-008": Code(
        "warning",
        "the text stops in the middle of a sentence: “{words}”",
        "look for the rest in the original, and add it to the file if it is to be had",
    ),
    "K-009": Code(
        "warning",
        "the capture holds the beginning only; the rest stood behind “{words}”",
        "open the link in the original, and add the rest to the file",
    ),
    "K-010": Code(
        "warning",
        "the capture ends at a paywall: “{words}”",
        "add the rest to the file if you have a right to it",
    ),
    "K-011": Code(
        "warning",
        "this passage says the same as line {original}",
        "it is kept and marked; delete it from the file if the page only said it twice",
    ),
    "K-012": Code(
        "warning",
        "{stated} things are announced, and {found} follow",
        "look for the missing one in the original, and add it to the file if it is to be had",
    ),
    "K-013": Code(
        "warning",
        "the front matter states the kind “{kind}”, which is none; it was read as {other}",
        "the kinds are: {kinds}",
    ),
    # --- F, fields
    "F-001": Code(
        "note", "no title was found; one is supplied: “{title}”", "write `title:` in {sidecar}"
    ),
    "F-002": Code("note", "no date was found", "write `published:` in {sidecar}"),
    "F-003": Code(
        "warning",
        "“{value}” can be read as {first} or {second}",
        "only the year was taken; write `published:` in {sidecar}",
    ),
    "F-004": Code(
        "warning",
        "two values of {field} disagree: “{used}” ({used_where}) and “{other}” ({other_where})",
        "the first was used; correct one of them, or write `{field}:` in {sidecar}",
    ),
    "F-005": Code("note", "no author was found", "write `authors:` in {sidecar}"),
    "F-006": Code(
        "warning",
        "the header “{name}” holds no date: “{value}”",
        "write a date such as 2024-05-21, 2024-05 or 2024",
    ),
    # --- L, links and images
    "L-001": Code(
        "warning", "the capture cut the address “{text}”", "shown as text, not as a link"
    ),
    "L-002": Code(
        "warning",
        "an address with the scheme “{scheme}” is not linked",
        "only http, https and mailto lead anywhere",
    ),
    "L-003": Code(
        "warning",
        "the capture lacks the image {url}",
        "put a copy beside the document and name it there",
    ),
    "L-004": Code(
        "warning",
        "the collection lacks the image {image}",
        "put it there as PNG, JPEG, GIF, WebP, AVIF or SVG; addresses count from the document’s"
        " folder, and names that begin with “.” or “_” are passed over",
    ),
    "L-005": Code(
        "note",
        "links to {address}, which the collection does not hold; its words stand without a link",
        "put that document there, or correct the link; addresses count from the document’s folder",
    ),
    # --- A, access
    "A-001": Code("note", "an image has no words that stand for it", "write them between ![ and ]"),
}
