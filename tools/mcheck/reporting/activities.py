"""The part of a report about activities and badges: what each is worth, where it went, and which make pairs."""

from __future__ import annotations

from collections import Counter, defaultdict
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
from ..regulation.stated_totals import BADGES
from ..regulation.valuation import UNBOUNDED, Valuation

if TYPE_CHECKING:
    from ..core.reports.report import ActivityRow, CitationRow, FactRow, MessageRow, PairRow, ReasonRow, StatedRow


NOT_NEEDED = "no license takes points"


def activities_of(assessment: Assessment) -> list[ActivityRow]:
    """Each activity and badge in file order: its worth, what counted where, and why not more."""
    placed, counted = _placed(assessment), _counted(assessment)
    worths = [_worth(assessment, activity, counted) for activity in assessment.portfolio.activities]
    return [
        _activity(assessment, item, worth, placed[item.pointer], counted[item.pointer])
        for item, worth in zip(assessment.portfolio.items, [*worths, *_badge_worths(assessment)], strict=True)
    ]


def _shares(assessment: Assessment) -> Iterator[tuple[str, bool, tuple[str, str], Points]]:
    """(pointer, whether it is its first use, (license, category), points) of all that is placed."""
    for entry in assessment.base.entries:
        for lot, category, amount in assessment.base.placed(entry.index):
            pointers = pointers_of(lot.id)
            for position, pointer in enumerate(pointers):
                share = amount // len(pointers) + (amount % len(pointers) if position == 0 else 0)
                yield pointer, "@" not in lot.id, (entry.pointer, category), share


def _placed(assessment: Assessment) -> defaultdict[str, Counter[tuple[str, str]]]:
    """The points of each activity and badge by (license, category)."""
    placed: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for pointer, _, place, share in _shares(assessment):
        placed[pointer][place] += share
    return placed


def _counted(assessment: Assessment) -> Counter[str]:
    """The points of each that count; what counts again for another license is not counted twice."""
    counted = Counter[str]()
    for pointer, first, _, share in _shares(assessment):
        counted[pointer] += share * first
    return counted


def _worth(assessment: Assessment, activity: Activity, counted: Mapping[str, Points]) -> Valuation:
    """What an activity is worth; one that nothing values is worth nothing."""
    worth = assessment.base.formulation.valuations.get(activity.same_as or activity.pointer)
    if worth is None:
        kind = assessment.rules.kinds[activity.kind]
        how = "not done yet" if activity.planned else NOT_NEEDED
        return Valuation(0, how, kind, _cited(assessment, kind, activity))
    if worth.points == UNBOUNDED:  # a missing amount that falls in the educator's favor: as much as was needed
        return worth._replace(points=counted.get(activity.pointer, 0))
    return worth


def _badge_worths(assessment: Assessment) -> Iterator[Valuation]:
    """What each badge is worth, alone or with others."""
    pairs, badges = assessment.base.pairs, assessment.rules.badges
    alone = {lot.id: lot.amount for lot in assessment.base.placement.lots}
    halves = {b.pointer: p for p in pairs for b in (p.first, p.second)}
    thirds = {p.third.badge.pointer: p.third.points for p in pairs if p.third is not None}
    for badge in assessment.portfolio.badges:
        assert badges is not None, "badges are there that no kind of activity values"
        dated, points, how = badge, alone.get(badge.pointer, 0), "a badge by itself"
        if badge.pointer in halves:
            pair = halves[badge.pointer]
            points, how = pair.points // 2, "half of a pair"
            dated = max(pair.first, pair.second, key=assessment.last_day)
        elif badge.pointer in thirds:
            points, how = thirds[badge.pointer], "odd badge beside a pair, counted as half a pair"
        elif not points:
            how = "not paired" if assessment.entries else NOT_NEEDED
        yield Valuation(points, how, badges, _cited(assessment, badges, dated))


def _cited(assessment: Assessment, kind: ActivityKind, item: Item) -> tuple[Record, ...]:
    """The sources of the value of a kind on the day something was completed; of the kind where there is none."""
    value = kind.value_on(assessment.last_day(item))
    return tuple(kind.record["citations"]) if value is None else value.citations


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
    assessment: Assessment, item: Item, worth: Valuation, placed: Mapping[tuple[str, str], Points], got: Points
) -> ActivityRow:
    reasons: list[ReasonRow] = [
        {"code": code, "text": text, "citations": _reason_citations(assessment, code, worth.citations)}
        for code, text in dict.fromkeys(assessment.base.reasons.get(item.pointer, ()))
    ]
    if got < worth.points:
        reasons += _ceilings(assessment, item)
    row = {
        "pointer": item.pointer,
        "title": item.title,
        "kind": worth.kind.id,
        "kind_name": worth.kind.name,
        **({} if item.done is None else {"completed": str(item.done)}),
        **({"same_as": item.same_as} if isinstance(item, Activity) and item.same_as is not None else {}),
        "worth": number(worth.points),
        "how": worth.how,
        "counted": number(got),
        "state": _state(assessment, item, worth.points, got),
        "placed": [
            {"license": license, "category": category, "points": number(amount)}
            for (license, category), amount in placed.items()
        ],
        "reasons": reasons,
        "citations": assessment.cite(worth.citations),
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
    given = assessment.portfolio.stated
    assert given is not None
    places = {license.id: license.pointer for license in assessment.portfolio.licenses}
    counted = _counted(assessment)
    row: dict[str, Any] = {
        "points": number(sum(one.points for one in given.sums)),
        "sums": [
            {
                "pointer": one.pointer,
                "license": places[one.license],
                "category": one.category,
                "points": number(one.points),
                "counted": number(counted[one.pointer]),
            }
            for one in given.sums
        ],
    }
    if given.badges:
        badges: dict[str, Any] = {"count": given.badges}
        if given.same_stack is not None:
            badges["same_stack"] = given.same_stack
        badges["worth_least"], badges["worth_most"] = (number(worth) for worth in details.stated_badges or (0, 0))
        row["badges"] = badges | {"counted": number(counted[BADGES])}
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
