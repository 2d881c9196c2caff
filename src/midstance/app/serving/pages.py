"""The web process: granian with the pages, on one address."""

import gc
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from midstance.app.serving.lifeline import end_with_parent, take_lifeline
from midstance.core.base.errors import DamagedStoreError, MidstanceError

THREADS = 8


def serve_pages(host: str, port: int) -> None:
    server = Granian(
        target="midstance.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        log_level=LogLevels.error,
        workers_kill_timeout=2,
    )
    server.serve(target_loader=load_pages, wrap_loader=False)


def load_pages() -> Callable[..., Any]:
    """Runs in granian's own child: the store is made ready before the first page."""
    end_with_parent()
    gc.disable()  # nothing that is loaded now is garbage
    start = import_module("midstance.app.start")
    start.start_django()
    make_ready()
    application: Callable[..., Any] = import_module("midstance.web.wsgi").application
    spare_what_stays()
    return application


def make_ready() -> None:
    """Bring the store up to date, or say in one line why the app cannot start."""
    try:
        import_module("midstance.app.prepare_store").prepare_store()
    except DamagedStoreError:
        return  # every page tells it
    except MidstanceError as error:
        sys.stderr.write(f"midstance: {error}\n")
        raise SystemExit(1) from None


def spare_what_stays() -> None:
    """Let the collector pass over all that is loaded: to look through it costs a page 60 ms."""
    import_module("midstance.web.urls")
    gc.freeze()
    gc.enable()


if __name__ == "__main__":
    take_lifeline()
    end_with_parent()
    serve_pages(sys.argv[1], int(sys.argv[2]))
