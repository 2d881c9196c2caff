"""The page of the shoes: what it says, and each change that can be made and taken back on it."""

import pytest

from midstance.app.add_shoe import add_shoe
from midstance.app.shoes.records import ShoeFacts
from midstance.store.models import Run, Runner, Shoe, ShoeTold

pytestmark = pytest.mark.django_db


def page(client, address="/shoes/", status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def send(client, address, status=302, **fields):
    answer = client.post(address, fields)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


@pytest.fixture
def pair(runner):
    return add_shoe(runner, ShoeFacts("Blue <b>pair</b>", before_m=499_000.0))


def test_without_shoes_the_page_says_what_will_be_here(client):
    words = page(client)
    assert "No shoes are known yet." in words
    assert "Files of a watch do not" in words


def test_a_pair_is_added_in_her_units(client, runner):
    Runner.objects.update(units="imperial")
    send(client, "/shoes/add/", name="Trail", before="10", most="300", kinds=["long"], long="9,5")
    shoe = Shoe.objects.owned_by(runner).get()
    assert shoe.before_m == pytest.approx(16_093.44)
    assert shoe.most_m == pytest.approx(482_803.2)
    assert (shoe.kinds, shoe.long_m) == (["long"], pytest.approx(15_288.768))
    assert "10</strong> mi" in page(client)


def test_a_pace_is_typed_as_minutes_and_seconds(client, runner):
    send(client, "/shoes/add/", name="Fast", kinds=["fast"], fast="5:00")
    assert Shoe.objects.owned_by(runner).get().fast_mps == pytest.approx(1000 / 300)
    assert "5:00 min/km" in page(client)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": ""}, "Name the pair"),
        ({"name": "A", "before": "-3"}, "Write a distance between 0 km and 5,000 km."),
        ({"name": "A", "most": "10000"}, "Write a distance between 50 km and 3,000 km."),
        ({"name": "A", "before": "many"}, "as a number"),
        ({"name": "A", "first_day": "2999-01-01"}, "cannot lie ahead"),
        ({"name": "A", "first_day": "soon"}, "year, month, day"),
        ({"name": "A", "kinds": ["long"]}, "from which distance on a run is long"),
        ({"name": "A", "kinds": ["fast"], "fast": "soon"}, "like 5:30"),
        ({"name": "A", "kinds": ["moon"]}, "no such kind"),
        ({"name": "a\0b"}, "signs that can be seen"),
    ],
)
def test_what_cannot_be_is_said_at_its_box(client, fields, words):
    answer = send(client, "/shoes/add/", 422, **fields)
    assert words in answer
    assert "There is something to put right" in answer
    assert not Shoe.objects.exists()


def test_all_that_is_wrong_is_said_at_once(client):
    answer = send(client, "/shoes/add/", 422, name="", before="-3", most="many", first_day="soon")
    for words in ("Name the pair", "0 km and 5,000 km", "as a number", "year, month, day"):
        assert answer.count(words) == 2  # at its box, and above


def test_a_name_is_never_markup(client, pair):
    for address in ("/shoes/", f"/shoes/{pair}/"):
        words = page(client, address)
        assert "<b>pair</b>" not in words
        assert "Blue &lt;b&gt;pair&lt;/b&gt;" in words


def test_a_pair_is_changed_put_away_taken_back_and_removed(client, pair):
    send(client, f"/shoes/{pair}/", name="Red", before="10")
    assert "Red" in page(client)
    send(client, f"/shoes/{pair}/away/")
    assert "All your pairs are put away." in page(client)
    send(client, f"/shoes/{pair}/back/")
    assert "None of your pairs is at its reminder." in page(client)
    send(client, "/shoes/undo/")
    assert "All your pairs are put away." in page(client)
    send(client, f"/shoes/{pair}/remove/")
    assert "No shoes are known yet." in page(client)
    send(client, "/shoes/undo/")
    assert "Red" in page(client)


def test_two_pairs_are_joined(client, runner, pair):
    other = add_shoe(runner, ShoeFacts("Same", before_m=2000.0))
    send(client, f"/shoes/{other}/join/", keep=pair)
    assert "went 501 km and is at its reminder" in page(client)
    assert "Same" in page(client, f"/shoes/{pair}/")
    for keep in ("", "x", "-1", "9" * 30, "999"):
        send(client, f"/shoes/{pair}/join/", 404, keep=keep)
    send(client, f"/shoes/{pair}/join/", keep=pair)


def test_the_run_page_offers_the_shoes_and_keeps_the_choice(client, pair, runs):
    address = f"/runs/{runs[-1]}/"
    assert "Nobody said so far." in page(client, address)
    send(client, f"/shoes/run/{runs[-1]}/", shoe=pair)
    run = Run.objects.get(key=runs[-1])
    assert (run.shoe_id, run.shoe_told) == (pair, ShoeTold.HAND)
    assert "You said so." in page(client, address)
    send(client, f"/shoes/run/{runs[-1]}/", shoe="none")
    send(client, f"/shoes/run/{runs[-1]}/", shoe="as_before")
    run.refresh_from_db()
    assert (run.shoe_id, run.shoe_told) == (None, ShoeTold.UNTOLD)
    send(client, f"/shoes/run/{runs[-1]}/", 404, shoe="999")
    send(client, "/shoes/run/0000000000000000/", 404, shoe="none")


def test_the_runs_of_a_pair_are_found(client, runner, runs):
    pk = add_shoe(runner, ShoeFacts("Läufer & Co"))
    send(client, f"/shoes/run/{runs[0]}/", shoe=pk)
    address = "/runs/?q=L%C3%A4ufer%20%26%20Co"
    assert address in page(client, f"/shoes/{pk}/")
    words = page(client, address)
    assert f"/runs/{runs[0]}/" in words
    assert f"/runs/{runs[1]}/" not in words


def test_runs_without_shoes_can_be_filled_in(client, runner, runs):
    facts = ShoeFacts("All", first_day=Run.objects.earliest("local_day").local_day)
    pk = add_shoe(runner, facts)
    assert "Open a pair and say" in page(client)
    send(client, f"/shoes/{pk}/", name="All", first_day=facts.first_day, kinds=["every"])
    assert f"Fill in {len(runs)} runs" in page(client)
    send(client, "/shoes/rules/")
    words = page(client)
    assert "Fill in" not in words
    assert "Knee load by pair" in words


def test_a_pair_with_runs_is_not_removed(client, pair, runs):
    send(client, f"/shoes/run/{runs[0]}/", shoe=pair)
    send(client, f"/shoes/{pair}/remove/")
    assert Shoe.objects.get().pk == pair


def test_the_page_says_what_the_numbers_are_not(client, pair, runs):
    send(client, f"/shoes/run/{runs[0]}/", shoe=pair)
    words = page(client)
    assert "a rule of the trade and not science: no trial links the distance" in words
    assert "does not say that one pair is kinder to your knee" in words
    assert "(expert judgement)" in words
    assert "a rule of the trade and not science" in page(client, f"/shoes/{pair}/")
