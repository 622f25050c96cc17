"""What the worker of the check page calls: the commands as functions from the bytes of a file to JSON text.

A call answers with what the command prints, byte for byte, and with `messages` alone where the command would refuse.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import wraps
from typing import TYPE_CHECKING, Any

from mcheck import InputError, check, load_catalog, load_portfolio, render
from mcheck.core.escaping import harmless
from mcheck.core.points import PASSING_VERDICTS
from mcheck.core.portfolio_file import PortfolioFile
from mcheck.importing.answers.amounts import quantity
from mcheck.importing.asked import TABLE
from mcheck.loading.load import refuse_too_large
from mcheck.rendering.backends.json_text import render as as_json
from mcheck.rendering.backends.renewal_bar import bays_of, renewal_bar
from mcheck.reporting.messages import unreadable

if TYPE_CHECKING:
    from mcheck.core.reports.report import Report

CATALOG = load_catalog()
Reply = dict[str, Any]
Options = dict[str, Any]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _call(function: Callable[..., Reply]) -> Callable[[Any, str], str]:
    """A function of a file and options as the worker calls it: (bytes, options as JSON) -> reply as JSON."""

    @wraps(function)
    def call(source: Any, options: str) -> str:
        given = json.loads(options)
        data = _bytes(source)
        try:
            refuse_too_large(data)
            reply = function(load_portfolio(data, CATALOG, given["name"]), given)
        except InputError as refused:
            reply = _refusal(given["name"], refused)
        return json.dumps(reply)

    return call


def _bytes(source: Any) -> bytes:
    """The bytes of an array of JavaScript, or, in the trial, what are bytes already."""
    return source if isinstance(source, bytes) else bytes(source.to_bytes())


def _refusal(name: str, refused: InputError) -> Reply:
    return {"status": 2, "messages": unreadable(name, refused.messages, CATALOG)["messages"]}


def _nothing(text: str, hint: str = "") -> Reply:
    """The reply where there is nothing to make a paper of, and why."""
    return {"status": 2, "messages": [{"text": text, "hint": hint}]}


def _report(file: PortfolioFile, given: Options) -> Report:
    more = {"sets": given["sets"]} if given.get("sets") else {}
    return check(file, CATALOG, on=_day(given.get("on")), today=_day(given["today"]), **more)


@_call
def check_file(file: PortfolioFile, given: Options) -> Reply:
    """`mcheck check`: the report as JSON, and the renewal bars of its licenses as HTML."""
    report = _report(file, given)
    return {
        "status": 0 if report["verdict"] in PASSING_VERDICTS else 1,
        "json": harmless(render(report, "json")),
        "html": "".join(_bars(report)),
        "messages": report["messages"],
    }


def _bars(report: Report) -> Iterator[str]:
    for license in report["licenses"]:
        yield renewal_bar(bays_of(license), license["pointer"].strip("/").replace("/", "-"))


def read_answers(source: Any, options: str) -> str:
    """Reads what was typed, by the reader that `mcheck init` and `mcheck add` have for the question.

    `source` is JSON: a list of [name of the question, text]. The reply has for each its `value`, or the `error`. An
    amount is asked for as "amount:UNIT", with the unit that is meant where the text names none.
    """
    return as_json([_read(name, text) for name, text in json.loads(_bytes(source))])


def _read(name: str, text: str) -> Reply:
    name, _, unit = name.partition(":")
    try:
        if name != "amount":
            return {"value": TABLE[name].read(text)}
        named, amount = quantity(text, dict.fromkeys((unit or "hours", "hours", "credits", "ceus", "awarded")))
        return {"value": amount.number(), "unit": named}
    except ValueError as problem:
        return {"error": str(problem)}


@_call
def report_page(file: PortfolioFile, given: Options) -> Reply:
    """The whole report as a page."""
    return {"html": harmless(render(_report(file, given), "html"))}


@_call
def plan_file(file: PortfolioFile, given: Options) -> Reply:
    """`mcheck plan`: the plan as JSON."""
    from mcheck import plan

    return {"json": harmless(render(plan(file, CATALOG, on=_day(given.get("on")), today=_day(given["today"])), "json"))}


@_call
def packet_file(file: PortfolioFile, given: Options) -> Reply:
    """`mcheck packet` of a file beside which no evidence can be looked for."""
    from mcheck import packet

    report = _report(file, given)
    if "edition" not in report:
        return _nothing("No license in the file is renewed with PDPs now, so there is no record to make.")
    made = packet(file, CATALOG, report)
    return {"html": harmless(render(made, "html")), "markdown": harmless(render(made, "markdown"))}


@_call
def calendar_file(file: PortfolioFile, given: Options) -> Reply:
    """`mcheck calendar`; `saved` is when the file was last saved, in milliseconds since 1970."""
    from mcheck import deadlines
    from mcheck.reporting.dates import why_no_dates

    entries = deadlines(file, CATALOG, on=_day(given.get("on")), today=_day(given["today"]))
    if not entries:
        return _nothing("No date follows from the file.", why_no_dates(_report(file, given)))
    label = file.portfolio.label or ""
    saved = datetime.fromtimestamp(given["saved"] / 1000, UTC)
    text = render(entries, "ics", catalog=CATALOG, label=label, saved=saved, whose=label or given["name"])
    return {"ics": harmless(text)}


def import_files(sources: Any, options: str) -> str:
    """`mcheck import` of several files, as bytes in the order of `names`; `into` is the text of a portfolio."""
    from mcheck.importing.bring import bring
    from mcheck.importing.mapping import mapping_of
    from mcheck.importing.merge import portfolio_to_extend
    from mcheck.importing.tables.columns import fields

    given = json.loads(options)
    files = [(name, _bytes(source)) for name, source in zip(given["names"], sources, strict=True)]
    try:
        into = portfolio_to_extend(given["into"].encode(), CATALOG) if given.get("into") else None
        mapping = mapping_of(given["mapping"], fields(CATALOG)) if given.get("mapping") else None
        today = date.fromisoformat(given["today"])
        brought = bring(files, CATALOG, today, into=into, mapping=mapping, answers=given.get("answers"))
    except InputError as refused:
        return json.dumps(_refusal("portfolio", refused))
    return json.dumps(
        {
            "status": brought.status,
            "json": harmless(as_json(brought.data())),
            "text": harmless(as_json(brought.portfolio)),
            "learned": brought.learned,
            "unused": brought.unused,
        }
    )


def warm_up() -> None:
    """Checks a tiny file, so that the first real one does not wait for what is imported and read when first used."""
    portfolio = {
        "licenses": [{"id": "a", "field": "Mathematics 8-12", "type": "professional", "expires": "2027-06-17"}],
        "activities": [{"kind": "workshop", "title": "A", "completed": "2025-03-01", "hours": 12}],
    }
    check_file(json.dumps(portfolio).encode(), json.dumps({"name": "", "today": CATALOG.meta["released"]}))
