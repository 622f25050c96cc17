"""Tables in any clothes: the same activities come of them, or a question; and nothing more of what is broken."""

from __future__ import annotations

import csv
import io
import json
import random
import tracemalloc
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from helpers import MORE, calls_of, catalog
from mcheck.importing.bring import bring
from mcheck.importing.merge import real_mistakes

TODAY = date(2026, 11, 24)
ACTIVITIES = [
    ("Caf\u00e9 talks; on maps", date(2024, 5, 20), "6", "Workshop", "Content", "Robin"),
    ('Writing, "aloud"', date(2023, 10, 3), "7.5", "Workshop", "Pedagogy", "Robin"),
    ("Rivers | and roads", date(2025, 1, 31), "12", "PLC", "SEI", "Robin"),
    ("Two\nlines", date(2024, 2, 29), "20.25", "Seminar", "SWD", "Robin"),
]
HEADERS = (
    (
        "Activity Title",
        "Course Title",
        "Title of the PD offering",
        "Event Name",
        "Course",
        "What",
        "ACTIVITY",
        "course_name",
    ),
    (
        "Date Completed",
        "Completion Date",
        "Date",
        "When",
        "Date (mo/day/yr)",
        "completed on",
        "Issued_On",
        "date_completed",
    ),
    ("Hours", "Clock Hours", "Contact Hours", "Hrs", "Total Hrs", "Duration", "PD hours", "Hours (clock)"),
    ("Activity Type", "Type", "Kind", "Type of activity"),
    ("Category", "PDP Category", "Categories", "Counts as"),
    ("Teacher", "Last Name", "Participant Name", "E-mail", "Employee ID", "SSN", "Verified by"),
)
STYLES = (
    "%m/%d/%Y",
    "%m/%d/%y",
    "%Y-%m-%d",
    "%B %d, %Y",
    "%d-%b-%y",
    "%d/%m/%Y",
    "%A, %b %d %Y",
    "%Y/%m/%d",
    "%m-%d-%Y",
)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252", "utf-16-le")


def read(raw: str | bytes, **more: Any) -> dict[str, Any]:
    data = raw if isinstance(raw, bytes) else raw.encode()
    found: dict[str, Any] = bring([("log.csv", data)], catalog(), TODAY, **more).data()["files"][0]
    return found


def table(rows: list[list[str]], delimiter: str, quoting: Any, end: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows(rows)
    return out.getvalue()


def dressed(chance: random.Random) -> tuple[bytes, str]:
    """The activities as a table in random clothes, and how its dates are written."""
    style, comma = chance.choice(STYLES), chance.random() < 0.3
    rows = [[chance.choice(words) for words in HEADERS]]
    for title, day, hours, *rest in ACTIVITIES:
        rows.append([title, day.strftime(style), hours.replace(".", ",") if comma else hours, *rest])
    order = chance.sample(range(len(HEADERS)), len(HEADERS))
    rows = [[row[i] for i in order] for row in rows]
    above = [["My PD log", *[""] * 5], [""] * 6] if chance.random() < 0.3 else []
    quoting = chance.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC))
    ends = ("\n", "\r\n", "\r") if quoting == csv.QUOTE_ALL else ("\n", "\r\n")
    text = table(above + rows, chance.choice(",;\t|"), quoting, chance.choice(ends))
    return text.encode(chance.choice(ENCODINGS)), style


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(150 * MORE))
def test_the_same_activities_come_in_whatever_they_wear(seed: int) -> None:
    raw, style = dressed(random.Random(seed))
    found = read(raw)
    told = [(each["title"], each["completed"], each["hours"], each.get("categories")) for each in found["activities"]]
    categories = ("content", "pedagogy", "sei-esl-bilingual", "students-with-disabilities")
    assert told == [
        (" ".join(title.split()), day.isoformat(), Decimal(hours), [category])
        for (title, day, hours, *_), category in zip(ACTIVITIES, categories, strict=True)
    ], (style, found)
    assert "Robin" not in json.dumps(found, default=str)
    assert found["outcome"] == ("ask" if style == "%d/%m/%Y" else "imported"), found["ask"]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100 * MORE))
def test_broken_bytes_are_refused_or_asked_about(seed: int) -> None:
    chance = random.Random(seed)
    raw = bytearray(dressed(chance)[0])
    for _ in range(chance.randint(1, 20)):
        raw[chance.randrange(len(raw))] = chance.randrange(256)
    found = read(bytes(raw[: chance.randrange(len(raw))]) if seed % 2 else bytes(raw))
    assert found["outcome"] in ("imported", "ask", "refused")
    assert real_mistakes(bring([("log.csv", bytes(raw))], catalog(), TODAY).portfolio, catalog()) == []
    assert read(chance.randbytes(chance.randrange(1, 4000)))["outcome"] in ("ask", "refused")


def test_five_thousand_rows_are_counted_and_none_is_taken() -> None:
    rows = [["Completed On", "Title", "Hours"]]
    rows += [[f"{1 + n % 12}/{1 + n % 28}/{2017 + n % 9}", f"Lesson {n}", "2"] for n in range(5000)]
    text = table(rows, ",", csv.QUOTE_MINIMAL, "\n")
    found = read(text)
    (asked,) = found["ask"]
    assert found["activities"] == []
    assert "5,000" in asked["about"]
    assert "500" in asked["about"].split("5,000")[-1]
    assert len(read(table(rows[:501], ",", csv.QUOTE_MINIMAL, "\n"))["activities"]) == 500


@pytest.mark.slow
def test_ten_times_the_rows_take_no_more_than_ten_times_the_work() -> None:
    rows = [["Completed On", "Title", "Hours"]]
    rows += [[f"{1 + n % 12}/{1 + n % 28}/{2017 + n % 9}", f"Lesson {n}", "2"] for n in range(400)]
    few, many = (table(rows[:n], ",", csv.QUOTE_MINIMAL, "\n") for n in (41, 401))
    read(few)
    assert calls_of(lambda: read(many)) < 11 * calls_of(lambda: read(few))


@pytest.mark.slow
def test_a_large_file_is_refused_or_counted_in_little_memory() -> None:
    tracemalloc.start()
    assert read("Date,Title,Hours\n" + "1/2/2024,Same,2\n" * 250_000)["outcome"] == "ask"
    assert read(b"x" * 5_000_001)["outcome"] == "refused"
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 100_000_000
