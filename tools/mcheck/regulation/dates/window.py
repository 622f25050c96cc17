"""When a license can be renewed and which days its points must fall on (603 CMR 44.03)."""

from datetime import date, timedelta
from typing import NamedTuple

from ...catalog.editions import Edition, MovedExpiry, years_before
from ...catalog.questions import Texts
from ...catalog.scenario import ScenarioReader
from ...catalog.switches import BEFORE_EXPIRY, EARLY_RENEWAL_GAP, INVALID_FROM
from ...core.dates import Span, add_years
from ...core.portfolio import Activity, License

ONE_DAY = timedelta(days=1)


class Window(NamedTuple):
    """Days that count for one license. `first` and `last` are included; `first > last` when none do."""

    first: date
    last: date
    state: str
    """active, inactive, invalid or unknown."""
    expires: date | None
    cycle_start: date | None
    """The last day of the cycle before."""
    can_apply_from: date | None
    texts: Texts
    """What may settle a question about the application."""

    @property
    def expired(self) -> bool:
        """Whether the license has expired on the day of the application."""
        return self.state in ("inactive", "invalid")

    @property
    def begun(self) -> bool:
        """Whether any day counts by now."""
        return self.first <= self.last

    def __str__(self) -> str:
        return f"{self.first} to {self.last}" if self.begun else f"from {self.first} on"


def expiry(license: License, edition: Edition) -> date | None:
    """The expiry date, worked out from the day of issue when it is not given."""
    if license.expires is not None:
        return license.expires
    return None if license.issued is None else add_years(license.issued, edition.cycle_years)


def dated(license: License, reader: ScenarioReader) -> License:
    """The license with one day for its expiry, also where the file gives the month only."""
    question = reader.rules.questions.get(f"{license.pointer}/expires")
    return license if question is None else license._replace(expires=date.fromisoformat(reader.reading(question)["id"]))


def moved_expiry(license: License, edition: Edition, as_of: date) -> MovedExpiry | None:
    """The move of expiry dates that reached a license, or may have, by its own date; nothing here applies it."""
    first = expiry(license, edition)
    if first is None or license.type != "professional":
        return None
    last = min(license.expires_last or first, as_of)
    return next((move for move in edition.moved if move.after < last and first < move.to), None)


def window(license: License, edition: Edition, as_of: date, until: date, reader: ScenarioReader) -> Window:
    """The window of a license for an application on `as_of`; `until` is the last day that counts (planned ones)."""
    oldest, texts = years_before(until, edition.oldest_years), edition.texts(as_of)
    expires = expiry(license, edition)
    if expires is None:
        return Window(oldest, until, "unknown", None, license.cycle_start, None, texts)
    start = license.cycle_start or years_before(expires, edition.cycle_years)
    if as_of > expires:
        first = oldest if reader.switch(BEFORE_EXPIRY, texts) == "kept" else max(oldest, expires + ONE_DAY)
        state = "invalid" if _is_invalid(expires, edition, as_of, reader) else "inactive"
        return Window(first, until, state, expires, start, None, texts)
    # of a month, all days of it must allow it
    opens = years_before(max(expires, license.expires_last or expires), edition.opens_years)
    first, last, early = max(start + ONE_DAY, oldest), min(until, expires), opens if as_of < opens else None
    return Window(first, last, "active", expires, start, early, texts)


def may_be_invalid(expires: date, edition: Edition, as_of: date) -> bool:
    """Whether a license that expired then is invalid under the strictest reading."""
    return as_of > add_years(expires, edition.invalid_years)


def surely_invalid(expires: date, edition: Edition, as_of: date) -> bool:
    """Whether it is invalid under every reading."""
    return as_of > date(add_years(expires, edition.invalid_years).year, 12, 31)


def _is_invalid(expires: date, edition: Edition, as_of: date, reader: ScenarioReader) -> bool:
    if surely_invalid(expires, edition, as_of):
        return True
    return (
        may_be_invalid(expires, edition, as_of) and reader.switch(INVALID_FROM, edition.texts(as_of)) == "anniversary"
    )


def inside(
    done: Span | None, pointer: str, window: Window, license: License, edition: Edition, reader: ScenarioReader
) -> bool:
    """Whether something completed in `done` counts; a date that is not known well enough is a missing fact."""
    if done is None:
        return reader.fact(f"{pointer}/completed")
    if done.last < window.first or done.first > window.last:
        return _in_gap(done, window, license, edition, reader)
    if done.first >= window.first and done.last <= window.last:
        return True
    return reader.fact(f"{pointer}/completed")


def _in_gap(done: Span, window: Window, license: License, edition: Edition, reader: ScenarioReader) -> bool:
    """Earned after an early renewal was made but before the old expiry date: an open question."""
    renewed, start = license.renewed_on, window.cycle_start
    if renewed is None or start is None or not renewed < done.first <= done.last <= start:
        return False
    if done.first < years_before(window.last, edition.oldest_years):
        return False
    return reader.switch(EARLY_RENEWAL_GAP, window.texts) == "kept"


def in_cycle_before(done: Span | None, window: Window, edition: Edition) -> bool:
    """Whether it was completed in the cycle just before: an SEI endorsement course may serve two cycles."""
    if done is None or window.cycle_start is None:
        return False
    return years_before(window.cycle_start, edition.cycle_years) < done.first and done.last <= window.cycle_start


def serves_twice(activity: Activity, start: date, expires: date, edition: Edition) -> bool:
    """Whether an SEI endorsement course that an earlier renewal used lies where this one can use it again.

    `start` is the last day of the cycle before the one that ends with `expires`.
    """
    if not (activity.sei_course and activity.used_in_earlier_cycle) or activity.done is None:
        return False
    return years_before(start, edition.cycle_years) < activity.done.first and activity.done.last <= expires
