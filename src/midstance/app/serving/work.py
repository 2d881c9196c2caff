"""The worker process: ends with its parent, waits for the store, then works."""

import sys

from midstance.app.serving.lifeline import end_with_parent, take_lifeline
from midstance.app.serving.supervisor import DAMAGED
from midstance.app.start import start_django
from midstance.core.base.errors import DamagedStoreError


def main() -> int:
    take_lifeline()
    end_with_parent()
    start_django()
    from midstance.app.prepare_store import prepare_store  # noqa: PLC0415 (needs Django)
    from midstance.app.worker import run_worker  # noqa: PLC0415 (needs Django)

    try:
        prepare_store()
        run_worker()
    except DamagedStoreError:
        return DAMAGED
    return 0


if __name__ == "__main__":
    sys.exit(main())
