"""The named checks T01 to T18: mistakes that cost renewals. They run even when the totals pass.

Each function looks at one thing and yields what it finds in this portfolio; what, why and how to mend it stand in
catalog/checks/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from ..allocation.matching import maximum_matching
from ..allocation.problem import needs_of
from ..allocation.solver import Solver
from ..catalog.activity_kinds import ActivityKind
from ..catalog.editions import Edition, years_before
from ..core.codes import QUESTION
from ..core.dates import add_years
from ..core.messages import Message
from ..core.points import Points, points, show
from ..core.portfolio import Activity, Badge, Item, License
from ..core.wording import count, series
from ..regulation.application import Application, days_held, primary_held
from ..regulation.formulation import ENGLISH_LEARNERS, perhaps_sei_course, pointers_of
from ..regulation.targets import RenewalTarget, Role
from .answers import asked
from .check_context import CheckContext, DatePosition


class Finding(NamedTuple):
    """Where something stands, and the words about it.

    `case` names the one of the record's `cases` that says how to mend it here, where the check can tell; `ask` is the
    question to put where the finding is only that the file leaves something out.
    """

    pointer: str
    text: str
    case: str = ""
    ask: str = ""


RESTRICTIONS = frozenset({"sei-endorsement", "math-score-240"})
"""Conditions that stand as a restriction on the license itself; the others are licenses and tests of elsewhere."""

NOT_REGISTERED, DESIGNED = "not-registered", "educator-designed"
MOST_NAMED = 8
"""Titles in one sentence; who has more finds each of them under what did not count."""
UNSAID = {"degree_eligible": "Does its credit count toward a degree?"}
"""What to ask where the rate of a course hangs on a fact that the file leaves out."""
WORK = 20_000
"""What looking at older rules may spend on searching, in the solver's unit."""


def topic_floor(scene: CheckContext) -> Iterator[Finding]:
    """One finding for a topic, whichever licenses it is short for; "once done" for those with something planned."""
    yield from _below_floor(scene)
    if scene.once_done is not None:
        yield from _below_floor(scene.once_done)


def _below_floor(scene: CheckContext) -> Iterator[Finding]:
    problem, below = scene.outcome.problem, scene.outcome.placement.below
    if not below:
        return
    group = {lot.id: lot.group for lot in (*problem.lots, *(lot for way in problem.choices for lot in way.lots))}
    topics: dict[tuple[str, Points, Points], list[str]] = {}
    for (lot, target), total in below.items():
        short = topics.setdefault((group[lot], total, scene.outcome.entries[target].edition.floor), [])
        short += [pointer for pointer in pointers_of(lot) if pointer not in short]
    question = scene.case.rules.by_switch.get("topic-floor")
    for (_, total, floor), short in topics.items():
        items = [item for item in scene.case.portfolio.items if item.pointer in short]
        if scene.case.planned and not any(item.planned for item in items):
            continue
        one, topic = len(items) == 1, getattr(items[0], "topic", None)
        sum_up = f"adds up to {count(show(total), 'PDP')} and needs at least {show(floor)}"
        shared = f'{"has" if one else "have"} the topic "{topic}", which {sum_up}.'
        said = f"{named(items)} {shared if topic else f'names no topic and, taken alone, {sum_up}.'}"
        if all(isinstance(item, Badge) for item in items):
            beside = "stands beside a pair of another topic" if one else "stand beside pairs of another topic"
            said = f"{named(items)} {beside}; {'its' if one else 'their'} own {sum_up}. One more badge of it helps."
        lost = f"{'It does' if one else 'They do'} not count"
        if question is not None and len(question.readings) > 1:
            lost += f', unless an open question falls in your favor: "{question.record["title"]}" ({question.id})'
        yield Finding(items[0].pointer, f"{'Once done: ' if scene.case.planned else ''}{said} {lost}.")


def conference(scene: CheckContext) -> Iterator[Finding]:
    for activity in scene.case.portfolio.activities if scene.outcome.entries else ():
        if activity.kind == "conference-attendance" and not activity.used_in_earlier_cycle:
            floor = scene.case.rules.kinds["workshop"].record["minimum_hours_topic"]
            short = activity.hours is not None and activity.hours < points(floor)
            text = f'"{activity.title}" is conference attendance, which earns no PDPs by itself.'
            yield Finding(activity.pointer, text, case="too-short" if short else "")


