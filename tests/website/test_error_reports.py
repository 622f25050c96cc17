"""Where an error is reported."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from helpers import ROOT
from mkdocs.exceptions import Abort
from website.context import load_site
from website.error_reports import FORM, RELEASE, form, require_repository


def settings(repository: str) -> Any:
    return SimpleNamespace(extra={"repository": repository})


def test_the_form_is_filled_in_with_page_record_and_edition() -> None:
    site = load_site()
    address = urlsplit(form("https://forge.example/us/guide/", site, "stacks/co-teaching/", "stacks/co-teaching"))
    assert address.path == "/us/guide/issues/new"
    fields = parse_qs(address.query)
    assert fields["template"] == [FORM]
    assert fields["where"] == [
        f"{site.address}stacks/co-teaching/, catalog/stacks/co-teaching.json, data {site.catalog.edition}"
    ]


def test_the_form_has_the_field_that_is_filled_in() -> None:
    written = yaml.safe_load((ROOT / ".github" / "ISSUE_TEMPLATE" / FORM).read_text())
    assert "where" in {field.get("id") for field in written["body"]}


def test_without_a_repository_there_is_no_form_and_no_release(monkeypatch: pytest.MonkeyPatch) -> None:
    assert form("", load_site(), "guides/") == ""
    monkeypatch.delenv(RELEASE, raising=False)
    require_repository(settings(""))
    monkeypatch.setenv(RELEASE, "yes")
    require_repository(settings("https://forge.example/us/guide"))
    with pytest.raises(Abort, match="MCHECK_REPOSITORY is not set"):
        require_repository(settings(""))
