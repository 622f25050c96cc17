"""Commands as a person types them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from contextlib import chdir
from itertools import permutations
from pathlib import Path
from shutil import copytree, rmtree
from typing import Any

import pytest
from click.testing import CliRunner, Result
from helpers import CATALOG, EXAMPLES, case, catalog
from jsonschema import Draft202012Validator
from mcheck import Catalog, __version__
from mcheck.cli import COMMANDS, main_group
from mcheck.core.codes import code_table
from mcheck.core.points import PASSING_VERDICTS
from mcheck.explain.index import explain
from mcheck.rendering.document import VERDICTS

STATUS = {
    "audit-ready": 0,
    "met": 0,
    "initial-holder": 0,
    "paraprofessional": 0,
    "rules-of-2015": 0,
    "three-licenses": 0,
}


def run(*args: str, data: str | None = None) -> Result:
    result = CliRunner().invoke(main_group, list(args), input=data)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def unbroken(shown: str) -> list[str]:
    """Lines that are not indented, each with what it goes on with in the lines below it."""
    return re.sub(r"\n +", " ", shown).splitlines()


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_examples_are_judged_in_every_format(path: Path) -> None:
    for form in ("text", "json", "markdown"):
        result = run(str(path), "--format", form)
        assert result.exit_code == STATUS.get(path.stem, 1), result.output
        assert "nofficial" in result.stdout
        assert result.stderr == ""


def test_check_is_the_default_command_and_reads_standard_input() -> None:
    text = (EXAMPLES / "met.json").read_text()
    assert run("-", data=text).stdout == run("check", "-", data=text).stdout
    assert run("--on", "2026-11-24", "-", data=text).exit_code == 0


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("explan T01", "mcheck explain"),
        ("Whatif my.json", "mcheck what-if"),
        ("help", "mcheck --help"),
        ("serach ell", "mcheck search"),
        ("catalog lnit", "lint"),
        ("catalog new credentail", "credential"),
    ],
)
def test_a_misspelt_command_is_told_with_the_one_that_was_meant(words: str, meant: str) -> None:
    result = run(*words.split())
    assert (result.exit_code, result.stdout) == (2, "")
    said = f"`{meant}`" if meant.startswith("mcheck") else f"'{meant}'"  # of a command in a group click says it
    assert f"Did you mean {said}?" in result.stderr
    assert "o such command" in result.stderr or "no command" in result.stderr


def test_what_is_or_may_be_a_file_is_no_misspelt_command(tmp_path: Path) -> None:
    with chdir(tmp_path):
        for name in ("./chek", "plans.json", "unlike-any"):
            assert "J110" in run(name).stderr
        Path("chek").write_text((EXAMPLES / "met.json").read_text())
        assert run("chek").exit_code == 0
        Path("plans.json").touch()
        assert "Did you mean plans.json?" in run("plans").stderr


def test_a_word_like_no_subcommand_is_answered_with_where_to_find_them() -> None:
    assert "Try 'mcheck catalog --help' for help." in run("catalog", "zzz").stderr
    assert all(name in run("schema", "portfoli").stderr for name in ("portfolio", "report", "plan"))


def test_text_fits_eighty_columns_but_for_addresses() -> None:
    for path in sorted(EXAMPLES.glob("*.json")):
        lines = run(str(path)).stdout.splitlines()
        assert [line for line in lines if len(line) > 80 and "http" not in line] == []


def test_the_address_of_another_regulation_is_whole_and_alone_on_its_line() -> None:
    path = str(EXAMPLES / "vocational-license.json")
    (license,) = json.loads(run(path, "--format", "json").stdout)["licenses"]
    assert license["other_regulation"]["url"] in [line.strip() for line in run(path).stdout.splitlines()]


def test_verdicts_are_words_and_color_comes_only_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    met = str(EXAMPLES / "met.json")
    assert "MET" in run(met).stdout
    assert "\x1b" not in run(met).stdout
    assert "\x1b" in run(met, "--color", "always").stdout


def test_same_input_same_bytes() -> None:
    path = str(case("badge-odd") / "portfolio.json")
    assert run(path, "--format", "json").stdout == run(path, "--format", "json").stdout


@pytest.mark.parametrize("name", [*code_table(), "T01", "T18", "Q1", "C01", "2018-07-13", "workshop", "school-nurse"])
def test_explain_knows(name: str) -> None:
    assert run("explain", name).exit_code == 0


def test_explain_knows_a_message_by_its_name_as_by_its_code() -> None:
    report = json.loads(run(str(EXAMPLES / "expired-license.json"), "--format", "json").stdout)
    assert {m["code"][0] for m in report["messages"]} == {"P", "T"}
    for message in report["messages"]:
        assert run("explain", message["code"]).stdout in run("explain", message["name"]).stdout


@pytest.mark.parametrize(
    "folder",
    ["checks", "questions", "renewal", "activities", "credentials", "stacks", "licenses", "pathways", "programs"],
)
def test_explain_names_every_record_of_the_catalog(folder: str) -> None:
    for record in catalog().all(folder):
        lines = explain(catalog(), record["id"])
        assert any((record.get("name") or record["title"]) in line for line in lines)
        assert any("http" in line for line in lines) or "citations" not in record


def test_explain_tells_what_an_activity_is_worth_and_since_when_each_value_with_its_source() -> None:
    lines = explain(catalog(), "graduate-credit-non-degree")
    (changed,) = (n for n, line in enumerate(lines) if line.startswith("From 2026-06-08: 7.5 PDPs for each semester"))
    assert "mcheck explain june-2026-transition" in lines[changed + 1]
    assert "id=27924" in lines[changed + 2]
    assert any(line.startswith("Worth: 22.5 PDPs for each semester hour.") for line in lines)
    assert "Worth: 1 PDP for each clock hour." in run("explain", "workshop").stdout


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("supervising-practitioner", "up to 20 PDPs in a calendar year"),
        ("supervising-practitioner", "At most 30 PDPs in a calendar year, together with related activities"),
        ("supervising-practitioner", "It may count only as: Content, Pedagogy, Elective"),
        ("performance-assessment", "Of that, in Pedagogy: 30 PDPs"),
        ("workshop", "Least clock hours in its topic (short sessions may be bundled): 10"),
        ("published-book", "None of our sources says what it is worth"),
        ("cot-co-planning", "10 PDPs for each pair of badges"),
        ("cot-co-planning", "Clock hours that a page gives for it: 15"),
        ("co-teaching", "Co-Planning (cot-co-planning)"),
        ("autism", "Its renewal takes 30 PDPs in Content."),
        ("school-nurse", "A registered nurse license in good standing"),
        ("initial", "(a license or endorsement)"),
        ("initial", "(a pathway)"),
        ("pedagogy", "How to teach"),
    ],
)
def test_explain_says_of_a_record(name: str, says: str) -> None:
    assert says in run("explain", name).stdout


@pytest.mark.parametrize("word", [*VERDICTS, "once-done"])
def test_explain_knows_each_word_that_stands_for_a_verdict(word: str) -> None:
    told = run("explain", word).stdout
    shown = VERDICTS[word][1] if word in VERDICTS else "Once the planned activities are done"
    assert told.startswith(f"{shown} (")
    assert run("explain", shown).stdout == told or word == "once-done"
    if word in VERDICTS:
        assert f"Exit status: {0 if word in PASSING_VERDICTS else 1}" in told


def test_explain_names_the_sources_of_each_reading_or_says_that_there_are_none() -> None:
    questions = catalog().all("questions")
    assert any("citations" not in reading for record in questions for reading in record["readings"])
    for record in questions:
        lines = explain(catalog(), record["id"])
        for reading in record["readings"]:
            (at,) = (n for n, line in enumerate(lines) if line.endswith(f": {reading['label']}. {reading['says']}"))
            below = lines[at + 1 : at + 1 + max(1, len(reading.get("citations", ())))]
            if "citations" in reading:
                urls = {catalog().get("sources", cited["source"])["url"] for cited in reading["citations"]}
                assert all(any(url in line for line in below) for url in urls), record["id"]
            else:
                assert below == ["    None of our sources says so."], record["id"]


def test_explain_says_of_a_question_that_is_settled_what_holds_and_asks_nobody_any_more() -> None:
    files = {str(p.relative_to(CATALOG)): p.read_bytes() for p in CATALOG.rglob("*.json")}
    record = json.loads(files["questions/odd-badge.json"])
    text = {"from": "2020-02-01", "reading": "half-a-pair", "on": "2020-01-15", "citations": record["citations"][:1]}
    record["settled"] = [text]
    files["questions/odd-badge.json"] = json.dumps(record).encode()
    lines = explain(Catalog(files), "odd-badge")
    at = lines.index(
        "Settled for what is completed on or after 2020-02-01: A third badge counts for half a pair. "
        "Only this reading is used there."
    )
    assert "thepolicyminute.com" in lines[at + 1]
    assert not [line for line in lines if line.startswith(("Ready to send", "Who can settle it"))]
    assert [line for line in explain(catalog(), "odd-badge") if line.startswith("Ready to send")]


def test_explain_tells_the_weight_and_the_dates_of_a_source() -> None:
    for record in catalog().all("sources"):
        text = "\n".join(explain(catalog(), record["id"]))
        weight = catalog().terms("authority")[record["authority"]]["label"]
        for words in (record["title"], record["url"], weight, f"Read on: {record['read_on']}"):
            assert words in text
    assert "Its own date: 2018-07-02" in run("explain", "pm-mc").stdout


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("odd-badg", "odd-badge"),
        ("cot-co-planing", "cot-co-planning"),
        ("wrokshop", "workshop"),
        ("2017", "2017-07-28"),
    ],
)
def test_explain_offers_a_near_match(name: str, near: str) -> None:
    result = run("explain", name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"Did you mean {near}?" in result.stderr


def test_explain_does_not_mind_capitals() -> None:
    assert run("explain", "t01").stdout == run("explain", "T01").stdout
    assert run("explain", "Workshop").stdout == run("explain", "workshop").stdout


def test_rules_commands() -> None:
    assert [line.split()[0] for line in unbroken(run("explain", "rules").stdout)] == list(catalog().ids("renewal"))
    assert "2018" in run("explain", "2018-07-13").stdout
    for words in ("points of an SEI course serve two cycles: 10", "may be old when you apply: 5"):
        assert words in run("explain", "2018-07-13").stdout
    changed = run("catalog", "diff", "2016-07-01", "2017-07-28").stdout
    assert "additional, Content of that license at least: 30 -> 15" in changed
    assert "primary, Content or pedagogy at least: 90 -> none" in changed
    (only,) = unbroken(run("catalog", "diff", "2017-07-28", "2018-07-13").stdout.split("\nSources of ")[0])
    assert only == ('primary, SEI, ESL or bilingual education at least: called "primary, SEI or ESL at least" before')
    assert run("explain", "2020-01-01").exit_code == 2


def addresses(node: Any) -> set[str]:
    """The addresses of all that a part of a record cites."""
    inside = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    own = {catalog().get("sources", node["source"])["url"]} if isinstance(node, dict) and "source" in node else set()
    return own.union(*map(addresses, inside))


@pytest.mark.parametrize(("a", "b"), list(permutations(catalog().ids("renewal"), 2)))
def test_what_differs_between_editions_is_told_with_the_sources_of_each(a: str, b: str) -> None:
    changes, *told = run("catalog", "diff", a, b).stdout.split("Sources of ")
    assert "at least: " in changes
    assert [part[:10] for part in told] == [a, b]
    for edition, part in zip((a, b), told, strict=True):
        shown = set(re.findall(r"https?://\S+", part))
        assert shown
        assert shown <= addresses(catalog().raw("renewal", edition))


def test_only_what_differs_brings_its_sources() -> None:
    told = run("catalog", "diff", "2016-07-01", "2017-07-28").stdout
    for cited, source in ((True, "form-a"), (True, "reg44-06-2017"), (False, "reg44-09")):
        assert (catalog().get("sources", source)["url"] in told.split()) == cited
    assert run("catalog", "diff", "2018-07-13", "2018-07-13").stdout == "No number differs.\n"


def test_search_finds_by_every_word() -> None:
    assert "cot-co-planning" in run("search", "co-planning").stdout
    (line,) = unbroken(run("search", "conflict management").stdout)
    assert line.endswith("not known if offered]")
    assert "No micro-credential" in run("search", "zzz").stdout


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("coteaching", "Did you mean `mcheck search co-teaching`?"),
        ("Conflit management", "Did you mean `mcheck search conflict management`?"),
        ("zzz", "Try fewer words"),
        ("conflict co-planning", "Try fewer words"),
    ],
)
def test_a_search_that_finds_nothing_tells_what_to_search_next(words: str, hint: str) -> None:
    nothing, next_step = run("search", *words.split()).stdout.splitlines()
    assert nothing == "No micro-credential matches all of this."
    assert next_step.startswith(hint)


@pytest.mark.parametrize("name", ["portfolio", "report", "reports", "plan", "verification"])
def test_a_printed_schema_stands_by_itself(name: str) -> None:
    schema = json.loads(run("schema", name).stdout)
    assert schema["$id"].endswith(f"{name}.schema.json")
    assert set(re.findall(r'"\$ref": "([^"]*)#', json.dumps(schema))) <= {""}, "another file would have to be fetched"
    validator = Draft202012Validator(schema)
    validator.check_schema(schema)
    if name == "portfolio":
        assert validator.is_valid(json.loads((EXAMPLES / "met.json").read_bytes()))
        assert not validator.is_valid({"role": "other-teacher", "application_date": "soon"})


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(shell: str) -> None:
    assert "mcheck" in run("completion", shell).stdout


@pytest.mark.parametrize("words", [[], ["check"], ["explain"], ["rules", "diff"], ["credentials", "search"], ["init"]])
def test_every_help_ends_with_an_example(words: list[str]) -> None:
    result = run(*words, "--help")
    assert result.exit_code == 0
    assert "Example:" in result.stdout


def test_version_names_tool_and_data() -> None:
    assert run("--version").stdout == f"mcheck {__version__}, catalog {catalog().edition}\n"


@pytest.mark.parametrize("command", ["check", "plan", "calendar", "packet", "what-if"])
@pytest.mark.parametrize("day", ["2027-02-30", "20270301", "2027-W09-1", "2101-01-01", "9999-12-31"])
def test_a_date_that_cannot_be_meant_is_refused_by_every_command(command: str, day: str) -> None:
    result = run(command, str(EXAMPLES / "met.json"), "--on", day)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"Invalid value for '--on': {day} is" in result.stderr


@pytest.mark.parametrize(
    ("path", "old", "new", "told"),
    [
        (
            "activities/workshop.json",
            '"points": 1',
            '"points": "1"',
            ', line LINE: points is "1"; it must be',
        ),
        ("activities/workshop.json", '"values"', '"valus"', ', line LINE: There is no key "valus" here.'),
        ("sources/nondegree2026.json", "{", "", ", line 2: It is not valid JSON at column"),
        ("catalog.json", '"edition": "', '"edition": "x', ', line LINE: edition is "x'),
    ],
    ids=["type", "key", "json", "catalog"],
)
@pytest.mark.parametrize("command", ["check", "plan", "what-if"])
def test_a_broken_record_of_another_catalog_is_named(
    command: str, path: str, old: str, new: str, told: str, tmp_path: Path
) -> None:
    folder = tmp_path / "catalog"
    copytree(CATALOG, folder)
    text = (folder / path).read_text(encoding="utf-8")
    assert old in text
    (folder / path).write_text(text.replace(old, new, 1), encoding="utf-8")
    result = run(command, str(EXAMPLES / "met.json"), "--catalog", str(folder))
    assert (result.exit_code, result.stdout, result.exception.__class__) == (2, "", SystemExit)
    first, said, todo, _ = result.stderr.splitlines()
    assert first == f"{folder} error J120 bad-catalog"
    line = text[: text.index(old)].count("\n") + 1
    assert said.strip().startswith(path + told.replace("LINE", str(line)))
    assert f"`mcheck catalog lint --catalog {folder}`" in todo


@pytest.mark.parametrize(
    ("gone", "named"), [("sources/reg44-06-2018.json", "sources/reg44-06-2018"), ("renewal", "renewal/now")]
)
def test_what_another_catalog_refers_to_and_lacks_is_named(gone: str, named: str, tmp_path: Path) -> None:
    folder = tmp_path / "catalog"
    copytree(CATALOG, folder)
    (rmtree if (folder / gone).is_dir() else Path.unlink)(folder / gone)
    command = [sys.executable, "-m", "mcheck", str(EXAMPLES / "met.json"), "--catalog", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    told, todo = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (2, "")
    assert told.startswith("The catalog is broken: ")
    assert named in told
    assert "`mcheck catalog lint`" in todo


def test_a_wrong_date_and_a_wrong_catalog(tmp_path: Path) -> None:
    assert run(str(EXAMPLES / "met.json"), "--on", "soon").exit_code == 2
    no_catalog = run(str(EXAMPLES / "met.json"), "--catalog", str(tmp_path)).stderr
    assert "J120" in no_catalog
    assert no_catalog.endswith("More: mcheck explain J120\n")  # the address of the site stands in the catalog
    assert "K130" in run(str(EXAMPLES / "met.json"), "--edition", "2020-01-01").stderr


def test_standard_input_is_read_only_once() -> None:
    result = CliRunner().invoke(main_group, ["check", "-", "-"], input="{}")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "standard input can be read only once" in result.stderr


def test_the_problem_that_was_solved_is_shown_to_who_asks_for_it() -> None:
    told = run("check", str(EXAMPLES / "odd-badge.json"), "--show-problem").stdout
    assert "need content: 15 of content" in told
    assert "  /activities/0: Number sense\n      15 as content of Mathematics 8-12" in told
    assert "  /badges/0 + /badges/1\n" in told
    assert "--show-problem" not in run("check", "--help").stdout


def test_help_has_three_groups_and_each_command_once() -> None:
    told = CliRunner().invoke(main_group, ["--help"]).output
    titles = ["For you:", "For districts, auditors and programs:", "For editors of the catalog:"]
    assert [title for title in titles if title in told] == titles
    for name in COMMANDS:
        assert sum(line.split()[:1] == [name] for line in told.splitlines() if line.startswith("  ")) >= 1, name
