"""What a badge is carried in: text taken out of pictures (PNG, SVG), with a limit on what is unpacked."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from typing import TypeVar
from xml.parsers import expat

from ..result import CannotImport

T = TypeVar("T")
PNG = b"\x89PNG\r\n\x1a\n"
KEYWORDS = (b"openbadges", b"openbadgecredential")
MOST_TEXT = 2_000_000
"""So many bytes a badge may have, once unpacked."""
MOST_DEPTH = 100


def in_png(raw: bytes) -> str:
    """The badge in a PNG picture, "" if there is none; raises CannotImport for a damaged one or a trap."""
    text = _only([text for keyword, text in _texts(raw) if keyword.lower() in KEYWORDS], b"")
    try:
        return text.decode("utf-8").strip()
    except UnicodeDecodeError:
        raise CannotImport("The badge in the picture is not UTF-8 text.") from None


def _only(badges: Sequence[T], nothing: T) -> T:
    if len(set(badges)) > 1:
        raise CannotImport("The picture holds two different badges, so it is not clear which one counts.")
    return badges[0] if badges else nothing


def _texts(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(keyword, text) of each text in a PNG picture."""
    at = len(PNG)
    while at < len(raw):
        length, kind = int.from_bytes(raw[at : at + 4], "big"), raw[at + 4 : at + 8]
        body, check = raw[at + 8 : at + 8 + length], raw[at + 8 + length : at + 12 + length]
        if len(check) < 4:
            raise CannotImport("The picture is cut off: it ends within a part. Download it again.")
        if kind in (b"tEXt", b"zTXt", b"iTXt") and body.partition(b"\0")[0].lower() in KEYWORDS:
            if int.from_bytes(check, "big") != zlib.crc32(kind + body):
                raise CannotImport("The picture is damaged: the checksum of the badge in it does not fit.")
            yield _text(kind, body)
        if kind == b"IEND":
            return
        at += 12 + length
    raise CannotImport("The picture is cut off: its end is missing. Download it again.")


def _text(kind: bytes, body: bytes) -> tuple[bytes, bytes]:
    keyword, _, rest = body.partition(b"\0")
    if kind == b"tEXt":
        return keyword, rest
    if kind == b"zTXt":
        return keyword, _inflated(rest[1:])
    packed, rest = rest[:1] == b"\x01", rest[2:]
    _, _, rest = rest.partition(b"\0")  # the language
    _, _, rest = rest.partition(b"\0")  # the keyword in that language
    return keyword, _inflated(rest) if packed else rest


def _inflated(packed: bytes) -> bytes:
    """Unpacked, never beyond the limit."""
    inflater = zlib.decompressobj()
    try:
        text = inflater.decompress(packed, MOST_TEXT)
    except zlib.error:
        raise CannotImport("The picture is damaged: the badge in it cannot be unpacked.") from None
    if inflater.unconsumed_tail:
        raise CannotImport(f"The badge in the picture unpacks to more than {MOST_TEXT:,} bytes: it looks like a trap.")
    if not inflater.eof:
        raise CannotImport("The picture is damaged: the badge in it is cut off.")
    return text


def in_svg(raw: bytes) -> str:
    """The badge in an SVG picture, "" if there is none; raises CannotImport for what is no XML or declares entities."""
    badges: list[str] = []
    inside: list[str] = []
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MOST_DEPTH:
            raise CannotImport("The picture is nested too deeply: it looks like a trap.")
        space, _, local = name.rpartition(" ")
        if local in ("assertion", "credential") and re.search(r"openbadges|purl\.imsglobal\.org/ob", space):
            inside.append("")
            if verify := attributes.get("verify", ""):
                badges.append(verify.strip())

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        if inside and name.rpartition(" ")[2] in ("assertion", "credential"):
            text = inside.pop().strip()
            if text:
                badges.append(text)

    def text(data: str) -> None:
        if inside:
            inside[-1] += data

    def entity(*_: object) -> None:
        raise CannotImport("The picture declares entities, as no badge does: it looks like a trap.")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.EntityDeclHandler = entity
    try:
        parser.Parse(raw, True)
    except (expat.ExpatError, ValueError, LookupError):
        raise CannotImport("The picture is damaged: it is no well-formed SVG.") from None
    # a signed badge is in `verify`; what is written out beside it says the same for people
    signed = [each for each in badges if not each.startswith("{")] or badges
    return _only(signed, "")
