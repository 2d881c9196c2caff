"""The sample runner's last weeks: steep downhill with hardly more kilometres."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import timezone

from midstance.app.explain_pain import explain_pain
from midstance.app.make_sample import SAMPLE_NAME, make_sample
from midstance.app.plain import to_plain
from midstance.app.sample.knee import BEGAN_DAYS_AGO
from midstance.app.set_up_runner import Profile, set_up_runner
from midstance.app.why import words
from midstance.store.models import Job, JobState, Runner

TODAY = datetime.now(UTC).date()


@pytest.mark.django_db
def test_her_downhill_stands_first_and_her_first_pain_has_no_reason():
    runner = Runner.objects.create()
    profile = Profile(SAMPLE_NAME, 1.68, 61.0, "female", TODAY.year - 34)
    set_up_runner(runner, profile)
    job = Job.objects.create(
        owner=runner,
        kind="sample",
        state=JobState.RUNNING,
        lease_until=timezone.now() + timedelta(hours=1),
        created_at=datetime.combine(TODAY, time(), UTC),
    )
    make_sample(runner, job=job)

    found = explain_pain(runner, today=TODAY)
    assert found.onset == TODAY - timedelta(days=6)
    assert [line.what for line in found.changes][:1] == ["downhill"]
    assert found.sentence == words.WORDS["downhill"].head
    downhill = found.changes[0]
    assert downhill.after > 3.5 * downhill.before
    distance = next(line for line in found.looked_at if line.what == "weekly_distance")
    assert distance.after < 1.3 * distance.before
    assert sum(found.load_share.values()) == pytest.approx(found.load_log_ratio)

    first = explain_pain(runner, TODAY - timedelta(days=BEGAN_DAYS_AGO), today=TODAY)
    assert first.is_told
    assert first.changes == ()
    assert first.sentence in {words.NOTHING, words.TOO_SHORT}  # by where her four weeks begin

    told = to_plain(found)
    assert {"changes", "load_share"} <= set(told)
    assert {"what", "before", "after", "unusual", "certainty"} <= set(told["changes"][0])
    assert {"distance", "speed", "cadence", "slope", "frequency"} <= set(told["load_share"])
