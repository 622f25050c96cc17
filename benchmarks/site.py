"""Prints what the guide site costs: build time, page weights and Lighthouse scores.

Turn by turn the build is compared with two Material sites without hooks: one of the same pages, their Markdown after
all macros with the same menu, and one of as many pages with the same words and nothing else. CPU time is compared, as
other programs take their share of a clock. Lighthouse runs with its phone settings against a server on this machine
that compresses like common hosts do; it needs Node with npx, and Chromium.
"""

from __future__ import annotations

import gzip
import json
import mimetypes
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from unittest.mock import patch
from urllib.parse import urlsplit

import arguments
from mkdocs.commands import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils.yaml import yaml_load

ROOT = Path(__file__).resolve().parents[1]
LIGHTHOUSE = "lighthouse@12.8.2"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PAGES = {
    "home": "",
    "a guide": "guides/professional/",
    "a credential": "credentials/cot-co-planning/",
    "finder": "credentials/",
    "check": "check/",
    "what counts": "rules/earning/",
}
ALONE = {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "0", "PATH": ""}
"""Without programs on the path, npm among them, the engine of the check page is not made."""
COMMAND = """
import sys
from pathlib import Path
sys.path.insert(0, "tools")
if Path("tools").exists():
    from maintenance.browser_bundle import build
    build.KEPT = Path("nowhere")
from mkdocs.__main__ import cli
cli()
"""
"""MkDocs, which finds no engine that an earlier build kept."""
OWN = ("hooks", "watch", "extra_css", "extra", "validation")
"""Settings of ours that a plain site does without."""


def record_markdown(folder: Path) -> None:
    """Builds our site in this process and writes the Markdown of each page, macros done, into a folder."""
    render = Page.render

    def recorded(page: Page, config: MkDocsConfig, files: Files) -> None:
        to = folder / page.file.src_uri
        to.parent.mkdir(parents=True, exist_ok=True)
        front = json.dumps({"title": str(page.title)})
        to.write_text(f"---\n{front}\n---\n{page.markdown}", encoding="utf-8")
        render(page, config, files)

    with patch.object(Page, "render", recorded), tempfile.TemporaryDirectory() as built, patch.dict(os.environ, ALONE):
        mkdocs_build.build(load_config(str(ROOT / "mkdocs.yml"), site_dir=built))


def plain_site(folder: Path) -> None:
    """A Material site of the same pages with the same menu: their Markdown as ours hands it to Markdown."""
    record_markdown(folder / "docs")
    settings = yaml_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    settings = {key: value for key, value in settings.items() if key not in OWN} | {
        "strict": False,
        "plugins": ["search"],
        "theme": {"name": "material", "font": False, "palette": settings["theme"]["palette"]},
    }
    (folder / "mkdocs.yml").write_text(json.dumps(settings), encoding="utf-8")  # JSON is YAML


class Words(HTMLParser):
    """The words of the article of a page, one line a block."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = [""]
        self.inside = self.hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.inside += tag == "article"
        self.hidden += tag in ("script", "style", "svg")
        if tag in ("p", "li", "tr", "h1", "h2", "h3", "dt", "dd"):
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag == "article"
        self.hidden -= tag in ("script", "style", "svg")

    def handle_data(self, data: str) -> None:
        if self.inside and not self.hidden:
            self.lines[-1] += data


def site_of_words(folder: Path, built: Path) -> None:
    """A Material site of as many pages as are built, with their words, a menu of one entry and no markup."""
    for page in html_pages(built):
        words = Words()
        words.feed(page.read_text(encoding="utf-8"))
        lines = [re.sub(r"[^\w.,;:%?/ -]", "", " ".join(line.split())) for line in words.lines]
        to = folder / "docs" / page.relative_to(built).parent / "index.md"
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_text("# Page\n\n" + "\n\n".join(line for line in lines if line) + "\n", encoding="utf-8")
    settings = {"site_name": "Words", "theme": {"name": "material", "font": False}, "nav": [{"Home": "index.md"}]}
    (folder / "mkdocs.yml").write_text(json.dumps(settings), encoding="utf-8")


def html_pages(site: Path) -> list[Path]:
    return sorted(path for path in site.rglob("index.html"))


def build(project: Path, to: Path) -> float:
    """CPU seconds of one build as a whole process, without the engine of the check page."""
    command = [sys.executable, "-c", COMMAND, "build", "--quiet", "--site-dir", str(to)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=project, env={**os.environ, **ALONE}, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"The build in {project} failed:\n{done.stdout}{done.stderr}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def size(paths: list[Path]) -> str:
    files = [path for path in paths if path.is_file()]
    return f"{sum(path.stat().st_size for path in files) / 1e6:6.2f} MB in {len(files)} files"


class Handler(BaseHTTPRequestHandler):
    """Serves a folder with compression, as common hosts of static files do."""

    root: Path

    def do_GET(self) -> None:
        path = self.root / urlsplit(self.path).path.lstrip("/")
        path = path / "index.html" if path.is_dir() else path
        status = 200 if path.is_file() else 404
        content = (path if path.is_file() else self.root / "404.html").read_bytes()
        kind = (mimetypes.guess_type(path.name)[0] or "text/html") if path.is_file() else "text/html"
        self.send_response(status)
        self.send_header("Content-Type", kind + ("; charset=utf-8" if kind.startswith("text/") else ""))
        if "gzip" in self.headers.get("Accept-Encoding", ""):
            content = gzip.compress(content, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address of a server for the folder."""
    handler = type("SiteHandler", (Handler,), {"root": site})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def browser() -> str | None:
    return os.environ.get("CHROME_PATH") or shutil.which("chromium") or shutil.which("google-chrome")


