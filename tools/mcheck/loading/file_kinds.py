"""What a file is that is no portfolio, by its first bytes, its text or its keys; none is told to be saved as another.

Whatever is named here is somebody's record, and stays as it is: the next step is always about the portfolio.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple


class Kind(NamedTuple):
    """What it is, to stand after "This is", and what to do."""

    what: str
    todo: str


WRITE_ONE = "Keep it as it is, and copy what it says into a portfolio; `mcheck init` starts one."
AS_PROOF = "Keep it as it is: it may be your proof. List it under the `files` of an activity or badge in a portfolio."
IMPORT = "mcheck import FILE -o my.json"
"""The line to type next; whoever knows the name of the file puts it in."""
BRING_IN = f"Keep it as it is, and copy what it says into a portfolio: {IMPORT}"
AS_BADGE = f"Keep it as it is: it is your proof. To list it in a portfolio: {IMPORT}"
UNPACK = "Unpack it, and name the portfolio inside."

PICTURE = Kind("a picture or video", AS_PROOF)
BADGE = "a badge (Open Badges)"
FIRST_BYTES: tuple[tuple[bytes, Kind], ...] = (
    (b"\x89PNG\r\n\x1a\n", Kind("a picture (PNG)", AS_PROOF)),
    (b"\xff\xd8\xff", Kind("a picture (JPEG)", AS_PROOF)),
    (b"GIF8", Kind("a picture (GIF)", AS_PROOF)),
    (b"II*\0", Kind("a picture (TIFF)", AS_PROOF)),
    (b"MM\0*", Kind("a picture (TIFF)", AS_PROOF)),
    (b"%PDF-", Kind("a PDF file", AS_PROOF)),
    (b"{\\rtf", Kind("a text document (RTF)", WRITE_ONE)),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind("an Excel workbook or Word document (XLS, DOC)", WRITE_ONE)),
    (b"\x1f\x8b", Kind("a compressed file (GZIP)", UNPACK)),
    (b"\xfd7zXZ\0", Kind("a compressed file (XZ)", UNPACK)),
    (b"\x28\xb5\x2f\xfd", Kind("a compressed file (ZSTD)", UNPACK)),
    (b"7z\xbc\xaf\x27\x1c", Kind("an archive (7Z)", UNPACK)),
    (b"Rar!", Kind("an archive (RAR)", UNPACK)),
)
IN_ZIP: tuple[tuple[bytes, Kind], ...] = (
    (b"xl/", Kind("an Excel workbook (XLSX)", BRING_IN)),
    (b"word/", Kind("a Word document (DOCX)", WRITE_ONE)),
    (b"ppt/", Kind("a presentation (PPTX)", WRITE_ONE)),
    (b"opendocument.spreadsheet", Kind("a spreadsheet (ODS)", WRITE_ONE)),
    (b"opendocument", Kind("a text document (OpenDocument)", WRITE_ONE)),
    (b"META-INF/manifest.xml", Kind("a spreadsheet or text document (OpenDocument)", WRITE_ONE)),
    (b"Index/", Kind("a Numbers or Pages document", WRITE_ONE)),
)
"""What is plainly in an archive of that kind; the first that is found."""
BAKED = rb"(?i)openbadge"
"""What a picture of a badge holds, as the name of a part of it."""


def kind_of_bytes(raw: bytes) -> Kind | None:
    """What bytes are that are no text, by the first of them; None for text, and for what is not known."""
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return next((kind for mark, kind in IN_ZIP if mark in raw), Kind("an archive (ZIP)", UNPACK))
    kind = next((kind for mark, kind in FIRST_BYTES if raw.startswith(mark)), None)
    if raw[4:8] == b"ftyp" or raw[8:12] == b"WEBP" or (raw[:2] == b"BM" and b"\0" in raw[:14]):
        kind = PICTURE
    if kind is not None and kind.todo == AS_PROOF and re.search(BAKED, raw):
        return Kind(f"{kind.what} with {BADGE} in it", AS_BADGE)
    return kind


BINARY = Kind("not text but a kind of file that mcheck does not know", "Name the portfolio: a text file in JSON.")

_TOKEN = r"(?a)([\w-]{2,})\.([\w-]*)\.([\w-]*)"
_VALUE = r'"(?:[^"\\]|\\.)*+"|-?\d[\d.eE+-]*+|true|false|null|NaN|-?Infinity'
"""JSON of one value alone."""
_LACKS_BRACE = (
    r"(?m)\A[\"'][^\"'\n]*[\"']\s*:|"
    r"^[^\S\n]*(?:[{\[]|[\"']?(?:schema_version|role|licenses|activities|badges)[\"']?[^\S\n]*:)"
)
"""What is in JSON that somebody began without its brace, or after a remark."""
_CONTROL = r"[\0-\x08\x0e-\x1f]"
SIGNS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


def kind_of_text(text: str) -> Kind | None:
    """What a text is that is no JSON; None for what is JSON, or was meant to be."""
    text = text.strip()
    if text[:1] in ("", "{", "["):
        return None
    if "\0" in text or 20 * len(re.findall(_CONTROL, text[:2000])) > len(text[:2000]):
        return BINARY
    if token := re.fullmatch(_TOKEN, text.strip('"')):
        header, payload = _decoded(token[1]), _decoded(token[2])
        if isinstance(header, dict) and "alg" in header:
            known = isinstance(payload, dict) and _is_badge(payload)
            return Kind(f"{BADGE}, signed (a JWT)" if known else "a signed token (JWT), as badges are", AS_BADGE)
    if text.startswith("<"):
        return _kind_of_markup(text)
    if text.startswith("BEGIN:VCALENDAR"):
        return Kind("a calendar file", "Name the portfolio it was made from.")
    if re.fullmatch(_VALUE, text) or re.search(_LACKS_BRACE, text):
        return None
    sign = _between_columns(text)
    if sign is None:
        return Kind("plain text or a one-column table, not JSON", WRITE_ONE)
    return Kind(f"a table ({'TSV' if sign == 'tabs' else 'CSV'}, columns separated by {sign})", BRING_IN)


def _kind_of_markup(text: str) -> Kind:
    head = text[:2000].casefold()
    if "<html" in head or head.startswith("<!doctype html"):
        return Kind("a web page (HTML)", WRITE_ONE)
    if "<svg" not in head:
        return Kind("an XML or HTML file", WRITE_ONE)
    if re.search(BAKED, text.encode(errors="replace")):
        return Kind(f"a picture (SVG) with {BADGE} in it", AS_BADGE)
    return Kind("a picture (SVG)", AS_PROOF)


def _between_columns(text: str) -> str | None:
    """What separates the columns of a table: the character that is in most of the first lines equally often."""
    lines = [re.sub(r'"[^"]*"', "", line) for line in text[:20_000].splitlines() if line.strip()][:20]
    if lines[0].startswith("sep=") and lines[0][4:] in SIGNS:
        return SIGNS[lines[0][4:]]
    for sign, word in SIGNS.items():
        often = Counter(line.count(sign) for line in lines)
        number, times = often.most_common(1)[0]
        if number and 2 * times > len(lines):
            return word
    return None


def _decoded(part: str) -> Any:
    """The JSON in a part of a token, or None."""
    from base64 import urlsafe_b64decode  # only a token needs it, and every command starts sooner without

    try:
        return json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (ValueError, RecursionError):
        return None


def kind_of_data(data: Any) -> Kind | None:
    """What JSON is that is no portfolio: a badge, something of mcheck's own, a schema; None for all else."""
    if isinstance(data, list):
        kinds = {kind_of_data(each) for each in data[:20]}
        return kinds.pop() if len(kinds) == 1 else None
    if isinstance(data, str):
        return kind_of_text(data) if re.fullmatch(_TOKEN, data) else None
    if not isinstance(data, Mapping):
        return None
    if "mcheck" in data and "catalog" in data:
        what = "an mcheck plan" if "plans" in data else "an mcheck report"
        made_from = data.get("portfolio")
        name = made_from.get("name") if isinstance(made_from, Mapping) else None
        return Kind(what, f"Name the portfolio it was made from{f': {name}' if isinstance(name, str) else ''}.")
    if {"before", "after", "difference"} <= data.keys() or data.get("status") == "unreadable":
        return Kind("output of mcheck", "Name the portfolio it was made from.")
    if not PORTFOLIO.isdisjoint(data):
        return None
    if _is_badge(data):
        return Kind(BADGE, AS_BADGE)
    if "$defs" in data or ("$schema" in data and "properties" in data):
        return Kind("a JSON Schema", "Name a portfolio that fits it.")
    if "kind" in data and "id" in data and "$schema" in data:
        return Kind("a record of the catalog", "Name a portfolio; `mcheck explain` shows a record.")
    return None


