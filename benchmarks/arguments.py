"""What may stand after the name of a benchmark, and `--help`."""

from __future__ import annotations

import argparse


def _above_zero(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text} is no whole number above 0")
    return int(text)


def none(about: str | None) -> None:
    """For a benchmark that takes nothing."""
    argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()


def runs(about: str | None, usual: int) -> int:
    """How many times to run each thing."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", nargs="?", type=_above_zero, default=usual, help=f"how many times, {usual} if left out")
    found: int = parser.parse_args().runs
    return found
