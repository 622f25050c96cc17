"""Checks of points: activities and badges that count for less than people expect, or for nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from ...allocation.counting import unfilled
from ...allocation.flows.matching import maximum_matching
from ...allocation.problem import Lot, Need, needs_of
from ...allocation.solver import Solver
from ...catalog.activity_kinds import ActivityKind
from ...catalog.editions import Edition
from ...catalog.switches import RELATED_BADGES, TOPIC_FLOOR
from ...core.points import Points, points, show
from ...core.portfolio import Activity, Badge
from ...core.wording import count
from ...regulation.lots import pointers_of
from ...regulation.targets import RenewalTarget, Role
from ...regulation.valuation import pair_value
from ..answers import named
from .context import CheckContext
from .registry import CHECKS, Finding, question_about

NOT_REGISTERED, DESIGNED = "not-registered", "educator-designed"

UNSAID = {"degree_eligible": "Does its credit count toward a degree?"}
"""What to ask where the rate of a course depends on a fact that the file leaves out."""

OLDER_RULES_BUDGET = 20_000
"""What looking at older rules may spend on searching, in the solver's unit."""


@CHECKS.register("T01")
def topic_floor(context: CheckContext) -> Iterator[Finding]:
    """One finding for a topic, whichever licenses it is short for; "once done" for those with something planned."""
    yield from _below_floor(context)
    if context.once_done is not None:
        yield from _below_floor(context.once_done)


def _below_floor(context: CheckContext) -> Iterator[Finding]:
    problem, below = context.outcome.formulation.problem, context.outcome.below
    if not below:
        return
    group = {lot.id: lot.group for lot in (*problem.lots, *(lot for way in problem.choices for lot in way.lots))}
    topics: dict[tuple[str, Points, Points], list[str]] = {}
    for (lot, target), total in below.items():
        short = topics.setdefault((group[lot], total, context.outcome.entries[target].edition.floor), [])
        short += [pointer for pointer in pointers_of(lot) if pointer not in short]
    question = context.case.rules.by_switch.get(TOPIC_FLOOR.name)
    for (_, total, floor), short in topics.items():
        items = [item for item in context.case.portfolio.items if item.pointer in short]
        if context.case.planned and not any(item.planned for item in items):
            continue
        is_one, topic = len(items) == 1, getattr(items[0], "topic", None)
        sum_up = f"adds up to {count(show(total), 'PDP')} and needs at least {show(floor)}"
        shared = f'{"has" if is_one else "have"} the topic "{topic}", which {sum_up}.'
        sentence = f"{named(items)} {shared if topic else f'gives no topic and, by itself, {sum_up}.'}"
        if all(isinstance(item, Badge) for item in items):
            beside = "goes with a pair on another topic" if is_one else "go with pairs on another topic"
            sentence = (
                f"{named(items)} {beside}; {'its' if is_one else 'their'} own {sum_up}. One more badge on that topic "
                "helps."
            )
        lost = f"{'It does' if is_one else 'They do'} not count"
        if question is not None and question.is_open(context.outcome.entries[0].window.texts):
            lost += f', unless an open question falls in your favor: "{question.record["title"]}" ({question.id})'
        yield Finding(items[0].pointer, f"{'Once done: ' if context.case.planned else ''}{sentence} {lost}.")


@CHECKS.register("T02")
def conference(context: CheckContext) -> Iterator[Finding]:
    for activity in context.case.portfolio.activities if context.outcome.entries else ():
        instead = context.kind(activity).record.get("listed_as")
        if instead is not None and context.may_count(activity):
            least = context.case.rules.kinds[instead].record.get("minimum_hours_topic", 0)
            short = activity.hours is not None and activity.hours < points(least)
            text = f'"{activity.title}" is conference attendance, which earns no PDPs by itself.'
            yield Finding(activity.pointer, text, case="too-short" if short else "")


