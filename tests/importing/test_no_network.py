"""Reading what people have opens no socket and asks no name: seen while it runs, not only by what is imported."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

from badge_baking import Signer, base58, credential
from helpers import ROOT
from openpyxl import Workbook

WATCHED = """
import sys
seen = []
sys.addaudithook(lambda event, args: seen.append(event) if event.startswith(("socket.", "urllib.", "http.")) else None)
from mcheck.__main__ import main
sys.argv = ["mcheck", *sys.argv[1:]]
try:
    main()
except SystemExit:
    pass
print("SEEN", *seen, file=sys.stderr)
"""


def watched(*words: str, folder: Path) -> str:
    command = [sys.executable, "-c", WATCHED, *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stderr.splitlines()[-1]


def canonicalized() -> dict[str, Any]:
    """A badge whose proof needs JSON-LD, for which another library is asked."""
    signer = Signer("EdDSA")
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2025-01-15T00:00:00Z",
        "verificationMethod": f"{signer.did}#{signer.did[8:]}",
        "proofPurpose": "assertionMethod",
        "proofValue": "z" + base58(bytes(64)),
    }
    return {**credential(signer.did), "proof": proof}


def test_no_file_makes_it_open_a_socket(tmp_path: Path) -> None:
    cases = [path for path in sorted((ROOT / "tests" / "importing" / "cases").glob("*/*.*")) if path.stem != "expected"]
    book, out = Workbook(), io.BytesIO()
    for row in (["Title", "Date", "Hours"], ["Number talks", date(2025, 3, 1), 12]):
        book.active.append(row)
    book.save(out)
    (tmp_path / "log.xlsx").write_bytes(out.getvalue())
    (tmp_path / "badge.json").write_text(json.dumps(canonicalized()))
    names = [*map(str, cases), "log.xlsx", "badge.json"]
    assert watched("import", *names, "-o", "my.json", folder=tmp_path) == "SEEN"
    assert (tmp_path / "my.json").exists()
    assert watched("add", "my.json", "--hours", "12", "--on", "6/17/2026", folder=tmp_path) == "SEEN"
    assert watched("export", "my.json", "-o", "log.xlsx", "--force", folder=tmp_path) == "SEEN"


def test_the_watch_would_see_one(tmp_path: Path) -> None:
    told = WATCHED.replace("    main()", "    __import__('socket').getaddrinfo('localhost', 80)")
    done = subprocess.run([sys.executable, "-c", told], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "socket.getaddrinfo" in done.stderr
