"""Writes the engine of the check page into a folder, from our catalog or from the folder of another one."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tools"))

from maintenance.browser_bundle import Unavailable, write  # noqa: E402

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="browser_bundle", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the files go; what is there is replaced")
    parser.add_argument("catalog", type=Path, nargs="?", default=ROOT / "catalog", help="default: our own")
    given = parser.parse_args()
    try:
        size = write(given.folder, given.catalog)
    except Unavailable as problem:
        sys.exit(f"The engine cannot be made: {problem}")
    print(f"Wrote {size:,} bytes to {given.folder}.")
