"""The codes of what is wrong with sources, settings and sidecars: S.

Comes in: nothing. Goes out: a part of the one table of diagnostic codes.
Must not know: who says them.
"""

from __future__ import annotations

from backissues.codes.code import Code

SOURCES: dict[str, Code] = {
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
        "this document is held back, for its sidecar cannot be understood",
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
    "S-032": Code(
        "warning",
        "a mark of structure says nothing here: {why}",
        "docs/markdown.md says how marks are written; delete it, or mend it",
    ),
}
