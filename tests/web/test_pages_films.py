"""The pages of films: how to film, handing one over, what it tells, and what comes of it."""

import json
import re
from dataclasses import replace
from datetime import datetime, time, timedelta

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from app.film_makers import HERE, LOOK, RIVALS, add_film, made_gait, made_rear_gait
from app.knee_answers import KNEECAP
from app.makers import add_run
from core.gait.made_runner import a_runner
from midstance.app.checking.days import today_of
from midstance.app.films.records import FrameLine, Skeleton
from midstance.app.plain import to_plain
from midstance.app.save_check import save_check
from midstance.app.set_up_plan import set_up_plan
from midstance.app.training.wishes import DEFAULT_WISHES
from midstance.core.gait.keypoints import JOINTS
from midstance.store.home import inbox_folder
from midstance.store.models import CueTrial, Film, Runner
from midstance.web.components.film_figure import (
    Moving,
    body_of,
    box_around,
    figure_shapes,
    is_drawn,
)
from midstance.web.pages.films import views

pytestmark = pytest.mark.django_db
HOT = {"age_y": 34, "side": "left", "urgent_signs": ["hot_red_swollen_knee"]}
SORE = KNEECAP | {"run_pattern": ["only_after"]}
NEW = "/films/new/"
JPEG = b"\xff\xd8 a picture"


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def hand_over(client, status=302, name="run.mov", **fields):
    film = SimpleUploadedFile(name, b"ftyp film", "video/mp4")
    sent = {"films": film, "view": "side", "day": "2026-01-05"} | fields
    answer = client.post(NEW, {key: value for key, value in sent.items() if value is not None})
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer


def left_in_inbox():
    return [path.name for path in inbox_folder().rglob("*") if path.is_file()]


@pytest.fixture
def today(runner):
    return today_of(runner)


@pytest.fixture
def film(runner, today):
    return add_film(runner, today)


def address(film, more=""):
    return f"/films/{film.id}/{more}"


def test_an_empty_list_leads_to_the_guide(client):
    words = page(client, "/films/")
    assert f'href="{NEW}"' in words
    guide = page(client, NEW)
    assert guide.count('class="guide-drawing"') == 4
    for part in ("hips", "60 pictures a second", "from behind", "10 seconds", "expert judgement"):
        assert part.replace("10 seconds", "ten seconds").lower() in guide.lower()
    assert 'type="file"' in guide


def test_a_missing_video_part_says_how_to_install_it(client, monkeypatch):
    monkeypatch.setattr(views, "video_part_missing", lambda: "Install midstance[video].")
    words = page(client, NEW)
    assert "Install midstance[video]." in words
    assert 'type="file"' not in words
    assert "guide-drawing" in words


