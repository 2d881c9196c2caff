"""What the check says of plain cases, and when it says that it cannot."""

from dataclasses import replace

import pytest

from core.assess.documents import read
from core.assess.small_model import CONSTANTS, SMALL
from core.assess.test_questions import CALM
from midstance.core.assess.answers import Known
from midstance.core.assess.explain import assess
from midstance.core.assess.fits import estimate_surprise_z
from midstance.core.assess.model import Action
from midstance.core.assess.picture import Picture
from midstance.core.assess.result import ActionFrom, Band, CannotSay, Likely

KNEECAP = {
    "where": ["front"],
    "provoked": ["squat", "stairs", "sitting"],
    "run": "other",
    "load_jump": "no",
}
TENDON = {"where": ["tip"], "provoked": ["squat", "jumping"], "run": "warms_up"}
BONE = {"where": ["shin_bone"], "run": "builds", "load_jump": "yes", "provoked": ["none"]}


def said(model=SMALL, **document):
    return assess(model, read(model, document))


def test_a_plain_case_is_named_with_its_reasons():
    found = said(**CALM, **KNEECAP)
    (fit, *_) = found.fits
    assert (fit.pattern, fit.band) == ("kneecap", Band.FITS_WELL)
    assert found.action is Action.CARRY_ON
    assert found.action_from is ActionFrom.PATTERNS
    assert not found.cannot_say
    assert found.screen_complete
    assert {reason.finding for reason in fit.for_} >= {"front", "sitting"}
    assert all(reason.log_ratio > 0 for reason in fit.for_)
    assert all(reason.log_ratio < 0 for reason in fit.against)
    assert {"tendon", "bone"} <= set(found.unlikely)
    assert found.rules_version == "small-1"


def test_reasons_stand_in_the_order_of_their_strength():
    (fit, *_) = said(**CALM, **KNEECAP).fits
    strengths = [abs(reason.log_ratio) for reason in fit.for_]
    assert strengths == sorted(strengths, reverse=True)


def test_an_absent_finding_is_a_reason_too():
    (fit, *_) = said(**CALM, **TENDON).fits
    states = {reason.finding: reason.state for reason in (*fit.for_, *fit.against)}
    assert states["tip"] is Known.YES
    assert Known.UNTICKED in states.values()


def test_a_pattern_that_needs_a_clinician_leads_to_one():
    found = said(**CALM, **BONE)
    assert found.fits[0].pattern == "bone"
    assert found.action is Action.WITHIN_DAYS
    assert found.action_from is ActionFrom.PATTERNS


def test_a_red_flag_wins_over_a_harmless_pattern():
    found = said(**CALM | {"stuck": "stuck_now"}, **KNEECAP)
    assert found.action is Action.SAME_DAY
    assert found.action_from is ActionFrom.RED_FLAGS
    assert found.red_flags[0].id == "locked"


def test_pain_that_lasts_is_a_matter_of_its_course():
    found = said(**CALM | {"weeks": 10}, **KNEECAP)
    assert found.action is Action.WITHIN_WEEKS
    assert found.action_from is ActionFrom.COURSE


def test_fear_and_a_long_course_together_are_red_flags():
    found = said(**CALM | {"weeks": 10, "worry": "afraid"}, **KNEECAP)
    assert found.action_from is ActionFrom.RED_FLAGS


def test_too_few_answers_name_nothing():
    found = said(age_y=30)
    assert found.cannot_say_because == (CannotSay.NOT_ENOUGH_ANSWERS,)
    assert found.fits == ()
    assert not found.screen_complete
    assert found.most_informative == "where"


def test_a_check_that_care_today_cut_short_names_only_what_is_likely():
    wide = replace(SMALL, constants=replace(CONSTANTS, fits_partly_frac=0.01))
    urgent = {"urgent": ["pale_foot"], "run": "other", "load_jump": "no"}
    found = said(wide, **urgent)
    assert found.cannot_say
    assert found.most_informative is None
    assert all(fit.probability >= CONSTANTS.say_frac for fit in found.fits)
    calm = said(wide, **urgent | {"urgent": ["none"]})
    assert any(fit.probability < CONSTANTS.say_frac for fit in calm.fits)


