"""Small pictures as inline SVG, each with its text alternative. Colors come from the page (classes), not from here."""

from __future__ import annotations

import textwrap
from decimal import Decimal

from ...core.escaping import html as e
from ...core.wording import count
from ..document import Picture
from .wrapping import cut

WIDTH, NODE = 720, 10
LEFT, RIGHT = 290, 440
"""Where the two columns of nodes begin; labels are outside of them."""
TALL = 260
"""Height of all points together; labels may need more."""
LINE = 16
COLORS = 5


def flow(picture: Picture) -> str:
    """Points flowing from activities on the left into categories on the right; empty when nothing counts."""
    total = sum((points for _, points in picture.left), Decimal(0))
    if not total:
        return ""
    scale = float(TALL / total)
    left = [([cut(name, 36)], points, name) for name, points in picture.left]
    right = [(textwrap.wrap(name, 32), points, name) for name, points in picture.right]
    slots = [[max(float(p) * scale, LINE * len(lines)) + 8 for lines, p, _ in column] for column in (left, right)]
    height = max(sum(slots[0]), sum(slots[1])) + 8
    parts: list[str] = []
    tops: list[list[float]] = []
    for column, (nodes, sizes, x) in enumerate(((left, slots[0], LEFT), (right, slots[1], RIGHT))):
        y = (height - sum(sizes)) / 2
        tops.append([])
        for (lines, points, name), size in zip(nodes, sizes, strict=True):
            thick = max(float(points) * scale, 1.5)
            top = y + (size - thick) / 2
            tops[column].append(top)
            parts.append(f'<rect class="node" x="{x}" y="{top:.1f}" width="{NODE}" height="{thick:.1f}"/>')
            parts.append(_label(lines, points, name, x, y + size / 2, ends=column == 0))
            y += size
    links = []
    for a, b, points in picture.links:
        thick = max(float(points) * scale, 1.5)
        y1, y2 = tops[0][a] + thick / 2, tops[1][b] + thick / 2
        tops[0][a] += thick
        tops[1][b] += thick
        x1, x2, middle = LEFT + NODE, RIGHT, (LEFT + NODE + RIGHT) / 2
        links.append(
            f'<path class="link c{b % COLORS}" stroke-width="{thick:.1f}" '
            f'd="M{x1} {y1:.1f}C{middle:.0f} {y1:.1f} {middle:.0f} {y2:.1f} {x2} {y2:.1f}"/>'
        )
    sums = "; ".join(f"{name}: {points}" for name, points in picture.right)
    return (
        f'<svg class="flow" viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-labelledby="flow-title flow-words">'
        f'<title id="flow-title">Where the points go</title><desc id="flow-words">'
        f"{count(len(picture.left), 'source')} on the left flow into "
        f"{count(len(picture.right), 'category', 'categories')} on the right. {e(sums)}.</desc>"
        f"{''.join(links)}{''.join(parts)}</svg>"
    )


def _label(lines: list[str], points: int | Decimal, name: str, x: int, middle: float, *, ends: bool) -> str:
    """A name beside its node, its points in bold at the end; the whole name shows when pointed at."""
    at = x - 8 if ends else x + NODE + 8
    first = middle - LINE * (len(lines) - 1) / 2 + 4.5
    spans = [f'<tspan x="{at}" y="{first + LINE * n:.1f}">{e(line)}</tspan>' for n, line in enumerate(lines)]
    anchor = ' text-anchor="end"' if ends else ""
    return f'<text{anchor}><title>{e(name)}</title>{"".join(spans)}<tspan class="sum" dx="6">{e(points)}</tspan></text>'
