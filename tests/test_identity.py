"""Which document is which: edits, renames, both at once, names that change hands, likenesses."""

from __future__ import annotations

import hashlib
import itertools
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from backissues.ledger import Assignment, Candidate, assign
from backissues.model import Row
from backissues.text.sketch import alike, number, sketch

TESTS = Path(__file__).parent
DAY = "2024-06-01"

HARBOUR = (
    "The harbour master counted the boats twice that evening, and twice he found one fewer than in"
    " the morning. Nobody had seen it leave. The tide tables, which hang beside the door of the"
    " chandlery, say that between three and five there is not enough water over the bar for a boat"
    " of that draught; and the wind had been from the land all day, so that a sail would have been"
    " seen from the terrace of the café, where half of the town was sitting.\n"
)
ORCHARD = (
    "Pears keep longer than people believe, if they are picked two weeks before they are ripe and"
    " laid in rows that do not touch, on slats, in a room where it never freezes. My grandmother"
    " turned each of them every Sunday after church. She said that a pear tells you its day: the"
    " skin beside the stalk gives way under a thumb, and on that day it must be eaten, by whoever"
    " happens to be in the house.\n"
)
QUARRY = (
    "La carrière a fermé en mars, sans discours. Les derniers blocs attendent toujours au bord de"
    " la route, numérotés à la craie, et la pluie efface un chiffre par semaine. On avait promis un"
    " musée, puis un lac, puis un parking ; le maire, qui parle bien, n’en parle plus. Les hommes"
    " ont gardé leurs clés.\n"
)


def doc(path: str, text: str, *, wanted: str | None = None) -> Candidate:
    data = text.encode()
    return Candidate(
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        sketch=sketch(text.split("\n")),
        slug=path.rpartition("/")[2].removesuffix(".txt"),
        wanted=wanted,
    )


def rows(*documents: Candidate) -> tuple[Row, ...]:
    return assign((), documents, today=DAY).rows


def places(found: Assignment) -> dict[str, str]:
    """Give each document its address, as its last part."""
    return {
        path: row.address.removeprefix("articles/").removesuffix(".html")
        for path, row in found.by_path.items()
    }


def codes(found: Assignment) -> list[tuple[str, str]]:
    return [(one.code, one.path) for one in found.diagnostics]


def corrected(text: str) -> str:
    return text.replace("twice", "two times").replace("pluie", "bruine").replace("Sunday", "Friday")


# --- one document --------------------------------------------------------------------------------


def test_a_corrected_document_says_nothing() -> None:
    found = assign(rows(doc("a.txt", HARBOUR)), [doc("a.txt", corrected(HARBOUR))], today=DAY)
    assert places(found) == {"a.txt": "a"}
    assert found.diagnostics == ()
    assert found.rows[0].sketch == doc("a.txt", corrected(HARBOUR)).sketch


def test_a_renamed_document_is_told_by_both_names() -> None:
    found = assign(rows(doc("a.txt", HARBOUR)), [doc("2019/b.txt", HARBOUR)], today=DAY)
    assert places(found) == {"2019/b.txt": "a"}
    assert codes(found) == [("P-031", "2019/b.txt")]
    assert "a.txt" in found.diagnostics[0].message


def test_a_document_that_is_renamed_and_corrected_is_told_by_both_names() -> None:
    here = [doc("b.txt", corrected(HARBOUR)), doc("c.txt", QUARRY)]
    found = assign(rows(doc("a.txt", HARBOUR), doc("c.txt", QUARRY)), here, today=DAY)
    assert places(found) == {"b.txt": "a", "c.txt": "c"}
    assert codes(found) == [("P-032", "b.txt")]
    assert "a.txt" in found.diagnostics[0].message


def test_another_text_under_the_same_name_keeps_the_address_with_a_warning() -> None:
    found = assign(rows(doc("a.txt", HARBOUR)), [doc("a.txt", ORCHARD)], today=DAY)
    assert places(found) == {"a.txt": "a"}
    assert codes(found) == [("P-033", "a.txt")]
    again = assign(found.rows, [doc("a.txt", ORCHARD)], today=DAY)
    assert again.diagnostics == ()


def test_the_very_bytes_are_the_same_text_whatever_sketch_the_ledger_has_of_them() -> None:
    [row] = rows(doc("a.txt", HARBOUR))
    [other] = rows(doc("b.txt", ORCHARD))
    found = assign([replace(row, sketch=other.sketch)], [doc("a.txt", HARBOUR)], today=DAY)
    assert places(found) == {"a.txt": "a"}
    assert found.diagnostics == ()