def test_without_a_place_nothing_is_said_for_sure():
    found = said(**CALM, provoked=["squat", "stairs", "sitting"], run="other")
    assert found.cannot_say_because == (CannotSay.NOT_ENOUGH_ANSWERS,)
    assert found.fits[0].pattern == "kneecap"
    assert all(fit.band is Band.FITS_PARTLY for fit in found.fits)


def test_two_patterns_that_stand_close_are_both_named():
    wide = replace(SMALL, constants=replace(CONSTANTS, gap_frac=0.9, fits_partly_frac=0.01))
    found = said(wide, **CALM, where=["front", "tip"], provoked=["squat", "stairs"])
    assert found.cannot_say_because == (CannotSay.TWO_CLOSE,)
    assert {fit.pattern for fit in found.fits} >= {"kneecap", "tendon"}
    assert {fit.band for fit in found.fits} == {Band.FITS_PARTLY}


def test_a_pattern_that_is_first_but_not_probable_is_not_said():
    strict = replace(SMALL, constants=replace(CONSTANTS, say_frac=0.999))
    assert said(strict, **CALM, **KNEECAP).cannot_say_because == (CannotSay.TWO_CLOSE,)


def test_what_nothing_explains_is_out_of_scope():
    found = said(**CALM, where=["inner", "back"], provoked=["standing"], run="other")
    assert found.cannot_say_because == (CannotSay.OUT_OF_SCOPE,)
    assert found.fits == ()


def test_answers_that_are_unlike_any_pattern_fit_nothing():
    strict = replace(SMALL, constants=replace(CONSTANTS, surprise_z=0.5, out_of_scope_frac=0.99))
    document = CALM | {
        "where": ["front", "outer", "tip", "shin_bone"],
        "provoked": ["standing", "downhill"],
        "run": "same_distance",
    }
    assert said(strict, **document).cannot_say_because == (CannotSay.NOTHING_FITS,)


def test_the_usual_answers_of_a_pattern_are_no_surprise():
    usual = Picture.of(SMALL, read(SMALL, KNEECAP))
    unusual = Picture.of(SMALL, read(SMALL, {"where": ["outer"], "provoked": ["none"]}))
    assert estimate_surprise_z(usual, 0) < 0 < estimate_surprise_z(unusual, 0)


def test_nothing_known_is_no_surprise():
    assert estimate_surprise_z(Picture.blank(SMALL), 0) == pytest.approx(0)


def test_a_flip_within_the_believable_likelihoods_softens_the_band():
    found = said(**CALM, where=["front", "tip"], provoked=["squat", "jumping"], run="warms_up")
    for fit in found.fits:
        if fit.flips:
            assert fit.band is Band.FITS_PARTLY


def test_wider_likelihoods_give_a_wider_range():
    def width(model):
        fit = said(model, **CALM, **KNEECAP).fits[0]
        return fit.probability_high - fit.probability_low

    exact = replace(
        SMALL,
        findings=tuple(
            replace(item, low_frac=item.present_frac, high_frac=item.present_frac)
            for item in SMALL.findings
        ),
    )
    assert width(exact) == pytest.approx(0)
    assert width(SMALL) > 0


def test_a_contributor_is_named_beside_the_pattern():
    found = said(**CALM, **KNEECAP | {"load_jump": "yes"})
    (training, *_) = found.contributors
    assert (training.id, training.band) == ("training", Likely.LIKELY)
    assert ("load_jump", "yes") in training.because


def test_a_contributor_with_weaker_signs_is_possible():
    found = said(**CALM, where=["front"], provoked=["stairs"])
    bands = {item.id: item.band for item in found.contributors}
    assert bands["strength"] is Likely.POSSIBLE


def test_nothing_more_to_ask_has_no_most_informative_question():
    sheet = CALM | KNEECAP | {"squat_test": "pain", "hop_test": "pain", "press_test": ["none"]}
    assert said(**sheet).most_informative is None


def test_at_most_three_are_named():
    everything = replace(SMALL, constants=replace(CONSTANTS, fits_partly_frac=0.0))
    assert len(said(everything, **CALM, **KNEECAP).fits) == 3
