"""The one table of diagnostic codes, and the way to make a diagnostic from it.

Comes in: a code, a place, the values that fill its sentence. Goes out: a `Diagnostic`.
Must not know: any room but `model`. A code never changes its meaning; a retired one is not reused.
Families: S source, K kind, F field, L link, A access, P publish, X internal.
"""

from __future__ import annotations

from typing import NamedTuple

from backissues.model import Diagnostic, Level


class Code(NamedTuple):
    """A level, a sentence and a hint, both with `{placeholders}`."""

    level: Level
    message: str
    hint: str = ""


class FaultError(Exception):
    """What ends a build though nothing of ours is broken; its one argument says what to mend."""

    def __init__(self, found: Diagnostic) -> None:
        super().__init__(found)
        self.found = found


CODES: dict[str, Code] = {
    # --- S, sources, settings and sidecars
    "S-001": Code("error", "cannot be read: {why}", "make the file readable, or move it away"),
    "S-002": Code("error", "holds no text", "put the capture in it, or delete the file"),
    "S-003": Code(
        "error",
        "is not text: {why}",
        "save the capture as plain text or Markdown, or give its name a leading “_”",
    ),
    "S-004": Code(
        "warning",
        "is not UTF-8; it was read as {encoding}",
        "compare the page with the original, and save the file as UTF-8 if all letters are right",
    ),
    "S-005": Code(
        "warning",
        "broken UTF-8 in {count} places; each is shown as “\ufffd”",
        "the bytes as received are kept; save a sound copy of the file if you have one",
    ),
    "S-006": Code(
        "warning",
        "holds {count} control characters ({names}); pages show none of them",
        "the bytes as received are kept; remove them from the file if they are stray",
    ),
    "S-007": Code(
        "error",
        "is a link that leads out of the collection; it was not followed",
        "copy the file into the collection",
    ),
    "S-008": Code("error", "there is no such folder", "name the folder that holds the captures"),
    "S-009": Code("error", "YAML: {why}", "mend the line; until then nothing of this file is used"),
    "S-010": Code("warning", "unknown key “{key}”; it was passed over", "{known}"),
    "S-011": Code(
        "warning",
        "there is no document beside this sidecar",
        "name it like its document, with .yml in the place of .txt or .md",
    ),
    "S-012": Code("warning", "“{key}” cannot be “{value}”; it was passed over", "{expected}"),
    "S-013": Code(
        "warning", "the key “{key}” stands twice; the first one counts", "remove one of them"
    ),
    "S-014": Code(
        "warning",
        "no reader knows this kind of file ({suffix}); it was passed over",
        "save it as .txt or .md, or give its name a leading “_”",
    ),
    "S-015": Code(
        "warning",
        "a line of {count} characters",
        "the capture lost its line ends, perhaps; capture it again if you can",
    ),
    "S-016": Code("note", "lines end with {ends}; they were read as line ends"),
    "S-017": Code("warning", "the collection holds no documents", "put .txt or .md files in it"),
    "S-018": Code(
        "error",
        "the name holds characters that no address can carry; it was left out",
        "rename the file",
    ),
    "S-019": Code(
        "note",
        "begins with a byte-order mark; it was read without it",
        "nothing to do, unless another program stumbles over the mark",
    ),
    "S-020": Code(
        "error",
        "its name cannot be told from that of {other} on many hosts; it was left out",
        "rename one of them: names that differ only by case, or look the same, are one name there",
    ),
    "S-021": Code(
        "warning",
        "“{alias}” stands for {first} and for {second}; the first one counts",
        "remove it from one of them",
    ),
    "S-022": Code(
        "warning",
        "stands beside {first} and {second}; only the first one uses it",
        "rename one of the documents",
    ),
    "S-023": Code(
        "warning",
        "is a link to another place in the collection; it was not followed",
        "what it leads to is listed there, under its own name",
    ),
    "S-024": Code(
        "warning",
        "the front matter is no YAML ({why}); it was read line by line",
        "mend the line; a value that holds “: ” needs quotes around it",
    ),
    "S-025": Code(
        "warning",
        "holds the same bytes as {other}; both are published",
        "delete one of them, or write `publish: false` in its sidecar",
    ),
    "S-026": Code(
        "error",
        "is held back, for its sidecar cannot be understood",
        "mend {sidecar}: it may say that nobody should read this document",
    ),
    "S-027": Code(
        "warning",
        "“{word}” was probably “{meant}”: letters are damaged in {count} lines",
        "the text was decoded wrongly before it was saved, and is shown as received; capture it"
        " again, or convert the file, if the original is to be had",
    ),
    "S-028": Code(
        "warning",
        "{count} letters were lost before the capture was saved: “\ufffd” stands in their place",
        "the text is shown as received; mend it from the original if that is to be had",
    ),
    "S-029": Code(
        "warning",
        "holds {count} files that look like documents, such as {example}; they are carried along as"
        " they are",
        "if they are captures, move them to a folder of another name: static/ is for what pages"
        " show",
    ),
    "S-030": Code(
        "warning",
        "is {size} MiB large, and many hosts refuse files over 25",
        "make it smaller, or keep it elsewhere and link to it",
    ),
    "S-031": Code(
        "warning",
        "“{ink}” on “{paper}” has a contrast of {ratio} on {scheme} pages, and text needs 4.5",
        "choose colours that differ more; those of dark pages stand below `dark:`",
    ),
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
    # --- A, access
    "A-001": Code("note", "an image has no words that stand for it", "write them between ![ and ]"),
    # --- P, publishing
    "P-001": Code(
        "error",
        "wants the address {address}, which {other} has",
        "write `address:` in a sidecar of one of them, or rename the file in static/",
    ),
    "P-002": Code(
        "error",
        "the output folder and the collection lie inside each other; nothing was written",
        "choose another folder with -o",
    ),
    "P-003": Code(
        "error",
        "the output folder holds files that Back Issues did not write, such as {example}",
        "choose an empty folder, or one that Back Issues made",
    ),
    "P-004": Code("error", "cannot be written: {why}", "the old site is untouched"),
    "P-005": Code(
        "warning",
        "no base_url: {outputs} are left out, for they need whole addresses",
        "write `base_url:` in archive.yml, or give --base-url",
    ),
    "P-006": Code(
        "error",
        "the ledger cannot be read: {why}",
        "restore permalinks.tsv from your history; addresses depend on it",
    ),
    "P-007": Code(
        "warning",
        "the ledger cannot be written ({why}); the addresses hold for this build",
        "make the collection writable once, so that addresses are kept for good",
    ),
    "P-008": Code(
        "error",
        "--frozen forbids to change the ledger, which lacks {count} documents or their last"
        " changes: {paths}",
        "build once without --frozen and keep permalinks.tsv with the sources",
    ),
    "P-009": Code("error", "the page cannot be made: {why}", "the old site is untouched"),
    "P-010": Code(
        "warning",
        "“{label}” and “{other}” want the same address; the page of the first is {address}",
        "if they mean the same, write one of them as an alias in tags.yml, or correct it",
    ),
    "P-011": Code(
        "error",
        "was changed by another hand since it was published; nothing was written",
        "make the change in the sources, templates or settings, and delete this file",
    ),
    "P-012": Code(
        "warning",
        "belongs to no page any more, but was changed by another hand; it was left there",
        "delete it, or move it out of the site",
    ),
    "P-013": Code(
        "warning",
        "had the address {address}, and the collection holds it no more",
        "put it back, with `withdrawn:` and the reason in its sidecar if nobody should read it; if"
        " it was renamed and changed at once, write its new path in permalinks.tsv",
    ),
    "P-014": Code("error", "the template cannot be used: {why}", "{advice}"),
    "P-015": Code("warning", "no page uses this template", "{advice}"),
    "P-016": Code("error", "cannot be joined with ours: {why}", "{advice}"),
    "P-017": Code("warning", "no page will show “{url}”: {why}", "{advice}"),
    "P-018": Code(
        "error",
        "another build is at work on this site: {holder}",
        "wait until it is done; should it hang, end it: the next build takes over",
    ),
    "P-019": Code("note", "a build that was cut off here was {what} first"),
    "P-020": Code(
        "error",
        "the old file could not be put back: {why}",
        "mend the disk and build again: the next build puts back what is left",
    ),
    # --- X, ourselves
    "X-001": Code(
        "error",
        "the lines do not add up: {why}; the document is left out",
        "this is a fault of Back Issues; please report it with the document",
    ),
    "X-002": Code(
        "error",
        "an unforeseen failure: {why}; the document is left out",
        "this is a fault of Back Issues; please report it with the document",
    ),
}


# A line of 5 MB is told by its beginning; every article carries its diagnostics.
_LONGEST_EXCERPT = 300

# Notes that a reader wants all the same: why a count is as it is.
_TOLD = frozenset({"K-007"})


def is_remark(found: Diagnostic) -> bool:
    """Tell whether a page says this of its capture; other notes are the editor's business."""
    return found.level != "note" or found.code in _TOLD


def diagnose(  # noqa: PLR0913 - a place has four parts, and all but two are keywords
    code: str,
    path: str,
    line: int | None = None,
    *,
    column: int | None = None,
    excerpt: str = "",
    level: Level | None = None,
    **values: object,
) -> Diagnostic:
    """Make a diagnostic; `KeyError` if the code or a value that its sentence needs is missing."""
    entry = CODES[code]
    texts = {name: str(value) for name, value in values.items()}
    return Diagnostic(
        code=code,
        level=level or entry.level,
        path=path,
        line=line,
        column=column,
        message=entry.message.format(**texts),
        excerpt=excerpt[: max(_LONGEST_EXCERPT, column or 0)],
        hint=entry.hint.format(**texts),
        values=texts,
    )
