"""Every message code with an input that produces it: <CODE>/portfolio.json, which may be broken, and in expected.txt
what people read about it.

`pytest tests/messages --update-expected` writes expected.txt anew; read the difference before you commit it.
"""

from __future__ import annotations

import json
import re
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from helpers import catalog
from mcheck.cli import main_group
from mcheck.core.codes import code_table
from mcheck.rendering.sentences import where

HERE = Path(__file__).resolve().parent
FOLDERS = sorted(path.parent for path in HERE.glob("*/portfolio.json"))

WITHOUT_EXAMPLE = json.loads((HERE / "without-example.json").read_text(encoding="utf-8"))
"""Codes without a folder, and why; the site shows the reason in place of an example."""


def run(folder: Path, form: str) -> Result:
    with chdir(folder):  # so that messages name the file without its folder
        return CliRunner().invoke(main_group, ["check", "--full", "--format", form, "portfolio.json"])


def worth(activity: dict[str, Any]) -> str:
    return f"{activity['counted']} of {activity['worth']} PDPs" if activity["worth"] else "no PDPs"


def said(folder: Path) -> str:
    """What the tool says about the code that gives the folder its name."""
    code, result = folder.name, run(folder, "json")
    if result.exit_code == 2:
        blocks = re.split(r"\n(?! )", result.stderr)
        mine = [block for block in blocks if f" {code} {code_table()[code].name}" in block]
        return "".join(line + "\n" for block in mine for line in block.splitlines() if "More: mcheck" not in line)
    report = json.loads(result.stdout)
    shown = " ".join(run(folder, "text").stdout.split())
    mine = [m for m in report["messages"] if m["code"] == code]
    told = [f"{where(m, report)}{m['severity']} {code} {m['name']}: {m['text']}" for m in mine]
    assert all(words in shown for m, text in zip(mine, told, strict=True) for words in (text, m["hint"]))
    lines = [
        f"{a['title']} ({worth(a)}): {r['text']}"
        for a in report["activities"]
        for r in a["reasons"]
        if r["code"] == code
    ]
    assert all(line in shown for line in lines)
    told = [f"{text} {m['hint']}" for m, text in zip(mine, told, strict=True)]
    return "".join(line + "\n" for line in [*told, *lines])


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_example(folder: Path, request: pytest.FixtureRequest) -> None:
    found = said(folder)
    expected = folder / "expected.txt"
    if request.config.getoption("--update-expected"):
        expected.write_text(found, encoding="utf-8")
    assert found
    assert found == expected.read_text(encoding="utf-8")


def test_every_code_has_an_example_or_a_reason_why_not() -> None:
    names = {folder.name for folder in FOLDERS}
    assert names | set(WITHOUT_EXAMPLE) == set(code_table())
    assert not names & set(WITHOUT_EXAMPLE)


@pytest.mark.parametrize("code", sorted(code_table()))
def test_a_code_says_what_is_wrong_and_what_to_do(code: str) -> None:
    entry = code_table()[code]
    for words in (entry.meaning, entry.advice):
        assert words[0].isupper() or words[0] == "`"
        assert words.endswith((".", "?"))


GROUNDS = catalog().terms("messages")
OURS = {
    "badge-twice",
    "unlikely-category",
    "placed-by-mcheck",
    "same-activity-twice",
    "perhaps-the-same-activity",
    "repeated",
}
"""Messages that say what no text does."""


def test_what_messages_rest_on_is_said_of_messages() -> None:
    assert set(GROUNDS) <= {code.name for code in code_table().values()}
    assert {name for name, ground in GROUNDS.items() if ground.get("authority") == "other"} == OURS


@pytest.mark.parametrize("code", ["P109", "P110", "P125", "P126", "P134"])
def test_a_message_cites_what_it_rests_on_and_says_what_is_our_reading(code: str) -> None:
    (told, *_) = [m for m in json.loads(run(HERE / code, "json").stdout)["messages"] if m["code"] == code]
    ground = GROUNDS[told["name"]]
    assert [(c["source"], c.get("at")) for c in told["citations"]] == [
        (c["source"], c.get("at")) for c in ground["citations"]
    ]
    assert told.get("authority") == ("other" if told["name"] in OURS else None)
    assert ("our reading" in told["text"]) == (told["name"] in OURS)


def test_who_used_points_before_is_told_the_exception_and_where_it_stands() -> None:
    (activity,) = json.loads(run(HERE / "R201", "json").stdout)["activities"]
    (reason,) = activity["reasons"]
    assert "SEI endorsement course" in reason["text"]
    assert ("reg44-09", "603 CMR 44.09(2)") in [(c["source"], c.get("at")) for c in reason["citations"]]


def test_points_of_an_sei_course_serve_a_second_cycle(tmp_path: Path) -> None:
    given = json.loads((HERE / "R201" / "portfolio.json").read_text(encoding="utf-8"))
    given["activities"][0]["sei_course"] = True
    (tmp_path / "portfolio.json").write_text(json.dumps(given), encoding="utf-8")
    (activity,) = json.loads(run(tmp_path, "json").stdout)["activities"]
    assert activity["counted"] == 15
    assert "R201" not in [reason["code"] for reason in activity["reasons"]]
