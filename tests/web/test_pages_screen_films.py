"""Films of movement tests on their pages: one is handed over and tells what it saw; she decides."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from app.film_makers import add_screen_film, made_filmed
from midstance.app.checking.days import today_of
from midstance.app.save_check import save_check
from midstance.app.screen_movement import screen_movement
from midstance.app.screens.records import ScreenTold
from midstance.core.gait.screen_records import ScreenProblem
from midstance.store.home import inbox_folder
from midstance.store.models import Film, Runner, ScreenReading
from midstance.web.pages.screens.views import suggestion_of
from web.test_pages_films import HOT, page

pytestmark = pytest.mark.django_db
SQUAT, SHIN = "/screens/single_leg_squat/", "/screens/knee_to_wall_angle/"
NEW = "/films/new/?screen=single_leg_squat"


def hand_over(client, status=302, **fields):
    film = SimpleUploadedFile("squat.mov", b"ftyp film", "video/mp4")
    answer = client.post(NEW, {"films": film, "day": "2026-01-05", **fields})
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer


def keep(client, address, status=302, **fields):
    answer = client.post(address, fields)
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer


def part_of(words, start, end):
    return re.search(f"{start}.*?{end}", words, re.DOTALL).group()


@pytest.fixture
def today(runner):
    return today_of(runner)


@pytest.fixture
def film(runner, today):
    return add_screen_film(runner, today)


@pytest.fixture
def shin(runner, today):
    filmed = made_filmed("right", "knee_to_wall_angle")
    return add_screen_film(runner, today, "knee_to_wall_angle", "right", filmed)


@pytest.mark.parametrize("screen", ["single_leg_squat", "lateral_step_down", "knee_to_wall_angle"])
def test_the_form_asks_for_the_leg_and_for_nothing_of_running(client, screen):
    assert f'href="/films/new/?screen={screen}"' in page(client, f"/screens/{screen}/")
    words = page(client, f"/films/new/?screen={screen}&leg=left")
    assert re.search(r'name="leg" value="left"[^>]*checked', words)
    assert 'data-seconds="30"' in words
    assert words.count('class="guide-drawing"') == 1
    for name in ("view", "speed", "height_cm", "keep_pictures"):
        assert f'name="{name}"' not in words


@pytest.mark.parametrize("screen", ["calf_raises", "flying", ""])
def test_what_no_film_can_show_has_no_form(client, screen):
    page(client, f"/films/new/?screen={screen}", 404)
    assert client.post(f"/films/new/?screen={screen}", {"leg": "left"}).status_code == 404
    assert not list(inbox_folder().rglob("*.*"))


def test_a_film_of_a_leg_is_handed_over(client):
    answer = hand_over(client, leg="right", slower="2")
    film = Film.objects.get()
    assert answer["Location"] == f"/films/{film.id}/"
    assert (film.screen, film.leg, film.view) == ("single_leg_squat", "right", "front")
    assert film.told["slower_times"] == 2
    waiting = page(client, f"/films/{film.id}/")
    assert "hx-get" in waiting
    assert "Right leg" in waiting
    assert f'href="{SQUAT}"' in waiting


def test_several_films_of_a_leg_are_found_on_the_page_of_the_test(client):
    films = [SimpleUploadedFile(f"{n}.mov", b"ftyp film", "video/mp4") for n in range(2)]
    answer = hand_over(client, leg="left", films=films)
    assert answer["Location"] == SQUAT
    assert page(client, SQUAT).count('href="/films/') == 3  # two, and the way to the next


def test_without_a_leg_nothing_is_taken(client):
    assert "Say which leg the film is of." in hand_over(client, 422).content.decode()
    assert not Film.objects.exists()
    assert not [path for path in inbox_folder().rglob("*") if path.is_file()]


def test_what_is_not_safe_now_is_not_filmed_either(client, runner):
    save_check(runner, HOT)
    assert 'type="file"' not in page(client, NEW)
    assert "Film this test" not in page(client, SQUAT)
    today = today_of(runner).isoformat()
    assert "see somebody first" in hand_over(client, 422, leg="left", day=today).content.decode()
    assert not Film.objects.exists()


def test_a_film_says_what_it_saw_and_leads_to_the_form(client, film):
    words = page(client, f"/films/{film.id}/")
    marks = part_of(words, 'class="film-marks"', "</ul>")
    assert marks.count("<li>") == 5
    assert "A film cannot show this. Look yourself." in marks
    assert words.count("film-still") == 5
    assert words.count('class="film-upright"') == 5
    assert f'href="{SQUAT}?film={film.id}#keep"' in words
    for running in ("print", "Compare", "Try it", "Every figure"):
        assert running not in words
    page(client, f"/films/{film.id}/report/", 404)
    page(client, f"/films/{film.id}/?with={film.id}")


def test_the_form_tells_what_the_film_saw_and_ticks_nothing(client, film):
    words = page(client, f"{SQUAT}?film={film.id}")
    left = part_of(words, "What you saw on the left", "</fieldset>")
    right = part_of(words, "What you saw on the right", "</fieldset>")
    assert left.count("screen-mark") == 5
    assert "screen-mark" not in right
    assert " checked" not in left + right
    assert f'name="film" value="{film.id}"' in words
    assert "From your film of the left leg" in words


def test_she_decides_what_is_kept_of_a_film(client, film, runner, today):
    film.day = today - timedelta(days=3)
    film.save()
    screen_movement(runner, ScreenTold("single_leg_squat", film.day, right=4))
    address = f"{SQUAT}?film={film.id}"
    assert "Kept of this day: 4 signs." in page(client, address)
    assert f'value="{film.day:%Y-%m-%d}"' in page(client, address)
    keep(client, address, 422, day=film.day, film=film.id)
    keep(client, address, left=["knee_in"], day=film.day, film=film.id)
    row = ScreenReading.objects.get()
    assert (row.day, row.left, row.right, row.is_filmed) == (film.day, 1, 4, True)
    assert "With the help of a film" in page(client, SQUAT)


def test_without_a_film_too_a_side_left_empty_keeps_what_it_has(client, runner, today):
    screen_movement(runner, ScreenTold("single_leg_squat", today, right=4))
    keep(client, SQUAT, left=["none"], day=today)
    row = ScreenReading.objects.get()
    assert (row.left, row.right, row.is_filmed) == (0, 4, False)


def test_an_angle_is_written_in_with_its_range(client, shin):
    told = page(client, f"/films/{shin.id}/")
    assert "Your right shin leans" in told
    words = page(client, f"{SHIN}?film={shin.id}")
    box = re.search(r'<input[^>]*name="right"[^>]*>', words).group()
    value = int(re.search(r'value="(\d+)"', box).group(1))
    assert 30 <= value <= 46
    assert f"{value}° (" in words
    assert 'aria-describedby="id_right_helptext"' in box
    assert "value=" not in re.search(r'<input[^>]*name="left"[^>]*>', words).group()


def test_a_film_that_says_nothing_here_is_left_out(client, shin, runner, today):
    dark = add_screen_film(runner, today, filmed=made_filmed(problem=ScreenProblem.OCCLUSION))
    for told in (dark.id, shin.id, "nonsense", "01234567-0123-0123-0123-012345678901"):
        words = page(client, f"{SQUAT}?film={told}")
        assert 'name="film"' not in words
        assert "screen-mark" not in part_of(words, "What you saw on the left", "</fieldset>")
        keep(client, f"{SQUAT}?film={told}", left=["none"], day=today, film=told)
        assert not ScreenReading.objects.get().is_filmed


def test_another_runners_film_suggests_nothing(rf, runner, film):
    for owner, is_hers in ((runner, True), (Runner.objects.create(name="Somebody else"), False)):
        request = rf.get(SQUAT, {"film": film.id})
        request.runner = owner
        assert (suggestion_of(request, "single_leg_squat") is not None) is is_hers


def test_a_film_that_tells_nothing_says_what_to_do(client, runner, today):
    blind = add_screen_film(runner, today, filmed=made_filmed(problem=ScreenProblem.OTHER_LEG))
    words = page(client, f"/films/{blind.id}/")
    assert "The other leg works in this film." in words
    assert 'href="/films/new/?screen=single_leg_squat&amp;leg=left"' in words
    assert "Write it down" not in words


def test_her_films_of_a_test_stand_on_its_page_alone(client, film):
    assert f'href="/films/{film.id}/"' in page(client, SQUAT)
    for elsewhere in (SHIN, "/films/", "/movement/", "/today/"):
        assert str(film.id) not in page(client, elsewhere)


def test_a_lock_leaves_nothing_to_write_down(client, runner, film):
    save_check(runner, HOT)
    words = page(client, f"/films/{film.id}/")
    assert "Write it down" not in words
    assert "Film again" not in words
    assert "Delete all of this film" in words
    screen = page(client, f"{SQUAT}?film={film.id}")
    assert f'href="/films/{film.id}/"' in screen
    for told in ("Keep this test", "The film saw", "Film this test"):
        assert told not in words + screen


def test_a_film_is_deleted_and_the_test_stays(client, film, runner, today):
    keep(client, f"{SQUAT}?film={film.id}", left=["none"], day=today, film=film.id)
    assert client.post(f"/films/{film.id}/drop/")["Location"] == SQUAT
    assert not Film.objects.exists()
    assert ScreenReading.objects.filter(owner=runner).exists()
