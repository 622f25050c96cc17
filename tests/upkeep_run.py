"""What the tests of upkeep share: the small catalog, and a command as a person types it."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result
from mcheck.cli import main_group

BASE = Path(__file__).parent / "upkeep" / "base"


def run(*args: str | Path, data: str | None = None) -> Result:
    result = CliRunner().invoke(main_group, [str(arg) for arg in args], input=data)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def edit(path: Path, old: str, new: str) -> None:
    """Replaces the first place where a text stands, which must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode())
