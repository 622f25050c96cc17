"""Whole plans as people read them. Each file of plans/ is one: the text for the example of the same name.

`pytest tests/test_plans.py --update-expected` writes them anew; read the difference before you commit it.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from helpers import EXAMPLES, ROOT
from mcheck.cli import main_group

PLANS = sorted((ROOT / "tests" / "plans").glob("*.txt"))


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_a_plan_reads_like_this(path: Path, request: pytest.FixtureRequest) -> None:
    found = CliRunner().invoke(main_group, ["plan", str(EXAMPLES / f"{path.stem}.json")])
    assert (found.exit_code, found.stderr) == (0, "")
    if request.config.getoption("--update-expected"):
        path.write_text(found.stdout)
    assert found.stdout == path.read_text()
