"""A folder as a district may have one."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import EXAMPLES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three that can be read, one that cannot, and what is no portfolio."""
    (tmp_path / "b").mkdir()
    for name, source in (("a", "met"), ("c", "three-licenses"), ("b/d", "short-in-one-category")):
        (tmp_path / f"{name}.json").write_bytes((EXAMPLES / f"{source}.json").read_bytes())
    (tmp_path / "b" / "wrong.json").write_text('{"licenses": [')
    (tmp_path / "notes.txt").write_text("mine")
    return tmp_path
