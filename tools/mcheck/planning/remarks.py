"""What a report on plans says about all of them: why there is none, what badges alone take, what to know and to ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..core.dates import add_months
from ..core.pointers import last_key
from ..core.points import Points, show
from ..core.records import Record
from ..core.wording import count
from ..judging.assessment import not_decided, whereabouts
from ..judging.verdicts import DEPENDS, MET
from .report import Parts, money, span
from .ways import TOPICS, Found

NO_BADGES: Mapping[str, str] = {
    "content": "the catalog does not say for which license's field a badge is content, so none is planned as content",
    "endorsement": "badges do not count toward an endorsement; see mcheck explain T07",
    "few": "there are not enough micro-credentials left to earn that may count there",
}
DAY = 8
"""Hours a day beyond which a plan is said to be too long for the days that are left: our advice, no rule."""


class Remarks:
    """Words about plans, from these and from the report of the check."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.portfolio = parts.portfolio
        self.catalog = parts.catalog
        self.rules = parts.rules
        self.report = parts.report
        self.time = parts.time

    def why_none(self) -> str:
        """Why no plan is made where no license is judged, or none that is needs anything."""
        return " ".join(f"{x['label']}: {x['why']}" for x in self.report["licenses"]) or "There is no license to renew."

    def why(
        self,
        plans: Sequence[Mapping[str, Any]],
        used: frozenset[str],
        cut_off: bool,
        allow: Sequence[str],
        avoid: Sequence[str],
    ) -> str:
        if plans and plans[0]["verdict"] == MET:
            return "With the first plan done, every requirement is met, however the open questions turn out."
        if plans and plans[0]["verdict"] == DEPENDS:
            open_ = not_decided(plans[0]["hangs_on"])
            if not plans[0]["effort"]["items"]:
                return f"There is nothing to earn: it depends on {open_}; the plan names it."
            return f"Even with the first plan done, it depends on {open_}; the plan names it."
        blocked = [x["label"] for x in self.report["licenses"] if "points_alone" in x]
        if blocked:
            return f"{', '.join(blocked)} cannot be renewed alone; no points can change that."
        if cut_off:
            return "The search was cut off before it found a plan. Try one kind alone, such as --allow workshop." + (
                " State the facts that `mcheck check` asks for." if self.report["facts"] else ""
            )
        more = " Avoid fewer kinds." if avoid else " Allow more kinds." if allow else ""
        if not used:
            return f"Nothing is left to plan with.{more}"
        return f"What is left to plan with is not enough: {', '.join(sorted(used))}.{more}"

    def why_not_badges(self, lacking: Sequence[tuple[str, str, str, Points]], left: bool) -> str:
        """`lacking` says what is missing with every badge there is: (license, requirement, why, points).

        `left` is whether there are badges that could still be earned.
        """
        if not lacking:
            why = "it is not points that are missing" if left else "there is none left to earn that may count"
            return f"Badges alone cannot do it: {why}."
        found = []
        for license, requirement, why, lack in lacking:
            found.append(f"{license} would still lack {count(show(lack), 'PDP')} in {requirement} ({NO_BADGES[why]})")
        return f"Badges alone cannot do it, however many: {'; '.join(found)}."

    def deal(self, alone: Found, best: Found | None, of_badges: frozenset[str]) -> str:
        """What badges alone take, beside the least. `of_badges` are the open points of any badge."""
        badges = sum(len(unit.credentials) for unit in alone.units)
        if not badges:
            return "No further badge is needed if the badges you have count."
        effort = self.parts.effort([], alone.units, ())
        worth = len(alone.units) * alone.pair
        words = f"Badges alone would take {count(badges, 'badge')} for {count(show(worth), 'PDP')}"
        lacking = sum(row["shortfall"]["in_all"]["low"] for row in self.report["licenses"] if "shortfall" in row)
        if lacking:
            words += f", where at least {lacking} {'is' if lacking == 1 else 'are'} missing"
        if not effort["hours_not_known_for"]:
            hours = effort["hours"]
            words += f": about {count(span(hours), 'hour')}" + (
                f", {span(hours, badges)} for each badge" if badges > 1 else ""
            )
        cost = effort.get("cost", {})
        if "members" in cost:
            words += f"; {money(cost['members'])} for members"
        if "others_most" in cost:
            words += f", {span({'least': cost['others_least'], 'most': cost['others_most']}, sign='US$')} for others"
        words += "."
        if best is not None and not of_badges.issuperset(set(alone.hangs_on).difference(best.hangs_on)):
            # what is missing is less where more falls your way, so the hours are of two different gaps
            words += " But that depends on more than what badges are worth; the first plan does not."
        elif best is not None:
            other = self.parts.effort([level for _, level in self.parts.bought(best)], best.units, best.kept)
            if "hours" in other and "hours" in effort and not other["hours_not_known_for"]:
                words += " The least effort takes" if best.units else " Without badges it takes"
                words += f" {count(span(other['hours']), 'hour')}"
                poor = effort["hours"]["least"] > other["hours"]["most"]
                words += ", so badges are a poor deal by the hour." if poor else "."
        return words

    def open_points(self, plans: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """The open questions and missing facts that plans hang on."""
        keys = sorted({key for one in plans for key in one["hangs_on"]})
        people = self.catalog.terms("authorities-to-ask")
        questions = []
        for key in keys:
            if key.startswith("question:"):
                record = self.rules.questions[key[9:]].record
                questions.append(
                    {
                        "id": record["id"],
                        "title": record["title"],
                        "asks": record["asks"],
                        "ask": record["ask"],
                        "who_can_settle": [people[w]["label"] if w in people else w for w in record["who_can_settle"]],
                        "citations": [self.catalog.cite(c) for c in record["citations"]],
                    }
                )
        told = {fact["pointer"]: fact for fact in self.report["facts"]}
        facts = [
            {"pointer": p, "about": whereabouts(self.portfolio, self.catalog, p), "name": last_key(p)}
            | {key: told[p][key] for key in ("takes", "answer") if key in told.get(p, ())}
            for p in [key[5:] for key in keys if key.startswith("fact:")]
        ]
        return {"questions": questions, "facts": facts}

    def notes(self, plans: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """What holds for several plans: whether there is time, the months a badge has, what its approval takes, what
        was not planned."""
        found: list[dict[str, Any]] = []
        window, as_of, last, days = self.time.window, self.time.as_of, self.time.last, self.time.days

        def note(text: str, citations: Sequence[Record] = ()) -> None:
            found.append({"text": text, "citations": [self.catalog.cite(c) for c in citations]})

        if days is not None:
            long = [(p["name"], p["effort"]["hours"]["least"]) for p in plans if "hours" in p["effort"]]
            long = [(name, hours) for name, hours in long if hours > DAY * days]
            if long:
                words = ", ".join(f"{name} ({hours:g} hours)" for name, hours in long)
                left = "Only today is left" if days == 1 else f"Only {days} days are left, today included"
                note(f"{left}. At {DAY} hours a day, our own estimate, that is too little for: {words}.")
        with_badges = [p for p in plans if any(part["what"] == "badges" for part in p["parts"])]
        if with_badges:
            if window is not None:
                by = add_months(as_of, int(window["value"]))
                words = f"A badge started on {as_of} must be submitted within {window['value']} months, by {by}."
                if last is not None and last < by:
                    words += f" The last day to apply, {last}, comes first."
                note(
                    words + " We could not find out how long the review takes; leave time for it.", window["citations"]
                )
            note("A badge in a plan is assumed to be approved by your supervisor: ask before you start.")
            if any("hours" in row and row["hours"]["least"] != row["hours"]["most"] for row in rows_of(with_badges)):
                words = "Sources disagree about the hours of a badge, so both figures are given; the larger is planned."
                question = self.rules.questions.get("badge-hours")
                note(words + (" More: mcheck explain badge-hours." if question is not None else ""))
        if any(part["what"] == "activity" for p in plans for part in p["parts"]):
            note(
                "The catalog does not say what an activity costs or how many hours a course takes. "
                "Kinds whose points or rate only a certificate can tell, or that count only once, are not planned."
            )
        return found

    def limits(self, cut_off: bool, topics: int) -> list[dict[str, Any]]:
        """What was not looked at, because a file that large would take too long."""
        found = []
        if cut_off:
            found.append("The search for other plans was cut off: there may be more than are shown.")
        if topics > TOPICS:
            found.append(
                f"{topics} topics in the file have too few PDPs to count. "
                f"Only the {TOPICS} that bring the most were considered as topics to continue; with others, less "
                "might be enough."
            )
        return [{"text": text, "citations": []} for text in found]


def rows_of(plans: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [row for p in plans for part in p["parts"] if part["what"] == "badges" for row in part["badges"]]
