"""Switches: what the rules turn on where a text leaves a point open. A reading of an open question sets one."""


class Switch:
    """`values` are all that the rules understand; the first one, a cautious one, holds where no question sets it."""

    def __init__(self, name: str, values: tuple[str, ...], *, of_worth: bool = False) -> None:
        """`of_worth`: it is about what something is worth, so the day of completion says which text settles it."""
        self.name, self.values, self.of_worth = name, values, of_worth
        SWITCHES[name] = self


SWITCHES: dict[str, Switch] = {}
"""Every switch by its name."""

ACCEPTED_ELSEWHERE = Switch("accepted-elsewhere", ("no", "yes"), of_worth=True)
BADGE_APPROVAL = Switch("badge-approval", ("needed", "not-needed"), of_worth=True)
BADGE_RATE = Switch("badge-rate", ("void", "stands"), of_worth=True)
BEFORE_EXPIRY = Switch("before-expiry", ("lost", "kept"))
CONTENT_OVERLAP = Switch("content-overlap", ("once", "twice"))
EARLY_RENEWAL_GAP = Switch("early-renewal-gap", ("lost", "kept"))
EDITION_SELECTED_BY = Switch("edition-selected-by", ("application", "expiry"))
INVALID_CONTENT = Switch("invalid-content", ("floor", "none"))
INVALID_FROM = Switch("invalid-from", ("anniversary", "calendar-year"))
INVALID_OLDER = Switch("invalid-older", ("later-form", "as-additional"))
INVALID_PRIMARY = Switch("invalid-primary", ("as-primary", "as-any-invalid"))
ODD_BADGE = Switch("odd-badge", ("none", "half"), of_worth=True)
RELATED_BADGES = Switch("related-badges", ("stack", "area"), of_worth=True)
SPLIT_CATEGORIES = Switch("split-categories", ("whole", "split"))
SPLIT_COURSES = Switch("split-courses", ("whole", "split"))
SPLIT_LICENSES = Switch("split-licenses", ("whole", "split"))
TOPIC_FLOOR = Switch("topic-floor", ("every-topic", "electives-exempt", "per-category"))
TRANSITION = Switch("transition", ("completion", "application", "start"), of_worth=True)
BADGE_SWITCHES = (BADGE_RATE, BADGE_APPROVAL, RELATED_BADGES, ODD_BADGE)
"""What badges turn on; the dated value of badges may settle these."""

BADGE_EVIDENCE, BADGE_HOURS, SUPERVISOR_REVIEW = MATTERS = ("badge-evidence", "badge-hours", "supervisor-review")
"""What a question may be about that decides no verdict: what is kept, or how much time a plan takes."""
