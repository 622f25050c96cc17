"""Stands in for the package that writes workbooks, as the page only reads them."""

from __future__ import annotations


def xmlfile(*_: object, **__: object) -> None:
    raise NotImplementedError("workbooks are only read here")
