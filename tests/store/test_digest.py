import pytest

from midstance.store.digest import TOLD_BY, digest_parts, digest_runner
from midstance.store.models import (
    CheckIn,
    ClinicianAnswer,
    CueTrial,
    Film,
    FilmGait,
    FilmPicture,
    ImportedFile,
    Job,
    KneeCheck,
    Original,
    PainEntry,
    PlannedWeek,
    PlanWishes,
    Quarantine,
    Run,
    RunLoad,
    Runner,
    RunStreams,
    ScreenReading,
    SessionLog,
    Shoe,
    ShoeChange,
    TissueLoadRow,
)
from midstance.store.streams import write_streams
from store.makers import add_history, add_original, add_run, make_streams

SEEN = {*TOLD_BY, RunStreams}
UNSEEN = {Job, ImportedFile, Quarantine, ShoeChange}
CHANGES = {
    "a run's distance": lambda: Run.objects.filter(member="").update(distance_m=1),
    "what was repaired": lambda: Run.objects.update(repairs=[]),
    "which run is shown": lambda: Run.objects.update(duplicate_of=None),
    "the pair of shoes": lambda: Run.objects.update(shoe=None),
    "a load": lambda: TissueLoadRow.objects.update(impulse_bw_s=31),
    "an explanation": lambda: TissueLoadRow.objects.update(descriptor=None),
    "the model's version": lambda: RunLoad.objects.update(model_version="2"),
    "a name of a file": lambda: Original.objects.update(name="other.fit"),
    "shoes": lambda: Shoe.objects.update(brand="Other"),
    "a stream": lambda: write_streams(Run.objects.first(), make_streams(9)),
    "a run without streams": lambda: RunStreams.objects.all().delete(),
    "an answer of a check": lambda: KneeCheck.objects.update(answers={"side": "left"}),
    "what a check came to": lambda: KneeCheck.objects.update(result="{}"),
    "what a clinician said": lambda: ClinicianAnswer.objects.update(may_load=False),
    "what she wants of a plan": lambda: PlanWishes.objects.update(runs_a_week=1),
    "a planned week": lambda: PlannedWeek.objects.update(plan="{}"),
    "a session": lambda: SessionLog.objects.update(effort_rpe=9),
    "a pain": lambda: PainEntry.objects.update(pain=3),
    "a movement screen": lambda: ScreenReading.objects.update(left=20),
    "a film": lambda: Film.objects.update(told={}),
    "what a film told": lambda: FilmGait.objects.update(blob=b"\0"),
    "a picture of a film": lambda: FilmPicture.objects.update(jpeg=b""),
    "a trial of a cue": lambda: CueTrial.objects.update(beat_spm=181),
    "a check-in": lambda: CheckIn.objects.update(answers={}),
    "her height": lambda: Runner.objects.update(height_m=1.9),
}


def test_every_table_is_either_told_or_left_out_on_purpose():
    assert set(Run._meta.apps.get_app_config("store").get_models()) == SEEN | UNSEEN


@pytest.mark.parametrize("change", CHANGES)
def test_the_digest_notices(change, runner):
    add_history(runner)
    before = digest_runner(runner)
    assert digest_runner(runner) == before
    CHANGES[change]()
    runner.refresh_from_db()
    assert digest_runner(runner) != before


def test_the_order_of_importing_changes_nothing(runner):
    other = Runner.objects.create(name="Ada", height_m=1.7, mass_kg=60)
    for seed in range(4):
        add_run(runner, seed)
    for seed in reversed(range(4)):
        add_run(other, seed)
    assert digest_parts(runner) == digest_parts(other)


def test_storing_again_changes_nothing(runner):
    run = add_run(runner, 1)
    before = digest_runner(runner)
    write_streams(run, make_streams(1))
    run.delete()
    Original.objects.all().delete()
    add_run(runner, 1)
    assert digest_runner(runner) == before


def test_jobs_and_their_reports_are_left_out(runner):
    add_history(runner)
    before = digest_runner(runner)
    Job.objects.all().delete()
    Quarantine.objects.all().delete()
    assert digest_runner(runner) == before


def test_nothing_of_another_runner_is_told(runner):
    before = digest_runner(runner)
    add_history(Runner.objects.create())
    assert digest_runner(runner) == before


def test_a_number_is_told_by_twelve_digits(runner):
    run = add_run(runner, 1, distance_m=1000.0)
    before = digest_runner(runner)
    for distance_m, same in ((1000.0 + 1e-12, True), (1000.0 + 1e-6, False)):
        Run.objects.filter(pk=run.pk).update(distance_m=distance_m)
        assert (digest_runner(runner) == before) is same


def test_an_original_without_a_run_counts(runner):
    before = digest_runner(runner)
    add_original(runner, b"settings")
    assert digest_runner(runner) != before
