"""Release notes: prints the section of CHANGELOG.md that belongs to a tag like v0.1.0.

A release is refused when the tag, the package and the newest section do not name one version.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from mcheck import __version__

CHANGELOG = Path(__file__).resolve().parents[2] / "CHANGELOG.md"


def notes(tag: str, version: str, changelog: str) -> str:
    """The text below the newest heading. Raises ValueError, in words, when tag, version and heading disagree."""
    if tag != f"v{version}":
        raise ValueError(f"the tag is {tag}, but mcheck.__version__ is {version}: tag v{version}, or raise it")
    sections = re.split(r"^## (.+)\n", changelog, flags=re.MULTILINE)
    heading = sections[1] if len(sections) > 1 else "nothing"
    if f"(checker {version})" not in heading:
        raise ValueError(f'CHANGELOG.md begins with "{heading}": write the section "## EDITION (checker {version})"')
    if not sections[2].strip():
        raise ValueError(f'the section "{heading}" of CHANGELOG.md is empty')
    return sections[2].strip() + "\n"


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("usage: python tools/maintenance/release_notes.py TAG")
    try:
        sys.stdout.write(notes(sys.argv[1], __version__, CHANGELOG.read_text(encoding="utf-8")))
    except ValueError as error:
        sys.exit(f"no release: {error}")


if __name__ == "__main__":
    main()