PORTFOLIO = frozenset({"licenses", "role", "activities", "endorsements", "stated"})
"""Keys that are in portfolios and in no badge."""
BADGE_TYPES = (
    r"Assertion|BadgeClass|OpenBadgeCredential|AchievementCredential|Achievement|ClrCredential|CLR|Clr|"
    r"VerifiableCredential|VerifiablePresentation|CryptographicKey|RevocationList"
)
BADGE_CONTEXTS = r"openbadges|w3\.org/.*credentials|purl\.imsglobal\.org"
AROUND_BADGES = (
    *("badges", "assertions", "credentials", "verifiableCredential"),
    *("badge", "assertion", "credential", "vc"),
)
"""Keys under which an export holds badges."""


def _is_badge(data: Mapping[str, Any]) -> bool:
    """Whether an object is a badge or what belongs to one: Open Badges 1 to 3, CLR, or a signed one as JSON."""
    if "payload" in data and ("signature" in data or "signatures" in data):
        return True
    if is_assertion(data):
        return True
    types, contexts = (value if isinstance(value, list) else [value] for value in map(data.get, ("type", "@context")))
    if any(isinstance(each, str) and re.fullmatch(BADGE_TYPES, each) for each in types):
        return True
    if any(isinstance(each, str) and re.search(BADGE_CONTEXTS, each) for each in contexts):
        return True
    held = (value[0] if isinstance(value, list) and value else value for value in map(data.get, AROUND_BADGES))
    return any(isinstance(inner, Mapping) and _is_badge(inner) for inner in held)


def is_assertion(data: Mapping[str, Any]) -> bool:
    """Whether it has the keys of an assertion of Open Badges 1 or 2, whatever it says of its type."""
    return "badge" in data and not {"recipient", "verify", "verification", "issuedOn"}.isdisjoint(data)
