"""Checks one ledger, and what a report shows of it, against the statement of what may count; nothing places points.

A ledger keeps to the statement when none of the rules below finds anything: what its badges are used for exists and
uses each badge once, each row counts as something that it may count as, nothing counts for more than it is worth, and
no ceiling or topic floor is passed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from ..core.points import Points, points
from .restated.model import Choice, Judged, Lot, Option, Statement, sum_of, topic_lots

if TYPE_CHECKING:
    from ..core.reports.report import LedgerRow, LicenseRow, Number


def ledger_problems(statement: Statement, ledger: LedgerRow) -> Iterator[str]:
    """What in a ledger over everything that is judged is not allowed."""
    laid_out = _LaidOut(statement, ledger)
    for rule in RULES:
        yield from rule(laid_out)


class _LaidOut:
    """The rows of a ledger by what they take points from, with the lots that its choices of badges bring."""

    def __init__(self, statement: Statement, ledger: LedgerRow) -> None:
        self.statement = statement
        known = {(c.badges, tuple(lot.id for lot in c.lots), *_topics(c)): c for c in statement.choices}
        named = [
            (tuple(c["uses"]), tuple(c["lots"]), c["topic"], c.get("third_topic", c["topic"]))
            for c in ledger["choices"]
        ]
        self.chosen = [known[key] for key in named if key in known]
        self.unknown_choices = len(named) - len(self.chosen)
        brought = (lot for choice in self.chosen for lot in choice.lots)
        self.lots = {lot.id: lot for lot in (*statement.lots, *brought)}
        self.counted: dict[str, Counter[Option]] = {}
        """By lot: what counts as what."""
        index = statement.index
        for row in ledger["rows"]:
            option = index[row["license"]], row["category"]
            self.counted.setdefault(row["lot"], Counter())[option] += points(row["points"])
        self._sums: dict[tuple[str, int], Points] = {}

    def lot(self, name: str) -> Lot:
        """The lot of that id; one of nothing where there is none."""
        return self.lots.get(name) or Lot(name, 0, ())

    def below_floor(self, lot: Lot, target: int) -> bool:
        """Whether the topic of a lot does not reach the floor of a target."""
        if not lot.group:
            return False
        key = lot.group, target
        if key not in self._sums:
            self._sums[key] = sum_of(topic_lots(self.lots.values(), *key), self.statement.caps)
        return self._sums[key] < self.statement.floors[target]

    def listed(self, lot: Lot, option: Option) -> bool:
        """Whether a lot may count as just that, its topic being large enough."""
        return option in lot.options and not self.below_floor(lot, option[0])

    @cached_property
    def counted_as_listed(self) -> dict[str, Counter[Option]]:
        """By lot, with "" as category of what fills a total only."""
        counted: dict[str, Counter[Option]] = {}
        for name, used in self.counted.items():
            amounts = counted.setdefault(name, Counter())
            for (target, category), amount in used.items():
                amounts[target, category if self.listed(self.lot(name), (target, category)) else ""] = amount
        return counted


def _topics(choice: Choice) -> tuple[str, str]:
    """The topic of a pair, and that of the badge beside it; the same without one."""
    return choice.lots[0].group, choice.lots[-1].group


def choices_exist(laid_out: _LaidOut) -> Iterator[str]:
    if laid_out.unknown_choices:
        yield "a choice does not exist"


def badges_are_used_once(laid_out: _LaidOut) -> Iterator[str]:
    uses = Counter(badge for choice in laid_out.chosen for badge in choice.badges)
    if max(uses.values(), default=1) > 1:
        yield "something is used up twice"


def rows_may_count(laid_out: _LaidOut) -> Iterator[str]:
    """Each lot by itself: what it is worth, what it may count as, and whether it may be divided."""
    for name, used in laid_out.counted.items():
        lot = laid_out.lot(name)
        yield from worth_is_kept(lot, used)
        yield from categories_are_allowed(laid_out, lot, used)
        yield from whole_lots_are_whole(lot, used)


def worth_is_kept(lot: Lot, used: Counter[Option]) -> Iterator[str]:
    if sum(used.values()) > lot.amount or min(used.values()) <= 0:
        yield f"{lot.id} counts for more than it is worth"


def categories_are_allowed(laid_out: _LaidOut, lot: Lot, used: Counter[Option]) -> Iterator[str]:
    """Toward the total alone counts what has no category for a license, and where that is exempt what is too small."""
    exempt = laid_out.statement.floor_keeps_total
    for target, category in used:
        below = laid_out.below_floor(lot, target)
        fills_total = (target, "") in lot.options or (below and exempt and target in lot.targets)
        if not laid_out.listed(lot, (target, category)) and not (
            category == laid_out.statement.total_only and fills_total
        ):
            yield f"{lot.id} may not count as {category}"


def whole_lots_are_whole(lot: Lot, used: Counter[Option]) -> Iterator[str]:
    targets = {target for target, _ in used}
    if (lot.one_target and len(targets) > 1) or (lot.one_category and len(used) > len(targets)):
        yield f"{lot.id} may not be divided that way"


def no_more_than_needed(laid_out: _LaidOut) -> Iterator[str]:
    placed = Counter[int]()
    for used in laid_out.counted.values():
        for (target, _), amount in used.items():
            placed[target] += amount
    for x in laid_out.statement.judged:
        if placed[x.index] > sum(need.demand for need in laid_out.statement.needs if need.target == x.index):
            yield f"{x.label} is given more than it needs"


def ceilings_are_kept(laid_out: _LaidOut) -> Iterator[str]:
    under = Counter[str]()
    for name, used in laid_out.counted.items():
        under.update({cap: sum(used.values()) for cap in laid_out.lot(name).caps})
    for cap, amount in under.items():
        if amount > laid_out.statement.caps[cap]:
            yield f"the ceiling {cap} is exceeded"


def points_count_twice_where_they_may(laid_out: _LaidOut) -> Iterator[str]:
    """A lot and its copies hold the same points: what counts again has to count as what it may count again beside."""
    families: dict[str, list[Lot]] = {}
    for lot in laid_out.lots.values():
        families.setdefault(lot.origin, []).append(lot)
    for name, family in families.items():
        if any(lot.same_points_as for lot in family) and not _adds_up_again(family, laid_out.counted_as_listed):
            yield f"{name} may not count again that way"


def _adds_up_again(family: Sequence[Lot], counted: Mapping[str, Counter[Option]]) -> bool:
    """Whether the points of a lot are enough for what it and its copies count, and undivided where they must be."""
    first, once = family[0], Counter[Option]()
    for lot in sorted(family, key=lambda lot: len(lot.counts_again_as)):
        amounts = counted.get(lot.id, Counter[Option]())
        beside = [option for option in once if option in lot.counts_again_as] or lot.counts_again_as[:1]
        if beside:
            once[beside[0]] += max(0, sum(amounts.values()) - sum(once[option] for option in beside))
        else:
            once.update(amounts)
    every = {*(+once), *(option for lot in family for option in counted.get(lot.id, ()))}
    divided = max(Counter(target for target, category in every if category).values(), default=1) > 1
    undivided = not first.one_target or len({target for target, _ in +once}) < 2
    return sum(once.values()) <= first.amount and undivided and not (first.one_category and divided)


RULES = (
    choices_exist,
    badges_are_used_once,
    rows_may_count,
    no_more_than_needed,
    ceilings_are_kept,
    points_count_twice_where_they_may,
)


def fills(ledger: LedgerRow, x: Judged) -> bool:
    """Whether the rows for a license are enough for each of its requirements."""
    rows = [(row["category"], points(row["points"])) for row in ledger["rows"] if row["license"] == x.pointer]
    needs = [(r.minimum, r.categories) for r in x.target.requirements]
    needs.append((x.target.total, frozenset(category for category, _ in rows)))
    return all(sum(amount for category, amount in rows if category in some) >= need for need, some in needs)


def pointers_of(lot_id: str) -> tuple[str, ...]:
    """JSON Pointers of what a lot was made from: one, or two of a pair of badges."""
    return tuple(lot_id.partition("@")[0].partition("#")[0].split("+"))


# -- what a report shows of a license


def display_problems(x: Judged, ledger: LedgerRow, row: LicenseRow) -> Iterator[str]:
    """What is shown otherwise than conditions and ledger have it. `row` is the license in the report."""
    conditions = [(condition.id, condition.state, condition.fact) for condition in x.conditions]
    if conditions != [(g["id"], g["state"], g["fact"]) for g in row["gates"]] or x.renewed_as != row["renewed_as"]:
        yield "its conditions are different"
    if x.label != row["label"]:
        yield f"its name is {x.label}"
    yield from _requirement_problems(x, ledger, row)
    yield from _shortfall_problems(row)


def _requirement_problems(x: Judged, ledger: LedgerRow, license: LicenseRow) -> Iterator[str]:
    """What in the requirements is not what the rows of the ledger add up to."""
    rows = [row for row in ledger["rows"] if row["license"] == x.pointer]
    needs = [(r.id, r.minimum, r.categories) for r in x.target.requirements]
    needs.append(("total", x.target.total, frozenset(row["category"] for row in rows)))
    if len(needs) != len(license["requirements"]):
        yield "its requirements are different"
    for r, (name, need, some) in zip(license["requirements"], needs, strict=False):
        counting = [row for row in rows if row["category"] in some]
        shown = [(row["pointer"], row["category"], row["points"]) for row in r["ledger"]]
        true = [(pointers_of(row["lot"])[0], row["category"], row["points"]) for row in counting]
        have = sum(points(row["points"]) for row in counting)
        numbers = [points(r[key]) for key in ("need", "have")]
        if r["id"] != name or numbers != [need, have] or sorted(shown) != sorted(true):
            yield f"{r['id']} does not show what its ledger adds up to"


def _shortfall_problems(license: LicenseRow) -> Iterator[str]:
    """What in the figures of a license cannot be, whatever the least set of further points is.

    That it is the least is not shown here: it was worked out by placing points.
    """
    low: dict[str, Number] = {}
    if "shortfall" in license:
        rows, in_all = license["shortfall"]["requirements"], license["shortfall"]["in_all"]
        figures = [(row["low"], row["high"]) for row in rows]
        if any(least > most for least, most in [*figures, (in_all["low"], in_all["high"])]):
            yield "a lower figure is above the higher one"
        if sum(points(least) for least, _ in figures) > points(in_all["low"]):
            yield "less is missing in all than in its requirements"
        low = {row["id"]: row["low"] for row in rows} | {"total": in_all["low"]}
    if any(r["short"] != low.get(r["id"], 0) for r in license["requirements"]):
        yield "a requirement is short by something other than the lower figure"
    if license["verdict"] == "met" and "shortfall" in license:
        yield "something is missing though it is met"
