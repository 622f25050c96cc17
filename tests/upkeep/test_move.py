"""Another id for a record: nothing in the catalog says the old one, and whoever kept it still arrives."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from helpers import CATALOG, EXAMPLES, judge, judge_data
from mcheck import Catalog, InputError
from mcheck.explain.index import explain
from mcheck.upkeep.lint import lint
from mcheck.upkeep.move import FIXED, move
from mcheck.upkeep.workspace import FOLDERS, for_engine, from_folder
from upkeep_run import run

TODAY = date(2026, 11, 29)
FILES = from_folder(CATALOG)
MOVABLE = sorted(set(FOLDERS) - set(FIXED))


def ids(folder: str) -> list[str]:
    return [path[len(folder) + 1 : -5] for path in sorted(FILES) if path.startswith(f"{folder}/")]


def moved(*names: str) -> dict[str, bytes]:
    """The catalog after records took ids that begin with "new-"."""
    files = dict(FILES)
    for name in names:
        files |= move(files, name, f"new-{name.rpartition('/')[2]}", TODAY)[0]
    return files


def verdicts(report: dict[str, Any]) -> list[Any]:
    """What a report says of each license, without the sources."""
    return [
        (row["id"], row.get("verdict"), [(each["id"], each["have"], each["short"]) for each in row["requirements"]])
        for row in report["licenses"]
    ]


@pytest.mark.slow
def test_after_moves_in_every_folder_lint_is_clean() -> None:
    names = [f"{folder}/{ids(folder)[0]}" for folder in MOVABLE]
    files = moved(*names)
    assert lint(files, TODAY) == []
    for name in names:
        folder, _, old = name.partition("/")
        assert json.loads(files[f"{name}.json"])["moved_to"] == f"new-{old}"
        assert json.loads(files[f"{folder}/new-{old}.json"])["id"] == f"new-{old}"


@pytest.mark.slow
@pytest.mark.parametrize("folder", MOVABLE)
def test_many_of_a_folder_may_move_and_every_example_is_judged_as_before(folder: str) -> None:
    files = moved(*(f"{folder}/{name}" for name in ids(folder)[:: 10 if folder == "sources" else 1]))
    assert lint(files, TODAY) == []
    after = Catalog(for_engine(files))
    for path in sorted(EXAMPLES.glob("*.json")):
        assert verdicts(judge(path, after)) == verdicts(judge(path)), path


def test_texts_mention_the_new_id() -> None:
    files = moved("activities/nea-micro-credential", "questions/invalid-boundary", "activities/conference-attendance")
    texts = {path: raw.decode() for path, raw in files.items() if b'"moved_to"' not in raw and path != "ids.json"}
    old = re.compile(r"(?<![\w-])(nea-micro-credential|invalid-boundary|conference-attendance)(?![\w-])")
    assert [(path, found[0]) for path, text in texts.items() if (found := old.search(text))] == []
    assert "{activities/new-nea-micro-credential#/values/now/points}" in texts["checks/t06-odd-or-unrelated-badge.json"]
    assert "activities/new-nea-micro-credential.json" in texts["exceptions.json"]


def test_a_portfolio_with_old_ids_is_judged_the_same_and_told_once_for_each(tmp_path: Path) -> None:
    names = ("licenses/sei", "activities/workshop", "credentials/cot-co-planning", "questions/odd-badge")
    after = Catalog(for_engine(moved(*names)))
    path = tmp_path / "my.json"
    data = json.loads((EXAMPLES / "met.json").read_text())
    data["badges"] = [{"credential": "cot-co-planning", "completed": "2026-01-10", "categories": ["pedagogy"]}]
    data["activities"][0] |= {"toward_endorsement": "sei"}
    path.write_text(json.dumps(data))
    for pins in ((), ("odd-badge=pairs-only",)):
        before, now = judge(path, readings=pins), judge(path, after, readings=pins)
        assert verdicts(now) == verdicts(before)
        told = [message["text"] for message in now["messages"] if message["code"] == "K120"]
        assert '"sei" is now called "new-sei".' in told
        assert '"cot-co-planning" is now called "new-cot-co-planning".' in told
    assert [row["question"] for row in now["readings"]] == ["new-odd-badge"]


def test_since_when_an_endorsement_is_needed_is_known_by_its_old_id() -> None:
    """No endorsement of the catalog is asked about in `needed_since`; one made here is."""
    files = dict(FILES)
    record = json.loads(files["licenses/sei.json"])
    record["needed_once"].pop("fact")
    files["licenses/sei.json"] = json.dumps(record).encode()
    after = files | move(files, "licenses/sei", "english-learners", TODAY)[0]
    data = json.loads((EXAMPLES / "met.json").read_text())
    data.pop("english_learner_assigned", None)
    data["endorsements"] = []
    data["needed_since"] = {"sei": "2020-09-01"}
    before, now = (judge_data(data, Catalog(for_engine(each))) for each in (files, after))
    assert verdicts(now) == verdicts(before)
    assert [row["verdict"] for row in now["licenses"]] == ["not-met"]


def test_a_ceiling_is_told_as_before_when_its_activity_takes_another_id() -> None:
    def told(files: dict[str, bytes], name: str) -> list[str]:
        return [line for line in explain(Catalog(for_engine(files)), name) if line.strip().startswith("At most")]

    for name in ("conference-presentation", "supervising-practitioner"):
        assert told(FILES, name)
        assert told(moved(f"activities/{name}"), f"new-{name}") == told(FILES, name)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2018-07-13", "2018-07-14", "renewal/2018-07-13 keeps its id: an edition is called after its first day."),
        ("vocabulary/areas", "topics", "vocabulary/areas keeps its id"),
        ("catalog", "data", "There is no record catalog."),
        ("ceu", "workshop", "activities/workshop is taken"),
        ("ceu", "stacks/units", "activities/ceu.json cannot move to stacks/"),
        ("ceu", "Units", "Units is no id."),
        ("ceuu", "units", "There is no record ceuu. Did you mean ceu?"),
        ("autism", "spectrum", "autism may be licenses/autism or sources/autism: say which."),
    ],
)
def test_what_may_not_move_is_refused(old: str, new: str, said: str) -> None:
    with pytest.raises(InputError) as refused:
        move(FILES, old, new, TODAY)
    (told,) = refused.value.messages
    assert said in f"{told.text} {told.hint}"


def test_a_refusal_writes_nothing(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(CATALOG, tmp_path / "catalog"))
    refused = run("catalog", "move", "ceu", "workshop", "--catalog", folder)
    assert refused.exit_code == 2
    assert "Nothing was written." in refused.stderr
    assert from_folder(folder) == FILES


def test_an_id_of_before_is_never_given_to_another_record() -> None:
    with pytest.raises(Exception, match="taken, now or formerly"):
        move(moved("activities/ceu"), "workshop", "ceu", TODAY)
    with pytest.raises(Exception, match="has moved already, to new-ceu"):
        move(moved("activities/ceu"), "ceu", "units", TODAY)
    again = move(moved("activities/ceu"), "new-ceu", "units", TODAY)[0]
    assert json.loads(again["activities/ceu.json"])["moved_to"] == "units"


def test_nothing_moves_while_a_file_is_skipped() -> None:
    with pytest.raises(Exception, match=r"stacks/co-teaching\.json"):
        move({**FILES, "stacks/co-teaching.json": b"{"}, "ceu", "units", TODAY)


def test_the_command_says_what_it_changed_and_which_documents_keep_the_old_id(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(CATALOG, tmp_path / "catalog"))
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "first.md").write_text('{{ link("credentials/cot-co-planning") }}')
    (tmp_path / "docs" / "second.md").write_text("credentials/cot-co-planning-2 and tests/cases/credentials/ceu")
    done = run("catalog", "move", "catalog/credentials/cot-co-planning.json", "cot-plan", "--catalog", folder)
    assert done.exit_code == 0, done.stderr
    after = from_folder(folder)
    changed = {path for path in after if after[path] != FILES.get(path)}
    assert changed == {"credentials/cot-co-planning.json", "credentials/cot-plan.json", "ids.json"}
    for path in changed:
        assert path in done.stdout
    assert done.stderr == "Still says credentials/cot-co-planning: docs/first.md\n"
    assert run("catalog", "lint", "--catalog", folder).exit_code == 0
    assert run("catalog", "format", "--check", "--catalog", folder).exit_code == 0
    assert run("check", EXAMPLES / "met.json", "--catalog", folder).exit_code == 0
