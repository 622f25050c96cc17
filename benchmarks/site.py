"""Prints how long a strict build of the site takes and how large it is, beside a plain Material site of as many pages.

Usage: .venv/bin/python benchmarks/site.py [runs]
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLAIN = "site_name: Plain\ntheme: {name: material, font: false}\nvalidation: {nav: {omitted_files: ignore}}\n"
PARAGRAPH = "Some words about a rule, a date and a badge, as many as a page of ours has on average. " * 8


def plain_site(folder: Path, pages: int) -> Path:
    """A hand-written site without macros: as many pages, each with headings, paragraphs and a table."""
    docs = folder / "docs"
    docs.mkdir()
    table = "| What | How much |\n| --- | --- |\n" + "| A row | 15 |\n" * 6
    for number in range(pages):
        name = "index" if number == 0 else f"page-{number}"
        (docs / f"{name}.md").write_text(f"# Page {number}\n\n{PARAGRAPH}\n\n## Part\n\n{PARAGRAPH}\n\n{table}\n")
    (folder / "mkdocs.yml").write_text(PLAIN + "nav: [index.md]\n")
    return folder


def build(source: Path, target: Path) -> float:
    """Seconds of one whole process."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(target)]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "0"}
    begin = time.perf_counter()
    subprocess.run(command, cwd=source, env=environment, check=True, capture_output=True)
    return time.perf_counter() - begin


def size(folder: Path, pattern: str = "*") -> int:
    return sum(path.stat().st_size for path in folder.rglob(pattern) if path.is_file())


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours, plain = folder / "ours", folder / "plain"
        build(ROOT, ours)
        pages = len(list(ours.rglob("index.html")))
        (folder / "source").mkdir()
        source = plain_site(folder / "source", pages)
        build(source, plain)
        times = [(build(ROOT, ours), build(source, plain)) for _ in range(runs)]
        for index, (label, built) in enumerate((("guide", ours), ("plain Material", plain))):
            seconds = statistics.median(pair[index] for pair in times)
            html, whole = size(built, "*.html") / 1e6, size(built) / 1e6
            print(f"{label:15} {pages} pages  median {seconds:5.2f} s  HTML {html:5.2f} MB  all files {whole:5.2f} MB")
        print(f"guide / plain, run by run: {statistics.median(a / b for a, b in times):.2f}")
        for page in ("index.html", "credentials/cot-co-instructing/index.html"):
            print(f"{page}: {(ours / page).stat().st_size / 1000:.1f} kB")


if __name__ == "__main__":
    main()
