"""Settings can be changed at any time, each part by itself."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from django.urls import reverse

from midstance.app.jobs import start_backup
from midstance.app.set_up_runner import default_runner, read_profile
from midstance.app.worker import Worker
from midstance.core.base.errors import RefusedError
from midstance.store.models import Runner
from midstance.web.security import Bind

HERE = "127.0.0.1:8600"

pytestmark = pytest.mark.django_db


def test_the_body_is_saved_and_shown(client):
    client.post("/settings/you/", {"height_cm": "180", "mass": "", "sex": "", "birth_year": ""})
    assert read_profile(default_runner()).height_m == pytest.approx(1.8)
    assert 'value="180"' in client.get("/settings/").content.decode()


def test_emptying_a_box_forgets_the_answer(client):
    client.post("/settings/you/", {"height_cm": "180", "mass": "70"})
    client.post("/settings/you/", {"height_cm": "", "mass": "70"})
    said = read_profile(default_runner())
    assert said.height_m is None
    assert said.mass_kg == pytest.approx(70)


def test_changing_units_changes_no_measure(client):
    client.post("/settings/you/", {"height_cm": "180", "mass": "70"})
    client.post("/settings/units/", {"units": "imperial"})
    said = read_profile(default_runner())
    assert (said.units, said.height_m, said.mass_kg) == ("imperial", 1.8, 70)


@pytest.mark.parametrize(
    ("chosen", "shown"), [("dark", "dark"), ("light", "light"), ("x", "system")]
)
def test_light_or_dark_is_kept_by_the_browser(client, chosen, shown):
    client.post("/settings/look/", {"theme": chosen})
    assert f'data-theme="{shown}"' in client.get("/help/").content.decode()


def test_a_watched_folder_must_exist(client, tmp_path):
    response = client.post("/settings/folder/", {"watched_folder": str(tmp_path / "nowhere")})
    assert response.status_code == 422
    assert "There is no folder" in response.content.decode()
    client.post("/settings/folder/", {"watched_folder": str(tmp_path)})
    assert read_profile(default_runner()).watched_folder == str(tmp_path)


def test_folders_of_the_machine_are_closed_to_people_elsewhere(client, tmp_path, settings):
    settings.BIND = Bind(host="0.0.0.0", port=80)  # noqa: S104 - never bound, only judged
    stranger = User.objects.create_user("stranger")
    runner = Runner.objects.create(user=stranger)
    client.force_login(stranger)
    assert 'name="watched_folder"' not in client.get("/settings/").content.decode()
    for folder in (tmp_path, tmp_path / "nowhere"):
        assert client.post("/settings/folder/", {"watched_folder": str(folder)}).status_code == 403
    assert read_profile(runner).watched_folder == ""


def test_times_are_shown_by_the_runners_own_clock(client):
    assert client.post("/settings/clock/", {"time_zone": "Mars/Olympus"}).status_code == 422
    client.post("/settings/clock/", {"time_zone": "Pacific/Auckland"})
    assert read_profile(default_runner()).time_zone == "Pacific/Auckland"
    assert 'value="Pacific/Auckland"' in client.get("/settings/").content.decode()


def test_the_page_says_where_everything_lies(client, tmp_path):
    page = client.get("/settings/").content.decode()
    assert str(tmp_path / "home") in page
    assert reverse("account_signup") in page


@pytest.mark.parametrize("name", ["settings_body", "settings_units", "settings_look"])
def test_nothing_changes_by_looking(client, name):
    assert client.get(reverse(name)).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_a_backup_is_made_by_the_worker_and_can_be_taken_away(client):
    client.post("/settings/backups/")
    assert "Writing the backup" in client.get("/settings/").content.decode()
    Worker(max_jobs=1).run()
    page = client.get("/settings/").content.decode()
    name = re.search(r"/settings/backups/([\w.-]+\.zip)", page).group(1)
    response = client.get(f"/settings/backups/{name}")
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert b"".join(response.streaming_content).startswith(b"PK")
    response.close()


@pytest.mark.parametrize("name", ["none.zip", "..%2fsecret_key", "secret_key"])
def test_nothing_but_a_backup_can_be_taken_away(client, name):
    assert client.get(f"/settings/backups/{name}").status_code == 404


def test_of_several_runners_none_gets_the_backup_of_all(client):
    Runner.objects.create()
    Runner.objects.create()
    with override_settings(BIND=Bind()):
        assert client.get("/settings/backups/any.zip", headers={"host": HERE}).status_code == 302
    with pytest.raises(RefusedError):
        start_backup(default_runner())