def outside_window(scene: CheckContext) -> Iterator[Finding]:
    """One finding for a cause and license: a whole cycle may have been earned too early."""
    causes: dict[tuple[DatePosition, str, str], tuple[RenewalTarget, list[Item]]] = {}
    for item in scene.in_use:
        for standing, entry in scene.standings[item.pointer][:1]:
            if standing not in (DatePosition.INSIDE, DatePosition.GAP):
                case = _case_outside(item, standing, entry)
                causes.setdefault((standing, entry.pointer, case), (entry, []))[1].append(item)
    for (standing, pointer, case), (entry, items) in causes.items():
        one = len(items) == 1
        was, has, each = ("was", "has", "it") if one else ("were", "have", "each of them")
        days, at = f"the days that count ({entry.window})", items[0].pointer
        ask = _asks(scene, f"{at}/completed", f"On which day was {each} completed? Add `completed`.")
        if standing is DatePosition.BEFORE_EXPIRY:
            yield Finding(
                pointer,
                f"{named(items)} {was} completed before {entry.label} expired on {entry.window.expires}. "
                "Whether such points still count is an open question.",
                case,
            )
        elif case == "undated":
            told = f"cannot be told whether {'it is' if one else 'they are'} in {days}"
            yield Finding(at, f"{named(items)} {has} no date of completion, so it {told}.", ask=ask)
        elif standing is DatePosition.UNCLEAR:
            text = f"{has} no exact date, and not every day it may mean is in {days}."
            yield Finding(at, f"{named(items, dated=True)} {text}", ask=ask)
        else:
            text = f"{named(items, dated=True)} {was} completed {standing.name.lower()} {days}."
            yield Finding(at, text, case)


def _case_outside(item: Item, standing: DatePosition, entry: RenewalTarget) -> str:
    """Which of the cases of the check it is that something lies outside the days that count for an entry."""
    if item.done is None:
        return "undated"
    if standing is DatePosition.BEFORE and perhaps_sei_course(item, entry):
        return "before-sei"
    return standing.name.lower().replace("_", "-")


def _asks(scene: CheckContext, pointer: str, question: str) -> str:
    """A question about a fact that the file leaves out, with the form of its answer."""
    return asked(question, pointer, scene.case.portfolio, scene.case.catalog)


def named(items: Sequence[Item], *, dated: bool = False) -> str:
    """Their titles as part of a sentence; where there are many, only how many more there are."""
    words = [f'"{item.title}"' + (f" ({item.done})" if dated else "") for item in items]
    if len(words) > MOST_NAMED:
        words[MOST_NAMED - 1 :] = [f"{len(words) - MOST_NAMED + 1} more"]
    return series(words)


def early_renewal_gap(scene: CheckContext) -> Iterator[Finding]:
    for item in scene.in_use:
        for standing, entry in scene.standings[item.pointer]:
            if standing is DatePosition.GAP:
                yield Finding(
                    item.pointer,
                    f'"{item.title}" was completed on {item.done}, after you renewed {entry.label} early on '
                    f"{entry.license.renewed_on} and before the old license ended on {entry.window.cycle_start}.",
                )


def course_rate(scene: CheckContext) -> Iterator[Finding]:
    """A course whose certificate claims more than its rate, or whose rate hangs on something that is not said."""
    for activity in scene.activities:
        found = scene.outcome.worths.get(activity.pointer)
        if found is None or not scene.kind(activity).course:
            continue
        said, awarded = f'"{activity.title}"', activity.awarded
        unsaid = _unsaid(activity, found.kind, scene)
        if activity.credits is None and awarded is not None:
            yield Finding(
                activity.pointer,
                f"{said} claims {count(show(awarded), 'PDP')} but no credits, so its rate cannot be checked.",
                ask=_asks(
                    scene, f"{activity.pointer}/credits", "How many credits does the transcript give? Add `credits`."
                ),
            )
        elif unsaid is not None:
            question = f"{UNSAID.get(unsaid, 'What does the transcript say?')} Add `{unsaid}`."
            yield Finding(
                activity.pointer,
                f"{said} is counted at the lower rate, {found.how}, because the file leaves out `{unsaid}`, "
                "on which the rate hangs.",
                ask=_asks(scene, f"{activity.pointer}/{unsaid}", question),
            )
        elif activity.credits is not None and awarded is not None and awarded > found.points:
            yield Finding(
                activity.pointer,
                f"{said} claims {count(show(awarded), 'PDP')}, but {found.how} gives {show(found.points)}.",
                case="claims-more",
            )


def _unsaid(activity: Activity, kind: ActivityKind, scene: CheckContext) -> str | None:
    """The fact whose absence made another kind decide the rate."""
    for variant in scene.kind(activity).variants:
        if variant["use"] == kind.id and variant["fact"] not in activity.facts:
            return str(variant["fact"])
    return None


