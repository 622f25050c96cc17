"""`mcheck catalog diff --portfolio` with a folder: everybody in it is judged under both catalogs."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from helpers import CATALOG, EXAMPLES, edit_record
from mcheck.rendering.catalog_diff import as_text
from mcheck.upkeep.changes.impact import compare


def test_a_folder_is_replayed_and_who_flips_is_counted(tmp_path: Path) -> None:
    shutil.copytree(CATALOG, tmp_path / "new")
    edit_record(tmp_path / "new", "renewal/2018-07-13", lambda edition: edition["targets"]["primary"].update(total=500))
    (tmp_path / "staff" / "b").mkdir(parents=True)
    for name in ("1", "b/2", "b/3"):
        shutil.copy(EXAMPLES / "met.json", tmp_path / "staff" / f"{name}.json")
    found = compare(str(CATALOG), str(tmp_path / "new"), [str(tmp_path / "staff")], date(2026, 11, 24))
    flipped = {effect.portfolio for effect in found.flips}
    assert {str(tmp_path / "staff" / f"{name}.json") for name in ("1", "b/2", "b/3")} <= flipped
    assert "| From and to | How many |" in as_text(found)
