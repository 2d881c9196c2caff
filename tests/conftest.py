"""Where the real recordings lie, and how to look inside them."""

import os
import tarfile
from pathlib import Path

import pytest
from hypothesis import settings

# A law does not depend on the machine; the gate tries the same cases each time, all others search.
settings.register_profile("laws", deadline=None, derandomize="CI" in os.environ)
settings.register_profile("few", deadline=None, derandomize=True, max_examples=20)
settings.load_profile("laws")

CHECKOUT = Path(__file__).parent.parent
REAL_DATA = Path(os.environ.get("MIDSTANCE_TEST_DATA", CHECKOUT.parent / "shared" / "data"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if REAL_DATA.is_dir():
        return
    skip = pytest.mark.skip(reason=f"no real recordings: MIDSTANCE_TEST_DATA is {REAL_DATA}")
    for item in items:
        if "real_data" in item.keywords:
            item.add_marker(skip)


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real recordings; a missing file in it is a failure, not a skip."""
    return REAL_DATA


@pytest.fixture(scope="session")
def unpacked(tmp_path_factory: pytest.TempPathFactory):
    """A function that unpacks one archive of recordings once and returns its folder."""
    folders: dict[str, Path] = {}

    def unpack(name: str) -> Path:
        if name not in folders:
            folder = tmp_path_factory.mktemp(name)
            with tarfile.open(REAL_DATA / "activities" / f"{name}.tar.gz") as archive:
                archive.extractall(folder, filter="data")
            folders[name] = folder / name if (folder / name).is_dir() else folder
        return folders[name]

    return unpack
