"""The codes of publishing, the ledger included, and of our own faults: P and X.

Comes in: nothing. Goes out: a part of the one table of diagnostic codes.
Must not know: who says them.
"""

from __future__ import annotations

from backissues.codes.code import Code

PUBLISHING: dict[str, Code] = {
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
    "P-004": Code("error", "cannot be written: {why}", "{advice}; the old site is untouched"),
    "P-005": Code(
        "warning",
        "no base_url: {outputs} are left out, for they need whole addresses",
        "write `base_url:` in archive.yml, or give --base-url",
    ),
    "P-006": Code(
        "error",
        "the ledger cannot be read: {why}",
        "{advice}",
    ),
    "P-007": Code(
        "warning",
        "the ledger cannot be written ({why}); the addresses hold for this build",
        "make the collection writable once, so that addresses are kept for good",
    ),
    "P-008": Code(
        "error",
        "--frozen forbids changes to the ledger (documents concerned: {count}): {changes}",
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
        "put it back; or write `withdrawn:` and the reason into {sidecar}, and its page will say so"
        " (if it was renamed and changed much at once, write its new path in permalinks.tsv)",
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
    "P-021": Code(
        "error",
        "the list of files cannot be read: {why}",
        "name the folder of a site that Back Issues made, or of a copy with its"
        " manifest-sha256.txt",
    ),
    "P-022": Code(
        "error",
        "is not what was published: its SHA-256 is {detail}",
        "copy it once more from the site, or from another copy",
    ),
    "P-023": Code("error", "is missing", "copy it once more from the site, or from another copy"),
    "P-024": Code(
        "error",
        "stands here under another name: {detail}",
        "rename it: where hosts tell such names apart, links to it fail",
    ),
    "P-025": Code("error", "cannot be checked: {detail}", "copy it once more"),
    "P-026": Code(
        "warning",
        "is not in the list of files",
        "it was not published with the others; nothing tells whether it is sound",
    ),
    "P-027": Code(
        "error",
        "this line of the list is damaged: {why}",
        "the other lines were checked; copy manifest-sha256.txt once more, and check again",
    ),
    "P-028": Code(
        "error",
        "the list is cut off: it names {count} files, and others could not be checked",
        "copy manifest-sha256.txt once more, and check again",
    ),
    "P-031": Code("note", "was {old} before; it keeps its address, {address}"),
    "P-032": Code(
        "note",
        "was {old} before, and was changed since; it keeps its address, {address}",
        "if it is another document, give each its own line in permalinks.tsv",
    ),
    "P-033": Code(
        "warning",
        "holds a text unlike the one that it held; it keeps its address, {address}",
        "if this is another document, give it a name of its own and put the former one back",
    ),
    "P-034": Code(
        "warning",
        "has a new address, though its text is like that of {rows}, which the collection holds no"
        " more",
        "if it is one of them, write its path into that line of permalinks.tsv and delete its own",
    ),
    "P-035": Code(
        "error",
        "wants the address {address}, which is kept for {other}: links to it are out in the world",
        "write another `address:` in its sidecar",
    ),
    "P-036": Code(
        "warning",
        "is another document now; the one that had this name, and the address {address}, is called"
        " {name} in the ledger",
        "put it back under that name, or write `withdrawn:` and the reason into a sidecar of it",
    ),
    "P-037": Code("error", "the ledger does not keep what is promised: {why}", "{advice}"),
    "P-038": Code(
        "warning",
        "the line of {document} stands elsewhere in the order of arrival than when the site was"
        " built; old pages of its feeds will change",
        "{advice}",
    ),
    "P-039": Code(
        "error",
        "the ledger was changed while the site was made, by another build of this collection"
        " perhaps; nothing was written",
        "build again",
    ),
    "P-040": Code(
        "error",
        "the ledger cannot be written: {why}; nothing was published",
        "mend that, and build again: no address may be in the site that the ledger does not keep",
    ),
    "P-041": Code(
        "error",
        "was changed while the site was made; nothing was written",
        "build again",
    ),
    # --- X, ourselves
    "P-042": Code(
        "warning",
        "takes the place of a site of other documents in {site}: addresses go ({count}): {lost}",
        "if -o named the wrong folder, build the other collection into it again",
    ),
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
    "X-003": Code(
        "error",
        "the process that read it died, and once more when it did nothing else; it is left out",
        "more memory may be needed than there is; else report it with the document",
    ),
    "X-004": Code(
        "warning",
        "worker processes died: {count}; what they were at was done again",
        "memory may be short: try fewer of them with --jobs",
    ),
}
