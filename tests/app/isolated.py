"""The environment of a started process with a data folder of its own."""

import os
from pathlib import Path


def environment(home: Path) -> dict[str, str]:
    """SQLite in that folder, whatever database the tests themselves run on."""
    own = {name: value for name, value in os.environ.items() if name != "MIDSTANCE_DATABASE_URL"}
    return {**own, "MIDSTANCE_HOME": str(home)}
