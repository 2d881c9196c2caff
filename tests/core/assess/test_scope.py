"""Pain beside the knee is known for what it is."""

import pytest

from core.assess.documents import read
from midstance.core.assess.explain import assess
from midstance.core.assess.model import Action
from midstance.core.assess.result import CannotSay
from midstance.core.assess.scope import AWAY, action_of_scope, is_away, is_placed
from midstance.knowledge.knee_check import load_check_model

MODEL = load_check_model()


def answers(**document):
    return read(MODEL, document)


def test_every_zone_beside_the_knee_is_on_the_map():
    zones = next(item.options for item in MODEL.questions if item.id == "where")
    assert set(zones) > AWAY


@pytest.mark.parametrize("zone", sorted(AWAY))
def test_pain_in_a_zone_beside_the_knee_alone_is_out_of_scope(zone):
    found = assess(MODEL, answers(where=[zone], walking="normal", onset="gradual"))
    assert found.cannot_say_because == (CannotSay.OUT_OF_SCOPE,)
    assert found.fits == ()


def test_pain_at_the_knee_too_is_in_scope():
    assert not is_away(answers(where=["front_thigh", "front_kneecap"]))
    assert not is_away(answers(where="unknown"))
    assert not is_away(answers())


@pytest.mark.parametrize(
    ("document", "action"),
    [
        ({"duration_w": 3}, Action.WITHIN_WEEKS),
        ({"duration_w": "unknown"}, Action.WITHIN_WEEKS),
        ({"walking": "sore"}, Action.WITHIN_WEEKS),
        ({"duration_w": 1, "walking": "normal"}, Action.CARRY_ON),
    ],
)
def test_pain_elsewhere_that_lasts_or_limits_is_for_someone_to_look_at(document, action):
    assert action_of_scope(answers(where=["back_calf"], **document)) is action
    assert action_of_scope(answers(where=["front_kneecap"], **document)) is Action.CARRY_ON


def test_the_place_is_known_from_the_map_or_by_pressing():
    assert is_placed(answers(where=["front_tip"]))
    assert is_placed(answers(palpation=["lower_tip"]))
    assert not is_placed(answers(where="unknown", palpation="unknown"))
