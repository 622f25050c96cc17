"""Checks of days: what was done outside the days that count, and what is to be kept until when."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.switches import BEFORE_EXPIRY
from ...core.dates import add_years
from ...core.portfolio import Item
from ...core.wording import count
from ...regulation.lots import perhaps_sei_course
from ...regulation.targets import RenewalTarget
from ..answers import named
from .context import CheckContext, DatePosition
from .registry import CHECKS, Finding, question_about


@CHECKS.register("T03")
def outside_window(context: CheckContext) -> Iterator[Finding]:
    """One finding for a cause and license: a whole cycle may have been earned too early."""
    causes: dict[tuple[DatePosition, str, str], tuple[RenewalTarget, list[Item]]] = {}
    for item in context.in_use:
        for standing, entry in context.standings[item.pointer][:1]:
            if standing not in (DatePosition.INSIDE, DatePosition.GAP):
                case = _case_outside(context, item, standing, entry)
                causes.setdefault((standing, entry.pointer, case), (entry, []))[1].append(item)
    for (standing, pointer, case), (entry, items) in causes.items():
        is_one = len(items) == 1
        was, has, each = ("was", "has", "it") if is_one else ("were", "have", "each of them")
        days, at = f"the days that count ({entry.window})", items[0].pointer
        question = f"On which day was {each} completed? Add `completed`."
        if standing is DatePosition.BEFORE_EXPIRY:
            asked = context.case.rules.by_switch.get(BEFORE_EXPIRY.name)
            settled = asked is not None and asked.settlement(entry.window.texts) is not None
            still = "Such points no longer count." if settled else "Whether such points still count is open."
            text = f"{named(items)} {was} completed before {entry.label} expired on {entry.window.expires}. {still}"
            yield Finding(pointer, text, case)
        elif case == "undated":
            told = f"so mcheck cannot tell whether {'it is' if is_one else 'they are'} in {days}"
            ask = question_about(context, f"{at}/completed", question)
            yield Finding(at, f"{named(items)} {has} no completion date, {told}.", ask=ask)
        elif standing is DatePosition.UNCLEAR:
            text = f"{has} no exact date, and not every day it could mean is in {days}."
            ask = question_about(context, f"{at}/completed", question)
            yield Finding(at, f"{named(items, dated=True)} {text}", ask=ask)
        else:
            text = f"{named(items, dated=True)} {was} completed {standing.name.lower()} {days}."
            yield Finding(at, text, case)


def _case_outside(context: CheckContext, item: Item, standing: DatePosition, entry: RenewalTarget) -> str:
    """Which of the cases of the check it is that something lies outside the days that count for an entry."""
    if item.done is None:
        return "undated"
    if standing is DatePosition.BEFORE and perhaps_sei_course(item, entry, context.case.catalog):
        return "before-sei"
    return standing.name.lower().replace("_", "-")


@CHECKS.register("T04")
def early_renewal_gap(context: CheckContext) -> Iterator[Finding]:
    for item in context.in_use:
        for standing, entry in context.standings[item.pointer]:
            if standing is DatePosition.GAP:
                yield Finding(
                    item.pointer,
                    f'"{item.title}" was completed on {item.done}, after you renewed {entry.label} early on '
                    f"{entry.license.renewed_on} and before the old license ended on {entry.window.cycle_start}.",
                )


@CHECKS.register("T13")
def keep_longer(context: CheckContext) -> Iterator[Finding]:
    """Records that must outlast what people expect: of a renewal with SEI points used twice, and of the one before."""
    as_of = context.case.as_of
    again = context.used_again
    for entry in context.licenses:
        edition, renewed = entry.edition, entry.license.renewed_on
        if renewed is not None:
            until = add_years(renewed, edition.years_kept(renewed, twice=bool(again)))
            if renewed < as_of <= until:
                yield Finding(
                    f"{entry.pointer}/renewed_on",
                    f"You renewed {entry.label} on {renewed}: keep the records of that renewal until {until}.",
                )
        usual, longer = (edition.years_kept(as_of, twice=twice) for twice in (False, True))
        for item in again if longer > usual else ():
            yield Finding(
                item.pointer,
                f'"{item.title}" serves two cycles: if you renew on {as_of}, keep all records of that renewal until '
                f"{add_years(as_of, longer)}, {count(longer, 'year')} instead of {usual}.",
            )
