"""The keys of a schema, flat: a section for each object, with every key, its type, its meaning and an example."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from mcheck.core.records import json_beside
from mcheck.loading.catalog_folder import data_root

Schema = Mapping[str, Any]

WHOLE = ("portfolio", "report")
"""Schemas with a page of their own; each other kind of record has one below the page of schemas."""

_WORDS = json_beside(__file__)
_NAMED: Mapping[str, str] = _WORDS["named"]
"""Definitions that schemas share, in words."""
_PLAIN: Mapping[str, str] = _WORDS["plain"]
"""Types of JSON in words."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key of an object. `leads_to` is the anchor of the section about what is inside it, or empty."""

    name: str
    anchor: str
    kind: str
    needed: bool
    says: str
    hint: str
    choices: tuple[str, ...]
    limits: tuple[str, ...]
    example: str
    leads_to: str


@dataclass(slots=True)
class Section:
    """An object; `path` says where it stands, such as `licenses[].files[]`, empty for the file itself."""

    anchor: str
    path: str
    says: str
    keys: list[Key] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Shape:
    """A schema for people. `address` is where it is published, below the site."""

    name: str
    title: str
    says: str
    address: str
    hint: str
    sections: tuple[Section, ...]

    @property
    def page(self) -> str:
        """The page about it, below docs/reference/."""
        return f"{self.name}.md" if self.name in WHOLE else f"schemas/{self.name}.md"


def load(name: str) -> dict[str, Any]:
    """The schema of that name as it stands in schemas/."""
    found: dict[str, Any] = json.loads((data_root() / "schemas" / f"{name}.schema.json").read_bytes())
    return found


def schemas() -> tuple[Shape, ...]:
    """Every schema, by name."""
    return tuple(shape(path.name.partition(".")[0]) for path in sorted((data_root() / "schemas").glob("*.schema.json")))


@cache
def shape(name: str) -> Shape:
    """The schema of that name."""
    schema = load(name)
    walk = _Walk(name, schema)
    if "properties" in schema:
        walk.object("", schema, schema["description"])
    else:
        for defined, node in schema["$defs"].items():
            walk.shared(name, defined, node)
    return Shape(
        name,
        schema["title"],
        schema["description"],
        schema["$id"].split("/", 3)[3],
        schema.get("x-hint", ""),
        tuple(walk.sections),
    )


class _Walk:
    """Collects sections; what several places share (a `$ref` to an object) gets one section for all of them."""

    def __init__(self, name: str, schema: Schema) -> None:
        self.schemas = {name: schema}
        self.name = name
        self.sections: list[Section] = []

    def resolve(self, node: Schema) -> tuple[Schema, str]:
        """The node with what it refers to filled in, and the name of the definition (or nothing)."""
        reference = node.get("$ref")
        if reference is None:
            return node, ""
        file, _, defined = reference.partition("#/$defs/")
        name = file.partition(".")[0] or self.name
        if name not in self.schemas:
            self.schemas[name] = load(name)
        return {**self.schemas[name]["$defs"][defined], **{k: v for k, v in node.items() if k != "$ref"}}, defined

    def object(self, path: str, node: Schema, says: str, anchor: str = "") -> str:
        """Adds the section of an object and of all inside it; gives its anchor."""
        prefix = anchor or _anchor(path)
        section = Section(anchor or (f"inside-{prefix}" if prefix else "inside"), path, says)
        self.sections.append(section)
        needed = {*node.get("required", ()), *node.get("else", {}).get("required", ())}
        for name, child in node["properties"].items():
            section.keys.append(self.key(prefix, path, name, child, name in needed))
        return section.anchor

    def shared(self, file: str, name: str, node: Schema) -> str:
        """Adds the section of a definition, once; gives its anchor, or nothing where it holds no object."""
        inner = node.get("items", {}) if node.get("type") == "array" else node
        anchor = f"shared-{_anchor(name)}"
        if any(section.anchor == anchor for section in self.sections):
            return anchor
        if "properties" in inner:
            return self.object(name + ("[]" if inner is not node else ""), inner, node["description"], anchor)
        if file == self.name and "properties" not in self.schemas[file]:
            kind, limits = self.kind(node), tuple(_limits(node))
            key = Key(name, anchor, kind, False, node["description"], node.get("x-hint", ""), (), limits, "", "")
            self.sections.append(Section(f"{anchor}-part", name, "", [_with_example(key, node)]))
        return ""

    def key(self, prefix: str, path: str, name: str, node: Schema, needed: bool) -> Key:
        whole, defined = self.resolve(node)
        inner = whole
        here = f"{path}.{name}" if path else name
        while inner.get("type") == "array":
            inner, inner_defined = self.resolve(inner["items"])
            defined = inner_defined or defined
            here += "[]"
        leads_to = ""
        if "properties" in inner:
            if defined:
                leads_to = self.shared("", defined, whole if here.endswith("[]") and defined == "files" else inner)
            else:
                leads_to = self.object(here, inner, inner.get("description", ""))
        key = Key(
            name,
            f"{prefix}-{_anchor(name)}" if prefix else _anchor(name),
            self.kind(node),
            needed,
            whole["description"],
            node.get("x-hint", ""),
            tuple(json.dumps(v) for v in inner.get("enum", ())),
            tuple(_limits(node)),
            "",
            leads_to,
        )
        return _with_example(key, whole)

    def kind(self, node: Schema) -> str:
        """The type in words."""
        whole, defined = self.resolve(node)
        if defined in _NAMED:
            return _NAMED[defined]
        if "const" in whole:
            return f"always {json.dumps(whole['const'])}"
        if "anyOf" in whole and whole.get("type") != "object":
            return " or ".join(json.dumps(n["const"]) if "const" in n else self.kind(n) for n in whole["anyOf"])
        kinds = whole.get("type", "object")
        if kinds == "array":
            return f"list of: {self.kind(whole['items'])}"
        if isinstance(kinds, list):
            text = self.kind(whole["then"]) if "$ref" in whole.get("then", {}) else "text"
            return ", or ".join(text if kind == "string" else _PLAIN[kind] for kind in kinds)
        values = whole.get("additionalProperties")
        if kinds == "object" and isinstance(values, Mapping):
            return f"object whose values are: {self.kind(values)}"
        return "one of these words" if "enum" in whole else _PLAIN[kinds]


def _with_example(key: Key, node: Schema) -> Key:
    first = next(iter(_examples(node)), None)
    example = "" if first is None else json.dumps(first, ensure_ascii=False)
    return replace(key, example=example)


def _examples(node: Schema) -> Iterator[Any]:
    """Examples that show something; for an empty list, one made of an example of its items."""
    for example in node.get("examples", ()):
        if example not in ([], {}, ""):
            yield example
    for example in node.get("items", {}).get("examples", ()):
        if example not in ([], {}, ""):
            yield [example]


def _limits(node: Schema) -> Iterator[str]:
    for keyword, words in (
        ("minimum", "{} or more"),
        ("exclusiveMinimum", "above {}"),
        ("maximum", "at most {}"),
        ("minItems", "at least {} in the list"),
        ("maxItems", "at most {} in the list"),
        ("maxProperties", "at most {} keys"),
        ("maxLength", "at most {} characters"),
    ):
        if keyword in node:
            yield words.format(f"{node[keyword]:,}")
    if node.get("multipleOf") == 0.01:
        yield "exact to a hundredth"
    if node.get("uniqueItems"):
        yield "nothing twice"


def _anchor(path: str) -> str:
    return path.replace("[]", "").replace(".", "-").replace("$", "").replace("_", "-").lower()
