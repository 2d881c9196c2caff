"""The worker process: ends with its parent, waits for the store, then works."""

from midstance.app.serving.lifeline import end_with_parent, take_lifeline
from midstance.app.start import start_django


def main() -> None:
    take_lifeline()
    end_with_parent()
    start_django()
    from midstance.app.prepare_store import prepare_store  # noqa: PLC0415 (needs Django)
    from midstance.app.worker import run_worker  # noqa: PLC0415 (needs Django)

    prepare_store()
    run_worker()


if __name__ == "__main__":
    main()
