"""A browser that sits at this machine."""

import pytest
from django.test import Client

HERE = "127.0.0.1"  # on port 80, where the test client always seems to be


@pytest.fixture(autouse=True)
def _own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("MIDSTANCE_HOME", str(tmp_path / "home"))


@pytest.fixture
def client() -> Client:
    """Django's client under a name that the app answers to."""
    return Client(HTTP_HOST=HERE)
