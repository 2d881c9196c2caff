"""A wheel must hold the front end and the pose model: installed it needs no npm and no network."""

import json
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

MANIFEST = Path("src/midstance/web/static/built/.vite/manifest.json")
WEIGHTS = Path("src/midstance/pose/models/weights.json")


class RequireBuiltParts(BuildHookInterface):
    """Refuses to build a wheel without them; an editable install may go without."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the hook's signature
        if version == "editable":
            return
        weights = json.loads((Path(self.root) / WEIGHTS).read_text("utf-8"))["weights"]
        self._require(MANIFEST, "make assets")
        for name in weights:
            self._require(WEIGHTS.with_name(name), "make models")

    def _require(self, path: Path, command: str) -> None:
        if not (Path(self.root) / path).is_file():
            raise SystemExit(f"expected {path}, found none: run `{command}` before building")
