"""The activity log that a portfolio is exported as: import reads it back, and nothing in it can be run."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from helpers import ROOT, catalog
from mcheck.cli import main_group
from mcheck.importing.bring import bring
from mcheck.importing.log import HEADER, category_word

EXAMPLES = sorted((ROOT / "examples").glob("*.json"))
LICENSE = {"field": "Mathematics 8-12", "expires": "2027-06-17"}
MUCH: dict[str, Any] = {
    "schema_version": 1,
    "licenses": [LICENSE],
    "activities": [
        {
            "kind": "workshop",
            "title": "=HYPERLINK(1)",
            "completed": "2025-05-03",
            "hours": 20.5,
            "categories": ["pedagogy", "sei-esl-bilingual"],
            "provider": "district",
            "evidence": ["certificate", "artifact"],
        },
        {"kind": "graduate-course", "title": "Algebra", "from": "2025-01-03", "to": "2025-05-10", "credits": 3},
        {"kind": "ceu", "title": "-5 degrees", "completed": "2025-06", "ceus": 1.25, "planned": True},
        {"kind": "conference-attendance", "title": "@ the shore, 'quoted'", "completed": "2025", "hours": 6},
    ],
    "badges": [{"credential": "cot-co-planning", "completed": "2025-03-01", "categories": ["content"]}],
}


def run(*words: str) -> Result:
    result = CliRunner().invoke(main_group, list(words))
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def exported(tmp_path: Path, portfolio: Any, form: str) -> bytes:
    (tmp_path / "my.json").write_text(json.dumps(portfolio))
    log = tmp_path / f"log.{form}"
    result = run("export", str(tmp_path / "my.json"), "-o", str(log))
    assert result.exit_code == 0, result.output
    return log.read_bytes()


def back(raw: bytes, form: str) -> Any:
    portfolio = bring([(f"log.{form}", raw)], catalog(), date(2026, 11, 29)).portfolio
    return json.loads(json.dumps(portfolio, default=float))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_a_log_can_say_comes_back(tmp_path: Path, form: str) -> None:
    found = back(exported(tmp_path, MUCH, form), form)
    assert found["activities"] == MUCH["activities"]
    assert found["badges"] == MUCH["badges"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_come_back_but_for_what_the_log_names_as_left_out(tmp_path: Path, path: Path, form: str) -> None:
    given = json.loads(path.read_text())
    log = tmp_path / f"log.{form}"
    result = run("export", str(path), "-o", str(log))
    assert result.exit_code == 0, result.output
    told = result.stdout.partition("no column for: ")[2]
    left = {word for word in told.partition(".")[0].replace(" and ", ", ").split(", ") if word}
    found = back(log.read_bytes(), form)
    for key in ("activities", "badges"):
        wanted = [{k: v for k, v in item.items() if k not in left} for item in given.get(key, ())]
        dated = [item for item in wanted if {"completed", "to"} & item.keys()]
        assert found.get(key, []) == dated


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    rows = csv.reader(io.StringIO(exported(tmp_path, MUCH, "csv").decode("utf-8-sig")))
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    book = openpyxl.load_workbook(io.BytesIO(exported(tmp_path, MUCH, "xlsx")))
    assert {cell.data_type for row in book["Log"].iter_rows() for cell in row} <= {"s", "n", "d"}


def test_an_empty_log_offers_the_words_and_says_what_to_write(tmp_path: Path) -> None:
    assert run("export", "--empty", "-o", str(tmp_path / "log.xlsx")).exit_code == 0
    book = openpyxl.load_workbook(tmp_path / "log.xlsx")
    assert [cell.value for cell in book["Log"][1]] == list(HEADER)
    offered = {str(offer.sqref)[0] for offer in book["Log"].data_validations.dataValidation}
    assert {HEADER["ABCDEFGHIJKLMNOPQRSTUVWXYZ".index(letter)] for letter in offered} == {
        *("Micro-credential", "Issuer", "Kind", "Category", "Provider", "Evidence", "Status")
    }
    told = [str(row[0].value) for row in book["Help"].iter_rows()]
    assert all(any(line.startswith(f"{name}: ") for line in told) for name in HEADER)
    (one,) = bring([("log.xlsx", (tmp_path / "log.xlsx").read_bytes())], catalog(), date(2026, 11, 29)).files
    assert one.taken == []


@pytest.mark.parametrize("key", catalog().terms("categories"))
def test_each_category_has_a_word_that_is_read_back(tmp_path: Path, key: str) -> None:
    assert category_word(key, catalog())
    both = list({key: 0, "elective": 0})
    item = {"kind": "workshop", "title": "A", "completed": "2025-05-03", "hours": 20, "categories": both}
    portfolio = {"schema_version": 1, "licenses": [LICENSE], "activities": [item]}
    (found,) = back(exported(tmp_path, portfolio, "csv"), "csv")["activities"]
    assert found["categories"] == item["categories"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("export", "examples/met.json", "-o", "log.pdf"), "ends in .xlsx or .csv"),
        (("export", "-o", "log.csv"), "Name a portfolio"),
        (("export", "examples/met.json", "--empty", "-o", "log.csv"), "one of the two"),
    ],
)
def test_what_cannot_be_exported_is_refused(words: tuple[str, ...], says: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert says in " ".join(result.stderr.split())


def test_a_log_is_not_written_over_a_file(tmp_path: Path) -> None:
    exported(tmp_path, MUCH, "csv")
    again = run("export", str(tmp_path / "my.json"), "-o", str(tmp_path / "log.csv"))
    assert again.exit_code == 2
    assert run("export", str(tmp_path / "my.json"), "-o", str(tmp_path / "my.json"), "--force").exit_code == 2
