"""Reads YAML as a tree of texts with positions: by sight where all of it is plain, as most is.

Comes in: a file, or lines, and the path that diagnostics name. Goes out: the tree, diagnostics.
Must not know: what any key means. Where something is not plain the parser is asked; to load it
takes 20 ms, which a build can do without.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from backissues.codes import diagnose
from backissues.model import Diagnostic
from backissues.text.lines import read_lines
from backissues.text.yaml_plain import read_plain
from backissues.text.yaml_tree import YamlNode


def read_yaml_file(file: Path, path: str) -> tuple[YamlNode | None, tuple[Diagnostic, ...]]:
    """Read a YAML file; an empty one, or one that holds only comments, is None and no fault."""
    try:
        data = file.read_bytes()
    except OSError as error:
        return None, (diagnose("S-001", path, why=error.strerror or str(error)),)
    lines, odd = read_lines(data, path)
    odd = tuple(found for found in odd if found.code != "S-002")
    node, found = read_yaml_lines(lines, path)
    return node, (*odd, *found)


def read_yaml_lines(
    lines: Sequence[str], path: str, *, first_line: int = 1
) -> tuple[YamlNode | None, tuple[Diagnostic, ...]]:
    """Read the lines of one YAML document, of which the first is `first_line` of its file."""
    node = read_plain(lines, first_line=first_line)
    if node is not None:
        return node, ()
    from backissues.text.yaml_parser import read_yaml  # noqa: PLC0415 - see above

    return read_yaml("\n".join(lines), path, first_line=first_line)
