"""What is taken for a Social Security number, and what only holds nine digits in a row."""

from __future__ import annotations

import base64
import uuid
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mcheck.loading.privacy import find_ssns, is_number_of_person

NINE = st.from_regex(r"[0-9]{9}", fullmatch=True)
WORD = st.from_regex(r"[A-Za-z0-9]{1,8}", fullmatch=True)


@pytest.mark.parametrize(
    "text",
    [
        "My number is 123456789.",
        "123-45-6789",
        "(123456789)",
        "no. 123 45 6789, please",
        "123456789, https://example.org/a",
        "see https://example.org/a 123456789",
        "Number______________________________________123456789",
        "SSN123456789",
        "ssn_123456789-A",
        "SS#123456789/2",
        "Social-Security-Number: 123456789_x",
        "my social security number (SSN) is 123/45/6789",
        "https://example.org/?ssn=123456789",
        123456789,
        Decimal("123456789.0"),
    ],
)
def test_nine_digits_by_themselves_or_after_their_name_are_one(text: object) -> None:
    assert is_number_of_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "EDU-123456789",
        "EDU-123-45-6789",
        "scan_123456789",
        "123456789.pdf",
        "10.1000/123456789",
        "d123456789",
        "1234567890",
        "Certificate 3f2b8c1e-5a77-4d09-9b42-d987654321ab",
        "https://example.org/?id=123456789",
        "(see www.example.org/#123456789)",
        "example.org/course?id=123456789",
        "sha256-AAAAAAAAAAAAAAAA+123456789+AAAAAAAAAAAAAAAAA=",
        "Class #123456789-A",
        Decimal("123456789.5"),
        None,
        True,
    ],
)
def test_an_id_a_hash_and_an_address_are_none(text: object) -> None:
    assert not is_number_of_person(text)


@given(st.uuids(version=4), st.binary(min_size=12, max_size=64))
def test_no_uuid_and_no_hash_is_one(number: uuid.UUID, raw: bytes) -> None:
    for text in (str(number), number.hex, number.urn, raw.hex(), base64.b64encode(raw * 3).decode()):
        assert not is_number_of_person(text)
        assert not is_number_of_person(f"Certificate {text}.")


@given(NINE, WORD, st.sampled_from(["", "-", "/", "_", "."]), st.booleans())
def test_what_is_tied_to_a_word_is_none_until_the_word_is_its_name(nine: str, word: str, tie: str, after: bool) -> None:
    if "ssn" not in word.casefold():
        assert not is_number_of_person(nine + tie + word if after else word + tie + nine)
    assert is_number_of_person(f"SSN{tie}{nine}{tie}{'x' * after}")


@given(NINE, st.sampled_from([" ", ", ", ": ", "\n", "(", "#", "="]), st.sampled_from(["", ".", ", ", ")", " -", "/"]))
def test_what_is_tied_to_nothing_is_one(nine: str, before: str, after: str) -> None:
    assert is_number_of_person(f"number{before}{nine}{after}")


def test_it_is_found_in_keys_and_in_what_stands_below_them() -> None:
    found = find_ssns({"a/b": [{"x": "123456789"}], "123-45-6789": "123-45-6789"})
    assert [m.pointer for m in found] == ["/a~1b/0/x", ""]


@pytest.mark.parametrize("text", ["ssn", "social ", "a.", "123456789x ", "://", "1 ", "a"])
def test_a_text_as_long_as_a_file_may_be_is_read_to_its_end(text: str) -> None:
    """A pattern that goes back over what it has read would never end here."""
    assert not is_number_of_person(text * (1_000_000 // len(text)) + "1234567890")
