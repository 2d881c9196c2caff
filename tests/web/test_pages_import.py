"""Bringing runs in: what arrives in the inbox, how far it is, what became of each file."""

import io
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from midstance.app import collect_upload
from midstance.app.set_up_runner import read_profile
from midstance.store.models import ImportedFile, Job, Run, Runner
from midstance.web.pages.import_.uploads import InboxHandler
from midstance.web.security import Bind
from web.made_up import store_made_up_runs

pytestmark = pytest.mark.django_db
MIB = 1024**2


def upload(name, content=b"not a run"):
    return SimpleUploadedFile(name, content)


def taken(job: Job) -> dict[str, bytes]:
    """What the job will read: path below its folder, and bytes."""
    folder = Path(job.arguments["paths"][0])
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def drop(client, *files):
    """What a browser without script sends."""
    response = client.post("/import/files/", {"files": list(files)})
    assert response.status_code == 302, response.content.decode()
    return Job.objects.get(pk=UUID(response["Location"].split("/")[2]))


def inbox_files(tmp_path):
    return [path for path in (tmp_path / "home" / "inbox").rglob("*") if path.is_file()]


def test_the_page_offers_files_a_folder_and_sample_data(client):
    text = client.get("/import/").content.decode()
    assert re.search(r'type="file"[^>]*multiple>', text)
    assert "webkitdirectory" in text
    assert 'action="/import/sample/"' in text
    assert 'enctype="multipart/form-data"' in text


def test_sample_data_is_not_offered_beside_real_runs(client, runner):
    store_made_up_runs(runner, datetime.now(UTC).date(), count=1)
    assert 'action="/import/sample/"' not in client.get("/import/").content.decode()


def test_files_arrive_byte_for_byte_and_become_one_job(client, runner):
    job = drop(client, upload("a.fit", b"\x0e\x10"), upload("b.gpx", b"<gpx/>"))
    assert taken(job) == {"a.fit": b"\x0e\x10", "b.gpx": b"<gpx/>"}
    assert job.owner == runner


def test_an_empty_file_arrives_too(client):
    assert taken(drop(client, upload("empty.fit", b""), upload("b.fit"))) == {
        "empty.fit": b"",
        "b.fit": b"not a run",
    }


def test_two_files_of_one_name_are_both_kept(client):
    assert sorted(taken(drop(client, upload("a.fit", b"1"), upload("a.fit", b"2"))).values()) == [
        b"1",
        b"2",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "../../../escape.fit",
        "/etc/passwd",
        "C:\\runs\\a.fit",
        "..",
        "a" * 400 + ".fit",
        "läuft 🏃 <b>&amp;.fit",
        "new\nline.fit",
        "con.fit.",
    ],
)
def test_no_name_leads_out_of_the_inbox(runner, tmp_path, name):
    upload_id = collect_upload.open_upload(runner)
    with collect_upload.add_to_upload(runner, upload_id, name) as file:
        file.write(b"x")
    inside = collect_upload.upload_folder(runner, upload_id).resolve()
    assert [path.read_bytes() for path in inbox_files(tmp_path)] == [b"x"]
    assert all(inside in path.resolve().parents for path in inbox_files(tmp_path))


def test_the_folders_of_a_dropped_folder_are_kept(client):
    portion = open_portions(client)
    send(client, portion, **{"path:2024/may/a.fit": b"1", "path:2024/june/a.fit": b"2"})
    assert taken(start(client, portion)) == {"2024/may/a.fit": b"1", "2024/june/a.fit": b"2"}


def open_portions(client):
    return client.post("/import/portions/").json()["upload"]


def send(client, portion, **files):
    fields = {field: upload(field.rsplit("/", 1)[-1], data) for field, data in files.items()}
    response = client.post(f"/import/portions/{portion}/", fields)
    assert response.json() == {"files": len(files)}


def start(client, portion):
    response = client.post(f"/import/portions/{portion}/start/")
    assert response.status_code == 200, response.content
    return Job.objects.get(pk=response.json()["job"])


def test_a_thousand_files_come_in_portions_and_become_one_job(client):
    portion = open_portions(client)
    for first in range(0, 1000, 250):
        send(client, portion, **{f"path:r/{n}.fit": b"%d" % n for n in range(first, first + 250)})
    assert len(taken(start(client, portion))) == 1000


def test_an_upload_starts_once(client):
    portion = open_portions(client)
    send(client, portion, **{"path:a.fit": b"1"})
    start(client, portion)
    again = client.post(f"/import/portions/{portion}/start/")
    assert again.status_code == 400
    assert "started before" in again.json()["problem"]
    assert Job.objects.count() == 1


def test_an_upload_that_was_never_started_goes_after_a_day(client, runner, tmp_path):
    portion = open_portions(client)
    send(client, portion, **{"path:a.fit": b"1"})
    folder = collect_upload.upload_folder(runner, UUID(portion))
    os.utime(folder, (0, 0))
    open_portions(client)
    assert inbox_files(tmp_path) == []
    assert not folder.exists()


