"""Norms of gait and cues: believable, safe and one with the plan; a fault is found."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from midstance.core.gait.cue import choose_cue
from midstance.core.gait.norms import Where, find_band
from midstance.core.gait.records import Confidence, Curve, Metric, Side
from midstance.knowledge.check import problems, read_knowledge_base
from midstance.knowledge.cues import load_cue_book, read_cue_records, version_of_cues
from midstance.knowledge.gait_norms import load_gait_curves, load_gait_norms, read_gait_norms
from midstance.knowledge.records import Certainty
from midstance.knowledge.words import read_words

TODAY = datetime.now(UTC).date()
BASE = read_knowledge_base()
NEVER = ("diagnos", "treat", "cure", "prevent", "injury", "fail", "should have", "!")
CONTACT = BASE.gait_norms["contact_time_s"]
SLOWEST = CONTACT.by_speed[0]
FOOT = BASE.gait_curves["foot_angle_deg"]
CADENCE = "edit_cadence_most_spm"


def found(base, part):
    return [each for each in problems(base, TODAY) if part in each]


def with_norm(**changes):
    norms = {**BASE.gait_norms, "contact_time_s": replace(CONTACT, **changes)}
    return replace(BASE, gait_norms=norms)


def with_cue(id_="quicker_steps", **changes):
    return replace(BASE, cues={**BASE.cues, id_: replace(BASE.cues[id_], **changes)})


def with_values(name, *value):
    told = value[0] if len(value) == 1 else tuple(value)
    parameters = {**BASE.parameters, name: replace(BASE.parameters[name], value=told)}
    return replace(BASE, parameters=parameters)


def test_norms_are_computed_from_a_source_and_say_on_whom():
    for record in read_gait_norms().values():
        assert (record.certainty, record.sources) == (Certainty.COMPUTED, ("rbds_2017",))
        assert "runners" in record.whose
        assert [each.speed_mps for each in record.by_speed] == [2.5, 3.5, 4.5]


def test_quicker_runners_take_more_steps_and_stand_for_shorter():
    norms = load_gait_norms()
    for name, sign in (("cadence_spm", 1), ("contact_time_s", -1), ("duty_factor_frac", -1)):
        assert (sign * np.diff([each.usual for each in norms[name].by_speed]) > 0).all()


def test_the_times_of_the_norms_add_up():
    norms = load_gait_norms()
    for at in range(3):
        contact, flight = (
            norms[name].by_speed[at].usual for name in ("contact_time_s", "flight_time_s")
        )
        step_s = 60 / norms["cadence_spm"].by_speed[at].usual
        assert contact + flight == pytest.approx(step_s, rel=0.01)
        assert norms["duty_factor_frac"].by_speed[at].usual == pytest.approx(
            contact / (2 * step_s), rel=0.01
        )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"unit": "ms"}, "another unit"),
        ({"by_speed": ()}, "no speed"),
        ({"by_speed": CONTACT.by_speed[::-1]}, "go up in speed"),
        ({"by_speed": (replace(SLOWEST, people=3),)}, "too few people"),
        ({"by_speed": (replace(SLOWEST, low=0.9),)}, "not between"),
        ({"by_speed": (replace(SLOWEST, sd=0.0),)}, "no spread"),
        ({"sources": ()}, "cites nothing"),
    ],
)
def test_a_fault_in_a_norm_is_found(changes, words):
    assert any(words in each for each in found(with_norm(**changes), "gait_norms/contact_time_s"))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"unit": "rad"}, "another unit"),
        ({"id": "knee_flexion_deg"}, "no curve"),
        ({"phase_percent": FOOT.phase_percent[::-1]}, "one landing to the next"),
        ({"phase_percent": FOOT.phase_percent[:1]}, "one landing to the next"),
        ({"by_speed": FOOT.by_speed[::-1]}, "go up in speed"),
        ({"by_speed": (replace(FOOT.by_speed[0], people=3),)}, "too few people"),
        ({"by_speed": (replace(FOOT.by_speed[0], low=(0.0,)),)}, "one bound for each phase"),
        ({"by_speed": (replace(FOOT.by_speed[0], low=FOOT.by_speed[0].high),)}, "without width"),
        ({"sources": ()}, "cites nothing"),
    ],
)
def test_a_fault_in_a_usual_course_is_found(changes, words):
    id_ = changes.get("id", FOOT.id)
    base = replace(BASE, gait_curves={id_: replace(FOOT, **changes)})
    assert any(words in each for each in found(base, f"gait_curves/{id_}"))


def test_a_usual_course_and_the_figure_of_the_landing_are_one():
    """The foot lands at the start of the stride; the band of either comes from the same runners."""
    landing = load_gait_norms()["foot_strike_angle_deg"].by_speed
    for one, other in zip(load_gait_curves()[FOOT.id].by_speed, landing, strict=True):
        assert (one.low[0], one.high[0]) == pytest.approx((other.low, other.high), abs=0.1)


@pytest.mark.parametrize("speed_mps", [None, 2.4, 4.6])
def test_no_band_is_drawn_where_no_speed_or_nothing_usual_is_known(speed_mps):
    curves = load_gait_curves()
    assert find_band(a_curve(FOOT.id), speed_mps, curves) is None
    assert find_band(a_curve("knee_flexion_deg"), 3.0, curves) is None


def test_a_band_lies_between_those_of_the_speeds_around():
    norm = load_gait_curves()[FOOT.id]
    at = [np.array(each.low) for each in norm.by_speed[:2]]
    band = find_band(a_curve(FOOT.id), 3.0, {FOOT.id: norm})
    assert band.low[::5] == pytest.approx((at[0] + at[1]) / 2)
    assert (band.low < band.high).all()


def a_curve(name):
    phases = np.linspace(0, 1, 101)
    return Curve(name, phases, phases, phases, phases, 5)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"order": 2}, "shares its place"),
        ({"metric": "smile_deg"}, "unknown figure"),
        ({"where": Where.WITHIN}, "neither below nor above"),
        ({"metric": "trunk_lean_deg", "bound": None}, "usual band that is not known"),
        ({"conditions": ("flying",)}, "for the unknown flying"),
        ({"not_with": ("effusion", "locking", "bone_stress_injury", "flying")}, "unknown flying"),
        ({"not_with": ("locking", "bone_stress_injury")}, "does not stop at effusion"),
        ({"not_with": ("effusion", "locking", "bone_stress_injury")}, "calf_or_achilles_pain"),
        ({"exercise": "flying"}, "unknown exercise"),
        ({"step_frac": 0.2}, "more or less than the plan"),
        ({"bound": 165.0}, "another cadence on than the plan"),
        ({"sources": ("nobody_1900",)}, "unknown source"),
    ],
)
def test_a_fault_in_a_cue_is_found(changes, words):
    assert any(words in each for each in found(with_cue(**changes), "cues/quicker_steps"))


def test_a_plan_that_quickens_steps_from_elsewhere_on_is_found():
    assert found(with_values(CADENCE, 180.0), "cues/quicker_steps")


@pytest.mark.parametrize(
    ("name", "values", "words"),
    [
        ("cue_session_day", (0.0, 2.0), "lack a day"),
        ("cue_session_day", (0.0, 2.0, 2.0, 7.0, 9.0, 11.0, 14.0, 16.0), "follow each other"),
        ("cue_session_frac", (1.0, 1.0, 1.0, 0.5, 0.7, 0.5, 0.3, 0.1), "do not fade"),
    ],
)
def test_a_fault_in_the_sessions_is_found(name, values, words):
    assert found(with_values(name, *values), words)


@pytest.mark.parametrize(
    ("changes", "words"), [({"steps": ("One.",)}, "two to five"), ({"watch_for": ()}, "watch for")]
)
def test_a_fault_in_its_words_is_found(changes, words):
    texts = BASE.words["en"]["cues"]
    faulty = {**texts, "quicker_steps": replace(texts["quicker_steps"], **changes)}
    base = replace(BASE, words={"en": {**BASE.words["en"], "cues": faulty}})
    assert any(words in each for each in found(base, "en/cues/quicker_steps"))


def test_no_cue_promises_or_blames():
    for text in read_words("cues", "en").values():
        told = " ".join([text.name, text.what, text.why.text, *text.steps, *text.watch_for])
        assert not [word for word in NEVER if word in told.lower()]


def test_sessions_fade_within_what_the_review_found():
    sessions = load_cue_book().sessions
    assert 8 <= len(sessions) <= 18
    assert 14 <= sessions[-1].day <= 42
    assert sessions[0].cued_frac == 1
    assert sessions[-1].cued_frac < 0.25


def told(name, value, confidence=Confidence.GOOD):
    return Metric(name, Side.BOTH, value, value - 1, value + 1, 0.6, confidence, None, 20)


def test_the_plan_and_the_cue_quicken_the_same_steps():
    bound = BASE.parameters[CADENCE].value
    for cadence, is_offered in ((bound - 2, True), (bound + 2, False)):
        for condition in ("patellofemoral_pain", "iliotibial_band_pain"):
            cue = choose_cue(
                [told("cadence_spm", cadence)], 3.0, condition, load_cue_book(), is_locked=False
            )
            assert (cue is not None and cue.id == "quicker_steps") == is_offered


def test_feet_that_cross_are_widened_only_for_the_band_at_the_outside():
    metrics = [told("step_width_m", -5.0, Confidence.FAIR)]
    for condition, id_ in (("iliotibial_band_pain", "wider_step"), ("patellofemoral_pain", None)):
        cue = choose_cue(metrics, 3.0, condition, load_cue_book(), is_locked=False)
        assert (cue.id if cue else None) == id_


def test_the_version_changes_with_a_cue(monkeypatch):
    before = version_of_cues()
    book = load_cue_book()
    other = replace(book, rules=book.rules[1:])
    monkeypatch.setattr("midstance.knowledge.cues.load_cue_book", lambda: other)
    version_of_cues.cache_clear()
    try:
        assert version_of_cues() != before
    finally:
        version_of_cues.cache_clear()
    assert next(iter(read_cue_records())) == "quicker_steps"
