"""The map for developers is true: every module and folder that it names exists, and every room is on it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "tools" / "mcheck"
MAP = (ROOT / "docs" / "developers" / "index.md").read_text().split("## The modules")[0]
EXTENDING = (ROOT / "docs" / "developers" / "extending.md").read_text()
NAMED = re.findall(r"`((?:[a-z_]+/)+(?:[a-z_]+\.(?:py|json))?|[a-z_]+\.[a-z_]+)`", MAP + EXTENDING)


@pytest.mark.parametrize("name", sorted({name for name in NAMED if not name.startswith("mcheck.")}))
def test_what_the_map_names_exists(name: str) -> None:
    module = PACKAGE / (name.replace(".", "/") + ".py")
    assert (
        (ROOT / name).exists()
        or (PACKAGE / name).exists()
        or module.exists()
        or any(list((ROOT / top).rglob(name)) for top in ("tools", "tests"))
    )


def test_every_room_is_on_the_map() -> None:
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert {room for room in rooms if not re.search(rf"^ +(?:.* {{3,}})?{room}\b", MAP, re.MULTILINE)} == set()
