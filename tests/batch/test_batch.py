"""`mcheck batch` as a person types it: a row for each license, the same as the report's, whatever the format."""

from __future__ import annotations

import gc
import json
import os
import re
import struct
import subprocess
import sys
from collections import Counter
from contextlib import chdir, suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from batch_run import ON, lines, random_portfolios, run, table
from click.testing import CliRunner
from helpers import CATALOG, EXAMPLES, catalog
from mcheck import check, load_portfolio
from mcheck.batch import judge, sources
from mcheck.batch.table import columns_of, parts_of
from mcheck.cli import main_group
from mcheck.loading.save import Occupied

STATES = {
    "met": "met",
    "not-met": "not met",
    "not-yet": "not yet",
    "depends": "depends",
    "not-required": "no PDPs needed",
    "not-now": "not now",
    "not-covered": "not covered",
}


def expected(path: Path, sets: str) -> list[dict[str, Any]]:
    """The rows of a file as its report gives them, column by column."""
    report: Any = check(load_portfolio(path, catalog()), catalog(), on=date.fromisoformat(ON), sets=sets)
    rows = []
    for license in report["licenses"]:
        mine = license["pointer"]
        others = [each["pointer"] for each in report["licenses"] if each["pointer"] != mine]

        def told(at: str, others: list[str] = others) -> bool:
            return not any(at == other or at.startswith(f"{other}/") for other in others)

        row: dict[str, Any] = {"field": license["label"], "state": STATES[license["shown"]]}
        row |= {"verdict": license["verdict"]} if "verdict" in license else {}
        if "expires" in license:
            days = (date.fromisoformat(license["expires"]) - date.fromisoformat(report["as_of"])).days
            row |= {"expires": license["expires"], "days_left": days}
        lacking = {each["id"]: each for each in license.get("shortfall", {"requirements": []})["requirements"]}
        lacking |= {"total": license["shortfall"]["in_all"]} if "shortfall" in license else {}
        for each in license["requirements"]:
            prefix = "" if each["id"] == "total" else f"{each['id']}_"
            part = lacking.get(each["id"], {"low": 0, "high": 0})
            row |= {f"{prefix}have": each["have"], f"{prefix}need": each["need"]}
            row |= {f"{prefix}short_low": part["low"], f"{prefix}short_high": part["high"]}
        sets_of = [" + ".join(keys) for keys in license["depends_on"]]
        asked = [each["key"] for each in license.get("may_matter", [])]
        row["depends_on"] = "; ".join(asked if license.get("sets") == "none" else sets_of)
        steps = [step["text"] for step in report["next_steps"] if told(step.get("pointer", ""))]
        row |= {"next_step": steps[0]} if steps else {}
        codes = Counter(sorted(m["code"] for m in report["messages"] if told(m["pointer"])))
        row["messages"] = ", ".join(code if n == 1 else f"{code} ({n} times)" for code, n in codes.items())
        rows.append(row | {"as_of": report["as_of"], "catalog": report["catalog"]["edition"]})
    return rows


@pytest.mark.parametrize(
    ("number", "sets"), [(30, "none"), (10, "first"), pytest.param(300, "none", marks=pytest.mark.slow)]
)
def test_every_column_is_that_of_the_report(number: int, sets: str, tmp_path: Path) -> None:
    paths = random_portfolios(tmp_path, number)
    found = iter(table(tmp_path, "--on", ON, "--jobs", 1, "--sets", sets))
    for place, path in enumerate(paths, 1):
        for row in expected(path, sets):
            row |= {"number": place, "file": path, "person": ""}
            written = {name: str(row.get(name, "")) for name in columns_of(parts_of(catalog()))}
            assert next(found) == written
    assert next(found, None) is None


