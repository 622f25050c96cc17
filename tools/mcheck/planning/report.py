"""A plan in words and numbers: the parts of its report (schemas/plan.schema.json)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from ..catalog.activity_kinds import ActivityKind, DatedValue
from ..core.dates import add_months
from ..core.points import Points, number, points, show
from ..core.portfolio import Activity, Badge
from ..core.records import Record
from ..core.wording import count, series
from ..judging.verdicts import MET
from .badges import Price, Unit
from .context import PlanningContext
from .ways import Effort, Level, Plan, Way, unit_of

if TYPE_CHECKING:
    from ..core.reports.plan_report import (
        BundleRow,
        CostRow,
        EffortRow,
        LackingRow,
        LicenseTodayRow,
        PartRow,
        PlannedBadgeRow,
        PlanRow,
        SpanRow,
    )
    from ..core.reports.report import CitationRow, LicenseRow, Number, Report

UNITS: Mapping[str, str] = {"hour": "hour", "ceu": "CEU", "semester-hour": "semester hour"}
NAMES: Mapping[str, str] = {
    "least": "Least effort",
    "nothing": "Nothing more to earn, if what is open falls your way",
    "no points": "No points to earn",
    "planned": "Finish what you planned",
    "unpriced": "At a cost that is not known",
    "badges": "Badges only",
    "mixed": "Badges and other activities together",
    "ceu": "CEUs only",
    "semester-hour": "College courses only",
}

EVERYBODY = "All educators"
"""What the catalog calls an audience that leaves nobody out."""


class Parts:
    """Builds parts of the report on plans from what was found and from the report of the check."""

    def __init__(self, context: PlanningContext, report: Report) -> None:
        self.context = context
        self.portfolio = context.portfolio
        self.rules = context.rules
        self.catalog = context.rules.catalog
        self.report = report
        self.begun = {b.credential: b for b in self.portfolio.badges if b.planned and b.started is not None}
        named = report["edition"]["id"] if "edition" in report else None
        edition = next((e for e in self.rules.editions if e.id == named), self.rules.editions[-1])
        self.categories = self.rules.category_labels(edition)
        self.floor = edition.floor
        """What a topic needs."""

    def licenses(self) -> list[LicenseTodayRow]:
        """Each license as it is today, with what it is short of."""
        return [
            {
                "pointer": x["pointer"],
                "label": x["label"],
                "verdict": x["verdict"] if x["status"] == "judged" else x["status"],
                "shown": x["shown"],
                "why": x["why"],
                "short": self.short(x),
            }
            for x in self.report["licenses"]
        ]

    def short(self, license: LicenseRow) -> list[LackingRow]:
        """What a license is short of, as the report of the check has it."""
        lacking = license.get("shortfall")
        if lacking is None:
            return []
        rows = [(row["label"], row["low"], row["high"]) for row in lacking["requirements"]]
        rows.append(("PDPs in all", lacking["in_all"]["low"], lacking["in_all"]["high"]))
        return [{"requirement": label, "points": low, "at_most": high} for label, low, high in rows]

    def bundle(self, short: Sequence[Activity], before: Points, after: Points) -> BundleRow:
        """What is gained if these activities, too short to count, are of one topic."""
        named = series([f'"{activity.title}"' for activity in short])
        return {
            "activities": [activity.pointer for activity in short],
            "missing": {"now": number(before), "then": number(after)},
            "text": f"Bundle what is too short to count alone: {named}. If they are on one topic, give them the same "
            f"`topic` in your file: then {count(show(after), 'PDP')} are missing in all instead of {show(before)}.",
        }

    def conditions(self, beside: str) -> list[PartRow]:
        """The special conditions that fail today: no points can take their place."""
        return [
            {
                "what": "condition",
                "text": f"{beside} {condition(gate['label'])}, for {x['label']}. {gate['text']}",
                "pointer": gate["fact"],
                "notes": [],
                "citations": gate["citations"],
            }
            for x in self.report["licenses"]
            for gate in x["gates"]
            if gate["state"] == "failed"
        ]

    # -- one plan

    def plans(self, offers: Sequence[tuple[str, Plan | None]]) -> list[PlanRow]:
        """The plans that were found, each once."""
        rows: list[PlanRow] = []
        for name, plan in offers:
            if plan is None or (name == "mixed" and not plan.is_mixed):
                continue
            if name in ("badges", *self.rules.kinds, "ceu", "semester-hour") and not plan.bought:
                continue
            row = self.plan(name, plan)
            if all(row["parts"] != other["parts"] or row["hangs_on"] != other["hangs_on"] for other in rows):
                rows.append(row)
        return rows

    def plan(self, name: str, plan: Plan) -> PlanRow:
        parts = [self.kept(item) for item in plan.kept]
        parts += [
            self.activity(way, way.kind, level, plan.fixed.get(place))
            for place, way, level in plan.bought
            if way.kind is not None
        ]
        parts += [self.badges(unit) for unit in plan.units]
        title = NAMES.get(name) or f"{self.rules.kinds[name].name} only"
        if not parts:
            title = NAMES["nothing"] if plan.hangs_on else NAMES["no points"]
        parts += self.conditions("And" if parts else "What is needed is")
        return {
            "id": name,
            "name": title,
            "verdict": "met" if plan.verdict == MET else "depends",
            "hangs_on": list(plan.hangs_on),
            "parts": parts,
            "effort": self.effort_of(plan),
            "proved": plan.proved,
        }

    def kept(self, item: Activity | Badge) -> PartRow:
        due = self.hand_in(item.credential) if isinstance(item, Badge) else None
        return {
            "what": "planned",
            "text": f'Finish "{item.title}", as you planned'
            + (f", by {item.done}." if item.done is not None else "; say in the file when it will be done."),
            "pointer": item.pointer,
            "notes": [] if due is None else [due],
            "citations": [] if due is None else self.window_citations(),
        }

    def hand_in(self, credential: str) -> str | None:
        """By when a badge that was started has to be submitted, or that it is too late for that."""
        badge, window = self.begun.get(credential), self.context.window
        if badge is None or badge.started is None or window is None:
            return None
        by = add_months(badge.started, int(window["value"]))
        begun = f'"{badge.title}" was started on {badge.started}'
        if by >= self.context.as_of:
            return f"{begun}: submit it within {window['value']} months, by {by}."
        return (
            f"{begun}: its {window['value']} months for submitting it ended on {by}. Ask the issuer whether you have "
            "to start again."
        )

    def window_citations(self) -> list[CitationRow]:
        window = self.context.window
        return [] if window is None else [self.catalog.cite(c) for c in window["citations"]]

    def activity(self, way: Way, kind: ActivityKind, level: Level, fixed: int | None) -> PartRow:
        """So much of one kind of activity; with `fixed` only so much of it has to count in its category."""
        value = kind.value_on(self.context.last)
        assert value is not None
        unit, effort, joins = unit_of(kind), level.effort, level.joins
        sure = "" if not value.only_if_certificate_says else ", but only if the certificate says so"
        topic = f'on the same topic as "{joins.title}"' if joins is not None else self.topics(kind, value)
        part: dict[str, object] = {
            "what": "activity",
            "text": f"{count(show(effort.quantity), UNITS[unit])} of this kind: {kind.name}. "
            f"{self.counted(way, effort.quantity, unit, fixed)}; {topic}. {count(show(effort.points), 'PDP')}{sure}.",
            "kind": kind.id,
            "name": kind.name,
            "quantity": number(effort.quantity),
            "unit": unit,
            "points": number(effort.points),
            "category": way.category,
        }
        if way.entry is not None:
            part["of"] = way.entry.name
        if fixed is not None:
            part["in_category"] = number(fixed)
        if joins is not None:
            part["goes_on_with"] = {"pointer": joins.pointer, "title": joins.title}
        if way.same:
            part["or"] = list(way.same)
        if unit == "hour":
            part["hours"] = number(effort.hours)
        part["notes"] = self.activity_notes(kind, joins)
        part["citations"] = [self.catalog.cite(c) for c in value.citations]
        return cast("PartRow", part)

    def counted(self, way: Way, quantity: int, unit: str, fixed: int | None) -> str:
        """As what it counts."""
        where = f"as {self.categories[way.category]}"
        if way.entry is not None:
            where = f"{'toward' if way.entry.is_endorsement else 'as content of'} {way.entry.label}"
        if fixed is None:
            return f"Counted {where}"
        return f"{show(fixed)} counted {where}, the other {count(show(quantity - fixed), UNITS[unit])} in any category"

    def topics(self, kind: ActivityKind, value: DatedValue) -> str:
        """Into how many topics it may be divided."""
        if value.per != "hour":
            return f"in topics of at least {count(show(self.floor), 'PDP')}"
        least = max(-(-self.floor * 100 // value.points), points(kind.record.get("minimum_hours_topic", 0)))
        return f"in topics of at least {count(show(least), 'hour')}"

    def activity_notes(self, kind: ActivityKind, joins: Activity | None) -> list[str]:
        """What a kind of activity asks for."""
        notes = [str(kind.record["summary"])]
        if joins is not None and joins.topic is None:
            notes.append(f'Give it and "{joins.title}" the same `topic` in your file.')
        if "demonstration" in kind.record:
            notes.append(f"It needs: {kind.record['demonstration']}")
        if kind.providers:
            who = self.catalog.terms("provider-kinds")
            notes.append(f"Given by: {', '.join(who[p]['label'] for p in sorted(kind.providers))}.")
        if any(v["fact"] == "degree_eligible" and not v["is"] for v in kind.variants):
            notes.append("The credit must be accepted toward a degree.")
        return notes

    def badges(self, unit: Unit) -> PartRow:
        """Badges that count as a pair, or the one that an earned badge makes a pair with."""
        rows = [self.badge(record) for record in unit.credentials]
        titles = " and ".join(f'"{row["title"]}"' for row in rows)
        with_ = f', the partner of "{unit.partner.title}"' if unit.partner is not None else ", a pair"
        labels = [self.categories[c] for c in unit.dimension.categories]
        part: dict[str, object] = {
            "what": "badges",
            "text": f"{count(len(rows), 'badge')}: {titles}{with_}. Counts as one of: {'; '.join(labels)}. "
            f"{count(show(self.context.pair), 'PDP')}.",
            "badges": rows,
            "points": number(self.context.pair),
            "categories": list(unit.dimension.categories),
        }
        if unit.partner is not None:
            part["partner"] = {"pointer": unit.partner.pointer, "title": unit.partner.title}
        due = [text for record in unit.credentials if (text := self.hand_in(record["id"])) is not None]
        part["notes"] = [*due, *(note for record in unit.credentials for note in badge_notes(record))]
        cites = [self.catalog.cite(c) for record in unit.credentials for c in record["citations"][:1]]
        part["citations"] = [*cites, *(self.window_citations() if due else ())]
        return cast("PartRow", part)

    def badge(self, record: Record) -> PlannedBadgeRow:
        """One badge to earn."""
        row: PlannedBadgeRow = {
            "credential": record["id"],
            "title": record["title"],
            "stack": self.catalog.get("stacks", record["stack"])["name"],
            "confidence": record["confidence"],
            "status": record["status"],
        }
        if "audience" in record:
            row["audience"] = record["audience"]
        hours = self.context.facts.hours(record)
        if hours is not None:
            row["hours"] = span_row(*hours)
        if "needs_students" in record:
            row["needs_students"] = record["needs_students"]
        return row

    def effort_of(self, plan: Plan) -> EffortRow:
        """What all of it takes, as far as the catalog says; what it does not say is counted, never taken as nothing."""
        efforts = [level.effort for _, way, level in plan.bought if way.kind is not None]
        efforts += [Effort(1, x.hours or 0, int(x.hours is None), 0, 1) for x in plan.kept if isinstance(x, Activity)]
        total = sum(efforts, Effort())
        credentials = [record for unit in plan.units for record in unit.credentials]
        credentials += [self.catalog.get("credentials", x.credential) for x in plan.kept if isinstance(x, Badge)]
        hours = [h for record in credentials if (h := self.context.facts.hours(record)) is not None]
        row: dict[str, object] = {"items": total.items + len(credentials)}
        if total.hours or hours:
            least, most = (total.hours + sum(h[i] for h in hours) for i in (0, 1))
            row["hours"] = span_row(least, most)
        row["hours_not_known_for"] = total.hours_unknown + len(credentials) - len(hours)
        prices = [self.context.facts.price(record) for record in credentials]
        if prices:
            row["cost"] = cost_row(prices)
        row["cost_not_known_for"] = total.cost_unknown + sum(p.other_high is None for p in prices)
        return cast("EffortRow", row)


def cost_row(prices: Sequence[Price]) -> CostRow:
    """US$ for badges, as far as all their prices are known."""
    row: CostRow = {}
    if all(p.member is not None for p in prices):
        row["members"] = number(sum(p.member or 0 for p in prices))
    if all(p.other_high is not None for p in prices):
        row["others_least"] = number(sum(p.other_low or 0 for p in prices))
        row["others_most"] = number(sum(p.other_high or 0 for p in prices))
    return row


def span_row(least: Points, most: Points) -> SpanRow:
    return {"least": number(least), "most": number(most)}


def badge_notes(record: Record) -> Iterator[str]:
    """What to know of a badge before planning on it."""
    if record.get("audience", EVERYBODY) != EVERYBODY:
        yield f'"{record["title"]}" is written for: {record["audience"]}.'
    if record["confidence"] == "low":
        yield f'We know little about "{record["title"]}": make sure that it exists before you plan on it.'
    if record["status"] != "offered":
        yield f'We could not find out whether "{record["title"]}" is still offered.'
    if record.get("needs_students"):
        yield f'"{record["title"]}" needs students to work with.'


def condition(label: str) -> str:
    """The label of a special condition as part of a sentence."""
    return f"the {label}" if label.endswith("endorsement") else f"{label[0].lower()}{label[1:]}"


def money(value: Number) -> str:
    return f"US${value}" if value else "nothing"


def span(hours: SpanRow, each: int = 1, sign: str = "") -> str:
    """ "20 to 30", or "15"; for each of several."""
    low, high = (round(float(value) / each, 2) for value in (hours["least"], hours["most"]))
    return f"{sign}{low:g}" if low == high else f"{sign}{low:g} to {high:g}"
