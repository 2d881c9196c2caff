"""Work that is done in a thread of its own, a little ahead of who needs it."""

import queue
import threading
from collections.abc import Generator, Iterator
from typing import TypeVar

ITEMS_AHEAD = 3
T = TypeVar("T")


def read_ahead(items: Iterator[T]) -> Generator[T]:
    """Give the same items, made by a thread that works a few of them ahead."""
    waiting: queue.Queue[tuple[str, object]] = queue.Queue(ITEMS_AHEAD)
    over = threading.Event()

    def put(kind: str, value: object) -> bool:
        while not over.is_set():
            try:
                waiting.put((kind, value), timeout=0.05)
            except queue.Full:
                continue
            return True
        return False

    def make() -> None:
        try:
            if all(put("item", item) for item in items):
                put("end", None)
        except Exception as error:  # noqa: BLE001 - raised where the items are taken
            put("error", error)

    maker = threading.Thread(target=make, daemon=True)
    maker.start()
    try:
        while True:
            kind, value = waiting.get()
            if kind == "end":
                return
            if kind == "error":
                raise value  # type: ignore[misc]
            yield value  # type: ignore[misc]
    finally:
        over.set()
        maker.join()
