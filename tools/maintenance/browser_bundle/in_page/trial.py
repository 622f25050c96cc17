"""Runs inside Pyodide while the bundle is built: uses the engine as the page will, and so learns what it needs.

What is imported and opened on the way goes into the archives, compiled here, as only the same Python can. Nothing else
says which modules of the standard library or of another package a check needs.
"""

from __future__ import annotations

import ast
import json
import marshal
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import MAGIC_NUMBER, spec_from_file_location
from pathlib import Path, PurePosixPath
from types import CodeType
from typing import Any, ClassVar

OURS = "mcheck"
STAND_INS = Path("/bundle/stand_ins")
TAKEN_AS_IS = (1).to_bytes(4, "little") + bytes(8)
"""Flags and hash of a .pyc that is taken as it is."""
opened: set[str] = set()
"""Files that were opened since the last archive was written."""
seen: set[str] = set()
"""Files that were opened before."""
standard: dict[str, str] = {}
"""In which archive the first module of each package of the standard library went."""


def main() -> None:
    """Reads /out/trial.json and writes below /out.

    It holds "roots": folders of modules; "absent": names that nobody may import; "schemas": their folder; and texts of
    files, "examples", those to be "refused", "brought" ones (tables and badges) and a "workbook".
    """
    given = json.loads(Path("/out/trial.json").read_text())
    sys.path[:0] = given["roots"]
    sys.modules.update(dict.fromkeys(given["absent"]))  # as if they were not installed
    sys.meta_path.insert(0, InsidePackages())
    sys.addaudithook(lambda event, args: opened.add(str(args[0])) if event == "open" else None)
    taken: dict[str, str] = {}
    for archive, use in USES.items():
        use(given)
        _import_what_is_named(taken)
        found = {name: file for name, file in _loaded().items() if name not in taken}
        found |= _rest_of_packages(found, taken)
        for name, file in found.items():
            _write(name, file, _place(name, file, archive, given["roots"]))
        taken |= found
        _write_data(archive, given["roots"])
    schemas = [Path(file).name for file in sorted(seen) if file.startswith(given["schemas"] + "/")]
    Path("/out/schemas.json").write_text(json.dumps(schemas))


class InsidePackages:
    """Finds what stands in for a part of a package: no folder of its own could, as a package is found in one place."""

    PLACES: ClassVar = {"openpyxl.chart": "openpyxl_chart.py", "openpyxl.writer.excel": "openpyxl_writer.py"}

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name not in self.PLACES:
            return None
        file = str(STAND_INS / self.PLACES[name])
        package: list[str] | None = [] if name == "openpyxl.chart" else None
        return spec_from_file_location(name, file, submodule_search_locations=package)


def _options(name: str) -> str:
    return json.dumps({"name": name, "today": "2026-11-24", "saved": 1_800_000_000_000})


def _check(given: dict[str, Any]) -> None:
    page = import_module("page")
    page.warm_up()
    for text in (*given["examples"], *given["refused"]):
        page.check_file(text.encode("latin-1"), _options("example.json"))
    for text in given["examples"]:
        page.plan_file(text.encode("latin-1"), _options("example.json"))
    page.read_answers(json.dumps([["expires", "6/17/2027"], ["amount:hours", "6 hours"]]).encode(), "{}")


def _packet(given: dict[str, Any]) -> None:
    page = import_module("page")
    for text in given["examples"]:
        page.packet_file(text.encode("latin-1"), _options("example.json"))
        page.report_page(text.encode("latin-1"), _options("example.json"))


def _calendar(given: dict[str, Any]) -> None:
    page = import_module("page")
    for text in given["examples"]:
        page.calendar_file(text.encode("latin-1"), _options("example.json"))


def _import(given: dict[str, Any]) -> None:
    _bring(given["brought"], given["examples"][0])


def _workbook(given: dict[str, Any]) -> None:
    _bring([given["workbook"]], given["examples"][0])


def _bring(texts: Iterable[str], into: str) -> None:
    page = import_module("page")
    for text in texts:
        options = {"today": "2026-11-24", "names": ["example"], "into": into}
        page.import_files([text.encode("latin-1")], json.dumps(options))


USES = {"app": _check, "packet": _packet, "calendar": _calendar, "import": _import, "workbook": _workbook}
"""What is done for each archive; it holds what this needs and those before it do not hold."""


