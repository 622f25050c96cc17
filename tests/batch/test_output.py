"""What `mcheck batch` writes into files: workbooks, the page of who is at risk, and what it goes on with."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from batch_run import ON, random_portfolios, run, table
from helpers import EXAMPLES
from openpyxl import load_workbook


def in_workbook(path: Path) -> list[dict[str, Any]]:
    head, *rows = load_workbook(path).active.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_a_workbook_says_what_csv_says(folder: Path, tmp_path: Path) -> None:
    (folder / "b").rename(folder / "=b")
    run(folder, "--on", ON, "--jobs", 1, "--format", "xlsx", "-o", tmp_path / "out.xlsx")
    written = [
        {key: "" if value is None else str(value).removesuffix(".0") for key, value in row.items()}
        for row in in_workbook(tmp_path / "out.xlsx")
    ]
    assert written == [
        {key: value.removesuffix(".0") for key, value in row.items()} for row in table(folder, "--on", ON, "--jobs", 1)
    ]
    cells = [cell for row in load_workbook(tmp_path / "out.xlsx").active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert run(folder, "--format", "xlsx").exit_code == 2


def test_the_page_has_every_row_in_its_group_and_loads_nothing(folder: Path) -> None:
    page = run(folder, "--on", ON, "--jobs", 1, "--format", "html").stdout
    groups = re.split(r'<tbody id="([a-z0-9-]+)">', page)
    rows = {name: text.count("<tr data-state=") for name, text in zip(groups[1::2], groups[2::2], strict=True)}
    assert sum(rows.values()) == len(table(folder, "--on", ON, "--jobs", 1))
    assert rows["unreadable"] == 1
    assert not re.findall(r'(?:src|href)="(?!#)', page)
    days = [int(found) for found in re.findall(r'<td class="when[ a-z]*" data-key="(-?\d+)"><b>', page)]
    assert days == sorted(days)


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_the_page_filters_and_sorts_in_a_browser(
    width: int, scheme: str, folder: Path, tmp_path: Path, browser: Any
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    random_portfolios(folder, 20)
    run(folder, "--on", ON, "--jobs", 1, "--format", "html", "-o", tmp_path / "out.html")
    page = browser.new_page(viewport={"width": width, "height": 700}, color_scheme=scheme)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto((tmp_path / "out.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = axe.run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
    assert [(v["id"], [n["html"][:120] for n in v["nodes"]]) for v in found.response["violations"]] == []
    shown = "[...document.querySelectorAll('.people tr[data-state]')].filter(row => row.checkVisibility())"
    every = page.evaluate(f"{shown}.length")
    tile = page.locator(".tiles button").first
    state, often = tile.get_attribute("data-state"), int(tile.locator("b").inner_text())
    tile.focus()
    page.keyboard.press("Enter")
    assert page.evaluate(f"{shown}.map(row => row.dataset.state)") == [state] * often
    assert page.locator("[role=status]").inner_text() == f"{often} of {every} rows are shown."
    page.keyboard.press("Enter")
    page.locator(".people thead button").nth(2).click()
    points = page.evaluate(f"{shown}.map(row => row.cells[2].dataset.key).filter(key => key).map(Number)")
    assert points == sorted(points)
    assert page.evaluate(f"{shown}.length") == every
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".sums").is_visible()
    assert page.locator(".people thead button").count() == 0
    assert page.locator(".days").is_hidden()
    assert len(asked) == 1
    assert said == []
    page.close()


def test_a_name_is_no_markup_on_the_page(tmp_path: Path) -> None:
    (tmp_path / "<img src=x>.json").write_bytes((EXAMPLES / "met.json").read_bytes())
    page = run(tmp_path, "--on", ON, "--jobs", 1, "--format", "html").stdout
    assert "<img" not in page
    assert "&lt;img src=x&gt;" in page


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_what_was_cut_off_anywhere_is_gone_on_with(form: str, folder: Path, tmp_path: Path) -> None:
    random_portfolios(folder, 4)
    words = (folder, "--on", ON, "--jobs", 1, "--format", form)
    whole, out = run(*words).stdout_bytes, tmp_path / f"out.{form}"
    for cut in {0, 5, *range(len(whole) // 7, len(whole), len(whole) // 7), len(whole) - 1, len(whole)}:
        out.write_bytes(whole[:cut])
        assert run(*words, "-o", out, "--resume").exit_code == 2  # as one of them cannot be read
        assert out.read_bytes() == whole, cut


def test_a_workbook_is_gone_on_with(folder: Path, tmp_path: Path) -> None:
    whole, part = tmp_path / "whole.xlsx", tmp_path / "part.xlsx"
    run(folder, "--on", ON, "--jobs", 1, "--format", "xlsx", "-o", whole)
    (folder / "c.json").rename(folder / "moved")
    run(folder, "--on", ON, "--jobs", 1, "--format", "xlsx", "-o", part)
    (folder / "moved").rename(folder / "c.json")
    said = run(folder, "--on", ON, "--jobs", 1, "--format", "xlsx", "-o", part, "--resume").output
    assert said == f"Wrote 4 people to {part}, 2 of them before.\n"
    assert in_workbook(part) == in_workbook(whole)


def test_another_batch_is_not_gone_on_with(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    run(folder, "--on", ON, "--jobs", 1, "--format", "csv", "-o", out)
    for words in ((EXAMPLES, "--on", ON), (folder, "--on", "2026-11-25")):
        result = run(*words, "--format", "csv", "-o", out, "--resume")
        assert result.exit_code == 2
        assert "cannot be continued" in result.stderr
    out.write_bytes(b"mine\nand more\n")
    assert run(folder, "--format", "csv", "-o", out, "--resume").exit_code == 2
    assert out.read_bytes() == b"mine\nand more\n"


def test_stopped_by_the_keyboard_it_leaves_whole_lines(tmp_path: Path) -> None:
    random_portfolios(tmp_path, 60)
    out = tmp_path / "out.jsonl"
    words = ["batch", str(tmp_path), "--on", ON, "--jobs", "2", "--format", "jsonl", "-o", str(out)]
    started = subprocess.Popen([sys.executable, "-m", "mcheck", *words], stderr=subprocess.PIPE, start_new_session=True)
    while not (out.exists() and out.stat().st_size) and started.poll() is None:
        time.sleep(0.005)
    started.send_signal(signal.SIGINT)
    _, said = started.communicate()
    if started.returncode == 130:
        assert b"--resume" in said
    assert all(json.loads(line)["licenses"] for line in out.read_text().splitlines())
    assert run(*words[1:], "--resume").exit_code in (0, 1)
    assert [json.loads(line)["number"] for line in out.read_text().splitlines()] == list(range(1, 61))


@pytest.mark.skipif(sys.platform == "win32", reason="has no such signal")
def test_workers_end_when_the_one_that_writes_is_killed() -> None:
    code = """
import os, signal
from mcheck.batch.runner import in_order, processes
with processes(2) as (executor, workers):
    print(next(in_order(executor, list, range(64), workers)), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""
    # what it prints ends only when no worker is left that could print, too
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, timeout=60)
    assert (done.returncode, done.stdout) == (-signal.SIGKILL, b"0\n")
