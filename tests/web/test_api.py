"""The REST interface says what the pages say, behind the same doors."""

import json
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from midstance.app.list_runs import list_runs
from midstance.app.set_up_runner import default_runner
from midstance.app.show_run import show_run
from midstance.store.models import Job

pytestmark = pytest.mark.django_db
TODAY = datetime.now(UTC).date()


def get(client, address, status=200):
    response = client.get(f"/api/{address}")
    assert response.status_code == status, response.content[:500]
    return response.json()


def test_the_interface_describes_itself(client):
    described = get(client, "openapi.json")
    assert set(described["paths"]) == {
        "/api/runs",
        "/api/runs/{key}",
        "/api/runs/{key}/trace",
        "/api/load",
        "/api/load/steady",
        "/api/imports",
        "/api/imports/{job_id}",
        "/api/imports/{job_id}/files",
        "/api/imports/{job_id}/cancel",
        "/api/exercises",
        "/api/exercises/{name}",
        "/api/routines/{name}",
        "/api/checks",
        "/api/checks/questions",
        "/api/checks/judge",
        "/api/checks/next",
        "/api/checks/lock",
        "/api/checks/{key}",
        "/api/today",
        "/api/plan",
        "/api/plan/review",
        "/api/plan/review/preview",
        "/api/plan/review/{key}/take-back",
        "/api/reminders",
        "/api/plan/wishes",
        "/api/pains",
        "/api/pains/forecast",
        "/api/films",
        "/api/films/trial",
        "/api/films/trial/end",
        "/api/films/{film}",
        "/api/films/{film}/cancel",
        "/api/films/{film}/person",
        "/api/films/{film}/pictures",
        "/api/films/{film}/pictures/{moment}",
        "/api/screens",
        "/api/screens/{screen}",
        "/api/screens/{screen}/film",
        "/api/screens/{screen}/{day}",
        "/api/sessions",
        "/api/progress",
        "/api/timeline",
        "/api/shoes",
        "/api/shoes/rules",
        "/api/shoes/undo",
        "/api/shoes/{pk}",
        "/api/shoes/{pk}/retire",
        "/api/shoes/{pk}/restore",
        "/api/shoes/{pk}/join",
        "/api/runs/{key}/shoes",
        "/api/habits",
        "/api/habits/notes/{note}/away",
        "/api/why",
        "/api/what-if",
        "/api/run-room",
        "/api/check-ins",
        "/api/check-ins/{kind}",
        "/api/own-activities",
        "/api/own-activities/{key}",
        "/api/questionnaires",
        "/api/questionnaires/{kind}",
    }
    assert all(
        operation["summary"] for path in described["paths"].values() for operation in path.values()
    )


def test_no_page_pays_for_what_it_does_not_use():
    code = (
        "import sys; from midstance.app.start import start_django; start_django(); "
        "from django.urls import get_resolver, reverse; reverse('help'); "
        "assert not {'ninja', 'pydantic', 'reportlab'} & set(sys.modules); "
        "get_resolver().resolve('/api/runs'); assert reverse('api:openapi-json') == "
        "'/api/openapi.json'"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr


def test_no_page_of_it_loads_anything_from_elsewhere(client):
    assert client.get("/api/docs").status_code == 404
    assert client.get("/api/redoc").status_code == 404


def test_runs_are_those_of_the_use_case(client, runner, runs):
    answer = get(client, "runs?per_page=3&page=2")
    page = list_runs(runner, per_page=3, page=2)
    assert [run["key"] for run in answer["runs"]] == [row.key for row in page.runs]
    assert answer["total"] == len(runs)
    assert answer["runs"][0]["start_at"].endswith("Z")


def test_one_run_is_that_of_the_use_case(client, runner, runs):
    answer, detail = get(client, f"runs/{runs[-1]}"), show_run(runner, runs[-1])
    assert detail.load is not None
    joint = detail.load.tissues["patellofemoral"]
    assert answer["load"]["tissues"]["patellofemoral"]["peak_bw"] == joint.peak_bw
    assert (answer["load"]["unrecorded_m"], answer["load"]["unrecorded_frac"]) == (0, 0)
    assert answer["versus_usual"]["sentence"] == detail.versus_usual.sentence
    assert answer["original"]["sha256"] == detail.original.sha256


def test_a_trace_holds_one_value_a_point_in_every_series(client, runs):
    answer = get(client, f"runs/{runs[-1]}/trace?max_points=50")
    points = len(answer["seconds"])
    assert 10 <= points <= 50
    assert len(answer["speed_mps"]) == points
    assert len(answer["load_bw"]["patellofemoral"]["low"]) == points


@pytest.mark.usefixtures("runs")
def test_load_by_week(client):
    answer = get(client, "load?bucket=week&tissue=tibiofemoral")
    assert answer["unit"] == "bw_s"
    assert sum(bucket["runs"] for bucket in answer["buckets"]) == 12


def test_a_steady_step_grows_with_speed(client):
    slow, fast = (get(client, f"load/steady?speed_mps={v}&height_m=1.75") for v in (2.5, 3.5))
    for name in ("patellofemoral_bw", "tibiofemoral_bw"):
        assert slow[name]["low"] < slow[name]["value"] < slow[name]["high"]
        assert slow[name]["value"] < fast[name]["value"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("runs/0000000000000000", 404),
        ("runs/0000000000000000/trace", 404),
        ("imports/00000000-0000-4000-8000-000000000000", 404),
        ("imports/nonsense", 422),
        ("runs?page=0", 422),
        ("runs?sort=nonsense", 422),
        ("load?tissue=shoulder", 422),
        ("load?start=2026-02-02&end=2026-01-01", 422),
        ("load/steady?speed_mps=-1", 422),
        ("load/steady?speed_mps=nan", 422),
    ],
)
def test_a_wrong_request_is_told_what_was_wrong(client, address, status):
    assert get(client, address, status)["detail"]


def upload(client):
    return client.post("/api/imports", {"files": SimpleUploadedFile("a.fit", b"\x0e")})


def test_files_can_be_brought_and_watched(client):
    response = upload(client)
    assert response.status_code == 202
    job = response.json()
    assert job["state"] == "queued"
    assert get(client, f"imports/{job['id']}")["id"] == job["id"]
    assert get(client, f"imports/{job['id']}/files") == []
    assert [each["id"] for each in get(client, "imports")] == [job["id"]]


def test_an_import_can_be_stopped(client):
    job = upload(client).json()
    stopped = client.post(f"/api/imports/{job['id']}/cancel")
    assert stopped.json()["state"] == "cancelled"


def test_an_empty_upload_is_refused(client):
    response = client.post("/api/imports", {})
    assert response.status_code == 409
    assert Job.objects.count() == 0


def test_a_change_needs_the_form_token(tmp_path):
    strict = Client(HTTP_HOST="127.0.0.1", enforce_csrf_checks=True)
    assert upload(strict).status_code == 403
    assert Job.objects.count() == 0
    assert list((tmp_path / "home").rglob("a.fit")) == []
    job = Job.objects.create(owner=default_runner(), kind="import", arguments={})
    assert strict.post(f"/api/imports/{job.pk}/cancel").status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:9999"])
def test_a_foreign_name_gets_nothing(host):
    assert Client(HTTP_HOST=host).get("/api/runs").status_code == 421


def test_another_site_gets_nothing(client):
    response = client.get("/api/runs", headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 403


@pytest.mark.usefixtures("runs")
def test_answers_are_plain_json(client):
    response = client.get("/api/runs")
    assert response["Content-Type"].startswith("application/json")
    json.loads(response.content, parse_constant=pytest.fail)
