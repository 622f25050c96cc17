"""Stands in for `openpyxl.chart`: a table is read from the cells of a workbook, so its charts are passed over."""

from __future__ import annotations

import sys
from typing import Any, Self

for _part in ("_chart", "chartspace", "reader", "shapes", "text"):
    sys.modules[f"{__name__}.{_part}"] = sys.modules[__name__]


class ChartSpace:
    """A chart that cannot be read, which openpyxl leaves out."""

    @classmethod
    def from_tree(cls, tree: Any) -> Self:
        raise TypeError("charts are not read")


class ChartBase:
    """The type of what stands on a sheet beside pictures."""


class GraphicalProperties:
    """The looks of a shape, of which nothing is kept."""

    @classmethod
    def from_tree(cls, tree: Any) -> Self:
        return cls()


class RichText(GraphicalProperties):
    """The text in a shape, of which nothing is kept."""


def read_chart(chart: ChartSpace) -> ChartBase:
    """Never called, as no chart is read."""
    return ChartBase()
