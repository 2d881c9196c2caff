"""Named runners and the weeks they get; run it as `core.plan.golden_weeks` to write them."""

from pathlib import Path

import yaml

from core.plan.week_inputs import BOOK, CONSTANTS, HOME, ROOM, TODAY, week_inputs
from midstance.core.plan.book import Change, DoseForm
from midstance.core.plan.pain_rules import DayLog, Light
from midstance.core.plan.problem import DayRoom, Irritability, TimeOfDay
from midstance.core.plan.progression import ExerciseLog, Prescription
from midstance.core.plan.return_to_run import EntryAnswers, OutingLog, stages_of
from midstance.core.plan.week import plan_week

GOLDEN = Path(__file__).parent / "golden"
HIGH, MODERATE, LOW = Irritability
DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
GYM = HOME | {"bench", "machine", "weight", "bike", "treadmill"}
GREEN = [ExerciseLog(day, Light.GREEN, 1.0, 5) for day in (1, 3)]
LONG_RUN = OutingLog(TODAY - 3, Light.GREEN, None, 3000, 3000, 8500)
MWF = tuple(ROOM if day in {0, 2, 4} else DayRoom() for day in range(7))


def stage_done(day, place, condition):
    stage = stages_of(condition, CONSTANTS)[place]
    return OutingLog(TODAY + day, Light.GREEN, place, max(stage.total_s, 60), stage.run_s)


def weeks_of_stages(condition):
    return [stage_done(-14 + 2 * number, number // 2, condition) for number in range(7)]


def situations():
    kneecap, band, tendon = "patellofemoral_pain", "iliotibial_band_pain", "patellar_tendinopathy"
    known = (Prescription("mini_squat", DoseForm.ENDURANCE, 2, 12, None), GREEN)
    top = (Prescription("fire_hydrant", DoseForm.ACTIVATION, 2, 15, None), GREEN)
    return {
        "kneecap_flaring": week_inputs(kneecap, HIGH, entry=EntryAnswers(1, False, 5)),
        "kneecap_at_home_first_week": week_inputs(kneecap, MODERATE),
        "kneecap_settled_in_the_gym": week_inputs(
            kneecap, LOW, equipment=GYM, is_returning=False, outings=[LONG_RUN]
        ),
        "kneecap_second_week_after_green": week_inputs(kneecap, MODERATE, current=[known, top]),
        "kneecap_cannot_kneel": week_inputs(
            kneecap, MODERATE, situations=frozenset({"kneeling_pain"})
        ),
        "band_first_week": week_inputs(band, MODERATE, onset_s=900.0),
        "band_back_to_running": week_inputs(
            band, LOW, outings=weeks_of_stages(band), onset_s=1500.0
        ),
        "patellar_tendon_early": week_inputs(tendon, MODERATE),
        "patellar_tendon_late_in_the_gym": week_inputs(
            tendon, LOW, equipment=GYM, outings=weeks_of_stages(tendon)
        ),
        "quadriceps_tendon_early": week_inputs("quadriceps_tendinopathy", MODERATE),
        "form_and_foot_without_pain": week_inputs(
            "no_pain", LOW, contributors=frozenset({"running_form"}), outings=[LONG_RUN]
        ),
        "keep_well_with_a_goal": week_inputs("no_pain", LOW, outings=[LONG_RUN], goal_s=3600.0),
        "cannot_say": week_inputs("cannot_say", MODERATE),
        "one_red_yesterday": week_inputs(
            kneecap, MODERATE, logs=[DayLog(TODAY, True, 0, 7, 3)]
        ),
        "two_reds": week_inputs(
            kneecap, MODERATE, logs=[DayLog(TODAY - 3, True, 0, 7), DayLog(TODAY, True, 0, 7)]
        ),
        "red_flag": week_inputs(kneecap, MODERATE, has_red_flag=True),
        "bone_stress": week_inputs("bone_stress_injury", HIGH),
        "no_equipment": week_inputs(kneecap, MODERATE, equipment=frozenset()),
        "no_time_at_all": week_inputs(kneecap, MODERATE, days=(DayRoom(),) * 7),
        "ten_minutes_three_evenings": week_inputs(
            band, MODERATE,
            days=tuple(DayRoom(600, 0, TimeOfDay.EVENING) if day in {0, 2, 4} else DayRoom()
                       for day in range(7)),
        ),
        "unsure_that_she_will_do_it": week_inputs(kneecap, MODERATE, confidence=4, days=MWF),
        "pregnant_keep_well": week_inputs(
            "no_pain", LOW, situations=frozenset({"pregnancy"}), outings=[LONG_RUN]
        ),
        "swollen_knee": week_inputs(
            "meniscal_tear", MODERATE, situations=frozenset({"effusion"}),
            entry=EntryAnswers(1, False, 1, is_swollen=True),
        ),
    }  # fmt: skip


def week_of(inputs):
    return plan_week(inputs, BOOK, CONSTANTS)


def tell(plan):
    """A week as a reader sees it."""
    told = {
        "programme": str(plan.programme),
        "empty_because": plan.empty_because and str(plan.empty_because),
        "week": {name: tell_day(plan, place) for place, name in enumerate(DAY_NAMES)},
        "exercises": tell_items(plan, "strength"),
        "mobility": tell_items(plan, "mobility"),
        "least": plan.least and [tell_item(item) for item in plan.least.items],
        "running": {
            "mode": str(plan.running.mode),
            "outing": tell_outing(plan.running.outing),
            "may_change": str(plan.running.may_change),
            "edits": [str(edit) for edit in plan.running.edits],
            "missing": [str(item) for item in plan.running.missing],
        },
        "change": str(plan.change),
        "limits": [str(limit) for limit in plan.limits],
        "review_after_days": plan.review_day - plan.first_day,
        "ask_red_flags_again": plan.rescreen,
        "see_clinician": [str(item) for item in plan.see_clinician],
    }
    return {name: value for name, value in told.items() if value not in (None, [], False)}


def tell_day(plan, place):
    there = [session for session in plan.sessions if session.day == plan.first_day + place]
    return ", ".join(tell_session(session) for session in there) or "rest"


def tell_session(session):
    name = session.activity or (tell_outing(session.outing) if session.outing else session.kind)
    hard = " (hard)" if session.is_hard else ""
    return f"{name}{hard} {round(session.seconds / 60)} min"


def tell_outing(outing):
    if outing is None:
        return None
    if outing.total_s == 0 or outing.run_s == 0 or outing.walk_s == 0:
        return str(outing.kind)
    return f"{outing.repeats} x ({outing.walk_s / 60:g} walk + {outing.run_s / 60:g} run)"


def tell_items(plan, kind):
    first = next((session for session in plan.sessions if session.kind == kind), None)
    return [tell_item(item) for item in first.items] if first else []


def tell_item(item):
    told = item.prescription
    hold = "" if told.hold_s is None else f" x {told.hold_s} s"
    depth = "" if told.most_flexion_deg is None else f", to {told.most_flexion_deg} deg"
    form = ", in its other form" if any(a.change is Change.OTHER_FORM for a in item.avoid) else ""
    why = " ".join(str(reason) for reason in item.because)
    dose = f"{told.sets} x {told.reps}{hold} {told.form}{depth}{form}"
    return f"{told.exercise}: {dose}" + (f" [{why}]" if why else "")


def write_all():
    GOLDEN.mkdir(exist_ok=True)
    for name, inputs in situations().items():
        text = yaml.safe_dump(tell(week_of(inputs)), sort_keys=False, width=100)
        (GOLDEN / f"{name}.yaml").write_text(text, "utf-8")


if __name__ == "__main__":
    write_all()
