"""A wheel must hold the built front end: an installed one needs neither npm nor a network."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

MANIFEST = Path("src/midstance/web/static/built/.vite/manifest.json")


class RequireFrontEnd(BuildHookInterface):
    """Refuses to build a wheel without the front end; an editable install may go without."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the hook's signature
        if version == "editable" or (Path(self.root) / MANIFEST).is_file():
            return
        raise SystemExit(f"expected {MANIFEST}, found none: run `make assets` before building")
