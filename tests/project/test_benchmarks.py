"""Benchmarks say what they measure, and refuse what they cannot take, before they start to measure."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from helpers import ROOT

SCRIPTS = [path for path in sorted((ROOT / "benchmarks").glob("*.py")) if "__main__" in path.read_text()]


@pytest.mark.slow
@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_benchmark_explains_itself_and_refuses_nonsense(path: Path) -> None:
    helped, refused = (
        subprocess.run([sys.executable, str(path), word], capture_output=True, text=True, check=False)
        for word in ("--help", "many")
    )
    assert (helped.returncode, "Prints" in helped.stdout, helped.stderr) == (0, True, "")
    assert refused.returncode == 2
    assert "many" in refused.stderr
    assert "Traceback" not in refused.stderr
