"""A child that ends when its parent does, even when the parent is killed without warning.

The parent holds the write end of a pipe that is the child's standard input and writes nothing.
When the parent is gone, for whatever reason, reading gives the end of the file.
"""

import os
import signal
import threading

_lifeline = -1


def take_lifeline() -> None:
    """Move the pipe away from standard input, where other code could close it."""
    global _lifeline  # noqa: PLW0603 (one pipe a process, kept over a fork)
    _lifeline = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)


def end_with_parent() -> None:
    """Watch the pipe from a thread; a forked child has to call it again."""
    threading.Thread(target=_wait_for_the_end, name="lifeline", daemon=True).start()


def _wait_for_the_end() -> None:
    while os.read(_lifeline, 1):
        pass
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
