"""One run: what it did, against the usual, and why."""

import math
import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from app.makers import add_run
from midstance.app.import_runs import import_paths
from midstance.app.list_runs import list_runs
from midstance.app.read_trace import Thinning, read_trace
from midstance.app.rebuild import rebuild
from midstance.app.show_run import original_path, show_run
from midstance.app.show_run_words import (
    minute_sentence,
    rounded_percent,
    share_sentence,
    usual_sentence,
)
from midstance.core.base.errors import InvalidValueError, NotFoundError
from midstance.core.load.explain import Factor
from midstance.core.load.trace import HeavyMinute
from midstance.store.digest import digest_parts
from midstance.store.models import PainEntry, Run, Runner, RunStreams


@pytest.fixture
def imported(runner, recordings):
    import_paths(runner, [recordings])
    return [row.key for row in list_runs(runner).runs]


def test_a_run_is_shown_whole(runner, imported):
    detail = show_run(runner, imported[0])
    assert detail.load.tissues["patellofemoral"].peak_bw > 1
    assert detail.load.inputs["contact_time"] == "measured"
    assert 1 <= len(detail.heaviest) <= 3
    assert all(minute.sentence for minute in detail.heaviest)
    assert detail.original.name.startswith("run-")


def test_shares_multiply_to_the_ratio(runner, imported):
    detail = show_run(runner, imported[0])
    assert detail.versus_usual.ratio is not None
    product = math.prod(share.factor for share in detail.shares)
    assert product == pytest.approx(detail.versus_usual.ratio, rel=0.011)
    assert detail.versus_usual.low < detail.versus_usual.ratio < detail.versus_usual.high


def test_the_first_run_has_no_usual(runner, imported):
    detail = show_run(runner, imported[-1])
    assert detail.versus_usual.ratio is None
    assert "cannot say yet" in detail.versus_usual.sentence
    assert detail.shares == ()


@pytest.mark.usefixtures("imported")
def test_the_page_and_the_list_agree_on_the_usual(runner):
    row = list_runs(runner).runs[0]
    assert row.usual_ratio == pytest.approx(show_run(runner, row.key).versus_usual.ratio, rel=1e-6)


@pytest.mark.usefixtures("imported")
def test_duplicates_point_at_each_other(runner):
    hidden = Run.objects.owned_by(runner).exclude(duplicate_of=None).get()
    shown = show_run(runner, hidden.duplicate_of.key)
    assert [row.key for row in shown.duplicates] == [hidden.key]
    assert [row.key for row in show_run(runner, hidden.key).duplicates] == [shown.row.key]


def test_the_original_is_the_file_that_came(runner, imported, recordings):
    original, path = original_path(runner, imported[0])
    assert path.read_bytes() == (recordings / original.name).read_bytes()


def test_an_unknown_run_is_refused(runner):
    for look in (show_run, original_path, read_trace):
        with pytest.raises(NotFoundError):
            look(runner, "0" * 16)


def test_nobody_sees_the_run_of_another(imported):
    with pytest.raises(NotFoundError):
        show_run(Runner.objects.create(), imported[0])


def test_a_run_without_streams_says_what_to_do(runner):
    with pytest.raises(NotFoundError, match="rebuild"):
        read_trace(runner, add_run(runner).key)


@pytest.mark.parametrize("points", [10, 100, 5000])
def test_every_series_of_a_trace_has_the_same_points(runner, imported, points):
    trace = read_trace(runner, imported[0], max_points=points)
    band = trace.load_bw["patellofemoral"]
    series = (trace.distance_m, trace.speed_mps, trace.altitude_m, band.mean, band.low, band.max)
    assert {len(one) for one in series} == {len(trace.seconds)}
    assert 1 < len(trace.seconds) <= points


def test_too_few_points_are_refused(runner, imported):
    with pytest.raises(InvalidValueError):
        read_trace(runner, imported[0], max_points=3)


def test_the_band_lies_around_the_mean_and_within_the_extremes(runner, imported):
    band = read_trace(runner, imported[0], max_points=50).load_bw["patellofemoral"]
    points = zip(band.min, band.mean, band.max, band.low, band.high, strict=True)
    for smallest, mean, largest, low, high in points:
        if mean is not None:
            assert smallest <= mean <= largest
            assert low <= mean <= high


