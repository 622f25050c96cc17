"""`mcheck catalog diff --portfolio` with a folder: everybody in it is judged under both catalogs."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

from helpers import CATALOG, EXAMPLES, edit_record
from mcheck import Catalog
from mcheck.rendering.catalog_diff import as_text
from mcheck.upkeep.changes.causes import Causes
from mcheck.upkeep.changes.diff import changes
from mcheck.upkeep.changes.impact import compare
from mcheck.upkeep.workspace import CatalogSnapshot, for_engine, from_folder


def test_a_folder_is_replayed_and_who_flips_by_what_is_counted(tmp_path: Path) -> None:
    new = tmp_path / "new"
    shutil.copytree(CATALOG, new)
    edit_record(new, "renewal/2018-07-13", lambda edition: edition["targets"]["primary"].update(total=500))
    edit_record(new, "credentials/cot-co-planning", lambda badge: badge.update(hours=10))
    (tmp_path / "staff" / "b").mkdir(parents=True)
    for name in ("1", "b/2", "b/3"):
        shutil.copy(EXAMPLES / "met.json", tmp_path / "staff" / f"{name}.json")
    found = compare(str(CATALOG), str(new), [str(tmp_path / "staff")], date(2026, 11, 24))
    mine = [effect for effect in found.flips if effect.portfolio.startswith(str(tmp_path))]
    assert [effect.portfolio for effect in mine] == [str(tmp_path / "staff" / f"{n}.json") for n in ("1", "b/2", "b/3")]
    assert {effect.by for effect in found.flips} == {"renewal/2018-07-13"}
    text = as_text(found)
    assert "| From and to | By | How many | Who |" in text
    often = sum(effect.before.verdict == "met" and effect.after.verdict == "not-met" for effect in found.flips)
    assert f"| met -> not-met | renewal/2018-07-13 | {often} | " in text


def test_what_changes_a_verdict_alone_or_only_together_is_told_apart(tmp_path: Path) -> None:
    new = tmp_path / "new"
    shutil.copytree(CATALOG, new)
    one, two = sorted(path.stem for path in (new / "credentials").glob("*.json"))[:2]
    for name in (one, two):
        edit_record(new, f"credentials/{name}", lambda badge: badge.update(hours=1))
    files = [for_engine(from_folder(folder)) for folder in (CATALOG, new)]
    data = [CatalogSnapshot(each, date(2026, 11, 24)).data for each in files]
    causes = Causes(*files, changes(*data))

    def short(catalog: Catalog) -> list[bool]:
        return [catalog.get("credentials", name).get("hours") == 1 for name in (one, two)]

    def by(turned: Callable[[list[bool]], bool]) -> str:
        return str(causes.of(lambda catalog: "yes" if turned(short(catalog)) else "no", "yes"))

    assert by(any) == f"credentials/{one} or credentials/{two}"
    assert by(all) == f"credentials/{one} with credentials/{two}"
    assert by(lambda pair: pair[1]) == f"credentials/{two}"