@CHECKS.register("T05")
def course_rate(context: CheckContext) -> Iterator[Finding]:
    """A course whose certificate claims more than its rate, or whose rate depends on something that is not said."""
    for activity in context.activities:
        valuation = context.outcome.formulation.valuations.get(activity.pointer)
        if (
            valuation is None
            or not valuation.points
            or not context.kind(activity).course
            or not context.may_count(activity)
        ):
            continue
        title, awarded = f'"{activity.title}"', activity.awarded
        unsaid = _unsaid(activity, valuation.kind, context)
        if activity.credits is None and awarded is not None:
            yield Finding(
                activity.pointer,
                f"{title} claims {count(show(awarded), 'PDP')} but no credits, so its rate cannot be checked.",
                ask=question_about(
                    context, f"{activity.pointer}/credits", "How many credits does the transcript give? Add `credits`."
                ),
            )
        elif unsaid is not None:
            question = f"{UNSAID.get(unsaid, 'What does the transcript say?')} Add `{unsaid}`."
            yield Finding(
                activity.pointer,
                f"{title} is valued at the lower rate, {valuation.how}, because the file leaves out `{unsaid}`, "
                "on which the rate depends.",
                ask=question_about(context, f"{activity.pointer}/{unsaid}", question),
            )
        elif activity.credits is not None and awarded is not None and awarded > valuation.points:
            yield Finding(
                activity.pointer,
                f"{title} claims {count(show(awarded), 'PDP')}, but {valuation.how} gives {show(valuation.points)}.",
                case="claims-more",
            )


def _unsaid(activity: Activity, kind: ActivityKind, context: CheckContext) -> str | None:
    """The fact whose absence made another kind decide the rate."""
    for variant in context.kind(activity).variants:
        if variant["use"] == kind.id and variant["fact"] not in activity.facts:
            return str(variant["fact"])
    return None


@CHECKS.register("T06")
def odd_badge(context: CheckContext) -> Iterator[Finding]:
    """A badge left over when as many pairs are made as can be, under either meaning of "related"."""
    kind = context.case.rules.badges
    badges: dict[str, Badge] = {}
    for badge in context.badges:
        day = badge.done.last if badge.done is not None else context.case.as_of
        if badge.toward_endorsement is None and context.may_count(badge) and _makes_pairs(kind, day):
            badges.setdefault(badge.credential, badge)
    left = sorted(badges.values(), key=lambda b: (str(b.done or "9999"), b.title))
    records = {b.pointer: context.case.catalog.get("credentials", b.credential) for b in left}
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
    settled = _related_by(context)
    for badge in left:
        stack, area = badge.pointer in odd[settled or "stack"], badge.pointer in odd[settled or "area"]
        if stack and area:
            words = "is not in a pair: no other badge of its stack or area is left that could count with it"
            words += (
                ". With a related pair it is worth half a pair or nothing"
                if badge.pointer in beside
                else ", so it is worth nothing"
            )
        elif stack:
            words = "has a partner in the same area but none in its stack; the rule may mean the stack"
        elif area:
            words = "has a partner in its stack but none in the same area; the rule may mean the area"
        else:
            continue
        yield Finding(badge.pointer, f'"{badge.title}" {words}.')


def _makes_pairs(kind: ActivityKind | None, day: date) -> bool:
    """Whether badges of a day have a value that is for a pair of them."""
    value = None if kind is None else kind.value_on(day)
    return value is not None and value.per == "pair"


def _related_by(context: CheckContext) -> str | None:
    """What makes badges of today related, "stack" or "area"; None where that is open."""
    rules, day, entries = context.case.rules, context.case.as_of, context.outcome.entries
    question = rules.by_switch.get(RELATED_BADGES.name)
    if question is None or not entries:
        return None
    settlement = question.settlement(entries[0].edition.texts(day, pair_value(rules, day)))
    return None if settlement is None else str(question.settled_reading(settlement)["changes"][0]["is"])


