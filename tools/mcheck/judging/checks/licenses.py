"""Checks of licenses: what a license needs beside its own points."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ...catalog.conditions import blocking_endorsements, need_began
from ...catalog.editions import years_before
from ...core.dates import add_years
from ...core.points import show
from ...core.portfolio import License
from ...core.records import Record
from ...core.wording import count, series
from ...regulation.application import Application, days_held, primary_held
from ...regulation.targets import Role
from .context import CheckContext
from .registry import CHECKS, Finding, question_about


@CHECKS.register("T08")
def sei_confusion(context: CheckContext) -> Iterator[Finding]:
    """An endorsement taken for points in a category, as SEI is, or such points taken for the endorsement."""
    for record in blocking_endorsements(context.case.catalog):
        if "points_category" in record:
            yield from _mixed_up(context, record)


def _mixed_up(context: CheckContext, record: Record) -> Iterator[Finding]:
    portfolio, began, name = context.case.portfolio, need_began(record), record.get("short_name", record["name"])
    held = any(e.id == record["id"] for e in portfolio.endorsements or ())
    for entry in context.licenses:
        needs_it = any(gate.id == f"{record['id']}-endorsement" and gate.fact == began for gate in entry.gates)
        for requirement in entry.target.requirements:
            if requirement.categories != {record["points_category"]} or not (held or needs_it):
                continue
            have = context.potential_points(entry, requirement.categories)
            need = f"{count(show(requirement.minimum), 'PDP')} in {requirement.label}"
            if held and have < requirement.minimum:
                most = f"at most {show(have)}" if have else "none"
                yield Finding(
                    entry.pointer,
                    f"You hold the {name}, but it does not give you the {need}: of the points that certainly count, "
                    f"{most} can serve there.",
                    case="endorsement-only",
                )
            if (
                not held
                and have >= requirement.minimum
                and needs_it
                and portfolio.needed_since.get(began or "") != "never"
            ):
                yield Finding(
                    entry.pointer,
                    f"Your points may fill the {need}, but they do not give you the {name}, which the file says you do "
                    "not hold.",
                    case="points-only",
                )


@CHECKS.register("T09")
def additional_alone(context: CheckContext) -> Iterator[Finding]:
    case = context.case
    primary = next((e for e in context.licenses if e.role == Role.PRIMARY), None)
    held = primary_held(case)
    for entry in context.licenses:
        if not entry.is_additional:
            continue
        alone = f"{entry.label} cannot be renewed alone:"
        if primary is not None:
            sure = context.outcome.points_met(primary.index) and all(gate.state == "passed" for gate in primary.gates)
            if not sure and context.outcome.points_met(entry.index):
                yield Finding(
                    entry.pointer,
                    f"{alone} it has its own points, but your Primary license, {primary.label}, is not certain to be "
                    "renewed with it.",
                    case="in-this-application",
                )
        elif held is not None:
            expires = min(days_held(held, entry.edition), default=None)
            if expires is not None and case.as_of >= years_before(expires, entry.edition.opens_years):
                when = "expired" if case.as_of > expires else "is itself due"
                text = f"{alone} your Primary license, {held.label}, {when} on {expires}."
                yield Finding(entry.pointer, text, case="left-out")


@CHECKS.register("T10")
def invalid_additional(context: CheckContext) -> Iterator[Finding]:
    for entry in context.licenses:
        expires = entry.window.expires
        if entry.role != Role.INVALID_AS_ADDITIONAL or expires is None or entry.edition.invalid is None:
            continue
        if context.outcome.placement.placed[entry.index] >= entry.target.total:
            continue
        years, usual = entry.edition.invalid_years, entry.edition.target("additional").total
        disputed = add_years(expires, years).year == context.case.as_of.year
        takes = "may take" if entry.edition.invalid_unsure else "takes"
        floors = series([f"at least {show(r.minimum)} of them in {r.label}" for r in entry.target.requirements])
        state = f"may be invalid already (or only after December 31, {expires.year + years}: sources differ)"
        yield Finding(
            entry.pointer,
            f"{entry.label} expired on {expires}, more than {count(years, 'year')} ago, and "
            f"{state if disputed else 'is invalid'}. An invalid one {takes} {count(show(entry.target.total), 'PDP')}"
            f"{f' ({floors})' if floors else ''}, not {show(usual)}.",
            case="short",
        )


@CHECKS.register("T11")
def final_endorsement(context: CheckContext) -> Iterator[Finding]:
    """Silent as long as no license can be renewed and the Primary lacks points: the plan is not finished then."""
    plan, licenses = context.case.portfolio.plan, context.licenses
    leading = [e for e in licenses if e.role == Role.PRIMARY] or licenses
    near = any(e.window.can_apply_from is None for e in licenses)
    near = near or any(context.outcome.points_met(e.index) for e in leading)
    if context.case.portfolio.employer != "public-school" or plan.educator_plan or not near:
        return
    final, approval = plan.final_endorsement, "your supervisor's final approval of the finished plan"
    at = "/plan/final_endorsement"
    case = "" if plan.educator_plan is None else "no-educator-plan"
    if final is None:
        question = "Has your supervisor approved the finished plan, and when? Add `final_endorsement` under `plan`"
        question += "." if case else ", or `educator_plan` if your educator plan takes its place."
        text = f"The file does not say whether you have {approval}."
        yield Finding(at, text, ask=question_about(context, at, question))
    elif isinstance(final, date):
        if final > context.case.as_of:
            text = f"The file dates {approval} {final}, after the day you apply ({context.case.as_of})."
            yield Finding(at, text, case)
    elif not final:
        yield Finding(at, f"The file says that you do not have {approval} yet.", case)


@CHECKS.register("T15")
def banking(context: CheckContext) -> Iterator[Finding]:
    """Points saved by somebody who holds no license that is renewed with them."""
    case = context.case
    has_points = bool(case.portfolio.activities or case.portfolio.badges)
    if not has_points or context.outcome.entries or any(_takes_points(case, x) for x in case.portfolio.licenses):
        return
    for license in case.portfolio.licenses:
        kind = context.label("license-types", license.type)
        text = f"{license.label} ({kind}) is not renewed with PDPs, so these points are not needed."
        yield Finding(license.pointer, text)


def _takes_points(case: Application, license: License) -> bool:
    return case.status(license) != "not-required"


@CHECKS.register("T16")
def restriction_open(context: CheckContext) -> Iterator[Finding]:
    return _open_conditions(context, restrictions=True)


@CHECKS.register("T18")
def outside_license(context: CheckContext) -> Iterator[Finding]:
    return _open_conditions(context, restrictions=False)


def _open_conditions(context: CheckContext, *, restrictions: bool) -> Iterator[Finding]:
    """Restrictions, or licenses and tests of elsewhere, that fail or are not stated: one finding for a fact."""
    labels_by_condition: dict[tuple[str, str, str, str], list[str]] = {}
    for entry in context.licenses:
        for gate in entry.gates:
            if gate.restriction == restrictions and gate.state != "passed" and f"fact:{gate.fact}" != entry.open_field:
                failed, text = gate.state == "failed", gate.text
                if gate.fact.startswith("/licenses/"):  # these say only whether the condition is met, not which it is
                    state = "you say that you do not meet it." if failed else "the file does not say."
                    text = f"points alone are not enough. {gate.label}: {state}"
                add = f" Add `{gate.id}` under `conditions`." if "/conditions/" in gate.fact else ""
                ask = "" if failed else question_about(context, gate.fact, f"{gate.ask}{add}")
                labels_by_condition.setdefault((gate.fact, text, gate.id, ask), []).append(entry.label)
    for (fact, text, gate_id, ask), labels in labels_by_condition.items():
        yield Finding(fact, f"{series(labels)}: {text}", gate_id, ask)