def odd_badge(scene: CheckContext) -> Iterator[Finding]:
    """A badge left over when as many pairs are made as can be, under either meaning of "related"."""
    kind = scene.case.rules.kinds["nea-micro-credential"]
    badges: dict[str, Badge] = {}
    for badge in scene.badges:
        day = badge.done.last if badge.done is not None else scene.case.as_of
        if badge.toward_endorsement is None and scene.may_count(badge) and kind.value_on(day) is not None:
            badges.setdefault(badge.credential, badge)
    left = sorted(badges.values(), key=lambda b: (str(b.done or "9999"), b.title))
    records = {b.pointer: scene.case.catalog.get("credentials", b.credential) for b in left}
    odd, beside = {}, set[str]()
    for reading, ties in (
        ("stack", {p: {r["stack"]} if "stack" in r else set() for p, r in records.items()}),
        ("area", {p: set(r["our_reading"]["areas"]) for p, r in records.items()}),
    ):
        neighbors = [[j for j, b in enumerate(left) if b is not a and _fit(a, b, ties)] for a in left]
        mates = maximum_matching(neighbors)
        paired = [b for b, mate in zip(left, mates, strict=True) if mate >= 0]
        odd[reading] = {b.pointer for b in left if b not in paired}
        beside |= {p for p in odd[reading] if any(ties[p] & ties[b.pointer] for b in paired)}
    for badge in left:
        stack, area = badge.pointer in odd["stack"], badge.pointer in odd["area"]
        if stack and area:
            words = "is in no pair: no other of its stack or area remains that could count with it"
            words += (
                ". Beside a related pair it is worth half of one or nothing"
                if badge.pointer in beside
                else ", so it is worth nothing"
            )
        elif stack:
            words = "has a partner about the same area, but none of its stack; a stack may be what the rule means"
        elif area:
            words = "has a partner of its stack, but none about the same area; an area may be what the rule means"
        else:
            continue
        yield Finding(badge.pointer, f'"{badge.title}" {words}.')


def _fit(a: Badge, b: Badge, ties: Mapping[str, set[str]]) -> bool:
    """Whether two badges are tied to each other and may count as one category."""
    common = a.categories is None or b.categories is None or bool(set(a.categories) & set(b.categories))
    return common and bool(ties[a.pointer] & ties[b.pointer])


def badge_for_endorsement(scene: CheckContext) -> Iterator[Finding]:
    for badge in scene.case.portfolio.badges:
        if badge.toward_endorsement is not None:
            name = scene.case.catalog.get("licenses", badge.toward_endorsement)["name"]
            text = f'"{badge.title}" is meant for the {name}; badges may not be used toward it.'
            yield Finding(badge.pointer, text)


def sei_confusion(scene: CheckContext) -> Iterator[Finding]:
    """The SEI endorsement taken for points in that category, or such points taken for the endorsement."""
    portfolio = scene.case.portfolio
    held = any(e.id == "sei" for e in portfolio.endorsements or ())
    for entry in scene.licenses:
        needs_it = any(
            gate.id == "sei-endorsement" and gate.fact == "/english_learner_assigned" for gate in entry.gates
        )
        for requirement in entry.target.requirements:
            if requirement.id != ENGLISH_LEARNERS or not (held or needs_it):
                continue
            have = scene.could_fill(entry, requirement.categories)
            need = f"{count(show(requirement.minimum), 'PDP')} in {requirement.label}"
            if held and have < requirement.minimum:
                yield Finding(
                    entry.pointer,
                    f"You hold the SEI endorsement, but it does not give you the {need}: the file shows "
                    f"{show(have)} that surely count.",
                    case="endorsement-only",
                )
            if not held and have >= requirement.minimum and needs_it and portfolio.english_learner_assigned != "never":
                yield Finding(
                    entry.pointer,
                    f"You have the {need}, but they do not give you the SEI endorsement, which the file says you do "
                    "not hold.",
                    case="points-only",
                )


def additional_alone(scene: CheckContext) -> Iterator[Finding]:
    case = scene.case
    primary = next((e for e in scene.licenses if e.role == Role.PRIMARY), None)
    held = primary_held(case)
    for entry in scene.licenses:
        if not entry.is_additional:
            continue
        alone = f"{entry.label} cannot be renewed alone:"
        if primary is not None:
            sure = scene.outcome.points_met(primary.index) and all(gate.state == "passed" for gate in primary.gates)
            if not sure and scene.outcome.points_met(entry.index):
                yield Finding(
                    entry.pointer,
                    f"{alone} it has its own points, but your Primary license, {primary.label}, is not sure to be "
                    "renewed with it.",
                    case="in-this-application",
                )
        elif held is not None:
            expires = min(days_held(held, entry.edition), default=None)
            if expires is not None and case.as_of >= years_before(expires, entry.edition.opens_years):
                when = "expired" if case.as_of > expires else "is itself due"
                text = f"{alone} your Primary license, {held.label}, {when} on {expires}."
                yield Finding(entry.pointer, text, case="left-out")


