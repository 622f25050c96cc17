"""The named checks T01 to T18: mistakes that cost renewals. They run even when the totals pass.

Each function looks at one thing and yields (pointer, words about this portfolio); what, why and how to mend it stand in
catalog/checks/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .judge import DROPPED_TOPIC, ODD, OUTSIDE, Case, Outcome
from .model import Message, show
from .rules import years_before

Finding = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Scene:
    """What a check may look at: the case, and the cautious outcome."""

    case: Case
    outcome: Outcome

    def reasons(self, code: str) -> Iterator[Finding]:
        for pointer, found in self.outcome.reasons.items():
            for name, text in found:
                if name == code:
                    yield pointer, text


def topic_floor(scene: Scene) -> Iterator[Finding]:
    yield from scene.reasons(DROPPED_TOPIC)


def conference(scene: Scene) -> Iterator[Finding]:
    for activity in scene.case.portfolio.activities:
        if activity.kind == "conference-attendance":
            yield activity.pointer, f'"{activity.title}" is conference attendance, which earns no PDPs by itself.'


def outside_window(scene: Scene) -> Iterator[Finding]:
    yield from scene.reasons(OUTSIDE)


def early_renewal_gap(scene: Scene) -> Iterator[Finding]:
    for entry in scene.outcome.entries:
        renewed, start = entry.license.renewed_on, entry.window.cycle_start
        if renewed is None or start is None or renewed >= start:
            continue
        for item in scene.case.portfolio.items:
            if item.done is not None and renewed < item.done.first and item.done.last <= start:
                yield (
                    item.pointer,
                    f'"{item.title}" was completed on {item.done}, after the early renewal of {renewed} and before '
                    f"the cycle that begins after {start}.",
                )


def course_rate(scene: Scene) -> Iterator[Finding]:
    """An undergraduate or audited course whose certificate claims more than its rate."""
    lower = {"undergraduate-course", "undergraduate-upper-level-new-content", "audited-course", "course-not-for-credit"}
    for activity in scene.case.portfolio.activities:
        found = scene.outcome.worths.get(activity.pointer)
        if found is None or activity.credits is None or activity.awarded is None:
            continue
        if found.kind.id in lower and activity.awarded > found.points:
            yield (
                activity.pointer,
                f'"{activity.title}" claims {show(activity.awarded)} PDPs, but {found.how} gives {show(found.points)}.',
            )


def odd_badge(scene: Scene) -> Iterator[Finding]:
    yield from scene.reasons(ODD)


def badge_for_endorsement(scene: Scene) -> Iterator[Finding]:
    for badge in scene.case.portfolio.badges:
        if badge.toward_endorsement is not None:
            name = scene.case.catalog.get("licenses", badge.toward_endorsement)["name"]
            yield badge.pointer, f'"{badge.title}" is meant for the {name}; badges may not be used toward it.'


def sei_confusion(scene: Scene) -> Iterator[Finding]:
    """Holding the SEI endorsement without points in that category, which are a separate requirement."""
    portfolio = scene.case.portfolio
    if not any(e.id == "sei" for e in portfolio.endorsements or ()):
        return
    for entry in scene.outcome.entries:
        for requirement in entry.target.requirements:
            if requirement.id != "sei-esl-bilingual":
                continue
            serving = any("sei-esl-bilingual" in (item.categories or ()) for item in portfolio.items)
            if not serving:
                yield (
                    entry.pointer,
                    f"You hold the SEI endorsement, but nothing in the file counts toward the "
                    f"{show(requirement.minimum)} PDPs in {requirement.label}.",
                )


def additional_alone(scene: Scene) -> Iterator[Finding]:
    case = scene.case
    held = next((x for x in case.portfolio.licenses if x.primary and not x.renew), None)
    for entry in scene.outcome.entries:
        if "additional" not in entry.renewed_as or held is None:
            continue
        expires = held.expires
        if expires is not None and case.as_of >= years_before(expires, entry.edition.opens_years):
            yield (
                entry.pointer,
                f"{entry.label} cannot be renewed alone: your Primary license, {held.field}, "
                f"{'expired' if case.as_of > expires else 'is due'} on {expires}.",
            )


def invalid_additional(scene: Scene) -> Iterator[Finding]:
    for entry in scene.outcome.entries:
        if entry.renewed_as == "invalid-as-additional":
            usual = entry.edition.targets["additional"].total
            yield (
                entry.pointer,
                f"{entry.label} expired on {entry.window.expires} and is invalid: it takes "
                f"{show(entry.target.total)} PDPs, not {show(usual)}.",
            )


def final_endorsement(scene: Scene) -> Iterator[Finding]:
    portfolio = scene.case.portfolio
    plan = portfolio.plan
    if portfolio.employer != "public-school" or plan.educator_plan or not scene.outcome.entries:
        return
    if plan.final_endorsement is None or plan.final_endorsement is False:
        said = "does not say that" if plan.final_endorsement is None else "says that you do not yet"
        have = "you have" if plan.final_endorsement is None else "have"
        text = f"The file {said} {have} your supervisor's final approval of the finished plan."
        yield "/plan/final_endorsement", text


def no_evidence(scene: Scene) -> Iterator[Finding]:
    """Something that counts and for which the file says that no proof is held."""
    for item in scene.case.portfolio.items:
        if item.evidence == () and not item.planned:
            yield item.pointer, f'You hold no proof of "{item.title}".'


def keep_longer(scene: Scene) -> Iterator[Finding]:
    for activity in scene.case.portfolio.activities:
        if activity.sei_course and scene.outcome.entries:
            record = scene.outcome.entries[0].edition.record["records"]
            if "years_sei" in record and activity.used_in_earlier_cycle:
                yield (
                    activity.pointer,
                    f'"{activity.title}" is used in two cycles: keep its records {record["years_sei"]} years, '
                    f"not {record['years']}.",
                )


def old_split(scene: Scene) -> Iterator[Finding]:
    """The totals of an older edition are met, those of the edition in force are not."""
    for entry in scene.outcome.entries:
        if entry.renewed_as != "primary" or scene.outcome.points_met(entry.index):
            continue
        before = scene.case.rules.edition_before(entry.edition)
        have = _by_category(scene, entry.index)
        while before is not None:
            target = before.targets["primary"]
            if sum(have.values()) >= target.total and all(
                sum(have.get(c, 0) for c in r.categories) >= r.minimum for r in target.requirements
            ):
                yield (
                    entry.pointer,
                    f"These points would fit the rules of {before.start}, which no longer hold; "
                    f"{entry.edition.name} asks for another split.",
                )
                return
            before = scene.case.rules.edition_before(before)


def _by_category(scene: Scene, target: int) -> dict[str, int]:
    """Points by the first category each lot may count as."""
    sums: dict[str, int] = {}
    for lot in scene.outcome.lots:
        mine = [c for t, c in lot.options if t == target]
        if mine:
            sums[mine[0]] = sums.get(mine[0], 0) + lot.amount
    return sums


def banking(scene: Scene) -> Iterator[Finding]:
    case = scene.case
    has_points = bool(case.portfolio.activities or case.portfolio.badges)
    for license in case.portfolio.licenses:
        if has_points and case.status(license) == "not-required":
            kind = case.catalog.terms("license-types")[license.type]["label"]
            yield license.pointer, f"{license.field} is a license of type {kind}: it is not renewed with PDPs."


def restriction_open(scene: Scene) -> Iterator[Finding]:
    for entry in scene.outcome.entries:
        for gate in entry.gates:
            if gate.state != "passed" and gate.id in ("sei-endorsement", "math-score-240"):
                yield gate.fact, f"{entry.label}: {gate.text}"


def provider(scene: Scene) -> Iterator[Finding]:
    for activity in scene.case.portfolio.activities:
        found = scene.outcome.worths.get(activity.pointer)
        if found is not None and any(code == "R205" for code, _ in found.reasons):
            yield activity.pointer, f'"{activity.title}" comes from a provider that may not award PDPs.'


def outside_license(scene: Scene) -> Iterator[Finding]:
    for entry in scene.outcome.entries:
        for gate in entry.gates:
            if gate.state != "passed" and gate.id not in ("sei-endorsement", "math-score-240"):
                yield gate.fact, f"{entry.label}: {gate.label}. {gate.text}"


TRAPS: dict[str, Callable[[Scene], Iterator[Finding]]] = {
    "T01": topic_floor,
    "T02": conference,
    "T03": outside_window,
    "T04": early_renewal_gap,
    "T05": course_rate,
    "T06": odd_badge,
    "T07": badge_for_endorsement,
    "T08": sei_confusion,
    "T09": additional_alone,
    "T10": invalid_additional,
    "T11": final_endorsement,
    "T12": no_evidence,
    "T13": keep_longer,
    "T14": old_split,
    "T15": banking,
    "T16": restriction_open,
    "T17": provider,
    "T18": outside_license,
}


def run_traps(scene: Scene) -> list[Message]:
    """Every finding of every check the catalog describes, by number."""
    index = {record["number"]: record for record in scene.case.catalog.all("checks")}
    found = []
    for number, trap in TRAPS.items():
        record = index.get(number)
        if record is None:
            continue
        for pointer, text in dict.fromkeys(trap(scene)):
            found.append(Message(number, record["severity"], pointer, text, record["mend"], tuple(record["citations"])))
    return found
