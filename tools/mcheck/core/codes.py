"""The table of all message codes: name, severity, what it means, what to do."""

from __future__ import annotations

from dataclasses import dataclass

QUESTION = "question"
"""The severity of a message about something that the file leaves out."""


@dataclass(frozen=True, slots=True)
class Code:
    """What a code stands for: what is wrong, and what to do first. tests/messages/ has an example of each."""

    name: str
    severity: str
    meaning: str
    todo: str


E_, W_, I_, Q_ = "error", "warning", "info", QUESTION

CODES: dict[str, Code] = {
    "J101": Code(
        "not-json",
        E_,
        "The file is not valid JSON.",
        "Go to the line and column that are named. Usual causes: a comma too many or missing, a quote missing.",
    ),
    "J102": Code(
        "wrong-encoding",
        E_,
        "The file is not UTF-8 text.",
        "Open it in your editor, choose Save As, and pick the encoding UTF-8.",
    ),
    "J103": Code(
        "byte-order-mark",
        E_,
        "The file begins with a byte order mark, an invisible sign. It once was refused; now it is read over.",
        "There is nothing to do.",
    ),
    "J104": Code(
        "duplicate-key",
        E_,
        "A key stands twice in one object, so it is not clear which value holds.",
        "Take one of the two out.",
    ),
    "J105": Code(
        "not-a-number",
        E_,
        "JSON has no NaN or Infinity.",
        "Write the number, or take the key out if you do not know it.",
    ),
    "J106": Code(
        "too-deep",
        E_,
        "Brackets are nested too deeply for a portfolio.",
        "Look for a bracket that was opened and never closed.",
    ),
    "J107": Code(
        "number-too-long",
        E_,
        "A number has too many digits.",
        "Correct the number; two decimals are the most that counts.",
    ),
    "J108": Code(
        "too-large", E_, "The file is larger than any portfolio or report.", "Check that you named the right file."
    ),
    "J109": Code("is-a-folder", E_, "The path is a folder.", "Name the file inside it, for example folder/my.json."),
    "J110": Code(
        "no-such-file",
        E_,
        "There is no such file.",
        "Check the spelling of the name, and that you are in the right folder.",
    ),
    "J111": Code(
        "cannot-read",
        E_,
        "The file cannot be read.",
        "Check that you may open it, and that no other program has locked it.",
    ),
    "J112": Code(
        "lone-surrogate",
        E_,
        "A \\u escape stands for half a character.",
        "Delete that piece of text and type it again.",
    ),
    "J113": Code("empty-file", E_, "The file is empty.", "Run `mcheck init` for a starter file, then fill it in."),
    "J114": Code(
        "other-kind-of-file",
        E_,
        "The file is no portfolio but something else: a table, a picture, a badge, a document.",
        "Keep it as it is, and name a portfolio; `mcheck init` begins one.",
    ),
    "J120": Code(
        "bad-catalog",
        E_,
        "The catalog cannot be read.",
        "Leave --catalog out to use the one that comes along, or name a folder that holds catalog.json.",
    ),
    "S101": Code(
        "unknown-key",
        E_,
        "A key that a portfolio does not have. It would be overlooked.",
        "Correct its spelling or take it out.",
    ),
    "S102": Code("missing-key", E_, "A key that is needed is missing.", "Add it."),
    "S103": Code(
        "wrong-type",
        E_,
        "A value of the wrong type, such as a number in quotes.",
        "Give the type that is named.",
    ),
    "S104": Code("bad-value", E_, "A value that is not allowed here.", "Give a value that is allowed."),
    "S105": Code(
        "control-character",
        E_,
        "Text with an invisible or control character, often from copying.",
        "Retype the text by hand.",
    ),
    "S106": Code("bad-date", E_, "Not a date as the file needs it.", "Write it as YYYY-MM-DD."),
    "S107": Code(
        "more-mistakes",
        E_,
        "There are more mistakes than are listed at once.",
        "Mend those above first, then check again: one mistake often stands in many places.",
    ),
    "K101": Code(
        "unknown-credential",
        E_,
        "No micro-credential has that id.",
        "Look it up with `mcheck credentials search` and a word of its title.",
    ),
    "K102": Code(
        "unknown-activity-kind",
        E_,
        "No kind of activity has that id.",
        "Use a known kind: `mcheck init` finds one by a word, and `mcheck explain` tells about it.",
    ),
    "K103": Code("unknown-category", E_, "No category has that id.", "Use one of the known categories."),
    "K104": Code("unknown-license-type", E_, "No license type has that id.", "Use one of the known types."),
    "K105": Code("unknown-role", E_, "No role has that id.", "Use one of the known roles."),
    "K106": Code("unknown-employer", E_, "No kind of employer has that id.", "Use one of the known kinds."),
    "K107": Code("unknown-provider", E_, "No kind of provider has that id.", "Use one of the known kinds."),
    "K108": Code("unknown-evidence", E_, "No kind of evidence has that id.", "Use one of the known kinds."),
    "K109": Code("unknown-endorsement", E_, "No endorsement has that id.", "Use one of the known endorsements."),
    "K110": Code(
        "unknown-license",
        E_,
        "`content_of` names no license of this file.",
        "Use the id that the license has in this file. For an endorsement, use `toward_endorsement` instead.",
    ),
    "K111": Code(
        "unknown-condition",
        E_,
        "No special condition has that id.",
        "Use the id that the report names, or take it out.",
    ),
    "K112": Code(
        "badge-as-activity",
        E_,
        "A micro-credential stands among the activities. It counts only with another one, as a pair.",
        "List each micro-credential under `badges`, with `credential` and the id that `mcheck credentials search` "
        "finds; do so also if a certificate prints points for it.",
    ),
    "K113": Code(
        "unknown-license-kind",
        E_,
        "There is no such kind of license.",
        "Use one of the kinds that are listed, or leave it out where the field is in the table.",
    ),
    "K120": Code(
        "moved-id",
        I_,
        "The id has moved; the new one was used.",
        "Nothing is lost. Use the new id when you next change the file.",
    ),
    "K130": Code(
        "unknown-edition", E_, "No edition of the rules has that id.", "See the known ones with `mcheck rules list`."
    ),
    "K131": Code(
        "unknown-question",
        E_,
        "No open question has that id.",
        "Use the id that the report names, or see `mcheck explain Q1`.",
    ),
    "K132": Code(
        "unknown-reading",
        E_,
        "The question has no such reading.",
        "See its readings with `mcheck explain` and the question.",
    ),
    "K133": Code("fixed-twice", E_, "An open question is fixed in two ways.", "Give the reading that you mean, once."),
    "P101": Code("end-before-start", E_, "Something ends before it begins.", "Check both dates on the certificate."),
    "P102": Code(
        "impossible-date", E_, "A day that does not exist, such as 30 February.", "Check the date on the certificate."
    ),
    "P103": Code(
        "license-id-twice",
        E_,
        "Two licenses have the same id, so activities cannot say which they mean.",
        "Give each its own id.",
    ),
    "P104": Code(
        "two-primaries",
        E_,
        "More than one license is marked as Primary.",
        "Mark the one you name as Primary, or none, and mcheck says which serves you best.",
    ),
    "P105": Code(
        "looks-like-ssn",
        E_,
        "A value looks like a Social Security number: nine digits by themselves, or after a name such as SSN.",
        "Take it out of the file; no such number is ever needed. If it is another number, put letters before it.",
    ),
    "P106": Code(
        "completed-and-to",
        E_,
        "`completed` and `to` mean the same day and differ.",
        "Keep the one that is right and take the other out.",
    ),
    "P107": Code(
        "expires-before-issue",
        E_,
        "A license or an endorsement expires before it was issued.",
        "Check both dates in your ELAR account.",
    ),
    "P108": Code(
        "date-out-of-range",
        E_,
        "A date before 1950 or after 2100.",
        "Check the year; two digits may have changed places.",
    ),
    "P109": Code(
        "badge-twice",
        W_,
        "The same micro-credential stands twice. It counts once: that is our reading, no source says it.",
        "Take one out. If both are meant, ask the MTA whether it may count again.",
    ),
    "P110": Code(
        "license-twice",
        W_,
        "The same license stands twice, so it is asked for the points of two.",
        "Take one out, unless these are two licenses that you hold.",
    ),
    "P120": Code(
        "before-the-rules",
        E_,
        "The application date is before the first known rules.",
        "Give a later date, in the file or with --on.",
    ),
    "P121": Code(
        "no-expiry-date",
        Q_,
        "A license has neither expiry nor issue date, so its cycle is not known.",
        "Add `expires`; the date stands in your ELAR account.",
    ),
    "P122": Code(
        "invalid-primary",
        W_,
        "The Primary license is invalid or may be, and sources leave open what renewing it takes.",
        "Ask the department's licensure office before you plan; `mcheck explain invalid-primary` has the text to send.",
    ),
    "P123": Code(
        "too-early", I_, "Renewal is not open yet.", "Go on collecting, and apply from the day that is given."
    ),
    "P124": Code(
        "no-categories",
        Q_,
        "An activity does not say which categories it may count as.",
        "Add `categories`: every one that you and your supervisor find fitting.",
    ),
    "P125": Code(
        "unlikely-category",
        W_,
        "A badge in a category we find unlikely. It is counted as you say.",
        "Talk it over with your supervisor, and note in your records why it fits.",
    ),
    "P126": Code("badge-before-start", W_, "A badge was earned before it was started.", "Check both dates."),
    "P127": Code(
        "search-cut-off",
        W_,
        "The search for the best placement hit its limit, so the answer stays open.",
        "Give fewer categories to activities whose place is clear, and check again.",
    ),
    "P128": Code(
        "nothing-for-endorsement",
        Q_,
        "An endorsement is to be renewed, and no activity says that it is meant for it.",
        "Add `toward_endorsement`, with the id of the endorsement, to each activity that is.",
    ),
    "P129": Code(
        "expiry-was-moved",
        W_,
        "The expiry dates of the months in 2020 and 2021 in which the license expires were moved. This check goes by "
        "the date in the file.",
        "Look in your ELAR account; if it shows the later date, write that as `expires`, with the `cycle_start` of the "
        "old cycle.",
    ),
    "P130": Code(
        "placed-by-mcheck",
        Q_,
        "A badge was placed in a category we find unlikely, because the file does not say which it may count as.",
        "Ask your supervisor what each such badge may count as, write that as its `categories`, and check again.",
    ),
    "P131": Code(
        "renewal-not-known",
        W_,
        "The file asks to renew an endorsement of whose renewal no source read tells anything.",
        "Ask the department's licensure office; nothing is said here about its renewal.",
    ),
    "P132": Code(
        "field-like-a-special-one",
        W_,
        "`license_kind` is given for a field that is in no list, and near to one with conditions of its own.",
        "If it is that one, write its name as it is given; the field stays open until it is one of the table.",
    ),
    "P133": Code(
        "rate-has-changed",
        I_,
        "An activity counts at a rate that holds since a certain day only; before, its kind gave more or less.",
        "Check the day on the certificate or transcript.",
    ),
    "P134": Code(
        "planned-though-past",
        W_,
        "Something is marked as planned though its date is before the day you apply, so it does not count.",
        "If it is done, take `planned` out; if not, correct the date.",
    ),
    "P135": Code(
        "content-of-unsaid",
        Q_,
        "Of several licenses, the file does not say for which one something counts as content.",
        "Add `content_of`, with the license or licenses it is content of.",
    ),
    "P136": Code(
        "category-not-of-its-kind",
        W_,
        "An activity lists a category that its kind may not serve. Its points still fill the total.",
        "Check its `kind`. If that is right, take the category out.",
    ),
    "P137": Code(
        "same-activity-twice",
        W_,
        "The same activity stands twice: kind, title, days, amount, categories and topic are equal. It counts once.",
        "Take one out. If you did it twice, give the two titles that differ.",
    ),
    "P138": Code(
        "perhaps-the-same-activity",
        W_,
        "Two activities look like one: other categories or another topic, or no title, and the rest is equal.",
        "If it is one, keep one, with all its categories. If they are two, give them two titles that differ.",
    ),
    "P140": Code(
        "license-has-lapsed",
        W_,
        "The license has expired, so it is inactive or invalid, and nobody may be employed under it.",
        "Renew it by the day that is named, and do not work under it before, unless you hold a waiver.",
    ),
    "P141": Code(
        "first-approval-due",
        Q_,
        "The first approval of the plan (IPDP) is due soon or was due, and the file does not say that it was given.",
        "Ask your supervisor for it, then add the day as `ipdp_approved` under `plan`.",
    ),
    "P150": Code(
        "stated-without-license",
        E_,
        "Sums under `stated` do not say which license they are for, and it is not the only one.",
        "Add `license` with the id that the license has in this file; for several licenses, one entry for each.",
    ),
    "P151": Code(
        "stated-for-no-renewal",
        W_,
        "Sums are stated for a license that you do not mean to renew now.",
        "Name the license that they are for, or take `renew` out of the license.",
    ),
    "P152": Code(
        "badges-counted-and-listed",
        W_,
        "Some badges are listed and others only counted. One of each makes no pair.",
        "List all of them under `badges`, so that every pair is found.",
    ),
    "P160": Code(
        "other-kind-than-the-field",
        E_,
        "`license_kind` says another kind of license than the table has for that field.",
        "Take `license_kind` out, or correct the field.",
    ),
    "P161": Code(
        "other-grades-than-the-field",
        I_,
        "A license is in a field of the table, but with grades that the table does not have for it.",
        "Compare the grades with those on your license.",
    ),
    "R201": Code(
        "used-before",
        I_,
        "Used for an earlier renewal. Only points of an SEI endorsement course may serve two cycles.",
        "If it was not used, take `used_in_earlier_cycle` out; if it is such a course, add `sei_course`.",
    ),
    "R202": Code(
        "outside-window",
        I_,
        "Completed outside the days that count, or on a day that is not clear.",
        "Check the date on the certificate. If it is right, earn other points.",
    ),
    "R203": Code(
        "topic-under-floor",
        I_,
        "Its topic has too few points, so none of them count.",
        "Give sessions on the same topic the same `topic`, or add hours on it.",
    ),
    "R204": Code(
        "no-demonstration",
        I_,
        "There was no assessment and no product.",
        "Ask the provider for one. Without it the points cannot count.",
    ),
    "R205": Code(
        "provider-may-not",
        I_,
        "The provider may not award PDPs.",
        "Ask it whether it is registered with the department; if so, correct the file.",
    ),
    "R206": Code(
        "worth-nothing",
        I_,
        "This kind earns nothing by itself.",
        "List the sessions on one topic, with a product, as a workshop.",
    ),
    "R207": Code(
        "too-few-hours", I_, "Fewer hours than this kind needs.", "Check the hours. If they are right, it cannot count."
    ),
    "R208": Code("not-stated", I_, "The amount is not stated.", "Add it to the file: it is on the certificate."),
    "R209": Code(
        "fewer-awarded",
        I_,
        "The certificate awards fewer points than the rules would.",
        "Nothing to do: the certificate counts. If it is wrong, ask for another.",
    ),
    "R210": Code(
        "more-awarded",
        I_,
        "The certificate claims more than the rules give.",
        "Plan with the lower number: only the rules' value counts.",
    ),
    "R211": Code(
        "as-awarded",
        I_,
        "No source states a value for this kind; the certificate decides.",
        "Keep the certificate, and ask the department whether it agrees.",
    ),
    "R212": Code(
        "odd-badge", I_, "A badge in no pair, or one listed twice.", "Earn a related one, or plan without it."
    ),
    "R213": Code(
        "rate-not-confirmed",
        I_,
        "No known rate for the badge, or none the department confirms.",
        "Plan without it, or ask the department; see `mcheck explain badge-rate`.",
    ),
    "R214": Code(
        "badge-not-approved",
        I_,
        "The file does not say that the badge was approved.",
        "Ask your supervisor, then set `approved` to true.",
    ),
    "R216": Code(
        "not-allowed-here",
        I_,
        "It cannot count in the categories you gave, so it counts toward the total only.",
        "Nothing to do if the total is what you need it for. If its kind is wrong, correct it.",
    ),
    "R217": Code(
        "ceiling",
        I_,
        "A ceiling on activities of its sort is reached.",
        "Earn what is missing in another way, or, for a ceiling of a calendar year, in another year.",
    ),
    "R218": Code(
        "repeated",
        I_,
        "The same activity stands in the file twice, and counts once.",
        "Take one out. If you did it twice, give the two titles that differ.",
    ),
}
