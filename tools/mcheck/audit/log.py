"""The log of activities and badges, and the picture of where their points go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..core.points import number, points
from ..core.portfolio import Activity, Item
from ..core.wording import count
from .context import NOT_STATED, AuditContext

if TYPE_CHECKING:
    from ..core.reports.report import ActivityRow, Number, PairRow

MOST_SOURCES = 24
"""So many activities are drawn one by one; the smallest of a longer list are drawn together."""

STATES = {
    "counted": "counted",
    "partly": "counted in part",
    "left-over": "left over",
    "not-counted": "not counted",
    "planned": "not done yet",
}
"""What the state of an activity means."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the log. `placed`: (where the points went, points)."""

    number: int
    pointer: str
    title: str
    type: str
    topic: str
    dates: str
    ended: bool
    """Whether the day on which it ended is known."""
    worth: Number
    counted: Number
    state: str
    placed: tuple[tuple[str, Number], ...]
    notes: tuple[str, ...]
    evidence: tuple[str, ...] | None
    """Kinds of proof; empty when the file says there is none, None when it does not say."""
    files: tuple[str, ...]

    @property
    def points(self) -> str:
        """What counted, and of how much."""
        return str(self.counted) if self.counted == self.worth else f"{self.counted} of {self.worth}"

    @property
    def places(self) -> list[str]:
        """Where the points went; with their numbers when they went to several places."""
        return [name if len(self.placed) == 1 else f"{amount} {name}" for name, amount in self.placed]

    @property
    def proof(self) -> str:
        """The kinds of proof in words."""
        return NOT_STATED if self.evidence is None else ", ".join(self.evidence) or "none"


@dataclass(frozen=True, slots=True)
class Flow:
    """Points from activities (left) into categories (right): names with sums, and (left, right, points)."""

    left: tuple[tuple[str, Number], ...]
    right: tuple[tuple[str, Number], ...]
    links: tuple[tuple[int, int, Number], ...]

    def in_words(self) -> list[str]:
        """The picture for those who do not see it, one line for each flow."""
        return [f"{self.left[a][0]}: {count(amount, 'PDP')} to {self.right[b][0]}" for a, b, amount in self.links]


def rows(context: AuditContext) -> list[Row]:
    """A row for each activity and badge; what counts comes first, so that the log is numbered without holes."""
    told = {a["pointer"]: a for a in context.report["activities"]}
    related = _related(context.report["pairs"])
    items = sorted(context.portfolio.items, key=lambda item: not told[item.pointer]["counted"])
    return [
        _row(n, item, told[item.pointer], _topic(item, related.get(item.pointer), context), context)
        for n, item in enumerate(items, start=1)
    ]


def _related(pairs: Sequence[PairRow]) -> dict[str, str]:
    """By what each badge of a pair is related to the others."""
    related = {badge: pair["related_by"] for pair in pairs for badge in pair["badges"]}
    related |= {pair["third"]["badge"]: pair["third"]["related_by"] for pair in pairs if "third" in pair}
    return {badge: by.partition(": ")[2] for badge, by in related.items()}


def _row(n: int, item: Item, told: ActivityRow, topic: str, context: AuditContext) -> Row:
    kinds = context.rules.catalog.terms("evidence-kinds")
    return Row(
        number=n,
        pointer=item.pointer,
        title=item.title,
        type=told["kind_name"],
        topic=topic,
        dates=_dates(item),
        ended=item.done is not None and item.done.exact,
        worth=told["worth"],
        counted=told["counted"],
        state=told["state"],
        placed=tuple((context.place(p["license"], p["category"]), p["points"]) for p in told["placed"]),
        notes=tuple(reason["text"] for reason in told["reasons"]),
        evidence=None if item.evidence is None else tuple(kinds[kind]["label"] for kind in item.evidence),
        files=tuple(file.path for file in item.files),
    )


def _topic(item: Item, related: str | None, context: AuditContext) -> str:
    if isinstance(item, Activity):
        return item.topic or NOT_STATED
    if related:
        return related
    stack = context.rules.catalog.get("credentials", item.credential).get("stack")
    return str(context.rules.catalog.get("stacks", stack)["name"]) if stack else item.title


def _dates(item: Item) -> str:
    if item.done is None:
        return NOT_STATED if item.started is None else f"from {item.started}"
    return str(item.done) if item.started in (None, item.done) else f"{item.started} to {item.done}"


def total_of(numbers: Iterable[Number]) -> Number:
    """Their exact sum."""
    return number(sum(points(n) for n in numbers))


def flow(log: Sequence[Row], places: Sequence[str]) -> Flow:
    """The picture's data: the largest activities by name, the rest together; ordered so that few lines cross."""
    ranked = sorted(log, key=lambda row: (-row.counted, row.number))
    named = ranked if len(ranked) <= MOST_SOURCES else ranked[: MOST_SOURCES - 1]
    named = sorted(named, key=lambda row: (min(places.index(name) for name, _ in row.placed), row.number))
    groups = [(f"{row.number}. {row.title}", [row]) for row in named]
    rest = [row for row in log if row not in named]
    if rest:
        groups.append((f"{len(rest)} smaller ones", rest))
    used = {name for row in log for name, _ in row.placed}
    right = [name for name in dict.fromkeys(places) if name in used]
    links: dict[tuple[int, int], Number] = {}
    for source, (_, members) in enumerate(groups):
        for name, amount in (placed for row in members for placed in row.placed):
            key = source, right.index(name)
            links[key] = links.get(key, 0) + amount
    return Flow(
        tuple((name, total_of(p for (a, _), p in links.items() if a == i)) for i, (name, _) in enumerate(groups)),
        tuple((name, total_of(p for (_, b), p in links.items() if b == i)) for i, name in enumerate(right)),
        tuple((a, b, amount) for (a, b), amount in sorted(links.items())),
    )
