"""A look into the parts of a workbook, before anything reads it: what they unpack to, and how much there is to read."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Sequence

from ..result import CannotImport, TooMuch

MIB = 1 << 20
MOST_UNPACKED, MOST_PART, MOST_RATIO = 64 * MIB, 32 * MIB, 200
"""What the parts of a workbook may unpack to, in all and each, and how many times as large as packed."""
MOST_LONG = 1 << 31
"""What a part may unpack to that is read row by row."""
SMALL = MIB
"""Below this size a part may be packed as tightly as it likes."""
MOST_TEXT = 24 * MIB
"""What the sheets and their texts may come to."""
MOST_CELLS, MOST_MERGED, MOST_OTHERS = 80_000, 100_000, 100_000
"""Cells, cells in merged areas, and elements of all other parts."""
LONGEST = 200_000
"""No cell of a spreadsheet has so many bytes."""
_DAMAGED = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error),
    *(NotImplementedError, EOFError, OSError, ValueError, RuntimeError, OverflowError),
)
"""What a damaged archive makes the standard library raise."""


def has_formulas(raw: bytes) -> bool:
    """Whether any sheet of a workbook holds formulas; raises CannotImport for a trap, or what is too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
            _refuse_bombs(parts)
            return _read_all(archive, parts)
    except _DAMAGED as problem:
        raise damaged(problem) from None


def refuse_traps_in_long(archive: zipfile.ZipFile) -> None:
    """The same for a workbook that is read row by row: only the texts that cells share are held at once."""
    for part in archive.infolist():
        most = MOST_UNPACKED if "sharedStrings" in part.filename else MOST_LONG
        too_large = "A part of the workbook is too large. Split it, or use CSV, which may be of any size."
        _refuse_trap(part, most, CannotImport(too_large))
        with archive.open(part) as stream:
            if b"<!DOCTYPE" in (head := stream.read(LONGEST)) or b"<!ENTITY" in head:
                raise CannotImport("The workbook has declarations that no spreadsheet writes: it looks like a trap.")


def damaged(problem: Exception) -> CannotImport:
    return CannotImport(f"The workbook is damaged ({type(problem).__name__}). Save it again from your spreadsheet.")


def _refuse_bombs(parts: Sequence[zipfile.ZipInfo]) -> None:
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise TooMuch(f"The workbook unpacks to more than {MOST_UNPACKED // MIB} MiB, the most that is read.")
    for part in parts:
        too_large = f"A part of it unpacks to more than {MOST_PART // MIB} MiB, the most that is read."
        _refuse_trap(part, MOST_PART, TooMuch(too_large))


def _refuse_trap(part: zipfile.ZipInfo, most: int, too_large: CannotImport) -> None:
    if part.flag_bits & 1:
        raise CannotImport("The workbook is protected by a password. Save it without one.")
    if part.file_size > most:
        raise too_large
    if part.file_size > max(SMALL, MOST_RATIO * part.compress_size):
        raise CannotImport(f"A part of it unpacks to over {MOST_RATIO} times its size: it looks like a trap.")


def _read_all(archive: zipfile.ZipFile, parts: Sequence[zipfile.ZipInfo]) -> bool:
    """Counts what there is to read, part by part; whether there are formulas."""
    cells = merged = others = size = 0
    formulas = False
    for part in parts:
        if not part.filename.endswith((".xml", ".rels")):
            continue
        text = archive.read(part)
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text or text[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise CannotImport("The workbook has declarations that no spreadsheet writes: it looks like a trap.")
        if re.search(rb"[^<]{%d}" % LONGEST, text):
            raise CannotImport("A cell of it is longer than any spreadsheet allows: it looks like a trap.")
        if "worksheets/sheet" in part.filename or "sharedStrings" in part.filename:
            size += len(text)
            cells += len(re.findall(rb"<(?:\w+:)?c[ >/]", text)) + len(re.findall(rb"<(?:\w+:)?si[ >/]", text)) // 2
            merged += sum(map(_area, re.findall(rb'mergeCell[^>]*ref="([^"]*)"', text)))
            formulas = formulas or re.search(rb"<(?:\w+:)?f[ >/]", text) is not None
        else:
            others += text.count(b"<")
    counted = (cells, MOST_CELLS, "cells"), (merged, MOST_MERGED, "merged cells"), (size, MOST_TEXT, "bytes")
    for number, most, what in counted:
        if number > most:
            raise TooMuch(f"The workbook has {number:,} {what}; at most {most:,} are read. Keep what is recent.")
    if others > MOST_OTHERS:
        raise CannotImport("The workbook has more formats and drawings than can be read. Copy the table to a new one.")
    return formulas


def _area(reference: bytes) -> int:
    """How many cells a reference like A1:C4 covers; one that cannot be read covers too many."""
    match = re.fullmatch(rb"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})", reference)
    if match is None:
        return 0 if re.fullmatch(rb"[A-Z]{1,3}\d{1,7}", reference) else MOST_MERGED + 1
    first, top, last, bottom = match.groups()
    return (abs(_column(last) - _column(first)) + 1) * (abs(int(bottom) - int(top)) + 1)


def _column(letters: bytes) -> int:
    value = 0
    for letter in letters:
        value = 26 * value + letter - ord("A") + 1
    return value