def test_another_text_under_another_name_is_another_document() -> None:
    found = assign(rows(doc("a.txt", HARBOUR)), [doc("b.txt", ORCHARD)], today=DAY)
    assert places(found) == {"b.txt": "b"}
    assert [row.path for row in found.gone] == ["a.txt"]
    assert found.diagnostics == ()


# --- names that change hands ---------------------------------------------------------------------


def test_a_name_that_is_used_again_for_another_text() -> None:
    here = [doc("old/a.txt", HARBOUR), doc("a.txt", ORCHARD)]
    found = assign(rows(doc("a.txt", HARBOUR)), here, today=DAY)
    assert places(found) == {"old/a.txt": "a", "a.txt": "a-2"}


def test_two_documents_that_change_their_names() -> None:
    known = rows(doc("a.txt", HARBOUR), doc("b.txt", ORCHARD))
    found = assign(known, [doc("a.txt", ORCHARD), doc("b.txt", HARBOUR)], today=DAY)
    assert places(found) == {"a.txt": "b", "b.txt": "a"}
    assert codes(found) == [("P-031", "a.txt"), ("P-031", "b.txt")]


def test_names_that_move_on_by_one() -> None:
    known = rows(doc("1.txt", HARBOUR), doc("2.txt", ORCHARD))
    here = [doc("1.txt", QUARRY), doc("2.txt", HARBOUR), doc("3.txt", ORCHARD)]
    found = assign(known, here, today=DAY)
    assert places(found) == {"1.txt": "1-2", "2.txt": "1", "3.txt": "2"}


def test_a_name_that_another_document_took_over_leaves_one_to_call_the_first_by() -> None:
    known = rows(doc("1.txt", HARBOUR), doc("2.txt", ORCHARD))
    found = assign(known, [doc("2.txt", HARBOUR)], today=DAY)
    assert places(found) == {"2.txt": "1"}
    assert codes(found) == [("P-031", "2.txt"), ("P-036", "2.txt")]
    assert [row.path for row in found.rows] == ["2.txt", "2.former.txt"]
    back = assign(found.rows, [doc("2.txt", HARBOUR), doc("2.former.txt", ORCHARD)], today=DAY)
    assert places(back) == {"2.txt": "1", "2.former.txt": "2"}


def test_a_copy_of_the_old_text_is_only_a_copy() -> None:
    here = [doc("a.txt", corrected(HARBOUR)), doc("a-old.txt", HARBOUR)]
    found = assign(rows(doc("a.txt", HARBOUR)), here, today=DAY)
    assert places(found) == {"a.txt": "a", "a-old.txt": "a-old"}


def test_a_folder_of_copies_moves_name_by_name() -> None:
    known = rows(doc("en/1.txt", HARBOUR), doc("en/2.txt", HARBOUR))
    found = assign(known, [doc("x/2.txt", HARBOUR), doc("x/1.txt", HARBOUR)], today=DAY)
    assert places(found) == {"x/1.txt": "1", "x/2.txt": "2"}


def test_a_folder_that_moves_and_is_wrapped_anew() -> None:
    known = rows(*(doc(f"{n}.txt", HARBOUR + f"Post {n}.\n") for n in range(9)))
    here = [doc(f"en/{n}.txt", (HARBOUR + f"Post {n}.\n").replace(", ", ",\n")) for n in range(9)]
    assert places(assign(known, here, today=DAY)) == {f"en/{n}.txt": f"{n}" for n in range(9)}


# --- where it is not clear -----------------------------------------------------------------------


def test_of_two_that_may_be_it_nobody_guesses() -> None:
    known = rows(doc("a.txt", HARBOUR + "One.\n"), doc("b.txt", HARBOUR + "Two.\n"))
    found = assign(known, [doc("c.txt", corrected(HARBOUR))], today=DAY)
    assert places(found) == {"c.txt": "c"}
    assert codes(found) == [("P-034", "c.txt")]
    assert "a.txt" in found.diagnostics[0].message
    assert "b.txt" in found.diagnostics[0].message


def test_of_two_that_look_like_it_neither_is_taken() -> None:
    here = [doc("b.txt", corrected(HARBOUR) + "One.\n"), doc("c.txt", corrected(HARBOUR))]
    found = assign(rows(doc("a.txt", HARBOUR)), here, today=DAY)
    assert places(found) == {"b.txt": "b", "c.txt": "c"}
    assert codes(found) == [("P-034", "b.txt"), ("P-034", "c.txt")]


