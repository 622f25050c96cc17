"""Commands to begin with: init and completion."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..safe import plain
from .shared import epilog, fail, open_catalog


@click.command(epilog=epilog("mcheck init my.json"))
@click.argument("file", default="portfolio.json")
def init(file: str) -> None:
    """Asks a few questions and writes a starter file; never overwrites one."""
    path = Path(file)
    if path.exists():
        fail(f"{file} exists already; nothing was written.", "Give another name.")
    catalog = open_catalog(None)
    roles = list(catalog.terms("roles"))
    role = click.prompt("Your role", type=click.Choice(roles), default=roles[0])
    field = click.prompt("Field and grades on your license", default="Mathematics 8-12")
    kind = click.prompt(
        "Type of license", type=click.Choice(list(catalog.terms("license-types"))), default="professional"
    )
    expires = click.prompt("Expiry date (YYYY-MM-DD)", type=click.DateTime(["%Y-%m-%d"])).date()
    data = {
        "schema_version": 1,
        "role": role,
        "licenses": [{"field": field, "type": kind, "expires": expires.isoformat()}],
        "activities": [],
        "badges": [],
    }
    from ..schemas import validate

    problems = validate(data, "portfolio")
    if problems:
        fail(problems[0].text, problems[0].hint)
    try:
        with path.open("x", encoding="utf-8") as stream:
            stream.write(json.dumps(data, indent=2, ensure_ascii=False) + "\n")
    except OSError as problem:
        fail(f"{file} cannot be written: {problem.strerror}.")
    click.echo(f"Wrote {plain(file)}. Add your activities and badges, then run: mcheck {plain(file)}")


@click.command(epilog=epilog("mcheck completion bash >> ~/.bashrc"))
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Prints the script that completes commands in your shell."""
    from click.shell_completion import get_completion_class

    from . import main_group

    found = get_completion_class(shell)
    assert found is not None
    if shell == "bash":  # click would start bash to ask for its version; the script itself needs none
        click.echo(found.source_template % found(main_group, {}, "mcheck", "_MCHECK_COMPLETE").source_vars())
    else:
        click.echo(found(main_group, {}, "mcheck", "_MCHECK_COMPLETE").source())
