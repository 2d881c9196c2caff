"""Room and tissue state of days in round numbers; run it as `app.golden_room DAY...` in a home."""

import json
import sys
from datetime import date

import numpy as np


def tell_days(runner, days):
    """Each of the days, for a runner who can do all that is asked before a run."""
    from app.test_plan_safety import RUNS  # noqa: PLC0415 - Django comes first
    from midstance.app.set_up_plan import set_up_plan  # noqa: PLC0415

    set_up_plan(runner, RUNS)
    return [tell_day(runner, day) for day in days]


def tell_day(runner, day):
    """One day in round numbers."""
    from midstance.app.run_room import read_run_room  # noqa: PLC0415 - Django comes first
    from midstance.app.tissue_state import read_tissue_state  # noqa: PLC0415

    room, state = read_run_room(runner, day), read_tissue_state(runner, day)
    return {
        "day": day.isoformat(),
        "binding": room.binding,
        "most_m": room.most_m and round(room.most_m, -1),
        "limits_s": {each.code: each.most_s and round(each.most_s, -1) for each in room.limits},
        "says_all": not room.cannot_say,
        "full": None if state is None else tell_state(state),
    }


def tell_state(state):
    """Least, middle and most of each tissue on the last day; null where it is not known."""
    ends = np.stack((state.least[-1], state.middle[-1], state.most[-1]), axis=-1)
    return {
        str(tissue): [None if np.isnan(end) else round(float(end), 3) for end in row]
        for tissue, row in zip(state.tissues, ends, strict=True)
    }


if __name__ == "__main__":
    from midstance.app.start import start_django

    start_django()
    from midstance.app.open_store import open_store

    told = tell_days(open_store(), [date.fromisoformat(word) for word in sys.argv[1:]])
    sys.stdout.write(json.dumps(told))
