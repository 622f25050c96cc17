"""Links, against a server on this computer: no test ever goes online."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from mcheck.upkeep.links import Page, addresses, ask
from mcheck.upkeep.workspace import from_folder
from upkeep_run import BASE, run

STATUS = {"/ok": 200, "/gone": 404, "/blocked": 403, "/broken": 500}
TARGETS = {
    "/moved": (301, "/ok"),
    "/for-now": (302, "/ok"),
    "/moved-then-gone": (308, "/gone"),
    "/moved-for-now": (301, "/for-now"),
    "/loop": (301, "/loop"),
    "/elsewhere": (301, "ftp://host.example/file"),
}


class _Pages(BaseHTTPRequestHandler):
    asked: list[tuple[str, str, str]]

    def _answer(self) -> None:
        self.asked.append((self.command, self.path, self.headers["User-Agent"]))
        status, target = TARGETS.get(self.path, (STATUS.get(self.path, 200), None))
        if self.path == "/no-head" and self.command == "HEAD":
            status = 405
        self.send_response(status)
        if target:
            self.send_header("Location", target)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET = _answer

    def log_message(self, *_: object) -> None:
        """Silence."""


@pytest.fixture
def server() -> Iterator[str]:
    _Pages.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), _Pages) as made:
        thread = Thread(target=made.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{made.server_port}"
        made.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("path", "state", "detail"),
    [
        ("/ok", "ok", ""),
        ("/no-head", "ok", ""),
        ("/for-now", "ok", ""),
        ("/moved", "moved", "{}/ok"),
        ("/moved-for-now", "ok", ""),
        ("/gone", "dead", "the server answers 404"),
        ("/broken", "dead", "the server answers 500"),
        ("/moved-then-gone", "dead", "the server answers 404"),
        ("/blocked", "unsure", "the server answers 403; look at it in a browser"),
        ("/loop", "unsure", "it redirects more than 5 times"),
        ("/elsewhere", "unsure", "it redirects to ftp://host.example/file"),
    ],
)
def test_what_becomes_of_an_address(path: str, state: str, detail: str, server: str) -> None:
    (answer,) = ask([Page("sources/x.json", server + path)], 5, 0)
    assert (answer.state, answer.detail) == (state, detail.format(server))


def test_a_page_is_fetched_only_when_its_head_is_refused(server: str) -> None:
    list(ask([Page("sources/x.json", f"{server}/ok"), Page("sources/y.json", f"{server}/no-head")], 5, 0))
    assert [asked[:2] for asked in _Pages.asked] == [("HEAD", "/ok"), ("HEAD", "/no-head"), ("GET", "/no-head")]
    assert all("mcheck" in agent for _, _, agent in _Pages.asked)


def test_a_host_is_given_a_pause_between_two_questions(server: str) -> None:
    waits: list[float] = []
    other = server.replace("127.0.0.1", "localhost")
    found = [Page("sources/x.json", f"{host}/ok") for host in (server, other, server)]
    assert [answer.state for answer in ask(found, 5, 60, waits.append)] == ["ok", "ok", "ok"]
    (wait,) = waits
    assert 50 < wait <= 60


def test_each_address_is_asked_once_and_the_longest_unread_first() -> None:
    files = from_folder(BASE)
    older = files["sources/chapter-44.json"].replace(b'"read_on": "2026-11-20"', b'"read_on": "2024-01-01"')
    twin = files["sources/issuer-page.json"].replace(b'"id": "issuer-page"', b'"id": "twin"')
    found = addresses(files | {"sources/chapter-44.json": older, "sources/twin.json": twin}, date(2026, 11, 24))
    assert [page.path for page in found] == ["sources/chapter-44.json", "sources/issuer-page.json"]


def _at(folder: Path, server: str, **paths: str) -> Path:
    for name, path in paths.items():
        file = folder / "sources" / f"{name.replace('_', '-')}.json"
        lines = file.read_text(encoding="utf-8").splitlines()
        changed = [f'  "url": "{server}{path}",' if line.startswith('  "url"') else line for line in lines]
        file.write_bytes("".join(line + "\n" for line in changed).encode())
    return folder


def test_the_command_lists_what_to_look_at(server: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(BASE, tmp_path / "catalog"))
    _at(folder, server, issuer_page="/moved", chapter_44="/ok")
    result = run("catalog", "links", "--catalog", folder, "--pause", "0")
    assert result.exit_code == 1
    (line,) = result.stdout.splitlines()
    assert line.startswith("- moved: ")
    assert line.endswith(f"sources/issuer-page.json {server}/moved: {server}/ok")
    _at(folder, server, issuer_page="/ok")
    assert run("catalog", "links", "--catalog", folder, "--pause", "0").exit_code == 0
    assert "1 address checked" in run("catalog", "links", "--catalog", folder, "--most", "1").stderr


def test_without_a_net_the_command_could_not_run(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(BASE, tmp_path / "catalog"))
    with ThreadingHTTPServer(("127.0.0.1", 0), _Pages) as made:
        closed = f"http://127.0.0.1:{made.server_port}"
    _at(folder, closed, issuer_page="/a", chapter_44="/b")
    result = run("catalog", "links", "--catalog", folder, "--pause", "0")
    assert result.exit_code == 2
    assert "online?" in result.stderr


def test_where_a_page_is_gone_its_former_addresses_are_asked(server: str) -> None:
    former = tuple(server + path for path in ("/broken", "/ok", "/no-head"))
    (answer,) = ask([Page("sources/x.json", f"{server}/gone", former)], 5, 0)
    assert (answer.state, answer.detail) == (
        "dead",
        f"the server answers 404; its former address {server}/ok is there",
    )
    asked = [path for _, path, _ in _Pages.asked]
    assert "/no-head" not in asked
    _Pages.asked.clear()
    (answer,) = ask([Page("sources/x.json", f"{server}/ok", former)], 5, 0)
    assert [path for _, path, _ in _Pages.asked] == ["/ok"]