def test_an_unknown_upload_takes_nothing(client, tmp_path):
    response = client.post(f"/import/portions/{uuid4()}/", {"path:a.fit": upload("a.fit")})
    assert response.status_code == 400
    assert "Drop the files again" in response.json()["problem"]
    assert inbox_files(tmp_path) == []


def test_nothing_chosen_is_said_in_words(client):
    response = client.post("/import/files/", {})
    assert response.status_code == 400
    assert "Choose a file or a folder" in response.content.decode()
    assert Job.objects.count() == 0


def test_a_file_above_the_limit_is_refused_and_leaves_nothing(client, tmp_path, monkeypatch):
    monkeypatch.setattr("midstance.web.pages.import_.uploads.UPLOAD_MAX_FILE_BYTES", 100_000)
    response = client.post("/import/files/", {"files": upload("big.zip", b"x" * 200_000)})
    assert response.status_code == 400
    assert "nothing was lost" in response.content.decode()
    assert inbox_files(tmp_path) == []


def test_a_full_disk_is_said_before_it_is_full(client, tmp_path, monkeypatch):
    monkeypatch.setattr(collect_upload, "KEEP_FREE_BYTES", 1 << 62)
    response = client.post("/import/files/", {"files": upload("a.fit")})
    assert response.status_code == 400
    assert "nearly full" in response.content.decode()
    assert inbox_files(tmp_path) == []


def test_a_large_file_is_never_held_in_memory(client, monkeypatch):
    largest = 0

    def watch(self, raw_data, start):
        nonlocal largest
        largest = max(largest, len(raw_data))
        return receive(self, raw_data, start)

    receive = InboxHandler.receive_data_chunk
    monkeypatch.setattr(InboxHandler, "receive_data_chunk", watch)
    content = b"0123456789abcdef" * MIB
    assert taken(drop(client, upload("big.zip", content))) == {"big.zip": content}
    assert largest <= MIB


def test_an_upload_needs_the_form_token(tmp_path):
    strict = Client(HTTP_HOST="127.0.0.1", enforce_csrf_checks=True)
    assert strict.post("/import/files/", {"files": upload("a.fit")}).status_code == 403
    assert strict.post("/import/portions/").status_code == 403
    assert strict.post("/import/sample/").status_code == 403
    assert Job.objects.count() == 0
    assert inbox_files(tmp_path) == []


def test_a_connection_that_breaks_leaves_no_half_file(client, tmp_path):
    portion = open_portions(client)
    whole = b'--x\r\nContent-Disposition: form-data; name="path:a.fit"; filename="a.fit"\r\n\r\n'
    client.generic(
        "POST",
        f"/import/portions/{portion}/",
        io.BytesIO(whole + b"half").read(),
        content_type="multipart/form-data; boundary=x",
    )
    assert all(path.read_bytes() in {b"", b"half"} for path in inbox_files(tmp_path))


def test_sample_data_starts_once(client):
    first, second = (client.post("/import/sample/") for _ in range(2))
    assert first["Location"] == second["Location"]


def test_sample_data_beside_real_runs_is_refused_in_words(client, runner):
    store_made_up_runs(runner, datetime.now(UTC).date(), count=1)
    response = client.post("/import/sample/")
    assert response.status_code == 409
    assert "There are runs already" in response.content.decode()


def test_a_folder_of_this_machine_is_read_where_it_lies(client, runner, tmp_path):
    folder = tmp_path / "runs"
    folder.mkdir()
    response = client.post("/import/folder/", {"folder": str(folder), "keep_watching": "on"})
    job = Job.objects.get(pk=response["Location"].split("/")[2])
    assert job.arguments["paths"] == [str(folder)]
    runner.refresh_from_db()
    assert read_profile(runner).watched_folder == str(folder)


def test_a_folder_is_watched_no_longer_when_she_says_so(client, runner, tmp_path):
    client.post("/import/folder/", {"folder": str(tmp_path), "keep_watching": "on"})
    client.post("/import/folder/", {"folder": str(tmp_path)})
    runner.refresh_from_db()
    assert read_profile(runner).watched_folder == ""


def test_folders_of_the_machine_are_closed_to_people_elsewhere(client, tmp_path, settings):
    settings.BIND = Bind(host="0.0.0.0", port=80)  # noqa: S104 - never bound, only judged
    stranger = User.objects.create_user("stranger")
    Runner.objects.create(user=stranger)
    client.force_login(stranger)
    assert "folder-title" not in client.get("/import/").content.decode()
    assert client.post("/import/folder/", {"folder": str(tmp_path)}).status_code == 403
    assert Job.objects.count() == 0


@pytest.mark.parametrize("folder", ["", "runs", "/no/such/folder", "/etc/passwd", "\0"])
def test_a_wrong_folder_is_said_beside_its_field(client, folder):
    response = client.post("/import/folder/", {"folder": folder})
    assert response.status_code == 400
    assert "error-summary" in response.content.decode()
    assert Job.objects.count() == 0


