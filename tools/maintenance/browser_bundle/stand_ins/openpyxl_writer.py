"""Stands in for `openpyxl.writer.excel`, as the page only reads workbooks."""

from __future__ import annotations


def save_workbook(*_: object, **__: object) -> None:
    raise NotImplementedError("workbooks are only read here")
