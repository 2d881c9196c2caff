"""The movement screens: each is whole and as careful as a self-test, and a fault is found."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from midstance.core.assess.screens import CutOf, Quality
from midstance.core.gait.screen_records import ScreenView
from midstance.knowledge.check import problems, read_knowledge_base
from midstance.knowledge.records_screens import MarkFilm
from midstance.knowledge.screens import (
    film_rules,
    load_screen_rules,
    read_screen_records,
    version_of_screens,
)
from midstance.knowledge.words import read_words

TODAY = datetime.now(UTC).date()
BASE = read_knowledge_base()
ALL = [
    "knee_to_wall", "knee_to_wall_angle", "single_leg_squat", "lateral_step_down",
    "single_leg_bridge_hold", "side_plank_hold", "calf_raises", "sit_to_stand", "modified_thomas",
    "y_reach", "single_leg_balance",
]  # fmt: skip
NEVER = ("diagnos", "treat", "cure", "prevent", "injury", "fail", "should have", "!")


def planted(id_, **changes):
    records = {**BASE.screens, id_: replace(BASE.screens[id_], **changes)}
    return [each for each in problems(replace(BASE, screens=records), TODAY) if id_ in each]


def test_the_screens_are_there_in_order_and_speak_for_every_quality():
    assert list(read_screen_records()) == list(load_screen_rules()) == ALL
    assert {record.quality for record in read_screen_records().values()} == set(Quality)


def test_every_screen_that_loads_a_knee_stops_where_self_tests_do():
    for record in read_screen_records().values():
        assert {"effusion", "locking", "bone_stress_injury"} <= set(record.not_with)
        assert record.loads_knee == (record.safe_as == "single_leg_squat")


def test_calf_raises_hold_the_published_figures():
    norms = {norm.age_from_y: norm for norm in read_screen_records()["calf_raises"].norms}
    assert [(norms[age].male.usual, norms[age].female.usual) for age in range(20, 80, 10)] == [
        (37, 30), (32, 27), (28, 24), (23, 21), (19, 19), (14, 16),
    ]  # fmt: skip


def test_no_screen_promises_or_blames():
    for text in read_words("screens", "en").values():
        film = text.film_limits.text if text.film_limits else ""
        said = [text.purpose.text, *text.steps, text.limits.text, text.because, *text.film_how]
        told = " ".join([*said, film]).lower()
        assert not [word for word in NEVER if word in told]


def test_the_version_changes_with_a_rule(monkeypatch):
    before = version_of_screens()
    rules = dict(load_screen_rules())
    rules["y_reach"] = replace(rules["y_reach"], side_least=5)
    monkeypatch.setattr("midstance.knowledge.screens.load_screen_rules", lambda: rules)
    version_of_screens.cache_clear()
    try:
        assert version_of_screens() != before
    finally:
        version_of_screens.cache_clear()


CALF = BASE.screens["calf_raises"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"order": 1}, "shares its place"),
        ({"motion": "flying"}, "unknown motion"),
        ({"safe_as": "flying"}, "unknown self-test"),
        ({"safe_as": None}, "safe as no self-test"),
        ({"trains": ("flying",)}, "unknown exercise"),
        ({"trains": ()}, "trains nothing"),
        ({"not_with": ("effusion", "locking")}, "does not stop at bone_stress_injury"),
        ({"not_with": (*CALF.not_with, "flying")}, "unknown flying"),
        ({"stop_if": (*CALF.stop_if, CALF.stop_if[0])}, "says something twice"),
        ({"marks": ("a",)}, "marks that it does not count"),
        ({"is_timed": True}, "counts no seconds"),
        ({"most": 0.0}, "no room"),
        ({"beat_per_min": 0}, "does not beat"),
        ({"norms": ()}, "norms that it does not have"),
        ({"norms": (CALF.norms[1], CALF.norms[0])}, "go down in age"),
        ({"norms": (replace(CALF.norms[0], age_below_y=20),)}, "no age"),
        (
            {"norms": (replace(CALF.norms[0], male=replace(CALF.norms[0].male, low=99)),)},
            "not between",
        ),
        ({"flag": replace(CALF.flag, cut=None, side_least=None)}, "find nothing"),
        ({"flag": replace(CALF.flag, cut=(0.8,))}, "each sex"),
        ({"flag": replace(CALF.flag, of=CutOf.LOW)}, "low bounds"),
        ({"flag": replace(CALF.flag, side_least=0)}, "no difference one"),
        ({"error": replace(CALF.error, fixed=0, frac=0)}, "no error"),
        ({"again_days": 1}, "cannot be"),
        ({"sources": ("nobody_1900",)}, "unknown source"),
    ],
)
def test_a_fault_in_a_screen_is_found(changes, words):
    assert any(words in each for each in planted("calf_raises", **changes))


SQUAT = BASE.screens["single_leg_squat"].film
SHIN = BASE.screens["knee_to_wall_angle"].film


@pytest.mark.parametrize(
    ("film", "words"),
    [
        (replace(SQUAT, marks={}), "does not say of each mark"),
        (replace(SQUAT, view=ScreenView.SIDE), "from the side with some"),
        (
            replace(SQUAT, marks={**SQUAT.marks, "foot_turns": MarkFilm((), can_rule_out=True)}),
            "by no sign",
        ),
        (None, "words on its film"),
        (replace(SQUAT, sources=("nobody_1900",)), "unknown source"),
    ],
)
def test_a_fault_in_how_a_screen_is_filmed_is_found(film, words):
    assert any(words in each for each in planted("single_leg_squat", film=film))


def test_a_film_is_of_one_leg_and_has_its_words():
    assert any("tests both at once" in each for each in planted("sit_to_stand", film=SHIN))
    for record in read_screen_records().values():
        assert tuple(rule.mark for rule in film_rules(record)) == (
            record.marks if record.film else ()
        )


def test_sides_are_compared_only_where_they_are_tested():
    flag = replace(BASE.screens["sit_to_stand"].flag, side_least=2)
    assert any("does not test" in each for each in planted("sit_to_stand", flag=flag))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"steps": ("One.",)}, "three to six steps"),
        ({"marks": {"a": "b"}}, "says a"),
        ({"because_sides": None}, "side that is behind"),
        ({"usual": None}, "does not say whose"),
    ],
)
def test_a_fault_in_its_words_is_found(changes, words):
    texts = BASE.words["en"]["screens"]
    faulty = {**texts, "calf_raises": replace(texts["calf_raises"], **changes)}
    base = replace(BASE, words={"en": {**BASE.words["en"], "screens": faulty}})
    assert any(words in each for each in problems(base, TODAY))
