"""Input that cannot be checked: one clear message with its place, status 2, empty standard output, no traceback."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from contextlib import chdir
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from helpers import EXAMPLES, calls_of, catalog
from hypothesis import given, settings
from hypothesis import strategies as st
from mcheck.cli import main_group
from mcheck.loading.parsing.portfolio import parse
from mcheck.loading.recover import mistakes
from mcheck.loading.schema import validate

GOOD = {"licenses": [{"field": "Biology 8-12", "expires": "2027-06-17"}]}


def run(*args: str, data: bytes | None = None) -> Result:
    return CliRunner().invoke(main_group, list(args), input=data)


def with_activity(**values: object) -> bytes:
    activity = {"kind": "workshop", "title": "Fractions", **values}
    return json.dumps({**GOOD, "activities": [activity]}, indent=2).encode()


BAD = {
    "not-json": (b'{"licenses": [,]}', "J101", "-:1 error"),
    # Python 3.13 points to the comma, older ones to the brace after it
    "trailing-comma": (b'{\n"role": "other-teacher",\n}', "J101", "comma"),
    "open-quote": (b'{"role": "other-teacher}', "J101", "column 10: a closing quote is missing"),
    "tab": (b'{"role":\n"other\tteacher"}', "J101", "column 7: some text runs past the end of its line"),
    "two-lines": (b'{"role": "other-\nteacher"}', "J101", "column 17: some text runs past the end of its line"),
    "backslash": (b'{"label": "C:\\my"}', "J101", "a backslash comes before"),
    "unicode-escape": (b'{"label": "\\u12"}', "J101", "four hexadecimal digits"),
    "wrong-encoding": ('{\n"label": "é"}'.encode("latin-1"), "J102", "Line 2"),
    "utf-16": ('{\n"role": "x"}'.encode("utf-16"), "K105", "-:2 error"),
    "utf-16-cut-off": ('{\n"role": "x"}'.encode("utf-16")[:-1], "J102", "Line 2 is not UTF-16 text"),
    "mark-and-nothing": (b"\xef\xbb\xbf \n", "J113", "empty"),
    "control-character": (b'{"role": "\x1b[2J"}', "J101", "another control character"),
    "duplicate-key": (b'{"role": "other-teacher",\n"role": "paraprofessional"}', "J104", "-:2 error"),
    "nan": (b'{\n"licenses": NaN}', "J105", "-:2 error"),
    "brackets": (b"[" * 100_000, "J106", "-:1 error"),
    "long-number": (b'{"x":\n' + b"9" * 5000 + b"}", "J107", "Line 2"),
    "huge-exponent": (b'{"x": 1e999999999}', "J107", "Line 1"),
    "lone-surrogate": (b'{"label": "\\ud800"}', "J112", "Line 1"),
    "empty": (b" \n", "J113", "empty"),
    "list": (b"[]", "S103", "an object"),
    "unknown-key": (b'{"role": "other-teacher",\n"licences": []}', "S101", 'Did you mean "licenses"'),
    "nothing-in-it": (b"{}", "S102", "licenses"),
    "terminal-escape": (with_activity(title="\x1b[2Jgone"), "S105", "title"),
    "bidi-mark": (with_activity(title="abc\u202edef"), "S105", "title"),
    "workflow-command": (with_activity(title="::error::x"), "S105", "::"),
    "unknown-kind": (with_activity(kind="workshp"), "K102", 'Did you mean "workshop"'),
    "impossible-date": (with_activity(completed="2024-02-30"), "P102", "2024-02-30"),
    "american-date": (with_activity(completed="6/17/2024"), "S106", "2024-06-17"),
    "end-before-start": (with_activity(**{"from": "2025-05-01", "to": "2025-04-30"}), "P101", "2025-04-30"),
    "end-before-cycle": (
        b'{"licenses": [{"field": "Art", "expires": "2027-06-17",\n"cycle_start": "2027-06-17"}]}',
        "P101",
        "before its cycle begins",
    ),
    "endorsement-end-before-start": (
        json.dumps({**GOOD, "endorsements": [{"id": "sei", "issued": "2027-01-01", "expires": "2022-01-01"}]}).encode(),
        "P107",
        "before it was issued on 2027-01-01",
    ),
    "negative-points": (with_activity(awarded=-1), "S104", "0 or more"),
    "three-decimals": (with_activity(hours=1.005), "S104", "two decimals"),
    "looks-like-ssn": (with_activity(title="ID 123-45-6789"), "P105", "Social Security"),
    "unknown-badge": (
        json.dumps({**GOOD, "badges": [{"credential": "cot-co-plannin"}]}).encode(),
        "K101",
        'Did you mean "cot-co-planning"',
    ),
    "unknown-category": (with_activity(categories=["pedagogie"]), "K103", 'Did you mean "pedagogy"'),
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_bad_input_gets_a_clear_message(name: str) -> None:
    data, code, words = BAD[name]
    result = run("-", data=data)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert code in result.stderr
    assert words in result.stderr
    assert "Traceback" not in result.stderr
    assert "\x1b" not in result.stderr
    assert "123-45-6789" not in result.stderr


def test_messages_name_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "my.json"
    path.write_bytes(with_activity(completed="2024-02-30"))
    result = run(str(path))
    line = path.read_text().splitlines().index('      "completed": "2024-02-30"') + 1
    assert f"my.json:{line} error P102" in result.stderr


@pytest.mark.parametrize(
    "wrong",
    [
        {"completed": "123-45-6789"},
        {"kind": "123-45-6789"},
        {"evidence": "123\u201145\u20116789"},
        {"123-45-6789": 1},
        {"ssn": "123 45 6789"},
        {"number": 123456789},
        {"hours": 123456789.0},
        {"title": "123\u221245\u22126789"},
        {"title": "123.45.6789"},
        {"title": "123 - 45 - 6789"},
        {"files": [{"path": "a.pdf", "sha256": "123-45-6789"}]},
    ],
    ids=str,
)
def test_a_number_of_a_person_is_never_repeated(wrong: dict[str, object]) -> None:
    """Whatever else is wrong with the place where it stands."""
    result = run("-", data=with_activity(**wrong))
    assert result.exit_code == 2
    assert re.findall(r"error (\w+)", result.stderr) == ["P105"]
    assert "Take it out" in result.stderr
    assert not re.search(r"6789", result.stdout + result.stderr)


def test_a_number_of_a_person_that_is_a_key_twice_is_not_repeated() -> None:
    result = run("-", data=b'{"role": "other-teacher",\n"123-45-6789": 1,\n"123-45-6789": 2}')
    assert result.exit_code == 2
    assert re.findall(r"error (\w+)", result.stderr) == ["P105"]
    assert result.stderr.startswith("-:3 error P105")
    assert "6789" not in result.stderr


@pytest.mark.parametrize(
    "right",
    [
        {"files": [{"path": "a.pdf", "sha256": "a123456789" + "b" * 54}]},
        {"files": [{"path": f"{'a123456789' + 'b' * 54}.pdf"}]},
        {"title": "Course 1234567890"},
        {"title": "Meeting of 12.05.2025, room 123.4"},
        {"hours": 123.45},
    ],
    ids=["hash", "hash-in-path", "ten-digits", "day", "decimals"],
)
def test_what_only_holds_many_digits_is_no_number_of_a_person(right: dict[str, object]) -> None:
    assert "P105" not in run("-", data=with_activity(**right)).output


@pytest.mark.parametrize(
    ("more", "text", "hint"),
    [
        (
            {"endorsements": ["sei"]},
            'endorsements, entry 1, is "sei"; it must be an object in braces.',
            'Write it in braces: {"id": "sei"}.',
        ),
        ({"endorsements": [{"id": "sei"}, 3]}, "endorsements, entry 2, is 3;", "Use the type given in the message."),
        ({"activities": [{"kind": "workshop", "categories": ["SEI"]}]}, "categories, entry 1,", '"sei-esl-bilingual"?'),
        ({"activities": [{"kind": "workshop", "categories": ["Pedagogy"]}]}, "categories, entry 1,", '"pedagogy"?'),
        ({"role": "Other Teacher"}, "role is", 'Did you mean "other-teacher"?'),
        ({"activities": [{"kind": "Workshop"}]}, "kind is", 'Did you mean "workshop"?'),
        ({"activities": [{"kind": "graduate credit"}]}, "kind is", 'or "graduate-course"?'),
        ({"activities": [{"kind": "PD"}]}, "kind is", "mentoring, national-board-certification"),
        ({"activities": [{"kind": "course"}]}, "There is no kind", 'or "graduate-course" or "undergraduate-course"?'),
        ({"activities": [{"kind": "webinar"}]}, "There is no kind", "undergraduate-upper-level-new-content, workshop."),
        ({"activities": [{"kind": "#!"}]}, "kind is", "Use lower-case letters"),
        ({"badges": [{"credential": "Co-Planning"}]}, "credential is", 'Did you mean "cot-co-planning"?'),
        ({"endorsements": [{"id": "SEI"}]}, "id is", 'Did you mean "sei"?'),
        ({"licenses": [{"field": "Art", "type": "Professional"}]}, "type is", 'Did you mean "professional"?'),
        ({"licenses": []}, "Give at least one license", "Add it."),
    ],
)
def test_a_list_is_named_and_the_word_that_was_meant(more: dict[str, object], text: str, hint: str) -> None:
    lines = run("-", data=json.dumps({**GOOD, **more}).encode()).stderr.splitlines()
    assert lines[1].strip().startswith(text)
    assert hint in lines[2]


def test_all_problems_at_once() -> None:
    result = run("-", data=with_activity(kind="workshp", completed="2024-02-30", categories=["x"]))
    assert [c in result.stderr for c in ("K102", "P102", "K103")] == [True] * 3


def test_mistakes_of_form_hide_none_of_meaning() -> None:
    """In the same entry, in the next one, and beside an entry that is none at all."""
    data = {
        "role": "other-techer",
        "licenses": [{"field": "Biology 8-12", "expires": "2027-02-30"}],
        "activities": [
            {"kind": "workshp", "hours": "three"},
            {"hours": 2},
            {"kind": "workshop", "completed": "2025-06-01", "from": "2025-07-01"},
        ],
        "badges": [7, {"credential": "cot-co-plannin"}],
    }
    found = run("-", data=json.dumps(data, indent=1).encode()).stderr
    assert re.findall(r"error (\w+)", found) == ["K105", "P102", "K102", "S103", "S102", "P101", "S103", "K101"]
    lines = [int(line) for line in re.findall(r"^-:(\d+) error", found, re.MULTILINE)]
    assert lines == sorted(lines)


def test_what_hangs_on_an_entry_with_a_mistake_is_not_told_as_wrong() -> None:
    license = {"id": "bio", "field": "Biology 8-12", "expires": "soon", "extra": 1}
    for wrong in (license, {"id": "bio", "field": 7}):
        data = {"licenses": [wrong], "activities": [{"kind": "workshop", "content_of": ["bio"]}]}
        found = run("-", data=json.dumps(data).encode()).stderr
        assert "K110" not in found
        assert "S10" in found


@pytest.mark.parametrize(
    ("categories", "told"),
    [
        (["contnt", "Pedagogi", "content", "content"], ["S104", "K103 contnt", "S104 Pedagogi"]),
        (["contnt", 5, "contnt", "pedagogie"], ["S104", "K103 contnt", "S103 5", "K103 pedagogie"]),
        (["a", "content", "pedagogy", "elective", "sei-esl-bilingual", "b"], ["S104", "K103 a", "K103 b"]),
        ([5], ["S103 5"]),
        ([], ["S104"]),
    ],
    ids=str,
)
def test_every_wrong_word_of_a_list_is_told_once_and_in_order(categories: list[object], told: list[str]) -> None:
    """Whatever else is wrong in the list, and with the list as a whole."""
    data = json.loads(with_activity(categories=categories, provider="distrct"))
    found = mistakes(data, catalog())
    parts = [(m, m.pointer.removeprefix("/activities/0/categories").removeprefix("/")) for m in found]
    assert [f"{m.code} {categories[int(at)] if at else ''}".strip() for m, at in parts[:-1]] == told
    assert (found[-1].code, found[-1].pointer) == ("K107", "/activities/0/provider")


@pytest.mark.parametrize(
    ("licenses", "codes"),
    [
        ({"licenses": [{"field": 7, "type": "profesional"}]}, ["S103", "K104"]),
        ({"licenses": [{"feild": "Biology 8-12", "type": "profesional"}]}, ["S101", "K104"]),
        ({"licenses": ["Biology 8-12"]}, ["S103"]),
        ({"licenses": []}, ["S102"]),
        ({"licences": [{"id": "bio", "field": "Biology 8-12"}]}, ["S101"]),
        ({}, ["S102"]),
    ],
    ids=str,
)
def test_a_license_that_cannot_be_read_hides_no_wrong_word_of_anything(
    licenses: dict[str, object], codes: list[str]
) -> None:
    activities = [{"kind": "Workshp", "provider": "distrct"}, {"content_of": ["bio"], "categories": ["contnt"]}]
    data = {**licenses, "activities": activities, "badges": [{"credential": "cot-c"}]}
    found = [m.code for m in mistakes(data, catalog())]
    assert found == [*codes, "S104", "K107", "S102", "K103", "K101"]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["", "x", "2025-02-30", "workshop", "/~"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "kind", "~/", "x"]), inner),
    max_leaves=4,
)


@pytest.mark.slow
@settings(max_examples=150)
@given(st.data())
def test_whatever_stands_somewhere_in_a_file_the_messages_point_into_it(data: st.DataObject) -> None:
    """Any value of a whole portfolio is replaced by anything, several times."""
    name = data.draw(st.sampled_from(["three-licenses", "audit-ready", "odd-badge"]))
    whole = json.loads((EXAMPLES / f"{name}.json").read_text())
    for _ in range(data.draw(st.integers(1, 4))):
        at = whole
        while isinstance(at, dict | list) and at:
            key = data.draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
            if not isinstance(at[key], dict | list) or data.draw(st.booleans()):
                at[key] = data.draw(ANYTHING)
                break
            at = at[key]
    found = mistakes(whole, catalog())
    for one in found:
        assert one.severity == "error"
        at = whole
        for key in one.pointer.split("/")[1:]:
            at = at[int(key)] if isinstance(at, list) else at[key.replace("~1", "/").replace("~0", "~")]
    if not found:
        parse(whole, catalog())


@pytest.mark.parametrize(("wrong", "more"), [(50, ""), (51, "1 more mistake is"), (70, "20 more mistakes are")])
def test_what_is_not_listed_is_counted(wrong: int, more: str) -> None:
    data = {"licenses": [{"field": "Biology 8-12"}], "badges": [{"credential": n} for n in range(wrong)]}
    found = validate(data, "portfolio")
    assert [m.pointer for m in found] == [f"/badges/{n}/credential" for n in range(min(wrong, 51))]
    assert (found[-1].code, more in found[-1].text) == ("S107" if more else "S103", True)


def test_problems_come_in_the_order_of_the_file() -> None:
    bad = {
        "licenses": [{"field": "Biology 8-12", "expires": "June 2027"}],
        "activities": [{"kind": "workshop", "title": None, "hours": "5", "completed": "2025-13-01"}],
    }
    unknown = {"badges": [{"credential": "no-such-badge"}], "licenses": [{"field": "Biology 8-12", "type": "x"}]}
    for data in (bad, unknown):
        found = run("-", data=json.dumps(data, indent=1).encode()).stderr
        lines = [int(line) for line in re.findall(r"^-:(\d+) error", found, re.MULTILINE)]
        assert len(lines) >= 2
        assert lines == sorted(lines)
    # on one line too, where only the column tells them apart
    found = run("-", data=json.dumps(bad).encode()).stderr
    assert [found.index(word) for word in ("expires is", "title is", "hours is", "completed is")] == sorted(
        found.index(word) for word in ("expires is", "title is", "hours is", "completed is")
    )


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        ({"licences": [{"field": "Biology 8-12"}]}, ["S101"]),
        ({"rolle": "paraprofessional"}, ["S101"]),
        ({"licenses": [{"feild": "Biology 8-12"}]}, ["S101"]),
        ({"zzz": 1}, ["S102", "S101"]),  # nothing like what is missing
        ({"licenses": [{"zzz": "Biology 8-12"}]}, ["S101"]),
        ({**GOOD, "english_learner_assigned": 5}, ["S103"]),
        ({**GOOD, "english_learner_assigned": "nevr"}, ["S104"]),
    ],
)
def test_nothing_is_told_that_merely_follows(data: object, codes: list[str]) -> None:
    found = run("-", data=json.dumps(data).encode()).stderr
    assert re.findall(r"error (\w+)", found) == codes


def test_a_value_of_the_wrong_type_is_not_told_to_hold_strange_characters() -> None:
    found = run("-", data=with_activity(title=None)).stderr
    assert "title is null; it must be text in double quotes." in found
    assert "invisible" not in found


@pytest.mark.parametrize(("where", "most"), [("title", 300), ("topic", 200)])
def test_a_text_that_breaks_two_limits_is_told_the_narrower_one(where: str, most: int) -> None:
    for length in (most + 1, 2001):
        (found,) = mistakes(json.loads(with_activity(**{where: "x" * length})), catalog())
        assert found.text.endswith(f"it is longer than {most} characters.")


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no pseudo-terminals on this system")
def test_on_a_terminal_messages_keep_to_its_width_and_elsewhere_to_one_line(tmp_path: Path) -> None:
    path = tmp_path / "my.json"
    path.write_bytes(with_activity(zzz=1))
    command = [sys.executable, "-m", "mcheck", path.name]
    controller, terminal = os.openpty()
    subprocess.run(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=terminal, check=False)
    os.close(terminal)
    shown = os.read(controller, 10_000).decode().splitlines()
    os.close(controller)
    hint = next(i for i, line in enumerate(shown) if "Known keys" in line)
    assert shown[hint + 1].startswith("    ")
    assert [line for line in shown if len(line) > 80 and "http" not in line] == []
    piped = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False).stderr.splitlines()
    assert len(next(line for line in piped if "Known keys" in line)) > 80


def test_folder_missing_file_and_large_file(tmp_path: Path) -> None:
    (tmp_path / "mine.json").write_text("{}")
    assert "J109" in run(str(tmp_path)).stderr
    nameless = run("").stderr.splitlines()
    assert nameless[0] == '"" error J110 no-such-file'
    assert nameless[1].strip() == "The name of the file is empty."
    missing = run(str(tmp_path / "mien.json"))
    assert "J110" in missing.stderr
    assert "mine.json" in missing.stderr
    assert "mine.json" in run(str(tmp_path / "mine")).stderr
    assert "Did you mean" not in run(str(tmp_path / "check.json")).stderr
    with (tmp_path / "big.json").open("wb") as stream:
        stream.truncate(200_000_000)
    assert "J108" in run(str(tmp_path / "big.json")).stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_named_pipe_is_refused_and_what_a_shell_pipes_is_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    refused = run(str(pipe))
    assert (refused.exit_code, "J111" in refused.stderr, "named pipe" in refused.stderr) == (2, True, True)
    source, end = os.pipe()  # what `<(...)` hands over
    try:
        with open(end, "wb") as stream:
            stream.write(json.dumps(GOOD | {"application_date": "2026-11-24"}).encode())
        assert "Biology 8-12" in run(f"/dev/fd/{source}").stdout
    finally:
        os.close(source)


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_of_several_files_each_report_names_its_own(form: str, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "my.json").write_text(json.dumps(GOOD))
    met = str(EXAMPLES / "met.json")
    with chdir(tmp_path):
        shown = run("a/my.json", "b/my.json", met, "--format", form).stdout.replace("\\", "")
        alone = run(met, "--format", form).stdout.replace("\\", "")
    heads = [line.removeprefix("# ") for line in shown.splitlines() if ".json" in line]
    assert heads == ["a/my.json", "b/my.json", f"A teacher who can renew today ({met})"]
    assert "met.json" not in alone


def test_one_refused_file_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "good.json").write_text(json.dumps({"role": "paraprofessional", "application_date": "2026-11-24"}))
    (tmp_path / "bad.json").write_text("{")
    result = run(str(tmp_path / "bad.json"), str(tmp_path / "good.json"))
    assert result.exit_code == 2
    assert "NOT REQUIRED" in result.stdout or "Paraprofessional" in result.stdout
    assert "J101" in result.stderr


def test_before_the_first_rules_is_refused() -> None:
    assert "P120" in run("-", "--on", "1999-11-30", data=json.dumps(GOOD).encode()).stderr
    assert run("-", "--on", "1999-12-01", data=json.dumps(GOOD).encode()).exit_code == 1


MANY = {
    "keys": {**GOOD, **{f"key{n}": 1 for n in range(60_000)}},
    "keys-of-an-activity": {**GOOD, "activities": [{f"hour{n}": 1 for n in range(60_000)}]},
    "keys-of-conditions": {"licenses": [{"field": "Art", "conditions": {f"c{n}": True for n in range(50_000)}}]},
    "wrong-words": {**GOOD, "activities": [{"kind": "workshop", "evidence": ["CARD"] * 60_000}]},
    "unlike-each-other": {**GOOD, "activities": [{"kind": "workshop", "categories": [1, "a", {}] * 20_000}]},
    "in-many-places": {**GOOD, "activities": [{"kinds": 1, "evidence": ["CARD", 1] * 60} for _ in range(500)]},
    "unknown-words": {
        **GOOD,
        "activities": [{"kind": "workshop", "evidence": [f"card-{n}" for n in range(400)]}] * 100,
    },
    "list": [1] * 400_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(MANY))
def test_a_file_that_is_full_of_mistakes_takes_no_more_work_than_its_length_asks_for(name: str) -> None:
    raw = json.dumps(MANY[name], separators=(",", ":")).encode()
    assert len(raw) < 1_000_000
    results = []
    calls = calls_of(lambda: results.append(run("-", data=raw)))
    assert calls < 20 * len(raw)  # it makes at most 8 for each byte; without limits on what is told, far more
    (result,) = results
    assert (result.exit_code, result.stdout) == (2, "")
    assert 1 <= len(re.findall(r"^-\S* error", result.stderr, re.MULTILINE)) <= 51
