"""A change of data leaves every check green without Python: five pull requests in a clone, of JSON and a sentence.

Cases, examples and pages are judged by the copy of the catalog that tests know. What reads the catalog itself is lint,
the generated documents, the proof of every report, and the strict build of the site.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from clone import Clone, make_clone
from helpers import ROOT

TODAY = date.today().isoformat()
LIVE = {"tests/helpers.py", "tests/catalog/test_catalog.py", "tests/project/test_green.py"}
"""The only tests that read the records of the catalog itself."""
DOCUMENTS = {"tests/maintenance/test_generate_docs.py", "tests/upkeep/test_lint.py"}
"""Those that look at its folders and documents, and at no record."""


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    made = make_clone(tmp_path)
    assert shutil.which("bash"), "the checks of a pull request run in bash"
    return made


def edit(clone: Clone, name: str, change: Callable[[Any], object], like: str | None = None) -> None:
    """What somebody does in an editor: to a record, or to a copy of its neighbor that becomes a new one."""
    record = json.loads((clone.folder / "catalog" / f"{like or name}.json").read_text(encoding="utf-8"))
    change(record)
    text = json.dumps(record, indent=2, ensure_ascii=False) + "\n"
    (clone.folder / "catalog" / f"{name}.json").write_text(text, encoding="utf-8")


def enter(clone: Clone, folder: str, name: str) -> None:
    """Two lines that go with a new record: its id, and the count if it is a micro-credential."""
    edit(clone, "ids", lambda ids: ids.update({folder: sorted([*ids[folder], name])}))
    if folder == "credentials":
        edit(clone, "catalog", lambda record: record["coverage"].update(credentials_known=73))


def correct_a_value(clone: Clone) -> None:
    edit(clone, "activities/ceu", lambda record: record["values"][0].update(points=12))


def new_source(clone: Clone) -> None:
    def changed(record: Any) -> None:
        record |= {"id": "reg44-new", "title": "603 CMR 44.05, as amended", "url": "https://example.org/amended"}
        record |= {"published": "2026-11-20", "date_note": "Adopted November 20, 2026"}

    edit(clone, "sources/reg44-new", changed, like="sources/reg44-06-2018")
    enter(clone, "sources", "reg44-new")


def settle_a_question(clone: Clone) -> None:
    new_source(clone)
    settles = {"badge-rate": "stands", "related-badges": "same-stack", "odd-badge": "pairs-only"}
    value = {
        "from": "2027-07-01",
        "points": 12,
        "per": "pair",
        "settles": [{"question": question, "reading": reading} for question, reading in settles.items()],
        "citations": [{"source": "reg44-new", "at": "603 CMR 44.05", "supports": ["points", "settles"]}],
    }
    edit(clone, "activities/nea-micro-credential", lambda record: record["values"].append(value))


def new_credential(clone: Clone, name: str = "cot-shared-grading", stack: str = "co-teaching", number: int = 4) -> None:
    def changed(record: Any) -> None:
        record |= {"id": name, "title": "Shared Grading", "stack": stack, "number_in_stack": number}
        record |= {"summary": "Grade one class in a team and settle what counts as good.", "verified_on": TODAY}
        record["evidence"] = ["samples graded by both teachers"]
        record["our_reading"]["why"] = "Two teachers who grade together settle what good work is."
        record["citations"][0]["supports"].remove("portal_code")
        del record["portal_code"]

    edit(clone, f"credentials/{name}", changed, like="credentials/cot-co-planning")
    enter(clone, "credentials", name)


def new_stack(clone: Clone) -> None:
    def changed(record: Any) -> None:
        record |= {"id": "team-grading", "name": "Team Grading", "short_name": "TGR", "issuer_count": 1}
        record |= {"summary": "Grading in teams of teachers.", "verified_on": TODAY}
        record["citations"][0]["supports"].remove("portal_code")
        del record["portal_code"], record["notes"]

    edit(clone, "stacks/team-grading", changed, like="stacks/co-teaching")
    enter(clone, "stacks", "team-grading")
    new_credential(clone, "tgr-shared-grading", "team-grading", 1)


def new_edition(clone: Clone) -> None:
    new_source(clone)

    def changed(record: Any) -> None:
        record |= {"id": "2027-07-01", "name": "Rules of July 1, 2027", "effective_from": "2027-07-01"}
        record |= {"verified_on": TODAY}
        primary = record["targets"]["primary"]
        primary["total"] = 120
        primary["citations"] = [{"source": "reg44-new", "at": "44.06", "supports": ["total", "requirements"]}]

    edit(clone, "renewal/2027-07-01", changed, like="renewal/2018-07-13")
    enter(clone, "renewal", "2027-07-01")


SORTS = [correct_a_value, settle_a_question, new_credential, new_stack, new_edition]


@pytest.mark.slow
@pytest.mark.parametrize("change", SORTS, ids=lambda change: change.__name__)
def test_a_pull_request_of_json_is_green(clone: Clone, change: Callable[[Clone], None]) -> None:
    change(clone)
    text = f"Somebody did this: {change.__name__}."
    (clone.folder / "changelog.d" / "what-somebody-did.catalog.md").write_text(f"{text}\n", encoding="utf-8")
    assert not [name for name in touched(clone) if not re.fullmatch(r"catalog/.+\.json|changelog\.d/.+\.md", name)]
    told = clone.run("towncrier", "build", "--draft", "--version", "2027.1.1 (checker 9.0.0)")
    assert f"- {text}\n" in told.out, told
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for command in (
        "mcheck catalog format --check",
        "mcheck catalog lint",
        "python tools/maintenance/generate_docs.py --check",
    ):
        assert command in script
        done = clone.run(*command.split())
        assert done.status == 0, done
    live = [name for name in LIVE - {"tests/project/test_green.py"} if "test_" in name]
    done = clone.run("python", "-m", "pytest", "-n0", "-q", "-p", "no:cacheprovider", *live)
    assert done.status == 0, done


@pytest.mark.slow
def test_the_site_builds_strictly_with_all_of_them(clone: Clone) -> None:
    for change in (correct_a_value, settle_a_question, new_credential, new_edition):
        change(clone)
    done = clone.run("mkdocs", "build", "--strict", "--quiet", NO_MKDOCS_2_WARNING="1", SOURCE_DATE_EPOCH="0")
    assert done.status == 0, done


def touched(clone: Clone) -> list[str]:
    return [line[3:] for line in clone.git("status", "--porcelain", "-uall").splitlines()]


def test_no_other_test_reads_the_records_that_people_edit() -> None:
    names = subprocess.run(
        ["git", "ls-files", "tests/*.py"], cwd=ROOT, capture_output=True, check=True, encoding="utf-8"
    )
    readers = {
        name
        for name in names.stdout.split()
        if any(word in (ROOT / name).read_text(encoding="utf-8") for word in ("live_catalog", 'ROOT / "catalog"'))
    }
    assert readers <= LIVE | DOCUMENTS


@pytest.mark.slow
def test_what_the_tools_can_mend_is_offered_as_a_patch(clone: Clone) -> None:
    """Somebody adds a micro-credential, and forgets its id in the ledger and the count; another writes on one line."""
    new_credential(clone)
    clone.git("checkout", "-q", "catalog/ids.json", "catalog/catalog.json")
    path = clone.folder / "catalog" / "programs" / "nea-micro-credentials.json"
    path = path if path.exists() else next((clone.folder / "catalog" / "programs").glob("*.json"))
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8"))), encoding="utf-8")
    clone.git("add", "-A")
    clone.git("commit", "-q", "-m", "A new micro-credential")
    done = clone.run("bash", ".ci/mend", "offered", GITHUB_STEP_SUMMARY="told.md")
    assert done.status == 0, done
    assert done.out.startswith("::warning title=A patch is ready::")
    told = (clone.folder / "told.md").read_text(encoding="utf-8")
    assert "git apply mended.patch" in told
    assert "cot-shared-grading" in told
    offered = {p.relative_to(clone.folder / "offered").as_posix() for p in (clone.folder / "offered").rglob("*.*")}
    record = path.relative_to(clone.folder).as_posix()
    assert offered == {"mended.patch", "catalog/ids.json", "catalog/catalog.json", record}
    clone.git("checkout", "-q", ".")
    assert clone.run("mcheck", "catalog", "lint").status == 1
    clone.git("apply", "offered/mended.patch")
    assert clone.run("mcheck", "catalog", "lint").status == 0
    assert clone.run("mcheck", "catalog", "format", "--check").status == 0
    clone.git("commit", "-q", "-a", "-m", "Mended")
    assert "nothing" in clone.run("bash", ".ci/mend", "again").out
