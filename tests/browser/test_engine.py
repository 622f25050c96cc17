"""The engine in a real browser says what the command line says, and nothing gets out of the page."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from helpers import CASE_FILES, EXAMPLES, ROOT, catalog
from mcheck import InputError, check, load_portfolio, render
from mcheck.core.escaping import harmless
from mcheck.importing.asked import TABLE
from mcheck.rendering.backends.json_text import render as as_json

sys.path.insert(0, str(ROOT / "benchmarks"))
from subjects import portfolio

DAY = "2026-11-24"
HOSTILE = [
    "</script><img src=x onerror=alert(1)>",
    "::error::x ##[error] %0A",
    "\u202egnirts\u202c \u2066x\u2069 \ufeff \u00ad",
    "\x00\x1b[31mred\x07",
    "{{ 7*7 }} {% raw %} ${x} `|x|` [a](javascript:alert(1))",
    "\ud800 alone",
    "=HYPERLINK(1)",
    "\U0001f469\u200d\U0001f3eb " * 60,
    "x" * 5000,
    "123-45-6789",
]
CHECK = """async ([text, name, on]) => {
  const { status, json, messages } = await engine.check(Uint8Array.from(text, (c) => c.charCodeAt(0)), { name, on });
  const bytes = new TextEncoder().encode(json ?? "");
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [status, [...hash].map((b) => b.toString(16).padStart(2, "0")).join(""), messages.map((m) => m.text)];
}"""


def sources() -> dict[str, bytes]:
    """Every case and example, files that are refused, and files of a size that nobody picked."""
    found = {str(path.relative_to(ROOT)): path.read_bytes() for path in CASE_FILES}
    found |= {path.name: path.read_bytes() for path in EXAMPLES.glob("*.json")}
    for path in sorted((ROOT / "tests" / "messages").glob("*/portfolio.json")):
        found[str(path.relative_to(ROOT))] = path.read_bytes()
    met = json.loads((EXAMPLES / "met.json").read_text())
    found["newer.json"] = json.dumps({**met, "schema_version": 2, "of_tomorrow": [1]}).encode()
    for number, text in enumerate(HOSTILE):
        item = {**met["activities"][0], "title": text, "topic": text, "provider": text}
        hostile = {**met, "label": text, "activities": [item, *met["activities"][1:]]}
        found[f"hostile-{number}.json"] = json.dumps(hostile, ensure_ascii=False).encode(errors="surrogatepass")
        found[f"hostile key {number}.json"] = json.dumps({**met, text: text}).encode()
    names = list(catalog().ids("credentials"))
    for seed in range(40):
        made = portfolio(seed % 9, seed % 4, 1 + seed % 3, names, stated=0.8, seed=seed)
        found[f"mix-{seed}.json"] = json.dumps(made).encode()
    return found


def expected(source: bytes, name: str, on: str | None) -> list[Any]:
    """[status, SHA-256 of the report, texts of the messages] by the package as it is installed here."""
    from mcheck.core.points import PASSING_VERDICTS
    from mcheck.loading.load import refuse_too_large

    try:
        refuse_too_large(source)
        report = check(load_portfolio(source, catalog(), name), catalog(), on=date.fromisoformat(on) if on else None)
    except InputError as refused:
        return [2, hashlib.sha256().hexdigest(), [m.text for m in refused.messages]]
    text = harmless(render(report, "json")).encode()
    told = [row["text"] for row in report["messages"]]
    return [0 if report["verdict"] in PASSING_VERDICTS else 1, hashlib.sha256(text).hexdigest(), told]


def worded_by_python(messages: list[str]) -> bool:
    """Whether a message says where JSON breaks off, which Python 3.13 sees a character earlier than those before."""
    return sys.version_info < (3, 13) and any(text.startswith("It is not valid JSON") for text in messages)


def test_every_report_is_that_of_the_command_line(tab: Any) -> None:
    differ = []
    tried = 0
    for name, source in sources().items():
        on = None if b"application_date" in source else DAY
        wanted = expected(source, Path(name).name, on)
        found = tab.evaluate(CHECK, [source.decode("latin-1"), Path(name).name, on])
        tried += 1
        if found != wanted and not worded_by_python(wanted[2]):
            differ.append(name)
    assert differ == []
    assert tried > 200


@pytest.mark.parametrize("name", ["on-track.json", "met.json", "odd-badge.json"])
def test_papers_and_plans_are_those_of_the_command_line(tab: Any, name: str) -> None:
    from mcheck import deadlines, packet, plan

    source = (EXAMPLES / name).read_bytes()
    file, day, saved = load_portfolio(source, catalog(), name), date.fromisoformat(DAY), 1_800_000_000_000
    report = check(file, catalog(), on=day)
    papers = tab.evaluate(
        """async ([text, name, on, saved]) => {
          const made = await engine.packet(text, { name, on });
          const page = await engine.reportPage(text, { name, on });
          const ics = await engine.calendar(text, { name, on, saved });
          return [made.html, made.markdown, page.html, ics, (await engine.plan(text, { name, on })).json];
        }""",
        [source.decode(), name, DAY, saved],
    )
    entries = deadlines(file, catalog(), on=day)
    label = file.portfolio.label or ""
    when = datetime.fromtimestamp(saved / 1000, UTC)
    made = packet(file, catalog(), report)
    wanted = [
        render(made, "html"),
        render(made, "markdown"),
        render(report, "html"),
        render(entries, "ics", catalog=catalog(), label=label, saved=when, whose=label or name),
        render(plan(file, catalog(), on=day), "json"),
    ]
    assert papers == [harmless(text) for text in wanted]


def with_a_chart() -> bytes:
    """A workbook that holds, beside its table, what the page leaves out: a chart, a chart sheet, notes and looks."""
    from openpyxl import Workbook
    from openpyxl.chart import BarChart, Reference
    from openpyxl.comments import Comment
    from openpyxl.styles import Font, PatternFill

    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    for row in (["Title", "Date", "Hours"], ["Number talks", date(2025, 3, 1), 12], ["Maps", "10/3/2025", "=5+5"]):
        sheet.append(row)
    sheet["A1"].font, sheet["A1"].fill = Font(bold=True), PatternFill("solid", fgColor="00FF00")
    sheet["A2"].comment = Comment("mine", "me")
    sheet.auto_filter.ref = "A1:C3"
    for place in (sheet, book.create_chartsheet("Chart")):
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=3, min_row=1, max_row=3), titles_from_data=True)
        place.add_chart(chart, *(["E5"] if place is sheet else []))
    book.save(out)
    return out.getvalue()


def test_tables_badges_and_workbooks_come_in_as_by_the_command_line(tab: Any) -> None:
    from mcheck.importing.bring import bring
    from openpyxl import Workbook

    cases = ROOT / "tests" / "importing" / "cases"
    files = [(path.name, path.read_bytes()) for path in sorted(cases.glob("*/*.*")) if path.name != "expected.json"]
    book, out = Workbook(), io.BytesIO()
    for row in (["Title", "Date", "Hours", "Kind"], ["Number talks", date(2025, 3, 1), 12, "workshop"]):
        book.active.append(row)
    book.save(out)
    books = [("log.xlsx", out.getvalue()), ("with-a-chart.xlsx", with_a_chart())]
    for name, source in [*files, *books]:
        found = tab.evaluate(
            """async ([name, text]) => {
              const bytes = Uint8Array.from(text, (c) => c.charCodeAt(0));
              const { status, json, text: portfolio } = await engine.importFiles([new File([bytes], name)]);
              return [status, json, portfolio];
            }""",
            [name, source.decode("latin-1")],
        )
        wanted = bring([(name, source)], catalog(), date.today())
        assert found == [wanted.status, harmless(as_json(wanted.data())), harmless(as_json(wanted.portfolio))], name


DAYS = ["6/17/2027", "2027-06-17", "June 17, 2027", "17 Jun 2027", "6/2027", "2027", "6/31/2027", "soon"]
TYPED = {
    "expires": DAYS,
    "points": ["15", "22.5", "1½", "0", "1,400", "15 hours", "-3", "22.555", ""],
    "badges": ["2", "-1", "two"],
    "completed": [*DAYS, "May 2024"],
    "amount": ["12", "6 hours", "1.5 CEU", "3 credits", "1:30", "many"],
}


def as_read(name: str, text: str) -> dict[str, Any]:
    """What the reader of `mcheck init` and `mcheck add` makes of a text."""
    try:
        value = TABLE[name].read(text)
    except ValueError as problem:
        return {"error": str(problem)}
    return {"value": value[1].number(), "unit": value[0]} if name == "amount" else {"value": value}


def test_answers_are_read_as_by_init_and_add(tab: Any) -> None:
    typed = [(name, text) for name, texts in TYPED.items() for text in texts]
    found = tab.evaluate("(typed) => engine.read(typed)", typed)
    assert found == json.loads(as_json([as_read(name, text) for name, text in typed]))


WASM = {"cc36e3cab04fdfc9a63ff13eb52eae2b911bf46c025cc7b281f394bd3de1d5e6": 2_766_607}
"""SHA-256 of Python as it comes in the package whose hash is pinned -> its size as brotli, which takes long to find."""
SIZES = """
const zlib = require("node:zlib"), fs = require("node:fs"), crypto = require("node:crypto");
const at11 = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11, [zlib.constants.BROTLI_PARAM_LGWIN]: 24 } };
const [known, needed, ...names] = process.argv.slice(1);
const hash = (bytes) => crypto.createHash("sha256").update(bytes).digest("hex");
const brotli = (bytes) => JSON.parse(known)[hash(bytes)] ?? zlib.brotliCompressSync(bytes, at11).length;
const sizes = names.map((name, number) => {
  const bytes = fs.readFileSync(name);
  return [number < needed ? brotli(bytes) : 0, zlib.gzipSync(bytes, { level: 9 }).length];
});
console.log(JSON.stringify(sizes));
"""


def test_what_a_check_needs_stays_small(engine_site: Path) -> None:
    folder = engine_site / "check" / "engine"
    listed = json.loads((folder / "manifest.json").read_text())["files"]
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js, which can compress as servers do, is not installed")
    on_tap = ("packet", "calendar", "import", "workbook")
    needed = [part for part in listed if part not in on_tap]
    files = [str(folder / listed[part]["name"]) for part in (*needed, *on_tap)]
    command = [node, "-e", SIZES, json.dumps(WASM), str(len(needed)), *files]
    sizes = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert sum(brotli for brotli, _ in sizes) <= 4_300_000
    assert sum(gzip for _, gzip in sizes[: len(needed)]) <= 5_600_000
    assert max(gzip for _, gzip in sizes[len(needed) :]) <= 250_000