@given(
    values=arrays(np.float64, st.integers(1, 300), elements=st.floats(-9, 9)),
    width=st.integers(1, 40),
)
def test_thinning_keeps_the_extremes(values, width):
    thin = Thinning(width, np.ones(values.size, dtype=bool))
    assert max(thin.by(values, np.nanmax)) == pytest.approx(values.max(), abs=1e-5)
    assert min(thin.by(values, np.nanmin)) == pytest.approx(values.min(), abs=1e-5)


def test_what_was_not_recorded_counts_for_nothing():
    thin = Thinning(2, np.array([True, False, False, False]))
    assert thin.by(np.array([1.0, 99.0, 99.0, 99.0])) == (1.0, None)


@pytest.mark.usefixtures("imported")
def test_a_rebuild_brings_back_what_was_lost(runner):
    before = digest_parts(runner)
    RunStreams.objects.all().delete()
    Run.objects.owned_by(runner).update(ascent_m=None, distance_m=1.0, richness=0)
    report = rebuild(runner)
    assert digest_parts(runner) == before
    assert report.problems == ()
    assert report.runs == Run.objects.count()


def test_a_rebuild_keeps_what_the_export_told_beside_the_file(runner, imported):
    Run.objects.owned_by(runner).filter(key=imported[0]).update(name="Morning run")
    rebuild(runner)
    assert Run.objects.owned_by(runner).get(key=imported[0]).name == "Morning run"


def test_a_rebuild_keeps_the_pain_that_was_told_of_a_run(runner, imported):
    run = Run.objects.owned_by(runner).get(key=imported[0])
    PainEntry.objects.create(owner=runner, day=run.local_day, moment="during", pain=3, run=run)
    rebuild(runner)
    assert PainEntry.objects.owned_by(runner).get().run.key == imported[0]


@pytest.mark.parametrize(("ratio", "percent"), [(1.0, 0), (1.04, 4), (1.21, 20), (0.79, 20)])
def test_ratios_are_rounded_to_what_is_known(ratio, percent):
    assert rounded_percent(ratio) == percent


def test_a_heavier_run_reads_as_heavier():
    assert "about 30 % more load than in your usual run" in usual_sentence(1.3, 9)
    assert "2.5 times as much load as in your usual run" in usual_sentence(2.5, 9)
    assert "usual run for your knee" in usual_sentence(1.02, 9)


def test_a_share_says_which_way_it_went():
    assert "longer" in share_sentence(Factor.DISTANCE, math.log(1.2))
    assert "shorter" in share_sentence(Factor.DISTANCE, math.log(0.8))
    assert share_sentence(Factor.SLOPE, 0.001) == "No real difference."


@given(st.sampled_from(Factor), st.floats(-3, 3))
def test_a_share_never_says_less_of_more(factor, log_share):
    sentence = share_sentence(factor, log_share)
    assert "%" not in sentence.replace(" % ", "")
    assert ("less load" in sentence) <= (log_share < 0)
    assert ("more load" in sentence or "as much load" in sentence) <= (log_share > 0)


def reasons_of(slope_frac, **shares):
    return minute_sentence(HeavyMinute(0, 60, 5.0, 1.3, shares, 3.0, 170.0, slope_frac))


def test_the_reasons_of_a_heavy_minute_are_whole_sentences():
    assert reasons_of(-0.08, slope=0.2, speed=0.1) == (
        "Heavier than the rest of the run because it went downhill (8 %). You also ran faster."
    )
    assert "less uphill" in reasons_of(0.01, slope=0.2)
    assert "small things" in reasons_of(math.nan, rest=0.25)


def test_a_rebuild_keeps_the_sport_that_only_the_export_told(runner, recordings, tmp_path):
    bare = (recordings / "phone.gpx").read_bytes().replace(b"<type>running</type>", b"")
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr(
            "activities.csv",
            "Activity ID,Activity Date,Activity Name,Activity Type,Filename,Activity Gear\n"
            '7,"Nov 1, 2026, 6:00:00 AM",Hill repeats,Trail Run,activities/7.gpx,Blue shoes\n',
        )
        archive.writestr("activities/7.gpx", bare)
    import_paths(runner, [tmp_path / "export.zip"])
    run = Run.objects.owned_by(runner).get()
    assert (run.name, run.sport, run.shoe.name) == ("Hill repeats", "trail_running", "Blue shoes")
    before = digest_parts(runner)
    assert rebuild(runner).digest_after == rebuild(runner).digest_before
    assert digest_parts(runner) == before
