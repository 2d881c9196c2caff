"""Fill an empty data folder with the sample runner, for a look around."""

from midstance.app.import_runs import ImportReport, OnProgress
from midstance.app.make_sample import make_sample
from midstance.app.open_store import open_store
from midstance.core.base.errors import RefusedError
from midstance.store.home import home
from midstance.store.models import Run


def fill_with_sample(on_progress: OnProgress) -> ImportReport:
    """Make the sample runner in an empty data folder.

    *Changes* creates the database, a runner and about 210 runs.
    *Refuses* a data folder that holds runs or a runner who was set up (RefusedError).
    *Twice* is refused.
    *Privacy* all of it is made up.
    """
    runner = open_store()
    if runner.set_up_at is not None or Run.objects.exists():
        raise RefusedError(
            f"The data folder {home()} is not empty, and the demo mixes nothing. "
            "Name an empty one in MIDSTANCE_HOME."
        )
    return make_sample(runner, on_progress=on_progress)
