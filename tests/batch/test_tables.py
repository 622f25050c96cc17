"""Tables of many people: each person is judged as a file with the same content would be, and nobody is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from batch_run import ON, lines, random_portfolios, run, table
from helpers import EXAMPLES
from mcheck.batch import tables
from openpyxl import Workbook

HEADER = "person,title,completed,hours,kind,categories,field,expires,type,primary"
ROWS = [
    "A1,Reading in content areas,2025-06-17,15,workshop,pedagogy,Mathematics 8-12,2027-06-17,professional,yes",
    "A1,Geometry,13/10/2025,20,workshop,content,Mathematics 8-12,2027-06-17,professional,yes",
    "B2,Geometry,2025-10-13,20,workshop,content,Physics 8-12,6/17/2028,professional,",
    "C3,Geometry,2025-10-13,20,workshop,content,,,,",
    "A1,Algebra,01/10/2025,20,workshop,content,Mathematics 8-12,2027-06-17,professional,yes",
]


def written(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text)
    return folder / name


def test_a_csv_table_has_a_row_for_each_license_of_a_person(tmp_path: Path) -> None:
    path = written(tmp_path, "staff.csv", "\n".join([HEADER, *ROWS]))
    rows = table(path, "--on", ON, "--jobs", 1)
    assert [(row["person"], row["field"], row["expires"]) for row in rows] == [
        ("A1", "Mathematics 8-12", "2027-06-17"),
        ("B2", "Physics 8-12", "2028-06-17"),
        ("C3", "", ""),
    ]
    assert rows[2]["state"] == "no license given"
    assert rows[0]["have"] == "55"


def test_a_workbook_may_have_its_licenses_on_a_sheet_of_their_own(tmp_path: Path) -> None:
    book = Workbook()
    for row in (HEADER, *ROWS):
        book.active.append(row.split(",")[:6])
    sheet = book.create_sheet("Licenses")
    for words in (
        ["person", "field", "expires"],
        ["A1", "Mathematics 8-12", "2027-06-17"],
        ["D4", "Physics 8-12", "2028-06-17"],
    ):
        sheet.append(words)
    book.save(tmp_path / "staff.xlsx")
    found = lines(tmp_path / "staff.xlsx", "--on", ON, "--jobs", 1)
    assert [(one["person"], [each["field"] for each in one["licenses"]]) for one in found] == [
        ("A1", ["Mathematics 8-12"]),
        ("B2", []),
        ("C3", []),
        ("D4", ["Physics 8-12"]),
    ]
    assert found[1]["status"] == "no-license"
    assert run(tmp_path / "staff.xlsx", "--on", ON, "--jobs", 1).exit_code == 1  # nobody could not be read


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_long_table_read_row_by_row_says_what_a_short_one_says(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [row.split(",") for row in ("Staff of 2026", HEADER, *ROWS, ",Nobody's,2025-10-13,20,workshop,content,,,,")]
    path = written(tmp_path, "staff.csv", "\n".join(map(",".join, rows)))
    if form == "xlsx":
        book = Workbook()
        for row in rows:
            book.active.append(row)
        book.create_sheet("Notes").append(["mine"])
        path = tmp_path / "staff.xlsx"
        book.save(path)
    once = run(path, "--on", ON, "--jobs", 1, "--format", "jsonl")
    monkeypatch.setattr(tables, "SHORT", 0)
    again = run(path, "--on", ON, "--jobs", 1, "--format", "jsonl")
    assert [json.loads(line)["person"] for line in once.stdout.splitlines()] == ["A1", "B2", "C3"]
    assert once.stdout == again.stdout
    assert "1 row without anything in the column person left out." in again.stderr


@pytest.mark.slow
def test_a_table_may_have_more_rows_than_import_reads_at_once(tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    row = "Geometry,2025-10-13,20,workshop,content,Physics 8-12,6/17/2028,professional,"
    path.write_text("\n".join([HEADER, *(f"P{n % 5},{row}" for n in range(30_000))]))
    found = list(tables.people_in(str(path), lambda name: tables.read_table(name, print)))
    assert [code for code, _ in found] == ["P0", "P1", "P2", "P3", "P4"]
    assert [len(held.rows) for _, held in found] == [6_000] * 5


@pytest.mark.parametrize("content", [b"PK\x03\x04 but no archive", b'person,title\n"A1,never closed' + b"\n" * 200_000])
def test_a_long_table_that_cannot_be_read_is_a_row(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "SHORT", 0)
    path = tmp_path / "staff.csv"
    path.write_bytes(content)
    (row,) = table(path, "--on", ON, "--jobs", 1)
    assert row["state"] == "unreadable"


def test_json_lines_say_what_files_say(tmp_path: Path) -> None:
    paths = random_portfolios(tmp_path, 6)
    texts = [json.dumps({"person": f"p{n}", **json.loads(path.read_text())}) for n, path in enumerate(paths)]
    texts.insert(2, '{"person": "p9", "licenses": [')
    found = lines(written(tmp_path, "all.jsonl", "\n".join(texts)), "--on", ON, "--jobs", 1)
    files = lines(*paths, "--on", ON, "--jobs", 1)
    assert [one["person"] for one in found] == ["p0", "p1", "3", "p2", "p3", "p4", "p5"]
    assert found.pop(2)["status"] == "unreadable"
    assert [one["licenses"] for one in found] == [one["licenses"] for one in files]


@pytest.mark.parametrize("name", ["Jane Doe", "doe@school.org", "Janedoe"])
def test_a_column_of_names_is_replaced_by_numbers(name: str, tmp_path: Path) -> None:
    text = "\n".join([HEADER.replace("person", "Teacher"), *ROWS]).replace("B2", name)
    path = written(tmp_path, "staff.csv", text)
    for form in ("text", "csv", "jsonl", "html"):
        result = run(path, "--on", ON, "--jobs", 1, "--format", form)
        assert name not in result.output
        assert "the column Teacher holds names or addresses" in result.stderr
    assert [row["person"] for row in table(path, "--on", ON, "--jobs", 1)] == ["1", "2", "3"]


def test_social_security_numbers_are_refused_by_the_name_of_their_column(tmp_path: Path) -> None:
    lines_of = [HEADER + ",Tax", *(f"{row},123-45-678{n}" for n, row in enumerate(ROWS))]
    for text in ("\n".join(lines_of), "\n".join([HEADER, *ROWS]).replace("A1", "123-45-6789")):
        result = run(written(tmp_path, "staff.csv", text), "--on", ON, "--jobs", 1, "--format", "csv")
        assert result.exit_code == 2
        assert "123-45" not in result.output
        assert ("The column Tax" in result.output) or ("The column person" in result.output)


def test_a_table_without_people_is_told_what_it_lacks(tmp_path: Path) -> None:
    path = written(tmp_path, "log.csv", "title,completed,hours\nGeometry,2025-10-13,20\n")
    (row,) = table(path, "--on", ON, "--jobs", 1)
    assert (row["state"], "person" in row["next_step"]) == ("unreadable", True)
    assert table(EXAMPLES / "met.json", path, "--on", ON, "--jobs", 1)[0]["state"] == "met"
