"""What activities bring: their points, in parts where the kind has parts, under the ceilings of their kind."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.activity_kinds import ActivityKind
from ...core.points import Points
from ...core.portfolio import Activity
from ...core.wording import folded
from .model import Lot
from .options import Options, only
from .values import value_of


def lots_of(activity: Activity, options_of: Options) -> Iterator[Lot]:
    """Its points as what they may count as; none where it is planned, used before or a repetition."""
    reader, as_of = options_of.reader, options_of.case.as_of
    used = activity.used_in_earlier_cycle and not activity.sei_course
    if activity.planned or activity.same_as is not None or used:
        return
    amount, kind = value_of(activity, as_of, options_of.edition, reader)
    options = options_of.of(activity)
    if not options or not amount:
        return
    if kind.allowed is not None:
        options = only(options, kind.allowed)
    day = activity.done.last if activity.done else as_of
    serves, parts = reader.serves(kind.id, options_of.edition.texts(day, kind.value_on(day))), kind.parts
    if serves == "total-only":
        options = only(options, ())
    if serves and not (serves == "listed" and activity.categories is None):
        parts = ()
    caps = _ceilings(activity, kind, options_of)
    if parts and amount < sum(points for _, points in parts):
        # the certificate awards less than all parts: no part gives more than that, nor do all of them together
        own = f"{activity.pointer} as awarded"
        options_of.caps[own] = amount
        caps = (own, *caps)
    for category, points in parts or (("", amount),):
        mine = only(options, (category,)) if category else options
        lot = Lot(
            activity.pointer + (f"#{category}" if category else ""),
            points,
            mine,
            caps,
            options_of.whole_category(mine, kind.course),
            options_of.whole_target(options),
            folded(activity.topic) if activity.topic else activity.pointer,
        )
        yield from options_of.with_copies(lot)


def _ceilings(activity: Activity, kind: ActivityKind, options_of: Options) -> tuple[str, ...]:
    """Names of the ceilings over its kind, the lowest first; one of a calendar year for each year."""
    day = activity.done.last if activity.done else options_of.case.as_of
    named: dict[str, Points] = {}
    for cap in sorted(kind.caps, key=lambda cap: cap.points):
        named[f"{cap.id}:{day.year if cap.period == 'calendar-year' else 'cycle'}"] = cap.points
    options_of.caps.update(named)
    return tuple(named)
