"""A plan in words and numbers: the parts of its report (schemas/plan.schema.json). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..catalog.activity_kinds import ActivityKind, DatedValue
from ..catalog.rules import Rules
from ..core.dates import add_months
from ..core.points import Points, number, points, show
from ..core.portfolio import Activity, Badge, Portfolio
from ..core.records import Record
from ..core.wording import count, series
from .badges import AvailableBadges, Unit
from .ways import Effort, Found, Level, Way, unit_of

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


@dataclass(frozen=True, slots=True)
class Time:
    """How long there is for a plan."""

    as_of: date
    last: date | None
    """The last day to apply, if some date sets one."""
    window: Record | None
    """The fact that says how many months a badge may take."""

    @property
    def days(self) -> int | None:
        """Days left, this one and the last included."""
        return None if self.last is None else (self.last - self.as_of).days + 1


class Parts:
    """Builds parts of the report on plans from what was found and from the report of the check."""

    def __init__(self, portfolio: Portfolio, rules: Rules, report: Mapping[str, Any], time: Time) -> None:
        self.portfolio = portfolio
        self.catalog = rules.catalog
        self.rules = rules
        self.report = report
        self.time = time
        self.begun = {b.credential: b for b in portfolio.badges if b.planned and b.started is not None}
        mine = [edition for edition in rules.editions if edition.id == report.get("edition", {}).get("id")]
        edition = (mine or rules.editions)[-1]
        self.categories = rules.category_labels(edition)
        self.floor = edition.floor
        """What a topic needs."""

    def licenses(self) -> list[dict[str, Any]]:
        """Each license as it stands today, with what it is short of."""
        return [
            {
                "pointer": x["pointer"],
                "label": x["label"],
                "verdict": x.get("verdict", x["status"]),
                "shown": x["shown"],
                "why": x["why"],
                "short": self.short(x),
            }
            for x in self.report["licenses"]
        ]

    def short(self, license: Mapping[str, Any]) -> list[dict[str, Any]]:
        """What a license is short of, as the report of the check has it."""
        lacking = license.get("shortfall")
        if lacking is None:
            return []
        rows = [*lacking["requirements"], {"label": "PDPs in all", **lacking["in_all"]}]
        return [{"requirement": row["label"], "points": row["low"], "at_most": row["high"]} for row in rows]

    def bundle(self, short: Sequence[Activity], before: Points, after: Points) -> dict[str, Any]:
        """What is gained if these activities, too short to count, are of one topic."""
        named = series([f'"{activity.title}"' for activity in short])
        return {
            "activities": [activity.pointer for activity in short],
            "missing": {"now": number(before), "then": number(after)},
            "text": f"Bundle what is too short to count alone: {named}. If they are on one topic, give them the same "
            f"`topic` in your file: then {count(show(after), 'PDP')} are missing in all instead of {show(before)}.",
        }

    def conditions(self, beside: str) -> list[dict[str, Any]]:
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

    def plans(self, offers: Sequence[tuple[str, Found | None]], objective: str) -> list[dict[str, Any]]:
        """The plans that were found, each once."""
        made: list[dict[str, Any]] = []
        for name, found in offers:
            if found is None or (name == "mixed" and not self.is_mixed(found)):
                continue
            if name in ("badges", *self.rules.kinds, "ceu", "semester-hour") and not self.bought(found):
                continue
            one = self.plan(name, found, objective)
            if all(one["parts"] != other["parts"] or one["hangs_on"] != other["hangs_on"] for other in made):
                made.append(one)
        return made

    def bought(self, found: Found) -> list[tuple[Way, Level]]:
        return [(w, w.levels[n - 1]) for w, n in zip(found.ways, found.amounts, strict=True) if n]

    def is_mixed(self, found: Found) -> bool:
        return bool(found.units) and any(way.kind is not None for way, _ in self.bought(found))

    def plan(self, name: str, found: Found, objective: str) -> dict[str, Any]:
        parts = [self.kept(item) for item in found.kept]
        parts += [self.activity(i, found) for i, n in enumerate(found.amounts) if n and found.ways[i].kind is not None]
        parts += [self.badges(unit, found) for unit in found.units]
        title = NAMES.get(name) or f"{self.rules.kinds[name].name} only"
        if not parts:
            title = NAMES["nothing"] if found.hangs_on else NAMES["no points"]
        parts += self.conditions("And" if parts else "What is needed is")
        made: dict[str, Any] = {
            "id": name,
            "name": title,
            "verdict": found.verdict,
            "hangs_on": list(found.hangs_on),
            "parts": parts,
            "effort": self.effort(
                [x for way, x in self.bought(found) if way.kind is not None], found.units, found.kept
            ),
            "proved": found.proved,
        }
        return made

    def kept(self, item: Activity | Badge) -> dict[str, Any]:
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
        """By when a badge that was begun has to be handed in, or that it is too late for that."""
        badge, window = self.begun.get(credential), self.time.window
        if badge is None or badge.started is None or window is None:
            return None
        by = add_months(badge.started, int(window["value"]))
        begun = f'"{badge.title}" was started on {badge.started}'
        if by >= self.time.as_of:
            return f"{begun}: submit it within {window['value']} months, by {by}."
        return (
            f"{begun}: its {window['value']} months for submitting it ended on {by}. Ask the issuer whether you have "
            "to start again."
        )

    def window_citations(self) -> list[Record]:
        window = self.time.window
        return [] if window is None else [self.catalog.cite(c) for c in window["citations"]]

    def activity(self, place: int, found: Found) -> dict[str, Any]:
        way = found.ways[place]
        level = way.levels[found.amounts[place] - 1]
        kind = way.kind
        assert kind is not None
        value = kind.value_on(found.last)
        assert value is not None
        unit = unit_of(kind)
        quantity = level.effort.quantity
        amount = count(show(quantity), UNITS[unit])
        label = self.categories[way.category]
        where = f"as {label}"
        if way.entry is not None:
            where = f"{'toward' if way.entry.is_endorsement else 'as content of'} {way.entry.label}"
        sure = "" if not value.only_if_certificate_says else ", but only if the certificate says so"
        worth = count(show(level.effort.points), "PDP")
        counted = f"Counted {where}"
        if place in found.fixed:
            rest = count(show(quantity - found.fixed[place]), UNITS[unit])
            counted = f"{show(found.fixed[place])} counted {where}, the other {rest} in any category"
        topic = f'on the same topic as "{level.joins.title}"' if level.joins is not None else self.topics(kind, value)
        made: dict[str, Any] = {
            "what": "activity",
            "text": f"{amount} of this kind: {kind.name}. {counted}; {topic}. {worth}{sure}.",
            "kind": kind.id,
            "name": kind.name,
            "quantity": number(quantity),
            "unit": unit,
            "points": number(level.effort.points),
            "category": way.category,
        }
        if way.entry is not None:
            made["of"] = way.entry.name
        if place in found.fixed:
            made["in_category"] = number(found.fixed[place])
        if level.joins is not None:
            made["goes_on_with"] = {"pointer": level.joins.pointer, "title": level.joins.title}
        if way.same:
            made["or"] = list(way.same)
        if unit == "hour":
            made["hours"] = number(level.effort.hours)
        notes = [kind.record["summary"]]
        if level.joins is not None and level.joins.topic is None:
            notes.append(f'Give it and "{level.joins.title}" the same `topic` in your file.')
        if "demonstration" in kind.record:
            notes.append(f"It needs: {kind.record['demonstration']}")
        if kind.providers:
            who = self.catalog.terms("provider-kinds")
            notes.append(f"Given by: {', '.join(who[p]['label'] for p in sorted(kind.providers))}.")
        facts = [v for v in kind.variants if not v["is"]]
        if any(v["fact"] == "degree_eligible" for v in facts):
            notes.append("The credit must be accepted toward a degree.")
        made["notes"] = notes
        made["citations"] = [self.catalog.cite(c) for c in value.citations]
        return made

    def topics(self, kind: ActivityKind, value: DatedValue) -> str:
        """Into how many topics it may be divided."""
        if value.per != "hour":
            return f"in topics of at least {count(show(self.floor), 'PDP')}"
        least = max(-(-self.floor * 100 // value.points), points(kind.record.get("minimum_hours_topic", 0)))
        return f"in topics of at least {count(show(least), 'hour')}"

    def badges(self, unit: Unit, found: Found) -> dict[str, Any]:
        shelf = found.shelf
        rows = []
        for record in unit.credentials:
            hours = shelf.hours(record)
            row: dict[str, Any] = {
                "credential": record["id"],
                "title": record["title"],
                "stack": self.catalog.get("stacks", record["stack"])["name"],
                "confidence": record["confidence"],
                "status": record["status"],
            }
            if "audience" in record:
                row["audience"] = record["audience"]
            if hours is not None:
                row["hours"] = {"least": number(hours[0]), "most": number(hours[1])}
            if "needs_students" in record:
                row["needs_students"] = record["needs_students"]
            rows.append(row)
        titles = " and ".join(f'"{row["title"]}"' for row in rows)
        with_ = f', the partner of "{unit.partner.title}"' if unit.partner is not None else ", a pair"
        labels = [self.categories[c] for c in unit.dimension.categories]
        made: dict[str, Any] = {
            "what": "badges",
            "text": f"{count(len(rows), 'badge')}: {titles}{with_}. Counts as one of: {'; '.join(labels)}. "
            f"{count(show(found.pair), 'PDP')}.",
            "badges": rows,
            "points": number(found.pair),
            "categories": list(unit.dimension.categories),
        }
        if unit.partner is not None:
            made["partner"] = {"pointer": unit.partner.pointer, "title": unit.partner.title}
        notes = []
        due = [text for record in unit.credentials if (text := self.hand_in(record["id"])) is not None]
        notes += due
        for record in unit.credentials:
            if record.get("audience", EVERYBODY) != EVERYBODY:
                notes.append(f'"{record["title"]}" is written for: {record["audience"]}.')
            if record["confidence"] == "low":
                notes.append(
                    f'We know little about "{record["title"]}": make sure that it exists before you plan on it.'
                )
            if record["status"] != "offered":
                notes.append(f'Whether "{record["title"]}" is still offered could not be found out.')
            if record.get("needs_students"):
                notes.append(f'"{record["title"]}" needs students to work with.')
        made["notes"] = notes
        made["citations"] = [self.catalog.cite(c) for r in unit.credentials for c in r["citations"][:1]]
        made["citations"] += self.window_citations() if due else []
        return made

    def effort(
        self, levels: Sequence[Level], units: Sequence[Unit], kept: Sequence[Activity | Badge]
    ) -> dict[str, Any]:
        """What all of it takes, as far as the catalog says; what it does not say is counted, never taken as nothing."""
        total = Effort()
        for level in levels:
            total += level.effort
        credentials = [record for unit in units for record in unit.credentials]
        for item in kept:
            if isinstance(item, Badge):
                credentials.append(self.catalog.get("credentials", item.credential))
            else:
                total += Effort(1, item.hours or 0, int(item.hours is None), 0, 1)
        shelf = AvailableBadges(self.catalog, frozenset(), ())
        hours = [shelf.hours(record) for record in credentials]
        known = [h for h in hours if h is not None]
        made: dict[str, Any] = {"items": total.items + len(credentials)}
        if total.hours or known:
            least, most = (total.hours + sum(h[i] for h in known) for i in (0, 1))
            made["hours"] = {"least": number(least), "most": number(most)}
        made["hours_not_known_for"] = total.hours_unknown + len(hours) - len(known)
        prices = [shelf.price(record) for record in credentials]
        if prices:
            made["cost"] = {}
            if all(p.member is not None for p in prices):
                made["cost"]["members"] = number(sum(p.member or 0 for p in prices))
            if all(p.other_high is not None for p in prices):
                made["cost"]["others_least"] = number(sum(p.other_low or 0 for p in prices))
                made["cost"]["others_most"] = number(sum(p.other_high or 0 for p in prices))
        made["cost_not_known_for"] = total.cost_unknown + sum(p.other_high is None for p in prices)
        return made


def condition(label: str) -> str:
    """The label of a special condition as part of a sentence."""
    return f"the {label}" if label.endswith("endorsement") else f"{label[0].lower()}{label[1:]}"


def money(value: Any) -> str:
    return f"US${value}" if value else "nothing"


def span(hours: Mapping[str, Any], each: int = 1, sign: str = "") -> str:
    """ "20 to 30", or "15"; for each of several."""
    low, high = (round(float(hours[key]) / each, 2) for key in ("least", "most"))
    return f"{sign}{low:g}" if low == high else f"{sign}{low:g} to {high:g}"
