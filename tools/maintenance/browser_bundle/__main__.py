"""Writes the engine into a folder: python tools/maintenance/browser_bundle FOLDER [CATALOG]"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tools"))

from maintenance.browser_bundle import Unavailable, write  # noqa: E402

if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 3:
        sys.exit(__doc__)
    try:
        size = write(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "catalog")
    except Unavailable as problem:
        sys.exit(f"The engine cannot be made: {problem}")
    print(f"Wrote {size:,} bytes to {sys.argv[1]}.")
