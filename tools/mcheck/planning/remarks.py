"""What a report on plans says about all of them: why there is none, what badges alone take, what to know and to ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..catalog.switches import BADGE_HOURS
from ..core.dates import add_months
from ..core.pointers import last_key
from ..core.points import Points, show
from ..core.wording import count
from ..judging.answers import form
from ..judging.assessment import not_decided, whereabouts
from ..judging.verdicts import DEPENDS, MET
from ..reporting.open_points import fact_takes
from .report import Parts, money, span
from .ways import TOPICS, Plan

if TYPE_CHECKING:
    from ..core.reports.plan_report import EffortRow, FactToGiveRow, NoteRow, PlannedBadgeRow, PlanRow, QuestionToAskRow
    from ..core.reports.report import CitationRow

NO_BADGES: Mapping[str, str] = {
    "field": "the catalog does not say for which license's field a badge is content, so none is planned as content",
    "endorsement": "badges do not count toward an endorsement; see mcheck explain T07",
    "few": "there are not enough micro-credentials left to earn that may count there",
}
DAY = 8
"""Hours a day beyond which a plan is said to be too long for the days that are left: our advice, no rule."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """What a requirement of a license would still lack, and why badges do not fill it: a key of `NO_BADGES`."""

    license: str
    requirement: str
    why: str
    points: Points


class Remarks:
    """Words about plans, from these and from the report of the check."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.portfolio = parts.portfolio
        self.catalog = parts.catalog
        self.rules = parts.rules
        self.report = parts.report
        self.context = parts.context

    def why_none(self) -> str:
        """Why no plan is made where no license is judged, or none that is needs anything."""
        return " ".join(f"{x['label']}: {x['why']}" for x in self.report["licenses"]) or "There is no license to renew."

    def why(
        self,
        plans: Sequence[PlanRow],
        allow: Sequence[str],
        avoid: Sequence[str],
    ) -> str:
        if plans and plans[0]["verdict"] == MET:
            return "With the first plan done, every requirement is met, however the open questions turn out."
        if plans and plans[0]["verdict"] == DEPENDS:
            open_ = not_decided(plans[0]["hangs_on"])
            if not plans[0]["effort"]["items"]:
                return f"There is nothing to earn: it depends on {open_}; the plan says which."
            return f"Even with the first plan done, it depends on {open_}; the plan says which."
        blocked = [x["label"] for x in self.report["licenses"] if "points_alone" in x]
        if blocked:
            return f"{', '.join(blocked)} cannot be renewed alone; no points can change that."
        if self.context.cut_off:
            return "The search stopped before it found a plan. Try one kind alone, such as --allow workshop." + (
                " State the facts that `mcheck check` asks for." if self.hangs_on_facts() else ""
            )
        more = " Avoid fewer kinds." if avoid else " Allow more kinds." if allow else ""
        if not self.context.used:
            return f"Nothing is left to plan with.{more}"
        return f"What is left to plan with is not enough: {', '.join(sorted(self.context.used))}.{more}"

    def why_not_badges(self, lacking: Sequence[Lacking], left: bool) -> str:
        """Why not even every badge there is would do; `left` is whether there are badges that could still be earned."""
        if not lacking:
            why = "it is not points that are missing" if left else "there is none left to earn that may count"
            return f"Badges alone cannot do it: {why}."
        reasons = (
            f"{x.license} would still lack {count(show(x.points), 'PDP')} in {x.requirement} ({NO_BADGES[x.why]})"
            for x in lacking
        )
        return f"Badges alone cannot do it, however many: {'; '.join(reasons)}."

    def deal(self, alone: Plan, best: Plan | None, of_badges: frozenset[str]) -> str:
        """What badges alone take, beside the least. `of_badges` are the open points of any badge."""
        badges = sum(len(unit.credentials) for unit in alone.units)
        if not badges:
            return "No further badge is needed if the badges you have count."
        effort = self.parts.effort_of(replace(alone, kept=()))
        worth = len(alone.units) * self.context.pair
        words = f"Badges alone would take {count(badges, 'badge')} for {count(show(worth), 'PDP')}"
        lacking = sum(row["shortfall"]["in_all"]["low"] for row in self.report["licenses"] if "shortfall" in row)
        if lacking:
            words += f", where at least {lacking} {'is' if lacking == 1 else 'are'} missing"
        if not effort["hours_not_known_for"]:
            hours = effort["hours"]
            each = f", {span(hours, badges)} for each badge" if badges > 1 else ""
            words += f": about {count(span(hours), 'hour')}{each}"
        cost = effort.get("cost", {})
        if "members" in cost:
            words += f"; {money(cost['members'])} for members"
        if "others_most" in cost:
            words += f", {span({'least': cost['others_least'], 'most': cost['others_most']}, sign='US$')} for others"
        return f"{words}.{self.compared(effort, alone, best, of_badges)}"

    def compared(self, effort: EffortRow, alone: Plan, best: Plan | None, of_badges: frozenset[str]) -> str:
        """How many hours the least effort takes, where badges alone are for the same gap."""
        if best is None:
            return ""
        if not of_badges.issuperset(set(alone.hangs_on).difference(best.hangs_on)):
            # what is missing is less where more falls your way, so the hours are of two different gaps
            return " But that depends on more than what badges are worth; the first plan does not."
        other = self.parts.effort_of(best)
        if "hours" not in other or "hours" not in effort or other["hours_not_known_for"]:
            return ""
        words = " The least effort takes" if best.units else " Without badges it takes"
        poor = effort["hours"]["least"] > other["hours"]["most"]
        return f"{words} {count(span(other['hours']), 'hour')}" + (
            ", so badges are a poor deal by the hour." if poor else "."
        )

    def questions(self, plans: Sequence[PlanRow]) -> list[QuestionToAskRow]:
        """The open questions that plans depend on."""
        people = self.catalog.terms("authorities-to-ask")
        records = [self.rules.questions[key].record for key in hanging(plans, "question:")]
        return [
            {
                "id": record["id"],
                "title": record["title"],
                "asks": record["asks"],
                "ask": record["ask"],
                "who_can_settle": [people[w]["label"] if w in people else w for w in record["who_can_settle"]],
                "citations": [self.catalog.cite(c) for c in record["citations"]],
            }
            for record in records
        ]

    def facts(self, plans: Sequence[PlanRow]) -> list[FactToGiveRow]:
        """The missing facts that plans depend on."""
        asked = {gate["fact"]: gate["ask"] for x in self.report["licenses"] for gate in x["gates"] if "ask" in gate}
        rows = []
        for pointer in hanging(plans, "fact:"):
            about = whereabouts(self.portfolio, self.catalog, pointer)
            takes = asked.get(pointer) or fact_takes(pointer)
            row: FactToGiveRow = {"pointer": pointer, "about": about, "name": last_key(pointer), "takes": takes}
            if answer := form(pointer, self.portfolio, self.catalog):
                row["answer"] = answer
            rows.append(row)
        return rows

    def hangs_on_facts(self) -> bool:
        """Whether a verdict of today may change with a fact that the file does not state."""
        licenses = self.report["licenses"]
        keys = [row["key"] for x in licenses for row in x.get("may_matter", ())]
        keys += [key for x in licenses for chosen in x["depends_on"] for key in chosen]
        return any(key.startswith("fact:") for key in keys)

    def notes(self, plans: Sequence[PlanRow]) -> list[NoteRow]:
        """What holds for several plans: whether there is time, the months a badge has, what its approval takes, what
        was not planned."""
        notes = list(self.too_long(plans))
        with_badges = [plan for plan in plans if any(part["what"] == "badges" for part in plan["parts"])]
        if with_badges:
            notes += self.on_badges(
                [badge for plan in with_badges for part in plan["parts"] for badge in part.get("badges", ())]
            )
        if any(part["what"] == "activity" for plan in plans for part in plan["parts"]):
            notes.append(
                note(
                    "The catalog does not say what an activity costs or how many hours a course takes. "
                    "Kinds whose points or rate only a certificate can tell, or that count only once, are not planned."
                )
            )
        return notes

    def too_long(self, plans: Sequence[PlanRow]) -> Iterator[NoteRow]:
        """Plans for which too few days are left."""
        if self.context.deadline is None:
            return
        days = (self.context.last - self.context.as_of).days + 1  # this one and the last included
        least = [(plan["name"], plan["effort"]["hours"]["least"]) for plan in plans if "hours" in plan["effort"]]
        words = ", ".join(f"{name} ({hours:g} hours)" for name, hours in least if hours > DAY * days)
        if words:
            left = "Only today is left" if days == 1 else f"Only {days} days are left, today included"
            yield note(f"{left}. At {DAY} hours a day, our own estimate, that is too little for: {words}.")

    def on_badges(self, badges: Sequence[PlannedBadgeRow]) -> Iterator[NoteRow]:
        """How long a badge may take, what its approval takes, and whether its hours are sure."""
        window, as_of, last = self.context.window, self.context.as_of, self.context.last
        if window is not None:
            by = add_months(as_of, int(window["value"]))
            words = f"A badge started on {as_of} must be submitted within {window['value']} months, by {by}."
            if self.context.deadline is not None and last < by:
                words += f" The last day to apply, {last}, comes first."
            cites = [self.catalog.cite(c) for c in window["citations"]]
            yield note(words + " We could not find out how long the review takes; leave time for it.", cites)
        yield note("A badge in a plan is assumed to be approved by your supervisor: ask before you start.")
        if any("hours" in row and row["hours"]["least"] != row["hours"]["most"] for row in badges):
            question = self.rules.by_matter.get(BADGE_HOURS)
            more = "" if question is None else f" More: mcheck explain {question.id}."
            yield note(
                f"Sources disagree about the hours of a badge, so both figures are given; the larger is planned.{more}"
            )

    def limits(self, plans: Sequence[PlanRow]) -> list[NoteRow]:
        """What was not looked at, because a file that large would take too long."""
        texts = []
        if plans and self.context.cut_off:
            texts.append("The search for other plans stopped at its limit: there may be more than are shown.")
        if self.context.topics > TOPICS:
            texts.append(
                f"{self.context.topics} topics in the file have too few PDPs to count. "
                f"Only the {TOPICS} that bring the most were considered as topics to continue; with others, less "
                "might be enough."
            )
        return [note(text) for text in texts]


def note(text: str, citations: Sequence[CitationRow] = ()) -> NoteRow:
    return {"text": text, "citations": list(citations)}


def hanging(plans: Sequence[PlanRow], prefix: str) -> list[str]:
    """What follows a prefix in the open points that plans depend on, in order."""
    keys = sorted({key for plan in plans for key in plan["hangs_on"]})
    return [key.removeprefix(prefix) for key in keys if key.startswith(prefix)]
