"""`mcheck handout`: the sheet of the site with the name of a local and the line of its contract."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest
from changed_catalog import with_badge_rate_settled
from click.testing import CliRunner, Result
from helpers import ROOT, catalog
from mcheck.cli import main_group

STRINGS = json.loads((ROOT / "tools" / "website" / "strings" / "en" / "strings.json").read_text(encoding="utf-8"))


def run(*words: str) -> Result:
    return CliRunner().invoke(main_group, ["handout", *words])


def sheet(*words: str) -> str:
    """The text of the sheet."""
    page = run("-o", "-", *words).stdout
    return " ".join(html.unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)).split())


def test_it_has_the_name_of_the_local_and_the_line_of_its_contract_as_text() -> None:
    page = run("-o", "-", "--local", "Lake <b>Teachers</b>", "--contract", "Article 12: $125 & more").stdout
    assert "From Lake &lt;b&gt;Teachers&lt;/b&gt;" in page
    assert "What our contract says: Article 12: $125 &amp; more" in page
    assert 'class="local"' not in run("-o", "-").stdout


def test_it_says_what_the_sheet_on_the_site_says() -> None:
    said = sheet()
    for key in (
        "heading",
        "table",
        "you_are",
        "badges_can",
        "support_staff",
        "endorsement_no",
        "renew",
        "first",
        "pairs",
    ):
        assert STRINGS["handout"][key] in said
    assert "150 PDPs for the Primary (main) license in 5 years" in said
    for row in catalog().get("renewal", "2018-07-13")["targets"]["primary"]["requirements"]:
        assert f"{row['minimum']} {row['label']}, at least" in said
    assert not re.search(r"[{}]", said)


def test_the_rate_of_badges_is_marked_until_a_text_settles_it(tmp_path: Path) -> None:
    assert "makes 10 PDPs. Or 0 PDPs: not settled." in sheet()
    assert "not settled" not in sheet("--catalog", with_badge_rate_settled(tmp_path / "catalog"))


def test_it_asks_nobody_and_is_written_like_every_other_file(tmp_path: Path) -> None:
    path = tmp_path / "handout.html"
    assert run("-o", str(path)).exit_code == 0
    page = path.read_text()
    assert not re.search(r"<(?:script|link|img|iframe)|url\(|https?://", page)
    assert run("-o", str(path)).exit_code == 2
    assert run("-o", str(path), "--force", "--local", "Lake Teachers").exit_code == 0
    assert "Lake Teachers" in path.read_text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--local", "x" * 301), "at most 300 fit"),
        (("--contract", "Call 123-45-6789"), "--contract: this"),
        (("--contract", "123-45-6789"), "--contract: this"),
    ],
)
def test_what_does_not_belong_on_it_is_refused(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    result = run("-o", str(tmp_path / "handout.html"), *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert not list(tmp_path.iterdir())