def invalid_additional(scene: CheckContext) -> Iterator[Finding]:
    for entry in scene.licenses:
        expires = entry.window.expires
        if entry.role != Role.INVALID_AS_ADDITIONAL or expires is None:
            continue
        if scene.outcome.placement.placed[entry.index] >= entry.target.total:
            continue
        years, usual = entry.edition.invalid_years, entry.edition.targets["additional"].total
        disputed = add_years(expires, years).year == scene.case.as_of.year
        takes = "may take" if entry.edition.invalid_unsure else "takes"
        floors = series([f"at least {show(r.minimum)} of them in {r.label}" for r in entry.target.requirements])
        state = f"may be invalid already (or only after 31 December {expires.year + years}: sources differ)"
        yield Finding(
            entry.pointer,
            f"{entry.label} expired on {expires}, more than {count(years, 'year')} ago, and "
            f"{state if disputed else 'is invalid'}. An invalid one {takes} {count(show(entry.target.total), 'PDP')}"
            f"{f' ({floors})' if floors else ''}, not {show(usual)}.",
            case="short",
        )


def final_endorsement(scene: CheckContext) -> Iterator[Finding]:
    """Silent as long as no license can be renewed and the Primary lacks points: the plan is not finished then."""
    plan, licenses = scene.case.portfolio.plan, scene.licenses
    leading = [e for e in licenses if e.role == Role.PRIMARY] or licenses
    near = any(e.window.can_apply_from is None for e in licenses)
    near = near or any(scene.outcome.points_met(e.index) for e in leading)
    if scene.case.portfolio.employer != "public-school" or plan.educator_plan or not near:
        return
    final, approval = plan.final_endorsement, "your supervisor's final approval of the finished plan"
    at = "/plan/final_endorsement"
    case = "" if plan.educator_plan is None else "no-educator-plan"
    if final is None:
        question = "Has your supervisor approved the finished plan, and when? Add `final_endorsement` under `plan`"
        question += "." if case else ", or `educator_plan` if your educator plan stands in its place."
        text = f"The file does not say whether you have {approval}."
        yield Finding(at, text, ask=_asks(scene, at, question))
    elif isinstance(final, date):
        if final > scene.case.as_of:
            text = f"The file dates {approval} {final}, after the day you apply ({scene.case.as_of})."
            yield Finding(at, text, case)
    elif not final:
        yield Finding(at, f"The file says that you do not have {approval} yet.", case)


def no_evidence(scene: CheckContext) -> Iterator[Finding]:
    """Something that may count and for which the file says that no proof is held."""
    for item in scene.in_use:
        found = scene.outcome.worths.get(item.pointer)
        if item.evidence == () and scene.may_count(item) and (found is None or found.points):
            text = f'"{item.title}" may count, but the file says that you hold no proof of it.'
            yield Finding(item.pointer, text, case="badge" if isinstance(item, Badge) else "activity")


def keep_longer(scene: CheckContext) -> Iterator[Finding]:
    """Records that must outlast what people expect: of a renewal with SEI points used twice, and of the one before."""
    as_of = scene.case.as_of
    again = scene.used_again
    for entry in scene.licenses:
        edition, renewed = entry.edition, entry.license.renewed_on
        if renewed is not None:
            until = add_years(renewed, edition.years_kept(renewed, twice=bool(again)))
            if renewed < as_of <= until:
                yield Finding(
                    f"{entry.pointer}/renewed_on",
                    f"You renewed {entry.label} on {renewed}: keep the records of that renewal until {until}.",
                )
        usual, longer = (edition.years_kept(as_of, twice=twice) for twice in (False, True))
        for item in again if longer > usual else ():
            yield Finding(
                item.pointer,
                f'"{item.title}" serves two cycles: if you renew on {as_of}, keep all records of that renewal until '
                f"{add_years(as_of, longer)}, {count(longer, 'year')} and not {usual}.",
            )


def old_split(scene: CheckContext) -> Iterator[Finding]:
    """The Primary falls short of the edition in force, but the same points would fit an older one."""
    for entry in scene.licenses:
        if entry.role != Role.PRIMARY or scene.outcome.points_met(entry.index):
            continue
        solver = Solver(WORK)
        before = scene.case.rules.edition_before(entry.edition)
        while before is not None:
            if _fits(scene, entry, before, solver):
                yield Finding(
                    entry.pointer,
                    f'These points would fit the "{before.name}", but the "{entry.edition.name}" hold for you and '
                    "divide them otherwise.",
                )
                return
            before = scene.case.rules.edition_before(before)


