"""How well documents are read, against labels that a person wrote; no score may fall.

`labelled/`, `captures/` and `mirrors/` hold documents of our own making: the first are plain, the
second have the mess of real captures in fifteen languages, the third have each the shape of one
real document, line by line, in other words. A collection of labelled captures beside the
checkout (`../shared/devset`) is used where there is one. `floors.json` pins the least of each set:
a floor may only rise, and a test says so when a score has left its floor behind.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml

from backissues import records
from backissues.model import Source
from backissues.parse import parse
from backissues.text.lookup import make_lookup
from checkout import CHECKOUT
from scoring import Tally, overlap, scores

HERE = Path(__file__).parent
DEVSET = CHECKOUT.parent / "shared" / "devset"
# Folder of labels, folder of documents.
SETS = {
    "labelled": (HERE / "labelled", HERE / "labelled"),
    "captures": (HERE / "captures", HERE / "captures"),
    "mirrors": (HERE / "mirrors", HERE / "mirrors"),
    "seeds": (DEVSET / "seeds-gold", CHECKOUT / "seeds"),
    "devset": (DEVSET / "gold", DEVSET / "docs"),
}
OWN = ("labelled", "captures", "mirrors")
FLOORS = HERE / "floors.json"
# A score this far above its floor asks for a higher floor.
_LEFT_BEHIND = 0.02


def document_of(label: Path, documents: Path) -> Path:
    """Find the document that a label speaks of: plain text or Markdown of the same name."""
    return next(documents.glob(f"{label.stem}.[tm]*"))


def tally(labels: Iterable[Path], documents: Path) -> Tally:
    """Read every labelled document and add up the scores."""
    found = Tally()
    for file in labels:
        label = yaml.safe_load(file.read_text(encoding="utf-8"))
        document = document_of(file, documents)
        data = document.read_bytes()
        source = Source(path=document.name, data=data, sha256=hashlib.sha256(data).hexdigest())
        # By itself: a label that stands beside its document is no sidecar of it.
        outcome = parse(source, make_lookup(()))
        assert outcome.article, outcome.diagnostics
        read = records.record(outcome.article, outcome.lines)
        found.add(file.stem, label, read, outcome.lines)
    return found


@pytest.mark.parametrize("name", SETS)
def test_no_score_falls_below_its_floor(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    labels, documents = SETS[name]
    files = sorted(labels.glob("*.yml"))
    if not files:
        pytest.skip(f"no labelled documents at {labels}")
    found = tally(files, documents)
    floors: dict[str, float] = json.loads(FLOORS.read_text(encoding="utf-8"))[name]
    means = found.means()
    table = "\n".join(f"{field:16} {score:.3f}" for field, score in means.items())
    low = {f: round(means[f], 3) for f, least in floors.items() if means.get(f, 1.0) < least}
    assert not low, f"\n{table}\n" + "\n".join(found.wrong)
    high = {
        f: round(means[f], 3)
        for f, least in floors.items()
        if means.get(f, 0.0) > least + _LEFT_BEHIND
    }
    with capsys.disabled():
        if high:
            print(f"\n{FLOORS.name}: {name} may rise: {high}")


def test_labels_name_only_fields_that_count() -> None:
    known = {"kind", "title", "language", "subtitle", "series", "number", "published", "furniture"}
    known |= {"source_url", "authors", "sections", "stories", "further_reading", "hashtags"}
    for file in sorted(file for name in OWN for file in (HERE / name).glob("*.yml")):
        label = yaml.safe_load(file.read_text(encoding="utf-8"))
        assert set(label) <= known | {"posts", "questions"}, file.name
        text = document_of(file, file.parent).read_text(encoding="utf-8-sig")
        lines = {line.strip() for line in text.splitlines()}
        assert set(label.get("furniture") or ()) <= lines, file.name


def test_an_answer_like_the_label_scores_one_and_none_scores_little() -> None:
    label = {"kind": "issue", "language": "fr", "title": None, "authors": ["A"], "furniture": ["x"]}
    lines = ["x", "y"]
    right = label | {"title": "Y", "title_standing": "supplied"}
    assert set(dict(scores(label, right, lines)).values()) == {1.0}
    assert sum(dict(scores(label, {}, lines)).values()) == 1  # what it did not hide was kept
    assert dict(scores(label, right | {"furniture": ["x", "y"]}, lines))["kept"] == 0


def test_lists_compare_without_order_but_with_counts() -> None:
    assert overlap(["a", "b"], ["B", "a"]) == 1
    assert overlap(["a", "a"], ["a"]) == pytest.approx(2 / 3)
    assert overlap([], []) == 1
    assert overlap(["a"], []) == 0
