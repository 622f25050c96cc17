"""The whole check: a portfolio and a catalog in, a report out (schemas/report.schema.json). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from .. import __version__
from ..catalog.editions import Edition
from ..catalog.rules import Rules, load_rules
from ..catalog.scenario import pinned, with_months
from ..catalog.store import Catalog
from ..core.messages import Message, Refused, message
from ..core.portfolio import Portfolio
from ..judging.assessment import Judgment
from ..judging.verdicts import NOT_MET
from ..regulation.targets import ASKED_FOR
from .activities import activities_of, mark_asked_about, pairs_of
from .ledgers import Ledgers
from .licenses import NOT_YET, licenses_of
from .messages import messages_of
from .next_steps import next_steps_of
from .open_points import facts_of, pathways_of, pins_of, questions_of, settled_of
from .stated import stated_of
from .trust import taken_on_trust


def check(
    portfolio: Portfolio,
    catalog: Catalog,
    as_of: date,
    *,
    as_of_from: str,
    name: str,
    sha256: str,
    edition: str | None = None,
    pins: Sequence[str] = (),
    messages: Sequence[Message] = (),
) -> dict[str, Any]:
    """The report on a portfolio for an application on `as_of`.

    `as_of_from` says where that date came from (option, portfolio, today); `name` and `sha256` identify the file;
    `pins` fix readings of open questions (see `rules.pinned`); `messages` are what the readers had to say. Raises
    Refused for a date before the first edition of the rules, an unknown `edition` or a pin that is none.
    """
    rules = with_months(pinned(load_rules(catalog), pins), portfolio.licenses)
    forced = _forced(rules, edition)
    if forced is None and rules.edition_on(as_of) is None:
        first = rules.editions[0].start
        raise Refused(
            [
                message(
                    "P120",
                    "/application_date",
                    f"The application date {as_of} is before {first}, when the first known rules began.",
                    f"Give a date from {first} on.",
                )
            ]
        )
    return _report(Judgment(portfolio, rules, as_of, forced), as_of_from, name, sha256, messages)


def _forced(rules: Rules, edition: str | None) -> Edition | None:
    if edition is None:
        return None
    for candidate in rules.editions:
        if candidate.id == edition:
            return candidate
    known = ", ".join(e.id for e in rules.editions)
    raise Refused([message("K130", "", f'There is no edition "{edition}".', f"Known editions: {known}.")])


def _report(judgment: Judgment, as_of_from: str, name: str, sha256: str, given: Sequence[Message]) -> dict[str, Any]:
    ledgers = Ledgers()
    licenses = licenses_of(judgment, ledgers)
    report: dict[str, Any] = {
        "schema_version": 1,
        "mcheck": __version__,
        "catalog": {"edition": judgment.catalog.edition, "sha256": judgment.catalog.sha256},
        "portfolio": {"name": name, "sha256": sha256},
        "as_of": judgment.as_of.isoformat(),
        "as_of_from": as_of_from,
    }
    if judgment.portfolio.label:
        report["portfolio"]["label"] = judgment.portfolio.label
    if judgment.entries:
        report["edition"] = _edition(judgment)
    pins = pins_of(judgment)
    if pins:
        report["readings"] = pins
    settled = settled_of(judgment)
    if settled:
        report["settled"] = settled
    report["verdict"] = _overall(judgment, licenses)
    report["shown"] = _shown(report["verdict"], licenses)
    if judgment.chosen_by is not None and judgment.case.primary is not None:
        report["primary"] = {
            "pointer": judgment.portfolio.licenses[judgment.case.primary].pointer,
            "chosen_by": judgment.chosen_by,
            "why": judgment.why_primary,
        }
    report["licenses"] = licenses
    report["ledgers"] = ledgers.found
    report["activities"] = activities_of(judgment)
    report["pairs"] = pairs_of(judgment)
    if judgment.portfolio.stated is not None and judgment.entries:
        report["stated"] = stated_of(judgment)
    report["questions"] = questions_of(judgment)
    report["facts"] = facts_of(judgment)
    report["pathways"] = pathways_of(judgment)
    report["messages"] = messages_of(judgment, given)
    mark_asked_about(report["activities"], report["facts"], report["messages"])
    report["next_steps"] = next_steps_of(judgment, licenses, report["questions"], report["facts"], report["messages"])
    if trusted := taken_on_trust(report, judgment.portfolio):
        report["taken_on_trust"] = trusted
    report["notice"] = judgment.catalog.meta["notice"]
    return report


def _edition(judgment: Judgment) -> dict[str, Any]:
    edition = judgment.entries[0].edition
    if judgment.forced is not None:
        why = ASKED_FOR
    elif edition is judgment.rules.edition_on(judgment.as_of):
        why = f"They were in force on the application date, {judgment.as_of}."
    else:
        why = "Under this reading the expiry date of the license selects them."
    return {
        "id": edition.id,
        "name": edition.name,
        "effective_from": edition.start.isoformat(),
        "chosen_because": why,
        "citations": judgment.cite(edition.record["citations"], edition),
    }


def _shown(verdict: str, licenses: Sequence[Mapping[str, Any]]) -> str:
    """The verdict over all as people are shown it: not there yet where that holds of all that is not met."""
    unmet = {x["shown"] for x in licenses if x.get("verdict") == NOT_MET}
    return NOT_YET if verdict == NOT_MET and unmet == {NOT_YET} else verdict


def _overall(judgment: Judgment, licenses: Sequence[Mapping[str, Any]]) -> str:
    """What the verdicts come to; without any, whether there is nothing to renew now or nothing at all."""
    words = [x["verdict"] for x in licenses if "verdict" in x]
    worst = judgment.case.worst(words)
    if words or worst == "not-covered":
        return worst
    return "not-now" if {x["status"] for x in licenses} & {"not-now", "not-covered"} else "not-required"