@pytest.fixture
def job(runner):
    """An import with one file of each class."""
    job = Job.objects.create(
        owner=runner,
        kind="import",
        state="done",
        progress_done=4,
        progress_total=4,
        result={"imported": 1, "duplicates": 1, "skipped": 1, "failed": 1},
    )
    ends = [
        ("a.fit", "imported", ""),
        ("b.fit", "duplicate", "The same file was imported before."),
        ("c.fit", "skipped", "Not a run: a ride."),
        ("<script>alert(1)</script>.fit", "failed", "The file ends too early <b>."),
    ]
    for path, outcome, reason in ends:
        ImportedFile.objects.create(
            owner=runner, job=job, path=path, outcome=outcome, reason=reason, runs=["ab" * 8]
        )
    return job


def test_the_report_names_each_file_and_why(client, job):
    text = client.get(f"/import/{job.pk}/").content.decode()
    for words in ("a.fit", "Already there", ">A ride.<", "The file ends too early"):
        assert words in text
    assert f'href="/runs/{"ab" * 8}/"' in text
    assert "<script>alert" not in text


@pytest.mark.parametrize(("show", "files"), [("failed", 1), ("imported", 1), ("nonsense", 4)])
def test_the_report_can_be_filtered(client, job, show, files):
    text = client.get(f"/import/{job.pk}/?show={show}").content.decode()
    report = text[text.index("file-list report") :]
    assert report[: report.index("</ul>")].count("<li>") == files


def test_what_she_may_act_on_is_never_cut_off(client, job):
    rows = [
        ImportedFile(owner=job.owner, job=job, path=f"{n}.fit", outcome="imported", runs=[])
        for n in range(600)
    ]
    ImportedFile.objects.bulk_create(rows)
    ImportedFile.objects.create(
        owner=job.owner, job=job, path="last.fit", outcome="failed", reason="Ends too early."
    )
    text = client.get(f"/import/{job.pk}/").content.decode()
    assert "last.fit" in text
    assert "The first 500 files are shown." in text


def running(job, done, total):
    Job.objects.filter(pk=job.pk).update(
        state="running",
        lease_until=datetime(2099, 1, 1, tzinfo=UTC),
        progress_done=done,
        progress_total=total,
        message="history/2024/05/4.fit",
    )


def test_progress_asks_again_each_second_and_only_for_itself(client, job):
    running(job, 40, 100)
    part = client.get(f"/import/{job.pk}/?part=progress").content.decode()
    assert part.lstrip().startswith("<div")
    assert 'hx-trigger="every 1s"' in part
    assert "40 of 100 files" in part
    assert 'value="40"' in part
    assert "history/2024/05/4.fit" in part


def test_when_it_is_over_the_page_is_loaded_once_more(client, job):
    response = client.get(f"/import/{job.pk}/?part=progress")
    assert response["HX-Refresh"] == "true"
    assert "hx-trigger" not in response.content.decode()


def test_without_script_a_link_looks_again(client, job):
    running(job, 1, 2)
    text = client.get(f"/import/{job.pk}/").content.decode()
    part = text[text.index("<main") :]
    link = part[part.index("<noscript>") : part.index("</noscript>")]
    assert f'href="/import/{job.pk}/"' in link


def test_speed_and_time_left_are_foretold_when_enough_is_known(client, job):
    running(job, 100, 3000)
    Job.objects.filter(pk=job.pk).update(created_at=datetime.now(UTC).replace(microsecond=0))
    assert "files a second" not in client.get(f"/import/{job.pk}/").content.decode()
    Job.objects.filter(pk=job.pk).update(created_at=datetime.now(UTC) - timedelta(seconds=10))
    assert (
        "10 files a second, about 5 minutes left"
        in client.get(f"/import/{job.pk}/").content.decode()
    )


def test_an_import_can_be_stopped_and_keeps_what_it_brought(client, runner, job):
    store_made_up_runs(runner, datetime.now(UTC).date(), count=1)
    running(job, 1, 2)
    client.post(f"/import/{job.pk}/stop/")
    job.refresh_from_db()
    assert job.state == "cancelled"
    assert Run.objects.count() == 1
    assert "What was brought in stays" in client.get(f"/import/{job.pk}/").content.decode()


@pytest.mark.parametrize("state", ["queued", "done", "failed", "cancelled"])
def test_every_state_has_a_sentence(client, job, state):
    Job.objects.filter(pk=job.pk).update(state=state)
    heading = re.search(r"<h1>(.+?)</h1>", client.get(f"/import/{job.pk}/").content.decode())
    assert heading
    assert heading[1].endswith(".")


def test_an_unknown_import_is_not_found(client):
    assert client.get(f"/import/{uuid4()}/").status_code == 404
    assert client.post(f"/import/{uuid4()}/stop/").status_code == 404


def test_earlier_imports_are_listed(client, job):
    assert f'href="/import/{job.pk}/"' in client.get("/import/").content.decode()
