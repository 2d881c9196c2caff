"""Whatever is done to shoes in whatever order: the sums hold, a hand wins, the last is undone."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from math import fsum

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.makers import MORNING, add_run
from laws import cases
from midstance.app.add_shoe import add_shoe
from midstance.app.apply_shoe_rules import apply_shoe_rules
from midstance.app.assign_shoe import assign_shoe, release_shoe
from midstance.app.edit_shoe import edit_shoe
from midstance.app.join_shoes import join_shoes
from midstance.app.remove_shoe import remove_shoe
from midstance.app.retire_shoe import restore_shoe, retire_shoe
from midstance.app.shoes.kinds import RunKind
from midstance.app.shoes.records import ShoeFacts
from midstance.app.undo_shoes import undo_shoes
from midstance.app.watch_shoes import list_shoes
from midstance.core.base.errors import MidstanceError
from midstance.store.digest import digest_runner
from midstance.store.models import Run, Shoe, ShoeChange, ShoeTold

TODAY = datetime.now(UTC).date()
SPORTS = ("running", "trail_running", "treadmill_running", "virtual_running")
RUNS, PAIRS = 6, 3
which_run, which_pair = st.integers(0, RUNS - 1), st.integers(0, PAIRS - 1)
facts = st.builds(
    ShoeFacts,
    name=st.sampled_from(["Red", "Blue", "Old 👟", "  red "]),
    first_day=st.sampled_from([None, date(2020, 1, 1), MORNING.date()]),
    before_m=st.sampled_from([0.0, 1234.5, -1.0]),
    kinds=st.lists(st.sampled_from(list(RunKind)), max_size=3).map(tuple),
    long_m=st.sampled_from([None, 7000.0]),
    fast_mps=st.sampled_from([None, 3.0]),
)
changes = st.lists(
    st.one_of(
        st.tuples(st.just("add"), facts),
        st.tuples(st.just("edit"), which_pair, facts),
        st.tuples(st.just("retire"), which_pair),
        st.tuples(st.just("restore"), which_pair),
        st.tuples(st.just("wear"), which_run, st.one_of(st.none(), which_pair)),
        st.tuples(st.just("release"), which_run),
        st.tuples(st.just("fill in")),
        st.tuples(st.just("join"), which_pair, which_pair),
        st.tuples(st.just("remove"), which_pair),
    ),
    min_size=1,
    max_size=8,
)
DO = {
    "add": add_shoe,
    "edit": edit_shoe,
    "retire": retire_shoe,
    "restore": restore_shoe,
    "wear": assign_shoe,
    "release": release_shoe,
    "fill in": apply_shoe_rules,
    "join": join_shoes,
    "remove": remove_shoe,
}


def number_of(runner, place):
    """The number of one of her pairs, or one that nobody has."""
    pks = list(Shoe.objects.owned_by(runner).order_by("pk").values_list("pk", flat=True))
    return pks[place] if place < len(pks) else 987_654_321


def do(runner, keys, change):
    kind, *about = change
    if kind in {"wear", "release"}:
        about[0] = keys[about[0]]
        about[1:] = [None if place is None else number_of(runner, place) for place in about[1:]]
    elif kind not in {"add", "fill in"}:
        about = [number_of(runner, one) if isinstance(one, int) else one for one in about]
    try:
        DO[kind](runner, *about)
    except MidstanceError:
        return False
    return True


def told_by_hand(runner):
    rows = Run.objects.owned_by(runner).filter(shoe_told=ShoeTold.HAND)
    return dict(rows.values_list("key", "shoe__name"))


def laws_hold(runner):
    lines = list_shoes(runner, TODAY)
    worn = Run.objects.owned_by(runner).shown().exclude(shoe=None)
    before_m = fsum(Shoe.objects.owned_by(runner).values_list("before_m", flat=True))
    run_m = fsum(worn.values_list("distance_m", flat=True))
    assert fsum(line.distance_m for line in lines) == pytest.approx(before_m + run_m)
    defaults = Counter(kind for line in lines for kind in line.kinds)
    assert all(count == 1 for count in defaults.values())
    assert not any(line.kinds for line in lines if line.is_retired)
    names = [line.name.casefold() for line in lines]
    assert len(set(names)) == len(names)
    assert not worn.filter(shoe_told=ShoeTold.UNTOLD).exists()
    for run in (
        Run.objects.owned_by(runner).exclude(duplicate_of=None).select_related("duplicate_of")
    ):
        other = run.duplicate_of
        assert (run.shoe_id, run.shoe_told) == (other.shoe_id, other.shoe_told)


@settings(
    max_examples=cases(40),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(done=changes)
def test_any_changes_keep_the_laws_and_the_last_is_undone(runner, done):
    with transaction.atomic():
        keys = []
        for number in range(RUNS):
            sport = SPORTS[number % len(SPORTS)]
            started = MORNING + timedelta(days=number)
            run = add_run(runner, started, sport=sport, distance_m=5000.0 + 900 * number)
            keys.append(run.key)
        add_run(runner, MORNING + timedelta(minutes=1), duplicate_of=Run.objects.get(key=keys[0]))
        add_shoe(runner, ShoeFacts("First", first_day=date(2020, 1, 1), kinds=(RunKind.EVERY,)))
        for change in done:
            before, hands, last = digest_runner(runner), told_by_hand(runner), changed_at(runner)
            was_done = do(runner, keys, change)
            laws_hold(runner)
            if not was_done:
                assert digest_runner(runner) == before
            if change[0] == "fill in":
                assert told_by_hand(runner) == hands
            after = digest_runner(runner)
            if changed_at(runner) == last:
                assert after == before
                continue
            with transaction.atomic():
                undo_shoes(runner)
                assert digest_runner(runner) == before
                transaction.set_rollback(True)
            assert digest_runner(runner) == after
        transaction.set_rollback(True)


def changed_at(runner):
    return ShoeChange.objects.owned_by(runner).values_list("pk", flat=True).first()
