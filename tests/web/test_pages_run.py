"""The page of one run."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client

from midstance.app.set_up_runner import Profile, set_up_runner
from midstance.store.models import Original, Run, RunLoad, Runner, TissueLoadRow

pytestmark = pytest.mark.django_db
TODAY = datetime.now(UTC).date()


def page(client, key, query=""):
    response = client.get(f"/runs/{key}/{query}")
    assert response.status_code == 200
    return response.content.decode()


def body_of(response):
    return b"".join(response.streaming_content)


def test_the_answer_is_the_heading_and_the_level_has_its_range(client, runs):
    text = page(client, runs[-2])
    assert re.search(r"<h1>[^<]+ load [^<]+</h1>", text)
    assert re.search(r"with about \d+ times your body weight \([\d.]+ to [\d.]+\)", text)


def test_load_speed_slope_and_cadence_stand_on_one_axis(client, runs):
    text = page(client, runs[-2])
    for panel in ("Load", "Pace", "Slope", "Step rate"):
        assert f'"label": "{panel}"' in text
    assert text.count("<ms-chart") == 1


def test_the_heaviest_minutes_say_why(client, runs):
    text = page(client, runs[-2])
    minutes = text[text.index('class="minutes"') :]
    assert minutes[: minutes.index("</ol>")].count("<li>") == 3


def test_the_shares_are_drawn_and_written(client, runs):
    text = page(client, runs[-2])
    shares = text[text.index('class="shares"') : text.index("Each part of your knee")]
    assert "share-fill" in shares
    assert "Distance" in shares


def test_every_tissue_has_a_range_and_the_outer_band_an_index_only(client, runs):
    text = page(client, runs[-2])
    table = text[text.index("Each part of your knee") :]
    table = table[: table.index("</table>")]
    assert table.count('class="range"') == 6
    assert "index only, not checked against a lab" in table


def test_what_was_measured_is_said(client, runner, runs):
    assert "A height of 1.75 m stands in for yours." in page(client, runs[0])
    RunLoad.objects.owned_by(runner).update(inputs={"height": "measured", "slope": "absent"})
    text = page(client, runs[0])
    assert "You told us." in text
    assert "Counted as flat ground." in text


def test_what_was_repaired_is_said(client, runs):
    assert "They were doubled" in page(client, runs[0])


@pytest.mark.parametrize(
    ("share", "said"), [(0.25, "minutes of walking are left out"), (0.019, None)]
)
def test_walking_is_left_out_and_said_where_it_is_more_than_a_little(client, runs, share, said):
    load = RunLoad.objects.get(run__key=runs[0])
    load.walking_s, load.unknown_s = share * load.moving_s, 0.0
    load.save()
    text = page(client, runs[0])
    assert (said in text) if said else ("left out" not in text)


@pytest.mark.parametrize(("share", "said"), [(0.034, True), (0.02, False), (None, False)])
def test_distance_that_no_second_holds_is_left_out_and_said(client, runs, share, said):
    RunLoad.objects.filter(run__key=runs[0]).update(unrecorded_frac=share)
    sentence = "For 3 % of the distance the watch was paused or wrote nothing."
    assert (sentence in page(client, runs[0])) is said


def test_seconds_without_speed_are_left_out_and_said(client, runs):
    load = RunLoad.objects.get(run__key=runs[0])
    load.walking_s, load.unknown_s = 0.0, max(0.03 * load.moving_s, 50.0)
    load.save()
    assert "the file holds no speed" in page(client, runs[0])


@pytest.mark.parametrize(
    ("maker", "product", "said"),
    [
        ("Garmin", "3291", "recorded by Garmin<"),
        ("Garmin", "Forerunner 245", "recorded by Garmin Forerunner 245"),
        ("manufacturer 89", "Pod", "recorded by Pod"),
        ("manufacturer 89", "12", None),
    ],
)
def test_a_watch_is_named_in_words_and_never_by_number(client, runs, maker, product, said):
    Run.objects.filter(key=runs[0]).update(device_manufacturer=maker, device_product=product)
    text = page(client, runs[0])
    assert (said in text) if said else ("recorded by" not in text)


@pytest.mark.parametrize("tissue", ["patellar_tendon", "tibiofemoral"])
def test_another_tissue_can_be_drawn(client, runs, tissue):
    text = page(client, runs[-2], f"?tissue={tissue}")
    assert re.search(rf'id="tissue-{tissue}"[^>]*aria-current="true"', text)


def test_a_run_without_load_says_so(client, runner, runs):
    TissueLoadRow.objects.owned_by(runner).delete()
    RunLoad.objects.owned_by(runner).delete()
    assert "This run has no knee load yet" in page(client, runs[0])


def test_a_file_without_running_shows_no_figures_of_nothing(client, runner, runs):
    RunLoad.objects.owned_by(runner).update(steps=0.0)
    TissueLoadRow.objects.owned_by(runner).update(
        impulse_bw_s=0.0, impulse_low_bw_s=0.0, impulse_high_bw_s=0.0
    )
    text = page(client, runs[0])
    assert "this file holds none" in text
    for figure in ("<ms-chart", "times your body weight", "Each part of your knee"):
        assert figure not in text
    assert "0 to 0" not in client.get("/runs/").content.decode()


def test_another_record_of_the_same_run_is_linked_both_ways(client, runs):
    shown, other = (Run.objects.get(key=key) for key in runs[:2])
    Run.objects.filter(pk=other.pk).update(duplicate_of=shown)
    assert f'href="/runs/{other.key}/"' in page(client, shown.key)
    text = page(client, other.key)
    assert "This is another record of the same run" in text
    assert f'href="/runs/{shown.key}/"' in text


def test_imperial_runners_read_miles_and_feet(client, runner, runs):
    set_up_runner(runner, Profile(units="imperial"))
    text = page(client, runs[-2])
    assert "min/mi" in text
    assert re.search(r"\d <span class=\"unit\">ft<", text)
    assert " km" not in text[text.index("<main") :]


@pytest.mark.parametrize("key", ["0" * 16, "nonsense", "x" * 500])
@pytest.mark.usefixtures("runs")
def test_an_unknown_run_is_not_found(client, key):
    assert client.get(f"/runs/{key}/").status_code == 404
    assert client.get(f"/runs/{key}/original/").status_code == 404


def test_the_original_comes_back_byte_for_byte(client, runs):
    response = client.get(f"/runs/{runs[0]}/original/")
    assert body_of(response).startswith(b"made up run ")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    "name",
    [
        'evil"\r\nSet-Cookie: a=b.fit',
        "../../etc/passwd",
        "Mañana 🏃 <script>.fit",
        "x" * 3000 + ".fit",
        "export.zip/activities/1.fit.gz",
    ],
)
def test_any_name_makes_one_safe_header(client, runner, runs, name):
    Original.objects.owned_by(runner).update(name=name)
    page(client, runs[0])
    response = client.get(f"/runs/{runs[0]}/original/")
    body_of(response)
    header = response["Content-Disposition"]
    assert "\n" not in header
    assert "/" not in header.replace("utf-8''", "")
    assert len(header) < 2500


def test_names_from_files_are_text_and_never_markup(client, runner, runs):
    Run.objects.owned_by(runner).update(
        name="</script><svg onload=alert(1)>", device_product="<b>watch"
    )
    text = page(client, runs[-2])
    assert "<svg onload" not in text
    assert "<b>watch" not in text


def test_nobody_sees_the_run_of_somebody_else(runs):
    stranger = User.objects.create_user("stranger")
    Runner.objects.create(user=stranger)
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(stranger)
    for address in (f"/runs/{runs[0]}/", f"/runs/{runs[0]}/original/", f"/api/runs/{runs[0]}"):
        assert client.get(address).status_code == 404
    assert "Here you will see" in client.get("/load/").content.decode()


def test_a_lost_original_is_said_and_breaks_nothing(client, runs, tmp_path):
    for blob in Path(tmp_path / "home" / "blobs").rglob("*"):
        if blob.is_file():
            blob.unlink()
    assert client.get(f"/runs/{runs[0]}/original/").status_code == 404
    page(client, runs[0])
