"""The picture of the editions: a vertical scale of years, so that it reads the same on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup
from mcheck.catalog.editions import Edition

from .context import Site
from .formatting import text, whole_date

WIDTH, PER_YEAR, TOP, LEAST_GAP = 340, 15, 16, 34
"""Units of the drawing; labels keep at least LEAST_GAP apart."""


@dataclass(frozen=True, slots=True)
class Stop:
    """An edition on the scale: `y` is where its first day stands, `label_y` where its label found room."""

    edition: Edition
    y: float
    label_y: float
    state: str


def stops(site: Site) -> tuple[Stop, ...]:
    """Every edition, oldest first, with its state: past, in-force or coming."""
    origin, lowest = site.rules.editions[0].start, 0.0
    placed: list[Stop] = []
    for edition in site.rules.editions:
        y = _y(edition.start, origin)
        lowest = max(y, lowest + LEAST_GAP if placed else y)
        placed.append(Stop(edition, y, lowest, _state(site, edition)))
    return tuple(placed)


def _y(day: date, origin: date) -> float:
    return round(TOP + (day - origin).days / 365.25 * PER_YEAR, 1)


def _state(site: Site, edition: Edition) -> str:
    if edition == site.in_force:
        return "in-force"
    return "coming" if edition in site.coming else "past"


def picture(site: Site) -> Markup:
    """Inline SVG; its words stand again in a list beside it, so it is named and not read out piece by piece."""
    drawn = stops(site)
    last_day = max(site.today, drawn[-1].edition.start)
    end = max(_y(last_day, drawn[0].edition.start), drawn[-1].label_y) + 20
    svg = '<svg class="timeline" viewBox="0 0 {} {}" role="img" aria-labelledby="timeline-name">'
    parts = [
        Markup(svg).format(WIDTH, round(end + 8)),
        Markup('<title id="timeline-name">{}</title>').format(_name(drawn)),
        *_years(drawn[0].edition.start, last_day),
        *(_bar(stop, drawn[i + 1].y if i + 1 < len(drawn) else end) for i, stop in enumerate(drawn)),
        *(_label(stop) for stop in drawn),
        Markup("</svg>"),
    ]
    return Markup("").join(parts)


def _name(drawn: Sequence[Stop]) -> Markup:
    firsts = "; ".join(whole_date(stop.edition.start) for stop in drawn)
    return text(f"Timeline of {len(drawn)} editions of the rules, which started on {firsts}.")


def _years(first: date, last: date) -> list[Markup]:
    """A mark for every fifth year."""
    fifths = [year for year in range(first.year, last.year + 1) if year % 5 == 0]
    line = '<text class="timeline-year" x="36" y="{}" text-anchor="end">{}</text>'
    return [Markup(line).format(_y(date(year, 1, 1), first) + 4, year) for year in fifths]


def _bar(stop: Stop, end: float) -> Markup:
    height = round(end - stop.y - 2, 1)
    return Markup('<rect class="timeline-bar {}" x="48" y="{}" width="10" height="{}" rx="2"/>').format(
        stop.state, stop.y, max(height, 2)
    )


def _label(stop: Stop) -> Markup:
    words = {"in-force": "In force from", "coming": "Coming:", "past": "From"}[stop.state]
    return Markup(
        '<path class="timeline-lead" d="M60 {0}L76 {1}h4"/><text class="{2}" x="84" y="{3}">{4}</text>'
    ).format(stop.y, stop.label_y, stop.state, stop.label_y + 4, f"{words} {whole_date(stop.edition.start)}")
