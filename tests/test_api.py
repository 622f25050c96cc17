"""The public interface: `import mcheck` gives thirteen names, and they say what the tool prints."""

from __future__ import annotations

import pkgutil
import re
import subprocess
import sys
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import mcheck
import pytest
from click.testing import CliRunner
from helpers import CASE_FILES, EXAMPLES, ROOT, catalog
from mcheck.cli import main_group
from mcheck.types import Packet

FILES = [*sorted(EXAMPLES.glob("*.json")), *CASE_FILES[::10]]
NAMES = {
    *("load_catalog", "load_portfolio", "check", "plan", "compare", "verify", "deadlines", "packet", "render"),
    *("Catalog", "Portfolio", "Report", "InputError"),
}
SCRIPT = """
from datetime import date
from pathlib import Path

import mcheck
from mcheck.types import Comparison, Deadline, Finding, LicenseRow, Message, Packet, PlanReport, PortfolioFile

catalog: mcheck.Catalog = mcheck.load_catalog()
file: PortfolioFile = mcheck.load_portfolio(Path("my.json"), catalog)
portfolio: mcheck.Portfolio = file.portfolio
report: mcheck.Report = mcheck.check(file, catalog, on=date(2026, 11, 24), readings=["cautious"])
licenses: list[LicenseRow] = report["licenses"]
words: list[str] = [row["verdict"] for row in licenses if "verdict" in row]
plan: PlanReport = mcheck.plan(portfolio, catalog, on=date(2026, 11, 24), objective="cost", avoid=["badges"])
comparison: Comparison = mcheck.compare(report, report)
findings: list[Finding] = mcheck.verify(report, file, catalog)
dates: list[Deadline] = mcheck.deadlines(file, catalog, on=date(2026, 11, 24))
packet: Packet = mcheck.packet(file, catalog, report)
text: str = mcheck.render(report, "text", width=60)
version: str = mcheck.__version__
try:
    mcheck.load_portfolio(b"{}", catalog)
except mcheck.InputError as refused:
    messages: list[Message] = refused.messages
"""


def printed(*args: str) -> str:
    result = CliRunner().invoke(main_group, args)
    assert result.exit_code in (0, 1), result.output
    return result.stdout


def test_the_names_are_these_and_no_room_hides_one() -> None:
    assert {name for name in mcheck.__all__ if name != "__version__"} == NAMES
    for module in pkgutil.walk_packages(mcheck.__path__, "mcheck."):
        if module.name != "mcheck.__main__":
            import_module(module.name)
    the_catalog = mcheck.load_catalog()
    assert isinstance(the_catalog, mcheck.Catalog)
    with pytest.raises(mcheck.InputError) as refused:
        mcheck.load_portfolio(b"[]", the_catalog)
    assert refused.value.messages
    file = mcheck.load_portfolio(EXAMPLES / "met.json", the_catalog)
    assert isinstance(file.portfolio, mcheck.Portfolio)
    report = mcheck.check(file, the_catalog, on=date(2026, 11, 24))
    assert set(report) <= set(mcheck.Report.__annotations__)
    assert mcheck.plan(file, the_catalog, on=date(2026, 11, 24))["plans"] == []
    assert mcheck.compare(report, report)["activities"] == []
    assert all(finding.state == "confirmed" for finding in mcheck.verify(report, file, the_catalog))
    assert mcheck.deadlines(file, the_catalog, on=date(2026, 11, 24))
    assert isinstance(mcheck.packet(file, the_catalog, report), Packet)
    assert mcheck.render(report, "text")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name if path.stem == "portfolio" else path.stem)
def test_a_report_is_what_the_tool_prints(path: Path) -> None:
    report = mcheck.check(mcheck.load_portfolio(str(path), catalog()), catalog(), today=date.today())
    assert mcheck.render(report, "json") == printed("check", str(path), "--format", "json")
    assert mcheck.render(report, "markdown") == printed("check", str(path), "--format", "markdown")


def test_every_other_document_is_what_the_tool_writes(tmp_path: Path) -> None:
    path, day = EXAMPLES / "short-in-one-category.json", ["--on", "2026-11-24"]
    file = mcheck.load_portfolio(path, catalog())
    plan = mcheck.plan(file, catalog(), on=date(2026, 11, 24))
    for form in ("text", "markdown", "json"):
        assert mcheck.render(plan, form) == printed("plan", str(path), *day, "--format", form)
    report = mcheck.check(file, catalog(), on=date(2026, 11, 24))
    packet = mcheck.packet(file, catalog(), report, files={})
    printed("packet", str(path), *day, "--markdown", "-o", str(tmp_path / "packet"))
    assert mcheck.render(packet, "html") == (tmp_path / "packet" / "packet.html").read_text()
    assert mcheck.render(packet, "markdown") == (tmp_path / "packet" / "packet.md").read_text()
    dates = mcheck.deadlines(file, catalog(), on=date(2026, 11, 24))
    assert mcheck.render(dates, "ics", catalog=catalog()).count("BEGIN:VEVENT") == len(dates)
    same = mcheck.compare(report, report)
    assert "before" in mcheck.render(same, "text", names=("before", "after"), later=report)
    documents: list[tuple[Any, Any]] = [(report, "ics"), (plan, "html"), (same, "markdown"), (packet, "text")]
    for document, lacking in documents:
        with pytest.raises(ValueError, match=f"cannot be shown as {lacking}"):
            mcheck.render(document, lacking)


def test_nothing_is_judged_for_a_day_that_nobody_said() -> None:
    file = mcheck.load_portfolio(b'{"licenses": [{"field": "Music", "expires": "2027-06-17"}]}', catalog())
    for ask in (mcheck.check, mcheck.plan, mcheck.deadlines):
        with pytest.raises(mcheck.InputError) as refused:
            ask(file, catalog())
        assert [m.code for m in refused.value.messages] == ["K134"]
    assert mcheck.check(file, catalog(), today=date(2026, 11, 24))["as_of_from"] == "today"
    assert "line" not in mcheck.check(file.portfolio, catalog(), on=date(2026, 11, 24))["messages"][0]


def test_the_example_in_the_documents_prints_what_the_tool_prints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (ROOT / "docs" / "developers" / "python.md").read_text()
    (example,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    (tmp_path / "my.json").write_bytes((EXAMPLES / "short-in-one-category.json").read_bytes())
    monkeypatch.chdir(tmp_path)
    exec(example, {})
    assert capsys.readouterr().out == printed("check", "my.json", "--on", "2026-11-24", "--format", "json")
    assert {name for name in NAMES if f"`{name}" not in page} == set()


def test_importing_it_loads_nothing_that_is_not_used() -> None:
    code = "import mcheck, sys; print(sorted(name for name in sys.modules if name.startswith('mcheck')))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "['mcheck', 'mcheck.core']"  # the second for the version alone


@pytest.mark.slow
def test_a_script_of_a_user_is_typed_against_the_wheel(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist")],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    subprocess.run(["unzip", "-q", str(wheel), "-d", str(tmp_path / "site")], check=True)
    assert (tmp_path / "site" / "mcheck" / "py.typed").is_file()
    (tmp_path / "script.py").write_text(SCRIPT)
    found = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-incremental", "script.py"],
        cwd=tmp_path,
        env={"MYPYPATH": str(tmp_path / "site"), "PATH": ""},
        capture_output=True,
        text=True,
    )
    assert "Success" in found.stdout, found.stdout + found.stderr