def test_a_new_issue_is_not_the_one_that_was_removed() -> None:
    frame = "Letters from the harbour. Every Friday. Reply to this mail to unsubscribe.\n"
    known = rows(doc("12.txt", frame + HARBOUR), doc("13.txt", frame + ORCHARD))
    here = [doc("13.txt", frame + ORCHARD), doc("14.txt", frame + QUARRY)]
    found = assign(known, here, today=DAY)
    assert places(found) == {"13.txt": "13", "14.txt": "14"}
    assert found.diagnostics == ()


def test_a_ledger_without_sketches_gets_them() -> None:
    here = [doc("a.txt", HARBOUR), doc("b.txt", ORCHARD)]
    old = [
        Row(**{**{n: getattr(row, n) for n in row.__struct_fields__}, "sketch": ""})
        for row in rows(*here)
    ]
    found = assign(old, here, today=DAY)
    assert found.rows == rows(*here)
    assert found.diagnostics == ()


def test_a_document_that_nobody_can_read_keeps_its_name() -> None:
    found = assign(
        rows(doc("a.txt", HARBOUR)), [Candidate(path="a.txt", standing="faulty")], today=DAY
    )
    assert found.rows == rows(doc("a.txt", HARBOUR))
    assert [one.for_now for one in found.withdrawn] == [True]


# --- sketches ------------------------------------------------------------------------------------


def share(one: str, other: str) -> float:
    return alike(number(sketch(one.split("\n"))), number(sketch(other.split("\n"))))


def captures() -> dict[str, str]:
    folders = ("captures", "mirrors", "labelled")
    files = sorted(file for folder in folders for file in (TESTS / folder).glob("*.txt"))
    return {file.name: file.read_text("utf-8", "replace") for file in files}


def test_no_two_captures_are_alike() -> None:
    sketches = {name: number(sketch(text.split("\n"))) for name, text in captures().items()}
    pairs = itertools.combinations(sketches, 2)
    assert max(alike(sketches[one], sketches[other]) for one, other in pairs) < 0.25


def test_a_capture_that_was_corrected_is_alike() -> None:
    chance = random.Random(1)  # noqa: S311
    for text in captures().values():
        lines = text.split("\n")
        words = [line.split(" ") for line in lines]
        for line in words:
            for place in range(len(line)):
                if chance.random() < 0.03:
                    line[place] = "erratum"
        mended = "\n".join(" ".join(line) for line in words)
        assert share(text, mended) > 0.5
        assert share(text, text[: len(text) * 7 // 10]) > 0.5


def test_two_issues_half_of_which_is_the_frame_are_not_alike() -> None:
    texts = list(captures().values())
    frame, *issues = [" ".join(text.split()[:150]) for text in texts if len(text.split()) > 150]
    alike_ones = [share(frame + one, frame + other) for one, other in itertools.pairwise(issues)]
    assert sum(alike_ones) / len(alike_ones) < 0.42
    assert sorted(alike_ones)[len(alike_ones) * 9 // 10] < 0.5


@pytest.mark.parametrize(
    "text",
    [
        "石橋を叩いて渡る人と、叩きすぎて壊す人がいる。どちらも向こう岸に着かない日がある。",
        "คนที่เดินช้ามักเห็นดอกไม้ข้างทางก่อนคนที่วิ่ง แต่คนที่วิ่งถึงบ้านก่อนฝน",
        "江边的老人每天清晨数船，数到第七只就停下来，说剩下的是别人的。",
    ],
)
def test_scripts_without_spaces_are_read_letter_by_letter(text: str) -> None:
    half = len(text) // 2
    longer = text * 3 + text[:half]
    assert share(longer, longer.replace(text[3], "", 1)) > 0.7
    assert 0.1 < share(text, text[:half]) < 0.9


@given(st.text(max_size=200))
def test_any_text_has_a_sketch_or_no_words(text: str) -> None:
    drawn = sketch(text.split("\n"))
    assert len(drawn) in {0, 64}
    assert sketch([text.upper().lower()]) == sketch([text.upper().lower() + " — !"])
    assert alike(number(drawn), number(drawn)) == (1.0 if drawn else 0.0)


def test_the_recipe_is_for_good() -> None:
    drawn = "a00351ee544ff2efc6fcccee039acc7268fabbf2443666655cc9ed135555ae3a"
    assert sketch([HARBOUR]) == drawn
