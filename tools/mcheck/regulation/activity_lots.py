"""What activities bring: their value, in the categories that their kind may serve, under the ceilings they share."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from functools import partial

from ..allocation.problem import Lot, Option
from ..catalog.activity_kinds import ActivityKind
from ..core.codes import Code
from ..core.portfolio import Activity
from ..core.wording import folded, series
from .lots import USED_BEFORE, LotBuilder, only
from .valuation import Valuation, value_of


def may_serve(kind: ActivityKind, labels: Mapping[str, str]) -> str:
    """The categories that a kind may serve where a source names them, in words; `labels` are those of all."""
    return series([label for category, label in labels.items() if category in (kind.allowed or ())], "or")


def activity_lots(builder: LotBuilder) -> tuple[list[Lot], dict[str, Valuation]]:
    """The lots of all activities, and the value of each activity by its pointer."""
    counted: dict[Hashable, Activity] = {}
    for activity in builder.activities:
        if activity.planned and not builder.case.planned:
            continue
        if activity.same_as is not None:
            text = "The same activity is in the file twice and counts once."
            builder.note(activity.pointer, Code.REPEATED, text)
            continue
        counted[activity.pointer] = activity
    made = builder.remembered_each(counted, partial(_activity, builder))
    valuations = {activity.pointer: valuation for activity, (valuation, _) in zip(counted.values(), made, strict=True)}
    return [lot for _, lots in made for lot in lots], valuations


def _activity(builder: LotBuilder, activity: Activity) -> tuple[Valuation, list[Lot]]:
    """What an activity is worth, and its lots."""
    valuation = value_of(activity, builder.setting)
    lots = _lots(builder, activity, valuation)
    if len(builder.judged) > 1:
        lots = [one for lot in lots for one in builder.with_copies(lot)]
    return valuation, lots


def _lots(builder: LotBuilder, activity: Activity, valuation: Valuation) -> list[Lot]:
    for code, text in valuation.reasons:
        builder.note(activity.pointer, code, text)
    if activity.used_in_earlier_cycle and not activity.sei_course:
        builder.note(activity.pointer, Code.USED_BEFORE, USED_BEFORE)
        return []
    options = builder.options(activity)
    if not options or not valuation.points:
        return []
    kind = valuation.kind
    if kind.allowed is not None:
        options = _allowed(builder, activity, kind, options)
    day = activity.done.last if activity.done else builder.case.as_of
    open_ = kind.id in builder.case.rules.by_activity
    serves = builder.reader.serves(kind.id, builder.setting.texts(kind, day)) if open_ else ""
    parts = kind.parts if not serves or (serves == "listed" and activity.categories is None) else ()
    if serves == "total-only":
        options = only(options, ())
    caps = _caps(builder, activity, valuation)
    if parts and valuation.points < sum(amount for _, amount in parts):
        # how a certificate that awards less divides it is not known: no part can give more, nor all together
        own = f"{activity.pointer} as awarded"
        builder.caps[own] = valuation.points
        caps = (own, *caps)
    topic = folded(activity.topic) if activity.topic else activity.pointer
    lots = []
    for category, amount in parts or ((None, valuation.points),):
        part = tuple(options if category is None else only(options, (category,)))
        lot = Lot(
            activity.pointer + ("" if category is None else f"#{category}"),
            amount,
            part,
            caps,
            builder.whole_category(part, kind.course),
            builder.whole_target(options),
            topic,
        )
        lots.append(lot)
    return lots


def _allowed(builder: LotBuilder, activity: Activity, kind: ActivityKind, options: Sequence[Option]) -> list[Option]:
    """The options that its kind may serve; what it may not serve leaves its points to the total."""
    assert kind.allowed is not None
    if activity.categories and not any(category in kind.allowed for category in activity.categories):
        labels = builder.case.rules.category_labels(builder.judged[0].edition)
        text = f"{kind.name} may count only as {may_serve(kind, labels)}."
        builder.note(activity.pointer, Code.NOT_ALLOWED_HERE, f"{text} So it counts toward the total only.")
    return only(options, kind.allowed)


def _caps(builder: LotBuilder, activity: Activity, valuation: Valuation) -> tuple[str, ...]:
    """Names of the ceilings it shares, the tightest first."""
    if not valuation.kind.caps:
        return ()
    names = []
    day = activity.done.last if activity.done else builder.case.as_of
    for cap in sorted(valuation.kind.caps, key=lambda c: c.points):
        name = f"{cap.id}:{day.year if cap.period == 'calendar-year' else 'cycle'}"
        builder.caps[name] = cap.points
        names.append(name)
    return tuple(names)
