"""The renewal bar: what a license needs as one length, and in it what counts, what is not settled and what is missing.

Each minimum is a bay at the left, the rest that any area may fill comes last, so a hole is what is still needed, also
where the sum of all points is high. Every page shows this one drawing; colors and sizes are in `renewal_bar.css`.
A script may fill a bay again by the width of its `.sure` (see `data-need`); it draws nothing of its own. No template
draws it: the check page shows it at once, and would have to load Jinja first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...core.escaping import html as e

if TYPE_CHECKING:
    from ...core.reports.report import LicenseRow

CSS = (Path(__file__).parent / "renewal_bar.css").read_text(encoding="utf-8")
LONGEST = Decimal(150)
"""The need in PDPs that a bar of full length shows."""
FREE = "any"
"""The bay of what any area may fill."""
KEYS = {
    "content": ("Con", "Content"),
    "pedagogy": ("Ped", "Pedagogy"),
    "sei-esl-bilingual": ("SEI", "SEI / ESL"),
    "students-with-disabilities": ("SpEd", "Special ed"),
    FREE: ("Any", "Any area"),
}
"""Short and long words below bays, if a page has no others; other requirements show the first word of their label."""
_TICK = "M-7 0l5 5 9-10"
_ROOM = 10
"""Percent of the bar that a number needs."""


@dataclass(frozen=True, slots=True)
class Bay:
    """A minimum in PDPs. Up to `low` of it are missing however open points turn out, up to `high` if all fall badly."""

    id: str
    label: str
    need: Decimal
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)

    @property
    def sure(self) -> Decimal:
        return self.need - self.high

    @property
    def maybe(self) -> Decimal:
        return self.high - self.low


def bays_of(license: LicenseRow) -> list[Bay]:
    """The bays of a license as a report gives it: its minimums, then the rest of the total; none without a total."""
    needs = {r["id"]: r for r in license["requirements"]}
    if "total" not in needs:
        return []
    shortfall = license.get("shortfall")
    short = {s["id"]: (_points(s["low"]), _points(s["high"])) for s in shortfall["requirements"]} if shortfall else {}
    minimums = [
        Bay(key, r["label"], _points(r["need"]), *short.get(key, ())) for key, r in needs.items() if key != "total"
    ]
    in_all = (_points(shortfall["in_all"]["low"]), _points(shortfall["in_all"]["high"])) if shortfall else ()
    return with_rest(minimums, _points(needs["total"]["need"]), *in_all)


def with_rest(
    minimums: Sequence[Bay], total: Decimal, in_all_low: Decimal = Decimal(0), in_all_high: Decimal = Decimal(0)
) -> list[Bay]:
    """The minimums and what any area may fill, if so much is missing in all. Minimums that share points, as some of
    before 2017, make one bay."""
    rest = total - _sum(minimums, "need")
    if rest < 0:
        minimums, rest = (), total
    low, high = (
        min(rest, max(Decimal(0), in_all - _sum(minimums, end)))
        for end, in_all in (("low", in_all_low), ("high", in_all_high))
    )
    return [*minimums, *([Bay(FREE, "any area", rest, low, max(low, high))] if rest else [])]


def renewal_bar(
    bays: Sequence[Bay],
    key: str,
    *,
    longest: Decimal = LONGEST,
    keys: Mapping[str, Sequence[str]] = KEYS,
    told: str = "",
) -> str:
    """The bar as HTML, empty where there are no bays. `key` sets it apart from other bars of the page; `longest` is the
    need in PDPs of the longest bar beside it, against which a shorter one is drawn shorter. On a page in another
    language `keys` has the words below bays, and `told` says what the bar shows."""
    if not bays:
        return ""
    total = _sum(bays, "need")
    part = " part" if total < longest / 2 else ""
    parts, words, at = [], [], Decimal(0)
    for bay in bays:
        wide = bay.need / total * 100
        parts.append(_bay(bay, at, wide, e(key), part == ""))
        brief, long = keys.get(bay.id, (bay.label.split(" ")[0][:4], bay.label.split(" ")[0]))
        words.append(
            f'<text x="{at + wide / 2:.3f}%" y="12"><tspan class="short">{e(brief)}</tspan>'
            f'<tspan class="long">{e(long)}</tspan></text>'
        )
        at += wide
    hatch = (
        f'<defs><pattern id="hatch-{e(key)}" width="9" height="9" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><line class="hatch" x1="2" x2="2" y1="0" y2="9"/></pattern></defs>'
    )
    named = "" if part else f'<svg class="keys" aria-hidden="true">{"".join(words)}</svg>'
    return (
        f'<div class="renewal-bar{part}" data-bar="{e(key)}"><svg class="drawing" role="img" '
        f'aria-label="{e(told or in_words(bays))}">{hatch}{"".join(parts)}'
        '<line class="end" x1="0" x2="0" y1="0" y2="100%"/>'
        f'<line class="end" x1="100%" x2="100%" y1="0" y2="100%"/></svg>{named}</div>'
    )


def _bay(bay: Bay, at: Decimal, wide: Decimal, key: str, numbers: bool) -> str:
    """A bay: its dashed frame, on it what is not settled, on that what counts, then the wall to the next one."""
    sure, maybe = (points / bay.need * 100 for points in (bay.sure, bay.maybe))
    shown = [
        '<rect class="track" width="100%" height="100%"/>',
        '<line class="gap" x1="0" x2="100%" y1="1" y2="1"/>',
        '<line class="gap" x1="0" x2="100%" y1="100%" y2="100%" transform="translate(0 -1)"/>',
        '<line class="gap" x1="0" x2="0" y1="0" y2="100%" transform="translate(3 0)"/>',
        '<line class="gap" x1="100%" x2="100%" y1="0" y2="100%" transform="translate(-3 0)"/>',
    ]
    if maybe:
        box = f'x="{sure:.3f}%" width="{maybe:.3f}%" height="100%"'
        shown += [f'<rect class="tint" {box}/>', f'<rect class="maybe" {box} fill="url(#hatch-{key})"/>']
    shown.append(f'<rect class="sure" width="{sure:.3f}%" height="100%"/>')
    if bay.id == FREE:
        told = f"{_show(bay.sure)} of {_show(bay.need)}" if numbers and sure * wide / 100 >= 2 * _ROOM else ""
        shown.append(f'<text class="of" x="{sure / 2:.3f}%" y="50%" dy="5">{told}</text>')
    else:
        off = "" if sure == 100 else ' display="none"'
        shown.append(f'<svg class="tick" x="50%" y="50%" overflow="visible"{off}><path d="{_TICK}"/></svg>')
    if numbers and maybe * wide / 100 >= 6:
        middle = f'x="{sure + maybe / 2:.3f}%" y="50%" overflow="visible"'
        shown.append(f'<svg {middle}><circle class="chip" r="10"/><text class="open" y="5">?</text></svg>')
    lacks = _show(bay.low) if numbers and bay.low / bay.need * wide >= _ROOM else ""
    shown.append(f'<text class="lacks" x="{(sure + maybe + 100) / 2:.3f}%" y="50%" dy="5">{lacks}</text>')
    shown.append('<line class="wall" x1="100%" x2="100%" y1="0" y2="100%"/>')
    return (
        f'<svg class="bay" data-bay="{e(bay.id)}" data-need="{_show(bay.need)}" x="{at:.3f}%" width="{wide:.3f}%" '
        f'height="100%">{"".join(shown)}</svg>'
    )


def small_bar(bays: Sequence[Bay]) -> str:
    """The bar of a row among many, as SVG without numbers and ticks, in few bytes; the page styles its parts.

    It needs a pattern `hatch` of the page and the classes sure, maybe, gap, wall and end.
    """
    if not bays:
        return ""
    total = _sum(bays, "need")
    unit, at = 150 / total, Decimal(0)
    paths: dict[str, str] = {"gap": "", "maybe": "", "sure": "", "wall": ""}
    for bay in bays:
        for name, start, size in (
            ("sure", at, bay.sure),
            ("maybe", at + bay.sure, bay.maybe),
            ("gap", at + bay.sure + bay.maybe, bay.low),
        ):
            x, wide = f"{start * unit:.2f}", f"{size * unit:.2f}"
            box = f"M{x} .5h{wide}M{x} 10.5h{wide}" if name == "gap" else f"M{x} 0v11h{wide}v-11z"
            paths[name] += box if size else ""
        at += bay.need
        paths["wall"] += f"M{at * unit:.2f} -1v13" if at < total else ""
    drawn = "".join(f'<path class="{name}" d="{path}"/>' for name, path in paths.items() if path)
    part = ' class="part"' if total < LONGEST / 2 else ""
    return (
        f'<svg{part} viewBox="0 0 150 11" preserveAspectRatio="none" role="img" aria-label="{e(in_words(bays))}">'
        f'{drawn}<path class="end" d="M0 0v11M150 0v11"/></svg>'
    )


def in_words(bays: Sequence[Bay]) -> str:
    """What the bar shows, for those who do not see it."""
    need, sure, maybe, low = (_sum(bays, name) for name in ("need", "sure", "maybe", "low"))
    said = f"{_show(sure)} of {_show(need)} PDPs count"
    said += f", {_show(maybe)} not settled" if maybe else ""
    said += f", {_show(low)} missing" if low else ""
    holes = [f"{bay.label} {_show(bay.low)}" for bay in bays if bay.low]
    full = "Every minimum is filled." if not maybe else "Every minimum can be filled."
    return f"{said}. {'Missing: ' + '; '.join(holes) + '.' if holes else full}"


def _sum(bays: Iterable[Bay], name: str) -> Decimal:
    return sum((getattr(bay, name) for bay in bays), Decimal(0))


def _points(value: Any) -> Decimal:
    return Decimal(str(value))


def _show(points: Decimal) -> str:
    return f"{points.normalize():f}"
