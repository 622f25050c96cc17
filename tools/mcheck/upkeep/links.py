"""Whether the web pages of the sources are still online. The only module that goes online, and only when asked to."""

from __future__ import annotations

import http.client
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from ..core import __version__
from ..core.escaping import escape_terminal
from .workspace import CatalogSnapshot

AGENT = f"mcheck/{__version__} (checks the links of a public catalog)"
MOST_HOPS = 5
PERMANENT = (301, 308)
REDIRECTS = (*PERMANENT, 302, 303, 307)
BLOCKED = (401, 403, 405, 429, 503)
"""Answers of a page that is there but does not talk to programs; a person must look."""


class Page(NamedTuple):
    """The address of a source, and where it was before, the latest first."""

    path: str
    url: str
    former: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one address: ok, moved (`detail` is the new address), dead, unsure or unreached (it says why)."""

    path: str
    url: str
    state: str
    detail: str = ""


class _Stay(urllib.request.HTTPRedirectHandler):
    """Does not follow: a redirect is news."""

    def redirect_request(self, *_: Any) -> None:
        return None


def addresses(files: Mapping[str, bytes], today: date) -> list[Page]:
    """The address of every source, each once, those read longest ago first."""
    entries = sorted(CatalogSnapshot(files, today).records("sources"), key=lambda e: (e.record["read_on"], e.id))
    pages = [Page(e.path, e.record["url"], tuple(e.record.get("former_urls", ()))) for e in entries]
    return list({page.url: page for page in reversed(pages)}.values())[::-1]


def ask(
    pages: Sequence[Page], timeout: float, pause: float, wait: Callable[[float], None] = time.sleep
) -> Iterator[Answer]:
    """Asks for each address, one at a time: at most `timeout` seconds each, `pause` seconds between two to one host.

    Where a page is gone, its former addresses are asked, too: one of them may have been brought back.
    """
    last: dict[str, float] = {}

    def state_of(url: str) -> tuple[str, str]:
        host = urlsplit(url).netloc
        if host in last:
            wait(max(0.0, pause - (time.monotonic() - last[host])))
        state = _state(url, timeout)
        last[host] = time.monotonic()
        return state

    for page in pages:
        state, detail = state_of(page.url)
        for url in page.former if state == "dead" else ():
            if state_of(url)[0] == "ok":
                detail = f"{detail}; its former address {url} is there"
                break
        yield Answer(page.path, page.url, state, detail)


def _state(url: str, timeout: float) -> tuple[str, str]:
    at, permanent = url, True
    for _ in range(MOST_HOPS):
        try:
            status, target = _head(at, timeout)
        except (OSError, ValueError, http.client.HTTPException) as problem:
            return _unreached(problem)
        if status in REDIRECTS and target:
            permanent = permanent and status in PERMANENT
            at = urljoin(at, target)
            if urlsplit(at).scheme not in ("http", "https"):
                return "unsure", f"it redirects to {at}"
            continue
        if status in BLOCKED:
            return "unsure", f"the server answers {status}; look at it in a browser"
        if status >= 400:
            return "dead", f"the server answers {status}"
        return ("moved", at) if at != url and permanent else ("ok", "")
    return "unsure", f"it redirects more than {MOST_HOPS} times"


def _head(url: str, timeout: float) -> tuple[int, str | None]:
    """Status and target of a redirect. Asks for the head only; servers that refuse that are asked for the page."""
    opener = urllib.request.build_opener(_Stay)
    for method in ("HEAD", "GET"):
        request = urllib.request.Request(url, method=method, headers={"User-Agent": AGENT})
        try:
            with opener.open(request, timeout=timeout) as response:
                return response.status, None
        except urllib.error.HTTPError as answer:
            with answer:
                if answer.code in REDIRECTS or method == "GET":
                    return answer.code, answer.headers.get("Location")
    raise AssertionError("unreachable")


def _unreached(problem: Exception) -> tuple[str, str]:
    reason = getattr(problem, "reason", problem)
    if isinstance(reason, TimeoutError):
        return "unreached", "no answer in time"
    if isinstance(reason, ssl.SSLError):
        return "unsure", "its certificate is not accepted"
    return "unreached", str(reason)


def line(answer: Answer, prefix: str) -> str:
    """An answer as an item of a list."""
    tail = f": {answer.detail}" if answer.detail else ""
    return escape_terminal(f"- {answer.state}: {prefix}{answer.path} {answer.url}{tail}")
