"""License fields: one table, which the records of catalog/licenses/ point to."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.fields import TABLE, fold
from ..registry import Problem, check
from ..workspace import CatalogSnapshot


@check("C180")
def field_name_twice(snapshot: CatalogSnapshot) -> Iterator[Problem]:
    """Each name of the table of license fields stands for one field.

    Why: A license is matched by the name that is on it, whatever its case and hyphens.
    What to do: Take the name out of one of the two fields.
    """
    table, first = snapshot.vocabulary(TABLE), dict[str, str]()
    for index, row in enumerate(() if table is None else table.record["terms"]):
        names = [("label", row["label"]), *((f"aliases/{n}", alias) for n, alias in enumerate(row.get("aliases", ())))]
        for place, name in names:
            other = first.setdefault(fold(name), row["id"])
            if other != row["id"] or (place != "label" and fold(name) == fold(row["label"])):
                text = f'"{name}" is already a name of {other}.'
                yield Problem(f"/terms/{index}/{place}", text, path=f"vocabulary/{TABLE}.json")


@check("C181")
def field_without_table(snapshot: CatalogSnapshot) -> Iterator[Problem]:
    """Each field of the table has a kind of license, and each record about fields names fields and grades of the table.

    Why: Whether a license is judged depends on its kind; what is special must reach the licenses it is about.
    What to do: Add `kind` to the field, or `fields` to the record; write grades as the table has them.
    """
    table = snapshot.vocabulary(TABLE)
    if table is None:
        return
    levels = {}
    for index, row in enumerate(table.record["terms"]):
        levels[row["id"]] = {grades for entry in row.get("levels", ()) for grades in entry["grades"]}
        if "kind" not in row:
            yield Problem(f"/terms/{index}", f"{row['id']} has no kind of license.", path=table.path)
    for entry in snapshot.records("licenses"):
        record = entry.record
        if record["kind"] == "field" and "fields" not in record:
            yield Problem("", "It is about a field but names none from the table.", path=entry.path)
        known = set[str]().union(*(levels.get(field, ()) for field in record.get("fields", ())))
        for index, grades in enumerate(record.get("grades", ())):
            if grades not in known:
                text = f'The table does not have "{grades}" for its fields.'
                yield Problem(f"/grades/{index}", text, path=entry.path)
