"""Of a damaged database every page says what to do, and asks it for nothing."""

import pytest
from django.db import DatabaseError
from django.test import RequestFactory

from midstance.store.soundness import forget_damage, note_damage, read_damage
from midstance.web.pages.errors.views import broken


class CorruptError(Exception):
    sqlite_errorcode = 11


@pytest.fixture
def data_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("MIDSTANCE_HOME", str(tmp_path))
    return tmp_path


@pytest.mark.django_db
def test_every_page_says_what_to_do_until_the_note_is_gone(
    client, data_folder, django_assert_num_queries
):
    note_damage("page 7 is not a page")
    with django_assert_num_queries(0):
        for path in ("/", "/runs/", "/settings/", "/account/login/", "/nowhere/"):
            response = client.get(path)
            page = response.content.decode()
            assert response.status_code == 503
            assert "page 7 is not a page" in page
            assert str(data_folder / "blobs") in page
            assert "Content-Security-Policy" in response.headers
        assert client.post("/settings/", {"mass": "60"}).status_code == 503
        assert client.get("/api/runs").status_code == 503
        assert client.get("/static/icon.svg").status_code == 200
    forget_damage()
    assert client.get("/help/").status_code == 200


def meet_damage():
    raise DatabaseError("malformed") from CorruptError()


def test_damage_that_a_page_meets_is_noted(data_folder):
    request = RequestFactory().get("/help/")
    try:
        meet_damage()
    except DatabaseError:
        response = broken(request)
    assert response.status_code == 503
    assert "malformed" in response.content.decode()
    assert read_damage() == "malformed"
    assert (data_folder / "damage-found").exists()
