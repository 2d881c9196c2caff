"""Whose page it is, and what she measures her runs in."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

from midstance.app.set_up_runner import read_profile
from midstance.web.figures import Units

if TYPE_CHECKING:
    from midstance.store.models import Runner


def runner_of(request: HttpRequest) -> "Runner":
    runner: Runner = request.runner  # type: ignore[attr-defined] # set by RunnerGate
    return runner


def units_of(request: HttpRequest) -> Units:
    return Units(read_profile(runner_of(request)).units)