def test_a_film_is_handed_over_in_her_own_units(client, runner):
    Runner.objects.update(units="imperial")
    told = {
        "speed": "6,2",
        "height_ft": "5",
        "height_in": "6",
        "slower": "4",
        "keep_pictures": "on",
    }
    answer = hand_over(client, **told, from_s="2", to_s="12", whom="left")
    film = Film.objects.get()
    assert answer["Location"] == address(film)
    assert (film.owner_id, film.view, film.state, film.name) == (
        runner.pk,
        "side",
        "waiting",
        "run.mov",
    )
    assert film.told["treadmill_mps"] == pytest.approx(6.2 * 1609.344 / 3600)
    assert film.told["height_m"] == pytest.approx(66 * 0.0254, abs=1e-3)
    assert (film.told["slower_times"], film.told["whom"], film.told["to_s"]) == (4, "left", 12)
    assert film.told["keep_pictures"] is True


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"films": None}, "film"),
        ({"speed": "fast"}, "as a number"),
        ({"day": ""}, "on which day"),
        ({"height_cm": "9"}, "in centimetres"),
        ({"speed": "90"}, "belt"),
        ({"from_s": "9", "to_s": "3"}, "part"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(client, fields, said):
    words = hand_over(client, 422, **fields).content.decode()
    problem = re.search(r"error-summary.*?</div>", words, re.DOTALL)
    assert problem
    assert said in problem.group()
    assert not Film.objects.exists()
    assert left_in_inbox() == []


def test_a_film_beyond_the_limit_is_refused_while_it_comes(client, monkeypatch):
    monkeypatch.setattr(views, "FILM_MAX_BYTES", 5)
    assert "larger than" in hand_over(client, 422).content.decode()
    assert not Film.objects.exists()
    assert left_in_inbox() == []


def test_without_a_form_token_nothing_is_taken(client):
    client.handler.enforce_csrf_checks = True
    answer = client.post(NEW, {"films": SimpleUploadedFile("run.mov", b"film"), "view": "side"})
    assert answer.status_code == 403
    assert not Film.objects.exists()
    assert left_in_inbox() == []


def test_a_film_tells_its_figures_its_pictures_and_what_it_cannot_say(client, film):
    words = page(client, address(film))
    assert words.count("film-still") == 3
    for part in ("A typical step of yours", "Angles over one stride", "Which foot is down"):
        assert part in words
    assert "What this film cannot say" in words
    assert "Delete all of this film" in words
    assert '<image href="' not in words


def test_the_figure_moves_along_the_points_of_the_chart(client, film):
    words = page(client, address(film))
    chart = json.loads(re.search(r'id="film-steps-spec"[^>]*>(.*?)</script>', words).group(1))
    moving = json.loads(re.search(r'id="film-frames"[^>]*>(.*?)</script>', words).group(1))
    assert len(chart["x"]) == len(moving["frames"]) == len(moving["times"])
    assert chart["x"] == pytest.approx(moving["times"], abs=1e-3)
    texts = set(chart["panels"][0]["texts"])
    assert {"left foot on the ground", "right foot on the ground"} <= texts


def test_kept_pictures_lie_under_the_joints_and_are_hers_alone(client, runner, today):
    kept = add_film(
        runner, today, pictures=dict.fromkeys(("contact", "midstance", "toe_off"), JPEG)
    )
    words = page(client, address(kept))
    assert words.count('<image href="') == 3
    assert words.count('class="film-bone-far" d="M') == 3
    answer = client.get(address(kept, "picture/contact/"))
    assert (answer.content, answer["Content-Type"]) == (JPEG, "image/jpeg")
    page(client, address(kept, "picture/landing/"), 404)
    client.post(address(kept, "pictures/drop/"))
    page(client, address(kept, "picture/contact/"), 404)
    assert '<image href="' not in page(client, address(kept))


def test_a_kept_picture_from_behind_is_shown_for_its_leg(client, runner, today):
    kept = add_film(runner, today, made_rear_gait(), view="rear", pictures={"left_contact": JPEG})
    shown = address(kept, "picture/left_contact/")
    assert shown in page(client, address(kept))
    assert client.get(shown).content == JPEG
    page(client, address(kept, "picture/right_contact/"), 404)


def test_another_runners_film_is_no_film(client, today):
    other = add_film(Runner.objects.create(name="Somebody else"), today)
    for more in ("", "report/", "picture/contact/"):
        assert client.get(address(other, more)).status_code in {302, 404}
    assert client.post(address(other, "drop/")).status_code in {302, 404}
    assert Film.objects.filter(pk=other.pk).exists()


def test_progress_is_told_until_it_is_over(client, runner, today):
    film = Film.objects.create(owner=runner, view="side", day=today, state="waiting", name="a.mov")
    assert "hx-get" in page(client, address(film))
    assert "<html" not in page(client, address(film, "?part=progress"))
    client.post(address(film, "stop/"))
    film.refresh_from_db()
    assert film.state == "cancelled"
    assert client.get(address(film, "?part=progress"))["HX-Refresh"] == "true"
    assert "hx-get" not in page(client, address(film))


def test_two_people_alike_are_drawn_and_she_says_who_she_is(client, runner, today):
    until = timezone.now() + timedelta(minutes=50)
    asking = Film.objects.create(
        owner=runner,
        view="side",
        day=today,
        state="asking",
        name="a.mov",
        look=to_plain(RIVALS),
        ask_until=until,
    )
    words = page(client, address(asking))
    assert words.count('class="film-person"') == 2
    assert words.count('name="whom"') == 2
    client.post(address(asking, "person/"), {"whom": "right"})
    asking.refresh_from_db()
    assert (asking.state, asking.told["whom"]) == ("waiting", "right")


def test_what_is_wrong_with_a_film_is_told_with_what_to_do(client, runner, today):
    dark = add_film(runner, today, look=to_plain(replace(LOOK, light_frac=0.02)))
    advice = re.search(r'"film-advice".*?</p>', page(client, address(dark)), re.DOTALL).group()
    assert "The picture is dark. Turn on a light" in advice


def test_from_behind_each_leg_has_its_step_and_its_line(client, runner, today):
    words = page(client, address(add_film(runner, today, made_rear_gait(), view="rear")))
    assert words.count("film-still") == 6
    curves = json.loads(re.search(r'id="film-curves-spec"[^>]*>(.*?)</script>', words).group(1))
    told = [[each["label"] for each in panel["series"]] for panel in curves["panels"]]
    assert all([label for label in panel if label] == ["left", "right"] for panel in told)


def test_an_answer_that_is_none_is_not_found(client, film):
    assert client.post(address(film, "person/"), {"whom": "middle"}).status_code == 404
    answer = client.post(address(film, "person/"), {"whom": "left"}, follow=True)
    assert "asks nothing any more" in answer.content.decode()


def test_two_films_are_compared_and_one_is_deleted(client, runner, today):
    earlier = add_film(runner, today - timedelta(days=9), made_gait(stride_s=0.76))
    later = add_film(runner, today)
    words = page(client, address(later, f"?with={earlier.id}"))
    assert "Beside an earlier film" in words
    assert "film-changes" in words
    page(client, address(later, "?with=nonsense"))
    assert client.post(address(later, "drop/"))["Location"] == "/films/"
    page(client, address(later), 404)


def test_the_report_holds_the_film_on_paper(client, film, runner, today):
    words = page(client, address(film, "report/"))
    assert words.count("film-still") == 3
    assert "Figures" in words
    assert "film-print" in words
    open_film = Film.objects.create(owner=runner, view="side", day=today, state="waiting", name="a")
    page(client, address(open_film, "report/"), 404)


def test_a_lock_leaves_no_form_and_nothing_to_try(client, runner, film):
    save_check(runner, HOT)
    assert 'type="file"' not in page(client, NEW)
    assert "Films wait for now" in page(client, "/films/")
    assert "Try it on your next runs" not in page(client, address(film))
    assert "Tests and films wait for now" in page(client, "/movement/")


def test_a_trial_is_begun_with_its_beat_and_kept(client, runner, today):
    save_check(runner, SORE)
    slow = add_film(runner, today, made_gait(stride_s=0.78))
    assert "Try it on your next runs" in page(client, address(slow))
    assert client.post(address(slow, "try/"))["Location"] == "/films/drill/"
    drill = page(client, "/films/drill/")
    assert re.search(r'<ms-drill class="drill" data-beat="16[0-9]\.\d"', drill)
    assert drill.count('class="drill-bar"') >= 8
    assert "You are trying" in page(client, address(slow))
    assert "drill" in page(client, "/movement/")
    again = client.post(address(slow, "try/"), follow=True)
    assert "One at a time" in again.content.decode()
    assert client.post("/films/drill/end/", {"keep": "yes"})["Location"] == "/films/"
    assert "Nothing to try for now" in page(client, "/films/drill/")
    assert client.post("/films/drill/end/", {"keep": "no"})["Location"] == "/films/drill/"


def test_today_leads_to_the_drill_where_a_run_is_a_trial(client, runner, today):
    days = tuple(replace(day, outing_s=3600) for day in DEFAULT_WISHES.days)
    set_up_plan(runner, replace(DEFAULT_WISHES, days=days, runs_a_week=7))
    for back in range(2, 30, 2):
        ran_at = datetime.combine(today - timedelta(days=back), time(7), HERE)
        add_run(runner, ran_at)
    assert "/films/drill/" not in page(client, "/today/")
    film = add_film(runner, today, made_gait(stride_s=0.78))
    CueTrial.objects.create(owner=runner, film=film, cue="quicker_steps", beat_spm=162,
                            began_on=today, version="1")  # fmt: skip
    assert 'href="/films/drill/"' in page(client, "/today/")


def test_a_film_that_tells_nothing_says_why_and_offers_another_try(client, runner, today):
    empty = add_film(runner, today, made_gait(seconds=1.0))
    words = page(client, address(empty))
    assert "Film again" in words
    assert "What matters for you" not in words
    assert "A page to print" not in words


def test_movement_leads_to_tests_and_films(client, film):
    words = page(client, "/movement/")
    assert 'href="/screens/"' in words
    assert f'href="{address(film)}"' in words
    assert 'href="/movement/" aria-current="page"' in page(client, "/screens/")
    bar = re.search(r'<nav class="places".*?</nav>', words, re.DOTALL).group()
    assert bar.count("<li>") == 5
    assert 'href="/runs/"' not in bar
    assert 'href="/runs/"' in words


def drawn(frames, working="right"):
    skeleton = Skeleton(1280, 720, JOINTS, ((0, 1),))
    return body_of(skeleton, frames, working, is_side=True)


def made_frames(count=40):
    return [tuple(map(tuple, frame)) for frame in a_runner().position_px[:count].tolist()]


def test_near_and_far_films_give_a_figure_of_one_size():
    frames = made_frames()
    far = [tuple((x / 3, y / 3) for x, y in frame) for frame in frames]
    heights = [box_around([(drawn(each), each[0])])[0].height for each in (frames, far)]
    assert heights[0] == pytest.approx(heights[1], rel=1e-6)


def test_a_joint_that_was_not_seen_leaves_out_what_hangs_on_it():
    frames = made_frames()
    body = drawn(frames)
    without = list(frames[0])
    without[JOINTS.index("right_knee")] = None
    assert figure_shapes(body, without).count("body-working") == 1  # the foot
    assert figure_shapes(body, frames[0]).count("body-working") == 3
    assert is_drawn(body, without)
    assert not is_drawn(body, [None] * len(JOINTS))
    assert drawn([[None] * len(JOINTS)]) is None


def test_the_moving_figure_stays_in_its_box():
    frames = made_frames()
    lines = [FrameLine(n / 60, frame) for n, frame in enumerate(frames)]
    spec = Moving(drawn(frames), lines).spec()
    left, top, width, height = spec["box"]
    points = np.array(spec["frames"], float).reshape(len(frames), -1, 2) / 10
    assert points[..., 0].min() >= left
    assert points[..., 0].max() <= left + width
    assert points[..., 1].min() >= top
    assert points[..., 1].max() <= top + height
