"""The reference leaves nothing out: every code, command, key, source, term and example stands on its page."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from helpers import CATALOG, ROOT, catalog, edit_record
from mcheck.cli import main_group
from mcheck.core.codes import code_table
from mcheck.explain.catalog_checks import codes as catalog_codes
from site_helpers import Page

reference = pytest.importorskip("website.reference")
from website.reference import messages, schemas, terms  # noqa: E402
from website.reference.markup import block, code_marks  # noqa: E402

SCHEMAS = sorted(path.name.partition(".")[0] for path in (ROOT / "schemas").glob("*.schema.json"))
RULE_NUMBER = re.compile(r"\b\d+(\.\d+)? (PDPs?|points?|hours?|years?|credits?|CEUs?|badges?)\b")


def squeezed(text: str) -> str:
    """A text without white space and the signs that pages show in another form."""
    return re.sub(r"[\s`]", "", text)


def test_every_code_has_its_anchor_and_its_words(built_pages: dict[str, Page]) -> None:
    page = built_pages["reference/messages/"]
    for code, about in code_table().items():
        assert code.lower() in page.ids
        assert squeezed(f"{code} {about.name}") in squeezed(page.text)
        assert squeezed(about.meaning) in squeezed(page.text), code
        assert squeezed(about.advice) in squeezed(page.text), code


def test_every_code_has_an_example_or_the_reason_why_not(built_pages: dict[str, Page]) -> None:
    page = built_pages["reference/messages/"]
    without = set(code_table())
    for expected in messages.EXAMPLES.glob("*/expected.txt"):
        assert squeezed(expected.read_text(encoding="utf-8")) in squeezed(page.text), expected
        without.remove(expected.parent.name)
    assert without == messages.WITHOUT_EXAMPLE.keys()
    for code, why in messages.WITHOUT_EXAMPLE.items():
        assert squeezed(why) in squeezed(page.text), code


def test_the_address_that_a_message_gives_leads_to_its_code(built_pages: dict[str, Page], tmp_path: Path) -> None:
    site = "https://mcheck.test"
    shutil.copytree(CATALOG, tmp_path / "catalog")
    edit_record(tmp_path / "catalog", "catalog", lambda record: record.update(site=f"{site}/"))
    other = ["--catalog", str(tmp_path / "catalog")]
    bad = tmp_path / "bad.json"
    bad.write_text("{")
    broken = CliRunner().invoke(main_group, ["check", str(bad), *other])
    addresses = set(re.findall(rf"{site}/(\S+)", broken.stderr))
    for path in (ROOT / "examples").glob("*.json"):
        report = json.loads(CliRunner().invoke(main_group, ["check", "--format", "json", str(path), *other]).stdout)
        addresses |= {message["url"].removeprefix(f"{site}/") for message in report["messages"]}
    assert len(addresses) > 2
    for address in addresses:
        page, _, anchor = address.partition("#")
        assert anchor in built_pages[page].ids, address


def test_a_reading_that_no_source_states_says_so(built_pages: dict[str, Page]) -> None:
    questions = catalog().all("questions")
    assert any("citations" not in reading for record in questions for reading in record["readings"])
    for record in questions:
        alone = sum(not reading.get("citations") for reading in record["readings"])
        assert built_pages[f"questions/{record['id']}/"].text.count("None of our sources says so.") == alone


def test_every_check_of_the_catalog_is_there(built_pages: dict[str, Page]) -> None:
    page = built_pages["reference/catalog-checks/"]
    assert {code.lower() for code in catalog_codes()} <= page.ids


def commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command by the words that call it."""
    yield path
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            assert child is not None
            yield from commands(child, (*path, name))


@pytest.mark.parametrize("path", list(commands(main_group)), ids=" ".join)
def test_the_page_says_of_a_command_what_its_help_says(built_pages: dict[str, Page], path: tuple[str, ...]) -> None:
    page = built_pages["reference/commands/"]
    assert "-".join(["mcheck", *path]) in page.ids
    told = CliRunner().invoke(main_group, [*path, "--help"], prog_name="mcheck", terminal_width=200).stdout
    shown = squeezed(page.text)
    for line in told.splitlines():
        if line.startswith("  ") and "Commands:" not in told.partition(line)[0]:
            for part in re.split(r" {2,}", line.strip()):
                assert squeezed(part) in shown, part
    assert squeezed(told.splitlines()[0].removeprefix("Usage: ")) in shown


