"""Permanent codes of messages and reasons: their names here, what each stands for in codes.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

QUESTION = "question"
"""The severity of a message about something that the file leaves out."""


class Code:
    """Every code that the program gives. J a file, S its form, K a word, M an import, P a portfolio, R a reason.

    Plain constants: an enumeration of so many takes a thirtieth of a whole check to set up.
    """

    NOT_JSON = "J101"
    WRONG_ENCODING = "J102"
    BYTE_ORDER_MARK = "J103"
    DUPLICATE_KEY = "J104"
    NOT_A_NUMBER = "J105"
    TOO_DEEP = "J106"
    NUMBER_TOO_LONG = "J107"
    TOO_LARGE = "J108"
    IS_A_FOLDER = "J109"
    NO_SUCH_FILE = "J110"
    CANNOT_READ = "J111"
    LONE_SURROGATE = "J112"
    EMPTY_FILE = "J113"
    OTHER_KIND_OF_FILE = "J114"
    MCHECK_FAILED = "J115"
    BAD_CATALOG = "J120"
    UNKNOWN_KEY = "S101"
    MISSING_KEY = "S102"
    WRONG_TYPE = "S103"
    BAD_VALUE = "S104"
    CONTROL_CHARACTER = "S105"
    BAD_DATE = "S106"
    MORE_MISTAKES = "S107"
    UNKNOWN_CREDENTIAL = "K101"
    UNKNOWN_ACTIVITY_KIND = "K102"
    UNKNOWN_CATEGORY = "K103"
    UNKNOWN_LICENSE_TYPE = "K104"
    UNKNOWN_ROLE = "K105"
    UNKNOWN_EMPLOYER = "K106"
    UNKNOWN_PROVIDER = "K107"
    UNKNOWN_EVIDENCE = "K108"
    UNKNOWN_ENDORSEMENT = "K109"
    UNKNOWN_LICENSE = "K110"
    UNKNOWN_CONDITION = "K111"
    BADGE_AS_ACTIVITY = "K112"
    UNKNOWN_LICENSE_KIND = "K113"
    MOVED_ID = "K120"
    UNKNOWN_EDITION = "K130"
    UNKNOWN_QUESTION = "K131"
    UNKNOWN_READING = "K132"
    FIXED_TWICE = "K133"
    NO_APPLICATION_DATE = "K134"
    COLUMNS_NOT_READ = "M101"
    SHEETS_LEFT = "M102"
    AMOUNT_ROUNDED = "M103"
    ALREADY_IN_THE_FILE = "M104"
    CANNOT_IMPORT = "M110"
    SIGNATURE_IS_GOOD = "M120"
    SIGNATURE_IS_WRONG = "M121"
    NO_SIGNATURE = "M122"
    CANNOT_BE_KNOWN_OFFLINE = "M123"
    ISSUER_ONLY_SAID = "M124"
    BADGE_HAS_EXPIRED = "M125"
    BADGE_NOT_IN_THE_CATALOG = "M126"
    BADGE_DOES_NOT_COUNT = "M127"
    NO_LICENSE_YET = "M130"
    END_BEFORE_START = "P101"
    IMPOSSIBLE_DATE = "P102"
    LICENSE_ID_TWICE = "P103"
    TWO_PRIMARIES = "P104"
    LOOKS_LIKE_SSN = "P105"
    COMPLETED_AND_TO = "P106"
    EXPIRES_BEFORE_ISSUE = "P107"
    DATE_OUT_OF_RANGE = "P108"
    BADGE_TWICE = "P109"
    LICENSE_TWICE = "P110"
    BEFORE_THE_RULES = "P120"
    NO_EXPIRY_DATE = "P121"
    INVALID_PRIMARY = "P122"
    TOO_EARLY = "P123"
    NO_CATEGORIES = "P124"
    UNLIKELY_CATEGORY = "P125"
    BADGE_BEFORE_START = "P126"
    SEARCH_CUT_OFF = "P127"
    NOTHING_FOR_ENDORSEMENT = "P128"
    EXPIRY_WAS_MOVED = "P129"
    PLACED_BY_MCHECK = "P130"
    RENEWAL_NOT_KNOWN = "P131"
    FIELD_LIKE_A_SPECIAL_ONE = "P132"
    RATE_HAS_CHANGED = "P133"
    PLANNED_THOUGH_PAST = "P134"
    CONTENT_OF_UNSAID = "P135"
    CATEGORY_NOT_OF_ITS_KIND = "P136"
    SAME_ACTIVITY_TWICE = "P137"
    PERHAPS_THE_SAME_ACTIVITY = "P138"
    LICENSE_HAS_LAPSED = "P140"
    FIRST_APPROVAL_DUE = "P141"
    STATED_WITHOUT_LICENSE = "P150"
    STATED_FOR_NO_RENEWAL = "P151"
    BADGES_COUNTED_AND_LISTED = "P152"
    OTHER_KIND_THAN_THE_FIELD = "P160"
    OTHER_GRADES_THAN_THE_FIELD = "P161"
    USED_BEFORE = "R201"
    OUTSIDE_WINDOW = "R202"
    TOPIC_UNDER_FLOOR = "R203"
    NO_DEMONSTRATION = "R204"
    PROVIDER_MAY_NOT = "R205"
    WORTH_NOTHING = "R206"
    TOO_FEW_HOURS = "R207"
    NOT_STATED = "R208"
    FEWER_AWARDED = "R209"
    MORE_AWARDED = "R210"
    AS_AWARDED = "R211"
    ODD_BADGE = "R212"
    RATE_NOT_CONFIRMED = "R213"
    BADGE_NOT_APPROVED = "R214"
    NOT_ALLOWED_HERE = "R216"
    CEILING = "R217"
    REPEATED = "R218"
    # checks of the catalog that are referred to by name; catalog/checks/ says what they and the others stand for
    NO_FINAL_ENDORSEMENT = "T11"
    NO_EVIDENCE = "T12"


class CodeRow(NamedTuple):
    """What a code stands for: what is wrong, and what to do first. tests/messages/ has an example of each."""

    name: str
    severity: str
    """error, warning, info or question."""
    meaning: str
    advice: str


@cache
def code_table() -> Mapping[str, CodeRow]:
    """The row of each code, by code; read when it is first asked for, which a check that finds nothing never does."""
    with open(f"{__file__.rpartition('.')[0]}.json", encoding="utf-8") as stream:
        return {code: CodeRow(**row) for code, row in json.load(stream).items()}
