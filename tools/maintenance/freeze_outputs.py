"""Freezes what the tool prints, so that a move of code can show that it changes no byte.

    python tools/maintenance/freeze_outputs.py --write FILE     before the move
    python tools/maintenance/freeze_outputs.py --compare FILE   after it: names every output that differs

One SHA-256 for each portfolio of tests/ and examples/ and each command and format below. The portfolios are read from
where they are, with a date given, so that nothing depends on today.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from click.testing import CliRunner

ROOT = Path(__file__).resolve().parents[2]
ON = ("--on", "2026-11-24")
COMMANDS = {
    "json": ("check", "FILE", "--format", "json"),
    "text": ("check", "FILE"),
    "markdown": ("check", "FILE", "--format", "markdown"),
    "dated": ("check", "FILE", "--format", "json", *ON),
    "plan": ("plan", "FILE", *ON),
    "plan-json": ("plan", "FILE", "--format", "json", *ON),
    "plan-markdown": ("plan", "FILE", "--format", "markdown", *ON),
    "calendar": ("calendar", "FILE", "-o", "-", *ON),
    "packet": ("packet", "FILE", "-o", "PLACE", *ON),
    "verify": ("verify", "REPORT", "FILE"),
}


def portfolios() -> Iterator[Path]:
    """Every portfolio of the tests and examples whose outputs depend on nothing but itself."""
    for top in ("tests", "examples"):
        for path in sorted((ROOT / top).rglob("*.json")):
            text = path.read_text("utf-8", "replace")
            if '"licenses"' in text and ('"activities"' in text or '"badges"' in text or "application_date" in text):
                yield path


def outputs(path: Path) -> dict[str, str]:
    """The hash of what each command prints and writes, by its name."""
    from mcheck.cli import main_group

    os.environ.update(COLUMNS="80", NO_COLOR="1", SOURCE_DATE_EPOCH="0")
    found: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        place, report = Path(folder, "packet"), Path(folder, "report.json")
        for name, words in COMMANDS.items():
            if name == "verify" and not report.exists():
                continue
            meant = {"FILE": str(path), "PLACE": str(place), "REPORT": str(report)}
            result = CliRunner().invoke(main_group, [meant.get(word, word) for word in words])
            said = result.output.replace(folder, "FOLDER")
            if name == "dated" and result.exit_code < 2:
                report.write_text(result.stdout, "utf-8")
            if name == "packet" and place.is_dir():
                said += "".join(file.read_text("utf-8") for file in sorted(place.iterdir()))
            told = f"{result.exit_code}\n{said}\n{result.exception if result.exit_code not in (0, 1, 2) else ''}"
            found[name] = hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()
    return found


def main() -> None:
    option, place = sys.argv[1], Path(sys.argv[2])
    paths = list(portfolios())
    with ProcessPoolExecutor() as pool:
        made = {
            f"{path.relative_to(ROOT).as_posix()} {name}": digest
            for path, found in zip(paths, pool.map(outputs, paths, chunksize=4), strict=True)
            for name, digest in found.items()
        }
    if option == "--write":
        place.write_text(json.dumps(made, indent=1) + "\n", "utf-8")
        print(f"{len(made)} outputs of {len(paths)} portfolios")
        return
    frozen = json.loads(place.read_text("utf-8"))
    differing = [key for key in made.keys() & frozen.keys() if made[key] != frozen[key]]
    moved = sorted(made.keys() ^ frozen.keys())
    print("\n".join([*(f"differs: {key}" for key in sorted(differing)), *(f"not in both: {key}" for key in moved)]))
    print(f"{len(made.keys() & frozen.keys()) - len(differing)} of {len(frozen)} outputs are the same")
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