def _fits(scene: CheckContext, entry: RenewalTarget, edition: Edition, solver: Solver) -> bool:
    """Whether the same points, placed anew, meet the Primary target of another edition."""
    target = edition.targets["primary"]
    rows = [(r.id, r.minimum, r.categories) for r in target.requirements]
    others = [need for need in scene.outcome.needs if need.target != entry.index]
    needs = sorted([*others, *needs_of(entry.index, target.total, rows)], key=lambda need: need.target)
    return solver.solve(replace(scene.outcome.problem, needs=needs), points=False).met[entry.index]


def banking(scene: CheckContext) -> Iterator[Finding]:
    """Points saved by somebody who holds no license that is renewed with them."""
    case = scene.case
    has_points = bool(case.portfolio.activities or case.portfolio.badges)
    if not has_points or scene.outcome.entries or any(_takes_points(case, x) for x in case.portfolio.licenses):
        return
    for license in case.portfolio.licenses:
        kind = scene.label("license-types", license.type)
        text = f"{license.label} ({kind}) is not renewed with PDPs, so these points are not needed."
        yield Finding(license.pointer, text)


def _takes_points(case: Application, license: License) -> bool:
    return case.status(license) != "not-required"


def restriction_open(scene: CheckContext) -> Iterator[Finding]:
    return _open_conditions(scene, lambda gate: gate in RESTRICTIONS)


def outside_license(scene: CheckContext) -> Iterator[Finding]:
    return _open_conditions(scene, lambda gate: gate not in RESTRICTIONS)


def _open_conditions(scene: CheckContext, chosen: Callable[[str], bool]) -> Iterator[Finding]:
    """Conditions that fail or are not stated: one finding for a fact, whichever licenses it concerns."""
    found: dict[tuple[str, str, str, str], list[str]] = {}
    for entry in scene.licenses:
        for gate in entry.gates:
            if chosen(gate.id) and gate.state != "passed" and f"fact:{gate.fact}" != entry.open_field:
                failed, text = gate.state == "failed", gate.text
                if gate.fact.startswith("/licenses/"):  # these say only whether the condition is met, not which it is
                    state = "you say that you do not meet it." if failed else "the file does not say."
                    text = f"more than points is needed. {gate.label}: {state}"
                add = f" Add `{gate.id}` under `conditions`." if "/conditions/" in gate.fact else ""
                ask = "" if failed else _asks(scene, gate.fact, f"{gate.ask}{add}")
                found.setdefault((gate.fact, text, gate.id, ask), []).append(entry.label)
    for (fact, text, gate_id, ask), labels in found.items():
        yield Finding(fact, f"{series(labels)}: {text}", gate_id, ask)


def provider(scene: CheckContext) -> Iterator[Finding]:
    for activity in scene.case.portfolio.activities if scene.outcome.entries else ():
        kind, named = scene.kind(activity), activity.provider
        if named is None or activity.used_in_earlier_cycle:
            continue
        if kind.providers and named not in kind.providers:
            allowed = ", ".join(scene.label("provider-kinds", p) for p in kind.record["provider_must_be"])
            yield Finding(
                activity.pointer,
                f'"{activity.title}" names as its provider: {scene.label("provider-kinds", named)}. '
                f"For this kind of activity it has to be one of: {allowed}.",
                case=named if named in (NOT_REGISTERED, DESIGNED) else "other-kind",
            )
        elif named == NOT_REGISTERED:
            text = f'"{activity.title}" names a provider that is not registered with the department.'
            yield Finding(activity.pointer, text, case=NOT_REGISTERED)


CHECKS: dict[str, Callable[[CheckContext], Iterator[Finding]]] = {
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


def run_checks(scene: CheckContext) -> list[Message]:
    """Every finding of every check the catalog describes, by number."""
    index = {record["number"]: record for record in scene.case.catalog.all("checks")}
    found = []
    for number, trap in CHECKS.items():
        record = index.get(number)
        if record is None:
            continue
        mend: str = record["mend"]
        cases: dict[str, str] = {case["id"]: case["mend"] for case in record.get("cases", ())}
        for one in dict.fromkeys(trap(scene)):
            hint = one.ask or cases.get(one.case, mend)
            severity = QUESTION if one.ask else record["severity"]
            found.append(Message(number, severity, one.pointer, one.text, hint, tuple(record["citations"])))
    return found
