"""Every message code: its name, how grave it is, what it means and what to do. Codes and names are for ever."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .model import Message, Record


@dataclass(frozen=True, slots=True)
class Code:
    """What a code stands for. `example` is a fragment of a portfolio or a situation that produces it."""

    name: str
    severity: str
    meaning: str
    todo: str


class Refused(Exception):
    """The input cannot be checked; `messages` say why."""

    def __init__(self, messages: Sequence[Message]) -> None:
        super().__init__("; ".join(m.text for m in messages))
        self.messages = list(messages)


E_, W_, I_ = "error", "warning", "info"

CODES: dict[str, Code] = {
    "J101": Code("not-json", E_, "The file is not valid JSON.", "Mend the line that is named."),
    "J102": Code("wrong-encoding", E_, "The file is not UTF-8 text.", "Save it again as UTF-8."),
    "J103": Code("byte-order-mark", E_, "The file begins with a byte order mark.", "Save it as UTF-8 without BOM."),
    "J104": Code("duplicate-key", E_, "A key stands twice in one object.", "Keep one of them."),
    "J105": Code("not-a-number", E_, "JSON has no NaN or Infinity.", "Give a number, or leave the key out."),
    "J106": Code("too-deep", E_, "Brackets are nested too deeply.", "Check for brackets that were never closed."),
    "J107": Code("number-too-long", E_, "A number has too many digits.", "Give a number of ordinary size."),
    "J108": Code("too-large", E_, "The file is too large for a portfolio.", "Check that it is the right file."),
    "J109": Code("is-a-folder", E_, "The path is a folder.", "Name a file inside it."),
    "J110": Code("no-such-file", E_, "There is no such file.", "Check the name and the folder."),
    "J111": Code("cannot-read", E_, "The file cannot be read.", "Check its permissions."),
    "J112": Code("lone-surrogate", E_, "A \\u escape stands for half a character.", "Retype the text."),
    "J113": Code("empty-file", E_, "The file is empty.", "Run `mcheck init` for a starter file."),
    "J120": Code("bad-catalog", E_, "The catalog cannot be read.", "Name a folder that holds catalog.json."),
    "S101": Code("unknown-key", E_, "A key that a portfolio does not have.", "Correct its spelling or take it out."),
    "S102": Code("missing-key", E_, "A key that is needed is missing.", "Add it."),
    "S103": Code("wrong-type", E_, "A value of the wrong type.", "Give the type that is named."),
    "S104": Code("bad-value", E_, "A value that is not allowed here.", "Give a value that is allowed."),
    "S105": Code("control-character", E_, "Text with an invisible or control character.", "Retype the text by hand."),
    "S106": Code("bad-date", E_, "Not a date of the calendar.", "Write it as YYYY-MM-DD."),
    "K101": Code("unknown-credential", E_, "No micro-credential has that id.", "Try `mcheck credentials search`."),
    "K102": Code("unknown-activity-kind", E_, "No kind of activity has that id.", "Use one of the known kinds."),
    "K103": Code("unknown-category", E_, "No category has that id.", "Use one of the five categories."),
    "K104": Code("unknown-license-type", E_, "No license type has that id.", "Use one of the known types."),
    "K105": Code("unknown-role", E_, "No role has that id.", "Use one of the known roles."),
    "K106": Code("unknown-employer", E_, "No kind of employer has that id.", "Use one of the known kinds."),
    "K107": Code("unknown-provider", E_, "No kind of provider has that id.", "Use one of the known kinds."),
    "K108": Code("unknown-evidence", E_, "No kind of evidence has that id.", "Use one of the known kinds."),
    "K109": Code("unknown-endorsement", E_, "No endorsement has that id.", "Use one of the known endorsements."),
    "K110": Code("unknown-license", E_, "`content_of` names no license of this file.", "Use the id of a license here."),
    "K111": Code("unknown-condition", E_, "No special condition has that id.", "Use one of the known conditions."),
    "K120": Code("moved-id", I_, "The id has moved; the new one was used.", "Use the new id."),
    "K130": Code("unknown-edition", E_, "No edition of the rules has that id.", "See `mcheck rules list`."),
    "K131": Code("unknown-question", E_, "No open question has that id.", "See `mcheck explain Q1`."),
    "K132": Code("unknown-reading", E_, "The question has no such reading.", "See `mcheck explain` and the question."),
    "P101": Code("end-before-start", E_, "Something ends before it begins.", "Check both dates."),
    "P102": Code("impossible-date", E_, "A day that does not exist.", "Check the date."),
    "P103": Code("license-id-twice", E_, "Two licenses have the same id.", "Give each its own."),
    "P104": Code("two-primaries", E_, "More than one license is marked as Primary.", "Mark one."),
    "P105": Code("looks-like-ssn", E_, "A value looks like a Social Security number.", "Take it out of the file."),
    "P106": Code("completed-and-to", E_, "`completed` and `to` differ.", "Keep one of them."),
    "P107": Code("expires-before-issue", E_, "A license expires before it was issued.", "Check both dates."),
    "P108": Code("date-out-of-range", E_, "A date before 1950 or after 2100.", "Check the year."),
    "P109": Code("badge-twice", W_, "The same micro-credential stands twice.", "It counts as one badge in a pair."),
    "P120": Code("before-the-rules", E_, "The application date is before the first known rules.", "Give a later date."),
    "P121": Code("no-expiry-date", W_, "A license has neither expiry nor issue date.", "Add `expires`."),
    "P122": Code("invalid-primary", W_, "The Primary license is invalid.", "Ask the department."),
    "P123": Code("too-early", I_, "Renewal is not open yet.", "Apply from the day that is given."),
    "P124": Code(
        "no-categories", I_, "An activity does not say which categories it may count as.", "Add `categories`."
    ),
    "P125": Code("unlikely-category", W_, "A badge in a category we find unlikely.", "You and your supervisor decide."),
    "P126": Code("badge-before-start", W_, "A badge was earned before it was started.", "Check both dates."),
    "P127": Code(
        "search-cut-off", W_, "The search for the best placement hit its limit.", "Treat the answer with care."
    ),
    "R201": Code("used-before", I_, "Used for an earlier renewal.", "Points count once."),
    "R202": Code("outside-window", I_, "Completed outside the days that count.", "Check the date."),
    "R203": Code("topic-under-floor", I_, "Its topic has too few points.", "Bundle it with more on the same topic."),
    "R204": Code("no-demonstration", I_, "No assessment or product.", "Ask the provider for one."),
    "R205": Code("provider-may-not", I_, "The provider may not award PDPs.", "Look for a registered provider."),
    "R206": Code("worth-nothing", I_, "This kind earns nothing by itself.", "Add a product on the topic."),
    "R207": Code("too-few-hours", I_, "Fewer hours than it needs.", "It cannot count."),
    "R208": Code("not-stated", I_, "The amount is not stated.", "Add it to the file."),
    "R209": Code("fewer-awarded", I_, "The certificate awards fewer points.", "The certificate counts."),
    "R210": Code(
        "more-awarded", I_, "The certificate claims more than the rules give.", "Only the rules' value counts."
    ),
    "R211": Code("as-awarded", I_, "No source states a value; the certificate decides.", "Keep the certificate."),
    "R212": Code("odd-badge", I_, "A badge without a partner.", "Earn a related one."),
    "R213": Code("rate-not-confirmed", I_, "No known rate for the badge.", "Ask the association."),
    "R214": Code("badge-not-approved", I_, "No approval of the badge is stated.", "Add `approved`."),
    "R216": Code("not-allowed-here", I_, "It cannot count in these categories.", "Check `categories`."),
}


def message(code: str, pointer: str, text: str, hint: str = "", citations: Sequence[Record] = ()) -> Message:
    """A message of a registered code, as grave as the registry says; its usual advice when no hint is given."""
    entry = CODES[code]
    return Message(code, entry.severity, pointer, text, hint or entry.todo, tuple(citations))
