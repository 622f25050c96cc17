"""Stands in for the table of types of files, of which openpyxl takes some to write a workbook."""

from __future__ import annotations


class MimeTypes:
    def add_type(self, type: str, extension: str) -> None:
        pass