def weigh(address: str, theme: set[str]) -> None:
    """What a page loads, before compression, in bytes of the theme's files and of ours."""
    from playwright.sync_api import Response, sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
        for name, path in PAGES.items():
            loaded: dict[str, int] = {}

            def note(response: Response, loaded: dict[str, int] = loaded) -> None:
                loaded[urlsplit(response.url).path.lstrip("/")] = len(response.body())

            tab = chromium.new_page(viewport={"width": 390, "height": 844})
            tab.on("response", note)
            tab.goto(address + path, wait_until="networkidle")
            own = {file: count for file, count in loaded.items() if file not in theme}
            shared = sum(loaded.values()) - sum(own.values())
            print(f"{name:14} loads {sum(own.values()) / 1000:.1f} KB of ours, {shared / 1000:.1f} KB of the theme:")
            for file, count in sorted(own.items(), key=lambda item: -item[1]):
                print(f"{'':14} {count / 1000:6.1f} KB {file or 'index.html'}")
            tab.close()
        chromium.close()


def lighthouse(address: str, folder: Path, runs: int) -> None:
    """The four scores of each page on phone settings, medians of the runs."""
    if not shutil.which("npx") or not browser():
        print("Lighthouse: not run; it needs npx (Node) and Chromium")
        return
    for name, path in PAGES.items():
        scores: dict[str, list[float]] = {category: [] for category in CATEGORIES}
        for _ in range(runs):
            to = folder / "lighthouse.json"
            command = ["npx", "--yes", LIGHTHOUSE, address + path, "--quiet", "--output=json", f"--output-path={to}"]
            command += ["--chrome-flags=--headless=new --no-sandbox", f"--only-categories={','.join(CATEGORIES)}"]
            environment = {**os.environ, "CHROME_PATH": browser() or ""}
            subprocess.run(command, env=environment, capture_output=True, check=True)
            report = json.loads(to.read_text())
            for category in CATEGORIES:
                scores[category].append(report["categories"][category]["score"] * 100)
        shown = ", ".join(f"{category} {statistics.median(found):.0f}" for category, found in scores.items())
        print(f"{name:14} {shown} (phone, median of {runs})")
        weights = {ref["id"]: ref["weight"] for c in report["categories"].values() for ref in c["auditRefs"]}
        for audit in report["audits"].values():
            if weights.get(audit["id"]) and audit["score"] is not None and audit["score"] < 0.9:
                print(f"{'':14} costs points: {audit['title']}")


def main() -> None:
    runs = arguments.runs(__doc__, 5)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours, plain = folder / "ours", folder / "plain"
        plain_site(folder / "hand-written")
        build(ROOT, ours)
        site_of_words(folder / "of-words", ours)
        sites = {"ours": (ROOT, ours), "plain": (folder / "hand-written", plain)}
        sites["words"] = (folder / "of-words", folder / "words")
        times: dict[str, list[float]] = {site: [] for site in sites}
        for _ in range(runs):
            for site, (project, to) in sites.items():
                times[site].append(build(project, to))
        for site, (_, to) in sites.items():
            ratios = [a / b for a, b in zip(times["ours"], times[site], strict=True)]
            print(f"{site:14} built in {statistics.median(times[site]):5.2f} s, {len(html_pages(to))} pages, ", end="")
            print(f"{size(list(to.rglob('*')))}; ours takes {statistics.median(ratios):.2f} times as long, run by run")
        print(f"{'HTML':14} {size(list(ours.rglob('*.html')))}; plain {size(list(plain.rglob('*.html')))}")
        print(f"{'API':14} {size(list((ours / 'api').rglob('*')))}")
        theme = {path.relative_to(plain).as_posix() for path in (plain / "assets").rglob("*") if path.is_file()}
        with served(ours) as address:
            weigh(address, theme)
            lighthouse(address, folder, runs)


if __name__ == "__main__":
    main()
