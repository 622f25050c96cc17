"""Moves tests/catalog-frozen/ forward: the copy of the catalog that tests know.

Run it when a schema has changed, or when a test is about a new record, and then
`pytest tests/test_cases.py --update-expected`; the difference shows what the change does to the cases.
"""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FROZEN = ROOT / "tests" / "catalog-frozen"


def freeze(catalog: Path, frozen: Path) -> None:
    """Makes `frozen` hold the records of `catalog` and nothing else."""
    shutil.rmtree(frozen, ignore_errors=True)
    for path in sorted(catalog.rglob("*.json")):
        target = frozen / path.relative_to(catalog)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


if __name__ == "__main__":
    freeze(ROOT / "catalog", FROZEN)
