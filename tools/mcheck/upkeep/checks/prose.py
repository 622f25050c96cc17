"""Texts: plain, our own, and nobody's private data."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from ...catalog.store import MENTION, UnknownRecord
from ...core import pointers
from ..registry import Problem, check, record_check
from ..workspace import CatalogSnapshot, Entry, set_at, texts

LONGEST_SENTENCE = 25
LONGEST_RUN = 10
"""So many words in the same order are no chance."""

INSTEAD = {
    "aforementioned": "this",
    "commence": "begin",
    "in order to": "to",
    "leverage": "use",
    "pertaining to": "about",
    "prior to": "before",
    "pursuant to": "under",
    "stakeholders": "the people concerned",
    "subsequent to": "after",
    "utilize": "use",
    "utilizing": "using",
}
"""Officialese, and what to write."""

OWN_WORDS = frozenset({"summary", "says", "what", "why", "mend", "asks", "notes", "changes"})
"""Keys whose text we wrote ourselves. Titles are quoted, and are left out."""

PERSONAL = (
    (re.compile(r"\b\d{3}-\d{2}-\d{4}\b"), "a Social Security number"),
    (re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"), "an e-mail address"),
    (re.compile(r"(?<!\d)\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\d)"), "a telephone number"),
)

IS_ADDRESS = re.compile(r"/(url|former_urls/\d+)$")
"""Pointers of web addresses."""

DAY_AS_IN_A_FILE = re.compile(r"(?<![\w/.#=-])\d{4}-\d\d-\d\d(?![\w/-])")
"""But in addresses of facts and of the web."""

TRACKING = re.compile(r"(?<=[?&])(utm_[a-z]+|fbclid|gclid|mc_cid|mc_eid)=[^&#]*&?")


@check("C170")
def summary_not_plain(snapshot: CatalogSnapshot) -> Iterator[Problem]:
    """A summary is made of sentences of at most 25 words, without officialese, with a full stop.

    Why: It is read by a tired teacher on a telephone.
    What to do: Cut the sentence in two, and say it as you would to a colleague.
    """
    for entry, pointer, text in _prose(snapshot, {"summary"}):
        longest = max(len(_words(sentence)) for sentence in re.split(r"(?<=[.!?])\s+", text))
        if longest > LONGEST_SENTENCE:
            yield Problem(pointer, f"A sentence of {longest} words.", path=entry.path)
        for word, better in INSTEAD.items():
            if re.search(rf"\b{word}\b", text, re.IGNORECASE):
                yield Problem(pointer, f'"{word}" is officialese.', f'Write "{better}".', path=entry.path)
        if text[-1] not in ".!?":
            yield Problem(pointer, "The last sentence has no full stop.", "End it with a full stop.", path=entry.path)


@check("C171")
def copied_words(snapshot: CatalogSnapshot) -> Iterator[Problem]:
    """No summary shares 10 words in a row with a text of another record.

    Why: Two records with the same sentence were copied from each other or from a page; our words must be our own.
    What to do: Say it in your own words, and what is special about this one.
    """
    runs: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for entry, pointer, text in _prose(snapshot, OWN_WORDS):
        words = _words(text)
        for start in range(len(words) - LONGEST_RUN + 1):
            runs.setdefault(tuple(words[start : start + LONGEST_RUN]), []).append((entry.path, pointer))
    seen: set[tuple[str, str, str]] = set()
    for run, places in runs.items():
        for path, pointer in places:
            other = next((p for p, _ in places if p != path), None)
            if pointer.endswith("/summary") and other and (path, pointer, other) not in seen:
                seen.add((path, pointer, other))
                yield Problem(pointer, f'"{" ".join(run)}" also appears in {other}.', path=path)


@record_check("C172", fixable=True)
def malformed_link(entry: Entry, _: CatalogSnapshot) -> Iterator[Problem]:
    """An address has a public host, no password, and no tracking words.

    Why: People click it; a wrong one sends them nowhere, and a tracking one tells on them.
    What to do: Copy the address again from the page itself.
    """
    for pointer, url in texts(entry.record):
        if not IS_ADDRESS.search(pointer):
            continue
        if wrong := _wrong(url):
            yield Problem(pointer, f"{url[:80]}: {wrong}.")
        elif TRACKING.search(url):
            clean = TRACKING.sub("", url).rstrip("?&")
            yield Problem(pointer, "It contains tracking parameters.", fix=set_at(pointer, clean))


@record_check("C175", "sources", fixable=True)
def not_former(entry: Entry, _: CatalogSnapshot) -> Iterator[Problem]:
    """A former address of a source is not its address of today.

    Why: Whoever looks for an older copy would be sent to the page that is there now.
    What to do: Take it out, or write the new address in `url`.
    """
    if entry.record["url"] in entry.record.get("former_urls", ()):
        index = entry.record["former_urls"].index(entry.record["url"])
        yield Problem(f"/former_urls/{index}", "It is there today.", fix=_without_todays)


def _without_todays(data: Any) -> Any:
    left = [url for url in data.pop("former_urls") if url != data["url"]]
    return {**data, "former_urls": left} if left else data


@record_check("C176")
def day_as_in_a_file(entry: Entry, _: CatalogSnapshot) -> Iterator[Problem]:
    """A day in a text is written as its readers write it: June 17, 2027.

    Why: Pages show the text as it is, and 2027-06-17 is how programs write a day.
    What to do: Write the month as a word, then the day and the year. A title is quoted as it is.
    """
    for pointer, text in texts(entry.record):
        for day in DAY_AS_IN_A_FILE.findall(text) if " " in text and not pointer.endswith("/title") else ():
            yield Problem(pointer, f"A text has {day}.")


@record_check("C173", moved=True)
def personal_data(entry: Entry, _: CatalogSnapshot) -> Iterator[Problem]:
    """No record holds a person's number, e-mail address or telephone.

    Why: The catalog is public and is copied; what is in it stays out there.
    What to do: Take it out; name the office instead of the person.
    """
    for pointer, text in texts(entry.record):
        for pattern, what in PERSONAL:
            if pattern.search(text) and not IS_ADDRESS.search(pointer):
                yield Problem(pointer, f"It looks like {what}.")


@record_check("C174")
def mention_without_fact(entry: Entry, snapshot: CatalogSnapshot) -> Iterator[Problem]:
    """What a text mentions in braces is the address of a fact: a number or a plain text of another record.

    Why: Readers see the fact in its place; without one there is a hole in the sentence.
    What to do: Correct the address: {folder/id#/field/of/the/record}.
    """
    for pointer, text in texts(entry.record):
        for address in MENTION.findall(text):
            try:
                if isinstance(snapshot.catalog.fact(address)[1], dict | list | bool):
                    yield Problem(pointer, f"What is at {address} is neither a number nor text.")
            except UnknownRecord as problem:
                yield Problem(pointer, f"{problem.args[0][0].upper()}{problem.args[0][1:]}.")


def _prose(snapshot: CatalogSnapshot, keys: set[str] | frozenset[str]) -> Iterator[tuple[Entry, str, str]]:
    for entry in snapshot.records():
        for pointer, text in texts(entry.record):
            path = pointers.keys_of(pointer)
            if path[-1] in keys or (path[-1].isdigit() and path[-2] in keys):
                yield entry, pointer, text


def _words(text: str) -> list[str]:
    # an address in braces is read as the number that is there: one word
    return re.findall(r"[\w'\u2019-]+", MENTION.sub("0", text).casefold())


def _wrong(url: str) -> str:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as problem:
        return str(problem)
    if parts.username or parts.password:
        return "it holds a name or password"
    if port is not None and port not in (80, 443):
        return f"port {port} is not a public port"
    try:
        ipaddress.ip_address(host)
        return "it names a number, not a host"
    except ValueError:
        pass
    if not re.fullmatch(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", host):
        return "its host is not on the public internet"
    return "it ends in a comma or full stop" if url[-1] in ".,;" else ""
