"""Where the real recordings lie, and how to look inside them."""

import os
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import TestCase
from hypothesis import settings

from laws import ALL_CASES, cases

# A law does not depend on the machine; the gate tries the same cases each time, all others search.
settings.register_profile(
    "laws", deadline=None, derandomize="CI" in os.environ, max_examples=cases(100)
)
settings.register_profile("few", deadline=None, derandomize=True, max_examples=20)
settings.load_profile("laws")

TESTS = Path(__file__).parent
CHECKOUT = TESTS.parent
REAL_DATA = Path(os.environ.get("MIDSTANCE_TEST_DATA", CHECKOUT.parent / "shared" / "data"))


# What a test has to ask for to reach the database server; one that asks for none of these would
# only do again what it did in the run on SQLite.
ON_THE_SERVER = frozenset(
    {"db", "transactional_db", "store", "server_store", "new_server_store", "installation"}
)
# Files are handed out whole; the long ones go first, or one worker waits for the other at the end.
LONG_FOLDERS = ("e2e", "app", "cli", "pose", "validation", "store")
LONGEST_FILES = {"test_plan_safety.py", "test_translatable.py"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "MIDSTANCE_DATABASE_URL" in os.environ:
        leave_to_sqlite(config, items)
    items.sort(key=length_rank)
    skip_without_recordings(items)


def leave_to_sqlite(config: pytest.Config, items: list[pytest.Item]) -> None:
    asked = [item for item in items if needs_the_server(item)]
    kept = asked if ALL_CASES else without_repeats(asked)
    config.hook.pytest_deselected(items=list(set(items) - set(kept)))
    items[:] = kept


def without_repeats(items: list[pytest.Item]) -> list[pytest.Item]:
    """Of each test of a use case one set of values: the others ask the same of the tables."""
    by_name = sorted(items, key=lambda item: item.nodeid, reverse=True)
    chosen = {
        item.nodeid.partition("[")[0]: item for item in by_name if "once" not in item.keywords
    }
    kept = set(chosen.values())
    return [item for item in items if in_store(item) or item in kept]


def in_store(item: pytest.Item) -> bool:
    return item.path.is_relative_to(TESTS / "store")


def needs_the_server(item: pytest.Item) -> bool:
    in_django = isinstance(item, pytest.Function) and issubclass(item.cls or object, TestCase)
    asked = set(getattr(item, "fixturenames", ()))
    marked = "django_db" in item.keywords or "postgres" in item.keywords
    on_file = "sqlite" in item.keywords
    return not on_file and (marked or in_django or bool(asked & ON_THE_SERVER))


def length_rank(item: pytest.Item) -> tuple[int, bool]:
    folder = item.path.relative_to(TESTS).parts[0]
    place = LONG_FOLDERS.index(folder) if folder in LONG_FOLDERS else len(LONG_FOLDERS)
    return place, item.path.name not in LONGEST_FILES


def skip_without_recordings(items: list[pytest.Item]) -> None:
    if REAL_DATA.is_dir():
        return
    skip = pytest.mark.skip(reason=f"no real recordings: MIDSTANCE_TEST_DATA is {REAL_DATA}")
    for item in items:
        if "real_data" in item.keywords:
            item.add_marker(skip)


@pytest.fixture(scope="session", autouse=True)
def _migrated_once() -> Iterator[None]:
    from migrated_once import migrated_once  # noqa: PLC0415 - Django is set up only now

    with migrated_once():
        yield


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
