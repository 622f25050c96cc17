"""Files of other kinds are told to be that, with no advice that would ruin them; JSON is read in any Unicode."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from base64 import urlsafe_b64encode
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from helpers import CASE_FILES, EXAMPLES
from hypothesis import given
from hypothesis import strategies as st
from mcheck.cli import main_group
from mcheck.loading.file_kinds import kind_of_bytes, kind_of_data, kind_of_text

MET = (EXAMPLES / "met.json").read_bytes()


def run(*words: str, data: bytes | None = None) -> Result:
    return CliRunner().invoke(main_group, list(words), input=data)


def zipped(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, "x" * 99)
    return held.getvalue()


def signed(payload: object) -> str:
    parts = ({"alg": "RS256"}, payload)
    return ".".join([*(urlsafe_b64encode(json.dumps(p).encode()).decode().rstrip("=") for p in parts), "c2ln"])


PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(20)
OB2 = {
    "@context": "https://w3id.org/openbadges/v2",
    "type": "Assertion",
    "badge": "https://x.example/b",
    "issuedOn": "x",
}
OB3 = {
    "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
}
TABLE = 'Date,Title,Hours\n2025-01-14,Number sense,6\n2025-02-11,"Questioning, again",3\n'

OTHERS: dict[str, tuple[bytes, str]] = {
    "xlsx": (zipped("[Content_Types].xml", "xl/workbook.xml"), "an Excel workbook (XLSX)"),
    "docx": (zipped("[Content_Types].xml", "word/document.xml"), "a Word document"),
    "ods": (
        b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
        "a spreadsheet (ODS)",
    ),
    "odt": (zipped("content.xml", "META-INF/manifest.xml"), "OpenDocument"),
    "zip": (zipped("my.json"), "an archive (ZIP)"),
    "zip-of-nothing": (zipped(), "an archive (ZIP)"),
    "gz": (gzip.compress(MET), "a compressed file (GZIP)"),
    "png": (PNG, "a picture (PNG)."),
    "png-badge": (PNG + b"iTXtopenbadges\0{}", "a picture (PNG) with a badge"),
    "jpeg": (b"\xff\xd8\xff\xe0\0\x10JFIF", "a picture (JPEG)"),
    "heic": (b"\0\0\0\x18ftypheic", "a picture"),
    "bmp": (b"BM6\0\0\0\0\0", "a picture"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "a PDF file"),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "an Excel workbook or Word document"),
    "rtf": (b"{\\rtf1\\ansi hours}", "a text document (RTF)"),
    "tar": (b"my.json\0" + bytes(90) + b"{}", "kind of file that mcheck does not know"),
    "program": (b"\x7fELF\x02\x01\x01\0\xff\xfe", "kind of file that mcheck does not know"),
    "svg": (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "a picture (SVG)."),
    "svg-badge": (b'<svg xmlns:openbadges="http://openbadges.org"/>', "a picture (SVG) with a badge"),
    "html": (b"<!DOCTYPE html>\n<html><svg/></html>", "a web page"),
    "xml": (b"<log><hours>3</hours></log>", "an XML or HTML file"),
    "calendar": (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "a calendar file"),
    "csv": (TABLE.encode(), "a table (CSV, columns separated by commas)"),
    "csv-with-mark": (TABLE.encode("utf-8-sig"), "separated by commas"),
    "csv-of-windows": ("Date,Title\n2025-01-14,Caf\u00e9\n".encode("cp1252"), "separated by commas"),
    "csv-in-quotes": (b'"Title","Hours"\n"Fractions","3"\n', "separated by commas"),
    "csv-long-number": (b"Course,Hours\nHIST 4E27,3\n" + b"9" * 50 + b",2\n", "separated by commas"),
    "csv-semicolons": (TABLE.replace(",", ";").encode(), "separated by semicolons"),
    "csv-with-colons": (b'Title,Notes\nFractions,"my role: ""to lead"": activities: 3"\nB,\n', "separated by commas"),
    "csv-sep": (b"sep=;\nTitle\n", "separated by semicolons"),
    "csv-below-a-title": (b"My log\n" + TABLE.encode(), "separated by commas"),
    "tsv": (TABLE.replace(",", "\t").encode(), "a table (TSV, columns separated by tabs)"),
    "tsv-utf-16": (TABLE.replace(",", "\t").encode("utf-16"), "separated by tabs"),
    "csv-one-column": (b"Title\nFractions\nQuestioning\n", "a one-column table"),
    "word": (b"x", "plain text"),
    "jwt": (signed({"vc": OB3}).encode(), "a badge (Open Badges), signed (a JWT)"),
    "jws-of-version-2": (signed(OB2).encode() + b"\n", "a badge (Open Badges), signed (a JWT)"),
    "jwt-in-quotes": (json.dumps(signed(OB3)).encode(), "a badge (Open Badges), signed (a JWT)"),
    "jwt-of-something": (signed({"sub": "x"}).encode(), "a signed token (JWT)"),
    "badge-1": (b'{"uid": "x", "recipient": {}, "badge": "u", "verify": {}}', "a badge"),
    "badge-2": (json.dumps(OB2).encode(), "a badge"),
    "badge-class": (b'{"type": "BadgeClass", "name": "x"}', "a badge"),
    "badge-3": (json.dumps(OB3).encode(), "a badge"),
    "clr": (b'{"type": ["VerifiableCredential", "ClrCredential"]}', "a badge"),
    "badges-in-a-list": (json.dumps([OB2, OB2]).encode(), "a badge"),
    "badges-of-an-export": (json.dumps({"badges": [{"assertion": OB2}]}).encode(), "a badge"),
    "jws-as-json": (b'{"payload": "e30", "protected": "e30", "signature": "x"}', "a badge"),
    "schema": (b'{"$schema": "https://json-schema.org/draft/2020-12/schema", "properties": {}}', "a JSON Schema"),
}


@pytest.mark.parametrize("name", sorted(OTHERS))
def test_a_file_of_another_kind_is_told_to_be_that(name: str) -> None:
    data, words = OTHERS[name]
    result = run("-", data=data)
    assert (result.exit_code, result.stdout) == (2, "")
    head, text, hint, _ = result.stderr.splitlines()
    assert head == "- error J114 other-kind-of-file"
    assert words in text
    assert "portfolio" in hint
    for ruinous in ("Save As", "UTF-8", "comma is missing", "value is missing", "Add it", "no key"):
        assert ruinous not in result.stderr


def test_a_large_picture_is_told_to_be_one_and_not_only_large(tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7\n" + bytes(2_000_000))
    assert "a PDF file" in run(str(tmp_path / "scan.pdf")).stderr


def test_what_mcheck_makes_is_no_portfolio(tmp_path: Path) -> None:
    for words in (["check"], ["plan"], ["what-if", "--drop", "/activities/0"]):
        made = run(*words, str(EXAMPLES / "met.json"), "--format", "json").stdout.encode()
        found = run("-", data=made).stderr
        assert "J114" in found
        assert "of mcheck" in found or "an mcheck" in found
        assert "Name the portfolio it was made from" in found
    several = run("check", *[str(EXAMPLES / "met.json")] * 2, "--format", "json").stdout.encode()
    assert "This is an mcheck report." in run("-", data=several).stderr
    refused = run("check", "gone.json", "--format", "json").stdout.encode()
    assert "This is output of mcheck." in run("-", data=refused).stderr
    calendar = run("calendar", str(EXAMPLES / "met.json"), "-o", "-").stdout.encode()
    assert "a calendar file" in run("-", data=calendar).stderr


def test_verify_is_told_which_of_its_two_files_is_which() -> None:
    met = str(EXAMPLES / "met.json")
    result = run("verify", met, met)
    assert result.exit_code == 2
    assert "is not an mcheck report" in result.stderr
    assert "mcheck verify REPORT PORTFOLIO" in result.stderr


@pytest.mark.parametrize("path", sorted([*EXAMPLES.glob("*.json"), *CASE_FILES]), ids=str)
def test_no_portfolio_is_taken_for_anything_else(path: Path) -> None:
    raw = path.read_bytes()
    text = raw.decode()
    assert (kind_of_bytes(raw), kind_of_text(text), kind_of_data(json.loads(text))) == (None, None, None)


@pytest.mark.parametrize(
    "text",
    [
        '"role": "other-teacher"',
        "'role': 'other-teacher'",
        '// mine\n{"role": "other-teacher"}',
        "licenses: [",
        '{"a", "b",\n "c", "d",\n "e", "f"}',
        "null",
        "-3.5e2",
        '"only, text"',
    ],
)
def test_what_was_meant_to_be_json_is_told_what_is_wrong_with_it(text: str) -> None:
    found = run("-", data=text.encode()).stderr
    assert "J114" not in found
    assert "J101" in found or "S103" in found


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"])
def test_json_is_read_in_any_unicode_and_its_lines_are_right(encoding: str) -> None:
    text = (EXAMPLES / "met.json").read_text()
    mark = "\ufeff" if encoding in ("utf-16-le", "utf-16-be") else ""
    for begin in {"", mark}:
        result = run("-", "--format", "json", data=(begin + text).encode(encoding))
        assert (result.exit_code, json.loads(result.stdout)["verdict"]) == (0, "met")
    wrong = text.replace('"hours"', '"hour"', 1)
    line = next(n for n, each in enumerate(wrong.splitlines(), 1) if '"hour"' in each)
    assert f"-:{line} error S101" in run("-", data=wrong.encode(encoding)).stderr


@pytest.mark.slow
@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_whatever_the_bytes_there_is_an_answer(raw: bytes) -> None:
    result = run("check", "-", data=raw)
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)


JSON = st.recursive(
    st.none() | st.text(max_size=5) | st.sampled_from(sorted(["Assertion", "unreadable", "x.y.z"])),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["badge", "badges", "type", "@context", "status", "mcheck", "catalog", "portfolio"]), inner
        )
    ),
)


@pytest.mark.slow
@given(JSON)
def test_whatever_the_json_its_kind_is_found_without_failure(data: object) -> None:
    kind_of_data(data)
