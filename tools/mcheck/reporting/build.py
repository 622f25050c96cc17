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
from ..core.codes import Code
from ..core.confirmation import ASKED_FOR
from ..core.messages import InputError, Message, message
from ..core.portfolio import Portfolio
from ..judging.assessment import Assessment
from ..judging.verdicts import NOT_MET
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
        raise InputError(
            [
                message(
                    Code.BEFORE_THE_RULES,
                    "/application_date",
                    f"The application date {as_of} is before {first}, when the first known rules began.",
                    f"Give a date from {first} on.",
                )
            ]
        )
    return _report(Assessment(portfolio, rules, as_of, forced), as_of_from, name, sha256, messages)


def _forced(rules: Rules, edition: str | None) -> Edition | None:
    if edition is None:
        return None
    for candidate in rules.editions:
        if candidate.id == edition:
            return candidate
    known = ", ".join(e.id for e in rules.editions)
    raise InputError(
        [message(Code.UNKNOWN_EDITION, "", f'There is no edition "{edition}".', f"Known editions: {known}.")]
    )


def _report(
    assessment: Assessment, as_of_from: str, name: str, sha256: str, given: Sequence[Message]
) -> dict[str, Any]:
    ledgers = Ledgers()
    licenses = licenses_of(assessment, ledgers)
    report: dict[str, Any] = {
        "schema_version": 1,
        "mcheck": __version__,
        "catalog": {"edition": assessment.catalog.edition, "sha256": assessment.catalog.sha256},
        "portfolio": {"name": name, "sha256": sha256},
        "as_of": assessment.as_of.isoformat(),
        "as_of_from": as_of_from,
    }
    if assessment.portfolio.label:
        report["portfolio"]["label"] = assessment.portfolio.label
    if assessment.entries:
        report["edition"] = _edition(assessment)
    pins = pins_of(assessment)
    if pins:
        report["readings"] = pins
    settled = settled_of(assessment)
    if settled:
        report["settled"] = settled
    report["verdict"] = _overall(assessment, licenses)
    report["shown"] = _shown(report["verdict"], licenses)
    if assessment.chosen_by is not None and assessment.case.primary is not None:
        report["primary"] = {
            "pointer": assessment.portfolio.licenses[assessment.case.primary].pointer,
            "chosen_by": assessment.chosen_by,
            "why": assessment.why_primary,
        }
    report["licenses"] = licenses
    report["ledgers"] = ledgers.found
    report["activities"] = activities_of(assessment)
    report["pairs"] = pairs_of(assessment)
    if assessment.portfolio.stated is not None and assessment.entries:
        report["stated"] = stated_of(assessment)
    report["questions"] = questions_of(assessment)
    report["facts"] = facts_of(assessment)
    report["pathways"] = pathways_of(assessment)
    report["messages"] = messages_of(assessment, given)
    mark_asked_about(report["activities"], report["facts"], report["messages"])
    report["next_steps"] = next_steps_of(assessment, licenses, report["questions"], report["facts"], report["messages"])
    if trusted := taken_on_trust(report, assessment.portfolio):
        report["taken_on_trust"] = trusted
    report["notice"] = assessment.catalog.meta["notice"]
    return report


def _edition(assessment: Assessment) -> dict[str, Any]:
    edition = assessment.entries[0].edition
    if assessment.forced is not None:
        why = ASKED_FOR
    elif edition is assessment.rules.edition_on(assessment.as_of):
        why = f"They were in force on the application date, {assessment.as_of}."
    else:
        why = "Under this reading the expiry date of the license selects them."
    return {
        "id": edition.id,
        "name": edition.name,
        "effective_from": edition.start.isoformat(),
        "chosen_because": why,
        "citations": assessment.cite(edition.record["citations"], edition),
    }


def _shown(verdict: str, licenses: Sequence[Mapping[str, Any]]) -> str:
    """The verdict over all as people are shown it: not there yet where that holds of all that is not met."""
    unmet = {x["shown"] for x in licenses if x.get("verdict") == NOT_MET}
    return NOT_YET if verdict == NOT_MET and unmet == {NOT_YET} else verdict


def _overall(assessment: Assessment, licenses: Sequence[Mapping[str, Any]]) -> str:
    """What the verdicts come to; without any, whether there is nothing to renew now or nothing at all."""
    words = [x["verdict"] for x in licenses if "verdict" in x]
    worst = assessment.case.worst(words)
    if words or worst == "not-covered":
        return worst
    return "not-now" if {x["status"] for x in licenses} & {"not-now", "not-covered"} else "not-required"