def _loaded() -> dict[str, str]:
    """Each module that came from a file, and the file."""
    found = {}
    for name, module in list(sys.modules.items()):
        spec = getattr(module, "__spec__", None)
        origin = getattr(spec, "origin", None) or ""
        if origin.endswith(".py") and name == getattr(spec, "name", "") and name not in ("__main__", __name__):
            found[name] = origin
    return found


def _import_what_is_named(taken: dict[str, str]) -> None:
    """Imports what new modules of ours take from the standard library inside of functions the trial did not come to."""
    for name, file in _loaded().items():
        if name.split(".")[0] == OURS and name not in taken:
            for wanted in _imports(ast.parse(Path(file).read_text())):
                if wanted.split(".")[0] in sys.stdlib_module_names:
                    import_module(wanted)


def _imports(tree: ast.AST) -> Iterator[str]:
    """The modules of others that a module names, but for those that only types need."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or ""
        else:
            yield from _imports(node)


def _rest_of_packages(found: dict[str, str], taken: dict[str, str]) -> dict[str, str]:
    """The modules of ours that no trial came to, in packages that this one came to first; others are of no use here."""
    packages = {name for name, file in found.items() if name.startswith(f"{OURS}.") and file.endswith("/__init__.py")}
    files = [(name, file) for name in packages for file in Path(found[name]).parent.glob("*.py")]
    named = {f"{name}.{file.stem}": str(file) for name, file in files if file.stem != "__init__"}
    return {name: file for name, file in sorted(named.items()) if name not in taken}


def _place(name: str, file: str, archive: str, roots: list[str]) -> str:
    """The archive of a module: parts of a package of `std` are found only there, whatever needs them."""
    if any(file.startswith(f"{root}/") for root in roots):
        return archive
    first = standard.setdefault(name.split(".")[0], "std" if archive == "app" else archive)
    return "std" if first == "std" else archive


def _write(name: str, file: str, archive: str) -> None:
    """Compiles a module into its archive."""
    path = PurePosixPath(*name.split("."))
    package = hasattr(sys.modules.get(name), "__path__") or file.endswith("/__init__.py")
    path = path / "__init__.pyc" if package else path.with_suffix(".pyc")
    target = Path("/out", archive, path)
    target.parent.mkdir(parents=True, exist_ok=True)
    source = _source(file)
    code = compile(_without_docstrings(ast.parse(source)), str(path.with_suffix(".py")), "exec", dont_inherit=True)
    if name.split(".")[0] not in (OURS, "page"):
        code = _without_positions(code)
    target.write_bytes(MAGIC_NUMBER + TAKEN_AS_IS + marshal.dumps(code))


def _source(file: str) -> bytes:
    path, zipped, _ = file.partition(".zip/")
    if not zipped:
        return Path(file).read_bytes()
    import zipimport

    return zipimport.zipimporter(path + ".zip").get_data(file)


def _without_docstrings(tree: ast.Module) -> ast.Module:
    """A class keeps an empty word: without any, a dataclass would write its signature at each import."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if (
                isinstance(first, ast.Expr)
                and isinstance(first.value, ast.Constant)
                and isinstance(first.value.value, str)
            ):
                if isinstance(node, ast.ClassDef):
                    first.value.value = "."
                else:
                    node.body[:1] = [] if len(node.body) > 1 else [ast.copy_location(ast.Pass(), first)]
    return tree


def _without_positions(code: CodeType) -> CodeType:
    """The same code that no longer knows its lines: 40 of 100 bytes say where each step stands in its source.

    An empty table breaks tracebacks, so one of "no position" entries (8 code units of two bytes each) takes its place.
    """
    units = len(code.co_code) // 2
    table = b"\xff" * (units // 8) + (bytes([0xF8 | (units % 8 - 1)]) if units % 8 else b"")
    held = tuple(_without_positions(each) if isinstance(each, CodeType) else each for each in code.co_consts)
    return code.replace(co_linetable=table, co_filename="", co_consts=held)


def _write_data(archive: str, roots: list[str]) -> None:
    """Copies what else was opened inside the packages, such as templates."""
    for file in sorted(opened):
        for root in roots:
            inside = PurePosixPath(file).relative_to(root) if file.startswith(f"{root}/") else None
            if inside and inside.suffix not in (".py", ".pyc", ".so"):
                target = Path("/out", archive, inside)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(Path(file).read_bytes())
    seen.update(opened)
    opened.clear()


if __name__ == "__main__":
    main()
