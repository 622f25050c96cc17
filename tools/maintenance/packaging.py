"""What hatchling cannot know when it builds a package: the address of the project, and which files git tracks.

The address is MCHECK_REPOSITORY, as for the site. With it the package has project links, and the links of its README
lead to the repository; without it there are no project links, and what would be a dead link is only its words.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

BRANCH = "main"
SPECIAL = re.compile(r"[*?!#\\\[]")
"""Signs with a meaning in patterns of files."""
LINK = re.compile(r"(?P<picture>!?)\[(?P<words>[^\]]*)\]\((?P<target>[^)]+)\)")


def links(repository: str) -> dict[str, str]:
    """The project links of a package, by their names."""
    return {
        "Homepage": repository,
        "Issues": f"{repository}/issues",
        "Changelog": f"{repository}/blob/{BRANCH}/CHANGELOG.md",
    }


def readme(text: str, repository: str) -> str:
    """The README as it is read outside the repository; links to other sites and within it stay."""

    def absolute(link: re.Match[str]) -> str:
        picture, words, target = link["picture"], link["words"], link["target"]
        if re.match(r"[a-z]+:|#", target):
            return link[0]
        if not repository:
            return "" if picture else words
        return f"{picture}[{words}]({repository}/{'raw' if picture else 'blob'}/{BRANCH}/{target})"

    return LINK.sub(absolute, text)


class MetadataHook(MetadataHookInterface):
    """Adds README and project links."""

    def update(self, metadata: dict[str, Any]) -> None:
        repository = os.environ.get("MCHECK_REPOSITORY", "").rstrip("/")
        text = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": readme(text, repository)}
        if repository:
            metadata["urls"] = links(repository)


class SourceHook(BuildHookInterface):
    """Leaves out of a source archive what git does not track."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        listing = ["git", "-C", self.root, "ls-files", "-z", "--others", "--exclude-standard"]
        try:
            done = subprocess.run(listing, capture_output=True, check=True, encoding="utf-8")
        except (OSError, subprocess.CalledProcessError):
            return  # no clone: a source archive, all of whose files were tracked
        untracked = ["/" + SPECIAL.sub(r"\\\g<0>", name) for name in done.stdout.split("\0") if name]
        self.build_config.target_config.setdefault("exclude", []).extend(untracked)
