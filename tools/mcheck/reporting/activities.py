"""The part of a report about activities and badges: what each is worth, where it went, and which make pairs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, cast

from ..catalog.activity_kinds import ActivityKind
from ..core.codes import Code, code_table
from ..core.points import Points, number, show
from ..core.portfolio import Activity, Item, Stated
from ..core.records import Record
from ..core.wording import count
from ..judging.assessment import Assessment
from ..judging.details import Details
from ..regulation.lots import pointers_of
from ..regulation.stated_totals import BADGES, STATED
from ..regulation.valuation import UNBOUNDED

if TYPE_CHECKING:
    from ..core.reports.report import ActivityRow, CitationRow, FactRow, MessageRow, PairRow, ReasonRow, StatedRow


NOT_NEEDED = "no license takes points"


def activities_of(assessment: Assessment) -> list[ActivityRow]:
    """Each activity and badge in file order: its worth, what counted where, and why not more."""
    placed: dict[str, dict[tuple[str, str], Points]] = {}
    counted: dict[str, Points] = {}
    for entry in assessment.base.entries:
        for lot, category, amount in assessment.base.placed(entry.index):
            pointers = pointers_of(lot.id)
            for position, pointer in enumerate(pointers):
                share = amount // len(pointers) + (amount % len(pointers) if position == 0 else 0)
                rows, place = placed.setdefault(pointer, {}), (entry.pointer, category)
                rows[place] = rows.get(place, 0) + share
                if "@" not in lot.id:
                    counted[pointer] = counted.get(pointer, 0) + share
    found, valuations = [], assessment.base.formulation.valuations
    pairs = assessment.base.pairs
    alone = {lot.id: lot.amount for lot in assessment.base.placement.lots}
    halves = {b.pointer: p for p in pairs for b in (p.first, p.second)}
    thirds = {p.third.badge.pointer: p.third.points for p in pairs if p.third is not None}
    for activity in assessment.portfolio.activities:
        worth = valuations.get(activity.same_as or activity.pointer)
        kind = assessment.rules.kinds[activity.kind] if worth is None else worth.kind
        citations = _cited(assessment, kind, activity) if worth is None else worth.citations
        points = 0 if worth is None else worth.points
        if points == UNBOUNDED:  # a missing amount that falls in the educator's favor: as much as was needed
            points = counted.get(activity.pointer, 0)
        how = worth.how if worth is not None else "not done yet" if activity.planned else NOT_NEEDED
        found.append(_activity(assessment, activity, kind.id, kind.name, points, how, citations, placed, counted))
    for badge in assessment.portfolio.badges:
        badges = assessment.rules.badges
        assert badges is not None, "badges are there that no kind of activity values"
        citations = _cited(assessment, badges, badge)
        points, how = alone.get(badge.pointer, 0), "a badge by itself"
        if badge.pointer in halves:
            pair = halves[badge.pointer]
            points, how = pair.points // 2, "half of a pair"
            citations = _cited(assessment, badges, max(pair.first, pair.second, key=assessment.last_day))
        elif badge.pointer in thirds:
            points, how = thirds[badge.pointer], "odd badge beside a pair, counted as half a pair"
        elif not points:
            how = "not paired" if assessment.entries else NOT_NEEDED
        found.append(_activity(assessment, badge, badges.id, badges.name, points, how, citations, placed, counted))
    return found


def _cited(assessment: Assessment, kind: ActivityKind, item: Item) -> Sequence[Record]:
    """The sources of the value of a kind on the day something was completed; of the kind where there is none."""
    value = kind.value_on(assessment.last_day(item))
    return kind.record["citations"] if value is None else value.citations


def mark_asked_about(
    activities: Iterable[ActivityRow], facts: Iterable[FactRow], messages: Iterable[MessageRow]
) -> None:
    """Marks what other points make needless here though the report asks or warns about it elsewhere."""
    about = [row["pointer"] for row in (*facts, *messages)]
    for a in activities:
        if needless(a) and any(f"{pointer}/".startswith(f"{a['pointer']}/") for pointer in about):
            a["asked_about"] = True


def needless(activity: ActivityRow) -> bool:
    """Whether points of it are left over only because other points are enough."""
    return activity["state"] in ("partly", "left-over") and not activity["reasons"]


def pairs_of(assessment: Assessment) -> list[PairRow]:
    """The pairs of badges that were made, each with the third badge that joins it, if there is one."""
    rows: list[PairRow] = []
    for pair in assessment.base.pairs:
        made: PairRow = {
            "badges": [pair.first.pointer, pair.second.pointer],
            "titles": [pair.first.title, pair.second.title],
            "points": number(pair.points),
            "related_by": assessment.related(pair.related_by),
        }
        if pair.third is not None:
            made["third"] = {
                "badge": pair.third.badge.pointer,
                "title": pair.third.badge.title,
                "points": number(pair.third.points),
                "related_by": assessment.related(pair.third.related_by),
            }
        rows.append(made)
    return rows


def _activity(
    assessment: Assessment,
    item: Item,
    kind: str,
    kind_name: str,
    points: Points,
    how: str,
    citations: Iterable[Record],
    placed: Mapping[str, Mapping[tuple[str, str], Points]],
    counted: Mapping[str, Points],
) -> ActivityRow:
    got = counted.get(item.pointer, 0)
    reasons: list[ReasonRow] = [
        {"code": code, "text": text, "citations": _reason_citations(assessment, code, citations)}
        for code, text in dict.fromkeys(assessment.base.reasons.get(item.pointer, ()))
    ]
    if got < points:
        reasons += _ceilings(assessment, item)
    row = {
        "pointer": item.pointer,
        "title": item.title,
        "kind": kind,
        "kind_name": kind_name,
        **({} if item.done is None else {"completed": str(item.done)}),
        **({"same_as": item.same_as} if isinstance(item, Activity) and item.same_as is not None else {}),
        "worth": number(points),
        "how": how,
        "counted": number(got),
        "state": _state(assessment, item, points, got),
        "placed": [
            {"license": license, "category": category, "points": number(amount)}
            for (license, category), amount in placed.get(item.pointer, {}).items()
        ],
        "reasons": reasons,
        "citations": assessment.cite(citations),
    }
    return cast("ActivityRow", row)


def _state(
    assessment: Assessment, item: Item, points: Points, got: Points
) -> Literal["counted", "partly", "left-over", "not-counted", "planned"]:
    """What became of an activity that is worth so many points, of which so many counted."""
    if item.planned:
        return "planned"
    if got:
        return "counted" if got >= points else "partly"
    return "left-over" if points and item.pointer in assessment.in_play else "not-counted"


def _ceilings(assessment: Assessment, item: Item) -> list[ReasonRow]:
    """Why no more of an activity counts: each ceiling over it that is reached."""
    worth, used = assessment.base.formulation.valuations.get(item.pointer), assessment.base.under_ceilings
    if worth is None or not worth.kind.caps:
        return []
    names = {n for lot in assessment.base.placement.lots if pointers_of(lot.id) == (item.pointer,) for n in lot.caps}
    reasons: list[ReasonRow] = []
    for cap in worth.kind.caps:
        if any(used.get(n, 0) >= cap.points for n in names if n.startswith(f"{cap.id}:") and "@" not in n):
            period = "calendar year" if cap.period == "calendar-year" else "cycle"
            text = (
                f"At most {count(show(cap.points), 'PDP')} of this kind count in one {period}, and that limit is "
                "reached."
            )
            reasons.append({"code": Code.CEILING, "text": text, "citations": assessment.cite(cap.citations)})
    return reasons


def _reason_citations(assessment: Assessment, code: str, of_kind: Iterable[Record]) -> list[CitationRow]:
    """Where the rule behind a reason is; `of_kind` is where the value of that kind of activity does."""
    if not assessment.entries:
        return []
    ground = assessment.catalog.terms("messages").get(code_table()[code].name)
    if ground is not None:
        return assessment.cite(ground.get("citations", ()))
    edition = assessment.entries[0].edition
    if code == Code.OUTSIDE_WINDOW:
        return assessment.cite(edition.window_citations)
    if code == Code.TOPIC_UNDER_FLOOR:
        return assessment.cite(edition.floor_citations)
    return assessment.cite(of_kind)


def stated_of(assessment: Assessment, details: Details) -> StatedRow:
    """Each sum and the badges that are only counted, with what of them is placed, and everything not checked."""
    given, base = assessment.portfolio.stated, assessment.base
    assert given is not None
    places = {license.id: license.pointer for license in assessment.portfolio.licenses}
    counted: dict[str, Points] = {}
    for entry in base.entries:
        for lot, _, amount in base.placed(entry.index):
            pointer = pointers_of(lot.id)[0]
            if pointer.startswith(STATED) and "@" not in lot.id:
                counted[pointer] = counted.get(pointer, 0) + amount
    row: dict[str, Any] = {
        "points": number(sum(one.points for one in given.sums)),
        "sums": [
            {
                "pointer": one.pointer,
                "license": places[one.license],
                "category": one.category,
                "points": number(one.points),
                "counted": number(counted.get(one.pointer, 0)),
            }
            for one in given.sums
        ],
    }
    if given.badges:
        badges: dict[str, Any] = {"count": given.badges}
        if given.same_stack is not None:
            badges["same_stack"] = given.same_stack
        badges["worth_least"], badges["worth_most"] = (number(worth) for worth in details.stated_badges or (0, 0))
        row["badges"] = badges | {"counted": number(counted.get(BADGES, 0))}
    row["not_checked"] = [
        {"id": name, "text": text, "citations": assessment.cite(citations)}
        for name, text, citations in _not_checked(assessment, given)
    ]
    return cast("StatedRow", row)


def _not_checked(assessment: Assessment, given: Stated) -> Iterator[tuple[str, str, Sequence[Record]]]:
    """(id, words, citations) for each thing that a list would show and sums do not."""
    edition = assessment.entries[0].edition
    yield "window", "Whether each was completed on a day that counts.", edition.window_citations
    if not given.topics_of_ten and edition.floor:
        least = count(show(edition.floor), "PDP")
        yield "topics", f"Whether each topic has at least {least}.", edition.floor_citations
    kinds = assessment.rules.kinds.values()
    limits = [citation for kind in kinds for citation in _limits(kind)]
    yield "kinds", "Whether each activity may count where you put it, within the most that its kind may give.", limits
    rates = [citation for kind in kinds if kind.course for citation in _rates(kind)]
    yield "course-rates", "How many PDPs each course gives.", rates
    yield (
        "evidence",
        "Whether you hold a certificate of each, and used none of them for an earlier renewal.",
        (edition.record["records"]["citations"]),
    )
    if given.badges:
        pairs = tuple(_rates(assessment.rules.badges)) if assessment.rules.badges else ()
        yield "badges", "Which badges these are, which of them are related, and whether one is counted twice.", pairs


def _rates(kind: ActivityKind) -> Iterator[Record]:
    """Citations for what a kind is worth."""
    for value in kind.values:
        yield from value.citations


def _limits(kind: ActivityKind) -> Iterator[Record]:
    """Citations for the most that a kind may give, and for the only categories that it may serve."""
    for cap in kind.caps:
        yield from cap.citations
    if kind.allowed is not None:
        yield from (one for one in kind.record["citations"] if "allowed_categories" in one["supports"])
