"""A browser that sits at this machine."""

import pytest
from django.test import Client

HERE = "127.0.0.1:8600"


@pytest.fixture(autouse=True)
def _own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("MIDSTANCE_HOME", str(tmp_path / "home"))


@pytest.fixture
def client() -> Client:
    """Django's client under a name that the app answers to."""
    return Client(SERVER_NAME="127.0.0.1", SERVER_PORT="8600", HTTP_HOST=HERE)
