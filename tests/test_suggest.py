"""What `suggest` lists: names and terms that recur, told from words that merely have a capital."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from backissues.cli import main
from backissues.languages import lexicons
from backissues.suggest.names import Name, read
from backissues.suggest.unspaced import terms
from backissues.vocabulary import load_vocabulary

ENGLISH = """\
# The harbour

Last week Ana Duarte opened the fish market again, and the people of Porto came. Nobody had asked
for it, said Duarte, but the Harbour Society paid. Boats came. Boats left.

The app is called FerryNow, and FerryNow is late. We asked the Harbour Society why.

#SlowTravel #FerryNow
"""
FRENCH = """\
# Le port de Porto

Selon Ana Duarte, la ville de Porto a rouvert le marché. Hier encore, Duarte parlait de la CEE et de
la Harbour Society. Mardi, personne. Lundi, personne. Et Mardi, toujours personne.

Mais la CEE paie, dit la CEE à la CEE. La CEE se tait. À Porto, l'application Ferry Now ne marche
pas.

#SlowTravel
"""
GERMAN = """\
# Der Hafen

Gestern hat die Stadt den Markt wieder geöffnet, und die Leute kamen mit dem Boot in den Hafen. Der
Markt liegt am Fluss, und am Fluss liegt der Hafen. Niemand wollte den Markt, sagte die Leitung.

Am Hafen war der Markt leer, und in den Läden am Fluss sprach man vom Hafen und vom Markt. Nach dem
Markt ging man mit Ana Duarte zum Hafen.

Wer am Abend noch am Hafen stand, sah den Mann mit dem Boot, die Frau mit dem Korb und den Fluss.
Der Korb war leer, der Fluss war still, und vom Boot kam kein Laut. So endet im Norden jeder Herbst,
und so beginnt für die Leute am Fluss der Winter.
"""
CHINESE = [
    "青山港口今天开放了，很多人来到青山港口。记者在青山港口看见渔船。",
    "为什么青山港口那么安静？因为青山港口没有船。《海风》写过这件事，《海风》卖完了。",
    "他说：青山港口会好的。",
]
Suggest = Callable[..., str]


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    folder = tmp_path / "letters"
    folder.mkdir()
    for name, text in (("en", ENGLISH), ("fr", FRENCH), ("de", GERMAN)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / "zh.txt").write_text("\n\n".join(["# 港口", *CHINESE]), encoding="utf-8")
    return folder


@pytest.fixture
def suggest(letters: Path, capsys: pytest.CaptureFixture[str]) -> Suggest:
    def run(*arguments: str) -> str:
        assert main(["suggest", str(letters), *arguments]) == 0
        return capsys.readouterr().out

    return run


def labels(said: str) -> list[str]:
    return [json.loads(line)["label"] for line in said.splitlines()]


def test_names_and_terms_that_recur_are_listed(suggest: Suggest) -> None:
    found = labels(suggest("--json"))
    assert {"Ana Duarte", "Porto", "Harbour Society", "FerryNow", "CEE", "青山港口"} <= set(found)
    assert "Slow Travel" in found or "SlowTravel" in found


def test_capitals_that_open_sentences_or_nouns_say_nothing(suggest: Suggest) -> None:
    found = labels(suggest("--json"))
    assert not {"Boats", "Selon", "Mardi", "Lundi", "Hafen", "Markt", "Fluss"} & set(found)
    assert not {"青山", "山港口", "港口"} & set(found)


def test_look_alikes_are_one_term_and_a_last_name_is_its_alias(suggest: Suggest) -> None:
    (duarte,) = (
        json.loads(line) for line in suggest("--json").splitlines() if "Ana Duarte" in line
    )
    assert duarte["aliases"] == ["Duarte"]
    assert duarte["documents"] == 3
    assert duarte["places"][0] == {"path": "de.txt", "line": 7}
    assert "Ferry Now" not in labels(suggest("--json"))


def test_the_lines_are_ready_to_be_pasted(letters: Path, suggest: Suggest) -> None:
    said = suggest()
    assert "documents: de.txt:7, en.txt:3, " in said
    (letters / "tags.yml").write_text(said, encoding="utf-8")
    terms_, problems = load_vocabulary(letters)
    assert problems == ()
    assert {"Ana Duarte", "CEE", "青山港口"} <= {term.label for term in terms_}
    assert labels(suggest("--json")) == []
    assert suggest().startswith("# Nothing recurs in ")


def test_there_must_be_a_collection(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["suggest", "nowhere"]) == 2
    assert "S-008" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("we met Sam Altman in Paris", [("Sam Altman", True), ("Paris", True)]),
        ("Altman spoke", [("Altman", False)]),
        ("OpenAI spoke", [("OpenAI", True)]),
        ("In Paris it rained", [("Paris", True)]),
        ("the Bank of England said", [("Bank of England", True)]),
        ("said O’Reilly there", [("O’Reilly", True)]),
        ("he said: Never", [("Never", False)]),
        ("on Monday, in May, I saw Mr.", []),
        ("Henry IV and chapter XII", [("Henry IV", False)]),
        ("write to @Somebody about #Tea at example.org/About", []),
        ("STOP SHOUTING AT ME NOW PLEASE", []),
        ("Ten Things That Every Gardener Should Know Today", []),
        ("使用OpenAI的模型", [("OpenAI", True)]),
        ("the GPT-4 of R&D", [("GPT-4 of R&D", True)]),
    ],
)
def test_a_name_is_told_by_its_capitals_and_its_place(
    text: str, names: list[tuple[str, bool]]
) -> None:
    assert list(read(text, lexicons()["en"]).names) == [Name(*one) for one in names]


def test_an_elided_word_is_no_part_of_a_name() -> None:
    french = lexicons()["fr"]
    assert read("selon l’OCDE et d’Arcy", french).names[0] == Name("OCDE", sure=True)
    assert read("L’OCDE dit", french).names == (Name("OCDE", sure=True),)
    assert read("il est né au Cap de Bonne-Espérance", french).names == (
        Name("Cap de Bonne-Espérance", sure=True),
    )


def test_a_piece_of_a_term_is_told_by_its_neighbours() -> None:
    texts = ["我爱人工智能吗", "用人工智能写", "谈人工智能史", "人工智能"]
    assert set(terms(texts, frozenset())) == {"人工智能"}
    assert set(terms(["モデルだ", "このモデル"], frozenset())) == {"モデル"}
    assert terms(["plain words"], frozenset()) == {}