def test_json_lines_have_one_for_each_file_in_order(folder: Path) -> None:
    found = lines(folder, "--on", ON, "--jobs", 1)
    assert [each["file"].removeprefix(f"{folder}/") for each in found] == [
        "a.json",
        "b/d.json",
        "b/wrong.json",
        "c.json",
    ]
    assert [each["number"] for each in found] == [1, 2, 3, 4]
    assert [len(each["licenses"]) for each in found if "licenses" in each] == [1, 1, 3]
    wrong = found[2]
    assert (wrong["status"], wrong["messages"][0]["code"]) == ("unreadable", "J101")
    assert "verdict" not in wrong


def test_files_patterns_and_folders_may_be_mixed(folder: Path) -> None:
    found = lines(folder / "c.json", f"{folder}/b/[dx].json", folder / "b", folder / "not-there.json", "--on", ON)
    assert [Path(each["file"]).stem for each in found] == ["c", "d", "d", "wrong", "not-there"]
    assert found[-1]["messages"][0]["code"] == "J110"


def test_two_processes_say_what_one_says(tmp_path: Path) -> None:
    random_portfolios(tmp_path, 40)
    once, twice = (run(tmp_path, "--on", ON, "--format", "csv", "--jobs", jobs).stdout for jobs in (1, 2))
    assert once == twice


@pytest.mark.parametrize(
    ("names", "status"), [(["met"], 0), (["initial-holder", "met"], 0), (["met", "expired-license"], 1), (["none"], 2)]
)
def test_the_status_is_that_of_the_worst(names: list[str], status: int) -> None:
    assert run(*(EXAMPLES / f"{name}.json" for name in names), "--on", ON, "--jobs", 1).exit_code == status


def test_what_comes_to_a_folder_after_the_count_is_not_in_the_batch(folder: Path) -> None:
    batch = sources.Sources([str(folder)])
    number = batch.count()
    (folder / "later.json").write_text("{}")
    assert [work.number for work in batch.works()] == list(range(1, number + 1))


def test_only_some_states_and_another_order(folder: Path) -> None:
    every = table(folder, "--on", ON, "--jobs", 1)
    some = table(folder, "--on", ON, "--jobs", 1, "--only", "unreadable", "--only", "MET")
    assert some == [row for row in every if row["state"] in ("unreadable", "met")]
    by_days = table(folder, "--on", ON, "--jobs", 1, "--sort", "days_left")
    assert sorted(map(str, by_days)) == sorted(map(str, every))
    days = [int(row["days_left"]) for row in by_days if row["days_left"]]
    assert days == sorted(days)
    assert by_days[-1]["days_left"] == ""


@pytest.mark.parametrize("option", [("--only", "mett"), ("--sort", "name")])
def test_what_does_not_exist_is_told_with_what_does(option: tuple[str, str], folder: Path) -> None:
    result = run(folder, *option)
    assert result.exit_code == 2
    assert option[1] in result.stderr
    assert result.stdout == ""


def test_names_of_files_may_be_kept_back(folder: Path) -> None:
    for form in ("text", "csv", "jsonl"):
        said = run(folder, folder / "jane-doe.json", "--on", ON, "--redact", "--format", form, "--jobs", 1)
        assert "wrong" not in said.output
        assert "jane" not in said.output
        assert str(folder) not in said.output


def test_titles_and_labels_are_not_repeated(tmp_path: Path) -> None:
    data = json.loads((EXAMPLES / "short-in-one-category.json").read_text())
    data["label"] = "Jane of Lowell"
    for each in data["activities"]:
        each["title"] = "Jane's workshop"
        each.pop("categories", None)
    (tmp_path / "1.json").write_text(json.dumps(data))
    for form in ("text", "csv", "jsonl"):
        assert "Jane" not in run(tmp_path, "--on", ON, "--format", form, "--jobs", 1).output


def test_no_cell_is_run_by_a_spreadsheet(folder: Path) -> None:
    os.rename(folder / "b", folder / "=HYPERLINK(1)")
    with chdir(folder):
        found = table("=HYPERLINK(1)", "--on", ON, "--jobs", 1)
    assert {row["file"] for row in found} == {"'=HYPERLINK(1)/d.json", "'=HYPERLINK(1)/wrong.json"}


