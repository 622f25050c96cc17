"""The least effort that closes the gap of a portfolio: what to do, by when, and what that depends on.

The plan is sought among whole things to do: activities of one kind, each in one category of one license, on a topic of
their own of at least the topic floor or going on with a topic that the portfolio has (of many below the floor, those
that bring the most); and micro-credentials as pairs. Within that it is proved to be the least, or said not to be. It is
made to be met however open questions turn out; only if that cannot be, or if badges are used, it says on what it
depends. Every plan is judged once more by the same evaluation as a portfolio.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, cast

from ..allocation.minimal_sets import NONE
from ..allocation.solver import Solver
from ..catalog.scenario import ScenarioReader
from ..catalog.store import Catalog
from ..core import __version__
from ..core.codes import Code
from ..core.messages import InputError, message
from ..core.pointers import index_of
from ..core.points import PASSING_VERDICTS
from ..core.portfolio import Portfolio
from ..core.portfolio_file import PortfolioFile
from ..judging.assessment import Assessment
from ..judging.primary import VERDICT_RANK
from ..judging.scenarios.evaluation import evaluate
from ..judging.verdicts import DEPENDS, MET, NOT_MET
from ..regulation.formulation import formulate
from ..regulation.lots import pointers_of
from ..regulation.targets import ends, renewal_targets
from ..reporting.build import standing
from .context import PlanningContext
from .options import below_floor, names, usual
from .remarks import Lacking, Remarks, note
from .report import Parts
from .search import OTHER, PlanSearch
from .trials import lacking
from .ways import BADGES, OBJECTIVES, Plan, Way

if TYPE_CHECKING:
    from ..core.reports.plan_report import BadgesAloneRow, BundleRow, NoteRow, PlanReport, PlanRow
    from ..core.reports.report import Report

WORK = 500_000
"""Work for all plans of one report, counted like that of `allocate`: a few seconds, whatever a file holds. Each search
may use half of what is left."""


BEST, LATER = 180_000, 120_000
"""Most work for the search for the best plan with the likeliest license as the Primary, and for those with others."""


ONLY_PRICE = "Badges alone have a known price, so a plan of badges comes first. A plan without one may cost less."


def plan(
    portfolio: PortfolioFile | Portfolio,
    catalog: Catalog,
    *,
    on: date | None = None,
    objective: str = "hours",
    allow: Sequence[str] = (),
    avoid: Sequence[str] = (),
    edition: str | None = None,
    today: date | None = None,
) -> PlanReport:
    """The plan for a portfolio (schemas/plan.schema.json): the least that closes the gap, and other ways.

    `objective` is what is to be least: hours, cost or items. `allow` (empty: the `usual`) and `avoid` are `names`. For
    the rest see `check`. Raises InputError like that, and for a name that is not known.
    """
    known = names(catalog)
    for word in (*allow, *avoid):
        if word not in known:
            raise InputError(
                [
                    message(
                        Code.UNKNOWN_ACTIVITY_KIND, "", f'A plan has no kind "{word}".', f"Known: {', '.join(known)}."
                    )
                ]
            )
    file = PortfolioFile.of(portfolio)
    assessment, report = standing(file, catalog, on=on, edition=edition, today=today)
    used = frozenset(allow or usual(catalog)) - set(avoid)
    return _Planner(assessment, report, objective, used).build(allow, avoid)


def unpriced(plan: Plan) -> bool:
    """Whether the cost of a plan, made for the least cost, is not known in part or at all."""
    return plan.cost[OBJECTIVES["cost"].index("cost_unknown")] > 0


def of_group(group: tuple[str, ...], way: Way) -> bool:
    return way.group == group


class _Planner:
    """Makes the plans of one portfolio and the report on them."""

    def __init__(self, assessment: Assessment, report: Report, objective: str, used: frozenset[str]) -> None:
        self.assessment = assessment
        self.portfolio = portfolio = assessment.portfolio
        self.rules = rules = assessment.rules
        self.as_of = assessment.as_of
        self.report = report
        """Of the report on the portfolio as it is the keys up to `licenses`."""
        self.done = portfolio._replace(
            activities=tuple(a for a in portfolio.activities if not a.planned),
            badges=tuple(b for b in portfolio.badges if not b.planned),
        )
        self.judged = [x for x in report["licenses"] if x["status"] == "judged"]
        case = assessment.case
        targets = renewal_targets(case, ScenarioReader(rules))
        days = [end for end in ends(case, targets) if end[0] >= self.as_of]
        self.first_end = min(days, default=None)
        """The first day on which something that is to be renewed no longer stands as it does now, and why."""
        # where something is not active, its five years end with the application, so nothing can wait
        deadline = self.first_end if all(entry.window.state == "active" for entry in targets) else None
        self.context = PlanningContext(rules, portfolio, self.as_of, deadline, assessment.forced, objective, used, WORK)
        self.parts = Parts(self.context, report)
        self.remarks = Remarks(self.parts)

    def later_rules(self) -> list[NoteRow]:
        """What to know when other rules hold on the last day than on this one."""
        last = self.context.last
        changes = [e for e in self.rules.editions if self.as_of < e.start <= last and self.context.forced is None]
        return [
            note(
                f'The plans are made for an application on {last}. The "{e.name}" begin on {e.start}: '
                "check again if you apply before that.",
                [self.rules.catalog.cite(c) for c in e.record["citations"]],
            )
            for e in changes
        ]

    def apply_by(self) -> list[NoteRow]:
        """Of what is active its last day, where the plans as a whole have none."""
        if self.first_end is None or self.context.deadline is not None:
            return []
        day, why = self.first_end
        return [note(f"Apply by {day}, when {why}.")]

    # -- the plans

    def primaries(self) -> list[int | None]:
        """Which license may be the Primary: the one that is, or each one that could be when nobody said."""
        chosen = self.report.get("primary")
        if chosen is None:
            return [None]
        first = index_of(chosen["pointer"])
        if chosen["chosen_by"] != "mcheck":
            return [first]
        others = [index_of(x["pointer"]) for x in self.judged if x["kind"] == "license"]
        return [first, *(i for i in others if i != first)]

    def build(self, allow: Sequence[str], avoid: Sequence[str]) -> PlanReport:
        report, today = self.report, self.report["verdict"]
        answer: dict[str, object] = {
            "schema_version": report["schema_version"],
            "mcheck": __version__,
            "catalog": report["catalog"],
            "portfolio": report["portfolio"],
            "as_of": report["as_of"],
            "as_of_from": report["as_of_from"],
            "objective": self.context.objective,
            "allow": sorted(set(allow)),
            "avoid": sorted(set(avoid)),
            "today": {"verdict": today, "licenses": self.parts.licenses()},
        }
        if self.context.deadline is not None:
            last, why = self.context.deadline
            answer["deadline"] = {"date": last.isoformat(), "days_left": (last - self.as_of).days, "why": why}
        if today in PASSING_VERDICTS or all(x["verdict"] == MET for x in self.judged):
            answer |= self.no_plans()
        else:
            answer |= self.found_plans(allow, avoid)
        answer["sources"] = self.rules.catalog.sources_cited(answer)
        return cast("PlanReport", answer | {"notice": self.rules.catalog.meta["notice"]})

    def no_plans(self) -> dict[str, object]:
        """What is told where there is nothing to plan."""
        today = self.report["verdict"]
        why = "Every requirement is met already; there is nothing to earn." if today == MET else self.remarks.why_none()
        verdict = MET if today in PASSING_VERDICTS else NOT_MET
        keys = {"verdict": verdict, "needed": today not in PASSING_VERDICTS, "why": why, "plans": []}
        return keys | {"questions": [], "facts": [], "notes": []}

    def found_plans(self, allow: Sequence[str], avoid: Sequence[str]) -> dict[str, object]:
        """The plans, and what there is to say about them."""
        plans, badges = self.plans()
        keys: dict[str, object] = {"verdict": plans[0]["verdict"] if plans else NOT_MET, "needed": True}
        keys["why"] = self.remarks.why(plans, allow, avoid)
        bundle = self.bundle()
        if bundle is not None:
            keys["bundle"] = bundle
        keys["plans"] = plans
        if badges is not None:
            keys["badges"] = badges
        keys["questions"] = self.remarks.questions(plans)
        keys["facts"] = self.remarks.facts(plans)
        price = [note(ONLY_PRICE)] if self.context.objective == "cost" else []
        limits = self.remarks.limits(plans)
        keys["notes"] = [*self.remarks.notes(plans), *price, *self.apply_by(), *self.later_rules(), *limits]
        return keys

    def plans(self) -> tuple[list[PlanRow], BadgesAloneRow | None]:
        """The best plan first, then others that differ in kind; and what there is to say about badges alone."""
        best = self.best()
        primary = self.primaries()[0] if best is None else best[1].case.primary
        offers: list[tuple[str, Plan | None]] = []
        kinds: list[tuple[str, Plan | None]] = []
        nothing = best is not None and not any(best[0].amounts)
        if best is not None and nothing:
            # no kind of activity is of use where nothing has to be done; badges are, if they leave less open
            offers.append(("least", best[0]))
        elif best is not None:
            # badges are the hardest to choose among, so they come last: what is easy is found in any case
            kinds = self.kinds(*best)
            least = self.least(best[0], [one for _, one in kinds if one is not None])
            offers.append(("least", least))
            if least.verdict == MET and self.report["verdict"] == DEPENDS:
                offers.append(("nothing", best[1].only(lambda way: False).answer()))
        if self.portfolio.has_planned and not self.spent():
            finish = PlanSearch(self.context, self.portfolio, primary, with_badges=False)
            offers.append(("planned", finish.answer()))
        alone: Plan | None = None
        only: PlanSearch | None = None
        if BADGES in self.context.used and not self.spent():
            wide = PlanSearch(self.context, self.done, primary, with_badges=True)
            only = wide.only(lambda way: way.dimension is not None)
            alone = only.answer()
            # with badges, too, it may depend on what it depends on without them
            likely = None if best is None else best[1].scenario.plus(wide.start)
            offers += [("badges", alone), ("mixed", wide.answer(likely=likely))]
        if best is not None and nothing:
            still = len(best[0].hangs_on)
            offers[1:] = [(name, one) for name, one in offers[1:] if one is not None and len(one.hangs_on) < still]
        elif best is not None and self.context.objective == "cost":
            offers = self.priced_first(offers)
        plans = self.parts.plans([*offers, *kinds])
        return plans, self.about_badges(only, alone, best[0] if best else None)

    def best(self) -> tuple[Plan, PlanSearch] | None:
        """The best plan whichever license is the Primary, and the question that it answers."""
        best: tuple[Plan, PlanSearch] | None = None
        proved = True
        questions = [PlanSearch(self.context, self.done, x, with_badges=False, most=BEST) for x in self.primaries()]
        # the likeliest comes first, and may take the most
        questions.sort(key=lambda asked: lacking(asked.statement.problem))
        for asked in questions[1:]:
            asked.most = min(OTHER, LATER // (len(questions) - 1))
        for asked in questions:
            if self.spent():
                proved = False
                continue
            plan = asked.answer() if best is None else asked.improved(best[0], best[1].scenario)
            proved &= not asked.cut_off and (plan is None or plan.proved)
            if plan is not None and (best is None or self.better(plan, best[0])):
                best = plan, asked
        if best is None:
            return None
        # with another Primary less may do, as far as its search has not ruled it out
        return replace(best[0], proved=proved), best[1]

    def spent(self) -> bool:
        """Whether no more can be looked for; then the report says so."""
        self.context.cut_off |= self.context.spent
        return self.context.spent

    def kinds(self, best: Plan, question: PlanSearch) -> list[tuple[str, Plan | None]]:
        """A plan by each kind of activity alone."""
        used = {way.group for _, way, _ in best.bought}
        plans: list[tuple[str, Plan | None]] = []
        for group in sorted({way.group for way in question.all_ways if way.kind is not None}):
            # what is the least of all ways is the least of the one kind that it uses
            alone = best if used == {group} else question.only(partial(of_group, group)).answer(best)
            plans.append((group[-1], alone))
        return plans

    def least(self, best: Plan, others: Sequence[Plan]) -> Plan:
        """The best one, or one that is better because the search for the best was cut off before it came to it."""
        for other in others:
            if self.better(other, best):
                # what was proved of all ways together still holds
                best = replace(other, proved=best.proved)
        return best

    def priced_first(self, offers: Sequence[tuple[str, Plan | None]]) -> list[tuple[str, Plan | None]]:
        """A plan of known cost before one whose cost nobody knows: who asks for the cheapest wants to see a price."""
        first = offers[0][1]
        known = [plan for _, plan in offers[1:] if plan is not None and plan.units and not unpriced(plan)]
        if first is None or not unpriced(first) or not known:
            return list(offers)
        cheapest = min(known, key=lambda plan: plan.cost)
        return [("least", cheapest), ("unpriced", first), *offers[1:]]

    def better(self, a: Plan, b: Plan) -> bool:
        return (-VERDICT_RANK[a.verdict], len(a.hangs_on), a.cost) < (-VERDICT_RANK[b.verdict], len(b.hangs_on), b.cost)

    def about_badges(self, only: PlanSearch | None, alone: Plan | None, best: Plan | None) -> BadgesAloneRow | None:
        """Why badges alone will not do, or what they take for what is missing."""
        if only is None:
            return None
        if alone is not None and not alone.units and best is not None and not any(best.amounts):
            return None  # there is nothing to earn
        if alone is not None:
            if not alone.units and not self.context.badge_points.issuperset(alone.hangs_on):
                return {"alone": False, "why": "Badges alone are not enough, unless what is open falls your way."}
            return {"alone": True, "why": self.remarks.deal(alone, best, self.context.badge_points)}
        if only.cut_off:
            return {
                "alone": False,
                "why": "The search stopped before it could tell whether badges alone can do it.",
            }
        return {"alone": False, "why": self.remarks.why_not_badges(self.lacking(only), left=bool(only.ways))}

    def bundle(self) -> BundleRow | None:
        """Activities too short to count that name no topic, if as one topic they would count and less were missing."""
        primary = self.primaries()[0]
        problem = formulate(self.context.case(self.done, primary), ScenarioReader(self.rules)).problem
        below = {pointers_of(lot)[0] for lot, _ in below_floor(problem)}
        short = [activity for activity in self.done.activities if activity.pointer in below and not activity.topic]
        if len(short) < 2:
            return None
        topic = f"of {short[0].pointer}"  # no topic of the file
        joined = tuple(a._replace(topic=topic) if a in short else a for a in self.done.activities)
        after = Assessment(self.done._replace(activities=joined), self.rules, self.as_of, self.context.forced, NONE)
        missing = [sum(x.in_all.high for x in now.shortfalls if x) for now in (self.assessment, after)]
        return self.parts.bundle(short, *missing) if missing[1] < missing[0] else None

    def lacking(self, question: PlanSearch) -> list[Lacking]:
        """What is missing even with every badge there is."""
        case = question.case._replace(portfolio=question.with_all(question.tops))
        evaluation = evaluate(case, ScenarioReader(self.rules, question.scenario), Solver())
        formulation = evaluation.formulation
        lacking = []
        for n, need in enumerate(formulation.problem.needs):
            placed = sum(amount for (_, at), amount in evaluation.placement.flow.items() if at == n)
            if placed < need.demand:
                entry = formulation.entries[need.target]
                label = next((r.label for r in entry.target.requirements if r.id == need.id), "PDPs in all")
                of_field = need.categories == frozenset({self.rules.license_field})
                why = "endorsement" if entry.is_endorsement else "field" if of_field else "few"
                lacking.append(Lacking(entry.label, label, why, need.demand - placed))
        return lacking
