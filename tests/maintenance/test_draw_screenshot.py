"""The picture in the README shows what a check says today."""

from __future__ import annotations

import runpy

from helpers import ROOT


def test_the_picture_is_of_a_check_as_it_is_now() -> None:
    picture = runpy.run_path(str(ROOT / "tools" / "maintenance" / "draw_screenshot.py"))
    assert picture["drawing"]() == picture["TARGET"].read_text(encoding="utf-8"), (
        "run `python tools/maintenance/draw_screenshot.py`"
    )
