"""The source shown first is the one that states the sentence; sources of one sentence have one number."""

from __future__ import annotations

import re

from helpers import catalog
from website import citations
from website.translations import languages

ENGLISH = languages()["en"]


def entry(address: str) -> dict[str, list[dict[str, object]]]:
    record, _, place = address.partition("#")
    part, name = place.split("/")
    return next(e for e in catalog().get(*record.split("/"))[part] if e["id"] == name)


def test_a_source_that_says_less_or_otherwise_is_not_shown_first() -> None:
    limited = citations.sources(catalog(), entry("renewal/2018-07-13#facts/points-after-last-expiry")["citations"])
    assert [s.stance for s in limited] == ["states", "states", "limits"]
    assert limited[-1].authority_id == "regulation"
    denied = citations.sources(catalog(), entry("pathways/lapsed-license#requirements/invalid-content")["citations"])
    assert denied[-1].id == "form-a"
    assert {s.stance for s in denied[:-1]} == {"states"}


def test_the_sources_of_a_sentence_have_one_number_and_stand_at_the_foot_once() -> None:
    found = citations.sources(catalog(), entry("pathways/lapsed-license#requirements/invalid-content")["citations"])
    footnotes: citations.Footnotes = {}
    first = citations.mark(footnotes, found, ENGLISH)
    other = citations.mark(footnotes, found[:1], ENGLISH)
    assert citations.mark(footnotes, found, ENGLISH) == first
    assert 'popovertarget="source-1" aria-label="Source 1: 3 sources"' in first
    assert f'aria-label="Source 2: {found[0].authority}"' in other
    foot = citations.foot(footnotes, ENGLISH, unfolded=False)
    assert re.findall(r'id="(source-\d+)"', foot) == ["source-1", "source-2"]
    assert "2 sources agree." in foot, "the one that denies does not agree"
    assert "Says otherwise: No floor." in foot
    assert citations.mark(footnotes, (), ENGLISH) == ""
    assert citations.foot({}, ENGLISH, unfolded=True) == ""
