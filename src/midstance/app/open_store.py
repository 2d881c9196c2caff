"""What a command needs before it works: a database up to date, and the runner."""

from midstance.app.prepare_store import prepare_store
from midstance.app.set_up_runner import default_runner
from midstance.store.models import Runner


def open_store() -> Runner:
    """Bring the store up to date and give the runner of this machine.

    *Changes* the database's tables when they are old or missing, and adds the runner.
    *Refuses* a database that a newer Midstance has written (RefusedError).
    *Twice* changes nothing more.
    *Privacy* stays in the data folder.
    """
    prepare_store()
    return default_runner()
