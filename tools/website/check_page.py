"""What the page "Check my PDPs" is made from: what the rules need, ids with their words, and the fields of a portfolio.

The page shows a sum while you type; every verdict is the engine's. All of this comes from the catalog and the schema.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from markupsafe import Markup
from mcheck.core.points import show
from mcheck.core.records import Record
from mcheck.importing.asked import TABLE
from mcheck.importing.tables.columns import fields as column_fields
from mcheck.loading.catalog_folder import load_schema
from mcheck.rendering.backends.renewal_bar import CSS, Bay, renewal_bar, with_rest

from . import converter, deadlines
from .context import Site
from .translations import Strings

_IDS_OF = re.compile(r": (?:an id|ids) of (?:vocabulary|catalog)/([a-z-]+)")
_REFERENCES = {"text": "text", "date": "date", "dayOrMonth": "month", "partialDate": "partial", "files": "files"}
_ENDORSEMENTS = ("toward_endorsement",)


def areas(site: Site) -> dict[str, str]:
    """Areas by id, with the one name that each has on the page: that of the requirement it serves, if it serves one."""
    required = {r["id"]: r["label"] for r in site.in_force.record["targets"]["primary"]["requirements"]}
    return {key: str(required.get(key, term["label"])) for key, term in site.catalog.terms("categories").items()}


def bays(site: Site) -> list[Bay]:
    """The renewal bar of somebody who has nothing yet, by the rules in force."""
    target = site.in_force.record["targets"]["primary"]
    all_missing = [Bay(r["id"], r["label"], *(Decimal(str(r["minimum"])),) * 3) for r in target["requirements"]]
    total = Decimal(str(target["total"]))
    return with_rest(all_missing, total, total, total)


def empty_bar(site: Site, strings: Strings, key: str) -> Markup:
    """The renewal bar with nothing in it, in words of the language; `key` sets it apart from other bars of a page."""
    drawn, words = bays(site), strings["bar"]
    holes = "; ".join(
        f"{words[bay.id][1] if bay.id in words else bay.label} {show(int(bay.need * 100))}" for bay in drawn
    )
    told = words["shows"].format(total=show(int(sum(bay.need for bay in drawn) * 100)), list=holes)
    return Markup(renewal_bar(drawn, key, keys=words, told=told))


def field_names(site: Site) -> list[str]:
    """Every license field with its grades, as it stands on a license."""
    return sorted(
        f"{term['label']} {grades}".strip()
        for term in site.catalog.terms("license-fields").values()
        for grades in (term.get("levels") or [{"grades": [""]}])[-1]["grades"]
    )


def sei_roles(site: Site) -> list[str]:
    """Roles that an endorsement the reader lacks may keep from renewing."""
    records = site.catalog.all("licenses")
    return sorted({role for r in records for role in r.get("blocks_renewal", {}).get("roles", ())})


def table(site: Site) -> dict[str, Any]:
    """What the page needs before the first touch; the bays are in PDPs."""
    return {
        "bays": [{"id": bay.id, "label": bay.label, "need": show(int(bay.need * 100))} for bay in bays(site)],
        "editions": deadlines.table(site),
        "sei_roles": sei_roles(site),
    }


def files(site: Site) -> dict[str, bytes]:
    """Files of the page by their path in the site: how the bar looks, and what comes at the first touch.

    Points in it are hundredths, as in the table of the converter.
    """
    worth = converter.table(site)
    later = {
        "kinds": worth["kinds"],
        "floor": worth["floor"],
        "columns": list(column_fields(site.catalog).items()),
        "options": options(site),
        "fields": fields(),
        "field_names": field_names(site),
        "areas": areas(site),
        "questions": {name: {"text": one.text, "hint": one.hint} for name, one in TABLE.items()},
    }
    return {
        "assets/css/renewal-bar.css": CSS.encode(),
        "check/later.json": json.dumps(later, separators=(",", ":")).encode(),
    }


def options(site: Site) -> dict[str, list[list[str]]]:
    """Ids with their words, by the name under which fields of a portfolio ask for them."""
    words = {
        name: [[key, term["label"]] for key, term in site.catalog.terms(name).items()]
        for name in sorted(set(_vocabularies(load_schema("portfolio"))) - {"activities"})
    }
    licenses = site.catalog.all("licenses")
    asked = {rule["id"]: rule["ask"] for record in licenses for rule in _conditions(record)}
    return {
        **words,
        "activities": sorted(([k.id, k.name] for k in site.rules.kinds.values()), key=lambda pair: pair[1]),
        "credentials": sorted(([r["id"], r["title"]] for r in site.catalog.all("credentials")), key=lambda p: p[1]),
        "endorsements": [[r["id"], r["name"]] for r in licenses if r["kind"] == "endorsement"],
        "conditions": [[key, ask] for key, ask in asked.items()],
    }


def _conditions(record: Record) -> Iterator[Record]:
    yield from record.get("conditions", ())
    if needed := record.get("requirements", {}).get("prerequisite"):
        yield needed


def _vocabularies(node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        yield from (match[1] for match in _IDS_OF.finditer(str(node.get("description", ""))))
        for value in node.values():
            yield from _vocabularies(value)


def fields() -> list[dict[str, Any]]:
    """Every field of a portfolio that a person may fill in, as the form shows it."""
    properties = load_schema("portfolio")["properties"]
    return [_field(name, node) for name, node in properties.items() if name not in ("$schema", "schema_version")]


def _field(name: str, node: Mapping[str, Any]) -> dict[str, Any]:
    """A field: `is` says how it is asked for, `of` what it chooses from, `has` the fields inside it."""
    description = str(node.get("description", ""))
    made: dict[str, Any] = {
        "name": name,
        "label": name.replace("_", " ").capitalize(),
        "hint": _plain(_IDS_OF.sub("", description)),
    }
    if "maxLength" in node:
        made["most"] = node["maxLength"]
    return made | _kind(name, node, description)


def _plain(description: str) -> str:
    """The description of a field for people: no marks of a file, no options of a command."""
    named = re.sub(r"`([a-z_]+)`", lambda match: f'"{match[1].replace("_", " ").capitalize()}"', description)
    return named.replace("`", "").replace("--on, or today", "today")


def _kind(name: str, node: Mapping[str, Any], description: str) -> dict[str, Any]:
    reference = str(node.get("$ref", "")).rpartition("/")[2]
    ids = _IDS_OF.search(description)
    items = node.get("items", {})
    if ids:
        return {"is": "several" if items else "choice", "of": ids[1]}
    if name == "categories":
        return {"is": "several", "of": "categories"}
    if name == "credential" or name in _ENDORSEMENTS or (name == "id" and "catalog" in description):
        return {"is": "choice", "of": "credentials" if name == "credential" else "endorsements"}
    if name == "conditions":
        return {"is": "flags", "of": "conditions"}
    if reference:
        return {"is": _REFERENCES.get(reference, "text")}
    if "anyOf" in node or isinstance(node.get("type"), list):
        return {"is": "never-or-date" if "anyOf" in node else "no-or-date"}
    if "additionalProperties" in node and not node.get("properties"):
        return {"is": "since", "of": "endorsements"}
    if node["type"] == "object":
        return {"is": "part", "has": [_field(*pair) for pair in node["properties"].items()]}
    if node["type"] == "array":
        inner = items.get("properties")
        return {"is": "list", "has": [_field(*pair) for pair in inner.items()]} if inner else {"is": "words"}
    return {"is": {"boolean": "yes-no", "integer": "number"}.get(node["type"], node["type"])}