def keys(node: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key that a schema names, wherever it stands in it."""
    if isinstance(node, dict):
        for name, child in node.get("properties", {}).items():
            yield name, child
            yield from keys(child)
        for child in (*node.get("$defs", {}).values(), node.get("items")):
            yield from keys(child)


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_of_a_schema_has_type_meaning_and_example(built_pages: dict[str, Page], name: str) -> None:
    shape = schemas.shape(name)
    page = built_pages[f"reference/{shape.page.removesuffix('.md')}/"]
    shown = squeezed(page.text)
    listed = [key for section in shape.sections for key in section.keys]
    anchors = [key.anchor for key in listed] + [section.anchor for section in shape.sections]
    assert len(set(anchors)) == len(anchors), "no anchor stands twice"
    assert set(anchors) - {"inside"} <= page.ids
    for key, node in keys(json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text())):
        assert key in {one.name for one in listed}
        assert squeezed(node["description"]) in shown, key
    for key in listed:
        assert squeezed(f"{key.name} {key.kind}") in shown, key.name
        assert not key.example or squeezed(key.example) in shown
        assert not key.leads_to or key.leads_to in page.ids, key.name


def test_the_portfolio_page_gives_an_example_of_every_key() -> None:
    keys = [key for section in schemas.shape("portfolio").sections for key in section.keys]
    assert [key.name for key in keys if not key.example] == []


def test_what_a_key_needs_is_told() -> None:
    found = {section.path: section for section in schemas.shape("portfolio").sections}
    assert [key.name for key in found["activities[]"].keys if key.needed] == ["kind"]
    field = {key.name: key for key in found["licenses[]"].keys}
    assert field["issued"].kind == "date, YYYY-MM-DD"
    assert field["expires"].kind == "date, or only its month"
    assert field["conditions"].kind == "object whose values are: true or false"
    assert field["files"].leads_to == "shared-files"
    assert {key.name: key.kind for key in found["plan"].keys}[
        "final_endorsement"
    ] == "true or false, or date, YYYY-MM-DD"
    assert {key.name: key.kind for key in found[""].keys}["english_learner_assigned"] == '"never" or date, YYYY-MM-DD'


def pages_of_sources(built_pages: dict[str, Page]) -> list[Page]:
    return [page for address, page in built_pages.items() if address.startswith("reference/sources/")]


def test_a_source_that_nothing_rests_on_says_so(built_pages: dict[str, Page]) -> None:
    files = [path.read_text(encoding="utf-8") for path in CATALOG.rglob("*.json")]
    named = {name for text in files for name in re.findall(r'"source": "([^"]+)"', text)}
    unused = {source["id"] for source in catalog().all("sources")} - named
    assert unused
    told = sum(page.text.count("Read, but nothing here rests on it.") for page in pages_of_sources(built_pages))
    assert told == len(unused)


def test_every_source_tells_its_weight_its_day_and_what_cites_it(built_pages: dict[str, Page]) -> None:
    found = pages_of_sources(built_pages)
    for source in catalog().all("sources"):
        page = built_pages[f"reference/sources/{source['authority']}/"]
        assert source["id"] in page.ids
        assert source["url"] in page.links
        assert dict(page.facts)[f"sources/{source['id']}#/read_on"]
    cited = {
        citation["source"]
        for folder in ("credentials", "renewal", "questions")
        for record in catalog().all(folder)
        for citation in record["citations"]
    }
    links = {link for page in found for link in page.links}
    assert {f"../../../{to}" for to in ("credentials/cot-co-planning/", "mistakes/#t01")} <= links
    assert sum(page.text.count("rests on it") + page.text.count("rest on it") for page in found) >= len(cited)


def test_every_state_and_every_term_is_listed(built_pages: dict[str, Page]) -> None:
    states = built_pages["reference/states/"]
    for record in catalog().all("programs"):
        if record["kind"] == "state-rate":
            assert record["id"] in states.ids
            assert record["conversion"] in states.text
    glossary = built_pages["reference/glossary/"]
    fields = built_pages["reference/license-fields/"]
    for vocabulary in catalog().all("vocabulary"):
        for term in vocabulary["terms"]:
            if vocabulary["id"] == "asked":
                assert term["id"] in built_pages["ask/"].ids
                continue
            assert term["label"] in (fields if vocabulary["id"] == "license-fields" else glossary).text
            assert term.get("sentence", "") in glossary.text


def test_every_example_is_shown_with_its_answer(built_pages: dict[str, Page], site: Path) -> None:
    page = built_pages["reference/examples/"]
    for path in sorted((ROOT / "examples").glob("*.json")):
        assert path.stem in page.ids, path
        assert (site / "examples" / path.name).read_bytes() == path.read_bytes()
        told = CliRunner().invoke(main_group, ["check", "--format", "json", str(path)])
        assert json.loads(told.stdout)["licenses"] or "role" in path.read_text()
        assert json.loads(told.stdout)["verdict"].replace("-", " ").capitalize() in page.text
    assert not RULE_NUMBER.search((ROOT / "examples" / "README.md").read_text())


def test_the_changelog_is_the_one_of_the_project(built_pages: dict[str, Page]) -> None:
    shown = squeezed(built_pages["reference/changelog/"].text)
    released = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").partition("<!-- releases -->")[2]
    to_come = [path.read_text(encoding="utf-8") for path in (ROOT / "changelog.d").glob("*.*.md")]
    for line in [*released.splitlines(), *to_come]:
        assert squeezed(line.lstrip("#- ").replace("**", "")) in shown


def test_the_pages_about_the_site_are_reached_from_every_page(built_pages: dict[str, Page]) -> None:
    for end in ("privacy/", "accessibility/", "cite/"):
        assert end in built_pages
        for address, page in built_pages.items():
            assert any(link.endswith(end) or (address == end and link == "./") for link in page.links), (address, end)


def test_the_first_use_of_a_term_is_explained_and_no_other(built_pages: dict[str, Page], site: Path) -> None:
    html = (site / "rules" / "records" / "index.html").read_text()
    assert html.count('class="term" href="../../reference/glossary/#ipdp"') == 1
    assert 'class="term"' not in (site / "reference" / "glossary" / "index.html").read_text()
    assert "reference/glossary/#pdp" in built_pages[""].links


KNOWN = (
    terms.Term("pdp", "PDP", "Professional development point", 'Counts "once" & for all.'),
    terms.Term("stack", "Stack", "", "A group."),
)


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>Ten PDPs, then PDP.</p>", ["PDPs"]),
        ("<h2>PDP</h2><p>a <b>PDP</b></p>", ["PDP"]),
        ("<p><a href='x'>PDP</a> <code>PDP</code></p>", []),
        ("<p>Stack or stacks</p>", ["Stack"]),
        ("<p>a stack</p>", ["stack"]),
        ("<p>haystack, stack-like, pdp, PDPX, PDP&#95;2</p>", []),
        ("<p>&lt;PDP&gt; &#42;<br>stack</p>", ["PDP", "stack"]),
        ('<p class="trail">PDP</p><ul class="cards"><li>PDP</li></ul>', []),
    ],
)
def test_terms_in_running_text_only(html: str, words: list[str]) -> None:
    marked = terms.explained(html, KNOWN, "g/")
    assert re.findall(r"<abbr[^>]*>([^<]*)</abbr>", marked) == words
    assert re.sub(r'<a class="term"[^>]*><abbr[^>]*>([^<]*)</abbr></a>', r"\1", marked) == html
    if "PDP" in words:
        assert 'title="Professional development point. Counts &quot;once&quot; &amp; for all."' in marked


def test_lines_and_code_come_out_as_they_are() -> None:
    assert block("  a  <\n\n*c*\n") == (
        '<pre class="lines" data-search-exclude><code>&#32;&#32;a&#32;&#32;&#60;&#10;&#10;&#42;c&#42;</code></pre>'
    )
    assert code_marks("Run `a <b>` *now*.") == "Run <code>a &#60;b&#62;</code> &#42;now&#42;."