def _fit(a: Badge, b: Badge, ties: Mapping[str, set[str]]) -> bool:
    """Whether two badges are tied to each other and may count as one category."""
    common = a.categories is None or b.categories is None or bool(set(a.categories) & set(b.categories))
    return common and bool(ties[a.pointer] & ties[b.pointer])


@CHECKS.register("T07")
def badge_for_endorsement(context: CheckContext) -> Iterator[Finding]:
    for badge in context.case.portfolio.badges:
        if badge.toward_endorsement is not None:
            name = context.case.catalog.get("licenses", badge.toward_endorsement)["name"]
            text = f'"{badge.title}" is meant for the {name}; badges may not be used toward it.'
            yield Finding(badge.pointer, text)


@CHECKS.register("T12")
def no_evidence(context: CheckContext) -> Iterator[Finding]:
    """Something that may count and for which the file says that no proof is held."""
    for item in context.in_use:
        valuation = context.outcome.formulation.valuations.get(item.pointer)
        if item.evidence == () and context.may_count(item) and (valuation is None or valuation.points):
            text = f'"{item.title}" may count, but the file says that you have no proof of it.'
            yield Finding(item.pointer, text, case="badge" if isinstance(item, Badge) else "activity")


@CHECKS.register("T14")
def old_split(context: CheckContext) -> Iterator[Finding]:
    """The Primary falls short of the edition in force, but the same points would fit an older one."""
    for entry in context.licenses:
        if entry.role != Role.PRIMARY or context.outcome.points_met(entry.index):
            continue
        solver = Solver(OLDER_RULES_BUDGET)
        before = context.case.rules.edition_before(entry.edition)
        while before is not None:
            if _fits(context, entry, before, solver):
                yield Finding(
                    entry.pointer,
                    f'These points would fit the "{before.name}", but the "{entry.edition.name}" apply to you and '
                    "divide them differently.",
                )
                return
            before = context.case.rules.edition_before(before)


def _fits(context: CheckContext, entry: RenewalTarget, edition: Edition, solver: Solver) -> bool:
    """Whether the same points, placed again, meet the Primary target of another edition."""
    target = edition.targets["primary"]
    problem = context.outcome.formulation.problem
    lots = [*problem.lots, *(lot for choice in problem.choices for lot in choice.lots)]
    if sum(lot.amount for lot in lots) < target.total:
        return False
    rows = [(r.id, r.minimum, r.categories) for r in target.requirements]
    own_needs = needs_of(entry.index, target.total, rows)
    if not all(_is_there(lots, need) for need in own_needs):
        return False
    others = [need for need in problem.needs if need.target != entry.index]
    problem = problem._replace(needs=sorted([*others, *own_needs], key=lambda need: need.target))
    counted = unfilled(problem)
    if counted is not None and counted.refutes:
        return False
    return solver.solve(problem, points=False).met[entry.index]


def _is_there(lots: Iterable[Lot], need: Need) -> bool:
    """Whether all that could count for a need, each lot once, is as much as it takes."""
    fitting = (lot for lot in lots if any(o[0] == need.target and need.takes(o[1]) for o in lot.options))
    return sum(lot.amount for lot in fitting) >= need.demand


@CHECKS.register("T17")
def provider(context: CheckContext) -> Iterator[Finding]:
    for activity in context.case.portfolio.activities if context.outcome.entries else ():
        kind, named = context.kind(activity), activity.provider
        if named is None or not context.may_count(activity):
            continue
        if kind.providers and named not in kind.providers:
            allowed = ", ".join(context.label("provider-kinds", p) for p in kind.record["provider_must_be"])
            yield Finding(
                activity.pointer,
                f'"{activity.title}" gives as its provider: {context.label("provider-kinds", named)}. '
                f"For this kind of activity it must be one of: {allowed}.",
                case=named if named in (NOT_REGISTERED, DESIGNED) else "other-kind",
            )
        elif named == NOT_REGISTERED:
            text = f'"{activity.title}" gives a provider that is not registered with the department.'
            yield Finding(activity.pointer, text, case=NOT_REGISTERED)
