"""The types of a report are those of its schema."""

from __future__ import annotations

import subprocess
import sys

from helpers import ROOT


def test_the_types_of_a_report_are_what_its_schema_makes() -> None:
    script = ROOT / "tools" / "maintenance" / "generate_report_types.py"
    made = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
