"""The whole check: a portfolio and a catalog in, a report out (schemas/report.schema.json)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from ..allocation.minimal_sets import FIRST, NONE
from ..catalog.rules import load_rules
from ..catalog.scenario import pinned, with_months
from ..catalog.store import Catalog
from ..core import REPORT_VERSION, __version__
from ..core.portfolio import Portfolio
from ..core.portfolio_file import PortfolioFile
from ..core.reports.confirmation import ASKED_FOR, IN_FORCE
from ..judging.assessment import Assessment
from ..judging.details import Details
from ..judging.verdicts import NOT_MET
from .activities import activities_of, mark_asked_about, pairs_of, stated_of
from .licenses import NOT_YET, licenses_of
from .messages import add_lines, messages_of
from .next_steps import next_steps_of
from .open_points import facts_of, pathways_of, pins_of, questions_of, settled_of, taken_on_trust
from .proofs import Ledgers

if TYPE_CHECKING:
    from ..core.reports.report import EditionRow, LicenseRow, MessageRow, NextStepRow, Report


class Summary(NamedTuple):
    """What a report says under the keys of the same names."""

    as_of: date
    verdict: str
    shown: str
    licenses: list[LicenseRow]
    messages: list[MessageRow]
    next_steps: Iterator[NextStepRow]
    """Worked out one by one."""


def check(
    portfolio: PortfolioFile | Portfolio,
    catalog: Catalog,
    *,
    on: date | None = None,
    edition: str | None = None,
    readings: Sequence[str] = (),
    today: date | None = None,
    sets: str = FIRST,
) -> Report:
    """The report on a portfolio for an application `on` a day, by default the portfolio's own, or else `today`.

    `edition` is the id of the edition to judge by in place of the one in force on that day; `readings` fix open
    questions, as `--reading` does: "cautious", "generous" or "QUESTION=READING". `sets` says which of the smallest sets
    of open points that decide a verdict are looked for: the "first" two, "all" or "none". Messages of a portfolio that
    came from a file say their lines and are in their order.

    Raises InputError where nothing says the day, for a day before the first edition of the rules, and for an edition,
    question or reading that does not exist.
    """
    file = PortfolioFile.of(portfolio)
    as_of, as_of_from = file.application_date(on, today)
    return _report(assess(file.portfolio, catalog, as_of, edition, readings, sets), as_of_from, file)


def assess(
    portfolio: Portfolio,
    catalog: Catalog,
    as_of: date,
    edition: str | None = None,
    readings: Sequence[str] = (),
    sets: str = FIRST,
    *,
    brief: bool = False,
) -> Assessment:
    """What a report is made from: the judgment of an application on a day. Raises InputError as `check` does.

    With `sets="none"` it is there soonest, and holds verdicts, figures and what is missing; what a verdict depends on
    is then not looked for, and what proves it only once it is asked for. For `brief` see `Assessment`.
    """
    rules = with_months(pinned(load_rules(catalog.on(as_of)), readings), portfolio.licenses)
    forced = None if edition is None else rules.edition(edition)
    if forced is None:
        rules.edition_for(as_of)
    return Assessment(portfolio, rules, as_of, forced, sets, brief=brief)


def summarize(
    file: PortfolioFile, catalog: Catalog, *, on: date | None = None, today: date | None = None, sets: str = NONE
) -> Summary:
    """The part of a report that a row of many is made from, from the same assessment: it leaves out what proves it.

    Raises InputError as `check` does.
    """
    as_of, _ = file.application_date(on, today)
    assessment = assess(file.portfolio, catalog, as_of, sets=sets, brief=True)
    details = Details(assessment)
    licenses = licenses_of(assessment, details, None)
    verdict = _overall(assessment, licenses)
    questions, facts = questions_of(assessment, details), facts_of(assessment, details)
    messages = messages_of(assessment, [*file.messages, *details.messages])
    steps = next_steps_of(assessment, licenses, questions, facts, messages)
    return Summary(as_of, verdict, _shown(verdict, licenses), licenses, messages, steps)


def standing(
    file: PortfolioFile, catalog: Catalog, *, on: date | None, edition: str | None, today: date | None
) -> tuple[Assessment, Report]:
    """An assessment that does not look for what verdicts depend on, and of its report the keys up to `licenses`.

    Raises InputError as `check` does.
    """
    as_of, as_of_from = file.application_date(on, today)
    assessment = assess(file.portfolio, catalog, as_of, edition, sets=NONE)
    return assessment, cast("Report", _head(assessment, Details(assessment), None, as_of_from, file))


def _head(
    assessment: Assessment, details: Details, ledgers: Ledgers | None, as_of_from: str, file: PortfolioFile
) -> dict[str, Any]:
    """A report as far as its licenses. For `ledgers` see `licenses_of`."""
    licenses = licenses_of(assessment, details, ledgers)
    report: dict[str, Any] = {
        "schema_version": REPORT_VERSION,
        "mcheck": __version__,
        "catalog": {"edition": assessment.catalog.edition, "sha256": assessment.catalog.sha256},
        "portfolio": {"name": file.name, "sha256": file.sha256},
        "as_of": assessment.as_of.isoformat(),
        "as_of_from": as_of_from,
    }
    if assessment.portfolio.label:
        report["portfolio"]["label"] = assessment.portfolio.label
    if assessment.entries:
        report["edition"] = _edition(assessment)
    if pins := pins_of(assessment):
        report["readings"] = pins
    if assessment.sets != FIRST:
        report["sets"] = assessment.sets
    if settled := settled_of(assessment, details):
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
    return report


def _report(assessment: Assessment, as_of_from: str, file: PortfolioFile) -> Report:
    details, ledgers = Details(assessment), Ledgers()
    report = _head(assessment, details, ledgers, as_of_from, file)
    licenses: list[LicenseRow] = report["licenses"]
    report["ledgers"] = ledgers.rows
    report["activities"] = activities_of(assessment)
    report["pairs"] = pairs_of(assessment)
    if assessment.portfolio.stated is not None and assessment.entries:
        report["stated"] = stated_of(assessment, details)
    report["questions"] = questions_of(assessment, details)
    report["facts"] = facts_of(assessment, details)
    report["pathways"] = pathways_of(assessment)
    report["messages"] = messages_of(assessment, [*file.messages, *details.messages])
    mark_asked_about(report["activities"], report["facts"], report["messages"])
    steps = next_steps_of(assessment, licenses, report["questions"], report["facts"], report["messages"])
    report["next_steps"] = list(steps)
    if trusted := list(taken_on_trust(cast("Report", report), assessment.portfolio)):
        report["taken_on_trust"] = trusted
    report["sources"] = assessment.catalog.sources_cited(report)
    report["notice"] = assessment.catalog.meta["notice"]
    add_lines(report["messages"], file)
    return cast("Report", report)


def _edition(assessment: Assessment) -> EditionRow:
    edition = assessment.entries[0].edition
    if assessment.forced is not None:
        why = ASKED_FOR
    elif edition is assessment.rules.edition_on(assessment.as_of):
        why = IN_FORCE.format(assessment.as_of)
    else:
        why = "They apply if the expiry date of the license decides, which is not settled."
    return {
        "id": edition.id,
        "name": edition.name,
        "effective_from": edition.start.isoformat(),
        "chosen_because": why,
        "citations": assessment.cite(edition.record["citations"]),
    }


def _shown(verdict: str, licenses: Sequence[LicenseRow]) -> str:
    """The verdict over all as people are shown it: not there yet where that holds of all that is not met."""
    unmet = {x["shown"] for x in licenses if x.get("verdict") == NOT_MET}
    return NOT_YET if verdict == NOT_MET and unmet == {NOT_YET} else verdict


def _overall(assessment: Assessment, licenses: Sequence[LicenseRow]) -> str:
    """What the verdicts come to; without any, whether there is nothing to renew now or nothing at all."""
    words = [x["verdict"] for x in licenses if "verdict" in x]
    worst = assessment.case.worst(words)
    if words or worst == "not-covered":
        return worst
    return "not-now" if {x["status"] for x in licenses} & {"not-now", "not-covered"} else "not-required"
