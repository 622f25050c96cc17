"""The part of a report about licenses and endorsements: verdicts, requirements, gates, proofs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from ..allocation.minimal_sets import NONE
from ..catalog.editions import Edition
from ..catalog.fields import field_named, kind_answers, kind_of, offers, other_regulation
from ..core.points import show
from ..core.portfolio import License
from ..core.wording import series
from ..judging.assessment import Assessment, not_decided
from ..judging.certificates import GATE, SEARCHED
from ..judging.details import Details, OnceDone, TargetDetails
from ..judging.scenarios.evaluation import Evaluation
from ..judging.verdicts import DEPENDS, MET, NOT_MET, Verdict
from ..regulation.conditions import Gate
from ..regulation.stated_totals import STATED
from ..regulation.targets import RenewalTarget
from .dates import dates_of
from .proofs import Ledgers, proof_of
from .requirements import open_point, requirements_of, shortfall_of

if TYPE_CHECKING:
    from ..core.reports.report import (
        GateRow,
        LicenseRow,
        OnceDoneRow,
        RequirementRow,
        ShortfallRow,
    )

NOT_YET = "not-yet"


def licenses_of(assessment: Assessment, details: Details, ledgers: Ledgers | None) -> list[LicenseRow]:
    """Each license in file order, judged or not, then the endorsements to be renewed.

    Their proofs go to `ledgers`; without these there are none, nor are they worked out.
    """
    judged = {
        entry.pointer: _judged(assessment, details.targets[entry.index], details.cautious, entry, ledgers)
        for entry in assessment.entries
    }
    rows = [judged.get(x.pointer) or _unjudged(assessment, x) for x in assessment.portfolio.licenses]
    rows += [judged[entry.pointer] for entry in assessment.entries if entry.is_endorsement]
    return cast("list[LicenseRow]", rows)


def _unjudged(assessment: Assessment, license: License) -> dict[str, Any]:
    result: dict[str, Any] = {
        "pointer": license.pointer,
        "id": license.id,
        "label": license.label,
        "kind": "license",
        "type": license.type,
        **field_of(assessment, license),
    }
    status = assessment.case.status(license)
    records = [r for r in assessment.catalog.all("licenses") if r["kind"] in ("type", "group")]
    record = next((r for r in records if r["id"] == license.type), None)
    if status == "not-covered":
        record = other_regulation(assessment.catalog)
        why = "Another regulation governs this license; mcheck does not judge it."
        if record is not None and "other_regulation" in record:
            other = record["other_regulation"]
            source = assessment.catalog.get("sources", other["source"])
            result["other_regulation"] = {"name": other["name"], "says": other["says"], "url": source["url"]}
    elif status == "not-required":
        label = assessment.catalog.terms("license-types")[license.type]["label"]
        why = f"A license of type {label} is not renewed with PDPs."
    else:
        status, why = "not-now", "You do not mean to renew it now."
    citations = [] if record is None else assessment.cite(record["citations"])
    result |= {"status": status, "shown": status, "why": why, "citations": citations}
    return result | {"requirements": [], "gates": [], "depends_on": []}


def field_of(assessment: Assessment, license: License) -> dict[str, Any]:
    """What is known of the field of a license, as report data; of an unknown one, what may have been meant."""
    catalog = assessment.catalog
    field, kind = field_named(catalog, license.field), kind_of(catalog, license)
    known: dict[str, Any] = {"known": field is not None}
    if license.field:
        known["given"] = license.field
    if field is not None:
        known |= {"id": field.id, "name": field.name}
    if kind is not None:
        known["kind"] = kind
    if field is not None:
        known["special_conditions"] = bool(field.conditions)
        known["citations"] = assessment.cite(field.row["citations"])
    if kind is None:
        near = offers(catalog, license.field)
        known["offered"] = [{"name": offer.name, "kind": offer.field.kind} for offer in near]
        known["answers"] = ["field", "license_kind"] if kind_answers(catalog, license.field) else ["field"]
    return {"field": known}


def _judged(
    assessment: Assessment, details: TargetDetails, cautious: Evaluation, entry: RenewalTarget, ledgers: Ledgers | None
) -> dict[str, Any]:
    verdict = assessment.verdicts[entry.index]
    shown = verdict.outcome.entries[entry.index]
    edition, days = shown.edition, shown.window
    shortfall = assessment.shortfalls[entry.index]
    lacking = None if shortfall is None else shortfall_of(assessment, shortfall, verdict)
    requirements = requirements_of(assessment, shown, verdict, details, lacking)
    result: dict[str, Any] = {
        "pointer": entry.pointer,
        "id": entry.name,
        "label": entry.label,
        "kind": "endorsement" if entry.is_endorsement else "license",
    }
    if not entry.is_endorsement and not assessment.brief:
        result["type"] = entry.license.type
        result |= field_of(assessment, entry.license)
    result |= {
        "status": "judged",
        "renewed_as": shown.role.value,
        "verdict": verdict.word,
        "shown": _word(shown, verdict, requirements),
        **_if_academic(entry, verdict),
    }
    if not assessment.brief:
        result |= {
            "why": _why(assessment, shown, verdict, cautious, lacking) + _other_rules(assessment, edition),
            "citations": assessment.cite(shown.target.citations),
            "edition": edition.id,
            "state": days.state,
        }
        result |= dates_of(assessment, shown, details.windows)
    elif days.expires is not None:
        result["expires"] = days.expires.isoformat()
    favorable = verdict.word == DEPENDS and not verdict.short
    result["figures_of"] = "favorable" if favorable else "cautious"
    result["requirements"] = requirements
    if lacking is not None:
        result["shortfall"] = lacking
    result["gates"] = [_gate(assessment, gate) for gate in shown.gates]
    result["depends_on"] = [list(chosen) for chosen in verdict.depends_on]
    if verdict.word == DEPENDS:
        result["sets"] = verdict.sets
        result |= _beyond_the_sets(assessment, verdict)
    if ledgers is not None:
        result |= proof_of(assessment, entry, ledgers)
    if verdict.fails and result.get("proof") == SEARCHED:
        result["why"] += " No single count shows it: it was found by trying every way to place the points."
    if verdict.points_alone is not None and verdict.primary_blocks:
        result["points_alone"] = verdict.points_alone
    if details.once_done is not None:
        result["once_done"] = _once_done(assessment, details.once_done)
    return result


def _beyond_the_sets(assessment: Assessment, verdict: Verdict) -> dict[str, Any]:
    """Which of the facts in its sets others may stand for, and what else may matter, where there are any."""
    alike: list[dict[str, Any]] = []
    for chosen in verdict.depends_on:
        for group in verdict.alike:
            least = len(set(group).intersection(chosen))
            one = {"any": least, "of": [key.removeprefix("fact:") for key in group]}
            if 0 < least < len(group) and one not in alike:
                alike.append(one)
    further = [open_point(assessment, key) for key in assessment.may_matter(verdict)]
    return ({"alike": alike} if alike else {}) | ({"may_matter": further} if further else {})


def _gate(assessment: Assessment, gate: Gate) -> GateRow:
    row = {
        "id": gate.id,
        "label": gate.label,
        "state": gate.state,
        "fact": gate.fact,
        "text": gate.text,
        **({"ask": gate.ask} if gate.ask else {}),
        "citations": assessment.cite(gate.citations),
    }
    return cast("GateRow", row)


def _word(entry: RenewalTarget, verdict: Verdict, requirements: Sequence[RequirementRow]) -> str:
    """The verdict as people are shown it: what is short, and cannot be renewed yet, is not lost but not there yet."""
    early = entry.window.can_apply_from is not None
    waiting = verdict.primary_blocks or any(r["state"] == "short" for r in requirements)
    return NOT_YET if verdict.word == NOT_MET and early and waiting else verdict.word


def _why(
    assessment: Assessment,
    entry: RenewalTarget,
    verdict: Verdict,
    cautious: Evaluation,
    lacking: ShortfallRow | None,
) -> str:
    too = "" if lacking is None else f" {lacking['text']}"
    if verdict.word == MET:
        return "Every requirement is met, and every special condition that applies."
    if verdict.preemptible:
        return (
            "It is met, but a license that has priority over it may need some of its points, depending on how open "
            "points turn out."
        )
    if verdict.short:
        whose = "this" if entry.open_field is not None else "the Primary license"
        return f"It depends on which field {whose} is in. If it is an academic license: " + _why_not(
            assessment, entry, verdict, lacking
        )
    if verdict.word == DEPENDS:
        if verdict.sets == NONE:
            return f"It depends on {not_decided(assessment.may_matter(verdict))}." + _otherwise(cautious, entry) + too
        if not verdict.depends_on:
            return "The search stopped before it could decide; see the messages."
        return _depends(verdict) + _otherwise(cautious, entry) + too
    return _why_not(assessment, entry, verdict, lacking)


def _if_academic(entry: RenewalTarget, verdict: Verdict) -> dict[str, str]:
    """What its verdict is if a license whose field is in no list is one that this regulation governs."""
    if verdict.short:
        return {"if_academic": NOT_MET}
    if entry.open_field is None:
        return {}
    return {"if_academic": MET if verdict.depends_on[:1] == ((entry.open_field,),) else DEPENDS}


def _why_not(assessment: Assessment, entry: RenewalTarget, verdict: Verdict, lacking: ShortfallRow | None) -> str:
    too = "" if lacking is None else f" {lacking['text']}"
    failed = [gate.label for gate in entry.failed_gates]
    if failed:
        return f"A special condition is not met: {'; '.join(failed)}.{too}"
    if verdict.primary_blocks and assessment.certificates[entry.index].kind == GATE:
        after = " With the Primary served first:" if too else ""
        return f"It cannot be renewed alone, and the Primary license is not renewed with it.{after}{too}"
    if lacking is not None:
        return str(lacking["text"])
    return "The points cannot be placed so that every requirement is met."


def _depends(verdict: Verdict) -> str:
    """That it depends on something; of sums that only certificates can show, that they would have to."""
    if f"fact:{STATED}" not in verdict.scenario.named:
        return f"It depends on {not_decided(key for one in verdict.depends_on for key in one)}; see below."
    further = ", and if the open points below fall your way" if len(verdict.scenario.named) > 1 else ""
    return f"Met, if your certificates hold{further}: the sums you state were not checked one by one."


def _otherwise(cautious: Evaluation, shown: RenewalTarget) -> str:
    """What it needs if nothing falls in the educator's favor, where that is not what the requirements show."""
    target = cautious.entries[shown.index].target
    other, mine = ([x.total, *((r.id, r.minimum) for r in x.requirements)] for x in (target, shown.target))
    if other == mine:
        return ""
    needed = [f"{show(r.minimum)} in {r.label}" for r in target.requirements]
    words = "These requirements apply if what is open falls your way; if not, it needs"
    return f" {words} {series([*needed, f'{show(target.total)} in all'])}."


def _other_rules(assessment: Assessment, edition: Edition) -> str:
    """Whose numbers these are, where they are not those of the edition that the report names at its head."""
    if edition is assessment.entries[0].edition:
        return ""
    applied = edition is assessment.rules.edition_on(assessment.as_of)
    why = "in force on the application date" if applied else "which its expiry date selects, if that date decides"
    return f' The numbers are those of the "{edition.name}", {why}.'


def _once_done(assessment: Assessment, done: OnceDone) -> OnceDoneRow:
    then = "" if done.as_of == assessment.as_of else f" and an application on {done.as_of}"
    why = {
        MET: f"With the planned activities done{then}, every requirement is met.",
        DEPENDS: f"With the planned activities done{then}, it still depends on open points.",
        NOT_MET: f"With the planned activities done{then}, it is still not met.",
    }[done.word]
    shown = NOT_YET if done.word == NOT_MET and done.early else done.word
    return cast("OnceDoneRow", {"verdict": done.word, "shown": shown, "why": why})
