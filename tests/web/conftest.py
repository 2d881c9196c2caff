"""A browser that sits at this machine."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from midstance.app.set_up_runner import default_runner
from midstance.store.models import Runner
from web.made_up import store_made_up_runs

HERE = "127.0.0.1"  # on port 80, where the test client always seems to be
TODAY = datetime.now(UTC).date()


@pytest.fixture(autouse=True)
def _own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("MIDSTANCE_HOME", str(tmp_path / "home"))


@pytest.fixture
def client() -> Client:
    """Django's client under a name that the app answers to."""
    return Client(HTTP_HOST=HERE)


@pytest.fixture
def runner(db) -> Runner:  # noqa: ARG001 # a fixture cannot use `usefixtures`
    return default_runner()


@pytest.fixture
def runs(runner) -> list[str]:
    """The keys of a dozen runs up to today, oldest first."""
    return store_made_up_runs(runner, TODAY, count=12)