def test_output_replaces_nothing_unless_told_and_no_input(folder: Path) -> None:
    out = folder / "out.csv"
    assert run(folder, "--on", ON, "-o", out, "--format", "csv", "--jobs", 1).exit_code == 2
    first = out.read_text()
    assert first == run(folder, "--on", ON, "--format", "csv", "--jobs", 1).stdout
    with pytest.raises(Occupied):
        run(folder, "--on", ON, "-o", out, "--format", "csv", "--jobs", 1)
    assert out.read_text() == first
    source = (folder / "a.json").read_text()
    with pytest.raises(Occupied):
        run(folder / "a.json", "-o", folder / "a.json", "--force", "--format", "csv")
    assert (folder / "a.json").read_text() == source


def test_text_ends_with_who_is_at_risk(folder: Path) -> None:
    text = run(folder, "--on", ON, "--jobs", 1).stdout
    rows, _, overview = text.partition("\n\n")
    assert len(rows.splitlines()) == 6
    assert overview.startswith("4 people checked, 1 of them not readable.")
    assert "Licenses by days left" in overview
    assert "Commonest gaps" in overview


def test_a_folder_without_portfolios_is_no_success(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    result = run(tmp_path, "--format", "csv")
    assert result.exit_code == 2
    assert "No portfolio was found." in result.stderr


def test_a_fault_of_ours_on_one_file_is_a_row_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.json").write_text((EXAMPLES / "met.json").read_text())
    real = judge.summarize

    def faulty(loaded: Any, *args: Any, **more: Any) -> Any:
        if loaded.name.endswith("b.json"):
            raise ZeroDivisionError("secret")
        return real(loaded, *args, **more)

    monkeypatch.setattr(judge, "summarize", faulty)
    found = lines(tmp_path, "--jobs", 1)
    assert ["messages" in line for line in found] == [False, True, False]
    (told,) = found[1]["messages"]
    assert (told["code"], "ZeroDivisionError" in told["text"], "secret" in told["text"]) == ("J115", True, False)


def test_what_was_made_for_one_person_is_not_left_for_the_garbage_collector(tmp_path: Path) -> None:
    random_portfolios(tmp_path, 40)
    works, day = list(sources.Sources([str(tmp_path)]).works()), date.fromisoformat(ON)
    settings = judge.Settings(CATALOG, catalog().sha256, day, day, "none", redact=False)
    judge.judge_all(settings, works)  # what is kept for all of them is there now
    gc.collect()
    gc.disable()
    try:
        judge.judge_all(settings, works)
        assert gc.collect() < len(works)
    finally:
        gc.enable()


@pytest.mark.skipif(sys.platform != "linux", reason="another system may forget what a closed terminal was shown")
def test_the_progress_bar_is_no_wider_than_the_terminal(folder: Path) -> None:
    import fcntl
    import pty
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 30, 0, 0))
    environment = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "LINES")}
    command = [sys.executable, "-m", "mcheck", "batch", str(folder), "--on", ON, "--format", "csv"]
    done = subprocess.run(
        [*command, "-o", str(folder / "out.csv")], stdin=theirs, stdout=theirs, stderr=theirs, env=environment
    )
    os.close(theirs)
    shown = ""
    with suppress(OSError):  # at its end
        while part := os.read(ours, 4096):
            shown += part.decode()
    os.close(ours)
    assert done.returncode == 2
    bars = [part for part in re.split(r"[\r\n]", re.sub(r"\x1b\[\?25[lh]", "", shown)) if "[" in part]
    assert bars[-1].strip() == "[" + "#" * 20 + "]  100%"
    assert max(map(len, bars)) <= 30
    assert shown.endswith("Wrote 4 people to " + str(folder / "out.csv") + ".\r\n")


def test_standard_input_is_read_here_and_not_by_a_worker() -> None:
    asked = ["batch", "-", "--on", ON, "--jobs", "2", "--format", "jsonl"]
    result = CliRunner().invoke(main_group, asked, input=(EXAMPLES / "met.json").read_bytes())
    assert (result.exit_code, json.loads(result.stdout)["verdict"]) == (0, "met")
