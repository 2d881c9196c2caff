"""A process that has loaded everything and forks for each command that it is told to run.

A command that starts alone spends a second on loading. Here too each runs in a process of its own,
from its words to its exit code, with the environment of its caller and a database yet unopened.
"""

import gc
import json
import os
import signal
import sys
from importlib import import_module
from inspect import signature
from pkgutil import iter_modules
from types import ModuleType

PATIENCE_S = 300


def load() -> None:
    """Load what any command may need, and open nothing."""
    import_module("midstance.app.start").start_django()
    for package in ("midstance.cli", "midstance.app", "midstance.store.migrations"):
        for name in modules_of(package):
            import_module(name)
    import_module("ortools.sat.python.cp_model")
    for name in modules_of("midstance.knowledge"):
        read_what_is_kept(import_module(name))
    gc.freeze()  # a fork that looks for garbage here would copy all of it


def modules_of(package: str) -> list[str]:
    path = import_module(package).__path__
    return [module.name for module in iter_modules(path, f"{package}.")]


def read_what_is_kept(module: ModuleType) -> None:
    """What a process reads once and keeps, as far as it depends on nothing."""
    for each in vars(module).values():
        if hasattr(each, "cache_info") and not signature(each).parameters:
            each()


def answer_orders() -> int:
    """Do what each line asks for; gives the exit code of the command in the fork that ran it."""
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            return run(order)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()
    return 0


def run(order) -> int:
    signal.alarm(PATIENCE_S)  # a command that never ends fails its test
    take_environment(order["environment"])
    redirect(order["out"], order["err"])
    sys.argv = ["midstance", *order["words"]]
    return int(import_module("midstance.cli.main").main())


def take_environment(environment: dict[str, str]) -> None:
    """The environment of the caller, and with it another data folder."""
    os.environ.clear()
    os.environ.update(environment)
    from django.db import connections  # noqa: PLC0415 - Django is loaded first

    from midstance.store.database import databases  # noqa: PLC0415 - the same

    connections.settings["default"].update(databases()["default"])


def redirect(out: str, err: str) -> None:
    for number, path, flags in (
        (0, os.devnull, os.O_RDONLY),
        (1, out, os.O_WRONLY),
        (2, err, os.O_WRONLY),
    ):
        opened = os.open(path, flags)
        os.dup2(opened, number)
        os.close(opened)


if __name__ == "__main__":
    load()
    sys.exit(answer_orders())
